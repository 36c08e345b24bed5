// A union whose ballots are drawn, all but one term of its chance, which is integrated.
#pragma once

#include "sim/conditional/common_chance.h"

#include <cstdint>
#include <vector>

namespace ayes::conditional {

// Columns for one drawn union at a time, for unions of up to `most_units` units.
class DrawnBallots {
 public:
  explicit DrawnBallots(int most_units);

  // Fills chance[i], for each point of the block, with a number whose expectation over the union's
  // own coordinates and draws is its chance of a yes given the common chance. It may lie a little
  // outside 0 to 1.
  //
  // Let z be the normal along the direction that is integrated and M(z) the margin of yes over no,
  // all other draws fixed. Where the margin turns, z*, is found by a smooth approximation, and what
  // that leaves is added by one exact count of the ballots at a z drawn near it with density q:
  //   P(Z > z*) + (1[M(z) > 0] − 1[z > z*]) φ(z) / q(z).
  // This has the right expectation wherever z* lies, and little spread when z* is near.
  void chances(const Model& model, const DrawnUnion& body, Block& block, double* chance);

 private:
  // A noise term along the direction: its normal is fixed + rate z.
  struct Term {
    Columns fixed;
    std::vector<double> rate;
    void at(int column, int n, const double* z, double* out) const;
  };
  using Counts = Eigen::Array<std::int32_t, Eigen::Dynamic, 1>;
  using Sums = Eigen::Array<std::int64_t, Eigen::Dynamic, 1>;

  void draw_normals(const DrawnUnion& body, Block& block);
  void prepare(const Model& model, const DrawnUnion& body, Block& block);
  void prepare_unit(const Model& model, const DrawnUnit& drawn, int k, Block& block);
  void move_union(const Model& model, const DrawnUnion& body, const Block& block, const double* z);
  void shares_at(const Model& model, const DrawnUnit& drawn, int k, const Block& block,
                 const double* z);
  void answer_at(const Model& model, const DrawnUnit& drawn, int k, const Block& block,
                 const double* z);
  void excess_at(const Model& model, const DrawnUnion& body, Block& block, const double* z,
                 double* excess);
  void find_turn(const Model& model, const DrawnUnion& body, Block& block);
  void count_at(const Model& model, const DrawnUnion& body, Block& block, const double* z);
  void integrate_count(const DrawnUnion& body, double* chance, int n) const;

  // A column a unit; one for the union.
  Term noise_, split_, count_, support_;
  Columns turnout_normal_, cast_normal_, cast_uniform_;
  // Where voters stand without this union's noise, and what each term adds to a bundled question.
  Columns package_, contract_, turnout_, of_union_, of_noise_, of_split_;
  // One unit, or the union, at some z.
  Column along_, union_turnout_normal_, moved_, moved_turnout_, share_, turnout_share_, scratch_,
      other_, normal_;
  Column yes_, returned_, needed_, z_, turn_, spread_, last_, slope_, excess_, last_excess_,
      weight_;
  Counts eligible_, cast_, given_, largest_cast_;
  Column largest_share_;
  Sums counted_, total_;  // ballots that count, and yes among them
};

}  // namespace ayes::conditional
