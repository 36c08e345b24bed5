// Tables of past votes as people write them.
#include "io/learning/votes_csv.h"

#include "io/places.h"
#include "sim/learning/failures.h"

#include <doctest/doctest.h>

using namespace ayes;

namespace {

struct Read {
  VotesTable table;
  std::vector<std::string> mistakes;
};

Read read(const std::string& text, const std::vector<NamedColumn>& columns = {}) {
  Read result;
  result.table.files = {"votes.csv"};
  std::vector<Mistake> mistakes;
  read_votes(text, 0, columns, result.table, mistakes);
  for (const Mistake& mistake : mistakes) result.mistakes.push_back(to_text(mistake));
  return result;
}

std::string only_mistake(const std::string& text, const std::vector<NamedColumn>& columns = {}) {
  const Read result = read(text, columns);
  REQUIRE(result.mistakes.size() == 1);
  return result.mistakes.front();
}

}  // namespace

TEST_CASE("counts, rounded percentages and outcomes are read as stated") {
  const Read result = read(
      "case,unit,round,vote,yes,no,yes_pct,outcome,turnout_pct,left_out\n"
      "harbour,cranes,1,package,30,10,75,,70,\n"
      "harbour,pilots,2,contract,,,49.1,,,\n"
      "harbour,dock,,,,,,no,,\n"
      "harbour,office,1,,1,1,,,,a guess\n");
  CHECK(result.mistakes.empty());
  const auto& votes = result.table.votes;
  REQUIRE(votes.size() == 3);
  CHECK(result.table.left_out == 1);
  CHECK(votes[0].ballots->yes == 30);
  CHECK(votes[0].round == 1);
  CHECK_FALSE(votes[0].contract);
  CHECK(votes[0].turnout->low == doctest::Approx(0.695));
  CHECK(votes[0].turnout->high == doctest::Approx(0.705));
  CHECK(votes[1].round == 2);
  CHECK(votes[1].contract);
  CHECK(votes[1].share->low == doctest::Approx(0.4905));
  CHECK(votes[1].share->high == doctest::Approx(0.4915));
  CHECK(*votes[2].outcome == false);
  CHECK(votes[2].round == 1);
}

TEST_CASE("a later vote names the unit whose no led to it") {
  const Read result = read("case,unit,round,yes_pct,held_after\na,b,1,40,\na,c,2,60,b\n");
  CHECK(result.mistakes.empty());
  CHECK(result.table.votes[0].held_after.empty());
  CHECK(result.table.votes[1].held_after == "b");
}

TEST_CASE("a percentage never leaves 0 to 100") {
  const Read result = read("case,body,yes_pct\nharbour,cranes,0\nharbour,pilots,100\n");
  CHECK(result.table.votes[0].share->low == 0);
  CHECK(result.table.votes[0].share->high == doctest::Approx(0.005));
  CHECK(result.table.votes[1].share->low == doctest::Approx(0.995));
  CHECK(result.table.votes[1].share->high == 1);
}

TEST_CASE("a column of shares is not taken for percentages") {
  CHECK(
      only_mistake("case,unit,yes_pct\na,b,0\na,c,0.491\na,d,1\n") ==
      "votes.csv:3:5: yes_pct is never above 1 (it is a percentage from 0 to 100); write 49.1 for "
      "a share of 0.491");
  CHECK(read("case,unit,yes_pct\na,b,0.4\na,c,49\n").mistakes.empty());
  CHECK(read("case,unit,yes_pct\na,b,0\n").mistakes.empty());
}

TEST_CASE("named columns are numbers, or 1 where a text stands") {
  const Read result = read("case,unit,yes,no,size,leaders\na,b,1,1,2.5,split\na,c,1,1,,yes\n",
                           {named_column("size"), named_column("leaders=split")});
  CHECK(result.mistakes.empty());
  CHECK(result.table.votes[0].columns == std::vector<double>{2.5, 1});
  CHECK(result.table.votes[1].columns[0] != result.table.votes[1].columns[0]);  // not stated
  CHECK(result.table.votes[1].columns[1] == 0);
}

TEST_CASE("mistakes say where they are and what to do") {
  CHECK(only_mistake("case,unit,yes,no\na,b,\"1,200\",3\n") ==
        "votes.csv:2:5: yes is \"1,200\" (ballots are a whole number from 0 to 1,000,000,000); "
        "write digits alone, such as 1158, or leave the cell empty");
  CHECK(only_mistake("case,unit,yes_pct\na,b,about 60\n") ==
        "votes.csv:2:5: yes_pct is \"about 60\" (it is a percentage from 0 to 100); write it as in "
        "49.1: the number of decimals says how it was rounded");
  CHECK(only_mistake("case,unit,yes,no\na,b,3,\n") ==
        "votes.csv:2:5: there are yes ballots without the no (a count alone is no share); state "
        "both, or yes_pct");
  CHECK(only_mistake("case,unit,yes,no\na,b,0,0\n") ==
        "votes.csv:2:1: nobody voted in b (a share needs ballots); leave yes and no empty");
  CHECK(
      only_mistake("case,unit,round,outcome\na,b,first,yes\n") ==
      "votes.csv:2:5: round is \"first\" (it counts the votes of one ratification, from 1); write "
      "1 for the first vote, 2 for the one after it failed");
  CHECK(only_mistake("casa,unit,yes,no\n") ==
        "votes.csv:1:1: there is no column case (every vote has one); did you mean \"casa\"?");
  CHECK(
      only_mistake("case,unit,outcome\na,b,passed\n") ==
      "votes.csv:2:5: outcome is \"passed\" (it is yes or no); write one of the two, or leave the "
      "cell empty");
  CHECK(only_mistake("case,unit,outcome\na,b,Yes\n") ==
        "votes.csv:2:5: outcome is \"Yes\" (it is yes or no); did you mean \"yes\"?");
  CHECK(only_mistake("case,unit,outcome,vote\na,b,no,contrat\n") ==
        "votes.csv:2:8: vote is \"contrat\" (it is package or contract); did you mean "
        "\"contract\"?");
  CHECK(only_mistake("case,unit,turnout_pct\na,b,104\n") ==
        "votes.csv:2:5: turnout_pct is \"104\" (it is a percentage from 0 to 100); write it as in "
        "49.1: the number of decimals says how it was rounded");
  CHECK(only_mistake("case,unit,yes,no\na,b,-3,4\n") ==
        "votes.csv:2:5: yes is \"-3\" (ballots are a whole number from 0 to 1,000,000,000); "
        "write digits alone, such as 1158, or leave the cell empty");
  CHECK(only_mistake("") ==
        "votes.csv:1:1: the table is empty (there is nothing to learn from); its first line names "
        "the columns: case,unit,yes,no");
}

TEST_CASE("a table that says nothing of how a vote went is refused") {
  CHECK(
      only_mistake("case,unit,yes_pc\na,b,60\n") ==
      "votes.csv:1:1: there is no column yes_pct (nor yes and no, outcome or turnout_pct: nothing "
      "says how a vote went); did you mean \"yes_pc\"?");
  CHECK(only_mistake("case,unit,yes,votes_no\na,b,60,40\n") ==
        "votes.csv:1:1: there is no column no (ballots are yes and no); the first line names the "
        "columns");
  CHECK(only_mistake("case,unit,no,yes_pct\na,b,40,60\n") ==
        "votes.csv:1:1: there is no column yes (ballots are yes and no); the first line names the "
        "columns");
  CHECK(read("case,unit,turnout_pct\na,b,60\n").mistakes.empty());
}

TEST_CASE("two figures of one vote agree to a digit") {
  CHECK(only_mistake("case,unit,yes,no,yes_pct\na,b,300,100,57\n") ==
        "votes.csv:2:13: yes_pct is \"57\" (the ballots of this row are 75.00% yes); correct one "
        "of the two, or leave yes_pct empty");
  // Rounded to the nearest, and cut off.
  CHECK(read("case,unit,yes,no,yes_pct\na,b,2,1,66.7\na,c,2,1,66.6\n").mistakes.empty());
  CHECK(read("case,unit,yes,no,yes_pct\na,b,2,1,66.9\n").mistakes.size() == 1);
}

TEST_CASE("tables as spreadsheets save them") {
  const std::string marked =
      "\xEF\xBB\xBF"
      "case,unit,yes,no,,\r\n\"Île, north\",Ärzte,3,4,,\r\n,,,,,\r\n";
  const Read result = read(marked);
  CHECK(result.mistakes.empty());
  REQUIRE(result.table.votes.size() == 1);
  CHECK(result.table.votes[0].ratification == "Île, north");
  CHECK(result.table.votes[0].unit == "Ärzte");
  CHECK(result.table.votes[0].line == 2);
  CHECK(result.table.votes[0].ballots->no == 4);
  CHECK(
      only_mistake("case;unit;yes;no\na;b;1;2\n") ==
      "votes.csv:1:1: the first line is one cell (columns are parted by commas); save the sheet as "
      "CSV with commas");
  CHECK(only_mistake("case,unit,unit,yes,no\na,b,b,1,2\n") ==
        "votes.csv:1:11: there are two columns called \"unit\" (only one of them could be read); "
        "rename one");
  CHECK(only_mistake("case,unit,yes,no\na,\xFF,1,2\n").find("the file is not UTF-8 text") !=
        std::string::npos);
  CHECK(only_mistake("case,unit,yes,no\na,b,1\n") ==
        "votes.csv:2:1: this line has 3 cells and the header has 4 (every line has a cell for each "
        "column); add the missing commas; an empty cell states nothing");
}

TEST_CASE("of the shipped later votes, votes tell of each failure: the fit adds none") {
  const std::string folder = AYES_SOURCE_DIR "/scenarios/data/";
  const VotesTable table =
      read_votes({folder + "ratification-votes.csv", folder + "sebac-votes.csv"});
  const auto leaves = learning::leaves_of(table.votes, table.files);
  CHECK(learning::untold_failures(leaves.support, leaves.support).empty());
  // Of 52 later votes, 39 are held after a failure that is known to be of one body; the others are
  // SEBAC's, whose rule is no majority of ballots.
  int later = 0, known = 0;
  for (const learning::Leaf& leaf : leaves.support) {
    later += leaf.round > 1;
    known += leaf.round > 1 && !leaf.after.empty();
    CHECK((leaf.round == 1 || !leaf.after.empty()) ==
          (leaf.ratification != "sebac_2011" || leaf.round == 1));
  }
  CHECK(later == 52);
  CHECK(known == 39);
}
