#include "io/result/input_words.h"
#include "io/result/number_text.h"
#include "io/result/sections/sections.h"

#include <cmath>

namespace ayes::sections {
namespace {

constexpr std::size_t most_named = 3;

// Correlations below this are noise of the simulation.
double noise(const Result& result) {
  return 4 / std::sqrt(static_cast<double>(result.plan.replications));
}

}  // namespace

Section estimates(const Result& result, const Wording& wording, const Page& page) {
  if (result.estimates == 0 || result.update) return {};
  std::string text = std::to_string(result.estimates) + " of " + std::to_string(result.inputs) +
                     (result.estimates == 1 ? " inputs is an uncertain estimate."
                                            : " inputs are uncertain estimates.");
  std::string most;
  std::size_t named = 0;
  for (const Influence& influence : result.influences) {
    if (!influence.estimate || named == most_named ||
        std::abs(influence.correlation) < noise(result))
      continue;
    most += (named++ ? ", " : "") + input_in_words(influence.name);
  }
  const auto quoted = [](const std::string& word) {
    return word.find(' ') == std::string::npos ? word : '"' + word + '"';
  };
  if (!most.empty())
    text += " What goes most with " + quoted(wording.ratified) + " or " + quoted(wording.rejected) +
            ": " + most + ".";
  return {"", wrapped(text, page.width)};
}

Section next(const Result&, const Wording& wording, const Page& page) {
  if (wording.file.empty()) return {};
  const bool plain = wording.file.find_first_of(" '\"()&;$") == std::string::npos;
  const std::string file = plain ? wording.file : "\"" + wording.file + "\"";
  const std::string sentence = "Next:  ayes describe " + file + "  ·  ayes replay " + file +
                               " --replication 1  ·  ayes run " + file + " -o result.json";
  if (text_width(sentence) <= page.width) return {"Next:", {sentence}};
  return {"Next:",
          {"Next:  ayes describe " + file, "       ayes replay " + file + " --replication 1",
           "       ayes run " + file + " -o result.json"}};
}

}  // namespace ayes::sections
