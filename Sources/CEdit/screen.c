#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct screen {
    bool is_muted;
    int descriptor;
    mbstate_t state;  // of a character whose bytes are not all there yet
    char bytes[1024];
    size_t used;
};

// Drawn before a combining mark that has nothing to combine with, so that it takes a column.
static const wchar_t dotted_circle = 0x25CC;

static void send(struct screen *screen) {
    const char *bytes = screen->bytes;
    while (screen->used > 0) {
        const ssize_t count = write(screen->descriptor, bytes, screen->used);
        if (count >= 0) {
            bytes += count;
            screen->used -= (size_t)count;
        } else if (errno == EAGAIN) {
            struct pollfd file = {screen->descriptor, POLLOUT, 0};
            poll(&file, 1, -1);
        } else if (errno != EINTR) {
            screen->used = 0;
        }
    }
}

static void put(struct screen *screen, wchar_t point) {
    if (screen->used + MB_CUR_MAX > sizeof screen->bytes) send(screen);
    mbstate_t state = {0};
    const size_t count = wcrtomb(screen->bytes + screen->used, point, &state);
    if (count != (size_t)-1) screen->used += count;
}

static ssize_t write_screen(void *cookie, const char *bytes, size_t count) {
    struct screen *screen = cookie;
    if (screen->is_muted) return (ssize_t)count;
    for (size_t i = 0; i < count; i++) {
        wchar_t code;
        const size_t taken = mbrtowc(&code, bytes + i, 1, &screen->state);
        if (taken == (size_t)-1) memset(&screen->state, 0, sizeof screen->state);
        if (taken > 1) continue;
        size_t points;
        const wchar_t *point = cedit_points(&code, &points);
        if (point != &code && wcwidth(*point) == 0) put(screen, dotted_circle);
        for (size_t j = 0; j < points; j++) put(screen, point[j]);
    }
    send(screen);
    return (ssize_t)count;
}

static int close_screen(void *cookie) {
    free(cookie);
    return 0;
}

bool cedit_open_screen(cedit *editor, int descriptor) {
    struct screen *screen = calloc(1, sizeof *screen);
    if (screen == NULL) return false;
    screen->descriptor = descriptor;
    const cookie_io_functions_t functions = {.write = write_screen, .close = close_screen};
    editor->screen = fopencookie(screen, "w", functions);
    editor->screen_state = screen;
    if (editor->screen == NULL) free(screen);
    return editor->screen != NULL;
}

void cedit_mute_screen(cedit *editor, bool is_muted) {
    fflush(editor->screen);
    editor->screen_state->is_muted = is_muted;
}
