// What surrounds a vote: a ballot that is challenged, a legislature, an imposition, layoffs of
// those who refuse (docs/model.md section 5).
#pragma once

#include "models/scenario/quantity.h"
#include "models/scenario/rule_words.h"

#include <optional>
#include <string>
#include <vector>

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
  std::optional<RuleWords> only_if;
  bool operator==(const ImposedTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("chance", self.chance, "chance that a rejected package is put in force by somebody else");
    visit("only_if", self.only_if, "what must hold for that, besides the rejection");
  }
};

// Cuts by agency, and how many of an agency's staff each unit has.
struct AgencyCutsTable {
  std::string file;
  std::vector<std::string> agencies, units;
  std::vector<double> cuts, others;
  std::vector<std::vector<double>> staff;  // a list an agency, in the order of units
  bool operator==(const AgencyCutsTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("file", self.file, "CSV file: columns agency, cut, others if wanted, and one a unit");
    visit("agencies", self.agencies, "names of the agencies");
    visit("units", self.units, "names of the units");
    visit("cuts", self.cuts, "jobs to be cut in each agency");
    visit("others", self.others, "staff of each agency in no unit (none if not said)");
    visit("staff", self.staff, "staff of each agency in each unit, a list an agency");
  }
};

// An award by arbitration that a unit without the agreement may get.
struct AwardTable {
  Share chance = 1.0, refused = 0.0;
  std::vector<Percentage> raises;
  bool operator==(const AwardTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("chance", self.chance, "chance that arbitration gives an award");
    visit("refused", self.refused, "chance that the legislature refuses it");
    visit("raises", self.raises, "its raises, a year each, in place of those outside");
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
