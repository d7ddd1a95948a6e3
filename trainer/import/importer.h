/* SPDX-License-Identifier: BSD-3-Clause */
/** Readers of DFT results: what they are told, where their configurations go. A reader fills a dataset_config for every
 *  ionic step, gives it to import_add, and knows nothing of files of this project. */
#ifndef TRAINER_IMPORT_IMPORTER_H
#define TRAINER_IMPORT_IMPORTER_H

#include <stdbool.h>
#include <stddef.h>

#include "data/dataset.h"
#include "data/dataset_sink.h"
#include "import/notes.h"
#include "import/reading/stream.h"

/** What the user says about the files. */
typedef struct import_options {
  /* keys under which targets stand; NULL: the usual names; "none": do not read this target */
  const char *energy_key, *forces_key, *stress_key, *virial_key, *group_key;
  /* factors to eV, eV/A, eV/A^3, eV, in place of what the file says; 0: not given */
  double energy_unit, force_unit, stress_unit, virial_unit;
  bool pressure;               /* stress has the sign of pressure: positive in compression */
  long stride;                 /* of the steps of a file the first, then every stride-th; 0 or 1: all */
  bool keep_unconverged;       /* steps whose electrons are not converged are taken, too */
  const char *elements;        /* "Nb,Mo": of types 0, 1, ... where files number them; NULL: not given */
  const char *const *excluded; /* [nexcluded] names of groups left out */
  int nexcluded;
} import_options;

/** What import_add counted. */
typedef struct import_tally {
  long read, excluded; /* configurations */
  int64_t atoms;       /* of those read */
  long without_energy, without_forces, without_stress;
  long unconverged;      /* steps whose electrons were not converged, left out or not */
  long left_out;         /* steps that files do not give whole */
  long without_target;   /* configurations that have neither energy nor forces nor stress, left out */
  long left_handed;      /* cells that were turned right-handed */
  long stress_dropped;   /* stresses of configurations that are not periodic in all directions */
  long stress_no_number; /* stresses that are printed as NaN or stars, which are dropped */
  long bare_number;      /* comments that are one number and nothing else, which was not read */
} import_tally;

typedef struct import_probe import_probe; /* import/probe.h */

/** Steps that a file does not give whole, and why. */
typedef struct import_left_out {
  char *reason; /* "positions are not printed" */
  import_steps steps;
} import_left_out;

enum { IMPORT_NAME = 256 };   /* bytes of the name of a group, at most */
enum { IMPORT_REASONS = 16 }; /* most of one file; later ones are counted with the last */

/** One import under way. */
typedef struct importing {
  const import_options *options;
  dataset *set;        /* with a sink: what was not yet given to it */
  dataset_sink *sink;  /* NULL: all stays in the set */
  const char *source;  /* name under which the file is recorded */
  const char *group;   /* group of configurations that name none; NULL: "default" */
  bool group_asked;    /* the user named that group: he is told where a file has its own */
  bool targets_due;    /* configurations without a target are left out: nobody asked for this very file or format */
  import_probe *probe; /* takes all steps in place of the set; NULL: there is none */
  import_tally tally;
  import_notes notes;
  char group_text[IMPORT_NAME]; /* of the configuration that is added */
  /* of this file until now */
  long step;                /* ionic steps */
  import_steps unconverged; /* those of them whose electrons are not converged */
  import_left_out left_out[IMPORT_REASONS];
  int nreason;
} importing;

/** Frees what the import holds but for the set. */
void import_end(importing *to);

/** Adds a configuration, one ionic step; an energy, a force or a stress that is printed as NaN or stars is HUGE_VAL.
 *  It was read from line `line` of `input`. Leaves out steps between those of the
 *  stride, those that are not converged, and excluded groups; turns left-handed cells, and refuses cells without
 *  volume and stresses that no unit explains. converged: the electrons reached the accuracy that was asked for. */
dftfit_status import_add(importing *to, dataset_config *config, bool converged, const char *input, int line,
                         dftfit_error *err);
/** Counts a step that the file does not give whole. The user is told which steps these are. */
dftfit_status import_leave_out(importing *to, const char *reason, dftfit_error *err);
/** Forgets the steps that were left out of a file. */
void import_left_out_clear(importing *to);
/** Tells the user at the end of the import; a text that comes again (from other files) is printed once and counted. */
void import_tell(importing *to, const import_stream *from, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/** Tells that the file ends within a step (a run that was stopped); the whole steps before it are kept. An error when
 *  there is none. */
dftfit_status import_cut_off(importing *to, const import_stream *from, dftfit_error *err);

/** By what the format of a file is recognised. */
typedef struct import_head {
  const char *text; /* the first bytes of the file (unpacked), with a NUL behind them */
  size_t length;
  const char *name; /* of the file, without its folder, .gz and .xz */
} import_head;

typedef struct importer {
  const char *name, *summary;
  bool (*recognise)(const import_head *file); /* does the file look like this format? */
  dftfit_status (*read)(import_stream *stream, importing *to, dftfit_error *err);
} importer;

/* import_<name>_recognise and import_<name>_read of every format */
#define IMPORTER(name, summary)                            \
  bool import_##name##_recognise(const import_head *file); \
  dftfit_status import_##name##_read(import_stream *stream, importing *to, dftfit_error *err);
#include "import/importers.def"
#undef IMPORTER

int importer_count(void);
const importer *importer_at(int i);
/** The importer of a name; NULL: there is none. */
const importer *importer_find(const char *name);
/** Finds the importer of a file. Where none knows it: an error if it must be known, else NULL in *found. */
dftfit_status import_identify(const char *path, bool must, const importer **found, dftfit_error *err);
/** Opens the file and reads it with this importer. Of a compressed file that is damaged nothing is read. */
dftfit_status import_file(const char *path, const importer *format, importing *to, dftfit_error *err);

#endif
