// A model in the making: what the compilers of the single tables share.
#pragma once

#include "models/mistake.h"
#include "models/model.h"
#include "models/nearest.h"
#include "models/scenario/scenario.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ayes {

struct Draft {
  const Scenario& scenario;
  Model model;
  std::vector<Mistake> mistakes;
  std::map<std::string, int, std::less<>> unit_index, union_index, divided_index;
  std::map<std::string, SharedColumn, std::less<>> input_index;  // by path
  const RoundTable* round = nullptr;                             // the later vote it is of

  void mistake(std::string path, std::string problem, std::string why = {},
               std::string suggestion = {}) {
    mistakes.push_back(
        {std::move(path), std::move(problem), std::move(why), std::move(suggestion)});
  }
  // Takes the next shared column.
  SharedColumn new_column() { return model.shared.columns++; }
};

// Joins parts of a path with dots, quoting a part that is not a bare key: support.units."Local
// 749".
std::string path_of(std::initializer_list<std::string_view> parts);

// Says a circle: "A waits for B, which waits for A". The names are those on it, each once.
std::string circle_in_words(const std::vector<std::string>& names, const std::string& verb);

// The scale on which the steps use an input: as stated, or Φ⁻¹ of it.
enum class Scale { as_stated, probit };

// Adds an input and returns its column; the same path twice is the same input.
SharedColumn add_input(Draft& draft, const std::string& path, const Quantity& quantity, Kind kind,
                       Scale scale = Scale::as_stated);

// Turns an uncertain share into the noise of one unit: its quantile as a function of the unit's z.
LawNoise law_noise(Draft& draft, const std::string& path, const Quantity& quantity, Kind kind);

// Returns Φ⁻¹(share), with a very large finite number for 0 and 1, which are certain.
double certain_probit(double share);

// The compilers of the tables, in the order in which they run. Inputs come before any other column.
void compile_roster(Draft& draft);
void compile_inputs(Draft& draft);
void compile_shared_terms(Draft& draft);
void compile_unit_opinions(Draft& draft);
void compile_rules(Draft& draft);
void compile_verdicts(Draft& draft);
void compile_consequences(Draft& draft);
void compile_calendar(Draft& draft);
void compile_returning(Draft& draft);
void compile_expectations(Draft& draft);
void compile_streams(Draft& draft);

// Compiles one vote: the first, or the later one that `round` tells of.
Model compile_vote(const Scenario& scenario, const RoundTable* round);

// Compiles the later votes of a scenario into its model. Throws ScenarioError.
void compile_rounds(const Scenario& scenario, Model& model);

// Reads a column of the roster as a number for one unit; an empty cell, a missing column or a text
// is a mistake at `path` and gives 0.
double number_in_column(Draft& draft, int unit, const std::string& column, const std::string& path);
// Returns the text of a unit in a column, `union` included; empty if it has none.
std::string text_in_column(const Draft& draft, int unit, const std::string& column);
// Tells whether any unit has the column.
bool has_column(const Draft& draft, const std::string& column);
// Lists all columns of the roster, for suggestions.
std::vector<std::string> column_names(const Draft& draft);

}  // namespace ayes
