// The program as a process of its own, to be stopped by the signals that stop programs.
#pragma once

#include "tests/cli/shell.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace ayes::tests {

class Process {
 public:
  // Starts the program in a folder with a line of arguments, between which there are spaces and
  // within which there is none; what it says goes to .out and .err there.
  Process(const Folder& folder, const std::string& line) {
    std::istringstream stream("ayes " + line);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    std::vector<char*> argv;
    for (std::string& each : words) argv.push_back(each.data());
    argv.push_back(nullptr);
    pid_ = fork();
    if (pid_ != 0) return;
    std::signal(SIGINT, SIG_DFL);
    if (chdir(folder.path().c_str()) != 0 || !std::freopen(".out", "w", stdout) ||
        !std::freopen(".err", "w", stderr)) {
      _exit(99);
    }
    execv(AYES_PROGRAM, argv.data());
    _exit(99);
  }

  void send(int signal) const { kill(pid_, signal); }

  // Waits for its end; returns its exit code, or 128 and the signal that ended it.
  int wait() const {
    int status = 0;
    waitpid(pid_, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  pid_t pid_;
};

// Waits until there is a file.
inline void wait_for(const std::filesystem::path& path) {
  while (!std::filesystem::exists(path)) std::this_thread::sleep_for(std::chrono::milliseconds(2));
}

}  // namespace ayes::tests
