// A union whose ballots are drawn, all but one dimension of their chance, which is integrated.
#pragma once

#include "sim/conditional/common_chance.h"

#include <cstdint>

namespace ayes::conditional {

// Columns for one drawn union at a time, for unions of up to `most_units` units.
class DrawnBallots {
 public:
  explicit DrawnBallots(int most_units);

  // Fills chance[i], for each point of the block, with a number whose expectation over the union's
  // own coordinates is its chance of a yes given the common chance. It may lie a little outside 0
  // to 1.
  //
  // The normals behind support (the union's term, the units', splits) and behind the counts of yes
  // are seen as z along the direction in which they move the margin of yes over no most, and a
  // rest. Let M(z) be the margin, the rest and all turnout draws fixed. Where it turns, z*, is
  // found by a smooth approximation, and what that leaves is added by one exact count of the
  // ballots at a z drawn near it with density q:
  //   P(Z > z*) + (1[M(z) > 0] − 1[z > z*]) φ(z) / q(z).
  // This has the right expectation whatever the direction and wherever z* lies, as long as neither
  // depends on z, and little spread when both are well chosen.
  void chances(const Model& model, const DrawnUnion& body, Block& block, double* chance);

 private:
  // A normal along the direction: fixed + rate z. A column a unit; one for the union.
  struct Term {
    Columns fixed, rate;
    void at(int column, int n, const double* z, double* out) const;
  };
  using Counts = Eigen::Array<std::int32_t, Eigen::Dynamic, 1>;
  using Sums = Eigen::Array<std::int64_t, Eigen::Dynamic, 1>;

  void place_unit(const Model& model, const DrawnUnit& drawn, int k, Block& block);
  void draw_turnout(const Model& model, const DrawnUnion& body, Block& block);
  void choose_direction(const Model& model, const DrawnUnion& body, const Block& block);
  void draw_support(const DrawnUnion& body, Block& block);
  void move_union(const Model& model, const DrawnUnion& body, const Block& block, const double* z);
  void noise_of_unit(const Model& model, const DrawnUnit& drawn, int k, const Block& block,
                     const double* z);
  // Returns whether share_ then holds an opinion, and not a share.
  bool opinion_of_yes(const Model& model, const DrawnUnit& drawn, int k, const Block& block,
                      const double* z);
  bool opinion_along(const Model& model, const DrawnUnit& drawn, int k, const Block& block,
                     const double* z);
  void excess_at(const Model& model, const DrawnUnion& body, Block& block);
  void find_turn(const Model& model, const DrawnUnion& body, Block& block);
  void turnout_at(const Model& model, const DrawnUnit& drawn, int k, const Block& block);
  void count_at(const Model& model, const DrawnUnion& body, Block& block);

  Term noise_, split_, yes_, support_;
  Columns package_, contract_, turnout_;          // where voters stand without this union's noise
  Columns of_union_, of_noise_, of_split_;        // what each term adds to the question asked
  Columns turnout_normal_, voters_;               // voters: ballots cast expected at z = 0
  Column union_turnout_, moved_, moved_turnout_;  // of the union, at some z
  Column share_, scratch_, other_, normal_;       // of one unit, at some z
  Column all_voters_, needed_, counted_yes_;      // of all units; `needed` a probit
  Column centre_, along_, z_, turn_, spread_, last_, slope_, steepness_, excess_, last_excess_,
      weight_;
  Counts eligible_, cast_, given_;
  Sums counted_, total_;  // ballots that count, and yes among them
};

}  // namespace ayes::conditional
