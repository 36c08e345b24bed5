// A result as one screen of text for the people around the vote: is it ratified, what follows, who
// decides, and how far the numbers can be trusted.
#pragma once

#include "io/result/page.h"
#include "io/scenario_file.h"
#include "sim/result.h"

#include <map>
#include <string>

namespace ayes {

// What the report says in the scenario's own words.
struct Wording {
  std::string title;
  std::string ratified = "ratified", rejected = "rejected";
  std::map<std::string, std::string> conditions;  // the words of each named condition of the rule
  bool all_must_hold =
      true;          // the rule is its conditions joined by "and": each can be why it failed
  std::string file;  // as the person typed it, for "Next"
};

// Returns the words of a scenario.
Wording wording_of(const ScenarioFile& file);

// Returns the report: lines of at most page.width characters where names allow.
std::string text_report(const Result& result, const Wording& wording, const Page& page = {});

}  // namespace ayes
