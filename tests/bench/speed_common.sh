# SPDX-License-Identifier: BSD-3-Clause
# Read by the scripts that put the time of pair_style dftfit beside that of other styles: LAMMPS, its runs, its timings, the
# table. The caller has set `here`. Environment: DFTFIT_PLUGIN, dftfitplugin.so (default: of build/).
plugin=${DFTFIT_PLUGIN:-$here/../../build/pair_dftfit/dftfitplugin.so}
lammps=$("$here/../../cmake/get_lammps.sh" | tail -n 1)
export OMP_NUM_THREADS=1 OMP_PROC_BIND=false OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_btl_vader_single_copy_mechanism=none
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

run_lammps() { # ranks, style, input, output
  local options=()
  case $2 in
    */intel) options=(-pk intel 0 mode double omp 1) ;;
    */omp) options=(-pk omp 1) ;;
  esac
  mpirun --oversubscribe -np "$1" "$lammps/build/lmp" -in "$3" -log none "${options[@]}" >"$4"
}

times_of() { # output of LAMMPS, ranks, atoms times steps -> a line "pair neigh loop" (us/atom/step, times ranks)
  awk -v scale="$(awk "BEGIN {print 1e6 * $2 / ($3)}")" '
    /^Loop time/ {loop = $4} /^Pair +\|/ {pair = $5} /^Neigh +\|/ {neigh = $5}
    END {print pair * scale, neigh * scale, loop * scale}' "$1"
}

speed_table() { # title, file of lines "style pair neigh loop"; the minimum of each style counts
  awk -v title="$1" '
    {for (k = 2; k <= 4; k++) if (!(($1, k) in best) || $k < best[$1, k]) best[$1, k] = $k; if (!seen[$1]++) order[++n] = $1}
    END {
      printf "%-37s    pair   neigh    loop\n", title
      for (i = 1; i <= n; i++) {
        s = order[i]
        printf "  %-35s %7.3f %7.3f %7.3f\n", s, best[s, 2], best[s, 3], best[s, 4]
        if (s != "dftfit") for (k = 2; k <= 4; k += 2) if (!(k in other) || best[s, k] < other[k]) other[k] = best[s, k]
      }
      if (("dftfit", 2) in best) printf "  %-35s %7.2f         %7.2f\n", "fastest other / dftfit", other[2] / best["dftfit", 2], other[4] / best["dftfit", 4]
    }' "$2"
}
