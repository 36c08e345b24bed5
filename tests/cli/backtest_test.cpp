// `ayes backtest` as a person uses it.
#include "tests/cli/shell.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace ayes::tests;

namespace {

const char* table =
    "case,unit,round,date,yes,no,yes_pct,size\n"
    "a,a1,1,2011-06-01,60,40,,1\n"
    "a,a2,1,2011-06-02,30,50,,2\n"
    "a,a3,1,2011-06-03,55,44,,1\n"
    "a,a4,1,2011-06-04,,,48.5,2\n"
    "b,b1,1,2012-01,500,700,,3\n"
    "b,b1,2,2012-03,640,560,,3\n"
    "c,c1,1,,12,3,,5\n";

}  // namespace

TEST_CASE("a page, a file of each kind and a plot") {
  const Folder folder;
  folder.write("votes.csv", table);
  const Outcome told =
      folder.shell("ayes backtest votes.csv --draws 25 --reveals 2 -o b.json --plot b.svg");
  CHECK(told.code == 0);
  CHECK(told.out.find("7 votes in 3 ratifications") != std::string::npos);
  CHECK(told.out.find("AHEAD OF PLAIN FORECASTS") != std::string::npos);
  CHECK(told.err == "saved b.svg\nsaved b.json\n");
  const std::string json = text_of(folder.path() / "b.json"),
                    svg = text_of(folder.path() / "b.svg");
  CHECK(json.find("\"model_ahead\"") != std::string::npos);
  CHECK(json.find(folder.path().string()) == std::string::npos);
  CHECK(svg.starts_with("<svg "));
  CHECK(svg.ends_with("</svg>\n"));
  CHECK(svg.find("nan") == std::string::npos);
  // The height, above 1,000 for 15 settings, is a number of SVG: digits and a point.
  const std::string box = "viewBox=\"0 0 940 ";
  const std::size_t height = svg.find(box) + box.size();
  CHECK(svg.find_first_not_of("0123456789.", height) == svg.find('"', height));
  CHECK(told.out.find("ALL ROUNDS") != std::string::npos);
  // A row for each forecast and each of four methods: six first votes with nothing known; 3, 2 and
  // 1 of a in each of two random orders, and by date; one second vote. All rounds once more: all
  // seven with nothing known.
  const Outcome rows = folder.shell("ayes backtest votes.csv --draws 25 --reveals 2 --format csv");
  CHECK(std::count(rows.out.begin(), rows.out.end(), '\n') ==
        1 + 4 * (6 + 2 * 6 + 6 + 1) + 4 * (7 + 2 * 6 + 6));
}

TEST_CASE("a back-test has the same bytes on any number of threads, and another seed others") {
  const Folder folder;
  folder.write("votes.csv", table);
  const std::string line = "ayes backtest votes.csv --draws 25 --reveals 1 --format json -j ";
  const Outcome one = folder.shell(line + "1"), three = folder.shell(line + "3");
  CHECK(one.code == 0);
  CHECK(one.out == three.out);
  CHECK(folder.shell(line + "1 --seed 2").out != one.out);
  CHECK(folder.shell(line + "1 --column size").out != one.out);
}

TEST_CASE("what a back-test cannot be made of is refused, and nothing is written") {
  const Folder folder;
  folder.write("votes.csv", table);
  const auto says = [&](const std::string& options, const std::string& text) {
    const Outcome refused = folder.shell("ayes backtest votes.csv --draws 25 " + options);
    CHECK(refused.code == 2);
    CHECK(refused.err.find(text) != std::string::npos);
  };
  says("--without a --without b", "only one ratification has votes to use, and two are needed");
  says("--without d", "--without d: no vote is of this ratification");
  says("--plot b.png", "--plot b.png: the plot is an SVG");
  says("-o b.txt", "--out b.txt");
  says("--reveals 0", "--reveals");
  says("--draws 3", "--draws");
  says("--column date=2011-06-01 -o b.json --plot b.svg",
       "without a, the column date=2011-06-01 is the same in all votes that are used");
  CHECK_FALSE(std::filesystem::exists(folder.path() / "b.json"));
  CHECK_FALSE(std::filesystem::exists(folder.path() / "b.svg"));
  CHECK(folder.shell("ayes backtest none.csv").code == 1);
}
