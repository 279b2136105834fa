#include "query/exec/route.h"

#include <algorithm>

#include "query/exec/path.h"
#include "query/semantic/walk.h"

namespace kith::exec {

using semantic::Route;
using semantic::RouteLeg;
using semantic::RouteStep;

namespace {

constexpr std::uint64_t kNoBound = ~std::uint64_t{0};

NodeId other_end(const EdgeRef& edge, NodeId node) { return edge.from == node ? edge.to : edge.from; }

/// The number of steps after which everything is there that the predicate reads of an iteration.
std::size_t stage_of(const Expr& predicate, const RouteLeg& leg) {
  std::size_t stage = 1;
  for (std::size_t i = 1; i < leg.steps.size(); ++i)
    if (semantic::uses(predicate, leg.steps[i].edge) || semantic::uses(predicate, leg.steps[i].to)) stage = i + 1;
  return stage;
}

/// Whether the predicate reads something of the iteration that lies before the step it is tested after.
bool reads_behind(const Expr& predicate, const RouteLeg& leg, std::size_t stage) {
  const std::set<Slot> used = semantic::slots_of(predicate);
  for (std::size_t i = 0; i + 1 < stage; ++i) {
    const Slot node = i == 0 ? leg.from : leg.steps[i - 1].to;
    if (used.count(node) != 0 || used.count(leg.steps[i].edge) != 0) return true;
  }
  return false;
}

}  // namespace

std::size_t RouteStateHash::operator()(const RouteState& state) const noexcept {
  const auto mix = [](std::size_t seed, std::uint64_t part) {
    return (seed ^ part) * 0x9e3779b97f4a7c15ull + (seed >> 29);
  };
  std::size_t hash = mix(state.leg, state.step);
  hash = mix(hash, state.count);
  hash = mix(hash, static_cast<std::uint64_t>(state.node));
  hash = mix(hash, static_cast<std::uint64_t>(state.begin));
  for (const EdgeRef& edge : state.behind) hash = mix(hash, static_cast<std::uint64_t>(edge.id));
  return hash;
}

RouteGuide::RouteGuide(Runtime& runtime, const Route& route) : runtime_(runtime), route_(route) {
  std::set<Slot> own;
  for (const RouteLeg& leg : route.legs) {
    Leg made;
    made.types.resize(leg.steps.size());
    made.predicates.resize(leg.steps.size() + 1);
    for (const Expr& predicate : leg.predicates) {
      const std::size_t stage = stage_of(predicate, leg);
      made.looks_back = made.looks_back || reads_behind(predicate, leg, stage);
      made.predicates[stage].push_back(predicate);
      add_used_slots(predicate, outer_);
    }
    legs_.push_back(std::move(made));
    const std::set<Slot> inner = semantic::inner_slots(leg);
    own.insert(inner.begin(), inner.end());
  }
  for (const semantic::RouteStop& stop : route.stops) {
    for (const Expr& predicate : stop.predicates) add_used_slots(predicate, outer_);
    own.insert(stop.node);
  }
  same_for_all_rows_ = !outer_.all && std::all_of(outer_.slots.begin(), outer_.slots.end(),
                                                  [&](Slot slot) { return own.count(slot) != 0; });
  passed_.resize(route.stops.size());
}

Status RouteGuide::start(const Batch& batch, std::size_t row) {
  batch_ = &batch;
  row_ = row;
  for (auto& answers : passed_) answers.clear();
  for (std::size_t leg = 0; leg < legs_.size(); ++leg)
    for (std::size_t step = 0; step < legs_[leg].types.size(); ++step)
      legs_[leg].types[step] = find_types(runtime_, route_.legs[leg].steps[step].types);
  return ok();
}

Result<bool> RouteGuide::passes(std::size_t stop, NodeId node) {
  const semantic::RouteStop& asked = route_.stops[stop];
  if (asked.predicates.empty()) return true;
  const auto known = passed_[stop].find(node);
  if (known != passed_[stop].end()) return known->second;
  const auto row = static_cast<std::uint32_t>(row_);
  Batch candidate = gather_used(runtime_, outer_, *batch_, std::span(&row, 1));
  candidate.slots.resize(runtime_.width());
  Column column(ColumnKind::kNode, 1);
  column.mutable_nodes()[0] = node;
  candidate.set(asked.node, std::move(column));
  KITH_TRY(const std::vector<std::uint32_t> kept, select_rows(runtime_, asked.predicates, candidate));
  passed_[stop][node] = !kept.empty();
  return !kept.empty();
}

Status RouteGuide::expand(const RouteState& state, std::vector<RouteHop>& hops) {
  if (state.step > 0) return expand_iteration(state, hops);
  RouteState at = state;
  for (;;) {
    const RouteLeg& leg = route_.legs[at.leg];
    if (at.count < leg.max) KITH_DO(expand_iteration(at, hops));
    if (at.count < leg.min || at.leg + 1 == route_.legs.size()) return ok();
    KITH_TRY(const bool on, passes(at.leg, at.node));
    if (!on) return ok();
    ++at.leg;
    at.count = 0;
  }
}

Result<bool> RouteGuide::may_end(const RouteState& state) {
  if (state.step > 0) return false;
  std::uint64_t count = state.count;
  for (std::size_t leg = state.leg;; ++leg, count = 0) {
    if (count < route_.legs[leg].min) return false;
    if (leg + 1 == route_.legs.size()) return true;
    KITH_TRY(const bool on, passes(leg, state.node));
    if (!on) return false;
  }
}

Status RouteGuide::expand_iteration(const RouteState& state, std::vector<RouteHop>& hops) {
  const RouteLeg& leg = route_.legs[state.leg];
  const RouteStep& step = leg.steps[state.step];
  const Leg& known = legs_[state.leg];
  if (!known.types[state.step]) return ok();
  const bool ends_iteration = state.step + 1 == leg.steps.size();
  RouteState next{.leg = state.leg, .step = ends_iteration ? 0 : state.step + 1, .count = state.count};
  // Beyond the least number of an unbounded leg it does not matter how many there were.
  if (ends_iteration && (leg.max != kNoBound || state.count < leg.min)) ++next.count;
  KITH_TRY(const SliceBatch slices, expand_node(runtime_, state.node, step.direction, *known.types[state.step]));
  const std::size_t first = hops.size();
  for (const EdgeSlice& slice : slices.of(0)) {
    for (std::size_t i = 0; i < slice.edges.size(); ++i) {
      RouteHop& hop = hops.emplace_back(RouteHop{edge_of_slice(slice, i, state.node), next});
      hop.to.node = slice.nodes[i];
      hop.to.begin = slice.nodes[i];
    }
  }
  KITH_DO(keep_allowed(state, hops, first));
  if (ends_iteration || !known.looks_back) return ok();
  for (std::size_t i = first; i < hops.size(); ++i) {
    hops[i].to.begin = state.step == 0 ? state.node : state.begin;
    hops[i].to.behind = state.behind;
    hops[i].to.behind.push_back(hops[i].edge);
  }
  return ok();
}

// Tests what can be tested now over all edges at the node: the iteration so far is the same for each of them.
Status RouteGuide::keep_allowed(const RouteState& state, std::vector<RouteHop>& hops, std::size_t first) {
  const std::vector<Expr>& predicates = legs_[state.leg].predicates[state.step + 1];
  const std::size_t count = hops.size() - first;
  if (predicates.empty() || count == 0) return ok();
  const RouteLeg& leg = route_.legs[state.leg];
  const std::vector<std::uint32_t> same_row(count, static_cast<std::uint32_t>(row_));
  Batch candidates = gather_used(runtime_, outer_, *batch_, same_row);
  candidates.slots.resize(runtime_.width());
  const auto set_node = [&](Slot slot, NodeId node) {
    Column column(ColumnKind::kNode, count);
    std::fill(column.mutable_nodes().begin(), column.mutable_nodes().end(), node);
    candidates.set(slot, std::move(column));
  };
  NodeId node = state.behind.empty() ? state.node : state.begin;
  if (state.step == 0 || !state.behind.empty()) set_node(leg.from, node);
  for (std::size_t i = 0; i < state.behind.size(); ++i) {
    Column column(ColumnKind::kEdge, count);
    std::fill(column.mutable_edges().begin(), column.mutable_edges().end(), state.behind[i]);
    candidates.set(leg.steps[i].edge, std::move(column));
    node = other_end(state.behind[i], node);
    set_node(leg.steps[i].to, node);
  }
  if (state.step > 0 && state.behind.empty()) set_node(leg.steps[state.step - 1].to, state.node);
  Column edges(ColumnKind::kEdge, count), nodes(ColumnKind::kNode, count);
  for (std::size_t i = 0; i < count; ++i) {
    edges.mutable_edges()[i] = hops[first + i].edge;
    nodes.mutable_nodes()[i] = hops[first + i].to.node;
  }
  candidates.set(leg.steps[state.step].edge, std::move(edges));
  candidates.set(leg.steps[state.step].to, std::move(nodes));
  KITH_TRY(const std::vector<std::uint32_t> kept, select_rows(runtime_, predicates, candidates));
  for (std::size_t i = 0; i < kept.size(); ++i)
    if (kept[i] != i) hops[first + i] = std::move(hops[first + kept[i]]);
  hops.resize(first + kept.size());
  return ok();
}

namespace {

/// One walk taken apart into the elements of each leg's iterations, and the stops.
class Bindings {
 public:
  Bindings(const Route& route, const RouteWalk& walk) : route_(route), walk_(walk) {
    nodes_.push_back(walk.start);
    for (const EdgeRef& edge : walk.edges) nodes_.push_back(other_end(edge, nodes_.back()));
    begins_.assign(route.legs.size() + 1, walk.edges.size());
    for (std::size_t leg = 0, hop = 0; leg < route.legs.size(); ++leg) {
      begins_[leg] = hop;
      while (hop < walk.edges.size() && walk.legs[hop] == leg) ++hop;
    }
  }

  const std::vector<NodeId>& nodes() const { return nodes_; }

  NodeId stop(std::size_t place) const { return nodes_[begins_[place + 1]]; }

  const EdgeRef& fixed_edge(std::size_t leg) const { return walk_.edges[begins_[leg]]; }

  List list(std::size_t leg, Slot element) const {
    const RouteLeg& of = route_.legs[leg];
    List list;
    for (std::size_t begin = begins_[leg]; begin < begins_[leg + 1]; begin += of.steps.size()) {
      if (element == of.from) list.push_back(Value::node_ref(nodes_[begin]));
      for (std::size_t i = 0; i < of.steps.size(); ++i) {
        if (element == of.steps[i].edge) list.push_back(Value::edge_ref(walk_.edges[begin + i].id));
        if (element == of.steps[i].to) list.push_back(Value::node_ref(nodes_[begin + i + 1]));
      }
    }
    return list;
  }

 private:
  const Route& route_;
  const RouteWalk& walk_;
  std::vector<NodeId> nodes_;
  std::vector<std::size_t> begins_;  ///< the first hop of each leg, and of what would come after the last
};

Value in_written_order(List list, bool reversed) {
  if (reversed) std::reverse(list.begin(), list.end());
  return Value(std::move(list));
}

}  // namespace

void set_route_columns(const Runtime& runtime, const plan::WalkRoute& walk, const std::vector<RouteWalk>& walks,
                       Batch& batch) {
  const Route& route = walk.route;
  std::vector<Bindings> bindings;
  bindings.reserve(walks.size());
  for (const RouteWalk& one : walks) bindings.emplace_back(route, one);
  if (walk.edges != kNoSlot) {
    std::vector<Value> values;
    for (const RouteWalk& one : walks) {
      List list;
      for (const EdgeRef& edge : one.edges) list.push_back(Value::edge_ref(edge.id));
      values.push_back(in_written_order(std::move(list), walk.reversed));
    }
    batch.set(walk.edges, Column::from_values(std::move(values)));
  }
  if (walk.path != kNoSlot) {
    std::vector<Value> values;
    for (std::size_t i = 0; i < walks.size(); ++i) {
      PathBuilder path(runtime, walk.reversed ? bindings[i].nodes().back() : walks[i].start);
      const std::vector<EdgeRef>& edges = walks[i].edges;
      for (std::size_t hop = 0; hop < edges.size(); ++hop)
        path.walk(edges[walk.reversed ? edges.size() - 1 - hop : hop]);
      values.push_back(path.take());
    }
    batch.set(walk.path, Column::from_values(std::move(values)));
  }
  for (std::size_t stop = 0; stop < route.stops.size(); ++stop) {
    Column column(ColumnKind::kNode, walks.size());
    for (std::size_t i = 0; i < walks.size(); ++i) column.mutable_nodes()[i] = bindings[i].stop(stop);
    batch.set(route.stops[stop].node, std::move(column));
  }
  for (std::size_t leg = 0; leg < route.legs.size(); ++leg) {
    if (!route.legs[leg].repeated) {
      Column column(ColumnKind::kEdge, walks.size());
      for (std::size_t i = 0; i < walks.size(); ++i) column.mutable_edges()[i] = bindings[i].fixed_edge(leg);
      batch.set(route.legs[leg].steps[0].edge, std::move(column));
    }
    for (const semantic::RouteList& list : route.legs[leg].lists) {
      std::vector<Value> values;
      for (const Bindings& one : bindings)
        values.push_back(in_written_order(one.list(leg, list.element), walk.reversed));
      batch.set(list.list, Column::from_values(std::move(values)));
    }
  }
}

}  // namespace kith::exec
