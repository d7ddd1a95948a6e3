/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/vasp/species.h"

#include <stdlib.h>
#include <string.h>

#include "base/elements.h"
#include "base/label.h"

/* VASP 5.4.1 prints the `Zr` of a POTCAR's first line as `r`. */
static int element_of(const char *label) {
  return strcmp(label, "r") ? import_label_element(label) : element_number("Zr");
}

static dftfit_status add_atom(vasp_species *s, const import_xml *xml, const char *label, dftfit_error *err) {
  const int number = element_of(label);
  if (!number)
    return import_xml_fail(xml, err, DFTFIT_ERR_ELEMENT, "'%.20s' does not begin with the symbol of an element", label);
  if (s->natom == s->capacity) {
    const int capacity = 2 * s->capacity + 64;
    void *symbol = realloc(s->symbol, (size_t)capacity * sizeof *s->symbol);
    if (!symbol) return import_xml_fail(xml, err, DFTFIT_ERR_MEMORY, "out of memory for %d atoms", capacity);
    s->symbol = symbol;
    s->capacity = capacity;
  }
  strcpy(s->symbol[s->natom++], element_symbol(number));
  return DFTFIT_OK;
}

/* a cell of the table of types: atoms of the type, element, mass, valence electrons, title of the POTCAR */
static dftfit_status take_type(vasp_species *s, const import_xml *xml, const char *word, dftfit_error *err) {
  enum { COLUMN_COUNT = 1, COLUMN_VALENCE = 4, COLUMN_TITLE = 5 };
  double value;
  if (s->column == COLUMN_COUNT)
    DFTFIT_TRY(import_xml_numbers(xml, word, 1, &s->row_count, "the number of atoms", err));
  if (s->column == COLUMN_VALENCE) {
    DFTFIT_TRY(import_xml_numbers(xml, word, 1, &value, "the number of valence electrons", err));
    s->valence += s->row_count * value;
  }
  if (s->column == COLUMN_TITLE) import_list(s->pseudopotentials, sizeof s->pseudopotentials, word);
  return DFTFIT_OK;
}

dftfit_status vasp_species_take(vasp_species *s, const import_xml *xml, const char *path, const char *text,
                                dftfit_error *err) {
  static const char info[] = "modeling/atominfo/array:";
  char word[128];
  if (strncmp(path, info, sizeof info - 1)) return DFTFIT_OK;
  path += sizeof info - 1;
  import_text(word, sizeof word, text);
  if (!strcmp(path, "atoms/set/rc/c")) return ++s->column == 1 ? add_atom(s, xml, word, err) : DFTFIT_OK;
  if (!strcmp(path, "atomtypes/set/rc/c")) {
    s->column++;
    return take_type(s, xml, word, err);
  }
  if (!strcmp(path, "atoms/set/rc") || !strcmp(path, "atomtypes/set/rc")) s->column = 0;
  return DFTFIT_OK;
}

void vasp_species_clear(vasp_species *s) {
  free(s->symbol);
  *s = (vasp_species){0};
}
