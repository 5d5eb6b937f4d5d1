#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

// Signals are written here by their handlers and acted upon where the source waits for a key.
// libedit's own handling would not end the line on Ctrl-C.
static int wakeup[2] = {-1, -1};

static const int watched[] = {SIGINT, SIGWINCH};
enum { watched_count = sizeof watched / sizeof watched[0] };
static struct sigaction before[watched_count];

bool cedit_open_wakeup(void) {
    return wakeup[0] >= 0 || pipe2(wakeup, O_CLOEXEC | O_NONBLOCK) == 0;
}

void cedit_wake(int signal) {
    const int saved = errno;
    const unsigned char byte = (unsigned char)signal;
    // A full pipe loses nothing that is not already waiting to be seen.
    const ssize_t written = write(wakeup[1], &byte, 1);
    (void)written;
    errno = saved;
}

void cedit_watch_signals(void) {
    struct sigaction action = {.sa_handler = cedit_wake, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    // What came while no line was read is of no concern any more.
    unsigned char signal;
    while (read(wakeup[0], &signal, 1) == 1) {}
    for (int i = 0; i < watched_count; i++) sigaction(watched[i], &action, &before[i]);
}

void cedit_unwatch_signals(void) {
    for (int i = 0; i < watched_count; i++) sigaction(watched[i], &before[i], NULL);
}

static void act_on(cedit *editor, int signal) {
    if (signal == SIGINT) editor->interrupted = true;
    if (signal == SIGWINCH) cedit_resize(editor);
    if (signal == SIGCONT) {
        // The cursor is at the beginning of a free row, if somebody else has had the terminal.
        fputs(editor->plain ? "\n" : "\r\033[J", editor->screen);
        el_resize(editor->line);
        el_wset(editor->line, EL_REFRESH);
    }
}

// Waits until input is there: 1 then, 0 where the time is over, if there is a limit to it, and -1 once
// the line is interrupted or waiting has failed.
static int wait_for_input(cedit *editor, int milliseconds) {
    struct pollfd files[] = {{STDIN_FILENO, POLLIN, 0}, {wakeup[0], POLLIN, 0}};
    while (!editor->interrupted) {
        const int ready = poll(files, 2, milliseconds);
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return ready;
        unsigned char signal;
        while (read(wakeup[0], &signal, 1) == 1) act_on(editor, signal);
        if (!editor->interrupted && files[0].revents != 0) return 1;
    }
    return -1;
}

// Waits for input and reads up to `most` bytes of it; their number, 0 where the time is over, -1 where
// the line is interrupted or the input is at its end.
static ssize_t read_bytes(cedit *editor, int milliseconds, unsigned char *bytes, size_t most) {
    for (;;) {
        const int ready = wait_for_input(editor, milliseconds);
        if (ready <= 0) return ready;
        const ssize_t count = read(STDIN_FILENO, bytes, most);
        if (count > 0) return count;
        if (count == 0 || (errno != EINTR && errno != EAGAIN)) return -1;
    }
}

static void clear(struct input *input) { input->begin = input->end = 0; }

bool cedit_read_ahead(cedit *editor) {
    struct input *input = &editor->input;
    clear(input);
    const ssize_t count = read_bytes(editor, -1, input->bytes, sizeof input->bytes);
    if (count > 0) input->end = (size_t)count;
    return count > 0;
}

// Reads the bytes of a key; what a terminal answers to an earlier question is passed over.
static bool read_key(cedit *editor) {
    struct input *input = &editor->input;
    cterminal_answers *answers = &input->answers;
    clear(input);
    for (;;) {
        // One by one: what comes after the line may be for somebody else.
        unsigned char byte;
        const ssize_t count = read_bytes(editor, cterminal_patience(answers), &byte, 1);
        if (count < 0) return false;
        const cterminal_verdict verdict =
            count > 0 ? cterminal_take(answers, byte) : cterminal_give_up(answers);
        if (verdict != CTERMINAL_TYPED) continue;
        cedit_take_input(editor, answers->bytes, answers->count);
        return true;
    }
}

void cedit_take_input(cedit *editor, const unsigned char *bytes, size_t count) {
    struct input *input = &editor->input;
    const size_t room = sizeof input->bytes - input->end;
    if (count > room) count = room;
    memcpy(input->bytes + input->end, bytes, count);
    input->end += count;
}

// The next character of UTF-8; false where the line is interrupted or the input is at its end.
static bool read_point(cedit *editor, wchar_t *out) {
    struct input *input = &editor->input;
    if (input->unread != 0) {
        *out = input->unread;
        input->unread = 0;
        return true;
    }
    mbstate_t state = {0};
    for (size_t length = 0;; length++) {
        if (input->begin == input->end && !read_key(editor)) return false;
        const size_t used = mbrtowc(out, (char *)input->bytes + input->begin, 1, &state);
        // A byte that cannot belong to the character before it begins the next one.
        if (used != (size_t)-1 || length == 0) input->begin++;
        if (used == (size_t)-2) continue;
        if (used == (size_t)-1) *out = L'\uFFFD';
        return true;
    }
}

bool cedit_asks_for_text(cedit *editor) {
    const struct line line = cedit_line(editor->line);
    return line.length > 1 && line.text[0] == L'\n' && wcschr(L"/?:", line.text[1]) != NULL;
}

// What libedit is given for a code point that was typed.
static wchar_t key_for(cedit *editor, wchar_t typed) {
    if (typed < 0x300 || cedit_asks_for_text(editor)) return typed;
    const struct line line = cedit_line(editor->line);
    if (line.cursor > 0 && cedit_joined(line.text[line.cursor - 1], typed) != 0) {
        editor->mark = typed;
        return KEY_JOIN;
    }
    return cedit_character(typed);
}

// Does what the system would do on Ctrl-C, Ctrl-Z and Ctrl-\, had it not been told to leave them to
// us: text that is pasted may hold them. False for any other character.
static bool acts_as_signal(cedit *editor, wchar_t typed) {
    const int signal = cedit_signal_of(typed);
    if (signal == SIGINT) editor->interrupted = true;
    if (signal == SIGTSTP) cedit_go_to_end(editor);
    if (signal != 0 && signal != SIGINT) kill(0, signal);
    return signal != 0;
}

// Whether libedit has to draw all of the line before it is given a character for its end. In a line
// that is higher than the window it may not know where the cursor is, and then writes where there is
// no memory.
static bool must_be_shown(cedit *editor, wchar_t typed) {
    enum { verbatim = 'V' - '@' };
    const bool was_shown = editor->shown, is_quoted = editor->last == verbatim;
    editor->shown = false;
    editor->last = typed;
    if (was_shown || is_quoted || cedit_asks_for_text(editor)) return false;
    if (typed < 0x20 && typed != verbatim) return false;
    const struct line line = cedit_line(editor->line);
    editor->shown = line.cursor == line.length && cedit_is_tall(editor);
    if (editor->shown) editor->input.unread = typed;
    return editor->shown;
}

// Brings libedit's cursor back to the line: vi's `$` puts it before the beginning of an empty one,
// where the next character would be written.
static void mend_cursor(EditLine *line) {
    const LineInfoW *info = el_wline(line);
    if (info->cursor < info->buffer) el_cursor(line, (int)(info->buffer - info->cursor));
    if (info->cursor > info->lastchar) el_cursor(line, (int)(info->lastchar - info->cursor));
}

int cedit_next_character(EditLine *line, wchar_t *out) {
    cedit *editor = cedit_of(line);
    if (editor->editing) mend_cursor(line);
    editor->keys++;
    while (!editor->interrupted) {
        if (editor->editing && cedit_mends_long_line(editor)) {
            *out = KEY_SHOW;
            return 1;
        }
        if (cedit_next_of_paste(editor, out)) return 1;
        if (!read_point(editor, out)) return 0;
        if (!editor->editing) return 1;
        if (acts_as_signal(editor, *out)) continue;
        if (*out == L'\033' && cedit_takes_paste(editor)) continue;
        // These are controls without a use, and some of them are our own keys.
        if (*out >= 0x80 && *out < 0xA0) continue;
        if (editor->search.active) {
            *out = cedit_search_key(editor, *out);
        } else {
            *out = must_be_shown(editor, *out) ? KEY_SHOW : key_for(editor, *out);
        }
        return 1;
    }
    return 0;
}
