// Work in a thread of its own, while the thread that asked for it listens to Python: to Ctrl-C, and
// to a function that wants to know how far the work is.
#pragma once

#include "sim/run.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <nanobind/nanobind.h>
#include <optional>
#include <thread>
#include <type_traits>

namespace ayes {

// Computes work(execution) with the number of threads given (0: all the machine has). `max_time` is
// in seconds. `progress(done, wanted)` is called from the calling thread about ten times a second
// unless it is None; what it raises, and KeyboardInterrupt, ends the work within a block of votes
// and is raised here.
template <typename Work>
auto interruptible(int threads, std::optional<double> max_time, const nanobind::object& progress,
                   Work&& work) {
  using Value = std::invoke_result_t<Work, const Execution&>;
  using namespace std::chrono_literals;
  const auto start = std::chrono::steady_clock::now();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };

  std::atomic<bool> stop{false};
  std::atomic<std::int64_t> done{0}, wanted{0};
  Execution execution;
  const int all = static_cast<int>(std::thread::hardware_concurrency());
  execution.threads = threads > 0 ? threads : all > 0 ? all : 1;
  execution.progress = [&](std::int64_t now, std::int64_t of) {
    done = now;
    wanted = of;
    return !stop;
  };
  if (max_time) execution.time_spent = [&] { return seconds() / *max_time; };

  std::optional<Value> value;
  std::exception_ptr thrown;
  std::mutex mutex;
  std::condition_variable over;
  bool finished = false;
  const auto carry_out = [&] {
    try {
      value.emplace(work(execution));
    } catch (...) {
      thrown = std::current_exception();
    }
    const std::lock_guard lock(mutex);
    finished = true;
    over.notify_one();
  };

  {
    nanobind::gil_scoped_release released;
    std::thread worker(carry_out);
    std::unique_lock lock(mutex);
    std::exception_ptr raised;
    while (!over.wait_for(lock, 100ms, [&] { return finished; })) {
      if (stop) continue;
      lock.unlock();
      {
        nanobind::gil_scoped_acquire held;
        try {
          if (PyErr_CheckSignals() != 0) throw nanobind::python_error();
          if (!progress.is_none() && wanted > 0) progress(done.load(), wanted.load());
        } catch (...) {
          raised = std::current_exception();
          stop = true;
        }
      }
      lock.lock();
    }
    lock.unlock();
    worker.join();
    if (raised) thrown = raised;
  }
  if (thrown) std::rethrow_exception(thrown);
  return std::move(*value);
}

}  // namespace ayes
