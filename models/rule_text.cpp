#include "models/rule_text.h"

namespace ayes {
namespace {

// "at least 14", "more than half", "at most 20%"
std::string bound_in_words(const BoundWords& bound) {
  if (bound.at_least) return "at least " + in_words(*bound.at_least);
  if (bound.at_most) return "at most " + in_words(*bound.at_most);
  if (bound.more_than) return "more than " + in_words(*bound.more_than);
  return "some";
}

bool is_share(const BoundWords& bound) {
  const auto& stated = bound.at_least  ? bound.at_least
                       : bound.at_most ? bound.at_most
                                       : bound.more_than;
  return stated && stated->kind == Threshold::Kind::share;
}

const char* text(Answer answer) { return answer == Answer::yes ? "yes" : "no"; }

std::string joined(const std::vector<RuleWords>& rules, const std::string& word) {
  std::string result;
  for (const RuleWords& rule : rules) {
    if (!result.empty()) result += word;
    const bool nested = std::holds_alternative<AllWords>(rule.node) ||
                        std::holds_alternative<AnyWords>(rule.node) ||
                        std::holds_alternative<IfWords>(rule.node);
    result += nested ? "(" + in_words(rule) + ")" : in_words(rule);
  }
  return result;
}

std::string words(const NamedWords& named) {
  if (named.rule == NamedWords::own_ballot) return "more than half of its ballots cast say yes";
  return "rule \"" + named.rule + "\" holds";
}

// "the unions", "the units of the group wheels"
std::string bodies_in_words(const CountWords& count) {
  const bool known = count.bodies == "unions" || count.bodies == "units";
  return known ? "the " + count.bodies : "those in the group \"" + count.bodies + "\"";
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
  const bool one = is(count.at_least, 1, number) || is(count.at_most, 1, number) ||
                   is(count.more_than, 1, number);
  return bound_in_words(count) + " of " + bodies + (one ? " says " : " say ") + answer;
}

// "the unions that say yes hold at least 80% of all members"
std::string weighed(const CountWords& count, const std::string& of) {
  const std::string held = bodies_in_words(count) + " that say " + text(count.answer) + " hold " +
                           bound_in_words(count) + " ";
  const std::string weight =
      count.weighted_by == "eligible" ? "members eligible" : count.weighted_by;
  if (!is_share(count)) return held + weight;
  if (of.empty()) return held + "of all " + weight;
  return held + "of the " + weight + " of those" + of;
}

std::string words(const CountWords& count) {
  const std::string of = count.of == CountWords::Of::voted ? " that voted" : "";
  std::string result = count.weighted_by.empty() ? counted(count, of) : weighed(count, of);
  if (count.on == Question::contract) result += " to their contract";
  if (!count.except.empty()) {
    result += " (without ";
    for (std::size_t i = 0; i < count.except.size(); ++i) {
      result += (i ? ", " : "") + count.except[i];
    }
    result += ")";
  }
  return result;
}

std::string words(const BallotsWords& ballots) {
  const bool share = is_share(ballots);
  const char* what = ballots.ballots == BallotsWords::What::yes  ? "say yes"
                     : ballots.ballots == BallotsWords::What::no ? "say no"
                                                                 : "are cast";
  std::string result = bound_in_words(ballots);
  if (!share) {
    result += " ballots ";
  } else {
    result += ballots.of == BallotsWords::Of::cast ? " of the ballots cast "
                                                   : " of the members eligible ";
    if (ballots.of == BallotsWords::Of::eligible && ballots.ballots == BallotsWords::What::cast) {
      what = "cast a ballot";
    }
  }
  result += what;
  if (ballots.on == Question::contract) result += " to the contract";
  return result;
}

std::string words(const BodyWords& body) { return body.body + " says " + text(body.says); }
std::string words(const AllWords& rule) { return joined(rule.all, ", and "); }
std::string words(const AnyWords& rule) { return joined(rule.any, ", or "); }
std::string words(const NoneWords& rule) { return "none of these: " + joined(rule.none, ", or "); }
std::string words(const IfWords& rule) {
  return "if " + in_words(rule.parts[0]) + " then " + in_words(rule.parts[1]) + ", otherwise " +
         in_words(rule.parts[2]);
}
std::string words(const EachWords&) { return "each union decides for itself"; }

}  // namespace

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
