/* SPDX-License-Identifier: BSD-3-Clause */
#include "data/kind.h"

#include <ctype.h>
#include <string.h>

static const char *const names[KIND_COUNT] = {
    [KIND_BULK] = "bulk",
    [KIND_STRAINED] = "strained",
    [KIND_SURFACE] = "surface",
    [KIND_POINT_DEFECT] = "point-defect",
    [KIND_PLANAR_FAULT] = "planar-fault",
    [KIND_THERMAL] = "thermal",
    [KIND_LIQUID] = "liquid",
    [KIND_COMPETING_CRYSTAL] = "competing-crystal",
    [KIND_CLUSTER] = "cluster",
    [KIND_OTHER] = "other",
};

/* The first line that matches decides: what is special stands before what is general, so that `md_vacancy` is a point
 * defect and `gamma_surface` a planar fault. A word ending in * matches as the beginning of a word of the name. */
static const struct {
  const char *word;
  dataset_kind kind;
} words[] = {
    {"gsf*", KIND_PLANAR_FAULT},
    {"gamma*", KIND_PLANAR_FAULT},
    {"stack*", KIND_PLANAR_FAULT},
    {"twin*", KIND_PLANAR_FAULT},
    {"fault*", KIND_PLANAR_FAULT},
    {"grain*", KIND_PLANAR_FAULT},
    {"dislocation*", KIND_PLANAR_FAULT},
    {"vacanc*", KIND_POINT_DEFECT},
    {"divacanc*", KIND_POINT_DEFECT},
    {"interstitial*", KIND_POINT_DEFECT},
    {"defect*", KIND_POINT_DEFECT},
    {"antisite*", KIND_POINT_DEFECT},
    {"dumbbell*", KIND_POINT_DEFECT},
    {"crowdion*", KIND_POINT_DEFECT},
    {"surf*", KIND_SURFACE},
    {"freesurf*", KIND_SURFACE},
    {"wsurface*", KIND_SURFACE},
    {"slab*", KIND_SURFACE},
    {"liquid*", KIND_LIQUID},
    {"liq", KIND_LIQUID},
    {"melt*", KIND_LIQUID},
    {"amorph*", KIND_LIQUID},
    {"disorder*", KIND_LIQUID},
    {"cluster*", KIND_CLUSTER},
    {"dimer*", KIND_CLUSTER},
    {"trimer*", KIND_CLUSTER},
    {"molecule*", KIND_CLUSTER},
    {"isolated*", KIND_CLUSTER},
    {"atom", KIND_CLUSTER},
    {"phase*", KIND_COMPETING_CRYSTAL},
    {"eos*", KIND_STRAINED},
    {"elast*", KIND_STRAINED},
    {"strain*", KIND_STRAINED},
    {"volume*", KIND_STRAINED},
    {"shear*", KIND_STRAINED},
    {"deform*", KIND_STRAINED},
    {"md", KIND_THERMAL},
    {"aimd*", KIND_THERMAL},
    {"dftmd*", KIND_THERMAL},
    {"nvt*", KIND_THERMAL},
    {"npt*", KIND_THERMAL},
    {"thermal*", KIND_THERMAL},
    {"displace*", KIND_THERMAL},
    {"rattle*", KIND_THERMAL},
    {"phonon*", KIND_THERMAL},
    {"bulk*", KIND_BULK},
    {"ground*", KIND_BULK},
    {"crystal*", KIND_BULK},
};

const char *dataset_kind_name(dataset_kind kind) { return kind < KIND_COUNT ? names[kind] : "?"; }

dataset_kind dataset_kind_find(const char *name) {
  int k = 0;
  while (k < KIND_COUNT && strcmp(name, names[k])) k++;
  return (dataset_kind)k;
}

/* next word of a name: a run of letters; digits and punctuation part words (`001FreeSurf`, `DFT_MD_300K`) */
static const char *next_word(const char *p, char *word, size_t size) {
  size_t n = 0;
  while (*p && !isalpha((unsigned char)*p)) p++;
  for (; isalpha((unsigned char)*p); p++)
    if (n + 1 < size) word[n++] = (char)tolower((unsigned char)*p);
  word[n] = '\0';
  return p;
}

dataset_kind dataset_kind_suggest(const char *group) {
  int best = -1;
  char word[64];
  for (const char *p = next_word(group, word, sizeof word); word[0]; p = next_word(p, word, sizeof word)) {
    for (int i = 0; i < (int)(sizeof words / sizeof *words); i++) {
      const char *pattern = words[i].word;
      size_t n = strlen(pattern);
      bool match = pattern[n - 1] == '*' ? !strncmp(word, pattern, n - 1) : !strcmp(word, pattern);
      if (match && (best < 0 || i < best)) best = i;
    }
  }
  return best < 0 ? KIND_OTHER : words[best].kind;
}
