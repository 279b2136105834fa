// ExpandVariable where each end counts once: breadth first, every node reached once, instead of trail by trail.
//
// Both find the same ends if the least length is 0 or 1: a shortest walk from one node to another uses no edge twice.
// The start node is decided apart, as the shortest way back to it may be the edge that left it:
//   directed     the first edge that comes back to it closes a cycle
//   undirected   each node remembers by which edge at the start its tree was entered. An edge between two trees closes
//                a cycle through the start, of both depths and itself; so does an edge back to the start other than
//                the one its tree was entered by, and a loop
#include <unordered_map>

#include "query/exec/adjacency.h"
#include "query/exec/edge_test.h"
#include "query/exec/open.h"

namespace kith::exec {
namespace {

class ExpandEndsOperator : public InputOperator {
 public:
  ExpandEndsOperator(Runtime& runtime, const plan::ExpandVariable& expand, OperatorPtr input)
      : InputOperator(runtime, std::move(input)), expand_(expand), test_(runtime, expand), held_(runtime.control()) {}

  Result<bool> next(Batch& out) override {
    while (true) {
      if (!in_batch_) {
        KITH_TRY(const bool more, input_->next(batch_));
        if (!more) return false;
        KITH_DO(start_batch());
      }
      KITH_DO(runtime_.control().check());
      rows_.clear();
      ends_.clear();
      KITH_DO(fill());
      if (rows_.empty()) continue;
      out = batch_.gather(rows_);
      if (!expand_.to_is_bound) {
        Column column(ColumnKind::kNode, ends_.size());
        column.mutable_nodes() = ends_;
        out.set(expand_.to, std::move(column));
      }
      return true;
    }
  }

  void reset() override {
    InputOperator::reset();
    in_batch_ = false;
    forget_row();
  }

 private:
  struct Mark {
    std::uint64_t depth;
    EdgeId tree;  ///< the edge at the start by which it was reached
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

  /// Up to a batch of ends; a row goes on where it stopped, level by level.
  Status fill() {
    while (rows_.size() < runtime_.batch_rows()) {
      if (found_at_ < found_.size()) {
        rows_.push_back(static_cast<std::uint32_t>(row_));
        ends_.push_back(found_[found_at_++]);
        continue;
      }
      found_.clear();
      found_at_ = 0;
      if (in_row_ && !frontier_.empty() && depth_ < expand_.hops_max && types_) {
        KITH_DO(add_level());
        continue;
      }
      if (in_row_) ++row_;
      forget_row();
      if (row_ >= batch_.rows) {
        in_batch_ = false;
        return ok();
      }
      start_row();
    }
    return ok();
  }

  void forget_row() {
    in_row_ = false;
    marks_.clear();
    frontier_.clear();
    found_.clear();
    found_at_ = 0;
    held_.release();
  }

  void start_row() {
    in_row_ = true;
    depth_ = 0;
    if (sources_->is_null(row_) || (targets_ != nullptr && targets_->is_null(row_))) return;
    source_ = sources_->nodes()[row_];
    source_found_ = false;
    marks_.emplace(source_, Mark{0, EdgeId{}});
    frontier_.push_back(source_);
    if (expand_.hops_min == 0) find_source();
  }

  Status add_level() {
    Column nodes(ColumnKind::kNode, frontier_.size());
    nodes.mutable_nodes() = frontier_;
    SliceBatch slices;
    KITH_DO(runtime_.reader().expand(nodes, expand_.direction, *types_, slices));
    std::vector<NodeId> reached;
    for (std::size_t i = 0; i < frontier_.size(); ++i) {
      edges_.clear();
      for (const EdgeSlice& slice : slices.of(i)) {
        for (std::size_t place = 0; place < slice.edges.size(); ++place) {
          KITH_DO(stop_.step());
          edges_.push_back(edge_of_slice(slice, place, frontier_[i]));
        }
      }
      std::vector<bool> fits;
      if (test_.tests()) {
        KITH_TRY(fits, test_.fits(row_, edges_));
      }
      for (std::size_t at = 0; at < edges_.size(); ++at)
        if (fits.empty() || fits[at]) walk(frontier_[i], edges_[at], reached);
    }
    ++depth_;
    const std::size_t bytes = reached.size() * (sizeof(NodeId) + sizeof(Mark) + 4 * sizeof(void*));
    frontier_ = std::move(reached);
    return held_.take(bytes);
  }

  void walk(NodeId from, const EdgeRef& edge, std::vector<NodeId>& reached) {
    const NodeId to = edge.from == from ? edge.to : edge.from;
    const Mark before = marks_.find(from)->second;
    const EdgeId tree = from == source_ ? edge.id : before.tree;
    const auto [place, is_new] = marks_.emplace(to, Mark{depth_ + 1, tree});
    if (is_new) {
      reached.push_back(to);
      find(to);
    } else if (!source_found_ && closes(from, to, edge.id, before, place->second)) {
      find_source();
    }
  }

  /// Whether an edge between nodes that were reached before ends a trail from the start back to it.
  bool closes(NodeId from, NodeId to, EdgeId edge, const Mark& at_from, const Mark& at_to) const {
    if (expand_.direction != Direction::kBoth) return to == source_;
    if (at_from.depth + at_to.depth >= expand_.hops_max) return false;
    if (from != source_ && to != source_) return at_from.tree != at_to.tree;
    // A loop; a second edge to a neighbour; or one back from further on.
    return from == to || edge != (from == source_ ? at_to.tree : at_from.tree);
  }

  void find(NodeId node) {
    if (targets_ == nullptr || targets_->nodes()[row_] == node) found_.push_back(node);
  }

  void find_source() {
    source_found_ = true;
    find(source_);
  }

  const plan::ExpandVariable& expand_;
  EdgeTest test_;
  StopCheck stop_{runtime_.control()};
  MemoryHold held_;
  Batch batch_;
  std::optional<std::vector<TypeId>> types_;
  ColumnPtr sources_, targets_;
  bool in_batch_ = false;
  std::size_t row_ = 0;

  bool in_row_ = false;
  NodeId source_ = {};
  bool source_found_ = false;
  std::uint64_t depth_ = 0;  ///< of the frontier
  std::unordered_map<NodeId, Mark> marks_;
  std::vector<NodeId> frontier_;
  std::vector<NodeId> found_;  ///< from found_at_ on still to be given
  std::size_t found_at_ = 0;
  std::vector<EdgeRef> edges_;

  std::vector<std::uint32_t> rows_;
  std::vector<NodeId> ends_;
};

}  // namespace

OperatorPtr make_expand_ends(Runtime& runtime, const plan::ExpandVariable& expand, OperatorPtr input) {
  return std::make_unique<ExpandEndsOperator>(runtime, expand, std::move(input));
}

}  // namespace kith::exec
