#include "cli/measure_argument.h"

#include "cli/outcome.h"
#include "io/precision_fault.h"

namespace ayes {

void check_measure(const std::string& where, const Model& model, const std::string& name) {
  if (const auto problem = measure_fault(model, name)) throw UsageError(where + ": " + *problem);
}

}  // namespace ayes
