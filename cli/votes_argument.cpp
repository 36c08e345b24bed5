#include "cli/votes_argument.h"

#include "cli/count_argument.h"
#include "cli/outcome.h"
#include "models/nearest.h"

#include <algorithm>
#include <thread>

namespace ayes {
namespace {

constexpr std::uint64_t most_threads = 1024;

}  // namespace

std::vector<NamedColumn> columns_argument(const std::vector<std::string>& names) {
  std::vector<NamedColumn> columns;
  for (std::size_t i = 0; i < names.size(); ++i) {
    columns.push_back(named_column(names[i]));
    const auto here = names.begin() + static_cast<std::ptrdiff_t>(i);
    if (columns.back().name.empty())
      throw UsageError("--column \"" + names[i] + "\" names no column; write NAME or NAME=TEXT");
    if (std::find(names.begin(), here, names[i]) != here)
      throw UsageError("--column " + names[i] + " is there twice; leave one out");
  }
  return columns;
}

void leave_out(VotesTable& table, const std::vector<std::string>& without) {
  for (const std::string& name : without) {
    const auto of_it = [&](const learning::Vote& vote) { return vote.ratification == name; };
    if (std::ranges::any_of(table.votes, of_it)) continue;
    std::vector<std::string> known;
    for (const learning::Vote& vote : table.votes) known.push_back(vote.ratification);
    const std::string near = did_you_mean(name, known);
    throw UsageError("--without " + name + ": no vote is of this ratification" +
                     (near.empty() ? "; the column case names them" : "; " + near));
  }
  std::erase_if(table.votes, [&](const learning::Vote& vote) {
    return std::ranges::find(without, vote.ratification) != without.end();
  });
}

int threads_argument(const std::string& text) {
  if (text.empty()) return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  return static_cast<int>(count_argument("--threads", text, 1, most_threads));
}

}  // namespace ayes
