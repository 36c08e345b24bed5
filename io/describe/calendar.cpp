// When units are counted, what later ones make of it, and who may come too late.
#include "io/describe/sections.h"
#include "models/path.h"
#include "models/scenario/spelling.h"

namespace ayes::described {
namespace {

std::string absent_in_words(AbsentCounts absent) {
  switch (absent) {
    case AbsentCounts::no:
      return "counts as a no";
    case AbsentCounts::yes:
      return "counts as a yes";
    case AbsentCounts::neither:
      return "counts neither as a yes nor as a no, and stays in the total";
    case AbsentCounts::left_out:
      return "is left out, of the total as well";
  }
  return "";
}

void say_days(const Subject& subject, Prose& text) {
  const Calendar& calendar = *subject.model.calendar;
  for (const CountingDay& day : calendar.days) {
    std::vector<std::string> names;
    for (int u : day.units)
      names.push_back(subject.model.units[static_cast<std::size_t>(u)].name +
                      (calendar.delay[static_cast<std::size_t>(u)] >= 0 ? " (unless late)" : ""));
    text.item(day_in_words(date_of(day.day)) + ": " + listed(names) + ".", 1);
  }
}

void say_close(const CalendarTable& table, Prose& text) {
  if (!table.deadline) {
    text.item("There is no deadline: nobody can come too late.");
    return;
  }
  text.item("The close is " + day_in_words(*table.deadline) +
            ". A unit whose count comes later has missed it: its ballots decide about its own "
            "contract alone.");
  text.item("A unit or union that missed the close " + absent_in_words(table.absent) + ".");
  text.item(table.union_waits ? "A union misses the close if one of its units does."
                              : "A union speaks by those of its units that are in time; it misses "
                                "the close if none is.");
}

void say_moves(const Subject& subject, const CalendarTable& table, Prose& text) {
  const Calendar& calendar = *subject.model.calendar;
  if (!calendar.has_momentum && !calendar.has_shifts) {
    text.item("Nobody is moved by what was counted before.");
    return;
  }
  text.item(
      "Momentum, by how much a surprise of 1 in the units counted before moves the later "
      "ones: " +
      subject.said(table.momentum, "calendar.momentum") + ".");
  text.item("A unit that votes when the package can't be " + subject.scenario.words.ratified +
            " any more is moved by " + subject.said(table.once_dead, "calendar.once_dead") +
            "; when nothing can stop it any more, by " +
            subject.said(table.once_safe, "calendar.once_safe") + ".");
}

void say_delay(const Subject& subject, const DelayTable& delay, Prose& text) {
  const std::string path = child("delay", delay.unit);
  std::string line = delay.unit + " may vote late, with a chance of " +
                     subject.said(delay.chance, path + ".chance") + ": ";
  line += delay.days ? "by days: " + subject.said(*delay.days, path + ".days") : "after the close";
  text.item(line + ".");
  const ReturnTable& then = delay.then;
  if (then.ballot) {
    std::vector<std::string> said;
    if (then.ballot->design) said.push_back("design " + std::string(spelled(*then.ballot->design)));
    if (then.ballot->bundled_yes_if)
      said.push_back("yes by " + std::string(spelled(*then.ballot->bundled_yes_if)));
    if (then.ballot->weight)
      said.push_back("weight " + subject.said(*then.ballot->weight, path + ".then.ballot.weight"));
    if (then.ballot->penalty)
      said.push_back("penalty " +
                     subject.said(*then.ballot->penalty, path + ".then.ballot.penalty"));
    if (then.ballot->unreturned)
      said.push_back("unreturned ballots " + std::string(spelled(*then.ballot->unreturned)));
    if (!said.empty()) text.item("Its ballot then: " + listed(said) + ".", 1);
  }
  if (!(then.shift == Shift(0.0))) {
    text.item(
        "It then likes its contract more: " + subject.said(then.shift, path + ".then.shift") + ".",
        1);
  }
}

}  // namespace

void calendar(const Subject& subject, Prose& text) {
  if (!subject.model.calendar) return;
  const CalendarTable table = subject.scenario.calendar.value_or(CalendarTable{});
  text.heading("THE CALENDAR");
  text.item(
      "Units are counted in the order of their days, those of one day without knowing of "
      "each other" +
      std::string(subject.model.calendar->days.size() > 1 ? ":" : "."));
  if (subject.model.calendar->days.size() > 1) say_days(subject, text);
  if (table.revisable) {
    text.item("All ballots can be changed until the close, and so are counted then.");
  } else {
    std::vector<std::string> revisable;
    for (const Unit& unit : subject.model.units)
      if (unit.revisable) revisable.push_back(unit.name);
    if (!revisable.empty())
      text.item("Ballots of " + listed(revisable) +
                " can be changed until the close, and so are counted then.");
  }
  say_close(table, text);
  say_moves(subject, table, text);
  for (const DelayTable& delay : subject.scenario.delay) say_delay(subject, delay, text);
}

}  // namespace ayes::described
