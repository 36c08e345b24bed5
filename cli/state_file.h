// The file in which a long run keeps its state, so that a run that was stopped, or killed, goes on
// from there: written whole or not at all, every few seconds.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace ayes {

class StateFile {
 public:
  // A state that is written each time `seconds` have passed, or less often where writing itself
  // takes long: it never takes more than a tenth of the time.
  StateFile(std::string path, double seconds);

  const std::string& path() const { return path_; }

  // Returns the text of the state that is there; none when there is no such file. Throws FileError
  // when it cannot be read.
  std::optional<std::string> read() const;

  // Says whether it is time to write; may be called from any thread.
  bool due() const { return Clock::now().time_since_epoch().count() >= next_; }

  // Writes what `text` returns in place of what was there; throws OutputError.
  void write(const std::function<std::string()>& text);

 private:
  using Clock = std::chrono::steady_clock;
  std::string path_;
  Clock::duration every_;
  std::atomic<Clock::rep> next_;
};

}  // namespace ayes
