// One file on top of another: tables merge, [[lists]] merge by name, all else is replaced whole.
#pragma once

#include "io/scenario/node.h"
#include "io/scenario/report.h"
#include "io/scenario/shape.h"

#include <string>
#include <vector>

namespace ayes::reading {

// Makes sure that every [[list]] of one file is a list of tables, each with a name of its own;
// elements that are not are reported and left out.
void check_lists(Table& table, const Shape& shape, const std::string& path, Report& report);

// Puts `over` on top of `base`. An element of a [[list]] with `use = false` drops the one of its
// name.
void merge(Table& base, Table over, const Shape& shape);
void merge_lists(std::vector<Node>& base, std::vector<Node> over, const Shape& shape);

// Removes what is left of `use = false` after all merging: elements that --set drops, and elements
// of files that had nothing to drop, which are reported.
void drop_unused(Table& table, const Shape& shape, const std::string& path, Report& report);

// Turns a bare value that stands for a table (P-4 = "bundled") into that table.
void expand_shorthand(Node& node, const Shape& shape);

}  // namespace ayes::reading
