/* SPDX-License-Identifier: BSD-3-Clause */
#include "assemble/weights.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

dftfit_status group_find(const dataset *set, dftfit_node node, int *group, dftfit_error *err) {
  const char *name = dftfit_node_text(node);
  for (int g = 0; g < set->ngroup; g++)
    if (!strcmp(set->group[g].name, name)) {
      *group = g;
      return DFTFIT_OK;
    }
  char known[256] = "";
  size_t used = 0;
  for (int g = 0; g < set->ngroup && used < sizeof known - 1; g++)
    used += (size_t)snprintf(known + used, sizeof known - used, "%s%s", g ? ", " : "", set->group[g].name);
  return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "the data have no group '%s'; there are: %s", name, known);
}

/* Forty bits are enough for a ratio of sigmas, and make it the same number whether it is given or divided out. */
static double rounded(double ratio) {
  int exponent;
  double mantissa = frexp(ratio, &exponent);
  return ldexp(round(ldexp(mantissa, 40)), exponent - 40);
}

static target_weight resolve(const sigma_setting *all, const sigma_setting *group, double scale, int kind) {
  const sigma_setting *setting = group && group->kind != SIGMA_UNSET ? group : all;
  target_weight w = {setting->kind != SIGMA_OFF, 1, (target_class)kind};
  if (setting != all && setting->kind == SIGMA_VALUE && all->kind == SIGMA_VALUE)
    w.sigma = rounded(setting->value / all->value);
  else if (setting != all && setting->kind == SIGMA_VALUE)
    w = (target_weight){true, setting->value, TARGET_FIXED};
  else if (scale > 0)
    w.sigma = rounded(scale);
  return w;
}

dftfit_status weights_resolve(const fit_config *config, const dataset *set, target_weight *weight, dftfit_error *err) {
  for (int g = 0; g < set->ngroup; g++)
    for (int k = 0; k < TARGET_KINDS; k++) weight[g * TARGET_KINDS + k] = resolve(&config->sigma[k], NULL, 0, k);
  for (int i = 0; i < config->ngroup_sigma; i++) {
    int g;
    DFTFIT_TRY(group_find(set, config->group_sigma[i].name, &g, err));
    for (int k = 0; k < TARGET_KINDS; k++)
      weight[g * TARGET_KINDS + k] =
          resolve(&config->sigma[k], &config->group_sigma[i].sigma[k], config->group_sigma[i].scale, k);
  }
  return DFTFIT_OK;
}

void weights_options(const fit_config *config, int kind, bool *estimated, double *sigma) {
  const sigma_setting *s = &config->sigma[kind];
  *estimated = s->kind == SIGMA_AUTO;
  *sigma = s->kind == SIGMA_VALUE ? s->value : 1;
}
