#include "io/sha256.h"

#include <doctest/doctest.h>

namespace ayes {

// The examples of the standard's authors,
// csrc.nist.gov/projects/cryptographic-standards-and-guidelines.
TEST_CASE("the digests of FIPS 180 are reproduced") {
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklm"
               "nopqrlmnopqrs"
               "mnopqrstnopqrstu") ==
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  CHECK(sha256(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("every length around the end of a block has a digest of its own") {
  std::string text;
  std::string before = sha256(text);
  for (int length = 1; length <= 130; ++length) {
    text += 'x';
    const std::string digest = sha256(text);
    CHECK(digest.size() == 64);
    CHECK(digest != before);
    before = digest;
  }
}

}  // namespace ayes
