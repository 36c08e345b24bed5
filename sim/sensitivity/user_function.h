// Functions of independent uniform or normal numbers, for variance_shares.h: what the estimators
// are tested on, and the way in for a model of one's own.
#pragma once

#include "sim/sensitivity/variance_shares.h"

namespace ayes::sensitivity {

using UserFunction = std::function<double(std::span<const double> terms)>;

// Makes an experiment of a function of `terms` independent uniform numbers in (0, 1). Number t of
// point k is draw 0 of the stream first␟sensitivity␟sample␟t at replication k of the seed, sample
// being `first` or `second`. The function is called from several threads.
Experiment of_uniforms(int terms, UserFunction function, std::uint64_t seed,
                       const kernels::Kernels& kernels = kernels::best());

// The same of standard normal numbers: the quantiles of those uniforms.
Experiment of_normals(int terms, UserFunction function, std::uint64_t seed,
                      const kernels::Kernels& kernels = kernels::best());

}  // namespace ayes::sensitivity
