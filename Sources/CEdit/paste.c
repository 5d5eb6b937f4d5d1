#define _GNU_SOURCE
#include "internal.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static const char begin_mark[] = "[200~";  // after the escape character
static const char end_mark[] = "\033[201~";

struct text {
    char *bytes;
    size_t count, room;
};

static bool append(struct text *text, const unsigned char *bytes, size_t count) {
    if (text->count + count > text->room) {
        const size_t room = (text->count + count) * 2;
        char *larger = realloc(text->bytes, room);
        if (larger == NULL) return false;
        text->bytes = larger;
        text->room = room;
    }
    for (size_t i = 0; i < count; i++) {
        if (bytes[i] != 0) text->bytes[text->count++] = (char)bytes[i];
    }
    return true;
}

// Whether the mark that begins a paste comes next; a key's bytes are read all at once.
static bool begins(const struct input *input) {
    const size_t count = sizeof begin_mark - 1;
    return input->end - input->begin >= count
           && memcmp(input->bytes + input->begin, begin_mark, count) == 0;
}

// Reads up to the mark that ends a paste, which is not part of `text`; false where it never comes.
static bool read_text(cedit *editor, struct text *text) {
    struct input *input = &editor->input;
    for (;;) {
        if (input->begin == input->end && !cedit_read_ahead(editor)) return false;
        const size_t count = input->end - input->begin, before = text->count;
        const unsigned char *bytes = input->bytes + input->begin;
        // A Ctrl-C that comes alone is typed by somebody for whom the paste does not end.
        if (count == 1 && cedit_signal_of(*bytes) == SIGINT) editor->interrupted = true;
        if (editor->interrupted || !append(text, bytes, count)) {
            input->begin = input->end;
            return false;
        }
        const size_t mark = sizeof end_mark - 1, overlap = before < mark ? before : mark;
        const char *end = memmem(
            text->bytes + before - overlap, text->count - before + overlap, end_mark, mark);
        if (end == NULL) {
            input->begin = input->end;
            continue;
        }
        const size_t after = text->count - (size_t)(end + mark - text->bytes);
        input->begin = input->end - after;
        text->count = (size_t)(end - text->bytes);
        return true;
    }
}

bool cedit_takes_paste(cedit *editor) {
    if (editor->plain || !begins(&editor->input)) return false;
    editor->input.begin += sizeof begin_mark - 1;
    struct text text = {0};
    if (read_text(editor, &text) && append(&text, (const unsigned char *)" ", 1)) {
        text.bytes[text.count - 1] = 0;
        char *lines = editor->callbacks.paste(editor->callbacks.context, text.bytes);
        cedit_drop_paste(editor);
        editor->paste.text = lines != NULL ? cedit_widened(lines) : NULL;
        editor->paste.rest = editor->paste.text;
        // What was found stays, and the text goes into it.
        cedit_end_search(editor);
        free(lines);
    }
    free(text.bytes);
    return true;
}

bool cedit_next_of_paste(cedit *editor, wchar_t *key) {
    struct paste *paste = &editor->paste;
    if (paste->rest == NULL) return false;
    const size_t count = wcscspn(paste->rest, L"\n");
    if (paste->rest[count] == 0 && count == 0) {
        cedit_drop_paste(editor);
        return false;
    }
    if (cedit_asks_for_text(editor)) {
        *key = *paste->rest++;
    } else if (count == 0) {
        paste->rest++;
        *key = KEY_ENTER;
    } else {
        free(paste->inserted);
        paste->inserted = cedit_copied(paste->rest, count);
        paste->rest += count;
        *key = KEY_INSERT;
    }
    return true;
}

unsigned char cedit_on_insert(EditLine *line, int key) {
    (void)key;
    const struct paste *paste = &cedit_of(line)->paste;
    return paste->inserted != NULL && el_winsertstr(line, paste->inserted) == 0
               ? CC_REFRESH
               : CC_ERROR;
}

void cedit_drop_paste(cedit *editor) {
    free(editor->paste.text);
    free(editor->paste.inserted);
    editor->paste = (struct paste){0};
}
