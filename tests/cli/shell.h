// Runs the program itself as a person does, in a folder of its own.
#pragma once

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace ayes::tests {

struct Outcome {
  int code = -1;
  std::string out, err;
};

inline std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A folder that is removed with all that is in it.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "ayes-test-XXXXXX").string();
    if (!mkdtemp(name.data())) std::abort();
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::filesystem::path& path() const { return path_; }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }

  // Runs a line of the shell in the folder, `ayes` being the program that was built.
  Outcome shell(const std::string& line) const {
    const std::string all = "cd '" + path_.string() + "'; ayes() { '" + AYES_PROGRAM +
                            "' \"$@\"; }; unset NO_COLOR; ( " + line + " ) >.out 2>.err </dev/null";
    const int status = std::system(all.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
            text_of(path_ / ".out"), text_of(path_ / ".err")};
  }

  // Runs the program on a scenario until it works on `out`, presses Ctrl-C, and returns its exit
  // code.
  int interrupted(const std::string& scenario_path, const std::string& out) const {
    const pid_t child = fork();
    if (child == 0) {
      std::filesystem::current_path(path_);
      std::signal(SIGINT, SIG_DFL);
      if (!std::freopen(".out", "w", stdout) || !std::freopen(".err", "w", stderr)) _exit(99);
      execl(AYES_PROGRAM, "ayes", "run", scenario_path.c_str(), "-n", "1e12", "-o", out.c_str(),
            nullptr);
      _exit(99);
    }
    const auto beside = path_ / (out + "." + std::to_string(child) + ".part");
    while (!std::filesystem::exists(beside))
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    kill(child, SIGINT);
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  std::filesystem::path path_;
};

// A file of scenarios/.
inline std::string scenario(const std::string& name) {
  return "'" + std::string(AYES_SOURCE_DIR) + "/scenarios/" + name + "'";
}

}  // namespace ayes::tests
