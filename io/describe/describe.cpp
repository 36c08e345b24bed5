#include "io/describe/describe.h"

#include "io/describe/sections.h"

namespace ayes {
namespace {

void tell_in_prose(const described::Subject& subject, Prose& text) {
  for (const auto part :
       {described::title, described::voters, described::support, described::drivers,
         described::turnout, described::ballots, described::rules, described::calendar,
         described::consequences, described::layoffs, described::pay, described::savings,
         described::rounds}) {
    part(subject, text);
  }
}

// No line ends in a space, no text in an empty line.
std::string finished(std::string text) {
  while (text.ends_with("\n\n")) text.pop_back();
  return text;
}

}  // namespace

std::string describe_in_prose(const Scenario& scenario, const Model& model, const Result& result,
                              const Page& page) {
  Prose text(page);
  tell_in_prose({scenario, model, result, ranges_of(model)}, text);
  return finished(text.text());
}

std::string describe(const Scenario& scenario, const Model& model, const Result& result,
                     const Page& page) {
  Prose text(page);
  const described::Subject subject{scenario, model, result, ranges_of(model)};
  tell_in_prose(subject, text);
  described::numbers(subject, text);
  described::defaults(subject, text);
  return finished(text.text());
}

}  // namespace ayes
