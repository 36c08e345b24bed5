// A coalition's rule as a decision diagram: ask one union after the other, and go on by its answer.
// The chance that the rule holds follows from the chances of the unions, exactly and for any rule
// that looks at unions alone.
#pragma once

#include "models/rule.h"

#include <Eigen/Core>

#include <optional>
#include <span>
#include <vector>

namespace ayes::conditional {

// Diagrams of more questions than this are refused: sums of many different weights grow that large.
inline constexpr int most_questions = 20'000;

class RuleDiagram {
 public:
  // Lays out the rule over so many unions; none when it takes more than most_questions.
  static std::optional<RuleDiagram> of(const Rule& rule, int unions);

  // Computes the chance that the rule holds for each of n points, a column of `yes` a union.
  void chances(const Eigen::ArrayXXd& yes, int n, double* out);
  // Computes it for one set of chances.
  double chance(std::span<const double> yes) const;

  int questions() const { return static_cast<int>(questions_.size()); }

 private:
  struct Question {
    int union_index;
    int if_yes, if_no;  // places of earlier questions, or never or always
  };
  static constexpr int never = -1, always = -2;
  friend class DiagramBuilder;
  std::vector<Question> questions_;  // each after those it leads to
  int first_ = never;
  Eigen::ArrayXXd value_;
};

}  // namespace ayes::conditional
