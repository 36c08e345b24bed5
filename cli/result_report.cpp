#include "cli/result_report.h"

#include "io/result/json.h"
#include "io/result/number_text.h"
#include "io/result/text_report.h"

namespace ayes {
namespace {

std::string in_one_line(const Provenance& run) {
  return "\nRun on " + run.host + ", " + run.started + ": " + fixed(run.seconds, 2) + " seconds, " +
         std::to_string(run.threads) + (run.threads == 1 ? " thread, " : " threads, ") +
         run.kernels + " kernels, commit " + run.commit + "\n";
}

}  // namespace

std::string ResultReport::in(std::string_view format) const {
  if (format == "text") {
    return text_report(result, wording_of(file), page) + (run ? in_one_line(*run) : "");
  }
  std::string json = to_json(result, source_of(file), run ? &*run : nullptr);
  return format == "csv" ? to_csv(json) : json;
}

}  // namespace ayes
