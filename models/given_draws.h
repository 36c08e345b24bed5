// Draws that are not left to chance, because something is known about what came of them: they take
// the place of the named draws (models/stream.h) of the same name.
#pragma once

#include <Eigen/Core>

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ayes {

// A draw's name: its stream, and its slot there.
struct DrawName {
  std::uint64_t stream = 0;
  int slot = 0;
  auto operator<=>(const DrawName&) const = default;
};

// Columns of standard normals by the name of the draw, a row a replication; where a uniform is
// drawn, Φ of the normal takes its place. Only those that are set count.
struct GivenDraws {
  std::vector<DrawName> names;  // sorted, each once
  std::vector<char> is_set;
  Eigen::ArrayXXd normals;  // a column a name

  GivenDraws() = default;
  GivenDraws(std::vector<DrawName> names_, int rows) : names(std::move(names_)) {
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    is_set.assign(names.size(), 0);
    normals = Eigen::ArrayXXd::Zero(rows, static_cast<Eigen::Index>(names.size()));
  }

  // Returns the normals of a draw, or null if they are not given.
  const double* find(std::uint64_t stream, int slot) const {
    const auto place = std::lower_bound(names.begin(), names.end(), DrawName{stream, slot});
    if (place == names.end() || *place != DrawName{stream, slot}) return nullptr;
    const auto index = place - names.begin();
    return is_set[static_cast<std::size_t>(index)] ? normals.col(index).data() : nullptr;
  }

  // Gives a draw, which is one of the names; returns its column to be filled.
  double* set(const DrawName& name) {
    const auto index = std::lower_bound(names.begin(), names.end(), name) - names.begin();
    is_set[static_cast<std::size_t>(index)] = 1;
    return normals.col(index).data();
  }

  // Leaves all to chance again.
  void clear() { std::fill(is_set.begin(), is_set.end(), 0); }
};

}  // namespace ayes
