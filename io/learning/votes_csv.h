// Tables of past votes as CSV (docs/calibration.md, "The table of votes").
#pragma once

#include "models/mistake.h"
#include "sim/learning/vote.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ayes {

// A column whose coefficient is wanted: of numbers, or 1 where a text column holds `equals`.
struct NamedColumn {
  std::string name;
  std::optional<std::string> equals;
};

struct VotesTable {
  std::vector<learning::Vote> votes;
  std::vector<std::string> files;   // as given; Vote::file counts them from 0
  std::vector<std::string> hashes;  // SHA-256 of each file
  std::int64_t left_out = 0;        // rows that say why in the column left_out
};

// Reads "NAME" or "NAME=TEXT".
NamedColumn named_column(std::string_view text);

// A table: the text of a file, or what is to be read from it.
struct TableSource {
  std::string path;  // names it in messages
  std::optional<std::string> text = {};
};

// Reads tables of votes; a cell of a named column that is empty becomes NaN. Throws FileError, or
// ScenarioError with every mistake of the files.
VotesTable read_tables(const std::vector<TableSource>& tables,
                       const std::vector<NamedColumn>& columns = {});
VotesTable read_votes(const std::vector<std::string>& paths,
                      const std::vector<NamedColumn>& columns = {});

// Reads one table's text; `file` is its number. Adds to the table, and to the mistakes.
void read_votes(std::string_view text, int file, const std::vector<NamedColumn>& columns,
                VotesTable& table, std::vector<Mistake>& mistakes);

}  // namespace ayes
