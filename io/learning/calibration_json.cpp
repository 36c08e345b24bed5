#include "io/learning/calibration_names.h"
#include "io/learning/calibration_report.h"
#include "io/result/number_text.h"
#include "models/version.h"

#include <nlohmann/json.hpp>

namespace ayes {
namespace {

using Json = nlohmann::ordered_json;

Json quantity_json(const learning::FittedNumber& quantity) {
  Json quantiles = Json::object();
  for (std::size_t i = 0; i < quantity.quantiles.size(); ++i)
    quantiles[shortest(learning::quantile_levels[i])] = quantity.quantiles[i];
  return {{"mean", quantity.mean},
          {"sd", quantity.sd},
          {"quantiles", std::move(quantiles)},
          {"prior", {{"mean", quantity.prior_mean}, {"sd", quantity.prior_sd}}},
          {"learned", quantity.learned},
          {"draws_worth", quantity.draws_worth},
          {"scale_reduction", quantity.scale_reduction}};
}

Json fit_json(const learning::Fit& fit) {
  Json quantities = Json::object();
  for (const learning::FittedNumber& quantity : fit.quantities)
    quantities[quantity.name] = quantity_json(quantity);
  return {{"rows", fit.rows},
          {"units", fit.units},
          {"unions", fit.unions},
          {"ratifications", fit.ratifications},
          {"quantities", std::move(quantities)}};
}

}  // namespace

std::string calibration_json(const CalibrationReport& report) {
  Json data = Json::array(), unused = Json::array(), columns = Json::array();
  for (std::size_t i = 0; i < report.table.files.size(); ++i)
    data.push_back(
        {{"file", file_name(report.table.files[i])}, {"sha256", report.table.hashes[i]}});
  for (const learning::Unused& each : report.leaves.unused)
    unused.push_back({{"file", file_name(report.table.files[static_cast<std::size_t>(each.file)])},
                      {"line", each.line},
                      {"why", each.why}});
  for (const learning::Column& column : report.calibration.columns)
    columns.push_back({{"name", column.name},
                       {"centre", column.centre},
                       {"sd", column.scale},
                       {"stated", column.stated}});
  const learning::Sampling& sampling = report.calibration.sampling;
  const Json json = {{"ayes", {{"version", version()}, {"commit", commit()}}},
                     {"data", std::move(data)},
                     {"without", report.without},
                     {"left_out", report.table.left_out},
                     {"remainders", report.leaves.remainders},
                     {"unused", std::move(unused)},
                     {"columns", std::move(columns)},
                     {"sampling",
                      {{"seed", sampling.seed},
                       {"chains", sampling.chains},
                       {"warm_up", sampling.warm_up},
                       {"draws", sampling.draws},
                       {"thin", sampling.thin}}},
                     {"support", fit_json(report.calibration.support)},
                     {"turnout", fit_json(report.calibration.turnout)}};
  return json.dump(2) + "\n";
}

}  // namespace ayes
