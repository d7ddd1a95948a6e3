/* SPDX-License-Identifier: BSD-3-Clause */
/** What the author of a functional form provides: one `const dftfit_form` named dftfit_form_<name>, and one line in
 *  forms/forms.def. Everything else (reader, writer, trainer, tests, documentation index) iterates over that list. */
#ifndef DFTFIT_FORM_H
#define DFTFIT_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "dftfit/block.h"
#include "dftfit/status.h"
#include "dftfit/yaml.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { DFTFIT_MAX_ELEMENTS = 16 };

/** What stands in the head of a potential file and is common to all forms. */
typedef struct dftfit_header {
  int nelement;
  char element[DFTFIT_MAX_ELEMENTS][4];                     /* chemical symbols                               */
  double cutoff[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS]; /* [nelement*nelement] A, symmetric               */
} dftfit_header;

/** One parameter of an instance, as reports, bounds and the fit see it. */
typedef struct dftfit_parameter {
  char name[96];    /* unique in the instance, e.g. "Si-C.phi[7]" */
  const char *unit; /* "eV", "1", ... */
  const char *description;
  double lower, upper; /* bounds; -INFINITY and INFINITY where there are none */
  bool fixed;          /* not fitted                                          */
  bool linear;         /* the energy is linear in all such parameters together, the others held */
  double prior;        /* standard deviation is proportional to 1/prior: weight of the parameter in the ridge penalty
                           |Gamma theta|^2 (1: plain ridge; larger: held closer to zero, e.g. with roughness;
                           0: no prior, which a form has for all of its free parameters or for none)  */
  double size;         /* a change that is large for this parameter, which statistics without a prior measure it by;
                          0: its own value (of a logarithm it is 1, of a cosine too) */
  double start_lower, start_upper; /* where further starts of a search lie; both 0: anywhere between the bounds */
} dftfit_parameter;

/** Receives derivatives of one site with respect to one parameter, over the rows begin <= row < end of the block
 *  (all other rows: zero). dgx[0] belongs to row begin. Called any number of times for a (site, parameter): they add.
 *    de         dE_i/dtheta_k                              eV per unit of theta_k
 *    dgx dgy dgz  [end-begin] dG_ij/dtheta_k               eV/A per unit of theta_k   (padding rows: zero) */
typedef struct dftfit_row_sink {
  void *self;
  void (*add)(void *self, const dftfit_block *block, int site, int k, double de, int begin, int end, const double *dgx,
              const double *dgy, const double *dgz);
} dftfit_row_sink;

typedef struct dftfit_form {
  const char *name;     /* key in the potential file                        */
  const char *summary;  /* one line                                         */
  const char *doi;      /* where the equations stand; several by spaces     */
  const char *citation; /* BibTeX entry that the LAMMPS log shows           */

  /** Makes an instance from the form's own block of a potential file (`<name>:` mapping). The block either holds
   *  parameters, or only settings, from which the instance is made with all parameters zero (a fit starts so).
   *  Unknown keys are errors. */
  dftfit_status (*create)(const dftfit_header *header, dftfit_node block, void **self, dftfit_error *err);
  void (*destroy)(void *self);
  /** Writes the form's own block, settings and parameters, such that create makes the same instance bit for bit. */
  void (*write)(const void *self, const dftfit_header *header, dftfit_writer *w);

  int (*nparameter)(const void *self); /* 0: an imported table, which cannot be fitted */
  void (*parameter)(const void *self, int k, dftfit_parameter *out);
  void (*get)(const void *self, double *theta); /* theta [nparameter] */
  void (*set)(void *self, const double *theta);

  /** Replaces every distance r of the form by r + shift (A) and writes the cutoffs that result; on error nothing is
   *  changed. NULL: the form has no shift. */
  dftfit_status (*shift)(void *self, double shift, double *cutoff, dftfit_error *err);
  int (*continuity)(
      const void *self); /* order of continuity at rc and inside: 2 for everything fitted; -1: jumps at rc */
  bool (*vanishes)(const void *self); /* all functions are zero at rc, so padding needs no mask        */
  size_t (*scratch)(const void *self, int nsite, int nrow); /* bytes that evaluate and jacobian need      */

  /** Energies and gradients of a block; overwrites result. scratch: DFTFIT_ALIGN-aligned. Never allocates, never fails:
   *  numbers that are not finite are found by the caller. */
  void (*evaluate)(const void *self, const dftfit_block *block, void *scratch, const dftfit_block_result *result);
  /** Derivatives of the same energies and gradients with respect to every parameter, analytic. */
  void (*jacobian)(const void *self, const dftfit_block *block, void *scratch, const dftfit_row_sink *sink);
  /** Of the energies alone: de [nsite][nparameter], overwritten. NULL: what jacobian gives is taken. */
  void (*energy_jacobian)(const void *self, const dftfit_block *block, void *scratch, double *de);

  /** The next two: of forms whose energy is linear in all parameters and that can do with some of them; else both NULL.
   *  Estimated time of an evaluation per atom (mean over the elements) if only the parameters k with keep[k] were there,
   *  at so many neighbours within the cutoff; any unit, ratios count. share [nparameter], unless NULL: how much of it is
   *  due to each of them; what several need is split evenly. NaN: out of memory. */
  double (*cost)(const void *self, const bool *keep, double neighbours, double *share);
  /** Removes all parameters but those with keep[k], and what only they needed. On error nothing is changed. */
  dftfit_status (*reduce)(void *self, const dftfit_header *header, const bool *keep, dftfit_error *err);
} dftfit_form;

/** The registered forms, in the order of forms.def. */
DFTFIT_API int dftfit_form_count(void);
DFTFIT_API const dftfit_form *dftfit_form_at(int i);
DFTFIT_API const dftfit_form *dftfit_form_find(const char *name); /* NULL: there is none */

#ifdef __cplusplus
}
#endif
#endif
