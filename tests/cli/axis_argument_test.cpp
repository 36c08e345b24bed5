#include "cli/axis_argument.h"

#include "cli/axes.h"
#include "cli/outcome.h"
#include "cli/solve.h"

#include <doctest/doctest.h>

#include <functional>

namespace ayes {
namespace {

using Values = std::vector<std::string>;

Values values_of(const std::string& text) { return read_track("--vary", text).values; }

std::string mistake_in(const std::function<void()>& action) {
  try {
    action();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

std::string mistake_of(const std::string& text) {
  return mistake_in([&] { read_track("--vary", text); });
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("a grid goes from its start by its step up to its end, both included") {
  CHECK(values_of("a=8:15:1") == Values{"8", "9", "10", "11", "12", "13", "14", "15"});
  CHECK(values_of("a=0.1:0.5:0.1") == Values{"0.1", "0.2", "0.3", "0.4", "0.5"});
  CHECK(values_of("a=0:1:0.4") == Values{"0", "0.4", "0.8"});
  CHECK(values_of("a=3:1:-1") == Values{"3", "2", "1"});
  CHECK(values_of("a=40%:60%:10%") == Values{"40%", "50%", "60%"});
  CHECK(values_of("a=5 points:15 points:5") == Values{"5 points", "10 points", "15 points"});
  CHECK(values_of("a=1_000:3_000:1_000") == Values{"1000", "2000", "3000"});
  CHECK(values_of("a=1e3:3e3:1e3") == Values{"1000", "2000", "3000"});
}

TEST_CASE("a list is split at the commas outside quotes, brackets and braces") {
  CHECK(values_of("ballot.units.P-4=bundled,separate") == Values{"bundled", "separate"});
  CHECK(values_of("a=[1, 2], { mean = 1, sd = 2 }") == Values{"[1, 2]", "{ mean = 1, sd = 2 }"});
  CHECK(values_of("a=\"x, y\",z") == Values{"\"x, y\"", "z"});
  CHECK(values_of("a=true") == Values{"true"});
  CHECK(read_track("--vary", "a.\"b=c\".d=1,2").path == "a.\"b=c\".d");
}

TEST_CASE("a range has two ends of one unit") {
  const Track track = read_track("--vary", "a=40%..60%");
  REQUIRE(track.span);
  CHECK(track.span->at(0) == "40%");
  CHECK(track.span->at(0.25) == "45%");
  CHECK(track.span->at(1) == "60%");
  CHECK(read_track("--vary", "a=-1..2.5").span->at(0) == "-1");
}

TEST_CASE("what is no axis is refused with what to write instead") {
  CHECK(holds(mistake_of("support.swing"), "this names no values"));
  CHECK(holds(mistake_of("support.swing="), "there is no value after ="));
  CHECK(holds(mistake_of("a=1,,2"), "a value of the list is empty"));
  CHECK(holds(mistake_of("a=60%..40%"), "write a=40%..60%"));
  CHECK(holds(mistake_of("a=0.1:0.5"), "write a=0.1:0.5:STEP"));
  CHECK(holds(mistake_of("a=1:5:0"), "the step is 0"));
  CHECK(holds(mistake_of("a=1:5:-1"), "the grid is empty"));
  CHECK(holds(mistake_of("a=1:5:x"), "a grid is three numbers"));
  CHECK(holds(mistake_of("a=1:5%:1 points"), "a grid is three numbers of one unit"));
  CHECK(holds(mistake_of("a=1%..5 points"), "the ends of a range are two numbers of one unit"));
  CHECK(holds(mistake_of("a=0:1:1e-9"), "more than 100,000 values"));
}

TEST_CASE("axes cross; what --with names moves along") {
  const auto axes = read_axes({{"--vary", "a=1,2"}, {"--with", "b=x,y"}, {"--vary", "c=5:7:1"}});
  CHECK(paths_of(axes) == Values{"a", "b", "c"});
  const auto points = points_of(axes, {}, 1);
  REQUIRE(points.size() == 6);
  CHECK(points[0] == Values{"1", "x", "5"});
  CHECK(points[2] == Values{"1", "x", "7"});
  CHECK(points[3] == Values{"2", "y", "5"});
}

TEST_CASE("axes that cannot be are refused") {
  const auto mistake = [](const AxisTexts& texts) { return mistake_in([&] { read_axes(texts); }); };
  CHECK(holds(mistake({}), "nothing is varied"));
  CHECK(holds(mistake({{"--with", "a=1,2"}}), "write it after a --vary"));
  CHECK(holds(mistake({{"--vary", "a=1,2"}, {"--vary", "a=3"}}), "a is varied already"));
  CHECK(holds(mistake({{"--vary", "a=1,2"}, {"--with", "b=1,2,3"}}), "it has 3 values"));
  CHECK(holds(mistake({{"--vary", "a=1,2"}, {"--with", "b=1..2"}}), "make both ranges"));
  const auto range = read_axes({{"--vary", "a=0..1"}});
  CHECK(holds(mistake_in([&] { points_of(range, {}, 1); }), "add --design lhs:50"));
}

TEST_CASE("a design fills ranges and lists; what moves together stands at the same place") {
  const auto axes =
      read_axes({{"--vary", "a=0..10"}, {"--with", "b=100..200"}, {"--vary", "c=x,y,z,w"}});
  for (const std::string design : {"lhs:8", "sobol:8"}) {
    const auto points = points_of(axes, design_argument(design), 1);
    REQUIRE(points.size() == 8);
    std::vector<int> of_list(4);
    for (const auto& point : points) {
      CHECK(std::stod(point[1]) == doctest::Approx(100 + 10 * std::stod(point[0])));
      ++of_list[std::string("xyzw").find(point[2])];
    }
    for (int count : of_list) CHECK(count == 2);
  }
  CHECK(holds(mistake_in([] { design_argument("latin:5"); }), "write lhs:N"));
  CHECK(holds(mistake_in([] { design_argument("lhs"); }), "write lhs:50"));
  CHECK(holds(mistake_in([] { design_argument("sobol:50"); }), "write sobol:32 or sobol:64"));
  CHECK(holds(mistake_in([] { design_argument("lhs:0"); }), "too small"));
}

TEST_CASE("a target is a measure, a sign and a number") {
  const Target half = target_argument("ratified=50%");
  CHECK(half.measure == "ratified");
  CHECK(half.value == 0.5);
  const Target below = target_argument("layoffs<=1_000");
  CHECK(below.sense == "<=");
  CHECK(below.value == 1000);
  for (const std::string wrong : {"ratified", "=0.5", "ratified=x", "ratified=1.5", "ratified=0"})
    CHECK_MESSAGE(holds(mistake_in([&] { target_argument(wrong); }), "write for instance"), wrong);
}

}  // namespace
}  // namespace ayes
