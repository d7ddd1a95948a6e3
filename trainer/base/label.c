/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/label.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/elements.h"

int import_label_element(const char *label) {
  char symbol[3] = {(char)toupper((unsigned char)label[0]), '\0', '\0'};
  if (!isalpha((unsigned char)label[0])) return 0;
  if (!isalpha((unsigned char)label[1])) return element_number(symbol);
  if (isalpha((unsigned char)label[2])) return 0;
  symbol[1] = (char)tolower((unsigned char)label[1]);
  return element_number(symbol);
}

void import_text(char *out, size_t size, const char *text) {
  while (isspace((unsigned char)*text)) text++;
  size_t n = strlen(text);
  while (n > 0 && isspace((unsigned char)text[n - 1])) n--;
  if (n >= size) n = size - 1;
  while (n > 0 && isspace((unsigned char)text[n - 1])) n--; /* where it is cut */
  snprintf(out, size, "%.*s", (int)n, text);
}

void import_list(char *list, size_t size, const char *name) {
  const size_t length = strlen(name), used = strlen(list);
  for (const char *p = strstr(list, name); p && length; p = strstr(p + 1, name))
    if ((p == list || p[-1] == ' ') && (p[length] == '\0' || p[length] == ',')) return;
  if (used + length + 3 < size) snprintf(list + used, size - used, "%s%s", used ? ", " : "", name);
}
