/* SPDX-License-Identifier: BSD-3-Clause */
/** YAML documents as trees whose nodes know their place, read through libyaml; and a writer.
 *  Numbers are read and written in the C locale whatever the process's locale; a written double reads back bit for bit. */
#ifndef DFTFIT_YAML_H
#define DFTFIT_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "dftfit/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dftfit_yaml dftfit_yaml; /* a parsed document */
/** A node, by value; document NULL or id 0: absent. Valid until the document is destroyed. */
typedef struct dftfit_node {
  const dftfit_yaml *document;
  int id;
} dftfit_node;

typedef enum dftfit_node_kind {
  DFTFIT_NODE_ABSENT,
  DFTFIT_NODE_SCALAR,
  DFTFIT_NODE_SEQUENCE,
  DFTFIT_NODE_MAPPING
} dftfit_node_kind;

/** Parses text [length]; input names it in errors and is copied. A key given twice in one mapping, anchors that make a
 *  cycle, more than one document: errors. The caller destroys *out. */
DFTFIT_API dftfit_status dftfit_yaml_parse(const char *input, const char *text, size_t length, dftfit_yaml **out,
                                           dftfit_error *err);
DFTFIT_API void dftfit_yaml_destroy(dftfit_yaml *document); /* NULL is fine */
DFTFIT_API dftfit_node dftfit_yaml_root(const dftfit_yaml *document);

DFTFIT_API dftfit_node_kind dftfit_node_type(dftfit_node node);
DFTFIT_API int dftfit_node_size(dftfit_node node); /* items or pairs; 0 for scalars and absent nodes */
DFTFIT_API dftfit_node dftfit_node_item(dftfit_node sequence,
                                        int i);                     /* i-th item                                      */
DFTFIT_API dftfit_node dftfit_node_key(dftfit_node mapping, int i); /* key of the i-th pair                           */
DFTFIT_API dftfit_node dftfit_node_value(dftfit_node mapping,
                                         int i); /* value of the i-th pair                         */
DFTFIT_API dftfit_node dftfit_node_get(dftfit_node mapping,
                                       const char *key);     /* absent when there is no such key               */
DFTFIT_API const char *dftfit_node_text(dftfit_node scalar); /* NUL-terminated text of a scalar, else NULL     */

/** mapping[key], which must be there and of that kind (an error names the mapping's place). */
DFTFIT_API dftfit_status dftfit_node_require(dftfit_node mapping, const char *key, dftfit_node_kind kind,
                                             dftfit_node *out, dftfit_error *err);
/** The name in known [NULL-terminated] that takes the fewest changes of letters to become `name`; NULL: known is empty. */
DFTFIT_API const char *dftfit_nearest_name(const char *name, const char *const *known);
/** Every key of mapping must be in known [NULL-terminated]; the error gives the place and the nearest known key. */
DFTFIT_API dftfit_status dftfit_node_only(dftfit_node mapping, const char *const *known, dftfit_error *err);
/** Fails at the place of node. */
DFTFIT_API dftfit_status dftfit_node_fail(dftfit_node node, dftfit_error *err, dftfit_status code, const char *format,
                                          ...) __attribute__((format(printf, 4, 5)));

/* Typed reads of one node. The value must be finite where it is a number. */
DFTFIT_API dftfit_status dftfit_node_double(dftfit_node node, double *out, dftfit_error *err);
DFTFIT_API dftfit_status dftfit_node_int(dftfit_node node, int *out, dftfit_error *err);
DFTFIT_API dftfit_status dftfit_node_bool(dftfit_node node, bool *out,
                                          dftfit_error *err); /* true false yes no on off */
DFTFIT_API dftfit_status dftfit_node_doubles(dftfit_node sequence, int n, double *out,
                                             dftfit_error *err); /* exactly n items, out [n] */
DFTFIT_API dftfit_status dftfit_node_ints(dftfit_node sequence, int n, int *out, dftfit_error *err);

/* Reads of mapping[key] into *out with a range check lower <= value <= upper; when the key is absent *out is left as it is. */
DFTFIT_API dftfit_status dftfit_node_get_double(dftfit_node mapping, const char *key, double lower, double upper,
                                                double *out, dftfit_error *err);
DFTFIT_API dftfit_status dftfit_node_get_int(dftfit_node mapping, const char *key, int lower, int upper, int *out,
                                             dftfit_error *err);
DFTFIT_API dftfit_status dftfit_node_get_bool(dftfit_node mapping, const char *key, bool *out, dftfit_error *err);

/* ---- writing: a growing text; the first failure (memory) sticks and is returned by finish ---- */
typedef struct dftfit_writer dftfit_writer;
DFTFIT_API dftfit_writer *dftfit_writer_create(void); /* NULL: out of memory */
DFTFIT_API void dftfit_writer_destroy(dftfit_writer *w);
DFTFIT_API void dftfit_write_map_begin(dftfit_writer *w, bool flow);
DFTFIT_API void dftfit_write_map_end(dftfit_writer *w);
DFTFIT_API void dftfit_write_seq_begin(dftfit_writer *w, bool flow);
DFTFIT_API void dftfit_write_seq_end(dftfit_writer *w);
DFTFIT_API void dftfit_write_text(dftfit_writer *w,
                                  const char *text); /* a key or a string, quoted where YAML needs it */
DFTFIT_API void dftfit_write_int(dftfit_writer *w, long value);
DFTFIT_API void dftfit_write_double(dftfit_writer *w, double value); /* shortest text that reads back the same bits */
DFTFIT_API void dftfit_write_bool(dftfit_writer *w, bool value);
DFTFIT_API void dftfit_write_doubles(dftfit_writer *w, int n, const double *values); /* a flow sequence */
DFTFIT_API void dftfit_write_ints(dftfit_writer *w, int n, const int *values);
/** Copies a node (with all below it) of a parsed document. */
DFTFIT_API void dftfit_write_node(dftfit_writer *w, dftfit_node node);
/** Ends the document; *text (NUL-terminated) is borrowed until the writer is destroyed. */
DFTFIT_API dftfit_status dftfit_writer_finish(dftfit_writer *w, const char **text, size_t *length, dftfit_error *err);

#ifdef __cplusplus
}
#endif
#endif
