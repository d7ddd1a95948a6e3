/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/read_text.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/open_regular.h"
#include "base/vote.h"

static dftfit_status read_whole(const char *path, char **text, size_t *length, dftfit_error *err) {
  FILE *file;
  long long bytes;
  DFTFIT_TRY(open_regular_stream(path, &file, &bytes, err));
  if (bytes >= INT_MAX) {
    fclose(file);
    return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "has %lld bytes; a text file is expected", bytes);
  }
  size_t size = (size_t)bytes;
  char *buffer = malloc(size + 1);
  if (!buffer) {
    fclose(file);
    return dftfit_fail_at(err, DFTFIT_ERR_MEMORY, path, 0, 0, "out of memory for %zu bytes", size);
  }
  size_t got = fread(buffer, 1, size, file);
  fclose(file);
  if (got != size) {
    free(buffer);
    return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "only %zu of %zu bytes could be read", got, size);
  }
  buffer[size] = '\0';
  *text = buffer;
  *length = size;
  return DFTFIT_OK;
}

dftfit_status read_text(MPI_Comm comm, const char *path, char **text, size_t *length, dftfit_error *err) {
  int rank;
  dftfit_status status = DFTFIT_OK;
  *text = NULL;
  *length = 0;
  MPI_Comm_rank(comm, &rank);
  if (rank == 0) status = read_whole(path, text, length, err);
  DFTFIT_TRY(vote(comm, status, err));
  unsigned long long size = *length;
  MPI_Bcast(&size, 1, MPI_UNSIGNED_LONG_LONG, 0, comm);
  if (rank > 0) {
    *text = malloc(size + 1);
    if (!*text) status = dftfit_fail_at(err, DFTFIT_ERR_MEMORY, path, 0, 0, "out of memory for %llu bytes", size);
    *length = size;
  }
  status = vote(comm, status, err);
  if (status) {
    free(*text);
    *text = NULL;
    return status;
  }
  MPI_Bcast(*text, (int)size + 1, MPI_CHAR, 0, comm);
  return DFTFIT_OK;
}
