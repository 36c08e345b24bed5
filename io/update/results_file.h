// A CSV file of results that are known, as a person writes them (docs/update.md).
#pragma once

#include "models/evidence.h"
#include "models/model.h"
#include "models/scenario/date.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ayes {

// One line of the file: what it says, and when that was known.
struct ResultLine {
  Evidence evidence;
  std::optional<Date> date;
  std::string says;  // "1,805 yes, 1,605 no"
  int column = 0;    // of the body, in the line
};

struct ResultsFile {
  std::string path;    // as given, for messages
  std::string name;    // without folders
  std::string sha256;  // of its bytes
  std::vector<ResultLine> lines;
};

// Reads a file of results for a model. Throws FileError, or ScenarioError with all mistakes, each
// with its place in the file.
ResultsFile read_results(const std::string& path, const Model& model);

// Reads the text of such a file, which `name` names in messages.
ResultsFile read_results(std::string_view text, const std::string& name, const Model& model);

// Returns the lines known on a day: those of later days are left out, those without a date stay.
std::vector<ResultLine> known_on(const ResultsFile& file, const std::optional<Date>& until);

// Reads a day such as 2011-06-24; nothing if it is none.
std::optional<Date> read_day(std::string_view text);

}  // namespace ayes
