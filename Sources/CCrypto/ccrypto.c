#include "ccrypto.h"

#include <openssl/evp.h>

// The struct is never defined: its pointers are EVP contexts under a name that shows no OpenSSL
// type.
static EVP_MD_CTX *context(ccrypto_hash *hash) { return (EVP_MD_CTX *)hash; }

static ccrypto_hash *begin(const EVP_MD *algorithm) {
    EVP_MD_CTX *new = EVP_MD_CTX_new();
    if (new != NULL && EVP_DigestInit_ex(new, algorithm, NULL) != 1) {
        EVP_MD_CTX_free(new);
        return NULL;
    }
    return (ccrypto_hash *)new;
}

ccrypto_hash *ccrypto_sha256_new(void) { return begin(EVP_sha256()); }

ccrypto_hash *ccrypto_sha1_new(void) { return begin(EVP_sha1()); }

int ccrypto_update(ccrypto_hash *hash, const void *bytes, size_t count) {
    return EVP_DigestUpdate(context(hash), bytes, count) == 1;
}

int ccrypto_finish(ccrypto_hash *hash, unsigned char *digest) {
    return EVP_DigestFinal_ex(context(hash), digest, NULL) == 1;
}

void ccrypto_free(ccrypto_hash *hash) { EVP_MD_CTX_free(context(hash)); }
