! SPDX-License-Identifier: BSD-3-Clause
! What md.c does, in Fortran: the functions of dftfit.h through iso_c_binding.
! usage: md_f Si.yaml
module dftfit
  use, intrinsic :: iso_c_binding
  implicit none

  type, bind(c) :: dftfit_system
    integer(c_int) :: natom
    type(c_ptr) :: element, position, cell, pbc ! integer (natom), real (3, natom), real (3, 3): a column is a row of C
  end type
  type, bind(c) :: dftfit_result
    real(c_double) :: energy
    type(c_ptr) :: force, stress, atom_energy
  end type
  type, bind(c) :: dftfit_error
    integer(c_int) :: code
    character(c_char) :: input(256)
    integer(c_int) :: line, column, atom
    character(c_char) :: message(512)
  end type

  interface
    integer(c_int) function dftfit_potential_read(path, pot, err) bind(c)
      import
      character(c_char), intent(in) :: path(*)
      type(c_ptr), intent(out) :: pot
      type(dftfit_error), intent(out) :: err
    end function
    integer(c_int) function dftfit_potential_element(pot, symbol) bind(c)
      import
      type(c_ptr), value :: pot
      character(c_char), intent(in) :: symbol(*)
    end function
    real(c_double) function dftfit_potential_mass(pot, element) bind(c)
      import
      type(c_ptr), value :: pot
      integer(c_int), value :: element
    end function
    subroutine dftfit_potential_destroy(pot) bind(c)
      import
      type(c_ptr), value :: pot
    end subroutine
    integer(c_int) function dftfit_calculation_create(pot, skin, calculation, err) bind(c)
      import
      type(c_ptr), value :: pot
      real(c_double), value :: skin
      type(c_ptr), intent(out) :: calculation
      type(dftfit_error), intent(out) :: err
    end function
    integer(c_int) function dftfit_calculation_compute(calculation, system, result, err) bind(c)
      import
      type(c_ptr), value :: calculation
      type(dftfit_system), intent(in) :: system
      type(dftfit_result), intent(inout) :: result
      type(dftfit_error), intent(out) :: err
    end function
    subroutine dftfit_calculation_destroy(calculation) bind(c)
      import
      type(c_ptr), value :: calculation
    end subroutine
  end interface
end module

program md
  use, intrinsic :: iso_fortran_env, only: error_unit
  use dftfit
  implicit none
  integer, parameter :: cells = 2, natom = 8 * cells**3
  real(c_double), parameter :: lattice = 5.432d0        ! A
  real(c_double), parameter :: to_a_ps2 = 9648.533212d0 ! 1 eV/A of force on 1 g/mol, in A/ps^2
  real(c_double), parameter :: dt = 0.001d0             ! ps
  real(c_double), target :: x(3, natom), f(3, natom), cell(3, 3)
  integer(c_int), target :: element(natom)
  real(c_double) :: v(3, natom), mass, kinetic
  type(c_ptr) :: pot, calculation
  type(dftfit_system) :: system
  type(dftfit_result) :: result
  type(dftfit_error) :: err
  character(256) :: path
  integer :: step

  path = 'Si.yaml'
  if (command_argument_count() > 0) call get_command_argument(1, path)
  call check(dftfit_potential_read(trim(path) // c_null_char, pot, err))
  call check(dftfit_calculation_create(pot, 1d0, calculation, err)) ! neighbour lists with a skin of 1 A
  element = dftfit_potential_element(pot, 'Si' // c_null_char)
  mass = dftfit_potential_mass(pot, element(1))
  cell = 0
  cell(1, 1) = cells * lattice
  cell(2, 2) = cells * lattice
  cell(3, 3) = cells * lattice
  call start

  system = dftfit_system(natom, c_loc(element), c_loc(x), c_loc(cell), c_null_ptr)
  result = dftfit_result(0d0, c_loc(f), c_null_ptr, c_null_ptr)
  call check(dftfit_calculation_compute(calculation, system, result, err))
  print '(a5, 3(1x, a16))', 'step', 'potential/eV', 'kinetic/eV', 'total/eV'
  do step = 0, 100
    if (step > 0) then
      v = v + 0.5d0 * dt * f / mass * to_a_ps2
      x = x + dt * v
      call check(dftfit_calculation_compute(calculation, system, result, err))
      v = v + 0.5d0 * dt * f / mass * to_a_ps2
    end if
    kinetic = 0.5d0 * mass * sum(v**2) / to_a_ps2
    if (mod(step, 10) == 0) print '(i5, 3(1x, f16.8))', step, result%energy, kinetic, result%energy + kinetic
  end do
  call dftfit_calculation_destroy(calculation)
  call dftfit_potential_destroy(pot)

contains

  ! diamond, and velocities (A/ps) that are the same in every language
  subroutine start
    real(c_double), parameter :: fcc(3, 4) = 0.5d0 * reshape([0, 0, 0,  0, 1, 1,  1, 0, 1,  1, 1, 0], [3, 4])
    integer :: i, k
    do i = 0, natom - 1
      x(:, i + 1) = lattice * (real([mod(i / 8, cells), mod(i / 8 / cells, cells), i / 8 / cells**2], c_double) &
                               + fcc(:, mod(i, 4) + 1) + merge(0d0, 0.25d0, mod(i, 8) < 4))
      v(:, i + 1) = [(6 * sin(1d0 + 3 * i + k), k = 0, 2)]
    end do
  end subroutine

  subroutine check(status)
    integer(c_int), intent(in) :: status
    integer :: k
    if (status == 0) return
    do k = 1, size(err%message)
      if (err%message(k) == c_null_char) exit
      write (error_unit, '(a)', advance='no') err%message(k)
    end do
    write (error_unit, *)
    stop 1
  end subroutine

end program
