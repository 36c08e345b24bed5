// Gaussian stand-ins for evidence.
#pragma once

#include "models/conditioning.h"

namespace ayes {

// What is left of a body when its units that were counted apart are taken away.
struct Remainder {
  std::vector<int> units;
  std::int64_t yes = 0, no = 0;  // of the units taken away
};

// Adds the stand-ins of one thing known to the conditioning, with the latents they see, and how far
// off it is: of the share of yes if that is near enough to a number, else of the ballots cast. They
// stand for what it says of the remainder. The own terms of the units that are moved are among the
// latents, those of others are noise.
void add_observations(const Model& model, const std::vector<Evidence>& all, int index,
                      const Remainder& remainder, Conditioning& conditioning);

// Puts the stand-ins of outcomes last, and finds them all together: the normal law at the mode of
// the latents, inputs at their means (Newton's method on the logarithms of the chances).
void fit_outcomes(const Model& model, Conditioning& conditioning);

}  // namespace ayes
