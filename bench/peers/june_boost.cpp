// The June model with Boost.Random and Boost.Math, on threads of oneTBB. Written from docs/model.md
// alone. Each thread works on blocks of 4096 votes; a block has an engine of its own, so the
// threads don't change a number.
//
// The Student t of a normal z is read off a table, Φ₂ is a sum of eight points. With --plain they
// are what Boost.Math has, its quantile of the t and Owen's T, as one writes it first.
//
//     june_boost june.json -n 1000000 --seed 1 -j 2
#include "june.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/special_functions/owens_t.hpp>
#include <boost/random/beta_distribution.hpp>
#include <boost/random/binomial_distribution.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/seed_seq.hpp>
#include <boost/random/uniform_01.hpp>
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_reduce.h>

#include <algorithm>
#include <cmath>
#include <iostream>

namespace {

using Engine = boost::random::mt19937_64;
using june::June;

constexpr std::int64_t block = 4096;

double cdf(double x) { return 0.5 * std::erfc(-x * M_SQRT1_2); }

// What is worked out once, for all threads.
struct Tables {
  bool plain;
  boost::math::students_t law;
  double sd, r;
  std::vector<double> student;  // the t for z = -8, -8 + 1/256, ..., 8, with standard deviation 1
  struct Node {
    double sine, scale, weight;
  };
  std::vector<Node> angles;  // of the quadrature for Φ₂

  Tables(const June& june, bool plain_)
      : plain(plain_),
        law(june.tails),
        sd(std::sqrt(june.tails / (june.tails - 2))),
        r(june.same_voter) {
    for (int i = 0; i <= 4096; ++i) student.push_back(exact_t(-8 + i / 256.0));
    // Drezner and Wesolowsky, with eight points: the error is below 1e-10 at r = 0.8.
    using Gauss = boost::math::quadrature::gauss<double, 8>;
    const double angle = std::asin(june.same_voter);
    for (std::size_t i = 0; i < Gauss::abscissa().size(); ++i) {
      for (const double sign : {-1.0, 1.0}) {
        const double sine = std::sin(angle * (sign * Gauss::abscissa()[i] + 1) / 2);
        angles.push_back({sine, 1 / (1 - sine * sine), Gauss::weights()[i] * angle / (4 * M_PI)});
      }
    }
  }

  double exact_t(double z) const {
    return std::copysign(quantile(complement(law, cdf(-std::abs(z)))) / sd, z);
  }

  double t(double z) const {
    if (plain) return exact_t(z);
    const double place = std::min(std::max((z + 8) * 256, 0.0), 4095.999);
    const auto i = static_cast<std::size_t>(place);
    return student[i] + (place - static_cast<double>(i)) * (student[i + 1] - student[i]);
  }

  double joint(double h, double k, double product_of_cdfs) const {
    if (plain) {
      const double across = std::sqrt(1 - r * r);
      return (cdf(h) + cdf(k)) / 2 - boost::math::owens_t(h, (k / h - r) / across) -
             boost::math::owens_t(k, (h / k - r) / across) - (h * k < 0 ? 0.5 : 0);
    }
    const double hk = h * k, squares = (h * h + k * k) / 2;
    double sum = product_of_cdfs;
    for (const Node& node : angles) {
      sum += node.weight * std::exp((hk * node.sine - squares) * node.scale);
    }
    return sum;
  }
};

// What is drawn once a vote, for all units.
struct Common {
  double package, turnout, swing_z;
  std::vector<double> drivers, shifts;
  double weight, penalty, noise;
};

class Votes {
 public:
  Votes(const June& june, const Tables& tables, std::int64_t seed, std::int64_t number)
      : june_(june),
        tables_(tables),
        rho_(june.with_support),
        own_(std::sqrt(1 - june.with_support * june.with_support)),
        announced_(june.announced.a, june.announced.b),
        carried_out_(june.carried_out.a, june.carried_out.b),
        attrition_(june.attrition.a, june.attrition.b),
        hit_rate_(june.hit_rate.a, june.hit_rate.b),
        hit_recall_(june.hit_recall.a, june.hit_recall.b),
        likely_(june.likely.a, june.likely.b),
        weight_(june.weight.a, june.weight.b) {
    boost::random::seed_seq words{seed, seed >> 32, number, number >> 32};
    engine_.seed(words);
    common_.drivers.resize(june.drivers.size());
    common_.shifts.resize(june.shifts.size());
    opinion_of_union_.resize(june.union_members.size());
    turnout_of_union_.resize(june.union_members.size());
    pooled_.resize(june.union_members.size());
    contract_says_.resize(june.units.size());
    pay_outside_.resize(june.raises_outside.size());
    for (double salary = june.salary; const double raise : june.raises_agreed) {
      pay_agreed_ += salary *= 1 + raise;
    }
  }

  june::Vote next() {
    june::Vote vote;
    draw_common();
    draw_unions();
    for (std::size_t u = 0; u < june_.units.size(); ++u) {
      contract_says_[u] = count_unit(june_.units[u]);
      vote.contracts_yes += contract_says_[u];
    }
    decide(vote);
    vote.layoffs = vote.ratified ? laid_off_outside() : laid_off_after_no();
    settle(vote);
    return vote;
  }

 private:
  struct Pool {
    std::int64_t yes, cast;
  };

  double z() { return normal_(engine_); }
  double uniform() { return uniform_(engine_); }
  double draw(const june::Normal& law) { return law.mean + law.sd * z(); }

  int binomial(int n, double p) {
    return boost::random::binomial_distribution<int>(n, std::min(1.0, std::max(0.0, p)))(engine_);
  }

  // Turnout leans on the normal z behind the support's term.
  double leaning(double support_z) { return rho_ * support_z + own_ * z(); }

  void draw_common() {
    common_.swing_z = z();
    common_.package = draw(june_.package) + std::exp(draw(june_.log_swing)) * common_.swing_z;
    common_.turnout = june_.turnout_probit + june_.turnout_swing * leaning(common_.swing_z);
    for (std::size_t i = 0; i < june_.drivers.size(); ++i) {
      common_.drivers[i] = draw(june_.drivers[i]);
    }
    for (std::size_t i = 0; i < june_.shifts.size(); ++i) common_.shifts[i] = draw(june_.shifts[i]);
    if (june_.bundled) {
      const double w = weight_(engine_), rest = 1 - w;
      common_.weight = w;
      common_.penalty = draw(june_.penalty);
      common_.noise = std::sqrt(w * w + rest * rest + 2 * w * rest * june_.same_voter);
    }
  }

  void draw_unions() {
    for (std::size_t i = 0; i < pooled_.size(); ++i) {
      const double union_z = z();
      opinion_of_union_[i] = common_.package + june_.union_sd * tables_.t(union_z);
      turnout_of_union_[i] = common_.turnout + june_.turnout_union * leaning(union_z);
      pooled_[i] = {0, 0};
    }
  }

  // Counts a unit's ballots into its union's; says whether its contract has a majority.
  bool count_unit(const june::Unit& unit) {
    const auto body = static_cast<std::size_t>(unit.union_index);
    const double unit_z = z();
    double package = opinion_of_union_[body] + june_.unit_sd * tables_.t(unit_z);
    for (std::size_t d = 0; d < common_.drivers.size(); ++d) {
      package += unit.drivers[d] * common_.drivers[d];
    }
    const double contract = package + common_.shifts[static_cast<std::size_t>(unit.shift)] +
                            june_.split_sd * tables_.t(z());
    const double turnout = turnout_of_union_[body] + june_.turnout_unit * leaning(unit_z);

    const int cast = binomial(unit.members, cdf(turnout));
    int yes = 0, contract_yes = 0;
    if (june_.bundled) {
      const double balance = common_.weight * package + (1 - common_.weight) * contract;
      yes = contract_yes = binomial(cast, cdf((balance - common_.penalty) / common_.noise));
    } else {
      const double p = cdf(package), c = cdf(contract),
                   both = tables_.joint(package, contract, p * c);
      yes = binomial(cast, p);
      if (yes > 0) contract_yes += binomial(yes, both / p);
      if (yes < cast) contract_yes += binomial(cast - yes, (c - both) / (1 - p));
    }
    pooled_[body].yes += yes;
    pooled_[body].cast += cast;
    return 2 * contract_yes > cast;
  }

  // One union at most says no, and the others hold four fifths of the members.
  void decide(june::Vote& vote) const {
    std::int64_t members_behind = 0;
    for (std::size_t i = 0; i < pooled_.size(); ++i) {
      if (2 * pooled_[i].yes <= pooled_[i].cast) continue;
      ++vote.unions_yes;
      members_behind += june_.union_members[i];
    }
    vote.ratified = vote.unions_yes + 1 >= static_cast<int>(pooled_.size()) &&
                    5 * members_behind >= 4 * june_.members;
  }

  int laid_off_after_no() {
    const double cut = june_.cut * announced_(engine_) / static_cast<double>(june_.members);
    const double notices = std::min(1.0, std::max(0.0, cut - attrition_(engine_)));
    const double separated = notices * carried_out_(engine_);
    int total = 0;
    for (const june::Unit& unit : june_.units) {
      total += static_cast<int>(separated * unit.members + uniform());
    }
    return total;
  }

  int laid_off_outside() {
    const double rate = hit_rate_(engine_), recall = hit_recall_(engine_);
    int total = 0;
    for (std::size_t u = 0; u < june_.units.size(); ++u) {
      if (contract_says_[u] || uniform() >= june_.hit_chance) continue;
      const int separated = static_cast<int>(rate * june_.units[u].members + uniform());
      total += separated - static_cast<int>(recall * separated + uniform());
    }
    return total;
  }

  // Pay and savings.
  void settle(june::Vote& vote) {
    for (std::size_t i = 0; i < pay_outside_.size(); ++i) {
      pay_outside_[i] = 0;
      double salary = june_.salary;
      for (const june::Normal& raise : june_.raises_outside[i]) {
        salary *= 1 + draw(raise);
        pay_outside_[i] += salary;
      }
    }
    double pay = 0;
    std::int64_t in_force = 0;
    for (std::size_t u = 0; u < june_.units.size(); ++u) {
      const june::Unit& unit = june_.units[u];
      if (vote.ratified && contract_says_[u]) {
        in_force += unit.members;
        pay += unit.members * pay_agreed_;
      } else {
        pay += unit.members * pay_outside_[static_cast<std::size_t>(unit.raises)];
      }
    }
    const auto members = static_cast<double>(june_.members);
    double claimed = vote.ratified ? june_.saved_package : 0;
    claimed += june_.saved_contracts * static_cast<double>(in_force) / members;
    vote.pay = pay / members;
    vote.saved = likely_(engine_) * claimed + std::exp(draw(june_.log_per_layoff)) * vote.layoffs;
  }

  const June& june_;
  const Tables& tables_;
  double rho_, own_, pay_agreed_ = 0;
  Engine engine_;
  boost::random::normal_distribution<double> normal_;
  boost::random::uniform_01<double> uniform_;
  boost::random::beta_distribution<double> announced_, carried_out_, attrition_, hit_rate_,
      hit_recall_, likely_, weight_;
  Common common_;
  std::vector<double> opinion_of_union_, turnout_of_union_, pay_outside_;
  std::vector<Pool> pooled_;
  std::vector<char> contract_says_;
};

june::Totals simulate(const June& june, const june::Arguments& arguments) {
  const Tables tables(june, arguments.plain);
  const std::int64_t blocks = (arguments.votes + block - 1) / block;
  return oneapi::tbb::parallel_reduce(
      oneapi::tbb::blocked_range<std::int64_t>(0, blocks), june::Totals(june),
      [&](const oneapi::tbb::blocked_range<std::int64_t>& range, june::Totals totals) {
        for (std::int64_t number = range.begin(); number < range.end(); ++number) {
          Votes votes(june, tables, arguments.seed, number);
          const std::int64_t last = std::min((number + 1) * block, arguments.votes);
          for (std::int64_t i = number * block; i < last; ++i) totals.add(votes.next());
        }
        return totals;
      },
      [](june::Totals left, const june::Totals& right) {
        left.add(right);
        return left;
      });
}

}  // namespace

int main(int count, char** words) {
  try {
    const june::Arguments arguments = june::arguments(count, words);
    const June june = june::read(arguments.path);
    const oneapi::tbb::global_control threads(oneapi::tbb::global_control::max_allowed_parallelism,
                                              static_cast<std::size_t>(arguments.threads));
    june::print(simulate(june, arguments));
  } catch (const std::exception& error) {
    std::cerr << "june_boost: " << error.what() << '\n';
    return 2;
  }
}
