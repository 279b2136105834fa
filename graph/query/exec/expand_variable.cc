// ExpandVariable: every trail (no edge twice) of min to max edges from a node, depth first.
//
// The trail being walked lies on an explicit stack, one frame a node, so that its length is bounded by
// memory and not by the thread's stack, and the walk can stop when a batch is full and go on later.
#include <unordered_set>

#include "query/exec/adjacency.h"
#include "query/exec/edge_test.h"
#include "query/exec/evaluate.h"
#include "query/exec/open.h"

namespace kith::exec {
namespace {

class ExpandVariableOperator : public InputOperator {
 public:
  ExpandVariableOperator(Runtime& runtime, const plan::ExpandVariable& expand, OperatorPtr input)
      : InputOperator(runtime, std::move(input)), expand_(expand), test_(runtime, expand) {}

  Result<bool> next(Batch& out) override {
    while (true) {
      if (!in_batch_) {
        KITH_TRY(bool more, input_->next(batch_));
        if (!more) return false;
        KITH_DO(start_batch());
      }
      KITH_DO(runtime_.control().check());
      rows_.clear();
      ends_.clear();
      lists_.clear();
      while (row_ < batch_.rows && rows_.size() < runtime_.batch_rows()) {
        KITH_TRY(bool more, step());
        if (more) continue;
        ++row_;
        in_row_ = false;
      }
      if (row_ >= batch_.rows) in_batch_ = false;
      if (rows_.empty()) continue;
      out = batch_.gather(rows_);
      if (!expand_.to_is_bound) {
        Column column(ColumnKind::kNode, ends_.size());
        column.mutable_nodes() = ends_;
        out.set(expand_.to, std::move(column));
      }
      if (!expand_.edges_are_bound && expand_.edges != kNoSlot) out.set(expand_.edges, Column::from_values(lists_));
      return true;
    }
  }

  void reset() override {
    InputOperator::reset();
    in_batch_ = false;
    frames_.clear();
    trail_.clear();
    walked_.clear();
  }

 private:
  struct Frame {
    NodeId node;
    SliceBatch slices;
    std::size_t slice = 0;
    std::size_t place = 0;
    std::vector<bool> fits = {};  ///< by edge, over all slices; empty: all do
    std::size_t edge = 0;
  };

  Status start_batch() {
    types_ = find_types(runtime_, expand_.types);
    KITH_TRY(sources_, as_nodes(batch_.slots[expand_.from], "a pattern"));
    targets_ = nullptr;
    if (expand_.to_is_bound) {
      KITH_TRY(targets_, as_nodes(batch_.slots[expand_.to], "a pattern"));
    }
    KITH_DO(test_.start(batch_));
    row_ = 0;
    in_row_ = false;
    in_batch_ = true;
    return ok();
  }

  /// One step of the walk; false if the row has nothing more.
  Result<bool> step() {
    if (!in_row_) return start_row();
    if (frames_.empty()) return false;
    KITH_DO(stop_.step());
    Frame& frame = frames_.back();
    std::span<const EdgeSlice> slices = frame.slices.of(0);
    if (frame.slice >= slices.size()) {
      frames_.pop_back();
      if (!trail_.empty()) leave_edge();
      return true;
    }
    const EdgeSlice& slice = slices[frame.slice];
    if (frame.place >= slice.edges.size()) {
      ++frame.slice;
      frame.place = 0;
      return true;
    }
    std::size_t place = frame.place++;
    EdgeId edge = slice.edges[place];
    NodeId node = slice.nodes[place];
    if (!frame.fits.empty() && !frame.fits[frame.edge++]) return true;
    if (walked_.contains(edge) || std::find(excluded_.begin(), excluded_.end(), edge) != excluded_.end()) return true;
    trail_.push_back(edge);
    walked_.insert(edge);
    if (trail_.size() >= expand_.hops_min) arrive(node);
    if (trail_.size() < expand_.hops_max) {
      KITH_DO(enter(node));
    } else {
      leave_edge();
    }
    return true;
  }

  Result<bool> start_row() {
    in_row_ = true;
    frames_.clear();
    trail_.clear();
    walked_.clear();
    if (sources_->is_null(row_) || (targets_ != nullptr && targets_->is_null(row_))) return false;
    excluded_.clear();
    add_edges_of_row(batch_, expand_.distinct_from, row_, excluded_);
    NodeId source = sources_->nodes()[row_];
    if (expand_.edges_are_bound) {
      KITH_DO(follow_bound(source));
      return false;
    }
    if (expand_.hops_min == 0) arrive(source);
    if (expand_.hops_max > 0 && types_) KITH_DO(enter(source));
    return true;
  }

  Status enter(NodeId node) {
    Frame frame{.node = node, .slices = {}};
    KITH_TRY(frame.slices, expand_node(runtime_, node, expand_.direction, *types_));
    if (test_.tests()) {
      std::vector<EdgeRef> edges;
      for (const EdgeSlice& slice : frame.slices.of(0))
        for (std::size_t place = 0; place < slice.edges.size(); ++place)
          edges.push_back(edge_of_slice(slice, place, node));
      KITH_TRY(frame.fits, test_.fits(row_, edges));
    }
    frames_.push_back(std::move(frame));
    return ok();
  }

  void leave_edge() {
    walked_.erase(trail_.back());
    trail_.pop_back();
  }

  /// The walk so far is a result, if it ends where it has to.
  void arrive(NodeId node) {
    if (targets_ != nullptr && targets_->nodes()[row_] != node) return;
    rows_.push_back(static_cast<std::uint32_t>(row_));
    ends_.push_back(node);
    if (expand_.edges_are_bound || expand_.edges == kNoSlot) return;
    List list;
    list.reserve(trail_.size());
    for (EdgeId edge : trail_) list.push_back(Value::edge_ref(edge));
    if (expand_.reversed) std::reverse(list.begin(), list.end());
    lists_.push_back(Value(std::move(list)));
  }

  /// The list of edges is given: the only walk is along it.
  Status follow_bound(NodeId source) {
    Value value = batch_[expand_.edges].value(row_);
    if (value.is_null()) return ok();
    if (value.kind() != Kind::kList)
      return type_error("a pattern needs a list of relationships, not " + describe(value));
    List edges = value.as_list();
    if (edges.size() < expand_.hops_min || edges.size() > expand_.hops_max) return ok();
    if (expand_.reversed) std::reverse(edges.begin(), edges.end());
    NodeId node = source;
    std::vector<EdgeRef> walked;
    for (const Value& element : edges) {
      if (element.kind() != Kind::kEdge)
        return type_error("a pattern needs a list of relationships, not of " + describe(element));
      KITH_TRY(EdgeRef edge, runtime_.reader().edge_ref(element.edge_id()));
      if (!types_ || (!types_->empty() && std::find(types_->begin(), types_->end(), edge.type) == types_->end()))
        return ok();
      bool leaves = expand_.direction != Direction::kIn && edge.from == node;
      bool enters = expand_.direction != Direction::kOut && edge.to == node;
      if (!leaves && !enters) return ok();
      if (!walked_.insert(edge.id).second || std::find(excluded_.begin(), excluded_.end(), edge.id) != excluded_.end())
        return ok();
      walked.push_back(edge);
      node = leaves ? edge.to : edge.from;
    }
    if (test_.tests()) {
      KITH_TRY(const std::vector<bool> fits, test_.fits(row_, walked));
      if (std::find(fits.begin(), fits.end(), false) != fits.end()) return ok();
    }
    arrive(node);
    return ok();
  }

  const plan::ExpandVariable& expand_;
  EdgeTest test_;
  StopCheck stop_{runtime_.control()};
  Batch batch_;
  bool in_batch_ = false;
  bool in_row_ = false;
  std::size_t row_ = 0;
  std::optional<std::vector<TypeId>> types_;
  ColumnPtr sources_, targets_;
  std::vector<EdgeId> excluded_;

  std::vector<Frame> frames_;  // one more than trail_ while a row is walked
  std::vector<EdgeId> trail_;
  std::unordered_set<EdgeId> walked_;

  std::vector<std::uint32_t> rows_;
  std::vector<NodeId> ends_;
  std::vector<Value> lists_;
};

}  // namespace

OperatorPtr make_expand_variable(Runtime& runtime, const plan::ExpandVariable& expand, OperatorPtr input) {
  return std::make_unique<ExpandVariableOperator>(runtime, expand, std::move(input));
}

}  // namespace kith::exec
