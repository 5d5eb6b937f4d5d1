#pragma once
#include <stddef.h>

// An unfinished SHA-256.
typedef struct ccrypto_sha256 ccrypto_sha256;

// Begins a SHA-256. Returns NULL where memory is short or the library offers no SHA-256.
ccrypto_sha256 *ccrypto_sha256_new(void);

// Adds bytes. Returns 0 on failure, and 1 otherwise.
int ccrypto_sha256_update(ccrypto_sha256 *hash, const void *bytes, size_t count);

// Writes the 32 bytes of the digest. Returns 0 on failure, and 1 otherwise.
int ccrypto_sha256_finish(ccrypto_sha256 *hash, unsigned char digest[32]);

// Frees a SHA-256, finished or not.
void ccrypto_sha256_free(ccrypto_sha256 *hash);
