// A number a person states: fixed, or uncertain with a law. The kind of quantity (a share, a shift,
// an amount ...) says which values are possible and which law "mean and sd" or "interval" means.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace ayes {

// Laws. Each names its tag and lists its fields once: (key, member, sentence).

struct Fixed {
  double value = 0;
  bool operator==(const Fixed&) const = default;
};

struct MeanSd {  // the family follows from the quantity's kind
  double mean = 0, sd = 0;
  bool operator==(const MeanSd&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("mean", self.mean, "expected value");
    visit("sd", self.sd, "standard deviation");
  }
};

struct Interval {  // the family follows from the quantity's kind
  std::vector<double> interval;
  double level = 0.8;
  bool operator==(const Interval&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("interval", self.interval, "lowest and highest value, equally likely to be passed");
    visit("level", self.level, "chance that the value lies within");
  }
};

struct NormalLaw {
  static constexpr std::string_view tag = "normal";
  double mean = 0, sd = 0;
  bool operator==(const NormalLaw&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("mean", self.mean, "expected value");
    visit("sd", self.sd, "standard deviation");
  }
};

struct LogNormalLaw {
  static constexpr std::string_view tag = "lognormal";
  double mean = 0, sd = 0;
  bool operator==(const LogNormalLaw&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("mean", self.mean, "expected value, above 0");
    visit("sd", self.sd, "standard deviation");
  }
};

struct ProbitNormalLaw {
  static constexpr std::string_view tag = "probit-normal";
  double median = 0, sd = 0;
  bool operator==(const ProbitNormalLaw&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("median", self.median, "share that is passed half of the time");
    visit("sd", self.sd, "standard deviation on the probit scale");
  }
};

struct BetaLaw {
  static constexpr std::string_view tag = "beta";
  double a = 0, b = 0;
  bool operator==(const BetaLaw&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("a", self.a, "first shape, above 0");
    visit("b", self.b, "second shape, above 0");
  }
};

struct UniformLaw {
  static constexpr std::string_view tag = "uniform";
  double low = 0, high = 0;
  bool operator==(const UniformLaw&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("low", self.low, "lowest value");
    visit("high", self.high, "highest value");
  }
};

struct TriangularLaw {
  static constexpr std::string_view tag = "triangular";
  double low = 0, mode = 0, high = 0;
  bool operator==(const TriangularLaw&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("low", self.low, "lowest value");
    visit("mode", self.mode, "likeliest value");
    visit("high", self.high, "highest value");
  }
};

struct DiscreteLaw {
  static constexpr std::string_view tag = "discrete";
  std::vector<double> values, weights;
  bool operator==(const DiscreteLaw&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("values", self.values, "possible values, in rising order");
    visit("weights", self.weights, "how likely each is, in proportion");
  }
};

// Fixed, MeanSd and Interval are told by their shape; the others by `distribution = TAG`.
using Law = std::variant<Fixed, MeanSd, Interval, NormalLaw, LogNormalLaw, ProbitNormalLaw, BetaLaw,
                         UniformLaw, TriangularLaw, DiscreteLaw>;

// What a number is: its possible values and the family of `mean, sd` and `interval`.
enum class Kind {
  support,      // share of yes among those who vote, 0 to 1, the median; probit-normal
  share,        // any other share or chance, 0 to 1; Beta
  shift,        // a move on the probit scale, any sign; normal
  spread,       // a standard deviation on the probit scale, 0 or more; log-normal
  amount,       // a count, a sum of money, a factor, 0 or more; log-normal
  correlation,  // -1 to 1; Beta stretched over -1 to 1
  percentage,   // a raise, above -100%; normal
};

struct Quantity {
  Law law = Fixed{};
  bool operator==(const Quantity&) const = default;
  bool is_fixed() const { return std::holds_alternative<Fixed>(law); }
};

template <Kind kind_>
struct QuantityOf : Quantity {
  static constexpr Kind kind = kind_;
  QuantityOf() = default;
  QuantityOf(double value) : Quantity{Fixed{value}} {}  // a plain number is a quantity
  QuantityOf(Law stated) : Quantity{std::move(stated)} {}
  bool operator==(const QuantityOf&) const = default;
};

using SupportShare = QuantityOf<Kind::support>;
using Share = QuantityOf<Kind::share>;
using Shift = QuantityOf<Kind::shift>;
using Spread = QuantityOf<Kind::spread>;
using Amount = QuantityOf<Kind::amount>;
using Correlation = QuantityOf<Kind::correlation>;
using Percentage = QuantityOf<Kind::percentage>;

}  // namespace ayes
