#include "cli/draws_file.h"

#include "cli/measure_argument.h"
#include "cli/outcome.h"
#include "io/result/number_text.h"
#include "sim/measures.h"

#include <array>
#include <bit>
#include <cmath>
#include <limits>

namespace ayes {
namespace {

static_assert(std::endian::native == std::endian::little, "'<f8' names the order of bytes");

bool ends_in_npy(const std::string& path) {
  if (path.ends_with(".npy")) return true;
  if (path.ends_with(".csv")) return false;
  throw UsageError("--draws " + path +
                   ": the ending doesn't say what to write; end the name in .npy or .csv");
}

}  // namespace

std::vector<Watched> watched_of(const Model& model, const std::vector<std::string>& names) {
  std::vector<Watched> columns;
  for (const std::string& name : names) {
    check_measure("--draws-of " + name, model, name);
    columns.push_back(*find_watched(model, name));
  }
  return columns;
}

double units_in_one(const Watched& watched) {
  const double scale = watched.measure ? watched.measure->scale : 1;
  return scale < 1 ? std::round(1 / scale) : 1 / scale;
}

DrawsFile::DrawsFile(const std::string& path, const Model& model, std::vector<std::string> names)
    : npy_(ends_in_npy(path)),
      names_(names.empty() ? watched_names(model) : std::move(names)),
      draws_{watched_of(model, names_),
             [this](const std::vector<std::int64_t>& values) { take(values); }},
      file_(path) {
  for (const Watched& column : draws_.columns) units_.push_back(units_in_one(column));
  std::string header;
  for (const std::string& name : names_) header += (header.empty() ? "" : ",") + name;
  file_.append(npy_ ? npy_header() : header + '\n');
}

// Format 1.0 of NumPy's NEP 1: the length of the header doesn't depend on the number of votes.
std::string DrawsFile::npy_header() const {
  std::string fields;
  for (const std::string& name : names_) fields += "('" + name + "', '<f8'), ";
  const auto text = [&](std::int64_t votes) {
    return "{'descr': [" + fields + "], 'fortran_order': False, 'shape': (" +
           std::to_string(votes) + ",), }";
  };
  constexpr std::size_t before = 10, line_end = 1;
  const std::size_t longest = text(std::numeric_limits<std::int64_t>::max()).size();
  const std::size_t all = (before + longest + line_end + 63) / 64 * 64;
  std::string dictionary = text(votes_);
  dictionary.resize(all - before - line_end, ' ');
  std::string header = "\x93NUMPY\x01";
  header += '\0';
  header += static_cast<char>((all - before) % 256);
  header += static_cast<char>((all - before) / 256);
  return header + dictionary + '\n';
}

void DrawsFile::take(const std::vector<std::int64_t>& values) {
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t column = i % units_.size();
    const bool none = values[i] == no_value;
    const double value = none ? std::numeric_limits<double>::quiet_NaN()
                              : static_cast<double>(values[i]) / units_[column];
    if (npy_) {
      const auto bytes = std::bit_cast<std::array<char, sizeof value>>(value);
      text.append(bytes.data(), bytes.size());
    } else {
      if (!none) text += shortest(value);
      text += column + 1 == units_.size() ? '\n' : ',';
    }
  }
  votes_ += static_cast<std::int64_t>(values.size() / units_.size());
  file_.append(text);
}

void DrawsFile::commit() {
  if (npy_) file_.write_again_at_start(npy_header());
  file_.commit();
}

}  // namespace ayes
