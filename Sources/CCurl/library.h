#pragma once
#include "ccurl.h"

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

// The macros around the variadic functions would hide the members below.
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

#define CCURL_FUNCTIONS                                                                         \
    X(curl_global_init)                                                                         \
    X(curl_easy_init)                                                                           \
    X(curl_easy_cleanup)                                                                        \
    X(curl_easy_reset)                                                                          \
    X(curl_easy_setopt)                                                                         \
    X(curl_easy_getinfo)                                                                        \
    X(curl_easy_strerror)                                                                       \
    X(curl_slist_append)                                                                        \
    X(curl_slist_free_all)                                                                      \
    X(curl_mime_init)                                                                           \
    X(curl_mime_free)                                                                           \
    X(curl_mime_addpart)                                                                        \
    X(curl_mime_name)                                                                           \
    X(curl_mime_data)                                                                           \
    X(curl_mime_filedata)                                                                       \
    X(curl_mime_filename)                                                                       \
    X(curl_mime_type)                                                                           \
    X(curl_multi_init)                                                                          \
    X(curl_multi_cleanup)                                                                       \
    X(curl_multi_add_handle)                                                                    \
    X(curl_multi_remove_handle)                                                                 \
    X(curl_multi_perform)                                                                       \
    X(curl_multi_poll)                                                                          \
    X(curl_multi_wakeup)                                                                        \
    X(curl_multi_info_read)

struct ccurl_library {
#define X(name) __typeof__(&name) name;
    CCURL_FUNCTIONS
#undef X
};
