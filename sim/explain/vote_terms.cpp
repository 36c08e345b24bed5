#include "sim/explain/vote_terms.h"

#include "models/replication.h"
#include "models/stream.h"

#include <algorithm>

namespace ayes {
namespace {

constexpr std::size_t most_apart = 60;

// Adds a term for each of `count` bodies, or one for all if they are too many.
void add_bodies(std::vector<VoteTerm>& terms, KindOfSource kind, std::size_t count, bool together,
                const std::string& all, auto name) {
  if (together || count > most_apart) {
    terms.push_back({all, kind, -1});
    return;
  }
  for (std::size_t k = 0; k < count; ++k) terms.push_back({name(k), kind, static_cast<int>(k)});
}

// A group's name is that of its grouping and its value, joined by the unit separator.
std::string readable(std::string name) {
  std::replace(name.begin(), name.end(), '\x1f', ' ');
  return name;
}

bool has_noise(const OwnNoise& noise) { return !std::holds_alternative<std::monostate>(noise); }

// Whether anything but the count of its ballots is the unit's own.
bool varies(const Model& model, const Unit& unit) {
  return model.correlation || has_noise(unit.package_noise) || has_noise(unit.contract_noise) ||
         has_noise(unit.turnout_noise);
}

std::uint64_t second_stream(std::uint64_t stream) {
  std::string hash;
  for (int digit = 15; digit >= 0; --digit) hash += "0123456789abcdef"[stream >> (4 * digit) & 15];
  return stream_name("second", "sample", "", hash);
}

// Calls visit(unit) for a unit (-1: for all) as it votes in time, and as it comes back from a
// delay.
void each_unit(Model& model, int index, auto visit) {
  for (std::size_t u = 0; u < model.units.size(); ++u) {
    if (index < 0 || index == static_cast<int>(u)) visit(model.units[u]);
  }
  if (!model.calendar) return;
  for (const Delay& delay : model.calendar->delays) {
    for (std::size_t k = 0; k < delay.returning.size(); ++k) {
      if (index < 0 || index == delay.units[k])
        visit(model.returning[static_cast<std::size_t>(delay.returning[k])]);
    }
  }
}

// Calls visit(stream) for each stream of a term, in one order whatever the model.
void each_stream(Model& model, const VoteTerm& term, auto visit) {
  const auto of = [&](auto& bodies, auto member) {
    if (term.index >= 0) {
      visit(member(bodies[static_cast<std::size_t>(term.index)]));
      return;
    }
    for (auto& body : bodies) visit(member(body));
  };
  switch (term.kind) {
    case KindOfSource::estimates:
      return of(model.inputs, [](Input& input) -> std::uint64_t& { return input.stream; });
    case KindOfSource::swing:
      return visit(model.shared.swing_stream);
    case KindOfSource::groups:
      return of(model.shared.groups, [](Group& group) -> std::uint64_t& { return group.stream; });
    case KindOfSource::unions:
      return of(model.unions, [](Union& body) -> std::uint64_t& { return body.stream; });
    case KindOfSource::units:
      if (term.index < 0) visit(model.shared.tails_stream);
      return each_unit(model, term.index, [&](Unit& unit) { visit(unit.vote_stream); });
    case KindOfSource::ballots:
      return each_unit(model, term.index, [&](Unit& unit) { visit(unit.ballot_stream); });
    case KindOfSource::delays:
      return of(model.calendar->delays,
                [](Delay& delay) -> std::uint64_t& { return delay.stream; });
  }
}

// A model whose streams can be those of either sample, and a batch of it.
class TwoSamples {
 public:
  TwoSamples(const Model& model, const std::vector<VoteTerm>& terms, const Plan& plan,
             const Execution& execution)
      : model_(model),
        terms_(terms),
        capacity_(execution.batch > 0 ? execution.batch : batch_size(model)),
        batch_(model, plan.seed, capacity_, *execution.kernels) {
    for (const VoteTerm& term : terms_) {
      std::vector<std::uint64_t>& streams = first_.emplace_back();
      each_stream(model_, term, [&](std::uint64_t& stream) { streams.push_back(stream); });
      std::vector<std::uint64_t>& others = second_.emplace_back();
      for (std::uint64_t stream : streams) others.push_back(second_stream(stream));
    }
  }

  void operator()(std::span<const std::uint8_t> second, std::int64_t first, int n, double* out) {
    for (std::size_t t = 0; t < terms_.size(); ++t) {
      const std::vector<std::uint64_t>& streams = second[t] ? second_[t] : first_[t];
      std::size_t next = 0;
      each_stream(model_, terms_[t], [&](std::uint64_t& stream) { stream = streams[next++]; });
    }
    for (int start = 0; start < n; start += capacity_) {
      batch_.first = first + start;
      batch_.size = std::min(capacity_, n - start);
      simulate_decision(model_, batch_);
      for (int i = 0; i < batch_.size; ++i) out[start + i] = batch_.ratified[i];
    }
  }

 private:
  Model model_;
  std::vector<VoteTerm> terms_;
  int capacity_;
  Batch batch_;
  std::vector<std::vector<std::uint64_t>> first_, second_;  // streams by term
};

}  // namespace

std::vector<VoteTerm> vote_terms(const Model& model) {
  const SharedTerms& shared = model.shared;
  std::vector<VoteTerm> terms;
  for (std::size_t i = 0; i < model.inputs.size(); ++i) {
    if (!model.inputs[i].fixed())
      terms.push_back({model.inputs[i].path, KindOfSource::estimates, static_cast<int>(i)});
  }
  if (!is_zero(model, shared.swing_spread) || !is_zero(model, shared.turnout_swing_spread))
    terms.push_back({"swing", KindOfSource::swing});
  if (!shared.groups.empty()) {
    add_bodies(terms, KindOfSource::groups, shared.groups.size(), false, "groups",
               [&](std::size_t k) { return "group " + readable(shared.groups[k].name); });
  }
  if ((!model.correlation && !is_zero(model, shared.union_spread)) ||
      !is_zero(model, shared.turnout_union_spread)) {
    add_bodies(terms, KindOfSource::unions, model.unions.size(), false, "unions",
               [&](std::size_t k) { return "union " + model.unions[k].name; });
  }
  if (std::any_of(model.units.begin(), model.units.end(),
                  [&](const Unit& unit) { return varies(model, unit); })) {
    add_bodies(terms, KindOfSource::units, model.units.size(), model.correlation.has_value(),
               "units", [&](std::size_t k) { return "unit " + model.units[k].name; });
  }
  terms.push_back({"ballots", KindOfSource::ballots, -1});
  if (model.calendar && !model.calendar->delays.empty()) {
    add_bodies(terms, KindOfSource::delays, model.calendar->delays.size(), false, "delays",
               [&](std::size_t k) { return "delay of " + model.calendar->delays[k].name; });
  }
  return terms;
}

sensitivity::Experiment ratified_as_function(const Model& model, std::vector<VoteTerm> terms,
                                             const Plan& plan, const Execution& execution) {
  const auto count = static_cast<int>(terms.size());
  return {count, [&model, &plan, &execution, terms = std::move(terms)] {
            return sensitivity::TwoSampleFunction(TwoSamples(model, terms, plan, execution));
          }};
}

}  // namespace ayes
