/* SPDX-License-Identifier: BSD-3-Clause */
/* Files of active sets: binary, since they hold the square of the number of descriptors. Schema:
 * docs/potential-file.md, "Active sets". A file tells whether it is damaged (a checksum) and whether it belongs to the
 * potential (the values of the descriptors in fixed surroundings). */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/active_set.h"
#include "core/potential.h"

static const char magic[16] = "dftfit grade 1\n";
enum { BYTE_ORDER_MARK = 0x01020304 };

/* FNV-1a: G. Fowler, L. C. Noll, K.-P. Vo, 1991 */
static uint64_t checksum(const char *bytes, size_t length) {
  uint64_t hash = 14695981039346656037u;
  for (size_t i = 0; i < length; i++) hash = (hash ^ (unsigned char)bytes[i]) * 1099511628211u;
  return hash;
}

static size_t element_bytes(size_t n) { return 8 + (n + n % 2) * 4 + n * 8 + n * n * 8; }

/* ---- writing ---- */

static void put(char **at, const void *value, size_t bytes) {
  memcpy(*at, value, bytes);
  *at += bytes;
}

static void put_int(char **at, int value) { put(at, &(int32_t){value}, 4); }

static dftfit_status put_element(const dftfit_potential *pot, int e, const dftfit_active_element *a, char **at,
                                 dftfit_error *err) {
  double *probe = malloc(sizeof(double) * (size_t)dftfit_potential_nparameter(pot));
  DFTFIT_FAIL_IF(!probe, err, DFTFIT_ERR_MEMORY, "out of memory");
  dftfit_status status = dftfit_probe_derivatives(pot, e, probe, err);
  put(at, pot->header.element[e], 4);
  put_int(at, a->n);
  for (int k = 0; k < a->n + a->n % 2; k++) put_int(at, k < a->n ? a->parameter[k] : -1);
  for (int k = 0; !status && k < a->n; k++) put(at, &probe[a->parameter[k]], 8);
  free(probe);
  DFTFIT_TRY(status);
  put(at, a->inverse, (size_t)a->n * (size_t)a->n * 8);
  return DFTFIT_OK;
}

dftfit_status dftfit_active_set_write(const dftfit_potential *pot, const dftfit_active_element *element, char **bytes,
                                      size_t *length, dftfit_error *err) {
  int nelement = pot->header.nelement;
  *bytes = NULL;
  *length = sizeof magic + 2 * 4 + 8;
  for (int e = 0; e < nelement; e++) *length += element_bytes((size_t)element[e].n);
  char *text = calloc(1, *length), *at = text;
  DFTFIT_FAIL_IF(!text, err, DFTFIT_ERR_MEMORY, "out of memory for active sets (%zu bytes)", *length);
  put(&at, magic, sizeof magic);
  put_int(&at, BYTE_ORDER_MARK);
  put_int(&at, nelement);
  for (int e = 0; e < nelement; e++) {
    dftfit_status status = put_element(pot, e, &element[e], &at, err);
    if (!status) continue;
    free(text);
    return status;
  }
  uint64_t sum = checksum(text, (size_t)(at - text));
  put(&at, &sum, 8);
  *bytes = text;
  return DFTFIT_OK;
}

/* ---- reading ---- */

typedef struct reader {
  const char *name, *at, *end;
  const dftfit_potential *pot;
  double *probe; /* [nparameter] */
} reader;

static dftfit_status bad(const reader *r, dftfit_error *err, const char *what) {
  return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, r->name, 0, 0, "%s", what);
}

static void get(reader *r, void *value, size_t bytes) {
  memcpy(value, r->at, bytes);
  r->at += bytes;
}

static int get_int(reader *r) {
  int32_t value;
  get(r, &value, 4);
  return value;
}

static dftfit_status foreign(const reader *r, int e, dftfit_error *err) {
  return dftfit_fail_at(err, DFTFIT_ERR_VALUE, r->name, 0, 0,
                        "these active sets were made for other functions of %s than this potential has; name the file "
                        "that was written with the potential",
                        r->pot->header.element[e]);
}

static dftfit_status get_parameters(reader *r, int e, active_element *a, dftfit_error *err) {
  int nparameter = dftfit_potential_nparameter(r->pot);
  double largest = 0;
  for (int k = 0; k < a->n + a->n % 2; k++) {
    int parameter = get_int(r);
    if (k == a->n) break;
    if (parameter < 0 || parameter >= nparameter) return foreign(r, e, err);
    a->parameter[k] = parameter;
    largest = fmax(largest, fabs(r->probe[parameter]));
  }
  for (int k = 0; k < a->n; k++) {
    double value;
    get(r, &value, 8);
    /* kernels of other instruction sets sum in another order */
    if (!(fabs(value - r->probe[a->parameter[k]]) <= 1e-9 * largest)) return foreign(r, e, err);
    r->probe[a->parameter[k]] = 0;
  }
  for (int k = 0; k < nparameter; k++)
    if (r->probe[k] != 0) return foreign(r, e, err); /* a function that has no place in the set */
  return DFTFIT_OK;
}

static dftfit_status get_element(reader *r, int e, active_element *a, dftfit_error *err) {
  char symbol[4];
  if (r->end - r->at < 8) return bad(r, err, "the file is cut off");
  get(r, symbol, 4);
  int n = get_int(r);
  if (strncmp(symbol, r->pot->header.element[e], 4) != 0) return foreign(r, e, err);
  if (n < 1 || (size_t)(r->end - r->at) + 8 < element_bytes((size_t)n)) return bad(r, err, "the file is cut off");
  DFTFIT_TRY(dftfit_active_element_create(a, n, err));
  DFTFIT_TRY(dftfit_probe_derivatives(r->pot, e, r->probe, err));
  DFTFIT_TRY(get_parameters(r, e, a, err));
  for (long k = 0; k < n; k++)
    for (long j = 0; j < n; j++) get(r, &a->panel[(j / ACTIVE_PANEL * n + k) * ACTIVE_PANEL + j % ACTIVE_PANEL], 8);
  return DFTFIT_OK;
}

static dftfit_status get_all(reader *r, dftfit_active_set *set, dftfit_error *err) {
  size_t length = (size_t)(r->end - r->at);
  uint64_t sum;
  if (length < sizeof magic + 16 || memcmp(r->at, magic, sizeof magic) != 0)
    return bad(r, err, "not a file of active sets, which begins with 'dftfit grade 1'");
  memcpy(&sum, r->end - 8, 8);
  if (sum != checksum(r->at, length - 8)) return bad(r, err, "the file is damaged or cut off: its checksum is wrong");
  r->at += sizeof magic;
  r->end -= 8;
  if (get_int(r) != BYTE_ORDER_MARK) return bad(r, err, "written on a machine of another byte order");
  set->nelement = r->pot->header.nelement;
  if (get_int(r) != set->nelement) return foreign(r, 0, err);
  for (int e = 0; e < set->nelement; e++) DFTFIT_TRY(get_element(r, e, &set->element[e], err));
  return r->at == r->end ? DFTFIT_OK : bad(r, err, "more bytes follow than the active sets need");
}

dftfit_status dftfit_active_set_parse(const dftfit_potential *pot, const char *name, const char *bytes, size_t length,
                                      dftfit_active_set **out, dftfit_error *err) {
  int nparameter = dftfit_potential_nparameter(pot);
  reader r = {.name = name, .at = bytes, .end = bytes + length, .pot = pot};
  dftfit_active_set *set = calloc(1, sizeof *set);
  *out = NULL;
  r.probe = malloc(((size_t)nparameter + 1) * sizeof *r.probe);
  dftfit_status status = set && r.probe ? get_all(&r, set, err) : dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
  free(r.probe);
  if (status)
    dftfit_active_set_destroy(set);
  else
    *out = set;
  return status;
}
