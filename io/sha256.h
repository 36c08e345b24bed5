// SHA-256, to name a scenario by what it says (FIPS 180-4). A name, not a protection.
#pragma once

#include <string>
#include <string_view>

namespace ayes {

// Returns the digest of the bytes as 64 small hexadecimal digits.
std::string sha256(std::string_view bytes);

}  // namespace ayes
