#include "io/result/json.h"
#include "io/result/rows_csv.inl"

namespace ayes {
namespace {

void add_failures(const Json& failures, std::string& text) {
  for (const Json& failure : failures) {
    Rows rows{"failures", joined_names(failure["failed"]), text};
    rows.add("failed together", "share of rejected", failure["share_of_rejected"]);
  }
}

}  // namespace

std::string to_csv(const std::string& json) {
  const Json document = Json::parse(json);
  std::string text = columns_of_rows;
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
