// Single votes in a file as they are counted: a row a vote, a column a quantity. The file appears
// whole or not at all, and no more than a block of votes is held in memory.
#pragma once

#include "cli/output_file.h"
#include "sim/draws.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ayes {

// Finds what draws are wanted of; throws UsageError when a name is not known.
std::vector<Watched> watched_of(const Model& model, const std::vector<std::string>& names);

// Returns how many counted units make one of the quantity's own: of a share that is counted in
// millionths a million, not 1 / 1e-6, so that dividing by it gives the double nearest to the share.
double units_in_one(const Watched& watched);

class DrawsFile {
 public:
  // A file that ends in .npy (an array of records of doubles, a field a column) or .csv (a header,
  // then rows). `names` are "ratified" and measures; all that the model has if there are none.
  // Throws UsageError when the ending or a name is not known, OutputError when it can't be written.
  DrawsFile(const std::string& path, const Model& model, std::vector<std::string> names);

  // What a run is to hand out, to this file.
  const Draws& draws() const { return draws_; }

  // Gives the file its name; throws OutputError.
  void commit();

 private:
  void take(const std::vector<std::int64_t>& values);
  std::string npy_header() const;

  bool npy_;
  std::vector<std::string> names_;
  std::vector<double> units_;  // counted units in one of the measure's own
  Draws draws_;
  std::int64_t votes_ = 0;
  OutputFile file_;
};

}  // namespace ayes
