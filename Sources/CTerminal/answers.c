#include "answers.h"

#include <stdbool.h>

enum { bell = 0x07, escape = 0x1B };

enum {
    ground,         // between sequences; the last verdict's bytes are still there
    at_escape,      // an Escape ended the verdict before: it begins the next sequence
    after_escape,   // ESC
    in_control,     // ESC [ and parameters
    after_opening,  // ESC P, ESC ] or ESC _, each of which may be a key with Alt
    in_text,        // within an answer that a terminator ends
    text_escape,    // ESC within such an answer
};

// No answer to what Easel asks comes near this length.
static const size_t longest = 4096;

static void begin(cterminal_answers *answers, unsigned char byte, int state) {
    answers->bytes[0] = byte;
    answers->count = answers->length = 1;
    answers->state = state;
}

static void append(cterminal_answers *answers, unsigned char byte) {
    answers->length++;
    if (answers->count < sizeof answers->bytes) answers->bytes[answers->count++] = byte;
}

static cterminal_verdict end(cterminal_answers *answers, cterminal_verdict verdict) {
    answers->state = ground;
    return verdict;
}

static cterminal_verdict hold(cterminal_answers *answers, unsigned char byte, int state) {
    append(answers, byte);
    answers->state = state;
    return CTERMINAL_HELD;
}

// What is held were keys after all; the Escape that shows it begins something new.
static cterminal_verdict restart(cterminal_answers *answers) {
    answers->state = at_escape;
    return CTERMINAL_TYPED;
}

// Whether only terminals send control sequences that begin like this: no key has `?` or `>` there.
static bool is_private(const cterminal_answers *answers) {
    return answers->count > 2 && (answers->bytes[2] == '?' || answers->bytes[2] == '>');
}

// Nothing is held, or an answer that broke off: this byte begins something new.
static cterminal_verdict begin_with(cterminal_answers *answers, unsigned char byte) {
    begin(answers, byte, byte == escape ? after_escape : ground);
    return byte == escape ? CTERMINAL_HELD : CTERMINAL_TYPED;
}

static cterminal_verdict take_in_control(cterminal_answers *answers, unsigned char byte) {
    // A control character, such as Ctrl-C, is a key.
    if (byte < 0x20 && is_private(answers)) return begin_with(answers, byte);
    if (byte == escape) return restart(answers);
    if (byte >= 0x20 && byte < 0x40 && answers->count < sizeof answers->bytes) {
        return hold(answers, byte, in_control);
    }
    append(answers, byte);
    // `ESC [ 6 ; height ; width t` tells of the window; no key ends in `t`.
    const bool answer = is_private(answers) || byte == 't';
    return end(answers, answer ? CTERMINAL_ANSWER : CTERMINAL_TYPED);
}

static cterminal_verdict take_after_opening(cterminal_answers *answers, unsigned char byte) {
    const unsigned char opening = answers->bytes[1];
    const bool answer = opening == 'P'   ? byte == '>' || byte == '0' || byte == '1'
                        : opening == '_' ? byte == 'G'
                                         : byte >= '0' && byte <= '9';
    if (answer) return hold(answers, byte, in_text);
    if (byte == escape) return restart(answers);
    append(answers, byte);
    return end(answers, CTERMINAL_TYPED);
}

static cterminal_verdict take_in_text(cterminal_answers *answers, unsigned char byte) {
    if (byte == escape) return hold(answers, byte, text_escape);
    if (byte >= 0x20 && answers->length < longest) return hold(answers, byte, in_text);
    if (byte == bell) {
        append(answers, byte);
        return end(answers, CTERMINAL_ANSWER);
    }
    return begin_with(answers, byte);
}

static cterminal_verdict take_text_escape(cterminal_answers *answers, unsigned char byte) {
    if (byte < 0x20) return begin_with(answers, byte);
    if (byte != '\\') {
        begin(answers, escape, after_escape);
        return cterminal_take(answers, byte);
    }
    append(answers, byte);
    return end(answers, CTERMINAL_ANSWER);
}

cterminal_verdict cterminal_take(cterminal_answers *answers, unsigned char byte) {
    if (answers->state == at_escape) begin(answers, escape, after_escape);
    switch (answers->state) {
    case after_escape:
        if (byte == escape) return restart(answers);
        if (byte == '[') return hold(answers, byte, in_control);
        if (byte == 'P' || byte == ']' || byte == '_') return hold(answers, byte, after_opening);
        append(answers, byte);
        return end(answers, CTERMINAL_TYPED);
    case in_control:
        return take_in_control(answers, byte);
    case after_opening:
        return take_after_opening(answers, byte);
    case in_text:
        return take_in_text(answers, byte);
    case text_escape:
        return take_text_escape(answers, byte);
    default:
        return begin_with(answers, byte);
    }
}

// Whether what is held can only be from the terminal.
static bool is_surely_answer(const cterminal_answers *answers) {
    return answers->state == in_text || answers->state == text_escape ||
           (answers->state == in_control && is_private(answers));
}

cterminal_verdict cterminal_give_up(cterminal_answers *answers) {
    if (answers->state == ground) return CTERMINAL_HELD;
    if (answers->state == at_escape) begin(answers, escape, after_escape);
    return end(answers, is_surely_answer(answers) ? CTERMINAL_ANSWER : CTERMINAL_TYPED);
}

int cterminal_patience(const cterminal_answers *answers) {
    if (answers->state == ground) return -1;
    // An answer may come in pieces over a slow line.
    return is_surely_answer(answers) ? 1000 : 50;
}
