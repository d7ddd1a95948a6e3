/* SPDX-License-Identifier: BSD-3-Clause */
/** XML read element by element from a stream (libxml2's push parser), so that memory does not grow with the file and
 *  everything before the place where a file was cut off is seen. */
#ifndef TRAINER_IMPORT_READING_XML_H
#define TRAINER_IMPORT_READING_XML_H

#include "import/importer.h"

typedef struct import_xml import_xml;

/** What a reader does with the elements. A path names an element and those round it, each followed by the value of its
 *  attribute `name` where it has one: "modeling/calculation/varray:forces/v". */
typedef struct xml_handler {
  /* an element begins; its attributes can be asked for. *skip: nothing within it is wanted. */
  dftfit_status (*begin)(void *self, import_xml *xml, const char *path, bool *skip, dftfit_error *err);
  /* it ends; text is what stood in it after the last element within it */
  dftfit_status (*end)(void *self, import_xml *xml, const char *path, const char *text, dftfit_error *err);
} xml_handler;

/** Walks over the whole file. Where it is not well-formed, and so where it was cut off, the elements before are handed
 *  over; the ionic steps among them are kept and the user is told, or it is an error if there are none. */
dftfit_status import_xml_walk(import_stream *stream, importing *to, const xml_handler *handler, void *self,
                              dftfit_error *err);

/** Copies an attribute of the element that begins into out [size]; false: it has none. */
bool import_xml_attribute(const import_xml *xml, const char *name, char *out, size_t size);
/** Present line of the file. */
int import_xml_line(const import_xml *xml);
/** Exactly n finite numbers; `what` names them in the error. */
dftfit_status import_xml_numbers(
    const import_xml *xml, const char *text, int n, double *out, const char *what,
    dftfit_error *err); /** The same of results: those that are printed as stars or NaN become HUGE_VAL. */
dftfit_status import_xml_results(const import_xml *xml, const char *text, int n, double *out, const char *what,
                                 dftfit_error *err);
/** Fails at the present line. */
dftfit_status import_xml_fail(const import_xml *xml, dftfit_error *err, dftfit_status code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
