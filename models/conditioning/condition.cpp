// From what is known to how votes are conditioned on it.
#include "models/at.h"
#include "models/conditioning.h"
#include "models/conditioning/observations.h"
#include "models/mistake.h"
#include "models/stream.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace ayes {
namespace {

using evidence::Count;

bool inside(const std::vector<int>& inner, const std::vector<int>& outer) {
  return std::includes(outer.begin(), outer.end(), inner.begin(), inner.end());
}

bool is_poll(const Evidence& evidence) {
  return std::holds_alternative<evidence::Poll>(evidence.what);
}

bool is_number(const Evidence& evidence) {
  return !is_poll(evidence) && !std::holds_alternative<evidence::Outcome>(evidence.what);
}

const Count* count_of(const Evidence& evidence) { return std::get_if<Count>(&evidence.what); }

std::string question_of(const Evidence& evidence) {
  return evidence.question == Question::package ? "package" : "contract";
}

std::string number(std::int64_t n) { return std::to_string(n); }

// What is known, checked, and which unit must meet it.
class Conditions {
 public:
  Conditions(const Model& model, std::vector<Evidence> evidence)
      : model_(model), evidence_(std::move(evidence)) {
    // What is known has an order of its own, so that the lines of a file may have any.
    const auto key = [](const Evidence& each) {
      const auto* poll = std::get_if<evidence::Poll>(&each.what);
      return std::tuple(each.units.size(), each.units, each.question, each.what.index(),
                        poll ? poll->middle : 0.0, poll ? poll->sd : 0.0, each.line);
    };
    std::stable_sort(evidence_.begin(), evidence_.end(),
                     [&](const Evidence& a, const Evidence& b) { return key(a) < key(b); });
    result_.demands.resize(model.units.size());
  }

  Conditioning all() {
    if (model_.correlation) {
      mistakes_.push_back({"", "the scenario gives a correlation matrix",
                           "an update can't move units that are correlated one by one",
                           "state union and unit spreads in its place, or groups"});
      throw ScenarioError(std::move(mistakes_));
    }
    for (const Evidence& each : evidence_) check_alone(each);
    if (mistakes_.empty()) check_together();
    if (mistakes_.empty()) {
      find_last_units();
      put_in_order();
    }
    std::stable_sort(mistakes_.begin(), mistakes_.end(),
                     [](const Mistake& a, const Mistake& b) { return a.line < b.line; });
    if (!mistakes_.empty()) throw ScenarioError(std::move(mistakes_));
    find_moved();
    for (std::size_t e = 0; e < evidence_.size(); ++e) {
      add_observations(model_, evidence_, static_cast<int>(e), remainder_of(evidence_[e]), result_);
    }
    fit_outcomes(model_, result_);
    name_draws();
    result_.evidence = std::move(evidence_);
    return std::move(result_);
  }

 private:
  void mistake(const Evidence& where, std::string problem, std::string why,
               std::string suggestion) {
    Mistake mistake{"", std::move(problem), std::move(why), std::move(suggestion)};
    mistake.line = where.line;
    mistakes_.push_back(std::move(mistake));
  }

  std::int64_t eligible(const std::vector<int>& units) const {
    std::int64_t sum = 0;
    for (int u : units) sum += model_.units[at(u)].eligible;
    return sum;
  }

  // What a piece of evidence can't be, whatever else is known.
  void check_alone(const Evidence& each) {
    const std::int64_t all = eligible(each.units);
    if (each.cast && *each.cast > all) {
      mistake(each, number(*each.cast) + " ballots of " + each.body,
              "only " + number(all) + " are eligible in the scenario",
              "correct the count, or the scenario's roster");
    }
    if (each.cast && *each.cast == 0)
      mistake(each, "no ballots of " + each.body, "a count of nothing tells nothing",
              "leave the line out");
    if (const auto* margin = std::get_if<evidence::Margin>(&each.what)) {
      const std::int64_t most = each.cast.value_or(all);
      if (margin->low > most || -margin->high > most)
        mistake(each,
                "a margin of " + number(margin->low > most ? margin->low : margin->high) + " in " +
                    each.body,
                "there are no more than " + number(most) + " ballots", "correct the margin");
      if (each.cast && margin->low == margin->high && (*each.cast + margin->low) % 2 != 0)
        mistake(each,
                "a margin of " + number(margin->low) + " in " + number(*each.cast) + " ballots",
                "yes and no would be no whole numbers", "correct one of them");
    }
    for (int u : each.units) check_unit(each, model_.units[at(u)], u);
  }

  void check_unit(const Evidence& each, const Unit& unit, int index) {
    const bool contract = each.question == Question::contract;
    if (contract && unit.outside) {
      mistake(each, "a contract vote of " + unit.name, "it is outside: it is offered no contract",
              "leave the line out");
    } else if (contract && std::holds_alternative<PackageOnlyBallot>(unit.ballot)) {
      mistake(each, "a contract vote of " + unit.name, "its ballot asks about the package only",
              "leave the line out");
    } else if (contract && std::holds_alternative<BundledBallot>(unit.ballot)) {
      mistake(each, "a contract vote of " + unit.name,
              "one ballot asks it both questions, and has one count", "give it as the package's");
    } else if (contract && !is_poll(each) &&
               std::holds_alternative<std::monostate>(unit.contract_noise)) {
      mistake(
          each, "a contract vote of " + unit.name,
          "the scenario has its contract opinion follow from the package's (support.contract.sd "
          "is 0), and no count would agree with that",
          "state support.contract.sd");
    }
    if (unit.unreturned != Unreturned::not_counted) {
      mistake(each, "a result of " + unit.name,
              "ballots not returned count there, and an update can't treat that yet",
              "leave the line out");
    }
    if (unit.challenge) {
      mistake(each, "a result of " + unit.name,
              "its ballot may be declared void, and an update can't treat that yet",
              "leave out the challenge, or the line");
    }
    if (model_.calendar && model_.calendar->delay[at(index)] >= 0) {
      mistake(each, "a result of " + unit.name,
              "its vote may be delayed, and an update can't treat that yet",
              "take the delay out of the scenario, or leave the line out");
    }
  }

  // Takes out outcomes that follow from a number of the same body: a yes was told first, then the
  // count.
  void drop_implied() {
    std::vector<Evidence> kept;
    for (const Evidence& told : evidence_) {
      const auto* outcome = std::get_if<evidence::Outcome>(&told.what);
      const bool implied =
          outcome && std::any_of(evidence_.begin(), evidence_.end(), [&](const Evidence& other) {
            return other.units == told.units && other.question == told.question &&
                   is_number(other) && answer_of(other) == outcome->answer;
          });
      if (!implied) kept.push_back(told);
    }
    evidence_ = std::move(kept);
  }

  // What a number says of the outcome; nothing where it leaves that open.
  static std::optional<Answer> answer_of(const Evidence& evidence) {
    const auto between = [](std::int64_t least, std::int64_t most) -> std::optional<Answer> {
      if (least > 0) return Answer::yes;
      return most <= 0 ? std::optional(Answer::no) : std::nullopt;
    };
    if (const Count* count = count_of(evidence))
      return between(count->yes - count->no, count->yes - count->no);
    if (const auto* share = std::get_if<evidence::Share>(&evidence.what))
      return between(2 * share->low - share->of, 2 * share->high - share->of);
    if (const auto* margin = std::get_if<evidence::Margin>(&evidence.what))
      return between(margin->low, margin->high);
    return {};
  }

  // Whether two lines of one body may stand together: an outcome, and a number that leaves it open.
  static bool may_both_be(const Evidence& number, const Evidence& outcome) {
    return std::holds_alternative<evidence::Outcome>(outcome.what) && is_number(number) &&
           !answer_of(number);
  }

  // What can't be known together.
  void check_together() {
    drop_implied();
    for (std::size_t k = 1; k < evidence_.size(); ++k) {
      const Evidence &a = evidence_[k - 1], &b = evidence_[k];
      if (a.units != b.units || a.question != b.question || is_poll(a) || is_poll(b)) continue;
      if (may_both_be(a, b)) continue;
      const auto *first = count_of(a), *second = count_of(b);
      const bool same = first && second && first->yes == second->yes && first->no == second->no;
      mistake(b,
              b.body + " is given twice for the " + question_of(b) + ", on line " + number(a.line) +
                  " and here",
              same ? "the same ballots would count twice" : "both can't be true of one vote",
              "keep one line");
    }
    // Ballots cast are the same for both questions.
    for (const Evidence& a : evidence_) {
      for (const Evidence& b : evidence_) {
        if (a.units != b.units || a.question == b.question || !a.cast || !b.cast) continue;
        if (*a.cast == *b.cast || a.question == Question::contract) continue;
        mistake(b,
                number(*b.cast) + " ballots of " + b.body + " on the contract and " +
                    number(*a.cast) + " on the package (line " + number(a.line) + ")",
                "both questions stand on the same ballots here",
                "give the contract's share in place of its count");
      }
    }
    if (!mistakes_.empty()) return;
    for (const Evidence& whole : evidence_) check_parts(whole);
  }

  // The largest parts of a body of which all is known, none inside another.
  std::vector<const Evidence*> parts_of(const Evidence& whole) const {
    std::vector<const Evidence*> parts;
    std::vector<char> taken(model_.units.size());
    for (auto part = evidence_.rbegin(); part != evidence_.rend(); ++part) {
      if (!count_of(*part) || part->question != whole.question) continue;
      if (part->units.size() >= whole.units.size() || !inside(part->units, whole.units)) continue;
      if (std::any_of(part->units.begin(), part->units.end(), [&](int u) { return taken[at(u)]; }))
        continue;
      for (int u : part->units) taken[at(u)] = 1;
      parts.push_back(&*part);
    }
    return parts;
  }

  Remainder remainder_of(const Evidence& whole) const {
    Remainder remainder{whole.units};
    if (is_poll(whole)) return remainder;
    for (const Evidence* part : parts_of(whole)) {
      remainder.yes += count_of(*part)->yes;
      remainder.no += count_of(*part)->no;
      std::erase_if(remainder.units, [&](int u) {
        return std::binary_search(part->units.begin(), part->units.end(), u);
      });
    }
    return remainder;
  }

  // Finds the units whose own terms the stand-ins move: those of bodies of several units that need
  // not make up for the others themselves. A unit of which an outcome is known is moved where a
  // number is known of a larger body.
  void find_moved() {
    result_.moved.assign(model_.units.size(), 0);
    for (std::size_t e = 0; e < evidence_.size(); ++e) {
      if (is_poll(evidence_[e]) || last_[e] < 0) continue;
      for (int u : remainder_of(evidence_[e]).units) {
        if (is_number(evidence_[e]) || !makes_up(u)) result_.moved[at(u)] = makes_up(u) ? 2 : 1;
      }
    }
    for (std::size_t e = 0; e < evidence_.size(); ++e) {
      if (is_number(evidence_[e]) && last_[e] >= 0) result_.moved[at(last_[e])] = 0;
    }
  }

  // Whether a unit must see to it that some line holds.
  bool makes_up(int unit) const {
    for (std::size_t e = 0; e < last_.size(); ++e) {
      if (last_[e] == unit && !is_poll(evidence_[e])) return true;
    }
    return false;
  }

  void check_parts(const Evidence& whole) {
    const std::vector<const Evidence*> parts = parts_of(whole);
    if (parts.empty() || is_poll(whole)) return;
    std::int64_t yes = 0, no = 0, known = 0;
    std::string lines;
    for (const Evidence* part : parts) {
      yes += count_of(*part)->yes;
      no += count_of(*part)->no;
      known += eligible(part->units);
      lines += (lines.empty() ? "" : ", ") + number(part->line);
    }
    const std::string in_parts =
        " (line" + std::string(parts.size() > 1 ? "s " : " ") + lines + ")";
    const std::int64_t rest = eligible(whole.units) - known;
    const Count* count = count_of(whole);
    if (count && (count->yes < yes || count->no < no)) {
      const bool of_yes = count->yes < yes;
      mistake(
          whole,
          number(of_yes ? count->yes : count->no) + (of_yes ? " yes" : " no") + " in " + whole.body,
          "its parts alone have " + number(of_yes ? yes : no) + in_parts,
          "correct the total, or the parts");
    } else if (count && count->yes + count->no - yes - no > rest) {
      mistake(whole, number(count->yes + count->no) + " ballots of " + whole.body,
              "of them " + number(count->yes + count->no - yes - no) +
                  " would be of units that have " + number(rest) + " eligible",
              "correct the total, or the parts" + in_parts);
    } else if (!count && whole.cast && (*whole.cast < yes + no || *whole.cast > yes + no + rest)) {
      mistake(whole, number(*whole.cast) + " ballots of " + whole.body,
              "its parts have " + number(yes + no) + in_parts + ", its other units " +
                  number(rest) + " eligible",
              "correct the total, or the parts");
    } else if (rest == 0 && !agrees(whole, yes, no)) {
      mistake(whole, "what is said of " + whole.body,
              "its parts have " + number(yes) + " yes and " + number(no) + " no" + in_parts,
              "correct one of them");
    }
  }

  static bool agrees(const Evidence& whole, std::int64_t yes, std::int64_t no) {
    const std::int64_t cast = yes + no;
    if (whole.cast && *whole.cast != cast) return false;
    if (const Count* count = count_of(whole)) return count->yes == yes && count->no == no;
    if (const auto* share = std::get_if<evidence::Share>(&whole.what))
      return yes * share->of >= share->low * cast && yes * share->of <= share->high * cast;
    if (const auto* margin = std::get_if<evidence::Margin>(&whole.what))
      return yes - no >= margin->low && yes - no <= margin->high;
    if (const auto* outcome = std::get_if<evidence::Outcome>(&whole.what))
      return (2 * yes > cast) == (outcome->answer == Answer::yes);
    return true;
  }

  // On which day a unit is counted, where that changes what later units say.
  int day(int unit) const { return model_.calendar ? model_.calendar->day[at(unit)] : 0; }

  // Whether a unit votes before the unit that makes up for it in another line, which is one of
  // these.
  bool votes_before_one(int unit, const std::vector<int>& units) const {
    for (std::size_t e = 0; e < last_.size(); ++e) {
      if (last_[e] < 0 || last_[e] == unit || is_poll(evidence_[e])) continue;
      const std::vector<int>& others = evidence_[e].units;
      if (std::binary_search(others.begin(), others.end(), unit) &&
          std::binary_search(units.begin(), units.end(), last_[e]))
        return true;
    }
    return false;
  }

  // Chooses of every body the unit that makes up for the others: the largest whose count is not
  // known, one of which something else is known counting half, one that makes up for others in
  // another line a third; with a calendar one of the last day.
  void find_last_units() {
    std::vector<int> known(model_.units.size());  // 0 nothing, 1 something, 2 its count
    std::vector<char> makes_up(model_.units.size());
    for (const Evidence& each : evidence_) {
      const std::vector<const Evidence*> parts = parts_of(each);
      std::int64_t covered = 0;
      for (const Evidence* part : parts) covered += eligible(part->units);
      if (!is_poll(each) && !parts.empty() && covered == eligible(each.units)) {
        last_.push_back(-1);  // follows from its parts
        continue;
      }
      int last = each.units.front();
      for (int u : each.units) {
        const auto rank = [&](int v) {
          const std::int64_t size = model_.units[at(v)].eligible;
          return std::tuple(day(v), known[at(v)] < 2, !votes_before_one(v, each.units),
                            known[at(v)] == 0 ? size : size / (makes_up[at(v)] ? 3 : 2));
        };
        if (rank(u) > rank(last)) last = u;
      }
      if (!is_poll(each) && each.units.size() > 1 && known[at(last)] == 2) {
        mistake(each, "what is said of " + each.body,
                "its last unit to be counted, " + model_.units[at(last)].name +
                    ", is known already, and an update can't make up for it by an earlier one",
                "leave the line out, or take the calendar's dates out of the scenario");
      }
      last_.push_back(last);
      if (is_poll(each)) continue;
      known[at(last)] = std::max(known[at(last)], count_of(each) ? 2 : 1);
      if (each.units.size() > 1) makes_up[at(last)] = 1;
    }
  }

  // Orders the units so that whoever makes up for others votes after them.
  void put_in_order() {
    const int n = static_cast<int>(model_.units.size());
    std::vector<std::vector<int>> after(model_.units.size());
    std::vector<int> waits_for(model_.units.size());
    const auto follows = [&](int first, int then) {
      after[at(first)].push_back(then);
      ++waits_for[at(then)];
    };
    for (std::size_t e = 0; e < evidence_.size(); ++e) {
      if (last_[e] < 0) continue;
      Demand demand{static_cast<int>(e), {}};
      for (int u : evidence_[e].units) {
        if (u == last_[e]) continue;
        demand.others.push_back(u);
        if (!is_poll(evidence_[e])) follows(u, last_[e]);
      }
      result_.demands[at(last_[e])].push_back(std::move(demand));
    }
    if (model_.calendar) {
      for (const CountingDay& each : model_.calendar->days)
        result_.order.insert(result_.order.end(), each.units.begin(), each.units.end());
    } else {
      std::vector<char> placed(model_.units.size());
      for (bool found = true; found;) {
        found = false;
        for (int u = 0; u < n; ++u) {
          if (placed[at(u)] || waits_for[at(u)] > 0) continue;
          placed[at(u)] = 1;
          found = true;
          result_.order.push_back(u);
          for (int v : after[at(u)]) --waits_for[at(v)];
        }
      }
    }
    check_order();
    move_polls();
  }

  int place(int unit) const {
    return static_cast<int>(std::find(result_.order.begin(), result_.order.end(), unit) -
                            result_.order.begin());
  }

  void check_order() {
    for (std::size_t e = 0; e < evidence_.size(); ++e) {
      if (last_[e] < 0 || is_poll(evidence_[e])) continue;
      const bool in_order =
          std::all_of(evidence_[e].units.begin(), evidence_[e].units.end(), [&](int u) {
            return place(u) < static_cast<int>(result_.order.size()) && place(u) <= place(last_[e]);
          });
      if (in_order) continue;
      mistake(evidence_[e], "what is said of " + evidence_[e].body,
              model_.calendar
                  ? "the order in which its units are counted stands against it, and an update "
                    "can't treat that yet"
                  : "it overlaps with other lines, each having units that the other has not, and "
                    "an update can't treat that yet",
              "leave the line out");
    }
  }

  // A poll is complete with the last of its units in the order.
  void move_polls() {
    for (std::size_t e = 0; e < evidence_.size(); ++e) {
      if (!is_poll(evidence_[e])) continue;
      int last = evidence_[e].units.front();
      for (int u : evidence_[e].units) last = place(u) > place(last) ? u : last;
      std::erase_if(result_.demands[at(last_[e])],
                    [&](const Demand& demand) { return demand.evidence == static_cast<int>(e); });
      result_.demands[at(last)].push_back({static_cast<int>(e), {}});
    }
  }

  void name_draws() {
    for (const Latent& latent : result_.latents) result_.names.push_back(latent.name);
    for (std::size_t u = 0; u < model_.units.size(); ++u) {
      if (result_.demands[u].empty()) continue;
      const Unit& unit = model_.units[u];
      for (int draw : {slot::unit, slot::split, slot::turnout})
        result_.names.push_back({unit.vote_stream, draw});
      for (int draw : {slot::cast, slot::package})
        result_.names.push_back({unit.ballot_stream, draw});
    }
  }

  const Model& model_;
  std::vector<Evidence> evidence_;
  std::vector<int> last_;  // the unit that meets each; -1: it follows from others
  std::vector<Mistake> mistakes_;
  Conditioning result_;
};

}  // namespace

Conditioning condition(const Model& model, std::vector<Evidence> evidence) {
  return Conditions(model, std::move(evidence)).all();
}

}  // namespace ayes
