#include "io/learning/backtest_names.h"
#include "io/learning/backtest_report.h"
#include "io/result/number_text.h"

#include <algorithm>
#include <cmath>

namespace ayes {
namespace {

using learning::CaseMean;
using learning::SettingResult;
namespace method = learning::method;

constexpr double row_height = 34, top = 78;
constexpr const char* colours[] = {"#1f4e79", "#b5541c", "#3a7d44", "#6b4c9a"};  // by method

std::string at(double value) { return shortest(std::round(10 * value) / 10); }

std::string text_at(double x, double y, const std::string& text, const std::string& more = "") {
  return "<text x=\"" + at(x) + "\" y=\"" + at(y) + "\"" + more + ">" + text + "</text>\n";
}

std::string line(double x1, double y1, double x2, double y2, const std::string& style) {
  return "<line x1=\"" + at(x1) + "\" y1=\"" + at(y1) + "\" x2=\"" + at(x2) + "\" y2=\"" + at(y2) +
         "\" " + style + "/>\n";
}

// A scale along x that is cut off at its ends.
struct Scale {
  double left, right, from, to;
  double operator()(double value) const {
    return left + (right - left) * (std::clamp(value, from, to) - from) / (to - from);
  }
};

std::string interval(const Scale& x, double y, double low, double mean, double high,
                     const std::string& colour) {
  return line(x(low), y, x(high), y,
              "stroke=\"" + colour + "\" stroke-width=\"3\" stroke-opacity=\"0.4\"") +
         "<circle cx=\"" + at(x(mean)) + "\" cy=\"" + at(y) + "\" r=\"3.5\" fill=\"" + colour +
         "\"/>\n";
}

double row_middle(std::size_t row) { return top + row_height * (static_cast<double>(row) + 0.5); }

std::string coverage_panel(const learning::Backtest& backtest, const Scale& x, double bottom) {
  std::string svg =
      text_at(x.left, 24, "Votes in 100 within the model's intervals", " font-size=\"14\"") +
      text_at(x.left, 42, "with what 99 in 100 resamples of ratifications give");
  for (int tick = 0; tick <= 100; tick += 20) {
    svg += line(x(tick), top, x(tick), bottom, "stroke=\"#eee\"") +
           text_at(x(tick), bottom + 16, std::to_string(tick), " text-anchor=\"middle\"");
  }
  for (std::size_t i = 0; i < learning::interval_levels.size(); ++i) {
    const double level = 100 * learning::interval_levels[i];
    svg += line(x(level), top - 6, x(level), bottom,
                "stroke=\"" + std::string(colours[i]) + "\" stroke-dasharray=\"4 3\"") +
           text_at(x(level), top - 10, fixed(level, 0) + "%",
                   " text-anchor=\"middle\" fill=\"" + std::string(colours[i]) + "\"");
    for (std::size_t row = 0; row < backtest.settings.size(); ++row) {
      const CaseMean& mean = backtest.settings[row].methods[method::model].coverage[i];
      if (mean.cases == 0) continue;
      svg += interval(x, row_middle(row) + 8 * (static_cast<double>(i) - 1), 100 * mean.low_99,
                      100 * mean.mean, 100 * mean.high_99, colours[i]);
    }
  }
  return svg;
}

// A round step that leaves about `wanted` ticks.
double tick_step(double length, int wanted) {
  double step = 0.001;
  for (int i = 0; length / step > wanted; ++i) step *= i % 3 == 1 ? 2.5 : 2;
  return step;
}

std::string ahead_panel(const learning::Backtest& backtest, double left, double right,
                        double bottom) {
  double from = 0, to = 0;
  for (const SettingResult& setting : backtest.settings) {
    for (std::size_t m = method::independent; m < method::count; ++m) {
      from = std::min(from, setting.methods[m].behind_in_log.low_95);
      to = std::max(to, setting.methods[m].behind_in_log.high_95);
    }
  }
  const double step = tick_step(std::max(to - from, 0.01), 7);
  const Scale x{left, right, std::floor(from / step) * step,
                std::max(std::ceil(to / step) * step, step)};
  std::string svg =
      text_at(left, 24, "How far the model is ahead of plain forecasts", " font-size=\"14\"") +
      text_at(left, 42, "log probability of a vote, with what 95 in 100 resamples give");
  double legend = left;
  for (std::size_t m = method::independent; m < method::count; ++m) {
    svg += "<circle cx=\"" + at(legend + 4) + "\" cy=\"" + at(top - 14) + "\" r=\"3.5\" fill=\"" +
           colours[m] + "\"/>\n" + text_at(legend + 12, top - 10, method_in_words(m));
    legend += 110;
  }
  const auto ticks = static_cast<int>(std::lround((x.to - x.from) / step));
  for (int i = 0; i <= ticks; ++i) {
    const double value = x.from + i * step;
    svg +=
        line(x(value), top, x(value), bottom, "stroke=\"#eee\"") +
        text_at(x(value), bottom + 16, fixed(value, step < 0.1 ? 2 : 1), " text-anchor=\"middle\"");
  }
  svg += line(x(0), top, x(0), bottom, "stroke=\"#555\"");
  for (std::size_t row = 0; row < backtest.settings.size(); ++row) {
    for (std::size_t m = method::independent; m < method::count; ++m) {
      const CaseMean& ahead = backtest.settings[row].methods[m].behind_in_log;
      if (ahead.cases == 0) continue;
      svg += interval(x, row_middle(row) + 8 * (static_cast<double>(m) - 2), ahead.low_95,
                      ahead.mean, ahead.high_95, colours[m]);
    }
  }
  return svg;
}

std::string pit_panel(const SettingResult& setting, double left, double y, double width,
                      double height) {
  const std::array<double, learning::pit_bins>& pit = setting.methods[method::model].pit;
  std::string svg = text_at(left, y - 6, setting_in_words(setting.setting), " font-size=\"11\"");
  const double highest = 0.3, bottom = y + height, bin = width / learning::pit_bins;
  for (std::size_t b = 0; b < learning::pit_bins; ++b) {
    if (std::isnan(pit[b])) continue;
    const double tall = height * std::min(pit[b], highest) / highest;
    svg += "<rect x=\"" + at(left + static_cast<double>(b) * bin) + "\" y=\"" + at(bottom - tall) +
           "\" width=\"" + at(bin - 1) + "\" height=\"" + at(tall) +
           "\" fill=\"#1f4e79\" fill-opacity=\"0.6\"/>\n";
  }
  const double even = bottom - height * (1.0 / learning::pit_bins) / highest;
  return svg + line(left, bottom, left + width, bottom, "stroke=\"#555\"") +
         line(left, even, left + width, even, "stroke=\"#b5541c\" stroke-dasharray=\"4 3\"");
}

}  // namespace

std::string backtest_svg(const BacktestReport& report) {
  const learning::Backtest& backtest = report.backtest;
  constexpr double names = 20, panels_left = 190, middle = 530, gap = 40, right = 920;
  constexpr int pits_a_row = 4;
  constexpr double pit_height = 70, pit_gap = 40;
  const std::size_t rows = backtest.settings.size();
  const double bottom = top + row_height * static_cast<double>(rows);
  const double pit_top = bottom + 96;
  const std::size_t pit_rows = (rows + pits_a_row - 1) / pits_a_row;
  const double height = pit_top + static_cast<double>(pit_rows) * (pit_height + pit_gap);
  std::string svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 940 " + at(height) +
      "\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"940\" height=\"" +
      at(height) + "\" fill=\"white\"/>\n" +
      text_at(names, top - 10, "known of it", " font-weight=\"bold\"");
  for (std::size_t row = 0; row < rows; ++row) {
    const SettingResult& setting = backtest.settings[row];
    svg += text_at(names, row_middle(row), known_in_words(setting.setting)) +
           text_at(names, row_middle(row) + 13,
                   std::to_string(setting.cases.size()) +
                       (setting.cases.size() == 1 ? " case" : " cases") +
                       (setting.setting.all_rounds ? ", all rounds" : ""),
                   " font-size=\"10\" fill=\"#666\"");
  }
  svg += coverage_panel(backtest, {panels_left, middle - gap / 2, 0, 100}, bottom) +
         ahead_panel(backtest, middle + gap / 2, right, bottom) +
         text_at(names, pit_top - 36,
                 "Where votes fell in the model's forecasts, tenth by tenth: level with the line "
                 "is right",
                 " font-size=\"14\"");
  const double width = (right - names - (pits_a_row - 1) * gap) / pits_a_row;
  for (std::size_t i = 0; i < rows; ++i) {
    svg += pit_panel(
        backtest.settings[i], names + static_cast<double>(i % pits_a_row) * (width + gap),
        pit_top + static_cast<double>(i / pits_a_row) * (pit_height + pit_gap), width, pit_height);
  }
  return svg + "</svg>\n";
}

}  // namespace ayes
