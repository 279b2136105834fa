// Plans as text: EXPLAIN, golden tests, the debugger. One operator a line, its inputs indented below.
#include <cstddef>
#include <string>

#include "query/plan/logical.h"
#include "query/plan/physical.h"

namespace kith::plan {

namespace {

using semantic::to_text;

std::string slot_text(Slot slot) { return slot == kNoSlot ? "#-" : "#" + std::to_string(slot); }

std::string slots_text(const std::vector<Slot>& slots) {
  std::string text;
  for (Slot slot : slots) text += (text.empty() ? "" : " ") + slot_text(slot);
  return text;
}

std::string exprs_text(const std::vector<Expr>& exprs) {
  std::string text;
  for (const Expr& expr : exprs) text += (text.empty() ? "" : ", ") + to_text(expr);
  return text;
}

std::string projections_text(const std::vector<Projection>& projections) {
  std::string text;
  for (const Projection& projection : projections)
    text += (text.empty() ? "" : ", ") + to_text(projection.expr) + " as " + slot_text(projection.slot);
  return text;
}

// An edge as it stands between brackets; one that nobody reads has no slot.
std::string edge_text(Slot slot, bool is_bound, const std::vector<std::string>& types) {
  std::string text = slot == kNoSlot ? "" : slot_text(slot) + (is_bound ? "!" : "");
  for (std::size_t i = 0; i < types.size(); ++i) text += (i != 0 ? "|" : text.empty() ? ":" : " :") + types[i];
  return text;
}

std::string arrow_text(Slot from, Slot to, Direction direction, const std::string& inside) {
  return slot_text(from) + (direction == Direction::kIn ? " <-[" : " -[") + inside +
         (direction == Direction::kOut ? "]-> " : "]- ") + slot_text(to);
}

std::string hops_text(std::uint64_t min, std::uint64_t max) {
  return " *" + std::to_string(min) + ".." + (max == ~std::uint64_t{0} ? "" : std::to_string(max));
}

std::string distinct_text(const std::vector<Slot>& slots) {
  return slots.empty() ? "" : " apart from " + slots_text(slots);
}

std::string items_text(const std::vector<SetItem>& items) {
  std::string text;
  for (const SetItem& item : items) text += (text.empty() ? "" : ", ") + to_text(item);
  return text;
}

std::string elements_text(const std::vector<semantic::CreateElement>& elements) {
  std::string text;
  for (const semantic::CreateElement& element : elements) text += (text.empty() ? "" : ", ") + to_text(element);
  return text;
}

struct BodyText {
  std::string operator()(const Unit&) const { return "unit"; }

  std::string operator()(const Argument&) const { return "argument"; }

  std::string operator()(const AllNodesScan& op) const { return "all nodes scan " + slot_text(op.node); }

  std::string operator()(const LabelScan& op) const { return "label scan " + slot_text(op.node) + " :" + op.label; }

  std::string operator()(const IndexSeek& op) const {
    return "index seek " + slot_text(op.node) + " " + op.index + " = " + exprs_text(op.values);
  }

  std::string operator()(const IndexRange& op) const {
    std::string text = "index range " + slot_text(op.node) + " " + op.index;
    if (!op.values.empty()) text += " = " + exprs_text(op.values);
    if (op.low) text += (op.low_inclusive ? " >= " : " > ") + to_text(*op.low);
    if (op.high) text += (op.high_inclusive ? " <= " : " < ") + to_text(*op.high);
    if (op.prefix) text += " starts with " + to_text(*op.prefix);
    return text;
  }

  std::string operator()(const DynamicLabelScan& op) const {
    return "dynamic label scan " + slot_text(op.node) + " :$(" + to_text(op.labels) + ")";
  }

  std::string operator()(const NodeByIdSeek& op) const {
    return "node by id " + slot_text(op.node) + " = " + to_text(op.id);
  }

  std::string operator()(const EdgeScan& op) const {
    return "edge scan " + arrow_text(op.from, op.to, op.undirected ? Direction::kBoth : Direction::kOut,
                                     edge_text(op.edge, false, op.types));
  }

  std::string operator()(const EdgeIndexSeek& op) const {
    return "edge index seek " +
           arrow_text(op.from, op.to, op.undirected ? Direction::kBoth : Direction::kOut,
                      edge_text(op.edge, false, {})) +
           " " + op.index + " = " + exprs_text(op.values);
  }

  std::string operator()(const Expand& op) const {
    std::string text = op.to_is_bound ? "expand into " : "expand ";
    text += arrow_text(op.from, op.to, op.direction, edge_text(op.edge, op.edge_is_bound, op.types));
    return text + (op.unflat ? " unflat" : "") + distinct_text(op.distinct_from);
  }

  std::string operator()(const ExpandVariable& op) const {
    std::string inside = edge_text(op.edges, op.edges_are_bound, op.types) + hops_text(op.hops_min, op.hops_max);
    if (op.edge_properties) inside += " " + to_text(*op.edge_properties);
    for (const EdgePredicate& each : op.edge_predicates)
      inside += " where " + slot_text(each.item) + ": " + to_text(each.predicate);
    return (op.to_is_bound ? "expand into " : "expand ") + arrow_text(op.from, op.to, op.direction, inside) +
           (op.reversed ? " reversed" : "") + (op.each_end_once ? " each end once" : "") + distinct_text(op.distinct_from);
  }

  std::string operator()(const ShortestPath& op) const {
    std::string inside = edge_text(op.edges, false, op.types) + hops_text(op.hops_min, op.hops_max);
    if (op.edge_properties) inside += " " + to_text(*op.edge_properties);
    std::string text = op.all ? "all shortest paths " : "shortest path ";
    text += arrow_text(op.from, op.to, op.direction, inside) + " as " + slot_text(op.path);
    if (!op.path_predicates.empty()) text += " where " + exprs_text(op.path_predicates);
    return text;
  }

  std::string operator()(const WalkRoute& op) const {
    std::string text = (op.to_is_bound ? "walk into " : "walk ") +
                       arrow_text(op.from, op.to, Direction::kBoth, edge_text(op.edges, false, {})) + " " +
                       to_text(op.route) + (op.reversed ? " reversed" : "");
    if (op.path != kNoSlot) text += " as " + slot_text(op.path);
    return text + distinct_text(op.distinct_from);
  }

  std::string operator()(const Flatten&) const { return "flatten"; }

  std::string operator()(const Filter& op) const { return "filter " + exprs_text(op.predicates); }

  std::string operator()(const Project& op) const {
    std::string text = "project";
    if (!op.projections.empty()) text += " " + projections_text(op.projections);
    if (!op.keep.empty()) text += " keep " + slots_text(op.keep);
    return text;
  }

  std::string operator()(const Unwind& op) const {
    std::string text = "unwind " + to_text(op.list) + " as " + slot_text(op.slot);
    if (op.position == kNoSlot) return text;
    return text + " counted " + slot_text(op.position) + " from " + std::to_string(op.first);
  }

  std::string operator()(const Aggregate& op) const {
    std::string text = "aggregate";
    if (!op.aggregates.empty()) text += " " + projections_text(op.aggregates);
    if (!op.keys.empty()) text += " by " + projections_text(op.keys);
    return text;
  }

  std::string operator()(const Distinct& op) const { return "distinct " + slots_text(op.slots); }

  std::string operator()(const Sort& op) const {
    std::string text = "sort ";
    for (std::size_t i = 0; i < op.keys.size(); ++i)
      text += (i != 0 ? ", " : "") + to_text(op.keys[i].expr) + (op.keys[i].descending ? " desc" : "");
    if (op.limit) text += " top " + to_text(*op.limit);
    return text;
  }

  std::string operator()(const Skip& op) const { return "skip " + to_text(op.count); }

  std::string operator()(const Limit& op) const { return "limit " + to_text(op.count); }

  std::string operator()(const Apply& op) const {
    return op.optional ? "optional apply nulls " + slots_text(op.nulls) : "apply";
  }

  std::string operator()(const Union& op) const {
    std::string text = "union";
    for (const auto& columns : op.columns) text += " (" + slots_text(columns) + ")";
    return text + " as " + slots_text(op.slots);
  }

  std::string operator()(const HashJoin& op) const {
    return "hash join " + exprs_text(op.left_keys) + " = " + exprs_text(op.right_keys);
  }

  std::string operator()(const ProcedureCall& op) const {
    std::string text = "call " + op.procedure->name + "(" + exprs_text(op.arguments) + ")";
    for (std::size_t i = 0; i < op.yields.size(); ++i)
      text += (i == 0 ? " yield " : ", ") + op.procedure->outputs[op.yields[i].first].name + " as " +
              slot_text(op.yields[i].second);
    return text;
  }

  std::string operator()(const Create& op) const { return "create " + elements_text(op.elements); }

  std::string operator()(const Set& op) const { return "set " + items_text(op.items); }

  std::string operator()(const Remove& op) const {
    std::string text = "remove ";
    for (std::size_t i = 0; i < op.items.size(); ++i) text += (i != 0 ? ", " : "") + to_text(op.items[i]);
    return text;
  }

  std::string operator()(const Delete& op) const {
    return (op.detach ? "detach delete " : "delete ") + exprs_text(op.targets);
  }

  std::string operator()(const Merge& op) const {
    std::string text = "merge create " + elements_text(op.create.elements);
    if (!op.on_create.empty()) text += " on create set " + items_text(op.on_create);
    if (!op.on_match.empty()) text += " on match set " + items_text(op.on_match);
    return text;
  }

  std::string operator()(const ForEach&) const { return "for each"; }

  std::string operator()(const CallInTransactions& op) const {
    return (op.unit ? "for each" : op.optional ? "optional apply" : "apply") + to_text(op.in);
  }

  std::string operator()(const EmptyResult&) const { return "empty result"; }
};

/// The words with which the text of an operator begins.
struct BodyName {
  const char* operator()(const Unit&) const { return "unit"; }

  const char* operator()(const Argument&) const { return "argument"; }

  const char* operator()(const AllNodesScan&) const { return "all nodes scan"; }

  const char* operator()(const LabelScan&) const { return "label scan"; }

  const char* operator()(const IndexSeek&) const { return "index seek"; }

  const char* operator()(const IndexRange&) const { return "index range"; }

  const char* operator()(const DynamicLabelScan&) const { return "dynamic label scan"; }

  const char* operator()(const NodeByIdSeek&) const { return "node by id"; }

  const char* operator()(const EdgeScan&) const { return "edge scan"; }

  const char* operator()(const EdgeIndexSeek&) const { return "edge index seek"; }

  const char* operator()(const Expand& op) const { return op.to_is_bound ? "expand into" : "expand"; }

  const char* operator()(const ExpandVariable& op) const { return op.to_is_bound ? "expand into" : "expand"; }

  const char* operator()(const ShortestPath& op) const { return op.all ? "all shortest paths" : "shortest path"; }

  const char* operator()(const WalkRoute& op) const { return op.to_is_bound ? "walk into" : "walk"; }

  const char* operator()(const Flatten&) const { return "flatten"; }

  const char* operator()(const Filter&) const { return "filter"; }

  const char* operator()(const Project&) const { return "project"; }

  const char* operator()(const Unwind&) const { return "unwind"; }

  const char* operator()(const Aggregate&) const { return "aggregate"; }

  const char* operator()(const Distinct&) const { return "distinct"; }

  const char* operator()(const Sort&) const { return "sort"; }

  const char* operator()(const Skip&) const { return "skip"; }

  const char* operator()(const Limit&) const { return "limit"; }

  const char* operator()(const Apply& op) const { return op.optional ? "optional apply" : "apply"; }

  const char* operator()(const Union&) const { return "union"; }

  const char* operator()(const HashJoin&) const { return "hash join"; }


  const char* operator()(const ProcedureCall&) const { return "call"; }

  const char* operator()(const Create&) const { return "create"; }

  const char* operator()(const Set&) const { return "set"; }

  const char* operator()(const Remove&) const { return "remove"; }

  const char* operator()(const Delete& op) const { return op.detach ? "detach delete" : "delete"; }

  const char* operator()(const Merge&) const { return "merge"; }

  const char* operator()(const ForEach&) const { return "for each"; }

  const char* operator()(const CallInTransactions& op) const { return op.unit ? "for each" : op.optional ? "optional apply" : "apply"; }

  const char* operator()(const EmptyResult&) const { return "empty result"; }
};

template <class Plan>
std::string plan_text(const Plan& plan) {
  std::string text = to_text(plan.root, 0);
  for (std::size_t i = 0; i < plan.subplans.size(); ++i)
    text += "plan " + std::to_string(i) + "\n" + to_text(plan.subplans[i], 2);
  return text;
}

}  // namespace

std::string to_text(const Body& body) { return std::visit(BodyText{}, body); }

OperatorText describe(const Operator& op) {
  OperatorText text{std::visit(BodyName{}, op.body), to_text(op.body)};
  text.details.erase(0, text.name.size());
  text.details.erase(0, text.details.find_first_not_of(' '));
  return text;
}

std::string to_text(const Operator& op, std::size_t indent) {
  std::string text = std::string(indent, ' ') + to_text(op.body) + "\n";
  for (const Operator& input : op.inputs) text += to_text(input, indent + 2);
  return text;
}

std::string to_text(const PhysicalPlan& plan) {
  if (plan.schema) return to_text(*plan.schema) + "\n";
  return plan_text(plan);
}

std::string to_text(const LogicalOperator& op, std::size_t indent) {
  std::string text(indent, ' ');
  if (const auto* match = std::get_if<PatternMatch>(&op.body)) {
    text += "pattern:";
    for (std::size_t i = 0; i < match->steps.size(); ++i) text += (i == 0 ? " " : " | ") + to_text(match->steps[i]);
  } else {
    text += to_text(std::get<Body>(op.body));
  }
  text += "\n";
  for (const LogicalOperator& input : op.inputs) text += to_text(input, indent + 2);
  return text;
}

std::string to_text(const LogicalPlan& plan) { return plan_text(plan); }

}  // namespace kith::plan
