// What commands that take hours are put through, whichever they are: killed, interrupted, and cut
// into parts that are merged. Lines are those of a person without the program's name.
#pragma once

#include "tests/cli/process.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

namespace ayes::tests {

// Runs a line that keeps a state, killing it `kills` times at moments up to `longest` milliseconds
// after it began to keep its state. Returns how many kills came before its end.
inline int kill_at_random(const Folder& folder, const std::string& line, const std::string& state,
                          int kills, int longest, unsigned seed) {
  std::minstd_rand random(seed);
  int killed = 0;
  for (int i = 0; i < kills; ++i) {
    const Process process(folder, line);
    const auto moment = std::chrono::milliseconds(random() % static_cast<unsigned>(longest));
    wait_for(folder.path() / state);
    std::this_thread::sleep_for(moment);
    process.send(SIGKILL);
    killed += process.wait() == 128 + SIGKILL;
  }
  return killed;
}

// A line that is interrupted as it works says where its state is, leaves no result, and goes on to
// that of the unbroken one.
inline void check_interrupted(const std::string& line, const std::string& state) {
  for (int signal : {SIGINT, SIGTERM}) {
    const Folder folder;
    const std::string kept = line + " --resume " + state + " -o result.json";
    const Process process(folder, kept);
    wait_for(folder.path() / state);
    process.send(signal);
    const int code = process.wait();
    if (code != 0) {  // it was not done before
      CHECK(code == 130);
      CHECK(text_of(folder.path() / ".err") ==
            "interrupted; state saved in " + state + ", the same command goes on from it\n");
      CHECK_FALSE(std::filesystem::exists(folder.path() / "result.json"));
    }
    CHECK(Process(folder, kept).wait() == 0);
    CHECK(Process(folder, line + " -o unbroken.json").wait() == 0);
    CHECK(text_of(folder.path() / "result.json") == text_of(folder.path() / "unbroken.json"));
  }
}

// What an unbroken line gives in every format.
struct Unbroken {
  Unbroken(const Folder& folder, const std::string& line) {
    const Outcome run = folder.shell("ayes " + line + " --quiet -o unbroken.json");
    code = run.code;
    json = text_of(folder.path() / "unbroken.json");
    csv = folder.shell("ayes " + line + " --quiet --format csv").out;
    screen = folder.shell("ayes " + line + " --quiet").out;
  }
  int code;
  std::string json, csv, screen;
};

// Cuts a line into parts, each with the exit code of the whole; returns their files.
inline std::vector<std::string> cut(const Folder& folder, const std::string& line, int of,
                                    int code) {
  std::vector<std::string> parts;
  for (int i = 1; i <= of; ++i) {
    parts.push_back("part-" + std::to_string(i) + ".state");
    const Outcome part = folder.shell("ayes " + line + " --quiet --shard " + std::to_string(i) +
                                      '/' + std::to_string(of) + " -o " + parts.back());
    CHECK_MESSAGE(part.code == code, part.err);
    CHECK(part.out == "");
  }
  return parts;
}

// Parts merged in an order give what the unbroken line gave, byte for byte.
inline void check_merged(const Folder& folder, const std::vector<std::string>& parts,
                         const Unbroken& whole) {
  std::string names;
  for (const std::string& part : parts) names += " " + part;
  CHECK(folder.shell("ayes merge --quiet -o merged.json" + names).code == whole.code);
  CHECK(text_of(folder.path() / "merged.json") == whole.json);
  CHECK(folder.shell("ayes merge --quiet --format csv" + names).out == whole.csv);
  CHECK(folder.shell("ayes merge --quiet" + names).out == whole.screen);
}

// Parts that don't fit together are refused, with the reason; nothing is written.
inline void check_unmerged(const Folder& folder, const std::string& names, const std::string& why,
                           int code = 2) {
  const Outcome merge = folder.shell("ayes merge " + names + " -o merged.json");
  CHECK(merge.code == code);
  CHECK(merge.out == "");
  CHECK_MESSAGE(holds(merge.err, why), merge.err);
  CHECK_FALSE(std::filesystem::exists(folder.path() / "merged.json"));
}

}  // namespace ayes::tests
