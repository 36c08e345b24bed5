#include "cli/long_run.h"

#include "cli/amount_argument.h"
#include "cli/count_argument.h"
#include "cli/outcome.h"
#include "cli/program.h"
#include "cli/terminal.h"
#include "io/result/number_text.h"
#include "io/state/saved_run.h"

#include <CLI/CLI.hpp>

namespace ayes {
namespace {

constexpr double usual_seconds = 2;  // between two states

// Reads the state that is there; throws UsageError when it is that of another run.
std::optional<Part> saved_part(const StateFile& file, const Loaded& scenario, const Plan& plan,
                               Shard shard) {
  const std::optional<std::string> text = file.read();
  if (!text) return {};
  const SavedRun saved(*text, file.path());
  std::string differs = difference(scenario.file.sha256, plan, saved);
  if (differs.empty() && shard != saved.shard())
    differs = "parts " + name_of(shard) + " and " + name_of(saved.shard());
  if (!differs.empty()) refuse_state(file.path(), "run", differs);
  return saved.part(scenario.model);
}

}  // namespace

void add_long_run_options(CLI::App& command, LongRunOptions& options, const std::string& what) {
  command
      .add_option("--resume", options.resume,
                  "Keep the state in FILE as it goes on, and go on from it")
      ->type_name("FILE");
  command.add_option("--save-every", options.save_every, "... this often; 2s if not said")
      ->type_name("TIME");
  command
      .add_option("--shard", options.shard,
                  "Part I of a " + what + " in K, such as 3/16 (ayes merge)")
      ->type_name("I/K");
}

Shard shard_of(const LongRunOptions& options) {
  if (!options.save_every.empty() && options.resume.empty()) {
    throw UsageError("--save-every " + options.save_every +
                     ": there is no state to save; add --resume FILE");
  }
  const std::string& text = options.shard;
  if (text.empty()) return {};
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) {
    throw UsageError("--shard " + text +
                     ": this names no part (its number and how many there are are needed); write "
                     "it as in 3/16");
  }
  const auto number = [](const std::string& part) {
    return static_cast<std::int64_t>(count_argument("--shard", part, 1, most_shards));
  };
  const std::int64_t of = number(text.substr(slash + 1));
  const Shard shard{number(text.substr(0, slash)), of};
  if (shard.number > of) {
    throw UsageError("--shard " + text + ": there is no such part; the last is " +
                     name_of({of, of}));
  }
  return shard;
}

void check_output(const LongRunOptions& options, const OutputOptions& output) {
  if (shard_of(options).whole()) {
    check_formats(output);
    return;
  }
  const auto refuse = [&](const std::string& option, const std::string& why) {
    throw UsageError("--shard " + options.shard + option + why);
  };
  if (output.format != "text") {
    refuse(" with --format",
           ": a part has no result to print; ayes merge prints that of all parts");
  }
  if (output.out.empty() && options.resume.empty())
    refuse("", ": there is nowhere to save the part (ayes merge reads it); add -o FILE.state");
  if (output.out.ends_with(".csv"))
    refuse(" with --out " + output.out,
           ": a part is a state; end its name in .state (ayes merge can write .csv)");
}

double seconds_between_states(const LongRunOptions& options) {
  return options.save_every.empty() ? usual_seconds
                                    : duration_argument("--save-every", options.save_every);
}

void refuse_state(const std::string& path, const std::string& what, const std::string& differs) {
  throw UsageError("--resume " + path + ": it is the state of another " + what + " (" + differs +
                   "); name another file, or remove this one");
}

std::string name_of(Shard shard) {
  return std::to_string(shard.number) + '/' + std::to_string(shard.of);
}

LongRun::LongRun(const LongRunOptions& options, const Loaded& scenario, const Plan& plan,
                 bool quiet)
    : scenario_(scenario), plan_(plan), part_(scenario.model, plan, shard_of(options)) {
  if (options.resume.empty()) return;
  file_.emplace(options.resume, seconds_between_states(options));
  if (auto saved = saved_part(*file_, scenario, plan, part_.shard)) {
    part_ = std::move(*saved);
    if (!quiet) {
      say("going on from " + file_->path() + ": " + grouped(votes_counted(plan, part_)) +
          " votes were counted\n");
    }
  }
  keep();  // tells at once if it can't be written
}

bool LongRun::carry_on(Execution& execution) {
  if (file_) {
    execution.keep_due = [this] { return file_->due(); };
    execution.keep = [this](const Part&) { keep(); };
  }
  try {
    ayes::carry_on(scenario_.model, plan_, execution, part_);
  } catch (const Interrupted&) {
    if (!file_) throw;
    say("interrupted; state saved in " + file_->path() + ", the same command goes on from it\n");
    return false;
  }
  if (file_) keep();
  return true;
}

int LongRun::save(const OutputOptions& output, std::optional<OutputFile>& file) const {
  const Range all = votes_of(plan_, part_.shard);
  const std::string name = name_of(part_.shard);
  if (part_.votes.first < part_.votes.last) {
    say("time was up after " + grouped(votes_counted(plan_, part_)) + " of " +
        grouped(all.last - all.first) + " votes of part " + name +
        "; the same command goes on from " + file_->path() + "\n");
    return exit_code::stopped_short;
  }
  if (file) file->commit(state_text());
  if (!output.quiet) {
    say("saved " + (file ? output.out : file_->path()) + ": part " + name + ", " +
        grouped(all.last - all.first) + " of " + grouped(plan_.replications) +
        " votes; ayes merge puts the parts together\n");
  }
  return exit_code::done;
}

std::string LongRun::state_text() const { return write_state(scenario_.file, plan_, part_); }

void LongRun::keep() {
  file_->write([this] { return state_text(); });
}

}  // namespace ayes
