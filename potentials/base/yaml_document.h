/* SPDX-License-Identifier: BSD-3-Clause */
/** The tree behind dftfit_yaml: a document of libyaml and the name under which errors speak of it. */
#ifndef BASE_YAML_DOCUMENT_H
#define BASE_YAML_DOCUMENT_H

#include <yaml.h>

#include "dftfit/yaml.h"

struct dftfit_yaml {
  yaml_document_t document;
  char input[sizeof((dftfit_error *)0)->input];
};

/** The libyaml node behind node; NULL when absent. */
static inline const yaml_node_t *dftfit_node_raw(dftfit_node node) {
  if (!node.document || node.id <= 0) return NULL;
  return node.document->document.nodes.start + (node.id - 1);
}

/** dftfit_yaml_parse for files of other codes, in which lists may be the keys of a mapping (and may stand there twice).
 */
dftfit_status dftfit_yaml_parse_lists(const char *input, const char *text, size_t length, dftfit_yaml **out,
                                      dftfit_error *err);

#endif
