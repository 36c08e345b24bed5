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
constexpr int chunk = 256;

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

struct Draws {
  Words even, odd;
};

// Computes both draws of a block, ten rounds of Philox4x32 (Salmon et al. 2011), for `lanes`
// replications.
AYES_INLINE Draws philox(Bits seed, Bits name, Bits first, Bits block) {
  const Words replication = replications(first);
  Words c0 = replication;
  Words c1 = ((replication >> 32) << 16) | block;
  Words c2 = all_lanes(name);
  Words c3 = all_lanes(name >> 32);
  Bits key0 = seed;
  Bits key1 = seed >> 32;
  for (int round = 0; round < 10; ++round) {
    const Words product0 = product(c0, all_lanes(0xd2511f53));
    const Words product1 = product(c2, all_lanes(0xcd9e8d57));
    c0 = (product1 >> 32) ^ c1 ^ key0;
    c2 = (product0 >> 32) ^ c3 ^ key1;
    c1 = product1;
    c3 = product0;
    key0 += 0x9e3779b9;
    key1 += 0xbb67ae85;
  }
  return {(c0 & 0xffffffff) | (c1 << 32), (c2 & 0xffffffff) | (c3 << 32)};
}

// Makes (m + 1/2) / 2^52 of a draw's top 52 bits m: they are the fraction of a number in [1, 2).
AYES_INLINE Doubles uniform(Words draw) {
  const Words in_one_to_two = (draw >> 12) | 0x3ff0000000000000;
  return __builtin_bit_cast(Doubles, in_one_to_two) - (1.0 - 0x1p-53);
}

AYES_INLINE void store(const Doubles& values, int n, double* out) {
  __builtin_memcpy(out, &values, sizeof(double) * static_cast<unsigned>(n));
}

void uniforms(std::uint64_t seed, std::uint64_t name, std::int64_t first, int draw, int n,
              double* out) {
  const Bits from = static_cast<Bits>(first);
  const Bits block = static_cast<Bits>(draw / 2);
  const bool odd = draw % 2 != 0;
  int i = 0;
  for (; i + lanes <= n; i += lanes) {
    const Draws draws = philox(seed, name, from + static_cast<Bits>(i), block);
    store(uniform(odd ? draws.odd : draws.even), lanes, out + i);
  }
  if (i < n) {
    const Draws draws = philox(seed, name, from + static_cast<Bits>(i), block);
    store(uniform(odd ? draws.odd : draws.even), n - i, out + i);
  }
}

void uniform_pairs(std::uint64_t seed, std::uint64_t name, std::int64_t first, int block, int n,
                   double* even, double* odd) {
  const Bits from = static_cast<Bits>(first);
  for (int i = 0; i < n; i += lanes) {
    const int filled = smaller(lanes, n - i);
    const Draws draws = philox(seed, name, from + static_cast<Bits>(i), static_cast<Bits>(block));
    if (filled == lanes) {
      store(uniform(draws.even), lanes, even + i);
      store(uniform(draws.odd), lanes, odd + i);
    } else {
      store(uniform(draws.even), filled, even + i);
      store(uniform(draws.odd), filled, odd + i);
    }
  }
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

void normal_quantiles(int n, const double* u, double* z) {
  for (int start = 0; start < n; start += chunk, u += chunk, z += chunk) {
    const int count = smaller(chunk, n - start);
    int place[chunk];
    double tail[chunk];

    // About one uniform in seven lies outside the central region; those are set aside.
    int tails = 0;
    for (int i = 0; i < count; ++i) {
      place[tails] = i;
      tail[tails] = u[i];
      tails += __builtin_fabs(u[i] - 0.5) > central_reach;
    }

    AYES_EACH_ALONE
    for (int i = 0; i < count; ++i) z[i] = central_quantile(u[i] - 0.5);

    double root[chunk];
    int far = 0;
    for (int i = 0; i < tails; ++i) {
      root[i] = tail_root(tail[i]);
      far += root[i] > far_root;
    }
    if (far == 0) {
      for (int i = 0; i < tails; ++i) tail[i] = near_quantile(tail[i], root[i]);
    } else {
      for (int i = 0; i < tails; ++i) tail[i] = normal_quantile(tail[i]);
    }
    for (int i = 0; i < tails; ++i) z[place[i]] = tail[i];
  }
}

void bivariate_normal_cdfs(int n, const double* a, const double* b, const double* r, double* p) {
  AYES_EACH_ALONE
  for (int i = 0; i < n; ++i) p[i] = bivariate_normal_cdf(a[i], b[i], r[i]);
}

void curves(const Curve& curve, int n, const double* z, double* y) {
  const double* value = curve.value;
  const double* slope = curve.slope;
  const double first = curve.first;
  const double step = curve.step;
  const double last_node = curve.nodes - 1;
  const double last_cell = curve.nodes - 2;
  AYES_EACH_ALONE
  for (int i = 0; i < n; ++i) {
    // Where z lies, in steps from the first node.
    const double along = (z[i] - first) / step;
    const double right = along < last_node ? along : last_node;
    const double place = right > 0.0 ? right : 0.0;

    // The cell it lies in, and how far into the cell.
    const int whole = static_cast<int>(place < last_cell ? place : last_cell);
    const double h = place - whole;

    const double rise = value[whole + 1] - value[whole];
    const double left_slope = step * slope[whole];
    const double right_slope = step * slope[whole + 1];
    const double square = 3.0 * rise - 2.0 * left_slope - right_slope;
    const double cube = left_slope + right_slope - 2.0 * rise;
    const double inside = value[whole] + h * (left_slope + h * (square + h * cube));
    y[i] = h < 1.0 ? inside : value[whole + 1];
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

// The expansion below is trusted for at least this variance and within 4 deviations (|u - 1/2| at
// most this), where its error at a boundary between counts is less than 10 v^-2.5
// (tests/models/kernels_counts_test.cpp).
constexpr double least_variance = 16.0;
constexpr double most_reach = 0.4999683287581669;  // Phi(4) - 1/2

// Computes the quantile of the smooth law whose rounding is the binomial, by the fifth-order
// expansion of Cornish and Fisher with Sheppard's corrections
// (docs/derivations/binomial_quantile.py). `w` is one over the variance, d is 1 - 2p.
AYES_INLINE double smooth_quantile(double mean, double deviation, double w, double d, double z) {
  const double z2 = z * z;
  const double d2 = d * d;
  const double p1 = (z2 - 1.0) * (1.0 / 6.0);
  const double p2 = ((d2 - 3.0) * z2 + (3.0 - 7.0 * d2)) * (1.0 / 144.0);
  const double p3 = (9.0 - d2) * ((3.0 * z2 + 7.0) * z2 - 16.0) * (1.0 / 6480.0);
  const double p4 =
      ((((9.0 * d2 - 486.0) * d2 - 351.0) * z2 + ((256.0 * d2 - 2124.0) * d2 - 324.0)) * z2 +
       ((6282.0 - 433.0 * d2) * d2 + 4887.0)) *
      (1.0 / 622080.0);
  const double p5 =
      (((((12.0 * d2 + 936.0) * d2 + 2700.0) * z2 + ((5238.0 - 243.0 * d2) * d2 + 5805.0)) * z2 -
        ((923.0 * d2 + 15546.0) * d2 + 66555.0)) *
           z2 +
       ((1472.0 * d2 - 14208.0) * d2 + 8640.0)) *
      (1.0 / 6531840.0);
  return mean + (d * (p1 + w * (p3 + w * p5)) + z * (deviation * (1.0 + w * (p2 + w * p4))));
}

// 1 / (k + 1).
struct Inverses {
  static constexpr int size = 64;
  double of[size];
  constexpr Inverses() : of{} {
    for (int k = 0; k < size; ++k) of[k] = 1.0 / (k + 1);
  }
};
constexpr Inverses inverses;

// Counts the rarer outcome in eight lanes: how many F(0), F(1), ... stay below the target, where F
// is summed from 0. For v < 16 and |z| <= 4 there are at most 51.
constexpr int group = 8;
using Group [[gnu::vector_size(64)]] = double;
using Flags [[gnu::vector_size(64)]] = std::int64_t;

void sum_from_zero(const double* trials, const double* odds, const double* none,
                   const double* target, std::int64_t* successes) {
  Group n, ratio, term, goal;
  __builtin_memcpy(&n, trials, sizeof n);
  __builtin_memcpy(&ratio, odds, sizeof n);
  __builtin_memcpy(&term, none, sizeof n);
  __builtin_memcpy(&goal, target, sizeof n);
  Group sum = term;
  Flags below = {};
  for (int start = 0; start < Inverses::size; start += 8) {
    for (int k = start; k < start + 8; ++k) {
      below += sum < goal;
      term *= (n - static_cast<double>(k)) * (ratio * inverses.of[k]);
      sum += term;
    }
    const Flags open = sum < goal;
    std::int64_t any = 0;
    for (int i = 0; i < group; ++i) any |= open[i];
    if (any == 0) break;
  }
  const Flags counted = -below;
  __builtin_memcpy(successes, &counted, sizeof counted);
}

// How a lane's count is found: by rounding the expansion, by the sum from 0, or by the careful sum.
enum Way : std::int32_t { rounded, summed, careful };

// Chooses the way of each lane by its variance and uniform; returns how many are to be summed.
int choose_ways(int n, const std::int32_t* trials, const double* p, const double* u,
                std::int32_t* way) {
  int sums = 0;
  for (int i = 0; i < n; ++i) {
    const double v = trials[i] * p[i] * (1.0 - p[i]);
    const bool near = __builtin_fabs(u[i] - 0.5) <= most_reach;
    way[i] = near ? (v >= least_variance ? rounded : summed) : careful;
    sums += way[i] == summed;
  }
  return sums;
}

// Rounds the expansion in every lane; where the nearest integer is not certain the way becomes
// careful. successes[i] is what the careful sum starts from otherwise.
void round_expansions(int n, const std::int32_t* trials, const double* p, const double* u,
                      std::int32_t* way, std::int32_t* successes) {
  double z[chunk];
  normal_quantiles(n, u, z);
  for (int i = 0; i < n; ++i) {
    const double all = trials[i];
    const double mean = all * p[i];
    const double v = mean * (1.0 - p[i]);
    const double safe = v >= least_variance ? v : least_variance;
    const double w = 1.0 / safe;
    const double deviation = __builtin_sqrt(safe);
    const double x = smooth_quantile(mean, deviation, w, 1.0 - 2.0 * p[i], z[i]);
    const double low = x < all ? x : all;
    const double inside = low > 0.0 ? low : 0.0;
    const double nearest = round_to_integer(inside);
    const double band = 10.0 * w * w * w * deviation + 1e-6;
    const bool doubtful = !(__builtin_fabs(x - nearest) < 0.5 - band);
    successes[i] = static_cast<std::int32_t>(nearest);
    way[i] = (way[i] == rounded && doubtful) ? careful : way[i];
  }
}

// Counts the lanes whose variance is small: the rarer outcome, from 0. Counting failures turns the
// uniform round: the number of failures is the smallest whose F exceeds 1 - u.
void sum_small_variances(int sums, const std::int32_t* place, const std::int32_t* trials,
                         const double* p, const double* u, std::int32_t* successes) {
  double all[chunk], rare[chunk], odds[chunk], none[chunk], target[chunk];
  std::int64_t counted[chunk];
  for (int j = 0; j < sums; ++j) {
    const double share = p[place[j]];
    const double uniform = u[place[j]];
    all[j] = trials[place[j]];
    rare[j] = share > 0.5 ? 1.0 - share : share;
    target[j] = share > 0.5 ? just_above(1.0 - uniform) : uniform;
  }
  const int padded = (sums + group - 1) / group * group;
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

// Writes the places of the lanes that go a given way, and returns how many there are.
int places(int n, const std::int32_t* way, std::int32_t wanted, std::int32_t* place) {
  int found = 0;
  for (int i = 0; i < n; ++i) {
    place[found] = i;
    found += way[i] == wanted;
  }
  return found;
}

// Counts successes in up to `chunk` lanes.
void count_chunk(int n, const std::int32_t* trials, const double* p, const double* u,
                 std::int32_t* successes) {
  std::int32_t way[chunk];
  std::int32_t place[chunk];
  const int sums = choose_ways(n, trials, p, u, way);
  if (sums < n) {
    round_expansions(n, trials, p, u, way, successes);
    const int found = places(n, way, careful, place);
    for (int j = 0; j < found; ++j) {
      const int i = place[j];
      successes[i] = exact_count(trials[i], p[i], u[i], successes[i]);
    }
  }
  if (sums > 0) {
    const int found = places(n, way, summed, place);
    sum_small_variances(found, place, trials, p, u, successes);
  }
}

void counts(int n, const std::int32_t* trials, const double* p, const double* u,
            std::int32_t* successes) {
  for (int start = 0; start < n; start += chunk) {
    count_chunk(smaller(chunk, n - start), trials + start, p + start, u + start, successes + start);
  }
}

}  // namespace

extern const Kernels set;
const Kernels set = {.name = AYES_KERNEL_SET_NAME,
                     .uniforms = uniforms,
                     .uniform_pairs = uniform_pairs,
                     .normal_quantiles = normal_quantiles,
                     .normal_cdfs = normal_cdfs,
                     .exps = exps,
                     .bivariate_normal_cdfs = bivariate_normal_cdfs,
                     .curves = curves,
                     .counts = counts};

}  // namespace ayes::kernels::AYES_KERNEL_SET
