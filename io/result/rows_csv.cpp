#include "io/result/rows_csv.inl"

#include "io/csv.h"
#include "io/result/number_text.h"

namespace ayes {
namespace {

std::string value_text(const Json& value) {
  if (value.is_number_float()) return shortest(value.get<double>());
  if (value.is_string()) return value.get<std::string>();
  return value.dump();
}

}  // namespace

void Rows::add(const std::string& measure, const std::string& statistic, const Json& value) {
  if (value.is_null()) return;
  text += csv_cell(scope) + ',' + csv_cell(name) + ',' + csv_cell(measure) + ',' +
          csv_cell(statistic) + ',' + csv_cell(value_text(value)) + '\n';
}

void Rows::add_all(const std::string& measure, const Json& object) {
  for (const auto& [key, each] : object.items()) {
    if (key == "histogram" || key == "quantile_errors") continue;
    if (key == "quantiles") {
      const auto errors = object.find("quantile_errors");
      std::size_t place = 0;
      for (const auto& [level, quantile] : each.items()) {
        add(measure, "quantile " + level, quantile);
        if (errors != object.end()) add(measure, "quantile " + level + " se", errors->at(place));
        ++place;
      }
    } else if (key == "chances" && each.is_array()) {
      for (std::size_t count = 0; count < each.size(); ++count) {
        const std::string chance = "chance of " + std::to_string(count);
        add(measure, chance, each[count]["mean"]);
        add(measure, chance + " se", each[count]["se"]);
      }
    } else if (each.is_object()) {
      add_all(measure.empty() ? key : measure + "." + key, each);
    } else if (!each.is_array()) {
      add(measure, key, each);
    } else if (each.empty() || each[0].is_string()) {
      add(measure, key, joined_names(each));
    } else {
      add(measure, key + " low", each[0]);
      add(measure, key + " high", each[1]);
    }
  }
}

void add_list(const std::string& scope, const Json& list, const char* key, std::string& text) {
  for (Json each : list) {
    Rows rows{scope, each[key].get<std::string>(), text};
    each.erase(key);
    rows.add_all("", each);
  }
}

std::string joined_names(const Json& names) {
  std::string text;
  for (const Json& name : names) text += (text.empty() ? "" : " + ") + name.get<std::string>();
  return text;
}

}  // namespace ayes
