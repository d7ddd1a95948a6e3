/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/vasp/species.h"

#include <stdlib.h>
#include <string.h>

#include "base/elements.h"
#include "base/label.h"
#include "import/vasp/names.h"

/* VASP 5.4.1 prints the `Zr` of a POTCAR's first line as `r`. */
static int element_of(const char *label) {
  return strcmp(label, "r") ? import_label_element(label) : element_number("Zr");
}

static dftfit_status add_atom(vasp_species *s, const import_xml *xml, const char *label, dftfit_error *err) {
  if (s->natom == s->capacity) {
    const int capacity = 2 * s->capacity + 64;
    void *symbol = realloc(s->symbol, (size_t)capacity * sizeof *s->symbol);
    if (symbol) s->symbol = symbol;
    void *type = realloc(s->type, (size_t)capacity * sizeof *s->type);
    if (type) s->type = type;
    if (!symbol || !type) return import_xml_fail(xml, err, DFTFIT_ERR_MEMORY, "out of memory for %d atoms", capacity);
    s->capacity = capacity;
  }
  const int number = element_of(label);
  s->type[s->natom] = 0;
  strcpy(s->symbol[s->natom++], number ? element_symbol(number) : "");
  return DFTFIT_OK;
}

static dftfit_status add_atom_type(vasp_species *s, const import_xml *xml, const char *word, dftfit_error *err) {
  double value;
  DFTFIT_TRY(import_xml_numbers(xml, word, 1, &value, "the type of an atom", err));
  if (s->natom && value >= 1 && value <= s->natom) s->type[s->natom - 1] = (int)value;
  return DFTFIT_OK;
}

/* The title of a POTCAR, "PAW_PBE Xe 07Sep2000", names the element where the file has a rest of its name ("X "); two
 * that are different are an error. */
static dftfit_status take_title(vasp_species *s, const import_xml *xml, const char *title, dftfit_error *err) {
  const int named = vasp_title_element(title), number = element_of(s->label);
  if (!named) return DFTFIT_OK;
  if (number && number != named)
    return import_xml_fail(xml, err, DFTFIT_ERR_ELEMENT, "type %d is '%s' by its name and %s by its POTCAR, '%.40s'",
                           s->ntype, s->label, element_symbol(named), title);
  for (int i = 0; i < s->natom; i++)
    if (s->type[i] == s->ntype && !s->symbol[i][0]) strcpy(s->symbol[i], element_symbol(named));
  return DFTFIT_OK;
}

dftfit_status vasp_species_check(const vasp_species *s, const import_xml *xml, dftfit_error *err) {
  for (int i = 0; i < s->natom; i++)
    if (!s->symbol[i][0])
      return import_xml_fail(xml, err, DFTFIT_ERR_ELEMENT,
                             "the element of atom %d is not known: neither its name in "
                             "<atominfo> nor the title of its POTCAR begins with one",
                             i + 1);
  return DFTFIT_OK;
}

/* a cell of the table of types: atoms of the type, element, mass, valence electrons, title of the POTCAR */
static dftfit_status take_type(vasp_species *s, const import_xml *xml, const char *word, dftfit_error *err) {
  enum { COLUMN_COUNT = 1, COLUMN_NAME = 2, COLUMN_VALENCE = 4, COLUMN_TITLE = 5 };
  double value;
  if (s->column == COLUMN_COUNT)
    DFTFIT_TRY(import_xml_numbers(xml, word, 1, &s->row_count, "the number of atoms", err));
  if (s->column == COLUMN_VALENCE) {
    DFTFIT_TRY(import_xml_numbers(xml, word, 1, &value, "the number of valence electrons", err));
    s->valence += s->row_count * value;
  }
  if (s->column == COLUMN_NAME) import_text(s->label, sizeof s->label, word);
  if (s->column != COLUMN_TITLE) return DFTFIT_OK;
  import_list(s->pseudopotentials, sizeof s->pseudopotentials, word);
  s->ntype++;
  return take_title(s, xml, word, err);
}

dftfit_status vasp_species_take(vasp_species *s, const import_xml *xml, const char *path, const char *text,
                                dftfit_error *err) {
  static const char info[] = "modeling/atominfo/array:";
  char word[128];
  if (strncmp(path, info, sizeof info - 1)) return DFTFIT_OK;
  path += sizeof info - 1;
  import_text(word, sizeof word, text);
  if (!strcmp(path, "atoms/set/rc/c"))
    return ++s->column == 1 ? add_atom(s, xml, word, err) : add_atom_type(s, xml, word, err);
  if (!strcmp(path, "atomtypes/set/rc/c")) {
    s->column++;
    return take_type(s, xml, word, err);
  }
  if (!strcmp(path, "atoms/set/rc") || !strcmp(path, "atomtypes/set/rc")) s->column = 0;
  return DFTFIT_OK;
}

void vasp_species_clear(vasp_species *s) {
  free(s->symbol);
  free(s->type);
  *s = (vasp_species){0};
}
