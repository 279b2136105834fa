// WalkRoute: for each row the walks along a route, all of them depth first or the chosen ones by RouteSearch.
//
// Depth first the walk lies on an explicit stack, so that its length is bounded by memory and not by the thread's
// stack, and it can stop when a batch is full and go on later. Rows that begin at the same node one after the other
// share a search, unless its predicates read the row.
#include <algorithm>
#include <optional>
#include <unordered_set>

#include "query/exec/open.h"
#include "query/exec/route.h"
#include "query/exec/route_search.h"

namespace kith::exec {
namespace {

using semantic::RouteChoice;
using semantic::RouteMode;

class WalkRouteOperator : public InputOperator {
 public:
  WalkRouteOperator(Runtime& runtime, const plan::WalkRoute& walk, OperatorPtr input)
      : InputOperator(runtime, std::move(input)),
        walk_(walk),
        guide_(runtime, walk.route),
        memory_(runtime.control()) {}

  Result<bool> next(Batch& out) override {
    while (true) {
      if (!in_batch_) {
        KITH_TRY(bool more, input_->next(batch_));
        if (!more) return false;
        KITH_DO(start_batch());
      }
      KITH_DO(runtime_.control().check());
      rows_.clear();
      walks_.clear();
      memory_.release();
      while (row_ < batch_.rows && rows_.size() < runtime_.batch_rows()) {
        KITH_TRY(bool more, walk_.route.choice == RouteChoice::kAll ? step() : search());
        if (more) continue;
        ++row_;
        in_row_ = false;
      }
      if (row_ >= batch_.rows) in_batch_ = false;
      if (rows_.empty()) continue;
      out = batch_.gather(rows_);
      if (!walk_.to_is_bound) set_ends(out);
      set_route_columns(runtime_, walk_, walks_, out);
      return true;
    }
  }

  void reset() override {
    InputOperator::reset();
    in_batch_ = false;
    in_row_ = false;
    search_.reset();
    clear_walk();
  }

 private:
  struct Frame {
    NodeId node;
    std::vector<RouteHop> hops;
    std::size_t next = 0;

    std::size_t size_bytes() const { return sizeof(Frame) + hops.capacity() * sizeof(RouteHop); }
  };

  Status start_batch() {
    KITH_TRY(sources_, as_nodes(batch_.slots[walk_.from], "a pattern"));
    targets_ = nullptr;
    if (walk_.to_is_bound) {
      KITH_TRY(targets_, as_nodes(batch_.slots[walk_.to], "a pattern"));
    }
    row_ = 0;
    in_row_ = false;
    in_batch_ = true;
    return ok();
  }

  Result<bool> start_row() {
    in_row_ = true;
    if (sources_->is_null(row_) || (targets_ != nullptr && targets_->is_null(row_))) return false;
    KITH_DO(guide_.start(batch_, row_));
    return true;
  }

  void set_ends(Batch& out) const {
    Column column(ColumnKind::kNode, walks_.size());
    for (std::size_t i = 0; i < walks_.size(); ++i) column.mutable_nodes()[i] = end_of(walks_[i]);
    out.set(walk_.to, std::move(column));
  }

  static NodeId end_of(const RouteWalk& walk) {
    NodeId node = walk.start;
    for (const EdgeRef& edge : walk.edges) node = edge.from == node ? edge.to : edge.from;
    return node;
  }

  Status give(const RouteWalk& walk) {
    KITH_DO(memory_.take(sizeof(RouteWalk) + walk.edges.size() * (sizeof(EdgeRef) + sizeof(std::uint32_t))));
    rows_.push_back(static_cast<std::uint32_t>(row_));
    walks_.push_back(walk);
    return ok();
  }

  /// Whether the predicates on the whole hold for the walk.
  Result<bool> accepts(const RouteWalk& walk) {
    if (walk_.route.accept.empty()) return true;
    const auto row = static_cast<std::uint32_t>(row_);
    Batch candidate = batch_.gather(std::span(&row, 1));
    if (!walk_.to_is_bound) {
      Column column(ColumnKind::kNode, 1);
      column.mutable_nodes()[0] = end_of(walk);
      candidate.set(walk_.to, std::move(column));
    }
    set_route_columns(runtime_, walk_, {walk}, candidate);
    KITH_TRY(const std::vector<std::uint32_t> kept, select_rows(runtime_, walk_.route.accept, candidate));
    return !kept.empty();
  }

  // ---- chosen walks ----

  Result<std::uint64_t> wanted() {
    if (!walk_.route.count) return std::uint64_t{1};
    KITH_TRY(const ColumnPtr column, evaluate(runtime_, *walk_.route.count, runtime_.new_batch(1)));
    const Value count = column->value(0);
    if (count.kind() != Kind::kInteger)
      return located(type_error("a path selector asks for a number of paths, not " + describe(count)),
                     *walk_.route.count);
    if (count.as_integer() > 0) return static_cast<std::uint64_t>(count.as_integer());
    return located(Error{.code = ErrorCode::kArgument,
                         .message = "a path selector asks for at least one path, not " + count.to_text(),
                         .detail = "NumberOutOfRange",
                         .phase = Phase::kRuntime},
                   *walk_.route.count);
  }

  /// All walks of one row; never more to come.
  Result<bool> search() {
    KITH_TRY(const bool has_ends, start_row());
    if (!has_ends) return false;
    const NodeId from = sources_->nodes()[row_];
    if (!search_ || search_->from() != from || !guide_.is_same_for_all_rows())
      search_.emplace(runtime_, guide_, walk_.route.mode, from);
    RouteWish wish{.groups = walk_.route.choice == RouteChoice::kGroups};
    KITH_TRY(wish.count, wanted());
    if (!walk_.route.accept.empty()) wish.accept = [this](const RouteWalk& walk) { return accepts(walk); };
    KITH_TRY(const std::vector<RouteWalk> found, search_->between(targets_->nodes()[row_], wish));
    for (const RouteWalk& walk : found) KITH_DO(give(walk));
    return false;
  }

  // ---- all walks, depth first ----

  void clear_walk() {
    frames_.clear();
    frames_memory_.release();
    current_.edges.clear();
    current_.legs.clear();
    edges_.clear();
    nodes_.clear();
  }

  /// One step of the walk; false if the row has nothing more.
  Result<bool> step() {
    if (!in_row_) {
      KITH_TRY(const bool has_ends, start_row());
      if (!has_ends) return false;
      clear_walk();
      excluded_.clear();
      add_edges_of_row(batch_, walk_.distinct_from, row_, excluded_);
      current_.start = sources_->nodes()[row_];
      KITH_DO(arrive(guide_.first(current_.start)));
      return true;
    }
    if (frames_.empty()) return false;
    KITH_DO(stop_.step());
    Frame& frame = frames_.back();
    if (frame.next == frame.hops.size()) {
      nodes_.erase(frame.node);
      frames_memory_.give_back(frame.size_bytes());
      frames_.pop_back();
      if (!current_.edges.empty()) leave_edge();
      return true;
    }
    const RouteHop hop = frame.hops[frame.next++];
    if (!may_walk(hop)) return true;
    current_.edges.push_back(hop.edge);
    current_.legs.push_back(hop.to.leg);
    edges_.insert(hop.edge.id);
    KITH_DO(arrive(hop.to));
    return true;
  }

  bool may_walk(const RouteHop& hop) const {
    if (walk_.route.mode == RouteMode::kWalk) return true;
    if (edges_.contains(hop.edge.id)) return false;
    if (std::find(excluded_.begin(), excluded_.end(), hop.edge.id) != excluded_.end()) return false;
    if (walk_.route.mode == RouteMode::kTrail || !nodes_.contains(hop.to.node)) return true;
    return walk_.route.mode == RouteMode::kSimple && hop.to.node == current_.start;
  }

  void leave_edge() {
    edges_.erase(current_.edges.back().id);
    current_.edges.pop_back();
    current_.legs.pop_back();
  }

  /// The walk stands at `state`: it may be a result, and it may go on.
  Status arrive(const RouteState& state) {
    if (targets_ == nullptr || targets_->nodes()[row_] == state.node) {
      KITH_TRY(bool is_result, guide_.may_end(state));
      if (is_result) {
        KITH_TRY(is_result, accepts(current_));
      }
      if (is_result) KITH_DO(give(current_));
    }
    Frame frame{.node = state.node, .hops = {}};
    // A simple walk that is back at its start is at its end: it goes on nowhere.
    const bool is_closed =
        walk_.route.mode == RouteMode::kSimple && !current_.edges.empty() && state.node == current_.start;
    if (is_closed) {
      leave_edge();
      return ok();
    }
    KITH_DO(guide_.expand(state, frame.hops));
    KITH_DO(frames_memory_.take(frame.size_bytes()));
    nodes_.insert(state.node);
    frames_.push_back(std::move(frame));
    return ok();
  }

  const plan::WalkRoute& walk_;
  RouteGuide guide_;
  MemoryHold memory_;  ///< of the walks of a batch
  MemoryHold frames_memory_{runtime_.control()};
  StopCheck stop_{runtime_.control()};
  Batch batch_;
  bool in_batch_ = false;
  bool in_row_ = false;
  std::size_t row_ = 0;
  ColumnPtr sources_, targets_;
  std::optional<RouteSearch> search_;

  std::vector<Frame> frames_;  ///< one more than edges of the walk
  RouteWalk current_;
  std::unordered_set<EdgeId> edges_;
  std::unordered_set<NodeId> nodes_;  ///< only asked where no node may come twice
  std::vector<EdgeId> excluded_;

  std::vector<std::uint32_t> rows_;
  std::vector<RouteWalk> walks_;
};

}  // namespace

OperatorPtr make_walk_route(Runtime& runtime, const plan::WalkRoute& walk, OperatorPtr input) {
  return std::make_unique<WalkRouteOperator>(runtime, walk, std::move(input));
}

}  // namespace kith::exec
