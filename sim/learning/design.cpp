#include "models/numerics/elementary.h"
#include "sim/learning/mixed_model.h"

#include <algorithm>
#include <map>

namespace ayes::learning {
namespace {

// Numbers names from 0 in the order in which they first appear.
class Numbering {
 public:
  std::size_t number(const std::string& name) {
    return numbers_.emplace(name, numbers_.size()).first->second;
  }

 private:
  std::map<std::string, std::size_t> numbers_;
};

}  // namespace

Report report_of(const Leaf& leaf) {
  if (leaf.ballots) return {Report::counts, leaf.ballots->yes, leaf.ballots->no, 0, 0};
  return {Report::between, 0, 0, numerics::normal_quantile(leaf.share.low),
          numerics::normal_quantile(leaf.share.high)};
}

std::string union_in_ratification(const Leaf& leaf) {
  return leaf.union_name.empty() ? "\x1f" + leaf.unit : leaf.union_name;
}

Design design_of(const std::vector<Leaf>& leaves) {
  struct Place {
    std::size_t ratification, union_, unit, leaf;
    auto operator<=>(const Place&) const = default;
  };
  Numbering ratifications, unions, units;
  std::vector<Place> places;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const Leaf& leaf = leaves[i];
    const std::string prefix = leaf.ratification + '\x1f';
    const std::string own = union_in_ratification(leaf);
    const std::size_t ratification = ratifications.number(leaf.ratification);
    const std::size_t union_ = unions.number(prefix + own);
    const std::size_t unit = units.number(prefix + own + '\x1f' + leaf.unit);
    places.push_back({ratification, union_, unit, i});
  }
  std::sort(places.begin(), places.end());
  Design design;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Place& place = places[i];
    const Leaf& leaf = leaves[place.leaf];
    const bool new_ratification = i == 0 || places[i - 1].ratification != place.ratification;
    const bool new_union = new_ratification || places[i - 1].union_ != place.union_;
    if (new_ratification) {
      Design::Ratification ratification;
      ratification.first = ratification.last = design.unions.size();
      ratification.name = leaf.ratification;
      design.ratifications.push_back(ratification);
    }
    if (new_union) {
      design.unions.push_back({design.units.size(), design.units.size()});
      design.ratifications.back().last = design.unions.size();
    }
    if (new_union || places[i - 1].unit != place.unit) {
      design.units.push_back({design.rows.size(), design.rows.size()});
      design.unions.back().last = design.units.size();
    }
    design.rows.push_back({leaf.round, leaf.contract, leaf.columns, report_of(leaf), place.leaf});
    design.units.back().last = design.rows.size();
    Design::Ratification& ratification = design.ratifications.back();
    ratification.steps = std::max(ratification.steps, leaf.round - 1);
    design.columns = leaf.columns.size();
  }
  return design;
}

Priors support_priors() {
  return {.spread = {0.5, 0.3, 0.5, 0.3, 0.4, 0.3},
          .fixed = {{{0.0, 0.5}, {0.0, 0.3}, {0.0, 0.5}}},
          .coefficient = 0.5};
}

Priors turnout_priors() {
  return {.spread = {0.5, 0.3, 0.3, 0.0, 0.3, 0.3},
          .fixed = {{{0.3, 0.5}, {0.0, 0.0}, {0.0, 0.3}}},
          .coefficient = 0.5};
}

}  // namespace ayes::learning
