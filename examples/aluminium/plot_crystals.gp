# SPDX-License-Identifier: BSD-3-Clause
# Draws crystals.png from the files that plot_crystals.sh makes: gnuplot -e "work='their folder'" plot_crystals.gp
set encoding utf8
set terminal pngcairo size 640,480 font "sans,11"
set output work."/crystals.png"
set xlabel "volume per atom (Å^3)"
set ylabel "energy over fcc (eV/atom)"
set xrange [10:33]
set yrange [-0.05:1.3]
set key top right
crystals = "fcc hcp bcc sc diamond"
colours = "#1f5fa8 #c1440e #2a8a4a #8a5fb0 #888888"
plot for [i=1:words(crystals)] work."/curve_".word(crystals, i).".dat" using 1:2 with lines lw 1.5 lc rgb word(colours, i) title word(crystals, i), \
     for [i=1:words(crystals)] work."/dft_".word(crystals, i).".dat" using 1:2 with points pt 7 ps 0.8 lc rgb word(colours, i) notitle
