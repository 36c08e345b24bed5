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
  check_state(file, "run", difference(scenario.file.sha256, plan, saved), shard, saved.shard());
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

void check_state(const StateFile& file, const std::string& what, std::string differs, Shard shard,
                 Shard saved) {
  if (differs.empty() && shard != saved)
    differs = "parts " + name_of(shard) + " and " + name_of(saved);
  if (differs.empty()) return;
  throw UsageError("--resume " + file.path() + ": it is the state of another " + what + " (" +
                   differs + "); name another file, or remove this one");
}

void say_going_on(const StateFile& file, const std::string& counted) {
  say("going on from " + file.path() + ": " + counted + " were counted\n");
}

bool counted_or_kept(const std::optional<StateFile>& file, const std::function<void()>& count,
                     const std::function<void()>& keep) {
  try {
    count();
  } catch (const Interrupted&) {
    if (!file) throw;
    keep();
    say("interrupted; state saved in " + file->path() + ", the same command goes on from it\n");
    return false;
  }
  if (file) keep();
  return true;
}

void say_saved(const std::string& path, Shard shard, const std::string& counted) {
  say("saved " + path + ": part " + name_of(shard) + ", " + counted +
      "; ayes merge puts the parts together\n");
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
    if (!quiet) say_going_on(*file_, grouped(votes_counted(plan, part_)) + " votes");
  }
  keep();  // tells at once if it can't be written
}

bool LongRun::carry_on(Execution& execution) {
  if (file_) {
    execution.keep_due = [this] { return file_->due(); };
    execution.keep = [this](const Part&) { keep(); };
  }
  return counted_or_kept(
      file_, [&] { ayes::carry_on(scenario_.model, plan_, execution, part_); }, [this] { keep(); });
}

int LongRun::save(const OutputOptions& output, std::optional<OutputFile>& file) const {
  const Range all = votes_of(plan_, part_.shard);
  if (part_.votes.first < part_.votes.last) {
    say("time was up after " + grouped(votes_counted(plan_, part_)) + " of " +
        grouped(all.last - all.first) + " votes of part " + name_of(part_.shard) +
        "; the same command goes on from " + file_->path() + "\n");
    return exit_code::stopped_short;
  }
  if (file) file->commit(state_text());
  if (!output.quiet) {
    say_saved(file ? output.out : file_->path(), part_.shard,
              grouped(all.last - all.first) + " of " + grouped(plan_.replications) + " votes");
  }
  return exit_code::done;
}

std::string LongRun::state_text() const { return write_state(scenario_.file, plan_, part_); }

void LongRun::keep() {
  file_->write([this] { return state_text(); });
}

}  // namespace ayes
