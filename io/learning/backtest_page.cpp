#include "io/learning/backtest_names.h"
#include "io/learning/backtest_report.h"
#include "io/learning/page_parts.h"
#include "io/result/number_text.h"

#include <cmath>

namespace ayes {
namespace {

using learning::CaseMean;
using learning::SettingResult;
namespace method = learning::method;

std::string mean_text(const CaseMean& mean, int decimals) {
  return mean.cases == 0 ? "–" : fixed(mean.mean, decimals);
}

std::string in_100_text(double share) { return fixed(100 * share, 0); }

std::string coverage_text(const CaseMean& coverage, bool with_interval) {
  if (coverage.cases == 0) return "–";
  const std::string mean = in_100_text(coverage.mean);
  if (!with_interval || coverage.cases == 1) return mean;
  return mean + " (" + in_100_text(coverage.low_99) + "–" + in_100_text(coverage.high_99) + ")";
}

using Settings = std::vector<const SettingResult*>;

Lines model_table(const Settings& settings, int width) {
  Table table({Align::left, Align::right, Align::right, Align::right, Align::right, Align::right,
               Align::right, Align::right, Align::right});
  table.add({"KNOWN OF IT", "cases", "log p", "CRPS", "Brier", "50%", "80%", "95%", "width"});
  for (const SettingResult* setting : settings) {
    const learning::MethodResult& model = setting->methods[method::model];
    const double points = model.median_width[1];
    table.add({known_in_words(setting->setting), std::to_string(setting->cases.size()),
               mean_text(model.log_probability, 2), mean_text(model.crps, 3),
               mean_text(model.brier, 3), coverage_text(model.coverage[0], false),
               coverage_text(model.coverage[1], true), coverage_text(model.coverage[2], false),
               std::isnan(points) ? "–" : in_100_text(points)});
  }
  return table.lines(width);
}

std::string ahead_text(const CaseMean& ahead) {
  if (ahead.cases <= 1) return mean_text(ahead, 2);  // one ratification says nothing of others
  return fixed(ahead.mean, 2) + " (" + fixed(ahead.low_95, 2) + " to " + fixed(ahead.high_95, 2) +
         ")";
}

Lines ahead_table(const Settings& settings, int width) {
  Table table({Align::left, Align::right, Align::right, Align::right});
  table.add({"KNOWN OF IT", method_in_words(method::independent), method_in_words(method::pooled),
             method_in_words(method::common_swing)});
  for (const SettingResult* setting : settings) {
    std::vector<std::string> row = {known_in_words(setting->setting)};
    for (std::size_t m = method::independent; m < method::count; ++m)
      row.push_back(ahead_text(setting->methods[m].behind_in_log));
    table.add(std::move(row));
  }
  return table.lines(width);
}

Lines pit_table(const Settings& settings, int width) {
  std::vector<Align> columns(1 + learning::pit_bins, Align::right);
  columns.front() = Align::left;
  Table table(columns);
  std::vector<std::string> head = {"KNOWN OF IT"};
  for (std::size_t b = 0; b < learning::pit_bins; ++b) head.push_back(std::to_string(10 * (b + 1)));
  table.add(std::move(head));
  for (const SettingResult* setting : settings) {
    std::vector<std::string> row = {known_in_words(setting->setting)};
    for (const double share : setting->methods[method::model].pit)
      row.push_back(std::isnan(share) ? "–" : in_100_text(share));
    table.add(std::move(row));
  }
  return table.lines(width);
}

Settings settings_of(const learning::Backtest& backtest, bool all_rounds) {
  Settings settings;
  for (const SettingResult& each : backtest.settings) {
    if (each.setting.all_rounds == all_rounds) settings.push_back(&each);
  }
  return settings;
}

}  // namespace

std::string backtest_page(const BacktestReport& report, const Page& page) {
  const learning::Backtest& backtest = report.backtest;
  const Settings settings = settings_of(backtest, false), all = settings_of(backtest, true);
  const auto sentence = [&page](const std::string& text) { return wrapped(text, page.width); };
  std::string text = heading("HOW GOOD FORECASTS WERE", page) + "\n";
  add_lines(text,
            sentence(grouped(static_cast<std::int64_t>(backtest.votes)) + " votes in " +
                     grouped(static_cast<std::int64_t>(backtest.ratifications)) +
                     " ratifications, all fitted anew without the votes that were forecast · " +
                     std::to_string(backtest.plan.reveals) +
                     (backtest.plan.reveals == 1 ? " random order" : " random orders") +
                     " · seed " + std::to_string(backtest.plan.sampling.seed)));
  for (const std::string& name : report.without) text += "without " + name + "\n";
  const auto add_part = [&](const std::string& title, const auto& table, const std::string& note) {
    text += "\n" + heading(title, page) + "\n";
    add_lines(text, table(settings, page.width));
    text += "\n";
    add_lines(text, sentence(note));
  };
  add_part(
      "THE MODEL", model_table,
      "log p: logarithm of the probability that was given to what a vote reported, 0 the best. "
      "CRPS: of the share of yes; Brier: of yes or no; both 0 the best. 50%, 80%, 95%: how many "
      "votes in 100 lie in intervals that should hold so many; in brackets where 99 in 100 "
      "resamples of the ratifications put it. width: median length of the 80% interval, in points "
      "of the share.");
  add_part(
      "AHEAD OF PLAIN FORECASTS, in log p of a vote", ahead_table,
      "Above 0 the model is the better one; in brackets where 95 in 100 resamples put it. "
      "independent: each vote by itself about the mean of all. pooled share: that of the votes "
      "known so far. common swing: mean, swing and one spread, without unions, later votes and "
      "contracts.");
  add_part("WHERE VOTES FELL in the model's forecasts, tenth by tenth", pit_table,
           "In 100 votes (PIT histogram): 10 in each tenth is right; many at both ends, forecasts "
           "are too narrow; many in the middle, too wide.");
  text += "\n";
  add_lines(text,
            sentence("Each ratification counts the same, and each vote is forecast by itself, "
                     "given how many ballots it casts. Reveals need " +
                     std::to_string(learning::fewest_to_reveal) + " units, or by date " +
                     std::to_string(learning::fewest_to_reveal) +
                     " votes on known days. A vote of a later round is forecast only where votes "
                     "of an earlier one are known, and all of its own unit."));
  text += "\n" + heading("ALL ROUNDS: every hidden vote", page) + "\n";
  add_lines(text, model_table(all, page.width));
  text += "\n";
  add_lines(text, ahead_table(all, page.width));
  text += "\n";
  add_lines(text, pit_table(all, page.width));
  text += "\n";
  add_lines(text,
            sentence("Here later votes are forecast, too, where those before them are hidden. The "
                     "model is told that these failed, as anybody knows, and not by how much; "
                     "plain forecasts are not told."));
  return text;
}

}  // namespace ayes
