/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/label.h"
#include "data/dataset_copy.h"
#include "data/dataset_source.h"
#include "dftfit/cell.h"
#include "dftfit/units.h"
#include "import/importer.h"
#include "import/probe.h"

/* No DFT calculation with pseudopotentials reaches this stress (160 TPa; the hardest compressions in published training
 * sets are below 10 TPa), while a stress in bar that is taken for eV/A^3 does from 0.1 GPa on. */
static const double LARGEST_STRESS = 1000; /* eV/A^3 */

static bool is_excluded(const import_options *options, const char *group) {
  for (int i = 0; i < options->nexcluded; i++)
    if (!strcmp(group, options->excluded[i])) return true;
  return false;
}

/* Numbers that files hold are finite; what is made of them, fractions times vectors for example, may be too large. */
static dftfit_status check_finite(const dataset_config *config, const char *input, int line, dftfit_error *err) {
  bool finite = true;
  for (int k = 0; k < 9; k++) finite = finite && isfinite(config->cell[k]);
  for (int i = 0; i < config->natom; i++)
    for (int k = 0; k < 3; k++) finite = finite && isfinite(config->position[i][k]);
  if (finite) return DFTFIT_OK;
  return dftfit_fail_at(err, DFTFIT_ERR_VALUE, input, line, 0,
                        "the vectors of the cell or the positions of this configuration are too large for numbers");
}

/* Readers give HUGE_VAL for what is printed as NaN or stars. A step with such an energy or force is left out, a stress is
 * dropped. */
static const char *find_fault(importing *to, dataset_config *config) {
  bool stress = false;
  for (int k = 0; k < 6; k++) stress = stress || isinf(config->stress[k]);
  for (int k = 0; k < 6 && stress; k++) config->stress[k] = NAN;
  to->tally.stress_no_number += stress;
  if (isinf(config->energy)) return "the energy is no number";
  for (int i = 0; i < config->natom && config->force; i++)
    for (int k = 0; k < 3; k++)
      if (!isfinite(config->force[i][k])) return "a force is no number";
  return NULL;
}

/* A left-handed set a, b, c spans the same lattice as -a, -b, -c, which is right-handed: no atom moves. */
static dftfit_status check_cell(importing *to, dataset_config *config, const char *input, int line, dftfit_error *err) {
  double frame[9];
  uint8_t pbc[3] = {config->pbc[0], config->pbc[1], config->pbc[2]};
  dftfit_cell_frame(config->cell, pbc, frame);
  if (dftfit_cell_openness(frame) < DFTFIT_CELL_FLAT)
    return dftfit_fail_at(err, DFTFIT_ERR_VALUE, input, line, 0,
                          "the cell has no volume: its periodic vectors are zero or lie in a plane; give three "
                          "independent vectors, or pbc=\"F F F\"");
  if (pbc[0] && pbc[1] && pbc[2] && dftfit_cell_volume(config->cell) < 0) {
    for (int k = 0; k < 9; k++) config->cell[k] = config->cell[k] == 0 ? 0 : -config->cell[k];
    to->tally.left_handed++;
  }
  return DFTFIT_OK;
}

static dftfit_status check_stress(importing *to, dataset_config *config, const char *input, int line,
                                  dftfit_error *err) {
  if (isnan(config->stress[0])) return DFTFIT_OK;
  if (!config->pbc[0] || !config->pbc[1] || !config->pbc[2]) { /* a stress needs a volume */
    for (int k = 0; k < 6; k++) config->stress[k] = NAN;
    to->tally.stress_dropped++;
    return DFTFIT_OK;
  }
  for (int k = 0; k < 6; k++)
    if (fabs(config->stress[k]) > LARGEST_STRESS)
      return dftfit_fail_at(err, DFTFIT_ERR_VALUE, input, line, 0,
                            "a stress component is %g eV/A^3 = %.3g GPa; name the unit it is in, e.g. --unit stress=bar"
                            " (and --pressure when compression is positive)",
                            config->stress[k], config->stress[k] * DFTFIT_GPA_PER_EV_A3);
  return DFTFIT_OK;
}

/* whether the step is one of those that are taken */
static dftfit_status select_step(importing *to, bool converged, bool *take, dftfit_error *err) {
  const long stride = to->options->stride > 1 ? to->options->stride : 1;
  *take = (to->step++ % stride) == 0;
  if (!*take || converged) return DFTFIT_OK;
  DFTFIT_FAIL_IF(!import_steps_add(&to->unconverged, to->step), err, DFTFIT_ERR_MEMORY, "out of memory");
  to->tally.unconverged++;
  *take = to->options->keep_unconverged;
  return DFTFIT_OK;
}

static bool has_target(const dataset_config *config) {
  return !isnan(config->energy) || config->force || !isnan(config->stress[0]);
}

/* a block of configurations goes to the file, so that memory does not grow with their number */
static dftfit_status pass_on(importing *to, dftfit_error *err) {
  if (!to->sink || (to->set->nconfig < DATASET_BLOCK_CONFIGS && to->set->natom < DATASET_BLOCK_ATOMS)) return DFTFIT_OK;
  DFTFIT_TRY(dataset_sink_put(to->sink, to->set, err));
  dataset_empty(to->set);
  return DFTFIT_OK;
}

/* The group of the file itself comes first. Blanks around a name are no part of it. */
static dftfit_status choose_group(importing *to, dataset_config *config, const char *input, dftfit_error *err) {
  char *group = to->group_text;
  char asked[IMPORT_NAME], text[2 * IMPORT_NAME + 64];
  import_text(group, IMPORT_NAME, config->group ? config->group : "");
  import_text(asked, IMPORT_NAME, to->group ? to->group : "");
  if (group[0] && asked[0] && to->group_asked && strcmp(group, asked)) {
    snprintf(text, sizeof text, "configurations name their groups themselves; --group %s is for those that do not",
             asked);
    DFTFIT_FAIL_IF(!import_notes_add(&to->notes, input, text), err, DFTFIT_ERR_MEMORY, "out of memory");
  }
  if (!group[0]) strcpy(group, asked[0] ? asked : "default");
  config->group = group;
  return DFTFIT_OK;
}

dftfit_status import_add(importing *to, dataset_config *config, bool converged, const char *input, int line,
                         dftfit_error *err) {
  bool take;
  DFTFIT_TRY(choose_group(to, config, input, err));
  if (to->probe) {
    to->step++;
    return import_probe_step(to->probe, config, err);
  }
  const char *fault = find_fault(to, config);
  if (fault) return import_leave_out(to, fault, err);
  DFTFIT_TRY(select_step(to, converged, &take, err));
  if (!take) return DFTFIT_OK;
  if (to->targets_due && !has_target(config)) {
    to->tally.without_target++;
    return DFTFIT_OK;
  }
  if (is_excluded(to->options, config->group)) {
    to->tally.excluded++;
    return DFTFIT_OK;
  }
  DFTFIT_TRY(check_finite(config, input, line, err));
  DFTFIT_TRY(check_cell(to, config, input, line, err));
  DFTFIT_TRY(check_stress(to, config, input, line, err));
  config->source = to->source;
  dftfit_error inner = {0};
  dftfit_status status = dataset_append(to->set, config, &inner);
  if (status) return dftfit_fail_at(err, status, input, line, 0, "%s", inner.message);
  to->tally.read++;
  to->tally.atoms += config->natom;
  to->tally.without_energy += isnan(config->energy) ? 1 : 0;
  to->tally.without_forces += config->force ? 0 : 1;
  to->tally.without_stress += isnan(config->stress[0]) ? 1 : 0;
  return pass_on(to, err);
}

dftfit_status import_leave_out(importing *to, const char *reason, dftfit_error *err) {
  int i = 0;
  to->step++;
  if (to->probe) return DFTFIT_OK;
  to->tally.left_out++;
  while (i < to->nreason && to->left_out[i].reason && strcmp(to->left_out[i].reason, reason)) i++;
  if (i == IMPORT_REASONS) i--;
  if (i == to->nreason) to->left_out[to->nreason++] = (import_left_out){.reason = strdup(reason)};
  DFTFIT_FAIL_IF(!to->left_out[i].reason || !import_steps_add(&to->left_out[i].steps, to->step), err, DFTFIT_ERR_MEMORY,
                 "out of memory");
  return DFTFIT_OK;
}

void import_tell(importing *to, const import_stream *from, const char *format, ...) {
  char text[1024];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  import_notes_add(&to->notes, from->path, text);
}

dftfit_status import_cut_off(importing *to, const import_stream *from, dftfit_error *err) {
  if (!to->step)
    return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, from->path, from->line, 0,
                          "the file ends before its first ionic step is whole");
  import_tell(to, from, "the file ends within step %ld; the whole steps before it were read", to->step + 1);
  return DFTFIT_OK;
}

void import_left_out_clear(importing *to) {
  for (int i = 0; i < to->nreason; i++) {
    import_steps_clear(&to->left_out[i].steps);
    free(to->left_out[i].reason);
  }
  to->nreason = 0;
}

void import_end(importing *to) {
  import_notes_clear(&to->notes);
  import_steps_clear(&to->unconverged);
  import_left_out_clear(to);
}
