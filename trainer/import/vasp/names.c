/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/vasp/names.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/label.h"

/* tags, and how the titles of POTCAR files begin */
static const struct {
  const char *tag, *functional;
} functionals[] = {{"PE", "PBE"},      {"91", "PW91"},      {"PS", "PBEsol"},   {"RP", "RPBE"},
                   {"RE", "revPBE"},   {"AM", "AM05"},      {"B3", "B3LYP"},    {"BF", "BEEF"},
                   {"CA", "LDA"},      {"OR", "optPBE"},    {"BO", "optB88"},   {"MK", "optB86b"},
                   {"PAW_PBE", "PBE"}, {"PAW_GGA", "PW91"}, {"PAW_LDA", "LDA"}, {"PAW", "LDA"}};

static bool is_given(const char *tag) { return tag[0] && strcmp(tag, "--") != 0; }

void vasp_functional(dataset_calculation *c, const char *gga, const char *potcar, const char *metagga, bool hybrid,
                     int ivdw) {
  const char *tag = is_given(gga) ? gga : potcar, *name = tag;
  for (size_t i = 0; i < sizeof functionals / sizeof *functionals; i++)
    if (!strcasecmp(tag, functionals[i].tag)) name = functionals[i].functional;
  if (is_given(metagga)) name = metagga;
  snprintf(c->functional, sizeof c->functional, "%.16s%s", name, hybrid ? " hybrid" : "");
  size_t used = strlen(c->functional);
  if (ivdw) snprintf(c->functional + used, sizeof c->functional - used, ", IVDW %d", ivdw);
}

void vasp_smearing(dataset_calculation *c, int ismear, double sigma) {
  if (ismear > 0)
    snprintf(c->smearing, sizeof c->smearing, "Methfessel-Paxton %d, %g eV", ismear, sigma);
  else if (ismear == 0)
    snprintf(c->smearing, sizeof c->smearing, "Gaussian, %g eV", sigma);
  else if (ismear == -1)
    snprintf(c->smearing, sizeof c->smearing, "Fermi-Dirac, %g eV", sigma);
  else if (ismear <= -4)
    snprintf(c->smearing, sizeof c->smearing, "tetrahedra");
  else
    snprintf(c->smearing, sizeof c->smearing, "fixed occupations");
}

int vasp_title_element(const char *title) {
  char first[32] = "", second[32] = "";
  const int n = sscanf(title, "%31s %31s", first, second);
  return n < 1 ? 0 : import_label_element(n > 1 ? second : first);
}

void vasp_tell_hydrogens(importing *to, const import_stream *stream, const char *pseudopotentials) {
  char found[128] = "", name[32];
  for (const char *p = pseudopotentials; *p; p += strspn(p, " ,")) {
    const size_t length = strcspn(p, " ,");
    const bool hydrogen = p[0] == 'H' && length > 1 && strspn(p + 1, "0123456789.") == length - 1;
    snprintf(name, sizeof name, "%.*s", length < sizeof name ? (int)length : (int)sizeof name - 1, p);
    if (hydrogen) import_list(found, sizeof found, name);
    p += length;
  }
  if (found[0])
    import_tell(to, stream,
                "pseudo-hydrogens (%s) were read as H: a potential cannot tell them from each other, nor from hydrogen",
                found);
}
