/* SPDX-License-Identifier: GPL-2.0-or-later */
/** Reading of files that nobody has to wait for. */
#ifndef PAIR_DFTFIT_READ_WHOLE_H
#define PAIR_DFTFIT_READ_WHOLE_H

#include <sys/stat.h>

#include <climits>
#include <cstdio>
#include <string>

namespace dftfit_read {

inline bool exists(const std::string &path) {
  struct stat info;
  return stat(path.c_str(), &info) == 0;
}

inline bool regular(const std::string &path) {
  struct stat info;
  return stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

/** False: not a regular file that can be read (a FIFO would be waited for), or longer than one broadcast. */
inline bool whole(const std::string &path, std::string &text) {
  FILE *in = regular(path) ? fopen(path.c_str(), "rb") : nullptr;
  if (!in) return false;
  char part[65536];
  for (size_t n; text.size() < INT_MAX && (n = fread(part, 1, sizeof part, in)) > 0;) text.append(part, n);
  const bool good = !ferror(in) && text.size() < INT_MAX;
  fclose(in);
  return good;
}

} // namespace dftfit_read

#endif
