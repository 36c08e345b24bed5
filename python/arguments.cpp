#include "python/arguments.h"

#include "io/precision_fault.h"
#include "sim/method.h"

namespace ayes {
namespace {

Method method_named(const std::string& name) {
  for (Method method : {Method::automatic, Method::sample, Method::conditional, Method::exact}) {
    if (name == name_of(method)) return method;
  }
  refuse("method='" + name + "'",
         "there is no such method; write 'auto', 'sample', 'conditional' or 'exact'");
}

}  // namespace

void refuse(const std::string& argument, const std::string& problem) {
  throw ArgumentError(argument + ": " + problem);
}

Plan make_plan(std::uint64_t seed, std::int64_t replications, const std::string& method,
               std::int64_t points) {
  if (replications < 1 || replications > most_replications)
    refuse("replications=" + std::to_string(replications), "write 1 to 2**40");
  if (points < 256 || points > (std::int64_t{1} << 30) || (points & (points - 1)) != 0)
    refuse("points=" + std::to_string(points), "write a power of 2 from 256 to 2**30");
  return {
      .seed = seed, .replications = replications, .method = method_named(method), .points = points};
}

Plan with_precision(Plan plan, const std::string& measure, double half_width, const Model& model) {
  if (plan.method == Method::conditional || plan.method == Method::exact) {
    refuse("method='" + std::string(name_of(plan.method)) + "' with a precision",
           "a precision is reached by simulating votes; leave one out");
  }
  plan.method = Method::sample;
  plan.precision = Precision{measure, half_width};
  if (const auto fault = fault_of(model, *plan.precision, plan.level))
    refuse(fault->option, fault->problem);
  return plan;
}

}  // namespace ayes
