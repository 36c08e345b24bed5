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
// returns the determinant whose logarithm the normalising constants add to twice the negative log
// density.
double eliminate(Quadratic& form, int k, double variance, int tied, double factor,
                 Eliminated* kept = nullptr);

// Puts factor x[tied] in the place of variable k.
void substitute(Quadratic& form, int k, int tied, double factor);

// Takes off `sum`, to which `form` has been added, what integrating out an effect takes off `form`:
// normal of mean 0, and in every row of `form` beside variable k, which stays. Returns as above.
double eliminate_beside(const Quadratic& form, int k, double variance, Quadratic& sum,
                        Eliminated* kept = nullptr);

// The logarithm of a product of many positive factors, each within 1e-75 to 1e75, that takes few
// logarithms.
class LogProduct {
 public:
  void times(double factor) {
    product_ *= factor;
    if (!(product_ > 1e-75 && product_ < 1e75)) take_out();
  }
  void times(const LogProduct& other) {
    sum_ += other.sum_;
    times(other.product_);
  }
  void add(double logarithm) { sum_ += logarithm; }
  double log() const;

 private:
  void take_out();

  double product_ = 1, sum_ = 0;
};

}  // namespace ayes::learning
