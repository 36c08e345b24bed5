// The counts of votes at which a run may look at what it has so far. They are preset, so that where
// a run stops depends on its numbers alone, never on threads or time.
#pragma once

#include <cstdint>

namespace ayes {

// Returns the first preset count that is not below `least`: a multiple of 64 up to 1280, beyond
// that one of a sequence in which each is about 5% more than the one before.
std::int64_t look_from(std::int64_t least);

}  // namespace ayes
