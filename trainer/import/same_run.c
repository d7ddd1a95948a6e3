/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/same_run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/probe.h"

/* an input and its first step */
typedef struct run_start {
  int input;
  import_probe probe;
} run_start;

static int compare_starts(const void *a, const void *b) {
  const import_probe *p = &((const run_start *)a)->probe, *q = &((const run_start *)b)->probe;
  if (p->natom != q->natom) return p->natom < q->natom ? -1 : 1;
  const double e = p->step ? p->energy[0] : 0, f = q->step ? q->energy[0] : 0;
  if (isnan(e) || isnan(f)) return isnan(e) - isnan(f); /* no energy: at the end */
  return e < f ? -1 : e > f;
}

static bool several_formats(const import_inputs *inputs) {
  const importer *first = NULL;
  for (int i = 0; i < inputs->count; i++) {
    if (first && inputs->input[i].format && inputs->input[i].format != first) return true;
    if (!first) first = inputs->input[i].format;
  }
  return false;
}

static dftfit_status tell(importing *to, const import_input *dropped, const import_input *kept, dftfit_error *err) {
  char text[1024];
  const char *slash = strrchr(kept->path, '/'), *name = slash ? slash + 1 : kept->path;
  const size_t folder = (size_t)(name - kept->path);
  /* without the folder where it is the same, so that a thousand such runs make one line */
  const bool beside = !strncmp(dropped->path, kept->path, folder) && !strchr(dropped->path + folder, '/');
  snprintf(text, sizeof text, "not read: it is the same run as %s (%s)%s", beside ? name : kept->path,
           kept->format->name, beside ? " beside it" : "");
  DFTFIT_FAIL_IF(!import_notes_add(&to->notes, dropped->path, text), err, DFTFIT_ERR_MEMORY, "out of memory");
  return DFTFIT_OK;
}

/* Whether a is to be read, not b, which has the same steps: it has more forces and stresses, or else its importer is
 * the earlier one of the list. */
static bool is_better(const import_probe *a, const importer *of_a, const import_probe *b, const importer *of_b) {
  return a->targets != b->targets ? a->targets > b->targets : of_a < of_b;
}

/* two files that begin with the same step: drops the one whose steps are all in the other */
static dftfit_status compare_runs(import_input *a, import_input *b, importing *to, dftfit_error *err) {
  import_probe p = {0}, q = {0};
  import_input *dropped = NULL;
  dftfit_status status = import_probe_file(a->path, a->format, to->options, false, &p, err);
  if (!status) status = import_probe_file(b->path, b->format, to->options, false, &q, err);
  if (!status && import_probe_within(&p, &q)) dropped = a;
  if (!status && import_probe_within(&q, &p) && (!dropped || is_better(&p, a->format, &q, b->format))) dropped = b;
  if (dropped) {
    status = tell(to, dropped, dropped == a ? b : a, err);
    dropped->format = NULL;
    dropped->same_run = true;
  }
  import_probe_clear(&p);
  import_probe_clear(&q);
  return status;
}

/* starts are sorted, so what begins alike stands together */
static dftfit_status compare_starts_all(import_inputs *inputs, const run_start *start, int n, importing *to,
                                        dftfit_error *err) {
  for (int i = 0; i < n; i++) {
    import_input *a = &inputs->input[start[i].input];
    for (int j = i + 1; j < n && a->format; j++) {
      import_input *b = &inputs->input[start[j].input];
      if (!import_probe_same_energy(&start[i].probe, &start[j].probe)) break;
      if (b->format && b->format != a->format && import_probe_same_start(&start[i].probe, &start[j].probe))
        DFTFIT_TRY(compare_runs(a, b, to, err));
    }
  }
  return DFTFIT_OK;
}

dftfit_status import_drop_same_runs(import_inputs *inputs, importing *to, dftfit_error *err) {
  if (!several_formats(inputs)) return DFTFIT_OK;
  run_start *start = calloc((size_t)inputs->count, sizeof *start);
  DFTFIT_FAIL_IF(!start, err, DFTFIT_ERR_MEMORY, "out of memory");
  dftfit_status status = DFTFIT_OK;
  int n = 0;
  for (int i = 0; i < inputs->count && !status; i++) {
    const import_input *input = &inputs->input[i];
    if (!input->format) continue;
    start[n].input = i;
    status = import_probe_file(input->path, input->format, to->options, true, &start[n].probe, err);
    n++;
  }
  if (!status) {
    qsort(start, (size_t)n, sizeof *start, compare_starts);
    status = compare_starts_all(inputs, start, n, to, err);
  }
  for (int i = 0; i < n; i++) import_probe_clear(&start[i].probe);
  free(start);
  return status;
}
