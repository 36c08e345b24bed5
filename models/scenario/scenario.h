// A scenario in a person's words: what a file states, before it is checked against itself and
// compiled into a Model. One struct a table of the file; each lists its fields once, as
// (key, member, sentence), and the reader, the writer and `describe` are generic over that list.
#pragma once

#include "models/scenario/date.h"
#include "models/scenario/quantity.h"
#include "models/scenario/round_words.h"
#include "models/scenario/rule_words.h"
#include "models/scenario/surroundings.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ayes {

// One bargaining unit: a row of the roster, or a [[unit]] of the file.
struct UnitWords {
  std::string unit;                            // its short name, unique
  std::string name;                            // its full name, for reports; may be empty
  std::string union_name;                      // key `union`; empty: the unit is a union of its own
  std::string part_of;                         // the unit whose local it is; empty: of none
  std::int64_t members = 0;                    // 1 or more
  std::optional<std::int64_t> eligible;        // who may vote; default members
  std::optional<std::int64_t> employees;       // who may be laid off; default members
  std::optional<Date> date;                    // day of the count
  bool outside = false;                        // offered no contract; still votes on the package
  bool revisable = false;                      // its ballots can be changed until the close
  std::map<std::string, std::string> columns;  // any further column, as written
  bool operator==(const UnitWords&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("unit", self.unit, "short name of the bargaining unit");
    visit("name", self.name, "full name, for reports");
    visit("union", self.union_name, "the union it belongs to");
    visit("part_of", self.part_of, "the unit that it is a local of: it votes, that unit decides");
    visit("members", self.members, "members, 1 or more");
    visit("eligible", self.eligible, "members who may vote (members if not said)");
    visit("employees", self.employees, "people who could be laid off (members if not said)");
    visit("date", self.date, "day its votes are counted");
    visit("outside", self.outside, "offered no contract; still votes on the package");
    visit("revisable", self.revisable, "its ballots can be changed until the close");
  }
};

struct RosterTable {
  std::string units;                           // path of a CSV file, relative to this file
  std::map<std::string, std::string> columns;  // known word = the file's own column
  bool operator==(const RosterTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("units", self.units, "CSV file with a row a bargaining unit");
    visit("columns", self.columns, "known word = the column of the file that holds it");
  }
};

// Support: what those who vote think (docs/model.md section 1).

struct SplitTable {
  Shift shift = 0.0;
  Spread sd = 0.0;
  bool operator==(const SplitTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("shift", self.shift,
          "how much more the contract is liked than the package, probit scale");
    visit("sd", self.sd, "spread of that difference between units");
  }
};

struct UnitSupportTable {
  std::optional<SupportShare> package, contract;
  std::optional<Shift> shift;
  bool operator==(const UnitSupportTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("package", self.package, "share of yes to the package among those who vote");
    visit("contract", self.contract, "share of yes to the unit's own contract");
    visit("shift", self.shift, "how much more this unit likes its contract than the package");
  }
};

struct SupportGroupTable {
  std::string name, column;
  Spread sd = 0.0;
  bool operator==(const SupportGroupTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("name", self.name, "name of the grouping");
    visit("column", self.column, "column whose equal values make a group");
    visit("sd", self.sd, "spread between the groups, common to a group's units");
  }
};

struct CorrelationTable {
  std::string file;                // CSV: a header of unit names, a row a unit
  std::vector<std::string> units;  // or inline
  std::vector<std::vector<double>> matrix;
  Spread sd = 0.0;
  bool operator==(const CorrelationTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("file", self.file, "CSV file with the correlations of the units' support");
    visit("units", self.units, "names of the units, in the order of the matrix");
    visit("matrix", self.matrix, "the correlations, a list a unit");
    visit("sd", self.sd, "spread of each unit, in place of the union and unit terms");
  }
};

struct SupportTable {
  SupportShare package = 0.5;
  SplitTable contract;
  Spread swing = 0.0, union_spread = 0.0, unit_spread = 0.0;
  std::vector<SupportGroupTable> groups;
  double tails = inf, swing_tails = inf;  // degrees of freedom, above 2
  Correlation same_voter = 0.0;
  std::optional<CorrelationTable> correlation;
  std::map<std::string, UnitSupportTable> units;
  static constexpr double inf = __builtin_inf();
  bool operator==(const SupportTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("package", self.package,
          "share of yes to the package in a unit that states none (median)");
    visit("contract", self.contract, "how the unit's own contract is liked beside the package");
    visit("swing", self.swing, "spread of the swing common to all units, probit scale");
    visit("union", self.union_spread, "spread between unions");
    visit("unit", self.unit_spread, "spread between units of a union");
    visit("group", self.groups, "spreads common to units that share a column's value");
    visit("tails", self.tails, "degrees of freedom of union, unit and split terms; inf is normal");
    visit("swing_tails", self.swing_tails, "degrees of freedom of the swing; inf is normal");
    visit("same_voter", self.same_voter, "correlation of one voter's two opinions: an assumption");
    visit("correlation", self.correlation, "a given correlation matrix of the units");
    visit("units", self.units, "what is known of single units");
  }
};

struct DriverTable {
  std::string name, column, equals;
  bool everyone = false, centred = false;
  Shift coefficient = 0.0;
  std::vector<Question> on = {Question::package, Question::contract};
  std::string grows_with;
  std::optional<double> at;
  bool operator==(const DriverTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("name", self.name, "what drives support");
    visit("column", self.column, "column of the roster it is read from");
    visit("equals", self.equals, "1 where the column holds this text, 0 elsewhere");
    visit("everyone", self.everyone, "1 for every unit");
    visit("centred", self.centred, "measured from its mean over members");
    visit("coefficient", self.coefficient, "shift on the probit scale for one unit of the driver");
    visit("on", self.on, "the questions it touches");
    visit("grows_with", self.grows_with, "path of a quantity the coefficient grows with");
    visit("at", self.at, "value of that quantity for which the coefficient is stated");
  }
};

// Turnout and ballots (sections 2 and 3).

struct TurnoutTable {
  Share share = 1.0;
  Spread swing = 0.0, union_spread = 0.0, unit_spread = 0.0;
  Correlation with_support = 0.0;
  std::map<std::string, Share> units;
  bool operator==(const TurnoutTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("share", self.share, "share of eligible members who vote (median)");
    visit("swing", self.swing, "spread of the swing common to all units, probit scale");
    visit("union", self.union_spread, "spread between unions");
    visit("unit", self.unit_spread, "spread between units of a union");
    visit("with_support", self.with_support, "correlation of turnout with support, term by term");
    visit("units", self.units, "turnout of single units");
  }
};

enum class BallotDesign { separate, bundled, package_only };
enum class BundledYesIf { balance, both, either };
enum class Unreturned { not_counted, yes, no };

struct UnitBallotTable {
  static constexpr const char* shorthand = "design";  // P-4 = "bundled"
  std::optional<BallotDesign> design;
  std::optional<BundledYesIf> bundled_yes_if;
  std::optional<Share> weight;
  std::optional<Shift> penalty;
  std::optional<Unreturned> unreturned;
  bool operator==(const UnitBallotTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("design", self.design, "separate, bundled or package-only");
    visit("bundled_yes_if", self.bundled_yes_if, "balance, both or either");
    visit("weight", self.weight, "weight of the package in a balance");
    visit("penalty", self.penalty, "protest at the bundling itself, probit scale");
    visit("unreturned", self.unreturned, "not counted, yes or no");
  }
};

struct BallotTable {
  BallotDesign design = BallotDesign::separate;
  BundledYesIf bundled_yes_if = BundledYesIf::balance;
  Share weight = 0.5;
  Shift penalty = 0.0;
  Unreturned unreturned = Unreturned::not_counted;
  std::map<std::string, UnitBallotTable> units;
  bool operator==(const BallotTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("design", self.design, "separate, bundled or package-only");
    visit("bundled_yes_if", self.bundled_yes_if,
          "how a voter answers one question about both: balance, both or either");
    visit("weight", self.weight, "weight of the package in a balance, the contract has the rest");
    visit("penalty", self.penalty, "protest at the bundling itself, probit scale");
    visit("unreturned", self.unreturned, "what a ballot that is not returned counts as");
    visit("units", self.units, "units with another ballot");
  }
};

// Decisions (section 4).

struct UnionsTable {
  RuleWords decide;                        // "own ballot" (= "pooled"), "units", or a rule
  std::map<std::string, RuleWords> rules;  // by union
  bool operator==(const UnionsTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("decide", self.decide, "\"pooled\", \"units\" (a majority of its units), or a rule");
    visit("rules", self.rules, "unions that decide otherwise");
  }
};

struct UnitsTable {
  RuleWords decide, contract;                       // on the package, and on its own contract
  std::map<std::string, RuleWords> rules;           // by unit; for the package question
  std::map<std::string, RuleWords> contract_rules;  // by unit
  bool operator==(const UnitsTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("decide", self.decide, "how a unit decides on the package");
    visit("contract", self.contract, "how a unit decides on its own contract");
    visit("rules", self.rules, "units that need more, or less, than half of ballots cast");
    visit("contract_rules", self.contract_rules, "the same for their own contract");
  }
};

struct GroupTable {
  std::vector<std::string> unions, units, groups;
  std::string column, equals;     // or the units whose column holds this text
  std::optional<RuleWords> rule;  // none: a list of names, which gives no answer of its own
  bool operator==(const GroupTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("unions", self.unions, "its unions");
    visit("units", self.units, "its units");
    visit("groups", self.groups, "groups inside it");
    visit("column", self.column, "column of the roster that tells its units");
    visit("equals", self.equals, "what that column holds for them");
    visit("rule", self.rule, "when the group says yes; without one it is a list of names");
  }
};

// Time (section 6): days on which units are counted, and units that come late.

enum class AbsentCounts { no, yes, neither, left_out };

struct CalendarTable {
  std::optional<Date> deadline;
  AbsentCounts absent = AbsentCounts::no;
  bool union_waits = false, revisable = false;
  Shift momentum = 0.0, once_dead = 0.0, once_safe = 0.0;
  bool operator==(const CalendarTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("deadline", self.deadline,
          "the close: last day on which a unit's ballots count for the package");
    visit("absent", self.absent, "what a unit or union that missed the close counts as");
    visit("union_waits", self.union_waits,
          "a union misses the close if one of its units does; else it speaks by the others");
    visit("revisable", self.revisable, "all units' ballots can be changed until the close");
    visit("momentum", self.momentum,
          "move of later units for a surprise of 1 in those counted before, probit scale");
    visit("once_dead", self.once_dead,
          "move of units that vote when the package can't be ratified any more, probit scale");
    visit("once_safe", self.once_safe,
          "move of units that vote when nothing can stop the package any more, probit scale");
  }
};

struct ReturnTable {
  std::optional<UnitBallotTable> ballot;
  Shift shift = 0.0;
  bool operator==(const ReturnTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("ballot", self.ballot, "its ballot then, written as in [ballot.units]");
    visit("shift", self.shift,
          "how much more it then likes its contract, for terms bargained meanwhile, probit scale");
  }
};

struct DelayTable {
  std::string unit;  // or a union: all its units then
  Share chance = 1.0;
  std::optional<Amount> days;
  ReturnTable then;
  bool operator==(const DelayTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("unit", self.unit, "the unit that may vote late, or a union: all its units together");
    visit("chance", self.chance, "chance that it does");
    visit("days", self.days, "how many days later it is counted; it misses the close if not said");
    visit("then", self.then, "what is different when it votes at last");
  }
};

// Consequences (section 5).

enum class PackageBinds { everyone, approvers };

struct ConsequencesTable {
  PackageBinds package_binds = PackageBinds::everyone;
  bool contract_needs_package = true;
  std::optional<RuleWords> everyone_if;
  bool operator==(const ConsequencesTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("package_binds", self.package_binds, "everyone, or only the unions that approved");
    visit("contract_needs_package", self.contract_needs_package,
          "a unit's own yes is void unless the package is in force");
    visit("everyone_if", self.everyone_if,
          "when the package binds those too who did not approve it");
  }
};

// What a ratified package waits for.
struct GateTable {
  std::optional<RuleWords> package_waits_for;
  bool operator==(const GateTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("package_waits_for", self.package_waits_for,
          "a ratified package is not in force until this holds");
  }
};

struct ProtectionTable {
  std::optional<Date> until;
  std::vector<std::string> excludes;  // "anyway"
  bool operator==(const ProtectionTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("until", self.until, "last day on which a unit with its contract in force is protected");
    visit("excludes", self.excludes, "layoffs it does not protect from: \"anyway\"");
  }
};

struct UnitPayTable {
  std::optional<Amount> salary;
  std::optional<std::vector<Percentage>> agreed, outside;
  std::optional<AwardTable> award;
  bool operator==(const UnitPayTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("salary", self.salary, "yearly pay of a member before the first raise, dollars");
    visit("agreed", self.agreed, "raises of the agreement, a year each");
    visit("outside", self.outside, "raises of the old contract or award, a year each");
    visit("award", self.award, "an award that it may get instead, if it stays outside");
  }
};

struct PayTable {
  std::optional<Date> first_day;
  Amount salary = 0.0;
  std::vector<Percentage> agreed, outside;
  std::map<std::string, UnitPayTable> units;
  bool operator==(const PayTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("first_day", self.first_day, "day of the first raise");
    visit("salary", self.salary, "yearly pay of a member before the first raise, dollars");
    visit("agreed", self.agreed, "raises if the unit's contract is in force, a year each");
    visit("outside", self.outside, "raises if it keeps its old contract or award, a year each");
    visit("units", self.units, "units whose pay or raises differ");
  }
};

struct SavingsTable {
  Amount package = 0.0, contracts = 0.0, per_layoff = 0.0;
  Share likely = 1.0;
  std::optional<double> target;
  bool operator==(const SavingsTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("package", self.package, "claimed saving of the package when it is in force, dollars");
    visit("contracts", self.contracts,
          "claimed saving of all contracts; each unit's part by employees");
    visit("likely", self.likely, "part of the claimed saving that comes true");
    visit("per_layoff", self.per_layoff, "saving of one layoff over the same years, dollars");
    visit("target", self.target, "saving the state needs, dollars");
  }
};

struct RejectedLayoffsTable {
  Amount threat = 0.0;
  Share announced = 1.0, carried_out = 1.0;
  std::string by;
  std::optional<AgencyCutsTable> by_agency;
  Amount vacancies = 0.0;
  Share attrition = 0.0, recall = 0.0;
  bool operator==(const RejectedLayoffsTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("threat", self.threat, "jobs the threat names, over all units");
    visit("announced", self.announced, "part of the threat for which notices are sent");
    visit("carried_out", self.carried_out, "part of the notices that end a job");
    visit("by", self.by,
          "column: planned cut as a share of a unit's employees (all alike if not said)");
    visit("by_agency", self.by_agency, "cuts by agency, in place of `by`");
    visit("vacancies", self.vacancies, "jobs of the threat that nobody holds");
    visit("attrition", self.attrition,
          "share of employees who leave anyway and spare a layoff each");
    visit("recall", self.recall, "part of those laid off who are called back");
  }
};

struct OutsideLayoffsTable {
  Share chance = 0.0, rate = 0.0, recall = 0.0;
  bool operator==(const OutsideLayoffsTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("chance", self.chance, "chance that a unit without the contract is hit");
    visit("rate", self.rate, "part of its employees laid off if it is hit");
    visit("recall", self.recall, "part of them called back");
  }
};

struct AnywayLayoffsTable {
  Share rate = 0.0, recall = 0.0;
  std::optional<Date> date;
  bool operator==(const AnywayLayoffsTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("rate", self.rate, "part of remaining employees laid off whatever the vote");
    visit("recall", self.recall, "part of them called back");
    visit("date", self.date, "day of these layoffs; protection ends after its `until`");
  }
};

struct WorkloadTable {
  Amount now = 1.0, then = 1.0;
  bool operator==(const WorkloadTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("now", self.now, "workload today, such as prisoners");
    visit("then", self.then, "workload for which `needed` is stated");
  }
};

struct LeverageTable {
  std::string staff, needed;
  WorkloadTable workload;
  Amount effect = 8.0;
  bool operator==(const LeverageTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("staff", self.staff, "column: staff a unit has; a unit without it has no leverage");
    visit("needed", self.needed, "column: staff the unit needs at the workload `then`");
    visit("workload", self.workload, "what the need for staff follows");
    visit("effect", self.effect,
          "protection for each unit of understaffing; 8: a gap of 12.5% protects fully");
  }
};

struct LayoffsTable {
  RejectedLayoffsTable rejected;
  OutsideLayoffsTable outside;
  AnywayLayoffsTable anyway;
  std::optional<RefusersLayoffsTable> refusers;
  std::optional<LeverageTable> leverage;
  bool operator==(const LayoffsTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("rejected", self.rejected, "if the package is rejected");
    visit("outside", self.outside, "if the package is in force and the unit's own contract is not");
    visit("anyway", self.anyway, "whatever the vote");
    visit("refusers", self.refusers,
          "of the units of a union that said no, besides [layoffs.rejected]");
    visit("leverage", self.leverage, "protection that understaffing gives");
  }
};

struct WordsTable {
  std::string ratified = "ratified", rejected = "rejected";
  bool operator==(const WordsTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("ratified", self.ratified, "what a yes is called in reports");
    visit("rejected", self.rejected, "what a no is called in reports");
  }
};

// A later vote (section 7). What it restates is read on top of the first vote's tables, so that
// each is whole here; what is absent is as in the first vote.
struct RoundTable {
  std::string name;
  RoundAfter after = RoundAfter::rejected;
  Share chance = 1.0;
  std::optional<Date> date, expires;
  Amount late = 0.0;
  RoundVoters who = RoundVoters::all;
  std::vector<Question> asks = {Question::package, Question::contract};
  RoundShiftTable shift;
  Share begun = 0.0;
  std::optional<SupportTable> support;
  std::optional<std::vector<DriverTable>> driver;
  std::optional<TurnoutTable> turnout;
  std::optional<BallotTable> ballot;
  std::optional<UnitsTable> units;
  std::optional<UnionsTable> unions;
  std::optional<std::map<std::string, GroupTable>> groups;
  std::optional<std::map<std::string, RuleWords>> rules;
  std::optional<RuleWords> rule;
  std::optional<ConsequencesTable> consequences;
  std::optional<ProtectionTable> protection;
  std::optional<SavingsTable> savings;
  std::optional<LayoffsTable> layoffs;
  bool operator==(const RoundTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("name", self.name, "name of this later vote");
    visit("after", self.after, "what the vote before it must have decided");
    visit("chance", self.chance, "chance that it is held then");
    visit("date", self.date, "day of the vote");
    visit("expires", self.expires, "last day of the offer; no vote is held after it");
    visit("late", self.late, "days by which the vote comes after its date");
    visit("who", self.who, "who votes again; the others keep their answers");
    visit("asks", self.asks, "the questions asked again; the others keep their answers");
    visit("shift", self.shift, "how opinions have moved since the first vote");
    visit("begun", self.begun, "part of the separations of the rejection that came before it");
    visit("support", self.support, "what it restates of [support]");
    visit("driver", self.driver, "what it restates of [[driver]]");
    visit("turnout", self.turnout, "what it restates of [turnout]");
    visit("ballot", self.ballot, "what it restates of [ballot]");
    visit("units", self.units, "what it restates of [units]");
    visit("unions", self.unions, "what it restates of [unions]");
    visit("groups", self.groups, "what it restates of [groups]");
    visit("rules", self.rules, "what it restates of [rules]");
    visit("rule", self.rule, "the rule it is held under, if not that of the first vote");
    visit("consequences", self.consequences, "what it restates of [consequences]");
    visit("protection", self.protection, "what it restates of [protection]");
    visit("savings", self.savings, "what it restates of [savings]");
    visit("layoffs", self.layoffs, "what it restates of [layoffs]");
  }
};

struct Scenario {
  std::int64_t ayes = 1;
  std::string title, about;
  RosterTable roster;
  std::vector<UnitWords> unit;
  SupportTable support;
  std::vector<DriverTable> driver;
  TurnoutTable turnout;
  BallotTable ballot;
  UnitsTable units;
  UnionsTable unions;
  std::map<std::string, GroupTable> groups;
  std::map<std::string, RuleWords> rules;
  std::optional<RuleWords> rule;
  std::optional<GateTable> gate;
  std::optional<CalendarTable> calendar;
  std::vector<DelayTable> delay;
  ConsequencesTable consequences;
  ProtectionTable protection;
  std::optional<PayTable> pay;
  std::optional<SavingsTable> savings;
  std::optional<LayoffsTable> layoffs;
  WordsTable words;
  std::vector<RoundTable> round;
  std::map<std::string, ChallengeTable> challenge;  // by unit
  std::optional<LegislatureTable> legislature;
  std::optional<ImposedTable> imposed;
  bool operator==(const Scenario&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("ayes", self.ayes, "version of the file format");
    visit("title", self.title, "one line that names the scenario");
    visit("about", self.about, "what it is, with sources");
    visit("roster", self.roster, "the bargaining units, from a CSV file");
    visit("unit", self.unit, "bargaining units stated here");
    visit("support", self.support, "what those who vote think");
    visit("driver", self.driver, "what moves support between units");
    visit("turnout", self.turnout, "how many vote");
    visit("ballot", self.ballot, "what is asked");
    visit("units", self.units, "how a unit decides");
    visit("unions", self.unions, "how a union decides");
    visit("groups", self.groups, "named groups of unions or units, for rules");
    visit("rules", self.rules, "named rules, for use inside others");
    visit("rule", self.rule, "when the package is ratified");
    visit("gate", self.gate, "what a ratified package waits for");
    visit("calendar", self.calendar, "days on which units are counted, and what that does");
    visit("delay", self.delay, "units that may vote late");
    visit("consequences", self.consequences, "whom a yes binds");
    visit("protection", self.protection, "protection from layoff");
    visit("pay", self.pay, "raises agreed, and raises kept without agreement");
    visit("savings", self.savings, "what the state saves");
    visit("layoffs", self.layoffs, "how many are laid off");
    visit("words", self.words, "words for reports");
    visit("round", self.round, "later votes, in the order in which they may come");
    visit("challenge", self.challenge, "bundled ballots that may be declared void, by unit");
    visit("legislature", self.legislature, "a legislature that may refuse what is ratified");
    visit("imposed", self.imposed,
          "a rejected package put in force by others; never counted as ratified");
  }
};

}  // namespace ayes
