#define _GNU_SOURCE
#include "internal.h"

#include <sys/ioctl.h>
#include <unistd.h>
#include <wctype.h>

// A place on the screen, from where the prompt begins.
struct place {
    int row, column;
};

struct window {
    int rows, columns;
};

static struct window window_now(void) {
    struct winsize size;
    if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) != 0) size = (struct winsize){0};
    return (struct window){
        size.ws_row > 0 ? size.ws_row : 24, size.ws_col > 1 ? size.ws_col : 80};
}

// The window for which libedit draws: it may have got another size since.
static struct window window_drawn(cedit *editor) {
    struct window window = window_now();
    el_wget(editor->line, EL_GETTC, "li", &window.rows);
    el_wget(editor->line, EL_GETTC, "co", &window.columns);
    return window;
}

static int width_of(wchar_t code) {
    if (code < 0x100 && iswcntrl((wint_t)code)) return 2;  // `^X`
    if (!iswprint((wint_t)code)) return code > 0xFFFF ? 8 : 7;  // `\U+1234`
    return wcwidth(code);
}

// Passes over `count` characters as libedit draws them.
static struct place after(struct place place, const wchar_t *text, size_t count, int columns) {
    for (size_t i = 0; i < count; i++) {
        if (text[i] == L'\n') {
            place = (struct place){place.row + 1, 0};
        } else if (text[i] == L'\t') {
            place.column = (place.column / 8 + 1) * 8;
        } else {
            const int width = width_of(text[i]);
            if (width > 1 && place.column + width > columns) {
                place = (struct place){place.row + 1, 0};
            }
            place.column += width;
        }
        if (place.column >= columns) {
            place = (struct place){place.row + 1, place.column - columns};
        }
    }
    return place;
}

// Where the cursor is in a window of `columns`, and the line's end.
static void find(cedit *editor, int columns, struct place *cursor, struct place *end) {
    const wchar_t *prompt = cedit_prompt(editor);
    const struct line line = cedit_line(editor->line);
    const struct place begin = after((struct place){0, 0}, prompt, wcslen(prompt), columns);
    *cursor = after(begin, line.text, line.cursor, columns);
    *end = after(*cursor, line.text + line.cursor, line.length - line.cursor, columns);
}

bool cedit_is_tall(cedit *editor) {
    const struct window window = window_drawn(editor);
    struct place cursor, end;
    find(editor, window.columns, &cursor, &end);
    return end.row + 1 >= window.rows;
}

void cedit_go_to_end(cedit *editor) {
    struct place cursor, end;
    find(editor, window_now().columns, &cursor, &end);
    for (int row = cursor.row; row < end.row; row++) fputc('\n', editor->screen);
    if (!editor->plain && end.column > 0) fprintf(editor->screen, "\r\033[%dC", end.column);
    fflush(editor->screen);
}

// Whether the line can be drawn by handing its characters to the terminal, which breaks it into rows.
static bool is_plain(struct line line) {
    for (size_t i = 0; i < line.length; i++) {
        if (line.text[i] != L'\n' && !iswprint((wint_t)line.text[i])) return false;
    }
    return true;
}

static void put(cedit *editor, const wchar_t *text, size_t count) {
    for (size_t i = 0; i < count; i++) fprintf(editor->screen, "%lc", (wint_t)text[i]);
}

// Draws the line from the beginning of a free row on. libedit would end rows at their last visible
// character, and a terminal that gets wider does not join such rows again.
static void draw(cedit *editor, int columns) {
    const struct line line = cedit_line(editor->line);
    struct place cursor, end;
    find(editor, columns, &cursor, &end);
    cedit_mute_screen(editor, true);
    el_wset(editor->line, EL_REFRESH);
    cedit_mute_screen(editor, false);
    put(editor, cedit_prompt(editor), wcslen(cedit_prompt(editor)));
    put(editor, line.text, line.length);
    // A full row ends only with the next character.
    if (end.column == 0) fputs(" \b", editor->screen);
    if (end.row > cursor.row) fprintf(editor->screen, "\033[%dA", end.row - cursor.row);
    fputc('\r', editor->screen);
    if (cursor.column > 0) fprintf(editor->screen, "\033[%dC", cursor.column);
    fflush(editor->screen);
}

void cedit_resize(cedit *editor) {
    const int columns = window_now().columns;
    struct place cursor, end;
    find(editor, columns, &cursor, &end);
    // Terminals break lines anew for the new width, and the cursor stays at its character.
    if (editor->plain) {
        fputc('\n', editor->screen);
    } else {
        fputc('\r', editor->screen);
        if (cursor.row > 0) fprintf(editor->screen, "\033[%dA", cursor.row);
        fputs("\033[J", editor->screen);
    }
    fflush(editor->screen);
    el_resize(editor->line);
    if (editor->plain || !is_plain(cedit_line(editor->line))) {
        el_wset(editor->line, EL_REFRESH);
    } else {
        draw(editor, columns);
    }
}
