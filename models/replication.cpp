#include "models/replication.h"

#include "models/ballots.h"
#include "models/consequences.h"
#include "models/decision.h"
#include "models/support.h"

namespace ayes {

void simulate(const Model& model, Batch& batch) {
  draw_inputs(model, batch);
  draw_shared_terms(model, batch);
  for (int unit = 0; unit < static_cast<int>(model.units.size()); ++unit) {
    form_opinions(model, unit, batch);
    count_ballots(model, unit, batch);
  }
  decide(model, batch);
  follow(model, batch);
}

}  // namespace ayes
