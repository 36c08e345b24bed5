// The numbers of a scenario as people call them.
#pragma once

#include <string>

namespace ayes {

// Returns "effect of threat of layoffs" for driver."threat of layoffs".coefficient, and the
// like; a path that has no words of its own stays as it is.
std::string input_in_words(const std::string& path);

}  // namespace ayes
