// Elementary functions of one number, written so that a loop calling them becomes vector code:
// selects instead of branches, no libm, no fused multiply-add, long polynomials in four interleaved
// parts. The order of the operations is the definition; every compiler and instruction set repeats
// it bit for bit.
//
// Included inside a namespace, after <cstdint>. Everything has internal linkage, so that code
// compiled for one instruction set can never be linked in place of another's. Coefficients without
// a source are derived in docs/derivations/elementary_coefficients.py.

#define AYES_INLINE static inline __attribute__((always_inline))

using Bits = std::uint64_t;

AYES_INLINE Bits to_bits(double x) { return __builtin_bit_cast(Bits, x); }
AYES_INLINE double from_bits(Bits bits) { return __builtin_bit_cast(double, bits); }

static constexpr double infinity = __builtin_inf();

// Adding and subtracting this rounds a number below 2^51 to the nearest integer, and leaves that
// integer in the low bits of the sum.
static constexpr double round_shift = 0x1.8p52;

AYES_INLINE double round_to_integer(double x) { return (x + round_shift) - round_shift; }

// Sums c[i] + c[i + stride] y + c[i + 2 stride] y^2 + ... by Horner's rule.
template <int Stride, int I, typename Real, int N>
AYES_INLINE Real every(const Real (&c)[N], Real y) {
  if constexpr (I + Stride < N) {
    return c[I] + y * every<Stride, I + Stride>(c, y);
  } else {
    return c[I];
  }
}

// Evaluates a polynomial, constant term first, as four polynomials in x^4 whose steps overlap.
template <typename Real, int N>
AYES_INLINE Real polynomial(const Real (&c)[N], Real x) {
  static_assert(N >= 4);
  const Real x2 = x * x;
  const Real x4 = x2 * x2;
  return (every<4, 0>(c, x4) + x * every<4, 1>(c, x4)) +
         x2 * (every<4, 2>(c, x4) + x * every<4, 3>(c, x4));
}

// 1 / log 2, and log 2 in two parts, the first with so few bits that k times it is exact.
static constexpr double log2_e = 0x1.71547652b82fep0;
static constexpr double log_2_high = 0x1.62e42feep-1;
static constexpr double log_2_low = 0x1.a39ef35793c76p-33;

// (e^r - 1 - r) / r^2 for |r| <= log(2) / 2.
static constexpr double exp_terms[] = {
    0.5000000000000001,     0.16666666666666669,    0.04166666666662413,    0.008333333333330062,
    0.0013888888917213717,  0.00019841269863053618, 2.4801521295954376e-05, 2.7557268459997064e-06,
    2.7620088445409746e-07, 2.510038549551032e-08};

// Computes e^(x + rest), |rest| far below 1: x = k log 2 + r, then 2^k in two steps so that results
// below the smallest normal number are rounded once.
AYES_INLINE double exp_of_sum(double x, double rest) {
  x = x > 710.0 ? 710.0 : x;
  x = x < -760.0 ? -760.0 : x;
  const double shifted = x * log2_e + round_shift;
  const double k = shifted - round_shift;
  const double r = ((x - k * log_2_high) - k * log_2_low) + rest;
  const double power = 1.0 + (r + r * r * polynomial(exp_terms, r));
  const Bits raised = to_bits(shifted) - to_bits(round_shift) + 2200;  // k + 2200 > 0
  const Bits half = raised >> 1;
  const Bits other = raised - half;
  return power * from_bits((half + (1023 - 1100)) << 52) * from_bits((other + (1023 - 1100)) << 52);
}

AYES_INLINE double exp(double x) { return exp_of_sum(x, 0.0); }

// e^r for |r| <= log(2) / 2 to a relative error of 2e-12.
static constexpr double rough_exp_terms[] = {1.0,
                                             0.999999999979769,
                                             0.49999999999797773,
                                             0.16666666891180545,
                                             0.0416666668910917,
                                             0.008333266071022454,
                                             0.001388882165071769,
                                             0.00019915881871396035,
                                             2.4876178959085513e-05};

// Computes e^x for x <= 0 to a relative error of 2e-12; e^-700 below -700.
AYES_INLINE double rough_exp(double x) {
  x = x < -700.0 ? -700.0 : x;
  const double shifted = x * log2_e + round_shift;
  const double k = shifted - round_shift;
  const double r = (x - k * log_2_high) - k * log_2_low;
  return polynomial(rough_exp_terms, r) * from_bits((to_bits(shifted) + 1023) << 52);
}

// (2 atanh(s) / s - 2) / y with y = s^2, for |s| <= (sqrt 2 - 1) / (sqrt 2 + 1).
static constexpr double log_terms[] = {
    0.666666666666667,   0.39999999999899444, 0.2857142862600327, 0.22222211130259878,
    0.18182889455674947, 0.15331710618210773, 0.14616585424888623};

// Computes the natural logarithm: x = 2^k m with m in [sqrt 1/2, sqrt 2), then log m = 2 atanh s
// with s = f / (2 + f), f = m - 1, arranged as in Tang (1990) so that the leading f stays exact.
AYES_INLINE double log(double x) {
  constexpr Bits sqrt_half = 0x3fe6a09e667f3bcd;
  const bool subnormal = x < 0x1p-1022;
  const double scaled = subnormal ? x * 0x1p54 : x;
  const Bits shifted = to_bits(scaled) + (0x3ff0000000000000 - sqrt_half);
  const double k = (from_bits((shifted >> 52) | 0x4330000000000000) - (0x1p52 + 1023.0)) -
                   (subnormal ? 54.0 : 0.0);
  const double f = from_bits((shifted & 0x000fffffffffffff) + sqrt_half) - 1.0;
  const double s = f / (2.0 + f);
  const double y = s * s;
  const double remainder = y * polynomial(log_terms, y);
  const double half_square = 0.5 * f * f;
  const double result =
      k * log_2_high - ((half_square - (s * (half_square + remainder) + k * log_2_low)) - f);
  const double finite = x < infinity ? result : x;
  const double at_zero = x == 0.0 ? -infinity : finite;
  return x < 0.0 ? __builtin_nan("") : at_zero;
}

// Computes log(1 + x), x >= -1: the logarithm of the rounded sum, corrected for the rounding.
AYES_INLINE double log1p(double x) {
  const double sum = 1.0 + x;
  const double lost = x > 1.0 ? 1.0 - (sum - x) : x - (sum - 1.0);
  const double correction = lost / sum;
  return log(sum) + ((sum > 0.0 && sum < infinity) ? correction : 0.0);
}

// Computes e^(-t^2 / 2) for 0 <= t <= 39, with t^2 carried beyond double precision.
AYES_INLINE double gaussian(double t) {
  const double head = from_bits(to_bits(t) & 0xfffffffff8000000);  // its square is exact
  return exp_of_sum(-0.5 * head * head, -0.5 * (t - head) * (t + head));
}

// g(w) with Q(t) = e^(-t^2 / 2) g(w) / (t + 5.5), w = (t - 5.5) / (t + 5.5): the form of Shepherd
// and Laframboise (1981).
static constexpr double tail_terms[] = {
    0.7737696342764068,     -0.685183420574338,      0.5355964890624944,
    -0.3670490652936254,    0.21787243285797395,     -0.10970308995855987,
    0.04509758081468491,    -0.013923510567743595,   0.0024429826757304653,
    0.0002696040156145407,  -0.0003245226531331884,  7.141478894513676e-05,
    1.6319965384111024e-05, -1.2118742502261648e-05, 4.4643706340921046e-07,
    1.4836373916276265e-06, -2.6796598626179425e-07, -1.7743314535572898e-07,
    5.045535636850466e-08,  2.292160863373588e-08,   -5.739104186181403e-09,
    -2.606774740968199e-09};

// Computes Q(t) = 1 - Phi(t) for t >= 0, from 39 on exactly 0.
AYES_INLINE double normal_tail(double t) {
  const double near = t > 39.0 ? 39.0 : t;
  const double inverse = 1.0 / (near + 5.5);
  return gaussian(near) * (polynomial(tail_terms, (near - 5.5) * inverse) * inverse);
}

// Computes Phi(x), the normal distribution function.
AYES_INLINE double normal_cdf(double x) {
  const double tail = normal_tail(__builtin_fabs(x));
  return x < 0.0 ? tail : 1.0 - tail;
}

// Computes the normal density.
AYES_INLINE double normal_density(double x) {
  const double size = __builtin_fabs(x);
  return 0.3989422804014327 * gaussian(size > 39.0 ? 39.0 : size);
}

// Rational approximations of the normal quantile: algorithm AS 241 of Wichura (1988).
static constexpr double central_top[] = {3.3871328727963666080e0, 1.3314166789178437745e2,
                                         1.9715909503065514427e3, 1.3731693765509461125e4,
                                         4.5921953931549871457e4, 6.7265770927008700853e4,
                                         3.3430575583588128105e4, 2.5090809287301226727e3};
static constexpr double central_bottom[] = {1.0,
                                            4.2313330701600911252e1,
                                            6.8718700749205790830e2,
                                            5.3941960214247511077e3,
                                            2.1213794301586595867e4,
                                            3.9307895800092710610e4,
                                            2.8729085735721942674e4,
                                            5.2264952788528545610e3};
static constexpr double near_top[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                      5.76949722146069140550e0,  3.64784832476320460504e0,
                                      1.27045825245236838258e0,  2.41780725177450611770e-1,
                                      2.27238449892691845833e-2, 7.74545014278341407640e-4};
static constexpr double near_bottom[] = {1.0,
                                         2.05319162663775882187e0,
                                         1.67638483018380384940e0,
                                         6.89767334985100004550e-1,
                                         1.48103976427480074590e-1,
                                         1.51986665636164571966e-2,
                                         5.47593808499534494600e-4,
                                         1.05075007164441684324e-9};
static constexpr double far_top[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                     1.78482653991729133580e0,  2.96560571828504891230e-1,
                                     2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                     2.71155556874348757815e-5, 2.01033439929228813265e-7};
static constexpr double far_bottom[] = {1.0,
                                        5.99832206555887937690e-1,
                                        1.36929880922735805310e-1,
                                        1.48753612908506148525e-2,
                                        7.86869131145613259100e-4,
                                        1.84631831751005468180e-5,
                                        1.42151175831644588870e-7,
                                        2.04426310338993978564e-15};

// Half the width of the central region: |u - 1/2| <= 0.425.
static constexpr double central_reach = 0.425;

// Computes the normal quantile of u = 1/2 + q, |q| <= 0.425.
AYES_INLINE double central_quantile(double q) {
  const double y = central_reach * central_reach - q * q;
  return q * polynomial(central_top, y) / polynomial(central_bottom, y);
}

// Where the tails are farther out than z = -6.7: a uniform below e^-25 or above 1 - e^-25.
static constexpr double far_root = 5.0;

// Computes the normal quantile of u outside the central region, 0 < u < 1, given sqrt(-log(u or 1 -
// u)).
AYES_INLINE double near_quantile(double u, double root) {
  const double z = polynomial(near_top, root - 1.6) / polynomial(near_bottom, root - 1.6);
  return u < 0.5 ? -z : z;
}
AYES_INLINE double far_quantile(double u, double root) {
  const double z = polynomial(far_top, root - 5.0) / polynomial(far_bottom, root - 5.0);
  return u < 0.5 ? -z : z;
}

AYES_INLINE double tail_root(double u) { return __builtin_sqrt(-log(u < 0.5 ? u : 1.0 - u)); }

// Computes the normal quantile, 0 < u < 1.
AYES_INLINE double normal_quantile(double u) {
  const double q = u - 0.5;
  if (__builtin_fabs(q) <= central_reach) return central_quantile(q);
  const double root = tail_root(u);
  return root <= far_root ? near_quantile(u, root) : far_quantile(u, root);
}

// (log(1 + f) - f + f^2 / 2) / f^3 for 1 + f in [sqrt 1/2, sqrt 2].
static constexpr float rough_log_terms[] = {0.333334155f, -0.25000703f, 0.199842155f, -0.166026921f,
                                            0.147040162f, -0.14031225f, 0.0904875324f};

// z / (u - 1/2) as a polynomial of w = -log(4 u (1 - u)), for |z| <= 3.5.
static constexpr float rough_quantile_terms[] = {
    2.50662828f,      0.656233411f,     0.0326694456f,   -0.00661567184f,
    -0.000341805508f, 0.000110777998f,  1.87696873e-05f, -7.84575025e-06f,
    1.03015118e-06f,  -6.47073791e-08f, 1.65123085e-09f};

// Computes log(t) in single precision for normal t > 0, with an absolute error of 2e-7 for t in
// (1e-4, 1].
AYES_INLINE float rough_log(float t) {
  constexpr std::int32_t sqrt_half = 0x3f3504f3;
  const std::int32_t shifted = __builtin_bit_cast(std::int32_t, t) - sqrt_half;
  const float k = static_cast<float>(shifted >> 23);
  const float f = __builtin_bit_cast(float, (shifted & 0x007fffff) + sqrt_half) - 1.0f;
  const float square = f * f;
  const float cube = square * f * polynomial(rough_log_terms, f);
  return k * 0.693147181f + (f - (0.5f * square - cube));
}

// Computes the normal quantile of u within 3.5 deviations, in single precision: given u - 1/2 and
// 4 u (1 - u). Absolute error at most 2e-6.
AYES_INLINE float rough_normal_quantile(float centred, float spread) {
  return centred * polynomial(rough_quantile_terms, -rough_log(spread));
}

// 2^r for |r| <= 1/2.
static constexpr float rough_power_terms[] = {1.00000008f,   0.693147188f,   0.24022107f,
                                              0.0555035707f, 0.00967605514f, 0.00133908863f};

// g(w) with Q(t) = e^(-t^2 / 2) g(w), w = (t - 3) / (t + 3), for 0 <= t <= 6.
static constexpr float rough_tail_terms[] = {0.121513944f,     -0.206402493f,   0.123225269f,
                                             -0.0462173525f,   0.00612688627f,  0.00293507155f,
                                             -0.000934052742f, -0.000383200282f};

// Computes 2^y for y <= 0 in single precision; 2^-120 below -120.
AYES_INLINE float rough_exp2(float y) {
  constexpr float shift = 0x1.8p23f;
  y = y < -120.0f ? -120.0f : y;
  const float shifted = y + shift;
  const float r = y - (shifted - shift);
  const std::int32_t k =
      __builtin_bit_cast(std::int32_t, shifted) - __builtin_bit_cast(std::int32_t, shift);
  return polynomial(rough_power_terms, r) * __builtin_bit_cast(float, (k + 127) << 23);
}

// Computes Q(t) = 1 - Phi(t), t >= 0, in single precision. Absolute error at most 1e-7.
AYES_INLINE float rough_normal_tail(float t) {
  const float near = t > 6.0f ? 6.0f : t;
  const float w = (near - 3.0f) / (near + 3.0f);
  return rough_exp2(-0.721347520f * near * near) * polynomial(rough_tail_terms, w);
}

// The positive half of the Gauss-Legendre rule with 14 points: nodes squared, and weights over 2
// pi.
static constexpr int wedge_nodes = 7;
static constexpr double wedge_square[wedge_nodes] = {
    0.01167587194014667, 0.10183270400276963, 0.2654811572689373, 0.47237153700448453,
    0.6842620156531486,  0.8619913332033933,  0.9727557512974904};
static constexpr double wedge_weight[wedge_nodes] = {
    0.03426030634767097,  0.03265834981610715,  0.02952935309196265, 0.025019661122928003,
    0.019340281202441693, 0.012757555800266822, 0.005589435710518043};

// Computes Owen's T(x, y / x) for x, y >= 0, not both 0, given the normal tails beyond x and y: the
// normal mass of the wedge right of x and below the line from the origin through (x, y).
//   T(h, a) = 1 / (2 pi) integral_0^a exp(-h^2 (1 + t^2) / 2) / (1 + t^2) dt   (Owen 1956)
// is integrated for the smaller of the two slopes, where 14 points give 2e-11 at worst; the other
// wedge is what is left of the quadrant.
AYES_INLINE double wedge(double x, double y, double tail_x, double tail_y) {
  const bool flat = y <= x;
  const double height = flat ? x : y;
  const double width = flat ? y : x;
  const double slope = width / height;
  const double a = -0.5 * height * height;
  const double b = -0.5 * width * width;
  const double c = slope * slope;

  // Terms over a common denominator in pairs and triples, since divisions are dear.
  const double d0 = 1.0 + c * wedge_square[0], d1 = 1.0 + c * wedge_square[1];
  const double d2 = 1.0 + c * wedge_square[2], d3 = 1.0 + c * wedge_square[3];
  const double d4 = 1.0 + c * wedge_square[4], d5 = 1.0 + c * wedge_square[5];
  const double d6 = 1.0 + c * wedge_square[6];
  const double e0 = wedge_weight[0] * rough_exp(a + b * wedge_square[0]);
  const double e1 = wedge_weight[1] * rough_exp(a + b * wedge_square[1]);
  const double e2 = wedge_weight[2] * rough_exp(a + b * wedge_square[2]);
  const double e3 = wedge_weight[3] * rough_exp(a + b * wedge_square[3]);
  const double e4 = wedge_weight[4] * rough_exp(a + b * wedge_square[4]);
  const double e5 = wedge_weight[5] * rough_exp(a + b * wedge_square[5]);
  const double e6 = wedge_weight[6] * rough_exp(a + b * wedge_square[6]);
  const double low_top = (e0 * d1 + e1 * d0) * d2 + e2 * (d0 * d1);
  const double low_bottom = d0 * d1 * d2;
  const double high_top = (e3 * d4 + e4 * d3) * (d5 * d6) + (e5 * d6 + e6 * d5) * (d3 * d4);
  const double high_bottom = (d3 * d4) * (d5 * d6);
  const double integral =
      slope * ((low_top * high_bottom + high_top * low_bottom) / (low_bottom * high_bottom));

  return flat ? integral : 0.5 * (tail_x + tail_y) - tail_x * tail_y - integral;
}

// Limits x to [-40, 40], beyond which the normal law has no mass.
AYES_INLINE double within_reach(double x) {
  x = x > 40.0 ? 40.0 : x;
  return x < -40.0 ? -40.0 : x;
}

// Keeps x off 0, where a line from the origin has no slope; no probability changes by more than
// 1e-30.
AYES_INLINE double off_origin(double x) { return __builtin_fabs(x) < 1e-30 ? 1e-30 : x; }

// Gives a number >= 0 the sign of the product of two others.
AYES_INLINE double with_sign_of(double size, double one, double other) {
  return from_bits(to_bits(size) | ((to_bits(one) ^ to_bits(other)) & 0x8000000000000000));
}

// Computes Phi2(a, b; r) from two of Owen's wedges (Owen 1956, eq. 2.1), held within the Frechet
// bounds.
AYES_INLINE double bivariate_normal_cdf(double a, double b, double r) {
  a = off_origin(within_reach(a));
  b = off_origin(within_reach(b));
  const double tail_a = normal_tail(__builtin_fabs(a));
  const double tail_b = normal_tail(__builtin_fabs(b));
  const double cdf_a = a < 0.0 ? tail_a : 1.0 - tail_a;
  const double cdf_b = b < 0.0 ? tail_b : 1.0 - tail_b;

  // What is left of each limit when the other variable is known, in its own standard deviations;
  // written with 1 - |r|, which keeps its digits near r = 1 and -1.
  const double sign = r < 0.0 ? -1.0 : 1.0;
  const double square = (1.0 - r) * (1.0 + r);
  const double deviation = __builtin_sqrt(square > 1e-300 ? square : 1e-300);
  const double given_a = within_reach(((b - sign * a) + (sign - r) * a) / deviation);
  const double given_b = within_reach(((a - sign * b) + (sign - r) * b) / deviation);
  const double tail_given_a = normal_tail(__builtin_fabs(given_a));
  const double tail_given_b = normal_tail(__builtin_fabs(given_b));

  const double wedge_a = wedge(__builtin_fabs(a), __builtin_fabs(given_a), tail_a, tail_given_a);
  const double wedge_b = wedge(__builtin_fabs(b), __builtin_fabs(given_b), tail_b, tail_given_b);
  const double signed_a = with_sign_of(wedge_a, a, given_a);
  const double signed_b = with_sign_of(wedge_b, b, given_b);
  const double opposite = a * b < 0.0 ? 0.5 : 0.0;
  const double mass = (0.5 * (cdf_a + cdf_b) - opposite) - (signed_a + signed_b);

  const double most = cdf_a < cdf_b ? cdf_a : cdf_b;
  const double beyond_b = b < 0.0 ? 1.0 - tail_b : tail_b;
  const double overlap = a < 0.0 ? cdf_a - beyond_b : cdf_b - tail_a;
  const double least = overlap > 0.0 ? overlap : 0.0;
  const double above = mass > least ? mass : least;
  const double held = above < most ? above : most;
  const double at_one = r >= 1.0 ? most : held;
  return r <= -1.0 ? least : at_one;
}

// Stirling's error log(n!) - log(sqrt(2 pi n) (n / e)^n) for n = 0 to 15; n = 0 leaves out log n.
static constexpr double small_stirling_errors[16] = {
    -0.9189385332046728,  0.08106146679532726,  0.0413406959554093,    0.02767792568499834,
    0.020790672103765093, 0.016644691189821193, 0.013876128823070748,  0.01189670994589177,
    0.010411265261972096, 0.009255462182712733, 0.00833056343336287,   0.007573675487951841,
    0.00694284010720953,  0.006408994188004207, 0.0059513701127588475, 0.005554733551962801};

// Computes Stirling's error of x >= 10 by its asymptotic series; the first term left out is below
// 1e-16.
AYES_INLINE double stirling_series(double x) {
  const double y = 1.0 / (x * x);
  return (1.0 / 12.0 -
          y * (1.0 / 360.0 -
               y * (1.0 / 1260.0 -
                    y * (1.0 / 1680.0 -
                         y * (1.0 / 1188.0 - y * (691.0 / 360360.0 - y * (1.0 / 156.0))))))) /
         x;
}

// log(gamma(2 + t)) / t for |t| <= 1/2.
static constexpr double log_gamma_terms[] = {
    0.42278433509846713,     0.32246703342411326,   -0.0673523010531981,     0.02058080842778038,
    -0.0073855510286719986,  0.002890510331034267,  -0.0011927539118428156,  0.0005096695154115458,
    -0.00022315475400520507, 9.945767355819498e-05, -4.49263133791557e-05,   2.0505590755833454e-05,
    -9.438715099211532e-06,  4.38470440459836e-06,  -2.0439048107029907e-06, 9.200527894968101e-07,
    -4.3252393445604814e-07, 2.78740805211359e-07,  -1.3219945666117874e-07};

// Computes log(gamma(x)), x > 0: Stirling's series from 10 on; below, x is moved to [3/2, 5/2].
AYES_INLINE double log_gamma(double x) {
  if (x >= 10.0) {
    if (x > 1e306) return x * (log(x) - 1.0);
    return (x - 0.5) * (log(x) - 1.0) + (0.41893853320467274 + stirling_series(x));
  }
  double moved = 0.0;
  if (x < 0.5) {
    moved = -log(x) - log1p(x);
    return moved + x * polynomial(log_gamma_terms, x);
  }
  if (x < 1.5) {
    return (x - 1.0) * polynomial(log_gamma_terms, x - 1.0) - log(x);
  }
  double product = 1.0;
  while (x > 2.5) {
    x -= 1.0;
    product *= x;
  }
  return log(product) + (x - 2.0) * polynomial(log_gamma_terms, x - 2.0);
}
