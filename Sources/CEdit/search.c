#define _GNU_SOURCE
#include "internal.h"

#include <stdlib.h>

// libedit's own search looks at the lowest byte of what is typed, so that `é` or `日` may end it, and
// shows what is looked for in a row of its own.

enum { cancel = 'G' - '@', older = 'R' - '@', newer = 'S' - '@' };

// The history's entry at `index`, from 0, the latest; NULL where there is none.
static const wchar_t *entry_at(cedit *editor, int index) {
    HistEventW event;
    int result = history_w(editor->history, &event, H_FIRST);
    while (result >= 0 && index-- > 0) result = history_w(editor->history, &event, H_NEXT);
    return result >= 0 ? event.str : NULL;
}

static void show_prompt(struct search *search) {
    swprintf(
        search->prompt, sizeof search->prompt / sizeof *search->prompt, L"%ls `%ls`: ",
        search->failed ? L"no" : L"search", search->pattern);
}

// Looks for the pattern from the entry at `index` on, by `step`; what was found before stays where
// there is nothing.
static void look(cedit *editor, int index, int step) {
    struct search *search = &editor->search;
    const wchar_t *entry;
    search->failed = true;
    for (; index >= 0 && (entry = entry_at(editor, index)) != NULL; index += step) {
        const wchar_t *found = wcsstr(entry, search->pattern);
        if (found == NULL) continue;
        search->failed = false;
        search->entry = index;
        cedit_show_line(editor->line, entry, (size_t)(found - entry));
        break;
    }
    show_prompt(search);
}

unsigned char cedit_on_search(EditLine *line, int key) {
    (void)key;
    cedit *editor = cedit_of(line);
    const struct line whole = cedit_line(line);
    wchar_t *original = cedit_copied(whole.text, whole.length);
    if (original == NULL) return CC_ERROR;
    cedit_end_search(editor);
    editor->search = (struct search){
        .active = true, .entry = -1, .original = original,
        .cursor = whole.cursor};
    show_prompt(&editor->search);
    return CC_REFRESH;
}

static void add(struct search *search, wchar_t typed) {
    if (search->length + 1 >= sizeof search->pattern / sizeof *search->pattern) return;
    wchar_t *last = search->length > 0 ? &search->pattern[search->length - 1] : NULL;
    const wchar_t joined = last != NULL ? cedit_joined(*last, typed) : 0;
    if (joined != 0) {
        *last = joined;
    } else {
        search->pattern[search->length++] = cedit_character(typed);
    }
}

static void take_back(cedit *editor) {
    struct search *search = &editor->search;
    if (search->length > 0) search->pattern[--search->length] = 0;
    if (search->length > 0) {
        look(editor, 0, 1);
        return;
    }
    cedit_show_line(editor->line, search->original, search->cursor);
    search->entry = -1;
    search->failed = false;
    show_prompt(search);
}

wchar_t cedit_search_key(cedit *editor, wchar_t typed) {
    struct search *search = &editor->search;
    if (typed == older) {
        // From the oldest match, round to the latest.
        look(editor, search->failed ? 0 : search->entry + 1, 1);
    } else if (typed == newer) {
        look(editor, search->entry - 1, -1);
    } else if (typed == 0x7F || typed == '\b') {
        take_back(editor);
    } else if (typed == cancel) {
        cedit_show_line(editor->line, search->original, search->cursor);
        cedit_end_search(editor);
    } else if (typed < 0x20) {
        // Any other command takes what was found and is then done; Escape has nothing to do.
        const bool is_escape = typed == L'\033' && editor->input.begin == editor->input.end;
        if (!is_escape) editor->input.unread = typed;
        cedit_end_search(editor);
    } else {
        add(search, typed);
        look(editor, search->entry < 0 ? 0 : search->entry, 1);
    }
    return KEY_SHOW;
}

void cedit_end_search(cedit *editor) {
    free(editor->search.original);
    editor->search = (struct search){.entry = -1};
}
