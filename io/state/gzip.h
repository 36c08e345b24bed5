// Text packed as gzip does (RFC 1952), so that any gunzip shows it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace ayes {

// Packs a text; throws std::bad_alloc where there is no memory for it.
std::string gzip(const std::string& text);

// Says whether bytes begin as gzip's do.
bool is_gzip(const std::string& bytes);

// Unpacks a text of at most `limit` bytes; none if the bytes are no whole gzip file, or hold more.
std::optional<std::string> gunzip(const std::string& bytes, std::int64_t limit);

}  // namespace ayes
