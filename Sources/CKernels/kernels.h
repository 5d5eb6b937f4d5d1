// Every kernel, for the instruction set that the including file has set up: EK_LANES floats to a
// vector, EK_QUERY_VECTORS vectors of queries to a block of attention, EK_TABLE the table's name.
#include <string.h>

#include "layout.h"
#include "parallel.h"
#include "table.h"

#include "vector.h"

#include "elements.h"

#include "functions.h"

#include "pointwise.h"

#include "rows.h"

#include "group_norm.h"

#include "products.h"

#include "attention_packing.h"

#include "attention.h"

const ek_table EK_TABLE = {
    .attention = attention,
    .group_norm = group_norm,
    .layer_norm = layer_norm,
    .softmax = softmax,
    .geglu = geglu,
    .activate = activate,
    .add = add,
    .combine = combine,
    .clamp = clamp,
    .convert = convert,
    .to_bytes = to_bytes,
};
