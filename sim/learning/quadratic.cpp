#include "sim/learning/quadratic.h"

#include "models/numerics/elementary.h"

#include <algorithm>

namespace ayes::learning {
namespace {

// Takes linear linear' / precision off the form.
void take_off(Quadratic& form, const std::vector<double>& linear, double precision) {
  const int n = form.size();
  for (int i = 0; i < n; ++i) {
    const double part = linear[static_cast<std::size_t>(i)] / precision;
    if (part == 0) continue;
    for (int j = i; j < n; ++j) form.at(i, j) -= part * linear[static_cast<std::size_t>(j)];
  }
}

// What couples variable k to each of the others, and to itself.
void couplings(const Quadratic& form, int k, std::vector<double>& linear) {
  const int n = form.size();
  linear.resize(static_cast<std::size_t>(n));
  for (int j = 0; j < n; ++j)
    linear[static_cast<std::size_t>(j)] = form.at(std::min(j, k), std::max(j, k));
}

void clear(Quadratic& form, int k) {
  for (int j = 0; j < form.size(); ++j) form.at(std::min(j, k), std::max(j, k)) = 0;
}

}  // namespace

void Quadratic::reset(int size) {
  size_ = size;
  a_.assign(static_cast<std::size_t>(size * size), 0.0);
}

void Quadratic::add(const Quadratic& other) {
  for (std::size_t i = 0; i < a_.size(); ++i) a_[i] += other.a_[i];
}

double Eliminated::mean(const std::vector<double>& x) const {
  double sum = 0;
  for (std::size_t i = 0; i < linear.size(); ++i) sum += linear[i] * x[i];
  return -sum / precision;
}

double eliminate(Quadratic& form, int k, double variance, int tied, double factor,
                 Eliminated* kept) {
  thread_local std::vector<double> linear;
  couplings(form, k, linear);
  const double precision = form.at(k, k) + 1 / variance;
  linear[static_cast<std::size_t>(k)] = 0;
  linear[static_cast<std::size_t>(tied)] -= factor / variance;
  form.at(tied, tied) += factor * factor / variance;
  take_off(form, linear, precision);
  clear(form, k);
  if (kept) *kept = {precision, linear};
  return variance * precision;
}

void substitute(Quadratic& form, int k, int tied, double factor) {
  thread_local std::vector<double> linear;
  couplings(form, k, linear);
  const double own = form.at(k, k);
  for (int j = 0; j < form.size(); ++j) {
    if (j != k && j != tied)
      form.at(std::min(j, tied), std::max(j, tied)) += factor * linear[static_cast<std::size_t>(j)];
  }
  form.at(tied, tied) +=
      2 * factor * linear[static_cast<std::size_t>(tied)] + factor * factor * own;
  clear(form, k);
}

double eliminate_beside(const Quadratic& form, int k, double variance, Quadratic& sum,
                        Eliminated* kept) {
  thread_local std::vector<double> linear;
  couplings(form, k, linear);
  const double precision = form.at(k, k) + 1 / variance;
  take_off(sum, linear, precision);
  if (kept) *kept = {precision, linear};
  return variance * precision;
}

double LogProduct::log() const { return sum_ + numerics::log(product_); }

void LogProduct::take_out() {
  sum_ += numerics::log(product_);
  product_ = 1;
}

}  // namespace ayes::learning
