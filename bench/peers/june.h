// What the C++ peers are told and what they answer: the numbers that june.py prints, and JSON of
// the same form as june_numpy.py. How a vote is simulated stands in each program on its own.
#pragma once

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace june {

struct Normal {
  double mean = 0, sd = 0;
};

struct Beta {
  double a = 1, b = 1;
};

struct Unit {
  int union_index = 0;
  int members = 0;
  std::vector<double> drivers;  // 1 where the driver moves the unit
  int shift = 0, raises = 0;    // which of the lists below
};

struct June {
  bool bundled = false;
  double same_voter = 0, tails = 0;
  Normal package;  // of the probit
  std::vector<Normal> shifts;
  double split_sd = 0;
  Normal log_swing;
  double union_sd = 0, unit_sd = 0;
  std::vector<Normal> drivers;
  double turnout_probit = 0, turnout_swing = 0, turnout_union = 0, turnout_unit = 0,
         with_support = 0;
  Beta weight;
  Normal penalty;
  double cut = 0;
  Beta announced, carried_out, attrition;
  double hit_chance = 0;
  Beta hit_rate, hit_recall;
  double salary = 0;
  std::vector<double> raises_agreed;
  std::vector<std::vector<Normal>> raises_outside;
  double saved_package = 0, saved_contracts = 0;
  Beta likely;
  Normal log_per_layoff;
  std::vector<Unit> units;
  std::vector<std::int64_t> union_members;
  std::int64_t members = 0;
};

inline Normal normal(const nlohmann::json& law) { return {law["mean"], law["sd"]}; }

inline Beta beta(const nlohmann::json& law) { return {law["a"], law["b"]}; }

inline std::vector<Normal> normals(const nlohmann::json& laws) {
  std::vector<Normal> result;
  for (const auto& law : laws) result.push_back(normal(law));
  return result;
}

inline June read(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  const nlohmann::json numbers = nlohmann::json::parse(file);
  June june;
  june.bundled = numbers["design"] == "bundled";
  june.same_voter = numbers["same_voter"];
  june.tails = numbers["tails"];
  june.package = normal(numbers["package"]);
  june.shifts = normals(numbers["shifts"]);
  june.split_sd = numbers["split"];
  june.log_swing = normal(numbers["swing"]);
  june.union_sd = numbers["union"];
  june.unit_sd = numbers["unit"];
  june.drivers = normals(numbers["drivers"]);
  june.turnout_probit = numbers["turnout"]["probit"];
  june.turnout_swing = numbers["turnout"]["swing"];
  june.turnout_union = numbers["turnout"]["union"];
  june.turnout_unit = numbers["turnout"]["unit"];
  june.with_support = numbers["turnout"]["with_support"];
  june.weight = beta(numbers["weight"]);
  june.penalty = normal(numbers["penalty"]);
  june.cut = numbers["cut"];
  june.announced = beta(numbers["announced"]);
  june.carried_out = beta(numbers["carried_out"]);
  june.attrition = beta(numbers["attrition"]);
  june.hit_chance = numbers["hit"]["chance"];
  june.hit_rate = beta(numbers["hit"]["rate"]);
  june.hit_recall = beta(numbers["hit"]["recall"]);
  june.salary = numbers["salary"];
  june.raises_agreed = numbers["raises_agreed"].get<std::vector<double>>();
  for (const auto& list : numbers["raises_outside"]) june.raises_outside.push_back(normals(list));
  june.saved_package = numbers["savings"]["package"];
  june.saved_contracts = numbers["savings"]["contracts"];
  june.likely = beta(numbers["savings"]["likely"]);
  june.log_per_layoff = normal(numbers["savings"]["per_layoff"]);
  june.union_members.assign(numbers["unions"].size(), 0);
  for (const auto& row : numbers["units"]) {
    const Unit unit{row["union"], row["members"], row["drivers"].get<std::vector<double>>(),
                    row["shift"], row["raises"]};
    june.union_members[static_cast<std::size_t>(unit.union_index)] += unit.members;
    june.members += unit.members;
    june.units.push_back(unit);
  }
  return june;
}

// What is kept of one vote.
struct Vote {
  bool ratified = false;
  int unions_yes = 0, contracts_yes = 0;
  int layoffs = 0;
  double pay = 0, saved = 0;
};

struct Sum {
  double sum = 0, squares = 0;

  void add(double x) {
    sum += x;
    squares += x * x;
  }
  void add(const Sum& other) {
    sum += other.sum;
    squares += other.squares;
  }
};

// Totals of many votes; whole numbers are counted, so that quantiles take no memory that grows.
struct Totals {
  std::int64_t votes = 0, ratified = 0;
  std::vector<std::int64_t> unions_yes, contracts_yes, layoffs;  // votes with each number
  Sum pay, saved;

  explicit Totals(const June& june)
      : unions_yes(june.union_members.size() + 1),
        contracts_yes(june.units.size() + 1),
        layoffs(static_cast<std::size_t>(june.members) + 1) {}

  void add(const Vote& vote) {
    ++votes;
    ratified += vote.ratified;
    ++unions_yes[static_cast<std::size_t>(vote.unions_yes)];
    ++contracts_yes[static_cast<std::size_t>(vote.contracts_yes)];
    ++layoffs[static_cast<std::size_t>(vote.layoffs)];
    pay.add(vote.pay);
    saved.add(vote.saved);
  }

  void add(const Totals& other) {
    const auto add_counts = [](std::vector<std::int64_t>& to,
                               const std::vector<std::int64_t>& from) {
      for (std::size_t i = 0; i < to.size(); ++i) to[i] += from[i];
    };
    votes += other.votes;
    ratified += other.ratified;
    add_counts(unions_yes, other.unions_yes);
    add_counts(contracts_yes, other.contracts_yes);
    add_counts(layoffs, other.layoffs);
    pay.add(other.pay);
    saved.add(other.saved);
  }
};

inline nlohmann::json mean_and_error(const Sum& sum, std::int64_t votes) {
  const auto n = static_cast<double>(votes);
  const double mean = sum.sum / n;
  return {{"mean", mean}, {"se", std::sqrt(std::max(0.0, sum.squares / n - mean * mean) / n)}};
}

inline nlohmann::json mean_and_quantiles(const std::vector<std::int64_t>& counts,
                                         std::int64_t votes) {
  Sum sum;
  nlohmann::json quantiles;
  const std::pair<const char*, double> levels[] = {{"0.1", 0.1}, {"0.5", 0.5}, {"0.9", 0.9}};
  std::int64_t below = 0;
  for (std::size_t value = 0; value < counts.size(); ++value) {
    const auto x = static_cast<double>(value), count = static_cast<double>(counts[value]);
    sum.sum += count * x;
    sum.squares += count * x * x;
    below += counts[value];
    for (const auto& [name, level] : levels) {
      const bool reached = static_cast<double>(below) >= level * static_cast<double>(votes);
      if (reached && !quantiles.contains(name)) quantiles[name] = value;
    }
  }
  nlohmann::json result = mean_and_error(sum, votes);
  result["quantiles"] = quantiles;
  return result;
}

inline void print(const Totals& totals) {
  const auto ratified = static_cast<double>(totals.ratified);
  const nlohmann::json result = {
      {"replications", totals.votes},
      {"ratified", mean_and_error({ratified, ratified}, totals.votes)},
      {"unions_yes", mean_and_quantiles(totals.unions_yes, totals.votes)},
      {"contracts_yes", mean_and_quantiles(totals.contracts_yes, totals.votes)},
      {"layoffs", mean_and_quantiles(totals.layoffs, totals.votes)},
      {"pay", mean_and_error(totals.pay, totals.votes)},
      {"saved", mean_and_error(totals.saved, totals.votes)}};
  std::cout << result << '\n';
}

struct Arguments {
  std::string path;
  std::int64_t votes = 100'000, seed = 1, threads = 1;
  bool plain = false;  // functions of a library instead of tables
};

// june.json -n VOTES --seed SEED -j THREADS --plain
inline Arguments arguments(int count, char** words) {
  Arguments result;
  const auto number = [&](int i) {
    std::int64_t value = 0;
    const char* end = i < count ? words[i] + std::strlen(words[i]) : nullptr;
    if (!end || std::from_chars(words[i], end, value).ptr != end || value < 1) {
      throw std::runtime_error(std::string(words[i - 1]) + " takes a whole number from 1 on");
    }
    return value;
  };
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (word == "-n") {
      result.votes = number(++i);
    } else if (word == "--seed") {
      result.seed = number(++i);
    } else if (word == "-j") {
      result.threads = number(++i);
    } else if (word == "--plain") {
      result.plain = true;
    } else {
      result.path = word;
    }
  }
  return result;
}

}  // namespace june
