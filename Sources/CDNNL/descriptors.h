// Memory descriptors, which are structures in oneDNN 2 and handles in oneDNN 3.
#pragma once

#include "cdnnl.h"

#include <oneapi/dnnl/dnnl.h>

#if DNNL_VERSION_MAJOR >= 3
#define POINTER(descriptor) (descriptor)
typedef const_dnnl_memory_desc_t descriptor_reference;
#else
#define POINTER(descriptor) (&(descriptor))
typedef const dnnl_memory_desc_t *descriptor_reference;
#endif

/// The process's CPU engine; NULL where it could not be made.
dnnl_engine_t easel_engine(void);
/// The process's stream on that engine.
dnnl_stream_t easel_stream(void);
/// Whether `status` is success; records the failed call otherwise.
bool easel_check(dnnl_status_t status, const char *call);

/// oneDNN's name of an element type.
dnnl_data_type_t easel_type(ed_dtype dtype);
/// A descriptor of a dense tensor in the layout `tag`.
bool easel_describe(
    dnnl_memory_desc_t *result, int rank, const dnnl_dim_t *dims, ed_dtype dtype,
    dnnl_format_tag_t tag);
/// A descriptor of a tensor with the given strides.
bool easel_describe_strided(
    dnnl_memory_desc_t *result, int rank, const dnnl_dim_t *dims, ed_dtype dtype,
    const dnnl_dim_t *strides);
/// A copy that the caller releases.
bool easel_copy_descriptor(dnnl_memory_desc_t *result, descriptor_reference source);
/// Releases what the functions above made.
void easel_release_descriptor(dnnl_memory_desc_t *descriptor);
/// The dimensions of a descriptor; returns its rank.
int easel_dimensions(const dnnl_memory_desc_t *descriptor, dnnl_dims_t dims);

struct ed_layout {
    dnnl_memory_desc_t descriptor;
};
