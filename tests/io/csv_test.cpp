#include "io/csv.h"

#include "io/places.h"

#include <doctest/doctest.h>

namespace ayes {
namespace {

std::vector<std::vector<std::string>> cells(const Csv& csv) {
  std::vector<std::vector<std::string>> out;
  for (const auto& row : csv.rows) {
    out.emplace_back();
    for (const Cell& cell : row) out.back().push_back(cell.text);
  }
  return out;
}

std::string only_mistake(const Csv& csv) {
  REQUIRE(csv.mistakes.size() == 1);
  return to_text(csv.mistakes[0]);
}

using Rows = std::vector<std::vector<std::string>>;

}  // namespace

TEST_CASE("the examples of RFC 4180 read as it says") {
  CHECK(cells(read_csv("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n")) ==
        Rows{{"aaa", "bbb", "ccc"}, {"zzz", "yyy", "xxx"}});
  CHECK(cells(read_csv("aaa,bbb,ccc\r\nzzz,yyy,xxx")) ==
        Rows{{"aaa", "bbb", "ccc"}, {"zzz", "yyy", "xxx"}});
  CHECK(cells(read_csv("\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx")) ==
        Rows{{"aaa", "bbb", "ccc"}, {"zzz", "yyy", "xxx"}});
  CHECK(cells(read_csv("\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,yyy,xxx")) ==
        Rows{{"aaa", "b\r\nbb", "ccc"}, {"zzz", "yyy", "xxx"}});
  CHECK(cells(read_csv("\"aaa\",\"b\"\"bb\",\"ccc\"")) == Rows{{"aaa", "b\"bb", "ccc"}});
}

TEST_CASE("a byte order mark, blank lines and spaces around cells do not matter") {
  CHECK(cells(read_csv("\xEF\xBB\xBFunit , members\n\n P-4,2600 \n,\n")) ==
        Rows{{"unit", "members"}, {"P-4", "2600"}});
}

TEST_CASE("a cell's place counts lines inside quotes, and characters rather than bytes") {
  const Csv csv = read_csv("unit,é,x\n\"a\nb\",2,3\nñ,5,6\n");
  REQUIRE(csv.rows.size() == 3);
  CHECK(csv.rows[0][2].column == 8);
  CHECK(csv.rows[1][1].line == 3);
  CHECK(csv.rows[1][1].column == 4);
  CHECK(csv.rows[2][1].line == 4);
  CHECK(csv.rows[2][1].column == 3);
}

TEST_CASE("a row of another length is told with what to do") {
  CHECK(only_mistake(read_csv("unit,members\nP-4,2,600\n")) ==
        "2:7: this line has 3 cells and the header has 2 (every line has a cell for each column); "
        "put a cell that "
        "holds a comma in double quotes: \"1,200\"");
  CHECK(only_mistake(read_csv("unit,members\nP-4\n")) ==
        "2:1: this line has 1 cells and the header has 2 (every line has a cell for each column); "
        "add the missing "
        "commas; an empty cell states nothing");
}

TEST_CASE("quotes that do not match are told where they were opened") {
  CHECK(only_mistake(read_csv("unit,name\nP-4,\"Engineers\n")) ==
        "2:5: a quote \" is opened and never closed (the rest of the file would be one cell); "
        "close it with \" at the "
        "end of the cell");
  CHECK(only_mistake(read_csv("unit,name\nP-4,\"A\" B\n"))
            .starts_with("2:7: text follows the closing quote of a cell"));
  CHECK(only_mistake(read_csv("unit,name\nP-4,5\" pipe\n"))
            .starts_with("2:6: a quote \" stands in the middle"));
}

TEST_CASE("bytes that are not text are refused") {
  CHECK(only_mistake(read_csv("unit,name\nP-4,\xFF\n"))
            .starts_with("2:5: the file is not UTF-8 text"));
  CHECK(only_mistake(read_csv(std::string("unit\nP\0\n", 8)))
            .starts_with("2:2: the file is not UTF-8 text"));
  CHECK(only_mistake(read_csv("unit,name\nP-4,\x1B[2J\n"))
            .starts_with("2:5: there is a control character"));
  CHECK(only_mistake(read_csv("unit,name\rP-4,x\r")).ends_with("with ordinary line ends"));
}

TEST_CASE("a hostile file is refused before it fills the memory") {
  CHECK(only_mistake(read_csv(std::string(1 << 20, ','))).find("more than 4096 cells") !=
        std::string::npos);
  std::string rows;
  for (int i = 0; i < 1'000'001; ++i) rows += "x\n";
  CHECK(only_mistake(read_csv(rows)).find("more than 1000000 lines") != std::string::npos);
  CHECK(read_csv("a,b\n" + rows).mistakes.size() == 100);
}

}  // namespace ayes
