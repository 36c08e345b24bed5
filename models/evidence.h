// What is known of a vote before it is simulated: a reported count, a share, a margin, a bare yes
// or no, or what a poll says.
#pragma once

#include "models/scenario/scenario.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ayes {

namespace evidence {
struct Count {  // ballots
  std::int64_t yes = 0, no = 0;
};
struct Share {  // yes over cast is from low / of to high / of, both included
  std::int64_t low = 0, high = 0, of = 1;
};
struct Margin {  // yes less no, both included
  std::int64_t low = 0, high = 0;
};
struct Outcome {  // more than half of the ballots cast, or not
  Answer answer = Answer::yes;
};
// What those who vote would say, on the probit scale: a normal law of a measurement whose error is
// `sd`; of several units, the share among all their eligible as likely to vote as each other.
struct Poll {
  double middle = 0, sd = 1;
};
using What = std::variant<Count, Share, Margin, Outcome, Poll>;
}  // namespace evidence

// One thing known, of all ballots of some units together.
struct Evidence {
  std::string body;  // as the report names it
  Question question = Question::package;
  std::vector<int> units;            // indices into Model::units, rising
  std::optional<std::int64_t> cast;  // ballots cast, where known
  evidence::What what;
  int line = 0;  // of the report, for messages
};

}  // namespace ayes
