// A result in any of the formats that it is printed and saved in.
#pragma once

#include "io/result/page.h"
#include "io/result/source.h"
#include "io/scenario_file.h"
#include "sim/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace ayes {

struct ResultReport {
  const Result& result;
  const ScenarioFile& file;
  std::optional<Provenance> run;
  Page page;

  // Returns the result as text, json or csv.
  std::string in(std::string_view format) const;
};

}  // namespace ayes
