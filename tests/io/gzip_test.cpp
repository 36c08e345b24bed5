#include "io/state/gzip.h"

#include <doctest/doctest.h>

#include <random>

namespace ayes {
namespace {

// What gzip 1.12 makes of "ratified\n" with -n -9.
const std::string by_gzip(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x2b\x4a\x2c\xc9\x4c\xcb\x4c\x4d\xe1\x02\x00\x60\x81"
    "\xc5\xec\x09\x00\x00\x00",
    29);

TEST_CASE("what gzip packed is unpacked, and what is packed comes back") {
  CHECK(is_gzip(by_gzip));
  CHECK_FALSE(is_gzip("ratified\n"));
  CHECK(gunzip(by_gzip, 9) == "ratified\n");
  std::minstd_rand random(2);
  for (std::size_t size : {0, 1, 1000, 300'000}) {
    std::string text(size, ' ');
    for (char& letter : text) letter = static_cast<char>(random() % 40);
    CHECK(is_gzip(gzip(text)));
    CHECK(gunzip(gzip(text), 300'000) == text);
  }
}

TEST_CASE("what is cut short, goes on behind its end, is no gzip or holds too much is refused") {
  for (std::size_t size = 0; size < by_gzip.size(); ++size)
    CHECK_FALSE(gunzip(by_gzip.substr(0, size), 100));
  CHECK_FALSE(gunzip(by_gzip + "x", 100));
  CHECK_FALSE(gunzip("ratified\n", 100));
  CHECK_FALSE(gunzip(by_gzip, 8));
  CHECK_FALSE(gunzip(gzip(std::string(1'000'000, ' ')), 1000));  // a thousand bytes packed
  std::string changed = by_gzip;
  changed[23] = '\x03';  // of the check sum
  CHECK_FALSE(gunzip(changed, 100));
}

}  // namespace
}  // namespace ayes
