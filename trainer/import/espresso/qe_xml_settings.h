/* SPDX-License-Identifier: BSD-3-Clause */
/** What data-file-schema.xml says of the calculation: <general_info>, <input>. */
#ifndef TRAINER_IMPORT_ESPRESSO_QE_XML_SETTINGS_H
#define TRAINER_IMPORT_ESPRESSO_QE_XML_SETTINGS_H

#include "import/reading/xml.h"

typedef struct qe_xml_settings {
  dataset_calculation calculation;
  char occupations[32], smearing[32], dispersion[32];
  double mesh[3], degauss, charge;                 /* degauss: Hartree */
  bool spin, noncollinear, hubbard, fixed, stress; /* stress: it was asked for */
} qe_xml_settings;

void qe_xml_settings_begin(qe_xml_settings *settings);
/** An element begins; path is the whole one. */
void qe_xml_settings_begin_element(qe_xml_settings *settings, const import_xml *xml, const char *path);
/** It ends; path is that within the root. */
void qe_xml_settings_take(qe_xml_settings *settings, const char *path, const char *text);
/** Fills settings->calculation from all that was taken; cell: that of the first step, rows in A. */
void qe_xml_settings_finish(qe_xml_settings *settings, const double cell[9]);

#endif
