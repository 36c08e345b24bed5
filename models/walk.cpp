#include "models/walk.h"

#include "models/at.h"
#include "models/ballots.h"
#include "models/conditioning.h"
#include "models/decision.h"
#include "models/outlook.h"
#include "models/stream.h"
#include "models/support.h"

#include <algorithm>
#include <limits>

namespace ayes {
namespace {

// News are summed in whole units of 2^-24 a member, so that no order of units changes the sum.
constexpr double news_scale = 0x1p24;
constexpr std::int32_t never = std::numeric_limits<std::int32_t>::max();

// Columns of one unit's votes, kept while it is counted again for some of the replications.
struct Kept {
  Counts returned, cast, package_yes, contract_yes;
  Kept(const Votes& votes, int unit)
      : returned(votes.returned.col(unit)),
        cast(votes.cast.col(unit)),
        package_yes(votes.package_yes.col(unit)),
        contract_yes(votes.contract_yes.col(unit)) {}

  // Puts them back where a flag is not set.
  void put_back(const std::int32_t* flag, int n, int unit, Votes& votes) const {
    for (int i = 0; i < n; ++i) {
      if (flag[i]) continue;
      votes.returned(i, unit) = returned[i];
      votes.cast(i, unit) = cast[i];
      votes.package_yes(i, unit) = package_yes[i];
      votes.contract_yes(i, unit) = contract_yes[i];
    }
  }
};

// A batch of votes under way.
struct Walk {
  const Model& model;
  const Calendar& calendar;
  Batch& batch;
  Questions questions;
  CalendarColumns& columns;
  int n;
  Counts fate;                 // a Fate
  Sums news, members;          // that everybody has heard: surprise × members, members counted
  Sums new_news, new_members;  // of the day that is being counted
  Counts all;                  // a flag for every replication

  Walk(const Model& model_, Batch& batch_, Questions questions_)
      : model(model_),
        calendar(*model_.calendar),
        batch(batch_),
        questions(questions_),
        columns(*batch_.calendar),
        n(batch_.size),
        fate(Counts::Zero(n)),
        news(Sums::Zero(n)),
        members(news),
        new_news(news),
        new_members(news),
        all(Counts::Ones(n)) {}

  void set_days();
  void count_delayed_before(std::int32_t day);
  void count_day(const CountingDay& day);
  void look_ahead(const Counts& day);
  void count(int unit, const Counts& rows);
  void hear(int unit, const Counts& rows);
  void file_late_ballots(int unit, const Counts& rows);
  void end_of_day();
};

// Whole days, rounded up: what is counted on a day is in time if that day is.
std::int32_t whole_days(double days) {
  constexpr double longest = 1e6;
  const double held = std::min(days, longest);
  const auto whole = static_cast<std::int32_t>(held);
  return whole + (held > whole);
}

// On which day each unit is counted in each replication. Ballots that can be changed until the
// close are not counted before.
void Walk::set_days() {
  for (const Delay& delay : calendar.delays) {
    const auto index = static_cast<Eigen::Index>(&delay - calendar.delays.data());
    batch.kernels->uniforms(batch.seed, delay.stream, batch.first, 0, n, batch.uniform.data());
    const double* chance = batch.shared.col(delay.chance).data();
    for (int i = 0; i < n; ++i) columns.delayed(i, index) = batch.uniform[i] < chance[i];
  }
  for (int u = 0; u < static_cast<int>(model.units.size()); ++u) {
    const int stated = calendar.day[at(u)];
    const int earliest = calendar.revisable[at(u)] ? calendar.close : stated;
    columns.day.col(u).head(n).setConstant(std::max(stated, earliest));
    columns.open.col(u).head(n).setConstant(static_cast<std::int32_t>(model.units[at(u)].eligible));
    const int index = calendar.delay[at(u)];
    if (index < 0) continue;
    const Delay& delay = calendar.delays[at(index)];
    const double* days = delay.days ? batch.shared.col(*delay.days).data() : nullptr;
    for (int i = 0; i < n; ++i) {
      std::int32_t& day = columns.day(i, u);
      if (!columns.delayed(i, index)) continue;
      day = days ? std::max(stated + whole_days(days[i]), earliest)
                 : std::max(day, *calendar.deadline) + 1;
    }
  }
  Votes& votes = batch.votes;
  for (CountColumns* counts :
       {&votes.returned, &votes.cast, &votes.package_yes, &votes.contract_yes})
    counts->topRows(n).setZero();
  if (!votes.absence) return;
  votes.absence->unit_absent.topRows(n) =
      (columns.day.topRows(n) > *calendar.deadline).cast<std::int32_t>();
}

// What everybody knows of the package's fate on the morning of a day. After the close the decision
// has been taken.
void Walk::look_ahead(const Counts& day) {
  const auto open = static_cast<std::int32_t>(Fate::open);
  if ((fate == open).any()) {
    const Outlook view = outlook(model, batch.votes, columns.open, n);
    for (int i = 0; i < n; ++i) {
      if (!view.possible[i]) fate[i] = static_cast<std::int32_t>(Fate::dead);
      if (view.sure[i]) fate[i] = static_cast<std::int32_t>(Fate::safe);
    }
  }
  if (!calendar.deadline || (day <= *calendar.deadline).all()) return;
  decide(model, batch);
  for (int i = 0; i < n; ++i) {
    if (day[i] <= *calendar.deadline) continue;
    fate[i] = static_cast<std::int32_t>(batch.ratified[i] ? Fate::safe : Fate::dead);
  }
}

// Hears what the counted ballots of a unit say beside what was expected of it: Φ⁻¹ of the share,
// with half a ballot on either side, less the same of the share expected.
void Walk::hear(int u, const Counts& rows) {
  if (!calendar.has_momentum) return;
  const Unit& unit = model.units[at(u)];
  const Expectation& expected = calendar.expected[at(u)];
  const int delay = calendar.delay[at(u)];
  double* seen = batch.uniform.data();
  double* usual = batch.second_uniform.data();
  Counts tells_nothing = Counts::Zero(n), is_void;
  for (int i = 0; i < n; ++i) {
    const bool delayed = delay >= 0 && columns.delayed(i, delay);
    const Unit& as_it_votes = unit_as_it_votes(model, u, batch, i);
    const double ballots = batch.votes.returned(i, u);
    const double unreturned = as_it_votes.unreturned == Unreturned::yes
                                  ? static_cast<double>(unit.eligible) - ballots
                                  : 0;
    const double share = delayed ? expected.share_after_delay : expected.share;
    // Below 0 only where the ballots are void, those not returned as well; they tell nothing below.
    const double yes = std::max(0.0, batch.votes.package_yes(i, u) - unreturned);
    seen[i] = (yes + 0.5) / (ballots + 1);
    usual[i] = (ballots * share + 0.5) / (ballots + 1);
    // Void ballots say how they are counted, not what the voters think.
    const auto& challenge = as_it_votes.challenge;
    if (challenge && challenge->then != Voided::separate) {
      if (is_void.size() == 0) is_void = voided(as_it_votes, batch);
      tells_nothing[i] = is_void[i];
    }
  }
  batch.kernels->normal_quantiles(n, seen, batch.normal.data());
  batch.kernels->normal_quantiles(n, usual, batch.second_normal.data());
  for (int i = 0; i < n; ++i) {
    if (!rows[i] || tells_nothing[i] || batch.votes.returned(i, u) == 0) continue;
    const double surprise = batch.normal[i] - batch.second_normal[i];
    new_news[i] += static_cast<std::int64_t>(surprise * news_scale) * unit.members;
    new_members[i] += unit.members;
  }
}

// Ballots that come after the close count for the unit's own contract, and for nothing else.
void Walk::file_late_ballots(int u, const Counts& rows) {
  Votes& votes = batch.votes;
  if (!votes.absence || calendar.delay[at(u)] < 0) return;
  Absence& absence = *votes.absence;
  for (int i = 0; i < n; ++i) {
    if (!rows[i] || !absence.unit_absent(i, u)) continue;
    absence.cast(i, u) = votes.cast(i, u);
    absence.package_yes(i, u) = votes.package_yes(i, u);
    absence.contract_yes(i, u) = votes.contract_yes(i, u);
    votes.cast(i, u) = votes.package_yes(i, u) = votes.contract_yes(i, u) = 0;
  }
}

// Asks a unit and counts its ballots in the replications with a flag.
void Walk::count(int u, const Counts& rows) {
  const int delay = calendar.delay[at(u)];
  for (int i = 0; i < n; ++i) {
    if (!rows[i]) continue;
    columns.seen(i, u) = fate[i];
    columns.surprise(i, u) = members[i] > 0 ? static_cast<double>(news[i]) /
                                                  (news_scale * static_cast<double>(members[i]))
                                            : 0;
    columns.open(i, u) = 0;
  }
  if (delay < 0) {  // in all replications on one day
    vote(model, u, batch, questions);
    return hear(u, rows);
  }
  const auto vote_as = [&](const Unit& unit) {
    form_opinions(model, unit, u, batch, questions);
    move_opinions(model, u, batch);
    count_ballots(model, unit, u, batch, questions);
  };
  const Kept before(batch.votes, u);
  vote_as(model.units[at(u)]);
  if (!calendar.delays[at(delay)].returning.empty()) {
    const Kept undelayed(batch.votes, u);
    const Delay& terms = calendar.delays[at(delay)];
    const auto place = std::find(terms.units.begin(), terms.units.end(), u) - terms.units.begin();
    vote_as(model.returning[at(terms.returning[at(static_cast<int>(place))])]);
    undelayed.put_back(columns.delayed.col(delay).data(), n, u, batch.votes);
  }
  before.put_back(rows.data(), n, u, batch.votes);
  hear(u, rows);
  file_late_ballots(u, rows);
}

void Walk::end_of_day() {
  news += new_news;
  members += new_members;
  new_news.setZero();
  new_members.setZero();
}

// Counts delayed units whose day comes before the given one, in each replication in the order of
// their days.
void Walk::count_delayed_before(std::int32_t limit) {
  if (calendar.delays.empty()) return;
  while (true) {
    Counts next = Counts::Constant(n, never);
    for (const Delay& delay : calendar.delays) {
      for (int u : delay.units) {
        for (int i = 0; i < n; ++i) {
          if (columns.open(i, u) > 0 && columns.day(i, u) < limit)
            next[i] = std::min(next[i], columns.day(i, u));
        }
      }
    }
    if ((next == never).all()) return;
    Counts day = next;  // where nobody is counted nothing is asked
    for (int i = 0; i < n; ++i)
      day[i] = next[i] == never ? std::numeric_limits<int>::min() : next[i];
    look_ahead(day);
    for (const Delay& delay : calendar.delays) {
      for (int u : delay.units) {
        Counts rows = Counts::Zero(n);
        for (int i = 0; i < n; ++i)
          rows[i] = columns.open(i, u) > 0 && columns.day(i, u) == next[i];
        if (rows.any()) count(u, rows);
      }
    }
    end_of_day();
  }
}

void Walk::count_day(const CountingDay& day) {
  for (int u : day.units) {
    if (calendar.delay[at(u)] < 0) count(u, all);
  }
  for (const Delay& delay : calendar.delays) {
    for (int u : delay.units) {
      const Counts rows = (columns.open.col(u).head(n) > 0 && columns.day.col(u).head(n) == day.day)
                              .cast<std::int32_t>();
      if (rows.any()) count(u, rows);
    }
  }
  end_of_day();
}

}  // namespace

const Unit& unit_as_it_votes(const Model& model, int unit, const Batch& batch, int row) {
  const Calendar& calendar = *model.calendar;
  const int index = calendar.delay[at(unit)];
  if (index < 0 || !batch.calendar->delayed(row, index)) return model.units[at(unit)];
  const Delay& delay = calendar.delays[at(index)];
  if (delay.returning.empty()) return model.units[at(unit)];
  const auto place = std::find(delay.units.begin(), delay.units.end(), unit) - delay.units.begin();
  return model.returning[at(delay.returning[at(static_cast<int>(place))])];
}

void move_opinions(const Model& model, int unit, Batch& batch) {
  const Calendar& calendar = *model.calendar;
  if (!calendar.has_momentum && !calendar.has_shifts) return;
  const double* momentum = batch.shared.col(calendar.momentum).data();
  const double* dead = batch.shared.col(calendar.once_dead).data();
  const double* safe = batch.shared.col(calendar.once_safe).data();
  const double* surprise = batch.calendar->surprise.col(unit).data();
  const std::int32_t* seen = batch.calendar->seen.col(unit).data();
  for (int i = 0; i < batch.size; ++i) {
    double move = momentum[i] * surprise[i];
    if (seen[i] == static_cast<std::int32_t>(Fate::dead)) move += dead[i];
    if (seen[i] == static_cast<std::int32_t>(Fate::safe)) move += safe[i];
    batch.package_opinion[i] += move;
    batch.contract_opinion[i] += move;
  }
}

void vote_by_date(const Model& model, Batch& batch, Questions questions) {
  Walk walk(model, batch, questions);
  walk.set_days();
  for (const CountingDay& day : walk.calendar.days) {
    walk.count_delayed_before(day.day);
    walk.look_ahead(Counts::Constant(walk.n, day.day));
    const auto index = static_cast<Eigen::Index>(&day - walk.calendar.days.data());
    batch.calendar->fate.col(index).head(walk.n) = walk.fate;
    walk.count_day(day);
  }
  walk.count_delayed_before(never);
  decide(model, batch);
}

}  // namespace ayes
