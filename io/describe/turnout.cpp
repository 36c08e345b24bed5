// How many vote.
#include "io/describe/sections.h"
#include "models/path.h"

namespace ayes::described {

void turnout(const Subject& subject, Prose& text) {
  const TurnoutTable& table = subject.scenario.turnout;
  text.heading("HOW MANY VOTE");
  text.item("Share of those who may vote that do, in a unit that states none of its own: " +
            subject.said(table.share, "turnout.share") + ".");
  for (const auto& [unit, share] : table.units) {
    text.item(unit + ": " + subject.said(share, child("turnout.units", unit)) +
              (share.is_fixed() ? "." : "; this is the whole doubt about it, given the swing."));
  }
  text.item("What moves it, as a standard deviation: the swing, common to all units: " +
            subject.said(table.swing, "turnout.swing") +
            "; between unions: " + subject.said(table.union_spread, "turnout.union") +
            "; between units of a union: " + subject.said(table.unit_spread, "turnout.unit") + ".");
  text.item(
      "Correlation of turnout with support, term by term (above 0, more vote where more like the "
      "package): " +
      subject.said(table.with_support, "turnout.with_support") + ".");
  if (const MeasureResult* measure = subject.result.measure("turnout")) {
    text.item("Over all units the mean turnout of the simulated votes is " +
              about(measure->all.mean, Tell::share) + ".");
  }
}

}  // namespace ayes::described
