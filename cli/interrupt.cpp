#include "cli/interrupt.h"

#include <array>
#include <atomic>
#include <csignal>

namespace ayes {
namespace {

// A signal handler can reach nothing but a global.
std::atomic<bool> pressed{false};
static_assert(std::atomic<bool>::is_always_lock_free);

constexpr std::array signals = {SIGINT, SIGTERM};

extern "C" void on_interrupt(int signal) {
  pressed = true;
  std::signal(signal, SIG_DFL);
}

}  // namespace

Interrupt::Interrupt() {
  pressed = false;
  for (std::size_t s = 0; s < signals.size(); ++s) {
    before_[s] = std::signal(signals[s], on_interrupt);
    if (before_[s] == SIG_IGN) std::signal(signals[s], SIG_IGN);  // in the background: stays deaf
  }
}

Interrupt::~Interrupt() {
  for (std::size_t s = 0; s < signals.size(); ++s)
    std::signal(signals[s], before_[s] == SIG_ERR ? SIG_DFL : before_[s]);
}

bool Interrupt::asked() const { return pressed; }

}  // namespace ayes
