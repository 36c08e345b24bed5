// The words of reports, explained.
#pragma once

#include <string>

namespace ayes {

// Returns the glossary that stands below --help.
std::string glossary();

}  // namespace ayes
