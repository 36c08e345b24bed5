// The density of opinions with every effect integrated out: Gaussian elimination along the tree of
// rows in units, units in unions, unions in ratifications (docs/decisions/0110).
#pragma once

#include "sim/learning/mixed_model.h"
#include "sim/learning/quadratic.h"
#include "sim/learning/small_matrix.h"

namespace ayes::learning {

// Draws of the effects that the elimination leaves for, last out first in.
struct Kept {
  std::vector<std::vector<Eliminated>> levels;  // by ratification
  std::vector<Eliminated> unions, fixed;
};

// Of the opinions of a design; serves one chain, and remembers what a step of a spread leaves as it
// was.
class Marginal {
 public:
  // Keeps references to both.
  Marginal(const Design& design, const Priors& priors);

  // Takes over the opinions s, by row; keeps a reference.
  void look_at(const std::vector<double>& s);

  // Computes the log density of s up to a constant; keeps the elimination if asked to.
  double log_density(const Parameters& parameters, Kept* kept = nullptr);

 private:
  // Rows of one union that are alone in their unit and alike: their sums are all that matters.
  struct Cell {
    std::size_t first_row = 0;
    std::vector<std::size_t> rows;
    double sum = 0, squares = 0;
  };

  // What a sweep needs of a union, found once.
  struct UnionPlan {
    std::vector<Cell> cells;
    std::vector<std::size_t> units;         // of more than one row
    bool contracts = false, later = false;  // has rows of contracts, of later votes
  };

  // The columns of a ratification's form: its levels, the fixed effects, the constant.
  struct Layout {
    int levels, fixed;
    int fixed_effect(int f) const { return levels + f; }
    int one() const { return levels + fixed; }
    int size() const { return one() + 1; }
  };

  // A form, and what integrating out adds to twice the negative log density.
  struct Form {
    Quadratic form;
    LogProduct determinants;
  };

  static std::vector<UnionPlan> plan_of(const Design& design);
  // Writes a row's coefficients of all variables, and -s for the constant.
  static void fill_row(const Row& row, double s, const Layout& layout, std::vector<double>& out);
  // Fills in what a ratification says of the fixed effects, its own effects integrated out.
  void fill_reduced(std::size_t r, const Parameters& parameters, Kept* kept);
  // Fills in what a ratification says of its levels and the fixed effects, unions integrated out.
  void fill_ratified(std::size_t r, const Layout& layout, const Parameters& parameters, Kept* kept);
  // Fills in what the units of a union say, given the spreads within units.
  void fill_union_form(std::size_t u, const Layout& layout, const Parameters& parameters);
  // Whitens a unit's rows by the factor of their covariance and adds their squares.
  void add_unit(std::size_t u, const Layout& layout, const Parameters& parameters, Form& filled);
  // A step of one spread leaves most forms as they were: which spreads within units have moved?
  void find_stale(const Parameters& parameters);
  bool stale(std::size_t r) const;
  bool unions_stale(std::size_t r) const;
  bool stale(const UnionPlan& plan) const;

  const Design& design_;
  const Priors& priors_;
  std::vector<UnionPlan> plans_;
  // By union; by ratification, unions out, and levels out too: all at the spreads `last_`.
  std::vector<Form> forms_, ratified_, reduced_;
  std::array<double, spread::count> last_{};
  bool known_ = false, swing_moved_ = true, union_moved_ = true, step_moved_ = true,
       unit_moved_ = true, split_moved_ = true, again_moved_ = true;
  int fixed_count_ = 0;
  const std::vector<double>* s_ = nullptr;
  Quadratic total_, form_;
  SmallMatrix covariance_;
  std::vector<double> row_, white_;
};

}  // namespace ayes::learning
