#include "sim/replay.h"

#include "models/compile/compile.h"
#include "models/consequences.h"
#include "models/numerics/elementary.h"
#include "models/replication.h"

#include <doctest/doctest.h>

#include <map>
#include <string>

namespace {

using namespace ayes;

UnitWords unit(std::string name, std::string body, std::int64_t members) {
  UnitWords words;
  words.unit = std::move(name);
  words.union_name = std::move(body);
  words.members = members;
  return words;
}

RuleWords count_rule(std::string bodies, Answer answer, std::string weighted_by,
                     Threshold at_least) {
  CountWords count;
  count.bodies = std::move(bodies);
  count.answer = answer;
  count.weighted_by = std::move(weighted_by);
  count.at_least = at_least;
  return {"", count};
}

constexpr Threshold most{Threshold::Kind::share, {60, 100}};

// Two unions of two units each; every ballot design, drivers, a group, uncertain numbers of each
// law.
Scenario town() {
  Scenario scenario;
  scenario.title = "Town";
  scenario.unit = {unit("BUS", "Transport", 800), unit("RAIL", "Transport", 300),
                   unit("CLK", "Clerks", 500), unit("LIB", "Clerks", 90), unit("ENG", "", 120)};
  for (std::size_t u = 0; u < 5; ++u) scenario.unit[u].columns["side"] = u % 2 ? "east" : "west";
  scenario.unit[4].outside = true;
  SupportTable& support = scenario.support;
  support.package = Law{MeanSd{0.53, 0.05}};
  support.contract = {Law{MeanSd{0.05, 0.1}}, 0.1};
  support.swing = 0.2;
  support.union_spread = Law{Interval{{0.1, 0.3}, 0.8}};
  support.unit_spread = 0.2;
  support.tails = 5;
  support.same_voter = 0.7;
  support.groups = {{"sides", "side", 0.1}};
  support.units["LIB"].package = Law{Interval{{0.3, 0.6}, 0.8}};
  scenario.driver = {{.name = "threat",
                      .column = "",
                      .equals = "",
                      .everyone = true,
                      .centred = false,
                      .coefficient = Law{MeanSd{0.1, 0.1}},
                      .on = {Question::package},
                      .grows_with = "layoffs.rejected.threat",
                      .at = 200.0}};
  scenario.turnout = {0.7, 0.1, 0.1, 0.1, 0.3, {{"RAIL", Law{MeanSd{0.5, 0.1}}}}};
  scenario.ballot.units["RAIL"].design = BallotDesign::bundled;
  scenario.ballot.units["RAIL"].weight = Law{MeanSd{0.5, 0.1}};
  scenario.ballot.units["RAIL"].penalty = 0.05;
  scenario.ballot.units["CLK"].design = BallotDesign::bundled;
  scenario.ballot.units["CLK"].bundled_yes_if = BundledYesIf::both;
  scenario.ballot.units["LIB"].design = BallotDesign::package_only;
  scenario.ballot.units["BUS"].unreturned = Unreturned::no;
  BallotsWords quorum;
  quorum.ballots = BallotsWords::What::cast;
  quorum.of = BallotsWords::Of::eligible;
  quorum.at_least = Threshold{};
  scenario.unions.rules["Clerks"] = {"", AllWords{{RuleWords{}, RuleWords{"quorum", quorum}}}};
  BallotsWords two_thirds;
  two_thirds.at_least = Threshold{Threshold::Kind::share, {2, 3}};
  scenario.units.rules["ENG"] = {"", two_thirds};
  CountWords few;
  few.bodies = "units";
  few.answer = Answer::no;
  few.at_most = Threshold{Threshold::Kind::count, {2, 1}};
  scenario.rules["members"] = count_rule("unions", Answer::yes, "members", most);
  scenario.rule = RuleWords{"", AllWords{{{"few", few}, {"", NamedWords{"members"}}}}};
  LayoffsTable layoffs;
  layoffs.rejected.threat = Law{MeanSd{200, 50}};
  layoffs.rejected.carried_out = 0.6;
  layoffs.rejected.recall = 0.1;
  layoffs.outside = {0.5, 0.05, 0.5};
  layoffs.anyway.rate = 0.01;
  scenario.layoffs = layoffs;
  PayTable pay;
  pay.salary = 50'000.0;
  pay.agreed = {0.0, 0.03};
  pay.outside = {0.02, Law{MeanSd{0.01, 0.01}}};
  scenario.pay = pay;
  SavingsTable savings;
  savings.package = 5e6;
  savings.contracts = 3e6;
  savings.per_layoff = 1e5;
  savings.likely = Law{MeanSd{0.8, 0.1}};
  scenario.savings = savings;
  return scenario;
}

// Three depots, correlated and heavy-tailed, each for itself.
Scenario depots() {
  Scenario scenario;
  scenario.unit = {unit("East", "", 200), unit("Middle", "", 150), unit("West", "", 250)};
  scenario.support.swing = 0.1;
  scenario.support.tails = 4;
  CorrelationTable given;
  given.units = {"East", "Middle", "West"};
  given.matrix = {{1, 0.7, 0}, {0.7, 1, 0.2}, {0, 0.2, 1}};
  given.sd = Law{MeanSd{0.3, 0.05}};
  scenario.support.correlation = given;
  return scenario;
}

void check_unit(const Model& model, const UnitStory& told, const Batch& batch, int k, int u) {
  const Unit& unit = model.units[static_cast<std::size_t>(u)];
  CHECK(told.returned == batch.votes.returned(k, u));
  CHECK(told.cast == batch.votes.cast(k, u));
  CHECK(told.package_yes == batch.votes.package_yes(k, u));
  CHECK(told.says_package == (batch.votes.unit_says_package(k, u) == 1));
  CHECK(told.contract_yes.has_value() == unit.votes_on_contract());
  if (told.contract_yes) {
    CHECK(*told.contract_yes == batch.votes.contract_yes(k, u));
    CHECK(*told.says_contract == (batch.votes.unit_says_contract(k, u) == 1));
  }
  CHECK(told.package_in_force == (batch.package_in_force(k, u) == 1));
  CHECK(told.contract_in_force == (batch.contract_in_force(k, u) == 1));
  if (told.layoffs) {
    CHECK(told.layoffs->notices == batch.notices(k, u));
    CHECK(told.layoffs->separated == batch.separated(k, u));
    CHECK(told.layoffs->recalled == batch.recalled(k, u));
  }
  if (told.pay) CHECK(*told.pay == pay_of(model, u, told.contract_in_force, k, batch));
  if (told.rule) CHECK(told.rule->met == told.says_package);
}

// Row k of a batch that starts at replication `first`, told on its own.
void check_row(const Model& model, const Batch& batch, int k) {
  CAPTURE(k);
  const Story story = replay(model, batch.seed, batch.first + k);
  CHECK(story.ratified == (batch.ratified[k] == 1));
  CHECK(story.rule.met == story.ratified);
  CHECK(story.swing == batch.shared(k, model.shared.swing));
  REQUIRE(story.units.size() == model.units.size());
  for (int u = 0; u < static_cast<int>(model.units.size()); ++u) {
    CAPTURE(u);
    const auto at = static_cast<std::size_t>(u);
    check_unit(model, story.units[at], batch, k, u);
    CHECK(story.units[at].layoffs.has_value() == model.layoffs.has_value());
  }
  REQUIRE(story.unions.size() == model.unions.size());
  for (std::size_t u = 0; u < story.unions.size(); ++u) {
    const auto column = static_cast<Eigen::Index>(u);
    CHECK(story.unions[u].says_yes == (batch.votes.union_says(k, column) == 1));
    CHECK(story.unions[u].cast == batch.votes.union_cast(k, column));
    if (story.unions[u].rule) CHECK(story.unions[u].rule->met == story.unions[u].says_yes);
  }
  std::size_t uncertain = 0;
  for (std::size_t i = 0; i < model.inputs.size(); ++i) {
    if (model.inputs[i].fixed()) continue;
    const InputStory& told = story.inputs[uncertain++];
    const double value = batch.shared(k, static_cast<Eigen::Index>(i));
    CHECK(told.path == model.inputs[i].path);
    CHECK(told.value == (model.inputs[i].probit ? numerics::normal_cdf(value) : value));
  }
  CHECK(story.inputs.size() == uncertain);
  if (model.savings) CHECK(*story.saved == batch.saved[k]);
}

void check_batch(const Scenario& scenario, std::int64_t first) {
  const Model model = compile(scenario);
  Batch batch(model, 7, 97, kernels::best());
  batch.first = first;
  batch.size = 97;
  simulate(model, batch);
  for (int k : {0, 1, 13, 64, 95, 96}) check_row(model, batch, k);
}

TEST_CASE("the story of a replication is its row of a large batch") {
  SUBCASE("all ballot designs and consequences") { check_batch(town(), 0); }
  SUBCASE("far into a run") { check_batch(town(), (std::int64_t{1} << 48) - 97); }
  SUBCASE("given correlations, no coalition") { check_batch(depots(), 1000); }
}

TEST_CASE("conditions are counted as they are decided") {
  const Model model = compile(town());
  int met = 0;
  for (std::int64_t k = 0; k < 200; ++k) {
    const Story story = replay(model, 3, k);
    REQUIRE(story.rule.joined == "all");
    REQUIRE(story.rule.parts.size() == 2);
    const RuleStory& few = story.rule.parts[0];
    const RuleStory& members = story.rule.parts[1];
    std::int64_t no = 0, held = 0;
    for (const UnitStory& told : story.units) no += !told.says_package;
    for (const UnionStory& told : story.unions) held += told.says_yes ? told.members : 0;
    CHECK(few.name == "few");
    CHECK(few.count->measured == no);
    CHECK(few.count->needed() == 2);
    CHECK(few.met == (no <= 2));
    CHECK(members.name == "members");
    CHECK(members.count->measured == held);
    CHECK(members.count->total == 1810);
    CHECK(members.count->needed() == 1086);
    CHECK(members.met == (held >= 1086));
    CHECK(story.ratified == (few.met && members.met));
    met += story.ratified;
  }
  CHECK(met > 0);
  CHECK(met < 200);
}

TEST_CASE("what is needed is the least whole number that meets a condition") {
  const auto needed = [](Bound::Sense sense, bool share, std::int64_t n, std::int64_t d,
                         std::int64_t total) {
    return RuleStory::Count{0, total, {sense, share, n, d}}.needed();
  };
  CHECK(needed(Bound::Sense::at_least, false, 14, 1, 15) == 14);
  CHECK(needed(Bound::Sense::at_least, true, 4, 5, 15) == 12);
  CHECK(needed(Bound::Sense::at_least, true, 2, 3, 100) == 67);
  CHECK(needed(Bound::Sense::more_than, true, 1, 2, 100) == 51);
  CHECK(needed(Bound::Sense::more_than, true, 1, 2, 101) == 51);
  CHECK(needed(Bound::Sense::at_most, true, 1, 5, 99) == 19);
}

TEST_CASE("opinions add up to the terms of the model") {
  // Fixed numbers and no terms but swing and union: each unit's opinion is their sum.
  Scenario scenario;
  scenario.unit = {unit("A", "one", 100), unit("B", "one", 100)};
  scenario.support.package = 0.6;
  scenario.support.contract.shift = -0.2;
  scenario.support.swing = 0.3;
  scenario.support.union_spread = 0.2;
  const Story story = replay(compile(scenario), 1, 5);
  for (const UnitStory& told : story.units) {
    const double sum = numerics::normal_quantile(0.6) + story.swing + story.unions[0].term;
    CHECK(told.package_opinion == doctest::Approx(sum).epsilon(1e-14));
    CHECK(*told.contract_opinion == doctest::Approx(sum - 0.2).epsilon(1e-14));
  }
}

TEST_CASE("a bundled share is that of one question about both") {
  Scenario scenario;
  scenario.unit = {unit("A", "", 100)};
  scenario.support.package = 0.6;
  scenario.support.contract.shift = -0.4;
  scenario.support.same_voter = 0.5;
  scenario.ballot.design = BallotDesign::bundled;
  scenario.ballot.bundled_yes_if = BundledYesIf::both;
  const UnitStory told = replay(compile(scenario), 1, 0).units[0];
  const double both =
      numerics::bivariate_normal_cdf(told.package_opinion, *told.contract_opinion, 0.5);
  CHECK(*told.bundled_share == doctest::Approx(both).epsilon(1e-12));
  CHECK(*told.bundled_share < told.package_share);
  CHECK(*told.contract_yes == told.package_yes);
}

}  // namespace
