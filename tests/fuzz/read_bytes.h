/* SPDX-License-Identifier: BSD-3-Clause */
/** Bytes read by an importer as if they were a file. What is read must be whole and finite, what is refused must come
 *  with a text; anything else ends the program. */
#ifndef TESTS_FUZZ_READ_BYTES_H
#define TESTS_FUZZ_READ_BYTES_H

#include "import/importer.h"

/** A line in the bytes behind which those of the second file of a run begin: the trajectory si-pos-1.xyz beside an
 *  output of CP2K, whose project must be named si. */
#define FUZZ_BESIDE "\n@@ si-pos-1.xyz\n"

/** The importer of a file: the one that its name begins with ("cp2k.trajectory"), or the one that knows it; NULL: none
 *  does. */
const importer *fuzz_format(const char *path);
/** Lets every importer say whether the bytes are its own, and this one read them. label: the file that the bytes
 *  come from, for the message at the end. The importer vaspout takes HDF5 or the text of made_hdf5.h. */
void fuzz_read(const importer *format, const char *label, const char *text, size_t length);
/** Says what is wrong and ends the program by a signal, which a fuzzer sees. */
void fuzz_stop(const char *label, const char *what);

#endif
