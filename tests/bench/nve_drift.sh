#!/usr/bin/env bash
# Constant energy over a long run: 1,000 atoms of silicon at 600 K (TEMPERATURE), 20,000 steps of 1 fs. Prints the drift of
# the total energy and its slope with the standard error from block averages. Exit code 1 when the drift is 1e-5 eV/atom or
# more, or the slope is two standard errors or more. The standard error takes the correlation of neighbouring blocks into
# account; what moves more slowly than a block it cannot see. So a run of 60,000 steps or more is cut into windows of
# 20,000, each is given its own drift and slope, and the standard error of the mean slope is that among windows.
# The atoms are brought to that temperature by a Langevin bath over 20 ps before; while heat still moves between modes, the
# energy that a time step of 1 fs conserves moves along.
# usage: nve_drift.sh LMP PLUGIN POTENTIAL [RANKS [STEPS [SEED [TEMPERATURE]]]]
#   e.g. tests/bench/nve_drift.sh ".../build/lmp" build/pair_dftfit/dftfitplugin.so examples/silicon/Si.yaml 2
set -euo pipefail
[ $# -ge 3 ] || { sed -n '2,11s/^# //p' "$0"; exit 2; }
lmp=$1 plugin=$(realpath "$2") potential=$(realpath "$3") ranks=${4:-2} steps=${5:-20000} seed=${6:-20250204} temperature=${7:-600}
every=10 equilibration=20000 blocks=20
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/in.nve" <<IN
plugin        load $plugin
units         metal
atom_style    atomic
lattice       diamond 5.44
region        box block 0 5 0 5 0 5
create_box    1 box
create_atoms  1 box
mass          1 28.0855
pair_style    dftfit
pair_coeff    * * $potential Si
timestep      0.001
velocity      all create $((2 * temperature)) $seed mom yes rot no
fix           move all nve
fix           bath all langevin $temperature $temperature 0.2 $seed zero yes
thermo        1000
run           $equilibration
unfix         bath
reset_timestep 0
variable      n equal atoms
variable      e equal etotal/v_n
variable      t equal temp
fix           out all print $every "\$(step) \$(v_e:%.15g) \$(v_t:%.6g)" file $work/energy screen no title ""
thermo_style  custom step temp etotal
thermo_modify format float %.10g
run           $steps
IN
mpirun -np "$ranks" "$lmp" -in "$work/in.nve" -log none | tail -n 12
awk -v blocks=$blocks -v every=$every '
  # slope k of n samples from e[from] on, per block, with the error of blocks, and the drift of the last against the first
  function line(from, n,    size, b, i, m, sx, sy, sxx, sxy, d, c, rest, a) {
    size = int(n / blocks)
    sx = sy = sxx = sxy = rest = a = 0
    for (b = 0; b < blocks; b++) {
      m[b] = 0
      for (i = 0; i < size; i++) m[b] += (e[from + b * size + i] - e[0]) / size
      sx += b; sy += m[b]; sxx += b * b; sxy += b * m[b]
    }
    d = blocks * sxx - sx * sx; k = (blocks * sxy - sx * sy) / d; c = (sy - k * sx) / blocks
    for (b = 0; b < blocks; b++) rest += (m[b] - c - k * b) ^ 2
    error = sqrt(rest / (blocks - 2) * blocks / d)
    # neighbouring blocks are not independent: an autoregressive process of first order has a larger error of the slope
    for (b = 0; b + 1 < blocks; b++) a += (m[b] - c - k * b) * (m[b + 1] - c - k * (b + 1)) / rest
    if (a > 0) error *= sqrt((1 + a) / (1 - a))
    drift = m[blocks - 1] - m[0]
    ps = size * every * 0.001
    k *= 1000 / ps; error *= 1000 / ps # eV/atom/ns
  }
  function size_of(x) { return x < 0 ? -x : x }
  NF == 3 { e[n + 0] = $2; t += $3; n++ }
  END {
    window = 20000 / every
    windows = int(n / window)
    if (windows < 3) {
      line(0, n)
      printf "temperature %.1f K, samples %d in %d blocks of %g ps\n", t / n, n, blocks, ps
      printf "drift, last block - first: %.3e eV/atom\nslope: %.3e +- %.3e eV/atom/ns (%.2f standard errors)\n", drift, k, error, k / error
      exit !(size_of(drift) < 1e-5 && size_of(k) < 2 * error)
    }
    printf "temperature %.1f K, %d windows of 20 ps\n", t / n, windows
    for (w = 0; w < windows; w++) {
      line(w * window, window)
      printf "window %d: drift %.2e eV/atom, slope %.2e eV/atom/ns\n", w + 1, drift, k
      sum += k; square += k * k
      if (size_of(drift) > most) most = size_of(drift)
    }
    mean = sum / windows
    error = sqrt((square / windows - mean * mean) / (windows - 1))
    printf "largest drift of a window: %.3e eV/atom\n", most
    printf "slope: %.3e +- %.3e eV/atom/ns (%.2f standard errors)\n", mean, error, mean / error
    exit !(most < 1e-5 && size_of(mean) < 2 * error)
  }' "$work/energy"
