#include "sim/precision.h"

#include "models/numerics/elementary.h"
#include "sim/chance_sequence.h"
#include "sim/looks.h"

#include <algorithm>
#include <cassert>

namespace ayes {
namespace {

constexpr double first_look_at_a_mean = 64;  // its variance is a guess until then
constexpr double most_votes = 0x1p48;

Moments without(const Moments& part, const Moments& all) {
  return {all.count - part.count, all.sum - part.sum, all.squares - part.squares};
}

}  // namespace

std::optional<Watched> find_watched(const Model& model, const std::string& name) {
  const bool again = !model.rounds.empty();
  if (name == "ratified" || (again && name == "ratified_first")) return Watched{};
  if (again && name == "ratified_ever") return Watched{.measure = {}, .in_the_end = true};
  const std::vector<Measure> measures = measures_of(model);
  for (std::size_t column = 0; column < measures.size(); ++column) {
    if (measures[column].name == name) return Watched{measures[column], column};
  }
  return std::nullopt;
}

std::vector<std::string> watched_names(const Model& model) {
  std::vector<std::string> names = {"ratified"};
  if (!model.rounds.empty()) names.insert(names.end(), {"ratified_first", "ratified_ever"});
  for (const Measure& measure : measures_of(model)) names.push_back(measure.name);
  return names;
}

double greatest_value(const Watched& watched) {
  if (!watched.measure) return 1;
  return watched.measure->scale * static_cast<double>(watched.measure->greatest);
}

double fewest_votes(double level, double half_width) {
  return numerics::log(2 / (1 - level)) / half_width;
}

Moments moments_of(const Watched& watched, const Tally& tally) {
  if (!watched.measure) {
    const std::int64_t yes = watched.in_the_end ? tally.ratified_ever : tally.votes[1];
    return {tally.votes[0] + tally.votes[1], yes, yes};
  }
  const ByResult<Moments>& parts = tally.measures[watched.column].moments;
  Moments all = parts[0];
  all.merge(parts[1]);
  return all;
}

PrecisionWatch::PrecisionWatch(const Model& model, const Precision& wanted, double level)
    : wanted_(wanted), level_(level) {
  const std::optional<Watched> found = find_watched(model, wanted.measure);
  assert(found);
  watched_ = *found;
  interval_.high = greatest_value(watched_);
  if (watched_.measure) {
    const Measure& measure = *watched_.measure;
    mean_.emplace(static_cast<double>(measure.greatest), measure.bounded, level,
                  wanted.half_width / measure.scale);
  }
}

std::int64_t PrecisionWatch::foreseen() const {
  const auto votes = static_cast<double>(votes_);
  double needed = votes;
  if (votes_ == 0) {
    needed = mean_ ? first_look_at_a_mean : fewest_votes(level_, wanted_.half_width);
  } else if (!mean_) {
    // Near the end the half-width is X (needed / votes + 1) / 2.
    needed = votes * (2 * half_width() / wanted_.half_width - 1);
  } else if (seen_.count > 0) {
    // Of votes that have the quantity; a share of no ballots is none.
    needed = mean_->foreseen() * (votes / static_cast<double>(seen_.count));
  }
  return static_cast<std::int64_t>(std::clamp(needed, votes, most_votes));
}

std::int64_t PrecisionWatch::next_look() const {
  if (votes_ == 0) return look_from(foreseen());
  return look_from(std::clamp(foreseen(), votes_ + 1, 4 * votes_));
}

void PrecisionWatch::look(std::int64_t votes, const Moments& values) {
  if (mean_) {
    mean_->look(without(seen_, values));
    const Bounds counted = mean_->interval();
    interval_ = {watched_.measure->scale * counted.low, watched_.measure->scale * counted.high};
  } else {
    interval_ = chance_under_looking(static_cast<std::int64_t>(values.sum), values.count, level_,
                                     wanted_.half_width);
  }
  seen_ = values;
  votes_ = votes;
  ++looks_;
}

PrecisionResult PrecisionWatch::result() const {
  const char* kind = !watched_.measure           ? "likelihood ratio"
                     : watched_.measure->bounded ? "empirical Bernstein"
                                                 : "asymptotic";
  return {.measure = wanted_.measure,
          .unit = watched_.measure ? watched_.measure->unit : "chance",
          .wanted = wanted_.half_width,
          .half_width = half_width(),
          .reached = reached(),
          .interval = interval_,
          .interval_kind = kind,
          .looks = looks_};
}

}  // namespace ayes
