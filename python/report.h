// What a command found, in each of the forms that the program writes it in.
#pragma once

#include "io/result/page.h"

#include <functional>
#include <string>
#include <string_view>

namespace ayes {

struct Report {
  // Returns it as "text" (on the page), "json" or "csv". Holds all it needs; may be called from any
  // thread.
  std::function<std::string(std::string_view format, const Page& page)> in;
};

}  // namespace ayes
