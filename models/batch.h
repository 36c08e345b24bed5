// A batch of replications, structure of arrays: one column of numbers a quantity, one row a
// replication. The four steps fill it from left to right; tallies and `replay` read it.
#pragma once

#include "models/columns.h"
#include "models/given_draws.h"
#include "models/kernels/kernels.h"
#include "models/layoff_columns.h"
#include "models/model.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace ayes {

// What a simulation wants to know of each unit: its package vote alone, or its contract vote too.
enum class Questions { package, both };

// Who missed the close, and ballots that came after it.
struct Absence {
  AbsentCounts counts_as = AbsentCounts::no;
  std::vector<std::int64_t> eligible;      // of each unit
  CountColumns unit_absent, union_absent;  // flags, a column a body
  CountColumns cast, package_yes,
      contract_yes;  // late ballots: they decide the unit's own contract
};

// Who said what, as a rule sees it. Flags are 0 or 1. A body that cast no ballot did not vote.
struct Votes {
  CountColumns returned;                               // ballots sent back, a column a unit
  CountColumns cast, package_yes, contract_yes;        // ballots that count, a column a unit
  CountColumns unit_says_package, unit_says_contract;  // flags, a column a unit
  CountColumns union_cast, union_package_yes;          // ballots, a column a union
  CountColumns union_says;                             // flags, a column a union
  std::optional<Absence> absence;                      // when units may miss the close
};

// What is known of the package's fate before all units are counted.
enum class Fate : std::int32_t { open, dead, safe };

// What a calendar adds to a batch.
struct CalendarColumns {
  CountColumns delayed;  // flags, a column a delay
  CountColumns day;      // on which a unit is counted, a column a unit
  CountColumns open;     // ballots that a unit may still cast: those eligible, 0 once it is counted
  CountColumns seen;     // the Fate that a unit saw when it voted, a column a unit
  Columns surprise;      // that a unit saw in those counted before, probit scale, a column a unit
  CountColumns fate;     // the Fate at the beginning of each counting day, a column a day
};

// What a count of bodies came to.
struct BodiesCounted {
  Sums measured, total;
};

// Room for the parts of a rule while it is evaluated: results a column a level of nesting.
struct RuleScratch {
  CountColumns results;
  Sums measured, total;
  Counts small_measured, small_total;
  // Of the coalition's rule as decide() found it, in the order in which its counts are evaluated;
  // none where it looks at more than what bodies say.
  std::vector<BodiesCounted> counted;
  RuleScratch() = default;
  RuleScratch(int rows, int levels)
      : results(CountColumns::Zero(rows, levels)),
        measured(rows),
        total(rows),
        small_measured(rows),
        small_total(rows) {}
};

// What came of all votes, where a scenario has later ones.
struct Process {
  Counts last;                  // which vote was the last one held: 0 the first, k + 1 round k
  Counts ratified;              // flag: what that vote decided
  CountColumns held, said_yes;  // flags, a column a round: it was held; it was held and ratified
  Counts units_outside, members_with_old_raises;
  Votes votes;  // the answers that stand after the last vote
};

struct Conditioned;

struct Batch {
  // Prepares for up to `capacity` replications of the model; fills the columns of fixed inputs.
  Batch(const Model& model, std::uint64_t seed, int capacity, const kernels::Kernels& kernels);

  // Where the batch stands in the run.
  const kernels::Kernels* kernels;
  std::uint64_t seed;
  std::int64_t first = 0;     // number of the first replication
  int size = 0;               // rows in use
  bool inputs_given = false;  // uncertain inputs hold given values and are not drawn

  // What is known about the votes: draws that are given, of this vote or the one before it, and
  // what the first vote must come to (models/conditioning.h). Neither is the batch's own.
  const GivenDraws* given = nullptr;
  Conditioned* conditioned = nullptr;

  std::optional<CalendarColumns> calendar;  // when the model has one

  // Before any unit votes: inputs and the noise that units share.
  Columns shared;         // Model::shared.columns wide
  Columns input_normal;   // the normal behind each uncertain input, a column an input
  Columns shared_normal;  // the normals behind swing and unions: column 0, then 1 + union
  Columns unit_normal;    // with a given correlation: the correlated normal of each unit

  // One unit at a time: opinions, turnout and their shares (scratch).
  Column package_opinion, contract_opinion, turnout_opinion;
  Column share, second_share, joint_share, uniform, second_uniform, normal, second_normal, heavy,
      noise;
  Counts refused, among_refused;

  // All votes, then the decision.
  Votes votes;
  RuleScratch rules;
  Counts ratified;          // flag
  Counts gate_open;         // flag: a package that is ratified is in force; 1 without a gate
  Counts binds_everyone;    // flag: also those that did not approve; 0 without such a rule
  Counts may_be_imposed;    // flag: if it is rejected; 1 without such a rule
  CountColumns conditions;  // flags, a column a reported condition
  MarginColumns margins;    // millionths of a share, or whole bodies

  // What others do with the result, where the scenario has others: flags. Refused: ratified, and
  // not in force for it. Imposed: rejected, and in force all the same.
  CountColumns contract_refused;  // flags, a column a unit; with a legislature
  Counts refused_by_legislature, imposed;
  Counts in_force;  // of the package, for all units

  // What follows.
  CountColumns package_in_force, contract_in_force;  // flags, a column a unit
  CountColumns notices, separated, recalled;         // a column a unit
  CountColumns layoffs_taking_part, layoffs_staying_out;
  std::optional<LayoffColumns> layoff_columns;      // scratch, when the model has layoffs
  Counts all_notices, all_separated, all_recalled;  // sums over the units
  Columns pay;                                      // dollars, a column a path of pay
  Column saved, saved_claimed;                      // dollars

  // Later votes, each in a batch of its own model. The three sums above, and savings, are then
  // those of the whole process; all else here is of the first vote.
  std::vector<Batch> later;
  Process process;
  Counts all_rescinded;
  // In a later vote: layoffs that the rejection before it had begun, notices and jobs ended, and
  // the notices taken back; a column a unit.
  CountColumns noticed, begun, rescinded;

  auto input(SharedColumn column) const { return shared.col(column).head(size); }
};

// Returns how many replications a batch takes: the largest power of two from 128 to 1024 whose live
// columns fit in about 2 MB. Results never depend on it.
int batch_size(const Model& model);

// Sets every uncertain input to a given value (one for each of Model::inputs, on its scale), so
// that simulate() no longer draws them.
void give_inputs(const Model& model, Batch& batch, std::span<const double> values);

}  // namespace ayes
