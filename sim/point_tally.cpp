#include "sim/point_tally.h"

#include "sim/measures.h"

namespace ayes {

void PartedMoments::merge(const PartedMoments& other) {
  all.merge(other.all);
  for (std::size_t part = 0; part < sum.size(); ++part) {
    count[part] += other.count[part];
    sum[part] += other.sum[part];
  }
}

void PointTally::add(const Model& model, const Batch& batch) {
  for (int i = 0; i < batch.size; ++i) ratified.add(batch.first + i, batch.ratified[i]);
  if (measures.empty()) return;
  MeasureColumns values(batch.size, static_cast<Eigen::Index>(measures.size()));
  measure(model, batch, values);
  for (std::size_t m = 0; m < measures.size(); ++m) {
    const std::int64_t* value = values.col(static_cast<Eigen::Index>(m)).data();
    for (int i = 0; i < batch.size; ++i) {
      if (value[i] != no_value) measures[m].add(batch.first + i, value[i]);
    }
  }
}

void PointTally::merge(const PointTally& other) {
  ratified.merge(other.ratified);
  for (std::size_t m = 0; m < measures.size(); ++m) measures[m].merge(other.measures[m]);
}

}  // namespace ayes
