// Choosing among the walks along a route between two nodes, the shortest first.
//
//     RouteSearch search(runtime, guide, mode, from);
//     KITH_TRY(auto walks, search.between(to, {.count = 2, .groups = true}));
//
// Two stages. The first is breadth first over the states of the route (RouteState), each seen once: it tells whether
// the nodes are connected at all, and where one length is asked for, the walks of the least length follow from it. The
// second goes level by level over all walks, by their last state: level d holds a state if some allowed walk of exactly
// d edges ends there, with every edge that such a walk can come by. So a level is never larger than the graph times the
// states of the route, however many walks lead there; walks are only spelled out backwards from the end that was asked
// for. Once the first stage has seen everything, states that cannot lead to that end are left out.
//
// The second stage is what SHORTEST k needs, and what is left where a shortest walk in the first sense is none that is
// allowed (it would use an edge twice). It ends when no level is left, that is, at the longest allowed walk.
#pragma once

#include <functional>

#include "query/exec/route.h"

namespace kith::exec {

struct RouteWish {
  std::uint64_t count = 1;
  bool groups = false;
  /// Whether a walk is one of those to choose from. Empty: every one is.
  std::function<Result<bool>(const RouteWalk&)> accept = {};
};

/// What a search from one node has seen so far. Memory is on the statement's account.
class RouteSearch {
 public:
  RouteSearch(Runtime& runtime, RouteGuide& guide, semantic::RouteMode mode, NodeId from);

  NodeId from() const noexcept { return from_; }

  /// In order of length. `guide` must stand at a row for which the walks from the node are the same as before.
  Result<std::vector<RouteWalk>> between(NodeId to, const RouteWish& wish);

 private:
  struct Parent {
    EdgeRef edge;
    std::uint32_t from;
  };

  /// How walks come to an end: a place or an entry, and what it was reached by.
  struct Reached {
    std::uint32_t place;  ///< whose state this is
    std::vector<Parent> parents = {};
  };

  struct Place {
    RouteState state;
    bool is_end = false;
    std::uint64_t depth = 0;
    std::vector<std::pair<EdgeRef, std::uint32_t>> hops = {};  ///< edge, place
  };

  using Found = std::function<Result<bool>(const RouteWalk&)>;

  Status begin();
  Status grow();

  bool is_complete() const noexcept { return frontier_ == places_.size(); }

  Result<std::uint32_t> place_of(const RouteState& state);
  std::vector<bool> leading_to(NodeId to) const;

  Status collect_shortest(NodeId to, std::uint64_t depth, const Found& found);
  Status collect_by_level(NodeId to, std::uint64_t depth, const Found& found, const std::function<bool()>& level_done);
  Status add_level(std::vector<Reached>& entries, std::size_t begin, std::size_t end, const std::vector<bool>* useful);
  Status spell(const std::vector<Reached>& reached, std::uint32_t end, const EdgeRef* last, std::uint32_t last_place,
               const Found& found);

  Runtime& runtime_;
  RouteGuide& guide_;
  const semantic::RouteMode mode_;
  const NodeId from_;
  MemoryHold memory_;
  StopCheck stop_;
  bool begun_ = false;
  std::vector<Place> places_;      ///< in the order of their depth
  std::vector<Reached> shortest_;  ///< by place: what it was reached by from one less
  std::unordered_map<RouteState, std::uint32_t, RouteStateHash> index_;
  std::unordered_map<NodeId, std::vector<std::uint32_t>> ends_;  ///< by node: places where a walk may end
  std::size_t frontier_ = 0;                                     ///< the first place that is not expanded
};

}  // namespace kith::exec
