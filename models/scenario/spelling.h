// How a scenario file spells each choice, in one place: BallotDesign::package_only is
// "package-only".
#pragma once

#include "models/scenario/scenario.h"

#include <array>
#include <string_view>

namespace ayes {

template <class Choice>
struct Spelled {
  std::string_view word;
  Choice choice;
};

// Returns every choice with its word; overloaded for each enumeration a scenario file may state.
constexpr auto spellings(Answer) {
  return std::to_array<Spelled<Answer>>({{"yes", Answer::yes}, {"no", Answer::no}});
}
constexpr auto spellings(Question) {
  return std::to_array<Spelled<Question>>(
      {{"package", Question::package}, {"contract", Question::contract}});
}
constexpr auto spellings(CountWords::Of) {
  return std::to_array<Spelled<CountWords::Of>>(
      {{"all", CountWords::Of::all}, {"voted", CountWords::Of::voted}});
}
constexpr auto spellings(BallotsWords::What) {
  return std::to_array<Spelled<BallotsWords::What>>({{"yes", BallotsWords::What::yes},
                                                     {"no", BallotsWords::What::no},
                                                     {"cast", BallotsWords::What::cast}});
}
constexpr auto spellings(BallotsWords::Of) {
  return std::to_array<Spelled<BallotsWords::Of>>(
      {{"cast", BallotsWords::Of::cast}, {"eligible", BallotsWords::Of::eligible}});
}
constexpr auto spellings(BallotDesign) {
  return std::to_array<Spelled<BallotDesign>>({{"separate", BallotDesign::separate},
                                               {"bundled", BallotDesign::bundled},
                                               {"package-only", BallotDesign::package_only}});
}
constexpr auto spellings(BundledYesIf) {
  return std::to_array<Spelled<BundledYesIf>>({{"balance", BundledYesIf::balance},
                                               {"both", BundledYesIf::both},
                                               {"either", BundledYesIf::either}});
}
constexpr auto spellings(Unreturned) {
  return std::to_array<Spelled<Unreturned>>(
      {{"not counted", Unreturned::not_counted}, {"yes", Unreturned::yes}, {"no", Unreturned::no}});
}
constexpr auto spellings(AbsentCounts) {
  return std::to_array<Spelled<AbsentCounts>>({{"no", AbsentCounts::no},
                                               {"yes", AbsentCounts::yes},
                                               {"neither", AbsentCounts::neither},
                                               {"left out", AbsentCounts::left_out}});
}
constexpr auto spellings(PackageBinds) {
  return std::to_array<Spelled<PackageBinds>>(
      {{"everyone", PackageBinds::everyone}, {"approvers", PackageBinds::approvers}});
}

constexpr auto spellings(RoundAfter) {
  return std::to_array<Spelled<RoundAfter>>(
      {{"rejected", RoundAfter::rejected}, {"ratified", RoundAfter::ratified}});
}
constexpr auto spellings(RoundVoters) {
  return std::to_array<Spelled<RoundVoters>>({{"all", RoundVoters::all},
                                              {"refusing unions", RoundVoters::refusing_unions},
                                              {"refusing units", RoundVoters::refusing_units}});
}

constexpr auto spellings(Voided) {
  return std::to_array<Spelled<Voided>>(
      {{"no", Voided::no}, {"absent", Voided::absent}, {"separate", Voided::separate}});
}
constexpr auto spellings(Silence) {
  return std::to_array<Spelled<Silence>>(
      {{"approves", Silence::approves}, {"refuses", Silence::refuses}});
}

// Returns the word of a choice.
template <class Choice>
constexpr std::string_view spelled(Choice choice) {
  for (const auto& each : spellings(Choice{}))
    if (each.choice == choice) return each.word;
  return {};
}

}  // namespace ayes
