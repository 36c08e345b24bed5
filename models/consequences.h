// Step 4: what follows: contracts in force, layoffs, pay and savings (docs/model.md section 5).
#pragma once

#include "models/batch.h"

namespace ayes {

// Works out what follows for every unit, as its contract vote fell and, for its gamble, as if the
// unit had taken part or stayed out.
void follow(const Model& model, Batch& batch);

// Works out what a rejection, as `batch` has it, had begun in the given rows when the vote `later`
// came: notices and, by the part `begun` of its separations, jobs ended.
void follow_until(const Model& model, const Batch& batch, const std::vector<std::int32_t>& rows,
                  SharedColumn begun, Batch& later);

// Returns a member's pay over the agreement's years in replication `row` of the batch, dollars,
// with the unit's own contract in force or without it.
inline double pay_of(const Model& model, int unit, bool contract, int row, const Batch& batch) {
  const Unit& body = model.units[static_cast<std::size_t>(unit)];
  return batch.pay(row, contract ? body.pay_agreed : body.pay_outside);
}

// Tells whether a yes of its members would bring the unit's contract into force in replication
// `row`.
inline bool contract_is_open(const Model& model, int unit, int row, const Batch& batch) {
  if (model.legislature && batch.contract_refused(row, unit)) return false;
  return batch.package_in_force(row, unit) || !model.contract_needs_package;
}

}  // namespace ayes
