#include "ccrypto.h"

#include <openssl/evp.h>

// The struct is never defined: its pointers are EVP contexts under a name that shows no OpenSSL
// type.
static EVP_MD_CTX *context(ccrypto_sha256 *hash) { return (EVP_MD_CTX *)hash; }

ccrypto_sha256 *ccrypto_sha256_new(void) {
    EVP_MD_CTX *new = EVP_MD_CTX_new();
    if (new != NULL && EVP_DigestInit_ex(new, EVP_sha256(), NULL) != 1) {
        EVP_MD_CTX_free(new);
        return NULL;
    }
    return (ccrypto_sha256 *)new;
}

int ccrypto_sha256_update(ccrypto_sha256 *hash, const void *bytes, size_t count) {
    return EVP_DigestUpdate(context(hash), bytes, count) == 1;
}

int ccrypto_sha256_finish(ccrypto_sha256 *hash, unsigned char digest[32]) {
    return EVP_DigestFinal_ex(context(hash), digest, NULL) == 1;
}

void ccrypto_sha256_free(ccrypto_sha256 *hash) { EVP_MD_CTX_free(context(hash)); }
