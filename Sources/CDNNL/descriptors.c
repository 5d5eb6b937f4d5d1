#include "descriptors.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

static _Thread_local char last_error[160];
static dnnl_engine_t the_engine;
static dnnl_stream_t the_stream;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static const char *status_name(dnnl_status_t status) {
    switch (status) {
    case dnnl_out_of_memory: return "out of memory";
    case dnnl_invalid_arguments: return "invalid arguments";
    case dnnl_unimplemented: return "unimplemented";
    case dnnl_runtime_error: return "runtime error";
    default: return "failed";
    }
}

const char *ed_last_error(void) {
    return last_error;
}

const char *ed_version(void) {
    static char text[32];
    const dnnl_version_t *version = dnnl_version();
    snprintf(text, sizeof text, "%d.%d.%d", version->major, version->minor, version->patch);
    return text;
}

const char *ed_instruction_set(void) {
    switch (dnnl_get_effective_cpu_isa()) {
        case dnnl_cpu_isa_sse41: return "sse4.1";
        case dnnl_cpu_isa_avx: return "avx";
        case dnnl_cpu_isa_avx2: return "avx2";
        case dnnl_cpu_isa_avx2_vnni: return "avx2-vnni";
        case dnnl_cpu_isa_avx512_core: return "avx512";
        case dnnl_cpu_isa_avx512_core_vnni: return "avx512-vnni";
        case dnnl_cpu_isa_avx512_core_bf16: return "avx512-bf16";
        case dnnl_cpu_isa_avx512_core_amx: return "avx512-amx";
#if DNNL_VERSION_MAJOR >= 3
        case dnnl_cpu_isa_avx512_core_fp16: return "avx512-fp16";
#endif
        default: return "another instruction set";
    }
}

bool easel_check(dnnl_status_t status, const char *call) {
    if (status == dnnl_success) return true;
    snprintf(last_error, sizeof last_error, "%s: %s", call, status_name(status));
    return false;
}

static void make_engine(void) {
    if (!easel_check(dnnl_engine_create(&the_engine, dnnl_cpu, 0), "engine")) return;
    easel_check(dnnl_stream_create(&the_stream, the_engine, dnnl_stream_default_flags), "stream");
}

dnnl_engine_t easel_engine(void) {
    pthread_once(&once, make_engine);
    return the_engine;
}

dnnl_stream_t easel_stream(void) {
    pthread_once(&once, make_engine);
    return the_stream;
}

dnnl_data_type_t easel_type(ed_dtype dtype) {
    switch (dtype) {
    case ED_BF16: return dnnl_bf16;
    case ED_F16: return dnnl_f16;
    default: return dnnl_f32;
    }
}

#if DNNL_VERSION_MAJOR >= 3

bool easel_describe(
    dnnl_memory_desc_t *result, int rank, const dnnl_dim_t *dims, ed_dtype dtype,
    dnnl_format_tag_t tag) {
    return easel_check(
        dnnl_memory_desc_create_with_tag(result, rank, dims, easel_type(dtype), tag),
        "memory descriptor");
}

bool easel_describe_strided(
    dnnl_memory_desc_t *result, int rank, const dnnl_dim_t *dims, ed_dtype dtype,
    const dnnl_dim_t *strides) {
    return easel_check(
        dnnl_memory_desc_create_with_strides(result, rank, dims, easel_type(dtype), strides),
        "memory descriptor");
}

bool easel_copy_descriptor(dnnl_memory_desc_t *result, descriptor_reference source) {
    return easel_check(dnnl_memory_desc_clone(result, source), "memory descriptor");
}

void easel_release_descriptor(dnnl_memory_desc_t *descriptor) {
    if (*descriptor) dnnl_memory_desc_destroy(*descriptor);
    *descriptor = NULL;
}

int easel_dimensions(const dnnl_memory_desc_t *descriptor, dnnl_dims_t dims) {
    int rank = 0;
    const dnnl_dims_t *found = NULL;
    dnnl_memory_desc_query(*descriptor, dnnl_query_ndims_s32, &rank);
    dnnl_memory_desc_query(*descriptor, dnnl_query_dims, &found);
    memcpy(dims, *found, sizeof(dnnl_dim_t) * (size_t)rank);
    return rank;
}

#else

bool easel_describe(
    dnnl_memory_desc_t *result, int rank, const dnnl_dim_t *dims, ed_dtype dtype,
    dnnl_format_tag_t tag) {
    return easel_check(
        dnnl_memory_desc_init_by_tag(result, rank, dims, easel_type(dtype), tag),
        "memory descriptor");
}

bool easel_describe_strided(
    dnnl_memory_desc_t *result, int rank, const dnnl_dim_t *dims, ed_dtype dtype,
    const dnnl_dim_t *strides) {
    return easel_check(
        dnnl_memory_desc_init_by_strides(result, rank, dims, easel_type(dtype), strides),
        "memory descriptor");
}

bool easel_copy_descriptor(dnnl_memory_desc_t *result, descriptor_reference source) {
    *result = *source;
    return true;
}

void easel_release_descriptor(dnnl_memory_desc_t *descriptor) {
    (void)descriptor;
}

int easel_dimensions(const dnnl_memory_desc_t *descriptor, dnnl_dims_t dims) {
    memcpy(dims, descriptor->dims, sizeof(dnnl_dim_t) * (size_t)descriptor->ndims);
    return descriptor->ndims;
}

#endif
