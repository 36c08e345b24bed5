// Every number of the scenario, and every key that has its usual value.
#include "io/describe/leaves.h"
#include "io/describe/sections.h"
#include "io/result/number_text.h"

namespace ayes::described {
namespace {

std::string middle_text(const Subject& subject, const Leaf& leaf, Tell manner) {
  if (const auto* certain = std::get_if<Fixed>(&leaf.number->quantity.law))
    return stated(certain->value, manner);
  return about(subject.middle(leaf.path), manner);
}

// Tables that state what differs: a driver, a group, a unit. What they leave out is nobody's
// default.
bool is_exception(const std::string& path) {
  for (const char* table : {"driver.", "delay.", "support.group.", "support.units.",
                            "ballot.units.", "pay.units.", "round."}) {
    if (path.starts_with(table)) return true;
  }
  return false;
}

}  // namespace

void numbers(const Subject& subject, Prose& text) {
  Table table({Align::left, Align::right, Align::right, Align::left});
  table.add({"number", "middle", "8 in 10 lie within", "law"});
  std::int64_t all = 0, uncertain = 0;
  for (const Leaf& leaf : leaves_of(subject.scenario)) {
    if (!leaf.number || leaf.usual) continue;
    ++all;
    const Tell manner = manner_of(leaf.path, leaf.number->kind);
    std::string within, law = "certain";
    const auto range = subject.ranges.find(leaf.path);
    if (!leaf.number->quantity.is_fixed()) {
      ++uncertain;
      law = family_of(leaf.number->quantity, leaf.number->kind);
      if (range != subject.ranges.end()) {
        within = span_of(range->second.low, range->second.high, manner);
      }
    }
    table.add({leaf.path, middle_text(subject, leaf, manner), within, law});
  }
  text.heading("ALL NUMBERS THAT ARE STATED");
  text.say(counted(all, "number") + ", " + std::to_string(uncertain) +
           " of them uncertain. --set PATH=VALUE changes one. (Where reports count inputs, they "
           "count what is computed with: also numbers that have their usual value, each once.)");
  text.table(table);
}

void defaults(const Subject& subject, Prose& text) {
  text.heading("WHAT HAS ITS USUAL VALUE");
  text.say("These keys are not stated, or stated as they would be anyway.");
  for (const Leaf& leaf : leaves_of(subject.scenario)) {
    if (!leaf.usual || leaf.path.starts_with("roster.")) continue;
    const bool nothing = leaf.value == "\"\"" || leaf.value == "none" || leaf.value == "not stated";
    if (nothing && is_exception(leaf.path)) continue;
    text.item(leaf.path + (nothing ? ", not stated" : " = " + leaf.value) + ": " + leaf.sentence);
  }
}

}  // namespace ayes::described
