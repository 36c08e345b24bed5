// Later votes: when each is held, who is asked, what has changed since the first.
#include "io/describe/sections.h"
#include "models/path.h"

namespace ayes::described {
namespace {

std::string when(const RoundTable& round) {
  return round.after == RoundAfter::rejected ? "no" : "yes";
}

std::string who(const RoundTable& round) {
  switch (round.who) {
    case RoundVoters::all:
      return "All units vote again";
    case RoundVoters::refusing_unions:
      return "The units of unions that had said no vote again; the others keep their answers";
    case RoundVoters::refusing_units:
      return "The units that had said no vote again; the others keep their answers";
  }
  return "";
}

std::string asked(const RoundTable& round) {
  std::vector<std::string> questions;
  for (const Question question : round.asks)
    questions.push_back(question == Question::package ? "the package" : "their own contract");
  return listed(questions);
}

void say_offer(const Subject& subject, const RoundTable& round, const std::string& path,
               Prose& text) {
  if (!round.expires) return;
  text.item("The offer can be accepted until " + day_in_words(*round.expires) +
            ". Days by which the vote comes after its date: " +
            subject.said(round.late, path + ".late") + ". A vote after that day is not held.");
}

void say_restated(const RoundTable& round, Prose& text) {
  std::vector<std::string> tables;
  const auto add = [&](const char* name, bool restated) {
    if (restated) tables.push_back(name);
  };
  add("support", round.support.has_value());
  add("drivers", round.driver.has_value());
  add("turnout", round.turnout.has_value());
  add("ballot", round.ballot.has_value());
  add("how units decide", round.units.has_value());
  add("how unions decide", round.unions.has_value());
  add("groups", round.groups.has_value());
  add("named rules", round.rules.has_value());
  add("whom a yes binds", round.consequences.has_value());
  add("protection", round.protection.has_value());
  add("savings", round.savings.has_value());
  add("layoffs", round.layoffs.has_value());
  if (!tables.empty()) text.item("It restates numbers of: " + listed(tables) + " (listed below).");
}

void say_round(const Subject& subject, const RoundTable& round, const std::string& before,
               Prose& text) {
  const std::string path = child("round", round.name);
  text.say("The vote \"" + round.name + "\"" +
           (round.date ? ", on " + day_in_words(*round.date) : "") + ":");
  text.item("It can follow a " + when(round) + " of " + before +
            ". The chance that it then does: " + subject.said(round.chance, path + ".chance") +
            ".");
  say_offer(subject, round, path, text);
  text.item(who(round) + ". The question is " + asked(round) + ".");
  text.item("All opinions have moved since the first vote by " +
            subject.said(round.shift.mean, path + ".shift.mean") + ", give or take " +
            subject.said(round.shift.sd, path + ".shift.sd") +
            " common to all units; each unit's own move spreads by " +
            subject.said(round.shift.unit, path + ".shift.unit") + ".");
  text.item("Part of the separations of the rejection that had begun when it came: " +
            subject.said(round.begun, path + ".begun") +
            ". After a yes all other notices are taken back.");
  if (round.rule) say_rule(*round.rule, "It is ratified when ", text);
  say_restated(round, text);
  text.gap();
}

}  // namespace

void rounds(const Subject& subject, Prose& text) {
  if (subject.scenario.round.empty()) return;
  text.heading("LATER VOTES");
  std::string before = "the first vote";
  for (const RoundTable& round : subject.scenario.round) {
    say_round(subject, round, before, text);
    before = "the last vote held";
  }
}

}  // namespace ayes::described
