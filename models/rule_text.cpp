#include "models/rule_text.h"

namespace ayes {
namespace {

const std::optional<Threshold>& stated_in(const BoundWords& bound) {
  return bound.at_least    ? bound.at_least
         : bound.at_most   ? bound.at_most
         : bound.more_than ? bound.more_than
                           : bound.less_than;
}

bool is_share(const BoundWords& bound) {
  const auto& stated = stated_in(bound);
  return stated && stated->kind == Threshold::Kind::share;
}

// "at least 14", "more than half", "at most 20%", "fewer than 3", "less than 2/3"
std::string bound_in_words(const BoundWords& bound) {
  if (bound.at_least) return "at least " + in_words(*bound.at_least);
  if (bound.at_most) return "at most " + in_words(*bound.at_most);
  if (bound.more_than) return "more than " + in_words(*bound.more_than);
  if (bound.less_than)
    return (is_share(bound) ? "less than " : "fewer than ") + in_words(*bound.less_than);
  return "some";
}

std::string in_a_row(const std::vector<std::string>& names) {
  std::string row;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) row += i + 1 < names.size() ? ", " : " and ";
    row += names[i];
  }
  return row;
}

const char* text(Answer answer) { return answer == Answer::yes ? "yes" : "no"; }

bool has_parts(const RuleWords& rule) {
  return std::holds_alternative<AllWords>(rule.node) ||
         std::holds_alternative<AnyWords>(rule.node) ||
         std::holds_alternative<NoneWords>(rule.node) || std::holds_alternative<IfWords>(rule.node);
}

// A part as it stands beside others: in brackets where it has parts itself.
std::string part(const RuleWords& rule) {
  return has_parts(rule) ? "(" + in_words(rule) + ")" : in_words(rule);
}

std::string joined(const std::vector<RuleWords>& rules, const std::string& word) {
  if (rules.size() == 1) return in_words(rules.front());
  std::string result;
  for (const RuleWords& rule : rules) result += (result.empty() ? "" : word) + part(rule);
  return result;
}

std::string words(const NamedWords& named) {
  if (named.rule == NamedWords::own_ballot) return "more than half of its ballots cast say yes";
  return "rule \"" + named.rule + "\" holds";
}

// "the unions", "those in the group "wheels"", "BLET, IAM and BRS"
std::string bodies_in_words(const CountWords& count) {
  if (!count.listed.empty()) return in_a_row(count.listed);
  for (const char* known : {"unions", "units", "groups", "locals", "other unions"})
    if (count.bodies == known) return "the " + count.bodies;
  return "those in the group \"" + count.bodies + "\"";
}

// "at least 14 of the unions say yes", "all of the unions say yes", "at most 1 of the unions says
// no"
std::string counted(const CountWords& count, const std::string& of) {
  const auto is = [](const std::optional<Threshold>& stated, std::int64_t value,
                     Threshold::Kind kind) {
    return stated && *stated == Threshold{kind, {value, 1}};
  };
  constexpr auto share = Threshold::Kind::share, number = Threshold::Kind::count;
  const std::string bodies = bodies_in_words(count) + of;
  const std::string answer = text(count.answer);
  if (is(count.at_least, 1, share)) return "all of " + bodies + " say " + answer;
  if (is(count.at_most, 0, number)) return "none of " + bodies + " says " + answer;
  if (count.listed.size() == 1 && is(count.at_least, 1, number))
    return count.listed.front() + " says " + answer;
  const bool one = is(count.at_least, 1, number) || is(count.at_most, 1, number) ||
                   is(count.more_than, 1, number);
  return bound_in_words(count) + " of " + bodies + (one ? " says " : " say ") + answer;
}

// "votes (A 3, B 1)"
std::string votes_in_words(const CountWords& count) {
  std::string each;
  for (const auto& [name, weight] : count.weights)
    each += (each.empty() ? "" : ", ") + name + " " + std::to_string(weight);
  return "votes (" + each + ")";
}

// "the unions that say yes hold at least 80% of all members"
std::string weighed(const CountWords& count, const std::string& of) {
  const std::string held = (count.listed.empty() ? "" : "those of ") + bodies_in_words(count) +
                           " that say " + text(count.answer) + " hold " + bound_in_words(count) +
                           " ";
  const std::string weight = !count.weights.empty()            ? votes_in_words(count)
                             : count.weighted_by == "eligible" ? "members eligible"
                                                               : count.weighted_by;
  if (!is_share(count)) return held + weight;
  if (of.empty()) return held + "of all " + weight;
  return held + "of the " + weight + " of those" + of;
}

// " (without A and B)"
std::string without(const std::vector<std::string>& except) {
  std::string names;
  for (const std::string& name : except) names += (names.empty() ? "" : ", ") + name;
  return except.empty() ? "" : " (without " + names + ")";
}

std::string words(const CountWords& count) {
  const std::string of = count.of == CountWords::Of::voted ? " that voted" : "";
  const bool weighs = !count.weighted_by.empty() || !count.weights.empty();
  std::string result = weighs ? weighed(count, of) : counted(count, of);
  if (count.on == Question::contract) result += " to their contract";
  return result + without(count.except);
}

std::string words(const BallotsWords& ballots) {
  const bool share = is_share(ballots);
  const char* what = ballots.ballots == BallotsWords::What::yes  ? "say yes"
                     : ballots.ballots == BallotsWords::What::no ? "say no"
                                                                 : "are cast";
  const std::string in =
      (ballots.in.empty() ? "" : " in " + in_a_row(ballots.in)) + without(ballots.except) + " ";
  std::string result = bound_in_words(ballots);
  if (!share) {
    result += " ballots" + in;
  } else {
    result += (ballots.of == BallotsWords::Of::cast ? " of the ballots cast"
                                                    : " of the members eligible") +
              in;
    if (ballots.of == BallotsWords::Of::eligible && ballots.ballots == BallotsWords::What::cast) {
      what = "cast a ballot";
    }
  }
  result += what;
  if (ballots.on == Question::contract) result += " to the contract";
  return result;
}

std::string words(const BodyWords& body) {
  return body.body + " says " + text(body.says) +
         (body.on == Question::contract ? " to its contract" : "");
}
std::string words(const AllWords& rule) { return joined(rule.all, ", and "); }
std::string words(const AnyWords& rule) { return joined(rule.any, ", or "); }
std::string words(const NoneWords& rule) {
  if (rule.none.size() == 1) return "it is not the case that " + part(rule.none.front());
  return "none of these holds: " + joined(rule.none, ", or ");
}
std::string words(const IfWords& rule) {
  return "if " + part(rule.parts[0]) + " then " + part(rule.parts[1]) + ", otherwise " +
         part(rule.parts[2]);
}
std::string words(const EachWords&) { return "each union decides for itself"; }

// Puts rules in place of their names; compiling refuses a circle.
struct Expansion {
  const std::map<std::string, RuleWords>& named;
  int depth = 0;

  void expand(RuleWords& rule) const {
    if (const auto* name = std::get_if<NamedWords>(&rule.node)) {
      const auto found = named.find(name->rule);
      if (found == named.end() || depth > 100) return;
      rule.node = RuleWords(found->second).node;
      return Expansion{named, depth + 1}.expand(rule);
    }
    const auto all = [&](std::vector<RuleWords>& parts) {
      for (RuleWords& each : parts) expand(each);
    };
    if (auto* node = std::get_if<AllWords>(&rule.node)) all(node->all);
    if (auto* node = std::get_if<AnyWords>(&rule.node)) all(node->any);
    if (auto* node = std::get_if<NoneWords>(&rule.node)) all(node->none);
    if (auto* node = std::get_if<IfWords>(&rule.node)) all(node->parts);
  }
};

}  // namespace

std::string in_words(const RuleWords& rule, const std::map<std::string, RuleWords>& named) {
  RuleWords whole = rule;
  Expansion{named}.expand(whole);
  return in_words(whole);
}

std::string in_words(const Threshold& threshold) {
  const auto [numerator, denominator] = threshold.value;
  if (threshold.kind == Threshold::Kind::count) return std::to_string(numerator);
  if (numerator == 1 && denominator == 2) return "half";
  if (numerator == denominator) return "all";
  if (1000 % denominator == 0) {
    const std::int64_t tenths = numerator * (1000 / denominator);  // of a percent
    return std::to_string(tenths / 10) + (tenths % 10 ? "." + std::to_string(tenths % 10) : "") +
           "%";
  }
  return std::to_string(numerator) + "/" + std::to_string(denominator);
}

std::string in_words(const RuleWords& rule) {
  return std::visit([](const auto& node) { return words(node); }, rule.node);
}

}  // namespace ayes
