# SPDX-License-Identifier: BSD-3-Clause
# Draws compare.png from the files that compare.sh makes: gnuplot -e "work='their folder'; images='folder'" compare.gp
set encoding utf8
set terminal pngcairo size 960,480 font "sans,10" noenhanced
set style line 1 lc rgb "#1f5fa8" pt 7 ps 0.9
set style line 2 lc rgb "#c1440e" pt 5 ps 0.9
set style line 3 lc rgb "#dddddd" lw 1
stats work."/ace.errors" using 2 name "groups" nooutput
stats work."/speed.dat" using 2 name "time" nooutput

set output images."/compare.png"
set multiplot
set yrange [-0.8:groups_records - 0.2]
set logscale x
set grid ytics ls 3
set tmargin at screen 0.88
set bmargin at screen 0.14

set lmargin at screen 0.13
set rmargin at screen 0.44
set xrange [0.5:500]
set xlabel "energy, MAE (meV/atom)"
set label 1 "Error on runs left out of the fit, by group" at screen 0.13, 0.95
set key at screen 0.72, 0.965 horizontal samplen 1
plot work."/ace.errors" using 2:0:ytic(1) with points ls 1 title "ace, 290 functions", \
     work."/tersoff.errors" using 2:0 with points ls 2 title "tersoff, 10 parameters"
unset label 1
unset key
set ytics format ""
set xrange [0.005:1]
set lmargin at screen 0.47
set rmargin at screen 0.78
set xlabel "force, MAE (eV/Å)"
plot work."/ace.errors" using 3:0 with points ls 1, work."/tersoff.errors" using 3:0 with points ls 2

unset logscale x
set ytics format "%g"
set grid noytics
set lmargin at screen 0.86
set rmargin at screen 0.98
set xrange [-0.6:1.6]
set yrange [0:1.1 * time_max]
set xlabel " "
set ylabel "pair style: µs per atom and step"
set style fill solid
set boxwidth 0.6
plot work."/speed.dat" using 0:2:($0 == 0 ? 0x1f5fa8 : 0xc1440e):xtic(1) with boxes lc rgb variable, \
     "" using 0:2:(sprintf("%.2f", $2)) with labels offset 0,0.6
unset multiplot
