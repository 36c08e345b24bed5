// Reads the scenario it is given, simulates 10,000 votes, and prints the chance of ratification.
#include "io/scenario_file.h"
#include "models/compile/compile.h"
#include "models/version.h"
#include "sim/run.h"

#include <iostream>

int main(int, char** arguments) {
  const ayes::ScenarioFile file = ayes::read_scenario(arguments[1]);
  const ayes::Model model = ayes::compile(file.scenario);
  const ayes::Result result = ayes::run(model, {.seed = 1, .replications = 10'000}, {});
  std::cout << "Ayes " << ayes::version() << ": " << file.scenario.title << ": ratified in "
            << 100 * result.ratified.probability << " of 100 simulated votes\n";
}
