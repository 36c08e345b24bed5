// Every rule by which real votes were decided, as a person writes it, against a table made by hand.
// Numbers of members and ballots are invented unless a source stands beside them.
#include "models/replication.h"
#include "tests/io/poll.h"

#include <doctest/doctest.h>

namespace ayes::tests {
namespace {

// Units A, B, ... of one member each, every one a union of its own.
std::string units(int count) {
  std::string toml;
  for (int i = 0; i < count; ++i)
    toml += std::string("[[unit]]\nunit = \"") + static_cast<char>('A' + i) + "\"\nmembers = 1\n";
  return toml;
}

std::string unit(const std::string& name, int members, const std::string& more = "") {
  return "[[unit]]\nunit = \"" + name + "\"\nmembers = " + std::to_string(members) + "\n" + more +
         "\n";
}

const std::vector<std::string> three = {"A", "B", "C"};

TEST_CASE("each union for itself: a yes binds whoever said it") {
  Poll poll(units(2) + "[rule]\neach = \"union\"\n");
  poll.vote("A 1:0, B 0:1");
  CHECK(poll.package_in_force("A"));
  CHECK(!poll.package_in_force("B"));
}

TEST_CASE("all must ratify; any one's veto") {
  CHECK(Poll(units(3) + "[rule]\nyes = \"unions\"\nat_least = \"all\"\n").table(three) ==
        "00000001");
  CHECK(Poll(units(3) + "[rule]\nno = \"unions\"\nat_most = 0\n").table(three) == "00000001");
  CHECK(Poll(units(3) + "[rule]\nno = \"unions\"\nless_than = 1\n").table(three) == "00000001");
  // B alone has a veto; of the others one is enough.
  CHECK(Poll(units(3) + "[rule]\nall = [{ body = \"B\", says = \"yes\" }, "
                        "{ yes = [\"A\", \"C\"], at_least = 1 }]\n")
            .table(three) == "00010011");
}

TEST_CASE("every kind of bound, of counts and of shares, over four bodies") {
  const std::vector<std::string> four = {"A", "B", "C", "D"};
  // The results by the number of yeses, 0 to 4: rows 0000, 1000, 1100, 1110, 1111.
  const auto by_count = [&](const std::string& bound) {
    const std::string table =
        Poll(units(4) + "[rule]\nyes = \"unions\"\n" + bound + "\n").table(four);
    return std::string{table[0], table[1], table[3], table[7], table[15]};
  };
  CHECK(by_count("at_least = 2") == "00111");
  CHECK(by_count("at_most = 2") == "11100");
  CHECK(by_count("more_than = 2") == "00011");
  CHECK(by_count("less_than = 2") == "11000");
  CHECK(by_count("at_least = \"half\"") == "00111");
  CHECK(by_count("at_most = \"50%\"") == "11100");
  CHECK(by_count("more_than = \"1/2\"") == "00011");
  CHECK(by_count("less_than = 0.5") == "11000");
  CHECK(by_count("at_least = \"3/4\"") == "00011");
  CHECK(by_count("at_least = \"75.1%\"") == "00001");
  CHECK(by_count("at_least = \"all\"") == "00001");
  CHECK(by_count("less_than = \"all\"") == "11110");
  CHECK(by_count("at_least = 0") == "11111");
}

TEST_CASE("pooled majority: more than half of all ballots, whoever cast them") {
  Poll poll(unit("A", 100) + unit("B", 50) + "[rule]\nballots = \"yes\"\nmore_than = \"half\"\n");
  CHECK(poll.ratified("A 60:40, B 10:29"));
  CHECK(!poll.ratified("A 60:40, B 10:30"));  // a tie
  CHECK(!poll.ratified("A 40:60, B 29:10"));
  CHECK(!poll.ratified(""));
}

// General Motors 2015: production 58.3% yes, skilled trades 40.5%. A plant has members of both.
const std::string plants =
    unit("Arlington P", 3000, "class = \"production\"\nunion = \"UAW\"") +
    unit("Arlington T", 500, "class = \"trades\"\nunion = \"UAW\"") +
    unit("Flint P", 2000, "class = \"production\"\nunion = \"UAW\"") +
    unit("Flint T", 400, "class = \"trades\"\nunion = \"UAW\"") +
    "[groups.production]\ncolumn = \"class\"\nequals = \"production\"\nrule = \"own ballot\"\n"
    "[groups.trades]\ncolumn = \"class\"\nequals = \"trades\"\nrule = \"own ballot\"\n";
const std::string as_in_2015 =
    "Arlington P 1900:1100, Flint P 1015:985, Arlington T 200:300, Flint T 164:236";

TEST_CASE("classes that cut across plants: each has a hard veto, or a soft one") {
  CHECK(Poll(plants + "[rule]\nballots = \"yes\"\nmore_than = \"half\"\n").ratified(as_in_2015));
  Poll hard(plants + "[rule]\nyes = \"groups\"\nat_least = \"all\"\n");
  CHECK(!hard.ratified(as_in_2015));
  CHECK(hard.ratified(
      "Arlington P 1900:1100, Flint P 1015:985, Arlington T 260:240, Flint T 196:204"));
  CHECK(!hard.ratified("Arlington P 1400:1600, Arlington T 500:0, Flint P 1000:1000"));
  CHECK(!Poll(plants + "[rule]\nno = \"groups\"\nat_most = 0\n").ratified(as_in_2015));
  // The trades' no stands unless more than 55% of all ballots say yes: 3,279 of 5,900 do.
  const std::string soft = plants +
                           "[rule]\nany = [{ all = [\"own ballot\", { body = \"trades\", says = "
                           "\"yes\" }] }, { ballots = \"yes\", more_than = \"THAT\" }]\n";
  const auto with = [&](const std::string& share) {
    std::string toml = soft;
    return Poll(toml.replace(toml.find("THAT"), 4, share)).ratified(as_in_2015);
  };
  CHECK(with("55%"));
  CHECK(!with("56%"));
}

TEST_CASE("winner take all: each local's delegates go one way, whatever most members say") {
  // 6 of 10 delegates with 45% of the ballots.
  Poll poll(unit("Local 1", 300, "union = \"Stage\"\ndelegates = 6") +
            unit("Local 2", 200, "union = \"Stage\"\ndelegates = 3") +
            unit("Local 3", 50, "union = \"Stage\"\ndelegates = 1") +
            "[unions]\ndecide = { yes = \"units\", weighted_by = \"delegates\", more_than = "
            "\"half\" }\n");
  CHECK(poll.ratified("Local 1 51:49, Local 2 35:65, Local 3 10:10"));
  CHECK(!poll.ratified("Local 1 49:51, Local 2 100:0, Local 3 50:0"));
  CHECK(!poll.ratified("Local 2 100:0, Local 3 50:0"));
}

TEST_CASE("block votes weighed by members, by a column or by a number for each") {
  const std::string three_unions = unit("A", 60) + unit("B", 30) + unit("C", 15);
  // 60 of 105 is more than half; B and C are 45.
  CHECK(Poll(three_unions + "[rule]\nyes = \"unions\"\nweighted_by = \"members\"\n"
                            "more_than = \"half\"\n")
            .table(three) == "01010101");
  // 2 : 2 : 1, 3 needed: any two.
  CHECK(Poll(three_unions + "[rule]\nyes = \"unions\"\nweights = { A = 2, B = 2, C = 1 }\n"
                            "at_least = 3\n")
            .table(three) == "00010111");
  // Two of three, over the third.
  CHECK(Poll(three_unions + "[rule]\nyes = [\"A\", \"B\", \"C\"]\nat_least = 2\n").table(three) ==
        "00010111");
}

TEST_CASE("a double majority: half in number and two thirds in amount") {
  Poll poll(unit("A", 10, "amount = 70") + unit("B", 10, "amount = 20") +
            unit("C", 10, "amount = 10") +
            "[rule]\nall = [{ yes = \"unions\", more_than = \"half\" }, { yes = \"unions\", "
            "weighted_by = \"amount\", at_least = \"2/3\" }]\n");
  CHECK(poll.table(three) == "00010101");  // A with another; B and C have 30 of 100
}

// Teamsters at UPS, until 2021: under half of the members voting, two thirds must say no to reject.
const char* const ups_rule =
    "[rule]\nif = { ballots = \"cast\", of = \"eligible\", less_than = \"half\" }\n"
    "then = { ballots = \"no\", less_than = \"2/3\" }\nelse = \"own ballot\"\n";

TEST_CASE("a threshold that depends on turnout") {
  Poll poll(unit("UPS", 1000) + ups_rule);
  CHECK(poll.ratified("UPS 202:241"));   // 2018: 45.7% yes at 44.3% turnout
  CHECK(!poll.ratified("UPS 228:272"));  // the same share, at half
  CHECK(!poll.ratified("UPS 100:200"));  // two thirds exactly
  CHECK(poll.ratified("UPS 101:199"));
  CHECK(poll.ratified("UPS 251:249"));
  CHECK(!poll.ratified("UPS 250:250"));
}

TEST_CASE("a quorum, and a share of those eligible") {
  // The United Kingdom's Act of 2016, important public services: half must vote, 40% of all say
  // yes.
  Poll poll(unit("Fire", 1000) +
            "[rule]\nall = [\"own ballot\", { ballots = \"cast\", of = \"eligible\", at_least = "
            "\"half\" }, { ballots = \"yes\", of = \"eligible\", at_least = \"40%\" }]\n");
  CHECK(poll.ratified("Fire 400:100"));
  CHECK(!poll.ratified("Fire 399:101"));
  CHECK(!poll.ratified("Fire 450:49"));  // 499 of 1,000
  CHECK(!poll.ratified("Fire 400:400"));
}

TEST_CASE("one union pooled, one branch by branch: the choice decides") {
  const std::string branches = unit("North", 100, "union = \"U\"") +
                               unit("South", 100, "union = \"U\"") +
                               unit("West", 100, "union = \"U\"");
  const char* ballots = "North 51:49, South 51:49, West 10:90";
  CHECK(!Poll(branches).ratified(ballots));
  CHECK(Poll(branches + "[unions]\ndecide = \"units\"\n").ratified(ballots));
}

TEST_CASE("a ballot that is not returned can count as a yes") {
  const std::string toml = unit("A", 100) + "[turnout]\nshare = 0\n[ballot]\nunreturned = ";
  for (const char* counts : {"\"yes\"", "\"no\""}) {
    const Model model = compile(scenario_of(toml + counts + "\n"));
    Batch batch(model, 1, 64, kernels::best());
    batch.size = 64;
    simulate(model, batch);
    CHECK(batch.ratified.head(64).sum() == (std::string(counts) == "\"yes\"" ? 64 : 0));
  }
}

TEST_CASE("a master agreement waits for its supplements") {
  Poll poll(unit("Central", 100, "union = \"Teamsters\"") +
            unit("Western", 100, "union = \"Teamsters\"") +
            "[rule]\nrule = \"own ballot\"\n"
            "[gate]\npackage_waits_for = { yes = \"units\", on = \"contract\", at_least = \"all\" "
            "}\n");
  const auto follows = [&](const std::string& ballots) {
    poll.vote(ballots);
    return std::vector<bool>{poll.batch.ratified[0] == 1, poll.package_in_force("Central"),
                             poll.contract_in_force("Central")};
  };
  using V = std::vector<bool>;
  CHECK(follows("Central 60:40/55, Western 60:40/51") == V{true, true, true});
  CHECK(follows("Central 60:40/55, Western 60:40/50") == V{true, false, false});
  CHECK(follows("Central 40:60/55, Western 60:40/51") == V{false, false, false});  // a tie
}

TEST_CASE("supplements by the rule that depends on turnout") {
  Poll poll(unit("Upstate", 1000) +
            "[units]\ncontract = { if = { ballots = \"cast\", of = \"eligible\", less_than = "
            "\"half\" }, then = { ballots = \"no\", less_than = \"2/3\" }, else = \"own ballot\" "
            "}\n[consequences]\ncontract_needs_package = false\n");
  // More than 65% no at 46% turnout is short of two thirds.
  CHECK(poll.vote("Upstate 300:160/160").contract_in_force("Upstate"));
  CHECK(!poll.vote("Upstate 300:160/153").contract_in_force("Upstate"));  // 307 of 460: over 2/3
  CHECK(!poll.vote("Upstate 300:200/160").contract_in_force("Upstate"));
}

TEST_CASE("linked questions: a package that needs most contracts as well") {
  Poll poll(units(3) +
            "[rule]\nall = [\"own ballot\", { yes = \"units\", on = \"contract\", "
            "more_than = \"half\" }, { ballots = \"yes\", on = \"contract\", at_least = "
            "\"2/3\" }]\n");
  CHECK(poll.ratified("A 1:0/1, B 1:0/1, C 0:1/0"));
  CHECK(!poll.ratified("A 1:0/1, B 1:0/0, C 1:0/0"));
  CHECK(!poll.ratified("A 1:0/1, B 0:1/1, C 0:1/1"));
  // The contract only with the unit's own yes to the package.
  Poll own(units(1) +
           "[units]\ncontract = { all = [\"own ballot\", { body = \"A\", says = \"yes\" "
           "}] }\n[consequences]\ncontract_needs_package = false\n");
  CHECK(own.vote("A 60:40/60").contract_in_force("A"));
  CHECK(!own.vote("A 40:60/60").contract_in_force("A"));
}

TEST_CASE("two stages: the members' ballots count when the board says yes") {
  Poll poll(unit("Board", 25, "union = \"Nurses\"\noutside = true\nemployees = 0") +
            unit("East", 400, "union = \"Nurses\"") + unit("West", 300, "union = \"Nurses\"") +
            "[unions]\ndecide = { all = [{ body = \"Board\", says = \"yes\" }, { ballots = "
            "\"yes\", except = \"Board\", more_than = \"half\" }] }\n");
  CHECK(poll.ratified("Board 13:12, East 200:199, West 100:100"));
  CHECK(!poll.ratified("Board 12:13, East 400:0, West 300:0"));
  CHECK(!poll.ratified("Board 25:0, East 200:200, West 100:100"));
}

TEST_CASE("conditional mandates: a union's yes that waits for others") {
  const std::string with =
      units(3) +
      "[unions.rules]\nC = { all = [\"own ballot\", { yes = \"other unions\", at_least = "
      "\"all\" }] }\n[rule]\nbody = \"C\"\nsays = \"yes\"\n";
  CHECK(Poll(with).table(three) == "00000001");
  // Chains are decided in their order: A waits for B, B for C.
  Poll chain(units(3) +
             "[unions.rules]\nA = { all = [\"own ballot\", { body = \"B\", says = \"yes\" }] }\n"
             "B = { all = [\"own ballot\", { body = \"C\", says = \"yes\" }] }\n"
             "[rule]\nyes = \"unions\"\nat_least = 2\n");
  chain.vote("A 1:0, B 1:0, C 0:1");
  CHECK(!chain.union_says("A"));
  CHECK(!chain.union_says("B"));
  CHECK(chain.table(three) == "00000011");
  // Two that wait for each other can ask for ballots.
  CHECK(Poll(units(2) +
             "[unions.rules]\nA = { all = [\"own ballot\", { ballots = \"yes\", in = \"B\", "
             "more_than = \"half\" }] }\nB = { all = [\"own ballot\", { ballots = \"yes\", in = "
             "\"A\", more_than = \"half\" }] }\n[rule]\nyes = \"unions\"\nat_least = 1\n")
            .table({"A", "B"}) == "0001");
}

TEST_CASE("coverage: when those who accept employ enough, all are bound") {
  Poll poll(unit("A", 10, "employees = 60") + unit("B", 10, "employees = 40") +
            unit("C", 10, "employees = 20") +
            "[rule]\neach = \"union\"\n[consequences]\neveryone_if = { yes = \"units\", "
            "weighted_by = \"employees\", more_than = \"half\" }\n");
  poll.vote("A 1:0, B 0:1, C 0:1");  // 60 of 120
  CHECK(poll.package_in_force("A"));
  CHECK(!poll.package_in_force("B"));
  poll.vote("A 1:0, B 0:1, C 1:0");
  CHECK(poll.package_in_force("B"));
}

TEST_CASE("override: a board puts it in force when the trades alone refused") {
  // Production and skilled trades must both ratify; over the trades' no a board may declare it.
  const std::string text = unit("P", 10) + unit("T", 10) +
                           "[rule]\nyes = \"unions\"\nat_least = \"all\"\n"
                           "[imposed]\nchance = 1.0\nonly_if = { body = \"P\", says = \"yes\" }\n";
  struct Row {
    std::string votes;
    bool ratified, in_force;
  };
  for (const Row& row : {Row{"P 0:1, T 0:1", false, false}, Row{"P 0:1, T 1:0", false, false},
                         Row{"P 1:0, T 0:1", false, true}, Row{"P 1:0, T 1:0", true, true}}) {
    CAPTURE(row.votes);
    Poll poll(text);
    CHECK(poll.ratified(row.votes) == row.ratified);
    poll.vote(row.votes);
    CHECK(poll.package_in_force("P") == row.in_force);
    CHECK(poll.package_in_force("T") == row.in_force);
  }
}

TEST_CASE("bodies that did not vote leave both sides of a share of those that voted") {
  Poll all(units(4) + "[rule]\nyes = \"unions\"\nmore_than = \"half\"\n");
  Poll voted(units(4) + "[rule]\nyes = \"unions\"\nof = \"voted\"\nmore_than = \"half\"\n");
  CHECK(!all.ratified("A 1:0, B 1:0, C 0:1"));
  CHECK(voted.ratified("A 1:0, B 1:0, C 0:1"));
  CHECK(!voted.ratified("A 1:0, B 0:1"));
  CHECK(!voted.ratified(""));
  // An absent one is no yes, and no no where only those that voted count.
  CHECK(!Poll(units(2) + "[rule]\nno = \"unions\"\nat_most = 0\n").ratified("A 1:0"));
  CHECK(
      Poll(units(2) + "[rule]\nno = \"unions\"\nof = \"voted\"\nat_most = 0\n").ratified("A 1:0"));
  // Groups: one did not vote when none of its units did.
  const std::string groups =
      "[groups.one]\nunions = [\"A\", \"B\"]\nrule = \"own ballot\"\n"
      "[groups.two]\nunions = [\"C\", \"D\"]\nrule = \"own ballot\"\n"
      "[rule]\nyes = \"groups\"\nof = \"voted\"\nat_least = \"all\"\n";
  Poll grouped(units(4) + groups);
  CHECK(grouped.ratified("A 1:0"));
  CHECK(!grouped.ratified("A 1:0, C 0:1"));
  CHECK(!grouped.ratified(""));
}

// A unit of three locals beside an ordinary unit in one union, and another union.
const std::string nested =
    unit("Local 1", 60, "part_of = \"P-4\"\nunion = \"CSEA\"\ndelegates = 3") +
    unit("Local 2", 30, "part_of = \"P-4\"\nunion = \"CSEA\"\ndelegates = 2") +
    unit("Local 3", 10, "part_of = \"P-4\"\nunion = \"CSEA\"\ndelegates = 2") +
    unit("NP-5", 50, "union = \"CSEA\"") + unit("AFT", 200);

TEST_CASE("locals in units in unions in a coalition") {
  // P-4 by its locals' pooled ballots, CSEA by its units, the coalition by all unions.
  const std::string rule =
      "[unions]\ndecide = \"units\"\n[rule]\nyes = \"unions\"\nat_least = "
      "\"all\"\n";
  Poll pooled(nested + rule);
  REQUIRE(pooled.model.unions.size() == 2);
  CHECK(!pooled.ratified("Local 1 35:25, Local 2 10:20, Local 3 5:5, NP-5 30:20, AFT 101:99"));
  CHECK(pooled.ratified("Local 1 36:24, Local 2 10:20, Local 3 5:5, NP-5 30:20, AFT 101:99"));
  CHECK(!pooled.ratified("Local 1 60:0, Local 2 30:0, Local 3 9:1, NP-5 20:30, AFT 101:99"));
  // P-4 by its locals' delegates: 4 of 7.
  Poll delegates(nested +
                 "[units.rules]\nP-4 = { yes = \"locals\", weighted_by = \"delegates\", "
                 "more_than = \"half\" }\n[unions]\ndecide = { yes = \"units\", at_least = "
                 "\"all\" }\n[rule]\nyes = \"unions\"\nat_least = \"all\"\n");
  CHECK(delegates.ratified("Local 1 0:60, Local 2 16:14, Local 3 6:4, NP-5 30:20, AFT 101:99"));
  CHECK(!delegates.ratified("Local 1 60:0, Local 2 15:15, Local 3 5:5, NP-5 30:20, AFT 101:99"));
  // At the coalition, units are P-4, NP-5 and AFT; locals are three.
  CHECK(Poll(nested + "[rule]\nyes = \"units\"\nat_least = 3\n")
            .ratified("Local 1 60:0, NP-5 50:0, AFT 200:0"));
  CHECK(Poll(nested + "[rule]\nyes = \"locals\"\nat_least = 3\n")
            .ratified("Local 1 60:0, Local 2 1:0, Local 3 1:0"));
  CHECK(Poll(nested + "[rule]\nbody = \"P-4\"\nsays = \"no\"\n")
            .ratified("Local 1 20:40, Local 2 15:15, NP-5 50:0"));
}

TEST_CASE("a contract is one for the locals of a unit") {
  Poll poll(nested + "[rule]\nrule = \"own ballot\"\n");
  poll.vote("Local 1 60:0/20, Local 2 30:0/30, Local 3 10:0/1, NP-5 50:0/10, AFT 200:0/150");
  for (const char* local : {"Local 1", "Local 2", "Local 3"})
    CHECK(poll.contract_in_force(local));  // 51 of 100
  CHECK(!poll.contract_in_force("NP-5"));
  poll.vote("Local 1 60:0/20, Local 2 30:0/29, Local 3 10:0/1, NP-5 50:0/10, AFT 200:0/150");
  CHECK(!poll.contract_in_force("Local 2"));
}

TEST_CASE("a union of one unit says what the unit says, also by its locals' delegates") {
  Poll poll(unit("L1", 60, "part_of = \"P\"\ndelegates = 1") +
            unit("L2", 30, "part_of = \"P\"\ndelegates = 2") +
            "[units.rules]\nP = { yes = \"locals\", weighted_by = \"delegates\", more_than = "
            "\"half\" }\n");
  REQUIRE(poll.model.unions.size() == 1);
  CHECK(poll.model.unions[0].name == "P");
  CHECK(poll.ratified("L1 0:60, L2 16:14"));
}

TEST_CASE("groups of groups, each with a rule of its own") {
  Poll poll(
      units(6) +
      "[groups.north]\nunions = [\"A\", \"B\"]\nrule = { yes = \"unions\", at_least = \"all\" "
      "}\n"
      "[groups.south]\nunions = [\"C\", \"D\"]\nrule = { yes = \"unions\", at_least = 1 }\n"
      "[groups.mainland]\ngroups = [\"north\", \"south\"]\nunions = [\"E\"]\n"
      "rule = { yes = [\"north\", \"south\", \"E\"], at_least = 2 }\n"
      "[rule]\nall = [{ body = \"mainland\", says = \"yes\" }, { body = \"F\", says = \"yes\" "
      "}]\n");
  CHECK(poll.ratified("A 1:0, B 1:0, C 0:1, D 1:0, E 0:1, F 1:0"));   // north, south
  CHECK(!poll.ratified("A 1:0, B 0:1, C 0:1, D 1:0, E 0:1, F 1:0"));  // south alone
  CHECK(poll.ratified("A 1:0, B 0:1, C 0:1, D 1:0, E 1:0, F 1:0"));   // south, E
  CHECK(!poll.ratified("A 1:0, B 1:0, C 1:0, D 1:0, E 1:0, F 0:1"));
  // "groups" are those that stand by themselves, not those inside another.
  const std::string toml = units(3) +
                           "[groups.one]\nunions = [\"A\"]\nrule = \"own ballot\"\n"
                           "[groups.two]\ngroups = [\"one\"]\nunions = [\"B\"]\nrule = { yes = "
                           "\"groups\", at_least = 1 }\n"
                           "[groups.three]\nunions = [\"C\"]\nrule = \"own ballot\"\n"
                           "[rule]\nyes = \"groups\"\nat_least = 2\n";
  CHECK(Poll(toml).table(three) == "00000101");  // A through one and two, with C
}

TEST_CASE("ballots pooled over a group, and without one") {
  const std::string bodies = unit("A", 100) + unit("B", 100) + unit("C", 100) +
                             "[groups.wheels]\nunions = [\"A\", \"B\"]\n";
  Poll in(bodies + "[rule]\nballots = \"yes\"\nin = \"wheels\"\nmore_than = \"half\"\n");
  CHECK(in.ratified("A 60:40, B 41:59, C 0:100"));
  CHECK(!in.ratified("A 60:40, B 40:60, C 100:0"));
  Poll except(bodies +
              "[rule]\nballots = \"no\"\nexcept = [\"C\"]\nof = \"eligible\"\n"
              "at_most = \"1/4\"\n");
  CHECK(except.ratified("A 0:50, C 0:100"));
  CHECK(!except.ratified("A 0:50, B 0:1"));
  Poll listed(bodies +
              "[rule]\nballots = \"cast\"\nin = [\"A\", \"wheels\"]\nof = \"eligible\"\n"
              "at_least = \"half\"\n");
  CHECK(listed.ratified("A 100:0"));  // of 200: A counts once
  CHECK(!listed.ratified("A 99:0, C 100:0"));
}

TEST_CASE("parts of rules are set by their names, at every level") {
  const std::string toml =
      units(4) +
      "[units.rules]\nA = { name = \"super\", ballots = \"yes\", at_least = \"2/3\" }\n"
      "[groups.all]\nunions = [\"A\", \"B\", \"C\"]\nrule = { any = [{ name = \"most\", yes = "
      "\"unions\", at_least = 2 }, { name = \"heavy\", yes = \"unions\", weights = { A = 3, B = 1, "
      "C "
      "= 1 }, at_least = 5 }] }\n"
      "[gate]\npackage_waits_for = { name = \"late\", body = \"D\", says = \"yes\" }\n"
      "[rules.named]\nyes = \"unions\"\nat_least = 3\n"
      "[rule]\nall = [{ body = \"all\", says = \"yes\" }, { name = \"few\", no = \"unions\", "
      "at_most = 2 }]\n";
  const auto ratified = [&](const std::vector<std::string>& settings) {
    return Poll(toml, settings).ratified("A 3:2, B 1:0, C 1:0, D 0:1");
  };
  CHECK(ratified({}));  // A says no: 60%; B and C are two
  CHECK(!ratified({"rule.few.at_most=1"}));
  CHECK(!ratified({"groups.all.rule.most.at_least=3"}));
  CHECK(ratified({"groups.all.rule.most.at_least=3", "units.rules.A.super.at_least=\"60%\""}));
  CHECK(ratified({"groups.all.rule.most.at_least=3", "groups.all.rule.heavy.at_least=2"}));
  CHECK(ratified({"groups.all.rule.most.at_least=3", "groups.all.rule.heavy.weights.B=4"}));
  Poll gate(toml, {"gate.package_waits_for.late.says=no"});
  gate.vote("A 3:2, B 1:0, C 1:0, D 0:1");
  CHECK(gate.package_in_force("A"));
  CHECK(Poll(toml, {"rule=named"}).ratified("A 1:0, B 1:0, C 1:0"));
  CHECK(!Poll(toml, {"rule=named", "rules.named.at_least=4"}).ratified("A 1:0, B 1:0, C 1:0"));
  CHECK(!Poll(toml, {"rule=named", "rule.named.at_least=4"}).ratified("A 1:0, B 1:0, C 1:0"));
}

}  // namespace
}  // namespace ayes::tests
