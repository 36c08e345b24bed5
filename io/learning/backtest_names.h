// What the settings and methods of a back-test are called in reports.
#pragma once

#include "sim/learning/backtest.h"

#include <string>

namespace ayes {

// Returns what is known of the ratification in words: "half, at random".
inline std::string known_in_words(const learning::Setting& setting) {
  if (setting.order == learning::Order::nothing) return "nothing";
  if (setting.order == learning::Order::rounds) return "the votes before it";
  const std::string share = setting.quarters == 1   ? "a quarter"
                            : setting.quarters == 2 ? "half"
                                                    : "three quarters";
  return share + (setting.order == learning::Order::random ? ", at random" : ", by date");
}

// Returns a setting in words, for places where both kinds stand together: "half, at random, all
// rounds".
inline std::string setting_in_words(const learning::Setting& setting) {
  return known_in_words(setting) + (setting.all_rounds ? ", all rounds" : "");
}

// Returns the order in which votes become known, as files have it.
inline std::string order_name(const learning::Setting& setting) {
  constexpr const char* names[] = {"nothing", "random", "calendar", "rounds"};
  return names[static_cast<int>(setting.order)];
}

// Returns the name of a method in files.
inline std::string method_name(std::size_t method) {
  constexpr const char* names[] = {"model", "independent", "pooled_share", "common_swing"};
  return names[method];
}

// Returns the name of a plain forecast for people.
inline std::string method_in_words(std::size_t method) {
  constexpr const char* names[] = {"the model", "independent", "pooled share", "common swing"};
  return names[method];
}

}  // namespace ayes
