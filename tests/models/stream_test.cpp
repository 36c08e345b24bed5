#include "models/stream.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace ayes {
namespace {

// SplitMix64's finaliser as published by Steele, Lea and Flood (2014), applied to an FNV-1a value.
std::uint64_t finalised(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

std::uint64_t fnv1a(const std::string& bytes) {
  std::uint64_t hash = 14695981039346656037u;
  for (unsigned char byte : bytes) {
    hash ^= byte;
    hash *= 1099511628211u;
  }
  return hash;
}

TEST_CASE("the hash of bytes is FNV-1a as published") {
  CHECK(fnv1a("") == 0xcbf29ce484222325u);
  CHECK(fnv1a("a") == 0xaf63dc4c8601ec8cu);
  CHECK(fnv1a("foobar") == 0x85944171f73967e8u);
}

TEST_CASE("a stream's name is the finalised hash of its parts joined by the unit separator") {
  CHECK(stream_name("first", "vote", "unit", "NP-4") ==
        finalised(fnv1a("first\x1fvote\x1funit\x1fNP-4")));
  CHECK(stream_name("first", "support", "swing", "") ==
        finalised(fnv1a(std::string("first\x1fsupport\x1fswing\x1f"))));
  CHECK(stream_name("", "", "", "é") == finalised(fnv1a("\x1f\x1f\x1f\xc3\xa9")));
}

TEST_CASE("the names of layout 1 are pinned") {
  CHECK(stream_layout == 1);
  CHECK(stream_name("first", "vote", "unit", "NP-4") == 0xac8bcf3e091ae9dfu);
  CHECK(stream_name("first", "support", "swing", "") == 0xfbfd9218bb8741bau);
}

TEST_CASE("parts can't run into each other") {
  const std::set<std::uint64_t> names = {
      stream_name("first", "vote", "unit", "a"), stream_name("first", "vote", "unita", ""),
      stream_name("first", "votes", "unit", "a"), stream_name("second", "vote", "unit", "a")};
  CHECK(names.size() == 4);
}

}  // namespace
}  // namespace ayes
