/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/virial_table.h"

#include <string.h>

static const char *const component[3] = {"yz", "xz", "xy"};

static void print_finding(FILE *to, const virial_result *r) {
  int truth[3];
  for (int l = 0; l < 3; l++) truth[r->order[l]] = l;
  if (r->wrong_order)
    fprintf(to, "  SHEAR: what is stored as yz xz xy is %s %s %s", component[truth[0]], component[truth[1]],
            component[truth[2]]);
  if (r->wrong_sign) fprintf(to, "  SIGN of the stress: it is the other one");
  if (r->wrong_forces) fprintf(to, "  SIGN of the forces: it is the other one, since near atoms attract each other");
  if (r->contradiction) fprintf(to, "  SIGN: forces and stress contradict each other; one of them has the other sign");
  if (r->wrong_size)
    fprintf(to, "  SIZE: %.2g times the stress of the fitted forces, in other groups %.2g times", r->size, r->others);
}

void virial_table_print(FILE *to, const dataset *set, const virial_report *report, const work_report *work) {
  int width = 5;
  for (int i = 0; i < report->n; i++) {
    const int length = (int)strlen(set->group[report->result[i].group].name);
    if (length > width) width = length;
  }
  fprintf(to, "\nvirial test: stresses against those of central forces that are fitted to the forces; correlations\n"
              "(docs/data-checks.md). Where that of the forces is low, the others say nothing\n");
  fprintf(to, "%-*s %7s %8s %9s %8s\n", width, "group", "configs", "forces", "deviator", "shear");
  for (int i = 0; i < report->n; i++) {
    const virial_result *r = &report->result[i];
    if (work_judges_stress(work, r->group)) continue;
    fprintf(to, "%-*s %7lld %8.3f %9.3f %8.3f", width, set->group[r->group].name, (long long)r->nconfig, r->forces,
            r->deviator, r->shear);
    print_finding(to, r);
    fprintf(to, "\n");
  }
  if (report->n == 0)
    fprintf(to, "no group has %d configurations with a stress and forces that are not small\n", VIRIAL_CONFIGS);
}
