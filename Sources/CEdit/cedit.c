#define _GNU_SOURCE
#include "cedit.h"

#include <errno.h>
#include <fcntl.h>
#include <histedit.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

struct cedit {
    EditLine *line;
    HistoryW *history;
    FILE *screen;
    wchar_t *prompt;
    cedit_complete complete;
    void *context;
    bool interrupted;
};

// Signals are written here by their handler and acted upon where the editor waits for a key.
// libedit's own handling would not end the line on Ctrl-C.
static int wakeup[2] = {-1, -1};

static const int watched[] = {SIGINT, SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGHUP};
enum { watched_count = sizeof watched / sizeof watched[0] };

static void on_signal(int signal) {
    const int saved = errno;
    const unsigned char byte = (unsigned char)signal;
    // A full pipe loses nothing that is not already waiting to be seen.
    const ssize_t written = write(wakeup[1], &byte, 1);
    (void)written;
    errno = saved;
}

static void watch_signals(struct sigaction *before) {
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < watched_count; i++) sigaction(watched[i], &action, &before[i]);
}

static void restore_signals(const struct sigaction *before) {
    for (int i = 0; i < watched_count; i++) sigaction(watched[i], &before[i], NULL);
}

// Gives the terminal back, lets the signal do what it does to any program, and takes it again.
static void yield_to(cedit *editor, int signal) {
    struct sigaction plain = {.sa_handler = SIG_DFL}, ours;
    el_wset(editor->line, EL_PREP_TERM, 0);
    sigaction(signal, &plain, &ours);
    raise(signal);
    sigaction(signal, &ours, NULL);
    el_wset(editor->line, EL_PREP_TERM, 1);
    el_wset(editor->line, EL_REFRESH);
}

static void act_on(cedit *editor, int signal) {
    switch (signal) {
    case SIGINT:
        editor->interrupted = true;
        break;
    case SIGWINCH:
        el_resize(editor->line);
        break;
    case SIGCONT:
        el_wset(editor->line, EL_PREP_TERM, 1);
        el_wset(editor->line, EL_REFRESH);
        break;
    default:
        yield_to(editor, signal);
    }
}

// Waits until a byte of input is there; false once the line is interrupted or the input has failed.
static bool wait_for_input(cedit *editor) {
    struct pollfd files[] = {{STDIN_FILENO, POLLIN, 0}, {wakeup[0], POLLIN, 0}};
    while (!editor->interrupted) {
        if (poll(files, 2, -1) < 0) {
            if (errno == EINTR) continue;
            return false;
        }
        unsigned char signal;
        while (read(wakeup[0], &signal, 1) == 1) act_on(editor, signal);
        if (!editor->interrupted && files[0].revents != 0) return true;
    }
    return false;
}

// libedit's source of characters: one wide character of UTF-8 from standard input.
static int read_character(EditLine *line, wchar_t *out) {
    cedit *editor = NULL;
    el_wget(line, EL_CLIENTDATA, &editor);
    mbstate_t state = {0};
    for (;;) {
        if (!wait_for_input(editor)) return editor->interrupted ? 0 : -1;
        char byte;
        const ssize_t count = read(STDIN_FILENO, &byte, 1);
        if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (count <= 0) return (int)count;
        const size_t used = mbrtowc(out, &byte, 1, &state);
        if (used == (size_t)-2) continue;
        if (used == (size_t)-1) *out = L'\uFFFD';
        return 1;
    }
}

static wchar_t *widened(const char *text) {
    const size_t count = mbstowcs(NULL, text, 0);
    if (count == (size_t)-1) return NULL;
    wchar_t *wide = calloc(count + 1, sizeof *wide);
    if (wide != NULL) mbstowcs(wide, text, count + 1);
    return wide;
}

static char *narrowed(const wchar_t *text, size_t count) {
    char *narrow = malloc(count * MB_CUR_MAX + 1);
    if (narrow == NULL) return NULL;
    mbstate_t state = {0};
    size_t end = 0;
    for (size_t i = 0; i < count; i++) {
        const size_t used = wcrtomb(narrow + end, text[i], &state);
        if (used != (size_t)-1) end += used;
    }
    narrow[end] = 0;
    return narrow;
}

static unsigned char on_tab(EditLine *line, int key) {
    (void)key;
    cedit *editor = NULL;
    el_wget(line, EL_CLIENTDATA, &editor);
    const LineInfoW *info = el_wline(line);
    char *text = narrowed(info->buffer, (size_t)(info->cursor - info->buffer));
    if (text == NULL) return CC_ERROR;
    const cedit_completion done = editor->complete(editor->context, text);
    free(text);
    unsigned char result = CC_ERROR;
    if (done.inserted != NULL) {
        wchar_t *wide = widened(done.inserted);
        if (done.erased > 0) el_wdeletestr(line, done.erased);
        if (wide != NULL && el_winsertstr(line, wide) == 0) result = CC_REFRESH;
        free(wide);
    }
    if (done.listing != NULL) {
        fprintf(editor->screen, "\n%s\n", done.listing);
        result = CC_REDISPLAY;
    }
    free(done.inserted);
    free(done.listing);
    return result;
}

static wchar_t *prompt_of(EditLine *line) {
    static wchar_t none[] = L"";
    cedit *editor = NULL;
    el_wget(line, EL_CLIENTDATA, &editor);
    return editor->prompt != NULL ? editor->prompt : none;
}

static bool open_wakeup(void) {
    return wakeup[0] >= 0 || pipe2(wakeup, O_CLOEXEC | O_NONBLOCK) == 0;
}

cedit *cedit_open(const char *program, int history, cedit_complete complete, void *context) {
    cedit *editor = calloc(1, sizeof *editor);
    if (editor == NULL || !open_wakeup()) {
        free(editor);
        return NULL;
    }
    editor->complete = complete;
    editor->context = context;
    editor->screen = isatty(STDOUT_FILENO) || !isatty(STDERR_FILENO) ? stdout : stderr;
    editor->line = el_init(program, stdin, editor->screen, stderr);
    editor->history = history_winit();
    if (editor->line == NULL || editor->history == NULL) {
        cedit_close(editor);
        return NULL;
    }
    HistEventW event;
    history_w(editor->history, &event, H_SETSIZE, history);
    history_w(editor->history, &event, H_SETUNIQUE, 1);
    el_wset(editor->line, EL_CLIENTDATA, editor);
    el_wset(editor->line, EL_SIGNAL, 0);
    el_wset(editor->line, EL_GETCFN, read_character);
    el_wset(editor->line, EL_PROMPT, prompt_of);
    el_wset(editor->line, EL_HIST, history_w, editor->history);
    el_wset(editor->line, EL_EDITOR, L"emacs");
    el_wset(editor->line, EL_BIND, L"^R", L"em-inc-search-prev", NULL);
    // The user's .editrc may choose vi keys, which clears the bindings: TAB is bound after it.
    el_source(editor->line, NULL);
    el_wset(editor->line, EL_ADDFN, L"cedit-complete", L"Complete the word", on_tab);
    el_wset(editor->line, EL_BIND, L"\t", L"cedit-complete", NULL);
    return editor;
}

void cedit_close(cedit *editor) {
    if (editor->line != NULL) el_end(editor->line);
    if (editor->history != NULL) history_wend(editor->history);
    free(editor->prompt);
    free(editor);
}

cedit_outcome cedit_read(cedit *editor, const char *prompt, char **line) {
    *line = NULL;
    free(editor->prompt);
    editor->prompt = widened(prompt);
    editor->interrupted = false;
    struct sigaction before[watched_count];
    watch_signals(before);
    int edits = 0, count = 0;
    // libedit prints the prompt before it takes the terminal: a Ctrl-D in between would be lost.
    if (el_wget(editor->line, EL_EDITMODE, &edits) == 0 && edits) {
        el_wset(editor->line, EL_PREP_TERM, 1);
    }
    const wchar_t *typed = el_wgets(editor->line, &count);
    restore_signals(before);
    if (editor->interrupted) {
        fputs("^C\n", editor->screen);
        fflush(editor->screen);
        return CEDIT_INTERRUPTED;
    }
    if (typed == NULL || count <= 0) return CEDIT_END;
    size_t length = (size_t)count;
    while (length > 0 && (typed[length - 1] == L'\n' || typed[length - 1] == L'\r')) length--;
    *line = narrowed(typed, length);
    return *line != NULL ? CEDIT_LINE : CEDIT_END;
}

void cedit_remember(cedit *editor, const char *line) {
    wchar_t *wide = widened(line);
    if (wide == NULL) return;
    HistEventW event;
    history_w(editor->history, &event, H_ENTER, wide);
    free(wide);
}
