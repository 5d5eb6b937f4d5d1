#define _GNU_SOURCE
#include "internal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

cedit *cedit_of(EditLine *line) {
    cedit *editor = NULL;
    el_wget(line, EL_CLIENTDATA, &editor);
    return editor;
}

struct line cedit_line(EditLine *line) {
    const LineInfoW *info = el_wline(line);
    const ptrdiff_t length = info->lastchar - info->buffer, cursor = info->cursor - info->buffer;
    struct line result = {info->buffer, length > 0 ? (size_t)length : 0, 0};
    result.cursor = cursor > 0 ? (size_t)cursor : 0;
    if (result.cursor > result.length) result.cursor = result.length;
    return result;
}

void cedit_show_line(EditLine *line, const wchar_t *text, size_t cursor) {
    const struct line old = cedit_line(line);
    el_cursor(line, (int)(old.length - old.cursor));
    el_wdeletestr(line, (int)old.length);
    if (*text != 0) el_winsertstr(line, text);
    el_cursor(line, (int)cursor - (int)wcslen(text));
}

const wchar_t *cedit_prompt(cedit *editor) {
    if (editor->search.active) return editor->search.prompt;
    return editor->prompt != NULL ? editor->prompt : L"";
}

static wchar_t *prompt_of(EditLine *line) { return (wchar_t *)cedit_prompt(cedit_of(line)); }

// Takes the characters of `points` code points before the cursor away.
static void erase(EditLine *line, int points) {
    const struct line whole = cedit_line(line);
    size_t characters = 0;
    while (points > 0 && characters < whole.cursor) {
        size_t count;
        cedit_points(whole.text + whole.cursor - ++characters, &count);
        points -= (int)count;
    }
    if (characters > 0) el_wdeletestr(line, (int)characters);
}

static bool insert(EditLine *line, const char *text) {
    wchar_t *wide = cedit_widened(text);
    const bool fits = wide != NULL && (*wide == 0 || el_winsertstr(line, wide) == 0);
    free(wide);
    return fits;
}

// Below the line, which is drawn anew after it.
static void show(cedit *editor, const char *listing) {
    cedit_go_to_end(editor);
    fprintf(editor->screen, "\n%s\n", listing);
    el_wset(editor->line, EL_REFRESH);
}

static unsigned char complete(EditLine *line, cedit_request request) {
    cedit *editor = cedit_of(line);
    const struct line whole = cedit_line(line);
    char *before = cedit_narrowed(whole.text, whole.cursor);
    char *after = cedit_narrowed(whole.text + whole.cursor, whole.length - whole.cursor);
    cedit_completion completion = {0};
    if (before != NULL && after != NULL) {
        const cedit_callbacks *callbacks = &editor->callbacks;
        completion = callbacks->complete(callbacks->context, before, after, request);
    }
    free(before);
    free(after);
    unsigned char result = CC_ERROR;
    if (completion.inserted != NULL) {
        erase(line, completion.erased);
        if (insert(line, completion.inserted)) result = CC_REFRESH;
        el_cursor(line, completion.passed);
    }
    if (completion.listing != NULL) {
        show(editor, completion.listing);
        result = CC_NORM;
    }
    free(completion.inserted);
    free(completion.listing);
    return result;
}

static unsigned char on_tab(EditLine *line, int key) {
    (void)key;
    cedit *editor = cedit_of(line);
    const bool is_repeated = editor->completed_by + 1 == editor->keys;
    editor->completed_by = editor->keys;
    return complete(line, is_repeated ? CEDIT_AGAIN : CEDIT_COMPLETE);
}

// What Ctrl-D does with emacs' keys: libedit's own only beeps at the end of a line.
static unsigned char on_delete_or_list(EditLine *line, int key) {
    (void)key;
    const struct line whole = cedit_line(line);
    if (whole.length == 0) return CC_EOF;
    if (whole.cursor == whole.length) return complete(line, CEDIT_LIST);
    el_cursor(line, 1);
    el_wdeletestr(line, 1);
    return CC_REFRESH;
}

// What KEY_JOIN does: the character before the cursor gets the combining mark that was typed.
static unsigned char on_join(EditLine *line, int key) {
    (void)key;
    const struct line whole = cedit_line(line);
    if (whole.cursor == 0) return CC_ERROR;
    const wchar_t joined[] = {
        cedit_joined(whole.text[whole.cursor - 1], cedit_of(line)->mark), 0};
    if (joined[0] == 0) return CC_ERROR;
    el_wdeletestr(line, 1);
    return el_winsertstr(line, joined) == 0 ? CC_REFRESH : CC_ERROR;
}

// What KEY_SHOW does.
static unsigned char on_show(EditLine *line, int key) {
    (void)line;
    (void)key;
    return CC_REFRESH;
}

static void add_functions(EditLine *line) {
    const struct {
        const wchar_t *name, *help;
        unsigned char (*function)(EditLine *, int);
    } functions[] = {
        {L"cedit-complete", L"Complete the word", on_tab},
        {L"cedit-delete-or-list", L"Delete a character, list completions, leave",
         on_delete_or_list},
        {L"cedit-search", L"Search backwards as you type", cedit_on_search},
        {L"cedit-show", L"Show the line", on_show},
        {L"cedit-insert", L"Insert pasted text", cedit_on_insert},
        {L"cedit-join", L"Add a combining mark", on_join},
    };
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        el_wset(line, EL_ADDFN, functions[i].name, functions[i].help, functions[i].function);
    }
}

static void bind(EditLine *line, wchar_t key, const wchar_t *function) {
    const wchar_t keys[] = {key, 0};
    el_wset(line, EL_BIND, keys, function, NULL);
    el_wset(line, EL_BIND, L"-a", keys, function, NULL);
}

// Keys that are not the user's to choose. Choosing emacs' or vi's forgets all bindings.
static void bind_own_keys(EditLine *line) {
    bind(line, KEY_INSERT, L"cedit-insert");
    bind(line, KEY_JOIN, L"cedit-join");
    bind(line, KEY_ENTER, L"ed-newline");
    bind(line, KEY_SHOW, L"cedit-show");
    el_wset(line, EL_BIND, L"\t", L"cedit-complete", NULL);
}

static void set_up(cedit *editor) {
    EditLine *line = editor->line;
    HistEventW event;
    history_w(editor->history, &event, H_SETUNIQUE, 1);
    el_wset(line, EL_CLIENTDATA, editor);
    el_wset(line, EL_SIGNAL, 0);
    el_wset(line, EL_GETCFN, cedit_next_character);
    el_wset(line, EL_PROMPT, prompt_of);
    el_wset(line, EL_HIST, history_w, editor->history);
    el_wset(line, EL_EDITOR, L"emacs");
    add_functions(line);
    el_wset(line, EL_BIND, L"^R", L"cedit-search", NULL);
    el_wset(line, EL_BIND, L"^D", L"cedit-delete-or-list", NULL);
    el_source(line, NULL);
}

cedit *cedit_open(const char *program, int history, cedit_callbacks callbacks) {
    const int screen = isatty(STDOUT_FILENO) ? STDOUT_FILENO : STDERR_FILENO;
    cedit *editor = isatty(screen) ? calloc(1, sizeof *editor) : NULL;
    if (editor == NULL) return NULL;
    const char *term = getenv("TERM");
    editor->callbacks = callbacks;
    editor->plain = term == NULL || *term == 0 || strcmp(term, "dumb") == 0;
    editor->search.entry = -1;
    editor->history = history_winit();
    if (editor->history == NULL || !cedit_open_screen(editor, screen) || !cedit_open_wakeup()) {
        cedit_close(editor);
        return NULL;
    }
    editor->line = el_init_fd(
        program, stdin, editor->screen, stderr, STDIN_FILENO, screen, STDERR_FILENO);
    if (editor->line == NULL) {
        cedit_close(editor);
        return NULL;
    }
    HistEventW event;
    history_w(editor->history, &event, H_SETSIZE, history);
    set_up(editor);
    int edits = 0;
    if (el_wget(editor->line, EL_EDITMODE, &edits) == 0 && edits) {
        cedit_take_terminal(STDIN_FILENO, screen, editor->plain);
        // While a line is edited, Ctrl-C and the like come as characters; otherwise as signals, and
        // what is typed waits unseen, and none of it or of what is being shown is lost by them.
        el_wset(editor->line, EL_SETTY, L"-d", L"-isig", NULL);
        el_wset(editor->line, EL_SETTY, L"-x", L"-icanon", L"-echo", L"+noflsh", NULL);
    }
    return editor;
}

void cedit_close(cedit *editor) {
    if (editor->line != NULL) {
        // libedit would throw away what is typed already.
        el_wset(editor->line, EL_EDITMODE, 0);
        el_end(editor->line);
        cedit_leave_terminal();
    }
    if (editor->history != NULL) history_wend(editor->history);
    if (editor->screen != NULL) fclose(editor->screen);
    cedit_drop_paste(editor);
    cedit_end_search(editor);
    cedit_forget_long_lines(editor);
    free(editor->prompt);
    free(editor);
}

// Makes what was found of a line into what its reader gets.
static cedit_outcome outcome_of(cedit *editor, const wchar_t *typed, int count, char **line) {
    if (editor->interrupted) {
        cedit_end_search(editor);
        cedit_drop_paste(editor);
        cedit_go_to_end(editor);
        fputs("^C\n", editor->screen);
        fflush(editor->screen);
        return CEDIT_INTERRUPTED;
    }
    if (typed == NULL || count <= 0) return CEDIT_END;
    size_t length = (size_t)count;
    while (length > 0 && (typed[length - 1] == L'\n' || typed[length - 1] == L'\r')) length--;
    *line = cedit_narrowed(typed, length);
    return *line != NULL ? CEDIT_LINE : CEDIT_END;
}

cedit_outcome cedit_read(cedit *editor, const char *prompt, char **line) {
    *line = NULL;
    free(editor->prompt);
    editor->prompt = cedit_widened(prompt);
    editor->interrupted = false;
    int edits = 0, count = 0;
    editor->editing = el_wget(editor->line, EL_EDITMODE, &edits) == 0 && edits;
    cedit_watch_signals();
    if (editor->editing) {
        bind_own_keys(editor->line);
        // libedit prints the prompt before it takes the terminal: a Ctrl-D in between would be lost.
        el_wset(editor->line, EL_PREP_TERM, 1);
        cedit_terminal_edits(true);
    }
    const wchar_t *typed = el_wgets(editor->line, &count);
    cedit_unwatch_signals();
    cedit_forget_long_lines(editor);
    const cedit_outcome outcome = outcome_of(editor, typed, count, line);
    if (editor->editing) cedit_terminal_edits(false);
    return outcome;
}

void cedit_remember(cedit *editor, const char *line) {
    wchar_t *wide = cedit_widened(line);
    if (wide == NULL) return;
    HistEventW event;
    history_w(editor->history, &event, H_ENTER, wide);
    free(wide);
}
