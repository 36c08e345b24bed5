// Published voting powers, from scenario files.
#include "io/scenario_file.h"
#include "models/compile/compile.h"
#include "sim/power/voting_power.h"

#include <doctest/doctest.h>

#include <filesystem>

namespace ayes::tests {
namespace {

const std::filesystem::path lessons =
    std::filesystem::path(AYES_SOURCE_DIR) / "scenarios" / "learn";

std::vector<std::string> powers(const std::string& file, auto which) {
  const power::VotingPower found =
      power::voting_power(compile(read_scenario(lessons / file).scenario));
  CHECK(found.why_no_unions.empty());
  CHECK(!found.yes_may_hurt);
  std::vector<std::string> texts;
  for (const auto& each : found.unions) {
    const power::Fraction& value = which(*each);
    texts.push_back(value.numerator + "/" + value.denominator);
  }
  return texts;
}

const auto shapley = [](const power::Power& power) { return power.shapley; };
const auto banzhaf = [](const power::Power& power) { return power.banzhaf; };
const auto banzhaf_share = [](const power::Power& power) { return power.banzhaf_share; };

std::vector<std::string> first_and_rest(std::size_t firsts, const std::string& first, std::size_t n,
                                        const std::string& rest) {
  std::vector<std::string> texts(n, rest);
  std::fill_n(texts.begin(), firsts, first);
  return texts;
}

TEST_CASE("the Security Council: 421/2145 for a permanent member, 4/2145 for another") {
  const std::string file = "un-security-council.toml";
  CHECK(powers(file, shapley) == first_and_rest(5, "421/2145", 15, "4/2145"));
  // 848 of 16384 sets of the others for a permanent member, 84 for another.
  CHECK(powers(file, banzhaf) == first_and_rest(5, "53/1024", 15, "21/4096"));
  CHECK(powers(file, banzhaf_share) == first_and_rest(5, "106/635", 15, "21/1270"));
}

TEST_CASE("the Community of 1958: Luxembourg's vote never decides") {
  const std::string file = "eec-1958.toml";
  CHECK(powers(file, shapley) ==
        std::vector<std::string>{"7/30", "7/30", "7/30", "3/20", "3/20", "0/1"});
  CHECK(powers(file, banzhaf) ==
        std::vector<std::string>{"5/16", "5/16", "5/16", "3/16", "3/16", "0/1"});
  CHECK(powers(file, banzhaf_share) ==
        std::vector<std::string>{"5/21", "5/21", "5/21", "1/7", "1/7", "0/1"});
}

TEST_CASE("fourteen of fifteen: one order in fifteen, and 14 sets of 16,384") {
  const std::string file = "fourteen-of-fifteen.toml";
  CHECK(powers(file, shapley) == first_and_rest(15, "1/15", 15, ""));
  CHECK(powers(file, banzhaf) == first_and_rest(15, "7/8192", 15, ""));
}

}  // namespace
}  // namespace ayes::tests
