// How kernels cut their work and their scratch memory, the same for every instruction set.
#pragma once

#include "ckernels.h"

/// The statistics of one group in one chunk of pixels.
typedef struct group_norm_sums {
    double count, mean, squares;
} group_norm_sums;

/// How a group norm is cut into chunks of pixels, and where its scratch memory's parts begin.
typedef struct group_norm_layout {
    int64_t chunk_pixels, chunks;
    size_t parts, affine, size;
} group_norm_layout;

group_norm_layout ek_group_norm_layout(const ek_group_norm_shape *shape);

/// Queries to a block of attention at most, and keys to a block.
enum { ek_block_queries = 64, ek_block_keys = 96, ek_key_tile = 6 };

/// Where the parts of the scratch memory of an attention begin; units are of 4 bytes: an fp32, or a
/// pair of bf16.
typedef struct attention_layout {
    int64_t steps;                 // units of one key's or query's row
    int64_t key_tiles;             // of ek_key_tile keys
    int64_t value_rows;            // rows of V, or of pairs of them
    size_t head_keys, head;        // bytes of one head's keys, and of keys and values
    size_t worker_scores, worker_out, worker;  // within one worker's memory, and all of it
    size_t workers, size;          // where the workers' memory begins
} attention_layout;

attention_layout ek_attention_layout(const ek_attention_shape *shape, bool pairs);
