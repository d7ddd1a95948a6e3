/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/ace/coupling.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static double factorial(int n) {
  double f = 1;
  for (int i = 2; i <= n; i++) f *= i;
  return f;
}

/* <l1 m1 l2 m2 | L M>, Racah's closed form (Varshalovich, Moskalev, Khersonskii, Quantum theory of angular
 * momentum, 8.2.1) */
static double clebsch_gordan(int l1, int m1, int l2, int m2, int L, int M) {
  if (m1 + m2 != M || abs(m1) > l1 || abs(m2) > l2 || abs(M) > L) return 0;
  double norm = (2 * L + 1) * factorial(l1 + l2 - L) * factorial(l1 - l2 + L) * factorial(-l1 + l2 + L) /
                factorial(l1 + l2 + L + 1);
  norm *= factorial(L + M) * factorial(L - M) * factorial(l1 - m1) * factorial(l1 + m1) * factorial(l2 - m2) *
          factorial(l2 + m2);
  double sum = 0;
  for (int k = 0; k <= l1 + l2 - L; k++) {
    int a = l1 - m1 - k, b = l2 + m2 - k, c = L - l2 + m1 + k, d = L - l1 - m2 + k;
    if (a < 0 || b < 0 || c < 0 || d < 0) continue;
    double term = factorial(k) * factorial(l1 + l2 - L - k) * factorial(a) * factorial(b) * factorial(c) * factorial(d);
    sum += (k % 2 ? -1 : 1) / term;
  }
  return sqrt(norm) * sum;
}

/* U of S_{l mu} = sum_m U_{mu m} Y_{lm}, docs/forms/ace.md (7); at most two entries of a row differ from zero. */
static double complex to_real(int mu, int m) {
  if (mu == 0) return m == 0;
  if (abs(m) != abs(mu)) return 0;
  double sign = abs(mu) % 2 ? -1 : 1;
  if (mu > 0) return (m > 0 ? sign : 1) * M_SQRT1_2;
  return -I * (m > 0 ? sign : -1) * M_SQRT1_2;
}

/* The two m (one when mu = 0) that row mu of U mixes. */
static int mixed(int mu, int m[2]) {
  m[0] = mu, m[1] = -mu;
  return mu == 0 ? 1 : 2;
}

/* Real Clebsch-Gordan tensor: the invariant map of S_{l1} x S_{l2} to S_L, out [2 l1+1][2 l2+1][2 L+1], orthonormal in
 * (m1, m2). Real for every l1+l2+L (the imaginary unit of odd sums is dropped, which makes those maps pseudotensors).
 */
static void real_cg(int l1, int l2, int L, double *out) {
  bool odd = (l1 + l2 + L) % 2;
  for (int a = -l1; a <= l1; a++)
    for (int b = -l2; b <= l2; b++)
      for (int c = -L; c <= L; c++) {
        int ma[2], mb[2];
        int na = mixed(a, ma), nb = mixed(b, mb);
        double complex sum = 0;
        for (int i = 0; i < na; i++)
          for (int j = 0; j < nb; j++) {
            int M = ma[i] + mb[j];
            if (abs(M) != abs(c)) continue;
            sum += to_real(c, M) * conj(to_real(a, ma[i]) * to_real(b, mb[j])) *
                   clebsch_gordan(l1, ma[i], l2, mb[j], L, M);
          }
        *out++ = odd ? cimag(sum) : creal(sum);
      }
}

int dftfit_coupling_free_momenta(int rank) { return rank > 3 ? rank - 3 : 0; }

static bool triangle(int a, int b, int c) { return c >= abs(a - b) && c <= a + b; }

/* L after the first k factors, k = 1 .. rank-1 */
static int momentum(int rank, const int *l, const int *intermediate, int k) {
  if (k == 1) return l[0];
  return k == rank - 1 ? l[rank - 1] : intermediate[k - 2];
}

bool dftfit_coupling_allowed(int rank, const int *l, const int *intermediate) {
  int sum = 0;
  for (int t = 0; t < rank; t++) sum += l[t];
  if (sum % 2) return false;
  if (rank == 1) return l[0] == 0;
  if (rank == 2) return l[0] == l[1];
  for (int k = 2; k < rank; k++)
    if (!triangle(momentum(rank, l, intermediate, k - 1), l[k - 1], momentum(rank, l, intermediate, k))) return false;
  return true;
}

void dftfit_coupling_free(coupling *k) {
  free(k->m);
  free(k->c);
  *k = (coupling){0};
}

/* Coefficients of the chain before symmetrisation, [2 l_1+1] ... [2 l_v+1]; NULL: out of memory */
static double *chain_tensor(int rank, const int *l, const int *intermediate) {
  size_t size = 2 * l[0] + 1; /* of the open tensor: tuples x components of the open momentum */
  double *open = calloc(size * size, sizeof(double));
  for (int a = 0; open && a < 2 * l[0] + 1; a++) open[a * size + a] = 1;
  size_t tuples = size;
  for (int k = 2; open && k < rank; k++) {
    int L = momentum(rank, l, intermediate, k - 1), next = momentum(rank, l, intermediate, k);
    int nl = 2 * L + 1, nm = 2 * l[k - 1] + 1, nn = 2 * next + 1;
    double *cg = malloc(sizeof(double) * nl * nm * nn), *grown = calloc(tuples * nm * nn, sizeof(double));
    if (cg && grown) {
      real_cg(L, l[k - 1], next, cg);
      for (size_t p = 0; p < tuples; p++)
        for (int a = 0; a < nl; a++)
          for (int b = 0; open[p * nl + a] != 0 && b < nm * nn; b++)
            grown[p * nm * nn + b] += open[p * nl + a] * cg[a * nm * nn + b];
    }
    free(open);
    open = cg ? grown : NULL;
    if (!cg) free(grown);
    free(cg);
    tuples *= nm;
  }
  return open; /* the open momentum is l_v: its component is that of the last factor, up to 1/sqrt(2 l_v+1) */
}

void dftfit_coupling_canonical(int rank, const bool *same, signed char *m) {
  for (int t = 1; t < rank; t++)
    for (int s = t; s > 0 && same[s] && m[s] < m[s - 1]; s--) {
      signed char swap = m[s];
      m[s] = m[s - 1], m[s - 1] = swap;
    }
}

/* In how many distinct ways the m of factors that are the same can be ordered. */
static double orderings(int rank, const bool *same, const signed char *m) {
  double count = 1;
  for (int t = 0, group = 0, equal = 0; t < rank; t++) {
    group = same[t] ? group + 1 : 1;
    equal = same[t] && m[t] == m[t - 1] ? equal + 1 : 1;
    count *= (double)group / equal;
  }
  return count;
}

static int compare_tuples(const signed char *a, const signed char *b, int rank) {
  for (int t = 0; t < rank; t++)
    if (a[t] != b[t]) return a[t] - b[t];
  return 0;
}

void dftfit_coupling_add_term(coupling *k, const signed char *m, double c) {
  int low = 0, high = k->nterm;
  while (low < high) {
    int middle = (low + high) / 2;
    if (compare_tuples(k->m + middle * k->rank, m, k->rank) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  if (low < k->nterm && compare_tuples(k->m + low * k->rank, m, k->rank) == 0) {
    k->c[low] += c;
    return;
  }
  memmove(k->m + (low + 1) * k->rank, k->m + low * k->rank, (size_t)(k->nterm - low) * k->rank);
  memmove(k->c + low + 1, k->c + low, sizeof(double) * (k->nterm - low));
  memcpy(k->m + low * k->rank, m, k->rank);
  k->c[low] = c;
  k->nterm++;
}

/* Drops what is zero to rounding; scales to unit norm. Nothing is left where the norm is rounding only. */
static void finish(coupling *k, const bool *same) {
  double norm = sqrt(dftfit_coupling_dot(k, k, same));
  int kept = 0;
  for (int q = 0; q < k->nterm && norm > 1e-10; q++) {
    if (fabs(k->c[q]) < 1e-12 * norm) continue;
    memmove(k->m + kept * k->rank, k->m + q * k->rank, k->rank);
    k->c[kept++] = k->c[q] / norm;
  }
  k->nterm = kept;
}

dftfit_status dftfit_coupling_chain(int rank, const int *l, const int *intermediate, const bool *same, coupling *out,
                                    dftfit_error *err) {
  *out = (coupling){.rank = rank};
  double *tensor = chain_tensor(rank, l, intermediate);
  size_t total = 1, used = 0;
  for (int t = 0; t < rank; t++) total *= 2 * l[t] + 1;
  for (size_t p = 0; tensor && p < total; p++) used += tensor[p] != 0;
  out->m = malloc((used + 1) * rank);
  out->c = malloc((used + 1) * sizeof(double));
  if (!tensor || !out->m || !out->c) {
    free(tensor);
    dftfit_coupling_free(out);
    return dftfit_no_memory(err, "the coupling of %d factors", rank);
  }
  double scale = 1 / sqrt(2 * l[rank - 1] + 1);
  for (size_t p = 0; p < total; p++) {
    if (tensor[p] == 0) continue;
    signed char m[COUPLING_MAX_RANK];
    size_t rest = p;
    for (int t = rank - 1; t >= 0; t--) {
      m[t] = (signed char)((int)(rest % (2 * l[t] + 1)) - l[t]);
      rest /= 2 * l[t] + 1;
    }
    dftfit_coupling_canonical(rank, same, m);
    dftfit_coupling_add_term(out, m, tensor[p] * scale);
  }
  free(tensor);
  finish(out, same);
  return DFTFIT_OK;
}

double dftfit_coupling_dot(const coupling *a, const coupling *b, const bool *same) {
  double sum = 0;
  for (int i = 0, j = 0; i < a->nterm && j < b->nterm;) {
    int order = compare_tuples(a->m + i * a->rank, b->m + j * b->rank, a->rank);
    if (order == 0) sum += a->c[i] * b->c[j] / orderings(a->rank, same, a->m + i * a->rank);
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return sum;
}
