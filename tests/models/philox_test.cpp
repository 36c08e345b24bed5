// The uniforms against the published known answers of Philox4x32-10 and against a plain
// transcription of the paper.
#include "models/kernels/kernels.h"
#include "tests/statistics.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <vector>

namespace {

using ayes::kernels::Kernels;
using Four = std::array<std::uint32_t, 4>;

// Philox4x32-10 as Salmon et al. (2011) write it.
Four philox(Four counter, std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xd2511f53} * counter[0];
    const std::uint64_t b = std::uint64_t{0xcd9e8d57} * counter[2];
    counter = {
        static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
        static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
    key[0] += 0x9e3779b9;
    key[1] += 0xbb67ae85;
  }
  return counter;
}

double uniform(std::uint32_t low, std::uint32_t high) {
  const std::uint64_t word = low | std::uint64_t{high} << 32;
  return (static_cast<double>(word >> 12) + 0.5) * 0x1p-52;
}

double one(const Kernels& kernels, std::uint64_t seed, std::uint64_t name, std::int64_t first,
           int draw) {
  double u = 0.0;
  kernels.uniforms(seed, name, first, draw, 1, &u);
  return u;
}

struct KnownAnswer {
  Four counter;
  std::array<std::uint32_t, 2> key;
  Four answer;
};

// From the file kat_vectors of Random123.
const KnownAnswer known_answers[] = {
    {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
    {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
     {0xffffffff, 0xffffffff},
     {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
    {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
     {0xa4093822, 0x299f31d0},
     {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
};

TEST_CASE("Philox gives the known answers of Random123") {
  for (const KnownAnswer& known : known_answers)
    CHECK(philox(known.counter, known.key) == known.answer);
}

TEST_CASE("seed, name, replication and draw reach Philox as stream layout 1 says") {
  for (const KnownAnswer& known : known_answers) {
    const std::uint64_t seed = known.key[0] | std::uint64_t{known.key[1]} << 32;
    const std::uint64_t name = known.counter[2] | std::uint64_t{known.counter[3]} << 32;
    const std::int64_t replication =
        known.counter[0] | static_cast<std::int64_t>(known.counter[1] >> 16) << 32;
    const int block = static_cast<int>(known.counter[1] & 0xffff);
    for (const Kernels* kernels : ayes::kernels::all()) {
      CHECK(one(*kernels, seed, name, replication, 2 * block) ==
            uniform(known.answer[0], known.answer[1]));
      CHECK(one(*kernels, seed, name, replication, 2 * block + 1) ==
            uniform(known.answer[2], known.answer[3]));
    }
  }
}

TEST_CASE("a column of uniforms is the same draw of consecutive replications, at any offset") {
  const std::uint64_t seed = 0x0123456789abcdef;
  const std::uint64_t name = 0xfedcba9876543210;
  // The second start lets the low word of the replication overflow within the column.
  for (std::int64_t first :
       {std::int64_t{0}, (std::int64_t{1} << 32) - 13, (std::int64_t{1} << 48) - 40}) {
    for (const Kernels* kernels : ayes::kernels::all()) {
      for (int n : {0, 1, 7, 8, 9, 40}) {
        for (int block : {0, 3, 65535}) {
          std::vector<double> even(n + 1, -1.0), odd(n + 1, -1.0), even_again(n + 1, -1.0),
              odd_again(n + 1, -1.0);
          kernels->uniform_pairs(seed, name, first, block, n, even.data(), odd.data());
          kernels->uniforms(seed, name, first, 2 * block, n, even_again.data());
          kernels->uniforms(seed, name, first, 2 * block + 1, n, odd_again.data());
          CHECK(even == even_again);
          CHECK(odd == odd_again);
          CHECK(even[n] == -1.0);
          CHECK(odd[n] == -1.0);
          for (int i = 0; i < n; ++i) {
            const std::int64_t replication = first + i;
            const Four words =
                philox({static_cast<std::uint32_t>(replication),
                        static_cast<std::uint32_t>(replication >> 32) << 16 |
                            static_cast<std::uint32_t>(block),
                        static_cast<std::uint32_t>(name), static_cast<std::uint32_t>(name >> 32)},
                       {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
            CHECK(even[i] == uniform(words[0], words[1]));
            CHECK(odd[i] == uniform(words[2], words[3]));
          }
        }
      }
    }
  }
}

TEST_CASE("the draws that every recorded result rests on do not change") {
  const Kernels& kernels = ayes::kernels::best();
  CHECK(one(kernels, 2011, 1, 0, 0) == 0x1.5c86fc176a7e4p-3);
  CHECK(one(kernels, 2011, 1, 0, 1) == 0x1.7b9f85e10ce96p-2);
  CHECK(one(kernels, 2011, 1, 1, 0) == 0x1.05acef9c2b81p-5);
  CHECK(one(kernels, 2011, 0x9e3779b97f4a7c15, 999999, 7) == 0x1.169fb6a304f59p-1);
  CHECK(one(kernels, 2009, 1, 0, 0) == 0x1.a0695add71436p-2);
}

TEST_CASE("a million uniforms fill a thousand cells evenly") {
  const int draws = 1'000'000;
  const int cells = 1000;
  std::vector<double> u(draws);
  ayes::kernels::best().uniforms(1, 2, 0, 0, draws, u.data());
  std::vector<std::int64_t> seen(cells, 0);
  for (double number : u) ++seen.at(static_cast<int>(number * cells));
  CHECK(
      ayes::statistics::chi_square_agrees(seen, std::vector<double>(cells, double{draws} / cells)));
}

}  // namespace
