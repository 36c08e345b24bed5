// The column kernels: one text, compiled once for each instruction set by the small files beside
// it, which name the set. Plain loops over columns, so that the compiler turns them into vector
// code of whatever width the set offers.
//
// Everything but the final table has internal linkage, and nothing here comes from a library: a
// function compiled for a wide instruction set must never stand in for the same function elsewhere.
#include "models/kernels/kernels.h"

#if defined(__AVX2__) || defined(__AVX512F__)
#include <immintrin.h>
#endif

namespace ayes::kernels::AYES_KERNEL_SET {
namespace {

#include "models/kernels/elementary.inl"

// Says that the turns of the loop that follows are independent although its columns may be the
// same.
#if defined(__clang__)
#define AYES_EACH_ALONE _Pragma("clang loop vectorize(assume_safety)")
#else
#define AYES_EACH_ALONE _Pragma("GCC ivdep")
#endif

// Kernels with several passes work through their columns in chunks, so that what passes from one to
// the next stays in the nearest cache.
constexpr int chunk = 512;

// Room for the numbers set aside of a chunk: they are written a register at a time.
constexpr int aside = chunk + 16;

AYES_INLINE int smaller(int a, int b) { return a < b ? a : b; }

// ---- Uniforms
// ---------------------------------------------------------------------------------------

// As many 64-bit words as fit a register, each holding one 32-bit word of Philox's state in its low
// half. The high halves are left to hold anything: the multiplication ignores them.
#if defined(__AVX512F__)
constexpr int lanes = 8;
using Words [[gnu::vector_size(64)]] = Bits;
using Doubles [[gnu::vector_size(64)]] = double;
AYES_INLINE Words product(Words a, Words b) {
  return (Words)_mm512_maskz_mul_epu32(0xff, (__m512i)a, (__m512i)b);
}
AYES_INLINE Words replications(Bits first) { return first + Words{0, 1, 2, 3, 4, 5, 6, 7}; }
AYES_INLINE Words all_lanes(Bits word) { return word - Words{}; }
#elif defined(__AVX2__)
constexpr int lanes = 4;
using Words [[gnu::vector_size(32)]] = Bits;
using Doubles [[gnu::vector_size(32)]] = double;
AYES_INLINE Words product(Words a, Words b) {
  return (Words)_mm256_mul_epu32((__m256i)a, (__m256i)b);
}
AYES_INLINE Words replications(Bits first) { return first + Words{0, 1, 2, 3}; }
AYES_INLINE Words all_lanes(Bits word) { return word - Words{}; }
#else
constexpr int lanes = 1;
using Words = Bits;
using Doubles = double;
AYES_INLINE Words product(Words a, Words b) { return (a & 0xffffffff) * (b & 0xffffffff); }
AYES_INLINE Words replications(Bits first) { return first; }
AYES_INLINE Words all_lanes(Bits word) { return word; }
#endif

// Registers of replications whose draws are computed side by side: a round of one is done while
// that of another is waited for. As many as there are registers for.
#if defined(__AVX512F__)
constexpr int turns = 4;
#else
constexpr int turns = 2;
#endif
constexpr int drawn = turns * lanes;

struct Draws {
  Words even[turns], odd[turns];
};

// Computes both draws of a block, ten rounds of Philox4x32 (Salmon et al. 2011), for `drawn`
// replications.
AYES_INLINE Draws philox(Bits seed, Bits name, Bits first, Bits block) {
  Words c0[turns], c1[turns], c2[turns], c3[turns];
  for (int t = 0; t < turns; ++t) {
    const Words replication = replications(first + static_cast<Bits>(t * lanes));
    c0[t] = replication;
    c1[t] = ((replication >> 32) << 16) | block;
    c2[t] = all_lanes(name);
    c3[t] = all_lanes(name >> 32);
  }
  Bits key0 = seed;
  Bits key1 = seed >> 32;
  for (int round = 0; round < 10; ++round) {
    for (int t = 0; t < turns; ++t) {
      const Words product0 = product(c0[t], all_lanes(0xd2511f53));
      const Words product1 = product(c2[t], all_lanes(0xcd9e8d57));
      c0[t] = (product1 >> 32) ^ c1[t] ^ key0;
      c2[t] = (product0 >> 32) ^ c3[t] ^ key1;
      c1[t] = product1;
      c3[t] = product0;
    }
    key0 += 0x9e3779b9;
    key1 += 0xbb67ae85;
  }
  Draws draws;
  for (int t = 0; t < turns; ++t) {
    draws.even[t] = (c0[t] & 0xffffffff) | (c1[t] << 32);
    draws.odd[t] = (c2[t] & 0xffffffff) | (c3[t] << 32);
  }
  return draws;
}

// Makes (m + 1/2) / 2^52 of a draw's top 52 bits m: they are the fraction of a number in [1, 2).
AYES_INLINE Doubles uniform(Words draw) {
  const Words in_one_to_two = (draw >> 12) | 0x3ff0000000000000;
  return __builtin_bit_cast(Doubles, in_one_to_two) - (1.0 - 0x1p-53);
}

AYES_INLINE void store(const Doubles& values, double* out) {
  __builtin_memcpy(out, &values, sizeof values);
}

AYES_INLINE void store_uniforms(const Words* draws, double* out) {
  for (int t = 0; t < turns; ++t) store(uniform(draws[t]), out + t * lanes);
}

// Fills the even draws of a block, the odd ones, or both.
AYES_INLINE void fill_uniforms(Bits seed, Bits name, Bits first, Bits block, int n, double* even,
                               double* odd) {
  int i = 0;
  for (; i + drawn <= n; i += drawn) {
    const Draws draws = philox(seed, name, first + static_cast<Bits>(i), block);
    if (even) store_uniforms(draws.even, even + i);
    if (odd) store_uniforms(draws.odd, odd + i);
  }
  if (i == n) return;
  double left[drawn];
  const Draws draws = philox(seed, name, first + static_cast<Bits>(i), block);
  if (even) {
    store_uniforms(draws.even, left);
    for (int j = 0; i + j < n; ++j) even[i + j] = left[j];
  }
  if (odd) {
    store_uniforms(draws.odd, left);
    for (int j = 0; i + j < n; ++j) odd[i + j] = left[j];
  }
}

void uniforms(std::uint64_t seed, std::uint64_t name, std::int64_t first, int draw, int n,
              double* out) {
  const Bits from = static_cast<Bits>(first), block = static_cast<Bits>(draw / 2);
  if (draw % 2 == 0) {
    fill_uniforms(seed, name, from, block, n, out, nullptr);
  } else {
    fill_uniforms(seed, name, from, block, n, nullptr, out);
  }
}

void uniform_pairs(std::uint64_t seed, std::uint64_t name, std::int64_t first, int block, int n,
                   double* even, double* odd) {
  fill_uniforms(seed, name, static_cast<Bits>(first), static_cast<Bits>(block), n, even, odd);
}

// ---- Setting aside
// ---------------------------------------------------------------------------------------

// Writes the places of the lanes whose flag is 0, in order; returns how many there are.
AYES_INLINE int set_aside(int n, const std::int32_t* flag, std::int32_t* place) {
  int found = 0;
#if defined(__AVX512F__)
  const __m512i step = _mm512_set1_epi32(16);
  __m512i at = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  for (int i = 0; i < n; i += 16) {
    const __mmask16 filled = static_cast<__mmask16>(0xffff >> (16 - smaller(16, n - i)));
    const __m512i flags = _mm512_maskz_loadu_epi32(filled, flag + i);
    const __mmask16 found_here = _mm512_mask_testn_epi32_mask(filled, flags, flags);
    _mm512_storeu_si512(place + found, _mm512_maskz_compress_epi32(found_here, at));
    found += __builtin_popcount(found_here);
    at = _mm512_add_epi32(at, step);
  }
#else
  for (int i = 0; i < n; ++i) {
    place[found] = i;
    found += flag[i] == 0;
  }
#endif
  return found;
}

// Fills up a list of places to whole registers, with place 0; returns how many there are then.
// Loops over odd numbers of lanes would go through the last ones one by one.
AYES_INLINE int fill_up(int found, std::int32_t* place) {
  const int all = (found + 15) / 16 * 16;
  for (int j = found; j < all; ++j) place[j] = 0;
  return all;
}

// Gathers the numbers at the places set aside.
template <typename Number>
AYES_INLINE void gather(int n, const std::int32_t* place, const Number* from, Number* to) {
  AYES_EACH_ALONE
  for (int j = 0; j < n; ++j) to[j] = from[place[j]];
}

// Puts numbers back to where they were set aside from.
template <typename Number>
AYES_INLINE void put_back(int n, const std::int32_t* place, const Number* from, Number* to) {
  for (int j = 0; j < n; ++j) to[place[j]] = from[j];
}

// ---- Functions of one or a few numbers
// --------------------------------------------------------------

void exps(int n, const double* x, double* y) {
  AYES_EACH_ALONE
  for (int i = 0; i < n; ++i) y[i] = exp(x[i]);
}

void normal_cdfs(int n, const double* s, double* p) {
  AYES_EACH_ALONE
  for (int i = 0; i < n; ++i) p[i] = normal_cdf(s[i]);
}

void rough_normal_cdfs(int n, const double* s, double* p) {
  AYES_EACH_ALONE
  for (int i = 0; i < n; ++i) {
    const float x = static_cast<float>(s[i]);
    const float tail = rough_normal_tail(__builtin_fabsf(x));
    p[i] = static_cast<double>(x < 0.0f ? tail : 1.0f - tail);
  }
}

void add_rough_counts(int n, const double* trials, const double* s, const double* z, double* sum) {
  AYES_EACH_ALONE
  for (int i = 0; i < n; ++i) {
    const float x = static_cast<float>(s[i]);
    const float tail = rough_normal_tail(__builtin_fabsf(x));
    const float share = x < 0.0f ? tail : 1.0f - tail;
    const float variance = static_cast<float>(trials[i]) * (tail * (1.0f - tail));
    sum[i] += trials[i] * static_cast<double>(share) +
              z[i] * static_cast<double>(__builtin_sqrtf(variance));
  }
}

void normal_quantiles(int n, const double* u, double* z) {
  for (int start = 0; start < n; start += chunk, u += chunk, z += chunk) {
    const int count = smaller(chunk, n - start);
    std::int32_t central[chunk], place[aside];
    double tail[chunk];

    // About one uniform in seven lies outside the central region; those are set aside.
    for (int i = 0; i < count; ++i) central[i] = __builtin_fabs(u[i] - 0.5) <= central_reach;
    const int tails = set_aside(count, central, place);
    const int filled = fill_up(tails, place);
    gather(filled, place, u, tail);

    AYES_EACH_ALONE
    for (int i = 0; i < count; ++i) z[i] = central_quantile(u[i] - 0.5);

    double root[chunk];
    int far = 0;
    for (int i = 0; i < filled; ++i) {
      root[i] = tail_root(tail[i]);
      far += root[i] > far_root;
    }
    if (far == 0) {
      for (int i = 0; i < filled; ++i) tail[i] = near_quantile(tail[i], root[i]);
    } else {
      for (int i = 0; i < filled; ++i) tail[i] = normal_quantile(tail[i]);
    }
    put_back(tails, place, tail, z);
  }
}

void bivariate_normal_cdfs(int n, const double* a, const double* b, const double* r, double* p) {
  AYES_EACH_ALONE
  for (int i = 0; i < n; ++i) p[i] = bivariate_normal_cdf(a[i], b[i], r[i]);
}

void plackett_sums(const PlackettSum& sum, int n, const double* a, const double* b,
                   const double* cdf_a, const double* cdf_b, double* p) {
  for (int start = 0; start < n; start += chunk) {
    const int count = smaller(chunk, n - start);
    double product[chunk], squares[chunk], added[chunk];
    for (int i = 0; i < count; ++i) {
      const double x = within_reach(a[start + i]);
      const double y = within_reach(b[start + i]);
      product[i] = x * y;
      squares[i] = x * x + y * y;
      added[i] = 0.0;
    }
    for (int k = 0; k < sum.nodes; ++k) {
      const double along = sum.product[k], across = sum.square[k], weight = sum.weight[k];
      for (int i = 0; i < count; ++i) {
        added[i] += weight * rough_exp(along * product[i] - across * squares[i]);
      }
    }
    for (int i = 0; i < count; ++i) {
      const double one = cdf_a[start + i], two = cdf_b[start + i];
      const double mass = one * two + added[i];
      const double overlap = (one + two) - 1.0;
      const double least = overlap > 0.0 ? overlap : 0.0;
      const double most = one < two ? one : two;
      const double above = mass > least ? mass : least;
      p[start + i] = above < most ? above : most;
    }
  }
}

// The cells of as many places as fit a register: their values, slopes, squares and cubes.
struct Cells {
  Doubles value, slope, square, cube;
};

// Loads cells, each as one piece, and turns the pieces into columns.
#if defined(__AVX512F__)
AYES_INLINE Cells load(const CurveCell* cell, const std::int32_t* place) {
  const auto two = [&](int i) {  // those of lanes i and i + 4
    const __m512d first = _mm512_castpd256_pd512(_mm256_loadu_pd(&cell[place[i]].value));
    return _mm512_maskz_insertf64x4(0xff, first, _mm256_loadu_pd(&cell[place[i + 4]].value), 1);
  };
  const __m512d a = two(0), b = two(1), c = two(2), d = two(3);
  const __m512i first = _mm512_setr_epi64(0, 1, 8, 9, 4, 5, 12, 13);
  const __m512i second = _mm512_setr_epi64(2, 3, 10, 11, 6, 7, 14, 15);
  const __m512d even_ab = _mm512_maskz_unpacklo_pd(0xff, a, b),
                even_cd = _mm512_maskz_unpacklo_pd(0xff, c, d);
  const __m512d odd_ab = _mm512_maskz_unpackhi_pd(0xff, a, b),
                odd_cd = _mm512_maskz_unpackhi_pd(0xff, c, d);
  return {(Doubles)_mm512_permutex2var_pd(even_ab, first, even_cd),
          (Doubles)_mm512_permutex2var_pd(odd_ab, first, odd_cd),
          (Doubles)_mm512_permutex2var_pd(even_ab, second, even_cd),
          (Doubles)_mm512_permutex2var_pd(odd_ab, second, odd_cd)};
}
#elif defined(__AVX2__)
AYES_INLINE Cells load(const CurveCell* cell, const std::int32_t* place) {
  const __m256d a = _mm256_loadu_pd(&cell[place[0]].value);
  const __m256d b = _mm256_loadu_pd(&cell[place[1]].value);
  const __m256d c = _mm256_loadu_pd(&cell[place[2]].value);
  const __m256d d = _mm256_loadu_pd(&cell[place[3]].value);
  const __m256d even_ab = _mm256_unpacklo_pd(a, b), even_cd = _mm256_unpacklo_pd(c, d);
  const __m256d odd_ab = _mm256_unpackhi_pd(a, b), odd_cd = _mm256_unpackhi_pd(c, d);
  return {(Doubles)_mm256_permute2f128_pd(even_ab, even_cd, 0x20),
          (Doubles)_mm256_permute2f128_pd(odd_ab, odd_cd, 0x20),
          (Doubles)_mm256_permute2f128_pd(even_ab, even_cd, 0x31),
          (Doubles)_mm256_permute2f128_pd(odd_ab, odd_cd, 0x31)};
}
#else
AYES_INLINE Cells load(const CurveCell* cell, const std::int32_t* place) {
  const CurveCell& at = cell[*place];
  return {at.value, at.slope, at.square, at.cube};
}
#endif

// Reads a curve at up to `chunk` places.
void read_curve(const Curve& curve, int n, const double* z, double* y) {
  // The cell in which each place lies, and how far into it. Beyond the last node it is 0 into the
  // cell there.
  std::int32_t place[chunk + lanes];
  double h[chunk + lanes], read[chunk + lanes];
  const double first = curve.first, steps_per_unit = curve.steps_per_unit;
  const double last_node = curve.nodes - 1;
  for (int i = 0; i < n; ++i) {
    const double along = (z[i] - first) * steps_per_unit;
    const double right = along < last_node ? along : last_node;
    const double held = right > 0.0 ? right : 0.0;
    place[i] = static_cast<std::int32_t>(held);
    h[i] = held - place[i];
  }
  for (int i = n; i < n + lanes; ++i) {
    place[i] = 0;
    h[i] = 0.0;
  }

  for (int i = 0; i < n; i += lanes) {
    const Cells cells = load(curve.cell, place + i);
    Doubles along;
    __builtin_memcpy(&along, h + i, sizeof along);
    store(cells.value + along * (cells.slope + along * (cells.square + along * cells.cube)),
          read + i);
  }
  __builtin_memcpy(y, read, sizeof(double) * static_cast<unsigned>(n));
}

void curves(const Curve& curve, int n, const double* z, double* y) {
  for (int start = 0; start < n; start += chunk) {
    read_curve(curve, smaller(chunk, n - start), z + start, y + start);
  }
}

void add_curves(const Curve& curve, int n, const double* fixed, const double* rate, const double* z,
                const double* size, double* sum) {
  for (int start = 0; start < n; start += chunk) {
    const int count = smaller(chunk, n - start);
    double at[chunk], read[chunk];
    for (int i = 0; i < count; ++i) at[i] = fixed[start + i] + rate[start + i] * z[start + i];
    read_curve(curve, count, at, read);
    for (int i = 0; i < count; ++i) sum[start + i] += size[start + i] * read[i];
  }
}

// Four numbers side by side.
using Four [[gnu::vector_size(32)]] = double;
using FourHalves [[gnu::vector_size(16)]] = float;
AYES_INLINE void load(const float* place, Four& four) {
  FourHalves halves;
  __builtin_memcpy(&halves, place, sizeof halves);
  four = __builtin_convertvector(halves, Four);
}

void tables(const Table& table, int n, const double* x, const double* y, double* out) {
  const std::int64_t wide = 2 * static_cast<std::int64_t>(table.nodes);
  const int last_node = table.nodes - 2, last_row = table.rows - 3;
  for (int i = 0; i < n; ++i) {
    // Hermite's weights of the two nodes around x: value, slope, value, slope.
    const double along = (x[i] - table.first) * table.steps_per_unit;
    const int whole = static_cast<int>(along);
    const int node = whole > last_node ? last_node : whole > 0 ? whole : 0;
    const double h = along - node, g = 1.0 - h;
    const Four weight = {(1.0 + 2.0 * h) * g * g, h * g * g, (3.0 - 2.0 * h) * h * h, -h * h * g};
    const float* here = table.node + 2 * static_cast<std::int64_t>(node);
    Four part;
    if (table.rows == 1) {
      load(here, part);
    } else {
      // Lagrange's weights of the two rows on either side of y.
      const double across = (y[i] - table.first_row) * table.rows_per_unit;
      const int above = static_cast<int>(across);
      const int row = above > last_row ? last_row : above > 1 ? above : 1;
      const double t = across - row;
      const double before = -t * (t - 1.0) * (t - 2.0) * (1.0 / 6.0);
      const double at = (t + 1.0) * (t - 1.0) * (t - 2.0) * 0.5;
      const double next = -(t + 1.0) * t * (t - 2.0) * 0.5;
      const double after = (t + 1.0) * t * (t - 1.0) * (1.0 / 6.0);
      here += row * wide;
      Four rows[4];
      for (int k = 0; k < 4; ++k) load(here + (k - 1) * wide, rows[k]);
      part = (before * rows[0] + at * rows[1]) + (next * rows[2] + after * rows[3]);
    }
    part *= weight;
    out[i] = (part[0] + part[1]) + (part[2] + part[3]);
  }
}

// ---- Binomial counts
// --------------------------------------------------------------------------------

// Names the smaller number as if u were reached only from above: F > t is F >= just_above(t).
AYES_INLINE double just_above(double t) { return from_bits(to_bits(t) + 1); }

// Computes Stirling's error of a whole number x >= 0.
AYES_INLINE double stirling_error(double x) {
  return x < 16.0 ? small_stirling_errors[static_cast<int>(x)] : stirling_series(x);
}

// Computes Loader's deviance x log(x / m) + m - x of x from the mean m, given their exact
// difference too.
double deviance(double x, double mean, double excess) {
  if (__builtin_fabs(excess) >= 0.1 * (x + mean)) return x * log(x / mean) - excess;

  // Near the mean, in powers of v = (x - m) / (x + m), where nothing cancels.
  const double v = excess / (x + mean);
  const double v2 = v * v;
  double sum = excess * v;
  double power = 2.0 * x * v;
  for (int odd = 3; odd < 100; odd += 2) {
    power *= v2;
    const double longer = sum + power / odd;
    if (longer == sum) break;
    sum = longer;
  }
  return sum;
}

// A binomial law whose shares p and q = 1 - p are both given, the smaller of them exactly.
struct Binomial {
  double trials, p, q;
};

// Computes k - np, keeping the digits that the rounding of np would lose.
double excess(const Binomial& law, double k) {
  const bool smaller_is_p = law.p <= law.q;
  const double share = smaller_is_p ? law.p : law.q;
  const double head =
      from_bits(to_bits(share) & 0xffffffff80000000);  // times a 31-bit number: exact
  const double count = smaller_is_p ? k : law.trials - k;
  const double over = (count - law.trials * head) - law.trials * (share - head);
  return smaller_is_p ? over : -over;
}

// Computes the binomial mass at k by the saddle-point expansion of Loader (2000), 0 < p < 1.
double mass(const Binomial& law, double k) {
  const double rest = law.trials - k;
  if (k == 0.0) return exp(law.trials * (law.p < law.q ? log1p(-law.p) : log(law.q)));
  if (rest == 0.0) return exp(law.trials * (law.q < law.p ? log1p(-law.q) : log(law.p)));
  const double over = excess(law, k);
  const double exponent = stirling_error(law.trials) - stirling_error(k) - stirling_error(rest) -
                          deviance(k, law.trials * law.p, over) -
                          deviance(rest, law.trials * law.q, -over);
  return 0.3989422804014327 * __builtin_sqrt(law.trials / (k * rest)) * exp(exponent);
}

// Computes F(k - 1) from the mass at k, summed downwards until nothing changes.
double sum_below(const Binomial& law, double k, double term) {
  const double down = law.q / law.p;
  double sum = 0.0;
  for (; k > 0.0; k -= 1.0) {
    term *= down * (k / (law.trials - k + 1.0));
    const double more = sum + term;
    if (more == sum) break;
    sum = more;
  }
  return sum;
}

// Finds the smallest k with F(k) >= target, from F(k - 1) and the mass at a k not above it.
double climb(const Binomial& law, double target, double k, double below, double term) {
  const double up = law.p / law.q;
  for (double sum = below + term; sum < target && k < law.trials; sum += term) {
    term *= up * ((law.trials - k) / (k + 1.0));
    k += 1.0;
  }
  return k;
}

// Finds the smallest k with F(k) >= target, for a target of at most one half, by summing masses
// from near `guess`. Half the mass lies at or below the mean's next integer, so the count does too.
double count_from(const Binomial& law, double target, double guess) {
  constexpr double least_mass = 1e-300;
  target = target > 1e-290 ? target : 1e-290;
  const double mean = law.trials * law.p;
  double low = 0.0;
  double high = round_to_integer(mean) + 1.0;
  high = high < law.trials ? high : law.trials;
  double k = guess < high ? guess : high;
  for (double step = 8.0;; step *= 2.0) {
    const double at = mass(law, k);
    if (at < least_mass && k < high) {  // too small to sum from, and too low
      low = k + 1.0;
      k = round_to_integer(0.5 * (low + high));
      continue;
    }
    const double below = sum_below(law, k, at);
    if (below < target || k <= low) return climb(law, target, k, below, at);
    high = k - 1.0;
    k = k - step > low ? k - step : low;
  }
}

// Counts successes exactly, one number at a time: by the lower tail for u below 1/2, otherwise by
// the upper one, which is the lower one of the failures.
std::int32_t exact_count(std::int32_t trials, double p, double u, std::int32_t guess) {
  if (trials == 0 || p <= 0.0) return 0;
  if (p >= 1.0) return trials;
  if (u < 0.5) {
    return static_cast<std::int32_t>(
        count_from({static_cast<double>(trials), p, 1.0 - p}, u, guess));
  }
  const Binomial failures = {static_cast<double>(trials), 1.0 - p, p};
  return trials - static_cast<std::int32_t>(count_from(failures, just_above(1.0 - u),
                                                       static_cast<double>(trials - guess)));
}

// The expansion below is trusted for at least this variance and within 3.5 deviations (|u - 1/2| at
// most this), where its error at a boundary between counts is less than 4 v^-2.5
// (tests/models/kernels_guard_band_test.cpp).
constexpr double least_variance = 4.0;
constexpr double most_reach = 0.4997673709209645;  // Phi(3.5) - 1/2

// Computes how far the quantile of the smooth law whose rounding is the binomial lies from the
// mean, by the fifth-order expansion of Cornish and Fisher with Sheppard's corrections
// (docs/derivations/binomial_quantile.py). `w` is one over the variance, d is 1 - 2p.
template <typename Real>
AYES_INLINE Real smooth_quantile(Real deviation, Real w, Real d, Real z) {
  const Real z2 = z * z;
  const Real d2 = d * d;
  const Real p1 = (z2 - Real(1)) * Real(1.0 / 6.0);
  const Real p2 = ((d2 - Real(3)) * z2 + (Real(3) - Real(7) * d2)) * Real(1.0 / 144.0);
  const Real p3 = (Real(9) - d2) * ((Real(3) * z2 + Real(7)) * z2 - Real(16)) * Real(1.0 / 6480.0);
  const Real p4 = ((((Real(9) * d2 - Real(486)) * d2 - Real(351)) * z2 +
                    ((Real(256) * d2 - Real(2124)) * d2 - Real(324))) *
                       z2 +
                   ((Real(6282) - Real(433) * d2) * d2 + Real(4887))) *
                  Real(1.0 / 622080.0);
  const Real p5 = (((((Real(12) * d2 + Real(936)) * d2 + Real(2700)) * z2 +
                     ((Real(5238) - Real(243) * d2) * d2 + Real(5805))) *
                        z2 -
                    ((Real(923) * d2 + Real(15546)) * d2 + Real(66555))) *
                       z2 +
                   ((Real(1472) * d2 - Real(14208)) * d2 + Real(8640))) *
                  Real(1.0 / 6531840.0);
  return d * (p1 + w * (p3 + w * p5)) + z * (deviation * (Real(1) + w * (p2 + w * p4)));
}

// How near a half-integer the expansion may come before its rounding is doubted: its own error, and
// that of single precision, which is below 3e-6 of a deviation.
AYES_INLINE float guard_band(float deviation, float w) {
  return 4.0f * w * w * w * deviation + 1e-6f + 5e-6f * deviation;
}

// The expansion in one lane: how far the count lies from the mean, the band about a half-integer in
// which that decides nothing, and the variance; of a small variance it is of no use.
struct Expansion {
  float distance, band, variance;
};

AYES_INLINE Expansion expand(float trials, float share, float rest, float z) {
  const float v = trials * share * rest;
  const float safe = v >= static_cast<float>(least_variance) ? v : 4.0f;
  const float w = 1.0f / safe;
  const float deviation = __builtin_sqrtf(safe);
  return {smooth_quantile(deviation, w, rest - share, z), guard_band(deviation, w), v};
}

// 1 / (k + 1).
struct Inverses {
  static constexpr int size = 96;
  double of[size];
  constexpr Inverses() : of{} {
    for (int k = 0; k < size; ++k) of[k] = 1.0 / (k + 1);
  }
};
constexpr Inverses inverses;

// Doubtful counts of at most this variance are summed from 0, since for |z| <= 3.5 they are at most
// 70; of greater variance they are so few that each is summed from where it is expected.
constexpr double most_summed_variance = 24.0;

// As many numbers as fit a register, and two registers of them, whose sums take turns.
#if defined(__AVX512F__)
constexpr int pack = 8;
using Pack [[gnu::vector_size(64)]] = double;
using Flags [[gnu::vector_size(64)]] = std::int64_t;
#elif defined(__AVX2__)
constexpr int pack = 4;
using Pack [[gnu::vector_size(32)]] = double;
using Flags [[gnu::vector_size(32)]] = std::int64_t;
#else
constexpr int pack = 2;
using Pack [[gnu::vector_size(16)]] = double;
using Flags [[gnu::vector_size(16)]] = std::int64_t;
#endif
constexpr int group = 2 * pack;

AYES_INLINE bool any(Flags flags) {
#if defined(__AVX512F__)
  return _mm512_test_epi64_mask((__m512i)flags, (__m512i)flags) != 0;
#elif defined(__AVX2__)
  return !_mm256_testz_si256((__m256i)flags, (__m256i)flags);
#else
  std::int64_t found = 0;
  for (int i = 0; i < pack; ++i) found |= flags[i];
  return found != 0;
#endif
}

// A sum of masses from 0 upwards in each lane, and how many sums stayed below the lane's goal.
struct Climb {
  Pack trials, odds, term, sum, goal;
  Flags below;
};

AYES_INLINE Climb start(const double* trials, const double* odds, const double* none,
                        const double* target) {
  Climb climb = {};
  __builtin_memcpy(&climb.trials, trials, sizeof(Pack));
  __builtin_memcpy(&climb.odds, odds, sizeof(Pack));
  __builtin_memcpy(&climb.term, none, sizeof(Pack));
  __builtin_memcpy(&climb.goal, target, sizeof(Pack));
  climb.sum = climb.term;
  return climb;
}

AYES_INLINE void step(Climb& climb, int k) {
  climb.below += climb.sum < climb.goal;
  climb.term *= (climb.trials - static_cast<double>(k)) * (climb.odds * inverses.of[k]);
  climb.sum += climb.term;
}

// Counts the rarer outcome in the lanes of a group: how many of F(0), F(1), ... stay below the
// target, where F is summed from 0.
void sum_from_zero(const double* trials, const double* odds, const double* none,
                   const double* target, std::int64_t* successes) {
  Climb first = start(trials, odds, none, target);
  Climb second = start(trials + pack, odds + pack, none + pack, target + pack);
  for (int from = 0; from < Inverses::size; from += 4) {
    for (int k = from; k < from + 4; ++k) {
      step(first, k);
      step(second, k);
    }
    if (!any((first.sum < first.goal) | (second.sum < second.goal))) break;
  }
  const Flags counted[2] = {-first.below, -second.below};
  __builtin_memcpy(successes, counted, sizeof counted);
}

// Which lanes of a chunk go another way than rounding: a flag of 0 sends one by the sum from 0, or
// by the careful sum.
struct Ways {
  std::int32_t not_summed[chunk], not_careful[chunk];
};

// Rounds the expansion in every lane and says which lanes must go another way. Single precision
// will do: whatever it can't decide is summed.
void round_expansions(int n, const std::int32_t* trials, const double* p, const double* u,
                      Ways& ways, std::int32_t* successes) {
  float centred[chunk], spread[chunk], share[chunk], rest[chunk], all[chunk];
  for (int i = 0; i < n; ++i) {
    const double c = u[i] - 0.5;
    centred[i] = static_cast<float>(c);
    spread[i] = static_cast<float>(1.0 - 4.0 * (c * c));
    share[i] = static_cast<float>(p[i]);
    rest[i] = static_cast<float>(1.0 - p[i]);
    all[i] = static_cast<float>(trials[i]);
  }

  float z[chunk];
  for (int i = 0; i < n; ++i) z[i] = rough_normal_quantile(centred[i], spread[i]);

  float distance[chunk], band[chunk], variance[chunk];
  for (int i = 0; i < n; ++i) {
    const Expansion rough = expand(all[i], share[i], rest[i], z[i]);
    distance[i] = rough.distance;
    band[i] = rough.band;
    variance[i] = rough.variance;
  }

  for (int i = 0; i < n; ++i) {
    const double x = trials[i] * p[i] + static_cast<double>(distance[i]);
    const double most = trials[i];
    const double low = x < most ? x : most;
    const double nearest = round_to_integer(low > 0.0 ? low : 0.0);
    const double v = variance[i];
    const std::int32_t near = __builtin_fabs(u[i] - 0.5) <= most_reach;
    const std::int32_t certain =
        near & ((trials[i] == 0) | ((v >= least_variance) & (__builtin_fabs(x - nearest) <
                                                             0.5 - static_cast<double>(band[i]))));
    const std::int32_t summed = near & (v < most_summed_variance) & (1 - certain);
    successes[i] = static_cast<std::int32_t>(nearest);
    ways.not_summed[i] = 1 - summed;
    ways.not_careful[i] = certain | summed;
  }
}

// The ways of lanes with so few trials that their variance is too small to round anything.
void leave_expansions(int n, const double* u, Ways& ways) {
  for (int i = 0; i < n; ++i) {
    const std::int32_t near = __builtin_fabs(u[i] - 0.5) <= most_reach;
    ways.not_summed[i] = 1 - near;
    ways.not_careful[i] = near;
  }
}

// Counts some lanes by the sum from 0, of the rarer outcome. Counting failures turns the uniform
// round: the number of failures is the smallest whose F exceeds 1 - u.
void sum_small_variances(int sums, std::int32_t* place, const std::int32_t* trials, const double* p,
                         const double* u, std::int32_t* successes) {
  double all[chunk], rare[chunk], odds[chunk], none[chunk], target[chunk];
  std::int64_t counted[chunk];
  const int padded = fill_up(sums, place);
  AYES_EACH_ALONE
  for (int j = 0; j < padded; ++j) {
    const double share = p[place[j]];
    const double uniform = u[place[j]];
    all[j] = trials[place[j]];
    rare[j] = share > 0.5 ? 1.0 - share : share;
    target[j] = share > 0.5 ? just_above(1.0 - uniform) : uniform;
  }
  for (int j = sums; j < padded; ++j) all[j] = rare[j] = target[j] = 0.0;

  // (1 - p)^n, with the rounding of 1 - p mended as in log1p.
  for (int j = 0; j < padded; ++j) {
    const double common = 1.0 - rare[j];
    const double inverse = 1.0 / common;
    odds[j] = rare[j] * inverse;
    none[j] = exp(all[j] * (log(common) + ((1.0 - common) - rare[j]) * inverse));
  }

  for (int j = 0; j < padded; j += group) {
    sum_from_zero(all + j, odds + j, none + j, target + j, counted + j);
  }
  for (int j = 0; j < sums; ++j) {
    const int i = place[j];
    const std::int32_t number = static_cast<std::int32_t>(counted[j]);
    const std::int32_t held = number < trials[i] ? number : trials[i];
    successes[i] = p[i] > 0.5 ? trials[i] - held : held;
  }
}

// Guesses a count far from the mean, where the rough quantile doesn't reach.
std::int32_t far_guess(std::int32_t trials, double p, double u) {
  const double v = trials * p * (1.0 - p);
  const double safe = v > 1.0 ? v : 1.0;
  const double x = trials * p + smooth_quantile(__builtin_sqrt(safe), 1.0 / safe, 1.0 - 2.0 * p,
                                                normal_quantile(u));
  const double low = x < trials ? x : trials;
  return static_cast<std::int32_t>(round_to_integer(low > 0.0 ? low : 0.0));
}

// Counts successes in up to `chunk` lanes.
void count_chunk(int n, const std::int32_t* trials, const double* p, const double* u,
                 std::int32_t* successes) {
  // Where nobody has more than one ballot, the count is whether that one is a yes.
  std::int32_t most = 0;
  for (int i = 0; i < n; ++i) most = trials[i] > most ? trials[i] : most;
  if (most <= 1) {
    for (int i = 0; i < n; ++i) successes[i] = u[i] > 1.0 - p[i] ? trials[i] : 0;
    return;
  }

  Ways ways;
  if (most < 4.0 * least_variance) {  // n p (1 - p) is at most n / 4
    leave_expansions(n, u, ways);
  } else {
    round_expansions(n, trials, p, u, ways, successes);
  }

  // The lanes that were not rounded, a few in a hundred where many vote, go their own ways.
  std::int32_t place[aside];
  const int carefuls = set_aside(n, ways.not_careful, place);
  for (int j = 0; j < carefuls; ++j) {
    const int i = place[j];
    const bool near = __builtin_fabs(u[i] - 0.5) <= most_reach;
    const std::int32_t guess = near ? successes[i] : far_guess(trials[i], p[i], u[i]);
    successes[i] = exact_count(trials[i], p[i], u[i], guess);
  }
  const int sums = set_aside(n, ways.not_summed, place);
  if (sums > 0) sum_small_variances(sums, place, trials, p, u, successes);
}

void counts(int n, const std::int32_t* trials, const double* p, const double* u,
            std::int32_t* successes) {
  for (int start = 0; start < n; start += chunk) {
    count_chunk(smaller(chunk, n - start), trials + start, p + start, u + start, successes + start);
  }
}

// ---- Counts from opinions
// ---------------------------------------------------------------------------
//
// A share is worked out in single precision, and with it the count. The error of the share times
// the number of ballots widens the band in which the rounding decides nothing; there the share is
// worked out again in double precision, and the count from it as above. The factor 2 covers the
// share's part in the variance: for v >= 4 it moves the count by less than 3.5 / (2 sqrt v) of what
// it moves the mean.

constexpr float share_error = 3e-7f;  // of a share (tests/models/kernels_guard_band_test.cpp)
constexpr float band_per_ballot = 2.0f * share_error;

// Fewer ballots than this are counted in double precision at once, since most would be in the end.
constexpr std::int32_t least_ballots = 48;
constexpr std::int32_t least_divided_ballots = 96;

AYES_INLINE std::int32_t most_of(int n, const std::int32_t* numbers) {
  std::int32_t most = 0;
  for (int i = 0; i < n; ++i) most = numbers[i] > most ? numbers[i] : most;
  return most;
}

// Splits the uniforms of a chunk for the rough quantile.
AYES_INLINE void split_uniforms(int n, const double* u, float* centred, float* spread) {
  for (int i = 0; i < n; ++i) {
    const double c = u[i] - 0.5;
    centred[i] = static_cast<float>(c);
    spread[i] = static_cast<float>(1.0 - 4.0 * (c * c));
  }
}

// Rounds the mean and its distance to the nearest count; says whether that is certain.
AYES_INLINE std::int32_t round_expansion(std::int32_t trials, float share, float distance,
                                         float band, float variance, double u,
                                         std::int32_t* count) {
  const double x = trials * static_cast<double>(share) + static_cast<double>(distance);
  const double most = trials;
  const double low = x < most ? x : most;
  const double nearest = round_to_integer(low > 0.0 ? low : 0.0);
  *count = static_cast<std::int32_t>(nearest);
  return (variance >= static_cast<float>(least_variance)) &
         (__builtin_fabs(x - nearest) < 0.5 - static_cast<double>(band)) &
         (__builtin_fabs(u - 0.5) <= most_reach);
}

void count_opinions_exactly(int n, const std::int32_t* trials, const double* s, const double* u,
                            std::int32_t* successes) {
  double p[chunk];
  normal_cdfs(n, s, p);
  count_chunk(n, trials, p, u, successes);
}

void count_opinions_chunk(int n, const std::int32_t* trials, const double* s, const double* u,
                          std::int32_t* successes) {
  if (most_of(n, trials) < least_ballots) {
    count_opinions_exactly(n, trials, s, u, successes);
    return;
  }
  float centred[chunk], spread[chunk], opinion[chunk], all[chunk];
  split_uniforms(n, u, centred, spread);
  for (int i = 0; i < n; ++i) {
    opinion[i] = static_cast<float>(s[i]);
    all[i] = static_cast<float>(trials[i]);
  }
  float share[chunk], rest[chunk], z[chunk];
  for (int i = 0; i < n; ++i) {
    const float tail = rough_normal_tail(__builtin_fabsf(opinion[i]));
    share[i] = opinion[i] < 0.0f ? tail : 1.0f - tail;
    rest[i] = opinion[i] < 0.0f ? 1.0f - tail : tail;
  }
  for (int i = 0; i < n; ++i) z[i] = rough_normal_quantile(centred[i], spread[i]);
  float distance[chunk], band[chunk], variance[chunk];
  for (int i = 0; i < n; ++i) {
    const Expansion rough = expand(all[i], share[i], rest[i], z[i]);
    distance[i] = rough.distance;
    band[i] = rough.band + all[i] * band_per_ballot;
    variance[i] = rough.variance;
  }
  std::int32_t certain[chunk];
  for (int i = 0; i < n; ++i) {
    certain[i] = round_expansion(trials[i], share[i], distance[i], band[i], variance[i], u[i],
                                 successes + i);
  }

  // What is left, with shares in double precision.
  std::int32_t left[aside], left_trials[chunk], left_successes[chunk];
  double left_s[chunk], left_u[chunk];
  const int lefts = set_aside(n, certain, left);
  if (lefts == 0) return;
  const int filled = fill_up(lefts, left);
  gather(filled, left, trials, left_trials);
  gather(filled, left, s, left_s);
  gather(filled, left, u, left_u);
  for (int j = lefts; j < filled; ++j) left_trials[j] = 0;
  count_opinions_exactly(filled, left_trials, left_s, left_u, left_successes);
  put_back(lefts, left, left_successes, successes);
}

// The same at given normals: their uniforms are needed only where single precision doesn't decide.
void count_opinions_at_chunk(int n, const std::int32_t* trials, const double* s, const double* z,
                             std::int32_t* successes) {
  std::int32_t certain[chunk];
  if (most_of(n, trials) < least_ballots) {
    for (int i = 0; i < n; ++i) certain[i] = 0;
  } else {
    float opinion[chunk], all[chunk], distance[chunk], band[chunk], variance[chunk];
    for (int i = 0; i < n; ++i) {
      opinion[i] = static_cast<float>(s[i]);
      all[i] = static_cast<float>(trials[i]);
    }
    for (int i = 0; i < n; ++i) {
      const float tail = rough_normal_tail(__builtin_fabsf(opinion[i]));
      const float share = opinion[i] < 0.0f ? tail : 1.0f - tail;
      const float rest = opinion[i] < 0.0f ? 1.0f - tail : tail;
      const Expansion rough = expand(all[i], share, rest, static_cast<float>(z[i]));
      opinion[i] = share;
      distance[i] = rough.distance;
      band[i] = rough.band + all[i] * band_per_ballot;
      variance[i] = rough.variance;
    }
    for (int i = 0; i < n; ++i) {
      const double u = __builtin_fabs(z[i]) <= 3.49 ? 0.5 : 0.0;  // within reach, or not
      certain[i] = round_expansion(trials[i], opinion[i], distance[i], band[i], variance[i], u,
                                   successes + i);
    }
  }

  std::int32_t left[aside], left_trials[chunk], left_successes[chunk];
  double left_s[chunk], left_u[chunk];
  const int lefts = set_aside(n, certain, left);
  if (lefts == 0) return;
  gather(lefts, left, trials, left_trials);
  gather(lefts, left, s, left_s);
  gather(lefts, left, z, left_u);
  normal_cdfs(lefts, left_u, left_u);
  for (int j = 0; j < lefts; ++j) {
    const double u = left_u[j] < 0x1p-53 ? 0x1p-53 : left_u[j];
    left_u[j] = u > 1.0 - 0x1p-53 ? 1.0 - 0x1p-53 : u;
  }
  count_opinions_exactly(lefts, left_trials, left_s, left_u, left_successes);
  put_back(lefts, left, left_successes, successes);
}

void counts_at_normals(int n, const std::int32_t* trials, const double* s, const double* z,
                       std::int32_t* successes) {
  for (int start = 0; start < n; start += chunk) {
    count_opinions_at_chunk(smaller(chunk, n - start), trials + start, s + start, z + start,
                            successes + start);
  }
}

void counts_of_opinions(int n, const std::int32_t* trials, const double* s, const double* u,
                        std::int32_t* successes) {
  for (int start = 0; start < n; start += chunk) {
    count_opinions_chunk(smaller(chunk, n - start), trials + start, s + start, u + start,
                         successes + start);
  }
}

AYES_INLINE double held_share(double share) {
  const double above = share > 0.0 ? share : 0.0;
  return above < 1.0 ? above : 1.0;
}

void conditional_shares(int n, const double* package, const double* contract, const double* joint,
                        double* among_yes, double* among_no) {
  AYES_EACH_ALONE
  for (int i = 0; i < n; ++i) {
    const double p = package[i], both = joint[i], c = contract[i];
    const double yes = held_share(both / (p > 0.0 ? p : 1.0));
    const double no = held_share((c - both) / (p < 1.0 ? 1.0 - p : 1.0));
    among_yes[i] = p > 0.0 ? yes : 0.0;
    among_no[i] = p < 1.0 ? no : 0.0;
  }
}

void count_contracts_exactly(const PlackettSum& sum, int n, const std::int32_t* cast,
                             const std::int32_t* package, const double* a, const double* b,
                             const double* u_yes, const double* u_no, std::int32_t* contract) {
  double one[chunk], two[chunk], joint[chunk];
  std::int32_t refused[chunk] = {}, among_no[chunk];
  normal_cdfs(n, a, one);
  normal_cdfs(n, b, two);
  plackett_sums(sum, n, a, b, one, two, joint);
  conditional_shares(n, one, two, joint, joint, two);
  for (int i = 0; i < n; ++i) refused[i] = cast[i] - package[i];
  count_chunk(n, package, joint, u_yes, contract);
  count_chunk(n, refused, two, u_no, among_no);
  for (int i = 0; i < n; ++i) contract[i] += among_no[i];
}

// The conditional shares of a chunk in single precision, and how far each may be off.
struct RoughShares {
  float among_yes[chunk], yes_error[chunk], among_no[chunk], no_error[chunk];
};

AYES_INLINE float held_rough_share(float share) {
  const float above = share > 0.0f ? share : 0.0f;
  return above < 1.0f ? above : 1.0f;
}

void fill_rough_shares(const PlackettSum& sum, int n, const double* a, const double* b,
                       RoughShares& shares) {
  float product[chunk], squares[chunk], one[chunk], other[chunk], two[chunk], joint[chunk];
  for (int i = 0; i < n; ++i) {
    const float x = static_cast<float>(a[i] > 12.0 ? 12.0 : a[i] < -12.0 ? -12.0 : a[i]);
    const float y = static_cast<float>(b[i] > 12.0 ? 12.0 : b[i] < -12.0 ? -12.0 : b[i]);
    product[i] = x * y;
    squares[i] = x * x + y * y;
    const float x_tail = rough_normal_tail(__builtin_fabsf(x));
    const float y_tail = rough_normal_tail(__builtin_fabsf(y));
    one[i] = x < 0.0f ? x_tail : 1.0f - x_tail;
    other[i] = x < 0.0f ? 1.0f - x_tail : x_tail;
    two[i] = y < 0.0f ? y_tail : 1.0f - y_tail;
    joint[i] = one[i] * two[i];
  }
  for (int k = 0; k < sum.nodes; ++k) {
    const auto along = static_cast<float>(sum.product[k] * log2_e);
    const auto across = static_cast<float>(sum.square[k] * log2_e);
    const auto weight = static_cast<float>(sum.weight[k]);
    for (int i = 0; i < n; ++i) {
      joint[i] += weight * rough_exp2(along * product[i] - across * squares[i]);
    }
  }
  for (int i = 0; i < n; ++i) {
    const float p = one[i] > 1e-6f ? one[i] : 1e-6f;
    const float q = other[i] > 1e-6f ? other[i] : 1e-6f;
    shares.among_yes[i] = held_rough_share(joint[i] / p);
    shares.among_no[i] = held_rough_share((two[i] - joint[i]) / q);
    shares.yes_error[i] = 4.0f * share_error / p;
    shares.no_error[i] = 4.0f * share_error / q;
  }
}

// Rounds the counts of one answer; clears `certain` where that decides nothing.
void round_divided(int n, const std::int32_t* trials, const float* share, const float* error,
                   const double* u, std::int32_t* certain, std::int32_t* successes) {
  float centred[chunk], spread[chunk], all[chunk], z[chunk];
  float distance[chunk], band[chunk], variance[chunk];
  split_uniforms(n, u, centred, spread);
  for (int i = 0; i < n; ++i) all[i] = static_cast<float>(trials[i]);
  for (int i = 0; i < n; ++i) z[i] = rough_normal_quantile(centred[i], spread[i]);
  for (int i = 0; i < n; ++i) {
    const Expansion rough = expand(all[i], share[i], 1.0f - share[i], z[i]);
    distance[i] = rough.distance;
    band[i] = rough.band + all[i] * error[i];
    variance[i] = rough.variance;
  }
  for (int i = 0; i < n; ++i) {
    certain[i] &= round_expansion(trials[i], share[i], distance[i], band[i], variance[i], u[i],
                                  successes + i);
  }
}

void count_contracts_chunk(const PlackettSum& sum, int n, const std::int32_t* cast,
                           const std::int32_t* package, const double* a, const double* b,
                           const double* u_yes, const double* u_no, std::int32_t* contract) {
  if (most_of(n, cast) < least_divided_ballots) {
    count_contracts_exactly(sum, n, cast, package, a, b, u_yes, u_no, contract);
    return;
  }
  RoughShares shares;
  std::int32_t certain[chunk], refused[chunk], among_no[chunk];
  fill_rough_shares(sum, n, a, b, shares);
  for (int i = 0; i < n; ++i) {
    certain[i] = 1;
    refused[i] = cast[i] - package[i];
  }
  round_divided(n, package, shares.among_yes, shares.yes_error, u_yes, certain, contract);
  round_divided(n, refused, shares.among_no, shares.no_error, u_no, certain, among_no);
  for (int i = 0; i < n; ++i) contract[i] += among_no[i];

  std::int32_t left[aside], left_cast[chunk], left_package[chunk], left_contract[chunk];
  double left_a[chunk], left_b[chunk], left_yes[chunk], left_no[chunk];
  const int lefts = set_aside(n, certain, left);
  if (lefts == 0) return;
  const int filled = fill_up(lefts, left);
  gather(filled, left, cast, left_cast);
  gather(filled, left, package, left_package);
  gather(filled, left, a, left_a);
  gather(filled, left, b, left_b);
  gather(filled, left, u_yes, left_yes);
  gather(filled, left, u_no, left_no);
  for (int j = lefts; j < filled; ++j) left_cast[j] = left_package[j] = 0;
  count_contracts_exactly(sum, filled, left_cast, left_package, left_a, left_b, left_yes, left_no,
                          left_contract);
  put_back(lefts, left, left_contract, contract);
}

void contract_counts(const PlackettSum& sum, int n, const std::int32_t* cast,
                     const std::int32_t* package, const double* a, const double* b,
                     const double* u_yes, const double* u_no, std::int32_t* contract) {
  for (int start = 0; start < n; start += chunk) {
    count_contracts_chunk(sum, smaller(chunk, n - start), cast + start, package + start, a + start,
                          b + start, u_yes + start, u_no + start, contract + start);
  }
}

void balanced_opinions(const Balance& balance, int n, const double* a, const double* b,
                       double* out) {
  const double *weight = balance.weight, *penalty = balance.penalty;
  const double* correlation = balance.correlation;
  AYES_EACH_ALONE
  for (int i = 0; i < n; ++i) {
    const double w = weight[i], r = correlation[i];
    const double mean = w * a[i] + (1 - w) * b[i] - penalty[i];
    const double square = w * w + (1 - w) * (1 - w) + 2 * w * (1 - w) * r;
    const double certain = mean > 0 ? 1e12 : mean < 0 ? -1e12 : 0;
    out[i] = square > 1e-24 ? mean / __builtin_sqrt(square > 1e-24 ? square : 1.0) : certain;
  }
}

// ---- Sums over columns
// ------------------------------------------------------------------------------

void weighted_sums(double constant, std::span<const Term> terms, const double* columns,
                   std::int64_t stride, int n, double* out) {
  const Term* const first = terms.data();
  const Term* const last = first + terms.size();
  for (int start = 0; start < n; start += chunk) {
    const int count = smaller(chunk, n - start);
    double sum[chunk];
    for (int i = 0; i < count; ++i) sum[i] = constant;
    for (const Term* term = first; term != last; ++term) {
      const double* x = columns + term->column * stride + start;
      const double weight = term->weight;
      for (int i = 0; i < count; ++i) sum[i] += weight * x[i];
    }
    __builtin_memcpy(out + start, sum, sizeof(double) * static_cast<unsigned>(count));
  }
}

void add_products(int n, const double* a, const double* b, double* sum) {
  AYES_EACH_ALONE
  for (int i = 0; i < n; ++i) sum[i] += a[i] * b[i];
}

void add_counts(int n, const std::int32_t* x, std::int32_t* sum) {
  AYES_EACH_ALONE
  for (int i = 0; i < n; ++i) sum[i] += x[i];
}

void add_weights(int n, std::int32_t weight, const std::int32_t* flag, std::int32_t* sum) {
  AYES_EACH_ALONE
  for (int i = 0; i < n; ++i) sum[i] += weight & -flag[i];
}

void count_flags(int n, const std::int32_t* flag, const std::int32_t* second, std::int32_t* sums) {
  std::int32_t all = 0, beside = 0;
  for (int i = 0; i < n; ++i) {
    all += flag[i];
    beside += flag[i] & second[i];
  }
  sums[0] = all;
  sums[1] = beside;
}

void millionths(int n, const std::int32_t* part, const std::int32_t* whole, std::int32_t* out) {
  for (int i = 0; i < n; ++i) {
    const double of = whole[i] > 0 ? whole[i] : 1;
    const auto share = static_cast<std::int32_t>(part[i] / of * 1e6 + 0.5);
    out[i] = whole[i] > 0 ? share : -1;
  }
}

void add_moments(int n, const std::int32_t* value, const std::int32_t* flag, FlaggedSums* sums) {
  std::int32_t counts = 0, flagged_counts = 0;
  std::int64_t all = 0, flagged = 0, squares = 0, flagged_squares = 0;
  for (int i = 0; i < n; ++i) {
    const std::int32_t counted = value[i] >= 0;
    const std::int32_t v = counted ? value[i] : 0;
    const std::int32_t w = flag[i] ? v : 0;
    counts += counted;
    flagged_counts += counted & flag[i];
    all += v;
    flagged += w;
    squares += static_cast<std::int64_t>(v) * v;
    flagged_squares += static_cast<std::int64_t>(w) * w;
  }
  sums->count[0] += counts - flagged_counts;
  sums->count[1] += flagged_counts;
  sums->sum[0] += all - flagged;
  sums->sum[1] += flagged;
  sums->squares[0] += squares - flagged_squares;
  sums->squares[1] += flagged_squares;
}

bool add_wide_moments(int n, const std::int64_t* value, std::int64_t none, const std::int32_t* flag,
                      FlaggedSums* sums) {
  // A bound of what stands in any value, its sign aside: all their bits together.
  std::int64_t bits = 0;
  for (int i = 0; i < n; ++i) bits |= value[i] ^ (value[i] >> 63);
  const double size = static_cast<double>(bits) + 1.0;
  if (size * size * n >= 0x1p62) return false;

  std::int64_t counts = 0, flagged_counts = 0, all = 0, flagged = 0, squares = 0,
               flagged_squares = 0;
  for (int i = 0; i < n; ++i) {
    const std::int64_t counted = value[i] != none;
    const std::int64_t with_flag = counted & flag[i];
    const std::int64_t v = value[i] & -counted;
    const std::int64_t w = value[i] & -with_flag;
    counts += counted;
    flagged_counts += with_flag;
    all += v;
    flagged += w;
    squares += v * v;
    flagged_squares += v * w;
  }
  sums->count[0] += counts - flagged_counts;
  sums->count[1] += flagged_counts;
  sums->sum[0] += all - flagged;
  sums->sum[1] += flagged;
  sums->squares[0] += squares - flagged_squares;
  sums->squares[1] += flagged_squares;
  return true;
}

void add_normals(int n, const double* z, const std::int32_t* flag, std::int64_t* sum) {
  std::int64_t all = 0, flagged = 0;
  for (int i = 0; i < n; ++i) {
    const auto units = static_cast<std::int32_t>(z[i] * 0x1p20);
    all += units;
    flagged += flag[i] ? units : 0;
  }
  sum[0] += all;
  sum[1] += flagged;
}

// ---- Layoffs
// ---------------------------------------------------------------------------------------

// Rounds x >= 0 up or down at random so that the mean is x: the whole part of x + u. The sum in
// double may round up to the next whole number, so the limit is kept as well.
AYES_INLINE std::int32_t whole(double x, double u, std::int32_t limit) {
  const auto rounded = static_cast<std::int32_t>(x + u);
  return rounded < limit ? rounded : limit;
}

void lay_off(const Threat& threat, int n, const double* carried_out, const double* u,
             std::int32_t* notices, std::int32_t* separated) {
  const double people = threat.people, exposure = threat.exposure;
  const double *jobs = threat.jobs, *exposed = threat.exposed, *attrition = threat.attrition;
  const auto all = static_cast<std::int32_t>(people);
  AYES_EACH_ALONE
  for (int i = 0; i < n; ++i) {
    const double hit = jobs[i] * exposure * exposed[i] - attrition[i] * people;
    const double above = hit > 0 ? hit : 0;
    const double held = above < people ? above : people;
    const std::int32_t noticed = whole(held, u[i], all);
    notices[i] = noticed;
    separated[i] = whole(held * carried_out[i], u[i], noticed);
  }
}

void lay_off_outside(const OutsideHit& outside, int n, const std::int32_t* flag, const double* hit,
                     const double* u, std::int32_t* notices, std::int32_t* separated) {
  const double people = outside.people;
  const double *chance = outside.chance, *rate = outside.rate, *exposed = outside.exposed;
  const auto all = static_cast<std::int32_t>(people);
  AYES_EACH_ALONE
  for (int i = 0; i < n; ++i) {
    const double lost = rate[i] * people * exposed[i];
    const std::int32_t laid_off = whole(hit[i] < chance[i] ? lost : 0.0, u[i], all);
    const std::int32_t noticed = notices[i], ended = separated[i];
    notices[i] = flag[i] ? laid_off : noticed;
    separated[i] = flag[i] ? laid_off : ended;
  }
}

void call_back(int n, const std::int32_t* people, const double* part, const double* u,
               std::int32_t* called_back) {
  AYES_EACH_ALONE
  for (int i = 0; i < n; ++i) called_back[i] = whole(people[i] * part[i], u[i], people[i]);
}

void choose(int n, const std::int32_t* flag, const std::int32_t* yes, const std::int32_t* no,
            std::int32_t* out) {
  AYES_EACH_ALONE
  for (int i = 0; i < n; ++i) {
    const std::int32_t with = yes[i], without = no[i];
    out[i] = flag[i] ? with : without;
  }
}

}  // namespace

extern const Kernels set;
const Kernels set = {.name = AYES_KERNEL_SET_NAME,
                     .uniforms = uniforms,
                     .uniform_pairs = uniform_pairs,
                     .normal_quantiles = normal_quantiles,
                     .normal_cdfs = normal_cdfs,
                     .rough_normal_cdfs = rough_normal_cdfs,
                     .add_rough_counts = add_rough_counts,
                     .exps = exps,
                     .bivariate_normal_cdfs = bivariate_normal_cdfs,
                     .plackett_sums = plackett_sums,
                     .curves = curves,
                     .add_curves = add_curves,
                     .tables = tables,
                     .counts = counts,
                     .counts_of_opinions = counts_of_opinions,
                     .counts_at_normals = counts_at_normals,
                     .conditional_shares = conditional_shares,
                     .contract_counts = contract_counts,
                     .balanced_opinions = balanced_opinions,
                     .weighted_sums = weighted_sums,
                     .add_products = add_products,
                     .add_counts = add_counts,
                     .add_weights = add_weights,
                     .count_flags = count_flags,
                     .millionths = millionths,
                     .add_moments = add_moments,
                     .add_wide_moments = add_wide_moments,
                     .lay_off = lay_off,
                     .lay_off_outside = lay_off_outside,
                     .call_back = call_back,
                     .choose = choose,
                     .add_normals = add_normals};

}  // namespace ayes::kernels::AYES_KERNEL_SET
