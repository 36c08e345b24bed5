#include "io/scenario/csv_file.h"

#include "io/scenario/sources.h"
#include "io/text_file.h"

namespace ayes::reading {

std::optional<CsvFile> read_csv_file(const Node& stated, const std::string& path, Report& report) {
  const std::string* name = stated.as<std::string>();
  if (!name || name->empty() || name->find('\0') != name->npos) {
    report.add(stated.where, path,
               {path + " is " + shown(stated), "it names a CSV file", "write \"roster.csv\""});
    return std::nullopt;
  }
  const std::filesystem::path file = beside(stated.where, *name, report);
  CsvFile read;
  try {
    read.csv = read_csv(read_text_file(file, largest_csv));
  } catch (const FileError& error) {
    report.add(
        stated.where, path,
        {"the file " + in_quotes(*name) + " cannot be read", error.reason() + ": " + file.string(),
         "check its name; it is looked for beside this file"});
    return std::nullopt;
  }
  read.file = add_file(file.string(), report);
  for (const Mistake& mistake : read.csv.mistakes)
    report.add({read.file, mistake.line, mistake.column}, path,
               {mistake.problem, mistake.why, mistake.suggestion});
  if (!read.csv.rows.empty()) return read;
  if (read.csv.mistakes.empty())
    report.add({read.file, 1, 1}, path,
               {"the file is empty", "its first line names the columns", ""});
  return std::nullopt;
}

}  // namespace ayes::reading
