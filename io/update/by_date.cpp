#include "io/update/by_date.h"

#include "io/csv.h"
#include "io/result/bars.h"
#include "io/result/json_layout.h"
#include "io/result/number_text.h"
#include "io/scenario/report.h"
#include "models/stream.h"
#include "models/version.h"

#include <nlohmann/json.hpp>

namespace ayes {
namespace {

using Json = nlohmann::ordered_json;

constexpr int bar_width = 20;

std::string day_text(const DayOfUpdate& day) {
  if (day.date) return reading::date_text(*day.date);
  return day.known == 0 ? "before" : "undated";
}

std::string joined(const std::vector<std::string>& names, const std::string& between) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : between) + name;
  return text;
}

// A text inside an SVG element.
std::string escaped(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string text_report(const ByDate& by_date, const Page& page) {
  std::string text;
  const auto append = [&text](const Lines& lines) {
    for (const std::string& line : lines) text += line + '\n';
  };
  append(wrapped(by_date.source.title, page.width));
  append(wrapped(grouped(by_date.plan.replications) + " simulated votes a day · seed " +
                     std::to_string(by_date.plan.seed) + " · results from " + by_date.file,
                 page.width));
  text += '\n';
  Table table({Align::left, Align::right, Align::right, Align::left, Align::right, Align::left});
  table.add({"DAY", "lines", by_date.ratified + ",", "", "like so", "new"});
  table.add({"", "known", "in 100", "", "many votes", ""});
  bool refused = false;
  for (const DayOfUpdate& day : by_date.days) {
    std::string chance = "–";
    if (day.ratified) {
      const double p = day.ratified->probability;
      const WithError with_error = in_100_with_error(*day.ratified);
      chance = p == 0   ? "under " + fixed(100 * day.ratified->interval.high, 2)
               : p == 1 ? "over " + fixed(100 * day.ratified->interval.low, 2)
                        : with_error.value + " ±" + with_error.error;
    }
    refused = refused || !day.ratified;
    table.add({day_text(day), std::to_string(day.known), chance,
               day.ratified ? padded(bar(day.ratified->probability, bar_width), bar_width) : "",
               grouped(static_cast<std::int64_t>(day.effective)), joined(day.news, ", ")});
  }
  append(table.lines(page.width));
  if (refused) {
    text += '\n';
    append(
        wrapped("– : too few votes carry the weight for a chance (100 are needed, none above 5% "
                "of it). More replications help.",
                page.width));
  }
  return text;
}

std::string to_json(const ByDate& by_date) {
  Json days = Json::array();
  for (const DayOfUpdate& day : by_date.days) {
    Json ratified;
    if (day.ratified) {
      ratified = {{"probability", day.ratified->probability},
                  {"se", day.ratified->se},
                  {"interval", {day.ratified->interval.low, day.ratified->interval.high}}};
    }
    days.push_back({{"date", day.date ? Json(reading::date_text(*day.date)) : Json()},
                    {"lines", day.known},
                    {"news", day.news},
                    {"ratified", ratified},
                    {"effective", day.effective}});
  }
  const Json json = {{"ayes", {{"version", version()}, {"format", 1}}},
                     {"scenario",
                      {{"title", by_date.source.title},
                       {"sha256", by_date.source.sha256},
                       {"path", by_date.source.file}}},
                     {"plan",
                      {{"method", "sample"},
                       {"seed", by_date.plan.seed},
                       {"replications", by_date.plan.replications},
                       {"stream_layout", stream_layout}}},
                     {"results", {{"file", by_date.file}, {"sha256", by_date.sha256}}},
                     {"level", by_date.plan.level},
                     {"days", std::move(days)}};
  return laid_out(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string to_csv(const ByDate& by_date) {
  std::string text = "date,lines,ratified,se,low,high,effective,news\n";
  for (const DayOfUpdate& day : by_date.days) {
    text += (day.date ? reading::date_text(*day.date) : "") + "," + std::to_string(day.known) + ",";
    if (day.ratified) {
      const Chance& chance = *day.ratified;
      text += shortest(chance.probability) + "," + shortest(chance.se) + "," +
              shortest(chance.interval.low) + "," + shortest(chance.interval.high) + ",";
    } else {
      text += ",,,,";
    }
    text += shortest(day.effective) + "," + csv_cell(joined(day.news, "; ")) + "\n";
  }
  return text;
}

std::string to_svg(const ByDate& by_date) {
  constexpr double left = 60, top = 50, width = 640, height = 300;
  const auto n = static_cast<double>(by_date.days.size());
  const auto x = [&](std::size_t k) {
    return left + width * (n > 1 ? static_cast<double>(k) / (n - 1) : 0.5);
  };
  const auto y = [&](double p) { return top + height * (1 - p); };
  const auto at = [](double value) { return fixed(value, 1); };
  std::string svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 740 440\" "
      "font-family=\"sans-serif\" "
      "font-size=\"12\">\n<rect width=\"740\" height=\"440\" fill=\"white\"/>\n<text x=\"60\" "
      "y=\"25\" font-size=\"14\">" +
      escaped(by_date.source.title) + ": " + escaped(by_date.ratified) +
      ", chances in 100, as results came in</text>\n";
  for (int tick = 0; tick <= 100; tick += 20) {
    const double p = tick / 100.0;
    svg += "<line x1=\"60\" x2=\"700\" y1=\"" + at(y(p)) + "\" y2=\"" + at(y(p)) +
           "\" stroke=\"#ddd\"/><text x=\"52\" y=\"" + at(y(p) + 4) + "\" text-anchor=\"end\">" +
           std::to_string(tick) + "</text>\n";
  }
  std::string path;
  for (std::size_t k = 0; k < by_date.days.size(); ++k) {
    const DayOfUpdate& day = by_date.days[k];
    svg += "<text transform=\"translate(" + at(x(k) + 4) + ",365) rotate(60)\">" + day_text(day) +
           "</text>\n";
    if (!day.ratified) {
      path += path.empty() || path.ends_with('M') ? "" : "M";
      continue;
    }
    const double p = day.ratified->probability;
    path += (path.empty() || path.ends_with('M') ? (path.empty() ? "M" : "") : "L") + at(x(k)) +
            " " + at(y(p));
    svg += "<line x1=\"" + at(x(k)) + "\" x2=\"" + at(x(k)) + "\" y1=\"" +
           at(y(day.ratified->interval.low)) + "\" y2=\"" + at(y(day.ratified->interval.high)) +
           "\" stroke=\"#1f4e79\" stroke-width=\"3\" stroke-opacity=\"0.4\"/><circle cx=\"" +
           at(x(k)) + "\" cy=\"" + at(y(p)) + "\" r=\"3.5\" fill=\"#1f4e79\"/>\n";
  }
  if (path.ends_with('M')) path.pop_back();
  return svg + "<path d=\"" + path + "\" fill=\"none\" stroke=\"#1f4e79\"/>\n</svg>\n";
}

}  // namespace ayes
