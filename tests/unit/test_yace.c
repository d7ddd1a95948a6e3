/* SPDX-License-Identifier: BSD-3-Clause */
/* Files of ML-PACE: energies that its library gives for a small potential, the older text format beside it, and what is
 * refused and where. */
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "core/potential.h"

#define HEAD "elements: [Cu]\nE0: [-3.0]\ndeltaSplineBins: 0.001\n"
#define EMBEDDING                                                                                               \
  "embeddings:\n  0: {ndensity: 1, FS_parameters: [1.0, 1.0], npoti: FinnisSinclair, rho_core_cutoff: 100000, " \
  "drho_core_cutoff: 250}\n"
#define RADIAL                                                                                                      \
  "nradmax: 2, lmax: 2, nradbasemax: 2, radbasename: ChebExpCos, radparameters: [3.0], radcoefficients: [[[1, 0], " \
  "[1, 0], [1, 0]], [[0, 1], [0, 1], [0, 1]]]"
#define REST "prehc: 0, lambdahc: 1.0, rcut: 5.0, dcut: 0.01, rcut_in: 0, dcut_in: 0"
#define BOND "bonds:\n  [0, 0]: {" RADIAL ", " REST ", inner_cutoff_type: distance}\n"
#define LINEAR \
  "{mu0: 0, rank: 1, ndensity: 1, num_ms_combs: 1, mus: [0], ns: [1], ls: [0], ms_combs: [0], ctildes: [-0.5]}"
#define PAIR                                                                                                       \
  "{mu0: 0, rank: 2, ndensity: 1, num_ms_combs: 2, mus: [0, 0], ns: [1, 2], ls: [1, 1], ms_combs: [0, 0, 1, -1], " \
  "ctildes: [0.3, -0.6]}"
#define TRIPLE                                                                                                         \
  "{mu0: 0, rank: 3, ndensity: 1, num_ms_combs: 5, mus: [0, 0, 0], ns: [1, 1, 2], ls: [1, 1, 2], ms_combs: [0, 0, 0, " \
  "1, 1, -2, 1, 0, -1, 1, -1, 0, 0, 1, -1], ctildes: [0.03651483716701107, 0.08944271909999159, "                      \
  "-0.06324555320336758, "                                                                                             \
  "0.03651483716701107, -0.06324555320336758]}"
#define FUNCTIONS "functions:\n  0:\n    - " LINEAR "\n    - " PAIR "\n    - " TRIPLE "\n"

static const char text_file[] =
    "# DATE: a comment\n\nnelements=1\nelements: Cu\n\nlmax=2\n\n2 FS parameters: 1.0 1.0\n"
    "core energy-cutoff parameters: 100000 250\nE0: -3.0\n\nradbasename=ChebExpCos\nnradbase=2\nnradmax=2\n"
    "cutoffmax=5.0\ndeltaSplineBins=0.001\ncore repulsion parameters: 0 1\nradparameter= 3.0\ncutoff= 5.0\n"
    "dcut= 0.01\ncrad= 1 1 1 0 0 0\n 0 0 0 1 1 1\n\nrankmax=3\nndensitymax=1\n\nnum_c_tilde_max=3\n"
    "num_ms_combinations_max=5\ntotal_basis_size_rank1: 1\n"
    "ctilde_basis_func: rank=1 ndens=1 mu0=0 mu=( 0 )\nn=( 1 )\nl=( 0 )\nnum_ms=1\n< 0 >: -0.5\n"
    "total_basis_size: 2\n"
    "ctilde_basis_func: rank=2 ndens=1 mu0=0 mu=( 0  0 )\nn=( 1 2 )\nl=( 1 1 )\nnum_ms=2\n< 0 0 >: 0.3\n< 1 -1 >: "
    "-0.6\n"
    "ctilde_basis_func: rank=3 ndens=1 mu0=0 mu=( 0 0 0 )\nn=( 1 1 2 )\nl=( 1 1 2 )\nnum_ms=5\n"
    "< 0 0 0 >: 0.03651483716701107\n< 1 1 -2 >: 0.08944271909999159\n< 1 0 -1 >: -0.06324555320336758\n"
    "< 1 -1 0 >: 0.03651483716701107\n< 0 1 -1 >: -0.06324555320336758\n";

static dftfit_potential *parse(const char *name, const char *text) {
  dftfit_potential *pot;
  dftfit_error err;
  if (dftfit_potential_parse(name, text, strlen(text), &pot, &err))
    fail_msg("%s, line %d: %s", name, err.line, err.message);
  return pot;
}

/* Energies of three isolated atoms. */
static void three_atoms(const dftfit_potential *pot, double eatom[3]) {
  static const double x[] = {0, 0, 0, 2, 0, 0, 0.5, 2.2, 0.3};
  int list[3] = {0, 1, 2}, numneigh[3] = {2, 2, 2}, type[3] = {1, 1, 1}, element[2] = {-1, 0};
  int neighbours[3][2] = {{1, 2}, {0, 2}, {0, 1}}, *first[3] = {neighbours[0], neighbours[1], neighbours[2]};
  dftfit_atoms atoms = {.inum = 3,
                        .ilist = list,
                        .numneigh = numneigh,
                        .firstneigh = first,
                        .neighmask = ~0,
                        .x = x,
                        .type = type,
                        .element_of_type = element,
                        .nall = 3};
  dftfit_workspace *ws = dftfit_workspace_create();
  dftfit_error err;
  for (int i = 0; i < 3; i++) eatom[i] = 0;
  if (dftfit_evaluate(pot, &atoms, ws, &(dftfit_tally){.eatom = eatom}, &err)) fail_msg("%s", err.message);
  dftfit_workspace_destroy(ws);
}

/* The energies are those that ML-PACE's library gives for this file, to the digits that were printed. */
static void library_values(void **unused) {
  static const double expected[3] = {-3.383128207479, -3.316652440319, -3.325121307991};
  (void)unused;
  for (int mode = 0; mode < 2; mode++) {
    if (mode == 0) assert_int_equal(setenv("DFTFIT_TABLES", "reference", 1), 0);
    dftfit_potential *yace = parse("small.yace", HEAD EMBEDDING BOND FUNCTIONS), *text = parse("small.ace", text_file);
    unsetenv("DFTFIT_TABLES");
    double a[3], b[3];
    three_atoms(yace, a);
    three_atoms(text, b);
    for (int i = 0; i < 3; i++) {
      assert_close(a[i], expected[i], mode == 0 ? 6e-13 : 1e-9);
      assert_close(b[i], a[i], 1e-15);
    }
    assert_int_equal(dftfit_potential_nparameter(yace), 0);
    assert_close(dftfit_potential_cutoff(yace), 5, 0);
    dftfit_potential_destroy(yace);
    dftfit_potential_destroy(text);
  }
}

/* Through dftfit's own file, bit for bit. */
static void own_file(void **unused) {
  (void)unused;
  dftfit_potential *pot = parse("small.yace", HEAD EMBEDDING BOND FUNCTIONS);
  char *text;
  dftfit_error err;
  if (dftfit_potential_export(pot, "dftfit", 0, &text, NULL, &err)) fail_msg("%s", err.message);
  dftfit_potential *again = parse("small.yaml", text);
  double a[3], b[3];
  three_atoms(pot, a);
  three_atoms(again, b);
  assert_memory_equal(a, b, sizeof a);
  free(text);
  dftfit_potential_destroy(pot);
  dftfit_potential_destroy(again);
}

typedef struct bad_file {
  const char *text;
  int line;
  const char *message;
} bad_file;

static void refuse(const char *name, const bad_file *files, size_t n) {
  for (size_t i = 0; i < n; i++) {
    dftfit_potential *pot;
    dftfit_error err = {0};
    if (!dftfit_potential_parse(name, files[i].text, strlen(files[i].text), &pot, &err))
      fail_msg("%s: file %zu was read", name, i);
    assert_null(pot);
    if (!strstr(err.message, files[i].message)) fail_msg("%s, file %zu: %s", name, i, err.message);
    if (err.line != files[i].line) fail_msg("%s, file %zu: line %d, expected %d", name, i, err.line, files[i].line);
  }
}

#define ONE(function) HEAD EMBEDDING BOND "functions:\n  0:\n    - " function "\n"

static void bad_yace(void **unused) {
  static const bad_file files[] = {
      {"", 0, "is empty"},
      {"[1]\n", 1, "must be a mapping"},
      {"elements: [Cu]\n", 1, "'E0' is missing"},
      {"elements: [Xx]\nE0: [0]\n", 1, "'Xx' is not a chemical symbol"},
      {"elements: [Cu, Cu]\nE0: [0, 0]\n", 1, "given twice"},
      {"elements: [Cu]\nE0: [0, 1]\n", 2, "2 numbers where 1"},
      {"elements: [Cu]\nE0: [0]\ndeltaSplineBins: 0\n" EMBEDDING BOND FUNCTIONS, 7,
       "deltaSplineBins = 0 must be above zero"},
      {"elements: [Cu]\nE0: [0]\ndeltaSplineBins: 1e-9\n" EMBEDDING BOND FUNCTIONS, 7,
       "not below 1/200000 of the cutoff 5"},
      {"elements: [Cu]\nE0: [0]\ndeltaSplineBins: 0.001\npolypairpot: {}\n", 4, "'polypairpot'"},
      {HEAD "embeddings: {}\n", 4, "embeddings of Cu are missing"},
      {HEAD "embeddings: {1: {}}\n", 4, "'1' is not an element"},
      {HEAD "embeddings: {0: 3}\n", 4, "must be a mapping"},
      {HEAD "embeddings: {0: {ndensity: 99}}\n", 4, "ndensity = 99 is out of range"},
      {HEAD "embeddings: {0: {ndensity: 1, FS_parameters: [1]}}\n", 4, "1 numbers where 2"},
      {HEAD "embeddings: {0: {ndensity: 1, FS_parameters: [1, 1], npoti: Sqrt}}\n", 4, "unknown embedding 'Sqrt'"},
      {HEAD "embeddings: {0: {ndensity: 1, FS_parameters: [1, 0], npoti: FinnisSinclair, rho_core_cutoff: 1, "
            "drho_core_cutoff: 1}}\n",
       4, "the exponent 0 of density 1"},
      {HEAD EMBEDDING "bonds: {}\n", 6, "the bond Cu-Cu is missing"},
      {HEAD EMBEDDING "bonds:\n  [0, 1]: {}\n", 7, "a bond is named by centre and neighbour"},
      {HEAD EMBEDDING "bonds:\n  [0, 0]: 1\n", 7, "a bond must be a mapping"},
      {HEAD EMBEDDING BOND "  [0, 0]: {}\n", 8, "the bond Cu-Cu is given twice"},
      {HEAD EMBEDDING "bonds:\n  [0, 0]: {nradmax: 1, lmax: 0, nradbasemax: 1, radbasename: ACE.jl.Basic}\n", 7,
       "'ACE.jl.Basic' are not supported"},
      {HEAD EMBEDDING "bonds:\n  [0, 0]: {nradmax: 1, lmax: 0, nradbasemax: 1, radbasename: ChebPow, radparameters: "
                      "[2], radcoefficients: [[[1, 2]]]}\n",
       7, "2 numbers where 1"},
      {HEAD EMBEDDING "bonds:\n  [0, 0]: {" RADIAL ", prehc: 0, lambdahc: 1, rcut: -5, dcut: 0}\n", 7,
       "the cutoff -5 must be above zero"},
      {HEAD EMBEDDING "bonds:\n  [0, 0]: {" RADIAL ", " REST ", inner_cutoff_type: soft}\n", 7,
       "unknown inner_cutoff_type 'soft'"},
      {HEAD EMBEDDING BOND, 1, "'functions' is missing"},
      {HEAD EMBEDDING BOND "functions: {0: {}}\n", 8, "must be a list"},
      {ONE("{mu0: 1, rank: 1}"), 10, "mu0 is not Cu"},
      {ONE("{mu0: 0, rank: 99}"), 10, "rank = 99 is out of range"},
      {ONE("{mu0: 0, rank: 1, ndensity: 2}"), 10, "ndensity = 2 is out of range"},
      {ONE("{mu0: 0, rank: 2, ndensity: 1, num_ms_combs: 1, mus: [0]}"), 10, "mus has 1 numbers where 2"},
      {ONE("{mu0: 0, rank: 1, ndensity: 1, num_ms_combs: 1, mus: [0], ns: [3], ls: [0], ms_combs: [0], ctildes: [1]}"),
       10, "n = 3 of factor 1 is not from 1 to 2"},
      {ONE("{mu0: 0, rank: 2, ndensity: 1, num_ms_combs: 1, mus: [0, 0], ns: [1, 1], ls: [3, 3], ms_combs: [0, 0], "
           "ctildes: [1]}"),
       10, "l = 3 of factor 1 is not from 0 to 2"},
      {ONE("{mu0: 0, rank: 2, ndensity: 1, num_ms_combs: 1, mus: [0, 0], ns: [1, 1], ls: [1, 1], ms_combs: [2, -2], "
           "ctildes: [1]}"),
       10, "m = 2 does not go with l = 1"},
      {ONE("{mu0: 0, rank: 2, ndensity: 1, num_ms_combs: 1, mus: [0, 0], ns: [1, 1], ls: [1, 1], ms_combs: [1, 0], "
           "ctildes: [1]}"),
       10, "add up to 1"},
      {ONE("{mu0: 0, rank: 2, ndensity: 1, num_ms_combs: 1, mus: [0, 0], ns: [1, 1], ls: [1, 1], ms_combs: [1, -1], "
           "ctildes: [1, 2]}"),
       10, "2 numbers where 1"},
  };
  (void)unused;
  refuse("bad.yace", files, sizeof files / sizeof *files);
}

/* The text file with `from` replaced. */
static char *changed(const char *from, const char *to) {
  const char *at = strstr(text_file, from);
  char *out = malloc(sizeof text_file + strlen(to));
  assert_non_null(at);
  assert_non_null(out);
  memcpy(out, text_file, (size_t)(at - text_file));
  strcpy(out + (at - text_file), to);
  strcat(out, at + strlen(from));
  return out;
}

static void bad_text(void **unused) {
  static const struct {
    const char *from, *to;
    int line;
    const char *message;
  } changes[] = {
      {"nelements=1", "nelement=1", 51, "no line begins with 'nelements='"},
      {"nelements=1", "nelements=2", 3, "is not a whole number from 1 to 1"},
      {"elements: Cu", "elements: Q", 4, "'Q' is not a chemical symbol"},
      {"lmax=2", "lmax=two", 6, "'two' is not a finite number"},
      {"2 FS", "3 FS", 8, "3 FS parameters"},
      {"parameters: 1.0 1.0", "parameters: 1.0 0.5", 8, "every exponent must be 1"},
      {"2 FS", "embedding-function: Cubic\n2 FS", 8, "unknown embedding 'Cubic'"},
      {"core energy", "core", 9, "'energy-cutoff parameters:' is expected" + 1},
      {"ChebExpCos", "ChebLinear", 12, "'ChebLinear' are not supported"},
      {"Bins=0.001", "Bins=-1", 20, "deltaSplineBins = -1 must be"},
      {"dcut= 0.01", "dcut= 9", 20, "the width 9 of the outer switch"},
      {"1 1 1 0 0 0\n 0 0 0 1 1 1", "1 1 1 0 0 0 0 0 0 1 1", 23, "'rankmax=3' is not a finite number"},
      {"ndensitymax=1", "ndensitymax=2", 25, "ndensitymax = 2"},
      {"total_basis_size: 2", "total_basis_size: 1", 42, "text after the last function"},
      {"total_basis_size: 2", "total_basis_size: 3", 51, "'the end of the file' where"},
      {"mu=( 0 )", "mu=( 1 )", 30, "mu= = 1 is not a whole number from 0 to 0"},
      {"n=( 1 2 )", "n=( 1 3 )", 36, "n = 3 of factor 2"},
      {"< 1 -1 >", "< 1 1 >", 36, "add up to 2"},
      {"< 1 1 -2 >", "1 1 -2 >", 47, "'1' where '<' is expected"},
  };
  (void)unused;
  for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
    char *text = changed(changes[i].from, changes[i].to);
    refuse("bad.ace", &(bad_file){text, changes[i].line, changes[i].message}, 1);
    free(text);
  }
}

/* What a .yace file cannot hold is refused, never left out. */
static void refused(void **unused) {
  static const struct {
    const char *text, *message;
  } potentials[] = {
      {"dftfit: 1\nform: ace\nelements: [Cu]\ncutoff: 5.0\ncore: {type: zbl, inner: 0.8, outer: 1.6}\nace: {orders: "
       "{1: "
       "{n_max: 2}}}\n",
       "cannot hold this potential's core"},
      {"dftfit: 1\nform: pair\nelements: [Cu]\ncutoff: 5.0\npair: {knots: 5, inner: 1.0}\n", "of form pair cannot"},
  };
  (void)unused;
  for (size_t i = 0; i < sizeof potentials / sizeof *potentials; i++) {
    dftfit_potential *pot = parse("some.yaml", potentials[i].text);
    char *text;
    dftfit_error err;
    assert_int_equal(dftfit_potential_export(pot, "yace", 0, &text, NULL, &err), DFTFIT_ERR_USAGE);
    assert_null(text);
    if (!strstr(err.message, potentials[i].message)) fail_msg("%s", err.message);
    dftfit_potential_destroy(pot);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(library_values), cmocka_unit_test(own_file), cmocka_unit_test(bad_yace),
      cmocka_unit_test(bad_text),       cmocka_unit_test(refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
