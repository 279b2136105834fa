#include "query/plan/reads.h"

#include <algorithm>

#include "query/semantic/walk.h"

namespace kith::plan {

namespace {

struct Reader {
  const std::function<void(const Expr&)>& visit;
  std::set<Slot>& slots;

  void add(const Expr& expr) const { visit(expr); }

  void add(const std::optional<Expr>& expr) const {
    if (expr) add(*expr);
  }

  void add(const std::vector<Expr>& exprs) const {
    for (const Expr& expr : exprs) add(expr);
  }

  void add(const std::vector<Projection>& projections) const {
    for (const Projection& projection : projections) add(projection.expr);
  }

  void add(const std::vector<Slot>& read) const { slots.insert(read.begin(), read.end()); }

  void add(const std::vector<SetItem>& items) const {
    for (const SetItem& item : items) semantic::for_each_part(item, [&](const Expr& part) { add(part); });
  }

  void operator()(const Unit&) const {}

  void operator()(const Argument&) const {}

  void operator()(const AllNodesScan&) const {}

  void operator()(const LabelScan&) const {}

  void operator()(const DynamicLabelScan& op) const { add(op.labels); }

  void operator()(const IndexSeek& op) const { add(op.values); }

  void operator()(const IndexRange& op) const {
    add(op.values);
    add(op.low);
    add(op.high);
    add(op.prefix);
  }

  void operator()(const NodeByIdSeek& op) const { add(op.id); }

  void operator()(const EdgeScan&) const {}

  void operator()(const EdgeIndexSeek& op) const { add(op.values); }

  void operator()(const Expand& op) const {
    slots.insert(op.from);
    if (op.to_is_bound) slots.insert(op.to);
    if (op.edge_is_bound) slots.insert(op.edge);
    add(op.distinct_from);
  }

  void operator()(const ExpandVariable& op) const {
    slots.insert(op.from);
    if (op.to_is_bound) slots.insert(op.to);
    if (op.edges_are_bound) slots.insert(op.edges);
    add(op.edge_properties);
    for (const EdgePredicate& each : op.edge_predicates) add(each.predicate);
    add(op.distinct_from);
  }

  void operator()(const ShortestPath& op) const {
    slots.insert({op.from, op.to});
    add(op.edge_properties);
    add(op.path_predicates);
  }

  void operator()(const WalkRoute& op) const {
    slots.insert(op.from);
    if (op.to_is_bound) slots.insert(op.to);
    add(op.distinct_from);
    for (const semantic::RouteLeg& leg : op.route.legs) add(leg.predicates);
    for (const semantic::RouteStop& stop : op.route.stops) add(stop.predicates);
    add(op.route.count);
    add(op.route.accept);
  }

  void operator()(const Flatten&) const {}

  void operator()(const Filter& op) const { add(op.predicates); }

  void operator()(const Project& op) const { add(op.projections); }

  void operator()(const Unwind& op) const { add(op.list); }

  void operator()(const Aggregate& op) const {
    add(op.keys);
    add(op.aggregates);
  }

  void operator()(const Distinct& op) const { add(op.slots); }

  void operator()(const Sort& op) const {
    for (const SortKey& key : op.keys) add(key.expr);
    add(op.limit);
  }

  void operator()(const Skip& op) const { add(op.count); }

  void operator()(const Limit& op) const { add(op.count); }

  void operator()(const Apply&) const {}

  void operator()(const Union& op) const {
    for (const std::vector<Slot>& columns : op.columns) add(columns);
  }

  void operator()(const HashJoin& op) const {
    add(op.left_keys);
    add(op.right_keys);
  }

  void operator()(const ProcedureCall& op) const { add(op.arguments); }

  void operator()(const Create& op) const {
    for (const semantic::CreateElement& element : op.elements) {
      semantic::for_each_part(element, [&](const Expr& part) { add(part); });
      if (const auto* edge = std::get_if<CreateEdge>(&element)) slots.insert({edge->from, edge->to});
    }
  }

  void operator()(const Set& op) const { add(op.items); }

  void operator()(const Remove& op) const {
    for (const RemoveItem& item : op.items) semantic::for_each_part(item, [&](const Expr& part) { add(part); });
  }

  void operator()(const Delete& op) const { add(op.targets); }

  void operator()(const Merge& op) const {
    (*this)(op.create);
    add(op.on_create);
    add(op.on_match);
  }

  void operator()(const ForEach&) const {}

  void operator()(const CallInTransactions&) const {}

  void operator()(const EmptyResult&) const {}
};

}  // namespace

void add_reads(const Body& body, std::set<Slot>& slots) {
  std::visit(Reader{[&](const Expr& expr) { semantic::add_slots(expr, slots); }, slots}, body);
}

void for_each_expression(const Body& body, const std::function<void(const Expr&)>& visit) {
  std::set<Slot> ignored;
  std::visit(Reader{[&](const Expr& expr) { semantic::for_each(expr, visit); }, ignored}, body);
}

void add_reads_below(const LogicalOperator& op, std::set<Slot>& slots) {
  if (const auto* match = std::get_if<PatternMatch>(&op.body)) {
    for (const Body& step : match->steps) add_reads(step, slots);
  } else {
    add_reads(std::get<Body>(op.body), slots);
  }
  for (const LogicalOperator& input : op.inputs) add_reads_below(input, slots);
}

void add_reads_below(const Operator& op, std::set<Slot>& slots) {
  add_reads(op.body, slots);
  for (const Operator& input : op.inputs) add_reads_below(input, slots);
}

bool is_write(const Body& body) {
  return std::holds_alternative<Create>(body) || std::holds_alternative<Set>(body) ||
         std::holds_alternative<Remove>(body) || std::holds_alternative<Delete>(body) ||
         std::holds_alternative<Merge>(body);
}

bool writes(const Operator& op) {
  return is_write(op.body) ||
         std::any_of(op.inputs.begin(), op.inputs.end(), [](const Operator& input) { return writes(input); });
}

}  // namespace kith::plan
