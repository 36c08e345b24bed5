#include "io/result/input_words.h"

namespace ayes {
namespace {

std::string without_quotes(std::string text) {
  std::erase(text, '"');
  return text;
}

}  // namespace

std::string input_in_words(const std::string& path) {
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
  if (const std::string name = between("support.units.", ".shift"); !name.empty())
    return name + "'s liking of its contract";
  return path;
}

}  // namespace ayes
