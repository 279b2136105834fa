// Edges found without a bound end, given as (from, edge, to) in one or both directions.
#pragma once

#include <vector>

#include "query/exec/source.h"

namespace kith::exec {

/// An edge in the direction it is given in.
struct DirectedEdge {
  EdgeRef edge;
  bool reversed = false;  ///< `from` of the pattern is the edge's target
};

struct EdgeSlots {
  Slot from = kNoSlot;
  Slot edge = kNoSlot;
  Slot to = kNoSlot;
  bool undirected = false;
};

/// A scan or seek of edges; a subclass gives pages of ids. Undirected gives each edge both ways, a loop once.
class EdgeSource : public SourceOperator<DirectedEdge> {
 public:
  EdgeSource(Runtime& runtime, EdgeSlots slots, OperatorPtr input)
      : SourceOperator(runtime, std::move(input)), slots_(slots) {}

 protected:
  virtual Result<bool> next_page(std::vector<EdgeId>& page, std::size_t count_max) = 0;

  Result<bool> find_more(std::vector<DirectedEdge>& found, std::size_t count_max) final {
    KITH_TRY(bool more, next_page(page_, std::max<std::size_t>(1, slots_.undirected ? count_max / 2 : count_max)));
    for (EdgeId id : page_) {
      KITH_TRY(EdgeRef edge, runtime_.reader().edge_ref(id));
      found.push_back({edge, false});
      if (slots_.undirected && edge.from != edge.to) found.push_back({edge, true});
    }
    return more;
  }

  void give(const std::vector<DirectedEdge>& found, Batch& out) final {
    Column from(ColumnKind::kNode, found.size());
    Column edge(ColumnKind::kEdge, found.size());
    Column to(ColumnKind::kNode, found.size());
    for (std::size_t row = 0; row < found.size(); ++row) {
      const DirectedEdge& element = found[row];
      from.mutable_nodes()[row] = element.reversed ? element.edge.to : element.edge.from;
      to.mutable_nodes()[row] = element.reversed ? element.edge.from : element.edge.to;
      edge.mutable_edges()[row] = element.edge;
    }
    out.set(slots_.from, std::move(from));
    out.set(slots_.to, std::move(to));
    if (slots_.edge != kNoSlot) out.set(slots_.edge, std::move(edge));
  }

 private:
  EdgeSlots slots_;
  std::vector<EdgeId> page_;
};

}  // namespace kith::exec
