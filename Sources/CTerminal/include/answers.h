#pragma once
#include <stddef.h>

// What a terminal answers to questions arrives between the keys that are typed. This tells them
// apart, a byte at a time. A value of zeros is ready for use.
typedef struct {
    // After `CTERMINAL_TYPED` and `CTERMINAL_ANSWER`: the `count` bytes that were recognised. Of an
    // answer that is longer, the beginning.
    unsigned char bytes[256];
    size_t count;
    // How far a sequence has been read; for this module alone.
    int state;
    size_t length;
} cterminal_answers;

typedef enum {
    CTERMINAL_HELD,    // nothing can be said yet: the next byte decides
    CTERMINAL_TYPED,   // these bytes are keys
    CTERMINAL_ANSWER,  // these bytes are an answer of the terminal, or what came of one
} cterminal_verdict;

// Takes the next byte of input.
cterminal_verdict cterminal_take(cterminal_answers *answers, unsigned char byte);

// Decides about the bytes that are held, since no more have come in time. `CTERMINAL_HELD` where
// there are none.
cterminal_verdict cterminal_give_up(cterminal_answers *answers);

// How many milliseconds to wait for the next byte before giving up, as poll takes it: -1, for ever,
// where nothing is held. A lone Escape is soon taken for the key.
int cterminal_patience(const cterminal_answers *answers);
