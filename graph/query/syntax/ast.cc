// Comparison and copying of the tree, kept in one place where all its types are complete.
#include "query/syntax/ast.h"

#include <algorithm>
#include <tuple>

namespace kith::syntax {

Expression::Expression() = default;
Expression::Expression(const Expression&) = default;
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(const Expression&) = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;

// Written out: clang 16 crashes where a type that holds a vector of itself has its comparison defaulted.

bool operator==(const TypeName& a, const TypeName& b) {
  const auto parts = [](const TypeName& t) { return std::tie(t.name, t.parts, t.not_null, t.span); };
  return parts(a) == parts(b);
}

bool operator==(const Expression& a, const Expression& b) {
  const auto parts = [](const Expression& e) {
    return std::tie(e.kind, e.distinct, e.height, e.span, e.value, e.name, e.written, e.names, e.operators, e.children,
                    e.pattern, e.labels, e.type, e.query);
  };
  return parts(a) == parts(b);
}

bool operator==(const LabelExpression& a, const LabelExpression& b) {
  const auto parts = [](const LabelExpression& l) {
    return std::tie(l.kind, l.height, l.span, l.name, l.children, l.expression);
  };
  return parts(a) == parts(b);
}

bool operator==(const EdgePattern&, const EdgePattern&) = default;

bool operator==(const Query& a, const Query& b) {
  const auto parts = [](const Query& q) { return std::tie(q.span, q.earlier, q.parts, q.all, q.branches); };
  return parts(a) == parts(b);
}

namespace {

// A lone name, or the names joined by `kind`.
std::optional<std::vector<Name>> plain_names(const LabelExpression& labels, LabelKind kind) {
  std::vector<Name> names;
  if (labels.kind == LabelKind::kName) {
    names.push_back({labels.name, labels.span});
    return names;
  }
  if (labels.kind != kind) return std::nullopt;
  for (const LabelExpression& child : labels.children) {
    if (child.kind != LabelKind::kName) return std::nullopt;
    names.push_back({child.name, child.span});
  }
  return names;
}

}  // namespace

std::optional<std::vector<Name>> plain_labels(const LabelExpression& labels) {
  return plain_names(labels, LabelKind::kAnd);
}

std::optional<std::vector<Name>> plain_alternatives(const LabelExpression& labels) {
  return plain_names(labels, LabelKind::kOr);
}

bool is_bracketed(const PathPattern& path) {
  return path.edges.size() == 1 && path.edges[0].group && !path.edges[0].repeat && is_implied(path.nodes[0]) &&
         is_implied(path.nodes[1]);
}

bool is_label_set(const LabelExpression& labels) {
  switch (labels.kind) {
    case LabelKind::kName:
    case LabelKind::kDynamicAll: return true;
    case LabelKind::kAnd: return std::all_of(labels.children.begin(), labels.children.end(), is_label_set);
    case LabelKind::kWildcard:
    case LabelKind::kNot:
    case LabelKind::kOr:
    case LabelKind::kDynamicAny: return false;
  }
  return false;
}

Place span_of(const Clause& clause) {
  return std::visit([](const auto& c) { return c.span; }, clause);
}

namespace {

bool is_updating(const SingleQuery& part) {
  if (part.braced && is_updating(*part.braced)) return true;
  const auto updates = [](const Clause& clause) { return is_updating(clause); };
  return std::any_of(part.clauses.begin(), part.clauses.end(), updates);
}

}  // namespace

bool is_updating(const Query& query) {
  for (const Query& one : query.earlier) {
    if (is_updating(one)) return true;
  }
  for (const SingleQuery& part : query.parts) {
    if (is_updating(part)) return true;
  }
  for (const WhenBranch& branch : query.branches) {
    if (is_updating(branch.part)) return true;
  }
  return false;
}

bool ends_with_return(const SingleQuery& part) {
  return !part.clauses.empty() && std::holds_alternative<ReturnClause>(part.clauses.back());
}

bool runs_in_transactions(const Clause& clause) {
  const auto* subquery = std::get_if<SubqueryClause>(&clause);
  return subquery != nullptr && subquery->in_transactions.has_value();
}

bool is_updating(const Clause& clause) {
  if (const auto* subquery = std::get_if<SubqueryClause>(&clause)) return is_updating(*subquery->query);
  return std::holds_alternative<CreateClause>(clause) || std::holds_alternative<SetClause>(clause) ||
         std::holds_alternative<RemoveClause>(clause) || std::holds_alternative<MergeClause>(clause) ||
         std::holds_alternative<DeleteClause>(clause) || std::holds_alternative<ForeachClause>(clause);
}

}  // namespace kith::syntax
