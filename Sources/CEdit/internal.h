#pragma once

#include "cedit.h"

#include <answers.h>
#include <histedit.h>
#include <stdbool.h>
#include <stdio.h>
#include <wchar.h>

/// A line as it is being edited.
struct line {
    const wchar_t *text;  // not ended by a zero
    size_t length, cursor;
};

/// Bytes from the terminal that were read ahead.
struct input {
    unsigned char bytes[4096];
    size_t begin, end;
    wchar_t unread;  // a character that is to be read once more; 0 for none
    cterminal_answers answers;  // tells what the terminal says from what is typed
};

/// Pasted text on its way into lines.
struct paste {
    wchar_t *text;         // all of it; NULL for none
    const wchar_t *rest;   // what no line has yet
    wchar_t *inserted;     // what the next KEY_INSERT puts into the line
};

/// A search through the history, as it is typed.
struct search {
    bool active, failed;
    wchar_t pattern[256];
    size_t length;
    int entry;                   // the match's place in the history, from 0, the latest; -1 for none
    wchar_t *original;           // the line as it was before
    size_t cursor;               // where the cursor was in it
    wchar_t prompt[512];
};

enum { kept_lines = 64 };

/// Long lines as they were before a key was read, in a ring.
struct long_lines {
    wchar_t *texts[kept_lines];
    size_t lengths[kept_lines];
    int next;
};

struct cedit {
    EditLine *line;
    HistoryW *history;
    FILE *screen;  // where libedit draws; see screen.c
    struct screen *screen_state;
    cedit_callbacks callbacks;
    wchar_t *prompt;
    wchar_t mark;      // what KEY_JOIN adds to the character before the cursor
    bool plain;        // whether the terminal understands no escape sequences
    bool editing;      // whether libedit edits; `edit off` in an .editrc lets the system do so
    bool interrupted;  // whether Ctrl-C was typed
    bool shown;        // whether the last key was KEY_SHOW
    wchar_t last;      // the last character that was typed
    unsigned long keys;           // how many keys libedit was given
    unsigned long completed_by;   // which of them was the last TAB; 0 for none
    struct input input;
    struct paste paste;
    struct search search;
    struct long_lines long_lines;
};

/// Keys that no terminal sends: the source of characters gives them to libedit, which calls us.
enum {
    KEY_INSERT = 0x91,  // puts pasted text into the line
    KEY_JOIN = 0x92,    // adds a combining mark to the character before the cursor
    KEY_ENTER = 0x93,   // enters the line
    KEY_SHOW = 0x94,    // shows a line that is not as libedit left it
};

/// The editor that libedit calls for.
cedit *cedit_of(EditLine *line);
/// The line. libedit's own cursor may stand beyond its end between two commands of vi's.
struct line cedit_line(EditLine *line);
/// Puts `text` in the place of the line, with the cursor at a character of it; KEY_SHOW shows it.
void cedit_show_line(EditLine *line, const wchar_t *text, size_t cursor);
/// What stands before the line now.
const wchar_t *cedit_prompt(cedit *editor);

// input.c: where characters come from.

/// libedit's source of characters.
int cedit_next_character(EditLine *line, wchar_t *out);
/// Reads bytes ahead as they come, whoever sent them; false where the line is interrupted or the input
/// is at its end.
bool cedit_read_ahead(cedit *editor);
/// Whether libedit asks for a text in a row of its own: what vi's `/` looks for, a command's name.
bool cedit_asks_for_text(cedit *editor);
/// Makes the pipe through which signals wake the source; false where there can be none.
bool cedit_open_wakeup(void);
/// Wakes the source because of `signal`; may be called from a signal's handler.
void cedit_wake(int signal);
/// Takes the signals that concern a line while it is edited.
void cedit_watch_signals(void);
/// Gives them back.
void cedit_unwatch_signals(void);

// paste.c: text between the marks of a bracketed paste.

/// Whether an escape character that was just read begins a paste; if so, reads up to its end.
bool cedit_takes_paste(cedit *editor);
/// The key with which pasted text goes on, if any is left.
bool cedit_next_of_paste(cedit *editor, wchar_t *key);
/// Puts pasted text into the line: what KEY_INSERT does.
unsigned char cedit_on_insert(EditLine *line, int key);

// search.c: Ctrl-R.

/// Begins a search, or goes on to an older match.
unsigned char cedit_on_search(EditLine *line, int key);
/// What a typed character does to a search; the key to give to libedit.
wchar_t cedit_search_key(cedit *editor, wchar_t typed);
/// Ends a search, if there is one.
void cedit_end_search(cedit *editor);

// longlines.c: what libedit forgets of long lines.

/// Gives a line back what it has lost on the way through the history, if anything.
bool cedit_mends_long_line(cedit *editor);
/// Frees what is kept of long lines.
void cedit_forget_long_lines(cedit *editor);

// clusters.c: characters of several code points, which libedit gets as one.

/// The code of `code`'s cluster with `mark` besides; 0 where that does not belong to it.
wchar_t cedit_joined(wchar_t code, wchar_t mark);
/// The code points for which `code` stands, with their number: itself where it is no cluster's.
const wchar_t *cedit_points(const wchar_t *code, size_t *count);
/// The characters of a text in UTF-8; NULL where it is none.
wchar_t *cedit_widened(const char *text);
/// The code of a code point that stands alone: itself, unless libedit could not draw it or it is a code.
wchar_t cedit_character(wchar_t point);
/// A copy of `count` characters.
wchar_t *cedit_copied(const wchar_t *text, size_t count);
/// `count` characters in UTF-8.
char *cedit_narrowed(const wchar_t *text, size_t count);

// screen.c: the stream on which libedit draws.

/// Opens a stream to the file `descriptor` in which clusters' codes become their code points.
bool cedit_open_screen(cedit *editor, int descriptor);
/// Lets nothing of what is written to the stream be seen, or all of it again.
void cedit_mute_screen(cedit *editor, bool is_muted);

// layout.c: where things are on the screen.

/// Whether the line fills the window or more.
bool cedit_is_tall(cedit *editor);
/// Moves from the cursor to the end of the line that is edited.
void cedit_go_to_end(cedit *editor);
/// Draws anew what is edited, after the window has got another size.
void cedit_resize(cedit *editor);

// modes.c: the terminal's modes.

/// Remembers how the terminal is, to leave it so however the process ends.
void cedit_take_terminal(int input, int screen, bool plain);
/// Says whether it is being edited on: then pastes are marked by the terminal.
void cedit_terminal_edits(bool editing);
/// Leaves the terminal as it was found.
void cedit_leave_terminal(void);
/// The signal that a character (Ctrl-C, Ctrl-Z, Ctrl-\) sends where the terminal is as it was found;
/// 0 for any other.
int cedit_signal_of(wchar_t typed);
