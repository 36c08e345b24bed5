// A story as JSON.
#include "io/story/story.h"
#include "models/scenario/spelling.h"

#include <nlohmann/json.hpp>

namespace ayes {
namespace {

using Json = nlohmann::ordered_json;

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

const char* sense_of(const Bound& bound) {
  switch (bound.sense) {
    case Bound::Sense::at_least:
      return "at_least";
    case Bound::Sense::at_most:
      return "at_most";
    case Bound::Sense::more_than:
      return "more_than";
    case Bound::Sense::less_than:
      return "less_than";
  }
  return "";
}

Json rule_json(const RuleStory& rule) {
  Json json = {{"name", rule.name}, {"words", rule.words}, {"met", rule.met}};
  if (rule.count) {
    json["measured"] = rule.count->measured;
    json["total"] = rule.count->total;
    json["sense"] = sense_of(rule.count->bound);
    json["needed"] = rule.count->needed();
    if (rule.parts.empty()) return json;
  } else {
    json["joined"] = rule.joined;
  }
  json["parts"] = Json::array();
  for (const RuleStory& part : rule.parts) json["parts"].push_back(rule_json(part));
  return json;
}

Json or_null(const std::optional<RuleStory>& rule) {
  return rule ? rule_json(*rule) : Json(nullptr);
}

Json layoffs_json(const std::optional<LayoffStory>& layoffs) {
  if (!layoffs) return nullptr;
  return {{"notices", layoffs->notices},
          {"separated", layoffs->separated},
          {"recalled", layoffs->recalled},
          {"layoffs", layoffs->layoffs()}};
}

Json unit_json(const UnitStory& unit, const Story& story) {
  Json json = {
      {"unit", unit.name},
      {"union", story.unions[static_cast<std::size_t>(unit.union_index)].name},
      {"members", unit.members},
      {"eligible", unit.eligible},
      {"employees", unit.employees},
      {"ballot", unit.ballot},
      {"opinions",
       {{"package", {{"probit", unit.package_opinion}, {"share", unit.package_share}}},
        {"contract",
         {{"probit", or_null(unit.contract_opinion)}, {"share", or_null(unit.contract_share)}}},
        {"bundled", {{"share", or_null(unit.bundled_share)}}},
        {"turnout", {{"probit", unit.turnout_opinion}, {"share", unit.turnout_share}}}}},
      {"returned", unit.returned},
      {"cast", unit.cast},
      {"package_yes", unit.package_yes},
      {"contract_yes", or_null(unit.contract_yes)},
      {"says_package", unit.says_package},
      {"says_contract", or_null(unit.says_contract)},
      {"rule", or_null(unit.rule)},
      {"package_in_force", unit.package_in_force},
      {"contract_in_force", unit.contract_in_force},
      {"layoffs", layoffs_json(unit.layoffs)},
      {"pay", or_null(unit.pay)}};
  if (unit.ballot_void) json["ballot_void"] = spelled(*unit.ballot_void);
  return json;
}

std::string date_text(const Date& date) {
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::to_string(date.year) + "-" + two(date.month) + "-" + two(date.day);
}

const char* fate_of(Fate fate) {
  return fate == Fate::dead ? "dead" : fate == Fate::safe ? "safe" : "open";
}

Json calendar_json(const CalendarStory& calendar, const Story& story) {
  Json days = Json::array();
  for (const DayStory& day : calendar.days) {
    Json units = Json::array();
    for (int u : day.units) {
      const UnitStory& unit = story.units[static_cast<std::size_t>(u)];
      units.push_back({{"unit", unit.name}, {"delayed", unit.delayed}, {"missed", unit.missed}});
    }
    days.push_back({{"date", date_text(day.date)},
                    {"package", fate_of(day.fate)},
                    {"surprise", day.surprise},
                    {"move", day.move},
                    {"units", std::move(units)}});
  }
  return {{"deadline", calendar.deadline ? Json(date_text(*calendar.deadline)) : Json()},
          {"days", std::move(days)}};
}

Json union_json(const UnionStory& body) {
  return {{"union", body.name},        {"members", body.members},   {"eligible", body.eligible},
          {"term", body.term},         {"cast", body.cast},         {"package_yes", body.yes},
          {"says_yes", body.says_yes}, {"rule", or_null(body.rule)}};
}

Json round_json(const RoundStory& round, const Story& story) {
  Json json = {{"name", round.name}, {"held", round.held}};
  if (!round.held) {
    json["why_not"] = round.why_not;
    return json;
  }
  json["shift"] = round.shift;
  json["ratified"] = round.ratified;
  json["rule"] = rule_json(round.rule);
  json["unions"] = Json::array();
  for (std::size_t u = 0; u < round.unions_yes.size(); ++u) {
    json["unions"].push_back(
        {{"union", story.unions[u].name}, {"says_yes", bool(round.unions_yes[u])}});
  }
  json["units"] = Json::array();
  for (std::size_t u = 0; u < round.units.size(); ++u) {
    const RoundStory::Answer& answer = round.units[u];
    json["units"].push_back({{"unit", story.units[u].name},
                             {"voted", answer.voted},
                             {"cast", answer.cast},
                             {"package_yes", answer.package_yes},
                             {"says_package", answer.says_package},
                             {"says_contract", or_null(answer.says_contract)},
                             {"package_in_force", answer.package_in_force},
                             {"contract_in_force", answer.contract_in_force}});
  }
  return json;
}

Json process_json(const ProcessStory& process, const Story& story) {
  Json json = {{"ratified", process.ratified}};
  json["rounds"] = Json::array();
  for (const RoundStory& round : process.rounds) json["rounds"].push_back(round_json(round, story));
  json["layoffs"] = layoffs_json(process.layoffs);
  if (process.layoffs) json["layoffs"]["rescinded"] = process.rescinded;
  return json;
}

}  // namespace

std::string to_json(const Story& story) {
  Json json = {{"title", story.title},
               {"seed", story.seed},
               {"replication", story.replication},
               {"ratified", story.ratified},
               {"each_union", story.each_union},
               {"swing", story.swing},
               {"turnout_swing", story.turnout_swing},
               {"heavy_tail", or_null(story.heavy_tail)}};
  json["groups"] = Json::array();
  for (const GroupStory& group : story.groups) {
    json["groups"].push_back({{"group", group.name}, {"term", group.term}});
  }
  json["inputs"] = Json::array();
  for (const InputStory& input : story.inputs) {
    json["inputs"].push_back({{"path", input.path}, {"value", input.value}, {"rank", input.rank}});
  }
  if (story.calendar) json["calendar"] = calendar_json(*story.calendar, story);
  json["rule"] = rule_json(story.rule);
  json["unions"] = Json::array();
  for (const UnionStory& body : story.unions) json["unions"].push_back(union_json(body));
  json["units"] = Json::array();
  for (const UnitStory& unit : story.units) json["units"].push_back(unit_json(unit, story));
  json["saved"] = or_null(story.saved);
  json["saved_claimed"] = or_null(story.saved_claimed);
  if (story.refused_by_legislature || story.imposed) {
    json["refused_by_legislature"] = story.refused_by_legislature;
    json["imposed"] = story.imposed;
  }
  if (story.process) json["process"] = process_json(*story.process, story);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace ayes
