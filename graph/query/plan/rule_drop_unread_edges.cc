// Edges nobody asks for are walked but not written down: `MATCH (a)-[:MET]->(b) RETURN b` makes no column of edges.
#include "query/plan/reads.h"
#include "query/plan/rules.h"

namespace kith::plan {

namespace {

struct Dropping {
  const std::set<Slot>& read;
  std::set<Slot>& dropped;

  void drop(Slot& slot) const {
    if (slot == kNoSlot || read.count(slot) != 0) return;
    dropped.insert(slot);
    slot = kNoSlot;
  }

  void operator()(Expand& op) const { drop(op.edge); }

  void operator()(ExpandVariable& op) const { drop(op.edges); }

  void operator()(ShortestPath& op) const {
    drop(op.edges);
    drop(op.path);
  }

  void operator()(WalkRoute& op) const {
    drop(op.edges);
    drop(op.path);
    for (semantic::RouteLeg& leg : op.route.legs) {
      for (semantic::RouteList& list : leg.lists) drop(list.list);
      std::erase_if(leg.lists, [](const semantic::RouteList& list) { return list.list == kNoSlot; });
    }
  }

  void operator()(EdgeScan& op) const { drop(op.edge); }

  void operator()(EdgeIndexSeek& op) const { drop(op.edge); }

  template <class Other>
  void operator()(Other&) const {}
};

struct Forgetting {
  const std::set<Slot>& dropped;

  void forget(std::vector<Slot>& slots) const {
    std::erase_if(slots, [&](Slot slot) { return dropped.count(slot) != 0; });
  }

  void operator()(Project& op) const { forget(op.keep); }

  void operator()(Apply& op) const { forget(op.nulls); }

  template <class Other>
  void operator()(Other&) const {}
};

}  // namespace

void drop_unread_edges(LogicalPlan& plan) {
  std::set<Slot> read, dropped;
  for (const OutputColumn& column : plan.columns) read.insert(column.slot);
  add_reads_below(plan.root, read);
  for (const LogicalOperator& subplan : plan.subplans) add_reads_below(subplan, read);
  for_each_operator(plan, [&](LogicalOperator& op) {
    if (auto* match = std::get_if<PatternMatch>(&op.body))
      for (Body& step : match->steps) std::visit(Dropping{read, dropped}, step);
  });
  for_each_operator(plan, [&](LogicalOperator& op) {
    if (auto* body = std::get_if<Body>(&op.body)) std::visit(Forgetting{dropped}, *body);
  });
}

}  // namespace kith::plan
