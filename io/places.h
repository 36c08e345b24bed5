// Where in which file each value of a scenario was written, so that a mistake found late can still
// be shown to the person where it was made.
//
// Paths are dotted keys as in TOML, quoted where needed, with the name in place of a number for an
// element of a [[list]]: support.units.NP-4.package, driver."threat of layoffs".coefficient,
// rule.membership.at_least (models/path.h builds them).
#pragma once

#include "models/mistake.h"

#include <map>
#include <string>
#include <vector>

namespace ayes {

// A place in a file. Lines and columns count from 1; line 0 means the file as a whole.
struct Where {
  int file = 0;  // index into Places::files
  int line = 0, column = 0;
  auto operator<=>(const Where&) const = default;
};

struct Places {
  std::vector<std::string> files;      // files[0] is the scenario that was asked for
  std::map<std::string, Where> where;  // by path
};

// Fills file, line and column of every mistake that has none: those of its path, else of the
// nearest enclosing path that was written, else the scenario's file.
void locate(std::vector<Mistake>& mistakes, const Places& places);

// Sorts by file (in order of reading), line and column, and drops repetitions.
void sort_by_place(std::vector<Mistake>& mistakes, const Places& places);

// Returns `file:line:column: problem (why); suggestion`.
std::string to_text(const Mistake& mistake);

}  // namespace ayes
