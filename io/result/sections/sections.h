// The sections of the text report, in the order of the screen. Each is empty when the result has
// nothing to say in it. The first line of a section begins with its title.
#pragma once

#include "io/result/page.h"
#include "io/result/text_report.h"
#include "sim/result.h"

namespace ayes::sections {

struct Section {
  std::string title;
  Lines lines;
};

// What is simulated: title, votes, seed, bodies.
Section heading(const Result& result, const Wording& wording, const Page& page);
// P(ratified) with both its errors.
Section chance_of_ratification(const Result& result, const Wording& wording, const Page& page);
// Each union for itself: the headline is a table.
Section each_union(const Result& result, const Wording& wording, const Page& page);
// What was known before the votes were simulated, and what it changed.
Section update(const Result& result, const Wording& wording, const Page& page);
// Each vote of the process, where there are later ones.
Section rounds(const Result& result, const Wording& wording, const Page& page);
// What a legislature, or an imposition, makes of the result.
Section settled(const Result& result, const Wording& wording, const Page& page);
// The precision that was asked for, and what came of it.
Section precision(const Result& result, const Wording& wording, const Page& page);
// How 100 votes end, and why those that fail do.
Section outcomes(const Result& result, const Wording& wording, const Page& page);
// The conditions of the rule and how often each is met.
Section rule(const Result& result, const Wording& wording, const Page& page);
// Days of the count: how often the package's fate is known before, and who misses the close.
Section calendar(const Result& result, const Wording& wording, const Page& page);
// Layoffs and savings.
Section jobs(const Result& result, const Wording& wording, const Page& page);
// Unions and units by how much they decide.
Section who_decides(const Result& result, const Wording& wording, const Page& page);
// Units whose ballot, place or gamble is not the others'.
Section treated_differently(const Result& result, const Wording& wording, const Page& page);
// Which numbers are estimates, and which of them matter.
Section estimates(const Result& result, const Wording& wording, const Page& page);
// What to do next.
Section next(const Result& result, const Wording& wording, const Page& page);

}  // namespace ayes::sections
