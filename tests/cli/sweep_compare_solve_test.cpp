// The three commands as a person calls them.
#include "tests/cli/shell.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

namespace ayes {
namespace {

using tests::Folder;
using tests::Outcome;
using tests::scenario;

const std::string engineers = scenario("learn/bundled-or-separate.toml");
const std::string three = scenario("learn/three-unions.toml");
const std::string threat = scenario("learn/size-of-the-threat.toml");

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

int lines(const std::string& text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

TEST_CASE("a sweep of a ballot's design: a row a point and quantity, the change beside it") {
  const Folder folder;
  const Outcome csv = folder.shell("ayes sweep " + engineers +
                                   " --vary ballot.design=separate,bundled -n 2000 --format csv "
                                   "--measure unions_yes");
  CHECK(csv.code == 0);
  CHECK(csv.out.starts_with("point,ballot.design,measure,unit,estimator,mean,se,low,high,change,"));
  CHECK(lines(csv.out) == 5);
  CHECK(holds(csv.out, "2,bundled,ratified,chance,conditional,"));
}

TEST_CASE("the numbers of a sweep don't depend on threads, and a point's are those of run") {
  const Folder folder;
  const std::string sweep = "ayes sweep " + three + " --vary support.package=50%:56%:6% -n 5000 ";
  const Outcome one = folder.shell(sweep + "-j 1 --format json");
  const Outcome two = folder.shell(sweep + "-j 2 --format json");
  CHECK(one.code == 0);
  CHECK(one.out == two.out);
  const Outcome run = folder.shell("ayes run " + three +
                                   " --set support.package=56% -n 5000 "
                                   "--format csv | grep '^vote,,ratified,probability'");
  const std::string number = run.out.substr(run.out.rfind(',') + 1);
  CHECK(holds(one.out, "\"mean\": " + number.substr(0, number.size() - 1)));
}

TEST_CASE("a point with a mistake is told before anything runs, and the rest go on") {
  const Folder folder;
  const Outcome mixed = folder.shell("ayes sweep " + engineers +
                                     " --vary ballot.design=separate,bundeld -n 1000 --format csv");
  CHECK(mixed.code == 2);
  CHECK(mixed.err.starts_with("point 2 is left out: --vary ballot.design=bundeld:"));
  CHECK(holds(mixed.out, "did you mean \"\"bundled\"\"?"));
  CHECK(holds(mixed.out, "1,separate,ratified,"));
  const Outcome text =
      folder.shell("ayes sweep " + engineers + " --vary ballot.design=separate,bundeld -n 1000");
  CHECK(text.err == "point 2 is left out: its mistake stands below the table\n");
  CHECK(holds(text.out, "point 2: --vary ballot.design=bundeld:"));
  const Outcome all = folder.shell("ayes sweep " + engineers + " --vary ballot.desing=a,b");
  CHECK(all.code == 2);
  CHECK(all.out == "");
  CHECK(holds(all.err, "did you mean \"design\"?"));
}

TEST_CASE("a driver can be taken away") {
  const Folder folder;
  const Outcome sweep =
      folder.shell("ayes sweep " + threat + " --vary driver.fear.use=true,false -n 1000");
  CHECK(sweep.code == 0);
  CHECK(sweep.err == "");
}

TEST_CASE("whole numbers stay whole in a design") {
  const Folder folder;
  const Outcome sweep = folder.shell("ayes sweep " + three +
                                     " --vary unit.Drivers.members=100..900 --design lhs:4 "
                                     "-n 500 --format csv --measure ratified");
  CHECK(sweep.code == 0);
  CHECK(lines(sweep.out) == 5);
  CHECK(!holds(sweep.out, ".5,ratified"));
}

TEST_CASE("a sweep of the threat finds the size that is likeliest to pass, and layoffs that grow") {
  const Folder folder;
  const Outcome sweep =
      folder.shell("ayes sweep " + threat + " --vary layoffs.rejected.threat=0:2000:400 -n 2000");
  CHECK(sweep.code == 0);
  CHECK(holds(sweep.out, "P(ratified) is highest at threat = 400"));
  CHECK(holds(sweep.out, "Every other value swept is surely lower"));
}

TEST_CASE("a comparison begins with its answer, and a saved result is not paired") {
  const Folder folder;
  const Outcome paired = folder.shell("ayes compare " + engineers +
                                      " --but ballot.design=bundled -n 5000 --method sample");
  CHECK(paired.code == 0);
  CHECK(holds(paired.out, "B is ratified 3"));
  CHECK(holds(paired.out, "less often than A (between"));
  CHECK(holds(paired.out, "VOTES THAT TURNED"));

  folder.shell("ayes run " + engineers + " -n 2000 -o a.json --quiet");
  folder.shell("ayes run " + engineers + " --set ballot.design=bundled -n 2000 -o b.json --quiet");
  const Outcome saved = folder.shell("ayes compare a.json b.json");
  CHECK(saved.code == 0);
  CHECK(holds(saved.out, "Not paired: saved results keep no votes"));
  CHECK(holds(saved.out, "less often than A"));
  const Outcome mixed = folder.shell("ayes compare a.json " + three + " -n 2000 --format csv");
  CHECK(mixed.code == 0);
  CHECK(holds(mixed.out, "A to B,vote,ratified,"));
}

TEST_CASE("what cannot be compared is said") {
  const Folder folder;
  CHECK(holds(folder.shell("ayes compare " + three).err, "there is nothing to compare"));
  folder.write("no.json", "{\"a\": 1}");
  const Outcome broken = folder.shell("ayes compare " + three + " no.json");
  CHECK(broken.code == 2);
  CHECK(holds(broken.err, "no.json: this is no result of ayes run"));
  const Outcome wrong = folder.shell("ayes compare " + three + " --but support.swin=1");
  CHECK(wrong.code == 2);
  CHECK(holds(wrong.err, "--but support.swin=1: there is no support.swin"));
}

TEST_CASE("comparisons are the same bytes on any number of threads") {
  const Folder folder;
  const std::string compare = "ayes compare " + three + " --but support.swing=0.3 -n 9000 ";
  CHECK(folder.shell(compare + "-j 1 --format json").out ==
        folder.shell(compare + "-j 2 --format json").out);
}

TEST_CASE("solve finds the support that passes half of the time, or says that none does") {
  const Folder folder;
  const Outcome found = folder.shell(
      "ayes solve " + three + " --vary support.package=40%..70% --until ratified=0.5 -n 1000");
  CHECK(found.code == 0);
  CHECK(holds(found.out, "There P(ratified) is 50.0"));
  const Outcome none = folder.shell(
      "ayes solve " + three + " --vary support.package=40%..50% --until ratified=0.9 -n 1000");
  CHECK(none.code == 0);
  CHECK(holds(none.out, "No value does it"));
  const Outcome two =
      folder.shell("ayes solve " + threat +
                   " --vary layoffs.rejected.threat=0..3000 --until \"ratified>0.35\" "
                   "-n 1000");
  CHECK(holds(two.out, "More than one value does: 2."));
}

TEST_CASE("the mistakes of solve are said") {
  const Folder folder;
  const std::string solve = "ayes solve " + three + " ";
  CHECK(holds(folder.shell(solve + "--vary support.package=50%,60% --until ratified=0.5").err,
              "a value is sought in a range"));
  CHECK(holds(folder.shell(solve + "--vary support.package=50%..60% --until layofs=5").err,
              "this scenario has no such measure"));
  CHECK(folder.shell(solve + "--vary support.pakage=50%..60% --until ratified=0.5").code == 2);
}

TEST_CASE("the screens fit a page of 100 columns") {
  const Folder folder;
  for (const std::string& line :
       {"ayes sweep " + threat + " --vary layoffs.rejected.threat=0:2000:500 -n 1000",
        "ayes compare " + threat + " --but support.package=60% -n 1000",
        "ayes solve " + threat + " --vary support.package=40%..60% --until layoffs=300 -n 1000"}) {
    std::istringstream text(folder.shell(line).out);
    for (std::string each; std::getline(text, each);) {
      const auto width =
          std::count_if(each.begin(), each.end(), [](char c) { return (c & 0xC0) != 0x80; });
      CHECK_MESSAGE(width <= 100, each);
    }
  }
}

}  // namespace
}  // namespace ayes
