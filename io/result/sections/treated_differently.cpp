#include "io/result/number_text.h"
#include "io/result/sections/sections.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace ayes::sections {
namespace {

constexpr std::size_t few_units = 5;  // all are shown
constexpr std::size_t most_units = 8;
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

// Whether its own contract changes anything that the scenario counts.
bool has_stake(const UnitResult& unit) {
  const Gamble gamble = gamble_of(unit);
  return gamble.pay_in != gamble.pay_out || gamble.lost_in != gamble.lost_out;
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

// What the columns tell: the votes, what they are worth to a member, or one beside the other.
struct Shown {
  bool votes, pay, layoffs, contract;
};

std::vector<std::string> row(const std::string& name, const UnitResult& unit, const Shown& shown) {
  std::vector<std::string> row = {name};
  if (shown.votes) row.insert(row.end(), {ballot_in_words(unit), in_100(unit.package_yes)});
  if (shown.votes && shown.contract) {
    row.push_back(unit.contract_yes ? in_100(*unit.contract_yes) : "–");
    row.push_back(in_100(unit.protected_from_layoff));
  }
  if (!unit.take_part) {  // a unit outside has only the one side; package-only has no choice
    const bool outside = unit.ballot == "outside";
    const auto employees = static_cast<double>(std::max<std::int64_t>(unit.employees, 1));
    if (shown.pay) row.insert(row.end(), {"–", outside ? dollars(unit.pay->mean, 1000) : "–"});
    if (shown.layoffs) {
      row.insert(row.end(),
                 {"–", outside ? lost(unit.layoffs_if_ratified->mean / employees) : "–"});
    }
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

// The heading of the columns that are shown, in two lines.
Table table_for(const Shown& shown) {
  std::vector<Align> align = {Align::left};
  std::vector<std::string> top = {""}, bottom = {""};
  const auto add = [&](const std::string& above, const std::string& below, Align side) {
    align.push_back(side);
    top.push_back(above);
    bottom.push_back(below);
  };
  if (shown.votes) add("", "ballot", Align::left);
  if (shown.votes) add("yes to", "package", Align::right);
  if (shown.votes && shown.contract) add("yes to", "contract", Align::right);
  if (shown.votes && shown.contract) add("contract", "in force", Align::right);
  if (shown.pay) add("pay", "with", Align::right);
  if (shown.pay) add("pay", "without", Align::right);
  if (shown.layoffs) add("jobs lost", "with", Align::right);
  if (shown.layoffs) add("jobs lost", "without", Align::right);
  Table table(align);
  table.add(top);
  table.add(bottom);
  return table;
}

// The units to show.
struct Choice {
  std::vector<const UnitResult*> units;
  const UnitResult* rest = nullptr;  // the largest of those that are not shown
  std::string title;
};

Choice choose(const Result& result, const Shown& shown) {
  const Usual usual = usual_of(result);
  const bool all = result.units.size() <= few_units;
  Choice choice;
  for (const UnitResult& unit : result.units) {
    if (all || is_odd(unit, usual)) {
      choice.units.push_back(&unit);
    } else if (!choice.rest || unit.members > choice.rest->members) {
      choice.rest = &unit;
    }
  }
  const bool same_ballot =
      std::all_of(result.units.begin(), result.units.end(),
                  [&](const UnitResult& unit) { return unit.ballot == usual.ballot; });
  const bool nothing_to_say = same_ballot && !shown.pay && !shown.layoffs;
  if (nothing_to_say) return {};
  choice.title = result.units.size() == 1      ? "THE UNIT"
                 : all || choice.units.empty() ? "UNITS"
                                               : "UNITS TREATED DIFFERENTLY";
  return choice;
}

Shown shown_of(const Result& result) {
  Shown shown{.votes = true};
  bool stake = false;
  for (const UnitResult& unit : result.units) {
    stake = stake || has_stake(unit);
    shown.pay = shown.pay || unit.pay;
    shown.layoffs = shown.layoffs || unit.layoffs;
    shown.contract = shown.contract || unit.contract_yes;
  }
  shown.pay = shown.pay && stake;
  shown.layoffs = shown.layoffs && stake;
  return shown;
}

// What the columns on pay and jobs are, in words.
std::string stake_of(const Result& result, const Shown& shown, const Wording& wording) {
  const std::string years = std::to_string(result.pay_years);
  const std::string pay =
      shown.pay ? years + (result.pay_years == 1 ? " year's pay" : " years' pay") : "";
  const std::string jobs = shown.layoffs ? "jobs lost in 100" : "";
  return "a member's " + pay + (shown.pay && shown.layoffs ? " and " : "") + jobs +
         " with the unit's own contract and without, when the package is " + wording.ratified;
}

Table table_of(const Choice& choice, const Shown& shown) {
  Table table = table_for(shown);
  for (std::size_t i = 0; i < std::min(choice.units.size(), most_units); ++i) {
    table.add(row(choice.units[i]->name, *choice.units[i], shown));
  }
  if (choice.rest) {
    const std::string others = choice.units.empty() ? "each" : "rest";
    table.add(row(others + ", as " + choice.rest->name, *choice.rest, shown));
  }
  return table;
}

void append(Lines& lines, const Lines& more) {
  lines.insert(lines.end(), more.begin(), more.end());
}

}  // namespace

Section treated_differently(const Result& result, const Wording& wording, const Page& page) {
  const Shown shown = shown_of(result);
  const Choice choice = choose(result, shown);
  if (choice.title.empty()) return {};
  const bool stake = shown.pay || shown.layoffs;
  const std::string title = choice.title + ": chances in 100";
  const std::string note = stake_of(result, shown, wording);
  Section section{choice.title, {}};
  const Table whole = table_of(choice, shown);
  if (!stake || whole.width() <= page.width) {
    section.lines = wrapped(title + (stake ? "; " + note : ""), page.width, 2);
    append(section.lines, whole.lines(page.width));
  } else {  // two tables, one below the other
    Shown votes = shown, worth = shown;
    votes.pay = votes.layoffs = worth.votes = false;
    section.lines = {title};
    append(section.lines, table_of(choice, votes).lines(page.width));
    append(section.lines, wrapped("and " + note, page.width, 2));
    append(section.lines, table_of(choice, worth).lines(page.width));
  }
  if (choice.units.size() > most_units) {
    section.lines.push_back("… and " + std::to_string(choice.units.size() - most_units) + " more");
  }
  return section;
}

}  // namespace ayes::sections
