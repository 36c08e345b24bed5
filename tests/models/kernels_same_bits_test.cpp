// Every kernel set gives the same bytes, whatever the length and place of the columns, and those
// bytes are the recorded ones on every compiler and machine.
#include "models/kernels/kernels.h"
#include "models/numerics/curve.h"
#include "models/numerics/elementary.h"
#include "models/numerics/plackett.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace {

using ayes::kernels::Curve;
using ayes::kernels::CurveCell;
using ayes::kernels::Kernels;

constexpr int numbers = 1'000'000;

std::vector<CurveCell> some_cells() {
  return ayes::numerics::hermite_cells(std::vector{-3.0, -1.0, 0.5, 0.75, 4.0},
                                       std::vector{1.0, 3.0, 0.5, 0.25, 9.0});
}

// The columns the kernels read.
struct Inputs {
  std::vector<double> u, share, s, x, r;
  std::vector<std::int32_t> trials;
};

const Inputs& inputs() {
  static const Inputs made = [] {
    const Kernels& base = *ayes::kernels::all().front();
    Inputs in;
    const auto column = [&](int draw) {
      std::vector<double> u(numbers);
      base.uniforms(42, 7, 0, draw, numbers, u.data());
      return u;
    };
    in.u = column(0);
    in.share = column(1);
    in.s = column(2);
    in.x = column(3);
    in.r = column(4);
    in.trials.resize(numbers);
    for (int i = 0; i < numbers; ++i) {
      // Uniforms also far in the tails, limits to 40 deviations, trials of every size up to 65,536.
      if (i % 16 == 0) in.u[i] = in.u[i] * in.u[i] * in.u[i] * in.u[i] * 0x1p-20;
      in.s[i] = 10.0 * (in.s[i] - 0.5) * (i % 8 == 0 ? 8.0 : 1.0);
      in.x[i] = 1500.0 * (in.x[i] - 0.5) * (i % 2 == 0 ? 0.01 : 1.0);
      in.r[i] = 2.0 * in.r[i] - 1.0;
      in.trials[i] = i % 3 == 0 ? i % 65 : i % 65537;
    }
    // Numbers with special treatment.
    const double infinity = std::numeric_limits<double>::infinity();
    const double odd[] = {0.0, -0.0, infinity, -infinity, 1e13, -1e13, 40.0, -38.5, 1e-300, 5e-324};
    for (int i = 0; i < 10; ++i) in.s[100 + 7 * i] = in.x[200 + 11 * i] = odd[i];
    for (int i = 0; i < 50; ++i) in.share[1000 + 3 * i] = i % 2;
    for (int i = 0; i < 50; ++i) in.r[2000 + 3 * i] = i % 2 == 0 ? -1.0 : 1.0;
    return in;
  }();
  return made;
}

// One kernel applied to the inputs from `first` on, its output as bytes.
using Output = std::vector<std::uint64_t>;
struct Task {
  std::string name;
  std::function<Output(const Kernels&, int first, int n)> run;
  std::uint64_t signature;
};

Output bytes(const std::vector<double>& column) {
  Output words(column.size());
  if (!column.empty()) std::memcpy(words.data(), column.data(), 8 * column.size());
  return words;
}

const std::vector<Task>& tasks() {
  static const std::vector<Task> all = [] {
    const Inputs& in = inputs();
    const auto plain = [](const std::vector<double>& input, auto kernel) {
      return [&input, kernel](const Kernels& kernels, int first, int n) {
        std::vector<double> out(n);
        (kernels.*kernel)(n, input.data() + first, out.data());
        return bytes(out);
      };
    };
    return std::vector<Task>{
        {"uniforms",
         [](const Kernels& kernels, int first, int n) {
           std::vector<double> out(n);
           kernels.uniforms(3, 4, first, 5, n, out.data());
           return bytes(out);
         },
         5859245014665806016u},
        {"uniform_pairs",
         [](const Kernels& kernels, int first, int n) {
           std::vector<double> even(n), odd(n);
           kernels.uniform_pairs(3, 4, first, 5, n, even.data(), odd.data());
           even.insert(even.end(), odd.begin(), odd.end());
           return bytes(even);
         },
         2463304111395562114u},
        {"normal_quantiles", plain(in.u, &Kernels::normal_quantiles), 3480791684195560133u},
        {"normal_cdfs", plain(in.s, &Kernels::normal_cdfs), 10607042239149696895u},
        {"exps", plain(in.x, &Kernels::exps), 5989563614170710111u},
        {"bivariate_normal_cdfs",
         [&in](const Kernels& kernels, int first, int n) {
           std::vector<double> out(n);
           kernels.bivariate_normal_cdfs(n, in.s.data() + first, in.s.data() + numbers - n - first,
                                         in.r.data() + first, out.data());
           return bytes(out);
         },
         13727764028894099457u},
        {"plackett_sums",
         [&in](const Kernels& kernels, int first, int n) {
           static const ayes::numerics::Plackett sum(0.8);
           const double* a = in.s.data() + first;
           const double* b = in.x.data() + first;
           std::vector<double> one(n), two(n), out(n);
           kernels.normal_cdfs(n, a, one.data());
           kernels.normal_cdfs(n, b, two.data());
           kernels.plackett_sums(sum.kernel(), n, a, b, one.data(), two.data(), out.data());
           return bytes(out);
         },
         766365966980585256u},
        {"weighted_sums",
         [&in](const Kernels& kernels, int first, int n) {
           const std::vector<ayes::kernels::Term> terms = {{0, 0.3}, {1, -1.7}, {0, 1e-3}};
           std::vector<double> out(n);
           kernels.weighted_sums(0.1, terms, in.u.data() + first, 0, n, out.data());
           kernels.add_products(n, in.share.data() + first, in.r.data() + first, out.data());
           return bytes(out);
         },
         9907242200158774947u},
        {"millionths",
         [&in](const Kernels& kernels, int first, int n) {
           std::vector<std::int32_t> part(n), out(n);
           for (int i = 0; i < n; ++i) part[i] = in.trials[first + i] / 3;
           kernels.millionths(n, part.data(), in.trials.data() + first, out.data());
           return Output(out.begin(), out.end());
         },
         18418580679762364072u},
        {"balanced_opinions",
         [&in](const Kernels& kernels, int first, int n) {
           std::vector<double> out(n);
           kernels.balanced_opinions(
               {in.share.data() + first, in.u.data() + first, in.r.data() + first}, n,
               in.s.data() + first, in.x.data() + first, out.data());
           return bytes(out);
         },
         8487062800939833738u},
        {"layoffs",
         [&in](const Kernels& kernels, int first, int n) {
           std::vector<std::int32_t> flag(n), notices(n), separated(n), called_back(n), chosen(n);
           std::vector<double> jobs(n);
           for (int i = 0; i < n; ++i) flag[i] = in.trials[first + i] % 2;
           for (int i = 0; i < n; ++i) jobs[i] = 40000.0 * in.u[first + i];
           const double *exposed = in.share.data() + first, *part = in.r.data() + first;
           const double *u = in.u.data() + first, *chance = in.share.data() + first;
           kernels.lay_off({4711.0, 0.09, jobs.data(), exposed, part}, n, chance, u, notices.data(),
                           separated.data());
           kernels.lay_off_outside({815.0, chance, u, exposed}, n, flag.data(), u, chance,
                                   notices.data(), separated.data());
           kernels.call_back(n, separated.data(), chance, u, called_back.data());
           kernels.choose(n, flag.data(), notices.data(), separated.data(), chosen.data());
           Output counts(notices.begin(), notices.end());
           for (const auto* column : {&separated, &called_back, &chosen})
             counts.insert(counts.end(), column->begin(), column->end());
           return counts;
         },
         7404477871150123911u},
        {"curves",
         [&in](const Kernels& kernels, int first, int n) {
           const std::vector<CurveCell> cells = some_cells();
           std::vector<double> out(n);
           kernels.curves(Curve{-2.0, 1.4, 5, cells.data()}, n, in.s.data() + first, out.data());
           return bytes(out);
         },
         3090970820075336903u},
        {"rough_normal_cdfs", plain(in.s, &Kernels::rough_normal_cdfs), 14563479544139427877u},
        {"add_rough_counts",
         [&in](const Kernels& kernels, int first, int n) {
           std::vector<double> trials(n), sum(n, 1.0);
           for (int i = 0; i < n; ++i) trials[i] = in.trials[first + i];
           kernels.add_rough_counts(n, trials.data(), in.s.data() + first, in.r.data() + first,
                                    sum.data());
           return bytes(sum);
         },
         8161370231948457006u},
        {"add_curves",
         [&in](const Kernels& kernels, int first, int n) {
           const std::vector<CurveCell> cells = some_cells();
           std::vector<double> sum(n, 0.25);
           kernels.add_curves(Curve{-2.0, 1.4, 5, cells.data()}, n, in.s.data() + first,
                              in.r.data() + first, in.share.data() + first, in.u.data() + first,
                              sum.data());
           return bytes(sum);
         },
         6407965630419671170u},
        {"tables",
         [&in](const Kernels& kernels, int first, int n) {
           std::vector<float> node(2 * 9 * 7);
           for (std::size_t i = 0; i < node.size(); ++i) node[i] = static_cast<float>(in.r[i]);
           std::vector<double> x(n), y(n), out(n), one_row(n);
           for (int i = 0; i < n; ++i) {
             x[i] = 8.0 * in.u[first + i];
             y[i] = 1.0 + 4.0 * in.share[first + i];
           }
           kernels.tables({0.0, 1.0, 9, 0.0, 1.0, 7, node.data()}, n, x.data(), y.data(),
                          out.data());
           kernels.tables({0.0, 1.0, 9, 0.0, 1.0, 1, node.data()}, n, x.data(), y.data(),
                          one_row.data());
           out.insert(out.end(), one_row.begin(), one_row.end());
           return bytes(out);
         },
         14934190073060380862u},
        {"counts_at_normals",
         [&in](const Kernels& kernels, int first, int n) {
           std::vector<std::int32_t> out(n);
           kernels.counts_at_normals(n, in.trials.data() + first, in.s.data() + first,
                                     in.s.data() + numbers - n - first, out.data());
           return Output(out.begin(), out.end());
         },
         15553774685622734126u},
        {"counts",
         [&in](const Kernels& kernels, int first, int n) {
           std::vector<std::int32_t> out(n);
           kernels.counts(n, in.trials.data() + first, in.share.data() + first, in.u.data() + first,
                          out.data());
           return Output(out.begin(), out.end());
         },
         15130624731950298107u},
    };
  }();
  return all;
}

// FNV-1a over the words.
std::uint64_t hash(const Output& words) {
  std::uint64_t state = 0xcbf29ce484222325;
  for (std::uint64_t word : words) state = (state ^ word) * 0x100000001b3;
  return state;
}

TEST_CASE("a million numbers have the recorded bits in every kernel set") {
  for (const Task& task : tasks()) {
    for (const Kernels* kernels : ayes::kernels::all()) {
      CAPTURE(task.name);
      CAPTURE(kernels->name);
      CHECK(hash(task.run(*kernels, 0, numbers)) == task.signature);
    }
  }
}

TEST_CASE("counts from opinions are those of shares in double precision, to the last one") {
  const Inputs& in = inputs();
  const int n = 1'000'000;
  std::vector<std::int32_t> trials(n), yes(n), want(n), cast(n), contract(n), refused(n), no(n);
  std::vector<double> a(n), b(n), one(n), two(n), joint(n), second(n);
  const Kernels& base = *ayes::kernels::all().front();
  for (int i = 0; i < n; ++i) {
    trials[i] = i % 4 == 0 ? in.trials[i] % 300 : in.trials[i] % 12000;
    a[i] = 1.2 * in.s[i] / 5.0 + (i % 50 == 0 ? 4.0 : 0.0);
    b[i] = a[i] + 0.6 * (in.share[i] - 0.3);
    if (!std::isfinite(a[i])) a[i] = b[i] = 1e12;
  }
  std::vector<double> u_no(in.share.rbegin(), in.share.rend());
  base.normal_cdfs(n, a.data(), one.data());
  base.normal_cdfs(n, b.data(), two.data());
  base.counts(n, trials.data(), one.data(), in.u.data(), want.data());
  for (double r : {-0.5, 0.0, 0.8, 0.95}) {
    CAPTURE(r);
    const ayes::numerics::Plackett sum(r);
    base.plackett_sums(sum.kernel(), n, a.data(), b.data(), one.data(), two.data(), joint.data());
    base.conditional_shares(n, one.data(), two.data(), joint.data(), joint.data(), second.data());
    for (int i = 0; i < n; ++i) refused[i] = trials[i] - want[i];
    std::vector<std::int32_t> expected(n);
    base.counts(n, want.data(), joint.data(), in.share.data(), expected.data());
    base.counts(n, refused.data(), second.data(), u_no.data(), no.data());
    for (int i = 0; i < n; ++i) expected[i] += no[i];
    for (const Kernels* kernels : ayes::kernels::all()) {
      CAPTURE(kernels->name);
      kernels->counts_of_opinions(n, trials.data(), a.data(), in.u.data(), yes.data());
      kernels->contract_counts(sum.kernel(), n, trials.data(), want.data(), a.data(), b.data(),
                               in.share.data(), u_no.data(), contract.data());
      CHECK(yes == want);
      CHECK(contract == expected);
    }
  }
}

TEST_CASE("counts at normals are those at their uniforms, to the last one") {
  const Inputs& in = inputs();
  const int n = 1'000'000;
  std::vector<std::int32_t> trials(n), yes(n), want(n);
  std::vector<double> s(n), z(n), u(n), p(n);
  const Kernels& base = *ayes::kernels::all().front();
  base.normal_quantiles(n, in.u.data(), z.data());
  for (int i = 0; i < n; ++i) {
    trials[i] = i % 4 == 0 ? in.trials[i] % 300 : in.trials[i] % 12000;
    s[i] = std::isfinite(in.s[i]) ? 0.24 * in.s[i] : 1e12;
    if (i % 1000 == 0) z[i] = i % 3000 == 0 ? 1e15 : -40.0;  // far out
  }
  base.normal_cdfs(n, z.data(), u.data());
  for (double& each : u) each = std::min(std::max(each, 0x1p-53), 1.0 - 0x1p-53);
  base.normal_cdfs(n, s.data(), p.data());
  base.counts(n, trials.data(), p.data(), u.data(), want.data());
  for (const Kernels* kernels : ayes::kernels::all()) {
    CAPTURE(kernels->name);
    kernels->counts_at_normals(n, trials.data(), s.data(), z.data(), yes.data());
    CHECK(yes == want);
  }
}

TEST_CASE("rough shares are within 2e-7 of shares, and rough counts are made of them") {
  const int n = 2'000'001;
  std::vector<double> s(n), p(n), rough(n);
  for (int i = 0; i < n; ++i) s[i] = -20.0 + i * 2e-5;
  ayes::kernels::all().front()->normal_cdfs(n, s.data(), p.data());
  for (const Kernels* kernels : ayes::kernels::all()) {
    kernels->rough_normal_cdfs(n, s.data(), rough.data());
    double worst = 0.0;
    for (int i = 0; i < n; ++i) worst = std::max(worst, std::fabs(rough[i] - p[i]));
    CHECK(worst <= 2e-7);
    // With 1,000 trials 2e-7 in the share is 2e-4 in the mean, and in the deviation at most the
    // root of it.
    const std::vector<double> trials(n, 1000.0), z(n, 1.5);
    std::vector<double> sum(n, 7.0);
    kernels->add_rough_counts(n, trials.data(), s.data(), z.data(), sum.data());
    bool near = true;
    for (int i = 0; i < n; ++i) {
      const double expected = 7.0 + 1000.0 * p[i] + 1.5 * std::sqrt(1000.0 * p[i] * (1.0 - p[i]));
      near = near && std::fabs(sum[i] - expected) <= 2e-4 + 1.5 * std::sqrt(2e-4);
    }
    CHECK(near);
  }
}

TEST_CASE("a table gives back a cubic in both numbers, and one row a cubic in the first") {
  // Whole numbers at the nodes, which single precision holds; a few dozen roundings of 2^-53 beside
  // values of at most 2000.
  const auto f = [](double x, double y) {
    return 3.0 + x - 2.0 * y + x * y + 0.5 * x * x * y - y * y * y + 2.0 * x * x * x;
  };
  const auto slope = [](double x, double y) { return 1.0 + y + x * y + 6.0 * x * x; };
  std::vector<float> node;
  for (int row = 0; row < 7; ++row) {
    for (int i = 0; i < 9; ++i) {
      node.push_back(static_cast<float>(f(i, row)));
      node.push_back(static_cast<float>(slope(i, row)));
    }
  }
  std::vector<double> x, y;
  for (double a = 0.0; a <= 8.0; a += 0.125) {
    for (double b = 1.0; b <= 5.0; b += 0.0625) {
      x.push_back(a);
      y.push_back(b);
    }
  }
  const int n = static_cast<int>(x.size());
  std::vector<double> out(x.size());
  for (const Kernels* kernels : ayes::kernels::all()) {
    kernels->tables({0.0, 1.0, 9, 0.0, 1.0, 7, node.data()}, n, x.data(), y.data(), out.data());
    double worst = 0.0;
    for (int i = 0; i < n; ++i) worst = std::max(worst, std::fabs(out[i] - f(x[i], y[i])));
    CHECK(worst <= 64 * 2000 * 0x1p-53);
    kernels->tables({0.0, 1.0, 9, 0.0, 1.0, 1, node.data()}, n, x.data(), y.data(), out.data());
    worst = 0.0;
    for (int i = 0; i < n; ++i) worst = std::max(worst, std::fabs(out[i] - f(x[i], 0.0)));
    CHECK(worst <= 64 * 2000 * 0x1p-53);
  }
}

TEST_CASE("sums over columns are those of whole numbers, in every kernel set") {
  const Inputs& in = inputs();
  const int n = 1001;
  constexpr std::int64_t none = 7;
  std::vector<std::int32_t> value(n), flag(n);
  std::vector<std::int64_t> wide(n);
  std::vector<double> z(n);
  ayes::kernels::FlaggedSums exact, exact_wide;
  std::int64_t normals[2] = {};
  for (int i = 0; i < n; ++i) {
    value[i] = i % 10 == 0 ? -1 : in.trials[i];
    flag[i] = in.u[i] < 0.3;
    z[i] = 16.0 * (in.share[i] - 0.5);
    const auto units = static_cast<std::int64_t>(z[i] * 1048576.0);
    normals[0] += units;
    normals[1] += flag[i] ? units : 0;
    wide[i] = i % 7 == 0 ? none : std::int64_t{in.trials[i]} * (i % 3 == 0 ? -511 : 509);
    if (wide[i] != none) {
      exact_wide.count[flag[i]] += 1;
      exact_wide.sum[flag[i]] += wide[i];
      exact_wide.squares[flag[i]] += wide[i] * wide[i];
    }
    if (value[i] < 0) continue;
    exact.count[flag[i]] += 1;
    exact.sum[flag[i]] += value[i];
    exact.squares[flag[i]] += static_cast<std::int64_t>(value[i]) * value[i];
  }
  for (const Kernels* kernels : ayes::kernels::all()) {
    CAPTURE(kernels->name);
    ayes::kernels::FlaggedSums sums;
    kernels->add_moments(n, value.data(), flag.data(), &sums);
    std::int64_t normal_sums[2] = {};
    kernels->add_normals(n, z.data(), flag.data(), normal_sums);
    for (int f : {0, 1}) {
      CHECK(sums.count[f] == exact.count[f]);
      CHECK(sums.sum[f] == exact.sum[f]);
      CHECK(sums.squares[f] == exact.squares[f]);
      CHECK(normal_sums[f] == normals[f]);
    }
    ayes::kernels::FlaggedSums wide_sums;
    CHECK(kernels->add_wide_moments(n, wide.data(), none, flag.data(), &wide_sums));
    for (int f : {0, 1}) {
      CHECK(wide_sums.count[f] == exact_wide.count[f]);
      CHECK(wide_sums.sum[f] == exact_wide.sum[f]);
      CHECK(wide_sums.squares[f] == exact_wide.squares[f]);
    }

    // Squares that 63 bits may not hold are left to others.
    std::vector<std::int64_t> too_wide = wide;
    too_wide[500] = -(std::int64_t{1} << 31);
    ayes::kernels::FlaggedSums nothing;
    CHECK_FALSE(kernels->add_wide_moments(n, too_wide.data(), none, flag.data(), &nothing));
    for (int f : {0, 1}) CHECK(nothing.count[f] + nothing.sum[f] + nothing.squares[f] == 0);
  }
}

TEST_CASE("lengths and offsets of columns do not change a number") {
  for (const Task& task : tasks()) {
    for (const Kernels* kernels : ayes::kernels::all()) {
      CAPTURE(task.name);
      CAPTURE(kernels->name);
      for (int first : {0, 1, 3, 97, 995, 2001}) {
        for (int n : {0, 1, 2, 3, 5, 7, 8, 9, 31, 255, 256, 257, 511, 513, 1001}) {
          if (task.name == "bivariate_normal_cdfs" && n != 257) continue;  // reads from both ends
          CHECK(task.run(*kernels, first, n) == task.run(*ayes::kernels::all().front(), first, n));
        }
      }
    }
  }
}

TEST_CASE("a column may be computed in its own place") {
  const Inputs& in = inputs();
  for (const Kernels* kernels : ayes::kernels::all()) {
    std::vector<double> out(1001), own(in.u.begin(), in.u.begin() + 1001);
    kernels->normal_quantiles(1001, own.data(), out.data());
    kernels->normal_quantiles(1001, own.data(), own.data());
    CHECK(bytes(own) == bytes(out));
    kernels->normal_cdfs(1001, own.data(), out.data());
    kernels->normal_cdfs(1001, own.data(), own.data());
    CHECK(bytes(own) == bytes(out));
    kernels->bivariate_normal_cdfs(1001, own.data(), in.s.data(), in.r.data(), out.data());
    kernels->bivariate_normal_cdfs(1001, own.data(), in.s.data(), in.r.data(), own.data());
    CHECK(bytes(own) == bytes(out));
  }
}

TEST_CASE("a number alone has the bits it has in a column") {
  const Inputs& in = inputs();
  const int n = 20'000;
  std::vector<double> quantile(n), cdf(n), exponential(n), both(n), one(4 * n);
  const Kernels& kernels = ayes::kernels::best();
  kernels.normal_quantiles(n, in.u.data(), quantile.data());
  kernels.normal_cdfs(n, in.s.data(), cdf.data());
  kernels.exps(n, in.x.data(), exponential.data());
  kernels.bivariate_normal_cdfs(n, in.s.data(), in.x.data(), in.r.data(), both.data());
  for (int i = 0; i < n; ++i) {
    one[i] = ayes::numerics::normal_quantile(in.u[i]);
    one[n + i] = ayes::numerics::normal_cdf(in.s[i]);
    one[2 * n + i] = ayes::numerics::exp(in.x[i]);
    one[3 * n + i] = ayes::numerics::bivariate_normal_cdf(in.s[i], in.x[i], in.r[i]);
  }
  std::vector<double> columns = quantile;
  for (const auto& column : {cdf, exponential, both})
    columns.insert(columns.end(), column.begin(), column.end());
  CHECK(bytes(one) == bytes(columns));
}

TEST_CASE("a curve passes through its nodes, keeps a cubic, and is flat outside") {
  // y = x^3 - x on [-1, 2].
  std::vector<double> value, slope, z;
  for (double x : {-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0}) {
    value.push_back(x * x * x - x);
    slope.push_back((3 * x * x - 1) * 0.5);  // a rise a step
  }
  const std::vector<CurveCell> cells = ayes::numerics::hermite_cells(value, slope);
  const Curve curve{-1.0, 2.0, 7, cells.data()};
  for (const Kernels* kernels : ayes::kernels::all()) {
    for (double x = -1.0; x <= 2.0; x += 0x1p-6) {
      double y = 0.0;
      kernels->curves(curve, 1, &x, &y);
      CHECK(std::fabs(y - (x * x * x - x)) <= 4e-15);
    }
    const double outside[] = {-1e300, -1.1, -1.0, -0.5, 1.0, 2.0, 2.1, 1e300};
    const double expected[] = {0.0, 0.0, 0.0, 0.375, 0.0, 6.0, 6.0, 6.0};
    double y[8];
    kernels->curves(curve, 8, outside, y);
    for (int i = 0; i < 8; ++i) CHECK(y[i] == expected[i]);
  }
}

TEST_CASE("the fastest set is one that this processor can run") {
  CHECK(&ayes::kernels::best() == ayes::kernels::all().back());
  CHECK(std::string(ayes::kernels::all().front()->name) == "base");
}

}  // namespace
