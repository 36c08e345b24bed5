#include "models/version.h"
#include "tests/cli/shell.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <sstream>
#include <string>

namespace ayes {
namespace {

using tests::Folder;
using tests::Outcome;
using tests::scenario;

const std::string one_unit = scenario("learn/one-unit.toml");

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("results go to stdout, and a run that went well says nothing on stderr") {
  const Outcome run = Folder().shell("ayes run " + one_unit + " -n 1000");
  CHECK(run.code == 0);
  CHECK(run.err == "");
  CHECK(holds(run.out, "RATIFIED AT THIS VOTE"));
  CHECK(holds(run.out, "seed 1"));
  CHECK(holds(run.out, "1,000 simulated votes"));
}

TEST_CASE("what is not a terminal gets no escape sequences") {
  const Outcome run = Folder().shell("ayes run " + one_unit + " -n 1000");
  CHECK_FALSE(holds(run.out, "\x1b"));
}

TEST_CASE("a page for a pipe is as wide as COLUMNS says, 80 to 120") {
  const auto widest = [&](const std::string& columns) {
    std::istringstream page(Folder().shell(columns + "ayes describe " + one_unit).out);
    std::size_t most = 0;
    for (std::string line; std::getline(page, line);) {
      std::size_t characters = 0;
      for (const char c : line) characters += (c & 0xC0) != 0x80;
      most = std::max(most, characters);
    }
    return most;
  };
  CHECK(widest("COLUMNS=80 ") <= 80);
  CHECK(widest("COLUMNS=20 ") == widest("COLUMNS=80 "));
  CHECK(widest("COLUMNS= ") > 80);
  CHECK(widest("COLUMNS=wide ") == widest("COLUMNS= "));
}

TEST_CASE("check counts the inputs that a run counts, those of later votes too") {
  const std::string two = scenario("sebac-2011.toml");
  const Outcome check = Folder().shell("ayes check " + two);
  const Outcome run = Folder().shell("ayes run " + two + " -n 500 --method sample");
  const std::size_t at = check.out.find("members; ") + 9;
  const std::string counted = check.out.substr(at, check.out.find(" inputs", at) - at);  // 28 of 55
  CHECK(holds(run.out, counted + " inputs are uncertain estimates."));
}

TEST_CASE("any number of threads gives the same bytes, in every format") {
  const Folder folder;
  for (const char* format : {"text", "json", "csv"}) {
    const std::string line =
        "ayes run " + scenario("features/layoffs.toml") + " -n 20000 --format " + format;
    const Outcome one = folder.shell(line + " -j 1");
    REQUIRE(one.code == 0);
    CHECK(one.out == folder.shell(line + " -j 2").out);
    CHECK(one.out == folder.shell(line + " -j 8").out);
  }
}

TEST_CASE("another seed gives another sample, the same seed the same") {
  const Folder folder;
  const std::string line = "ayes run " + one_unit + " -n 1000 --format json --seed ";
  CHECK(folder.shell(line + "2").out != folder.shell(line + "3").out);
  CHECK(folder.shell(line + "2").out == folder.shell(line + "2").out);
}

TEST_CASE("the bytes don't depend on the locale, the clock, the folder or the host") {
  const Folder folder;
  const std::string line = "ayes run " + one_unit + " -n 1000 --format json";
  const Outcome plain = folder.shell(line);
  CHECK(plain.out == folder.shell("LC_ALL=de_DE.UTF-8 " + line).out);
  CHECK(plain.out == folder.shell("LC_ALL=C TZ=Asia/Tokyo " + line).out);
  CHECK(plain.out == folder
                         .shell("cp " + one_unit +
                                " one-unit.toml; ayes run one-unit.toml -n 1000 --format json")
                         .out);
}

TEST_CASE("provenance is added to the rest, and only when asked for") {
  const Folder folder;
  const std::string line = "ayes run " + one_unit + " -n 1000 --format json";
  const std::string plain = folder.shell(line).out, with = folder.shell(line + " --provenance").out;
  CHECK_FALSE(holds(plain, "\"run\""));
  CHECK_FALSE(holds(plain, "\"seconds\""));
  CHECK(with.starts_with(plain.substr(0, plain.size() - 3)));  // all but "\n}\n"
  for (const char* key : {"commit", "host", "kernels", "threads", "started", "seconds"}) {
    CHECK_MESSAGE(holds(with, "\"" + std::string(key) + "\": "), key);
  }
}

TEST_CASE("a warning is told on stderr, and ends with an error only when that is asked for") {
  const Folder folder;
  const std::string file =
      "printf 'unit = [{ unit = \"A\", members = 9 }]\\nsupport.swing = 17\\n' > t.toml; ";
  const Outcome checked = folder.shell(file + "ayes check t.toml");
  CHECK(checked.code == 0);
  CHECK(checked.err.starts_with("t.toml:2:17: warning: support.swing is 17 ("));
  CHECK(checked.out.starts_with("t.toml: no mistakes, 1 warning; 1 unit in 1 union, 9 members"));
  const Outcome strict = folder.shell(file + "ayes check --strict t.toml");
  CHECK(strict.code == 2);
  CHECK(strict.out == checked.out);
  CHECK(strict.err == checked.err);
  CHECK(folder.shell("ayes check --strict " + one_unit).code == 0);
}

TEST_CASE("--set changes the scenario") {
  const Folder folder;
  const std::string line =
      "ayes run " + one_unit +
      " --method sample -n 1000 --set support.swing=0 --set turnout.share=100% ";
  // All 120 vote, each for sure.
  CHECK(holds(folder.shell(line + "--set support.package=100%").out,
              "in all of 1,000 simulated votes"));
  CHECK(holds(folder.shell(line + "--set support.package=0%").out,
              "in none of 1,000 simulated votes"));
}

TEST_CASE("never and always are told with the bound that the number of votes allows") {
  const Folder folder;
  const std::string line = "ayes run " + one_unit +
                           " --method sample -n 10000 --set support.swing=0 --set support.package=";
  // Wilson: 3.8415 / (10000 + 3.8415) is 1 in 2604.
  CHECK(holds(folder.shell(line + "0%").out,
              "in none of 10,000 simulated votes: fewer than 1 in 2,600"));
  CHECK(holds(folder.shell(line + "100%").out,
              "in all of 10,000 simulated votes: rejected in fewer than 1 in 2,600"));
}

TEST_CASE(
    "mistakes in a scenario are all told on stderr, with their number, and nothing on stdout") {
  const Folder folder;
  folder.write("bad.toml",
               "ayes = 1\ntitle = \"bad\"\n[[unit]]\nunit = \"A\"\nmembers = 10\n"
               "[support]\nswng = 1\npackage = \"150%\"\n");
  for (const char* command : {"run", "check"}) {
    const Outcome bad = folder.shell("ayes " + std::string(command) + " bad.toml");
    CHECK(bad.code == 2);
    CHECK(bad.out == "");
    CHECK(holds(bad.err, "bad.toml:7:1: "));
    CHECK(holds(bad.err, "bad.toml:8:"));
    CHECK(bad.err.ends_with("\n2 mistakes\n"));
  }
}

TEST_CASE("mistakes that only compiling finds are placed in the file too") {
  const Folder folder;
  folder.write("bad.toml",
               "ayes = 1\ntitle = \"bad\"\n[[unit]]\nunit = \"A\"\nmembers = "
               "10\n[turnout.units]\nB = \"50%\"\n");
  const Outcome bad = folder.shell("ayes check bad.toml");
  CHECK(bad.code == 2);
  CHECK(bad.err.starts_with("bad.toml:7:"));
  CHECK(bad.err.ends_with("\n1 mistake\n"));
}

TEST_CASE("a mistake in --set is one of the command") {
  const Outcome bad = Folder().shell("ayes run " + one_unit + " --set support.pakage=60%");
  CHECK(bad.code == 2);
  CHECK(bad.out == "");
  CHECK(holds(bad.err, "pakage"));
}

TEST_CASE("a file that isn't there cannot be read") {
  const Folder folder;
  const Outcome run = folder.shell("ayes run no-such.toml");
  CHECK(run.code == 1);
  CHECK(run.out == "");
  CHECK(holds(run.err, "no-such.toml"));
  CHECK(folder.shell("ayes run .").code == 1);
}

TEST_CASE("check tells each scenario, and the worst of them decides the exit code") {
  const Folder folder;
  const Outcome good =
      folder.shell("ayes check " + one_unit + " " + scenario("learn/three-unions.toml"));
  CHECK(good.code == 0);
  CHECK(good.err == "");
  CHECK(holds(good.out, "one-unit.toml: no mistakes; 1 unit in 1 union, 120 members"));
  CHECK(holds(good.out, "three-unions.toml: no mistakes; 3 units in 3 unions, 2,000 members"));
  folder.write("bad.toml", "ayes = 1\nx = 2\n");
  const Outcome mixed = folder.shell("ayes check bad.toml " + one_unit + " gone.toml");
  CHECK(mixed.code == 2);
  CHECK(holds(mixed.out, "one-unit.toml: no mistakes"));
  CHECK(holds(mixed.err, "gone.toml"));
}

TEST_CASE("a result is saved whole, and the text report is printed beside it") {
  const Folder folder;
  const Outcome run = folder.shell("ayes run " + one_unit + " -n 1000 -o result.json");
  CHECK(run.code == 0);
  CHECK(holds(run.out, "RATIFIED AT THIS VOTE"));
  CHECK(run.err == "saved result.json\n");
  const std::string json = folder.shell("ayes run " + one_unit + " -n 1000 --format json").out;
  CHECK(tests::text_of(folder.path() / "result.json") == json);
  CHECK(json.ends_with("}\n"));
  const Outcome quiet = folder.shell("ayes run " + one_unit + " -n 1000 -o result.csv --quiet");
  CHECK(quiet.out + quiet.err == "");
  CHECK(tests::text_of(folder.path() / "result.csv") ==
        folder.shell("ayes run " + one_unit + " -n 1000 --format csv").out);
  CHECK(folder.shell("ls -A | grep -v '^[.]'").out ==
        "result.csv\nresult.json\n");  // and nothing beside them
}

TEST_CASE("what cannot be written leaves what was there, and is told") {
  const Folder folder;
  CHECK(folder.shell("ayes run " + one_unit + " -n 1000 -o no/such/folder/result.json").code == 1);
  folder.shell("mkdir taken.json");
  const Outcome taken = folder.shell("ayes run " + one_unit + " -n 1000 -o taken.json");
  CHECK(taken.code == 1);
  CHECK(taken.out == "");
  CHECK(holds(taken.err, "taken.json: cannot be written"));
  CHECK(folder.shell("ls -A | grep -v '^[.]'").out == "taken.json\n");
  CHECK(folder.shell("test -w /dev/full || exit 1; ayes run " + one_unit + " -n 1000 >/dev/full")
            .code == 1);
}

TEST_CASE("a reader that has seen enough is no failure") {
  const Outcome head =
      Folder().shell("( ayes run " + scenario("sebac-2011-june.toml") +
                     " -n 1000 --format json; echo $? >code ) | head -1; cat code");
  CHECK(head.out == "{\n0\n");
  CHECK(head.err == "");
}

TEST_CASE("Ctrl-C stops a run with 130, and leaves nothing half-written") {
  const Folder folder;
  CHECK(folder.interrupted(std::string(AYES_SOURCE_DIR) + "/scenarios/sebac-2011-june.toml",
                           "result.json") == 130);
  CHECK(tests::text_of(folder.path() / ".out") == "");
  CHECK(tests::text_of(folder.path() / ".err") == "interrupted; nothing was written\n");
  CHECK(folder.shell("ls -A | grep -v '^[.]'").out == "");
}

TEST_CASE("mistakes in the command have the exit code 2 and say what was meant") {
  const Folder folder;
  const auto mistake = [&](const std::string& line, const std::string& part) {
    const Outcome outcome = folder.shell(line);
    CHECK_MESSAGE(outcome.code == 2, line);
    CHECK_MESSAGE(outcome.out == "", line);
    CHECK_MESSAGE(holds(outcome.err, part), line << ": " << outcome.err);
  };
  mistake("ayes", "no command");
  mistake("ayes rum x.toml", "did you mean \"run\"?");
  mistake("ayes expound x.toml", "there is no command expound");
  mistake("ayes run", "SCENARIO");
  mistake("ayes run " + one_unit + " --sed 3", "did you mean \"--seed\"?");
  mistake("ayes run " + one_unit + " --presicion 0.01", "did you mean \"--precision\"?");
  mistake("ayes run " + one_unit + " " + one_unit, "nothing is expected after");
  mistake("ayes run " + one_unit + " -n ten", "--replications ten: this is no number");
  mistake("ayes run " + one_unit + " -n 0", "too small");
  mistake("ayes run " + one_unit + " -n 2e12", "too large");
  mistake("ayes run " + one_unit + " -j 0", "--threads 0");
  mistake("ayes run " + one_unit + " --seed -1", "--seed");
  mistake("ayes run " + one_unit + " --format xml", "text, json or csv");
  mistake("ayes run " + one_unit + " -o result.txt", "end the name in .json or .csv");
  mistake("ayes run " + one_unit + " -n", "--replications needs a value");
  mistake("ayes run " + one_unit + " --seed 1 --seed 2",
          "--seed is given more than once, and takes one value");
  mistake("ayes run " + one_unit + " --method guess", "auto, sample, conditional or exact");
  mistake("ayes run " + one_unit + " --points 1000", "write 512 or 1024");
}

TEST_CASE(
    "a method that can't treat a scenario says why and where, and auto counts votes instead") {
  const Folder folder;
  const auto refused = [&](const std::string& file, const std::string& options,
                           const std::string& part) {
    const Outcome outcome = folder.shell("ayes run " + scenario(file) + " -n 1000 " + options);
    CHECK(outcome.code == 2);
    CHECK(outcome.out == "");
    CHECK_MESSAGE(holds(outcome.err, part), outcome.err);
  };
  refused("features/rule-tree.toml", "--method conditional", "rule-tree.toml:49:1: ");
  refused("features/rule-tree.toml", "--method conditional", "asks units");
  refused("features/who-decides.toml", "--method conditional", "decides by a rule of its own");
  refused("features/correlation-file.toml", "--method conditional", "a given correlation matrix");
  refused("sebac-2011-june.toml", "--method exact", "a swing common to all unions");
  const Outcome counted =
      folder.shell("ayes run " + scenario("features/rule-tree.toml") + " -n 1000 --format json");
  CHECK(holds(counted.out, "\"method\": \"auto\""));
  CHECK_FALSE(holds(counted.out, "\"estimator\": \"conditional\""));
}

TEST_CASE("a result names what was worked out and not counted") {
  const Folder folder;
  const std::string line = "ayes run " + scenario("learn/three-unions.toml") + " -n 1000 ";
  const Outcome json = folder.shell(line + "--format json");
  CHECK(holds(json.out, "\"points\": 32768"));
  CHECK(holds(json.out, "\"estimator\": \"conditional\""));
  CHECK(holds(json.out, "\"estimator\": \"sample\""));
  const Outcome text = folder.shell(line);
  CHECK(holds(text.out, "averaged over 32,768 points given what unions share"));
  const Outcome exact = folder.shell(line + "--set support.swing=0 --method exact");
  CHECK(holds(exact.out, "worked out exactly"));
  // Φ(Φ⁻¹(0.56) / 0.2) of each, to what their sizes change: the three agree in 45 of 100.
  CHECK(holds(exact.out, "44.69"));
  const Outcome counted = folder.shell(line + "--method sample");
  CHECK_FALSE(holds(counted.out, "averaged"));
}

TEST_CASE("the version and the help go to stdout, and the help explains the words of reports") {
  const Folder folder;
  CHECK(folder.shell("ayes --version").out.starts_with("ayes " + std::string(version())));
  for (const char* line :
       {"ayes --help", "ayes run --help", "ayes check --help", "ayes describe --help",
        "ayes replay --help", "ayes sweep --help", "ayes compare --help", "ayes solve --help"}) {
    const Outcome help = folder.shell(line);
    CHECK(help.code == 0);
    CHECK(help.err == "");
    for (const char* word :
         {"ratification", "bargaining unit", "tentative agreement", "replication", "standard error",
          "notices", "jobs ended", "recalled"}) {
      CHECK_MESSAGE(holds(help.out, word), line << ": " << word);
    }
    std::istringstream text(help.out);
    for (std::string each; std::getline(text, each);) {
      CHECK_MESSAGE(each.size() <= 80, line << ": " << each);
    }
  }
}

}  // namespace
}  // namespace ayes
