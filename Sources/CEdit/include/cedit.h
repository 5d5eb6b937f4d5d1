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
    int erased;     // characters to take away before the cursor
    char *inserted;  // text to put there; NULL for none
    char *listing;   // text to show below the line; NULL for none
} cedit_completion;

/// Completes a line of which `text` (UTF-8) stands before the cursor.
typedef cedit_completion (*cedit_complete)(void *context, const char *text);

/// A line editor on standard input that draws on standard output, or on standard error where only
/// that is a terminal; NULL where libedit cannot have one. `history` is the most lines it recalls.
cedit *cedit_open(const char *program, int history, cedit_complete complete, void *context);

/// Frees the editor and leaves the terminal as it was found.
void cedit_close(cedit *editor);

/// Reads a line, without its line end, into `*line`, which is the caller's to free; NULL if none.
cedit_outcome cedit_read(cedit *editor, const char *prompt, char **line);

/// Lets a line be recalled.
void cedit_remember(cedit *editor, const char *line);
