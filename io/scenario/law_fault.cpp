// Which laws can be the law of which quantity, and with which parameters.
#include "io/scenario/number.h"

#include <algorithm>
#include <cmath>

namespace ayes::reading {
namespace {

constexpr double most_probit = 1000, most_amount = 1e15;  // beyond, a slip of the pen

bool is_share(Kind kind) { return kind == Kind::support || kind == Kind::share; }

std::optional<Words> fault_of_value(double value, Kind kind, const std::string& what) {
  const Range range = range_of(kind);
  const bool at_pole = kind == Kind::percentage && value == -1;
  if (value >= range.low && value <= range.high && !at_pole) return std::nullopt;
  Words words{what + " is " + number_text(value), range.words, ""};
  if (is_share(kind) && value > 1 && value <= 100)
    words.suggestion = "write \"" + number_text(value) + "%\"";
  if (kind == Kind::support && value < 0)
    words.suggestion = "a move that can be negative is a shift";
  return words;
}

// Whether the family that `mean, sd` and `interval` stand for cannot reach the ends of the range.
bool is_open(double value, Kind kind) {
  switch (kind) {
    case Kind::support:
    case Kind::share:
      return value > 0 && value < 1;
    case Kind::spread:
    case Kind::amount:
      return value > 0;
    case Kind::correlation:
      return value > -1 && value < 1;
    case Kind::shift:
    case Kind::percentage:
      break;
  }
  return true;
}

struct Check {
  Kind kind;
  using Fault = std::optional<Words>;

  Fault value(double x, const std::string& what) const { return fault_of_value(x, kind, what); }

  Fault spread(double sd) const {
    if (sd >= 0 && sd <= most_amount) return std::nullopt;
    return Words{"sd is " + number_text(sd), "a standard deviation is 0 or more", ""};
  }

  // A law whose values leave the range cannot be this kind's.
  Fault unfit(const char* law, const char* values, const char* instead) const {
    return Words{std::string("a ") + law + " law has values " + values, range_of(kind).words,
                 std::string("write distribution = \"") + instead + "\""};
  }

  Fault increasing(double low, double high) const {
    if (low < high) return std::nullopt;
    if (low == high)
      return Words{"the lowest and the highest value are both " + number_text(low),
                   "nothing is uncertain then", "write the number alone"};
    return Words{
        "the lowest value, " + number_text(low) + ", is above the highest, " + number_text(high),
        "", "write the lower one first"};
  }

  Fault positive(double x, const char* what) const {
    if (x > 0 && x <= most_amount) return std::nullopt;
    return Words{std::string(what) + " is " + number_text(x),
                 x > 0 ? "it is too large" : "it is above 0", ""};
  }

  Fault operator()(const Fixed& law) const { return value(law.value, "it"); }

  Fault operator()(const MeanSd& law) const {
    if (auto fault = value(law.mean, "mean")) return fault;
    if (auto fault = spread(law.sd)) return fault;
    if (law.sd == 0) return std::nullopt;
    if (!is_open(law.mean, kind))
      return Words{"mean is " + number_text(law.mean) + ", with an sd above 0",
                   "no value lies beyond " + number_text(law.mean) + ", so the mean cannot",
                   "move the mean, or write { distribution = \"uniform\", low = ..., high = ... }"};
    const double room = kind == Kind::share         ? law.mean * (1 - law.mean)
                        : kind == Kind::correlation ? 1 - law.mean * law.mean
                                                    : most_amount * most_amount;
    if (law.sd * law.sd < room) return std::nullopt;
    return Words{"sd is " + number_text(law.sd),
                 "values " + std::string(kind == Kind::share ? "from 0 to 1" : "from -1 to 1") +
                     " with mean " + number_text(law.mean) + " have an sd below " +
                     number_text(std::floor(std::sqrt(room) * 1000) / 1000),
                 "make it smaller"};
  }

  Fault operator()(const Interval& law) const {
    const double low = law.interval[0], high = law.interval[1];
    if (auto fault = value(low, "the lower end")) return fault;
    if (auto fault = value(high, "the upper end")) return fault;
    if (auto fault = increasing(low, high)) return fault;
    if (!(law.level > 0 && law.level < 1))
      return Words{"level is " + number_text(law.level),
                   "it is a chance between 0 and 1, neither of them", "write level = 0.8"};
    for (const double end : {low, high})
      if (!is_open(end, kind))
        return Words{
            "the interval ends at " + number_text(end),
            "part of the chance lies beyond each end, and no value lies beyond " + number_text(end),
            "move the end, or write { distribution = \"uniform\", low = ..., high = ... }"};
    return std::nullopt;
  }

  Fault operator()(const NormalLaw& law) const {
    switch (kind) {
      case Kind::support:
        return unfit("normal", "below 0 and above 1", "probit-normal");
      case Kind::share:
        return unfit("normal", "below 0 and above 1", "beta");
      case Kind::correlation:
        return unfit("normal", "beyond -1 and 1", "uniform");
      case Kind::spread:
      case Kind::amount:
        return unfit("normal", "below 0", "lognormal");
      case Kind::shift:
      case Kind::percentage:
        break;
    }
    if (auto fault = value(law.mean, "mean")) return fault;
    return spread(law.sd);
  }

  Fault operator()(const LogNormalLaw& law) const {
    if (kind == Kind::support) return unfit("lognormal", "above 1", "probit-normal");
    if (kind == Kind::share) return unfit("lognormal", "above 1", "beta");
    if (kind == Kind::correlation) return unfit("lognormal", "above 1", "uniform");
    if (auto fault = positive(law.mean, "mean")) return fault;
    if (auto fault = value(law.mean, "mean")) return fault;
    return spread(law.sd);
  }

  Fault operator()(const ProbitNormalLaw& law) const {
    if (!(law.median > 0 && law.median < 1))
      return Words{"median is " + number_text(law.median),
                   "it is a share between 0 and 1, neither of them", ""};
    return spread(law.sd);
  }

  Fault operator()(const BetaLaw& law) const {
    if (auto fault = positive(law.a, "a")) return fault;
    return positive(law.b, "b");
  }

  Fault operator()(const UniformLaw& law) const {
    if (auto fault = value(law.low, "low")) return fault;
    if (auto fault = value(law.high, "high")) return fault;
    return increasing(law.low, law.high);
  }

  Fault operator()(const TriangularLaw& law) const {
    if (auto fault = value(law.low, "low")) return fault;
    if (auto fault = value(law.high, "high")) return fault;
    if (auto fault = increasing(law.low, law.high)) return fault;
    if (law.mode >= law.low && law.mode <= law.high) return std::nullopt;
    return Words{"mode is " + number_text(law.mode),
                 "the likeliest value lies between low and high", ""};
  }

  Fault operator()(const DiscreteLaw& law) const {
    if (law.values.empty())
      return Words{"values is an empty list", "at least one value is possible", ""};
    for (std::size_t i = 0; i < law.values.size(); ++i) {
      if (auto fault = value(law.values[i], "a value")) return fault;
      if (i > 0 && law.values[i] <= law.values[i - 1])
        return Words{number_text(law.values[i]) + " follows " + number_text(law.values[i - 1]),
                     "values stand in rising order, each once", "sort them, with their weights"};
    }
    if (law.values.size() != law.weights.size())
      return Words{"there are " + std::to_string(law.values.size()) + " values and " +
                       std::to_string(law.weights.size()) + " weights",
                   "each value has a weight", ""};
    const bool negative =
        std::ranges::any_of(law.weights, [](double w) { return w < 0 || w > most_amount; });
    if (negative)
      return Words{"a weight is negative or too large", "a weight is from 0 to 1e15", ""};
    const bool none = std::ranges::all_of(law.weights, [](double w) { return w == 0; });
    if (none) return Words{"all weights are 0", "some value must be possible", ""};
    return std::nullopt;
  }
};

}  // namespace

Range range_of(Kind kind) {
  switch (kind) {
    case Kind::support:
    case Kind::share:
      return {0, 1, "a share lies between 0 and 1, that is 0% and 100%"};
    case Kind::shift:
      return {-most_probit, most_probit, "no shift on the probit scale is beyond 1000"};
    case Kind::spread:
      return {0, most_probit, "a spread is 0 or more, and 1000 at most"};
    case Kind::amount:
      return {0, most_amount, "an amount is 0 or more, and 1e15 at most"};
    case Kind::correlation:
      return {-1, 1, "a correlation lies between -1 and 1"};
    case Kind::percentage:
      return {-1, 1000, "a raise is above -100%, and 100,000% at most"};
  }
  return {0, 0, ""};
}

std::optional<Words> fault_of(const Law& law, Kind kind) { return std::visit(Check{kind}, law); }

}  // namespace ayes::reading
