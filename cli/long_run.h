// Runs that take hours: kept in a file as they go on, gone on from it, or cut into parts that
// several machines see to.
#pragma once

#include "cli/output_file.h"
#include "cli/output_options.h"
#include "cli/state_file.h"
#include "io/load.h"
#include "sim/part.h"
#include "sim/run.h"

#include <functional>
#include <optional>
#include <string>

namespace ayes {

// As a person wrote them.
struct LongRunOptions {
  std::string shard, resume, save_every;
};

// Declares --resume, --save-every and --shard; `what` is cut, a run, say.
void add_long_run_options(CLI::App& command, LongRunOptions& options,
                          const std::string& what = "run");

// Reads --shard, such as 3/16: the whole when it is empty. Throws UsageError when it names no part,
// or when --save-every has nothing to save.
Shard shard_of(const LongRunOptions& options);

// Throws UsageError when a format or the ending of a file is none of those known; when a shard has
// nowhere to be saved, or is asked for a result.
void check_output(const LongRunOptions& options, const OutputOptions& output);

// Returns the seconds between two states.
double seconds_between_states(const LongRunOptions& options);

// Throws the UsageError of a state that is of another `what`, a run, say: what differs, if anything
// does, and else that it is of another part.
void check_state(const StateFile& file, const std::string& what, std::string differs, Shard shard,
                 Shard saved);

// Says on stderr that it goes on from a state, and what was counted: "3 of 16 points", say.
void say_going_on(const StateFile& file, const std::string& counted);

// Lets `count` count what is left, then keeps the state, if there is a file. When interrupted,
// keeps it too, says so on stderr and returns false; throws Interrupted when there is no file.
bool counted_or_kept(const std::optional<StateFile>& file, const std::function<void()>& count,
                     const std::function<void()>& keep);

// Says on stderr where a part is saved, and what it counted.
void say_saved(const std::string& path, Shard shard, const std::string& counted);

// Says "3/16".
std::string name_of(Shard shard);

// A run that is carried on, and kept in a file if that is wanted.
class LongRun {
 public:
  // Goes on from the state that is there, which `quiet` doesn't tell. Throws UsageError when that
  // is of another run, FileError and OutputError when it can't be read or written.
  LongRun(const LongRunOptions& options, const Loaded& scenario, const Plan& plan, bool quiet);
  LongRun(const LongRun&) = delete;
  LongRun& operator=(const LongRun&) = delete;

  // Counts what is left. When interrupted, says on stderr that the state is saved and returns
  // false; throws Interrupted when it isn't kept anywhere.
  bool carry_on(Execution& execution);

  const Part& part() const { return part_; }

  // Saves what a shard has counted, also to `file` if there is one, and says so; returns the exit
  // code.
  int save(const OutputOptions& output, std::optional<OutputFile>& file) const;

 private:
  void keep();
  std::string state_text() const;

  const Loaded& scenario_;
  const Plan& plan_;
  Part part_;
  std::optional<StateFile> file_;
};

}  // namespace ayes
