// How many vote.
#include "io/describe/sections.h"
#include "models/path.h"

namespace ayes::described {

void turnout(const Subject& subject, Prose& text) {
  const TurnoutTable& table = subject.scenario.turnout;
  text.heading("HOW MANY VOTE");
  text.item(subject.said(table.share, "turnout.share") +
            " of those who may vote do, in a unit that states no turnout of its own.");
  for (const auto& [unit, share] : table.units) {
    text.item(unit + ": " + subject.said(share, child("turnout.units", unit)) +
              (share.is_fixed() ? "." : "; this is the whole doubt about it, given the swing."));
  }
  text.item("It moves for all units together by " + subject.said(table.swing, "turnout.swing") +
            "; between unions by " + subject.said(table.union_spread, "turnout.union") +
            "; between units of a union by " + subject.said(table.unit_spread, "turnout.unit") +
            " (standard deviations).");
  text.item("Turnout and support go together, term by term, with a correlation of " +
            subject.said(table.with_support, "turnout.with_support") +
            ": above 0, more vote where more like the package.");
  if (const MeasureResult* measure = subject.result.measure("turnout")) {
    text.item("Over all units the mean turnout of the simulated votes is " +
              about(measure->all.mean, Tell::share) + ".");
  }
}

}  // namespace ayes::described
