#include "cdnnl.h"

#include "descriptors.h"

#include <stdlib.h>
#include <string.h>

enum { SOURCE, WEIGHTS, BIAS, ADDED, RESULT, SCRATCH, ARGUMENTS };

struct ed_operation {
    dnnl_primitive_desc_t descriptor;
    dnnl_primitive_t primitive;         // NULL until the first run
    dnnl_memory_t memories[ARGUMENTS];  // NULL where the operation has no such argument
    dnnl_exec_arg_t arguments[ARGUMENTS];
    int argument_count;
    size_t scratch;
    char implementation[64];
};

/// What a matrix product and a convolution have in common once they are described to oneDNN.
typedef struct described {
    dnnl_memory_desc_t source, weights, bias, result;
    bool has_bias;
    ed_activation activation;
    bool adds, accumulates;
} described;

static void release_described(described *it) {
    easel_release_descriptor(&it->source);
    easel_release_descriptor(&it->weights);
    if (it->has_bias) easel_release_descriptor(&it->bias);
    easel_release_descriptor(&it->result);
}

static dnnl_status_t append_activation(dnnl_post_ops_t operations, ed_activation activation) {
    dnnl_alg_kind_t kind = activation == ED_GELU ? dnnl_eltwise_gelu_erf : dnnl_eltwise_swish;
    float alpha = activation == ED_QUICK_GELU ? 1.702f : 1.0f;
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_post_ops_append_eltwise(operations, kind, alpha, 0.0f);
#else
    return dnnl_post_ops_append_eltwise(operations, 1.0f, kind, alpha, 0.0f);
#endif
}

static bool append_operations(dnnl_post_ops_t operations, const described *it) {
    if (it->accumulates && !easel_check(dnnl_post_ops_append_sum(operations, 1.0f), "accumulation"))
        return false;
    if (it->activation != ED_LINEAR
        && !easel_check(append_activation(operations, it->activation), "activation"))
        return false;
    if (!it->adds) return true;
    return easel_check(
        dnnl_post_ops_append_binary(operations, dnnl_binary_add, POINTER(it->result)), "addition");
}

/// The post-operations, and that scratch memory is the caller's.
static dnnl_primitive_attr_t make_attributes(const described *it) {
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_post_ops_t operations = NULL;
    if (!easel_check(dnnl_primitive_attr_create(&attributes), "attributes")) return NULL;
    bool good =
        easel_check(
            dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user),
            "scratch memory")
        && easel_check(dnnl_post_ops_create(&operations), "post-operations")
        && append_operations(operations, it)
        && easel_check(dnnl_primitive_attr_set_post_ops(attributes, operations), "attributes");
    if (operations) dnnl_post_ops_destroy(operations);
    if (good) return attributes;
    dnnl_primitive_attr_destroy(attributes);
    return NULL;
}

static bool add_argument(
    ed_operation *operation, int slot, int name, descriptor_reference descriptor) {
    dnnl_memory_t *memory = &operation->memories[slot];
    if (!easel_check(
            dnnl_memory_create(memory, descriptor, easel_engine(), DNNL_MEMORY_NONE), "memory"))
        return false;
    operation->arguments[operation->argument_count++] =
        (dnnl_exec_arg_t){.arg = name, .memory = *memory};
    return true;
}

static descriptor_reference queried(const ed_operation *operation, dnnl_query_t what) {
    return dnnl_primitive_desc_query_md(operation->descriptor, what, 0);
}

static bool add_arguments(ed_operation *operation, const described *it) {
    int added = it->activation == ED_LINEAR ? 0 : 1;
    return add_argument(operation, SOURCE, DNNL_ARG_SRC, queried(operation, dnnl_query_src_md))
        && add_argument(
               operation, WEIGHTS, DNNL_ARG_WEIGHTS, queried(operation, dnnl_query_weights_md))
        && (!it->has_bias || add_argument(operation, BIAS, DNNL_ARG_BIAS, POINTER(it->bias)))
        && (!it->adds
            || add_argument(
                operation, ADDED, DNNL_ARG_ATTR_MULTIPLE_POST_OP(added) | DNNL_ARG_SRC_1,
                POINTER(it->result)))
        && add_argument(operation, RESULT, DNNL_ARG_DST, queried(operation, dnnl_query_dst_md))
        && add_argument(
               operation, SCRATCH, DNNL_ARG_SCRATCHPAD,
               queried(operation, dnnl_query_scratchpad_md));
}

/// An operation on `descriptor`, which it owns from then on; NULL on failure.
static ed_operation *make_operation(dnnl_primitive_desc_t descriptor, const described *it) {
    ed_operation *operation = calloc(1, sizeof *operation);
    if (!operation) {
        dnnl_primitive_desc_destroy(descriptor);
        return NULL;
    }
    operation->descriptor = descriptor;
    operation->scratch = dnnl_memory_desc_get_size(queried(operation, dnnl_query_scratchpad_md));
    const char *name = NULL;
    dnnl_primitive_desc_query(descriptor, dnnl_query_impl_info_str, 0, &name);
    if (name) strncpy(operation->implementation, name, sizeof operation->implementation - 1);
    if (add_arguments(operation, it)) return operation;
    ed_operation_free(operation);
    return NULL;
}

static bool describe_matmul(const ed_matmul *what, described *it) {
    dnnl_dim_t source[] = {what->rows, what->inner}, strides[] = {what->source_stride, 1};
    dnnl_dim_t weights[] = {what->inner, what->outer}, result[] = {what->rows, what->outer};
    dnnl_dim_t bias[] = {1, what->outer};
    *it = (described){
        .has_bias = what->bias, .activation = what->activation, .adds = what->adds};
    return easel_describe_strided(&it->source, 2, source, what->dtype, strides)
        && easel_describe(&it->weights, 2, weights, what->dtype, dnnl_format_tag_any)
        && (!what->bias || easel_describe(&it->bias, 2, bias, ED_F32, dnnl_ab))
        && easel_describe(&it->result, 2, result, what->dtype, dnnl_ab);
}

static bool create_matmul(
    dnnl_primitive_desc_t *descriptor, const described *it, dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return easel_check(
        dnnl_matmul_primitive_desc_create(
            descriptor, easel_engine(), it->source, it->weights, it->has_bias ? it->bias : NULL,
            it->result, attributes),
        "matrix product");
#else
    dnnl_matmul_desc_t operation;
    const dnnl_memory_desc_t *bias = it->has_bias ? &it->bias : NULL;
    return easel_check(
               dnnl_matmul_desc_init(&operation, &it->source, &it->weights, bias, &it->result),
               "matrix product")
        && easel_check(
               dnnl_primitive_desc_create(descriptor, &operation, attributes, easel_engine(), NULL),
               "matrix product");
#endif
}

ed_operation *ed_matmul_create(const ed_matmul *what) {
    described it = {0};
    ed_operation *operation = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    if (describe_matmul(what, &it) && (attributes = make_attributes(&it))) {
        dnnl_primitive_desc_t descriptor;
        if (create_matmul(&descriptor, &it, attributes)) operation = make_operation(descriptor, &it);
        dnnl_primitive_attr_destroy(attributes);
    }
    release_described(&it);
    return operation;
}

bool ed_multiplies(ed_dtype dtype) {
    ed_matmul what = {
        .rows = 32, .inner = 64, .outer = 64, .source_stride = 64, .dtype = dtype, .bias = true};
    ed_operation *operation = ed_matmul_create(&what);
    if (operation) ed_operation_free(operation);
    return operation != NULL;
}

static dnnl_dim_t result_side(
    dnnl_dim_t side, dnnl_dim_t padding, dnnl_dim_t kernel, dnnl_dim_t stride) {
    return (side + padding - kernel) / stride + 1;
}

static bool describe_convolution(const ed_convolution *what, described *it) {
    dnnl_dim_t height = result_side(
        what->height, what->pad_top + what->pad_bottom, what->kernel_height, what->stride);
    dnnl_dim_t width = result_side(
        what->width, what->pad_left + what->pad_right, what->kernel_width, what->stride);
    dnnl_dim_t source[] = {what->batch, what->in_channels, what->height, what->width};
    dnnl_dim_t weights[] = {
        what->out_channels, what->in_channels, what->kernel_height, what->kernel_width};
    dnnl_dim_t result[] = {what->batch, what->out_channels, height, width};
    dnnl_dim_t bias[] = {what->out_channels};
    *it = (described){.has_bias = what->bias, .accumulates = what->accumulates};
    return easel_describe(&it->source, 4, source, what->dtype, dnnl_nhwc)
        && easel_describe(&it->weights, 4, weights, what->dtype, dnnl_format_tag_any)
        && (!what->bias || easel_describe(&it->bias, 1, bias, ED_F32, dnnl_x))
        && easel_describe(&it->result, 4, result, what->dtype, dnnl_nhwc);
}

static bool create_convolution(
    dnnl_primitive_desc_t *descriptor, const ed_convolution *what, const described *it,
    dnnl_primitive_attr_t attributes) {
    // The headers of version 2 declare these as dnnl_dims_t.
    dnnl_dims_t strides = {what->stride, what->stride}, dilation = {0, 0};
    dnnl_dims_t before = {what->pad_top, what->pad_left};
    dnnl_dims_t after = {what->pad_bottom, what->pad_right};
#if DNNL_VERSION_MAJOR >= 3
    return easel_check(
        dnnl_convolution_forward_primitive_desc_create(
            descriptor, easel_engine(), dnnl_forward_inference, dnnl_convolution_direct, it->source,
            it->weights, it->has_bias ? it->bias : NULL, it->result, strides, dilation, before,
            after, attributes),
        "convolution");
#else
    dnnl_convolution_desc_t operation;
    const dnnl_memory_desc_t *bias = it->has_bias ? &it->bias : NULL;
    return easel_check(
               dnnl_dilated_convolution_forward_desc_init(
                   &operation, dnnl_forward_inference, dnnl_convolution_direct, &it->source,
                   &it->weights, bias, &it->result, strides, dilation, before, after),
               "convolution")
        && easel_check(
               dnnl_primitive_desc_create(descriptor, &operation, attributes, easel_engine(), NULL),
               "convolution");
#endif
}

ed_operation *ed_convolution_create(const ed_convolution *what) {
    described it = {0};
    ed_operation *operation = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    if (describe_convolution(what, &it) && (attributes = make_attributes(&it))) {
        dnnl_primitive_desc_t descriptor;
        if (create_convolution(&descriptor, what, &it, attributes))
            operation = make_operation(descriptor, &it);
        dnnl_primitive_attr_destroy(attributes);
    }
    release_described(&it);
    return operation;
}

void ed_operation_free(ed_operation *operation) {
    if (!operation) return;
    for (int slot = 0; slot < ARGUMENTS; slot++)
        if (operation->memories[slot]) dnnl_memory_destroy(operation->memories[slot]);
    if (operation->primitive) dnnl_primitive_destroy(operation->primitive);
    dnnl_primitive_desc_destroy(operation->descriptor);
    free(operation);
}

size_t ed_operation_scratch(const ed_operation *operation) {
    return operation->scratch;
}

ed_layout *ed_operation_layout(const ed_operation *operation) {
    ed_layout *layout = calloc(1, sizeof *layout);
    descriptor_reference weights = queried(operation, dnnl_query_weights_md);
    if (layout && easel_copy_descriptor(&layout->descriptor, weights)) return layout;
    free(layout);
    return NULL;
}

bool ed_operation_run(
    ed_operation *operation, const void *source, const void *weights, const float *bias,
    const void *added, void *result, void *scratch) {
    if (!operation->primitive
        && !easel_check(
            dnnl_primitive_create(&operation->primitive, operation->descriptor),
            operation->implementation))
        return false;
    const void *data[ARGUMENTS] = {source, weights, bias, added, result, scratch};
    for (int slot = 0; slot < ARGUMENTS; slot++)
        if (operation->memories[slot])
            dnnl_memory_set_data_handle(operation->memories[slot], (void *)data[slot]);
    return easel_check(
        dnnl_primitive_execute(
            operation->primitive, easel_stream(), operation->argument_count, operation->arguments),
        operation->implementation);
}
