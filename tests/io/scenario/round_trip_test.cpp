// Reading what was written gives an equal scenario, for every law, every form of rule, every field.
#include "io/scenario/shape.h"
#include "tests/io/scenario/small_files.h"

#include <doctest/doctest.h>

namespace ayes {
namespace {

void check_round_trip(const Scenario& scenario) {
  const std::string text = write_scenario(scenario);
  INFO(text);
  CHECK(mistakes_in_text(text) == std::vector<std::string>{});
  const Scenario again = scenario_of(text);
  CHECK((again == scenario));
  CHECK(write_scenario(again) == text);
}

Scenario two_units() {
  Scenario scenario;
  scenario.unit = {{.unit = "P-4", .members = 2600},
                   {.unit = "NP \"4\"\\\xC3\xA9.", .union_name = "AFSCME", .members = 1}};
  return scenario;
}

// One law of each alternative, possible for any kind whose values include 0.2 to 0.6.
template <std::size_t index>
Law example() {
  using L = std::variant_alternative_t<index, Law>;
  if constexpr (std::is_same_v<L, Fixed>)
    return Fixed{0.1 + 0.2};
  else if constexpr (std::is_same_v<L, MeanSd>)
    return MeanSd{0.4, 0.1};
  else if constexpr (std::is_same_v<L, Interval>)
    return Interval{{0.2, 1.0 / 3}, 0.95};
  else if constexpr (std::is_same_v<L, NormalLaw>)
    return NormalLaw{0.4, 0.1};
  else if constexpr (std::is_same_v<L, LogNormalLaw>)
    return LogNormalLaw{0.4, 0.1};
  else if constexpr (std::is_same_v<L, ProbitNormalLaw>)
    return ProbitNormalLaw{0.4, 1e-7};
  else if constexpr (std::is_same_v<L, BetaLaw>)
    return BetaLaw{2, 3.5};
  else if constexpr (std::is_same_v<L, UniformLaw>)
    return UniformLaw{0.2, 0.6};
  else if constexpr (std::is_same_v<L, TriangularLaw>)
    return TriangularLaw{0.2, 0.3, 0.6};
  else if constexpr (std::is_same_v<L, DiscreteLaw>)
    return DiscreteLaw{{0.2, 0.6}, {1, 3}};
}

template <std::size_t... index>
std::vector<Law> examples(std::index_sequence<index...>) {
  return {example<index>()...};
}

// One rule of each form.
std::vector<RuleWords> rules() {
  const auto share = [](std::int64_t a, std::int64_t b) {
    return Threshold{Threshold::Kind::share, {a, b}};
  };
  CountWords count;
  count.answer = Answer::no;
  count.bodies = "big units";
  count.on = Question::contract;
  count.weighted_by = "members";
  count.of = CountWords::Of::voted;
  count.except = {"P-4", "x\ty"};
  count.at_most = share(1, 3);
  CountWords plain;
  plain.bodies = "unions";
  plain.at_least = Threshold{Threshold::Kind::count, {14, 1}};
  BallotsWords ballots;
  ballots.ballots = BallotsWords::What::cast;
  ballots.of = BallotsWords::Of::eligible;
  ballots.on = Question::package;
  ballots.more_than = share(667, 1000);
  const std::vector<RuleWords> leaves = {{"", NamedWords{}},
                                         {"", NamedWords{"by-laws"}},
                                         {"alias", NamedWords{"by-laws"}},
                                         {"", NamedWords{"pooled"}},
                                         {"", NamedWords{"units"}},
                                         {"no", count},
                                         {"", plain},
                                         {"", ballots},
                                         {"a b", BodyWords{"BLET", Answer::no}},
                                         {"", BodyWords{"BLET", Answer::yes}},
                                         {"", EachWords{}}};
  std::vector<RuleWords> all = leaves;
  all.push_back({"everything", AllWords{leaves}});
  all.push_back({"", AnyWords{{leaves[5], {"inner", NoneWords{{leaves[8]}}}}}});
  all.push_back({"", NoneWords{{leaves[0]}}});
  all.push_back({"choice", IfWords{{leaves[6], leaves[1], {"", AllWords{{leaves[7]}}}}}});
  return all;
}

}  // namespace

TEST_CASE("a scenario of defaults and one with all optional tables empty survive") {
  check_round_trip(Scenario{});
  Scenario scenario = two_units();
  scenario.pay.emplace();
  scenario.savings.emplace();
  scenario.layoffs.emplace().leverage.emplace();
  scenario.support.correlation.emplace();
  scenario.ballot.units["P-4"];
  scenario.support.units["P-4"];
  scenario.groups["none"];
  scenario.rule.emplace();
  check_round_trip(scenario);
}

TEST_CASE("every law survives, wherever its kind allows it") {
  for (const Law& law : examples(std::make_index_sequence<std::variant_size_v<Law>>())) {
    const bool normal = std::holds_alternative<NormalLaw>(law),
               log = std::holds_alternative<LogNormalLaw>(law);
    Scenario scenario = two_units();
    scenario.support.contract.shift = law;
    scenario.pay.emplace().agreed = {law, 0.03, -0.5, 12.5};
    if (!normal) {
      scenario.support.swing = law;
      scenario.pay->salary = law;
    }
    if (!normal && !log) {
      scenario.support.package = law;
      scenario.turnout.units["P-4"] = law;
      scenario.support.same_voter = law;
    }
    check_round_trip(scenario);
  }
}

TEST_CASE("every form of rule survives, in every place a rule can stand") {
  for (const RuleWords& rule : rules()) {
    Scenario scenario = two_units();
    scenario.rule = rule;
    scenario.rules = {{"by-laws", rule}, {"all", {}}};
    scenario.unions.decide = rule;
    scenario.unions.rules["AFSCME"] = rule;
    scenario.units.rules["P-4"] = rule;
    check_round_trip(scenario);
  }
}

TEST_CASE("every field of every table survives") {
  Scenario s = two_units();
  s.title = "title \\ \"quoted\"";
  s.about = "two\nlines,\ta \"tab\" and a \\";
  s.unit[0] = {.unit = "P-4",
               .name = "Engineers",
               .union_name = "CSEA",
               .part_of = "Engineering",
               .members = 2600,
               .eligible = 2500,
               .employees = 0,
               .date = Date{2011, 6, 23},
               .outside = true,
               .revisable = true,
               .columns = {{"planned cut", "0.157"}, {"stance", ""}}};
  s.support = {
      .package = 0.55,
      .contract = {.shift = -0.1, .sd = 0.2},
      .swing = 0.43,
      .union_spread = 0.2,
      .unit_spread = 0.31,
      .groups = {{"region", "town", 0.1}, {"craft", "job", 0.2}},
      .tails = 6,
      .swing_tails = 2.5,
      .same_voter = -0.8,
      .correlation = CorrelationTable{.units = {"P-4"}, .matrix = {{1, -0.5}, {}}, .sd = 0.3},
      .units = {
          {"P-4",
           {.package = SupportShare(0.4), .contract = SupportShare(0.5), .shift = Shift(-1.0)}}}};
  s.driver = {{.name = "threat",
               .column = "cut",
               .equals = "yes",
               .everyone = true,
               .centred = true,
               .coefficient = 0.5,
               .on = {Question::contract},
               .grows_with = "layoffs.rejected.threat",
               .at = 7500},
              {.name = "none", .on = {}}};
  s.turnout = {.share = 0.75,
               .swing = 0.15,
               .union_spread = 0.1,
               .unit_spread = 0.25,
               .with_support = 0.2,
               .units = {{"P-4", 0.8}}};
  s.ballot = {.design = BallotDesign::package_only,
              .bundled_yes_if = BundledYesIf::either,
              .weight = 0.4,
              .penalty = -0.05,
              .unreturned = Unreturned::no,
              .units = {{"P-4",
                         {.design = BallotDesign::bundled,
                          .bundled_yes_if = BundledYesIf::both,
                          .weight = Share(0.1),
                          .penalty = Shift(0.2),
                          .unreturned = Unreturned::yes}}}};
  CountWords listed;
  listed.listed = {"CSEA", "big units"};
  listed.weights = {{"CSEA", 3}, {"big units", 0}};
  listed.less_than = Threshold{Threshold::Kind::count, {3, 1}};
  BallotsWords ballots;
  ballots.in = {"rail"};
  ballots.except = {"BLET", "SMART"};
  ballots.less_than = Threshold{Threshold::Kind::share, {2, 3}};
  BodyWords body{"P-4", Answer::no, Question::contract};
  s.groups = {{"big units", {.units = {"P-4"}, .rule = RuleWords{"n", listed}}},
              {"rail", {.unions = {"BLET", "SMART"}, .groups = {"big units"}}},
              {"trades", {.column = "class", .equals = "trades", .rule = RuleWords{}}}};
  s.gate = GateTable{RuleWords{"g", ballots}};
  s.units.decide = RuleWords{"", ballots};
  s.units.contract = RuleWords{"", body};
  s.units.contract_rules["P-4"] = RuleWords{"", listed};
  s.calendar = CalendarTable{.deadline = Date{2011, 6, 24},
                             .absent = AbsentCounts::left_out,
                             .union_waits = true,
                             .revisable = true,
                             .momentum = 0.2,
                             .once_dead = Law(MeanSd{-0.1, 0.1}),
                             .once_safe = 0.1};
  s.delay = {{.unit = "P-4",
              .chance = 0.15,
              .days = Amount(Law(Interval{{14, 90}, 0.8})),
              .then = {.ballot = UnitBallotTable{.design = BallotDesign::bundled,
                                                 .bundled_yes_if = BundledYesIf::balance,
                                                 .weight = Share(0.4),
                                                 .penalty = Shift(0.1),
                                                 .unreturned = Unreturned::no},
                       .shift = 0.2}},
             {.unit = "AFSCME", .chance = 1.0, .days = {}, .then = {}}};
  s.consequences = {.package_binds = PackageBinds::approvers,
                    .contract_needs_package = false,
                    .everyone_if = RuleWords{"", body}};
  s.protection = {.until = Date{2015, 6, 30}, .excludes = {"anyway"}};
  s.pay = PayTable{.first_day = Date{2011, 7, 1},
                   .salary = 65000.0,
                   .agreed = {0.0, 0.03},
                   .outside = {0.025},
                   .units = {{"P-4",
                              {.salary = Amount(1e5),
                               .agreed = std::vector<Percentage>{},
                               .outside = std::vector<Percentage>{0.01}}}}};
  s.savings = SavingsTable{
      .package = 1.6e9, .contracts = 1e-3, .per_layoff = 1e5, .likely = 0.9, .target = 2e9};
  s.layoffs = LayoffsTable{.rejected = {.threat = 7500.0,
                                        .announced = 0.9,
                                        .carried_out = 0.6,
                                        .by = "cut",
                                        .vacancies = 1000.0,
                                        .attrition = 0.03,
                                        .recall = 0.1},
                           .outside = {.chance = 0.67, .rate = 0.04, .recall = 0.8},
                           .anyway = {.rate = 0.01, .recall = 0.5, .date = Date{2016, 1, 1}},
                           .leverage = LeverageTable{.staff = "staff",
                                                     .needed = "needed",
                                                     .workload = {.now = 17746.0, .then = 19894.0},
                                                     .effect = 5.0}};
  s.pay->units["P-4"].award = AwardTable{
      .chance = 0.7, .refused = 0.1, .raises = {0.02, Percentage(Law(MeanSd{0.01, 0.01}))}};
  s.layoffs->rejected.by_agency = AgencyCutsTable{.agencies = {"DOC", "DOT"},
                                                  .units = {"P-4"},
                                                  .cuts = {1019, 817.5},
                                                  .others = {0, 3},
                                                  .staff = {{1}, {}}};
  s.layoffs->refusers = RefusersLayoffsTable{
      .by = "jobs", .notices = Share(Law(MeanSd{0.2, 0.1})), .take_effect = 0.5};
  s.challenge["P-4"] = {.chance = 0.1, .then = Voided::separate};
  s.legislature = LegislatureTable{
      .acts = 0.3, .refuses = 0.2, .refuses_contract = 0.1, .silence = Silence::refuses};
  s.imposed = ImposedTable{.chance = 0.1, .only_if = RuleWords{"o", ballots}};
  s.words = {.ratified = "mandate", .rejected = "no mandate"};
  s.round = {{.name = "re \"vote\"",
              .after = RoundAfter::ratified,
              .chance = Share(Law(MeanSd{0.6, 0.2})),
              .date = Date{2011, 8, 18},
              .expires = Date{2011, 9, 1},
              .late = 2.0,
              .who = RoundVoters::refusing_units,
              .asks = {Question::contract},
              .shift = {.mean = 0.4, .sd = 0.2, .unit = 0.1},
              .begun = 0.05},
             {.name = "third"}};
  s.unions.rules["CSEA"].node = NamedWords{"x"};
  s.units.rules["P-4"].node = NamedWords{"x"};
  s.rules["x"].node = BodyWords{"CSEA"};
  s.rule = RuleWords{"", NamedWords{"x"}};
  check_round_trip(s);

  // No field was forgotten above: each top-level table differs from its default.
  const Scenario unsaid;
  std::vector<const void*> defaults;
  Scenario::fields(
      unsaid, [&](const char*, const auto& member, const char*) { defaults.push_back(&member); });
  std::size_t i = 0;
  Scenario::fields(s, [&](const char* key, const auto& member, const char*) {
    INFO(key);
    const auto& plain = *static_cast<std::remove_reference_t<decltype(member)>*>(defaults[i++]);
    const std::string name = key;
    CHECK((name == "ayes" || name == "roster" || !(member == plain)));
  });
}

TEST_CASE("what a later vote restates survives, and so does what it sets back to its usual value") {
  const std::string text =
      "[[unit]]\nunit = \"P-4\"\nmembers = 9\n"
      "[support]\npackage = 0.4\nswing = 0.3\ntails = 6\n[support.units.P-4]\nshift = 0.1\n"
      "[[support.group]]\nname = \"g\"\ncolumn = \"c\"\nsd = 0.1\n"
      "[[driver]]\nname = \"a\"\neveryone = true\ncoefficient = 0.1\n"
      "[[driver]]\nname = \"b\"\ncolumn = \"c\"\ncoefficient = 0.2\n"
      "[ballot.units]\nP-4 = \"bundled\"\n[rule]\nyes = \"unions\"\nat_least = 1\n"
      "[groups.x]\nunits = [\"P-4\"]\n[layoffs.rejected]\nthreat = 7\nby = \"c\"\n"
      "[[round]]\nname = \"again\"\nshift = { mean = 0.4, sd = 0.1 }\n"
      "[round.support]\nswing = 0.0\npackage = 0.4\ntails = inf\n"
      "[round.support.units.P-4]\npackage = 0.2\n"
      "[[round.support.group]]\nname = \"g\"\nsd = 0.0\n"
      "[[round.driver]]\nname = \"a\"\nuse = false\n"
      "[[round.driver]]\nname = \"b\"\ncoefficient = 0.0\n"
      "[[round.driver]]\nname = \"new\"\neveryone = true\n"
      "[round.ballot.units]\nP-4 = \"separate\"\n"
      "[round.rule]\nno = \"unions\"\nat_most = \"1/3\"\n"
      "[round.turnout]\nshare = 1.0\n"  // as it is anyway
      "[round.layoffs.rejected]\nthreat = 0\n"
      "[[round]]\nname = \"third\"\n";
  const Scenario scenario = scenario_of(text);
  REQUIRE(scenario.round.size() == 2);
  const RoundTable& round = scenario.round[0];
  CHECK(std::get<Fixed>(round.support->swing.law).value == 0);
  CHECK(std::get<Fixed>(round.support->units.at("P-4").shift->law).value == 0.1);
  CHECK(round.support->groups[0].column == "c");
  REQUIRE(round.driver->size() == 2);
  CHECK((*round.driver)[0].column == "c");
  CHECK(round.layoffs->rejected.by == "c");
  CHECK_FALSE(round.turnout.has_value());
  CHECK_FALSE(round.groups.has_value());
  check_round_trip(scenario);
  const Scenario set =
      scenario_of(text, {{"round.third.chance=30%"}, {"round.again.support.swing=0.2"}});
  CHECK(std::get<Fixed>(set.round[1].chance.law).value == 0.3);
  CHECK(std::get<Fixed>(set.round[0].support->swing.law).value == 0.2);
}

TEST_CASE("a number survives to its last bit, and is written in its shortest form") {
  Scenario scenario = two_units();
  scenario.support.swing = 0.1 + 0.2;
  scenario.support.unit_spread = 1e-300;
  check_round_trip(scenario);
  const std::string text = write_scenario(scenario);
  CHECK(text.find("swing = 0.30000000000000004\n") != std::string::npos);
  CHECK(text.find("unit = 1e-300\n") != std::string::npos);
}

TEST_CASE("percent texts mean exactly the decimal they spell") {
  CHECK(
      std::get<Fixed>(scenario_of("[support]\npackage = \"33.3%\"\n").support.package.law).value ==
      0.333);
  CHECK(std::get<Fixed>(scenario_of("[pay]\nagreed = [\"2.5%\"]\n").pay->agreed[0].law).value ==
        0.025);
}

// Phi(0.43991...) = 0.67, a table of the normal law: 17 points lift 50% to 67%.
TEST_CASE("points are the probit spread that lifts one half by so much") {
  const double swing =
      std::get<Fixed>(scenario_of("[support]\nswing = \"17 points\"\n").support.swing.law).value;
  CHECK(swing == doctest::Approx(0.4399131656732338).epsilon(1e-14));
}

TEST_CASE("bounds are exact fractions") {
  const auto bound = [](const std::string& value) {
    const Scenario scenario = scenario_of("[rule]\nyes = \"unions\"\nat_least = " + value + "\n");
    return *std::get<CountWords>(scenario.rule->node).at_least;
  };
  const auto share = [](std::int64_t a, std::int64_t b) {
    return Threshold{Threshold::Kind::share, {a, b}};
  };
  CHECK(bound("14") == Threshold{Threshold::Kind::count, {14, 1}});
  CHECK(bound("1") == Threshold{Threshold::Kind::count, {1, 1}});
  CHECK(bound("0.8") == share(4, 5));
  CHECK(bound("\"80%\"") == share(4, 5));
  CHECK(bound("\"66.7%\"") == share(667, 1000));
  CHECK(bound("\"2/3\"") == share(2, 3));
  CHECK(bound("\"4/6\"") == share(2, 3));
  CHECK(bound("\"half\"") == share(1, 2));
  CHECK(bound("\"all\"") == share(1, 1));
}

TEST_CASE("the words of the interface for rules are understood") {
  const Scenario scenario =
      scenario_of("[unions]\ndecide = \"units\"\nrules = { CSEA = \"pooled\" }\n");
  const auto& most = std::get<CountWords>(scenario.unions.decide.node);
  CHECK(most.bodies == "units");
  CHECK(*most.more_than == Threshold{Threshold::Kind::share, {1, 2}});
  CHECK(std::get<NamedWords>(scenario.unions.rules.at("CSEA").node) == NamedWords{});
}

TEST_CASE("the digest names what is simulated, not how it was written") {
  const std::string a = "[support]\npackage = \"55%\"  # half and a bit\nswing = 0.30\n";
  const std::string b = "support = { swing = 0.3, package = 0.55 }\n";
  const std::string c = "[support]\npackage = 0.56\nswing = 0.3\n";
  CHECK(read_scenario_text(a, "a").sha256 == read_scenario_text(b, "b").sha256);
  CHECK(read_scenario_text(a, "a").sha256 != read_scenario_text(c, "c").sha256);
}

TEST_CASE("every shipped scenario reads, and survives") {
  int count = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(AYES_SOURCE_DIR "/scenarios")) {
    if (entry.path().extension() != ".toml") continue;
    if (entry.path().parent_path().filename() == "priors") continue;  // to be extended, not run
    INFO(entry.path().string());
    CHECK(mistakes_in(entry.path()) == std::vector<std::string>{});
    check_round_trip(read_scenario(entry.path()).scenario);
    ++count;
  }
  CHECK(count > 0);
}

}  // namespace ayes
