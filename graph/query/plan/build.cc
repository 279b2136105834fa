// From a bound query to its logical plan, clause by clause: always right, never clever.
//
// The builder keeps the set of slots that are alive, because a projection says what is left after it, and because
// a subquery inside an expression may use whatever is alive where the expression stands.
#include <cstddef>
#include <set>

#include "query/plan/logical.h"
#include "query/plan/pattern_steps.h"
#include "query/semantic/walk.h"

namespace kith::plan {

namespace {

using semantic::ExprKind;
using Alive = std::set<Slot>;

LogicalOperator make(Body body, std::vector<LogicalOperator> inputs) { return {std::move(body), std::move(inputs)}; }

LogicalOperator over(LogicalOperator input, Body body) {
  std::vector<LogicalOperator> inputs;
  inputs.push_back(std::move(input));
  return make(std::move(body), std::move(inputs));
}

LogicalOperator over(LogicalOperator first, LogicalOperator second, Body body) {
  std::vector<LogicalOperator> inputs;
  inputs.push_back(std::move(first));
  inputs.push_back(std::move(second));
  return make(std::move(body), std::move(inputs));
}

std::vector<Slot> list_of(const Alive& alive) { return {alive.begin(), alive.end()}; }

class Builder {
 public:
  Builder(LogicalPlan& plan) : plan_(plan) {}  // NOLINT: one argument, never converted

  LogicalOperator query(const semantic::Query& query, Alive& alive) {
    std::vector<LogicalOperator> parts;
    Union joined;
    const Alive before = alive;
    const Alive around = std::exchange(outer_, query.in_subquery ? before : Alive{});
    for (const semantic::QueryPart& part : query.parts) {
      alive = before;
      LogicalOperator op = make(query.in_subquery ? Body(Argument{}) : Body(Unit{}), {});
      for (const semantic::Clause& clause : part.clauses) {
        is_last_ = &clause == &part.clauses.back();
        op = std::visit([&](const auto& one) { return build(one, std::move(op), alive); }, clause);
      }
      std::vector<Slot> columns;
      for (const OutputColumn& column : part.columns) columns.push_back(column.slot);
      joined.columns.push_back(std::move(columns));
      parts.push_back(std::move(op));
    }
    outer_ = around;
    if (parts.size() == 1) return std::move(parts[0]);
    for (const OutputColumn& column : query.columns) joined.slots.push_back(column.slot);
    alive = Alive(joined.slots.begin(), joined.slots.end());
    const std::vector<Slot> slots = joined.slots;
    LogicalOperator op = make(std::move(joined), std::move(parts));
    return query.all ? std::move(op) : over(std::move(op), Distinct{slots});
  }

 private:
  // ---- expressions: subqueries get plans of their own ----

  Expr prepared(Expr expr, const Alive& alive) {
    prepare(expr, alive);
    return expr;
  }

  std::vector<Expr> prepared(std::vector<Expr> exprs, const Alive& alive) {
    for (Expr& expr : exprs) prepare(expr, alive);
    return exprs;
  }

  std::optional<Expr> prepared(std::optional<Expr> expr, const Alive& alive) {
    if (expr) prepare(*expr, alive);
    return expr;
  }

  std::vector<Projection> prepared(std::vector<Projection> projections, const Alive& alive) {
    for (Projection& projection : projections) prepare(projection.expr, alive);
    return projections;
  }

  std::vector<SetItem> prepared(std::vector<SetItem> items, const Alive& alive) {
    for (SetItem& item : items) semantic::for_each_part(item, [&](Expr& part) { prepare(part, alive); });
    return items;
  }

  std::vector<semantic::CreateElement> prepared(std::vector<semantic::CreateElement> elements, const Alive& alive) {
    for (semantic::CreateElement& element : elements)
      semantic::for_each_part(element, [&](Expr& part) { prepare(part, alive); });
    return elements;
  }

  void prepare(Expr& expr, const Alive& alive) {
    if (expr.kind == ExprKind::kSubquery && expr.plan_index == ~std::uint32_t{0}) {
      expr.plan_index = static_cast<std::uint32_t>(plan_.subplans.size());
      plan_.subplans.emplace_back();  // keeps the place: the subquery may hold others
      Alive inside = alive;
      const std::uint32_t index = expr.plan_index;
      LogicalOperator op = query(*expr.subquery, inside);
      plan_.subplans[index] = std::move(op);
      return;
    }
    const bool has_items = expr.kind == ExprKind::kListComprehension || expr.kind == ExprKind::kQuantifier ||
                           expr.kind == ExprKind::kReduce;
    if (!has_items) {
      for (Expr& child : expr.children) prepare(child, alive);
      return;
    }
    Alive with_items = alive;
    with_items.insert(expr.slot);
    if (expr.slot2 != kNoSlot) with_items.insert(expr.slot2);
    for (Expr& child : expr.children) prepare(child, with_items);
  }

  void prepare(semantic::Route& route, const Alive& alive) {
    for (semantic::RouteLeg& leg : route.legs) {
      Alive inside = alive;
      for (Slot slot : semantic::inner_slots(leg)) inside.insert(slot);
      leg.predicates = prepared(std::move(leg.predicates), inside);
    }
    for (semantic::RouteStop& stop : route.stops) stop.predicates = prepared(std::move(stop.predicates), alive);
    route.count = prepared(std::move(route.count), alive);
    route.accept = prepared(std::move(route.accept), alive);
  }

  // ---- patterns ----

  LogicalOperator match(semantic::Pattern pattern, LogicalOperator input, Alive& alive) {
    for (const semantic::PatternNode& node : pattern.nodes) alive.insert(node.slot);
    for (const semantic::PatternEdge& edge : pattern.edges) {
      alive.insert(edge.slot);
      if (edge.path != kNoSlot) alive.insert(edge.path);
      if (!edge.route) continue;
      for (Slot slot : semantic::outputs_of(*edge.route)) alive.insert(slot);
    }
    std::vector<Projection> paths = std::move(pattern.paths);
    pattern.paths.clear();
    std::vector<Expr> on_paths, others;
    for (Expr& predicate : pattern.predicates) {
      bool on_path = false;
      for (const Projection& path : paths) on_path = on_path || semantic::uses(predicate, path.slot);
      (on_path ? on_paths : others).push_back(std::move(predicate));
    }
    pattern.predicates = prepared(std::move(others), alive);
    for (semantic::PatternEdge& edge : pattern.edges) {
      edge.properties = prepared(std::move(edge.properties), alive);
      edge.path_predicates = prepared(std::move(edge.path_predicates), alive);
      if (edge.route) prepare(*edge.route, alive);
    }
    PatternMatch body{std::move(pattern), {}};
    body.steps = written_steps(body.pattern);
    LogicalOperator op{std::move(body), {}};
    op.inputs.push_back(std::move(input));
    op = project_paths(std::move(paths), std::move(op), alive);
    if (on_paths.empty()) return op;
    return over(std::move(op), Filter{prepared(std::move(on_paths), alive)});
  }

  LogicalOperator project_paths(std::vector<Projection> paths, LogicalOperator input, Alive& alive) {
    if (paths.empty()) return input;
    const std::vector<Slot> keep = list_of(alive);
    for (const Projection& path : paths) alive.insert(path.slot);
    return over(std::move(input), Project{std::move(paths), keep});
  }

  // ---- clauses ----

  LogicalOperator build(const semantic::MatchClause& clause, LogicalOperator input, Alive& alive) {
    if (!clause.optional) return match(clause.pattern, std::move(input), alive);
    LogicalOperator found = match(clause.pattern, make(Argument{}, {}), alive);
    alive.insert(clause.introduces.begin(), clause.introduces.end());
    return over(std::move(input), std::move(found), Apply{true, clause.introduces});
  }

  LogicalOperator build(const semantic::UnwindClause& clause, LogicalOperator input, Alive& alive) {
    Unwind body{clause.slot, prepared(clause.list, alive), clause.position, clause.first};
    alive.insert(clause.slot);
    if (clause.position != kNoSlot) alive.insert(clause.position);
    return over(std::move(input), std::move(body));
  }

  LogicalOperator build(const semantic::CallClause& clause, LogicalOperator input, Alive& alive) {
    ProcedureCall body{clause.procedure, prepared(clause.arguments, alive), clause.yields};
    std::vector<Slot> yielded;
    for (const auto& [output, slot] : clause.yields) yielded.push_back(slot);
    alive.insert(yielded.begin(), yielded.end());
    std::vector<Expr> where = prepared(clause.where, alive);
    LogicalOperator called = clause.optional ? make(Argument{}, {}) : std::move(input);
    called = over(std::move(called), std::move(body));
    if (!where.empty()) called = over(std::move(called), Filter{std::move(where)});
    if (!clause.optional) return called;
    return over(std::move(input), std::move(called), Apply{true, yielded});
  }

  LogicalOperator build(const semantic::SubqueryClause& clause, LogicalOperator input, Alive& alive) {
    Alive inside = alive;
    LogicalOperator body = query(*clause.query, inside);
    if (clause.in_transactions) return in_transactions(clause, std::move(input), std::move(body), alive);
    if (clause.unit) return over(std::move(input), std::move(body), ForEach{});
    std::vector<Slot> columns;
    for (const OutputColumn& column : clause.query->columns) columns.push_back(column.slot);
    alive.insert(columns.begin(), columns.end());
    return over(std::move(input), std::move(body),
                Apply{clause.optional, clause.optional ? columns : std::vector<Slot>{}});
  }

  LogicalOperator in_transactions(const semantic::SubqueryClause& clause, LogicalOperator input, LogicalOperator body,
                                  Alive& alive) {
    CallInTransactions call{*clause.in_transactions, clause.unit, clause.optional, {}, {}};
    call.in.batch_rows = prepared(std::move(call.in.batch_rows), {});
    for (const OutputColumn& column : clause.query->columns) call.columns.push_back(column.slot);
    alive.insert(call.columns.begin(), call.columns.end());
    if (call.in.status != kNoSlot) alive.insert(call.in.status);
    return over(std::move(input), std::move(body), std::move(call));
  }

  LogicalOperator build(const semantic::ForeachClause& clause, LogicalOperator input, Alive& alive) {
    Alive inside = alive;
    Expr list = prepared(clause.list, inside);
    inside.insert(clause.slot);
    LogicalOperator body = query(*clause.body, inside);
    // The body begins with the rows it is asked for: those are now one row an element.
    LogicalOperator* leaf = &body;
    while (!leaf->inputs.empty()) leaf = &leaf->inputs[0];
    *leaf = over(make(Argument{}, {}), Unwind{clause.slot, std::move(list)});
    return over(std::move(input), std::move(body), ForEach{});
  }

  LogicalOperator build(const semantic::CreateClause& clause, LogicalOperator input, Alive& alive) {
    for (const semantic::CreateElement& element : clause.elements)
      alive.insert(std::visit([](const auto& one) { return one.slot; }, element));
    Create body{prepared(clause.elements, alive)};
    return project_paths(clause.paths, over(std::move(input), std::move(body)), alive);
  }

  LogicalOperator build(const semantic::MergeClause& clause, LogicalOperator input, Alive& alive) {
    semantic::Pattern pattern = clause.pattern;
    std::vector<Projection> paths = std::move(pattern.paths);
    pattern.paths.clear();
    LogicalOperator found = match(std::move(pattern), make(Argument{}, {}), alive);
    Merge body;
    body.create.elements = prepared(clause.create, alive);
    body.on_create = prepared(clause.on_create, alive);
    body.on_match = prepared(clause.on_match, alive);
    return project_paths(std::move(paths), over(std::move(input), std::move(found), std::move(body)), alive);
  }

  LogicalOperator build(const semantic::SetClause& clause, LogicalOperator input, Alive& alive) {
    return over(std::move(input), Set{prepared(clause.items, alive)});
  }

  LogicalOperator build(const semantic::RemoveClause& clause, LogicalOperator input, Alive& alive) {
    Remove body{clause.items};
    for (RemoveItem& item : body.items) semantic::for_each_part(item, [&](Expr& part) { prepare(part, alive); });
    return over(std::move(input), std::move(body));
  }

  LogicalOperator build(const semantic::DeleteClause& clause, LogicalOperator input, Alive& alive) {
    return over(std::move(input), Delete{prepared(clause.targets, alive), clause.detach});
  }

  LogicalOperator build(const semantic::ProjectClause& clause, LogicalOperator input, Alive& alive) {
    const bool is_last = is_last_;  // subqueries inside have clauses of their own
    LogicalOperator op = std::move(input);
    if (clause.aggregates_rows) {
      Aggregate body{prepared(clause.keys, alive), prepared(clause.aggregates, alive)};
      alive.clear();
      for (const Projection& key : body.keys) alive.insert(key.slot);
      for (const Projection& aggregate : body.aggregates) alive.insert(aggregate.slot);
      op = over(std::move(op), std::move(body));
      // Grouping takes away the rows around a subquery; if it goes on, it gets them back.
      if (!outer_.empty() && !is_last) {
        op = over(make(Argument{}, {}), std::move(op), Apply{});
        alive.insert(outer_.begin(), outer_.end());
      }
    }
    std::vector<Projection> items = prepared(clause.items, alive);
    Alive computed = alive;
    for (const Projection& item : items) computed.insert(item.slot);
    Alive visible;  // of the rows around a subquery, what is still there
    for (Slot slot : clause.visible)
      if (computed.count(slot) != 0) visible.insert(slot);

    const bool later_looks_back = !clause.order_by.empty() || !clause.where.empty();
    const Alive& kept = later_looks_back && !clause.distinct ? computed : visible;
    if (!items.empty() || kept != alive) {
      std::vector<Slot> keep;
      for (Slot slot : kept)
        if (alive.count(slot) != 0) keep.push_back(slot);
      op = over(std::move(op), Project{std::move(items), std::move(keep)});
      alive = kept;
    }
    if (clause.distinct) op = over(std::move(op), Distinct{list_of(alive)});
    if (!clause.order_by.empty()) {
      Sort body;
      for (const SortKey& key : clause.order_by) body.keys.push_back({prepared(key.expr, alive), key.descending});
      op = over(std::move(op), std::move(body));
    }
    if (clause.skip) op = over(std::move(op), Skip{prepared(*clause.skip, alive)});
    if (clause.limit) op = over(std::move(op), Limit{prepared(*clause.limit, alive)});
    if (!clause.where.empty()) op = over(std::move(op), Filter{prepared(clause.where, alive)});
    if (alive != visible) {
      op = over(std::move(op), Project{{}, list_of(visible)});
      alive = visible;
    }
    return op;
  }

  LogicalPlan& plan_;
  Alive outer_;           // inside a subquery: what the rows around it hold
  bool is_last_ = false;  // whether the clause being built is the last of its part
};

}  // namespace

LogicalPlan build(const semantic::Query& query, Slot slot_count) {
  LogicalPlan plan;
  plan.slot_count = slot_count;
  plan.columns = query.columns;
  plan.writes = query.writes;
  Alive alive;
  plan.root = Builder(plan).query(query, alive);
  if (query.columns.empty()) plan.root = over(std::move(plan.root), EmptyResult{});
  return plan;
}

}  // namespace kith::plan
