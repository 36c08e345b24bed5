#include "cli/axes.h"

#include "cli/count_argument.h"
#include "cli/outcome.h"
#include "sim/design.h"

#include <algorithm>
#include <cmath>

namespace ayes {
namespace {

constexpr std::uint64_t most_points = 100'000;

std::size_t length_of(const Axis& axis) { return axis.tracks.front().values.size(); }

// A value of a track at a place from 0 to 1.
std::string value_at(const Track& track, double place) {
  if (track.span) return track.span->at(place);
  const auto n = static_cast<double>(track.values.size());
  return track.values[static_cast<std::size_t>(std::min(place * n, n - 1))];
}

void check_axis(const Axis& axis) {
  const Track& first = axis.tracks.front();
  for (const Track& track : axis.tracks) {
    if (track.span.has_value() != first.span.has_value()) {
      throw UsageError("--with " + track.path + ": a range cannot move together with a list (" +
                       first.path + "); make both ranges or both lists");
    }
    if (track.values.size() != first.values.size()) {
      throw UsageError("--with " + track.path + ": it has " + std::to_string(track.values.size()) +
                       " values (what moves together has one for each of the " +
                       std::to_string(first.values.size()) + " of " + first.path +
                       "); write as many");
    }
  }
}

std::vector<std::vector<std::string>> grid_of(const std::vector<Axis>& axes) {
  double count = 1;
  for (const Axis& axis : axes) {
    for (const Track& track : axis.tracks) {
      if (!track.span) continue;
      const std::string low = track.span->text(track.span->low),
                        high = track.span->text(track.span->high);
      throw UsageError("--vary " + track.path + "=" + low + ".." + high +
                       ": a range has no points of its own; write " + track.path + "=" + low + ":" +
                       high + ":STEP, or add --design lhs:50");
    }
    count *= static_cast<double>(length_of(axis));
  }
  if (count > static_cast<double>(most_points)) {
    throw UsageError(
        "the grid has more than 100,000 points (every value of an axis meets every "
        "value of the others); write fewer values, or ranges with --design sobol:512");
  }
  std::vector<std::vector<std::string>> points(1);
  for (const Axis& axis : axes) {
    std::vector<std::vector<std::string>> longer;
    for (const auto& point : points) {
      for (std::size_t k = 0; k < length_of(axis); ++k) {
        longer.push_back(point);
        for (const Track& track : axis.tracks) longer.back().push_back(track.values[k]);
      }
    }
    points = std::move(longer);
  }
  return points;
}

bool takes(const Origin& origin, const std::string& path, const std::string& value) {
  try {
    load_at(origin, {path}, {value});
    return true;
  } catch (const ScenarioError&) {
    return false;
  }
}

}  // namespace

std::vector<Axis> read_axes(const AxisTexts& texts) {
  std::vector<Axis> axes;
  for (const auto& [option, text] : texts) {
    const Track track = read_track(option, text);
    for (const std::string& path : paths_of(axes)) {
      if (path == track.path) {
        throw UsageError(option + " " + text + ": " + path +
                         " is varied already (a point has one value of it); name it once");
      }
    }
    if (option == "--vary") {
      axes.push_back({{track}});
    } else if (axes.empty()) {
      throw UsageError("--with " + text +
                       ": there is nothing to move together with; write it after a --vary");
    } else {
      axes.back().tracks.push_back(track);
    }
  }
  if (axes.empty()) {
    throw UsageError(
        "nothing is varied; add --vary PATH=A:B:STEP or --vary PATH=V1,V2, for instance "
        "--vary support.swing=0.1:0.5:0.1");
  }
  for (const Axis& axis : axes) check_axis(axis);
  return axes;
}

DesignArgument design_argument(const std::string& text) {
  if (text.empty()) return {};
  const std::size_t colon = text.find(':');
  const std::string name = text.substr(0, colon);
  if (name != "lhs" && name != "sobol") {
    throw UsageError("--design " + text +
                     ": there is no such design; write lhs:N (Latin hypercube) or sobol:N");
  }
  if (colon == std::string::npos) {
    throw UsageError("--design " + text + ": how many points?; write " + name +
                     (name == "lhs" ? ":50" : ":64"));
  }
  const auto points = static_cast<int>(
      count_argument("--design " + name + " with N =", text.substr(colon + 1), 1, most_points));
  if (name == "lhs") return {DesignArgument::Kind::latin_hypercube, points};
  if ((points & (points - 1)) != 0) {
    int below = 1;
    while (below * 2 < points) below *= 2;
    throw UsageError("--design " + text +
                     ": this is no power of 2 (Sobol points fill space evenly by powers of 2); "
                     "write sobol:" +
                     std::to_string(below) + " or sobol:" + std::to_string(2 * below));
  }
  return {DesignArgument::Kind::sobol, points};
}

std::string name_of(const DesignArgument& design) {
  switch (design.kind) {
    case DesignArgument::Kind::latin_hypercube:
      return "Latin hypercube";
    case DesignArgument::Kind::sobol:
      return "scrambled Sobol";
    case DesignArgument::Kind::grid:
      break;
  }
  return "grid";
}

std::vector<std::string> paths_of(const std::vector<Axis>& axes) {
  std::vector<std::string> paths;
  for (const Axis& axis : axes) {
    for (const Track& track : axis.tracks) paths.push_back(track.path);
  }
  return paths;
}

std::vector<std::vector<std::string>> points_of(const std::vector<Axis>& axes,
                                                const DesignArgument& design, std::uint64_t seed) {
  if (design.kind == DesignArgument::Kind::grid) return grid_of(axes);
  const auto dimensions = static_cast<int>(axes.size());
  const Design places = design.kind == DesignArgument::Kind::sobol
                            ? sobol_points(seed, design.points, dimensions)
                            : latin_hypercube(seed, design.points, dimensions);
  std::vector<std::vector<std::string>> points;
  for (const std::vector<double>& place : places) {
    std::vector<std::string>& point = points.emplace_back();
    for (std::size_t a = 0; a < axes.size(); ++a) {
      for (const Track& track : axes[a].tracks) point.push_back(value_at(track, place[a]));
    }
  }
  return points;
}

Loaded load_at(const Origin& origin, const std::vector<std::string>& paths,
               const std::vector<std::string>& values) {
  std::vector<std::string> added;
  for (std::size_t k = 0; k < paths.size(); ++k) added.push_back(paths[k] + "=" + values[k]);
  return load_with(origin, "--vary", added);
}

void settle_whole_numbers(const Origin& origin, std::vector<Axis>& axes) {
  for (Axis& axis : axes) {
    for (Track& track : axis.tracks) {
      if (!track.span) continue;
      Span& span = *track.span;
      const bool whole_ends =
          span.low == std::floor(span.low) && span.high == std::floor(span.high);
      const double middle = std::floor((span.low + span.high) / 2);
      span.whole = whole_ends && !takes(origin, track.path, span.text(middle + 0.5)) &&
                   takes(origin, track.path, span.text(middle));
    }
  }
}

}  // namespace ayes
