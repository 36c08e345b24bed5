#include "io/scenario/sources.h"

#include "io/scenario/merge.h"
#include "io/scenario/toml_text.h"
#include "io/text_file.h"

#include <system_error>
#include <vector>

namespace ayes::reading {
namespace {

constexpr std::size_t longest_chain = 32;  // files, each extending the next

std::filesystem::path known_path(const std::filesystem::path& path) {
  std::error_code error;
  const auto known = std::filesystem::weakly_canonical(path, error);
  return error ? path : known;
}

struct Reading {
  Report& report;
  std::vector<std::filesystem::path> chain;  // of files that extend each other, canonical

  std::optional<Table> read(std::string_view text, const std::filesystem::path& path);
  std::optional<Table> read_base(const Entry& extends);
};

std::optional<Table> Reading::read_base(const Entry& extends) {
  const std::string* name = extends.node.as<std::string>();
  const Where where = extends.node.where;
  if (!name || name->empty() || name->find('\0') != name->npos) {
    report.add(where, "extends",
               {"extends is " + shown(extends.node), "it names the file this one is based on",
                "write extends = \"base.toml\""});
    return std::nullopt;
  }
  const std::filesystem::path path = beside(where, *name, report), known = known_path(path);
  if (std::ranges::find(chain, known) != chain.end()) {
    report.add(where, "extends",
               {"this file extends " + in_quotes(*name) + ", which extends this file again",
                "no file can be its own base", "remove one of the two"});
    return std::nullopt;
  }
  if (chain.size() >= longest_chain) {
    report.add(where, "extends",
               {"more than " + std::to_string(longest_chain) + " files extend each other",
                "that is taken for a mistake", ""});
    return std::nullopt;
  }
  try {
    const std::string text = read_text_file(path, largest_scenario);
    chain.push_back(known);
    return read(text, path);
  } catch (const FileError& error) {
    report.add(where, "extends",
               {"the base " + in_quotes(*name) + " cannot be read",
                error.reason() + ": " + path.string(), "check its name and folder"});
    return std::nullopt;
  }
}

std::optional<Table> Reading::read(std::string_view text, const std::filesystem::path& path) {
  const int file = add_file(path.string(), report);
  auto own = read_toml(text, file, report);
  if (!own) return std::nullopt;
  check_lists(*own, scenario_shape(), "", report);
  const Entry* extends = own->find("extends");
  if (!extends) return own;
  auto base = read_base(*extends);
  own->erase("extends");
  if (!base) return own;
  merge(*base, std::move(*own), scenario_shape());
  return base;
}

}  // namespace

std::optional<Table> read_sources(std::string_view text, const std::filesystem::path& path,
                                  Report& report) {
  Reading reading{report, {known_path(path)}};
  return reading.read(text, path);
}

int add_file(const std::string& name, Report& report) {
  report.places.files.push_back(name);
  return static_cast<int>(report.places.files.size()) - 1;
}

std::filesystem::path beside(const Where& stated, const std::string& name, const Report& report) {
  const std::filesystem::path file = report.places.files[static_cast<std::size_t>(stated.file)];
  return file.parent_path() / name;
}

}  // namespace ayes::reading
