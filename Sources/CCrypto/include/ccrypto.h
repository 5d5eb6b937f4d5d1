#pragma once
#include <stddef.h>

// An unfinished hash.
typedef struct ccrypto_hash ccrypto_hash;

// Begins a SHA-256. Returns NULL where memory is short or the library offers no SHA-256.
ccrypto_hash *ccrypto_sha256_new(void);

// Begins a SHA-1, which names contents in git. Returns NULL where memory is short or the library offers none.
ccrypto_hash *ccrypto_sha1_new(void);

// Adds bytes. Returns 0 on failure, and 1 otherwise.
int ccrypto_update(ccrypto_hash *hash, const void *bytes, size_t count);

// Writes the bytes of the digest: 32 of a SHA-256, 20 of a SHA-1. Returns 0 on failure, and 1 otherwise.
int ccrypto_finish(ccrypto_hash *hash, unsigned char *digest);

// Frees a hash, finished or not.
void ccrypto_free(ccrypto_hash *hash);
