/* SPDX-License-Identifier: BSD-3-Clause */
/* The formats tersoff, tersoff/mod, tersoff/mod/c and tersoff/zbl, known by the ends of file names. */
#include <string.h>

#include "file/format.h"
#include "file/tersoff/file.h"

/* files of a relative, which are refused with a word why */
static const char polymorphic[] = "_tersoff.poly";

static dftfit_status read_style(const tersoff_style *style, const char *name, const char *text, size_t length,
                                dftfit_potential **out, dftfit_error *err) {
  *out = NULL;
  if (dftfit_ends_with(name, polymorphic))
    return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, name, 0, 0,
                          "files of LAMMPS's pair style polymorphic are not supported, only those of tersoff, "
                          "tersoff/mod, tersoff/mod/c and tersoff/zbl");
  return dftfit_tersoff_file_read(style, name, text, length, out, err);
}

/* A format has functions without an object of their own: three for each style. */
#define FORMAT_OF(id, style, text_, ...)                                                                          \
  static bool recognise_##id(const char *name, const char *text, size_t length) {                                 \
    (void)text;                                                                                                   \
    (void)length;                                                                                                 \
    return dftfit_format_has_ending(&dftfit_format_##id, name) ||                                                 \
           (style == TERSOFF_STYLE_PLAIN && dftfit_ends_with(name, polymorphic));                                 \
  }                                                                                                               \
  static dftfit_status read_##id(const char *name, const char *text, size_t length, dftfit_potential **out,       \
                                 dftfit_error *err) {                                                             \
    return read_style(&dftfit_tersoff_styles[style], name, text, length, out, err);                               \
  }                                                                                                               \
  static dftfit_status write_##id(const dftfit_potential *pot, dftfit_node fit, char **text, dftfit_error *err) { \
    (void)fit;                                                                                                    \
    return dftfit_tersoff_file_write(&dftfit_tersoff_styles[style], pot, text, err);                              \
  }                                                                                                               \
  const dftfit_format dftfit_format_##id = {                                                                      \
      .name = text_,                                                                                              \
      .summary = "parameters of LAMMPS's pair_style " text_,                                                      \
      .ending = {__VA_ARGS__},                                                                                    \
      .recognise = recognise_##id,                                                                                \
      .read = read_##id,                                                                                          \
      .write = write_##id,                                                                                        \
  };

FORMAT_OF(tersoff, TERSOFF_STYLE_PLAIN, "tersoff", ".tersoff")
FORMAT_OF(tersoff_mod, TERSOFF_STYLE_MOD, "tersoff/mod", ".tersoff.mod", ".tersoff_mod")
FORMAT_OF(tersoff_modc, TERSOFF_STYLE_MODC, "tersoff/mod/c", ".tersoff.modc", ".tersoff_modc")
FORMAT_OF(tersoff_zbl, TERSOFF_STYLE_ZBL, "tersoff/zbl", ".tersoff.zbl", ".tersoff_zbl")

const char *dftfit_tersoff_ending(const tersoff_style *style) {
  static const dftfit_format *const format[TERSOFF_STYLES] = {
      [TERSOFF_STYLE_PLAIN] = &dftfit_format_tersoff,
      [TERSOFF_STYLE_MOD] = &dftfit_format_tersoff_mod,
      [TERSOFF_STYLE_MODC] = &dftfit_format_tersoff_modc,
      [TERSOFF_STYLE_ZBL] = &dftfit_format_tersoff_zbl,
  };
  return format[style - dftfit_tersoff_styles]->ending[0];
}
