#include "query/syntax/checks.h"

#include <algorithm>
#include <string>

namespace kith::syntax {

namespace {

// What a query stands in.
enum class Around : std::uint8_t { kStatement, kCall, kExists, kCollect, kForeach };

// What a pattern stands in.
enum class Use : std::uint8_t { kMatch, kCreate, kMerge, kPredicate };

Error breach(const char* detail, std::string message, const Place& span) {
  return Error{.code = ErrorCode::kSyntax,
               .message = std::move(message),
               .detail = detail,
               .phase = Phase::kCompileTime,
               .span = span};
}

Status check_query(const Query& query, Around around);
Status check_path(const PathPattern& path, Use use);

// ---- Expressions ----

// `predicate`: the expression is asked for true or false alone, so that a pattern may stand there.
Status check(const Expression& expression, bool predicate);

bool is_label_name(const LabelExpression& labels) {
  return labels.kind == LabelKind::kName || labels.kind == LabelKind::kDynamicAll ||
         labels.kind == LabelKind::kDynamicAny;
}

// A:B is the older form of a conjunction: it joins names alone, and is no part of anything. `alone`: it is not.
Status check_labels(const LabelExpression& labels, bool alone = true) {
  if (labels.colons && !(alone && std::all_of(labels.children.begin(), labels.children.end(), is_label_name)))
    return breach("UnexpectedSyntax", "`:` between labels cannot be mixed with `&`, `|`, `!` or `%`", labels.span);
  if (labels.expression) KITH_DO(check(*labels.expression, false));
  for (const LabelExpression& child : labels.children) KITH_DO(check_labels(child, false));
  return ok();
}

Status check_types(const EdgePattern& edge) {
  if (edge.types->colons)
    return breach("UnexpectedSyntax", "a relationship has one type; alternatives are joined by `|`", edge.types->span);
  return check_labels(*edge.types);
}

// What `*` inside the brackets goes with: alternatives of types and a map of properties.
Status check_variable_length(const EdgePattern& edge) {
  if (edge.types && !plain_alternatives(*edge.types))
    return breach("UnexpectedSyntax",
                  "a relationship of variable length takes a type, or several joined by `|`; for more write the "
                  "quantifier behind it, as in `-[…]->{1,3}`",
                  edge.types->span);
  if (edge.where.present())
    return breach("UnexpectedSyntax",
                  "a relationship of variable length cannot have a WHERE; write the quantifier behind it, as in "
                  "`-[…]->{1,3}`",
                  edge.where.span);
  return ok();
}

// Whether a pattern may be child `i` of `parent`, which itself stands where one may if `predicate`.
bool is_predicate_place(const Expression& parent, std::size_t i, bool predicate) {
  switch (parent.kind) {
    case ExpressionKind::kOr:
    case ExpressionKind::kXor:
    case ExpressionKind::kAnd:
    case ExpressionKind::kNot: return predicate;
    case ExpressionKind::kFunction: return parent.name == "exists";
    case ExpressionKind::kPatternComprehension: return i == 0;
    case ExpressionKind::kListComprehension:
    case ExpressionKind::kAll:
    case ExpressionKind::kAny:
    case ExpressionKind::kNone:
    case ExpressionKind::kSingle: return i == 1;
    case ExpressionKind::kCase: return !parent.children[0].present() && i % 2 == 1 && i + 1 < parent.children.size();
    default: return false;
  }
}

Status check(const Expression& expression, bool predicate) {
  if (expression.kind == ExpressionKind::kPattern && !predicate)
    return breach("UnexpectedSyntax", "a pattern can only be tested, as in WHERE or exists(), not be a value",
                  expression.span);
  if (expression.pattern) KITH_DO(check_path(*expression.pattern, Use::kPredicate));
  if (expression.labels) KITH_DO(check_labels(*expression.labels));
  if (expression.query) {
    const bool collect = expression.kind == ExpressionKind::kCollect;
    KITH_DO(check_query(*expression.query, collect ? Around::kCollect : Around::kExists));
  }
  for (std::size_t i = 0; i < expression.children.size(); ++i)
    KITH_DO(check(expression.children[i], is_predicate_place(expression, i, predicate)));
  return ok();
}

// ---- Patterns ----

Status check_properties(const Expression& properties, Use use) {
  if (properties.kind == ExpressionKind::kParameter && use != Use::kCreate)
    return breach("InvalidParameterUse",
                  "the parameter `$" + properties.name + "` cannot be the properties of a pattern that is matched",
                  properties.span);
  return check(properties, false);
}

Status check_created_edge(const EdgePattern& edge, Use use) {
  if (edge.group) return breach("UnexpectedSyntax", "a path in brackets cannot be created", edge.span);
  if (edge.repeat) return breach("CreatingVarLength", "a relationship of variable length cannot be created", edge.span);
  // A variable alone may be bound already, which is another fault: the binder tells.
  const bool maybe_bound = !edge.types && !edge.variable.empty();
  const bool one_type =
      edge.types && (edge.types->kind == LabelKind::kName || edge.types->kind == LabelKind::kDynamicAll);
  if (!one_type && !maybe_bound)
    return breach("NoSingleRelationshipType", "a new relationship needs exactly one type", edge.span);
  const bool directed = edge.arrow == Arrow::kLeft || edge.arrow == Arrow::kRight;
  if (use == Use::kCreate && !directed)
    return breach("RequiresDirectedRelationship", "a new relationship needs one direction", edge.span);
  if (edge.where.present())
    return breach("UnexpectedSyntax", "a new relationship cannot have a WHERE", edge.where.span);
  return ok();
}

Status check_created_node(const NodePattern& node) {
  if (node.labels && !is_label_set(*node.labels))
    return breach("UnexpectedSyntax", "the labels of a new node are given by name", node.labels->span);
  if (node.where.present()) return breach("UnexpectedSyntax", "a new node cannot have a WHERE", node.where.span);
  return ok();
}

Status check_node(const NodePattern& node, Use use) {
  if (use == Use::kCreate || use == Use::kMerge) KITH_DO(check_created_node(node));
  if (node.labels) KITH_DO(check_labels(*node.labels));
  KITH_DO(check_properties(node.properties, use));
  return check(node.where, true);
}

Status check_group(const EdgePattern& group) {
  const PathPattern& path = *group.group;
  if (path.edges.empty() && group.repeat)
    return breach("UnexpectedSyntax", "a path that is repeated needs a relationship", group.span);
  if (group.repeat && !path.variable.empty())
    return breach("UnexpectedSyntax", "a path that is repeated cannot be named inside: name the whole",
                  path.variable.span);
  for (const EdgePattern& edge : path.edges) {
    if (edge.group && !edge.repeat)
      return breach("UnexpectedSyntax", "brackets inside brackets need a quantifier", edge.span);
    if (group.repeat && edge.repeat)
      return breach("UnexpectedSyntax", "what is repeated cannot be repeated inside", edge.span);
  }
  return check_path(path, Use::kMatch);
}

Status check_edge(const EdgePattern& edge, Use use) {
  if (use == Use::kCreate || use == Use::kMerge) KITH_DO(check_created_edge(edge, use));
  if (edge.group) KITH_DO(check_group(edge));
  if (edge.types) KITH_DO(check_types(edge));
  if (edge.repeat && !edge.repeat->quantified) KITH_DO(check_variable_length(edge));
  if (edge.repeat && edge.repeat->quantified && edge.repeat->min && edge.repeat->max &&
      *edge.repeat->max < *edge.repeat->min)
    return breach("UnexpectedSyntax", "the upper bound is below the lower", edge.repeat->span);
  KITH_DO(check_properties(edge.properties, use));
  return check(edge.where, true);
}

// What is written has to hold on to some node: a node of its own, or a repetition that is there at least once.
Status check_not_empty(const PathPattern& path) {
  for (const NodePattern& node : path.nodes)
    if (!is_implied(node)) return ok();
  for (const EdgePattern& edge : path.edges)
    if (!edge.group || !edge.repeat || edge.repeat->min.value_or(0) > 0) return ok();
  return breach("UnexpectedSyntax", "a repeated path that may be empty needs a node before or behind it", path.span);
}

Status check_path(const PathPattern& path, Use use) {
  KITH_DO(check_not_empty(path));
  const bool found = use == Use::kMatch || use == Use::kPredicate;
  const bool plain =
      path.shortest == ShortestForm::kNone && path.selector == PathSelector::kNone && path.mode == PathMode::kNone;
  if (!found && !plain)
    return breach("UnexpectedSyntax", "only a path that is matched can be chosen by length or mode", path.span);
  if (path.shortest != ShortestForm::kNone && (path.edges.size() != 1 || path.edges[0].group))
    return breach("UnexpectedSyntax", "a shortest path is between two nodes joined by one relationship pattern",
                  path.span);
  for (std::size_t i = 0; i < path.nodes.size(); ++i) {
    KITH_DO(check_node(path.nodes[i], use));
    if (i < path.edges.size()) KITH_DO(check_edge(path.edges[i], use));
  }
  return ok();
}

Status check_paths(const std::vector<PathPattern>& paths, Use use) {
  for (const PathPattern& path : paths) KITH_DO(check_path(path, use));
  return ok();
}

// ---- Clauses ----

Status check_projection(const Projection& projection) {
  for (const ProjectionItem& item : projection.items) KITH_DO(check(item.expression, false));
  if (projection.group_by) {
    for (const Expression& key : projection.group_by->keys) KITH_DO(check(key, false));
  }
  for (const SortItem& item : projection.order_by) KITH_DO(check(item.expression, false));
  KITH_DO(check(projection.skip, false));
  return check(projection.limit, false);
}

Status check_set_items(const std::vector<SetItem>& items) {
  for (const SetItem& item : items) {
    KITH_DO(check(item.target, false));
    KITH_DO(check(item.value, false));
    if (item.labels) KITH_DO(check_labels(*item.labels));
  }
  return ok();
}

// Repeatable elements make an unbounded repetition endless, and contradict the modes that forbid repetition.
Status check_repeatable(const PathPattern& path) {
  if (path.mode != PathMode::kNone && path.mode != PathMode::kWalk)
    return breach("UnexpectedSyntax", "REPEATABLE ELEMENTS cannot be joined with a path mode", path.span);
  for (const EdgePattern& edge : path.edges) {
    if (edge.repeat && !edge.repeat->max && path.selector == PathSelector::kNone &&
        path.shortest == ShortestForm::kNone)
      return breach("UnexpectedSyntax", "with REPEATABLE ELEMENTS a repetition needs an upper bound",
                    edge.repeat->span);
  }
  return ok();
}

Status check_clause(const MatchClause& match) {
  for (const PathPattern& path : match.patterns) {
    const bool selective = path.selector != PathSelector::kNone && path.selector != PathSelector::kAll;
    if (selective && match.patterns.size() > 1 && match.mode != MatchMode::kRepeatableElements)
      return breach("UnexpectedSyntax", "a path chosen by SHORTEST or ANY is the only pattern of its MATCH", path.span);
    if (match.mode == MatchMode::kRepeatableElements) KITH_DO(check_repeatable(path));
  }
  KITH_DO(check_paths(match.patterns, Use::kMatch));
  return check(match.where, true);
}

Status check_clause(const UnwindClause& unwind) { return check(unwind.list, false); }

Status check_clause(const CallClause& call) {
  if (call.arguments) {
    for (const Expression& argument : *call.arguments) KITH_DO(check(argument, false));
  }
  return call.yield ? check(call.yield->where, true) : ok();
}

Status check_clause(const SubqueryClause& subquery) {
  KITH_DO(check_query(*subquery.query, Around::kCall));
  if (!subquery.in_transactions) return ok();
  const InTransactions& in = *subquery.in_transactions;
  KITH_DO(check(in.concurrency, false));
  KITH_DO(check(in.batch_rows, false));
  if (!in.status.empty() && in.on_error.value_or(OnError::kFail) == OnError::kFail)
    return breach("InvalidClauseComposition", "REPORT STATUS goes with ON ERROR CONTINUE or ON ERROR BREAK",
                  in.status.span);
  return ok();
}

Status check_clause(const LoadCsvClause& load) { return check(load.place, false); }

Status check_clause(const ShowClause& show) {
  KITH_DO(check_projection(show.rows));
  return show.yield ? check(show.yield->where, true) : ok();
}

// GQL's INSERT names its labels and types, and joins labels by `&` alone.
Status check_inserted(const LabelExpression& labels) {
  if (labels.expression)
    return breach("UnexpectedSyntax", "INSERT takes labels and types by name; CREATE takes `$(…)` too", labels.span);
  if (labels.colons) return breach("UnexpectedSyntax", "the labels of an INSERT are joined by `&`", labels.span);
  for (const LabelExpression& child : labels.children) KITH_DO(check_inserted(child));
  return ok();
}

Status check_inserted(const PathPattern& path) {
  for (std::size_t i = 0; i < path.nodes.size(); ++i) {
    if (path.nodes[i].labels) KITH_DO(check_inserted(*path.nodes[i].labels));
    if (i < path.edges.size() && path.edges[i].types) KITH_DO(check_inserted(*path.edges[i].types));
  }
  return ok();
}

Status check_clause(const CreateClause& create) {
  KITH_DO(check_paths(create.patterns, Use::kCreate));
  for (const PathPattern& path : create.patterns) {
    if (create.is_insert) KITH_DO(check_inserted(path));
  }
  return ok();
}

Status check_clause(const SetClause& set) { return check_set_items(set.items); }

Status check_clause(const RemoveClause& remove) { return check_set_items(remove.items); }

Status check_clause(const MergeClause& merge) {
  KITH_DO(check_path(merge.pattern, Use::kMerge));
  for (const MergeAction& action : merge.actions) KITH_DO(check_set_items(action.items));
  return ok();
}

Status check_clause(const DeleteClause& clause) {
  for (const Expression& target : clause.targets) KITH_DO(check(target, false));
  return ok();
}

Status check_clause(const ForeachClause& foreach) {
  KITH_DO(check(foreach.list, false));
  return check_query(*foreach.body, Around::kForeach);
}

Status check_clause(const WithClause& with) {
  KITH_DO(check_projection(with.projection));
  return check(with.where, true);
}

Status check_clause(const ReturnClause& result) { return check_projection(result.projection); }

Status check_clause(const LetClause& let) {
  for (const LetItem& item : let.items) KITH_DO(check(item.value, false));
  return ok();
}

Status check_clause(const FilterClause& filter) { return check(filter.where, true); }

Status check_clause(const PageClause& page) {
  for (const SortItem& item : page.order_by) KITH_DO(check(item.expression, false));
  KITH_DO(check(page.skip, false));
  return check(page.limit, false);
}

Status check_clause(const FinishClause&) { return ok(); }

// ---- Queries ----

// `standalone`: the clause is the whole statement.
Status check_call_form(const CallClause& call, bool standalone) {
  if (standalone) return ok();
  if (!call.arguments)
    return breach("InvalidArgumentPassingMode",
                  "within a query the arguments of `" + call.procedure.text + "` are given in `(` and `)`",
                  call.procedure.span);
  if (call.yield && call.yield->star)
    return breach("UnexpectedSyntax", "within a query YIELD names its columns", call.yield->span);
  return ok();
}

Status check_place(const Clause& clause, bool first, bool last, Around around) {
  if (std::holds_alternative<ReturnClause>(clause) && !last)
    return breach("InvalidClauseComposition", "RETURN can only be the last clause of a query", span_of(clause));
  const bool finishes = std::holds_alternative<FinishClause>(clause);
  if (finishes && !last)
    return breach("InvalidClauseComposition", "FINISH can only be the last clause of a query", span_of(clause));
  if (finishes && (around == Around::kExists || around == Around::kCollect))
    return breach("InvalidClauseComposition", "a query in EXISTS, COUNT or COLLECT has rows: it cannot FINISH",
                  span_of(clause));
  if (std::holds_alternative<ShowClause>(clause) && !first)
    return breach("InvalidClauseComposition", "SHOW can only be the first clause of a query", span_of(clause));
  if ((around == Around::kExists || around == Around::kCollect) && is_updating(clause))
    return breach("InvalidClauseComposition", "EXISTS, COUNT and COLLECT cannot change the graph", span_of(clause));
  if (around == Around::kForeach && (!is_updating(clause) || std::holds_alternative<SubqueryClause>(clause)))
    return breach("InvalidClauseComposition", "only clauses that change the graph can stand in FOREACH",
                  span_of(clause));
  if (around != Around::kStatement && runs_in_transactions(clause))
    return breach("NestedCallInTransactions", "CALL { … } IN TRANSACTIONS cannot stand inside another query",
                  span_of(clause));
  if (!last) return ok();
  const bool returns = std::holds_alternative<ReturnClause>(clause);
  if (around == Around::kCollect && !returns)
    return breach("InvalidClauseComposition", "the query in COLLECT has to end with RETURN", span_of(clause));
  const bool reads_only = std::holds_alternative<MatchClause>(clause) ||
                          std::holds_alternative<UnwindClause>(clause) || std::holds_alternative<LetClause>(clause) ||
                          std::holds_alternative<FilterClause>(clause) || std::holds_alternative<PageClause>(clause) ||
                          std::holds_alternative<LoadCsvClause>(clause);
  if (std::holds_alternative<WithClause>(clause) || (reads_only && around != Around::kExists))
    return breach("InvalidClauseComposition",
                  "a query has to end with RETURN, FINISH, a clause that changes the graph, or a CALL",
                  span_of(clause));
  return ok();
}

// What is written before its transactions begin would be lost with one that fails, or be kept without it.
Status check_no_write_before(const Query& query) {
  bool writes = std::any_of(query.earlier.begin(), query.earlier.end(), [](const Query& one) { return is_updating(one); });
  for (const SingleQuery& part : query.parts) {
    for (const Clause& clause : part.clauses) {
      if (!runs_in_transactions(clause)) {
        writes = writes || is_updating(clause);
      } else if (query.parts.size() > 1) {
        return breach("InvalidClauseComposition", "CALL { … } IN TRANSACTIONS cannot stand in a UNION", span_of(clause));
      } else if (writes) {
        return breach("InvalidClauseComposition",
                      "CALL { … } IN TRANSACTIONS cannot follow a clause that changes the graph", span_of(clause));
      }
    }
  }
  return ok();
}

// `alone`: the part is the whole statement.
Status check_part(const SingleQuery& part, bool alone, Around around) {
  if (part.braced) KITH_DO(check_query(*part.braced, around == Around::kStatement ? Around::kCall : around));
  for (std::size_t i = 0; i < part.clauses.size(); ++i) {
    const Clause& clause = part.clauses[i];
    KITH_DO(check_place(clause, i == 0, i + 1 == part.clauses.size(), around));
    if (const auto* call = std::get_if<CallClause>(&clause))
      KITH_DO(check_call_form(*call, alone && part.clauses.size() == 1));
    KITH_DO(std::visit([](const auto& c) { return check_clause(c); }, clause));
  }
  return ok();
}

Status check_query(const Query& query, Around around) {
  // Before NEXT there has to be a table, as in COLLECT, or effects alone.
  const bool reads_only = around == Around::kExists || around == Around::kCollect;
  for (const Query& one : query.earlier) KITH_DO(check_query(one, reads_only ? Around::kCollect : Around::kCall));
  const bool alone = around == Around::kStatement && query.earlier.empty() && query.parts.size() == 1;
  for (const SingleQuery& part : query.parts) KITH_DO(check_part(part, alone, around));
  for (const WhenBranch& branch : query.branches) {
    KITH_DO(check(branch.condition, true));
    KITH_DO(check_part(branch.part, false, around == Around::kStatement ? Around::kCall : around));
  }
  return ok();
}

}  // namespace

Status check_statement(const Statement& statement) {
  const auto* query = std::get_if<Query>(&statement.body);
  if (query == nullptr) return ok();
  KITH_DO(check_query(*query, Around::kStatement));
  return check_no_write_before(*query);
}

Status check_expression(const Expression& expression) { return check(expression, false); }

}  // namespace kith::syntax
