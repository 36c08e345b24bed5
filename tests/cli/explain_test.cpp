// `ayes explain` as a person calls it.
#include "tests/cli/shell.h"

#include <doctest/doctest.h>

namespace ayes::tests {
namespace {

TEST_CASE("explain prints a screen, and saves what it prints in other formats") {
  const Folder folder;
  const std::string council = scenario("learn/un-security-council.toml");
  const Outcome text = folder.shell("ayes explain " + council + " -n 2000");
  CHECK(text.code == 0);
  CHECK(text.out.find("WHO DECIDES") != std::string::npos);
  CHECK(text.out.find("421/2145") != std::string::npos);
  CHECK(text.err.empty());

  const Outcome saved = folder.shell("ayes explain " + council + " -n 2000 -j 3 -o x.json --quiet");
  CHECK(saved.code == 0);
  CHECK(saved.out.empty());
  const Outcome printed = folder.shell("ayes explain " + council + " -n 2000 -j 1 --format json");
  CHECK(printed.out == text_of(folder.path() / "x.json"));
  const Outcome csv = folder.shell("ayes explain " + council + " -n 2000 --format csv");
  CHECK(csv.out.starts_with("scope,name,measure,statistic,value\n"));
  const Outcome other = folder.shell("ayes explain " + council + " -n 2000 --seed 2 --format json");
  CHECK(other.out != printed.out);
}

TEST_CASE("explain refuses what it can't do, in words") {
  const Folder folder;
  const std::string council = scenario("learn/un-security-council.toml");
  CHECK(folder.shell("ayes explain").code == 2);
  CHECK(folder.shell("ayes explain " + council + " --format xml").code == 2);
  CHECK(folder.shell("ayes explain " + council + " -n 0").code == 2);
  CHECK(folder.shell("ayes explain missing.toml").code == 1);
  const Outcome setting = folder.shell("ayes explain " + council + " --set support.swng=1");
  CHECK(setting.code == 2);
  CHECK(setting.err.find("did you mean") != std::string::npos);
}

}  // namespace
}  // namespace ayes::tests
