#include "sim/mean_sequence.h"

#include "sim/steps_aside.h"

#include <algorithm>
#include <utility>

namespace ayes {
namespace {

constexpr int halvings = 60;
constexpr double most_values = 0x1p48;

// Σ (x - centre)². Whole numbers take the bulk of the centre off, so that nothing cancels.
double squares_about(double centre, const Moments& values) {
  const auto whole = static_cast<std::int64_t>(centre);
  const double rest = centre - static_cast<double>(whole);
  const Int128 n = values.count;
  const Int128 squares = values.squares - 2 * whole * values.sum + n * whole * whole;
  const Int128 sum = values.sum - n * whole;
  const double total = static_cast<double>(squares) - 2 * rest * static_cast<double>(sum) +
                       static_cast<double>(values.count) * rest * rest;
  return std::max(0.0, total);
}

// (-log(1 - λ b) - λ b) / b², by its series where the difference would cancel.
double psi(double lambda, double b) {
  const double z = lambda * b;
  if (z < 1e-3) return lambda * lambda * (1.0 / 2 + z * (1.0 / 3 + z * (1.0 / 4 + z * (1.0 / 5))));
  return (-numerics::log1p(-z) - z) / (b * b);
}

}  // namespace

MeanSequence::MeanSequence(double greatest, bool bounded, double level, double half_width)
    : greatest_(greatest),
      half_width_(half_width / greatest),
      bounded_(bounded),
      refused_(numerics::log(2 / (1 - level))),
      centre_(greatest / 2) {
  for (const StepAside& step : steps_aside(half_width_, 1)) {
    below_.push_back({step.distance, step.log_weight});
  }
  above_ = below_;
  aim();
}

void MeanSequence::aim() {
  const auto aim_side = [&](Side& side, double b) {
    for (Product& product : side) {
      product.lambda = product.distance / (variance_ + b * product.distance);
      product.psi = psi(product.lambda, b);
    }
  };
  const double c = centre_ / greatest_;
  aim_side(below_, bounded_ ? c : 0);
  aim_side(above_, bounded_ ? 1 - c : 0);
}

void MeanSequence::look(const Moments& values) {
  if (values.count == 0) return;
  const auto n = static_cast<double>(values.count);
  const double sum = static_cast<double>(values.sum) / greatest_;
  const double spread = squares_about(centre_, values) / greatest_ / greatest_;
  for (Side* side : {&below_, &above_}) {
    for (Product& product : *side) {
      product.sum += product.lambda * sum;
      product.weight += product.lambda * n;
      product.spread += product.psi * spread;
    }
  }
  seen_.merge(values);
  centre_ = mean(seen_);
  // One value at the greatest variance there can be keeps λ from running off while all are alike.
  variance_ = (0.25 + squares_about(centre_, seen_) / greatest_ / greatest_) /
              (static_cast<double>(seen_.count) + 1);
  aim();
}

// The lowest value of sign · m that is not refused.
double MeanSequence::low_end(const Side& side, double sign) const {
  const auto evidence = [&](double value) {
    return log_of_sum(side.size(), [&](std::size_t k) {
      const Product& product = side[k];
      return product.log_weight + sign * product.sum - product.weight * value - product.spread;
    });
  };
  const Product& first = side.front();
  double low = (sign * first.sum + first.log_weight - first.spread - refused_) / first.weight;
  double high = low;
  for (const Product& product : side) high = std::max(high, sign * product.sum / product.weight);
  for (int halving = 0; halving < halvings; ++halving) {
    const double middle = low + (high - low) / 2;
    (evidence(middle) >= refused_ ? low : high) = middle;
  }
  return low;
}

Bounds MeanSequence::interval() const {
  Bounds y;
  if (seen_.count > 0) y = {low_end(below_, 1), -low_end(above_, -1)};
  if (y.low > y.high) std::swap(y.low, y.high);  // sides that disagree: the values between them
  if (bounded_) y = {std::clamp(y.low, 0.0, 1.0), std::clamp(y.high, 0.0, 1.0)};
  return {greatest_ * y.low, greatest_ * y.high};
}

double MeanSequence::foreseen() const {
  const auto width_after = [&](double more) {
    double width = 0;
    for (const Side* side : {&below_, &above_}) {
      const Product& first = side->front();
      width += (refused_ - first.log_weight + first.spread + first.psi * variance_ * more) /
               (first.weight + first.lambda * more);
    }
    return width;
  };
  double low = 0, high = 1;
  while (width_after(high) > 2 * half_width_ && high < most_values) high *= 2;
  for (int halving = 0; halving < halvings; ++halving) {
    const double middle = low + (high - low) / 2;
    (width_after(middle) > 2 * half_width_ ? low : high) = middle;
  }
  return static_cast<double>(seen_.count) + high;
}

}  // namespace ayes
