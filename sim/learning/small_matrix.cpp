#include "sim/learning/small_matrix.h"

#include <algorithm>
#include <cmath>

namespace ayes::learning {

void factor(SmallMatrix& m) {
  for (int i = 0; i < m.n; ++i) {
    for (int j = 0; j <= i; ++j) {
      double sum = m.at(i, j);
      for (int k = 0; k < j; ++k) sum -= m.at(i, k) * m.at(j, k);
      // Rounding may take a pivot of nothing below 0; it stands for a spread near the least one.
      m.at(i, j) = i == j ? std::sqrt(std::max(sum, 1e-12)) : sum / m.at(j, j);
    }
  }
}

void fill_covariance(const Design& design, const Design::Range& unit, const Parameters& parameters,
                     SmallMatrix& m) {
  m.n = static_cast<int>(unit.last - unit.first);
  m.a.resize(static_cast<std::size_t>(m.n * m.n));
  for (int i = 0; i < m.n; ++i) {
    for (int j = 0; j <= i; ++j) {
      m.at(i, j) = m.at(j, i) =
          unit_covariance(design.rows[unit.first + static_cast<std::size_t>(i)],
                          design.rows[unit.first + static_cast<std::size_t>(j)], parameters);
    }
  }
}

}  // namespace ayes::learning
