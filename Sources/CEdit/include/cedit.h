#pragma once

#include <stddef.h>

/// A line editor on libedit, with its history.
typedef struct cedit cedit;

/// How reading a line ended.
typedef enum {
    CEDIT_LINE,         // a line was entered
    CEDIT_END,          // the input is at its end, or Ctrl-D was typed on an empty line
    CEDIT_INTERRUPTED,  // Ctrl-C was typed
} cedit_outcome;

/// What completion does to the line; the strings are the callback's, freed with free().
typedef struct {
    int erased;      // code points to take away before the cursor
    int passed;      // characters after the cursor to pass over once the text is there
    char *inserted;  // text to put there; NULL for none
    char *listing;   // text to show below the line; NULL for none
} cedit_completion;

/// How completion is asked for.
typedef enum {
    CEDIT_COMPLETE,  // by TAB
    CEDIT_AGAIN,     // by TAB right after TAB
    CEDIT_LIST,      // by Ctrl-D: how the line could go on is only to be shown
} cedit_request;

/// What the editor asks its owner; all texts are UTF-8.
typedef struct {
    /// Completes a line of which `before` and `after` stand on either side of the cursor.
    cedit_completion (*complete)(
        void *context, const char *before, const char *after, cedit_request request);
    /// The lines, separated by `\n`, that a pasted text stands for; freed with free().
    char *(*paste)(void *context, const char *text);
    /// What both are given.
    void *context;
} cedit_callbacks;

/// A line editor on standard input that draws on standard output, or on standard error where only
/// that is a terminal; NULL where neither is or libedit cannot have one. `history` is the most lines it recalls.
///
/// From here to `cedit_close`, what is typed while no line is read is kept for the next line and
/// not echoed; Ctrl-C, Ctrl-Z and Ctrl-\ mean what they always do.
cedit *cedit_open(const char *program, int history, cedit_callbacks callbacks);

/// Frees the editor and leaves the terminal as it was found.
void cedit_close(cedit *editor);

/// Reads a line, without its line end, into `*line`, which is the caller's to free; NULL if none.
///
/// A line that was recalled from the history may have line ends within.
cedit_outcome cedit_read(cedit *editor, const char *prompt, char **line);

/// Drops pasted lines that have not been read yet.
void cedit_drop_paste(cedit *editor);

/// Takes bytes as typed that somebody else has read from the terminal; those come first.
void cedit_take_input(cedit *editor, const unsigned char *bytes, size_t count);

/// Gives the terminal to another program, as it was found; `cedit_regain_terminal` must follow.
///
/// Without an editor, nothing happens.
void cedit_lend_terminal(void);

/// Takes the terminal back, and keeps for later what the other program has changed in its settings.
void cedit_regain_terminal(void);

/// Lets a line be recalled.
void cedit_remember(cedit *editor, const char *line);
