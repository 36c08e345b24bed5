// The vote day by day: order, momentum, delays, shifts once decided, and who is absent.
#include "models/calendar.h"

#include "models/decision.h"
#include "models/mistake.h"
#include "models/numerics/elementary.h"
#include "models/stream.h"
#include "tests/models/small_scenarios.h"
#include "tests/statistics.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

namespace ayes::tests {
namespace {

double normal_cdf(double x) { return boost::math::cdf(boost::math::normal(), x); }
double probit(double u) { return boost::math::quantile(boost::math::normal(), u); }
Date june(int day) { return {2011, 6, day}; }

// Three unions, six units, every kind of term, ballot and consequence.
Scenario busy() {
  Scenario scenario = scenario_of({{"a", "north", 700},
                                   {"b", "north", 90},
                                   {"c", "south", 300},
                                   {"d", "", 41},
                                   {"e", "south", 12},
                                   {"f", "", 5}});
  scenario.ballot.design = BallotDesign::separate;
  scenario.ballot.units["c"].design = BallotDesign::bundled;
  scenario.ballot.units["d"].design = BallotDesign::package_only;
  scenario.ballot.units["f"].design = BallotDesign::package_only;
  scenario.ballot.units["b"].unreturned = Unreturned::yes;
  scenario.support.package = SupportShare(Law(ProbitNormalLaw{0.55, 0.2}));
  scenario.support.contract = {0.1, 0.2};
  scenario.support.swing = Spread(Law(MeanSd{0.4, 0.1}));
  scenario.support.union_spread = 0.2;
  scenario.support.unit_spread = 0.3;
  scenario.support.tails = 6;
  scenario.support.same_voter = 0.8;
  scenario.turnout.share = 0.75;
  scenario.turnout.unit_spread = 0.25;
  scenario.turnout.with_support = 0.2;
  scenario.rule = at_least("unions", count_of(2));
  scenario.layoffs = LayoffsTable{};
  scenario.layoffs->rejected.threat = 200.0;
  scenario.layoffs->outside = {0.6, 0.05, 0.5};
  return scenario;
}

void set_dates(Scenario& scenario, const std::vector<int>& days) {
  for (std::size_t u = 0; u < days.size(); ++u) scenario.unit[u].date = june(days[u]);
}

void check_same(const Batch& a, const Batch& b) {
  const Votes &x = a.votes, &y = b.votes;
  CHECK((x.returned == y.returned).all());
  CHECK((x.cast == y.cast).all());
  CHECK((x.package_yes == y.package_yes).all());
  CHECK((x.contract_yes == y.contract_yes).all());
  CHECK((x.unit_says_package == y.unit_says_package).all());
  CHECK((x.unit_says_contract == y.unit_says_contract).all());
  CHECK((x.union_says == y.union_says).all());
  CHECK((a.ratified == b.ratified).all());
  CHECK((a.conditions == b.conditions).all());
  CHECK((a.margins == b.margins).all());
  CHECK((a.contract_in_force == b.contract_in_force).all());
  CHECK((a.notices == b.notices).all());
  CHECK((a.separated == b.separated).all());
}

TEST_CASE("if nobody hears and nobody is late, the order of dates changes nothing, bit for bit") {
  const Batch at_once = simulated(compile(busy()), 2000);
  std::vector<int> days = {13, 15, 15, 17, 20, 24};
  int orders = 0;
  do {
    Scenario scenario = busy();
    scenario.calendar.emplace();
    set_dates(scenario, days);
    check_same(at_once, simulated(compile(scenario), 2000));
  } while (++orders < 40 && std::next_permutation(days.begin(), days.end()));
}

TEST_CASE("a deadline that all keep, and dates without a calendar, change nothing either") {
  const Batch at_once = simulated(compile(busy()), 2000);
  Scenario scenario = busy();
  set_dates(scenario, {24, 13, 15, 17, 15, 20});
  check_same(at_once, simulated(compile(scenario), 2000));
  for (AbsentCounts absent :
       {AbsentCounts::no, AbsentCounts::yes, AbsentCounts::neither, AbsentCounts::left_out}) {
    scenario.calendar = CalendarTable{.deadline = june(24), .absent = absent, .union_waits = true};
    check_same(at_once, simulated(compile(scenario), 2000));
    scenario.delay = {{.unit = "south", .chance = 0.0, .days = Amount(3.0), .then = {}}};
    check_same(at_once, simulated(compile(scenario), 2000));
    scenario.delay = {{.unit = "b", .chance = 0.7, .days = Amount(10.0), .then = {}}};  // in time
    check_same(at_once, simulated(compile(scenario), 2000));
    scenario.delay.clear();
  }
}

Scenario moving() {
  Scenario scenario = busy();
  set_dates(scenario, {13, 15, 15, 17, 20, 20});
  scenario.calendar = CalendarTable{.deadline = june(24),
                                    .absent = AbsentCounts::left_out,
                                    .momentum = Shift(Law(MeanSd{0.4, 0.1})),
                                    .once_dead = -0.3,
                                    .once_safe = 0.2};
  ReturnTable then;
  then.ballot = UnitBallotTable{};
  then.ballot->design = BallotDesign::separate;
  then.shift = 0.3;
  scenario.delay = {
      {.unit = "c", .chance = 0.5, .days = Amount(Law(MeanSd{8, 6})), .then = then},
      {.unit = "north", .chance = 0.4, .days = Amount(Law(MeanSd{6, 6})), .then = {}}};
  return scenario;
}

TEST_CASE("with momentum and delays, a replication is the same in a batch of any size") {
  const Model model = compile(moving());
  const Batch whole = simulated(model, 600);
  for (const kernels::Kernels* kernels : kernels::all()) {
    for (int size : {1, 37, 200}) {
      Batch part(model, 1, size, *kernels);
      for (int first : {0, 61, 399}) {
        part.first = first;
        part.size = size;
        simulate(model, part);
        const auto same = [&](const CountColumns& a, const CountColumns& b) {
          CHECK((a.middleRows(first, size) == b).all());
        };
        same(whole.votes.cast, part.votes.cast);
        same(whole.votes.package_yes, part.votes.package_yes);
        same(whole.votes.unit_says_contract, part.votes.unit_says_contract);
        same(whole.votes.union_says, part.votes.union_says);
        same(whole.separated, part.separated);
        same(whole.calendar->fate, part.calendar->fate);
        CHECK((whole.ratified.segment(first, size) == part.ratified).all());
      }
    }
  }
}

TEST_CASE("with momentum, the order of the roster changes no ballot") {
  const Batch before = simulated(compile(moving()), 1000);
  Scenario scenario = moving();
  std::reverse(scenario.unit.begin(), scenario.unit.end());
  const Batch after = simulated(compile(scenario), 1000);
  CHECK((before.votes.package_yes == after.votes.package_yes.rowwise().reverse()).all());
  CHECK((before.votes.cast == after.votes.cast.rowwise().reverse()).all());
  CHECK((before.ratified == after.ratified).all());
}

TEST_CASE("momentum: the second unit's chance is a sum over the first one's count") {
  Scenario scenario = scenario_of({{"first", "", 5}, {"second", "", 1}});
  set_dates(scenario, {13, 14});
  scenario.support.units["first"].package = 0.6;
  scenario.support.units["second"].package = 0.5;
  scenario.calendar = CalendarTable{.momentum = 0.7};
  constexpr int votes = 100'000;
  const Batch batch = simulated(compile(scenario), votes);
  for (int y = 0; y <= 5; ++y) {
    const double surprise = probit((y + 0.5) / 6) - probit((5 * 0.6 + 0.5) / 6);
    const auto rows = batch.votes.package_yes.col(0) == y;
    const auto yes = (rows && batch.votes.package_yes.col(1) == 1).count();
    CHECK(statistics::binomial_agrees(yes, rows.count(), normal_cdf(0.7 * surprise)));
    CHECK(statistics::binomial_agrees(rows.count(), votes,
                                      boost::math::pdf(boost::math::binomial(5, 0.6), y)));
  }
}

TEST_CASE("a ballot that is declared void surprises nobody, and others' surprise stays") {
  for (const Voided then : {Voided::no, Voided::absent}) {
    Scenario scenario = scenario_of({{"first", "", 9}, {"later", "", 1}});
    set_dates(scenario, {13, 14});
    scenario.support.package = 0.5;
    scenario.ballot.units["first"].design = BallotDesign::bundled;
    scenario.challenge["first"] = {0.5, then};
    scenario.calendar = CalendarTable{.momentum = 1.0};
    const Batch batch = simulated(compile(scenario), 400);
    int silent = 0;
    for (int i = 0; i < 400; ++i) {
      const double yes = batch.votes.package_yes(i, 0), seen = batch.calendar->surprise(i, 1);
      const double told = probit((yes + 0.5) / 10) - probit(0.5);
      CHECK((seen == 0 || std::abs(seen - told) <= 0x1p-24));
      if (yes > 0) CHECK(seen != 0);  // a void ballot has no yes left; 9 ballots are never halved
      silent += seen == 0;
    }
    CHECK(statistics::binomial_agrees(silent, 400, 0.5));
  }
}

TEST_CASE("surprise is weighed by members, and what is certain surprises nobody") {
  Scenario scenario =
      scenario_of({{"large", "", 3}, {"small", "", 1}, {"sure", "", 50}, {"later", "", 1}});
  set_dates(scenario, {13, 14, 14, 15});
  scenario.support.package = 0.5;
  scenario.support.units["sure"].package = 1.0;
  scenario.calendar = CalendarTable{.momentum = 1.0};
  const Batch batch = simulated(compile(scenario), 200);
  for (int i = 0; i < 200; ++i) {
    const double large = probit((batch.votes.package_yes(i, 0) + 0.5) / 4);
    const double small = probit((batch.votes.package_yes(i, 1) + 0.5) / 2);
    // The small unit, and the sure one, saw the large one alone.
    CHECK(std::abs(batch.calendar->surprise(i, 1) - large) <= 0x1p-24);
    const double all = (3 * large + small * 1 + 50 * 0) / 54;
    // Before the last day the small unit's surprise is measured against what was expected at first.
    CHECK(std::abs(batch.calendar->surprise(i, 3) - all) <= 0x1p-24);
  }
}

TEST_CASE(
    "more support than expected never unratifies, when surprises carry on and rules are monotone") {
  Scenario scenario = busy();
  scenario.ballot.units.clear();
  set_dates(scenario, {13, 15, 15, 17, 20, 20});
  scenario.calendar =
      CalendarTable{.deadline = june(24), .momentum = 0.5, .once_dead = -0.4, .once_safe = 0.3};
  scenario.delay = {{.unit = "c", .chance = 0.5, .days = Amount(20.0), .then = {}}};
  const Model model = compile(scenario);
  Counts before = Counts::Zero(2000);
  for (double share : {0.2, 0.4, 0.5, 0.55, 0.6, 0.8}) {
    Batch batch(model, 1, 2000, kernels::best());
    batch.size = 2000;
    std::vector<double> values;
    for (const Input& input : model.inputs) {
      values.push_back(input.path == "support.package" ? probit(share) : 0.3);
    }
    give_inputs(model, batch, values);
    simulate(model, batch);
    CHECK((batch.ratified >= before).all());
    before = batch.ratified;
  }
  CHECK(before.sum() > 0);
}

TEST_CASE("who votes when the package is dead, or safe, is moved by the shift of that") {
  constexpr int votes = 100'000;
  Scenario scenario = scenario_of({{"first", "", 1}, {"second", "", 1}});
  set_dates(scenario, {13, 14});
  scenario.support.package = 0.6;
  scenario.calendar = CalendarTable{.once_dead = -0.5, .once_safe = 0.8};
  const auto second_yes = [&](int first, double p) {
    const Batch batch = simulated(compile(scenario), votes);
    const auto rows = batch.votes.package_yes.col(0) == first;
    const auto yes = (rows && batch.votes.package_yes.col(1) == 1).count();
    return statistics::binomial_agrees(yes, rows.count(), p);
  };
  const double s = probit(0.6);
  scenario.rule = at_least("unions", count_of(2));  // the first one's no kills it
  CHECK(second_yes(0, normal_cdf(s - 0.5)));
  CHECK(second_yes(1, 0.6));
  scenario.rule = at_least("unions", count_of(1));  // the first one's yes is enough
  CHECK(second_yes(0, 0.6));
  CHECK(second_yes(1, normal_cdf(s + 0.8)));
}

TEST_CASE("a delay happens with its chance, and misses the close when it is too long") {
  constexpr int votes = 100'000;
  Scenario scenario = scenario_of({{"a", "", 1}, {"b", "", 1}});
  set_dates(scenario, {13, 20});
  scenario.support.package = 1.0;
  scenario.calendar = CalendarTable{.deadline = june(24), .absent = AbsentCounts::no};
  scenario.delay = {{.unit = "b",
                     .chance = 0.3,
                     .days = Amount(Law(DiscreteLaw{{0.5, 4, 4.01, 30}, {1, 2, 3, 4}})),
                     .then = {}}};
  const Batch batch = simulated(compile(scenario), votes);
  const CountColumns& absent = batch.votes.absence->unit_absent;
  CHECK(statistics::binomial_agrees(batch.calendar->delayed.col(0).sum(), votes, 0.3));
  CHECK(statistics::binomial_agrees(absent.col(1).sum(), votes, 0.3 * 0.7));
  CHECK((absent.col(0) == 0).all());
  CHECK((batch.ratified == 1 - absent.col(1)).all());
  // 4 days reach the deadline's own day, a little more than 4 are counted the day after.
  const int close = day_number(june(24));
  CHECK((absent.col(1) == (batch.calendar->day.col(1) > close).cast<std::int32_t>()).all());
  const auto in_time = (batch.calendar->day.col(1) == close).count();
  CHECK(statistics::binomial_agrees(in_time, votes, 0.3 * 0.2));
  // Without a length it is past the deadline, whatever else.
  scenario.delay[0].days.reset();
  const Batch past = simulated(compile(scenario), 2000);
  CHECK((past.votes.absence->unit_absent.col(1) == past.calendar->delayed.col(0)).all());
}

TEST_CASE("a unit that comes late decides its contract, on the ballot and terms it brings") {
  Scenario scenario = scenario_of({{"a", "", 1}, {"b", "", 1}});
  scenario.ballot.design = BallotDesign::separate;
  scenario.ballot.units["b"].design = BallotDesign::bundled;
  scenario.support.package = 0.5;
  scenario.support.units["a"].package = 1.0;
  scenario.rule = at_least("unions", share_of(1, 1));
  scenario.calendar = CalendarTable{.deadline = june(24), .absent = AbsentCounts::left_out};
  ReturnTable then;
  then.ballot = UnitBallotTable{};
  then.ballot->design = BallotDesign::separate;
  then.shift = 0.6;
  scenario.delay = {{.unit = "b", .chance = 0.5, .days = {}, .then = then}};
  constexpr int votes = 100'000;
  const Batch batch = simulated(compile(scenario), votes);
  const Absence& absence = *batch.votes.absence;
  const auto late = absence.unit_absent.col(1) == 1;
  // Left out of both sides, it doesn't stop the package.
  CHECK((late && batch.ratified.head(votes) == 0).count() == 0);
  CHECK((late && batch.votes.cast.col(1) != 0).count() == 0);
  CHECK((late && absence.cast.col(1) != 1).count() == 0);
  // Two questions, the contract liked more: yes with Φ(0.6), and on the package with one half.
  const auto contract = late && batch.votes.unit_says_contract.col(1) == 1;
  CHECK(statistics::binomial_agrees(contract.count(), late.count(), normal_cdf(0.6)));
  CHECK((contract == (late && absence.contract_yes.col(1) == 1)).all());
  CHECK((contract && batch.contract_in_force.col(1) == 0).count() == 0);
  CHECK(statistics::binomial_agrees((late && absence.package_yes.col(1) == 1).count(), late.count(),
                                    0.5));
  // In time it had one question: one answer.
  CHECK((!late && batch.votes.unit_says_contract.col(1) != batch.votes.unit_says_package.col(1))
            .count() == 0);
}

TEST_CASE("ballots that can be changed until the close are those of the close") {
  Scenario scenario = busy();
  scenario.calendar = CalendarTable{.deadline = june(24), .momentum = 0.5};
  set_dates(scenario, {13, 13, 15, 17, 20, 20});
  scenario.unit[0].revisable = true;
  const Batch revisable = simulated(compile(scenario), 1000);
  scenario.unit[0].revisable = false;
  const Batch early = simulated(compile(scenario), 1000);
  set_dates(scenario, {24, 13, 15, 17, 20, 20});
  const Batch close = simulated(compile(scenario), 1000);
  check_same(revisable, close);
  CHECK((revisable.votes.package_yes != early.votes.package_yes).any());
  // All of them: nobody hears anything.
  set_dates(scenario, {13, 13, 15, 17, 20, 20});
  scenario.calendar->revisable = true;
  scenario.delay = {{.unit = "a", .chance = 0.0, .days = {}, .then = {}}};
  check_same(simulated(compile(scenario), 1000), simulated(compile(busy()), 1000));
}

TEST_CASE(
    "a delay counts from the stated day, also of ballots that can be changed until the close") {
  Scenario scenario = busy();
  scenario.calendar = CalendarTable{.deadline = june(24)};
  set_dates(scenario, {13, 13, 15, 17, 20, 20});
  scenario.unit[0].revisable = true;
  scenario.delay = {{.unit = "a", .chance = 1.0, .days = 11.0, .then = {}}};
  const auto day_of = [](const Scenario& stated) {
    return simulated(compile(stated), 1).calendar->day(0, 0);
  };
  CHECK(day_of(scenario) == day_number(june(24)));  // 13 + 11
  scenario.delay[0].days = 2.0;                     // the 15th: it waits for the close
  CHECK(day_of(scenario) == day_number(june(24)));
  scenario.delay[0].days = 12.0;
  CHECK(day_of(scenario) == day_number(june(24)) + 1);
}

TEST_CASE("void ballots, those not returned as well, are not heard") {
  Scenario scenario = scenario_of({{"a", "", 90}, {"b", "", 90}});
  scenario.support.package = 0.5;
  scenario.turnout.share = 0.5;
  scenario.ballot.units["a"].design = BallotDesign::bundled;
  scenario.ballot.units["a"].unreturned = Unreturned::yes;
  scenario.challenge["a"] = {1.0, Voided::no};
  scenario.calendar = CalendarTable{.momentum = 0.5};
  set_dates(scenario, {13, 14});
  const Batch batch = simulated(compile(scenario), 100);
  for (int i = 0; i < 100; ++i) {
    CHECK(batch.calendar->surprise(i, 1) == 0);
  }
}

// The same walk told plainly, one replication at a time, for units of which all vote and whose
// opinions have no noise.
struct PlainWalk {
  struct Body {
    double share;
    std::int64_t members;
    int day;
  };
  std::vector<Body> units;
  double momentum;

  std::vector<std::int32_t> counts(const Model& model, std::int64_t replication) const {
    std::map<int, std::vector<std::size_t>> by_day;
    for (std::size_t u = 0; u < units.size(); ++u) by_day[units[u].day].push_back(u);
    std::vector<std::int32_t> yes(units.size());
    double sum = 0, weight = 0;
    for (const auto& [day, counted] : by_day) {
      const double move = weight > 0 ? momentum * sum / weight : 0;
      double new_sum = 0, new_weight = 0;
      for (std::size_t u : counted) {
        const Body& body = units[u];
        const boost::math::binomial law(static_cast<double>(body.members),
                                        normal_cdf(probit(body.share) + move));
        const double draw = uniform(1, model.units[u].vote_stream, replication, slot::package);
        while (boost::math::cdf(law, yes[u]) < draw) ++yes[u];
        const double n = static_cast<double>(body.members);
        const double surprise =
            probit((yes[u] + 0.5) / (n + 1)) - probit((n * body.share + 0.5) / (n + 1));
        new_sum += surprise * n;
        new_weight += n;
      }
      sum += new_sum;
      weight += new_weight;
    }
    return yes;
  }
};

TEST_CASE("delayed units are counted in the order of their days, and hear who came before") {
  Scenario scenario =
      scenario_of({{"a", "", 9}, {"b", "", 5}, {"c", "", 7}, {"d", "", 3}, {"e", "", 11}});
  const std::vector<double> shares = {0.6, 0.45, 0.5, 0.7, 0.55};
  for (std::size_t u = 0; u < shares.size(); ++u)
    scenario.support.units[scenario.unit[u].unit].package = shares[u];
  set_dates(scenario, {1, 2, 2, 9, 20});
  scenario.calendar = CalendarTable{.momentum = 0.8};
  const auto delay = [](const char* unit, const std::vector<double>& days) {
    return DelayTable{.unit = unit,
                      .chance = 0.7,
                      .days = Amount(Law(DiscreteLaw{days, std::vector<double>(days.size(), 1)})),
                      .then = {}};
  };
  scenario.delay = {delay("a", {1, 3, 8, 30}), delay("c", {1, 2, 7, 18}), delay("d", {2, 5, 22})};
  const Model model = compile(scenario);
  const int size = 1000;
  const Batch batch = simulated(model, size);
  int different = 0;
  for (int i = 0; i < size; ++i) {
    PlainWalk walk{{}, 0.8};
    for (std::size_t u = 0; u < shares.size(); ++u)
      walk.units.push_back({shares[u], scenario.unit[u].members,
                            batch.calendar->day(i, static_cast<Eigen::Index>(u))});
    const std::vector<std::int32_t> yes = walk.counts(model, i);
    for (std::size_t u = 0; u < shares.size(); ++u)
      different += yes[u] != batch.votes.package_yes(i, static_cast<Eigen::Index>(u));
  }
  CHECK(different == 0);
}

// Three unions: yes, no, absent; and what conditions find of them.
struct Answers {
  bool yes_of_all, one_no, at_most_one_no, half_of_all, half_of_voted, all_of_voted, says_no;
  bool operator==(const Answers&) const = default;
};

Answers answers_when_absent(AbsentCounts absent) {
  Scenario scenario = scenario_of({{"Y", "", 1}, {"N", "", 1}, {"X", "", 1}});
  scenario.support.units["Y"].package = 1.0;
  scenario.support.units["N"].package = 0.0;
  scenario.support.units["X"].package = 1.0;  // it would have said yes
  scenario.calendar = CalendarTable{.deadline = june(24), .absent = absent};
  scenario.delay = {{.unit = "X", .chance = 1.0, .days = {}, .then = {}}};
  const auto holds = [&](const CountWords& words) {
    scenario.rule = RuleWords{"", words};
    const Batch batch = simulated(compile(scenario), 3);
    return batch.ratified[0] == 1;
  };
  CountWords yes, no, voted;
  yes.bodies = no.bodies = voted.bodies = "unions";
  no.answer = Answer::no;
  voted.of = CountWords::Of::voted;
  Answers found{};
  yes.at_least = count_of(2);
  found.yes_of_all = holds(yes);
  no.at_least = count_of(2);
  found.one_no = !holds(no);
  no.at_least.reset();
  no.at_most = count_of(1);
  found.at_most_one_no = holds(no);
  yes.at_least = share_of(1, 2);
  found.half_of_all = holds(yes);
  voted.at_least = share_of(1, 2);
  found.half_of_voted = holds(voted);
  voted.at_least = share_of(1, 1);
  found.all_of_voted = holds(voted);
  scenario.rule = RuleWords{"", BodyWords{"X", Answer::no}};
  found.says_no = simulated(compile(scenario), 3).ratified[0] == 1;
  return found;
}

TEST_CASE("an absent union counts as it is told to: the truth table") {
  //                                                2 yes  1 no   <=1 no  half   half v  all v  X:
  //                                                no
  CHECK(answers_when_absent(AbsentCounts::no) ==
        Answers{false, false, false, false, true, false, true});
  CHECK(answers_when_absent(AbsentCounts::yes) ==
        Answers{true, true, true, true, true, false, false});
  CHECK(answers_when_absent(AbsentCounts::neither) ==
        Answers{false, true, true, false, true, false, false});
  CHECK(answers_when_absent(AbsentCounts::left_out) ==
        Answers{false, true, true, true, true, false, false});
}

TEST_CASE("ballots of a unit that missed the close are in no pool; left out, nor are its voters") {
  Scenario scenario = scenario_of({{"a", "", 10}, {"b", "", 10}});
  scenario.support.package = 1.0;
  scenario.calendar = CalendarTable{.deadline = june(24)};
  scenario.delay = {{.unit = "b", .chance = 1.0, .days = {}, .then = {}}};
  const auto holds = [&](BallotsWords::Of of, Threshold threshold, AbsentCounts absent) {
    BallotsWords words;
    words.ballots = BallotsWords::What::cast;
    words.of = of;
    words.at_least = threshold;
    scenario.rule = RuleWords{"", words};
    scenario.calendar->absent = absent;
    return simulated(compile(scenario), 2).ratified[0] == 1;
  };
  for (AbsentCounts absent : {AbsentCounts::no, AbsentCounts::yes, AbsentCounts::neither}) {
    CHECK(!holds(BallotsWords::Of::eligible, share_of(51, 100), absent));
    CHECK(holds(BallotsWords::Of::eligible, share_of(1, 2), absent));
    CHECK(!holds(BallotsWords::Of::cast, count_of(11), absent));
  }
  CHECK(holds(BallotsWords::Of::eligible, share_of(1, 1), AbsentCounts::left_out));
}

TEST_CASE("a union speaks by the units it has, or waits for all of them") {
  Scenario scenario = scenario_of({{"a", "U", 10}, {"b", "U", 30}, {"c", "", 1}});
  scenario.support.package = 0.0;
  scenario.support.units["a"].package = 1.0;  // outvoted by b, were b in time
  scenario.calendar = CalendarTable{.deadline = june(24), .absent = AbsentCounts::neither};
  scenario.delay = {{.unit = "b", .chance = 1.0, .days = {}, .then = {}}};
  scenario.rule = RuleWords{"", BodyWords{"U", Answer::yes}};
  CHECK(simulated(compile(scenario), 2).ratified[0] == 1);
  scenario.calendar->union_waits = true;
  CHECK(simulated(compile(scenario), 2).ratified[0] == 0);
  scenario.rule = RuleWords{"", BodyWords{"U", Answer::no}};
  CHECK(simulated(compile(scenario), 2).ratified[0] == 0);
  // All its units late: absent either way.
  scenario.calendar->union_waits = false;
  scenario.delay[0].unit = "U";
  for (const Answer answer : {Answer::yes, Answer::no}) {
    scenario.rule = RuleWords{"", BodyWords{"U", answer}};
    CHECK(simulated(compile(scenario), 2).ratified[0] == 0);
  }
}

TEST_CASE("one union of 15 absent: \"14 yes\" and \"at most one no\" part") {
  Scenario scenario = equal_unions(15, 1);
  scenario.support.package = 0.9;
  scenario.calendar = CalendarTable{.deadline = june(24), .absent = AbsentCounts::neither};
  scenario.delay = {{.unit = "U4", .chance = 1.0, .days = {}, .then = {}}};
  constexpr int votes = 100'000;
  const auto ratified = [&] { return simulated(compile(scenario), votes).ratified.sum(); };
  const boost::math::binomial others(14, 0.9);
  const double all = boost::math::pdf(others, 14), one_no = all + boost::math::pdf(others, 13);
  scenario.rule = at_least("unions", count_of(14));
  CHECK(statistics::binomial_agrees(ratified(), votes, all));
  scenario.rule = at_most_no("unions", count_of(1));
  CHECK(statistics::binomial_agrees(ratified(), votes, one_no));
  scenario.calendar->absent = AbsentCounts::no;  // now they are one rule
  CHECK(statistics::binomial_agrees(ratified(), votes, all));
}

std::vector<std::string> mistakes_of(const Scenario& scenario) {
  std::vector<std::string> found;
  try {
    compile(scenario);
  } catch (const ScenarioError& error) {
    for (const Mistake& mistake : error.mistakes())
      found.push_back(mistake.path + ": " + mistake.problem);
  }
  return found;
}

TEST_CASE("what a calendar can't mean is refused, with its place") {
  using Found = std::vector<std::string>;
  Scenario scenario = scenario_of({{"a", "", 1}, {"b", "", 1}});
  scenario.calendar = CalendarTable{.momentum = 0.2};
  CHECK(mistakes_of(scenario) ==
        Found{"calendar.momentum: calendar.momentum in a vote that is counted on one day"});
  set_dates(scenario, {13, 14});
  CHECK(mistakes_of(scenario) == Found{});
  scenario.calendar->deadline = june(13);
  CHECK(mistakes_of(scenario) == Found{"unit.b.date: unit \"b\" is counted on 2011-06-14, after "
                                       "the deadline of 2011-06-13"});
  scenario.delay = {{.unit = "b", .chance = 1.0, .days = {}, .then = {}}};
  CHECK(mistakes_of(scenario) == Found{});
  scenario.delay[0].unit = "bb";
  scenario.calendar->deadline = june(20);
  CHECK(mistakes_of(scenario) == Found{"delay.bb: there is no unit or union \"bb\" to be delayed"});
  scenario.calendar->deadline.reset();
  scenario.delay[0].unit = "b";
  CHECK(mistakes_of(scenario) ==
        Found{"delay.b: a delay of unknown length in a vote without a deadline"});
  scenario.delay.clear();
  scenario.calendar->absent = AbsentCounts::yes;
  scenario.calendar->union_waits = true;
  CHECK(mistakes_of(scenario) ==
        Found{"calendar.absent: what an absent unit counts as, in a vote without a deadline",
              "calendar.union_waits: a union that waits, in a vote without a deadline"});
  scenario = scenario_of({{"a", "", 1}, {"b", "", 1}});
  scenario.unit[1].revisable = true;
  CHECK(mistakes_of(scenario) == Found{"unit.b.revisable: ballots that can be changed until the "
                                       "close, in a vote without a calendar"});
  scenario.calendar.emplace().deadline = june(20);
  scenario.delay = {{.unit = "b", .chance = 0.5, .days = {}, .then = {{}, 0.2}}};
  CHECK(mistakes_of(scenario) == Found{"delay.b.then.shift: a contract that is liked more, where "
                                       "nobody is asked about a contract"});
}

}  // namespace
}  // namespace ayes::tests
