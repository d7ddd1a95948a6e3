/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/vote.h"

dftfit_status vote(MPI_Comm comm, dftfit_status status, dftfit_error *err) {
  int rank, size, first;
  MPI_Comm_rank(comm, &rank);
  MPI_Comm_size(comm, &size);
  int mine = status ? rank : size;
  MPI_Allreduce(&mine, &first, 1, MPI_INT, MPI_MIN, comm);
  if (first == size) return DFTFIT_OK;
  int code = status;
  MPI_Bcast(&code, 1, MPI_INT, first, comm);
  MPI_Bcast(err, (int)sizeof *err, MPI_BYTE, first, comm);
  return (dftfit_status)code;
}
