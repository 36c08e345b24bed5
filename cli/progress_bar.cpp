#include "cli/progress_bar.h"

#include "cli/terminal.h"
#include "io/result/bars.h"
#include "io/result/number_text.h"
#include "io/result/page.h"

#include <algorithm>
#include <cmath>

namespace ayes {
namespace {

constexpr int width = 20;
constexpr std::chrono::milliseconds between_drawings{100};

std::string rate_text(double rate) {
  if (rate >= 1e6) return fixed(rate / 1e6, 1) + " million a second";
  return fixed(rate, rate < 10 ? 1 : 0) + " a second";
}

std::string time_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::ceil(seconds));
  const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  if (whole >= 3600)
    return std::to_string(whole / 3600) + ":" + two(whole / 60 % 60) + ":" + two(whole % 60);
  return std::to_string(whole / 60) + ":" + two(whole % 60);
}

}  // namespace

std::string progress_line(std::int64_t done, std::int64_t wanted, double seconds,
                          const std::string& what) {
  const double share =
      static_cast<double>(done) / static_cast<double>(std::max<std::int64_t>(wanted, 1));
  std::string line = padded_left(fixed(std::floor(100 * share), 0) + "%", 5) + "  " +
                     padded(bar(share, width), width) + "  " + grouped(done) + " of " +
                     grouped(wanted) + " " + what;
  if (done > 0 && seconds > 0) {
    const double rate = static_cast<double>(done) / seconds;
    line += " · " + rate_text(rate) + " · " + time_text(static_cast<double>(wanted - done) / rate) +
            " left";
  }
  return line;
}

ProgressBar::~ProgressBar() {
  if (visible_) say("\r\x1b[K");
}

void ProgressBar::update(std::int64_t done, std::int64_t wanted) {
  if (!shown_) return;
  const std::lock_guard lock(mutex_);
  const Clock::time_point now = Clock::now();
  if (now - drawn_ < between_drawings) return;
  drawn_ = now;
  visible_ = true;
  say("\r\x1b[K" +
      progress_line(done, wanted, std::chrono::duration<double>(now - start_).count(), what_));
}

std::function<bool(std::int64_t, std::int64_t)> ProgressBar::until(const Interrupt& interrupt) {
  return [this, &interrupt](std::int64_t done, std::int64_t wanted) {
    update(done, wanted);
    return !interrupt.asked();
  };
}

}  // namespace ayes
