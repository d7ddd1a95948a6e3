/* SPDX-License-Identifier: BSD-3-Clause */
/* Text -> tree, and the checks that make every later walk over the tree safe: no cycles, no trees that anchors blow up,
 * keys that are unique scalars, scalars without NUL. */
#include <stdlib.h>
#include <string.h>

#include "base/yaml_document.h"

enum {
  MAX_DEPTH = 64,                 /* nesting of collections                                                    */
  MAX_EXPANDED = 64 * 1024 * 1024 /* nodes once anchors are expanded; libyaml itself does not limit it         */
};

/* What the check knows of a node: 0 not seen, -1 being walked (meeting it again is a cycle), else its expanded size. */
typedef struct walk {
  const dftfit_yaml *yaml;
  long *size; /* [nodes + 1] */
  bool lists; /* lists may be keys */
  dftfit_error *err;
} walk;

static dftfit_status fail_at(const walk *w, int id, dftfit_status code, const char *message) {
  return dftfit_node_fail((dftfit_node){w->yaml, id}, w->err, code, "%s", message);
}

static int compare_keys(const void *a, const void *b) {
  const yaml_node_t *const *x = a, *const *y = b;
  int order = strcmp((const char *)(*x)->data.scalar.value, (const char *)(*y)->data.scalar.value);
  if (order) return order;
  return *x < *y ? -1 : *x > *y; /* the order of the text, so that the second of two is the one reported */
}

static dftfit_status check_keys(const walk *w, const yaml_node_t *mapping) {
  const yaml_node_t *nodes = w->yaml->document.nodes.start;
  size_t n = (size_t)(mapping->data.mapping.pairs.top - mapping->data.mapping.pairs.start);
  if (n == 0) return DFTFIT_OK;
  const yaml_node_t **key = malloc(n * sizeof *key);
  DFTFIT_FAIL_IF(!key, w->err, DFTFIT_ERR_MEMORY, "out of memory");
  dftfit_status status = DFTFIT_OK;
  size_t scalars = 0;
  for (size_t i = 0; i < n && !status; i++) {
    int id = mapping->data.mapping.pairs.start[i].key;
    const yaml_node_t *node = nodes + (id - 1);
    if (node->type == YAML_SCALAR_NODE)
      key[scalars++] = node;
    else if (!w->lists || node->type != YAML_SEQUENCE_NODE)
      status = fail_at(w, id, DFTFIT_ERR_SYNTAX, "a key must be a plain word");
  }
  n = scalars;
  if (!status) qsort(key, n, sizeof *key, compare_keys);
  for (size_t i = 1; i < n && !status; i++)
    if (strcmp((const char *)key[i - 1]->data.scalar.value, (const char *)key[i]->data.scalar.value) == 0)
      status = dftfit_node_fail((dftfit_node){w->yaml, (int)(key[i] - nodes) + 1}, w->err, DFTFIT_ERR_KEY,
                                "key '%.64s' is given twice (first in line %zu)",
                                (const char *)key[i]->data.scalar.value, key[i - 1]->start_mark.line + 1);
  free(key);
  return status;
}

static dftfit_status check_node(const walk *w, int id, int depth);

static dftfit_status check_child(const walk *w, int id, int depth, long *total) {
  DFTFIT_TRY(check_node(w, id, depth + 1));
  *total += w->size[id];
  if (*total > MAX_EXPANDED) return fail_at(w, id, DFTFIT_ERR_SYNTAX, "anchors expand to too many values");
  return DFTFIT_OK;
}

static dftfit_status check_node(const walk *w, int id, int depth) {
  const yaml_node_t *node = w->yaml->document.nodes.start + (id - 1);
  if (w->size[id] > 0) return DFTFIT_OK;
  if (w->size[id] < 0) return fail_at(w, id, DFTFIT_ERR_SYNTAX, "an anchor refers to itself");
  if (depth > MAX_DEPTH) return fail_at(w, id, DFTFIT_ERR_SYNTAX, "nested too deeply (more than 64 levels)");
  long total = 1;
  w->size[id] = -1;
  if (node->type == YAML_SCALAR_NODE) {
    if (strlen((const char *)node->data.scalar.value) != node->data.scalar.length)
      return fail_at(w, id, DFTFIT_ERR_SYNTAX, "a text may not hold a zero byte");
  } else if (node->type == YAML_SEQUENCE_NODE) {
    for (const yaml_node_item_t *i = node->data.sequence.items.start; i < node->data.sequence.items.top; i++)
      DFTFIT_TRY(check_child(w, *i, depth, &total));
  } else if (node->type == YAML_MAPPING_NODE) {
    DFTFIT_TRY(check_keys(w, node));
    for (const yaml_node_pair_t *p = node->data.mapping.pairs.start; p < node->data.mapping.pairs.top; p++) {
      DFTFIT_TRY(check_child(w, p->key, depth, &total));
      DFTFIT_TRY(check_child(w, p->value, depth, &total));
    }
  }
  w->size[id] = total;
  return DFTFIT_OK;
}

static dftfit_status check_tree(const dftfit_yaml *yaml, bool lists, dftfit_error *err) {
  size_t n = (size_t)(yaml->document.nodes.top - yaml->document.nodes.start);
  if (n == 0) return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, yaml->input, 0, 0, "is empty; expected a YAML mapping");
  walk w = {yaml, calloc(n + 1, sizeof(long)), lists, err};
  DFTFIT_FAIL_IF(!w.size, err, DFTFIT_ERR_MEMORY, "out of memory");
  dftfit_status status = check_node(&w, 1, 0);
  free(w.size);
  return status;
}

static dftfit_status parser_fail(const yaml_parser_t *parser, const char *input, dftfit_error *err) {
  const char *problem = parser->problem ? parser->problem : "unknown problem";
  if (parser->error == YAML_MEMORY_ERROR) return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
  if (parser->error == YAML_READER_ERROR) /* no mark, only an offset: such bytes are not counted in lines */
    return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, input, (int)parser->mark.line + 1, 0,
                          "not YAML: %s near byte %zu; expected UTF-8 text", problem, parser->problem_offset);
  return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, input, (int)parser->problem_mark.line + 1,
                        (int)parser->problem_mark.column + 1, "not YAML: %s%s%s", problem, parser->context ? ", " : "",
                        parser->context ? parser->context : "");
}

/* The document must be the only one of the stream. */
static dftfit_status check_end(yaml_parser_t *parser, const char *input, dftfit_error *err) {
  yaml_document_t next;
  if (!yaml_parser_load(parser, &next)) return parser_fail(parser, input, err);
  yaml_node_t *root = yaml_document_get_root_node(&next);
  int line = root ? (int)root->start_mark.line + 1 : 0;
  yaml_document_delete(&next);
  if (line)
    return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, input, line, 0,
                          "a second YAML document; only one may stand in a file");
  return DFTFIT_OK;
}

static dftfit_status parse(const char *input, const char *text, size_t length, bool lists, dftfit_yaml **out,
                           dftfit_error *err) {
  *out = NULL;
  yaml_parser_t parser;
  dftfit_yaml *yaml = calloc(1, sizeof *yaml);
  DFTFIT_FAIL_IF(!yaml, err, DFTFIT_ERR_MEMORY, "out of memory");
  strncat(yaml->input, input ? input : "", sizeof yaml->input - 1);
  if (!yaml_parser_initialize(&parser)) {
    free(yaml);
    return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
  }
  yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
  dftfit_status status = DFTFIT_OK;
  if (yaml_parser_load(&parser, &yaml->document)) {
    status = check_tree(yaml, lists, err);
    if (!status) status = check_end(&parser, yaml->input, err);
    if (status) yaml_document_delete(&yaml->document);
  } else {
    status = parser_fail(&parser, yaml->input, err);
  }
  yaml_parser_delete(&parser);
  if (status)
    free(yaml);
  else
    *out = yaml;
  return status;
}

dftfit_status dftfit_yaml_parse(const char *input, const char *text, size_t length, dftfit_yaml **out,
                                dftfit_error *err) {
  return parse(input, text, length, false, out, err);
}

dftfit_status dftfit_yaml_parse_lists(const char *input, const char *text, size_t length, dftfit_yaml **out,
                                      dftfit_error *err) {
  return parse(input, text, length, true, out, err);
}

void dftfit_yaml_destroy(dftfit_yaml *yaml) {
  if (!yaml) return;
  yaml_document_delete(&yaml->document);
  free(yaml);
}
