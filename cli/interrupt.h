// Ctrl-C while a run goes on, or the signal by which a batch system announces the end (SIGTERM):
// the run stops at its next block, and nothing is left half-written. A second one ends the program
// at once.
#pragma once

#include <array>

namespace ayes {

// Listens from construction to destruction; one at a time.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  // Returns whether Ctrl-C was pressed or SIGTERM came; may be called from any thread.
  bool asked() const;

 private:
  std::array<void (*)(int), 2> before_{};
};

}  // namespace ayes
