#include "query/exec/path_search.h"

#include <unordered_map>
#include <unordered_set>

namespace kith::exec {
namespace {

/// Calls `each(edge, other end)` for the edges at a node that the question allows.
template <class Each>
Status for_each_edge(const Runtime& runtime, const PathQuestion& question, NodeId node, Direction direction,
                     Each each) {
  KITH_TRY(SliceBatch slices, expand_node(runtime, node, direction, question.types));
  for (const EdgeSlice& slice : slices.of(0)) {
    for (std::size_t place = 0; place < slice.edges.size(); ++place) {
      KITH_TRY(bool fits, edge_has_properties(runtime, slice.edges[place], question.edge_properties));
      if (fits) KITH_DO(each(edge_of_slice(slice, place, node), slice.nodes[place]));
    }
  }
  return ok();
}

/// How a node was reached from one end: every edge from the level before it.
struct Reached {
  std::uint64_t depth = 0;
  std::vector<std::pair<EdgeRef, NodeId>> parents = {};  ///< the edge, and the node nearer to the end
};

/// The levels grown from one end.
struct Side {
  Direction direction;
  std::unordered_map<NodeId, Reached> reached = {};
  std::vector<NodeId> frontier = {};
  std::uint64_t depth = 0;
};

class TwoSidedSearch {
 public:
  TwoSidedSearch(Runtime& runtime, const PathQuestion& question)
      : runtime_(runtime), question_(question), memory_(runtime.control()) {}

  /// All trails of the least length (or the first of them); none if the ends are not connected within the hops.
  Result<std::vector<Trail>> run() {
    Side front{.direction = question_.direction};
    Side back{.direction = reversed(question_.direction)};
    front.reached[question_.from] = {};
    front.frontier = {question_.from};
    back.reached[question_.to] = {};
    back.frontier = {question_.to};
    std::vector<NodeId> meeting;
    while (meeting.empty()) {
      if (front.frontier.empty() || back.frontier.empty()) return std::vector<Trail>();
      if (front.depth + back.depth >= question_.hops_max) return std::vector<Trail>();
      bool grow_front = front.frontier.size() <= back.frontier.size();
      KITH_DO(grow(grow_front ? front : back));
      const Side& grown = grow_front ? front : back;
      const Side& other = grow_front ? back : front;
      for (NodeId node : grown.frontier) {
        auto found = other.reached.find(node);
        if (found != other.reached.end() && found->second.depth == other.depth) meeting.push_back(node);
      }
    }
    std::sort(meeting.begin(), meeting.end());
    std::vector<Trail> trails;
    for (NodeId node : meeting) {
      KITH_TRY(std::vector<Trail> heads, trails_to(front, node));
      KITH_TRY(std::vector<Trail> tails, trails_to(back, node));
      for (const Trail& head : heads) {
        for (const Trail& tail : tails) {
          Trail trail = head;
          trail.insert(trail.end(), tail.rbegin(), tail.rend());
          KITH_DO(memory_.take(sizeof(Trail) + trail.size() * sizeof(EdgeRef)));
          trails.push_back(std::move(trail));
          if (one_is_enough()) return trails;
        }
      }
    }
    return trails;
  }

 private:
  bool one_is_enough() const { return !question_.all && !question_.accept; }

  Status grow(Side& side) {
    ++side.depth;
    std::vector<NodeId> next;
    for (NodeId node : side.frontier) {
      KITH_DO(stop_.step());
      auto reach = [&](const EdgeRef& edge, NodeId other) -> Status {
        auto [place, is_new] = side.reached.try_emplace(other, Reached{.depth = side.depth});
        if (is_new) {
          KITH_DO(memory_.take(sizeof(NodeId) + sizeof(Reached) + 32));
          next.push_back(other);
        }
        Reached& reached = place->second;
        if (reached.depth != side.depth || (one_is_enough() && !reached.parents.empty())) return ok();
        KITH_DO(memory_.take(sizeof(EdgeRef) + sizeof(NodeId)));
        reached.parents.emplace_back(edge, node);
        return ok();
      };
      KITH_DO(for_each_edge(runtime_, question_, node, side.direction, reach));
    }
    side.frontier = std::move(next);
    return ok();
  }

  /// Every way from the side's end to the node, in that direction.
  Result<std::vector<Trail>> trails_to(const Side& side, NodeId target) {
    struct Frame {
      const Reached* reached;
      std::size_t parent = 0;
    };

    std::vector<Trail> trails;
    Trail backwards;
    std::vector<Frame> stack{{&side.reached.at(target)}};
    while (!stack.empty()) {
      KITH_DO(stop_.step());
      Frame& frame = stack.back();
      if (frame.reached->depth == 0) {
        KITH_DO(memory_.take(sizeof(Trail) + backwards.size() * sizeof(EdgeRef)));
        trails.emplace_back(backwards.rbegin(), backwards.rend());
        if (one_is_enough()) return trails;
      }
      if (frame.parent >= frame.reached->parents.size()) {
        stack.pop_back();
        if (!backwards.empty()) backwards.pop_back();
        continue;
      }
      const auto& [edge, nearer] = frame.reached->parents[frame.parent++];
      backwards.push_back(edge);
      stack.push_back({&side.reached.at(nearer)});
    }
    return trails;
  }

  Runtime& runtime_;
  const PathQuestion& question_;
  MemoryHold memory_;
  StopCheck stop_{runtime_.control()};
};

/// Trails grown from the start, one level after the other.
class LevelSearch {
 public:
  LevelSearch(Runtime& runtime, const PathQuestion& question)
      : runtime_(runtime), question_(question), memory_(runtime.control()) {}

  Result<std::vector<Trail>> run(std::uint64_t hops_min) {
    std::vector<Partial> level{{{}, question_.from}};
    for (std::uint64_t depth = 0; !level.empty(); ++depth) {
      if (depth >= hops_min) {
        std::vector<Trail> accepted;
        for (const Partial& partial : level) {
          if (partial.end != question_.to) continue;
          bool is_result = true;
          if (question_.accept) {
            KITH_TRY(is_result, question_.accept(partial.trail));
          }
          if (!is_result) continue;
          accepted.push_back(partial.trail);
          if (!question_.all) return accepted;
        }
        if (!accepted.empty()) return accepted;
      }
      if (depth >= question_.hops_max) break;
      KITH_TRY(level, grow(level));
    }
    return std::vector<Trail>();
  }

 private:
  struct Partial {
    Trail trail;
    NodeId end;
  };

  Result<std::vector<Partial>> grow(const std::vector<Partial>& level) {
    std::vector<Partial> next;
    for (const Partial& partial : level) {
      KITH_DO(stop_.step());
      auto lengthen = [&](const EdgeRef& edge, NodeId other) -> Status {
        if (std::find(partial.trail.begin(), partial.trail.end(), edge) != partial.trail.end()) return ok();
        KITH_DO(memory_.take(sizeof(Partial) + (partial.trail.size() + 1) * sizeof(EdgeRef)));
        Partial longer{partial.trail, other};
        longer.trail.push_back(edge);
        next.push_back(std::move(longer));
        return ok();
      };
      KITH_DO(for_each_edge(runtime_, question_, partial.end, question_.direction, lengthen));
    }
    return next;
  }

  Runtime& runtime_;
  const PathQuestion& question_;
  MemoryHold memory_;
  StopCheck stop_{runtime_.control()};
};

}  // namespace

Result<std::vector<Trail>> search_paths(Runtime& runtime, const PathQuestion& question) {
  if (question.hops_min > question.hops_max) return std::vector<Trail>();
  std::uint64_t next_length = question.hops_min;
  if (question.from != question.to && question.hops_min <= 1) {
    KITH_TRY(std::vector<Trail> trails, TwoSidedSearch(runtime, question).run());
    if (!question.accept || trails.empty()) return trails;
    std::vector<Trail> accepted;
    for (const Trail& trail : trails) {
      KITH_TRY(bool is_result, question.accept(trail));
      if (!is_result) continue;
      accepted.push_back(trail);
      if (!question.all) break;
    }
    if (!accepted.empty()) return accepted;
    next_length = trails.front().size() + 1;
  }
  return LevelSearch(runtime, question).run(next_length);
}

}  // namespace kith::exec
