// What surrounds a vote: a ballot that is challenged, a legislature, an imposition, layoffs of
// those who refuse (docs/model.md section 6).
#pragma once

#include "models/scenario/quantity.h"

#include <string>

namespace ayes {

enum class Voided { no, absent, separate };
enum class Silence { approves, refuses };

// A unit's bundled ballot that may be challenged and declared void.
struct ChallengeTable {
  Share chance = 0.0;
  Voided then = Voided::no;
  bool operator==(const ChallengeTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("chance", self.chance, "chance that the bundled ballot is declared void");
    visit("then", self.then,
          "its ballots count as no, as absent, or the questions are asked apart");
  }
};

struct LegislatureTable {
  Share acts = 0.0, refuses = 0.0, refuses_contract = 0.0;
  Silence silence = Silence::approves;
  bool operator==(const LegislatureTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("acts", self.acts, "chance that it takes a ratified package up before its time is over");
    visit("refuses", self.refuses, "chance that it refuses a package it takes up");
    visit("silence", self.silence, "what its silence does");
    visit("refuses_contract", self.refuses_contract,
          "chance that it refuses a unit's own contract, each by itself");
  }
};

struct ImposedTable {
  Share chance = 0.0;
  bool operator==(const ImposedTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("chance", self.chance, "chance that a rejected package is put in force by somebody else");
  }
};

struct RefusersLayoffsTable {
  std::string by;
  Share notices = 0.0, take_effect = 1.0;
  bool operator==(const RefusersLayoffsTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("by", self.by,
          "column: jobs that the threat to a unit names (its employees if not said)");
    visit("notices", self.notices, "part of these jobs for which a refusing union gets notices");
    visit("take_effect", self.take_effect, "part of the notices that end a job");
  }
};

}  // namespace ayes
