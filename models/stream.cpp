#include "models/stream.h"

#include <initializer_list>

namespace ayes {

std::uint64_t stream_name(std::string_view round, std::string_view stage, std::string_view term,
                          std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  const auto absorb = [&hash](unsigned char byte) { hash = (hash ^ byte) * 0x100000001b3u; };
  bool first = true;
  for (std::string_view part : {round, stage, term, name}) {
    if (!first) absorb(31);
    first = false;
    for (char byte : part) absorb(static_cast<unsigned char>(byte));
  }
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9u;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebu;
  return hash ^ (hash >> 31);
}

}  // namespace ayes
