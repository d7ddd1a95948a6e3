/* SPDX-License-Identifier: BSD-3-Clause */
/* Walking the tree: kinds, items, keys, and errors that carry the place of a node. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/yaml_document.h"

static const dftfit_node absent = {NULL, 0};

dftfit_node dftfit_yaml_root(const dftfit_yaml *document) {
  return document ? (dftfit_node){document, 1} : absent; /* libyaml gives the root the first id */
}

dftfit_node_kind dftfit_node_type(dftfit_node node) {
  const yaml_node_t *raw = dftfit_node_raw(node);
  if (!raw) return DFTFIT_NODE_ABSENT;
  switch (raw->type) {
  case YAML_SCALAR_NODE:
    return DFTFIT_NODE_SCALAR;
  case YAML_SEQUENCE_NODE:
    return DFTFIT_NODE_SEQUENCE;
  case YAML_MAPPING_NODE:
    return DFTFIT_NODE_MAPPING;
  default:
    return DFTFIT_NODE_ABSENT;
  }
}

int dftfit_node_size(dftfit_node node) {
  const yaml_node_t *raw = dftfit_node_raw(node);
  if (!raw) return 0;
  if (raw->type == YAML_SEQUENCE_NODE) return (int)(raw->data.sequence.items.top - raw->data.sequence.items.start);
  if (raw->type == YAML_MAPPING_NODE) return (int)(raw->data.mapping.pairs.top - raw->data.mapping.pairs.start);
  return 0;
}

dftfit_node dftfit_node_item(dftfit_node sequence, int i) {
  const yaml_node_t *raw = dftfit_node_raw(sequence);
  if (!raw || raw->type != YAML_SEQUENCE_NODE || i < 0 || i >= dftfit_node_size(sequence)) return absent;
  return (dftfit_node){sequence.document, raw->data.sequence.items.start[i]};
}

static const yaml_node_pair_t *pair_at(dftfit_node mapping, int i) {
  const yaml_node_t *raw = dftfit_node_raw(mapping);
  if (!raw || raw->type != YAML_MAPPING_NODE || i < 0 || i >= dftfit_node_size(mapping)) return NULL;
  return raw->data.mapping.pairs.start + i;
}

dftfit_node dftfit_node_key(dftfit_node mapping, int i) {
  const yaml_node_pair_t *pair = pair_at(mapping, i);
  return pair ? (dftfit_node){mapping.document, pair->key} : absent;
}

dftfit_node dftfit_node_value(dftfit_node mapping, int i) {
  const yaml_node_pair_t *pair = pair_at(mapping, i);
  return pair ? (dftfit_node){mapping.document, pair->value} : absent;
}

dftfit_node dftfit_node_get(dftfit_node mapping, const char *key) {
  for (int i = 0; i < dftfit_node_size(mapping); i++) {
    const char *text = dftfit_node_text(dftfit_node_key(mapping, i));
    if (text && strcmp(text, key) == 0) return dftfit_node_value(mapping, i);
  }
  return absent;
}

const char *dftfit_node_text(dftfit_node scalar) {
  const yaml_node_t *raw = dftfit_node_raw(scalar);
  return raw && raw->type == YAML_SCALAR_NODE ? (const char *)raw->data.scalar.value : NULL;
}

dftfit_status dftfit_node_fail(dftfit_node node, dftfit_error *err, dftfit_status code, const char *format, ...) {
  char message[sizeof((dftfit_error *)0)->message];
  const yaml_node_t *raw = dftfit_node_raw(node);
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  if (!raw) return dftfit_fail_at(err, code, node.document ? node.document->input : NULL, 0, 0, "%s", message);
  return dftfit_fail_at(err, code, node.document->input, (int)raw->start_mark.line + 1, (int)raw->start_mark.column + 1,
                        "%s", message);
}

static const char *kind_name(dftfit_node_kind kind) {
  switch (kind) {
  case DFTFIT_NODE_SCALAR:
    return "a single value";
  case DFTFIT_NODE_SEQUENCE:
    return "a list";
  case DFTFIT_NODE_MAPPING:
    return "a mapping (key: value)";
  default:
    return "nothing";
  }
}

dftfit_status dftfit_node_require(dftfit_node mapping, const char *key, dftfit_node_kind kind, dftfit_node *out,
                                  dftfit_error *err) {
  dftfit_node found = dftfit_node_get(mapping, key);
  dftfit_node_kind have = dftfit_node_type(found);
  *out = found;
  if (have == DFTFIT_NODE_ABSENT)
    return dftfit_node_fail(mapping, err, DFTFIT_ERR_KEY, "key '%s' is missing; it must hold %s", key, kind_name(kind));
  if (have != kind)
    return dftfit_node_fail(found, err, DFTFIT_ERR_VALUE, "'%s' is %s; it must be %s", key, kind_name(have),
                            kind_name(kind));
  return DFTFIT_OK;
}

enum { KEY_LENGTH = 64 }; /* as much of a key as is compared */

/* Edit distance (Levenshtein) of the first KEY_LENGTH characters. */
static int distance(const char *a, const char *b) {
  int row[KEY_LENGTH + 1];
  int na = (int)strnlen(a, KEY_LENGTH), nb = (int)strnlen(b, KEY_LENGTH);
  for (int j = 0; j <= nb; j++) row[j] = j;
  for (int i = 1; i <= na; i++) {
    int diagonal = row[0];
    row[0] = i;
    for (int j = 1; j <= nb; j++) {
      int best = diagonal + (a[i - 1] != b[j - 1]);
      if (row[j] + 1 < best) best = row[j] + 1;
      if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
      diagonal = row[j];
      row[j] = best;
    }
  }
  return row[nb];
}

const char *dftfit_nearest_name(const char *name, const char *const *known) {
  const char *nearest = NULL;
  for (int k = 0, best = -1; known[k] && best != 0; k++) {
    int d = distance(name, known[k]);
    if (best < 0 || d < best) best = d, nearest = known[k];
  }
  return nearest;
}

dftfit_status dftfit_node_only(dftfit_node mapping, const char *const *known, dftfit_error *err) {
  dftfit_node_kind kind = dftfit_node_type(mapping);
  if (kind == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  if (kind != DFTFIT_NODE_MAPPING)
    return dftfit_node_fail(mapping, err, DFTFIT_ERR_VALUE, "expected a mapping (key: value), found %s",
                            kind_name(kind));
  for (int i = 0; i < dftfit_node_size(mapping); i++) {
    const char *key = dftfit_node_text(dftfit_node_key(mapping, i));
    if (!key)
      return dftfit_node_fail(dftfit_node_key(mapping, i), err, DFTFIT_ERR_KEY, "a key must be a plain word here");
    const char *nearest = dftfit_nearest_name(key, known);
    if (nearest && strcmp(key, nearest) == 0) continue;
    if (!nearest)
      return dftfit_node_fail(dftfit_node_key(mapping, i), err, DFTFIT_ERR_KEY,
                              "unknown key '%.64s'; no key may stand here", key);
    return dftfit_node_fail(dftfit_node_key(mapping, i), err, DFTFIT_ERR_KEY,
                            "unknown key '%.64s'; the nearest known key is '%s'", key, nearest);
  }
  return DFTFIT_OK;
}
