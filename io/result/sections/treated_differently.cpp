#include "io/result/number_text.h"
#include "io/result/sections/sections.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace ayes::sections {
namespace {

constexpr std::size_t few_units = 5;  // all are shown
constexpr std::size_t most_rows = 8;
constexpr double odd_pay = 0.02;  // of pay: a gamble that differs by more is a gamble of its own
constexpr double odd_layoffs = 0.005;  // jobs a member

// What staying out brings and costs one member when the package is ratified.
struct Gamble {
  double pay_in = 0, pay_out = 0, lost_in = 0, lost_out = 0;
};

Gamble gamble_of(const UnitResult& unit) {
  if (!unit.take_part || unit.employees == 0) return {};
  const auto employees = static_cast<double>(unit.employees);
  return {unit.take_part->pay_if_ratified.mean, unit.stay_out->pay_if_ratified.mean,
          unit.take_part->layoffs_if_ratified.mean / employees,
          unit.stay_out->layoffs_if_ratified.mean / employees};
}

double median_of(std::vector<double> values) {
  if (values.empty()) return 0;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

// The ballot and the gamble that most units have.
struct Usual {
  std::string ballot;
  double pay_gain = 0, risk = 0;
};

Usual usual_of(const Result& result) {
  Usual usual;
  std::map<std::string, int> ballots;
  std::vector<double> gains, risks;
  for (const UnitResult& unit : result.units) {
    const int count = ++ballots[unit.ballot];
    if (usual.ballot.empty() || count > ballots[usual.ballot]) usual.ballot = unit.ballot;
    if (!unit.take_part) continue;
    const Gamble gamble = gamble_of(unit);
    if (gamble.pay_in > 0) gains.push_back(gamble.pay_out / gamble.pay_in);
    risks.push_back(gamble.lost_out - gamble.lost_in);
  }
  usual.pay_gain = median_of(std::move(gains));
  usual.risk = median_of(std::move(risks));
  return usual;
}

bool is_odd(const UnitResult& unit, const Usual& usual) {
  if (unit.ballot != usual.ballot) return true;
  if (!unit.take_part) return false;
  const Gamble gamble = gamble_of(unit);
  const bool pay =
      gamble.pay_in > 0 && std::abs(gamble.pay_out / gamble.pay_in - usual.pay_gain) > odd_pay;
  const double risk = gamble.lost_out - gamble.lost_in;
  const auto error =
      4 * unit.stay_out->layoffs_if_ratified.se / static_cast<double>(unit.employees);
  return pay || std::abs(risk - usual.risk) > std::max(odd_layoffs, error);
}

std::string ballot_in_words(const UnitResult& unit) {
  if (unit.ballot == "separate") return "two questions";
  if (unit.ballot == "bundled") return "one for both";
  if (unit.ballot == "package-only") return "package only";
  return "no contract";
}

std::string lost(double share) {
  const double in_hundred = 100 * share;
  if (in_hundred > 0 && in_hundred < 0.05) return "<0.1";
  return in_hundred < 10 ? fixed(in_hundred, 1) : fixed(in_hundred, 0);
}

// Sums are rounded to thousands when that keeps their difference visible.
double rounding(const Gamble& gamble) {
  return std::abs(gamble.pay_out - gamble.pay_in) >= 3000 ? 1000 : 100;
}

struct Shown {
  bool pay, layoffs, contract;
};

std::vector<std::string> row(const UnitResult& unit, const Shown& shown) {
  std::vector<std::string> row = {unit.name, ballot_in_words(unit), in_100(unit.package_yes)};
  if (shown.contract) {
    row.push_back(unit.contract_yes ? in_100(*unit.contract_yes) : "–");
    row.push_back(in_100(unit.protected_from_layoff));
  }
  if (!unit.take_part) {
    if (shown.pay) row.insert(row.end(), {"–", "–"});
    if (shown.layoffs) row.insert(row.end(), {"–", "–"});
    return row;
  }
  const Gamble gamble = gamble_of(unit);
  const bool never = of_nothing(unit.ratified_if_yes) && of_nothing(unit.ratified_if_no);
  if (shown.pay) {
    row.push_back(never ? "–" : dollars(gamble.pay_in, rounding(gamble)));
    row.push_back(never ? "–" : dollars(gamble.pay_out, rounding(gamble)));
  }
  if (shown.layoffs) {
    row.push_back(lost(gamble.lost_in));
    row.push_back(lost(gamble.lost_out));
  }
  return row;
}

}  // namespace

Section treated_differently(const Result& result, const Wording& wording, const Page& page) {
  const Usual usual = usual_of(result);
  const bool all = result.units.size() <= few_units;
  std::vector<const UnitResult*> units;
  const UnitResult* example = nullptr;  // one of the others, the largest
  bool gambles = false;
  Shown shown{false, false, false};
  for (const UnitResult& unit : result.units) {
    gambles = gambles || unit.take_part.has_value();
    shown.pay = shown.pay || unit.pay.has_value();
    shown.layoffs = shown.layoffs || unit.layoffs.has_value();
    shown.contract = shown.contract || unit.contract_yes.has_value();
    if (all || is_odd(unit, usual)) {
      units.push_back(&unit);
    } else if (!example || unit.members > example->members) {
      example = &unit;
    }
  }
  const bool differ =
      std::any_of(result.units.begin(), result.units.end(),
                  [&](const UnitResult& unit) { return unit.ballot != usual.ballot; });
  if (units.empty() || (all && !differ && !gambles)) {
    if (!gambles || !example) return {};
    units.push_back(example);
    example = nullptr;
  }
  shown.pay = shown.pay && gambles;
  shown.layoffs = shown.layoffs && gambles;

  const bool alone = result.units.size() == 1;
  Section section{all || !differ ? (alone ? "THE UNIT" : "UNITS") : "UNITS TREATED DIFFERENTLY",
                  {}};
  std::vector<Align> align = {Align::left, Align::left, Align::right};
  std::vector<std::string> top = {section.title, "", "says yes to"},
                           bottom = {"", "ballot", "package"};
  if (shown.contract) {
    align.insert(align.end(), {Align::right, Align::right});
    top.insert(top.end(), {"", "contract"});
    bottom.insert(bottom.end(), {"contract", "in force"});
  }
  const std::string years =
      result.pay_years > 0 ? std::to_string(result.pay_years) + "-year pay" : "pay";
  if (shown.pay) {
    align.insert(align.end(), {Align::right, Align::right});
    top.insert(top.end(), {years, "a member"});
    bottom.insert(bottom.end(), {"with it", "without"});
  }
  if (shown.layoffs) {
    align.insert(align.end(), {Align::right, Align::right});
    top.insert(top.end(), {"jobs lost", "in 100"});
    bottom.insert(bottom.end(), {"with it", "without"});
  }
  Table table(align);
  table.add(top);
  table.add(bottom);
  std::size_t rows = 0;
  for (const UnitResult* unit : units) {
    if (rows++ == most_rows) break;
    table.add(row(*unit, shown));
  }
  if (example) {
    std::vector<std::string> other = row(*example, shown);
    other[0] = "others, such as " + example->name;
    table.add(other);
  }
  section.lines = table.lines(page.width);
  if (rows > most_rows)
    section.lines.push_back("… and " + std::to_string(units.size() - most_rows) + " more");
  if (gambles) {
    const std::string note = "Chances in 100. Pay and jobs: when the package is " +
                             wording.ratified + ", with and without the unit's own contract.";
    for (const std::string& line : wrapped(note, page.width)) section.lines.push_back(line);
  } else {
    section.lines.push_back("Chances in 100.");
  }
  return section;
}

}  // namespace ayes::sections
