#pragma once
#include <stdbool.h>
#include <stddef.h>

// One HTTP transfer at a time over libcurl, which is opened when it is first asked for: linking it costs a
// program 10 ms at every start.

/// libcurl, opened.
typedef struct ccurl_library ccurl_library;

/// A connection with what it keeps from one transfer to the next: sockets, TLS sessions, names looked up.
typedef struct ccurl_line ccurl_line;

/// The room that every message needs.
enum { ccurl_message_size = 256 };

/// Why a transfer ended.
typedef enum {
    ccurl_done,
    ccurl_cancelled,
    ccurl_stopped_by_receiver,
    ccurl_bad_url,
    ccurl_no_proxy,
    ccurl_no_host,
    ccurl_no_connection,
    ccurl_timed_out,
    ccurl_bad_certificate,
    ccurl_no_tls,
    ccurl_broken_off,
    ccurl_no_file,
    ccurl_other,
} ccurl_outcome;

/// A part of a form: a field's text, or a file that is read as it is sent.
typedef struct {
    const char *name;
    const void *data;  // NULL where `path` is given
    size_t size;
    const char *path;
    const char *file_name;  // NULL for a plain field
    const char *media_type;  // NULL for a plain field
} ccurl_part;

/// What is sent, and who is told of what comes back, on the thread that performs the transfer.
typedef struct {
    const char *method;
    const char *url;
    const char *const *headers;  // "name: value"
    size_t header_count;
    const void *body;  // NULL for none
    size_t body_size;
    const ccurl_part *parts;  // instead of a body
    size_t part_count;
    const char *certificates;  // a file of trusted certificates; NULL for the system's
    double connect_seconds;
    double stall_seconds;  // the longest time without a byte; 0 for any
    double total_seconds;  // 0 for any
    void *context;
    /// Takes a line of the answer's head, its line end included; says whether to go on.
    bool (*take_header)(void *context, const char *line, size_t size);
    /// Takes bytes of the answer's body; says whether to go on.
    bool (*take_body)(void *context, const void *bytes, size_t size);
} ccurl_request;

/// How a transfer ended.
typedef struct {
    ccurl_outcome outcome;
    char message[ccurl_message_size];  // libcurl's words
    int system_error;  // errno of the connection, or 0
    bool was_connected;
    long long received;  // bytes of the body
    long long expected;  // bytes that the server announced, or -1
} ccurl_result;

/// Opens the library called `name`; NULL, with the reason in `message`, where it cannot.
const ccurl_library *ccurl_open(const char *name, char message[ccurl_message_size]);

/// A line on which nothing was sent yet; NULL where memory is short.
ccurl_line *ccurl_line_new(const ccurl_library *library);

/// Closes what a line keeps open.
void ccurl_line_free(ccurl_line *line);

/// Sends the request and waits until all was received, on a thread that no signal of a lost connection reaches.
void ccurl_perform(ccurl_line *line, const ccurl_request *request, ccurl_result *result);

/// Ends the transfer that the line performs at this moment, from any thread.
void ccurl_cancel(ccurl_line *line);

/// Forgets that the line was told to cancel, before its next transfer.
void ccurl_rearm(ccurl_line *line);
