// A quadratic form in a few normal variables and the constant 1, from which the variables are
// integrated out one after another: the exact marginal density of linear mixed models without a
// matrix inverse. Plain loops in a fixed order, so the same bits on every machine.
#pragma once

#include <vector>

namespace ayes::learning {

// The form x' A x over x = (variables, 1); minus half of it is a log density. A is symmetric, and
// only at(i, j) with i <= j are kept.
class Quadratic {
 public:
  explicit Quadratic(int size = 0) { reset(size); }
  // Makes it zero, over `size` columns; the last is the constant's.
  void reset(int size);

  int size() const { return size_; }
  double& at(int i, int j) { return a_[static_cast<std::size_t>(i * size_ + j)]; }
  double at(int i, int j) const { return a_[static_cast<std::size_t>(i * size_ + j)]; }
  void add(const Quadratic& other);

 private:
  int size_ = 0;
  std::vector<double> a_;
};

// A variable that was integrated out: given the others, it is normal with mean -linear . x /
// precision and variance 1 / precision.
struct Eliminated {
  double precision = 0;
  std::vector<double> linear;

  double mean(const std::vector<double>& x) const;
};

// Integrates out variable k, normal around factor x[tied] with the variance given (above 0), and
// returns the logarithm that the normalising constants add to twice the negative log density.
double eliminate(Quadratic& form, int k, double variance, int tied, double factor,
                 Eliminated* kept = nullptr);

// Puts factor x[tied] in the place of variable k.
void substitute(Quadratic& form, int k, int tied, double factor);

// Integrates out a normal effect of mean 0 that every row has in the same way as variable k, and
// keeps variable k.
double eliminate_beside(Quadratic& form, int k, double variance, Eliminated* kept = nullptr);

}  // namespace ayes::learning
