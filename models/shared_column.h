// Where a number that all units share stands.
#pragma once

namespace ayes {

// An index into the columns that all units share (Batch::shared). Inputs come first.
using SharedColumn = int;

}  // namespace ayes
