#include "io/result/json.h"
#include "tests/io/small_result.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace ayes {
namespace {

using Json = nlohmann::ordered_json;

Json saved() { return Json::parse(to_json(tests::small_result(), tests::small_source())); }

TEST_CASE("a saved result says what was run") {
  const Json json = saved();
  CHECK(json["ayes"]["format"] == 1);
  CHECK(json["scenario"] ==
        Json{{"title", "Two unions"}, {"sha256", "ab12"}, {"path", "two.toml"}});
  CHECK(json["plan"] ==
        Json{{"method", "sample"}, {"seed", 7}, {"replications", 1000}, {"stream_layout", 1}});
}

TEST_CASE("the three outcomes sum to 1") {
  const Json outcomes = saved()["outcomes"];
  CHECK(outcomes["ratified"] == 0.3);
  CHECK(outcomes["rejected_despite_majority"] == 0.25);
  CHECK(outcomes["rejected"] == 0.45);
  CHECK(outcomes.size() == 3);
}

TEST_CASE("what no vote had is null, not 0") {
  const Json transit = saved()["unions"][1];  // it never said no
  CHECK(transit["ratified_if_no"].is_null());
  CHECK(transit["ratified_if_yes"]["probability"] == 0.3);
  Result never = tests::small_result();
  never.measures[0].if_ratified = {};
  CHECK(Json::parse(to_json(never, {}))["measures"]["unions_yes"]["if_ratified"].is_null());
  never.measures[0].all = {};  // a share of ballots where nobody ever casts one
  const Json measure = Json::parse(to_json(never, {}))["measures"]["unions_yes"];
  CHECK(measure["replications"] == 0);
  CHECK_FALSE(measure.contains("mean"));
}

TEST_CASE("parts that a scenario doesn't have are not there") {
  Result result = tests::small_result();
  result.units[1].contract_yes.reset();
  result.units[1].take_part.reset();
  result.savings_target.reset();
  const Json json = Json::parse(to_json(result, {}));
  CHECK_FALSE(json["units"][1].contains("contract"));
  CHECK_FALSE(json["units"][1].contains("take_part"));
  CHECK_FALSE(json.contains("savings_target"));
  CHECK(json["units"][0].contains("contract"));
}

TEST_CASE("every number reads back as the same number") {
  Result result = tests::small_result();
  result.ratified.se = 0.1 + 0.2;
  result.plan.seed = UINT64_MAX;
  const Json json = Json::parse(to_json(result, {}));
  CHECK(json["ratified"]["se"].get<double>() == 0.1 + 0.2);
  CHECK(json["plan"]["seed"].get<std::uint64_t>() == UINT64_MAX);
  CHECK(json["measures"]["saved"]["quantiles"]["0.1"] == 2e6);
}

TEST_CASE("text that JSON must escape comes back") {
  Source source = tests::small_source();
  source.title = "a \"quoted\" title,\nand a second line · é";
  CHECK(Json::parse(to_json(tests::small_result(), source))["scenario"]["title"] == source.title);
}

Result precise_result() {
  Result result = tests::small_result();
  result.precision = PrecisionResult{.measure = "layoffs",
                                     .unit = "jobs",
                                     .wanted = 2,
                                     .half_width = 1.5,
                                     .reached = true,
                                     .interval = {49, 52},
                                     .interval_kind = "empirical Bernstein",
                                     .looks = 4};
  return result;
}

TEST_CASE("a precision that was asked for is told with its interval, in JSON and in the table") {
  CHECK_FALSE(saved().contains("precision"));
  const std::string text = to_json(precise_result(), tests::small_source());
  CHECK(Json::parse(text)["precision"] == Json{{"measure", "layoffs"},
                                               {"unit", "jobs"},
                                               {"wanted", 2.0},
                                               {"half_width", 1.5},
                                               {"reached", true},
                                               {"look", 4},
                                               {"interval", {49.0, 52.0}},
                                               {"level", 0.95},
                                               {"kind", "empirical Bernstein"}});
  const std::string csv = to_csv(text);
  CHECK(csv.find("\nprecision,,,interval low,49\n") != std::string::npos);
  CHECK(csv.find("\nprecision,,,kind,empirical Bernstein\n") != std::string::npos);
}

TEST_CASE("the run stands apart, and nothing of it is in the result's own bytes") {
  const Provenance run{"abc", "host", "avx2", "2011-06-16T09:30:00Z", 3, 1.5};
  const Json plain = saved();
  Json with = Json::parse(to_json(tests::small_result(), tests::small_source(), &run));
  CHECK(with["run"]["threads"] == 3);
  with.erase("run");
  CHECK(with == plain);
}

TEST_CASE("the table has a row for each number of the JSON, under five columns") {
  const std::string csv = to_csv(to_json(tests::small_result(), tests::small_source()));
  CHECK(csv.starts_with("scope,name,measure,statistic,value\n"));
  for (const char* row :
       {"\nplan,,,seed,7\n", "\nvote,,ratified,probability,0.3\n",
        "\nvote,,ratified,over_estimates low,0.12\n", "\nvote,,layoffs,quantile 0.5,50\n",
        "\nvote,,layoffs.if_rejected,mean,55\n", "\nrule,both,met,probability,0.32\n",
        "\nfailures,both + membership,failed together,share of rejected,0.8285714285714286\n",
        "\nunion,School Employees,yes,probability,0.48\n",
        "\nunit,Drivers,package.share,mean,0.48\n", "\nunit,Aides,,ballot,separate\n",
        "\ninfluence,swing,,correlation,0.6\n"}) {
    CHECK_MESSAGE(csv.find(row) != std::string::npos, row);
  }
  for (std::size_t start = 0; start < csv.size();) {
    const std::size_t end = csv.find('\n', start);
    CHECK(std::count(csv.begin() + static_cast<std::ptrdiff_t>(start),
                     csv.begin() + static_cast<std::ptrdiff_t>(end), ',') == 4);
    start = end + 1;
  }
}

TEST_CASE("each cell of the table holds a number or a text: lists have rows of their own") {
  Result result = tests::small_result();
  const auto layoffs =
      std::find_if(result.measures.begin(), result.measures.end(),
                   [](const MeasureResult& measure) { return measure.name == "layoffs"; });
  layoffs->all.quantile_errors = {1, 2.5, 4};
  layoffs->estimator = "conditional";
  layoffs->chances = {{0.25, 0.01}, {0.75, 0.02}};
  const std::string csv = to_csv(to_json(result, tests::small_source()));
  for (const char* rows :
       {"\nvote,,layoffs,quantile 0.5,50\nvote,,layoffs,quantile 0.5 se,2.5\n",
        "\nvote,,layoffs,chance of 0,0.25\nvote,,layoffs,chance of 0 se,0.01\n",
        "\nvote,,layoffs,chance of 1,0.75\nvote,,layoffs,chance of 1 se,0.02\n"}) {
    CHECK_MESSAGE(csv.find(rows) != std::string::npos, rows);
  }
  CHECK(csv.find('[') == std::string::npos);
  CHECK(csv.find('{') == std::string::npos);
}

TEST_CASE("a name with a comma or a quote is quoted in the table") {
  Result result = tests::small_result();
  result.unions[0].name = "Local 1, \"the\" first";
  CHECK(to_csv(to_json(result, {})).find("\nunion,\"Local 1, \"\"the\"\" first\",,members,750\n") !=
        std::string::npos);
}

}  // namespace
}  // namespace ayes
