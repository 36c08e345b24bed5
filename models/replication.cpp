#include "models/replication.h"

#include "models/conditioning.h"
#include "models/consequences.h"
#include "models/decision.h"
#include "models/rounds.h"
#include "models/support.h"
#include "models/walk.h"

namespace ayes {

void hold_vote(const Model& model, Batch& batch, Questions questions) {
  if (batch.conditioned) {
    condition_latents(model, batch);
  } else {
    draw_inputs(model, batch);
  }
  draw_shared_terms(model, batch);
  if (model.calendar) return vote_by_date(model, batch, questions);
  for (int k = 0; k < static_cast<int>(model.units.size()); ++k) {
    const int unit =
        batch.conditioned ? batch.conditioned->on.order[static_cast<std::size_t>(k)] : k;
    vote(model, unit, batch, questions);
  }
  decide(model, batch);
}

void simulate(const Model& model, Batch& batch) {
  hold_vote(model, batch, Questions::both);
  follow(model, batch);
  if (!model.rounds.empty()) hold_rounds(model, batch);
}

void simulate_decision(const Model& model, Batch& batch) {
  hold_vote(model, batch, model.rules_ask_about_contracts ? Questions::both : Questions::package);
}

}  // namespace ayes
