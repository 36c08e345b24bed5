#include "io/describe/number_words.h"

#include "io/describe/prose.h"
#include "io/result/number_text.h"
#include "models/numerics/elementary.h"
#include "models/path.h"

#include <array>
#include <cmath>

namespace ayes {
namespace {

constexpr double tenth_z = 1.2815515655446004;  // Φ⁻¹(0.9)

// The fewest decimals, up to `most`, that show a number to within a billionth of its last place.
std::string exact(double value, int most) {
  for (int decimals = 0; decimals < most; ++decimals) {
    const double scale = std::pow(10.0, decimals);
    if (std::abs(value * scale - std::round(value * scale)) < 1e-7) return fixed(value, decimals);
  }
  return fixed(value, most);
}

std::string with_sign(double value, const std::string& text) {
  const std::string digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.find_first_not_of("0.,") == std::string::npos) return digits;
  return (value < 0 ? "−" : "+") + digits;
}

std::string with_minus(const std::string& text) {
  return text.starts_with('-') ? "−" + text.substr(1) : text;
}

double points_of(double move) { return 100 * (numerics::normal_cdf(move) - 0.5); }

std::string without_point_zero(std::string text) {
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

// Whole points, or a decimal where a whole one would hide much.
std::string points_text(double points) {
  return without_point_zero(fixed(points, std::abs(points) < 3 ? 1 : 0));
}

std::string amount_text(double value) {
  const double size = std::abs(value);
  if (size >= 100'000) return fixed(std::round(value / 1000) * 1000, 0);
  if (size >= 1000) return fixed(std::round(value / 10) * 10, 0);
  if (size >= 20) return fixed(value, 0);
  return without_point_zero(fixed(value, 1));
}

// Up to three digits after the point, as parameters of laws are told.
std::string short_number(double value) { return with_minus(exact(value, 3)); }

std::string parameter(double value, Tell manner) {
  if (manner == Tell::shift || manner == Tell::spread) return short_number(value);
  return stated(value, manner);
}

double quantile(const input::Source& source, double z) {
  using namespace input;
  if (const auto* constant = std::get_if<Constant>(&source)) return constant->value;
  if (const auto* normal = std::get_if<Normal>(&source)) return normal->mean + normal->sd * z;
  if (const auto* law = std::get_if<LogNormal>(&source))
    return numerics::exp(law->mean + law->sd * z);
  if (const auto* table = std::get_if<Tabulated>(&source)) return table->curve.evaluate(z);
  const auto& discrete = std::get<Discrete>(source);
  const double u = numerics::normal_cdf(z);
  std::size_t k = 0;
  while (u > discrete.cumulative[k]) ++k;
  return discrete.values[k];
}

LikelyRange range_of(auto&& quantile_at, bool probit) {
  const auto value = [&](double z) {
    const double at = quantile_at(z);
    return probit ? numerics::normal_cdf(at) : at;
  };
  return {value(-tenth_z), value(0), value(tenth_z)};
}

void add_own_law(Ranges& ranges, const std::string& path, const OwnNoise& noise) {
  const auto* law = std::get_if<LawNoise>(&noise);
  if (!law) return;
  ranges[path] = range_of(
      [&](double z) {
        if (const auto* normal = std::get_if<input::Normal>(&law->quantile)) {
          return normal->mean + normal->sd * z;
        }
        return std::get<numerics::QuantileCurve>(law->quantile).evaluate(z);
      },
      true);
}

const char* family(Kind kind) {
  switch (kind) {
    case Kind::support:
      return "probit-normal";
    case Kind::share:
      return "Beta";
    case Kind::correlation:
      return "Beta over −1 to 1";
    case Kind::shift:
    case Kind::percentage:
      return "normal";
    case Kind::spread:
    case Kind::amount:
      return "log-normal";
  }
  return "";
}

struct LawWords {
  Kind kind;
  Tell manner;
  std::string number(double value) const { return parameter(value, manner); }
  // The SD of a share or a raise is a difference of percentages, which is told in points.
  std::string mean_sd(const std::string& name, double mean, double sd) const {
    const bool percentage = manner == Tell::share || manner == Tell::raise;
    return name + " with mean " + number(mean) + " and SD " +
           (percentage ? exact(100 * sd, 4) + " points" : number(sd));
  }

  std::string operator()(const Fixed& law) const { return number(law.value); }
  std::string operator()(const MeanSd& law) const {
    return mean_sd(family(kind), law.mean, law.sd);
  }
  std::string operator()(const Interval& law) const {
    if (law.level == 0.8 || law.interval.size() != 2) return family(kind);
    return std::string(family(kind)) + ", " + exact(100 * law.level, 3) + " in 100 between " +
           number(law.interval[0]) + " and " + number(law.interval[1]);
  }
  std::string operator()(const NormalLaw& law) const { return mean_sd("normal", law.mean, law.sd); }
  std::string operator()(const LogNormalLaw& law) const {
    return mean_sd("log-normal", law.mean, law.sd);
  }
  std::string operator()(const ProbitNormalLaw& law) const {
    return "probit-normal with median " + number(law.median) + " and a spread of " +
           stated(law.sd, Tell::spread);
  }
  std::string operator()(const BetaLaw& law) const {
    return "Beta with shapes " + short_number(law.a) + " and " + short_number(law.b);
  }
  std::string operator()(const UniformLaw& law) const {
    return "uniform from " + number(law.low) + " to " + number(law.high);
  }
  std::string operator()(const TriangularLaw& law) const {
    return "triangular from " + number(law.low) + " by " + number(law.mode) + " to " +
           number(law.high);
  }
  std::string operator()(const DiscreteLaw& law) const {
    std::vector<std::string> values;
    double total = 0;
    for (double weight : law.weights) total += weight;
    for (std::size_t k = 0; k < law.values.size() && k < law.weights.size(); ++k) {
      values.push_back(number(law.values[k]) + " (" + exact(100 * law.weights[k] / total, 1) +
                       " in 100)");
    }
    return "one of " + listed(values);
  }
};

}  // namespace

Tell manner_of(const std::string& path, Kind kind) {
  switch (kind) {
    case Kind::support:
    case Kind::share:
      return Tell::share;
    case Kind::shift:
      return Tell::shift;
    case Kind::spread:
      return Tell::spread;
    case Kind::correlation:
      return Tell::plain;
    case Kind::percentage:
      return Tell::raise;
    case Kind::amount:
      break;
  }
  const bool saved = path.starts_with("savings.") || path.find(".savings.") != path.npos;
  return saved || path.ends_with("salary") ? Tell::dollars : Tell::count;
}

std::string stated(double value, Tell manner) {
  switch (manner) {
    case Tell::share:
      return exact(100 * value, 4) + "%";
    case Tell::raise:
      return with_minus(exact(100 * value, 4)) + "%";
    case Tell::dollars:
      return "$" + exact(value, 2);
    case Tell::count:
      return exact(value, 6);
    case Tell::plain:
      return with_minus(exact(value, 6));
    case Tell::shift:
    case Tell::spread:
      return about(value, manner);
  }
  return {};
}

std::string about(double value, Tell manner) {
  switch (manner) {
    case Tell::share:
      return without_point_zero(fixed(100 * value, 1)) + "%";
    case Tell::raise:
      return with_minus(without_point_zero(fixed(100 * value, 1))) + "%";
    case Tell::shift:
      return with_sign(value, points_text(points_of(value))) + " points";
    case Tell::spread:
      return points_text(points_of(value)) + " points";
    case Tell::dollars:
      return "$" + amount_text(value);
    case Tell::count:
      return amount_text(value);
    case Tell::plain:
      return with_minus(exact(std::round(100 * value) / 100, 2));
  }
  return {};
}

std::string span_of(double low, double high, Tell manner) {
  std::string first = about(low, manner);
  const std::string unit = " points";
  if (first.ends_with(unit)) first.resize(first.size() - unit.size());
  return first + " to " + about(high, manner);
}

std::string shift_in_full(double shift) {
  if (shift == 0) return "0 points";
  return about(shift, Tell::shift) + " (" + short_number(shift) + ": from 50% to " +
         about(numerics::normal_cdf(shift), Tell::share) + ")";
}

std::string spread_in_full(double spread) {
  if (spread == 0) return "0 points";
  return about(spread, Tell::spread) + " (" + short_number(spread) + ": from 50% to " +
         about(numerics::normal_cdf(spread), Tell::share) + ")";
}

std::string day_in_words(Date date) {
  constexpr std::array months = {"January",   "February", "March",    "April",
                                 "May",       "June",     "July",     "August",
                                 "September", "October",  "November", "December"};
  const auto month = static_cast<std::size_t>(date.month - 1);
  if (month >= months.size()) return "no day";
  return std::to_string(date.day) + " " + months[month] + " " + std::to_string(date.year);
}

Ranges ranges_of(const Model& model) {
  Ranges ranges;
  for (const Input& input : model.inputs) {
    ranges[input.path] =
        range_of([&](double z) { return quantile(input.source, z); }, input.probit);
  }
  for (const Unit& unit : model.units) {
    const std::string support = child("support.units", unit.name);
    add_own_law(ranges, support + ".package", unit.package_noise);
    if (unit.contract_has_own_law) add_own_law(ranges, support + ".contract", unit.contract_noise);
    add_own_law(ranges, child("turnout.units", unit.name), unit.turnout_noise);
  }
  for (const Round& round : model.rounds) {
    for (const auto& [path, range] : ranges_of(round.model))
      ranges[path.starts_with("round.") ? path : child("round", round.name) + "." + path] = range;
  }
  return ranges;
}

std::string law_in_words(const Quantity& quantity, Kind kind, Tell manner) {
  return std::visit(LawWords{kind, manner}, quantity.law);
}

std::string family_of(const Quantity& quantity, Kind kind) {
  return std::visit(
      [&](const auto& law) -> std::string {
        if constexpr (requires { law.tag; }) {
          return law.tag == BetaLaw::tag        ? "Beta"
                 : law.tag == LogNormalLaw::tag ? "log-normal"
                                                : std::string(law.tag);
        } else {
          return quantity.is_fixed() ? "" : family(kind);
        }
      },
      quantity.law);
}

std::string in_words(const Quantity& quantity, Kind kind, const std::string& path,
                     const Ranges& ranges) {
  const Tell manner = manner_of(path, kind);
  const auto full = [&](double value, bool fixed_value) {
    if (manner == Tell::shift) return shift_in_full(value);
    if (manner == Tell::spread) return spread_in_full(value);
    return fixed_value ? stated(value, manner) : about(value, manner);
  };
  if (const auto* fixed_value = std::get_if<Fixed>(&quantity.law))
    return full(fixed_value->value, true);
  const std::string law = law_in_words(quantity, kind, manner);
  const auto range = ranges.find(path);
  if (range == ranges.end()) return "uncertain (" + law + ")";
  return full(range->second.middle, false) + ", uncertain: 8 in 10 lie between " +
         about(range->second.low, manner) + " and " + about(range->second.high, manner) + " (" +
         law + ")";
}

double middle_of(const std::string& path, const Ranges& ranges) {
  const auto range = ranges.find(path);
  return range == ranges.end() ? 0 : range->second.middle;
}

}  // namespace ayes
