/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/pair_values.h"

#include <stdio.h>
#include <string.h>

void dftfit_pair_elements(int nelement, int pair, int *a, int *b) {
  *a = 0;
  while (pair >= nelement - *a) pair -= nelement - (*a)++;
  *b = *a + pair;
}

static void join(const dftfit_header *header, int a, int b, char name[DFTFIT_PAIR_NAME]) {
  snprintf(name, DFTFIT_PAIR_NAME, "%.3s-%.3s", header->element[a], header->element[b]);
}

void dftfit_pair_name(const dftfit_header *header, int pair, char name[DFTFIT_PAIR_NAME]) {
  int a, b;
  dftfit_pair_elements(header->nelement, pair, &a, &b);
  join(header, a, b, name);
}

dftfit_status dftfit_pair_get(dftfit_node mapping, const dftfit_header *header, int pair, dftfit_node *out,
                              dftfit_error *err) {
  char forward[DFTFIT_PAIR_NAME], backward[DFTFIT_PAIR_NAME];
  int a, b;
  dftfit_pair_elements(header->nelement, pair, &a, &b);
  join(header, a, b, forward);
  join(header, b, a, backward);
  dftfit_node other = dftfit_node_get(mapping, backward);
  *out = dftfit_node_get(mapping, forward);
  if (dftfit_node_type(*out) == DFTFIT_NODE_ABSENT)
    *out = other;
  else if (a != b && dftfit_node_type(other) != DFTFIT_NODE_ABSENT)
    return dftfit_node_fail(other, err, DFTFIT_ERR_KEY, "the pair %s is given twice, also as %s", forward, backward);
  if (dftfit_node_type(*out) == DFTFIT_NODE_ABSENT)
    return dftfit_node_fail(mapping, err, DFTFIT_ERR_KEY,
                            "the pair %s is missing; a mapping must hold every pair of the elements", forward);
  return DFTFIT_OK;
}

dftfit_status dftfit_pair_only(dftfit_node mapping, const dftfit_header *header, dftfit_error *err) {
  if (dftfit_node_type(mapping) != DFTFIT_NODE_MAPPING)
    return dftfit_node_fail(mapping, err, DFTFIT_ERR_VALUE,
                            "a mapping from pairs to values is due here, for example {%s-%s: ...}", header->element[0],
                            header->element[header->nelement - 1]);
  for (int i = 0; i < dftfit_node_size(mapping); i++) {
    const char *key = dftfit_node_text(dftfit_node_key(mapping, i));
    bool known = false;
    for (int a = 0; a < header->nelement && !known; a++)
      for (int b = 0; b < header->nelement && !known; b++) {
        char name[DFTFIT_PAIR_NAME];
        join(header, a, b, name);
        known = key && strcmp(name, key) == 0;
      }
    if (!known)
      return dftfit_node_fail(dftfit_node_key(mapping, i), err, DFTFIT_ERR_ELEMENT,
                              "'%.32s' is not a pair of the elements of this potential; expected for example %s-%s",
                              key ? key : "?", header->element[0], header->element[header->nelement - 1]);
  }
  return DFTFIT_OK;
}

static dftfit_status check(dftfit_node node, const char *what, double value, double upper, const char *upper_name,
                           dftfit_error *err) {
  if (!(value > 0))
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "%s = %g A is out of range; it must be above zero", what,
                            value);
  if (value > upper)
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "%s = %g A is out of range; it must be at most %s, %g A", what,
                            value, upper_name, upper);
  return DFTFIT_OK;
}

dftfit_status dftfit_pair_read(dftfit_node node, const dftfit_header *header, const char *what, const double *upper,
                               const char *upper_name, double *out, dftfit_error *err) {
  int n = header->nelement;
  bool mapping = dftfit_node_type(node) == DFTFIT_NODE_MAPPING;
  if (mapping) DFTFIT_TRY(dftfit_pair_only(node, header, err));
  for (int pair = 0; pair < dftfit_pair_count(n); pair++) {
    int a, b;
    double value;
    dftfit_node item = node;
    dftfit_pair_elements(n, pair, &a, &b);
    if (mapping) DFTFIT_TRY(dftfit_pair_get(node, header, pair, &item, err));
    DFTFIT_TRY(dftfit_node_double(item, &value, err));
    if (upper)
      DFTFIT_TRY(check(item, what, value, upper[a * n + b], upper_name, err));
    else
      DFTFIT_TRY(check(item, what, value, value, "", err));
    out[a * n + b] = out[b * n + a] = value;
  }
  return DFTFIT_OK;
}

void dftfit_pair_write(dftfit_writer *w, const dftfit_header *header, const double *value) {
  int n = header->nelement;
  bool same = true;
  for (int i = 0; i < n * n; i++) same = same && value[i] == value[0];
  if (same) {
    dftfit_write_double(w, value[0]);
    return;
  }
  dftfit_write_map_begin(w, true);
  for (int pair = 0; pair < dftfit_pair_count(n); pair++) {
    char name[DFTFIT_PAIR_NAME];
    int a, b;
    dftfit_pair_elements(n, pair, &a, &b);
    dftfit_pair_name(header, pair, name);
    dftfit_write_text(w, name);
    dftfit_write_double(w, value[a * n + b]);
  }
  dftfit_write_map_end(w);
}
