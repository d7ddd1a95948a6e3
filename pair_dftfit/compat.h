/* SPDX-License-Identifier: GPL-2.0-or-later */
/** What differs between the LAMMPS versions that one source of the plugin compiles against: 29 Sep 2021, 4 Feb 2025,
 *  4 Jul 2026 and those between. LAMMPS has no version macro; the build passes LAMMPS_VERSION_NUMBER (yyyymmdd), which
 *  it reads from version.h or from the installed package. */
#ifndef DFTFIT_COMPAT_H
#define DFTFIT_COMPAT_H

#ifndef LAMMPS_VERSION_NUMBER
#error "LAMMPS_VERSION_NUMBER is not defined: build the plugin with CMake (cmake/LammpsHeaders.cmake)"
#endif

#include "comm.h"
#include "lammps.h"
#include "neighbor.h"
#include "pair.h"
#if LAMMPS_VERSION_NUMBER < 20220324
#include "neigh_request.h" /* neither needed nor installed since Neighbor::add_request came */
#endif

// citeme.h of 2026 includes a header that LAMMPS does not install
#if LAMMPS_VERSION_NUMBER <= 20250204 || __has_include("safe_pointers.h")
#include "citeme.h"
#define DFTFIT_HAVE_CITEME 1
#endif

// fix pair, and what it asks pair styles for, came with 15 Sep 2022
#if LAMMPS_VERSION_NUMBER >= 20220915
#define DFTFIT_HAVE_FIX_PAIR 1
#endif

namespace dftfit_compat {

/** Asks for a perpetual full neighbour list for pair; instance: its (protected) instance_me. */
inline void request_full_list(LAMMPS_NS::Neighbor *neighbor, LAMMPS_NS::Pair *pair, int instance) {
#if LAMMPS_VERSION_NUMBER >= 20220324
  (void)instance;
  neighbor->add_request(pair, LAMMPS_NS::NeighConst::REQ_FULL);
#else
  const int request = neighbor->request(pair, instance);
  neighbor->requests[request]->half = 0;
  neighbor->requests[request]->full = 1;
#endif
}

/** Sends what pack_reverse_comm packs from ghosts to their owners. Before 24 Mar 2022 LAMMPS took the number of values
 *  per atom from comm_reverse_off, which then has to be the largest that is ever sent. */
inline void reverse_comm(LAMMPS_NS::Comm *comm, LAMMPS_NS::Pair *pair, int size) {
#if LAMMPS_VERSION_NUMBER >= 20220324
  comm->reverse_comm(pair, size);
#else
  (void)size;
  comm->reverse_comm_pair(pair);
#endif
}

/** Registers a publication for log.cite; rank 0 writes it, once. */
inline void cite(LAMMPS_NS::LAMMPS *lmp, const std::string &entry) {
#ifdef DFTFIT_HAVE_CITEME
  if (lmp->citeme) lmp->citeme->add(entry);
#else
  (void)lmp;
  (void)entry;
#endif
}

} // namespace dftfit_compat

#endif
