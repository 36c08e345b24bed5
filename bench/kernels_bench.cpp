// Nanoseconds a number for each kernel and instruction set, beside the usual generators.
// "items_per_second" counts numbers; its inverse is the figure to quote.
#include "models/kernels/kernels.h"

#include <benchmark/benchmark.h>
#include <boost/random/binomial_distribution.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace {

using ayes::kernels::Kernels;

constexpr int batch = 512;
constexpr std::uint64_t seed = 2011;

std::vector<double> uniforms(int draw) {
  std::vector<double> u(batch);
  ayes::kernels::best().uniforms(seed, 1, 0, draw, batch, u.data());
  return u;
}

// Normals of standard deviation `scale`.
std::vector<double> normals(int draw, double scale) {
  std::vector<double> z = uniforms(draw);
  ayes::kernels::best().normal_quantiles(batch, z.data(), z.data());
  for (double& number : z) number *= scale;
  return z;
}

// Times fill(kernels, turn), which computes `batch` numbers into `out`.
template <class Fill>
void time_each_set(const std::string& name, Fill fill) {
  for (const Kernels* kernels : ayes::kernels::all()) {
    benchmark::RegisterBenchmark((name + "/" + kernels->name).c_str(),
                                 [kernels, fill](benchmark::State& state) {
                                   std::vector<double> out(batch), second(batch);
                                   std::int64_t turn = 0;
                                   for (auto _ : state) {
                                     fill(*kernels, batch * turn++, out.data(), second.data());
                                     benchmark::DoNotOptimize(out.data());
                                     benchmark::ClobberMemory();
                                   }
                                   state.SetItemsProcessed(state.iterations() * batch);
                                 });
  }
}

void register_kernels() {
  time_each_set("uniform", [](const Kernels& kernels, std::int64_t first, double* out, double*) {
    kernels.uniforms(seed, 1, first, 0, batch, out);
  });
  time_each_set("uniform_pair",
                [](const Kernels& kernels, std::int64_t first, double* out, double* second) {
                  kernels.uniform_pairs(seed, 1, first, 0, batch / 2, out, second);
                });
  time_each_set("normal_with_its_uniform",
                [](const Kernels& kernels, std::int64_t first, double* out, double* second) {
                  kernels.uniform_pairs(seed, 1, first, 0, batch / 2, out, second);
                  kernels.normal_quantiles(batch / 2, out, out);
                  kernels.normal_quantiles(batch / 2, second, second);
                });
  time_each_set("normal_quantile",
                [u = uniforms(0)](const Kernels& kernels, std::int64_t, double* out, double*) {
                  kernels.normal_quantiles(batch, u.data(), out);
                });
  time_each_set("normal_cdf",
                [s = normals(0, 1.0)](const Kernels& kernels, std::int64_t, double* out, double*) {
                  kernels.normal_cdfs(batch, s.data(), out);
                });
  time_each_set("exp", [s = normals(0, 3.0)](const Kernels& kernels, std::int64_t, double* out,
                                             double*) { kernels.exps(batch, s.data(), out); });
  time_each_set("bivariate_normal_cdf",
                [a = normals(0, 1.0), b = normals(1, 1.0), u = uniforms(2)](
                    const Kernels& kernels, std::int64_t, double* out, double*) {
                  kernels.bivariate_normal_cdfs(batch, a.data(), b.data(), u.data(), out);
                });
  const std::vector<ayes::kernels::CurveCell> cells(257, {1.0, 1.0, 0.5, 0.25});
  time_each_set("curve", [z = normals(0, 1.0), cells](const Kernels& kernels, std::int64_t,
                                                      double* out, double*) {
    const ayes::kernels::Curve curve{-8.0, 16.0, 257, cells.data()};
    kernels.curves(curve, batch, z.data(), out);
  });
  // Shares as a unit's swing scatters them about 57%.
  std::vector<double> share = normals(3, 0.25);
  for (double& s : share) s += 0.18;
  ayes::kernels::best().normal_cdfs(batch, share.data(), share.data());
  for (std::int32_t trials : {7, 20, 40, 50, 70, 120, 1000, 2600, 50000}) {
    time_each_set(
        "count/" + std::to_string(trials),
        [share, trials](const Kernels& kernels, std::int64_t first, double* out, double*) {
          static thread_local std::vector<std::int32_t> all(batch), successes(batch);
          all.assign(batch, trials);
          kernels.uniforms(seed, 2, first, 0, batch, out);
          kernels.counts(batch, all.data(), share.data(), out, successes.data());
          benchmark::DoNotOptimize(successes.data());
        });
  }
}

template <class Distribution>
void time_distribution(const std::string& name, Distribution distribution) {
  benchmark::RegisterBenchmark(name.c_str(), [distribution](benchmark::State& state) mutable {
    boost::random::mt19937_64 engine(seed);
    for (auto _ : state) benchmark::DoNotOptimize(distribution(engine));
    state.SetItemsProcessed(state.iterations());
  });
}

void register_usual_generators() {
  time_distribution("usual/normal/boost", boost::random::normal_distribution<double>());
  time_distribution("usual/normal/std", std::normal_distribution<double>());
  for (int trials : {50, 2600}) {
    const std::string name = "usual/count/" + std::to_string(trials);
    time_distribution(name + "/boost", boost::random::binomial_distribution<int>(trials, 0.57));
    time_distribution(name + "/std", std::binomial_distribution<int>(trials, 0.57));
  }
}

const bool registered = (register_kernels(), register_usual_generators(), true);

}  // namespace
