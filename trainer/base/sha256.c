/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/sha256.h"

#include <openssl/evp.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/open_regular.h"

enum { SHA256_BYTES = 32 };

static bool digest_stream(FILE *file, EVP_MD_CTX *digest, unsigned char out[SHA256_BYTES]) {
  unsigned char buffer[1 << 16];
  size_t n;
  if (!EVP_DigestInit_ex(digest, EVP_sha256(), NULL)) return false;
  while ((n = fread(buffer, 1, sizeof buffer, file)) > 0)
    if (!EVP_DigestUpdate(digest, buffer, n)) return false;
  return !ferror(file) && EVP_DigestFinal_ex(digest, out, NULL);
}

dftfit_status sha256_file(const char *path, char hex[65], dftfit_error *err) {
  unsigned char sum[SHA256_BYTES];
  FILE *file;
  DFTFIT_TRY(open_regular_stream(path, &file, NULL, err));
  EVP_MD_CTX *digest = EVP_MD_CTX_new();
  bool good = digest && digest_stream(file, digest, sum);
  EVP_MD_CTX_free(digest);
  fclose(file);
  if (!good) return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "cannot compute the SHA-256 sum");
  for (int i = 0; i < SHA256_BYTES; i++) snprintf(hex + 2 * i, 3, "%02x", sum[i]);
  return DFTFIT_OK;
}

dftfit_status sha256_text(const char *text, size_t length, char hex[65], dftfit_error *err) {
  unsigned char sum[SHA256_BYTES];
  if (!EVP_Digest(text, length, sum, NULL, EVP_sha256(), NULL))
    return dftfit_fail(err, DFTFIT_ERR_IO, "cannot compute a SHA-256 sum");
  for (int i = 0; i < SHA256_BYTES; i++) snprintf(hex + 2 * i, 3, "%02x", sum[i]);
  return DFTFIT_OK;
}
