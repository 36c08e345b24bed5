// Files for a test, in a folder of their own that disappears with it, and what reading them says.
#pragma once

#include "io/scenario_file.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

template <>
struct doctest::StringMaker<std::vector<std::string>> {
  static doctest::String convert(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += "\n" + line;
    return text.c_str();
  }
};

namespace ayes {

class Folder {
 public:
  explicit Folder(const std::string& name)
      : path_(std::filesystem::temp_directory_path() / ("ayes-test-" + name)) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  // Writes a file and returns its path.
  std::filesystem::path put(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// Returns every mistake as text, with paths shortened to the names of files; empty if there is
// none.
inline std::vector<std::string> texts_of(std::vector<Mistake> mistakes, const std::string& folder) {
  std::vector<std::string> texts;
  for (const Mistake& mistake : mistakes) {
    std::string text = to_text(mistake);
    for (std::size_t at; !folder.empty() && (at = text.find(folder + "/")) != text.npos;)
      text.erase(at, folder.size() + 1);
    texts.push_back(text);
  }
  return texts;
}

inline std::vector<std::string> mistakes_in(const std::filesystem::path& path,
                                            const std::vector<std::string>& settings = {}) {
  try {
    read_scenario(path, settings);
  } catch (const ScenarioError& error) {
    return texts_of(error.mistakes(), path.parent_path().string());
  }
  return {};
}

inline std::vector<std::string> mistakes_in_text(const std::string& text,
                                                 const std::vector<std::string>& settings = {}) {
  try {
    read_scenario_text(text, "a.toml", settings);
  } catch (const ScenarioError& error) {
    return texts_of(error.mistakes(), "");
  }
  return {};
}

// Reads text that has no mistake.
inline Scenario scenario_of(const std::string& text,
                            const std::vector<std::string>& settings = {}) {
  return read_scenario_text(text, "a.toml", settings).scenario;
}

}  // namespace ayes
