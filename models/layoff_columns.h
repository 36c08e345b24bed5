// Room for the layoffs of one unit after another: replications gathered by the package's fate.
#pragma once

#include "models/columns.h"

#include <cstdint>
#include <vector>

namespace ayes {

// Replications for which the package has the same fate in a unit, and what they share of the
// scenario, gathered so that each unit walks over straight columns.
struct LayoffRows {
  std::vector<std::int32_t> at;  // rows of the batch
  int size() const { return static_cast<int>(at.size()); }

  Column cut, carried_out, attrition;  // package rejected; cut: jobs announced to go, in all
  Column chance, rate;                 // package in force, unit outside
  Column recall, anyway_rate, anyway_recall;
  Column effect, workload;  // leverage; workload: now / then

  // In a later vote: what the rejection before it had begun in the unit, and the part of that which
  // is called back.
  Counts noticed, begun;
  Column begun_recall;

  // Where layoffs are aimed at those who refuse: whether the unit's union did, and what hits it.
  Counts union_refused;
  Column refuser_notices, refuser_take_effect;

  explicit LayoffRows(int capacity) {
    at.reserve(static_cast<std::size_t>(capacity));
    for (Column* column :
         {&cut, &carried_out, &attrition, &chance, &rate, &recall, &anyway_rate, &anyway_recall,
          &effect, &workload, &begun_recall, &refuser_notices, &refuser_take_effect})
      column->resize(capacity);
    for (Counts* column : {&noticed, &begun, &union_refused}) column->resize(capacity);
  }
};

// Layoffs of one unit in gathered rows: with its contract in force, and without.
struct Layoffs {
  Counts notices, separated, recalled;
  Counts notices_with_contract, separated_with_contract, recalled_with_contract;
  explicit Layoffs(int capacity)
      : notices(capacity),
        separated(capacity),
        recalled(capacity),
        notices_with_contract(capacity),
        separated_with_contract(capacity),
        recalled_with_contract(capacity) {}
};

// The uniforms of a unit's layoffs in gathered rows: U1 to U5.
struct LayoffDraws {
  Column rejected, hit, outside, anyway, recalled, spare;
  explicit LayoffDraws(int capacity)
      : rejected(capacity),
        hit(capacity),
        outside(capacity),
        anyway(capacity),
        recalled(capacity),
        spare(capacity) {}
};

// All of it, for batches of up to `capacity` replications.
struct LayoffColumns {
  LayoffDraws draws;
  Layoffs layoffs;
  Column exposed;
  LayoffRows rows[2];  // package not in force, in force
  explicit LayoffColumns(int capacity)
      : draws(capacity),
        layoffs(capacity),
        exposed(capacity),
        rows{LayoffRows(capacity), LayoffRows(capacity)} {}
};

}  // namespace ayes
