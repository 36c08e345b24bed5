// Conditioning a vote on what is known of it (docs/model.md, "Conditioning on results"). Draws that
// bear on the evidence are taken from where it allows, and each replication carries the weight that
// makes up for it, so that weighted replications are replications of the vote given the evidence.
#pragma once

#include "models/batch.h"
#include "models/evidence.h"
#include "models/model.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ayes {

// A standard normal that units share: swing, a group, a union, or the normal behind an input.
struct Latent {
  DrawName name;
  std::optional<int> input;  // index into Model::inputs
};

// How strongly a latent moves an opinion: weight · column · ρ or √(1 − ρ²), ρ = with_support.
struct LatentTerm {
  enum class Mix { none, with_support, apart };
  int latent = 0;
  double weight = 1;
  std::optional<SharedColumn> column = {};
  Mix mix = Mix::none;
};

// A known number of a replication: weight · column · other column.
struct KnownTerm {
  double weight = 1;
  SharedColumn column = 0;
  std::optional<SharedColumn> other = {};
};

// A Gaussian stand-in for evidence: middle = offset + Σ known + Σ latent + noise, whose variance is
// `variance` + Σ weight · column². It says where the draws of the latents go, and no more.
struct PseudoObservation {
  double middle = 0, variance = 0, offset = 0;
  std::vector<LatentTerm> latents;
  std::vector<KnownTerm> known;
  std::vector<KnownTerm> spreads;      // weight and column
  std::uint64_t stream = 0;            // of its noise
  std::optional<Answer> outcome = {};  // it stands in for a bare yes or no,
  double bar = 0;                      // given by a share above this, on the probit scale
};

// Evidence that the unit counted last of its body must meet, given how the others voted.
struct Demand {
  int evidence = 0;
  std::vector<int> others;
};

struct Conditioning {
  std::vector<Evidence> evidence;
  std::vector<double> surprise;  // of each: distance from what was expected, in its SD; 0: unknown
  std::vector<Latent> latents;
  // Those of numbers, then those of outcomes, which one vote in four leaves out: what they stand in
  // for is flat on one side, and they are not.
  std::vector<PseudoObservation> observations;
  int numbers = 0;
  // Of each unit: 1 where its own terms are latents, 2 where an outcome binds it as well.
  std::vector<char> moved;
  std::vector<int> order;                    // in which units vote, where no calendar says it
  std::vector<std::vector<Demand>> demands;  // of each unit
  std::vector<DrawName> names;               // of all draws that may be given
};

// Finds out how to condition votes of the model on evidence. The order of the evidence does not
// matter. Throws ScenarioError with all mistakes, each with its line: evidence that is impossible,
// stated twice or against other evidence, or of a kind or a scenario that can't be had.
Conditioning condition(const Model& model, std::vector<Evidence> evidence);

// The state of one batch.
struct Conditioned {
  const Conditioning& on;
  GivenDraws given;
  Column log_weight;
  std::vector<Column> polled;  // Σ eligible · share, one an evidence that is a poll; else empty
  Conditioned(const Conditioning& on_, int rows);
};

// Draws the inputs of a batch, and moves them and the other latents to where the evidence has them;
// begins the weights. Before the shared terms are drawn.
void condition_latents(const Model& model, Batch& batch);

// Lets a unit vote: opinions, then ballots. Where it is the last of a body of which something is
// known, its own draws are taken from where that holds.
void vote(const Model& model, int unit, Batch& batch, Questions questions);

}  // namespace ayes
