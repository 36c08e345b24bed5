#include "sim/sensitivity/user_function.h"

#include "models/stream.h"

#include <string>

namespace ayes::sensitivity {
namespace {

Experiment experiment(int terms, UserFunction function, std::uint64_t seed,
                      const kernels::Kernels& kernels, bool normal) {
  return {terms, [=, &kernels] {
            return [=, &kernels](std::span<const std::uint8_t> second, std::int64_t first, int n,
                                 double* out) {
              const auto count = static_cast<std::size_t>(n);
              std::vector<std::vector<double>> columns;
              for (int t = 0; t < terms; ++t) {
                std::vector<double>& column = columns.emplace_back(count);
                const bool from_second = second[static_cast<std::size_t>(t)] != 0;
                const std::uint64_t stream = stream_name(
                    "first", "sensitivity", from_second ? "second" : "first", std::to_string(t));
                kernels.uniforms(seed, stream, first, 0, n, column.data());
                if (normal) kernels.normal_quantiles(n, column.data(), column.data());
              }
              std::vector<double> point(columns.size());
              for (std::size_t i = 0; i < count; ++i) {
                for (std::size_t t = 0; t < columns.size(); ++t) point[t] = columns[t][i];
                out[i] = function(point);
              }
            };
          }};
}

}  // namespace

Experiment of_uniforms(int terms, UserFunction function, std::uint64_t seed,
                       const kernels::Kernels& kernels) {
  return experiment(terms, std::move(function), seed, kernels, false);
}

Experiment of_normals(int terms, UserFunction function, std::uint64_t seed,
                      const kernels::Kernels& kernels) {
  return experiment(terms, std::move(function), seed, kernels, true);
}

}  // namespace ayes::sensitivity
