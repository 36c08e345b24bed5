// `ayes calibrate` as a person uses it.
#include "tests/cli/shell.h"

#include <doctest/doctest.h>

using namespace ayes::tests;

namespace {

const char* table =
    "case,unit,union,round,vote,yes,no,turnout_pct,size\n"
    "a,a1,X,1,package,60,40,70,1\n"
    "a,a2,X,1,package,30,50,65,2\n"
    "a,a1,X,1,contract,55,44,,1\n"
    "b,b1,,1,package,500,700,80,3\n"
    "b,b1,,2,package,640,560,82,3\n"
    "c,c1,,1,package,12,3,55,5\n";

}  // namespace

TEST_CASE("what was learned is a start for a scenario") {
  const Folder folder;
  folder.write("votes.csv", table);
  folder.write("mine.toml",
               "ayes = 1\nextends = \"prior.toml\"\ntitle = \"Mine\"\n[[unit]]\nunit = \"U\"\n"
               "members = 100\nsize = 4\n[rule]\nyes = \"unions\"\nat_least = \"all\"\n");
  const Outcome learned =
      folder.shell("ayes calibrate votes.csv --draws 50 --column size -o prior.toml -o prior.json");
  CHECK(learned.code == 0);
  CHECK(learned.err.empty());
  CHECK(learned.out.find("6 votes of 4 units in 3 ratifications") != std::string::npos);
  const std::string fragment = text_of(folder.path() / "prior.toml");
  CHECK(fragment.find("# sha256   ") != std::string::npos);
  CHECK(fragment.find("not learned") != std::string::npos);
  CHECK(fragment.find(folder.path().string()) == std::string::npos);
  const Outcome checked = folder.shell("ayes check mine.toml");
  CHECK(checked.out.find("no mistakes") != std::string::npos);
  CHECK(folder.shell("ayes run mine.toml -n 1000").code == 0);
}

TEST_CASE("the second vote of a fragment is copied by taking off its marks") {
  const Folder folder;
  folder.write("votes.csv", table);
  CHECK(folder.shell("ayes calibrate votes.csv --draws 50 -o prior.toml").code == 0);
  const std::string fragment = text_of(folder.path() / "prior.toml");
  std::string round;
  bool inside = false;
  for (std::size_t at = 0; at < fragment.size();) {
    const std::string line = fragment.substr(at, fragment.find('\n', at) - at);
    at += line.size() + 1;
    inside = line == "# [[round]]" || (inside && line.starts_with("# "));
    if (inside) round += line.substr(2) + "\n";
  }
  CHECK(round.starts_with("[[round]]\nname  = \"second vote\"\nafter = \"rejected\"\nshift = "));
  folder.write("mine.toml",
               "ayes = 1\nextends = \"prior.toml\"\ntitle = \"Mine\"\n[[unit]]\nunit = \"U\"\n"
               "members = 100\n[rule]\nyes = \"unions\"\nat_least = \"all\"\n" +
                   round);
  const Outcome run = folder.shell("ayes run mine.toml -n 1000 --format csv");
  CHECK(run.code == 0);
  CHECK(run.out.find("second vote") != std::string::npos);
}

TEST_CASE("the same table, seed and draws give the same bytes on any number of threads") {
  const Folder folder;
  folder.write("votes.csv", table);
  const std::string line = "ayes calibrate votes.csv --draws 50 --format json -j ";
  const Outcome one = folder.shell(line + "1"), three = folder.shell(line + "3");
  CHECK(one.code == 0);
  CHECK(one.out == three.out);
  CHECK(folder.shell(line + "1 --seed 2").out != one.out);
}

TEST_CASE("a ratification can be left out, and must be one") {
  const Folder folder;
  folder.write("votes.csv", table);
  const Outcome less = folder.shell("ayes calibrate votes.csv --draws 50 --without b");
  CHECK(less.out.find("4 votes of 3 units in 2 ratifications") != std::string::npos);
  const Outcome wrong = folder.shell("ayes calibrate votes.csv --without d");
  CHECK(wrong.code == 2);
  CHECK(wrong.err.find("--without d: no vote is of this ratification") != std::string::npos);
}

TEST_CASE("what cannot be learned from is refused") {
  const Folder folder;
  folder.write("votes.csv", table);
  CHECK(folder.shell("ayes calibrate none.csv").code == 1);
  CHECK(folder.shell("ayes calibrate votes.csv -o prior.txt").code == 2);
  CHECK(folder.shell("ayes calibrate votes.csv --column date").code == 2);
  folder.write("twice.csv", std::string(table) + "c,c1,,1,package,12,4,,5\n");
  const Outcome twice = folder.shell("ayes calibrate twice.csv");
  CHECK(twice.code == 2);
  CHECK(twice.err.find("twice.csv:8:1: c1 votes twice in round 1 of c") != std::string::npos);
  folder.write("header.csv", "case,unit,yes,no\n");
  const Outcome header = folder.shell("ayes calibrate header.csv");
  CHECK(header.code == 2);
  CHECK(header.err.find("no vote is left to learn from") != std::string::npos);
}
