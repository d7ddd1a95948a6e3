/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/split_note.h"

#include <string.h>

void kin_note_print(FILE *to, const int64_t *count, int64_t n, const char *consequence) {
  static const char *const what[KIN_DEGREES] = {
      [KIN_IDENTICAL] = "bit for bit", [KIN_ALIKE] = "with the same distances", [KIN_NEAR] = "as frames close by"};
  const int64_t all = count[KIN_IDENTICAL] + count[KIN_ALIKE] + count[KIN_NEAR];
  bool first = true;
  if (!all) return;
  fprintf(to, "Copies: %lld of %lld configurations repeat%s an earlier one (", (long long)all, (long long)n,
          all == 1 ? "s" : "");
  for (int d = KIN_IDENTICAL; d < KIN_DEGREES; d++) {
    if (!count[d]) continue;
    fprintf(to, "%s%lld %s", first ? "" : ", ", (long long)count[d], what[d]);
    first = false;
  }
  fprintf(to, ")%s\n", consequence);
}

static void print_representation(FILE *to, const dataset *set, const representation *r) {
  const char *unit = r->of_volume ? "A^3/atom" : "eV/atom";
  if (r->without)
    fprintf(to, "  %d of %d groups have no configuration held out: the hold-out says nothing of them\n", r->without,
            r->ngroup);
  if (r->group < 0) {
    fprintf(to, "  no group has enough held out to say how representative they are\n");
    return;
  }
  fprintf(to,
          "  it is least representative in group %s, in %s: 10, 50, 90 %% are below %.4f, %.4f, %.4f %s, of the whole "
          "group below %.4f, %.4f, %.4f; distance %.2f where %.2f is usual by lot%s\n",
          set->group[r->group].name, r->of_volume ? "volume" : "energy", r->held[0], r->held[1], r->held[2], unit,
          r->all[0], r->all[1], r->all[2], r->distance, r->expected,
          r->distance > 2 * r->expected ? ": errors in this group say little" : "");
}

dftfit_status hold_out_note_print(FILE *to, const dataset *set, const int *fold_of, bool random, dftfit_error *err) {
  int64_t held = 0;
  representation r;
  for (int64_t c = 0; c < set->nconfig; c++) held += fold_of[c] == SPLIT_HOLDOUT;
  if (!held) return DFTFIT_OK;
  DFTFIT_TRY(hold_out_judge(set, fold_of, &r, err));
  fprintf(to, "Hold-out: %lld of %lld configurations\n", (long long)held, (long long)set->nconfig);
  if (random)
    fprintf(to, "  they are taken singly by lot, next to neighbours and copies that train: their errors compare with "
                "published figures, and are too small for structures that are new\n");
  print_representation(to, set, &r);
  return DFTFIT_OK;
}

static bool is_excluded(const fit_config *config, const dataset *set, int64_t c) {
  for (int i = 0; i < config->exclude.n; i++)
    if (!strcmp(dftfit_node_text(config->exclude.node[i]), set->group[set->config_group[c]].name)) return true;
  return false;
}

dftfit_status split_note_print(FILE *to, const fit_config *config, const dataset *set, const int64_t *count,
                               const int *fold_of, dftfit_error *err) {
  int64_t dropped = 0;
  kin_note_print(to, count, set->nconfig,
                 config->holdout_random ? ": they are together in folds, but not in a random hold-out"
                                        : ": they are together in folds and in what is held out");
  DFTFIT_TRY(hold_out_note_print(to, set, fold_of, config->holdout_random, err));
  for (int64_t c = 0; c < set->nconfig; c++) dropped += fold_of[c] == SPLIT_EXCLUDED && !is_excluded(config, set, c);
  if (dropped)
    fprintf(to, "  %lld configurations of other groups repeat ones that are held out, and do not train\n",
            (long long)dropped);
  return DFTFIT_OK;
}
