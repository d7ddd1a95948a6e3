/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/reading/xml.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fortran_number.h"
#include "base/numbers.h"

enum { MAX_DEPTH = 64, PATH_BYTES = 2048, READ_BYTES = 65536 };

struct import_xml {
  import_stream *stream;
  const xml_handler *handler;
  void *self;
  dftfit_error *err;
  dftfit_status status; /* of the handler */
  xmlParserCtxtPtr parser;
  char path[PATH_BYTES];
  size_t length[MAX_DEPTH + 1]; /* of the path at each depth */
  int depth, skipped;           /* skipped: elements that are open within one that is gone over, itself included */
  const xmlChar **attribute;    /* [nattribute][5] of the element that begins: name, prefix, URI, value, its end */
  int nattribute;
  char *text; /* of the element that is open */
  size_t used, capacity;
  char message[200]; /* libxml2's, of what is not well-formed; "" none */
  int line;          /* of that */
};

/* keeps the first message that ends the parsing */
static void keep_message(void *context, xmlErrorPtr error) {
  import_xml *x = context;
  if (x->message[0] || error->level != XML_ERR_FATAL) return;
  const char *message = error->message ? error->message : "not well-formed";
  snprintf(x->message, sizeof x->message, "%.*s", (int)strcspn(message, "\n"), message);
  x->line = error->line;
}

int import_xml_line(const import_xml *x) { return xmlSAX2GetLineNumber(x->parser); }

dftfit_status import_xml_fail(const import_xml *x, dftfit_error *err, dftfit_status code, const char *format, ...) {
  char message[sizeof err->message];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  return dftfit_fail_at(err, code, x->stream->path, import_xml_line(x), 0, "%s", message);
}

bool import_xml_attribute(const import_xml *x, const char *name, char *out, size_t size) {
  for (int i = 0; i < x->nattribute; i++) {
    const xmlChar *const *a = x->attribute + 5 * (size_t)i;
    if (strcmp((const char *)a[0], name)) continue;
    snprintf(out, size, "%.*s", (int)(a[4] - a[3]), (const char *)a[3]);
    return true;
  }
  return false;
}

/* numbers of columns that touch, to the end of the text */
static bool read_touching(const char *text, int n, double *out) {
  for (int i = 0; i < n; i++) {
    text = fortran_number(text, &out[i]);
    if (!text) return false;
  }
  return !text[strspn(text, " \t\r\n")];
}

dftfit_status import_xml_numbers(const import_xml *x, const char *text, int n, double *out, const char *what,
                                 dftfit_error *err) {
  const char *bad;
  if (import_numbers(text, n, out, &bad) == n || read_touching(text, n, out)) return DFTFIT_OK;
  text += strspn(text, " \t\r\n");
  return import_xml_fail(x, err, DFTFIT_ERR_VALUE, "'%.60s' stands where %s, %d finite number%s, is due", text, what, n,
                         n > 1 ? "s" : "");
}

dftfit_status import_xml_results(const import_xml *x, const char *text, int n, double *out, const char *what,
                                 dftfit_error *err) {
  const char *bad;
  if (import_numbers(text, n, out, &bad) == n) return DFTFIT_OK;
  if (fortran_no_number(text) && fortran_numbers_or_infinity(text, n, out) == n) return DFTFIT_OK;
  return import_xml_numbers(x, text, n, out, what, err);
}

static dftfit_status push_path(import_xml *x, const char *prefix, const char *name, dftfit_error *err) {
  char attribute[128] = "";
  if (x->depth == MAX_DEPTH)
    return import_xml_fail(x, err, DFTFIT_ERR_SYNTAX, "elements are nested more than %d deep", MAX_DEPTH);
  const size_t used = x->length[x->depth];
  const bool named = import_xml_attribute(x, "name", attribute, sizeof attribute);
  const int n = snprintf(x->path + used, PATH_BYTES - used, "%s%s%s%s%s%s", used ? "/" : "", prefix ? prefix : "",
                         prefix ? ":" : "", name, named ? ":" : "", attribute);
  if (n < 0 || used + (size_t)n >= PATH_BYTES)
    return import_xml_fail(x, err, DFTFIT_ERR_SYNTAX, "the names of nested elements are longer than %d characters",
                           PATH_BYTES - 1);
  x->length[++x->depth] = used + (size_t)n;
  return DFTFIT_OK;
}

/* what the handler says decides whether parsing goes on */
static void judge(import_xml *x, dftfit_status status) {
  if (!status) return;
  x->status = status;
  xmlStopParser(x->parser);
}

static void begin_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int nnamespace,
                          const xmlChar **namespaces, int nattribute, int ndefault, const xmlChar **attribute) {
  import_xml *x = context;
  (void)uri, (void)nnamespace, (void)namespaces, (void)ndefault;
  bool skip = false;
  x->used = 0;
  if (x->status) return;
  if (x->skipped > 0) {
    x->skipped++;
    return;
  }
  x->attribute = attribute;
  x->nattribute = nattribute;
  dftfit_status status = push_path(x, (const char *)prefix, (const char *)name, x->err);
  if (!status) status = x->handler->begin(x->self, x, x->path, &skip, x->err);
  x->nattribute = 0;
  if (skip) x->skipped = 1;
  judge(x, status);
}

static void end_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
  import_xml *x = context;
  (void)name, (void)prefix, (void)uri;
  if (x->status) return;
  if (x->skipped == 0) {
    if (x->text) x->text[x->used] = '\0';
    judge(x, x->handler->end(x->self, x, x->path, x->text ? x->text : "", x->err));
  }
  if (x->skipped > 0) x->skipped--;
  if (x->skipped == 0) x->path[x->length[--x->depth]] = '\0';
  x->used = 0;
}

static void take_text(void *context, const xmlChar *value, int length) {
  import_xml *x = context;
  const size_t n = (size_t)length;
  if (x->skipped || x->status) return;
  if (x->used + n + 1 > x->capacity) {
    char *text = realloc(x->text, 2 * (x->used + n + 1));
    if (!text) {
      judge(x, import_xml_fail(x, x->err, DFTFIT_ERR_MEMORY, "out of memory for the text of an element"));
      return;
    }
    x->text = text;
    x->capacity = 2 * (x->used + n + 1);
  }
  memcpy(x->text + x->used, value, n);
  x->used += n;
}

/* feeds the parser to the end of the file, or to where it stops */
static dftfit_status feed(import_xml *x, dftfit_error *err) {
  char *bytes = malloc(READ_BYTES);
  DFTFIT_FAIL_IF(!bytes, err, DFTFIT_ERR_MEMORY, "out of memory for reading XML");
  dftfit_status status = DFTFIT_OK;
  size_t got = 1;
  while (!status && !x->status && !x->message[0] && got > 0) {
    status = import_stream_read(x->stream, bytes, READ_BYTES, &got, err);
    if (!status) xmlParseChunk(x->parser, bytes, (int)got, got == 0);
  }
  free(bytes);
  return status ? status : x->status;
}

/* Not well-formed, which is what a file that was cut off is. */
static dftfit_status damaged(const import_xml *x, importing *to, dftfit_error *err) {
  if (to->step == 0)
    return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, x->stream->path, x->line, 0,
                          "the XML is damaged or cut off before the first ionic step is whole: %s", x->message);
  import_tell(to, x->stream,
              "line %d: the XML is damaged or cut off (%s); the %ld ionic steps that are whole before that were read",
              x->line, x->message, to->step);
  return DFTFIT_OK;
}

dftfit_status import_xml_walk(import_stream *stream, importing *to, const xml_handler *handler, void *self,
                              dftfit_error *err) {
  import_xml x = {.stream = stream, .handler = handler, .self = self, .err = err};
  xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                       .startElementNs = begin_element,
                       .endElementNs = end_element,
                       .characters = take_text,
                       .cdataBlock = take_text,
                       .serror = keep_message};
  x.parser = xmlCreatePushParserCtxt(&sax, &x, NULL, 0, NULL);
  if (!x.parser) return dftfit_fail_at(err, DFTFIT_ERR_MEMORY, stream->path, 0, 0, "out of memory for reading XML");
  xmlCtxtUseOptions(x.parser, XML_PARSE_NONET);
  dftfit_status status = feed(&x, err);
  if (!status && x.message[0]) status = damaged(&x, to, err);
  if (x.parser->myDoc) xmlFreeDoc(x.parser->myDoc);
  xmlFreeParserCtxt(x.parser);
  free(x.text);
  return status;
}
