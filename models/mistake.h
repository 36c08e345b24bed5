// A mistake in a scenario: what is wrong, why that is a problem, and what to do. Mistakes are
// gathered and thrown together, so that a person sees all of them at once.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace ayes {

struct Mistake {
  std::string path;        // dotted path in the scenario, such as support.units.NP-4.package
  std::string problem;     // what is wrong
  std::string why;         // why it is a problem; may be empty
  std::string suggestion;  // what to do; may be empty
  // Place in a file, filled in by the reader, which knows where each path was written.
  std::string file = {};
  int line = 0, column = 0;
};

// Thrown when a scenario cannot mean anything; holds one mistake or more.
class ScenarioError : public std::runtime_error {
 public:
  explicit ScenarioError(std::vector<Mistake> mistakes)
      : std::runtime_error(mistakes.empty() ? "mistake in a scenario" : mistakes.front().problem),
        mistakes_(std::move(mistakes)) {}
  const std::vector<Mistake>& mistakes() const { return mistakes_; }

 private:
  std::vector<Mistake> mistakes_;
};

}  // namespace ayes
