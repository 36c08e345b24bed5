// Inputs of support, turnout and ballots, and the columns of the noise that units share.
#include "models/compile/draft.h"
#include "models/numerics/chi_squared.h"
#include "models/numerics/cholesky.h"
#include "models/numerics/impossible.h"
#include "models/numerics/student_t.h"
#include "models/stream.h"

#include <map>
#include <tuple>

namespace ayes {
namespace {

constexpr const char* round_name = "first";

std::optional<numerics::QuantileCurve> scaled_t(double degrees) {
  if (__builtin_isinf(degrees)) return {};
  const double scale = __builtin_sqrt((degrees - 2) / degrees);
  return numerics::QuantileCurve(
      [&](double z) { return scale * numerics::student_t_quantile_at_z(z, degrees); });
}

void check_tails(Draft& draft, double degrees, const char* path) {
  if (degrees > 2) return;
  draft.mistake(path, "tails of " + numerics::in_words(degrees) + " degrees of freedom",
                "a Student t needs more than 2 to have a standard deviation",
                "use 4 or 6 for heavy tails, inf for normal ones");
}

}  // namespace

void compile_inputs(Draft& draft) {
  const SupportTable& support = draft.scenario.support;
  const TurnoutTable& turnout = draft.scenario.turnout;
  SharedTerms& shared = draft.model.shared;
  shared.swing_spread = add_input(draft, "support.swing", support.swing, Kind::spread);
  shared.union_spread = add_input(draft, "support.union", support.union_spread, Kind::spread);
  shared.unit_spread =
      support.correlation
          ? add_input(draft, "support.correlation.sd", support.correlation->sd, Kind::spread)
          : add_input(draft, "support.unit", support.unit_spread, Kind::spread);
  shared.split_spread = add_input(draft, "support.contract.sd", support.contract.sd, Kind::spread);
  shared.same_voter = add_input(draft, "support.same_voter", support.same_voter, Kind::correlation);
  shared.turnout_swing_spread = add_input(draft, "turnout.swing", turnout.swing, Kind::spread);
  shared.turnout_union_spread =
      add_input(draft, "turnout.union", turnout.union_spread, Kind::spread);
  shared.turnout_unit_spread = add_input(draft, "turnout.unit", turnout.unit_spread, Kind::spread);
  shared.with_support =
      add_input(draft, "turnout.with_support", turnout.with_support, Kind::correlation);
  add_input(draft, "support.package", support.package, Kind::support, Scale::probit);
  add_input(draft, "support.contract.shift", support.contract.shift, Kind::shift);
  add_input(draft, "turnout.share", turnout.share, Kind::share, Scale::probit);
  for (const SupportGroupTable& group : support.groups) {
    add_input(draft, path_of({"support", "group", group.name, "sd"}), group.sd, Kind::spread);
  }
  for (const DriverTable& driver : draft.scenario.driver) {
    add_input(draft, path_of({"driver", driver.name, "coefficient"}), driver.coefficient,
              Kind::shift);
  }
  const BallotTable& ballot = draft.scenario.ballot;
  add_input(draft, "ballot.weight", ballot.weight, Kind::share);
  add_input(draft, "ballot.penalty", ballot.penalty, Kind::shift);
  for (const auto& [unit, own] : ballot.units) {
    if (own.weight)
      add_input(draft, path_of({"ballot", "units", unit, "weight"}), *own.weight, Kind::share);
    if (own.penalty)
      add_input(draft, path_of({"ballot", "units", unit, "penalty"}), *own.penalty, Kind::shift);
  }
  for (const auto& [unit, own] : support.units) {
    if (own.shift)
      add_input(draft, path_of({"support", "units", unit, "shift"}), *own.shift, Kind::shift);
  }
  for (const DelayTable& delay : draft.scenario.delay) {
    const std::string path = path_of({"delay", delay.unit, "then"});
    add_input(draft, path + ".shift", delay.then.shift, Kind::shift);
    if (!delay.then.ballot) continue;
    const UnitBallotTable& then = *delay.then.ballot;
    if (then.weight) add_input(draft, path + ".ballot.weight", *then.weight, Kind::share);
    if (then.penalty) add_input(draft, path + ".ballot.penalty", *then.penalty, Kind::shift);
  }
  for (const auto& [unit, challenge] : draft.scenario.challenge)
    add_input(draft, path_of({"challenge", unit, "chance"}), challenge.chance, Kind::share);
  if (draft.round) {
    const RoundTable& round = *draft.round;
    const auto add = [&](const char* key, const Quantity& quantity, Kind kind) {
      return add_input(draft, path_of({"round", round.name, "shift", key}), quantity, kind);
    };
    draft.model.round_shift.emplace();
    draft.model.round_shift->mean = add("mean", round.shift.mean, Kind::shift);
    draft.model.round_shift->sd = add("sd", round.shift.sd, Kind::spread);
    draft.model.round_shift->unit_spread = add("unit", round.shift.unit, Kind::spread);
    for (const auto& [key, quantity, kind] :
         {std::tuple<const char*, const Quantity*, Kind>{"chance", &round.chance, Kind::share},
          {"late", &round.late, Kind::amount},
          {"begun", &round.begun, Kind::share}}) {
      add_input(draft, path_of({"round", round.name, key}), *quantity, kind);
    }
  }
}

namespace {

void compile_correlation(Draft& draft) {
  const CorrelationTable& table = *draft.scenario.support.correlation;
  const std::string path = "support.correlation";
  const auto n = static_cast<Eigen::Index>(draft.model.units.size());
  for (const char* replaced : {"union", "unit"}) {
    const Spread& spread = std::string(replaced) == "union" ? draft.scenario.support.union_spread
                                                            : draft.scenario.support.unit_spread;
    if (spread == Spread(0.0)) continue;
    draft.mistake(
        "support." + std::string(replaced),
        std::string("both a correlation matrix and a spread of ") + replaced + "s are given",
        "the matrix takes the place of union and unit terms",
        "remove this key; support.correlation.sd is the spread of each unit");
  }
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(n, n);
  std::vector<int> seen(static_cast<std::size_t>(n), 0);
  std::vector<int> order;
  std::vector<std::string> names;
  for (const Unit& unit : draft.model.units) names.push_back(unit.name);
  for (const std::string& name : table.units) {
    const auto unit = draft.unit_index.find(name);
    if (unit == draft.unit_index.end()) {
      draft.mistake(path, "the matrix names \"" + name + "\", which is no unit of the roster", "",
                    did_you_mean(name, names));
      return;
    }
    if (seen[static_cast<std::size_t>(unit->second)]++) {
      draft.mistake(path, "the matrix names unit \"" + name + "\" twice");
      return;
    }
    order.push_back(unit->second);
  }
  if (static_cast<Eigen::Index>(order.size()) != n || table.matrix.size() != order.size()) {
    draft.mistake(path,
                  "the matrix has " + std::to_string(table.matrix.size()) + " rows for " +
                      std::to_string(n) + " units",
                  "it takes the place of every unit's term", "give one row and one column a unit");
    return;
  }
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (table.matrix[i].size() != order.size()) {
      draft.mistake(path, "row \"" + table.units[i] + "\" of the matrix has " +
                              std::to_string(table.matrix[i].size()) + " numbers, not " +
                              std::to_string(order.size()));
      return;
    }
    for (std::size_t j = 0; j < order.size(); ++j) {
      const double value = table.matrix[i][j];
      const std::string cell = "\"" + table.units[i] + "\" with \"" + table.units[j] + "\"";
      if (!(value >= -1 && value <= 1)) {
        draft.mistake(path, "the correlation of " + cell + " is not from -1 to 1");
      } else if (i == j && value != 1) {
        draft.mistake(path, "the correlation of " + cell + " is not 1");
      } else if (j < i && value != table.matrix[j][i]) {
        draft.mistake(path, "the matrix is not symmetric at " + cell);
      }
      matrix(order[i], order[j]) = value;
    }
  }
  if (!draft.mistakes.empty()) return;
  const numerics::Cholesky factor = numerics::cholesky(matrix);
  if (factor.failed_row) {
    const double lowest = numerics::smallest_eigenvalue(matrix);
    draft.mistake(
        path, "no units can be correlated like this: the matrix is not positive semidefinite",
        "its smallest eigenvalue is " + numerics::in_words(lowest) + ", which must not be below 0",
        "correlations nearer to 0 help: multiplying all off the diagonal by " +
            numerics::in_words(1 / (1 - lowest)) + " would do");
    return;
  }
  draft.model.correlation =
      UnitCorrelation{factor.lower, !__builtin_isinf(draft.scenario.support.tails)};
}

}  // namespace

void compile_shared_terms(Draft& draft) {
  Model& model = draft.model;
  SharedTerms& shared = model.shared;
  const SupportTable& support = draft.scenario.support;
  check_tails(draft, support.tails, "support.tails");
  check_tails(draft, support.swing_tails, "support.swing_tails");
  if (support.tails > 2) model.t_quantile = scaled_t(support.tails);
  if (support.swing_tails > 2) model.swing_t_quantile = scaled_t(support.swing_tails);
  const Input& same_voter = model.inputs[static_cast<std::size_t>(shared.same_voter)];
  if (const auto* fixed = std::get_if<input::Constant>(&same_voter.source)) {
    if (fixed->value >= -numerics::Plackett::most && fixed->value <= numerics::Plackett::most)
      model.same_voter_sum.emplace(fixed->value);
  }

  // Columns after the inputs: swing, groups, unions, the heavy tail of a given matrix.
  shared.swing = draft.new_column();
  shared.swing_turnout = draft.new_column();
  shared.heavy_tail = draft.new_column();
  shared.swing_stream = stream_name(round_name, "support", "swing", "");
  shared.tails_stream = stream_name(round_name, "support", "tails", "matrix");
  for (Union& body : model.unions) {
    body.stream = stream_name(round_name, "support", "union", body.name);
    body.support = draft.new_column();
    body.turnout = draft.new_column();
  }
  for (Unit& unit : model.units) {
    unit.vote_stream = stream_name(round_name, "vote", "unit", unit.name);
    unit.ballot_stream =
        draft.round ? stream_name(draft.round->name, "vote", "unit", unit.name) : unit.vote_stream;
    unit.layoff_stream = stream_name(round_name, "layoffs", "unit", unit.name);
  }
  if (model.round_shift) {
    model.round_shift->term = draft.new_column();
    model.round_shift->stream = stream_name(draft.round->name, "support", "swing", "");
  }
  if (support.correlation) {
    compile_correlation(draft);
    if (model.correlation && model.correlation->heavy_tailed && support.tails > 2) {
      const double degrees = support.tails;
      model.heavy_tail_quantile = numerics::QuantileCurve([&](double z) {
        return __builtin_sqrt((degrees - 2) / numerics::chi_squared_quantile_at_z(z, degrees));
      });
    }
  }
}

}  // namespace ayes
