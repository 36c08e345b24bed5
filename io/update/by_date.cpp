#include "io/update/by_date.h"

#include "io/csv.h"
#include "io/result/bars.h"
#include "io/result/json_layout.h"
#include "io/result/number_text.h"
#include "io/result/values_json.inl"
#include "io/scenario/report.h"
#include "models/stream.h"
#include "models/version.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace ayes {
namespace {

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

Json measures_json(const DayOfUpdate& day) {
  Json measures = Json::object();
  for (const DayOfUpdate::Measured& measure : day.measures) {
    Json quantiles = Json::object();
    for (const auto& [level, value] : measure.all.quantiles) quantiles[shortest(level)] = value;
    Json json = {{"unit", measure.unit},
                 {"mean", measure.all.mean},
                 {"se", measure.all.se},
                 {"quantiles", std::move(quantiles)}};
    if (!measure.all.quantile_errors.empty()) json["quantile_errors"] = measure.all.quantile_errors;
    measures[measure.name] = std::move(json);
  }
  return measures;
}

// A chance in 100 and its error; where no vote, or every vote, is ratified, the bound alone.
WithError in_words(const Chance& chance) {
  if (chance.probability == 0) return {"under " + fixed(100 * chance.interval.high, 2), ""};
  if (chance.probability == 1) return {"over " + fixed(100 * chance.interval.low, 2), ""};
  return in_100_with_error(chance);
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

DayOfUpdate told(const Result& result) {
  DayOfUpdate day;
  day.ratified = result.ratified;
  for (const MeasureResult& measure : result.measures) {
    if (measure.all.replications > 0)
      day.measures.push_back({measure.name, measure.unit, measure.all});
  }
  for (const UnionResult& body : result.unions) day.unions.push_back({body.name, body.yes});
  return day;
}

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
      const WithError words = in_words(*day.ratified);
      chance = words.value + (words.error.empty() ? "" : " ±" + words.error);
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
    Json unions = Json::array();
    for (const DayOfUpdate::Body& body : day.unions)
      unions.push_back({{"union", body.name}, {"yes", chance_json(body.yes)}});
    days.push_back({{"date", day.date ? Json(reading::date_text(*day.date)) : Json()},
                    {"lines", day.known},
                    {"news", day.news},
                    {"ratified", day.ratified ? chance_json(*day.ratified) : Json()},
                    {"effective", day.effective},
                    {"measures", measures_json(day)},
                    {"unions", std::move(unions)}});
  }
  const Json json = {{"ayes", {{"version", version()}, {"format", 1}, {"kind", "by_date"}}},
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
                     {"ratified", by_date.ratified},
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

namespace {

constexpr const char* blue = "#1f4e79";

// An SVG file as it is written.
class Drawing {
 public:
  Drawing(double width, double height)
      : text_("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + at(width) + " " +
              at(height) + "\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#333\">\n" +
              "<rect width=\"" + at(width) + "\" height=\"" + at(height) +
              "\" fill=\"white\"/>\n") {}

  static std::string at(double value) { return shortest(std::round(10 * value) / 10); }

  void words(double x, double y, const std::string& words, const std::string& more = "") {
    text_ += "<text x=\"" + at(x) + "\" y=\"" + at(y) + "\"" + (more.empty() ? "" : " " + more) +
             ">" + escaped(words) + "</text>\n";
  }
  void line(double x1, double y1, double x2, double y2, const std::string& stroke) {
    text_ += "<line x1=\"" + at(x1) + "\" y1=\"" + at(y1) + "\" x2=\"" + at(x2) + "\" y2=\"" +
             at(y2) + "\" " + stroke + "/>\n";
  }
  void dot(double x, double y, const std::string& fill) {
    text_ += "<circle cx=\"" + at(x) + "\" cy=\"" + at(y) + "\" r=\"3.5\" " + fill + "/>\n";
  }
  void path(const std::string& d, const std::string& stroke) {
    if (!d.empty()) text_ += "<path d=\"" + d + "\" fill=\"none\" " + stroke + "/>\n";
  }
  std::string done() && { return std::move(text_) + "</svg>\n"; }

 private:
  std::string text_;
};

// Where the days stand: dates as far apart as on the calendar, what came before them one step to
// the left of the first.
std::vector<double> places_of(const std::vector<DayOfUpdate>& days, double left, double right) {
  constexpr double step = 50;
  std::vector<double> places;
  std::size_t undated = 0;
  while (undated < days.size() && !days[undated].date) ++undated;
  if (undated == days.size()) return std::vector<double>(days.size(), left);
  const int first = day_number(*days[undated].date), last = day_number(*days.back().date);
  const double from = left + step * static_cast<double>(undated);
  for (std::size_t k = 0; k < days.size(); ++k) {
    if (!days[k].date) {
      places.push_back(left + step * static_cast<double>(k));
    } else {
      const double part = last > first ? static_cast<double>(day_number(*days[k].date) - first) /
                                             static_cast<double>(last - first)
                                       : 0;
      places.push_back(from + part * (right - from));
    }
  }
  return places;
}

// A chance in 100 beside its point; where no vote, or every vote, is ratified, its bound.
std::string label_of(const Chance& chance) {
  const double up = std::ceil(1000 * chance.interval.high) / 10;
  const double down = std::floor(1000 * chance.interval.low) / 10;
  if (chance.probability == 0) return "<" + fixed(up, 1);
  if (chance.probability == 1) return ">" + fixed(down, 1);
  return in_100_with_error(chance).value;
}

std::string month_text(const Date& date) {
  static const char* const names[] = {"January",   "February", "March",    "April",
                                      "May",       "June",     "July",     "August",
                                      "September", "October",  "November", "December"};
  return std::string(names[date.month - 1]) + " " + std::to_string(date.year);
}

}  // namespace

std::string to_svg(const ByDate& by_date) {
  constexpr double width = 740, left = 60, right = 700, top = 66, bottom = 366;
  const std::vector<DayOfUpdate>& days = by_date.days;
  const std::vector<double> x = places_of(days, left + 20, right - 12);
  const auto y = [&](double p) { return bottom - (bottom - top) * p; };
  const std::string anchor_end = "text-anchor=\"end\"", middle = "text-anchor=\"middle\"";

  Drawing drawing(width, 440);
  const Lines title = wrapped(by_date.source.title, 84);
  drawing.words(left, 24, title.front() + (title.size() > 1 ? " …" : ""),
                "font-size=\"15\" font-weight=\"bold\"");
  drawing.words(left, 44, by_date.ratified + ", chances in 100, as results came in");
  for (int tick = 0; tick <= 100; tick += 20) {
    drawing.line(left, y(tick / 100.0), right, y(tick / 100.0), "stroke=\"#ddd\"");
    drawing.words(left - 8, y(tick / 100.0) + 4, std::to_string(tick), anchor_end);
  }
  // A chance holds until the next day with results.
  std::string path;
  bool drawn = false;
  for (std::size_t k = 0; k < days.size(); ++k) {
    if (!days[k].ratified) {
      drawn = false;
      continue;
    }
    const std::string height = Drawing::at(y(days[k].ratified->probability));
    path += (drawn ? "V" : (path.empty() ? "M" : " M") + Drawing::at(x[k]) + " ") + height;
    if (k + 1 < days.size()) path += "H" + Drawing::at(x[k + 1]);
    drawn = true;
  }
  drawing.path(path, "stroke=\"" + std::string(blue) + "\" stroke-width=\"1.5\"");
  for (std::size_t k = 0; k < days.size(); ++k) {
    if (!days[k].ratified) {
      drawing.words(x[k], bottom - 6, "–", middle);
      continue;
    }
    const Chance& chance = *days[k].ratified;
    drawing.line(x[k], y(chance.interval.low), x[k], y(chance.interval.high),
                 "stroke=\"" + std::string(blue) + "\" stroke-width=\"4\" stroke-opacity=\"0.4\"");
    drawing.dot(x[k], y(chance.probability), "fill=\"" + std::string(blue) + "\"");
    // Beside the line where that falls.
    const bool falls = k > 0 && days[k - 1].ratified &&
                       days[k - 1].ratified->probability > chance.probability + 0.02;
    drawing.words(x[k] + (falls ? 5 : 0), y(chance.interval.high) - 8, label_of(chance),
                  falls ? "" : middle);
  }

  double free_from = 0;  // where the next day's label has room
  double month_from = 0;
  std::string month;
  for (std::size_t k = 0; k < days.size(); ++k) {
    drawing.line(x[k], bottom, x[k], bottom + 4, "stroke=\"#333\"");
    const std::string label = days[k].date         ? std::to_string(days[k].date->day)
                              : days[k].known == 0 ? "before"
                                                   : "undated";
    const double half = 3.6 * static_cast<double>(label.size());
    if (x[k] - half >= free_from) {
      drawing.words(x[k], bottom + 18, label, middle);
      free_from = x[k] + half + 2;
    }
    if (!days[k].date || month == month_text(*days[k].date) || x[k] < month_from) continue;
    month = month_text(*days[k].date);
    drawing.words(x[k] - half, bottom + 34, month);
    month_from = x[k] + 7.5 * static_cast<double>(month.size());
  }
  const bool gaps =
      std::any_of(days.begin(), days.end(), [](const DayOfUpdate& day) { return !day.ratified; });
  drawing.words(left, 424,
                "Bars: simulation error (95% intervals), " + grouped(by_date.plan.replications) +
                    " votes a day" + (gaps ? ". –: too few votes agree for a chance" : ""),
                "font-size=\"11\" fill=\"#666\"");
  return std::move(drawing).done();
}

}  // namespace ayes
