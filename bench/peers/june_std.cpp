// The June model with the generators and distributions of the standard library, a vote at a time on
// one thread. Written from docs/model.md alone.
//
//     june_std june.json -n 1000000 --seed 1
#include "june.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iostream>
#include <random>

namespace {

double cdf(double x) { return 0.5 * std::erfc(-x * M_SQRT1_2); }

// The Student t of 6 degrees of freedom with the tails of a normal z, and standard deviation 1:
// straight lines over steps of 1/256, good to 1e-4.
class StudentOfNormal {
 public:
  StudentOfNormal() {
    for (int i = 0; i <= steps; ++i) value_[static_cast<std::size_t>(i)] = t_of(node(i));
  }

  double operator()(double z) const {
    const double place = std::clamp((z + 8) * 256, 0.0, steps - 1e-9);
    const auto below = static_cast<std::size_t>(place);
    const double part = place - static_cast<double>(below);
    return value_[below] + part * (value_[below + 1] - value_[below]);
  }

 private:
  static constexpr int steps = 4096;

  static double node(int i) { return -8 + i / 256.0; }

  // P(T < -t) for t >= 0. With c = cos²: 1/2 - sin/2 (1 + c/2 + 3c²/8), sin = t / sqrt(6 + t²),
  // which for small c is the series 5/32 c³ + ... of the same function (Abramowitz and
  // Stegun 26.7.4).
  static double tail(double t) {
    const double c = 6 / (6 + t * t);
    if (c > 0.02) return 0.5 - 0.5 * std::sqrt(1 - c) * (1 + c / 2 + 3 * c * c / 8);
    return c * c * c * (5.0 / 32 + c * (15.0 / 256 + c * (9.0 / 256 + c * 25 / 1024)));
  }

  static double t_of(double z) {
    if (z > 0) return -t_of(-z);
    double low = 0, high = 1e6;
    for (int i = 0; i < 200; ++i) {
      const double middle = (low + high) / 2;
      (tail(middle) > cdf(z) ? low : high) = middle;
    }
    return -low * std::sqrt(4.0 / 6.0);
  }

  std::array<double, steps + 1> value_{};
};

// Φ₂ at one correlation r, by eight points of Gauss and Legendre over the angle (Drezner and
// Wesolowsky): the error is below 1e-10 at r = 0.8.
class BivariateNormal {
 public:
  explicit BivariateNormal(double r) {
    constexpr std::array<double, 4> x{0.1834346424956498, 0.5255324099163290, 0.7966664774136267,
                                      0.9602898564975363};
    constexpr std::array<double, 4> w{0.3626837833783620, 0.3137066458778873, 0.2223810344533745,
                                      0.1012285362903763};
    for (std::size_t i = 0; i < 8; ++i) {
      const double root = i < 4 ? x[i] : -x[i - 4];
      sine_[i] = std::sin(std::asin(r) * (root + 1) / 2);
      scale_[i] = 1 / (1 - sine_[i] * sine_[i]);
      weight_[i] = w[i % 4] * std::asin(r) / (4 * M_PI);
    }
  }

  double operator()(double h, double k, double both) const {  // both = Φ(h) Φ(k)
    const double product = h * k, squares = (h * h + k * k) / 2;
    double total = both;
    for (std::size_t i = 0; i < 8; ++i) {
      total += weight_[i] * std::exp((product * sine_[i] - squares) * scale_[i]);
    }
    return total;
  }

 private:
  std::array<double, 8> sine_{}, scale_{}, weight_{};
};

class Simulation {
 public:
  Simulation(const june::June& june, std::uint64_t seed)
      : june_(june), engine_(seed), bivariate_(june.same_voter) {
    if (june.tails != 6) throw std::runtime_error("the table is that of 6 degrees of freedom");
    contract_says_.resize(june.units.size());
    outside_.resize(june.raises_outside.size());
  }

  june::Vote vote() {
    june::Vote vote;
    cast_ballots(vote);
    lay_off(vote);
    pay_and_save(vote);
    return vote;
  }

 private:
  double z() { return normal_(engine_); }
  double u() { return uniform_(engine_); }
  double draw(const june::Normal& law) { return law.mean + law.sd * z(); }

  double draw(const june::Beta& law) {
    const double a = std::gamma_distribution<double>(law.a)(engine_);
    return a / (a + std::gamma_distribution<double>(law.b)(engine_));
  }

  int count(int n, double p) {
    return std::binomial_distribution<int>(n, std::clamp(p, 0.0, 1.0))(engine_);
  }

  void cast_ballots(june::Vote& vote) {
    const double rho = june_.with_support, own = std::sqrt(1 - rho * rho);
    const double swing_z = z();
    const double package_common = draw(june_.package) + std::exp(draw(june_.log_swing)) * swing_z;
    const double turnout_common =
        june_.turnout_probit + june_.turnout_swing * (rho * swing_z + own * z());
    drivers_.clear();
    for (const june::Normal& law : june_.drivers) drivers_.push_back(draw(law));
    shifts_.clear();
    for (const june::Normal& law : june_.shifts) shifts_.push_back(draw(law));
    const double w = june_.bundled ? draw(june_.weight) : 0.5;
    const double penalty = june_.bundled ? draw(june_.penalty) : 0;
    const double noise = std::sqrt(w * w + (1 - w) * (1 - w) + 2 * w * (1 - w) * june_.same_voter);

    std::int64_t members_behind = 0;
    std::size_t u = 0;
    for (std::size_t body = 0; body < june_.union_members.size(); ++body) {
      const double union_z = z();
      const double union_package = package_common + june_.union_sd * student_(union_z);
      const double union_turnout =
          turnout_common + june_.turnout_union * (rho * union_z + own * z());
      std::int64_t pooled_yes = 0, pooled_cast = 0;
      for (; u < june_.units.size() && june_.units[u].union_index == static_cast<int>(body); ++u) {
        const june::Unit& unit = june_.units[u];
        const double unit_z = z();
        double package = union_package + june_.unit_sd * student_(unit_z);
        for (std::size_t d = 0; d < drivers_.size(); ++d) package += drivers_[d] * unit.drivers[d];
        const double contract = package + shifts_[static_cast<std::size_t>(unit.shift)] +
                                june_.split_sd * student_(z());
        const double turnout = union_turnout + june_.turnout_unit * (rho * unit_z + own * z());

        const int cast = count(unit.members, cdf(turnout));
        int yes = 0, contract_yes = 0;
        if (june_.bundled) {
          yes = contract_yes =
              count(cast, cdf((w * package + (1 - w) * contract - penalty) / noise));
        } else {
          const double p = cdf(package), c = cdf(contract);
          const double joint = bivariate_(package, contract, p * c);
          yes = count(cast, p);
          if (yes > 0) contract_yes += count(yes, joint / p);
          if (cast > yes) contract_yes += count(cast - yes, (c - joint) / (1 - p));
        }
        pooled_cast += cast;
        pooled_yes += yes;
        contract_says_[u] = 2 * contract_yes > cast;
        vote.contracts_yes += contract_says_[u];
      }
      if (2 * pooled_yes > pooled_cast) {
        ++vote.unions_yes;
        members_behind += june_.union_members[body];
      }
    }
    const int noes = static_cast<int>(june_.union_members.size()) - vote.unions_yes;
    vote.ratified = noes <= 1 && 5 * members_behind >= 4 * june_.members;
  }

  void lay_off(june::Vote& vote) {
    if (!vote.ratified) {  // the threat, as far as it is announced and carried out; nobody is
                           // called back
      const double announced =
          june_.cut * draw(june_.announced) / static_cast<double>(june_.members);
      const double carried_out = draw(june_.carried_out);
      const double share = std::clamp(announced - draw(june_.attrition), 0.0, 1.0) * carried_out;
      for (const june::Unit& unit : june_.units) {
        vote.layoffs += static_cast<int>(unit.members * share + u());
      }
      return;
    }
    // The package is in force, a unit's own contract is not.
    const double rate = draw(june_.hit_rate), recall = draw(june_.hit_recall);
    for (std::size_t i = 0; i < june_.units.size(); ++i) {
      if (contract_says_[i] || u() >= june_.hit_chance) continue;
      const int separated = static_cast<int>(rate * june_.units[i].members + u());
      vote.layoffs += separated - static_cast<int>(separated * recall + u());
    }
  }

  void pay_and_save(june::Vote& vote) {
    double agreed = 0, salary = june_.salary;
    for (const double raise : june_.raises_agreed) agreed += salary *= 1 + raise;
    for (std::size_t i = 0; i < outside_.size(); ++i) {
      outside_[i] = 0;
      salary = june_.salary;
      for (const june::Normal& raise : june_.raises_outside[i]) {
        outside_[i] += salary *= 1 + draw(raise);
      }
    }
    double pay = 0, under_contract = 0;
    for (std::size_t i = 0; i < june_.units.size(); ++i) {
      const june::Unit& unit = june_.units[i];
      const bool in_force = vote.ratified && contract_says_[i];
      if (in_force) under_contract += unit.members;
      pay += unit.members * (in_force ? agreed : outside_[static_cast<std::size_t>(unit.raises)]);
    }
    const auto members = static_cast<double>(june_.members);
    const double claimed =
        vote.ratified * june_.saved_package + june_.saved_contracts * under_contract / members;
    vote.pay = pay / members;
    vote.saved = draw(june_.likely) * claimed + std::exp(draw(june_.log_per_layoff)) * vote.layoffs;
  }

  const june::June& june_;
  std::mt19937_64 engine_;
  std::normal_distribution<double> normal_;
  std::uniform_real_distribution<double> uniform_;
  StudentOfNormal student_;
  BivariateNormal bivariate_;
  std::vector<double> drivers_, shifts_, outside_;
  std::vector<char> contract_says_;
};

}  // namespace

int main(int count, char** words) {
  try {
    const june::Arguments arguments = june::arguments(count, words);
    if (arguments.plain)
      throw std::runtime_error("std:: has no quantile of the t to be plain with");
    const june::June june = june::read(arguments.path);
    Simulation simulation(june, static_cast<std::uint64_t>(arguments.seed));
    june::Totals totals(june);
    for (std::int64_t i = 0; i < arguments.votes; ++i) totals.add(simulation.vote());
    june::print(totals);
  } catch (const std::exception& error) {
    std::cerr << "june_std: " << error.what() << '\n';
    return 2;
  }
}
