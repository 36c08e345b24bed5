#include "io/result/number_text.h"
#include "io/result/sections/sections.h"

#include <cmath>

namespace ayes::sections {
namespace {

constexpr std::size_t most_named = 3;

std::string without_quotes(std::string text) {
  std::erase(text, '"');
  return text;
}

// "the effect of threat of layoffs" for driver."threat of layoffs".coefficient, and the like; a
// path that has no words of its own stays as it is.
std::string in_words(const std::string& path) {
  const auto between = [&](const std::string& start, const std::string& end) -> std::string {
    if (!path.starts_with(start) || !path.ends_with(end)) return "";
    if (path.size() <= start.size() + end.size()) return "";
    return without_quotes(path.substr(start.size(), path.size() - start.size() - end.size()));
  };
  if (path == "support.package") return "support in general";
  if (path == "support.swing") return "size of the swing";
  if (path == "support.union") return "spread between unions";
  if (path == "support.unit") return "spread between units";
  if (path == "support.contract.shift") return "contracts liked more or less";
  if (path == "turnout.share") return "turnout";
  if (path == "layoffs.rejected.threat") return "size of the threat";
  if (path == "ballot.penalty") return "protest at bundling";
  if (path == "ballot.weight") return "weight of the package in a bundle";
  if (const std::string name = between("driver.", ".coefficient"); !name.empty())
    return "effect of " + name;
  if (const std::string name = between("support.units.", ".package"); !name.empty())
    return name + "'s support";
  return path;
}

// Correlations below this are noise of the simulation.
double noise(const Result& result) {
  return 4 / std::sqrt(static_cast<double>(result.plan.replications));
}

}  // namespace

Section estimates(const Result& result, const Wording& wording, const Page& page) {
  if (result.estimates == 0) return {};
  std::string text = std::to_string(result.estimates) + " of " + std::to_string(result.inputs) +
                     (result.estimates == 1 ? " inputs is an uncertain estimate."
                                            : " inputs are uncertain estimates.");
  std::string most;
  std::size_t named = 0;
  for (const Influence& influence : result.influences) {
    if (!influence.estimate || named == most_named ||
        std::abs(influence.correlation) < noise(result))
      continue;
    most += (named++ ? ", " : "") + in_words(influence.name);
  }
  if (!most.empty())
    text +=
        " What goes most with " + wording.ratified + " or " + wording.rejected + ": " + most + ".";
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
