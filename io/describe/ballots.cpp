// What is asked, of whom, and what an unreturned ballot counts as.
#include "io/describe/sections.h"
#include "models/path.h"
#include "models/scenario/spelling.h"

namespace ayes::described {
namespace {

std::string design_in_words(BallotDesign design) {
  switch (design) {
    case BallotDesign::separate:
      return "two questions, package and contract, each answered on its own";
    case BallotDesign::bundled:
      return "one question about package and contract together";
    case BallotDesign::package_only:
      return "one question, on the package; the contract comes into force with it";
  }
  return "";
}

std::string yes_if_in_words(BundledYesIf yes_if) {
  switch (yes_if) {
    case BundledYesIf::balance:
      return "if the two opinions, weighed against each other, come out above 0";
    case BundledYesIf::both:
      return "if content with both";
    case BundledYesIf::either:
      return "if content with either";
  }
  return "";
}

std::string unreturned_in_words(Unreturned unreturned) {
  switch (unreturned) {
    case Unreturned::not_counted:
      return "counts as nothing";
    case Unreturned::yes:
      return "counts as a yes";
    case Unreturned::no:
      return "counts as a no";
  }
  return "";
}

std::string voided_in_words(Voided then) {
  switch (then) {
    case Voided::no:
      return "each of its ballots counts as a no";
    case Voided::absent:
      return "none of its ballots counts";
    case Voided::separate:
      return "its members answer the two questions apart";
  }
  return "";
}

void say_own_ballot(const Subject& subject, const std::string& unit, const UnitBallotTable& own,
                    Prose& text) {
  const std::string path = child("ballot.units", unit);
  std::vector<std::string> said;
  if (own.design) said.push_back(design_in_words(*own.design));
  if (own.bundled_yes_if) said.push_back("a bundled yes " + yes_if_in_words(*own.bundled_yes_if));
  if (own.weight)
    said.push_back("the package weighs " + subject.said(*own.weight, path + ".weight"));
  if (own.penalty)
    said.push_back("protest at bundling: " + subject.said(*own.penalty, path + ".penalty"));
  if (own.unreturned)
    said.push_back("an unreturned ballot " + unreturned_in_words(*own.unreturned));
  std::string all;
  for (const std::string& each : said) all += (all.empty() ? "" : "; ") + each;
  text.item(unit + ": " + (all.empty() ? "nothing else" : all) + ".");
}

}  // namespace

void ballots(const Subject& subject, Prose& text) {
  const Scenario& scenario = subject.scenario;
  const BallotTable& ballot = scenario.ballot;
  text.heading("WHAT IS ASKED");
  text.item("Of a unit that states nothing else: " + design_in_words(ballot.design) + ".");
  for (const auto& [unit, own] : ballot.units) say_own_ballot(subject, unit, own, text);
  std::vector<std::string> outside;
  for (const UnitWords& unit : scenario.unit) {
    if (unit.outside) outside.push_back(unit.unit);
  }
  if (!outside.empty()) {
    text.item(listed(outside) + ": offered no contract, and so asked about the package only.");
  }
  text.item("One question about both is answered yes " + yes_if_in_words(ballot.bundled_yes_if) +
            ".");
  text.item("Weight of the package in such a balance, of which the contract has the rest: " +
            subject.said(ballot.weight, "ballot.weight") + ".");
  text.item("Protest at the bundling itself, which counts against it: " +
            subject.said(ballot.penalty, "ballot.penalty") + ".");
  for (const auto& [unit, challenge] : scenario.challenge) {
    text.item("The bundled ballot of " + unit + " is declared void with the chance: " +
              subject.said(challenge.chance, child(child("challenge", unit), "chance")) +
              "; then " + voided_in_words(challenge.then) + ".");
  }
  text.item("A ballot that is not returned " + unreturned_in_words(ballot.unreturned) + ".");
}

}  // namespace ayes::described
