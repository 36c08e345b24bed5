#include "io/explain/report.h"
#include "io/result/bars.h"
#include "io/result/input_words.h"
#include "io/result/number_text.h"

#include <algorithm>
#include <cmath>

namespace ayes {
namespace {

constexpr std::size_t most_rows = 12, most_children = 3, most_bars = 8, most_sources = 8;
constexpr std::size_t longest_fraction = 11;
const std::string nothing = "–";

struct Section {
  std::string title;
  Lines lines;

  // Adds a text below the table, indented.
  void say(const std::string& text, const Page& page) { hang("  ", text, page); }

  // Adds a text whose lines after the first stand below its own beginning.
  void hang(const std::string& before, const std::string& text, const Page& page) {
    const int indent = text_width(before);
    std::string start = before;
    for (const std::string& line : wrapped(text, page.width - indent)) {
      lines.push_back(start + line);
      start = std::string(static_cast<std::size_t>(indent), ' ');
    }
  }
};

// "<0.1" where rounding would say never.
std::string points_100(double share, double half_width) {
  const int decimals = std::min(1, decimals_worth(100 * half_width));
  const std::string text = fixed(100 * share, decimals);
  const bool none = text.find_first_of("123456789") == std::string::npos;
  if (share > 0 && none) return decimals == 0 ? "<1" : "<0.1";
  return none ? "0" : text;
}

std::string decides_text(const Chance& chance) {
  return points_100(chance.probability, (chance.interval.high - chance.interval.low) / 2);
}

// "+2.1", rounded by its error.
std::string gain_text(const Mean& gain) {
  const int decimals = std::min(1, decimals_worth(100 * 2 * gain.se));
  const std::string text = fixed(std::abs(100 * gain.mean), decimals);
  const bool none = text.find_first_of("123456789") == std::string::npos;
  return (none ? "" : gain.mean < 0 ? "−" : "+") + (none ? "0" : text);
}

std::string power_text(double value) {
  const std::string text = fixed(100 * value, std::abs(value) < 0.1 ? 2 : 1);
  return text.find_first_of("123456789") == std::string::npos ? (value == 0 ? "0" : "<0.01") : text;
}

std::string counted(std::size_t number, const std::string& one) {
  return grouped(static_cast<std::int64_t>(number)) + " " + one + (number == 1 ? "" : "s");
}

Section heading(const Explanation& explanation, const Wording& wording, const Page& page) {
  const Result& result = explanation.result;
  Section section{wording.title, wrapped(wording.title, page.width, 2)};
  const std::string what = "What decides it: " + grouped(result.plan.replications) +
                           " simulated votes · seed " + std::to_string(result.plan.seed) + " · " +
                           counted(result.unions.size(), "union") + ", " +
                           counted(result.units.size(), "unit");
  for (const std::string& line : wrapped(what, page.width, 2)) section.lines.push_back(line);
  return section;
}

Section chance_of_ratification(const Explanation& explanation, const Wording& wording,
                               const Page& page) {
  const Result& result = explanation.result;
  const WithError text = in_100_with_error(result.ratified);
  const std::string chance = result.estimator == "exact"
                                 ? fixed(100 * result.ratified.probability, 4) + " in 100 (exact)"
                                 : text.value + " in 100, simulation error ±" + text.error;
  std::string words = wording.ratified;
  std::transform(words.begin(), words.end(), words.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  Section section{words, {}};
  section.lines = wrapped(words + "  " + chance, page.width, 2);
  return section;
}

// One line of the table of bodies.
struct BodyRow {
  std::string name;
  Chance yes, if_no, if_yes, decides;
  const std::optional<power::Power>* power;
  Mean gain_of_5;
  std::optional<Mean> gain_of_100;

  std::vector<std::string> cells() const {
    return {name,
            in_100(yes),
            in_100(if_no) + " / " + in_100(if_yes),
            decides_text(decides),
            *power ? power_text((*power)->banzhaf.value) : nothing,
            *power ? power_text((*power)->shapley.value) : nothing,
            gain_text(gain_of_5),
            gain_of_100 ? gain_text(*gain_of_100) : nothing};
  }
};

class BodyTable {
 public:
  explicit BodyTable(const Explanation& explanation) : explanation_(explanation) {}

  std::vector<std::vector<std::string>> rows() const {
    const Result& result = explanation_.result;
    std::vector<std::vector<std::string>> rows;
    for (std::size_t u : most_decisive_first(all(result.unions.size()), explanation_.unions)) {
      if (rows.size() == most_rows) break;
      const UnionResult& body = result.unions[u];
      if (body.units.size() == 1) {
        rows.push_back(single(u, static_cast<std::size_t>(body.units[0])).cells());
        continue;
      }
      rows.push_back(
          row(body, body.name, body.yes, explanation_.unions[u], explanation_.power.unions[u], {})
              .cells());
      std::vector<std::size_t> units;
      for (int unit : body.units) units.push_back(static_cast<std::size_t>(unit));
      units = most_decisive_first(units, explanation_.units);
      const std::size_t children = std::min(units.size(), most_children);
      for (std::size_t c = 0; c < children && rows.size() < most_rows; ++c) {
        const UnitResult& unit = result.units[units[c]];
        const Decisiveness& found = explanation_.units[units[c]];
        rows.push_back(row(unit, (c + 1 == children ? " └ " : " ├ ") + unit.name, unit.package_yes,
                           found, explanation_.power.units[units[c]], found.gain_of_100)
                           .cells());
      }
    }
    return rows;
  }

  std::size_t bodies() const {
    std::size_t bodies = explanation_.unions.size();
    for (const UnionResult& each : explanation_.result.unions)
      bodies += each.units.size() > 1 ? each.units.size() : 0;
    return bodies;
  }

 private:
  static std::vector<std::size_t> all(std::size_t count) {
    std::vector<std::size_t> numbers;
    for (std::size_t k = 0; k < count; ++k) numbers.push_back(k);
    return numbers;
  }

  static std::vector<std::size_t> most_decisive_first(std::vector<std::size_t> bodies,
                                                      const std::vector<Decisiveness>& found) {
    std::stable_sort(bodies.begin(), bodies.end(), [&](std::size_t a, std::size_t b) {
      return found[a].decides.probability > found[b].decides.probability;
    });
    return bodies;
  }

  template <typename Body>
  BodyRow row(const Body& body, const std::string& name, const Chance& yes,
              const Decisiveness& found, const std::optional<power::Power>& power,
              std::optional<Mean> gain_of_100) const {
    return {name,          yes,    body.ratified_if_no, body.ratified_if_yes,
            found.decides, &power, body.gain,           gain_of_100};
  }

  // A union of one unit: both names, unless they are alike.
  BodyRow single(std::size_t u, std::size_t unit) const {
    const UnionResult& body = explanation_.result.unions[u];
    const std::string& name = explanation_.result.units[unit].name;
    return row(body, name == body.name ? name : body.name + " (" + name + ")", body.yes,
               explanation_.unions[u], explanation_.power.unions[u],
               explanation_.units[unit].gain_of_100);
  }

  const Explanation& explanation_;
};

Section who_decides(const Explanation& explanation, const Wording& wording, const Page& page) {
  Section section{"WHO DECIDES", {}};
  const BodyTable bodies(explanation);
  const auto rows = bodies.rows();
  const std::string shown =
      rows.size() < bodies.bodies()
          ? "(" + std::to_string(rows.size()) + " of " + std::to_string(bodies.bodies()) + " shown)"
          : "";
  Table table({Align::left, Align::right, Align::right, Align::right, Align::right, Align::right,
               Align::right, Align::right});
  table.add({section.title, "says", "if it says", "its vote", "power", "power", "+5", "+100"});
  table.add({shown, "yes", "no / yes", "decides", "Banzhaf", "Shapley", "points", "voters"});
  for (const auto& each : rows) table.add(each);
  section.lines = table.lines(page.width);
  const auto legend = [&](const std::string& column, const std::string& meaning) {
    section.hang("  " + padded(column, 21), meaning, page);
  };
  section.say("All in 100 votes:", page);
  legend("says yes", "how often");
  legend("if it says no / yes", "how often " + wording.ratified + " when it says so");
  legend("its vote decides",
         "how often the result hung on it: had it alone said the opposite (if its ballots are "
         "pooled: had its yes and no changed places), the result would have been the other");
  legend("power",
         "the same before anybody is asked, from the rule alone: all others toss coins (Banzhaf), "
         "or come round one by one in random order (Shapley and Shubik)");
  legend("+5 points, +100",
         "what it would add if 5 in 100 of its ballots, or 100 of its voters, turned from no to "
         "yes");
  return section;
}

// Bodies of equal power stand in one row.
Section voting_power(const Explanation& explanation, const Page& page) {
  const power::VotingPower& found = explanation.power;
  Section section{"VOTING POWER", {}};
  const std::string& why = found.why_no_unions.empty() ? found.why_no_units : found.why_no_unions;
  if (!found.why_no_unions.empty() && !found.why_no_units.empty()) {
    section.lines =
        wrapped(section.title + "  none can be stated beforehand: " + why, page.width, 2);
    return section;
  }
  struct Row {
    std::vector<std::string> names;
    const power::Power* power;
  };
  std::vector<Row> rows;
  const auto add = [&](const std::string& name, const power::Power& power) {
    for (Row& row : rows) {
      if (row.power->shapley.value != power.shapley.value ||
          row.power->banzhaf.value != power.banzhaf.value)
        continue;
      row.names.push_back(name);
      return;
    }
    rows.push_back({{name}, &power});
  };
  for (std::size_t u = 0; u < found.unions.size(); ++u) {
    if (found.unions[u]) add(explanation.result.unions[u].name, *found.unions[u]);
  }
  if (rows.empty()) {
    for (std::size_t u = 0; u < found.units.size(); ++u) {
      if (found.units[u]) add(explanation.result.units[u].name, *found.units[u]);
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return a.power->shapley.value > b.power->shapley.value;
  });

  Table table({Align::left, Align::right, Align::right, Align::right});
  table.add({section.title + ", exact", "Banzhaf", "of all", "Shapley"});
  const auto text = [](const power::Fraction& value) {
    const std::string fraction = value.numerator + "/" + value.denominator;
    if (value.numerator == "0") return std::string("0");
    return fraction.size() <= longest_fraction ? fraction : power_text(value.value) + " in 100";
  };
  for (std::size_t r = 0; r < std::min(rows.size(), most_rows); ++r) {
    const Row& row = rows[r];
    std::string names = row.names[0];
    if (row.names.size() == 2) names += ", " + row.names[1];
    if (row.names.size() > 2)
      names += " and " + std::to_string(row.names.size() - 1) + " more alike";
    table.add({names, text(row.power->banzhaf), text(row.power->banzhaf_share),
               text(row.power->shapley)});
  }
  section.lines = table.lines(page.width);
  if (rows.size() > most_rows)
    section.say("and " + std::to_string(rows.size() - most_rows) + " more rows.", page);
  if (found.yes_may_hurt)
    section.say("In this rule a yes can turn ratified to rejected: powers are net of that.", page);
  return section;
}

Section who_blocks(const Explanation& explanation, const Wording& wording, const Page& page) {
  const BlockingSets& blocking = explanation.blocking;
  Section section{"WHO BLOCKS", {}};
  if (!blocking.why_not.empty()) {
    section.lines =
        wrapped(section.title + "  cannot be listed: " + blocking.why_not, page.width, 2);
    return section;
  }
  if (blocking.sets.empty() && !blocking.more_unsearched) return {};
  section.lines =
      wrapped(section.title + ": noes that are enough, whatever the others say; of 100 " +
                  wording.rejected + ", in how many all of them said no",
              page.width, 2);
  for (const BlockingSet& set : blocking.sets) {
    std::string names;
    for (const std::string& name : set.bodies) names += (names.empty() ? "" : " + ") + name;
    if (set.bodies.empty()) names = "nobody: it is " + wording.rejected + " even if all say yes";
    section.hang(padded_left(in_100(set.of_rejected.probability), 5) + "  ", names, page);
  }
  if (blocking.more_unsearched)
    section.say("Others were not searched: there are too many sets to go through.", page);
  return section;
}

Section rule(const Explanation& explanation, const Page& page) {
  const Result& result = explanation.result;
  if (result.conditions.size() < 2) return {};
  Section section{"THE RULE", {}};
  section.lines = wrapped(
      "THE RULE: how often each test is met, and how often it alone fails, in 100", page.width, 2);
  for (const ConditionResult& condition : result.conditions) {
    section.hang(padded_left(in_100(condition.met), 5) + "  " +
                     padded_left(in_100(condition.failed_alone.probability), 3) + "  ",
                 condition.name, page);
  }
  return section;
}

std::string value_text(const TornadoBar& bar, double value) {
  switch (bar.kind) {
    case Kind::support:
    case Kind::share:
    case Kind::percentage:
      return fixed(100 * value, std::abs(value) < 0.1 ? 1 : 0) + "%";
    case Kind::amount:
      return fixed(value, std::abs(value) < 10 ? 2 : 0);
    default:  // shifts and spreads on the probit scale
      return (value < 0 ? "−" : "") + fixed(std::abs(value), 2);
  }
}

Section tornado(const Explanation& explanation, const Wording& wording, const Page& page) {
  const Tornado& tornado = explanation.tornado;
  std::vector<const TornadoBar*> bars;
  for (const TornadoBar& bar : tornado.bars) {
    if (bar.difference.mean != 0 && bars.size() < most_bars) bars.push_back(&bar);
  }
  if (bars.empty()) return {};
  Section section{"ONE ESTIMATE AT A TIME", {}};
  Table table({Align::left, Align::right, Align::right, Align::right, Align::left});
  table.add({section.title, "10%", "90%", wording.ratified + ",", ""});
  table.add({"", "point", "point", "in 100", ""});
  const double longest = std::abs(bars.front()->difference.mean);
  for (const TornadoBar* each : bars) {
    table.add({input_in_words(each->path), value_text(*each, each->low),
               value_text(*each, each->high), in_100(each->at_low) + " → " + in_100(each->at_high),
               bar(std::abs(each->difference.mean) / longest, 10)});
  }
  section.lines = table.lines(page.width);
  const double half = 1.96 * bars.front()->difference.se;
  section.say("Each held at its 10% and its 90% point, all else as it was drawn, on the same " +
                  grouped(tornado.votes) + " votes; the longest difference is known to ±" +
                  fixed(100 * half, decimals_worth(100 * half)) +
                  " in 100. Shifts and spreads are on the probit scale: 0.1 turns 50% into 54%.",
              page);
  return section;
}

// "23 ±2", with a mark where the interval holds what no share can be.
std::string share_text(const sensitivity::Share& share) {
  const double half = 100 * (share.interval.high - share.interval.low) / 2;
  if (half == 0) return fixed(100 * share.value, 0);
  const int decimals = std::min(1, decimals_worth(half));
  const std::string size = fixed(std::abs(100 * share.value), decimals);
  const bool none = size.find_first_not_of("0.") == std::string::npos;
  return (share.value < 0 && !none ? "−" : "") + size + " ±" + fixed(half, decimals) +
         (share.reaches_nonsense() ? "?" : " ");
}

std::string kind_in_words(const std::string& kind) {
  if (kind == "estimates") return "the file's uncertain estimates";
  if (kind == "swing") return "the swing common to all";
  if (kind == "groups") return "groups across unions";
  if (kind == "unions") return "unions' own";
  if (kind == "units") return "units' own";
  if (kind == "ballots") return "the count of ballots";
  if (kind == "delays") return "who comes late";
  return kind;
}

Section variance(const Explanation& explanation, const Wording& wording, const Page& page) {
  const SourcesOfChance& sources = explanation.sources;
  const bool varies = !sources.single.empty() && sources.single.front().shares.total.value > 0;
  if (!varies) return {};
  Section section{"WHERE THE DOUBT COMES FROM", {}};
  Table table({Align::left, Align::right, Align::right, Align::right});
  table.add({section.title, sources.kinds.size() > 1 ? "its part" : "", "alone", "in all"});
  const bool several = sources.kinds.size() > 1;  // one kind has all of it
  for (const SourceOfChance& kind : sources.kinds) {
    if (!several) break;
    table.add({kind_in_words(kind.name), share_text(kind.shares.shapley),
               share_text(kind.shares.first_order), share_text(kind.shares.total)});
  }
  if (several) table.add({"of these, one by one", "", "", ""});
  std::size_t shown = 0;
  for (const SourceOfChance& source : sources.single) {
    if (shown++ == most_sources || source.shares.total.value == 0) break;
    table.add({"  " + (source.estimate ? input_in_words(source.name) : source.name), "",
               share_text(source.shares.first_order), share_text(source.shares.total)});
  }
  section.lines = table.lines(page.width);
  const auto legend = [&](const std::string& column, const std::string& meaning) {
    section.hang("  " + padded(column, 10), meaning, page);
  };
  section.say(
      "Shares, in 100, of the variance of " + wording.ratified + " or " + wording.rejected + ":",
      page);
  legend("alone", "what knowing it would take away");
  legend("in all", "what is left when all else is known");
  if (several)
    legend("its part", "between the two, joint effects divided evenly; the parts add up to 100");
  legend("±", "95 intervals in 100 hold the exact share");
  legend("?",
         "the interval reaches below 0 or above 100, where no share can be: too near to tell with "
         "so few votes (-n)");
  return section;
}

void append(std::string& text, const Section& section, const Page& page) {
  if (section.lines.empty()) return;
  if (!text.empty()) text += '\n';
  for (std::size_t i = 0; i < section.lines.size(); ++i) {
    const std::string& line = section.lines[i];
    const bool bold = i == 0 && page.bold && line.starts_with(section.title);
    text +=
        (bold ? "\x1b[1m" + section.title + "\x1b[0m" + line.substr(section.title.size()) : line) +
        '\n';
  }
}

}  // namespace

std::string explanation_text(const Explanation& explanation, const Wording& wording,
                             const Page& page) {
  std::string text;
  append(text, heading(explanation, wording, page), page);
  append(text, chance_of_ratification(explanation, wording, page), page);
  append(text, who_decides(explanation, wording, page), page);
  append(text, voting_power(explanation, page), page);
  append(text, who_blocks(explanation, wording, page), page);
  append(text, rule(explanation, page), page);
  append(text, tornado(explanation, wording, page), page);
  append(text, variance(explanation, wording, page), page);
  return text;
}

}  // namespace ayes
