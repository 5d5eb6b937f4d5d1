#include "descriptors.h"

#include <stdlib.h>

void ed_layout_free(ed_layout *layout) {
    if (!layout) return;
    easel_release_descriptor(&layout->descriptor);
    free(layout);
}

size_t ed_layout_size(const ed_layout *layout) {
    return dnnl_memory_desc_get_size(POINTER(layout->descriptor));
}

bool ed_layout_equal(const ed_layout *a, const ed_layout *b) {
    return dnnl_memory_desc_equal(POINTER(a->descriptor), POINTER(b->descriptor)) != 0;
}

/// Plain weights as checkpoints hold them: matrices are stored [outer, inner], which oneDNN calls `ba`.
static bool describe_plain(const ed_layout *layout, ed_dtype from, dnnl_memory_desc_t *plain) {
    dnnl_dims_t dims;
    int rank = easel_dimensions(&layout->descriptor, dims);
    return easel_describe(plain, rank, dims, from, rank == 2 ? dnnl_ba : dnnl_abcd);
}

static bool reorder(dnnl_memory_t source, dnnl_memory_t result, dnnl_primitive_desc_t descriptor) {
    dnnl_primitive_t primitive = NULL;
    if (!easel_check(dnnl_primitive_create(&primitive, descriptor), "reorder")) return false;
    dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, source}, {DNNL_ARG_TO, result}};
    bool good =
        easel_check(dnnl_primitive_execute(primitive, easel_stream(), 2, arguments), "reorder");
    dnnl_primitive_destroy(primitive);
    return good;
}

/// Moves `source`, laid out as `from` says, to `result`, laid out as `to` says.
static bool move(
    descriptor_reference from, const void *source, descriptor_reference to, void *result) {
    dnnl_engine_t engine = easel_engine();
    dnnl_memory_t source_memory = NULL, result_memory = NULL;
    dnnl_primitive_desc_t descriptor = NULL;
    bool good =
        easel_check(dnnl_memory_create(&source_memory, from, engine, (void *)source), "memory")
        && easel_check(dnnl_memory_create(&result_memory, to, engine, result), "memory")
        && easel_check(
            dnnl_reorder_primitive_desc_create(&descriptor, from, engine, to, engine, NULL),
            "reorder")
        && reorder(source_memory, result_memory, descriptor);
    if (descriptor) dnnl_primitive_desc_destroy(descriptor);
    if (result_memory) dnnl_memory_destroy(result_memory);
    if (source_memory) dnnl_memory_destroy(source_memory);
    return good;
}

bool ed_layout_pack(const ed_layout *layout, ed_dtype from, const void *plain, void *packed) {
    dnnl_memory_desc_t source;
    if (!describe_plain(layout, from, &source)) return false;
    bool good = move(POINTER(source), plain, POINTER(layout->descriptor), packed);
    easel_release_descriptor(&source);
    return good;
}
