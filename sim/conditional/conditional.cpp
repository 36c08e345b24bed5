#include "sim/conditional/conditional.h"

#include "models/int128.h"
#include "models/numerics/elementary.h"
#include "models/numerics/student_t.h"
#include "sim/conditional/drawn_ballots.h"
#include "sim/conditional/rule_diagram.h"
#include "sim/conditional/scheme.h"
#include "sim/conditional/turning.h"
#include "sim/conditional/yes_table.h"
#include "sim/parallel.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>

namespace ayes::conditional {
namespace {

// The number of unions that say yes is counted out for up to this many.
constexpr std::size_t most_counted = 200;

// ---- Unions whose chance is tabulated

// What unions with the same noise share, and the table of each size of union among them.
struct Kind {
  UnionNoise noise;
  Span opinions;
  double fewest = 1e300, most = 0;  // ballots cast
  std::optional<MajorityLaw> law;
};

struct Table {
  std::size_t kind;
  std::int64_t eligible;
  Span turnouts;
  std::optional<YesTable> chances;
};

struct Tables {
  std::vector<Kind> kinds;
  std::vector<Table> tables;
  std::vector<std::size_t> of;  // the table of each tabled union
};

Tables list_tables(const Model& model, const Scheme& scheme) {
  Tables result;
  for (const TabledUnion& body : scheme.tabled) {
    const UnionNoise noise = *noise_of(model, body.union_index);
    const auto kind = std::find_if(result.kinds.begin(), result.kinds.end(), [&](const Kind& each) {
      return each.noise.opinion == noise.opinion && each.noise.turnout == noise.turnout;
    });
    const auto k = static_cast<std::size_t>(kind - result.kinds.begin());
    if (kind == result.kinds.end()) result.kinds.push_back({noise, {}, 1e300, 0, {}});

    const std::int64_t eligible = model.units[static_cast<std::size_t>(body.unit)].eligible;
    const auto table = std::find_if(
        result.tables.begin(), result.tables.end(),
        [&](const Table& each) { return each.kind == k && each.eligible == eligible; });
    result.of.push_back(static_cast<std::size_t>(table - result.tables.begin()));
    if (table == result.tables.end()) result.tables.push_back({k, eligible, {}, {}});
  }
  return result;
}

void read_place(const TabledUnion& body, const Block& block, Column& opinion, Column& turnout) {
  evaluate(body.opinion, block, opinion.data());
  evaluate(body.turnout, block, turnout.data());
  for (int i = 0; i < block.size; ++i) {
    opinion[i] = within(opinion[i], certain_opinion);
    turnout[i] = within(turnout[i], certain_turnout);
  }
}

// ---- Blocks of points

struct Layout {
  int log2_points = 0;  // of a scramble
  int size = 0;         // points a block
  std::int64_t blocks() const { return scrambles * ((std::int64_t{1} << log2_points) / size); }
  void place(std::int64_t number, Block& block) const {
    const std::int64_t each = (std::int64_t{1} << log2_points) / size;
    block.scramble = static_cast<int>(number / each);
    block.first = number % each * size;
    block.size = size;
  }
};

Layout layout_of(const Plan& plan) {
  Layout layout;
  while ((std::int64_t{scrambles} << layout.log2_points) < plan.points) ++layout.log2_points;
  layout.size =
      static_cast<int>(std::min<std::int64_t>(most_points, std::int64_t{1} << layout.log2_points));
  return layout;
}

// Where the points lie: found from all of them, so that no table is too small.
struct Spans {
  Block block;
  Column opinion, turnout;
  std::vector<Span> opinions, turnouts;  // of kinds, of tables
  Span here = {}, here_turnout = {};     // of the union at hand
};

void find_spans(const Model& model, const Scheme& scheme, const Points& points,
                const Layout& layout, const Execution& execution, Tables& tables) {
  for_blocks(
      execution.threads, layout.blocks(),
      [&] {
        return Spans{Block(model, points, *execution.kernels), Column::Zero(most_points),
                     Column::Zero(most_points), std::vector<Span>(tables.kinds.size()),
                     std::vector<Span>(tables.tables.size())};
      },
      [&](Spans& spans, std::int64_t number) {
        layout.place(number, spans.block);
        fill_common(model, scheme.common, spans.block);
        for (std::size_t u = 0; u < scheme.tabled.size(); ++u) {
          const std::size_t table = tables.of[u];
          if (!scheme.tabled[u].as_before) {
            read_place(scheme.tabled[u], spans.block, spans.opinion, spans.turnout);
            spans.here = spans.here_turnout = Span{};
            for (int i = 0; i < spans.block.size; ++i) {
              spans.here.include(spans.opinion[i]);
              spans.here_turnout.include(spans.turnout[i]);
            }
          }
          spans.opinions[tables.tables[table].kind].include(spans.here);
          spans.turnouts[table].include(spans.here_turnout);
        }
      },
      [&](const Spans& spans) {
        for (std::size_t k = 0; k < tables.kinds.size(); ++k) {
          tables.kinds[k].opinions.include(spans.opinions[k]);
        }
        for (std::size_t t = 0; t < tables.tables.size(); ++t) {
          tables.tables[t].turnouts.include(spans.turnouts[t]);
        }
      });
}

// The fewest and the most ballots that a union's noise lets be cast with more than a chance to
// neglect.
void find_ballots(const Table& table, Kind& kind) {
  const TurnoutNoise& noise = kind.noise.turnout;
  const auto eligible = static_cast<double>(table.eligible);
  const auto mean = [&](double place, double y) {
    return eligible * numerics::normal_cdf(place + noise.at(y));
  };
  const double low = mean(table.turnouts.low - 0.25, -6);
  const double high = mean(table.turnouts.high + 0.5, 6);
  kind.fewest = std::min(kind.fewest, std::max(1.0, low - 9 * __builtin_sqrt(low) - 8));
  kind.most = std::max(kind.most, std::min(eligible, high + 9 * __builtin_sqrt(high) + 8));
}

template <typename Work>
void in_pieces(const Execution& execution, std::size_t pieces, const Work& work) {
  for_blocks(
      execution.threads, static_cast<std::int64_t>(pieces), [] { return 0; },
      [&](int, std::int64_t piece) { work(static_cast<std::size_t>(piece)); }, [](int) {});
}

void fill_tables(const Execution& execution, Tables& tables) {
  std::vector<std::pair<MajorityLaw*, int>> pieces;
  std::vector<std::pair<Table*, int>> rows;
  for (const Table& table : tables.tables) find_ballots(table, tables.kinds[table.kind]);
  in_pieces(execution, tables.kinds.size(), [&](std::size_t k) {
    Kind& kind = tables.kinds[k];
    const Grid grid = opinion_grid(kind.opinions, MajorityLaw::scale(kind.noise, kind.most));
    kind.law.emplace(kind.noise, grid, kind.fewest, kind.most, *execution.kernels);
  });
  for (Kind& kind : tables.kinds) {
    for (int piece = 0; piece < kind.law->pieces(); ++piece) pieces.emplace_back(&*kind.law, piece);
  }
  in_pieces(execution, pieces.size(),
            [&](std::size_t p) { pieces[p].first->tabulate(pieces[p].second); });
  for (Table& table : tables.tables) {
    table.chances.emplace(table.eligible, table.turnouts, tables.kinds[table.kind].law->opinions());
    for (int row = 0; row < table.chances->rows(); ++row) rows.emplace_back(&table, row);
  }
  in_pieces(execution, rows.size(), [&](std::size_t r) {
    Table& table = *rows[r].first;
    table.chances->tabulate(*tables.kinds[table.kind].law, rows[r].second);
  });
}

// ---- Sums

void add(Sum& sum, int scramble, const double* values, int n) {
  Int128 added = 0;
  for (int i = 0; i < n; ++i) {
    const double value = values[i];
    added += value < 1.5 && value > -1.5 ? static_cast<std::int64_t>(value * 0x1p62)
                                         : static_cast<Int128>(value * 0x1p62);
  }
  sum[static_cast<std::size_t>(scramble)] += added;
}

void merge(Sum& sum, const Sum& other) {
  for (std::size_t s = 0; s < sum.size(); ++s) sum[s] += other[s];
}

std::array<double, scrambles> means(const Sum& sum, const Layout& layout) {
  std::array<double, scrambles> result{};
  for (std::size_t s = 0; s < sum.size(); ++s) {
    result[s] = static_cast<double>(sum[s]) * 0x1p-62 /
                static_cast<double>(std::int64_t{1} << layout.log2_points);
  }
  return result;
}

Mean mean_of(const std::array<double, scrambles>& values) {
  double sum = 0, squares = 0;
  for (double value : values) sum += value;
  const double mean = sum / scrambles;
  for (double value : values) squares += (value - mean) * (value - mean);
  return {mean, __builtin_sqrt(squares / (scrambles - 1) / scrambles)};
}

// A chance and Student's interval of 15 degrees of freedom on its logit.
Chance chance_of(const std::array<double, scrambles>& values, double level) {
  const Mean mean = mean_of(values);
  const double p = std::clamp(mean.mean, 0.0, 1.0);
  const double t = numerics::student_t_quantile((1 + level) / 2, scrambles - 1);
  Chance chance{p, mean.se, {}};
  const bool inside = std::all_of(values.begin(), values.end(),
                                  [](double value) { return value > 0 && value < 1; });
  if (!inside) {
    chance.interval = {std::max(0.0, p - t * mean.se), std::min(1.0, p + t * mean.se)};
    return chance;
  }
  std::array<double, scrambles> logits{};
  for (std::size_t s = 0; s < logits.size(); ++s) {
    logits[s] = numerics::log(values[s]) - numerics::log1p(-values[s]);
  }
  const double centre = numerics::log(p) - numerics::log1p(-p);
  const double half = t * mean_of(logits).se;
  const auto inverse = [](double logit) { return 1 / (1 + numerics::exp(-logit)); };
  chance.interval = {inverse(centre - half), inverse(centre + half)};
  return chance;
}

// Adds the error that a quadrature may have on top of that of the points.
void allow_for(double quadrature, Chance& chance) {
  chance.se = __builtin_sqrt(chance.se * chance.se + quadrature * quadrature);
  chance.interval.low = std::max(0.0, chance.interval.low - quadrature);
  chance.interval.high = std::min(1.0, chance.interval.high + quadrature);
}

struct Worker {
  Block block;
  DrawnBallots drawn;
  RuleDiagram rule;
  Columns yes, count;
  Column opinion, turnout, chance, mean, square;
  PointTally tally;
};

// The law of the number of unions that say yes: one union after the other.
void add_count(Worker& worker, PointTally& totals) {
  const int n = worker.block.size;
  const auto unions = static_cast<int>(worker.yes.cols());
  worker.count.topRows(n).setZero();
  worker.count.col(0).head(n).setOnes();
  for (int u = 0; u < unions; ++u) {
    const double* p = worker.yes.col(u).data();
    for (int k = u + 1; k > 0; --k) {
      double* here = worker.count.col(k).data();
      const double* below = worker.count.col(k - 1).data();
      for (int i = 0; i < n; ++i) here[i] += p[i] * (below[i] - here[i]);
    }
    double* zero = worker.count.col(0).data();
    for (int i = 0; i < n; ++i) zero[i] -= p[i] * zero[i];
  }
  for (int k = 0; k <= unions; ++k) {
    add(totals.count[static_cast<std::size_t>(k)], worker.block.scramble,
        worker.count.col(k).data(), n);
  }
}

// Mean square of a weighted number of unions, as a part of the square of the whole.
void add_square(Worker& worker, const std::vector<double>& parts, Sum& sum) {
  const int n = worker.block.size;
  worker.mean.head(n).setZero();
  worker.square.head(n).setZero();
  for (std::size_t u = 0; u < parts.size(); ++u) {
    const double part = parts[u];
    const double* p = worker.yes.col(static_cast<Eigen::Index>(u)).data();
    for (int i = 0; i < n; ++i) {
      worker.mean[i] += part * p[i];
      worker.square[i] += part * part * p[i] * (1 - p[i]);
    }
  }
  for (int i = 0; i < n; ++i) worker.square[i] += worker.mean[i] * worker.mean[i];
  add(sum, worker.block.scramble, worker.square.data(), n);
}

// What each union is of all: a part of their number, and of their members.
struct Parts {
  std::vector<double> unions, members;
};

Parts parts_of(const Model& model) {
  Parts parts;
  for (const Union& body : model.unions) {
    parts.unions.push_back(1 / static_cast<double>(model.unions.size()));
    parts.members.push_back(model.members > 0 ? static_cast<double>(body.members) /
                                                    static_cast<double>(model.members)
                                              : 0);
  }
  return parts;
}

struct Estimator {
  const Model& model;
  const Scheme& scheme;
  const Tables& tables;
  const Parts parts = parts_of(model);

  void add_block(Worker& worker) const {
    Block& block = worker.block;
    const int n = block.size;
    fill_common(model, scheme.common, block);
    for (std::size_t k = 0; k < scheme.tabled.size(); ++k) {
      if (!scheme.tabled[k].as_before) {
        read_place(scheme.tabled[k], block, worker.opinion, worker.turnout);
      }
      tables.tables[tables.of[k]].chances->read(
          *block.kernels, n, worker.opinion.data(), worker.turnout.data(),
          worker.yes.col(scheme.tabled[k].union_index).data());
    }
    for (const DrawnUnion& body : scheme.drawn) {
      worker.drawn.chances(model, body, block, worker.yes.col(body.union_index).data());
    }
    worker.rule.chances(worker.yes, n, worker.chance.data());

    PointTally& totals = worker.tally;
    add(totals.ratified, block.scramble, worker.chance.data(), n);
    for (std::size_t u = 0; u < totals.unions.size(); ++u) {
      add(totals.unions[u], block.scramble, worker.yes.col(static_cast<Eigen::Index>(u)).data(), n);
    }
    if (!totals.count.empty()) add_count(worker, totals);
    add_square(worker, parts.unions, totals.unions_squared);
    add_square(worker, parts.members, totals.members_squared);
  }
};

double deviation(double square, double mean) {
  return __builtin_sqrt(std::max(0.0, square - mean * mean));
}

// Σ part · chance over unions, scramble by scramble.
std::array<double, scrambles> weighted(const std::vector<Sum>& unions,
                                       const std::vector<double>& parts, double whole,
                                       const Layout& layout) {
  std::array<double, scrambles> sums{};
  for (std::size_t u = 0; u < unions.size(); ++u) {
    const auto each = means(unions[u], layout);
    for (std::size_t s = 0; s < sums.size(); ++s) sums[s] += whole * parts[u] * each[s];
  }
  return sums;
}

}  // namespace

std::optional<Mistake> why_not(const Model& model) {
  if (auto found = refusal(model)) return found;
  if (RuleDiagram::of(model.rule.rule, static_cast<int>(model.unions.size()))) return {};
  return too_many_cases();
}

PointTally::PointTally(const Model& model) : unions(model.unions.size()) {
  if (unions.size() <= most_counted) count.resize(unions.size() + 1);
}

void PointTally::merge(const PointTally& other) {
  conditional::merge(ratified, other.ratified);
  conditional::merge(unions_squared, other.unions_squared);
  conditional::merge(members_squared, other.members_squared);
  for (std::size_t u = 0; u < unions.size(); ++u) conditional::merge(unions[u], other.unions[u]);
  for (std::size_t k = 0; k < count.size(); ++k) conditional::merge(count[k], other.count[k]);
}

std::int64_t blocks_of_points(const Plan& plan) { return layout_of(plan).blocks(); }

void add_points(const Model& model, const Plan& plan, const Execution& execution, Range& left,
                PointTally& tally, const std::function<bool(std::int64_t points)>& pause_after,
                const std::function<void()>& pause) {
  const auto rule = RuleDiagram::of(model.rule.rule, static_cast<int>(model.unions.size()));
  assert(rule);
  Scheme scheme = scheme_of(model);
  scheme.common.turning = find_turning(model, scheme, *rule);
  const Layout layout = layout_of(plan);
  const Points points(plan.seed, scheme.coordinates, layout.log2_points, *execution.kernels);
  Tables tables = list_tables(model, scheme);
  if (!scheme.tabled.empty()) {
    find_spans(model, scheme, points, layout, execution, tables);
    fill_tables(execution, tables);
  }
  const Estimator estimator{model, scheme, tables};
  int most_units = 0;
  for (const DrawnUnion& body : scheme.drawn) {
    most_units = std::max(most_units, static_cast<int>(body.units.size()));
  }

  const auto columns = static_cast<Eigen::Index>(model.unions.size());
  PerThread<Worker> workers([&] {
    Worker worker{Block(model, points, *execution.kernels),
                  DrawnBallots(most_units),
                  *rule,
                  Columns::Zero(most_points, columns),
                  Columns::Zero(most_points, columns + 1),
                  {},
                  {},
                  {},
                  {},
                  {},
                  PointTally(model)};
    for (Column* column :
         {&worker.opinion, &worker.turnout, &worker.chance, &worker.mean, &worker.square}) {
      *column = Column::Zero(most_points);
    }
    return worker;
  });
  while (left.first < left.last) {
    left.first = for_blocks_in_order(execution.threads, left.first, left.last, workers,
                                     [&](Worker& worker, std::int64_t number) {
                                       layout.place(number, worker.block);
                                       estimator.add_block(worker);
                                       return !pause_after(layout.size);
                                     });
    for (Worker& worker : workers) {
      tally.merge(worker.tally);
      worker.tally = PointTally(model);
    }
    pause();
  }
}

Findings conclude(const Model& model, const Plan& plan, const PointTally& totals) {
  const Layout layout = layout_of(plan);
  const double level = plan.level;
  const Parts parts = parts_of(model);
  const Scheme scheme = scheme_of(model);
  Findings findings;
  const auto ratified = means(totals.ratified, layout);
  findings.ratified = chance_of(ratified, level);
  findings.ratified_parts.assign(ratified.begin(), ratified.end());
  for (const Sum& each : totals.unions) {
    findings.unions.push_back(chance_of(means(each, layout), level));
  }
  for (const Sum& each : totals.count) findings.count.push_back(mean_of(means(each, layout)));
  const auto unions = static_cast<double>(model.unions.size());
  const auto members = static_cast<double>(model.members);
  const auto yes = weighted(totals.unions, parts.unions, unions, layout);
  const auto behind = weighted(totals.unions, parts.members, members, layout);
  findings.unions_yes = mean_of(yes);
  findings.members_of_yes_unions = mean_of(behind);
  findings.unions_yes_parts.assign(yes.begin(), yes.end());
  findings.members_parts.assign(behind.begin(), behind.end());
  findings.unions_yes_sd = unions * deviation(mean_of(means(totals.unions_squared, layout)).mean,
                                              findings.unions_yes.mean / unions);
  if (members > 0) {
    findings.members_of_yes_unions_sd =
        members * deviation(mean_of(means(totals.members_squared, layout)).mean,
                            findings.members_of_yes_unions.mean / members);
  }
  findings.drawn_unions = static_cast<int>(scheme.drawn.size());
  // P(ratified) moves by no more than the unions' chances do, all together.
  for (const TabledUnion& body : scheme.tabled) {
    allow_for(table_error, findings.unions[static_cast<std::size_t>(body.union_index)]);
  }
  findings.ratified_bias = table_error * static_cast<double>(scheme.tabled.size());
  allow_for(findings.ratified_bias, findings.ratified);
  return findings;
}

PointTally tally_points(const Model& model, const Plan& plan, const Execution& execution) {
  PointTally tally(model);
  Range left{0, blocks_of_points(plan)};
  std::atomic<std::int64_t> done{0};
  std::atomic<bool> stopped{false};
  add_points(
      model, plan, execution, left, tally,
      [&](std::int64_t points) {
        const std::int64_t now = done += points;
        if (execution.progress && !execution.progress(now, plan.points)) stopped = true;
        return stopped.load();
      },
      [&] {
        if (stopped) throw Interrupted{};
      });
  return tally;
}

Findings estimate(const Model& model, const Plan& plan, const Execution& execution) {
  return conclude(model, plan, tally_points(model, plan, execution));
}

}  // namespace ayes::conditional
