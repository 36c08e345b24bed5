// The module ayes._core: calls.h as Python sees it. Python classes in python/ayes give it its face;
// here are values and text only, and every call that takes time lets other threads of Python go on.
#include "cli/outcome.h"
#include "cli/terminal.h"
#include "cli/updating.h"
#include "io/explain/report.h"
#include "io/result/json.h"
#include "io/scenario/schema.h"
#include "io/update/results_file.h"
#include "models/version.h"
#include "python/arguments.h"
#include "python/calls.h"
#include "python/interruptible.h"
#include "sim/precision.h"
#include "sim/update.h"

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

namespace nb = nanobind;
using namespace nb::literals;

namespace ayes {
namespace {

using Settings = std::vector<std::string>;

struct PythonScenario {
  Held held;
};

PythonScenario hold(Loaded loaded) { return {std::make_shared<const Loaded>(std::move(loaded))}; }

// Settings of a keyword, named `option` in messages.
PythonScenario load_path(const std::string& path, const Settings& settings,
                         const std::string& option) {
  return hold(load_with({.path = path}, option, settings));
}

PythonScenario load_merged(const std::string& text, const std::string& path,
                           const Settings& settings, const std::string& option) {
  return hold(load_with({.path = path, .merged = text}, option, settings));
}

// An array that owns a column, not a copy of it.
nb::object array_of(std::vector<double>&& column) {
  auto* owned = new std::vector<double>(std::move(column));
  const nb::capsule owner(owned,
                          [](void* p) noexcept { delete static_cast<std::vector<double>*>(p); });
  return nb::cast(
      nb::ndarray<nb::numpy, const double, nb::ndim<1>>(owned->data(), {owned->size()}, owner));
}

nb::tuple run_for_python(const PythonScenario& scenario, Plan plan, std::optional<double> precision,
                         const std::string& measure, std::optional<double> max_time,
                         const std::string& resume, const std::string& save_every,
                         const std::vector<std::string>& draws, const std::string& draws_file,
                         bool provenance, int threads, const nb::object& progress) {
  if (precision) plan = with_precision(plan, measure, *precision, scenario.held->model);
  const RunRequest request{.plan = plan,
                           .long_run = {.resume = resume, .save_every = save_every},
                           .draws = draws,
                           .draws_file = draws_file,
                           .provenance = provenance};
  RunOutcome outcome = interruptible(threads, max_time, progress, [&](const Execution& execution) {
    return run(scenario.held, request, execution);
  });
  nb::list columns;
  for (std::vector<double>& column : outcome.draws) columns.append(array_of(std::move(column)));
  return nb::make_tuple(std::move(outcome.report), columns);
}

nb::bytes bytes_of(const std::string& text) { return nb::bytes(text.data(), text.size()); }

std::string text_of(const nb::bytes& bytes) { return {bytes.c_str(), bytes.size()}; }

// Options and their texts: ("--vary", "support.swing=0.1:0.5:0.1").
SweepRequest sweep_request(const AxisTexts& axes, const std::string& design,
                           const std::vector<std::string>& measures, const Plan& plan) {
  return {.axes = read_axes(axes),
          .design = design_argument(design),
          .measures = measures,
          .plan = plan};
}

// An update counts all votes in one way, so its plan has no method to choose.
Plan weighted_plan(std::uint64_t seed, std::int64_t replications) {
  if (replications < 1 || replications > most_weighted)
    refuse("replications=" + std::to_string(replications), "write 1 to 2**24");
  return {.seed = seed, .replications = replications};
}

// A mistake as the keywords of Python's Mistake.
nb::dict to_dict(const Mistake& mistake) {
  nb::dict fields;
  fields["path"] = mistake.path;
  fields["problem"] = mistake.problem;
  fields["why"] = mistake.why;
  fields["suggestion"] = mistake.suggestion;
  fields["file"] = mistake.file;
  fields["line"] = mistake.line;
  fields["column"] = mistake.column;
  fields["text"] = to_text(mistake);
  return fields;
}

nb::list to_dicts(const std::vector<Mistake>& mistakes) {
  nb::list dicts;
  for (const Mistake& mistake : mistakes) dicts.append(to_dict(mistake));
  return dicts;
}

// What the commands say of options, as it reads of keywords: max_time in place of --max-time.
std::string without_dashes(std::string text) {
  const auto is_letter = [&](std::size_t at) {
    return at < text.size() && text[at] >= 'a' && text[at] <= 'z';
  };
  for (std::size_t at = 0; (at = text.find("--", at)) != std::string::npos;) {
    if (!is_letter(at + 2)) {
      at += 2;
      continue;
    }
    text.erase(at, 2);
    for (; is_letter(at) || (at < text.size() && text[at] == '-' && is_letter(at + 1)); ++at) {
      if (text[at] == '-') text[at] = '_';
    }
  }
  return text;
}

void raise(const char* type, const nb::object& value) {
  const nb::object error = nb::module_::import_("ayes._errors").attr(type);
  PyErr_SetObject(error.ptr(), value.ptr());
}

void translate(const std::exception_ptr& thrown, void*) {
  try {
    std::rethrow_exception(thrown);
  } catch (const ScenarioError& error) {
    raise("ScenarioError",
          nb::module_::import_("ayes._errors").attr("scenario_error")(to_dicts(error.mistakes())));
  } catch (const UsageError& error) {
    PyErr_SetString(PyExc_ValueError, without_dashes(error.what()).c_str());
  } catch (const ArgumentError& error) {
    PyErr_SetString(PyExc_ValueError, error.what());
  } catch (const NoResult& none) {
    raise("NoResultError", nb::make_tuple(none.what(), none.effective, none.largest));
  } catch (const FileError& error) {
    raise("FileError", nb::str(error.what()));
  } catch (const OutputError& error) {
    raise("FileError", nb::str(error.what()));
  }
}

constexpr auto unlocked = nb::call_guard<nb::gil_scoped_release>();

}  // namespace
}  // namespace ayes

NB_MODULE(_core, module) {
  using namespace ayes;
  module.doc() = "The engine of Ayes; ayes.Scenario, ayes.Result and the like are its face.";
  module.attr("version") = std::string(version());
  module.attr("commit") = std::string(commit());
  nb::set_leak_warnings(false);  // what is alive when the interpreter ends is no leak
  nb::register_exception_translator(translate, nullptr);

  nb::class_<PythonScenario>(module, "Scenario")
      .def_prop_ro("title", [](const PythonScenario& s) { return s.held->file.scenario.title; })
      .def_prop_ro("about", [](const PythonScenario& s) { return s.held->file.scenario.about; })
      .def_prop_ro("path", [](const PythonScenario& s) { return s.held->file.path; })
      .def_prop_ro("sha256", [](const PythonScenario& s) { return s.held->file.sha256; })
      .def_prop_ro("members", [](const PythonScenario& s) { return s.held->model.members; })
      .def_prop_ro("unions", [](const PythonScenario& s) { return s.held->model.unions.size(); })
      .def_prop_ro("units", [](const PythonScenario& s) { return s.held->model.units.size(); })
      .def_prop_ro("measures",
                   [](const PythonScenario& s) {
                     nb::dict units;
                     for (const std::string& name : watched_names(s.held->model)) {
                       const auto watched = find_watched(s.held->model, name);
                       units[nb::str(name.c_str())] =
                           watched->measure ? watched->measure->unit : "chance";
                     }
                     return units;
                   })
      .def("toml", [](const PythonScenario& s) { return write_scenario(s.held->file.scenario); })
      .def("warnings", [](const PythonScenario& s) { return to_dicts(warnings_of(*s.held)); })
      .def(
          "describe",
          [](const PythonScenario& s, int width) {
            return interruptible(1, {}, nb::none(), [&](const Execution& execution) {
              return describe(*s.held, width, execution);
            });
          },
          "width"_a)
      .def(
          "story",
          [](const PythonScenario& s, std::int64_t replication, std::uint64_t seed, int width) {
            return story(*s.held, replication, seed, width);
          },
          "replication"_a, "seed"_a, "width"_a, unlocked);

  nb::class_<Plan>(module, "Plan")
      .def_ro("seed", &Plan::seed)
      .def_ro("replications", &Plan::replications);
  module.def("plan", &make_plan, "seed"_a, "replications"_a, "method"_a, "points"_a);

  nb::class_<Report>(module, "Report")
      .def(
          "json", [](const Report& report) { return report.in("json", {}); }, unlocked)
      .def(
          "csv", [](const Report& report) { return report.in("csv", {}); }, unlocked)
      .def(
          "text",
          [](const Report& report, int width) {
            return report.in("text", {.width = width, .bold = false});
          },
          "width"_a, unlocked)
      .def(
          "toml", [](const Report& report) { return report.in("toml", {}); }, unlocked);

  module.def("load", &load_path, "path"_a, "settings"_a, "option"_a, unlocked);
  module.def("load_merged", &load_merged, "text"_a, "path"_a, "settings"_a, "option"_a, unlocked);
  module.def(
      "load_text",
      [](const std::string& text, const std::string& path) { return hold(load_text(text, path)); },
      "text"_a, "path"_a, unlocked);

  module.def("run", &run_for_python, "scenario"_a, "plan"_a, "precision"_a.none(), "measure"_a,
             "max_time"_a.none(), "resume"_a, "save_every"_a, "draws"_a, "draws_file"_a,
             "provenance"_a, "threads"_a, "progress"_a.none());
  module.def(
      "run_part",
      [](const PythonScenario& scenario, const Plan& plan, std::int64_t number, std::int64_t of,
         int threads) {
        return bytes_of(interruptible(threads, {}, nb::none(), [&](const Execution& execution) {
          return run_part(scenario.held, plan, {number, of}, execution);
        }));
      },
      "scenario"_a, "plan"_a, "number"_a, "of"_a, "threads"_a);

  module.def(
      "sweep",
      [](const PythonScenario& scenario, const AxisTexts& axes, const std::string& design,
         const std::vector<std::string>& measures, const Plan& plan, const std::string& resume,
         const std::string& save_every, int threads, const nb::object& progress) {
        return interruptible(threads, {}, progress, [&](const Execution& execution) {
          return sweep(scenario.held, sweep_request(axes, design, measures, plan),
                       {.resume = resume, .save_every = save_every}, execution);
        });
      },
      "scenario"_a, "axes"_a, "design"_a, "measures"_a, "plan"_a, "resume"_a, "save_every"_a,
      "threads"_a, "progress"_a.none());
  module.def(
      "sweep_parts",
      [](const PythonScenario& scenario, const AxisTexts& axes, const std::string& design,
         const std::vector<std::string>& measures, const Plan& plan, std::int64_t parts) {
        const std::vector<std::string> states =
            interruptible(1, {}, nb::none(), [&](const Execution&) {
              return sweep_parts(scenario.held, sweep_request(axes, design, measures, plan), parts);
            });
        nb::list all;
        for (const std::string& state : states) all.append(bytes_of(state));
        return all;
      },
      "scenario"_a, "axes"_a, "design"_a, "measures"_a, "plan"_a, "parts"_a);
  module.def(
      "carry_on_sweep",
      [](const PythonScenario& scenario, const nb::bytes& state, int threads) {
        const std::string text = text_of(state);
        return bytes_of(interruptible(threads, {}, nb::none(), [&](const Execution& execution) {
          return carry_on_sweep(scenario.held, text, execution);
        }));
      },
      "scenario"_a, "state"_a, "threads"_a);
  module.def(
      "merge",
      [](const nb::list& states, const std::vector<std::string>& names) {
        std::vector<std::string> texts;
        for (const nb::handle state : states) texts.push_back(text_of(nb::cast<nb::bytes>(state)));
        Merged merged =
            interruptible(1, {}, nb::none(), [&](const Execution&) { return merge(texts, names); });
        return nb::make_tuple(merged.kind, std::move(merged.report));
      },
      "states"_a, "names"_a);

  module.def(
      "compare",
      [](const std::vector<PythonScenario>& scenarios, const std::vector<std::string>& labels,
         const Plan& plan, const std::string& resume, const std::string& save_every, int threads,
         const nb::object& progress) {
        std::vector<Held> held;
        for (const PythonScenario& scenario : scenarios) held.push_back(scenario.held);
        return interruptible(threads, {}, progress, [&](const Execution& execution) {
          return compare(held, labels, plan, {.resume = resume, .save_every = save_every},
                         execution);
        });
      },
      "scenarios"_a, "labels"_a, "plan"_a, "resume"_a, "save_every"_a, "threads"_a,
      "progress"_a.none());
  module.def(
      "compare_part",
      [](const std::vector<PythonScenario>& scenarios, const std::vector<std::string>& labels,
         const Plan& plan, std::int64_t number, std::int64_t of, int threads) {
        std::vector<Held> held;
        for (const PythonScenario& scenario : scenarios) held.push_back(scenario.held);
        return bytes_of(interruptible(threads, {}, nb::none(), [&](const Execution& execution) {
          return compare_part(held, labels, plan, {number, of}, execution);
        }));
      },
      "scenarios"_a, "labels"_a, "plan"_a, "number"_a, "of"_a, "threads"_a);
  module.def(
      "compare_results",
      [](const std::vector<std::string>& results, const std::vector<std::string>& files,
         const std::vector<std::string>& labels,
         const Plan& plan) { return compare(results, files, labels, plan); },
      "results"_a, "files"_a, "labels"_a, "plan"_a, unlocked);
  module.def(
      "explain",
      [](const PythonScenario& scenario, const Plan& plan, int threads,
         const nb::object& progress) {
        return interruptible(threads, {}, progress, [&](const Execution& execution) {
          return explain(scenario.held, plan, execution);
        });
      },
      "scenario"_a, "plan"_a, "threads"_a, "progress"_a.none());
  module.def(
      "solve",
      [](const PythonScenario& scenario, const std::string& vary, const std::string& until,
         const Plan& plan, int threads, const nb::object& progress) {
        return interruptible(threads, {}, progress, [&](const Execution& execution) {
          return solve(scenario.held, vary, until, plan, execution);
        });
      },
      "scenario"_a, "vary"_a, "until"_a, "plan"_a, "threads"_a, "progress"_a.none());

  module.def(
      "update",
      [](const PythonScenario& scenario, const std::string& path,
         const std::optional<std::string>& text, const std::string& until, std::uint64_t seed,
         std::int64_t replications, int threads, const nb::object& progress) {
        std::optional<Date> day;
        if (!until.empty()) {
          day = read_day(until);
          if (!day) refuse("until=" + until, "this is no day; write it as 2011-06-24");
        }
        const Plan plan = weighted_plan(seed, replications);
        return interruptible(threads, {}, progress, [&](const Execution& execution) {
          return update(scenario.held, {path, text}, day, plan, execution);
        });
      },
      "scenario"_a, "path"_a, "text"_a.none(), "until"_a, "seed"_a, "replications"_a, "threads"_a,
      "progress"_a.none());
  module.def(
      "update_by_date",
      [](const PythonScenario& scenario, const std::string& path,
         const std::optional<std::string>& text, std::uint64_t seed, std::int64_t replications,
         int threads, const nb::object& progress) {
        const Plan plan = weighted_plan(seed, replications);
        return interruptible(threads, {}, progress, [&](const Execution& execution) {
          return update_by_date(scenario.held, {path, text}, plan, execution);
        });
      },
      "scenario"_a, "path"_a, "text"_a.none(), "seed"_a, "replications"_a, "threads"_a,
      "progress"_a.none());
  module.def(
      "calibrate",
      [](const std::vector<std::pair<std::string, std::optional<std::string>>>& tables,
         const std::vector<std::string>& columns, const std::vector<std::string>& without,
         std::uint64_t seed, int draws, int threads, const nb::object& progress) {
        std::vector<TableSource> sources;
        for (const auto& [path, text] : tables) sources.push_back({path, text});
        learning::Sampling sampling;
        sampling.seed = seed;
        sampling.draws = draws;
        return interruptible(threads, {}, progress, [&](const Execution& execution) {
          return calibrate(sources, columns, without, sampling, execution);
        });
      },
      "tables"_a, "columns"_a, "without"_a, "seed"_a, "draws"_a, "threads"_a, "progress"_a.none());
  module.def(
      "backtest",
      [](const std::vector<std::pair<std::string, std::optional<std::string>>>& tables,
         const std::vector<std::string>& columns, const std::vector<std::string>& without,
         std::uint64_t seed, int draws, int reveals, int threads, const nb::object& progress) {
        std::vector<TableSource> sources;
        for (const auto& [path, text] : tables) sources.push_back({path, text});
        learning::BacktestPlan plan;
        plan.sampling.seed = seed;
        plan.sampling.draws = draws;
        plan.reveals = reveals;
        return interruptible(threads, {}, progress, [&](const Execution& execution) {
          return backtest(sources, columns, without, plan, execution);
        });
      },
      "tables"_a, "columns"_a, "without"_a, "seed"_a, "draws"_a, "reveals"_a, "threads"_a,
      "progress"_a.none());
  module.def(
      "verify",
      [](const std::string& result, const std::string& name, const PythonScenario& scenario,
         int threads, const nb::object& progress) {
        return interruptible(threads, {}, progress, [&](const Execution& execution) {
          return verify(result, name, scenario.held, execution);
        });
      },
      "result"_a, "name"_a, "scenario"_a, "threads"_a, "progress"_a.none());
  module.def("scenario_of_result", &scenario_of_result, "result"_a, "name"_a, unlocked);

  module.def("schema", &scenario_schema);
  module.def(
      "run_csv", [](const std::string& json) { return to_csv(json); }, "json"_a, unlocked);
  module.def("explanation_csv", &explanation_csv, "json"_a, unlocked);
}
