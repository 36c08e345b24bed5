// A later vote as a scenario of its own: the first vote's, with what the round restates.
#pragma once

#include "models/scenario/scenario.h"

namespace ayes {

// Calls visit(what the round restates, the scenario's own) for every table that a round may
// restate.
void for_restated(auto& round, auto& scenario, auto&& visit) {
  visit(round.support, scenario.support);
  visit(round.driver, scenario.driver);
  visit(round.turnout, scenario.turnout);
  visit(round.ballot, scenario.ballot);
  visit(round.units, scenario.units);
  visit(round.unions, scenario.unions);
  visit(round.groups, scenario.groups);
  visit(round.rules, scenario.rules);
  visit(round.rule, scenario.rule);
  visit(round.consequences, scenario.consequences);
  visit(round.protection, scenario.protection);
  visit(round.savings, scenario.savings);
  visit(round.layoffs, scenario.layoffs);
}

// Returns the scenario of a later vote, which has no later votes itself and is counted on one day.
inline Scenario scenario_of_round(const Scenario& first, const RoundTable& round) {
  Scenario later = first;
  later.round.clear();
  later.calendar.reset();  // its dates are those of the first vote
  later.delay.clear();
  for_restated(round, later, [](const auto& restated, auto& own) {
    if (restated) own = *restated;
  });
  return later;
}

// Returns a round that restates every table just as the scenario states it.
inline RoundTable restating_all(const Scenario& scenario) {
  RoundTable round;
  for_restated(round, scenario, [](auto& restated, const auto& own) { restated = own; });
  return round;
}

// Takes out of a round what is as in the first vote.
inline void drop_unchanged(const Scenario& scenario, RoundTable& round) {
  for_restated(round, scenario, [](auto& restated, const auto& own) {
    if (restated == own) restated.reset();
  });
}

}  // namespace ayes
