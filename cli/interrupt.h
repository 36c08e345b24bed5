// Ctrl-C while a run goes on: the run stops at its next block, and nothing is left half-written. A
// second Ctrl-C ends the program at once.
#pragma once

namespace ayes {

// Listens for Ctrl-C from construction to destruction; one at a time.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  // Returns whether Ctrl-C was pressed; may be called from any thread.
  bool asked() const;

 private:
  void (*before_)(int);
};

}  // namespace ayes
