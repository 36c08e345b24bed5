// Column kernels: the arithmetic a batch of replications spends its time in, one number a
// replication. Each kernel is compiled once for every instruction set of the processor family, and
// every set, compiler and machine gives the same bits; the fastest is chosen when the program
// starts.
//
// Invariants: no libm, no fused multiply-add, no allocation, no state. Columns may have any length
// (0 included) and any alignment. An output column may be one of the double input columns itself,
// but must not overlap one otherwise.
#pragma once

#include <cstdint>
#include <span>

namespace ayes::kernels {

// A curve from one node to the next, h steps further, 0 <= h < 1:
//   value + h (slope + h (square + h cube))
struct CurveCell {
  double value = 0.0, slope = 0.0, square = 0.0, cube = 0.0;
  bool operator==(const CurveCell&) const = default;
};

// A function tabulated on an equal grid, a cubic between neighbouring nodes: nodes at first, first
// + step, ..., and a cell beginning at each. At least one node, step > 0; `steps_per_unit` is 1 /
// step. Outside the grid the curve continues flat.
struct Curve {
  double first = 0.0;
  double steps_per_unit = 1.0;
  int nodes = 0;
  const CurveCell* cell = nullptr;  // one a node; of the last one only the value is read
};

// Plackett's integral (1954) for one correlation r, by Gauss-Legendre in the arc of the sine:
//   Phi2(a, b; r) = Phi(a) Phi(b) + sum of weight e^(product a b - square (a^2 + b^2))
struct PlackettSum {
  int nodes = 0;  // 0: r = 0
  const double* product = nullptr;
  const double* square = nullptr;
  const double* weight = nullptr;
};

// A weight on one of several columns.
struct Term {
  int column;
  double weight;
  bool operator==(const Term&) const = default;
};

// Sums over the replications with a flag of 0 and of 1.
struct FlaggedSums {
  std::int64_t count[2] = {};
  std::int64_t sum[2] = {};
  std::int64_t squares[2] = {};
};

// A function of two numbers tabulated on an equal grid: cubic Hermite interpolation along x,
// through the four rows around y by Lagrange's cubic; one row serves all y. At least two nodes
// along x, and one row or four. x lies between the first and the last node, y between the second
// and the last row but one.
struct Table {
  double first = 0.0, steps_per_unit = 1.0;  // along x
  int nodes = 0;
  double first_row = 0.0, rows_per_unit = 1.0;  // along y
  int rows = 0;
  const float* node = nullptr;  // [row][node]: value, slope per step
};

// What threatens a unit in each replication: the jobs that go in all, the unit's exposure to them
// times the part of it that is exposed, and the part of its people that leaves by itself.
struct Threat {
  double people = 0, exposure = 0;
  const double *jobs = nullptr, *exposed = nullptr, *attrition = nullptr;
};

// What may hit a unit that stays outside: with a chance, at a rate, the part of it that is exposed.
struct OutsideHit {
  double people = 0;
  const double *chance = nullptr, *rate = nullptr, *exposed = nullptr;
};

// How voters weigh package and contract in one question about both, a number a replication: the
// weight of the package, the penalty of asking so, and the correlation of their two opinions.
struct Balance {
  const double *weight = nullptr, *penalty = nullptr, *correlation = nullptr;
};

// One set of kernels, compiled for one instruction set.
struct Kernels {
  // "base", "avx2" or "avx512".
  const char* name;

  // Fills out[i] with draw `draw` (0 to 131071) of the stream `name` at replication first + i
  // (below 2^48): a uniform number in (0, 1), the top 52 bits of the draw plus one half, times
  // 2^-52. Philox4x32-10 (Salmon et al. 2011) with the layout of stream_layout 1:
  //   key = seed; c0 = replication bits 0-31; c1 = replication bits 32-47, then the block (16
  //   bits); c2, c3 = low and high word of the name; draw d is the 64-bit word d mod 2 of block d
  //   / 2.
  void (*uniforms)(std::uint64_t seed, std::uint64_t name, std::int64_t first, int draw, int n,
                   double* out);

  // Fills even[i] and odd[i] with draws 2 block and 2 block + 1 at the price of one.
  void (*uniform_pairs)(std::uint64_t seed, std::uint64_t name, std::int64_t first, int block,
                        int n, double* even, double* odd);

  // Computes z = the normal quantile of u, 0 < u < 1. Relative error at most 1e-15.
  void (*normal_quantiles)(int n, const double* u, double* z);

  // Computes p = Phi(s), the normal distribution function; exact at +-infinity. Relative error at
  // most 1e-15 where p is a normal number (s > -37.5).
  void (*normal_cdfs)(int n, const double* s, double* p);

  // Computes p = Phi(s) in single precision, to an absolute error of 2e-7: for what steers a
  // search.
  void (*rough_normal_cdfs)(int n, const double* s, double* p);

  // Adds to each sum about how many of `trials` succeed with share p = Phi(s) at the standard
  // normal z: trials p + z sqrt(trials p (1 - p)), p as in rough_normal_cdfs().
  void (*add_rough_counts)(int n, const double* trials, const double* s, const double* z,
                           double* sum);

  // Computes y = exp(x). Relative error at most 3e-16 where y is a normal number.
  void (*exps)(int n, const double* x, double* y);

  // Computes p = Phi2(a, b; r), the chance that two standard normals with correlation r in [-1, 1]
  // are at most a and b. Absolute error at most 1e-10; never outside the Frechet bounds
  // max(0, Phi(a) + Phi(b) - 1) and min(Phi(a), Phi(b)), which r = -1 and r = 1 attain.
  void (*bivariate_normal_cdfs)(int n, const double* a, const double* b, const double* r,
                                double* p);

  // Computes p = Phi2(a, b; r) for the one correlation of a sum, given Phi(a) and Phi(b) too;
  // several times quicker. Absolute error at most 1e-11 with the sums of
  // models/numerics/plackett.h, never outside max(0, Phi(a) + Phi(b) - 1) and min(Phi(a), Phi(b)).
  void (*plackett_sums)(const PlackettSum& sum, int n, const double* a, const double* b,
                        const double* cdf_a, const double* cdf_b, double* p);

  // Computes y = curve(z).
  void (*curves)(const Curve& curve, int n, const double* z, double* y);

  // Adds size curve(fixed + rate z) to each sum. `sum` overlaps no other column.
  void (*add_curves)(const Curve& curve, int n, const double* fixed, const double* rate,
                     const double* z, const double* size, double* sum);

  // Computes out = table(x, y). `out` overlaps no other column.
  void (*tables)(const Table& table, int n, const double* x, const double* y, double* out);

  // Counts successes by inversion: the smallest k with F(k; trials, p) >= u, F the binomial
  // distribution function. trials >= 0, p in [0, 1], u in (0, 1). Exact unless u lies within 1e-13
  // of some F(k) (1e-15 standard deviations of the count, where that is more); u below 3e-5 within
  // 1e-12 F(k). For fixed trials and u the count never falls as p rises. `successes` overlaps no
  // input.
  void (*counts)(int n, const std::int32_t* trials, const double* p, const double* u,
                 std::int32_t* successes);

  // Counts successes of share Phi(s) by inversion: what counts() gives with p from normal_cdfs(),
  // to the last bit. Single precision decides where it is sure to, which is nearly everywhere.
  void (*counts_of_opinions)(int n, const std::int32_t* trials, const double* s, const double* u,
                             std::int32_t* successes);

  // Counts successes of share Phi(s) by inversion of the uniform Phi(z), held within 2^-53 of 0 and
  // 1: what counts_of_opinions() gives with it.
  void (*counts_at_normals)(int n, const std::int32_t* trials, const double* s, const double* z,
                            std::int32_t* successes);

  // Computes the chances of a yes to the contract among those who say yes to the package, and among
  // those who say no, from the shares of yes to the package, to the contract and to both:
  //   among_yes = joint / package,   among_no = (contract - joint) / (1 - package)
  // held within 0 and 1; 0 where there is nobody. The outputs may be the inputs.
  void (*conditional_shares)(int n, const double* package, const double* contract,
                             const double* joint, double* among_yes, double* among_no);

  // Counts yes to the contract given yes to the package, of cast ballots, and the opinions a on the
  // package and b on the contract: the two counts among package-yes and package-no, by inversion of
  // u_yes and u_no, added up. The bits are those of normal_cdfs, plackett_sums, conditional_shares
  // and counts; single precision decides where it is sure to.
  void (*contract_counts)(const PlackettSum& sum, int n, const std::int32_t* cast,
                          const std::int32_t* package, const double* a, const double* b,
                          const double* u_yes, const double* u_no, std::int32_t* contract);

  // Computes the opinion whose share says yes to one question about both, a the opinion on the
  // package and b on the contract (docs/model.md, section 2):
  //   (w a + (1 - w) b - penalty) / sqrt(w^2 + (1 - w)^2 + 2 w (1 - w) correlation)
  // certain, 1e12 or -1e12 by the sign above, where the two cancel out.
  void (*balanced_opinions)(const Balance& balance, int n, const double* a, const double* b,
                            double* out);

  // Computes out = constant + sum of weight x, term by term; x stands at columns + column stride.
  void (*weighted_sums)(double constant, std::span<const Term> terms, const double* columns,
                        std::int64_t stride, int n, double* out);

  // Adds products: sum += a b.
  void (*add_products)(int n, const double* a, const double* b, double* sum);

  // Adds whole numbers: sum += x; or a weight where a flag is 1.
  void (*add_counts)(int n, const std::int32_t* x, std::int32_t* sum);
  void (*add_weights)(int n, std::int32_t weight, const std::int32_t* flag, std::int32_t* sum);

  // Counts the flags that are 1: sums[0] all, sums[1] those beside a second flag of 1.
  void (*count_flags)(int n, const std::int32_t* flag, const std::int32_t* second,
                      std::int32_t* sums);

  // Computes the share part / whole in millionths, rounded; -1 where the whole is 0.
  void (*millionths)(int n, const std::int32_t* part, const std::int32_t* whole, std::int32_t* out);

  // Adds count, sum and sum of squares of the values that are 0 or more, apart by flag (0 or 1).
  // The squares of all values together must stay below 2^63.
  void (*add_moments)(int n, const std::int32_t* value, const std::int32_t* flag,
                      FlaggedSums* sums);

  // The same of 64-bit values of either sign, `none` being none; returns whether 63 bits are sure
  // to hold their squares together, and adds nothing otherwise.
  bool (*add_wide_moments)(int n, const std::int64_t* value, std::int64_t none,
                           const std::int32_t* flag, FlaggedSums* sums);

  // Rounds layoffs to whole people at random, so that their mean is kept: the whole part of x + u,
  // at most all there are. Notices are x = jobs exposure exposed - attrition people, within 0 and
  // people; of those a part is carried out, at the same u.
  void (*lay_off)(const Threat& threat, int n, const double* carried_out, const double* u,
                  std::int32_t* notices, std::int32_t* separated);

  // Puts in place of the layoffs in replications with a flag of 1, where `hit` is below the chance:
  // rate people exposed, rounded with u; 0 where it isn't.
  void (*lay_off_outside)(const OutsideHit& outside, int n, const std::int32_t* flag,
                          const double* hit, const double* u, std::int32_t* notices,
                          std::int32_t* separated);

  // Calls back a part of the people, rounded with u.
  void (*call_back)(int n, const std::int32_t* people, const double* part, const double* u,
                    std::int32_t* called_back);

  // Chooses by flag: out = flag ? yes : no. `out` may be one of the two.
  void (*choose)(int n, const std::int32_t* flag, const std::int32_t* yes, const std::int32_t* no,
                 std::int32_t* out);

  // Adds normals in whole units of 2^-20, towards 0: to sum[0] all, to sum[1] those with a flag
  // of 1.
  void (*add_normals)(int n, const double* z, const std::int32_t* flag, std::int64_t* sum);
};

// Returns the fastest set this processor can run.
const Kernels& best();

// Lists the sets this processor can run, slowest first.
std::span<const Kernels* const> all();

}  // namespace ayes::kernels
