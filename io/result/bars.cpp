#include "io/result/bars.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace ayes {
namespace {

constexpr std::array eighths_across = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
constexpr std::array eighths_up = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

// Spreads the counts of a histogram evenly over cells of equal width.
std::vector<double> cells_of(const Summary& summary, double from, double to, int width) {
  std::vector<double> cells(static_cast<std::size_t>(width), 0);
  const double size = (to - from) / width;
  for (std::size_t b = 0; b < summary.counts.size(); ++b) {
    const double low = summary.edges[b], high = summary.edges[b + 1];
    for (int c = 0; c < width; ++c) {
      const double left = c == 0 ? low : std::max(low, from + c * size);
      const double right = c == width - 1 ? high : std::min(high, from + (c + 1) * size);
      if (right > left) {
        cells[static_cast<std::size_t>(c)] +=
            static_cast<double>(summary.counts[b]) * (right - left) / (high - low);
      }
    }
  }
  return cells;
}

}  // namespace

std::string bar(double share, int width) {
  const int eighths = static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * width * 8));
  std::string text;
  for (int i = 0; i < eighths / 8; ++i) text += "█";
  return text + eighths_across[static_cast<std::size_t>(eighths % 8)];
}

std::string outline(const Summary& summary, double from, double to, int width) {
  if (!(to > from) || summary.counts.empty()) return {};
  const std::vector<double> cells = cells_of(summary, from, to, width);
  const double highest = *std::max_element(cells.begin(), cells.end());
  std::string text;
  for (double cell : cells) {
    const int level = highest > 0 ? static_cast<int>(std::lround(8 * cell / highest)) : 0;
    text += eighths_up[static_cast<std::size_t>(cell > 0 ? std::max(level, 1) : 0)];
  }
  return text;
}

}  // namespace ayes
