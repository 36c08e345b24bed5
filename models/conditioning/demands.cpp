// A unit that votes so that what is known of its body holds. Each count never falls as the normal
// behind the unit's own term rises, all other draws as they are: so the evidence holds on one
// interval of that normal, which is found by bisection. The normal is drawn from that interval, by
// stretching its own uniform, and the weight takes the interval's chance.
#include "models/at.h"
#include "models/ballots.h"
#include "models/conditioning.h"
#include "models/numerics/elementary.h"
#include "models/stream.h"
#include "models/support.h"
#include "models/walk.h"

#include <algorithm>
#include <limits>

namespace ayes {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
// No normal of a 52-bit uniform lies beyond.
constexpr double farthest = 8.2;
// Halvings of a bracket: an edge is known to 16.4 / 2^40.
constexpr int halvings = 40;
// Logarithm of a weight of nothing.
constexpr double nothing = -1e300;

void vote_once(const Model& model, int unit, Batch& batch, Questions questions) {
  // What is as it was in the unit before stands in the batch already.
  const bool as_before =
      model.units[static_cast<std::size_t>(unit)].share_is_as_before && !batch.given;
  if (!as_before) form_opinions(model, unit, batch, questions);
  if (model.calendar) move_opinions(model, unit, batch);
  count_ballots(model, unit, batch, questions);
}

// The chance of a standard normal between two numbers, to full accuracy in both tails.
double chance_between(double low, double high) {
  return low > 0 ? numerics::normal_cdf(-low) - numerics::normal_cdf(-high)
                 : numerics::normal_cdf(high) - numerics::normal_cdf(low);
}

// The normal between two numbers that lies there as z lies among all.
double stretched(double z, double low, double high, double chance) {
  const double moved =
      low > 0
          ? -numerics::normal_quantile(numerics::normal_cdf(-high) +
                                       chance * numerics::normal_cdf(-z))
          : numerics::normal_quantile(numerics::normal_cdf(low) + chance * numerics::normal_cdf(z));
  return std::clamp(moved, std::max(low, -farthest), std::min(high, farthest));
}

// What is counted.
enum class Counted { cast, package, contract };

// One unit's votes as a function of one normal.
class Voter {
 public:
  Voter(const Model& model, int index, Batch& batch, Questions questions, Counted counted)
      : model_(model),
        unit_(model.units[at(index)]),
        index_(index),
        batch_(batch),
        questions_(questions),
        counted_(counted),
        n_(batch.size) {
    name_of_draw();
    drawn_ = normals_of(name_);
    if (!turned_) return;
    // The normal behind turnout is a mixture of the unit's own two; the other mixture is
    // independent of it. One of them moves, the other stays.
    const DrawName own{unit_.vote_stream, slot::unit}, turnout{unit_.vote_stream, slot::turnout};
    const Column z = normals_of(own), second = normals_of(turnout);
    const double* rho = batch_.shared.col(model_.shared.with_support).data();
    fixed_ = Column(n_);
    for (int i = 0; i < n_; ++i) {
      const double rest = __builtin_sqrt(1 - rho[i] * rho[i]);
      const double mixed = rho[i] * z[i] + rest * second[i];
      const double apart = rest * z[i] - rho[i] * second[i];
      drawn_[i] = counted_ == Counted::cast ? mixed : apart;
      fixed_[i] = counted_ == Counted::cast ? apart : mixed;
    }
  }

  const Column& drawn() const { return drawn_; }

  // The counts at the normals x, exactly as the model has them.
  const std::int32_t* at_normals(const Column& x) {
    give(x);
    vote_once(model_, index_, batch_, questions_);
    return counts();
  }

  // Readies quick_counts(), which needs the unit to have voted once.
  void be_quick() {
    quick_ = counts_follow_opinions();
    if (!quick_) return;
    const bool cast = counted_ == Counted::cast;
    base_ = (cast ? batch_.turnout_opinion : batch_.package_opinion).head(n_);
    uniform_ = Column(n_);
    batch_.kernels->uniforms(batch_.seed, unit_.ballot_stream, batch_.first,
                             cast ? slot::cast : slot::package, n_, uniform_.data());
    counted_of_ = cast ? Counts(Counts::Constant(n_, static_cast<std::int32_t>(unit_.eligible)))
                       : Counts(batch_.votes.cast.col(index_).head(n_));
    quick_counts_ = Counts(n_);
    opinion_ = Column::Zero(batch_.package_opinion.size());
    if (by_uniform_) return;
    add_own(drawn_);
    base_ -= opinion_.head(n_);
  }

  // The same counts, but for a rounding at their edges.
  const std::int32_t* quick_counts(const Column& x) {
    if (!quick_) return at_normals(x);
    if (by_uniform_) {
      batch_.kernels->normal_cdfs(n_, x.data(), uniform_.data());
      opinion_.head(n_) = base_;
    } else {
      add_own(x);
      opinion_.head(n_) += base_;
    }
    batch_.kernels->counts_of_opinions(n_, counted_of_.data(), opinion_.data(), uniform_.data(),
                                       quick_counts_.data());
    return quick_counts_.data();
  }

 private:
  void name_of_draw() {
    const bool own = !std::holds_alternative<std::monostate>(unit_.package_noise);
    const bool own_turnout = !std::holds_alternative<std::monostate>(unit_.turnout_noise);
    if (counted_ == Counted::contract) {
      name_ = {unit_.vote_stream, slot::split};
    } else if (counted_ == Counted::package) {
      name_ = own ? DrawName{unit_.vote_stream, slot::unit}
                  : DrawName{unit_.ballot_stream, slot::package};
      by_uniform_ = !own;
    } else {
      name_ = own_turnout ? DrawName{unit_.vote_stream, slot::turnout}
                          : DrawName{unit_.ballot_stream, slot::cast};
      by_uniform_ = !own_turnout;
    }
    const auto* rho =
        std::get_if<input::Constant>(&model_.inputs[at(model_.shared.with_support)].source);
    turned_ = own && own_turnout && counted_ != Counted::contract && !(rho && rho->value == 0);
  }

  Column normals_of(const DrawName& name) {
    draw_normals(batch_, name.stream, name.slot, batch_.normal.data());
    return batch_.normal.head(n_);
  }

  void give(const Column& x) {
    GivenDraws& given = batch_.conditioned->given;
    if (!turned_) {
      std::copy(x.data(), x.data() + n_, given.set(name_));
      return;
    }
    double* z = given.set({unit_.vote_stream, slot::unit});
    double* second = given.set({unit_.vote_stream, slot::turnout});
    const double* rho = batch_.shared.col(model_.shared.with_support).data();
    for (int i = 0; i < n_; ++i) {
      const double rest = __builtin_sqrt(1 - rho[i] * rho[i]);
      const double mixed = counted_ == Counted::cast ? x[i] : fixed_[i];
      const double apart = counted_ == Counted::cast ? fixed_[i] : x[i];
      z[i] = rho[i] * mixed + rest * apart;
      second[i] = rest * mixed - rho[i] * apart;
    }
  }

  const std::int32_t* counts() const {
    const Votes& votes = batch_.votes;
    if (counted_ == Counted::cast) return votes.returned.col(index_).data();
    return (counted_ == Counted::package ? votes.package_yes : votes.contract_yes)
        .col(index_)
        .data();
  }

  // Whether the count is that of one opinion, asked of ballots cast or of people eligible.
  bool counts_follow_opinions() const {
    if (counted_ == Counted::contract) return false;
    if (counted_ == Counted::cast) return !unit_.turnout_is_certain();
    return unit_.outside || !std::holds_alternative<BundledBallot>(unit_.ballot);
  }

  // Puts the unit's own noise at x into opinion_.
  void add_own(const Column& x) {
    batch_.normal.head(n_) = x;
    if (turned_ && counted_ == Counted::package) {
      const double* rho = batch_.shared.col(model_.shared.with_support).data();
      for (int i = 0; i < n_; ++i) {
        batch_.normal[i] = rho[i] * fixed_[i] + __builtin_sqrt(1 - rho[i] * rho[i]) * x[i];
      }
    }
    opinion_.setZero();
    if (counted_ == Counted::cast) {
      add_own_noise(unit_.turnout_noise, {}, batch_, batch_.normal.data(), opinion_);
    } else {
      add_own_noise(unit_.package_noise, model_.t_quantile, batch_, batch_.normal.data(), opinion_);
    }
  }

  const Model& model_;
  const Unit& unit_;
  const int index_;
  Batch& batch_;
  const Questions questions_;
  const Counted counted_;
  const int n_;
  DrawName name_;
  bool by_uniform_ = false, turned_ = false, quick_ = false;
  Column drawn_, fixed_;
  Column base_, uniform_, opinion_;
  Counts counted_of_, quick_counts_;
};

// Brackets, in each replication, of where a count first reaches a bound: below it at `under`, not
// at `reached`. Infinite where it never does, or always.
struct Edge {
  Column under, reached;
};

Edge find_edge(Voter& voter, const Counts& bound, const Column& from, int n) {
  Edge edge{Column::Constant(n, -farthest), Column::Constant(n, farthest)};
  for (int i = 0; i < n; ++i) edge.under[i] = std::clamp(from[i], -farthest, farthest);
  Column x(n);
  const std::int32_t* counts = voter.quick_counts(edge.under);
  for (int i = 0; i < n; ++i) x[i] = counts[i] >= bound[i] ? -infinity : 0;
  counts = voter.quick_counts(edge.reached);
  for (int i = 0; i < n; ++i) {
    if (x[i] == -infinity) edge.under[i] = edge.reached[i] = from[i];
    if (x[i] != -infinity && counts[i] < bound[i]) edge.under[i] = edge.reached[i] = infinity;
  }
  for (int k = 0; k < halvings; ++k) {
    for (int i = 0; i < n; ++i) {
      x[i] = edge.under[i] == edge.reached[i] ? 0 : 0.5 * (edge.under[i] + edge.reached[i]);
    }
    counts = voter.quick_counts(x);
    for (int i = 0; i < n; ++i) {
      if (edge.under[i] == edge.reached[i]) continue;
      (counts[i] >= bound[i] ? edge.reached[i] : edge.under[i]) = x[i];
    }
  }
  return edge;
}

// Lets the unit vote so that a count lies within bounds, both included.
void meet(Voter& voter, const Counts& low, const Counts& high, Batch& batch) {
  const int n = batch.size;
  Conditioned& state = *batch.conditioned;
  voter.be_quick();
  const Edge first = find_edge(voter, low, Column::Constant(n, -infinity), n);
  const Edge past = find_edge(voter, high + 1, first.reached, n);
  Column x = voter.drawn();
  for (int i = 0; i < n; ++i) {
    const double from = first.reached[i], to = past.under[i];
    const bool possible = low[i] <= high[i] && from < to;
    const double chance = possible ? chance_between(from, to) : 0;
    if (!(chance > 0)) {
      state.log_weight[i] = nothing;
      continue;
    }
    state.log_weight[i] += numerics::log(chance);
    x[i] = stretched(x[i], from, to, chance);
  }
  const std::int32_t* counts = voter.at_normals(x);
  bool again = false;
  for (int i = 0; i < n; ++i) {
    if (state.log_weight[i] == nothing || (counts[i] >= low[i] && counts[i] <= high[i])) continue;
    // A rounding at the very edge: the middle is safe.
    x[i] = 0.5 * (std::max(first.reached[i], -farthest) + std::min(past.under[i], farthest));
    again = true;
  }
  if (again) voter.at_normals(x);
}

// Leaves out the votes in which the unit's count does not lie within bounds.
void keep_within(const Counts& low, const Counts& high, const Counts& counts, Batch& batch) {
  for (int i = 0; i < batch.size; ++i) {
    if (counts[i] < low[i] || counts[i] > high[i]) batch.conditioned->log_weight[i] = nothing;
  }
}

std::int64_t rounded_up(std::int64_t a, std::int64_t b) { return a <= 0 ? 0 : (a + b - 1) / b; }

// The fewest and the most yes among `cast` ballots.
struct Limits {
  std::int64_t low, high;
};
Limits limits(const evidence::What& what, std::int64_t cast) {
  if (const auto* count = std::get_if<evidence::Count>(&what)) return {count->yes, count->yes};
  if (const auto* share = std::get_if<evidence::Share>(&what))
    return {rounded_up(share->low * cast, share->of), share->high * cast / share->of};
  if (const auto* margin = std::get_if<evidence::Margin>(&what)) {
    if (cast + margin->high < 0) return {0, -1};
    return {rounded_up(cast + margin->low, 2), (cast + margin->high) / 2};
  }
  if (const auto* outcome = std::get_if<evidence::Outcome>(&what))
    return outcome->answer == Answer::yes ? Limits{cast / 2 + 1, cast} : Limits{0, cast / 2};
  return {0, cast};
}

Counts sum_over(const CountColumns& counts, const std::vector<int>& units, int n) {
  Counts sum = Counts::Zero(n);
  for (int u : units) sum += counts.col(u).head(n);
  return sum;
}

// Lets the unit vote so that its body casts as many ballots as are known.
void meet_cast(const Model& model, int unit, Batch& batch, Questions questions) {
  const int n = batch.size;
  const Conditioned& state = *batch.conditioned;
  Counts low = Counts::Constant(n, 0), high = Counts::Constant(n, 1 << 30);
  bool known = false;
  for (const Demand& demand : state.on.demands[at(unit)]) {
    const Evidence& evidence = state.on.evidence[at(demand.evidence)];
    if (!evidence.cast) continue;
    known = true;
    const Counts rest = static_cast<std::int32_t>(*evidence.cast) -
                        sum_over(batch.votes.returned, demand.others, n);
    low = low.max(rest);
    high = high.min(rest);
  }
  if (!known) return;
  if (model.units[at(unit)].turnout_is_certain()) {
    keep_within(low, high, batch.votes.returned.col(unit).head(n), batch);
    return;
  }
  Voter voter(model, unit, batch, questions, Counted::cast);
  meet(voter, low, high, batch);
}

void meet_counts(const Model& model, int unit, Batch& batch, Questions questions,
                 Question question) {
  const int n = batch.size;
  const Conditioned& state = *batch.conditioned;
  const bool package = question == Question::package;
  const CountColumns& yes = package ? batch.votes.package_yes : batch.votes.contract_yes;
  Counts low = Counts::Constant(n, 0), high = Counts::Constant(n, 1 << 30);
  bool known = false, number = false;
  for (const Demand& demand : state.on.demands[at(unit)]) {
    const Evidence& evidence = state.on.evidence[at(demand.evidence)];
    if (evidence.question != question || std::holds_alternative<evidence::Poll>(evidence.what))
      continue;
    known = true;
    number = number || !std::holds_alternative<evidence::Outcome>(evidence.what);
    const Counts others = sum_over(yes, demand.others, n);
    const Counts cast =
        sum_over(batch.votes.cast, demand.others, n) + batch.votes.cast.col(unit).head(n);
    for (int i = 0; i < n; ++i) {
      const Limits all = limits(evidence.what, cast[i]);
      const auto within = [&](std::int64_t bound) {
        return static_cast<std::int32_t>(std::clamp<std::int64_t>(bound - others[i], -1, 1 << 30));
      };
      low[i] = std::max(low[i], within(all.low));
      high[i] = std::min(high[i], within(all.high));
    }
  }
  if (!known) return;
  // Where the unit's own term has been moved already, stretching it would move it away again.
  if (package && !number && state.on.moved[at(unit)])
    return keep_within(low, high, yes.col(unit).head(n), batch);
  Voter voter(model, unit, batch, questions, package ? Counted::package : Counted::contract);
  meet(voter, low, high, batch);
}

// Adds what the unit's opinions say to the polls that cover it, and weighs those that are complete.
void answer_polls(const Model& model, int unit, Batch& batch) {
  const int n = batch.size;
  Conditioned& state = *batch.conditioned;
  const Unit& body = model.units[at(unit)];
  for (std::size_t e = 0; e < state.on.evidence.size(); ++e) {
    const Evidence& evidence = state.on.evidence[e];
    const auto* poll = std::get_if<evidence::Poll>(&evidence.what);
    if (!poll || !std::binary_search(evidence.units.begin(), evidence.units.end(), unit)) continue;
    if (const auto* bundled = std::get_if<BundledBallot>(&body.ballot); bundled && !body.outside) {
      fill_bundled_shares(model, *bundled, batch);
    } else {
      batch.kernels->normal_cdfs(
          n,
          (evidence.question == Question::package ? batch.package_opinion : batch.contract_opinion)
              .data(),
          batch.share.data());
    }
    const auto eligible = static_cast<double>(body.eligible);
    state.polled[e].head(n) += eligible * batch.share.head(n);
    const std::vector<Demand>& demands = state.on.demands[at(unit)];
    const bool complete = std::any_of(demands.begin(), demands.end(), [&](const Demand& demand) {
      return demand.evidence == static_cast<int>(e);
    });
    if (!complete) continue;
    std::int64_t all = 0;
    for (int u : evidence.units) all += model.units[at(u)].eligible;
    for (int i = 0; i < n; ++i) {
      const double share = state.polled[e][i] / static_cast<double>(all);
      const double off =
          (numerics::normal_quantile(std::clamp(share, 1e-300, 1 - 0x1p-53)) - poll->middle) /
          poll->sd;
      state.log_weight[i] -= 0.5 * off * off;
    }
  }
}

}  // namespace

void vote(const Model& model, int unit, Batch& batch, Questions questions) {
  vote_once(model, unit, batch, questions);
  if (!batch.conditioned) return;
  meet_cast(model, unit, batch, questions);
  meet_counts(model, unit, batch, questions, Question::package);
  meet_counts(model, unit, batch, questions, Question::contract);
  answer_polls(model, unit, batch);
}

}  // namespace ayes
