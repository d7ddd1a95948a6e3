/* SPDX-License-Identifier: BSD-3-Clause */
/* The writer: events of libyaml's emitter into a growing text. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/yaml_document.h"
#include "base/yaml_number.h"

enum { LINE_WIDTH = 120 };

struct dftfit_writer {
  yaml_emitter_t emitter;
  char *text;
  size_t length, capacity;
  dftfit_error failure; /* the first one; code DFTFIT_OK: none */
};

static int append(void *self, unsigned char *bytes, size_t n) {
  dftfit_writer *w = self;
  if (w->length + n + 1 > w->capacity) {
    size_t capacity = 2 * w->capacity + n + 1024;
    char *text = realloc(w->text, capacity);
    if (!text) return 0;
    w->text = text;
    w->capacity = capacity;
  }
  memcpy(w->text + w->length, bytes, n);
  w->length += n;
  w->text[w->length] = '\0';
  return 1;
}

/* Hands an event over (initialised: what the event's initialiser returned). */
static void emit(dftfit_writer *w, yaml_event_t *event, int initialised) {
  if (w->failure.code) {
    if (initialised) yaml_event_delete(event);
    return;
  }
  if (!initialised) {
    dftfit_fail(&w->failure, DFTFIT_ERR_MEMORY, "out of memory, or text that is not UTF-8");
  } else if (!yaml_emitter_emit(&w->emitter, event)) {
    if (w->emitter.error == YAML_EMITTER_ERROR)
      dftfit_fail(&w->failure, DFTFIT_ERR_USAGE, "%s", w->emitter.problem);
    else
      dftfit_fail(&w->failure, DFTFIT_ERR_MEMORY, "out of memory");
  }
}

dftfit_writer *dftfit_writer_create(void) {
  yaml_event_t event;
  dftfit_writer *w = calloc(1, sizeof *w);
  if (!w) return NULL;
  if (!yaml_emitter_initialize(&w->emitter)) {
    free(w);
    return NULL;
  }
  yaml_emitter_set_output(&w->emitter, append, w);
  yaml_emitter_set_width(&w->emitter, LINE_WIDTH);
  yaml_emitter_set_unicode(&w->emitter, 1);
  emit(w, &event, yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING));
  emit(w, &event, yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1));
  return w;
}

void dftfit_writer_destroy(dftfit_writer *w) {
  if (!w) return;
  yaml_emitter_delete(&w->emitter);
  free(w->text);
  free(w);
}

void dftfit_write_map_begin(dftfit_writer *w, bool flow) {
  yaml_event_t event;
  emit(w, &event,
       yaml_mapping_start_event_initialize(&event, NULL, NULL, 1,
                                           flow ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE));
}

void dftfit_write_map_end(dftfit_writer *w) {
  yaml_event_t event;
  emit(w, &event, yaml_mapping_end_event_initialize(&event));
}

void dftfit_write_seq_begin(dftfit_writer *w, bool flow) {
  yaml_event_t event;
  emit(w, &event,
       yaml_sequence_start_event_initialize(&event, NULL, NULL, 1,
                                            flow ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE));
}

void dftfit_write_seq_end(dftfit_writer *w) {
  yaml_event_t event;
  emit(w, &event, yaml_sequence_end_event_initialize(&event));
}

static void write_scalar(dftfit_writer *w, const char *text, yaml_scalar_style_t style) {
  yaml_event_t event;
  emit(w, &event,
       yaml_scalar_event_initialize(&event, NULL, NULL, (const unsigned char *)text, (int)strlen(text), 1, 1, style));
}

/* Words that a reader of YAML 1.1 takes for truth values, nulls, merges or numbers: the elements N, Y and No are among
 * them. */
static bool ambiguous(const char *text) {
  static const char *const word[] = {"", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "<<", "="};
  for (size_t i = 0; i < sizeof word / sizeof word[0]; i++)
    if (strcasecmp(text, word[i]) == 0) return true;
  if (!strchr("0123456789+-.", text[0])) return false;
  return strspn(text, "0123456789abcdefABCDEFxXoOinINTtZz_+-.: ") == strlen(text);
}

void dftfit_write_text(dftfit_writer *w, const char *text) {
  write_scalar(w, text, ambiguous(text) ? YAML_DOUBLE_QUOTED_SCALAR_STYLE : YAML_ANY_SCALAR_STYLE);
}

void dftfit_write_int(dftfit_writer *w, long value) {
  char text[32];
  snprintf(text, sizeof text, "%ld", value);
  write_scalar(w, text, YAML_PLAIN_SCALAR_STYLE);
}

void dftfit_write_double(dftfit_writer *w, double value) {
  char text[DFTFIT_NUMBER_SIZE];
  if (!isfinite(value)) {
    if (!w->failure.code) dftfit_fail(&w->failure, DFTFIT_ERR_NUMERIC, "a number to be written is not finite");
    return;
  }
  dftfit_number_format(value, text);
  write_scalar(w, text, YAML_PLAIN_SCALAR_STYLE);
}

void dftfit_write_bool(dftfit_writer *w, bool value) {
  write_scalar(w, value ? "true" : "false", YAML_PLAIN_SCALAR_STYLE);
}

void dftfit_write_doubles(dftfit_writer *w, int n, const double *values) {
  dftfit_write_seq_begin(w, true);
  for (int i = 0; i < n; i++) dftfit_write_double(w, values[i]);
  dftfit_write_seq_end(w);
}

void dftfit_write_ints(dftfit_writer *w, int n, const int *values) {
  dftfit_write_seq_begin(w, true);
  for (int i = 0; i < n; i++) dftfit_write_int(w, values[i]);
  dftfit_write_seq_end(w);
}

void dftfit_write_node(dftfit_writer *w, dftfit_node node) {
  const yaml_node_t *raw = dftfit_node_raw(node);
  if (!raw) return;
  if (raw->type == YAML_SCALAR_NODE) {
    write_scalar(w, (const char *)raw->data.scalar.value, raw->data.scalar.style);
  } else if (raw->type == YAML_SEQUENCE_NODE) {
    dftfit_write_seq_begin(w, raw->data.sequence.style == YAML_FLOW_SEQUENCE_STYLE);
    for (int i = 0; i < dftfit_node_size(node); i++) dftfit_write_node(w, dftfit_node_item(node, i));
    dftfit_write_seq_end(w);
  } else {
    dftfit_write_map_begin(w, raw->data.mapping.style == YAML_FLOW_MAPPING_STYLE);
    for (int i = 0; i < dftfit_node_size(node); i++) {
      dftfit_write_node(w, dftfit_node_key(node, i));
      dftfit_write_node(w, dftfit_node_value(node, i));
    }
    dftfit_write_map_end(w);
  }
}

dftfit_status dftfit_writer_finish(dftfit_writer *w, const char **text, size_t *length, dftfit_error *err) {
  yaml_event_t event;
  emit(w, &event, yaml_document_end_event_initialize(&event, 1));
  emit(w, &event, yaml_stream_end_event_initialize(&event));
  *text = NULL;
  *length = 0;
  if (w->failure.code) return dftfit_fail(err, w->failure.code, "%s", w->failure.message);
  *text = w->text;
  *length = w->length;
  return DFTFIT_OK;
}
