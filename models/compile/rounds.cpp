// Later votes: each a model of its own, which must have the units and unions of the first.
#include "models/compile/draft.h"
#include "models/scenario/restated.h"
#include "models/stream.h"

#include <algorithm>

namespace ayes {
namespace {

constexpr const char* first_round = "first";

struct RoundCompiler {
  const Scenario& first;
  const RoundTable& words;
  std::vector<Mistake>& mistakes;
  std::string path = path_of({"round", words.name});

  void mistake(const std::string& key, std::string problem, std::string why,
               std::string suggestion) {
    mistakes.push_back({key.empty() ? path : path + "." + key, std::move(problem), std::move(why),
                        std::move(suggestion)});
  }
  std::string name() const { return "round \"" + words.name + "\""; }

  void check_offer(Round& round);
  void check_questions(const Round& round, const std::vector<Round>& before);
  void check_what_is_kept();
  void compile(Model& model);
};

// The days from the vote's date to the last of the offer.
void RoundCompiler::check_offer(Round& round) {
  const auto* late = std::get_if<Fixed>(&words.late.law);
  const bool is_late = !late || late->value != 0;
  if (!words.expires) {
    if (is_late)
      mistake("late", name() + " may be late, and its offer does not expire",
              "the delay would do nothing", "add expires = DATE, or remove it");
    return;
  }
  if (!words.date) {
    mistake("expires", "the offer of " + name() + " expires, and its vote has no date",
            "it can't be told whether the vote comes in time", "add date = DATE");
    return;
  }
  const int days = day_number(*words.expires) - day_number(*words.date);
  if (days < 0 || (late && late->value > static_cast<double>(days)))
    mistake("expires", "the offer of " + name() + " expires before the vote",
            "it could never be held", "move one of the dates");
  round.days_open = static_cast<double>(days);
}

// One question alone can be asked again only where nothing joins the two.
void RoundCompiler::check_questions(const Round& round, const std::vector<Round>& before) {
  if (words.asks.empty()) {
    mistake("asks", name() + " asks no question", "",
            "write asks = [\"package\"], or leave it out to ask both");
    return;
  }
  const auto& units = round.model.units;
  if (!round.asks_package && std::none_of(units.begin(), units.end(), [](const Unit& unit) {
        return unit.votes_on_contract();
      })) {
    mistake("asks", name() + " asks about contracts alone, and no unit votes on one",
            "nobody would be asked anything",
            "ask the package, or let units vote on contracts below [ballot]");
    return;
  }
  const auto asks_one = [](const Round& each) { return !each.asks_package || !each.asks_contract; };
  const auto asks_ballots = [](const std::optional<Rule>& rule) {
    return rule && asks_about_contracts(*rule) && looks_at_ballots(*rule);
  };
  const auto& imposed = round.model.imposed;
  const bool asks = round.model.rules_ask_about_contracts || asks_ballots(round.model.gate) ||
                    (imposed && asks_ballots(imposed->only_if));
  if (asks && (asks_one(round) || std::any_of(before.begin(), before.end(), asks_one))) {
    mistake("asks", "a rule of " + name() + " looks at contracts, and one question is asked alone",
            "package and contract ballots would come from different days", "ask both questions");
  }
  if (!asks_one(round)) return;
  for (const Unit& unit : round.model.units) {
    if (unit.outside || !std::holds_alternative<BundledBallot>(unit.ballot)) continue;
    mistake("asks",
            name() + " asks one question, and unit \"" + unit.name + "\" has both on one ballot",
            "its answer is to both", "ask both, or restate its ballot below [round.ballot.units]");
    return;
  }
}

// Who keeps an answer keeps it as it was given; and what is counted is counted in all votes.
void RoundCompiler::check_what_is_kept() {
  const bool all_vote = words.who == RoundVoters::all;
  for (const auto& [key, restated] :
       {std::pair{"units", words.units.has_value()}, {"unions", words.unions.has_value()}}) {
    if (restated && !all_vote)
      mistake(key, name() + " restates how " + key + " decide, and some keep their answers",
              "an answer kept was given under the rule of its day",
              "write who = \"all\", or leave [round." + std::string(key) + "] out");
  }
  for (const auto& [key, adds] : {std::pair{"layoffs", words.layoffs && !first.layoffs},
                                  {"savings", words.savings && !first.savings}}) {
    if (adds)
      mistake(key, name() + " states [round." + std::string(key) + "], and the first vote has none",
              "what a later vote restates is counted from the first vote on",
              "state [" + std::string(key) + "] for the first vote, too");
  }
}

void RoundCompiler::compile(Model& model) {
  if (words.name == first_round) {
    mistake("", "a later vote is called \"first\"", "the first vote has that name",
            "give it another name");
    return;
  }
  check_what_is_kept();
  Round round;
  round.name = words.name;
  round.date = words.date;
  round.after = words.after;
  round.who = words.who;
  const auto asks = [&](Question question) {
    return std::find(words.asks.begin(), words.asks.end(), question) != words.asks.end();
  };
  round.asks_package = asks(Question::package);
  round.asks_contract = asks(Question::contract);
  round.stream = stream_name(words.name, "round", "held", "");
  check_offer(round);
  try {
    round.model = compile_vote(scenario_of_round(first, words), &words);
  } catch (const ScenarioError& error) {
    for (Mistake found : error.mistakes()) {
      if (!found.path.starts_with("round.")) found.path = path + "." + found.path;
      found.problem = "in " + name() + ", " + found.problem;
      mistakes.push_back(std::move(found));
    }
    return;
  }
  check_questions(round, model.rounds);
  const auto column = [&](const char* key) {
    const std::string input = path + "." + key;
    const auto& inputs = round.model.inputs;
    return static_cast<SharedColumn>(
        std::find_if(inputs.begin(), inputs.end(),
                     [&](const Input& each) { return each.path == input; }) -
        inputs.begin());
  };
  round.chance = column("chance");
  round.late = column("late");
  round.begun = column("begun");
  model.rounds.push_back(std::move(round));
}

}  // namespace

void compile_rounds(const Scenario& scenario, Model& model) {
  std::vector<Mistake> mistakes;
  for (const RoundTable& round : scenario.round)
    RoundCompiler{scenario, round, mistakes}.compile(model);
  if (!mistakes.empty()) throw ScenarioError(std::move(mistakes));
}

}  // namespace ayes
