#include "io/csv.h"
#include "io/explain/report.h"
#include "io/result/json_layout.h"
#include "io/result/number_text.h"
#include "models/stream.h"
#include "models/version.h"

#include <nlohmann/json.hpp>

namespace ayes {
namespace {

using Json = nlohmann::ordered_json;

constexpr int format = 1;

Json bounds(const Bounds& bounds) { return {bounds.low, bounds.high}; }

Json chance(const Chance& chance) {
  if (of_nothing(chance)) return nullptr;
  return {{"probability", chance.probability},
          {"se", chance.se},
          {"interval", bounds(chance.interval)}};
}

Json mean(const Mean& mean) { return {{"mean", mean.mean}, {"se", mean.se}}; }

Json fraction(const power::Fraction& value) {
  return {{"fraction", value.numerator + "/" + value.denominator}, {"value", value.value}};
}

Json power(const std::optional<power::Power>& power) {
  if (!power) return nullptr;
  return {{"banzhaf", fraction(power->banzhaf)},
          {"banzhaf_share", fraction(power->banzhaf_share)},
          {"shapley_shubik", fraction(power->shapley)}};
}

template <typename Body>
Json body(const Body& result, const Decisiveness& found,
          const std::optional<power::Power>& a_priori, const Chance& yes) {
  return {{"members", result.members},
          {"yes", chance(yes)},
          {"ratified_if_yes", chance(result.ratified_if_yes)},
          {"ratified_if_no", chance(result.ratified_if_no)},
          {"decides", chance(found.decides)},
          {"power", power(a_priori)},
          {"gain_of_5_points", mean(result.gain)}};
}

Json unions(const Explanation& explanation) {
  Json unions = Json::array();
  for (std::size_t u = 0; u < explanation.unions.size(); ++u) {
    const UnionResult& result = explanation.result.unions[u];
    Json json = {{"union", result.name}};
    json.update(body(result, explanation.unions[u], explanation.power.unions[u], result.yes));
    unions.push_back(std::move(json));
  }
  return unions;
}

Json units(const Explanation& explanation) {
  const Result& result = explanation.result;
  Json units = Json::array();
  for (std::size_t u = 0; u < explanation.units.size(); ++u) {
    const UnitResult& unit = result.units[u];
    Json json = {{"unit", unit.name},
                 {"union", result.unions[static_cast<std::size_t>(unit.union_index)].name}};
    json.update(body(unit, explanation.units[u], explanation.power.units[u], unit.package_yes));
    json["gain_of_100_voters"] = mean(explanation.units[u].gain_of_100);
    units.push_back(std::move(json));
  }
  return units;
}

Json blocking(const BlockingSets& blocking) {
  Json sets = Json::array();
  for (const BlockingSet& set : blocking.sets)
    sets.push_back({{"all_say_no", set.bodies}, {"of_rejected", chance(set.of_rejected)}});
  Json json = {{"sets", std::move(sets)}, {"more_unsearched", blocking.more_unsearched}};
  if (!blocking.why_not.empty()) json["why_none"] = blocking.why_not;
  return json;
}

Json rule(const Result& result) {
  Json rule = Json::array();
  for (const ConditionResult& condition : result.conditions) {
    rule.push_back({{"name", condition.name},
                    {"met", chance(condition.met)},
                    {"failed_alone", chance(condition.failed_alone)}});
  }
  return rule;
}

Json tornado(const Tornado& tornado) {
  Json bars = Json::array();
  for (const TornadoBar& bar : tornado.bars) {
    bars.push_back({{"name", bar.path},
                    {"low", bar.low},
                    {"high", bar.high},
                    {"ratified_at_low", chance(bar.at_low)},
                    {"ratified_at_high", chance(bar.at_high)},
                    {"difference", mean(bar.difference)}});
  }
  return {{"votes", tornado.votes},
          {"ratified_as_drawn", chance(tornado.as_drawn)},
          {"estimates", std::move(bars)}};
}

Json share(const sensitivity::Share& share) {
  return {{"share", share.value},
          {"se", share.se},
          {"interval", bounds(share.interval)},
          {"reaches_nonsense", share.reaches_nonsense()}};
}

Json sources(const std::vector<SourceOfChance>& sources, bool shapley) {
  Json list = Json::array();
  for (const SourceOfChance& source : sources) {
    Json json = {{"name", source.name},
                 {"estimate", source.estimate},
                 {"first_order", share(source.shares.first_order)},
                 {"total", share(source.shares.total)}};
    if (shapley) json["shapley"] = share(source.shares.shapley);
    list.push_back(std::move(json));
  }
  return list;
}

Json power_notes(const power::VotingPower& power) {
  Json json = {{"yes_may_hurt", power.yes_may_hurt}};
  if (!power.why_no_unions.empty()) json["why_none_of_unions"] = power.why_no_unions;
  if (!power.why_no_units.empty()) json["why_none_of_units"] = power.why_no_units;
  return json;
}

std::string value_text(const Json& value) {
  if (value.is_number_float()) return shortest(value.get<double>());
  if (value.is_string()) return value.get<std::string>();
  return value.dump();
}

// Rows of CSV: a row for each number below an object.
struct Rows {
  std::string scope, name;
  std::string& text;

  void add(const std::string& measure, const std::string& statistic, const Json& value) {
    if (value.is_null()) return;
    text += csv_cell(scope) + ',' + csv_cell(name) + ',' + csv_cell(measure) + ',' +
            csv_cell(statistic) + ',' + csv_cell(value_text(value)) + '\n';
  }
  void add_all(const std::string& measure, const Json& object) {
    for (const auto& [key, each] : object.items()) {
      if (each.is_object()) {
        add_all(measure.empty() ? key : measure + "." + key, each);
      } else if (each.is_array()) {
        add(measure, key + " low", each[0]);
        add(measure, key + " high", each[1]);
      } else {
        add(measure, key, each);
      }
    }
  }
};

void add_list(const std::string& scope, const Json& list, const char* key, std::string& text) {
  for (Json each : list) {
    Rows rows{scope, each[key].get<std::string>(), text};
    each.erase(key);
    rows.add_all("", each);
  }
}

}  // namespace

std::string explanation_json(const Explanation& explanation, const Source& source) {
  const Result& result = explanation.result;
  Json ratified = chance(result.ratified);
  ratified["estimator"] = result.estimator;
  ratified["level"] = result.plan.level;
  const Json json = {
      {"ayes", {{"version", version()}, {"format", format}}},
      {"scenario", {{"title", source.title}, {"sha256", source.sha256}, {"path", source.file}}},
      {"plan",
       {{"command", "explain"},
        {"method", result.method},
        {"seed", result.plan.seed},
        {"replications", result.plan.replications},
        {"stream_layout", stream_layout}}},
      {"ratified", std::move(ratified)},
      {"looked_at", explanation.looked_at},
      {"unions", unions(explanation)},
      {"units", units(explanation)},
      {"power", power_notes(explanation.power)},
      {"blocking", blocking(explanation.blocking)},
      {"rule", rule(result)},
      {"tornado", tornado(explanation.tornado)},
      {"variance",
       {{"points", explanation.sources.points},
        {"kinds", sources(explanation.sources.kinds, true)},
        {"sources", sources(explanation.sources.single, false)}}}};
  return laid_out(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string explanation_csv(const std::string& json) {
  const Json document = Json::parse(json);
  std::string text = "scope,name,measure,statistic,value\n";
  for (const char* scope : {"ayes", "scenario", "plan"})
    Rows{scope, "", text}.add_all("", document[scope]);
  Rows vote{"vote", "", text};
  vote.add_all("ratified", document["ratified"]);
  vote.add("looked_at", "value", document["looked_at"]);
  add_list("union", document["unions"], "union", text);
  add_list("unit", document["units"], "unit", text);
  Rows{"power", "", text}.add_all("", document["power"]);
  for (const Json& set : document["blocking"]["sets"]) {
    std::string names;
    for (const Json& name : set["all_say_no"])
      names += (names.empty() ? "" : " + ") + name.get<std::string>();
    Rows{"blocking", names, text}.add_all("of_rejected", set["of_rejected"]);
  }
  add_list("rule", document["rule"], "name", text);
  Rows{"tornado", "", text}.add("votes", "value", document["tornado"]["votes"]);
  Rows{"tornado", "", text}.add_all("ratified_as_drawn", document["tornado"]["ratified_as_drawn"]);
  add_list("tornado", document["tornado"]["estimates"], "name", text);
  Rows{"variance", "", text}.add("points", "value", document["variance"]["points"]);
  add_list("variance of kinds", document["variance"]["kinds"], "name", text);
  add_list("variance", document["variance"]["sources"], "name", text);
  return text;
}

}  // namespace ayes
