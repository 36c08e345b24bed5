// How good forecasts of past votes were, in four forms: a page, JSON, CSV and a plot.
#pragma once

#include "io/learning/votes_csv.h"
#include "io/result/page.h"
#include "sim/learning/backtest.h"

#include <string>
#include <vector>

namespace ayes {

// All that a report tells. Paths are cut to names of files, so that it is the same on any machine.
struct BacktestReport {
  const VotesTable& table;
  const learning::Leaves& leaves;
  const learning::Backtest& backtest;
  const std::vector<std::string>& columns;  // as they were asked for
  const std::vector<std::string>& without;  // ratifications that were left out
};

// Returns the page: scores and coverage for each setting, how far ahead of plain forecasts the
// model was, and the PIT histogram.
std::string backtest_page(const BacktestReport& report, const Page& page);

// Returns the JSON: data with hashes, sampling, and for each setting every mean with its intervals,
// and each ratification's scores.
std::string backtest_json(const BacktestReport& report);

// Returns a row for each forecast: setting, reveal, vote, what was reported, and the scores and
// intervals of one method.
std::string backtest_csv(const BacktestReport& report);

// Returns the plot as an SVG file: coverage, distance to the plain forecasts, PIT histograms.
std::string backtest_svg(const BacktestReport& report);

}  // namespace ayes
