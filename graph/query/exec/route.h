// Routes in the executor: where a walk stands, where it can go from there, and what it binds in the end.
//
//     (x) ((a)-[r]->(b)){1,2} (m)-[q]->(y)
//     state {leg 0, count 0} at x  --r-->  {leg 0, count 1}  --r-->  {leg 0, count 2}
//                                               |  m is here, on to leg 1       |
//                                               +--q--> {leg 1, count 1}: the end
//
// A walk stands between iterations (step 0) or inside one. From between iterations it may begin another one, or, if
// there were enough, pass the stop and begin the next leg; both are tried by expand(). Predicates are tested over
// all edges at a node at once.
#pragma once

#include <unordered_map>
#include <vector>

#include "query/exec/adjacency.h"
#include "query/exec/evaluate.h"

namespace kith::exec {

/// Where a walk stands. Two walks that stand at equal places can go on in the same ways.
struct RouteState {
  std::uint32_t leg = 0;
  std::uint32_t step = 0;   ///< edges walked of this iteration
  std::uint64_t count = 0;  ///< iterations ended, as far as they still matter
  NodeId node = {};
  NodeId begin = {};                 ///< where the iteration began, if its predicates look back; else `node`
  std::vector<EdgeRef> behind = {};  ///< the iteration's edges so far, if its predicates look back

  friend bool operator==(const RouteState&, const RouteState&) = default;
};

struct RouteStateHash {
  std::size_t operator()(const RouteState& state) const noexcept;
};

/// One edge of a walk and where it leads.
struct RouteHop {
  EdgeRef edge;
  RouteState to;
};

/// Finds the ways on for the route of one operator. One row of a batch at a time: predicates may read its slots.
class RouteGuide {
 public:
  RouteGuide(Runtime& runtime, const semantic::Route& route);

  /// Whether a row's walks depend on nothing but the node they begin at.
  bool is_same_for_all_rows() const noexcept { return same_for_all_rows_; }

  /// Before anything else. `batch` must stay as long as this row is walked.
  Status start(const Batch& batch, std::size_t row);

  RouteState first(NodeId node) const { return {.node = node, .begin = node}; }

  /// Appends every hop that the route allows from `state`.
  Status expand(const RouteState& state, std::vector<RouteHop>& hops);

  /// Whether a walk may end here.
  Result<bool> may_end(const RouteState& state);

 private:
  struct Leg {
    std::vector<std::optional<std::vector<TypeId>>> types;  ///< of each step; none: no edge matches
    std::vector<std::vector<Expr>> predicates;              ///< by the number of steps after which they can be tested
    bool looks_back = false;                                ///< whether one of them reads more than the last step
  };

  Status expand_iteration(const RouteState& state, std::vector<RouteHop>& hops);
  Status keep_allowed(const RouteState& state, std::vector<RouteHop>& hops, std::size_t first);
  Result<bool> passes(std::size_t stop, NodeId node);

  Runtime& runtime_;
  const semantic::Route& route_;
  std::vector<Leg> legs_;
  UsedSlots outer_;  ///< what predicates read
  bool same_for_all_rows_ = true;
  const Batch* batch_ = nullptr;
  std::size_t row_ = 0;
  std::vector<std::unordered_map<NodeId, bool>> passed_;  ///< stops asked for in this row
};

/// A whole walk: each hop says which leg it belongs to.
struct RouteWalk {
  NodeId start = {};
  std::vector<EdgeRef> edges = {};
  std::vector<std::uint32_t> legs = {};

  friend bool operator==(const RouteWalk&, const RouteWalk&) = default;
};

/// The columns that walks bind, a row a walk.
void set_route_columns(const Runtime& runtime, const plan::WalkRoute& walk, const std::vector<RouteWalk>& walks,
                       Batch& batch);

}  // namespace kith::exec
