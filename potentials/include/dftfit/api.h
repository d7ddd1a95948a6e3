/* SPDX-License-Identifier: BSD-3-Clause */
/** Marks what the shared library exports; everything else in it is hidden. */
#ifndef DFTFIT_API_H
#define DFTFIT_API_H

#if defined(__GNUC__)
#define DFTFIT_API __attribute__((visibility("default")))
#else
#define DFTFIT_API
#endif

#endif
