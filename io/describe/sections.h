// The parts of a description, one function a part; each adds to the text.
#pragma once

#include "io/describe/number_words.h"
#include "io/describe/prose.h"
#include "models/scenario/scenario.h"
#include "sim/result.h"

#include <string>

namespace ayes::described {

// What a description is about.
struct Subject {
  const Scenario& scenario;
  const Model& model;
  const Result& result;
  Ranges ranges;

  // Returns a number in words, with its doubt.
  template <Kind kind>
  std::string said(const QuantityOf<kind>& number, const std::string& path) const {
    return in_words(number, kind, path, ranges);
  }
  double middle(const std::string& path) const { return middle_of(path, ranges); }
};

void title(const Subject& subject, Prose& text);
void voters(const Subject& subject, Prose& text);
void support(const Subject& subject, Prose& text);
void drivers(const Subject& subject, Prose& text);
void turnout(const Subject& subject, Prose& text);
void ballots(const Subject& subject, Prose& text);
void rules(const Subject& subject, Prose& text);
void calendar(const Subject& subject, Prose& text);
void consequences(const Subject& subject, Prose& text);
void layoffs(const Subject& subject, Prose& text);
void pay(const Subject& subject, Prose& text);
void savings(const Subject& subject, Prose& text);
void rounds(const Subject& subject, Prose& text);
void numbers(const Subject& subject, Prose& text);
void defaults(const Subject& subject, Prose& text);

// Adds a rule as an item, its parts below it; `before` begins the sentence.
void say_rule(const RuleWords& rule, const std::string& before, Prose& text);

}  // namespace ayes::described
