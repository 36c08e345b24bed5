// A story in words.
#include "io/describe/number_words.h"
#include "io/describe/prose.h"
#include "io/result/number_text.h"
#include "io/story/story.h"
#include "models/expected_value.h"
#include "models/numerics/elementary.h"

#include <algorithm>

namespace ayes {
namespace {

struct Teller {
  const Story& story;
  const Model& model;
  const WordsTable& words;
  Prose text;

  void headline();
  void day();
  void ballots();
  void own_rules();
  void calendar();
  void void_ballots();
  void settled();
  void rule();
  void each_union();
  void consequences();
  void units_after();
  void no_notices();
  void savings();
  void round(const RoundStory& round);
  void process();
  std::string result() const { return story.ratified ? words.ratified : words.rejected; }
};

std::string share_of(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return "–";
  return fixed(100 * static_cast<double>(part) / static_cast<double>(whole), 1) + "%";
}

std::string says(bool yes) { return yes ? "yes" : "no"; }
std::string says(bool yes, bool absent) { return absent ? "absent" : says(yes); }

// "−8 points: where 50% was to be expected, 42% thought yes"
std::string term_in_words(double term) {
  return about(term, Tell::shift) + " (what stands at 50% comes to " +
         about(numerics::normal_cdf(term), Tell::share) + ")";
}

void Teller::headline() {
  text.heading(story.title.empty() ? "A scenario without a title" : story.title);
  std::int64_t yes = 0, cast = 0, unions_yes = 0;
  for (const UnitStory& unit : story.units) {
    yes += unit.package_yes;
    cast += unit.cast;
  }
  for (const UnionStory& body : story.unions) unions_yes += body.says_yes;
  text.say("Replication " + grouped(story.replication) + " of seed " + std::to_string(story.seed) +
           ": one simulated vote.");
  text.gap();
  const std::string unions = std::to_string(unions_yes) + " of " +
                             counted(static_cast<std::int64_t>(story.unions.size()), "union") +
                             " said yes, with " + share_of(yes, cast) + " yes among " +
                             grouped(cast) + " ballots.";
  text.say(story.each_union ? "Each union for itself: " + unions
                            : "Result: " + result() + ". " + unions);
}

void Teller::day() {
  text.heading("1. WHAT THE DAY WAS LIKE");
  const SharedTerms& shared = model.shared;
  const auto moved = [&](SharedColumn column) {
    const auto* fixed_spread =
        std::get_if<input::Constant>(&model.inputs[static_cast<std::size_t>(column)].source);
    return !fixed_spread || fixed_spread->value != 0;
  };
  const bool swings = moved(shared.swing_spread);
  text.item(swings ? "The swing, common to all units: " + term_in_words(story.swing) + "."
                   : "Nothing moved all units together: the scenario has no swing.");
  if (moved(shared.turnout_swing_spread)) {
    text.item("Turnout of all units moved by " + term_in_words(story.turnout_swing) + ".");
  }
  for (const GroupStory& group : story.groups) {
    text.item("The group " + group.name + ": " + term_in_words(group.term) + ".");
  }
  if (!model.correlation && moved(shared.union_spread)) {
    std::vector<std::string> terms;
    for (const UnionStory& body : story.unions) {
      terms.push_back(body.name + " " + about(body.term, Tell::shift));
    }
    text.item("Each union's own term: " + listed(terms) + ".");
  }
  if (story.heavy_tail) {
    text.item("The units' own terms were all multiplied by " +
              stated(std::round(*story.heavy_tail * 100) / 100, Tell::plain) + ": a day " +
              (*story.heavy_tail > 1 ? "of surprises" : "without surprises") + ".");
  }
  if (story.inputs.empty()) {
    text.item("No number of the scenario is uncertain.");
    return;
  }
  text.gap();
  text.say(
      "The uncertain numbers of the scenario, as they fell, and how many in 100 draws are lower:");
  Table table({Align::left, Align::right, Align::right});
  table.add({"number", "value", "lower in 100"});
  for (const InputStory& input : story.inputs) {
    table.add(
        {input.path, about(input.value, manner_of(input.path, input.kind)), in_100(input.rank)});
  }
  text.table(table);
}

void Teller::ballots() {
  text.heading("2. THE BALLOTS");
  text.say(
      "Of those who may vote, how many cast a ballot that counts, and how many said yes: to the "
      "package on the left, to their own contract on the right.");
  Table table({Align::left, Align::right, Align::right, Align::right, Align::right, Align::right,
               Align::left, Align::right, Align::right, Align::left});
  table.add({"union and unit", "voters", "cast", "turnout", "yes", "share", "says", "contract",
             "share", "says"});
  const auto unit_row = [&](const UnitStory& unit, const std::string& label) {
    std::vector<std::string> row = {label,
                                    grouped(unit.eligible),
                                    grouped(unit.cast),
                                    share_of(unit.returned, unit.eligible),
                                    grouped(unit.package_yes),
                                    share_of(unit.package_yes, unit.cast),
                                    says(unit.says_package, unit.missed)};
    if (unit.ballot == "bundled") {
      row.insert(row.end(), {"one vote", "", says(*unit.says_contract)});
    } else if (unit.contract_yes) {
      row.insert(row.end(), {grouped(*unit.contract_yes), share_of(*unit.contract_yes, unit.cast),
                             says(*unit.says_contract)});
    } else {
      row.insert(row.end(), {"not asked", "", ""});
    }
    return row;
  };
  for (std::size_t u = 0; u < story.unions.size(); ++u) {
    const UnionStory& body = story.unions[u];
    const std::vector<int>& units = model.unions[u].units;
    const auto unit_at = [&](int k) -> const UnitStory& {
      return story.units[static_cast<std::size_t>(k)];
    };
    if (units.size() == 1 && !body.rule) {
      const UnitStory& only = unit_at(units[0]);
      table.add(
          unit_row(only, body.name == only.name ? only.name : only.name + " (" + body.name + ")"));
      continue;
    }
    std::int64_t returned = 0;
    for (int k : units) returned += unit_at(k).returned;
    table.add({body.name, grouped(body.eligible), grouped(body.cast),
               share_of(returned, body.eligible), grouped(body.yes), share_of(body.yes, body.cast),
               says(body.says_yes, body.absent), "", "", ""});
    for (int k : units) table.add(unit_row(unit_at(k), "  " + unit_at(k).name));
  }
  text.table(table);
  void_ballots();
  own_rules();
  calendar();
}

// "13 June 2011: NP-1 and P-2 are counted."
void Teller::calendar() {
  if (!story.calendar) return;
  text.gap();
  text.say("Day by day:");
  for (const DayStory& day : story.calendar->days) {
    std::vector<std::string> counted, late;
    for (int u : day.units) {
      const UnitStory& unit = story.units[static_cast<std::size_t>(u)];
      (unit.missed ? late : counted).push_back(unit.name + (unit.delayed ? ", delayed," : ""));
    }
    std::string line = day_in_words(day.date) + ": ";
    if (day.fate != Fate::open) {
      line += std::string("the package ") +
              (day.fate == Fate::dead ? "can't be " : "is sure to be ") + words.ratified +
              (day.fate == Fate::dead ? " any more. " : ". ");
    }
    if (story.calendar->has_momentum && day.surprise != 0) {
      line += std::string("Those counted before were ") + (day.surprise < 0 ? "worse" : "better") +
              " than expected, by " + about(std::abs(day.surprise), Tell::spread) + ". ";
    }
    if (day.move != 0)
      line += "That moves the units of this day by " + about(day.move, Tell::shift) + ". ";
    const auto are = [](std::size_t units) { return units == 1 ? " is counted" : " are counted"; };
    if (!counted.empty()) line += listed(counted) + are(counted.size()) + ".";
    if (!late.empty()) {
      line += (counted.empty() ? "" : " ") + listed(late) +
              " comes too late: its ballots count for its own contract alone.";
    }
    text.item(line);
  }
}

// "found 36,123 of 50,319 (71.8%), needed 40,256: not met"
std::string found(const RuleStory& rule) {
  const RuleStory::Count& count = *rule.count;
  const std::string met = rule.met ? "met" : "not met";
  if (count.bound.share && count.total == 0) return "found nobody to count: " + met;
  const bool limit =
      count.bound.sense == Bound::Sense::at_most || count.bound.sense == Bound::Sense::less_than;
  const std::string needed = (limit ? "allowed " : "needed ") + grouped(count.needed());
  const bool large = count.total > 100;
  return "found " + grouped(count.measured) + " of " + grouped(count.total) +
         (large ? " (" + share_of(count.measured, count.total) + ")" : "") + ", " + needed + ": " +
         met;
}

void say_rule(const RuleStory& rule, const std::string& before, int level, Prose& text) {
  const std::string name = rule.name == rule.words ? "" : rule.name + ": ";
  if (rule.count) {
    text.item(before + name + rule.words + "; " + found(rule), level);
    for (const RuleStory& body : rule.parts) say_rule(body, "", level + 1, text);
    return;
  }
  const std::string met = rule.met ? "met" : "not met";
  const std::string head = rule.joined == "all"    ? "all of these must hold"
                           : rule.joined == "any"  ? "at least one of these must hold"
                           : rule.joined == "none" ? "none of these may hold"
                                                   : "it depends";
  text.item(before + name + head + ": " + met, level);
  if (rule.joined == "if") {
    const bool holds = rule.parts[0].met;
    say_rule(rule.parts[0], "if ", level + 1, text);
    say_rule(rule.parts[1], holds ? "then " : "then (which is not asked) ", level + 1, text);
    say_rule(rule.parts[2], holds ? "otherwise (which is not asked) " : "otherwise ", level + 1,
             text);
    return;
  }
  for (const RuleStory& part : rule.parts) say_rule(part, "", level + 1, text);
}

void Teller::void_ballots() {
  for (const UnitStory& unit : story.units) {
    if (!unit.ballot_void) continue;
    const std::string then = *unit.ballot_void == Voided::no ? "each of its ballots counts as a no"
                             : *unit.ballot_void == Voided::absent
                                 ? "none of its ballots counts"
                                 : "the two questions were asked apart";
    text.item("The bundled ballot of " + unit.name + " was declared void: " + then + ".");
  }
}

void Teller::settled() {
  if (story.refused_by_legislature) text.say("The legislature refused it: it is not in force.");
  if (story.imposed)
    text.say("Others put the package in force all the same; that does not count as " +
             words.ratified + ".");
}

void Teller::own_rules() {
  for (const UnitStory& unit : story.units) {
    if (unit.rule) say_rule(*unit.rule, unit.name + " decides by a rule of its own: ", 0, text);
  }
  for (const UnionStory& body : story.unions) {
    if (body.rule) say_rule(*body.rule, body.name + " decides by a rule: ", 0, text);
  }
}

void Teller::each_union() {
  std::vector<std::string> yes, no;
  for (const UnionStory& body : story.unions) (body.says_yes ? yes : no).push_back(body.name);
  text.say("There is no coalition's rule: each union's answer binds itself.");
  if (!yes.empty()) text.item("Said yes: " + listed(yes) + ".");
  if (!no.empty()) text.item("Said no: " + listed(no) + ".");
}

void Teller::rule() {
  text.heading("3. THE RULE");
  if (story.each_union) return each_union();
  say_rule(story.rule, "", 0, text);
  text.say("So the result is: " + result() + ".");
}

void Teller::units_after() {
  std::vector<Align> columns = {Align::left, Align::left, Align::left};
  std::vector<std::string> header = {"unit", "package", "contract"};
  if (model.layoffs) {
    columns.insert(columns.end(), 4, Align::right);
    header.insert(header.end(), {"notices", "ended", "recalled", "for good"});
  }
  if (model.has_pay()) {
    columns.push_back(Align::right);
    header.push_back("pay");
  }
  Table table(columns);
  table.add(header);
  LayoffStory all;
  for (const UnitStory& unit : story.units) {
    std::vector<std::string> row = {unit.name, unit.package_in_force ? "in force" : "no",
                                    unit.contract_in_force ? "in force" : "no"};
    if (unit.layoffs) {
      const LayoffStory& layoffs = *unit.layoffs;
      for (std::int64_t number :
           {layoffs.notices, layoffs.separated, layoffs.recalled, layoffs.layoffs()}) {
        row.push_back(grouped(number));
      }
      all.notices += layoffs.notices;
      all.separated += layoffs.separated;
      all.recalled += layoffs.recalled;
    }
    if (unit.pay) row.push_back(dollars(*unit.pay, 1));
    table.add(row);
  }
  if (model.layoffs && story.units.size() > 1) {
    table.add({"all units", "", "", grouped(all.notices), grouped(all.separated),
               grouped(all.recalled), grouped(all.layoffs())});
  }
  text.table(table);
  if (model.layoffs && all.notices == 0) no_notices();
}

// Why a rejection under a threat has sent no notice, which looks like a slip.
void Teller::no_notices() {
  const auto rejected = [](const UnitStory& unit) {
    return !unit.package_in_force && !unit.contract_in_force;
  };
  const Input& threat = model.inputs[static_cast<std::size_t>(model.layoffs->threat)];
  if (expected_value(threat.source) <= 0 ||
      std::none_of(story.units.begin(), story.units.end(), rejected))
    return;
  text.say(
      "No notices in this vote: of the jobs threatened nothing is left, as it was drawn, after the "
      "posts that nobody holds, the part that is not announced and those who leave anyway.");
}

void Teller::savings() {
  if (!story.saved) return;
  const auto& target = model.savings->target;
  text.say("Saved: " + sum_of_money(*story.saved) + " (" + sum_of_money(*story.saved_claimed) +
           " claimed for the agreement, layoffs left out)" +
           (target ? ", where " + sum_of_money(*target) + " is needed" : "") + ".");
}

void Teller::consequences() {
  text.heading(story.process ? "4. WHAT WOULD FOLLOW WITHOUT A LATER VOTE" : "4. WHAT FOLLOWED");
  if (story.gate) {
    text.say(std::string("A ratified package waits until this holds, and here it ") +
             (story.gate->met ? "does not wait any longer." : "would wait."));
    say_rule(*story.gate, "", 0, text);
  }
  if (story.everyone_if) {
    text.say(std::string("Those who refused are ") + (story.everyone_if->met ? "" : "not ") +
             "bound after all:");
    say_rule(*story.everyone_if, "", 0, text);
  }
  if (story.imposed_only_if) {
    text.say(std::string("A rejected package ") +
             (story.imposed_only_if->met ? "may be" : "can't be") +
             " put in force by others here:");
    say_rule(*story.imposed_only_if, "", 0, text);
  }
  std::int64_t package = 0, contract = 0, kept = 0;
  for (const UnitStory& unit : story.units) {
    package += unit.package_in_force;
    contract += unit.contract_in_force;
    kept += unit.contract_in_force ? 0 : unit.members;
  }
  const auto units = static_cast<std::int64_t>(story.units.size());
  text.say("The package is in force for " + std::to_string(package) + " of " +
           counted(units, "unit") + ", a contract for " + std::to_string(contract) + ". " +
           counted(kept, "member") + (kept == 1 ? " keeps" : " keep") +
           " the old contract or award.");
  const std::string jobs =
      model.layoffs ? "notices sent, jobs ended, people recalled, and jobs ended for good" : "";
  const std::string pay =
      model.has_pay() ? "a member's pay over " + counted(model.pay_years, "year") : "";
  if (model.layoffs || model.has_pay()) {
    text.say("Of each unit: " + jobs + (jobs.empty() || pay.empty() ? "" : "; ") + pay + ".");
  }
  if (!story.process) settled();
  units_after();
  if (!story.process) savings();
}

void Teller::round(const RoundStory& round) {
  const std::string name = "The vote \"" + round.name + "\"";
  if (!round.held) {
    text.say(name + " was not held: " + round.why_not + ".");
    return;
  }
  text.say(name + " was held. All opinions had moved since the first: " +
           term_in_words(round.shift) + ".");
  Table table({Align::left, Align::left, Align::right, Align::right, Align::right, Align::left,
               Align::left});
  table.add({"unit", "votes again", "cast", "yes", "share", "says", "contract"});
  for (std::size_t u = 0; u < round.units.size(); ++u) {
    const RoundStory::Answer& answer = round.units[u];
    table.add({story.units[u].name, answer.voted ? "yes" : "no", grouped(answer.cast),
               grouped(answer.package_yes), share_of(answer.package_yes, answer.cast),
               says(answer.says_package),
               answer.says_contract ? says(*answer.says_contract) : "not asked"});
  }
  text.table(table);
  std::vector<std::string> yes, no;
  for (std::size_t u = 0; u < round.unions_yes.size(); ++u)
    (round.unions_yes[u] ? yes : no).push_back(story.unions[u].name);
  if (!yes.empty()) text.item("Unions that say yes: " + listed(yes) + ".");
  if (!no.empty()) text.item("Unions that say no: " + listed(no) + ".");
  if (!story.each_union) say_rule(round.rule, "", 0, text);
  text.say("So the result of this vote is: " + (round.ratified ? words.ratified : words.rejected) +
           ".");
  text.gap();
}

void Teller::process() {
  if (!story.process) return;
  const ProcessStory& process = *story.process;
  text.heading("5. LATER VOTES");
  for (const RoundStory& each : process.rounds) round(each);
  text.say("In the end: " + (process.ratified ? words.ratified : words.rejected) + "." +
           (process.layoffs ? " " + counted(process.layoffs->notices, "notice") + " sent, " +
                                  grouped(process.rescinded) + " of them taken back; " +
                                  counted(process.layoffs->separated, "job") + " ended, " +
                                  grouped(process.layoffs->recalled) + " people recalled."
                            : ""));
  settled();
  savings();
}

}  // namespace

std::string tell(const Story& story, const Model& model, const WordsTable& words,
                 const Page& page) {
  Teller teller{story, model, words, Prose(page)};
  teller.headline();
  teller.day();
  teller.ballots();
  teller.rule();
  teller.consequences();
  teller.process();
  std::string text = teller.text.text();
  while (text.ends_with("\n\n")) text.pop_back();
  return text;
}

}  // namespace ayes
