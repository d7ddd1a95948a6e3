/* SPDX-License-Identifier: BSD-3-Clause */
/** Presets: settings of form ace made from the elements and the training data (docs/fit.md, "Presets"). */
#ifndef TRAINER_ASSEMBLE_PRESET_H
#define TRAINER_ASSEMBLE_PRESET_H

#include "config/fit_config.h"
#include "data/dataset.h"

/** Replaces `potential:` of config by the full settings that its preset stands for, a document of its own:
 *  text is the settings as YAML, borrowed from config. Where fit.yaml does not say anything about it, `select:` of
 *  config is set too. Configurations that are held out or excluded are not looked at. Errors: unknown preset, a key
 *  that the preset chooses itself, no pair of atoms in the data. */
dftfit_status preset_expand(fit_config *config, const dataset *set, const char **text, dftfit_error *err);

#endif
