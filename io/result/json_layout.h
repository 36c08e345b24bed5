// How JSON is laid out in files: objects over several lines, what holds no object on one, numbers
// as the shortest that read back as the same.
#pragma once

#include <string>

namespace ayes {

// Returns a JSON text laid out anew, ending in a newline.
std::string laid_out(const std::string& json);

}  // namespace ayes
