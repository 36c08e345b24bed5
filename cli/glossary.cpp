#include "cli/glossary.h"

namespace ayes {

std::string glossary() {
  return R"(Words
  ratification         the vote by which members accept or reject a settlement
  tentative agreement  what the negotiators settled on, before members vote
  bargaining unit      people who share a contract and vote together; a union
                       may have several
  package              the coalition's agreement, for all units; one rule
                       decides for everyone
  contract             a unit's own agreement on pay and protection, beside the
                       package
  bundled              one question about package and contract together
  ratified             accepted by the coalition's rule, at this vote
  yes                  a share of ballots cast, in %; chances are always "in
                       100"
  replication          one simulated vote, from members' opinions to the layoffs
  simulation error     what chance adds because the votes simulated are finite:
                       95 intervals in 100 hold the exact answer of the model;
                       more replications shrink it
  standard error       the standard deviation of that error ("se" in saved
                       results)
  estimate             a number that the scenario states with a doubt; its range
                       says how the answer moves with it, and more replications
                       don't shrink that
  middle (8 in 10)     the median, and where 8 of 10 simulated votes lie
  threatened           the jobs a threat names; a threat is not a forecast
  notices sent         layoff notices that go out
  jobs ended           notices carried out
  recalled             people called back after their job had ended
  laid off in the end  jobs ended, less those recalled
  taken back           notices rescinded when a later vote is a yes
  seed                 the number that chooses the sample: same scenario, seed
                       and version, same bytes)";
}

}  // namespace ayes
