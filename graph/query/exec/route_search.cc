#include "query/exec/route_search.h"

#include <algorithm>
#include <unordered_set>

namespace kith::exec {

using semantic::RouteMode;

namespace {

/// The part of a walk that is spelled out, from its end backwards, and whether one more element may join it.
class Spelling {
 public:
  Spelling(RouteMode mode, NodeId start) : mode_(mode), start_(start) {}

  /// The node a walk ends at. The end of a simple walk may be its start.
  void end_at(NodeId node) {
    if (mode_ == RouteMode::kAcyclic || (mode_ == RouteMode::kSimple && node != start_)) nodes_.insert(node);
  }

  bool push(const EdgeRef& edge, NodeId from) {
    if (mode_ != RouteMode::kWalk && !edges_.insert(edge.id).second) return false;
    if ((mode_ == RouteMode::kAcyclic || mode_ == RouteMode::kSimple) && !nodes_.insert(from).second) {
      edges_.erase(edge.id);
      return false;
    }
    return true;
  }

  void pop(const EdgeRef& edge, NodeId from) {
    edges_.erase(edge.id);
    nodes_.erase(from);
  }

 private:
  RouteMode mode_;
  NodeId start_;
  std::unordered_set<EdgeId> edges_;
  std::unordered_set<NodeId> nodes_;
};

}  // namespace

RouteSearch::RouteSearch(Runtime& runtime, RouteGuide& guide, RouteMode mode, NodeId from)
    : runtime_(runtime),
      guide_(guide),
      mode_(mode),
      from_(from),
      memory_(runtime.control()),
      stop_(runtime.control()) {}

Result<std::uint32_t> RouteSearch::place_of(const RouteState& state) {
  const auto [known, is_new] = index_.try_emplace(state, static_cast<std::uint32_t>(places_.size()));
  if (!is_new) return known->second;
  KITH_DO(memory_.take(2 * sizeof(RouteState) + sizeof(Place) + sizeof(Reached) + 64));
  const std::uint32_t place = known->second;
  KITH_TRY(const bool is_end, guide_.may_end(state));
  places_.push_back({.state = state, .is_end = is_end});
  shortest_.push_back({.place = place});
  if (is_end) ends_[state.node].push_back(place);
  return place;
}

Status RouteSearch::begin() {
  if (begun_) return ok();
  begun_ = true;
  KITH_TRY(const std::uint32_t place, place_of(guide_.first(from_)));
  (void)place;
  return ok();
}

// Expands one depth more.
Status RouteSearch::grow() {
  const std::size_t end = places_.size();
  std::vector<RouteHop> hops;
  for (; frontier_ < end; ++frontier_) {
    KITH_DO(stop_.step());
    hops.clear();
    const RouteState state = places_[frontier_].state;
    const std::uint64_t depth = places_[frontier_].depth + 1;
    KITH_DO(guide_.expand(state, hops));
    KITH_DO(memory_.take(hops.size() * (sizeof(EdgeRef) + sizeof(std::uint32_t))));
    for (const RouteHop& hop : hops) {
      KITH_DO(stop_.step());
      const std::size_t before = places_.size();
      KITH_TRY(const std::uint32_t to, place_of(hop.to));
      if (places_.size() != before) places_[to].depth = depth;
      places_[frontier_].hops.emplace_back(hop.edge, to);
      if (places_[to].depth != depth) continue;
      KITH_DO(memory_.take(sizeof(Parent)));
      shortest_[to].parents.push_back({hop.edge, static_cast<std::uint32_t>(frontier_)});
    }
  }
  return ok();
}

// Which places some walk to the node passes, once all places are known.
std::vector<bool> RouteSearch::leading_to(NodeId to) const {
  std::vector<std::vector<std::uint32_t>> before(places_.size());
  for (std::uint32_t place = 0; place < places_.size(); ++place)
    for (const auto& [edge, next] : places_[place].hops) before[next].push_back(place);
  std::vector<bool> leads(places_.size(), false);
  std::vector<std::uint32_t> open = ends_.at(to);
  for (std::uint32_t place : open) leads[place] = true;
  while (!open.empty()) {
    const std::uint32_t place = open.back();
    open.pop_back();
    for (std::uint32_t earlier : before[place]) {
      if (leads[earlier]) continue;
      leads[earlier] = true;
      open.push_back(earlier);
    }
  }
  return leads;
}

// Every allowed walk that ends at `end` (and goes on over `last`), until `found` has enough.
Status RouteSearch::spell(const std::vector<Reached>& reached, std::uint32_t end, const EdgeRef* last,
                          std::uint32_t last_place, const Found& found) {
  struct Frame {
    std::uint32_t at;
    std::size_t parent = 0;
  };

  const auto node_at = [&](std::uint32_t at) { return places_[reached[at].place].state.node; };
  Spelling spelling(mode_, from_);
  RouteWalk backwards{.start = from_};
  const auto leave = [&](NodeId node) {
    spelling.pop(backwards.edges.back(), node);
    backwards.edges.pop_back();
    backwards.legs.pop_back();
  };
  spelling.end_at(places_[last != nullptr ? last_place : reached[end].place].state.node);
  if (last != nullptr) {
    if (!spelling.push(*last, node_at(end))) return ok();
    backwards.edges.push_back(*last);
    backwards.legs.push_back(places_[last_place].state.leg);
  }
  std::vector<Frame> stack{{end}};
  while (!stack.empty()) {
    KITH_DO(stop_.step());
    Frame& frame = stack.back();
    const Reached& here = reached[frame.at];
    if (frame.at == 0) {
      RouteWalk walk{.start = from_};
      walk.edges.assign(backwards.edges.rbegin(), backwards.edges.rend());
      walk.legs.assign(backwards.legs.rbegin(), backwards.legs.rend());
      KITH_TRY(const bool more, found(walk));
      if (!more) return ok();
    }
    if (frame.parent == here.parents.size()) {
      const NodeId node = node_at(frame.at);
      stack.pop_back();
      if (!stack.empty()) leave(node);
      continue;
    }
    const Parent& parent = here.parents[frame.parent++];
    if (!spelling.push(parent.edge, node_at(parent.from))) continue;
    backwards.edges.push_back(parent.edge);
    backwards.legs.push_back(places_[here.place].state.leg);
    stack.push_back({parent.from});
  }
  return ok();
}

Status RouteSearch::collect_shortest(NodeId to, std::uint64_t depth, const Found& found) {
  bool wants_more = true;
  const Found until_enough = [&](const RouteWalk& walk) -> Result<bool> {
    KITH_TRY(wants_more, found(walk));
    return wants_more;
  };
  const std::vector<std::uint32_t> ends = ends_.at(to);
  for (std::uint32_t place : ends)
    if (wants_more && places_[place].depth == depth) KITH_DO(spell(shortest_, place, nullptr, 0, until_enough));
  return ok();
}

// The entries of the next level, behind those of the last.
Status RouteSearch::add_level(std::vector<Reached>& entries, std::size_t begin, std::size_t end,
                              const std::vector<bool>* useful) {
  std::unordered_map<std::uint32_t, std::uint32_t> entry_of;
  for (std::size_t from = begin; from < end; ++from) {
    const std::uint32_t place = entries[from].place;
    // A simple walk that is back at its start is at its end.
    const bool is_closed = mode_ == RouteMode::kSimple && from != 0 && places_[place].state.node == from_;
    if (is_closed) continue;
    for (const auto& [edge, to] : places_[place].hops) {
      KITH_DO(stop_.step());
      if (useful != nullptr && !(*useful)[to]) continue;
      bool is_walked = false;  // by some walk that is allowed
      KITH_DO(spell(entries, static_cast<std::uint32_t>(from), &edge, to, [&](const RouteWalk&) -> Result<bool> {
        is_walked = true;
        return false;
      }));
      if (!is_walked) continue;
      const auto [entry, is_new] = entry_of.try_emplace(to, static_cast<std::uint32_t>(entries.size()));
      KITH_DO(memory_.take(sizeof(Parent) + (is_new ? sizeof(Reached) + 32 : 0)));
      if (is_new) entries.push_back({.place = to});
      entries[entry->second].parents.push_back({edge, static_cast<std::uint32_t>(from)});
    }
  }
  return ok();
}

Status RouteSearch::collect_by_level(NodeId to, std::uint64_t depth, const Found& found,
                                     const std::function<bool()>& level_done) {
  bool wants_more = true;
  const Found until_enough = [&](const RouteWalk& walk) -> Result<bool> {
    KITH_TRY(wants_more, found(walk));
    return wants_more;
  };
  std::vector<Reached> entries{{.place = 0}};
  std::vector<bool> useful;
  std::size_t begin = 0;
  for (std::uint64_t level = 0;; ++level) {
    KITH_DO(runtime_.control().check());
    const std::size_t end = entries.size();
    if (begin == end) return ok();
    if (level >= depth) {
      for (std::size_t entry = begin; entry < end && wants_more; ++entry) {
        const Place& place = places_[entries[entry].place];
        if (place.is_end && place.state.node == to)
          KITH_DO(spell(entries, static_cast<std::uint32_t>(entry), nullptr, 0, until_enough));
      }
      if (!wants_more || !level_done()) return ok();
    }
    if (!is_complete()) KITH_DO(grow());  // entries of this level are expanded now
    if (is_complete() && useful.empty()) useful = leading_to(to);
    KITH_DO(add_level(entries, begin, end, useful.empty() ? nullptr : &useful));
    begin = end;
  }
}

Result<std::vector<RouteWalk>> RouteSearch::between(NodeId to, const RouteWish& wish) {
  std::vector<RouteWalk> walks;
  KITH_DO(begin());
  while (ends_.count(to) == 0) {
    if (is_complete()) return walks;
    KITH_DO(grow());
  }
  const std::uint64_t least = places_[ends_.at(to).front()].depth;

  std::uint64_t groups = 0;
  bool in_group = false;
  const Found found = [&](const RouteWalk& walk) -> Result<bool> {
    bool is_wanted = true;
    if (wish.accept) {
      KITH_TRY(is_wanted, wish.accept(walk));
    }
    if (!is_wanted) return true;
    KITH_DO(memory_.take(sizeof(RouteWalk) + walk.edges.size() * (sizeof(EdgeRef) + sizeof(std::uint32_t))));
    walks.push_back(walk);
    in_group = true;
    return wish.groups || walks.size() < wish.count;
  };
  std::uint64_t depth = least;
  if (wish.count == 1) {
    KITH_DO(collect_shortest(to, least, found));
    if (!walks.empty()) return walks;
    ++depth;  // none of them was allowed
  }
  const auto level_done = [&] {
    if (in_group) ++groups;
    in_group = false;
    return !wish.groups || groups < wish.count;
  };
  KITH_DO(collect_by_level(to, depth, found, level_done));
  return walks;
}

}  // namespace kith::exec
