// Values of results as the JSON of every command writes them.
#pragma once

#include "sim/chance.h"
#include "sim/estimate.h"
#include "sim/intervals.h"

#include <nlohmann/json.hpp>

namespace ayes {

using Json = nlohmann::ordered_json;

// [low, high]
Json bounds_json(const Bounds& bounds);

// {probability, se, interval}; null where there was nothing to count.
Json chance_json(const Chance& chance);

// {mean, se}
Json mean_json(const Mean& mean);

// {value, se, interval, paired}, with the value under another name if one is given.
Json difference_json(const Difference& difference, const char* value = "value");

}  // namespace ayes
