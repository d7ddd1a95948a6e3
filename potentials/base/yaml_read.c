/* SPDX-License-Identifier: BSD-3-Clause */
/* Typed reads of nodes. */
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/yaml_number.h"
#include "dftfit/yaml.h"

static dftfit_status scalar(dftfit_node node, const char *wanted, const char **text, dftfit_error *err) {
  *text = dftfit_node_text(node);
  if (*text) return DFTFIT_OK;
  return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "expected %s, found %s", wanted,
                          dftfit_node_type(node) == DFTFIT_NODE_SEQUENCE  ? "a list"
                          : dftfit_node_type(node) == DFTFIT_NODE_MAPPING ? "a mapping"
                                                                          : "nothing");
}

dftfit_status dftfit_node_double(dftfit_node node, double *out, dftfit_error *err) {
  const char *text;
  double value;
  DFTFIT_TRY(scalar(node, "a number", &text, err));
  if (!dftfit_number_parse(text, &value))
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "'%.64s' is not a finite number", text);
  if (!isfinite(value))
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "'%.64s' is beyond the range of numbers", text);
  *out = value;
  return DFTFIT_OK;
}

dftfit_status dftfit_node_int(dftfit_node node, int *out, dftfit_error *err) {
  const char *text;
  char *end;
  DFTFIT_TRY(scalar(node, "a whole number", &text, err));
  errno = 0;
  long value = strtol(text, &end, 10);
  if (end == text || *end) return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "'%.64s' is not a whole number", text);
  if (errno || value < INT_MIN || value > INT_MAX)
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "'%.64s' is too large a number", text);
  *out = (int)value;
  return DFTFIT_OK;
}

dftfit_status dftfit_node_bool(dftfit_node node, bool *out, dftfit_error *err) {
  static const char *const yes[] = {"true", "yes", "on"}, *const no[] = {"false", "no", "off"};
  const char *text;
  DFTFIT_TRY(scalar(node, "true or false", &text, err));
  for (int i = 0; i < 3; i++) {
    if (strcasecmp(text, yes[i]) == 0) return *out = true, DFTFIT_OK;
    if (strcasecmp(text, no[i]) == 0) return *out = false, DFTFIT_OK;
  }
  return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "'%.64s' is neither true nor false", text);
}

static dftfit_status check_sequence(dftfit_node sequence, int n, dftfit_error *err) {
  if (dftfit_node_type(sequence) != DFTFIT_NODE_SEQUENCE)
    return dftfit_node_fail(sequence, err, DFTFIT_ERR_VALUE, "expected a list of %d numbers", n);
  if (dftfit_node_size(sequence) != n)
    return dftfit_node_fail(sequence, err, DFTFIT_ERR_VALUE, "a list of %d numbers where %d are expected",
                            dftfit_node_size(sequence), n);
  return DFTFIT_OK;
}

dftfit_status dftfit_node_doubles(dftfit_node sequence, int n, double *out, dftfit_error *err) {
  DFTFIT_TRY(check_sequence(sequence, n, err));
  for (int i = 0; i < n; i++) DFTFIT_TRY(dftfit_node_double(dftfit_node_item(sequence, i), &out[i], err));
  return DFTFIT_OK;
}

dftfit_status dftfit_node_ints(dftfit_node sequence, int n, int *out, dftfit_error *err) {
  DFTFIT_TRY(check_sequence(sequence, n, err));
  for (int i = 0; i < n; i++) DFTFIT_TRY(dftfit_node_int(dftfit_node_item(sequence, i), &out[i], err));
  return DFTFIT_OK;
}

dftfit_status dftfit_node_get_double(dftfit_node mapping, const char *key, double lower, double upper, double *out,
                                     dftfit_error *err) {
  dftfit_node node = dftfit_node_get(mapping, key);
  double value;
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  DFTFIT_TRY(dftfit_node_double(node, &value, err));
  if (!(value >= lower && value <= upper)) {
    char low[DFTFIT_NUMBER_SIZE] = "", high[DFTFIT_NUMBER_SIZE] = "";
    if (isfinite(lower)) dftfit_number_format(lower, low);
    if (isfinite(upper)) dftfit_number_format(upper, high);
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "%s = %s is out of range; it must be %s%s%s%s%s", key,
                            dftfit_node_text(node), *low ? "at least " : "", low, *low && *high ? " and " : "",
                            *high ? "at most " : "", high);
  }
  *out = value;
  return DFTFIT_OK;
}

dftfit_status dftfit_node_get_int(dftfit_node mapping, const char *key, int lower, int upper, int *out,
                                  dftfit_error *err) {
  dftfit_node node = dftfit_node_get(mapping, key);
  int value;
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  DFTFIT_TRY(dftfit_node_int(node, &value, err));
  if (value < lower || value > upper)
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "%s = %d is out of range; it must be %d to %d", key, value,
                            lower, upper);
  *out = value;
  return DFTFIT_OK;
}

dftfit_status dftfit_node_get_bool(dftfit_node mapping, const char *key, bool *out, dftfit_error *err) {
  dftfit_node node = dftfit_node_get(mapping, key);
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  return dftfit_node_bool(node, out, err);
}
