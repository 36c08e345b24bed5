// Whole numbers of 128 bits, for sums and products that must not round or overflow.
#pragma once

namespace ayes {

__extension__ typedef __int128 Int128;

}  // namespace ayes
