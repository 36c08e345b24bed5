#include "io/update/results_file.h"

#include "io/csv.h"
#include "io/result/number_text.h"
#include "io/scenario/report.h"
#include "io/sha256.h"
#include "io/text_file.h"
#include "models/mistake.h"
#include "models/nearest.h"
#include "models/numerics/elementary.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <utility>

namespace ayes {
namespace {

constexpr std::int64_t largest_results = 16 << 20;
constexpr std::int64_t most_ballots = 1'000'000'000;

const std::vector<std::string> known_columns = {"body",  "question", "yes",     "no",     "cast",
                                                "share", "margin",   "outcome", "low",    "high",
                                                "level", "date",     "round",   "source", "note"};

// A body that a line can name, and its units.
struct Named {
  std::vector<int> units;
  bool pooled = true;  // says yes by more than half of its ballots: of the package
  bool pooled_contract = true;
};

std::map<std::string, Named, std::less<>> bodies_of(const Model& model) {
  std::map<std::string, Named, std::less<>> bodies;
  Named all;
  for (std::size_t u = 0; u < model.units.size(); ++u) {
    const Unit& unit = model.units[u];
    const Named named{{static_cast<int>(u)}, !unit.rule, !unit.contract_rule};
    if (!unit.full_name.empty()) bodies.try_emplace(unit.full_name, named);
    bodies.insert_or_assign(unit.name, named);
    all.units.push_back(static_cast<int>(u));
  }
  for (const DividedUnit& unit : model.divided_units)
    bodies.insert_or_assign(unit.name, Named{unit.locals, false, !unit.contract_rule});
  // A union of one unit says what the unit says; its units' contracts are their own.
  for (const Union& body : model.unions) {
    Named named{body.units, !body.rule, false};
    if (body.units.size() == 1) {
      const Unit& unit = model.units[static_cast<std::size_t>(body.units.front())];
      named.pooled = named.pooled && !unit.rule;
      named.pooled_contract = !unit.contract_rule;
    }
    std::sort(named.units.begin(), named.units.end());
    bodies.insert_or_assign(body.name, named);
  }
  bodies.try_emplace("all", all);
  return bodies;
}

// A text with the hyphens, spaces and apostrophes of a keyboard in place of a printer's.
std::string with_plain_signs(std::string text) {
  constexpr std::pair<std::string_view, char> signs[] = {
      {"\u2010", '-'}, {"\u2011", '-'}, {"\u2012", '-'}, {"\u2013", '-'}, {"\u2014", '-'},
      {"\u2212", '-'}, {"\u00a0", ' '}, {"\u202f", ' '}, {"\u2019", '\''}};
  for (const auto& [sign, plain] : signs) {
    for (std::size_t at = 0; (at = text.find(sign, at)) != text.npos; ++at)
      text.replace(at, sign.size(), 1, plain);
  }
  return text;
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

// A whole number with or without commas between thousands.
std::optional<std::int64_t> whole(std::string_view text) {
  std::string digits;
  bool minus = false;
  if (text.starts_with("+") || text.starts_with("-")) {
    minus = text.front() == '-';
    text.remove_prefix(1);
  }
  if (text.find(',') != text.npos) {
    const std::size_t comma = text.find(',');
    if (comma == 0 || comma > 3 || text.size() % 4 != comma % 4) return {};
    for (std::size_t k = 0; k < text.size(); ++k) {
      if ((text[k] == ',') != (k >= comma && (k - comma) % 4 == 0)) return {};
    }
  }
  for (char c : text) {
    if (c != ',') digits += c;
  }
  if (digits.empty() || digits.size() > 9 ||
      !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return {};
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return minus ? -value : value;
}

// A share as printed: "84%" and 0.84 are 84 of 100, known to a half of that.
struct Printed {
  std::int64_t digits = 0, whole = 1;  // digits / whole
};
std::optional<Printed> printed(std::string_view text) {
  std::int64_t digits = 0, scale = 1;
  const bool percent = text.ends_with('%');
  if (percent) text.remove_suffix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  if (text.empty() || text.size() > 9) return {};
  bool point = false, any = false;
  for (char c : text) {
    if (c == '.' && !point) {
      point = true;
    } else if (c >= '0' && c <= '9') {
      digits = 10 * digits + (c - '0');
      if (point) scale *= 10;
      any = true;
    } else {
      return {};
    }
  }
  if (!any) return {};
  const std::int64_t of = scale * (percent ? 100 : 1);
  if (digits > of) return {};
  return Printed{digits, of};
}

// Reads the lines, gathering mistakes.
class Reader {
 public:
  Reader(const std::string& path, const Model& model)
      : path_(path), model_(model), bodies_(bodies_of(model)) {}

  ResultsFile read(std::string_view text) {
    ResultsFile file{path_, std::filesystem::path(path_).filename().string(), sha256(text), {}};
    Csv csv = read_csv(text);
    for (Mistake& each : csv.mistakes) {
      each.file = path_;
      mistakes_.push_back(std::move(each));
    }
    if (csv.rows.empty()) {
      if (mistakes_.empty())
        mistake({"", 1, 1}, "the file is empty", "its first line names the columns",
                "begin with body,question,yes,no");
    } else if (read_header(csv.rows.front())) {
      for (std::size_t row = 1; row < csv.rows.size(); ++row) {
        cells_ = &csv.rows[row];
        if (auto line = read_line()) file.lines.push_back(std::move(*line));
      }
      if (csv.rows.size() == 1 && mistakes_.empty())
        mistake({"", 1, 1}, "there is no result in the file", "nothing is known by it",
                "write a line a result");
    }
    if (!mistakes_.empty()) throw ScenarioError(std::move(mistakes_));
    return file;
  }

 private:
  void mistake(const Cell& where, std::string problem, std::string why, std::string suggestion) {
    Mistake mistake{"", std::move(problem), std::move(why), std::move(suggestion)};
    mistake.file = path_;
    mistake.line = where.line;
    mistake.column = where.column;
    mistakes_.push_back(std::move(mistake));
  }

  bool read_header(const std::vector<Cell>& header) {
    if (header.size() == 1 && header.front().text.find_first_of(";\t") != std::string::npos) {
      mistake(header.front(), "the columns have no commas between them",
              "a file of results is comma-separated", "save the sheet with commas");
      return false;
    }
    for (std::size_t c = 0; c < header.size(); ++c) {
      const std::string& name = header[c].text;
      if (std::find(known_columns.begin(), known_columns.end(), name) == known_columns.end()) {
        const std::string near = did_you_mean(name, known_columns);
        mistake(header[c], "there is no column " + reading::in_quotes(name),
                "a result has " + reading::every(known_columns),
                near.empty() ? "put remarks under note" : near);
      } else if (!columns_.emplace(name, c).second) {
        mistake(header[c], "the column " + name + " is there twice", "", "keep one");
      }
    }
    if (!columns_.contains("body"))
      mistake(header.front(), "there is no column body", "it says whose result a line is",
              "add it");
    return mistakes_.empty();
  }

  const Cell* cell(const std::string& column) const {
    const auto found = columns_.find(column);
    if (found == columns_.end()) return nullptr;
    const Cell& cell = (*cells_)[found->second];
    return cell.text.empty() ? nullptr : &cell;
  }

  // The units of a body, or of several named one after the other.
  std::optional<Named> read_body(const Cell& cell) {
    std::vector<std::string> names;
    for (const auto& [name, body] : bodies_) names.push_back(name);
    const auto find = [&](const std::string& name) -> std::optional<Named> {
      const auto found = bodies_.find(name);
      if (found != bodies_.end()) return found->second;
      if (name.empty()) {
        mistake(cell, "there is a name missing in " + reading::in_quotes(cell.text),
                "several bodies have a ; between", "add it, or leave out a ;");
        return {};
      }
      const std::string plain = with_plain_signs(name);
      const std::string near = bodies_.contains(plain)
                                   ? "did you mean " + reading::in_quotes(plain) + "?"
                                   : did_you_mean(plain, names);
      mistake(cell, "there is no unit or union " + reading::in_quotes(name),
              "the scenario has no body of that name",
              near.empty() ? "ayes describe lists them; all is all together" : near);
      return {};
    };
    if (cell.text.find(';') == cell.text.npos || bodies_.contains(cell.text))
      return find(cell.text);
    Named joint;
    std::string_view rest = cell.text;
    while (!rest.empty()) {
      const auto end = std::min(rest.find(';'), rest.size());
      const auto part = find(trimmed(rest.substr(0, end)));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (!part) return {};
      for (int u : part->units) {
        if (std::find(joint.units.begin(), joint.units.end(), u) != joint.units.end()) {
          mistake(cell, model_.units[static_cast<std::size_t>(u)].name + " is named twice",
                  "its ballots would count twice", "name it once");
          return {};
        }
        joint.units.push_back(u);
      }
    }
    std::sort(joint.units.begin(), joint.units.end());
    return joint;
  }

  std::optional<std::int64_t> read_count(const std::string& column) {
    const Cell* at = cell(column);
    if (!at) return {};
    const auto value = whole(at->text);
    if (!value || *value < 0 || *value > most_ballots) {
      mistake(*at, column + " is " + reading::in_quotes(at->text), "it is a number of ballots",
              "write a whole number such as 1,805");
      return {};
    }
    return value;
  }

  // "A" or "A..B".
  std::pair<std::string, std::string> ends(const Cell& at) const {
    const std::size_t dots = at.text.find("..");
    if (dots == at.text.npos) return {at.text, ""};
    return {trimmed(at.text.substr(0, dots)), trimmed(at.text.substr(dots + 2))};
  }

  std::optional<evidence::What> read_share(const Cell& at) {
    const auto [first, second] = ends(at);
    const auto low = printed(first);
    const auto high = second.empty() ? low : printed(second);
    if (!low || !high) {
      const std::string percent = at.text + "%";
      const bool lacks_percent = second.empty() && printed(percent);
      mistake(at, "share is " + reading::in_quotes(at.text),
              "it is yes over ballots cast, from 0% to 100%",
              lacks_percent ? "did you mean " + percent + "?"
                            : "write it as printed, such as 84%, or as a range, 80%..85%");
      return {};
    }
    if (low->digits * high->whole > high->digits * low->whole) {
      mistake(at, "share is " + reading::in_quotes(at.text), "the range ends below its beginning",
              "write " + second + ".." + first);
      return {};
    }
    const std::int64_t of = 2 * std::max(low->whole, high->whole);
    const std::int64_t a = low->digits * (of / low->whole), b = high->digits * (of / high->whole);
    if (!second.empty()) return evidence::Share{a, b, of};
    return evidence::Share{std::max<std::int64_t>(a - 1, 0), std::min(b + 1, of), of};
  }

  std::optional<evidence::What> read_margin(const Cell& at) {
    const auto [first, second] = ends(at);
    const auto low = whole(first), high = second.empty() ? low : whole(second);
    if (!low || !high || *low > *high) {
      mistake(at, "margin is " + reading::in_quotes(at.text), "it is yes less no, in ballots",
              "write a whole number such as -194, or a range, 630..656");
      return {};
    }
    return evidence::Margin{*low, *high};
  }

  std::optional<evidence::What> read_outcome(const Cell& at, const Named& body, bool contract) {
    if (at.text != "yes" && at.text != "no") {
      mistake(at, "outcome is " + reading::in_quotes(at.text), "it is yes or no",
              "write one of them");
      return {};
    }
    if (!(contract ? body.pooled_contract : body.pooled)) {
      mistake(at, "an outcome of a body that does not decide by half of its ballots",
              "what it says follows from a rule, and an update can't treat that yet",
              "give its count or its share, or outcomes of its units");
      return {};
    }
    return evidence::Outcome{at.text == "yes" ? Answer::yes : Answer::no};
  }

  std::optional<evidence::What> read_poll() {
    const Cell *low = cell("low"), *high = cell("high"), *level = cell("level");
    const Cell& at = low ? *low : high ? *high : *level;
    if (!low || !high || !level) {
      mistake(at, "a poll needs low, high and level",
              "they say in which interval the share lies, and how surely",
              "write such as 40%, 60% and 95%");
      return {};
    }
    const auto value = [](const Cell& cell) {
      const auto share = printed(cell.text);
      return share ? static_cast<double>(share->digits) / static_cast<double>(share->whole) : -1;
    };
    const double a = value(*low), b = value(*high), p = value(*level);
    if (!(a > 0 && a < b && b < 1 && p > 0 && p < 1)) {
      mistake(at, "a poll from " + low->text + " to " + high->text + " at level " + level->text,
              "low lies below high, and none of the three is 0% or 100%",
              "write such as 40%, 60% and 95%");
      return {};
    }
    const double from = numerics::normal_quantile(a), to = numerics::normal_quantile(b);
    return evidence::Poll{0.5 * (from + to),
                          0.5 * (to - from) / numerics::normal_quantile(0.5 * (1 + p))};
  }

  // What the line says in one of the ways it can.
  std::optional<evidence::What> read_what(const Named& body, bool contract) {
    const bool counts = cell("yes") || cell("no");
    const bool poll = cell("low") || cell("high") || cell("level");
    int ways = counts + poll;
    for (const char* column : {"share", "margin", "outcome"}) ways += cell(column) != nullptr;
    const Cell& at = *cell("body");
    if (ways != 1) {
      mistake(at,
              ways == 0 ? "this line says nothing of " + at.text
                        : "this line says more than one thing of " + at.text,
              "a line is a count (yes and no), a share, a margin, an outcome or a poll",
              ways == 0 ? "fill one in, or leave the line out" : "keep one");
      return {};
    }
    if (counts) {
      const std::size_t before = mistakes_.size();
      const auto yes = read_count("yes"), no = read_count("no");
      if (yes && no) return evidence::Count{*yes, *no};
      if (mistakes_.size() == before)
        mistake(
            at,
            std::string("there is ") + (yes ? "yes and no count of no" : "no and no count of yes"),
            "a count has both", "add it, or give a share");
      return {};
    }
    if (poll) return read_poll();
    if (const Cell* share = cell("share")) return read_share(*share);
    if (const Cell* margin = cell("margin")) return read_margin(*margin);
    return read_outcome(*cell("outcome"), body, contract);
  }

  // The ballots cast: as stated, or of a count.
  std::optional<std::int64_t> read_cast(const evidence::What& what) {
    std::optional<std::int64_t> cast = read_count("cast");
    if (std::holds_alternative<evidence::Poll>(what)) {
      if (cast)
        mistake(*cell("cast"), "ballots cast of a poll", "a poll is of what people would say",
                "leave cast empty");
      return {};
    }
    const auto* count = std::get_if<evidence::Count>(&what);
    if (!count) return cast;
    if (cast && *cast != count->yes + count->no) {
      mistake(*cell("cast"), "cast is " + std::to_string(*cast),
              "yes and no are " + std::to_string(count->yes + count->no), "correct one of them");
    }
    return count->yes + count->no;
  }

  std::string in_words(const Evidence& evidence) const {
    const auto share = [](std::int64_t part, std::int64_t of) {
      return shortest(100.0 * static_cast<double>(part) / static_cast<double>(of)) + "%";
    };
    std::string words;
    if (const auto* count = std::get_if<evidence::Count>(&evidence.what))
      return grouped(count->yes) + " yes, " + grouped(count->no) + " no";
    if (const auto* bounds = std::get_if<evidence::Share>(&evidence.what)) {
      words = cell("share")->text + " yes (" + share(bounds->low, bounds->of) + " to " +
              share(bounds->high, bounds->of) + ")";
    } else if (const auto* margin = std::get_if<evidence::Margin>(&evidence.what)) {
      words = "yes less no " + std::to_string(margin->low);
      if (margin->high > margin->low) words += " to " + std::to_string(margin->high);
    } else if (const auto* outcome = std::get_if<evidence::Outcome>(&evidence.what)) {
      words = outcome->answer == Answer::yes ? "yes" : "no";
    } else {
      words = "a poll: " + cell("low")->text + " to " + cell("high")->text + " (" +
              cell("level")->text + ")";
    }
    if (evidence.cast) words += ", " + grouped(*evidence.cast) + " cast";
    return words;
  }

  std::optional<ResultLine> read_line() {
    const std::size_t before = mistakes_.size();
    const Cell* at = cell("body");
    if (!at) {
      mistake(cells_->front(), "a line without a body", "it says whose result it is",
              "name a unit or a union");
      return {};
    }
    const auto body = read_body(*at);
    if (const Cell* round = cell("round"); round && round->text != "first") {
      mistake(*round, "a result of round " + reading::in_quotes(round->text),
              "an update can't treat later votes yet", "leave the line out");
    }
    ResultLine line;
    if (const Cell* question = cell("question")) {
      if (question->text != "package" && question->text != "contract")
        mistake(*question, "question is " + reading::in_quotes(question->text),
                "it is package or contract", did_you_mean(question->text, {"package", "contract"}));
      line.evidence.question =
          question->text == "contract" ? Question::contract : Question::package;
    }
    if (const Cell* date = cell("date")) {
      line.date = read_day(date->text);
      if (!line.date)
        mistake(*date, "date is " + reading::in_quotes(date->text), "it is no day",
                "write it as 2011-06-24");
    }
    if (!body) return {};
    const auto what = read_what(*body, line.evidence.question == Question::contract);
    if (!what) return {};
    line.evidence.body = at->text;
    line.evidence.units = body->units;
    line.evidence.what = *what;
    line.evidence.cast = read_cast(*what);
    line.evidence.line = at->line;
    line.column = at->column;
    line.says = in_words(line.evidence);
    if (mistakes_.size() > before) return {};
    return line;
  }

  const std::string& path_;
  const Model& model_;
  const std::map<std::string, Named, std::less<>> bodies_;
  std::map<std::string, std::size_t> columns_;
  const std::vector<Cell>* cells_ = nullptr;
  std::vector<Mistake> mistakes_;
};

}  // namespace

ResultsFile read_results(const std::string& path, const Model& model) {
  return read_results(read_text_file(path, largest_results), path, model);
}

ResultsFile read_results(std::string_view text, const std::string& name, const Model& model) {
  return Reader(name, model).read(text);
}

std::vector<ResultLine> known_on(const ResultsFile& file, const std::optional<Date>& until) {
  std::vector<ResultLine> lines;
  for (const ResultLine& line : file.lines) {
    if (!until || !line.date || *line.date <= *until) lines.push_back(line);
  }
  return lines;
}

std::optional<Date> read_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
  const auto number = [&](std::size_t from, std::size_t length) {
    int value = -1;
    const char* end = text.data() + from + length;
    const auto [stopped, error] = std::from_chars(text.data() + from, end, value);
    return error == std::errc() && stopped == end ? value : -1;
  };
  const Date date{number(0, 4), number(5, 2), number(8, 2)};
  if (date.year < 1 || date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31)
    return {};
  if (date_of(day_number(date)) != date) return {};
  return date;
}

}  // namespace ayes
