# SPDX-License-Identifier: BSD-3-Clause
# Draws parity.png and energy_along_run.png from the files that plot.sh makes:
#   gnuplot -e "work='folder of energy.dat, force.dat, nve.dat'; images='folder'; crystal='its name'" plot.gp
set encoding utf8
set terminal pngcairo size 960,420 font "sans,11"
set style line 1 lc rgb "#1f5fa8" pt 7 ps 0.6 lw 1.5
set style line 2 lc rgb "#c1440e" lw 1.5
set style line 3 lc rgb "#888888" lw 1
set key top left reverse Left

set output images."/parity.png"
set multiplot layout 1,2
set xlabel "DFT energy over ".crystal." (eV/atom)"
set ylabel "potential (eV/atom)"
plot x ls 3 notitle, work."/energy.dat" using 1:2 with points ls 1 title "configurations"
set xlabel "DFT force component (eV/Å)"
set ylabel "potential (eV/Å)"
plot x ls 3 notitle, work."/force.dat" using 1:2 with points ls 1 ps 0.25 title "force components"
unset multiplot

set output images."/energy_along_run.png"
set multiplot layout 1,2
unset key
set xlabel "time (ps)"
set ylabel "energy per atom less its mean (meV)"
set title "NVE: total energy (blue) beside potential energy (red)"
stats work."/nve.dat" using 3 name "total" nooutput
stats work."/nve.dat" using 4 name "potential" nooutput
plot work."/nve.dat" using 1:(1e3*($4-potential_mean)) with lines ls 2, \
     work."/nve.dat" using 1:(1e3*($3-total_mean)) with lines ls 1
set title "temperature (K)"
set ylabel "K"
plot work."/nve.dat" using 1:2 with lines ls 1
unset multiplot
