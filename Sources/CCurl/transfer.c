#include "library.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ccurl_line {
    const ccurl_library *library;
    CURL *easy;
    CURLM *multi;
    atomic_bool is_cancelled;
};

ccurl_line *ccurl_line_new(const ccurl_library *library) {
    ccurl_line *line = calloc(1, sizeof *line);
    if (line == NULL) return NULL;
    line->library = library;
    line->easy = library->curl_easy_init();
    line->multi = library->curl_multi_init();
    if (line->easy == NULL || line->multi == NULL) {
        ccurl_line_free(line);
        return NULL;
    }
    return line;
}

void ccurl_line_free(ccurl_line *line) {
    if (line->easy != NULL) line->library->curl_easy_cleanup(line->easy);
    if (line->multi != NULL) line->library->curl_multi_cleanup(line->multi);
    free(line);
}

void ccurl_cancel(ccurl_line *line) {
    atomic_store(&line->is_cancelled, true);
    line->library->curl_multi_wakeup(line->multi);
}

void ccurl_rearm(ccurl_line *line) {
    atomic_store(&line->is_cancelled, false);
}

// What libcurl calls.

static size_t header_arrived(char *bytes, size_t size, size_t count, void *context) {
    const ccurl_request *request = context;
    return request->take_header(request->context, bytes, size * count) ? size * count : 0;
}

static size_t body_arrived(char *bytes, size_t size, size_t count, void *context) {
    const ccurl_request *request = context;
    // Nothing is zero bytes long but the end, and a short count is how libcurl is told to stop.
    return request->take_body(request->context, bytes, size * count) ? size * count : CURL_WRITEFUNC_ERROR;
}

// Setting up.

#define SET(option, value) library->curl_easy_setopt(easy, option, value)

static void set_limits(const ccurl_library *library, CURL *easy, const ccurl_request *request) {
    SET(CURLOPT_CONNECTTIMEOUT_MS, (long)(request->connect_seconds * 1000));
    SET(CURLOPT_TIMEOUT_MS, (long)(request->total_seconds * 1000));
    if (request->stall_seconds > 0) {
        const long seconds = (long)(request->stall_seconds + 0.5);
        SET(CURLOPT_LOW_SPEED_LIMIT, 1L);
        SET(CURLOPT_LOW_SPEED_TIME, seconds > 0 ? seconds : 1);
    }
}

static void set_receivers(const ccurl_library *library, CURL *easy, const ccurl_request *request) {
    SET(CURLOPT_HEADERFUNCTION, header_arrived);
    SET(CURLOPT_HEADERDATA, request);
    SET(CURLOPT_WRITEFUNCTION, body_arrived);
    SET(CURLOPT_WRITEDATA, request);
    SET(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    // The largest that libcurl takes: fewer calls for large files.
    SET(CURLOPT_BUFFERSIZE, 512L * 1024);
}

static curl_mime *form(const ccurl_library *library, CURL *easy, const ccurl_request *request) {
    curl_mime *mime = library->curl_mime_init(easy);
    for (size_t i = 0; i < request->part_count; i++) {
        const ccurl_part *part = &request->parts[i];
        curl_mimepart *added = library->curl_mime_addpart(mime);
        library->curl_mime_name(added, part->name);
        if (part->path != NULL)
            library->curl_mime_filedata(added, part->path);
        else
            library->curl_mime_data(added, part->data, part->size);
        // After the file's path, whose last component it replaces.
        if (part->file_name != NULL) library->curl_mime_filename(added, part->file_name);
        if (part->media_type != NULL) library->curl_mime_type(added, part->media_type);
    }
    return mime;
}

static void set_message(
    const ccurl_library *library, CURL *easy, const ccurl_request *request, curl_mime *mime) {
    SET(CURLOPT_URL, request->url);
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    if (mime != NULL) {
        SET(CURLOPT_MIMEPOST, mime);
    } else if (request->body != NULL) {
        SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_size);
        SET(CURLOPT_POSTFIELDS, request->body);
    }
    if (strcmp(request->method, "HEAD") == 0)
        SET(CURLOPT_NOBODY, 1L);
    else
        SET(CURLOPT_CUSTOMREQUEST, request->method);
    if (request->certificates != NULL) SET(CURLOPT_CAINFO, request->certificates);
    // No signals, since other threads are at work.
    SET(CURLOPT_NOSIGNAL, 1L);
}

// Ending.

static ccurl_outcome outcome(CURLcode code) {
    switch (code) {
    case CURLE_OK: return ccurl_done;
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL: return ccurl_bad_url;
    case CURLE_COULDNT_RESOLVE_PROXY: return ccurl_no_proxy;
    case CURLE_COULDNT_RESOLVE_HOST: return ccurl_no_host;
    case CURLE_COULDNT_CONNECT: return ccurl_no_connection;
    case CURLE_OPERATION_TIMEDOUT: return ccurl_timed_out;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR: return ccurl_bad_certificate;
    case CURLE_SSL_CONNECT_ERROR: return ccurl_no_tls;
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM: return ccurl_broken_off;
    case CURLE_WRITE_ERROR: return ccurl_stopped_by_receiver;
    case CURLE_READ_ERROR: return ccurl_no_file;
    default: return ccurl_other;
    }
}

static CURLcode result_of(const ccurl_library *library, CURLM *multi) {
    int left;
    for (CURLMsg *message; (message = library->curl_multi_info_read(multi, &left)) != NULL;)
        if (message->msg == CURLMSG_DONE) return message->data.result;
    return CURLE_FAILED_INIT;
}

static void describe(ccurl_line *line, CURLcode code, const char *words, ccurl_result *result) {
    const ccurl_library *library = line->library;
    const char *said = words[0] != 0 ? words : library->curl_easy_strerror(code);
    snprintf(result->message, ccurl_message_size, "%s", said);
    long number = 0;
    curl_off_t size = -1, started = 0;
    library->curl_easy_getinfo(line->easy, CURLINFO_OS_ERRNO, &number);
    result->system_error = (int)number;
    library->curl_easy_getinfo(line->easy, CURLINFO_PRETRANSFER_TIME_T, &started);
    result->was_connected = started > 0;
    library->curl_easy_getinfo(line->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &size);
    result->expected = size;
    library->curl_easy_getinfo(line->easy, CURLINFO_SIZE_DOWNLOAD_T, &size);
    result->received = size;
}

static CURLcode run(ccurl_line *line) {
    const ccurl_library *library = line->library;
    int running = 1;
    while (!atomic_load(&line->is_cancelled)) {
        if (library->curl_multi_perform(line->multi, &running) != CURLM_OK) return CURLE_FAILED_INIT;
        if (running == 0) return result_of(library, line->multi);
        library->curl_multi_poll(line->multi, NULL, 0, 1000, NULL);
    }
    return CURLE_ABORTED_BY_CALLBACK;
}

static struct curl_slist *header_list(const ccurl_library *library, const ccurl_request *request) {
    struct curl_slist *list = NULL;
    for (size_t i = 0; i < request->header_count; i++)
        list = library->curl_slist_append(list, request->headers[i]);
    // Else a large body waits a second for a server that does not know `Expect`.
    return library->curl_slist_append(list, "Expect:");
}

void ccurl_perform(ccurl_line *line, const ccurl_request *request, ccurl_result *result) {
    const ccurl_library *library = line->library;
    CURL *easy = line->easy;
    sigset_t pipe, before;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, &before);

    char words[CURL_ERROR_SIZE] = "";
    library->curl_easy_reset(easy);
    struct curl_slist *headers = header_list(library, request);
    curl_mime *mime = request->part_count > 0 ? form(library, easy, request) : NULL;
    SET(CURLOPT_ERRORBUFFER, words);
    SET(CURLOPT_HTTPHEADER, headers);
    set_message(library, easy, request, mime);
    set_limits(library, easy, request);
    set_receivers(library, easy, request);

    library->curl_multi_add_handle(line->multi, easy);
    const CURLcode code = run(line);
    describe(line, code, words, result);
    result->outcome = atomic_load(&line->is_cancelled) && code != CURLE_OK ? ccurl_cancelled : outcome(code);
    library->curl_multi_remove_handle(line->multi, easy);

    // Nothing that is freed below may stay named.
    library->curl_easy_reset(easy);
    library->curl_mime_free(mime);
    library->curl_slist_free_all(headers);
    // A signal that came meanwhile is taken before it is let through again.
    const struct timespec at_once = {0};
    while (sigtimedwait(&pipe, NULL, &at_once) == SIGPIPE) {}
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}
