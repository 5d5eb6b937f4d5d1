#define _GNU_SOURCE
#include "internal.h"

#include <stdlib.h>

// While another line is recalled from the history, libedit keeps no more than this of the one that
// was being edited: on the way back, the rest of it is zeros. So lines that are longer are kept here.
enum { kept_by_libedit = 1024 };

static void keep(struct long_lines *lines, struct line line) {
    const int latest = (lines->next + kept_lines - 1) % kept_lines;
    if (lines->lengths[latest] == line.length
        && wmemcmp(lines->texts[latest], line.text, line.length) == 0) {
        return;
    }
    wchar_t *copy = cedit_copied(line.text, line.length);
    if (copy == NULL) return;
    free(lines->texts[lines->next]);
    lines->texts[lines->next] = copy;
    lines->lengths[lines->next] = line.length;
    lines->next = (lines->next + 1) % kept_lines;
}

bool cedit_mends_long_line(cedit *editor) {
    struct long_lines *lines = &editor->long_lines;
    const struct line line = cedit_line(editor->line);
    if (line.length <= kept_by_libedit) return false;
    if (wmemchr(line.text, 0, line.length) == NULL) {
        keep(lines, line);
        return false;
    }
    for (int i = 0; i < kept_lines; i++) {
        if (lines->lengths[i] == line.length
            && wmemcmp(lines->texts[i], line.text, kept_by_libedit) == 0) {
            cedit_show_line(editor->line, lines->texts[i], line.length);
            return true;
        }
    }
    return false;
}

void cedit_forget_long_lines(cedit *editor) {
    for (int i = 0; i < kept_lines; i++) free(editor->long_lines.texts[i]);
    editor->long_lines = (struct long_lines){0};
}
