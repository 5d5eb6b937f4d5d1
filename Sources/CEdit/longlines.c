#define _GNU_SOURCE
#include "internal.h"

#include <stdlib.h>

// While another line is recalled from the history, libedit keeps no more than this of the one that
// was being edited: on the way back, the rest of it is zeros. So lines that are longer are kept here.
enum { kept_by_libedit = 1024 };

static void keep(struct long_lines *lines, const wchar_t *text, size_t length) {
    const int latest = (lines->next + kept_lines - 1) % kept_lines;
    if (lines->lengths[latest] == length && wmemcmp(lines->texts[latest], text, length) == 0) return;
    wchar_t *copy = cedit_copied(text, length);
    if (copy == NULL) return;
    free(lines->texts[lines->next]);
    lines->texts[lines->next] = copy;
    lines->lengths[lines->next] = length;
    lines->next = (lines->next + 1) % kept_lines;
}

bool cedit_mends_long_line(cedit *editor) {
    struct long_lines *lines = &editor->long_lines;
    const LineInfoW *info = el_wline(editor->line);
    const size_t length = (size_t)(info->lastchar - info->buffer);
    if (length <= kept_by_libedit) return false;
    if (wmemchr(info->buffer, 0, length) == NULL) {
        keep(lines, info->buffer, length);
        return false;
    }
    for (int i = 0; i < kept_lines; i++) {
        if (lines->lengths[i] == length
            && wmemcmp(lines->texts[i], info->buffer, kept_by_libedit) == 0) {
            cedit_show_line(editor->line, lines->texts[i], length);
            return true;
        }
    }
    return false;
}

void cedit_forget_long_lines(cedit *editor) {
    for (int i = 0; i < kept_lines; i++) free(editor->long_lines.texts[i]);
    editor->long_lines = (struct long_lines){0};
}
