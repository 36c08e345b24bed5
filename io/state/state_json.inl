// What the states of runs, sweeps and comparisons have in common: the frame with its digest, the
// version, the plan, members of the kinds wanted. Included as fields_json.inl is.
#pragma once

#include "io/state/fields_json.inl"
#include "sim/part.h"
#include "sim/plan.h"

#include <cstdint>
#include <string>

namespace ayes::state {

inline constexpr std::int64_t most_votes = std::int64_t{1} << 48;

std::string dump(const Json& json);

// Returns the bytes of a file: the state of a "run", "sweep" or "compare" and its digest, packed.
std::string framed(const std::string& kind, const Json& json);
// Reads it back; throws FileError when it is none, of another kind, cut short or changed.
Json parse(const std::string& kind, const std::string& bytes, const std::string& name);

// Returns what says which Ayes counted; throws FileError when it was another.
Json this_ayes();
void check_version(const Json& json, const std::string& name);

Json plan_json(const Plan& plan);

// Return a member of the kind wanted; throw Unsound.
const Json& member(const Json& json, const char* name, bool (Json::*is)() const noexcept);
std::string text(const Json& json, const char* name);
std::int64_t whole(const Json& json, const char* name, std::int64_t least, std::int64_t greatest);
Plan read_plan(const Json& json);
Shard read_shard(const Json& json);  // the member "shard"

// Throws the FileError of a file that is no state.
[[noreturn]] void fail_unsound(const std::string& name, const std::string& why);

}  // namespace ayes::state
