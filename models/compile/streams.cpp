// Distinct names must address distinct draws: equal hashes would make two things the same.
#include "models/compile/draft.h"

#include <algorithm>

namespace ayes {

void compile_streams(Draft& draft) {
  std::vector<std::pair<std::uint64_t, std::string>> names;
  const SharedTerms& shared = draft.model.shared;
  names.emplace_back(shared.swing_stream, "the swing");
  names.emplace_back(shared.tails_stream, "the tails");
  for (const Group& group : shared.groups) names.emplace_back(group.stream, "group " + group.name);
  for (const Union& body : draft.model.unions)
    names.emplace_back(body.stream, "union " + body.name);
  for (const Input& input : draft.model.inputs) names.emplace_back(input.stream, input.path);
  for (const Unit& unit : draft.model.units) {
    names.emplace_back(unit.vote_stream, "the vote of unit " + unit.name);
    names.emplace_back(unit.layoff_stream, "the layoffs of unit " + unit.name);
    if (unit.challenge)
      names.emplace_back(unit.challenge->stream,
                         "the challenge to the ballot of unit " + unit.name);
    if (draft.model.legislature)
      names.emplace_back(unit.legislature_stream, "the contract of unit " + unit.name);
    if (draft.round)
      names.emplace_back(unit.ballot_stream, "the later ballots of unit " + unit.name);
  }
  if (draft.model.calendar) {
    for (const Delay& delay : draft.model.calendar->delays)
      names.emplace_back(delay.stream, "the delay of " + delay.name);
  }
  for (const PayPath& path : draft.model.pay_paths)
    if (path.award) names.emplace_back(path.award->stream, "an award");
  if (draft.model.legislature)
    names.emplace_back(draft.model.legislature->stream, "the legislature");
  if (draft.model.imposed) names.emplace_back(draft.model.imposed->stream, "the imposition");
  if (draft.model.round_shift)
    names.emplace_back(draft.model.round_shift->stream, "the shift of " + draft.round->name);
  std::sort(names.begin(), names.end());
  for (std::size_t i = 1; i < names.size(); ++i) {
    if (names[i].first != names[i - 1].first) continue;
    draft.mistake("", names[i - 1].second + " and " + names[i].second + " would share their draws",
                  "their names have the same 64-bit hash", "change one of the names a little");
  }
}

}  // namespace ayes
