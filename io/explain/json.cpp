#include "io/explain/report.h"
#include "io/result/json_layout.h"
#include "io/result/rows_csv.inl"
#include "io/result/values_json.inl"
#include "models/stream.h"
#include "models/version.h"

#include <nlohmann/json.hpp>

namespace ayes {
namespace {

constexpr int format = 1;

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
          {"yes", chance_json(yes)},
          {"ratified_if_yes", chance_json(result.ratified_if_yes)},
          {"ratified_if_no", chance_json(result.ratified_if_no)},
          {"decides", chance_json(found.decides)},
          {"power", power(a_priori)},
          {"gain_of_5_points", mean_json(result.gain)}};
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
    json["gain_of_100_voters"] = mean_json(explanation.units[u].gain_of_100);
    units.push_back(std::move(json));
  }
  return units;
}

Json blocking(const BlockingSets& blocking) {
  Json sets = Json::array();
  for (const BlockingSet& set : blocking.sets)
    sets.push_back({{"all_say_no", set.bodies}, {"of_rejected", chance_json(set.of_rejected)}});
  Json json = {{"sets", std::move(sets)}, {"more_unsearched", blocking.more_unsearched}};
  if (!blocking.why_not.empty()) json["why_none"] = blocking.why_not;
  return json;
}

Json rule(const Result& result) {
  Json rule = Json::array();
  for (const ConditionResult& condition : result.conditions) {
    rule.push_back({{"name", condition.name},
                    {"met", chance_json(condition.met)},
                    {"failed_alone", chance_json(condition.failed_alone)}});
  }
  return rule;
}

Json tornado(const Tornado& tornado) {
  Json bars = Json::array();
  for (const TornadoBar& bar : tornado.bars) {
    bars.push_back({{"name", bar.path},
                    {"low", bar.low},
                    {"high", bar.high},
                    {"ratified_at_low", chance_json(bar.at_low)},
                    {"ratified_at_high", chance_json(bar.at_high)},
                    {"difference", mean_json(bar.difference)}});
  }
  return {{"votes", tornado.votes},
          {"ratified_as_drawn", chance_json(tornado.as_drawn)},
          {"estimates", std::move(bars)}};
}

Json share(const sensitivity::Share& share) {
  return {{"share", share.value},
          {"se", share.se},
          {"interval", bounds_json(share.interval)},
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

}  // namespace

std::string explanation_json(const Explanation& explanation, const Source& source) {
  const Result& result = explanation.result;
  Json ratified = chance_json(result.ratified);
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
  std::string text = columns_of_rows;
  for (const char* scope : {"ayes", "scenario", "plan"})
    Rows{scope, "", text}.add_all("", document[scope]);
  Rows vote{"vote", "", text};
  vote.add_all("ratified", document["ratified"]);
  vote.add("looked_at", "value", document["looked_at"]);
  add_list("union", document["unions"], "union", text);
  add_list("unit", document["units"], "unit", text);
  Rows{"power", "", text}.add_all("", document["power"]);
  for (const Json& set : document["blocking"]["sets"]) {
    Rows rows{"blocking", joined_names(set["all_say_no"]), text};
    rows.add_all("of_rejected", set["of_rejected"]);
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
