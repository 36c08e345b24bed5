// From a quantity in words to the law of an input: z, the normal behind its uniform, to its value.
#include "models/compile/draft.h"
#include "models/numerics/beta_shapes.h"
#include "models/numerics/elementary.h"
#include "models/numerics/log_normal.h"
#include "models/numerics/probit_normal.h"
#include "models/stream.h"

#include <algorithm>
#include <stdexcept>

namespace ayes {
namespace {

using numerics::CentralInterval;
using numerics::QuantileCurve;

// Beta quantiles end at 1e-300, whose probit is beyond 37; there their probits stay.
double table_probit(double share) {
  const double probit = numerics::normal_quantile(share);
  return probit < -37 ? -37 : probit > 37 ? 37 : probit;
}

CentralInterval central(const Interval& words) {
  if (words.interval.size() != 2)
    throw std::domain_error("an interval has a lowest and a highest value");
  return {words.interval[0], words.interval[1], words.level};
}

// Half the interval's width in standard deviations of a normal law.
input::Normal normal_from_interval(const CentralInterval& interval) {
  check(interval);
  const double middle = (interval.low + interval.high) / 2;
  return {middle, (interval.high - interval.low) / 2 / half_width_in_sds(interval)};
}

input::Source normal(double mean, double sd) {
  if (sd == 0) return input::Constant{mean};
  return input::Normal{mean, sd};
}

input::Source between_ends(const auto& law, Scale scale) {
  return input::Tabulated{QuantileCurve(
      law, scale == Scale::probit ? numerics::CurveScale::probit : numerics::CurveScale::plain)};
}

// The nodes that a table of a Beta law takes to give its share within 1e-9: the law is the steeper
// the smaller its shapes.
int nodes_for(const numerics::BetaShapes& shapes) {
  int steps = 1024;
  for (double shape = std::min(shapes.a, shapes.b); shape < 0.5 && steps < 32768; shape *= 2)
    steps *= 2;
  return steps + 1;
}

// A probit is read from the share or from its complement, whichever is smaller.
input::Source beta(const numerics::BetaShapes& shapes, Kind kind, Scale scale) {
  const numerics::BetaShapes mirrored{shapes.b, shapes.a};
  const auto value = [&](double z) {
    const double share = quantile_at_z(shapes, z);
    if (scale == Scale::probit)
      return share < 0.5 ? table_probit(share) : -table_probit(quantile_at_z(mirrored, -z));
    return kind == Kind::correlation ? 2 * share - 1 : share;
  };
  return input::Tabulated{QuantileCurve(value, nodes_for(shapes))};
}

input::Source log_normal(const numerics::LogNormal& law) {
  return input::LogNormal{law.log_median, law.spread};
}

// The law of a number with this kind, on this scale. Throws std::domain_error with a sentence when
// there is no such law.
struct SourceOf {
  Kind kind;
  Scale scale;

  input::Source operator()(const Fixed& fixed) const {
    return input::Constant{scale == Scale::probit ? certain_probit(fixed.value) : fixed.value};
  }

  input::Source operator()(const MeanSd& words) const {
    if (words.sd == 0) return (*this)(Fixed{words.mean});
    switch (kind) {
      case Kind::support:
        return on_scale(numerics::probit_normal_from_mean_sd(words.mean, words.sd));
      case Kind::share:
        return beta(numerics::beta_from_mean_sd(words.mean, words.sd), kind, scale);
      case Kind::correlation:
        return beta(numerics::beta_from_mean_sd((1 + words.mean) / 2, words.sd / 2), kind, scale);
      case Kind::shift:
      case Kind::percentage:
        return normal(words.mean, words.sd);
      case Kind::spread:
      case Kind::amount:
        return log_normal(numerics::log_normal_from_mean_sd(words.mean, words.sd));
    }
    return {};
  }

  input::Source operator()(const Interval& words) const {
    CentralInterval interval = central(words);
    switch (kind) {
      case Kind::support:
        return on_scale(numerics::probit_normal_from_interval(interval));
      case Kind::share:
        return beta(numerics::beta_from_interval(interval), kind, scale);
      case Kind::correlation:
        interval.low = (1 + interval.low) / 2;
        interval.high = (1 + interval.high) / 2;
        return beta(numerics::beta_from_interval(interval), kind, scale);
      case Kind::shift:
      case Kind::percentage:
        return normal_from_interval(interval);
      case Kind::spread:
      case Kind::amount:
        return log_normal(numerics::log_normal_from_interval(interval));
    }
    return {};
  }

  input::Source operator()(const NormalLaw& law) const {
    if (kind != Kind::shift && kind != Kind::percentage) {
      throw std::domain_error("a normal law can give values that this number can't have");
    }
    return normal(law.mean, law.sd);
  }
  input::Source operator()(const LogNormalLaw& law) const {
    if (kind == Kind::support || kind == Kind::share || kind == Kind::correlation) {
      throw std::domain_error("a log-normal law can give values above 1");
    }
    if (law.sd == 0) return (*this)(Fixed{law.mean});
    return log_normal(numerics::log_normal_from_mean_sd(law.mean, law.sd));
  }
  input::Source operator()(const ProbitNormalLaw& law) const {
    return on_scale({certain_probit(law.median), law.sd});
  }
  input::Source operator()(const BetaLaw& law) const {
    return beta({law.a, law.b}, Kind::share, scale);
  }
  input::Source operator()(const UniformLaw& law) const {
    if (law.low == law.high) return (*this)(Fixed{law.low});
    return between_ends(numerics::Uniform{law.low, law.high}, scale);
  }
  input::Source operator()(const TriangularLaw& law) const {
    if (law.low == law.high) return (*this)(Fixed{law.low});
    return between_ends(numerics::Triangular{law.low, law.mode, law.high}, scale);
  }
  input::Source operator()(const DiscreteLaw& law) const {
    double total = 0;
    for (double weight : law.weights) total += weight;
    if (law.values.empty() || law.values.size() != law.weights.size() || !(total > 0)) {
      throw std::domain_error("a discrete law needs as many weights as values, not all 0");
    }
    input::Discrete result;
    double sum = 0;
    for (std::size_t k = 0; k < law.values.size(); ++k) {
      sum += law.weights[k];
      const double value = law.values[k];
      result.values.push_back(scale == Scale::probit ? certain_probit(value) : value);
      result.cumulative.push_back(sum / total);
    }
    result.cumulative.back() = 1;
    return result;
  }

  input::Source on_scale(const numerics::ProbitNormal& law) const {
    if (scale == Scale::probit) return normal(law.location, law.spread);
    return input::Tabulated{QuantileCurve(law)};
  }
};

input::Source source_of(Draft& draft, const std::string& path, const Quantity& quantity, Kind kind,
                        Scale scale) {
  try {
    return std::visit(SourceOf{kind, scale}, quantity.law);
  } catch (const std::domain_error& why) {
    draft.mistake(path, "no law fits these numbers", why.what(),
                  "change them, or name a law with distribution = \"...\"");
    return input::Constant{};
  }
}

}  // namespace

double certain_probit(double share) {
  constexpr double certain = 1e12;  // far beyond every term, yet finite
  if (share <= 0) return -certain;
  if (share >= 1) return certain;
  return numerics::normal_quantile(share);
}

SharedColumn add_input(Draft& draft, const std::string& path, const Quantity& quantity, Kind kind,
                       Scale scale) {
  const auto [place, is_new] =
      draft.input_index.emplace(path, static_cast<SharedColumn>(draft.model.inputs.size()));
  if (is_new) {
    Input input{path, source_of(draft, path, quantity, kind, scale), scale == Scale::probit,
                stream_name("first", "input", "value", path), kind};
    draft.model.inputs.push_back(std::move(input));
    draft.new_column();
  }
  return place->second;
}

LawNoise law_noise(Draft& draft, const std::string& path, const Quantity& quantity, Kind kind) {
  using namespace input;
  const Source source = source_of(draft, path, quantity, kind, Scale::probit);
  if (const auto* law = std::get_if<Constant>(&source)) return LawNoise{Normal{law->value, 0}};
  if (const auto* law = std::get_if<Normal>(&source)) return LawNoise{*law};
  if (const auto* law = std::get_if<Tabulated>(&source)) return LawNoise{law->curve};
  draft.mistake(path, "a discrete law for one unit's share", "a unit's own law is a continuous one",
                "use a table of scenarios, or an interval");
  return LawNoise{Normal{}};
}

}  // namespace ayes
