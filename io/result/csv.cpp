#include "io/csv.h"

#include "io/result/json.h"
#include "io/result/number_text.h"

#include <nlohmann/json.hpp>

#include <string_view>

namespace ayes {
namespace {

using Json = nlohmann::ordered_json;

std::string value_text(const Json& value) {
  if (value.is_number_float()) return shortest(value.get<double>());
  if (value.is_string()) return value.get<std::string>();
  return value.dump();
}

struct Rows {
  std::string scope, name;
  std::string& text;

  void add(const std::string& measure, const std::string& statistic, const Json& value) {
    if (value.is_null()) return;
    text += csv_cell(scope) + ',' + csv_cell(name) + ',' + csv_cell(measure) + ',' +
            csv_cell(statistic) + ',' + csv_cell(value_text(value)) + '\n';
  }

  // Adds a row for each number below `value`; `measure` is the path to it, joined by dots.
  void add_all(const std::string& measure, const Json& value) {
    for (const auto& [key, each] : value.items()) {
      if (key == "histogram") continue;
      if (key == "quantiles") {
        for (const auto& [level, quantile] : each.items())
          add(measure, "quantile " + level, quantile);
      } else if (key == "interval" || key == "over_estimates") {
        if (each.is_null()) continue;
        add(measure, key + " low", each[0]);
        add(measure, key + " high", each[1]);
      } else if (each.is_object()) {
        add_all(measure.empty() ? key : measure + "." + key, each);
      } else {
        add(measure, key, each);
      }
    }
  }
};

// A list of objects, each with a name under `key`.
void add_list(const std::string& scope, const Json& list, const char* key, std::string& text) {
  for (Json each : list) {
    Rows rows{scope, each[key].get<std::string>(), text};
    each.erase(key);
    rows.add_all("", each);
  }
}

void add_failures(const Json& failures, std::string& text) {
  for (const Json& failure : failures) {
    std::string names;
    for (const Json& name : failure["failed"]) {
      names += (names.empty() ? "" : " + ") + name.get<std::string>();
    }
    Rows{"failures", names, text}.add("failed together", "share of rejected",
                                      failure["share_of_rejected"]);
  }
}

}  // namespace

std::string to_csv(const std::string& json) {
  const Json document = Json::parse(json);
  std::string text = "scope,name,measure,statistic,value\n";
  for (const char* scope : {"ayes", "scenario", "plan"})
    Rows{scope, "", text}.add_all("", document[scope]);
  Rows vote{"vote", "", text};
  for (const char* key : {"threat", "savings_target", "pay_years", "members"}) {
    if (document.contains(key)) vote.add(key, "value", document[key]);
  }
  vote.add_all("ratified", document["ratified"]);
  for (const char* key :
       {"ratified_first", "ratified_ever", "in_force", "refused_by_legislature", "imposed"}) {
    if (document.contains(key)) vote.add_all(key, document[key]);
  }
  vote.add_all("outcomes", document["outcomes"]);
  vote.add_all("", document["measures"]);
  add_list("rule", document["rule"], "name", text);
  add_failures(document["failures"], text);
  add_list("round", document["rounds"], "name", text);
  add_list("union", document["unions"], "union", text);
  add_list("unit", document["units"], "unit", text);
  if (document.contains("calendar")) {
    add_list("day", document["calendar"]["days"], "date", text);
    add_list("unit", document["calendar"]["missed"], "unit", text);
  }
  if (document.contains("precision"))
    Rows{"precision", "", text}.add_all("", document["precision"]);
  add_list("influence", document["estimates"]["influences"], "name", text);
  if (document.contains("run")) Rows{"run", "", text}.add_all("", document["run"]);
  return text;
}

}  // namespace ayes
