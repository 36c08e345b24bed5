// Later votes in a run: what is counted of them, and stopping at a precision of what they end with.
#include "sim/method.h"
#include "sim/precision.h"
#include "sim/replay.h"
#include "sim/run.h"
#include "tests/models/small_scenarios.h"
#include "tests/statistics.h"

#include <doctest/doctest.h>

#include <cmath>

namespace ayes {
namespace {

using tests::at_least;
using tests::count_of;

// One union of one member: 0.4 at first; after a no, with chance 0.5, 0.4 again.
Scenario two_tries() {
  Scenario scenario = tests::equal_unions(1, 1);
  scenario.support.package = 0.4;
  scenario.rule = at_least("unions", count_of(1));
  scenario.layoffs = LayoffsTable{};
  scenario.layoffs->rejected.threat = 1.0;
  RoundTable round;
  round.name = "revote";
  round.chance = 0.5;
  round.begun = 0.3;
  scenario.round = {round};
  return scenario;
}

TEST_CASE("a result tells each vote: held, ratified of those held, the last, and its jobs") {
  const Model model = compile(two_tries());
  const Plan plan{.seed = 3, .replications = 50'000};
  const Result result = run(model, plan, {});
  REQUIRE(result.rounds.size() == 2);
  const RoundResult &first = result.rounds[0], &revote = result.rounds[1];
  const auto agrees = [](const Chance& chance, double truth) {
    return statistics::agrees(chance.probability, chance.se, truth);
  };
  CHECK(first.name == "first");
  CHECK(first.reached.probability == 1);
  CHECK(agrees(first.ratified, 0.4));
  CHECK(agrees(revote.reached, 0.6 * 0.5));
  CHECK(agrees(revote.ratified, 0.4));
  CHECK(agrees(*result.ratified_ever, 0.4 + 0.3 * 0.4));
  CHECK(first.last.probability + revote.last.probability == doctest::Approx(1));
  // Last at first: ratified, or rejected for good; a rejection has one notice and ends one job.
  CHECK(statistics::agrees(first.notices->mean, first.notices->se, 0.3 / 0.7));
  CHECK(revote.notices->mean == 1);
  CHECK(statistics::agrees(revote.separated->mean, revote.separated->se, 0.6 + 0.4 * 0.3));
  CHECK(statistics::agrees(revote.rescinded->mean, revote.rescinded->se, 0.4 * 0.7));
  const MeasureResult* rescinded = result.measure("rescinded");
  REQUIRE(rescinded);
  CHECK(statistics::agrees(rescinded->all.mean, rescinded->all.se, 0.3 * 0.4 * 0.7));
  // Notices are sent, and either end a job or are taken back.
  CHECK(result.measure("notices")->all.mean ==
        doctest::Approx(result.measure("separated")->all.mean + rescinded->all.mean));
}

TEST_CASE("a run with later votes has the same bytes by any threads and batches") {
  const Model model = compile(two_tries());
  const Plan plan{.seed = 1, .replications = 9'000};
  const Tally one = count_votes(model, plan, {});
  const Tally other = count_votes(model, plan, {.threads = 2, .batch = 77});
  CHECK(one == other);
}

TEST_CASE("a precision of the chance in the end, and of notices taken back, is reached") {
  const Model model = compile(two_tries());
  for (const char* measure : {"ratified_ever", "ratified_first", "rescinded"}) {
    CAPTURE(measure);
    REQUIRE(find_watched(model, measure));
    Plan plan{.seed = 1, .replications = 1'000'000};
    plan.precision = Precision{measure, 0.02};
    const Result result = run(model, plan, {});
    REQUIRE(result.precision);
    CHECK(result.precision->reached);
    const double truth = std::string(measure) == "ratified_ever"    ? 0.52
                         : std::string(measure) == "ratified_first" ? 0.4
                                                                    : 0.3 * 0.4 * 0.7;
    CHECK(result.precision->interval.low <= truth);
    CHECK(result.precision->interval.high >= truth);
  }
  CHECK_FALSE(find_watched(compile(tests::equal_unions(1, 1)), "ratified_ever"));
}

TEST_CASE("a replayed process is that of the run") {
  const Model model = compile(two_tries());
  const Tally tally = count_votes(model, {.seed = 1, .replications = 300}, {});
  std::int64_t held = 0, ended_ratified = 0, rescinded = 0;
  for (int k = 0; k < 300; ++k) {
    const Story story = replay(model, 1, k);
    REQUIRE(story.process);
    const RoundStory& round = story.process->rounds[0];
    held += round.held;
    CHECK(round.why_not == (round.held       ? ""
                            : story.ratified ? "the vote before it was a yes"
                                             : "nobody called it"));
    ended_ratified += story.process->ratified;
    rescinded += story.process->rescinded;
  }
  CHECK(held == tally.rounds[1].held);
  CHECK(ended_ratified == tally.ratified_ever);
  Moments all = tally.rounds[0].rescinded;
  all.merge(tally.rounds[1].rescinded);
  CHECK(rescinded == static_cast<std::int64_t>(all.sum));
}

TEST_CASE("a legislature and an imposition are counted beside ratification") {
  Scenario scenario = two_tries();
  scenario.round.clear();
  scenario.legislature = LegislatureTable{.acts = 1.0, .refuses = 0.25};
  scenario.imposed = ImposedTable{0.1};
  const Result result = run(compile(scenario), {.seed = 1, .replications = 40'000}, {});
  REQUIRE(result.settled);
  const auto agrees = [](const Chance& chance, double truth) {
    return statistics::agrees(chance.probability, chance.se, truth);
  };
  CHECK(agrees(result.ratified, 0.4));
  CHECK(agrees(result.settled->in_force, 0.4 * 0.75 + 0.6 * 0.1));
  CHECK(agrees(*result.settled->refused_by_legislature, 0.1));
  CHECK(agrees(*result.settled->imposed, 0.06));
}

TEST_CASE("a ballot that may be declared void is not for the conditional estimator") {
  Scenario scenario = tests::equal_unions(2, 50);
  scenario.ballot.units["U1"].design = BallotDesign::bundled;
  scenario.challenge["U1"] = {0.2, Voided::no};
  const Model model = compile(scenario);
  CHECK(why_not(model, Method::conditional)->path == "challenge.U1");
  CHECK(why_not(model, Method::exact)->path == "challenge.U1");
}

}  // namespace
}  // namespace ayes
