#include "io/result/bars.h"
#include "io/result/page.h"

#include <doctest/doctest.h>

namespace ayes {
namespace {

TEST_CASE("widths count characters, not bytes") {
  CHECK(text_width("yes") == 3);
  CHECK(text_width("Peña · └ █") == 10);
  CHECK(padded("é", 3) == "é  ");
  CHECK(padded_left("–", 3) == "  –");
  CHECK(shortened("Peña–Müller", 5) == "Peña…");
  CHECK(shortened("Peña", 4) == "Peña");
}

TEST_CASE("text breaks between words, and later lines are indented") {
  const Lines lines = wrapped("the quick brown fox jumps", 11, 2);
  REQUIRE(lines.size() == 3);
  CHECK(lines[0] == "the quick");
  CHECK(lines[1] == "  brown fox");
  CHECK(lines[2] == "  jumps");
}

TEST_CASE("a word longer than the line stands alone") {
  CHECK(wrapped("a extraordinarily b", 5) == Lines{"a", "extraordinarily", "b"});
}

TEST_CASE("columns of a table line up") {
  Table table({Align::left, Align::right, Align::left});
  table.add({"", "members", "share"});
  table.add({"Peña", "900", "49%"});
  table.add({"Drivers", "15,590", ""});
  CHECK(table.lines(80) ==
        Lines{"         members  share", "Peña         900  49%", "Drivers   15,590"});
}

TEST_CASE("on a narrow page the names go on in the next line, between words") {
  Table table({Align::left, Align::right});
  table.add({"International Brotherhood", "12"});
  table.add({" ├ Local of Drivers", "7"});
  table.add({" └ Local of Warehouses", "5"});
  CHECK(table.lines(20) == Lines{"International     12", "  Brotherhood", " ├ Local of        7",
                                 " │ Drivers", " └ Local of        5", "   Warehouses"});
  CHECK(table.lines(29).size() == 3);
}

TEST_CASE("words of a last column give way too, and a path breaks after a dot") {
  Table table({Align::left, Align::right, Align::left});
  table.add({"layoffs.rejected.threat", "7,500", "stated in the file of the threat"});
  CHECK(table.lines(43) == Lines{"layoffs.rejected.  7,500  stated in the",
                                 "  threat                    file of the",
                                 "                            threat"});
}

TEST_CASE("where the words are narrow already, the columns move together, then apart") {
  Table table({Align::left, Align::right, Align::right, Align::right});
  table.add({"unit", "members", "notices", "recalled"});
  table.add({"P-4", "2,600", "1,000", "20"});
  CHECK(table.lines(32)[1] == "P-4     2,600    1,000        20");
  CHECK(table.lines(29)[1] == "P-4    2,600   1,000       20");
  CHECK(table.lines(20) == Lines{"unit members notices", "P-4    2,600   1,000", "",
                                 "unit  recalled", "P-4         20"});
}

TEST_CASE("a number is never cut, and a word only when it is longer than the column") {
  Table table({Align::left, Align::right});
  table.add({"UniversityProfessionals", "1,234,567"});
  CHECK(table.lines(20) == Lines{"UniversityPro…   1,234,567"});
}

TEST_CASE(
    "blocks stand side by side when there is room, and one above the other when there isn't") {
  CHECK(beside({"a", "b"}, {"c"}, 4, 10) == Lines{"a   c", "b"});
  CHECK(beside({"a"}, {"c", "d"}, 4, 10) == Lines{"a   c", "    d"});
  CHECK(beside({"a", "b"}, {"1234567"}, 4, 10) == Lines{"a", "b", "", "1234567"});
}

TEST_CASE("a bar is as long as its share, to an eighth of a cell") {
  CHECK(bar(0, 10) == "");
  CHECK(bar(0.25, 10) == "██▌");
  CHECK(bar(1, 3) == "███");
  CHECK(bar(1.0 / 8, 1) == "▏");
}

TEST_CASE("the outline of an even histogram is flat, and a cell with anything in it shows") {
  Summary even;
  even.edges = {0, 1, 2, 3, 4};
  even.counts = {5, 5, 5, 5};
  CHECK(outline(even, 0, 4, 4) == "████");
  CHECK(outline(even, 0, 8, 4) == "██  ");
  even.counts = {1000, 1, 0, 1000};
  CHECK(outline(even, 0, 4, 4) == "█▁ █");
}

}  // namespace
}  // namespace ayes
