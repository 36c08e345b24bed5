#include "io/result/claim.h"

#include "io/text_file.h"
#include "sim/method.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace ayes {
namespace {

using Json = nlohmann::ordered_json;

constexpr int deepest = 32;
constexpr std::int64_t most_votes = std::int64_t{1} << 48;

Json parse(const std::string& text) {
  bool too_deep = false;
  Json json = Json::parse(
      text,
      [&](int depth, Json::parse_event_t, Json&) {
        too_deep |= depth > deepest;
        return depth <= deepest;
      },
      false);
  return too_deep ? Json() : json;
}

Method method_named(const std::string& name) {
  const std::array methods = {Method::automatic, Method::sample, Method::conditional,
                              Method::exact};
  const auto* found = std::find_if(methods.begin(), methods.end(),
                                   [&](Method method) { return name == name_of(method); });
  return found == methods.end() ? throw std::out_of_range("method") : *found;
}

// "run" is the last member of a result that has it, on lines of its own.
std::string without_provenance(const std::string& text, const Json& json) {
  if (!json.contains("run")) return text;
  return text.substr(0, text.rfind(",\n \"run\": {")) + "\n}\n";
}

Claim claim_of(const Json& json) {
  const Json& plan = json.at("plan");
  const Json& scenario = json.at("scenario");
  Claim claim{.version = json.at("ayes").at("version").get<std::string>(),
              .title = scenario.at("title").get<std::string>(),
              .sha256 = scenario.at("sha256").get<std::string>(),
              .file = scenario.at("path").get<std::string>(),
              .plan = {.seed = plan.at("seed").get<std::uint64_t>(),
                       .replications = plan.at("replications").get<std::int64_t>(),
                       .level = json.at("ratified").at("level").get<double>()},
              .method = plan.at("method").get<std::string>()};
  claim.plan.method = method_named(claim.method);
  // `auto` that came to counting votes doesn't say how many points it had looked at.
  if (json.at("ratified").at("estimator") == "sample") claim.plan.method = Method::sample;
  if (plan.contains("points")) claim.plan.points = plan.at("points").get<std::int64_t>();
  if (json.contains("precision")) {
    const Json& precision = json.at("precision");
    claim.plan.precision =
        Precision{precision.at("measure").get<std::string>(), precision.at("wanted").get<double>()};
  }
  const std::int64_t points = claim.plan.points;
  if (claim.plan.replications < 1 || claim.plan.replications > most_votes || points < 256 ||
      points > std::int64_t{1} << 30 || (points & (points - 1)) != 0 ||
      !(claim.plan.level > 0 && claim.plan.level < 1) ||
      (claim.plan.precision && !(claim.plan.precision->half_width > 0))) {
    throw std::out_of_range("plan");
  }
  return claim;
}

std::string shown(const Json& json) {
  if (json.is_object()) return "an object";
  if (json.is_array()) return "a list of " + std::to_string(json.size());
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Looks for the first difference below a path; empty when there is none.
std::string find(const std::string& path, const Json& first, const Json& second) {
  const std::string here = "at " + (path.empty() ? "the top" : path) + ": ";
  if (first.is_object() && second.is_object()) {
    for (const auto& [key, value] : first.items()) {
      const std::string below = path.empty() ? key : path + '.' + key;
      if (!second.contains(key)) return "at " + below + ": " + shown(value) + " and nothing";
      if (std::string found = find(below, value, second.at(key)); !found.empty()) return found;
    }
    for (const auto& [key, value] : second.items())
      if (!first.contains(key)) return here + "nothing and a member " + key;
    return "";
  }
  if (first.is_array() && second.is_array() && first.size() == second.size()) {
    for (std::size_t i = 0; i < first.size(); ++i) {
      std::string found = find(path + '[' + std::to_string(i) + ']', first[i], second[i]);
      if (!found.empty()) return found;
    }
    return "";
  }
  return first == second ? "" : here + shown(first) + " and " + shown(second);
}

}  // namespace

Claim read_claim(const std::string& text, const std::string& name) {
  const Json json = parse(text);
  if (json.is_object() && json.contains("update")) {
    throw FileError(name, "it is of ayes update, which takes a file of results too",
                    "run that command again and compare the files");
  }
  try {
    Claim claim = claim_of(json);
    claim.bytes = without_provenance(text, json);
    return claim;
  } catch (const std::exception&) {
    throw FileError(name, "it is no result that ayes run saved as JSON");
  }
}

std::string first_difference(const std::string& first, const std::string& second) {
  const std::string found = find("", parse(first), parse(second));
  return found.empty() ? "in how the same values are written" : found;
}

}  // namespace ayes
