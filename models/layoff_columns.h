// Room for the layoffs of one unit after another, one row a replication.
#pragma once

#include "models/columns.h"

namespace ayes {

// The uniforms of a unit's layoffs: U1 to U5 of docs/model.md section 5.
struct LayoffDraws {
  Column rejected, hit, outside, anyway, recalled, spare;
};

struct LayoffColumns {
  // What all units share. Jobs announced to go if the package is rejected, in all; the part of them
  // that goes; workload now over then.
  Column cut, carried_out, workload;
  Column refuser_take_effect;  // where layoffs are aimed at those who refuse
  Column recall;  // the part of the jobs ended that is called back, by the package's fate

  // One unit: the part of it that is exposed, its draws, and its layoffs without its contract in
  // force, and with it.
  Column exposed;
  LayoffDraws draws;
  Counts notices, separated, recalled;
  Counts notices_with_contract, separated_with_contract, recalled_with_contract;

  explicit LayoffColumns(int capacity) {
    for (Column* column :
         {&cut, &carried_out, &workload, &refuser_take_effect, &recall, &exposed, &draws.rejected,
          &draws.hit, &draws.outside, &draws.anyway, &draws.recalled, &draws.spare})
      *column = Column::Zero(capacity);
    for (Counts* column : {&notices, &separated, &recalled, &notices_with_contract,
                           &separated_with_contract, &recalled_with_contract})
      *column = Counts::Zero(capacity);
  }
};

}  // namespace ayes
