#include "models/replication.h"

#include "models/ballots.h"
#include "models/consequences.h"
#include "models/decision.h"
#include "models/rounds.h"
#include "models/support.h"
#include "models/walk.h"

namespace ayes {

void hold_vote(const Model& model, Batch& batch, Questions questions) {
  draw_inputs(model, batch);
  draw_shared_terms(model, batch);
  if (model.calendar) return vote_by_date(model, batch, questions);
  for (int unit = 0; unit < static_cast<int>(model.units.size()); ++unit) {
    form_opinions(model, unit, batch, questions);
    count_ballots(model, unit, batch, questions);
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
