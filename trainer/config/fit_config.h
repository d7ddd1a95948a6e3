/* SPDX-License-Identifier: BSD-3-Clause */
/** fit.yaml, the only input of `dftfit fit`, as a struct (docs/fit.md, "fit.yaml"). Strings are borrowed from the
 *  document, which the struct owns; nodes keep line and column for errors that show only when the data are known. */
#ifndef TRAINER_CONFIG_FIT_CONFIG_H
#define TRAINER_CONFIG_FIT_CONFIG_H

#include <stddef.h>

#include "data/target.h"
#include "dftfit/yaml.h"

/** Names with their places. */
typedef struct name_list {
  int n;
  dftfit_node *node; /* [n] scalars */
} name_list;

typedef enum sigma_kind { SIGMA_UNSET, SIGMA_AUTO, SIGMA_OFF, SIGMA_VALUE } sigma_kind;
typedef struct sigma_setting {
  sigma_kind kind;
  double value; /* eV/atom, eV/A, eV/A^3 where kind is SIGMA_VALUE */
} sigma_setting;

typedef struct group_sigma {
  dftfit_node name;
  sigma_setting sigma[TARGET_KINDS]; /* SIGMA_UNSET: as for all groups */
  double scale;                      /* on those of all groups, 0: none  */
} group_sigma;

typedef enum offset_kind { OFFSET_AUTO, OFFSET_FIT, OFFSET_NONE } offset_kind;

typedef enum lambda_kind { LAMBDA_CV, LAMBDA_EVIDENCE, LAMBDA_VALUE } lambda_kind;

typedef enum select_kind { SELECT_NONE, SELECT_AUTO, SELECT_TOLERANCE, SELECT_KEEP, SELECT_COST } select_kind;
/** Sparse selection of parameters: which of the stages is taken. */
typedef struct select_setting {
  select_kind kind;
  double tolerance, cost; /* relative to the best score; to the cost of all       */
  int keep;               /* parameters                                           */
  bool by_cost;           /* parameters go by their price per cost, not by their price */
  dftfit_node node;       /* `select:`, for errors */
} select_setting;

/** Random structures whose energies are held near those of a simpler potential. */
typedef struct restraint_setting {
  bool on;
  int structures; /* 0: by the number of unknowns */
  double sigma;   /* eV/atom, at the ground state */
  int seed;
  dftfit_node node; /* `restraint:`, for errors */
} restraint_setting;

enum { FOLDS_MOST = 100 };

typedef struct fit_config {
  dftfit_yaml *document;
  char *directory; /* of fit.yaml, with a slash at its end, or "" */
  int ndata;
  char **data;             /* [ndata] paths, resolved against directory */
  name_list exclude;       /* groups left out altogether */
  double holdout_fraction; /* 0: none */
  int holdout_seed;
  bool holdout_random; /* single configurations by lot, for comparison with published figures */
  name_list holdout_groups;
  dftfit_node potential;
  dftfit_yaml *preset_document; /* what `potential` is a node of once a preset was expanded, with its text */
  dftfit_writer *preset_text;
  bool reference_settings;           /* a further set of reference energies for every code and functional */
  bool reference_offset;             /* reference energies keep their differences: one offset for all atoms is fitted */
  sigma_setting sigma[TARGET_KINDS]; /* never SIGMA_UNSET after reading */
  bool no_balance;                   /* rows count as independent of each other */
  offset_kind stress_offset;         /* whether constant pressures in the DFT stresses are fitted along               */
  double high_energy;                /* eV/atom above the ground state at which sigmas have doubled; 0: never */
  bool keep_outliers;                /* energies that are wrong beyond doubt take part, too */
  int ngroup_sigma;
  group_sigma *group_sigma;
  int nfold; /* 1: no cross-validation */
  int fold_seed;
  bool folds_by_group; /* every group is a fold; nfold is known with the data (split_folds) */
  lambda_kind lambda;
  double lambda_value;
  int nlambda;
  double prior_force; /* exponent of the forces in the prior, 0: they do not matter */
  select_setting select;
  dftfit_node search[4]; /* where the four of a search were given; absent: they were not */
  int max_steps, starts, start_seed;
  double tolerance;
  restraint_setting restraint;
  bool grade, calibrate; /* active sets of the extrapolation grade; left-out groups to say what it means */
  char *output;          /* resolved */
} fit_config;

/** Parses text [length]; path names it in errors and is what relative paths start from. The caller destroys *out. */
dftfit_status fit_config_parse(const char *path, const char *text, size_t length, fit_config **out, dftfit_error *err);
void fit_config_destroy(fit_config *config); /* NULL is fine */
/** Does `potential:` name a preset? */
bool preset_named(const fit_config *config);

/** `select:` of the solver's settings; absent: no selection, the other defaults. */
dftfit_status select_setting_read(dftfit_node node, select_setting *out, dftfit_error *err);

/** `restraint:`; absent: on with a preset, else off. */
dftfit_status restraint_setting_read(dftfit_node node, bool preset, restraint_setting *out, dftfit_error *err);

/** Name of a kind of target as it stands in fit.yaml: energy, force, stress. */
const char *target_kind_name(int kind);

#endif
