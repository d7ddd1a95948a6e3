/* SPDX-License-Identifier: BSD-3-Clause */
/** Outputs that would destroy something, and inputs that have no end. In every folder are `pipe`, a FIFO, `zero`, a link
 *  to the device /dev/zero, `data-link.h5`, a link to good.h5, and `earlier.link`, a link to out.yaml. */
#include "cases.h"
#include "fit_text.h"

#define FILES(what, given, where, message) \
  { .name = what, .command = given, .place = where ": ", .want = message }
#define FITTED(what, given, where, message) \
  { what, "fit.yaml", HEAD POTENTIAL SIGMA SOLVER, {0}, given, where ": ", message }
#define PAIR_FILE                                                                                   \
  "dftfit: 1\nform: pair\nelements: [Si]\ncutoff: 4\nreference_energy: {Si: -5}\npair: {knots: 6, " \
  "inner: 1.5, coefficients: {Si-Si: [1, 1, 1, 1, 1]}}\n"
#define EVALUATED(what, given, where, message) \
  { what, "p.yaml", PAIR_FILE, {0}, given, where ": ", message }

#define EXISTS "the file exists; replace it with -f (--force)"
#define INPUT "is read by this command and cannot be its output"
#define TWICE "is named for two outputs"

const error_case cases_files[] = {
    FILES("import: the output is the input", "import good.xyz -f -o good.xyz", "good.xyz", INPUT),
    FILES("import: the output is the input by another path", "import good.xyz -f -o ./good.xyz", "./good.xyz", INPUT),
    FILES("import: the output is a file of the folder that is read", "import . -f -o good.xyz", "good.xyz", INPUT),
    FILES("import: the output is a FIFO", "import good.xyz -f -o pipe", "pipe", "is a FIFO"),
    FILES("import: the output is a device", "import good.xyz -f -o /dev/null", "/dev/null", "is a device"),
    FILES("import: the output is a link to a device", "import good.xyz -f -o zero", "zero", "is a device"),
    FILES("import: the output is a folder", "import good.xyz -f -o .", ".", "is a folder"),
    FILES("import: the output is a link to a file", "import good.xyz -o earlier.link", "earlier.link", EXISTS),
    FILES("merge: an input is the output", "data merge good.h5 data.h5 -f -o data.h5", "data.h5", INPUT),
    FILES("select: the output is a link to the input", "data select good.h5 -f -o data-link.h5", "data-link.h5", INPUT),
    FILES("select: the input is a link to the output", "data select data-link.h5 -f -o good.h5", "good.h5", INPUT),
    FILES("split: the test data are the input", "data split good.h5 -f -o out.h5 --test good.h5 --fraction 0.5",
          "good.h5", INPUT),
    FILES("split: one name for both, in another spelling",
          "data split good.h5 -o new.h5 --test ./new.h5 --fraction 0.5", "./new.h5", TWICE),
    FILES("split: a link to the other output", "data split good.h5 -f -o earlier.link --test out.yaml --fraction 0.5",
          "out.yaml", TWICE),
    FILES("export: the output is a device", "data export good.h5 -f -o /dev/null", "/dev/null", "is a device"),
    FILES("correct: the output is the list", "data correct good.h5 -f -o good.xyz --corrections good.xyz", "good.xyz",
          INPUT),
    FILES("info: the picture exists", "info good.h5 --picture out.yaml", "out.yaml", EXISTS),
    FILES("info: corrections over the data", "info good.h5 -f --corrections good.h5", "good.h5", INPUT),
    FILES("info: one file for both", "info good.h5 --picture new --corrections new", "new", TWICE),
    FILES("info: the picture is a device", "info good.h5 -f --picture /dev/null", "/dev/null", "is a device"),
    FILES("convert: the output is the input", "convert -f --to dftfit out.yaml ./out.yaml", "./out.yaml", INPUT),
    FILES("convert: the output exists", "convert good.xyz out.yaml", "out.yaml", EXISTS),
    FILES("convert: the output is a FIFO", "convert -f --to dftfit good.xyz pipe", "pipe", "is a FIFO"),
    EVALUATED("eval: the dump is a device", "eval -f p.yaml good.h5 --dump /dev/null", "/dev/null", "is a device"),
    EVALUATED("eval: the dump exists", "eval p.yaml good.h5 --dump out.yaml", "out.yaml", EXISTS),
    EVALUATED("eval: the dump is the potential", "eval -f p.yaml good.h5 --dump p.yaml", "p.yaml", INPUT),
    EVALUATED("eval: the parity file is the data", "eval -f p.yaml good.h5 --parity data-link.h5 --dump good.h5",
              "good.h5", INPUT),
    EVALUATED("eval: one name twice", "eval p.yaml good.h5 --parity new.dat --dump new.dat", "new.dat", TWICE),
    FITTED("fit: the potential exists", "fit fit.yaml", "out.yaml", EXISTS),
    FITTED("fit: the table over the settings", "fit -f --csv fit.yaml fit.yaml", "fit.yaml", INPUT),
    FITTED("fit: the table over the data", "fit -f --csv data-link.h5 fit.yaml", "data-link.h5", INPUT),
    FITTED("fit: the table over the potential", "fit -f --csv ./out.yaml fit.yaml", "./out.yaml", TWICE),
    FITTED("fit: parameters in the table", "fit -f --parameters new --csv new fit.yaml", "new", TWICE),
    FITTED("fit: the table is a device", "fit -f --csv /dev/null fit.yaml", "/dev/null", "is a device"),
    FITTED("fit: parameters into a FIFO", "fit -f --parameters pipe fit.yaml", "pipe", "is a FIFO"),

    FILES("import: a FIFO", "import pipe -o new.h5", "pipe", "is not a regular file but a FIFO"),
    FILES("import: a FIFO of a given format", "import pipe --format extxyz -o new.h5", "pipe",
          "is not a regular file but a FIFO"),
    FILES("import: a device", "import zero -o new.h5", "zero", "is not a regular file but a device"),
    FILES("info: a FIFO", "info pipe", "pipe", "is not a regular file but a FIFO"),
    FILES("info: a device", "info /dev/zero", "/dev/zero", "is not a regular file but a device"),
    FILES("info: a folder", "info .", ".", "is a folder"),
    FILES("merge: a FIFO", "data merge good.h5 pipe -o new.h5", "pipe", "is not a regular file but a FIFO"),
    FILES("noise: a FIFO", "noise good.h5 pipe", "pipe", "is not a regular file but a FIFO"),
    FILES("fit: a FIFO", "fit pipe", "pipe", "is not a regular file but a FIFO"),
    FILES("fit: a device", "fit /dev/zero", "/dev/zero", "is not a regular file but a device"),
    FILES("convert: a FIFO", "convert pipe new.yaml", "pipe", "is not a regular file but a FIFO"),
    FILES("convert: a device", "convert /dev/zero new.yaml", "/dev/zero", "is not a regular file but a device"),
    FILES("eval: a FIFO for the potential", "eval pipe good.h5", "pipe", "is not a regular file but a FIFO"),
    EVALUATED("eval: a FIFO for the data", "eval p.yaml pipe", "pipe", "is not a regular file but a FIFO"),
    FILES("correct: a FIFO for the list", "data correct good.h5 -o new.h5 --corrections pipe", "pipe",
          "is not a regular file but a FIFO"),
    {"fit: the data are a FIFO",
     "fit.yaml",
     "data: pipe\noutput: new.yaml\n" POTENTIAL SIGMA SOLVER,
     {0},
     "fit fit.yaml",
     "pipe: ",
     "is not a regular file but a FIFO"},
};
const int ncases_files = sizeof cases_files / sizeof *cases_files;
