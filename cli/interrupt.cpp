#include "cli/interrupt.h"

#include <atomic>
#include <csignal>

namespace ayes {
namespace {

// A signal handler can reach nothing but a global.
std::atomic<bool> pressed{false};
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void on_interrupt(int signal) {
  pressed = true;
  std::signal(signal, SIG_DFL);
}

}  // namespace

Interrupt::Interrupt() {
  pressed = false;
  before_ = std::signal(SIGINT, on_interrupt);
  if (before_ == SIG_IGN) std::signal(SIGINT, SIG_IGN);  // started in the background: stays deaf
}

Interrupt::~Interrupt() { std::signal(SIGINT, before_ == SIG_ERR ? SIG_DFL : before_); }

bool Interrupt::asked() const { return pressed; }

}  // namespace ayes
