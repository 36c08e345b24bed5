#include "io/result/json.h"

#include "io/result/json_layout.h"
#include "io/result/number_text.h"
#include "io/result/values_json.inl"
#include "io/scenario/report.h"
#include "models/stream.h"
#include "models/version.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace ayes {
namespace {

constexpr int format = 1;

Json summary(const Summary& summary) {
  if (summary.replications == 0) return nullptr;
  Json quantiles = Json::object();
  for (const auto& [level, value] : summary.quantiles) quantiles[shortest(level)] = value;
  Json json = {{"replications", summary.replications},
               {"mean", summary.mean},
               {"se", summary.se},
               {"sd", summary.sd},
               {"quantiles", std::move(quantiles)},
               {"histogram", {{"edges", summary.edges}, {"counts", summary.counts}}}};
  if (!summary.quantile_errors.empty()) json["quantile_errors"] = summary.quantile_errors;
  return json;
}

Json ratified(const Result& result) {
  Json json = chance_json(result.ratified);
  json["estimator"] = result.estimator;
  json["level"] = result.plan.level;
  json["without_majority"] = result.ratified_without_majority;
  json["over_estimates"] = result.over_estimates ? bounds_json(*result.over_estimates) : Json();
  return json;
}

Json precision(const PrecisionResult& precision, double level) {
  return {{"measure", precision.measure},
          {"unit", precision.unit},
          {"wanted", precision.wanted},
          {"half_width", precision.half_width},
          {"reached", precision.reached},
          {"look", precision.looks},
          {"interval", bounds_json(precision.interval)},
          {"level", level},
          {"kind", precision.interval_kind}};
}

Json outcomes(const Result& result) {
  // The three that sum to 1, as whole votes over all votes.
  const auto n = static_cast<double>(result.plan.replications);
  const double p = result.ratified.probability, despite = result.rejected_despite_majority;
  const double rest = 1 - p - despite;
  const bool counted = result.estimator == "sample" && !result.update;
  return {{"ratified", p},
          {"rejected_despite_majority", despite},
          {"rejected", counted ? std::round(rest * n) / n : rest}};
}

Json rule(const Result& result) {
  Json rule = Json::array();
  for (const ConditionResult& condition : result.conditions) {
    rule.push_back({{"name", condition.name},
                    {"met", chance_json(condition.met)},
                    {"margin", mean_json(condition.margin)},
                    {"failed_alone", chance_json(condition.failed_alone)}});
  }
  return rule;
}

Json failures(const Result& result) {
  Json failures = Json::array();
  for (const Failure& failure : result.failures) {
    Json names = Json::array();
    for (int c : failure.conditions)
      names.push_back(result.conditions[static_cast<std::size_t>(c)].name);
    failures.push_back({{"failed", std::move(names)}, {"share_of_rejected", failure.share}});
  }
  return failures;
}

Json day(const std::optional<Date>& date) {
  return date ? Json(reading::date_text(*date)) : Json(nullptr);
}

// All votes of the process; the first alone where there is no other.
Json rounds(const Result& result) {
  if (result.rounds.empty()) {
    return Json::array(
        {{{"name", "first"}, {"reached", 1}, {"ratified", result.ratified.probability}}});
  }
  Json rounds = Json::array();
  for (const RoundResult& round : result.rounds) {
    const auto number = [](const Chance& chance) {
      return of_nothing(chance) ? Json(nullptr) : Json(chance.probability);
    };
    Json json = {{"name", round.name},
                 {"date", day(round.date)},
                 {"reached", number(round.reached)},
                 {"ratified", number(round.ratified)},
                 {"chances",
                  {{"reached", chance_json(round.reached)},
                   {"ratified", chance_json(round.ratified)},
                   {"last", chance_json(round.last)}}}};
    if (round.notices) {
      json["if_last"] = {{"notices", mean_json(*round.notices)},
                         {"separated", mean_json(*round.separated)},
                         {"recalled", mean_json(*round.recalled)},
                         {"rescinded", mean_json(*round.rescinded)}};
    }
    rounds.push_back(std::move(json));
  }
  return rounds;
}

Json measures(const Result& result) {
  Json measures = Json::object();
  for (const MeasureResult& measure : result.measures) {
    Json json = {{"unit", measure.unit}, {"estimator", measure.estimator}};
    // A share of ballots has no value where nobody ever cast one.
    const Json all = summary(measure.all);
    json.update(all.is_null() ? Json{{"replications", 0}} : all);
    if (measure.estimator != "sample") {  // what simulated votes still say of it
      json["sampled"] = {"histogram", "if_ratified", "if_rejected"};
      if (measure.chances.empty()) json["sampled"].push_back("quantiles");
    }
    for (const Mean& each : measure.chances) json["chances"].push_back(mean_json(each));
    json["if_ratified"] = summary(measure.if_ratified);
    json["if_rejected"] = summary(measure.if_rejected);
    measures[measure.name] = std::move(json);
  }
  return measures;
}

Json unions(const Result& result) {
  Json unions = Json::array();
  for (const UnionResult& body : result.unions) {
    Json yes = chance_json(body.yes);
    if (!yes.is_null()) yes["estimator"] = result.estimator;
    unions.push_back({{"union", body.name},
                      {"members", body.members},
                      {"yes", std::move(yes)},
                      {"share", summary(body.share)},
                      {"ratified_if_yes", chance_json(body.ratified_if_yes)},
                      {"ratified_if_no", chance_json(body.ratified_if_no)},
                      {"gain_of_5_points", mean_json(body.gain)}});
  }
  return unions;
}

Json prospect(const Prospect& prospect, bool pay, bool layoffs) {
  Json json = Json::object();
  if (pay) {
    json["pay"] = mean_json(prospect.pay);
    json["pay_if_ratified"] = mean_json(prospect.pay_if_ratified);
  }
  if (layoffs) {
    json["layoffs"] = mean_json(prospect.layoffs);
    json["layoffs_if_ratified"] = mean_json(prospect.layoffs_if_ratified);
  }
  return json;
}

Json layoffs(const UnitResult& unit) {
  return {{"notices", mean_json(*unit.notices)},
          {"separated", mean_json(*unit.separated)},
          {"recalled", mean_json(*unit.recalled)},
          {"layoffs", mean_json(*unit.layoffs)},
          {"layoffs_if_ratified", mean_json(*unit.layoffs_if_ratified)},
          {"layoffs_if_rejected", mean_json(*unit.layoffs_if_rejected)}};
}

Json unit(const UnitResult& unit, const Result& result) {
  Json json = {{"unit", unit.name},
               {"name", unit.full_name},
               {"union", result.unions[static_cast<std::size_t>(unit.union_index)].name},
               {"members", unit.members},
               {"employees", unit.employees},
               {"ballot", unit.ballot},
               {"package",
                {{"yes", chance_json(unit.package_yes)}, {"share", summary(unit.package_share)}}}};
  if (unit.contract_yes) {
    json["contract"] = {{"yes", chance_json(*unit.contract_yes)},
                        {"share", summary(*unit.contract_share)}};
  }
  json["ratified_if_yes"] = chance_json(unit.ratified_if_yes);
  json["ratified_if_no"] = chance_json(unit.ratified_if_no);
  json["gain_of_5_points"] = mean_json(unit.gain);
  json["protected"] = chance_json(unit.protected_from_layoff);
  if (unit.layoffs) json["layoffs"] = layoffs(unit);
  if (unit.pay) json["pay"] = mean_json(*unit.pay);
  if (unit.take_part) {
    const bool pay = unit.pay.has_value(), jobs = unit.layoffs.has_value();
    json["take_part"] = prospect(*unit.take_part, pay, jobs);
    json["stay_out"] = prospect(*unit.stay_out, pay, jobs);
  }
  return json;
}

Json units(const Result& result) {
  Json units = Json::array();
  for (const UnitResult& each : result.units) units.push_back(unit(each, result));
  return units;
}

Json date(const Date& date) {
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::to_string(date.year) + "-" + two(date.month) + "-" + two(date.day);
}

Json calendar(const CalendarResult& calendar, const Result& result) {
  Json days = Json::array(), missed = Json::array();
  for (const CountingDayResult& day : calendar.days) {
    days.push_back({{"date", date(day.date)},
                    {"units", day.units},
                    {"dead_before", chance_json(day.dead)},
                    {"safe_before", chance_json(day.safe)}});
  }
  for (const auto& [u, late] : calendar.missed) {
    missed.push_back(
        {{"unit", result.units[static_cast<std::size_t>(u)].name}, {"missed", chance_json(late)}});
  }
  return {{"deadline", calendar.deadline ? date(*calendar.deadline) : Json()},
          {"days", std::move(days)},
          {"missed", std::move(missed)}};
}

Json estimates(const Result& result) {
  Json influences = Json::array();
  for (const Influence& influence : result.influences) {
    influences.push_back({{"name", influence.name},
                          {"estimate", influence.estimate},
                          {"correlation", influence.correlation}});
  }
  return {{"numbers", result.inputs}, {"uncertain", result.estimates}, {"influences", influences}};
}

Json run_of(const Provenance& run) {
  return {{"commit", run.commit},   {"host", run.host},       {"kernels", run.kernels},
          {"threads", run.threads}, {"started", run.started}, {"seconds", run.seconds}};
}

Json update(const UpdateResult& update) {
  Json lines = Json::array(), measures = Json::object(), moved = Json::array();
  for (const KnownLine& line : update.lines) {
    lines.push_back({{"line", line.line},
                     {"body", line.body},
                     {"question", line.question},
                     {"says", line.says},
                     {"date", day(line.date)},
                     {"surprise", line.surprise == 0 ? Json() : Json(line.surprise)}});
  }
  for (const MovedMeasure& measure : update.measures) {
    measures[measure.name] = {{"unit", measure.unit},
                              {"before", mean_json(measure.before)},
                              {"after", mean_json(measure.after)}};
  }
  for (const MovedBody& body : update.moved) {
    moved.push_back({{body.is_union ? "union" : "unit", body.name},
                     {"before", chance_json(body.before)},
                     {"after", chance_json(body.after)}});
  }
  return {{"results", {{"file", update.file}, {"sha256", update.sha256}}},
          {"until", day(update.until)},
          {"lines", std::move(lines)},
          {"effective", update.effective},
          {"largest_weight", update.largest},
          {"log_probability_of_results", update.log_evidence},
          {"ratified_before", chance_json(update.before)},
          {"measures", std::move(measures)},
          {"moved", std::move(moved)}};
}

Json plan(const Result& result) {
  Json plan = {{"method", result.method},
               {"seed", result.plan.seed},
               {"replications", result.plan.replications}};
  if (result.estimator == "conditional") plan["points"] = result.plan.points;
  plan["stream_layout"] = stream_layout;
  return plan;
}

Json document(const Result& result, const Source& source, const Provenance* provenance) {
  Json json = {
      {"ayes", {{"version", version()}, {"format", format}}},
      {"scenario", {{"title", source.title}, {"sha256", source.sha256}, {"path", source.file}}},
      {"plan", plan(result)},
      {"members", result.members},
      {"each_union", result.each_union},
      {"ratified", ratified(result)},
      {"outcomes", outcomes(result)},
      {"rule", rule(result)},
      {"failures", failures(result)},
      {"rounds", rounds(result)},
      {"measures", measures(result)},
      {"unions", unions(result)},
      {"units", units(result)},
      {"estimates", estimates(result)},
  };
  if (result.calendar) json["calendar"] = calendar(*result.calendar, result);
  if (result.ratified_ever) {
    json["ratified_first"] = chance_json(result.ratified);
    json["ratified_ever"] = chance_json(*result.ratified_ever);
  }
  if (result.settled) {
    const SettledResult& settled = *result.settled;
    json["in_force"] = chance_json(settled.in_force);
    if (settled.refused_by_legislature)
      json["refused_by_legislature"] = chance_json(*settled.refused_by_legislature);
    if (settled.imposed) json["imposed"] = chance_json(*settled.imposed);
  }
  if (result.update) json["update"] = update(*result.update);
  if (result.precision) json["precision"] = precision(*result.precision, result.plan.level);
  if (result.threat) json["threat"] = *result.threat;
  if (result.savings_target) json["savings_target"] = *result.savings_target;
  if (result.pay_years > 0) json["pay_years"] = result.pay_years;
  if (provenance) json["run"] = run_of(*provenance);
  return json;
}

}  // namespace

std::string to_json(const Result& result, const Source& source, const Provenance* provenance) {
  // The document is gone before its layout needs as much room again: there may be thousands of
  // units.
  const std::string compact =
      document(result, source, provenance).dump(-1, ' ', false, Json::error_handler_t::replace);
  return laid_out(compact);
}

}  // namespace ayes
