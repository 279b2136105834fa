// The order of a pattern: greedy, cheapest first. It starts at what is bound already, else at the node or edge with
// the cheapest way in, and then always takes the expansion that is likely to give the fewest rows.
#include <algorithm>
#include <cstddef>

#include "query/plan/access.h"
#include "query/plan/pattern_steps.h"
#include "query/plan/rules.h"
#include "query/semantic/walk.h"

namespace kith::plan {

namespace {

using semantic::Pattern;
using semantic::PatternEdge;
using semantic::PatternNode;

Expr call(const function::Function* function, Slot edge) {
  Expr argument;
  argument.kind = semantic::ExprKind::kSlot;
  argument.slot = edge;
  argument.type = {TypeKind::kEdge};
  Expr expr;
  expr.kind = semantic::ExprKind::kCall;
  expr.type = {TypeKind::kNode};
  expr.function = function;
  expr.children.push_back(std::move(argument));
  return expr;
}

Expr made_of(semantic::ExprKind kind, std::vector<Expr> children) {
  Expr expr;
  expr.kind = kind;
  expr.children = std::move(children);
  return expr;
}

// The nodes a bound edge can be entered from when its left end is `edge.from`: one, or for an undirected
// pattern both, but the one node of a loop only once.
Expr left_ends(const PatternEdge& edge, const function::Function* start_node, const function::Function* end_node) {
  const Expr start = call(start_node, edge.slot), end = call(end_node, edge.slot);
  if (edge.direction != Direction::kBoth)
    return made_of(semantic::ExprKind::kList, {edge.direction == Direction::kOut ? start : end});
  return made_of(semantic::ExprKind::kCase,
                 {made_of(semantic::ExprKind::kCompare, {start, end}), made_of(semantic::ExprKind::kList, {start}),
                  made_of(semantic::ExprKind::kList, {start, end})});
}

class Ordering {
 public:
  Ordering(const Pattern& pattern, bool first, const OptimiserContext& context, Slot& slot_count)
      : pattern_(pattern),
        first_(first),
        context_(context),
        counts_(context),
        slot_count_(slot_count),
        steps_(pattern),
        tested_(pattern.predicates.size(), false),
        walked_(pattern.edges.size(), false) {}

  std::vector<Body> run() {
    test_ready();
    while (expand_cheapest() || start_somewhere()) test_ready();
    for (std::size_t i = 0; i < pattern_.edges.size(); ++i) {
      if (walked_[i]) continue;
      steps_.expand(pattern_.edges[i]);  // shortest paths: all nodes are bound by now
      test_ready();
    }
    std::vector<Expr> rest;
    for (std::size_t i = 0; i < pattern_.predicates.size(); ++i)
      if (!tested_[i]) rest.push_back(pattern_.predicates[i]);
    steps_.filter(std::move(rest));
    return steps_.take();
  }

 private:
  // Predicates that are ready are tested at once; what can fail waits for all rows that others take away.
  void test_ready() {
    std::vector<Expr> ready;
    for (std::size_t i = 0; i < pattern_.predicates.size(); ++i) {
      const Expr& predicate = pattern_.predicates[i];
      if (tested_[i] || semantic::can_fail(predicate) || !steps_.can_evaluate(predicate)) continue;
      tested_[i] = true;
      ready.push_back(predicate);
    }
    steps_.filter(std::move(ready));
  }

  double fan_out(const PatternEdge& edge) const {
    double one = counts_.edges(edge.types) / std::max(1.0, counts_.nodes());
    if (edge.direction == Direction::kBoth) one *= 2;
    if (!edge.variable) return one;
    const double hops = static_cast<double>(std::min<std::uint64_t>(edge.hops_max, 4));
    double sum = edge.hops_min == 0 ? 1 : 0, walks = 1;
    for (double hop = 1; hop <= hops; ++hop) sum += walks *= std::max(one, 1.0);
    return sum * 2;
  }

  double share_of(Slot node) const {
    double share = 1;
    for (const Expr& predicate : pattern_.predicates) {
      if (!semantic::uses(predicate, node)) continue;
      if (predicate.kind == semantic::ExprKind::kHasLabels)
        share *= std::min(1.0, counts_.nodes(predicate.names[0]) / std::max(1.0, counts_.nodes()));
      else
        share *= 0.1;
    }
    return share;
  }

  bool expand_cheapest() {
    std::size_t best = pattern_.edges.size();
    double best_rows = 0;
    for (std::size_t i = 0; i < pattern_.edges.size(); ++i) {
      const PatternEdge& edge = pattern_.edges[i];
      if (walked_[i] || searches(edge)) continue;
      const bool from = steps_.is_bound(edge.from), to = steps_.is_bound(edge.to);
      if (!from && !to) continue;
      double rows = edge.bound ? 0.5 : fan_out(edge);
      if (from && to)
        rows = edge.variable ? rows * 0.1 : std::min(rows, 0.1);
      else
        rows *= share_of(from ? edge.to : edge.from);
      if (best < pattern_.edges.size() && rows >= best_rows) continue;
      best = i;
      best_rows = rows;
    }
    if (best == pattern_.edges.size()) return false;
    walked_[best] = true;
    steps_.expand(pattern_.edges[best]);
    return true;
  }

  // The ends of an edge that is known need no search.
  bool start_at_bound_edge() {
    const function::Function* start_node = context_.functions.find("startnode");
    const function::Function* end_node = context_.functions.find("endnode");
    if (start_node == nullptr || end_node == nullptr) return false;
    for (const PatternEdge& edge : pattern_.edges) {
      if (!edge.bound || edge.variable || steps_.is_bound(edge.from) || steps_.is_bound(edge.to)) continue;
      steps_.scan(Unwind{edge.from, left_ends(edge, start_node, end_node)}, {edge.from});
      return true;
    }
    return false;
  }

  bool start_somewhere() {
    if (start_at_bound_edge()) return true;
    std::optional<Access> best;
    std::vector<Slot> nodes;
    const PatternEdge* scanned = nullptr;
    std::size_t scanned_at = 0;
    for (const PatternNode& node : pattern_.nodes) {
      if (steps_.is_bound(node.slot)) continue;
      Access access = best_node_access(pattern_, node.slot, steps_, first_, context_, slot_count_);
      if (best && access.rows >= best->rows) continue;
      best = std::move(access);
      nodes = {node.slot};
    }
    if (!best) return false;
    for (std::size_t i = 0; i < pattern_.edges.size(); ++i) {
      const PatternEdge& edge = pattern_.edges[i];
      if (walked_[i] || searches(edge)) continue;
      std::optional<Access> access = best_edge_access(pattern_, edge, steps_, context_);
      // A scan of edges stands against a scan of nodes and the expansion after it.
      const bool touches = !nodes.empty() && (edge.from == nodes[0] || edge.to == nodes[0]);
      const double through_nodes = best->rows + (touches ? best->rows * fan_out(edge) : 0);
      if (!access || access->rows >= through_nodes) continue;
      best = std::move(access);
      nodes = {edge.from, edge.to};
      scanned = &edge;
      scanned_at = i;
    }
    for (std::size_t position : best->served) tested_[position] = true;
    Body last = std::move(best->steps.back());
    best->steps.pop_back();
    for (Body& step : best->steps) steps_.add(std::move(step));
    steps_.scan(std::move(last), nodes, scanned);
    if (scanned != nullptr) walked_[scanned_at] = true;
    first_ = false;
    return true;
  }

  const Pattern& pattern_;
  bool first_;
  const OptimiserContext& context_;
  Counts counts_;
  Slot& slot_count_;
  Steps steps_;
  std::vector<bool> tested_;
  std::vector<bool> walked_;
};

}  // namespace

void order_patterns(LogicalPlan& plan, const OptimiserContext& context) {
  for_each_operator(plan, [&](LogicalOperator& op) {
    auto* match = std::get_if<PatternMatch>(&op.body);
    if (match == nullptr) return;
    const auto* input = std::get_if<Body>(&op.inputs[0].body);
    const bool first = input != nullptr && std::holds_alternative<Unit>(*input);
    match->steps = Ordering(match->pattern, first, context, plan.slot_count).run();
  });
}

}  // namespace kith::plan
