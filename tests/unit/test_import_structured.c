/* SPDX-License-Identifier: BSD-3-Clause */
/** vasprun.xml, data-file-schema.xml and FitSNAP's JSON in small: every number by hand, and what is easily read wrong.
 */
#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"
#include "dftfit/units.h"
#include "import/importer.h"
#include "unit/temporary_group.h"

typedef struct result {
  dataset *set;
  import_tally tally;
  char notes[2048];
  dftfit_error err;
} result;

static result import_as(const char *name, const char *text, const import_options *options) {
  char path[512];
  const importer *format = NULL;
  result r = {0};
  assert_true(temporary_file(folder, name, text, path, sizeof path));
  importing to = {.options = options, .set = dataset_create(), .source = name};
  dftfit_status status = import_identify(path, true, &format, &r.err);
  if (!status) status = import_file(path, format, &to, &r.err);
  for (int i = 0; i < to.notes.texts.count; i++) {
    size_t used = strlen(r.notes);
    snprintf(r.notes + used, sizeof r.notes - used, "%s\n", to.notes.note[i].text);
  }
  r.tally = to.tally;
  r.set = to.set;
  import_end(&to);
  remove(path);
  if (status) {
    dataset_destroy(r.set);
    r.set = NULL;
  }
  return r;
}

static result import_good(const char *name, const char *text) {
  const import_options options = {0};
  result r = import_as(name, text, &options);
  if (!r.set) fail_msg("%s:%d: %s", r.err.input, r.err.line, r.err.message);
  return r;
}

static void assert_noted(const result *r, const char *text) {
  if (!strstr(r->notes, text)) fail_msg("'%s' is not among the notes:\n%s", text, r->notes);
}

static void assert_refused(const char *name, const char *text, const char *want) {
  const import_options options = {0};
  result r = import_as(name, text, &options);
  if (r.set) fail_msg("accepted, not refused with '%s'", want);
  if (!strstr(r.err.message, want)) fail_msg("refused with '%s', not '%s'", r.err.message, want);
}

#define VASP_HEAD                                                                                     \
  "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<modeling>\n"                                     \
  "<generator><i name=\"program\">vasp </i><i name=\"version\"> 6.4.2 </i></generator>\n"             \
  "<incar><i name=\"ENCUT\">999</i></incar>\n"                                                        \
  "<kpoints><generation param=\"Gamma\"><v name=\"divisions\"> 2 3 4 </v></generation></kpoints>\n"   \
  "<parameters><separator name=\"electronic\"><i name=\"ENMAX\">400.0</i><i name=\"EDIFF\">1e-6</i>"  \
  "<i name=\"NELECT\">15.0</i><separator name=\"electronic smearing\"><i name=\"ISMEAR\">1</i>"       \
  "<i name=\"SIGMA\">0.2</i></separator><i name=\"ISPIN\">2</i><i name=\"NELM\">3</i></separator>"    \
  "<separator name=\"exchange\"><i name=\"GGA\">--</i><i name=\"LHFCALC\"> F </i></separator>"        \
  "<separator name=\"response\"><i name=\"NELM\">1</i></separator></parameters>\n"                    \
  "<atominfo><atoms>2</atoms><array name=\"atoms\"><field>element</field><set>"                       \
  "<rc><c>Si</c><c>1</c></rc><rc><c>r </c><c>2</c></rc></set></array><array name=\"atomtypes\"><set>" \
  "<rc><c>1</c><c>Si</c><c>28.0</c><c>4.0</c><c>PAW_PBE Si 05Jan2001</c></rc>"                        \
  "<rc><c>1</c><c>r </c><c>91.2</c><c>12.0</c><c>PAW_PBE Zr_sv 04Jan2005</c></rc></set></array></atominfo>\n"
#define VASP_FIXED                                                                           \
  "<structure name=\"initialpos\"><varray name=\"selective\"><v type=\"logical\"> T T T</v>" \
  "<v type=\"logical\"> T T F</v></varray></structure>\n"
#define SCF "<scstep><energy><i name=\"e_fr_energy\">-7.5</i><i name=\"e_0_energy\">-7.4</i></energy></scstep>\n"
/* cell with rows (4 0 0) (1 5 0) (0 0 6), atoms at fractions 0 0 0 and 1/2 1/2 1/2 */
#define CALCULATION(scsteps, energy)                                                                                   \
  "<calculation>\n" scsteps "<structure><crystal><varray name=\"basis\"><v>4 0 0</v><v>1 5 0</v><v>0 0 6</v></varray>" \
  "<varray name=\"rec_basis\"><v>9 9 9</v></varray></crystal><varray name=\"positions\"><v>0 0 0</v>"                  \
  "<v>0.5 0.5 0.5</v></varray></structure><varray name=\"forces\"><v>0.1 0.2 0.3</v><v>-0.1 -0.2 -0.3</v>"             \
  "</varray><varray name=\"stress\"><v>10 1 3</v><v>1 20 2</v><v>3 2 30</v></varray>"                                  \
  "<energy><i name=\"e_fr_energy\">" energy "</i><i name=\"e_wo_entrp\">-7.6</i><i name=\"e_0_energy\">-0.0001</i>"    \
  "</energy><eigenvalues><array><set><r>1 2</r></set></array></eigenvalues></calculation>\n"

static void test_vasprun(void **unused) {
  (void)unused;
  result r =
      import_good("vasprun.xml", VASP_HEAD CALCULATION(SCF SCF, "-8.25") CALCULATION(SCF, "-8.5") "</modeling>\n");
  const dataset_calculation *c = &r.set->calculation[0];
  const double kbar = 1e3 / DFTFIT_BAR_PER_EV_A3;
  const double stress[6] = {-10 * kbar, -20 * kbar, -30 * kbar, -2 * kbar, -3 * kbar, -1 * kbar};
  assert_int_equal(r.set->nconfig, 2);
  assert_close(r.set->energy[0], -8.25, 0);
  assert_close(r.set->energy[1], -8.5, 0);
  for (int k = 0; k < 6; k++) assert_close(r.set->stress[0][k], stress[k], 1e-16);
  assert_close(r.set->position[1][0], 2.5, 1e-15); /* (4 + 1)/2 */
  assert_close(r.set->position[1][1], 2.5, 1e-15);
  assert_close(r.set->position[1][2], 3, 1e-15);
  assert_close(r.set->force[1][2], -0.3, 0);
  assert_string_equal(r.set->species[r.set->atom_species[0]], "Si");
  assert_string_equal(r.set->species[r.set->atom_species[1]], "Zr");
  assert_int_equal(r.set->ncalculation, 1);
  assert_string_equal(c->code, "VASP");
  assert_string_equal(c->version, "6.4.2");
  assert_string_equal(c->functional, "PBE");
  assert_string_equal(c->pseudopotentials, "PAW_PBE Si 05Jan2001, PAW_PBE Zr_sv 04Jan2005");
  assert_string_equal(c->smearing, "Methfessel-Paxton 1, 0.2 eV");
  assert_string_equal(c->remarks, "spin-polarised, charge +1 e");
  assert_string_equal(c->kmesh, "2 3 4");
  assert_close(c->ecut, 400, 0);
  assert_close(c->scf_tolerance, 1e-6, 0);
  /* the area b x c is (30, -6, 0), the volume 120: planes along a lie closest for their number of points */
  assert_close(c->kspacing, 2 * M_PI / (2 * 4 * 30 / sqrt(30 * 30 + 6 * 6)), 1e-12);
  assert_string_equal(r.notes, "");
  dataset_destroy(r.set);
}

static void test_vasprun_steps(void **unused) {
  (void)unused;
  static const char text[] = VASP_HEAD VASP_FIXED CALCULATION(SCF SCF SCF, "-1") CALCULATION("", "-2")
      CALCULATION(SCF, "-3") "<calculation>" SCF "<structure><crystal><varray name=\"basis\"><v>4 0 0</v><v>1 5";
  result r = import_good("vasprun.xml", text);
  assert_int_equal(r.set->nconfig, 1);
  assert_close(r.set->energy[0], -3, 0);
  assert_int_equal(r.tally.unconverged, 1);
  assert_noted(&r, "the electrons of step 1 of 2 are not converged: left out");
  assert_noted(&r, "machine-learned force field");
  assert_noted(&r, "held fixed");
  assert_noted(&r, "cut off");
  dataset_destroy(r.set);
  const import_options keep = {.keep_unconverged = true, .stride = 2};
  r = import_as("vasprun.xml", text, &keep);
  assert_non_null(r.set);
  assert_int_equal(r.set->nconfig, 1);
  assert_close(r.set->energy[0], -1, 0);
  dataset_destroy(r.set);
}

static void test_vasprun_refused(void **unused) {
  (void)unused;
  assert_refused("vasprun.xml", VASP_HEAD "</modeling>", "there is no whole ionic step");
  assert_refused("vasprun.xml", VASP_HEAD "<calculation>" SCF "<energy><i name=\"e_fr_energy\">-8.x</i>",
                 "'-8.x' stands where the energy e_fr_energy");
  assert_refused("vasprun.xml", VASP_HEAD "<calculation>" SCF "</calculation></modeling>",
                 "has 0 rows of the cell and 0 positions");
  assert_refused("vasprun.xml", VASP_HEAD CALCULATION(SCF, "****") "</modeling>", "the energy is no number");
  assert_refused("vasprun.xml", VASP_HEAD "<calculation><oops></calculation>", "damaged or cut off before the first");
}

#define QE_HEAD                                                                                                       \
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<qes:espresso xmlns:qes=\"http://www.quantum-espresso.org/ns/qes\">\n" \
  "<general_info><creator NAME=\"PWSCF\" VERSION=\"7.2\">XML file</creator></general_info>\n<input>"                  \
  "<atomic_species ntyp=\"1\"><species name=\"Si1\"><mass>28</mass><pseudo_file>Si.upf</pseudo_file></species>"       \
  "</atomic_species><dft><functional>PBE</functional></dft><spin><lsda>true</lsda></spin><bands>"                     \
  "<tot_charge>0.0</tot_charge><smearing degauss=\"0.01\">mv</smearing><occupations>smearing</occupations></bands>"   \
  "<basis><ecutwfc>20.0</ecutwfc></basis><electron_control><conv_thr>1e-9</conv_thr></electron_control>"              \
  "<k_points_IBZ><monkhorst_pack nk1=\"2\" nk2=\"2\" nk3=\"2\">M</monkhorst_pack></k_points_IBZ></input>\n"
#define QE_STEP(converged, energy, x)                                                                          \
  "<scf_conv><convergence_achieved>" converged "</convergence_achieved></scf_conv>"                            \
  "<atomic_structure nat=\"1\"><atomic_positions><atom name=\"Si1\">" x " 0 0</atom></atomic_positions><cell>" \
  "<a1>10 0 0</a1><a2>0 10 0</a2><a3>0 0 10</a3></cell></atomic_structure>"                                    \
  "<total_energy><etot>" energy "</etot></total_energy><forces rank=\"2\">1e-1 0 0</forces>"                   \
  "<stress rank=\"2\">1e-3 0 0 0 2e-3 0 0 0 3e-3</stress>"

#define QE_FIXED "<input><free_positions rank=\"2\">1 1 0</free_positions></input>"

/* forces on atoms that are held fixed are zero in the file, whatever they are */
static void test_qe_xml_fixed(void **unused) {
  (void)unused;
  result r = import_good("data-file-schema.xml",
                         QE_HEAD QE_FIXED "<output>" QE_STEP("true", "-5.0", "1") "</output></qes:espresso>\n");
  assert_int_equal(r.set->nconfig, 1);
  assert_true(isnan(r.set->force[0][0]));
  assert_false(isnan(r.set->stress[0][0]));
  assert_noted(&r, "atoms are held fixed (if_pos)");
  dataset_destroy(r.set);
}

static void test_qe_xml(void **unused) {
  (void)unused;
  result r = import_good(
      "data-file-schema.xml", QE_HEAD
      "<step>" QE_STEP("true", "-5.0", "1") "</step><step>" QE_STEP("false", "-5.25", "2") "</step><step>" QE_STEP(
          "true", "-5.5", "3") "</step><output>" QE_STEP("true", "-5.5", "4") "</output></qes:espresso>\n");
  const double bohr = DFTFIT_A_PER_BOHR, hartree = DFTFIT_EV_PER_HARTREE;
  const dataset_calculation *c = &r.set->calculation[0];
  assert_int_equal(r.set->nconfig, 2); /* step 2 is not converged; <output> repeats step 3 */
  assert_int_equal(r.tally.unconverged, 1);
  assert_close(r.set->energy[0], -5 * hartree, 1e-12);
  assert_close(r.set->energy[1], -5.5 * hartree, 1e-12);
  assert_close(r.set->position[1][0], 3 * bohr, 1e-14);
  assert_close(r.set->force[0][0], 0.1 * hartree / bohr, 1e-13);
  assert_close(r.set->stress[0][2], -3e-3 * hartree / (bohr * bohr * bohr), 1e-15);
  assert_close(r.set->cell[0][4], 10 * bohr, 1e-14);
  assert_string_equal(r.set->species[0], "Si");
  assert_string_equal(c->version, "7.2");
  assert_string_equal(c->functional, "PBE");
  assert_string_equal(c->pseudopotentials, "Si.upf");
  assert_string_equal(c->kmesh, "2 2 2");
  assert_string_equal(c->smearing, "Marzari-Vanderbilt, 0.272114 eV");
  assert_string_equal(c->remarks, "spin-polarised");
  assert_close(c->ecut, 20 * hartree, 1e-10);
  assert_close(c->scf_tolerance, 1e-9 * hartree, 1e-20);
  dataset_destroy(r.set);
  /* the last calculation of a vc-relax is another one */
  r = import_good("data-file-schema.xml", QE_HEAD "<step>" QE_STEP("true", "-5.0", "1") "</step><output>" QE_STEP(
                                              "true", "-5.001", "1") "</output></qes:espresso>\n");
  assert_int_equal(r.set->nconfig, 2);
  dataset_destroy(r.set);
  assert_refused("data-file-schema.xml", QE_HEAD "<output></output></qes:espresso>", "lacks the energy");
  assert_refused("data-file-schema.xml", QE_HEAD "<output>" QE_STEP("true", "-5", "1 2 3") "</output></qes:espresso>",
                 "'1 2 3 0 0' stands where a position");
}

#define FITSNAP(stress, units)                                                                                \
  "# a comment\n{\"Dataset\": {\"Data\": [{\"Positions\": [[0, 0, 0], [1, 2, 3]], \"Energy\": -1.5,\n"        \
  "\"AtomTypes\": [\"W\", \"Be\"], \"NumAtoms\": 2, \"Forces\": [[1, 0, 0], [-1, 0, 0]], \"Stress\": " stress \
  ",\n\"Lattice\": [[4, 0, 0], [1, 5, 0], [0, 0, 6]]}], \"AtomTypeStyle\": \"chemicalsymbol\"" units "}}\n"
#define STRESS "[[100, 1, 2], [1, 200, 3], [2, 3, 300]]"

static void test_fitsnap(void **unused) {
  (void)unused;
  const double bar = 1 / DFTFIT_BAR_PER_EV_A3, expected[6] = {-100, -200, -300, -3, -2, -1};
  result r = import_good("a.json", FITSNAP(STRESS, ", \"StressStyle\": \"bar\", \"EnergyStyle\": \"electronvolt\""));
  assert_int_equal(r.set->nconfig, 1);
  for (int k = 0; k < 6; k++) assert_close(r.set->stress[0][k], expected[k] * bar, 1e-18);
  assert_close(r.set->energy[0], -1.5, 0);
  assert_close(r.set->cell[0][3], 1, 0);
  assert_close(r.set->force[1][0], -1, 0);
  assert_string_equal(r.set->species[r.set->atom_species[1]], "Be");
  dataset_destroy(r.set);
  const import_options kbar = {.stress_unit = 1e3 * bar}; /* what the user says goes before what the file says */
  r = import_as("a.json", FITSNAP(STRESS, ", \"StressStyle\": \"bar\""), &kbar);
  assert_close(r.set->stress[0][0], -1e5 * bar, 1e-15);
  dataset_destroy(r.set);
  r = import_good("a.json", FITSNAP("[[0, 0, 0], [0, 0, 0], [0, 0, 0]]", ""));
  assert_true(isnan(r.set->stress[0][0]));
  dataset_destroy(r.set);
  assert_refused("a.json", FITSNAP("[[1, 2], [3, 4]]", ""), "\"Stress\" must be a list of 3 rows");
  assert_refused("a.json", FITSNAP(STRESS, ", \"StressStyle\": \"furlong\""), "\"furlong\" is not a known unit");
  assert_refused("a.json", "{\"Dataset\": {\"Data\": [", "near end of file");
  assert_refused("a.json", "{\"Dataset\": []}", "\"Dataset\" must be an object");
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_vasprun),         cmocka_unit_test(test_vasprun_steps),
                                     cmocka_unit_test(test_vasprun_refused), cmocka_unit_test(test_qe_xml),
                                     cmocka_unit_test(test_qe_xml_fixed),    cmocka_unit_test(test_fitsnap)};
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
