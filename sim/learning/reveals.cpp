#include "sim/learning/reveals.h"

#include "sim/learning/failures.h"
#include "sim/learning/mixed_model.h"
#include "sim/learning/uniforms.h"

#include <algorithm>
#include <map>
#include <set>

namespace ayes::learning {
namespace {

// Reads `digits` digits off the front of a text, as a number from 1 to `last`.
std::optional<int> take_number(std::string_view& text, std::size_t digits, int last) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = 10 * value + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value >= 1 && value <= last ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<int> last_day(const std::string& date) {
  // The end of an interval repeats no more of its start than has changed.
  std::string end = date;
  if (const std::size_t slash = date.find('/'); slash != date.npos) {
    const std::string start = date.substr(0, slash), rest = date.substr(slash + 1);
    if (!last_day(start) || rest.empty() || rest.size() > start.size()) return std::nullopt;
    end = start.substr(0, start.size() - rest.size()) + rest;
  }
  std::string_view text = end;
  const auto year = take_number(text, 4, 9999);
  if (!year) return std::nullopt;
  int month = 12, day = 31;
  for (int* part : {&month, &day}) {
    if (text.empty()) break;
    const bool dash = text.front() == '-';
    text.remove_prefix(1);
    const auto value = take_number(text, 2, part == &month ? 12 : 31);
    if (!dash || !value) return std::nullopt;
    *part = *value;
  }
  if (!text.empty()) return std::nullopt;
  return *year * 10000 + month * 100 + day;
}

Steps random_steps(const std::vector<Leaf>& leaves, std::uint64_t seed, int number) {
  std::map<std::string, std::size_t> place;
  Steps units;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const auto [found, fresh] =
        place.emplace(union_in_ratification(leaves[i]) + '\x1f' + leaves[i].unit, units.size());
    if (fresh) units.emplace_back();
    units[found->second].push_back(i);
  }
  if (units.size() < fewest_to_reveal) return {};
  Uniforms uniforms(seed, "reveal", std::to_string(number) + " of " + leaves.front().ratification);
  for (std::size_t i = units.size(); i-- > 1;) {
    const auto j = static_cast<std::size_t>(uniforms.uniform() * static_cast<double>(i + 1));
    std::swap(units[i], units[std::min(j, i)]);
  }
  return units;
}

Steps calendar_steps(const std::vector<Leaf>& leaves) {
  std::vector<std::pair<int, std::size_t>> days;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const auto day = last_day(leaves[i].date);
    if (!day) return {};
    days.emplace_back(*day, i);
  }
  std::sort(days.begin(), days.end());
  if (days.size() < fewest_to_reveal || days.front().first == days.back().first) return {};
  Steps votes;
  for (const auto& [day, vote] : days) votes.push_back({vote});
  return votes;
}

Reveal reveal_of(const std::vector<Leaf>& leaves, const Steps& steps, int quarters) {
  std::vector<char> known(leaves.size(), 0);
  for (std::size_t i = 0; i < steps.size() * static_cast<std::size_t>(quarters) / 4; ++i) {
    for (const std::size_t leaf : steps[i]) known[leaf] = 1;
  }
  const auto may_be_forecast = [&](const Leaf& vote) {
    bool any_before = vote.round == 1;
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      if (leaves[i].round >= vote.round) continue;
      any_before = any_before || known[i];
      if (!known[i] && leaves[i].unit == vote.unit &&
          union_in_ratification(leaves[i]) == union_in_ratification(vote))
        return false;
    }
    return any_before;
  };
  Reveal reveal;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    if (known[i]) {
      reveal.known.push_back(i);
    } else if (may_be_forecast(leaves[i])) {
      reveal.forecast.push_back(i);
    }
  }
  return reveal;
}

std::vector<Told> told_failures(const std::vector<Leaf>& leaves,
                                const std::vector<std::size_t>& known) {
  std::vector<Leaf> of_it;
  for (const std::size_t i : known) of_it.push_back(leaves[i]);
  const auto same = [](const Leaf& one, const Leaf& other) {
    return one.unit == other.unit && one.round == other.round &&
           union_in_ratification(one) == union_in_ratification(other);
  };
  std::vector<Told> groups;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    if (std::ranges::find(known, i) != known.end()) continue;
    std::vector<Leaf> held = of_it;
    held.push_back(leaves[i]);
    std::vector<Leaf> failures = untold_failures(of_it, held);
    const auto group = std::ranges::find_if(groups, [&](const Told& other) {
      return std::ranges::equal(other.failures, failures, same);
    });
    if (group == groups.end()) {
      groups.push_back({std::move(failures), {i}});
    } else {
      group->forecast.push_back(i);
    }
  }
  return groups;
}

std::vector<Reveal> round_reveals(const std::vector<Leaf>& leaves) {
  std::set<int> rounds;
  for (const Leaf& leaf : leaves) rounds.insert(leaf.round);
  std::vector<Reveal> reveals;
  for (const int round : rounds) {
    Reveal reveal;
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      if (leaves[i].round < round) reveal.known.push_back(i);
      if (leaves[i].round == round) reveal.forecast.push_back(i);
    }
    if (!reveal.known.empty()) reveals.push_back(std::move(reveal));
  }
  return reveals;
}

}  // namespace ayes::learning
