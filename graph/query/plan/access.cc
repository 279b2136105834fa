#include "query/plan/access.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "query/semantic/walk.h"

namespace kith::plan {

using semantic::ArithmeticOp;
using semantic::CompareOp;
using semantic::ExprKind;
using semantic::Pattern;
using semantic::PatternEdge;
using storage::Index;
using storage::IndexKind;

namespace {

constexpr double kNodesGuessed = 1000;
constexpr double kEdgesGuessed = 5000;
constexpr double kCountLeast = 16;   // a plan outlives the moment: what is empty now may not be when it runs
constexpr double kRangeShare = 0.3;  // of the rows an index holds, for each bound
constexpr double kPrefixShare = 0.05;

bool is_slot(const Expr& expr, Slot slot) { return expr.kind == ExprKind::kSlot && expr.slot == slot; }

bool is_property(const Expr& expr, Slot element, const std::string& key) {
  return expr.kind == ExprKind::kProperty && expr.name == key && is_slot(expr.children[0], element);
}

// What an index holds of an element: a property, or fold(property).
bool is_indexed(const Expr& expr, Slot element, const std::string& key, const Index& index) {
  if (index.kind != IndexKind::kFolded) return is_property(expr, element, key);
  return expr.kind == ExprKind::kCall && expr.function->name == "fold" && is_property(expr.children[0], element, key);
}

CompareOp mirrored(CompareOp op) {
  switch (op) {
    case CompareOp::kLess:
      return CompareOp::kGreater;
    case CompareOp::kLessEqual:
      return CompareOp::kGreaterEqual;
    case CompareOp::kGreater:
      return CompareOp::kLess;
    case CompareOp::kGreaterEqual:
      return CompareOp::kLessEqual;
    case CompareOp::kEqual:
    case CompareOp::kNotEqual:
      break;
  }
  return op;
}

// A value that can be sought: known before the element is, and sure to evaluate.
bool is_known(const Expr& expr, Slot element, const Steps& steps) {
  return steps.can_evaluate(expr) && !semantic::uses(expr, element) && !semantic::can_fail(expr);
}

// The same every time it is evaluated, at no great cost.
bool is_repeatable(const Expr& expr) {
  bool repeatable = true;
  semantic::for_each(expr, [&](const Expr& e) {
    repeatable = repeatable && e.kind != ExprKind::kSubquery && (e.function == nullptr || e.function->deterministic);
  });
  return repeatable;
}

// A value to seek by. With `may_fail` also one that may not evaluate: a seek by it finds at least what it should, and
// its predicate is evaluated again above the seek, where it fails if it has to.
bool can_seek(const Expr& value, Slot element, const Steps& steps, bool may_fail) {
  if (!may_fail || !semantic::can_fail(value)) return is_known(value, element, steps);
  return steps.can_evaluate(value) && !semantic::uses(value, element) && is_repeatable(value);
}

struct Comparison {
  std::size_t position;
  CompareOp op;
  const Expr* value;
  bool settles;  // what is found need not be compared again
};

// `element.key op value` as the index has the key, either way round.
std::vector<Comparison> comparisons(const Pattern& pattern, Slot element, const Index& index, const std::string& key,
                                    const Steps& steps, bool may_fail) {
  std::vector<Comparison> found;
  for (std::size_t i = 0; i < pattern.predicates.size(); ++i) {
    const Expr& p = pattern.predicates[i];
    if (p.kind != ExprKind::kCompare || p.compare == CompareOp::kNotEqual) continue;
    if (is_indexed(p.children[0], element, key, index) && can_seek(p.children[1], element, steps, may_fail))
      found.push_back({i, p.compare, &p.children[1], !semantic::can_fail(p.children[1])});
    else if (is_indexed(p.children[1], element, key, index) && can_seek(p.children[0], element, steps, may_fail))
      found.push_back({i, mirrored(p.compare), &p.children[0], !semantic::can_fail(p.children[0])});
  }
  return found;
}

const Comparison* equality(const std::vector<Comparison>& all) {
  for (const Comparison& comparison : all)
    if (comparison.op == CompareOp::kEqual) return &comparison;
  return nullptr;
}

// `value IN element.key` or any(x IN element.key WHERE x = value): what an index on each element finds.
const Expr* sought_element(const Expr& p, Slot element, const std::string& key, const Steps& steps) {
  if (p.kind == ExprKind::kIn && is_property(p.children[1], element, key))
    return is_known(p.children[0], element, steps) ? &p.children[0] : nullptr;
  if (p.kind != ExprKind::kQuantifier || p.quantifier != semantic::Quantifier::kAny ||
      !is_property(p.children[0], element, key))
    return nullptr;
  const Expr& condition = p.children[1];
  if (condition.kind != ExprKind::kCompare || condition.compare != CompareOp::kEqual) return nullptr;
  for (std::size_t side = 0; side < 2; ++side) {
    const Expr& value = condition.children[1 - side];
    if (is_slot(condition.children[side], p.slot) && !semantic::uses(value, p.slot) && is_known(value, element, steps))
      return &value;
  }
  return nullptr;
}

Expr slot_expr(Slot slot) {
  Expr expr;
  expr.kind = ExprKind::kSlot;
  expr.slot = slot;
  return expr;
}

// Ways into one element (a node, or an edge with `edge` set) by one index.
class IndexAccess {
 public:
  IndexAccess(const Pattern& pattern, Slot element, const Steps& steps, const OptimiserContext& context, double rows,
              bool values_may_fail)
      : pattern_(pattern),
        element_(element),
        steps_(steps),
        context_(context),
        rows_(rows),
        values_may_fail_(values_may_fail) {}

  /// Equality on every key.
  std::optional<Access> seek(const Index& index, const std::function<Body(std::vector<Expr>)>& body) const {
    if (index.kind == IndexKind::kEach) return std::nullopt;
    Access access;
    std::vector<Expr> values;
    for (KeyId key : index.keys) {
      const std::string& name = context_.catalog.keys.name(key);
      const auto found = comparisons(pattern_, element_, index, name, steps_, values_may_fail_);
      const Comparison* equal = equality(found);
      if (equal == nullptr) return std::nullopt;
      values.push_back(*equal->value);
      if (equal->settles) access.served.push_back(equal->position);
    }
    access.rows = index.kind == IndexKind::kUnique ? 1 : 1 + std::sqrt(rows_) / 2;
    access.steps.push_back(body(std::move(values)));
    return access;
  }

  /// An element of a list.
  std::optional<Access> each(const Index& index) const {
    if (index.kind != IndexKind::kEach) return std::nullopt;
    const std::string& key = context_.catalog.keys.name(index.keys[0]);
    for (const Expr& predicate : pattern_.predicates) {
      const Expr* value = sought_element(predicate, element_, key, steps_);
      if (value == nullptr) continue;
      Access access;
      access.rows = 1 + std::sqrt(rows_) / 2;
      access.steps.emplace_back(IndexSeek{element_, index.name, {*value}});
      return access;
    }
    return std::nullopt;
  }

  /// `element.key IN list`, one seek an element; only where the rows so far are a single one.
  std::optional<Access> in_list(const Index& index, Slot& slot_count) const {
    if (index.kind == IndexKind::kEach || index.keys.size() != 1) return std::nullopt;
    const std::string& key = context_.catalog.keys.name(index.keys[0]);
    for (const Expr& p : pattern_.predicates) {
      if (p.kind != ExprKind::kIn || !is_indexed(p.children[0], element_, key, index)) continue;
      const Expr& list = p.children[1];
      if (list.kind != ExprKind::kList && list.kind != ExprKind::kParameter) continue;
      if (!is_known(list, element_, steps_)) continue;
      Access access;
      const double each = index.kind == IndexKind::kUnique ? 1 : 1 + std::sqrt(rows_) / 2;
      access.rows = each * (list.kind == ExprKind::kList ? static_cast<double>(list.children.size()) : 10);
      const Slot value = slot_count++;
      access.steps.emplace_back(Unwind{value, list});
      access.steps.emplace_back(Distinct{{value}});
      access.steps.emplace_back(IndexSeek{element_, index.name, {slot_expr(value)}});
      return access;
    }
    return std::nullopt;
  }

  /// Equality on all keys but the last, and bounds or the beginning of a text on that.
  std::optional<Access> range(const Index& index) const {
    if (index.kind == IndexKind::kEach) return std::nullopt;
    Access access;
    IndexRange body{};
    body.node = element_;
    body.index = index.name;
    double share = 1;
    for (KeyId id : index.keys) {
      const std::string& key = context_.catalog.keys.name(id);
      const auto found = comparisons(pattern_, element_, index, key, steps_, values_may_fail_);
      if (const Comparison* equal = equality(found)) {
        body.values.push_back(*equal->value);
        share *= 0.1;
        continue;
      }
      for (const Comparison& comparison : found) {
        const bool is_low = comparison.op == CompareOp::kGreater || comparison.op == CompareOp::kGreaterEqual;
        const bool inclusive = comparison.op == CompareOp::kGreaterEqual || comparison.op == CompareOp::kLessEqual;
        std::optional<Expr>& bound = is_low ? body.low : body.high;
        if (bound) continue;
        bound = *comparison.value;
        (is_low ? body.low_inclusive : body.high_inclusive) = inclusive;
        share *= kRangeShare;
      }
      if (!body.low && !body.high) {
        for (const Expr& p : pattern_.predicates) {
          if (p.kind != ExprKind::kStringPredicate || p.text_op != semantic::TextOp::kStartsWith) continue;
          if (!is_indexed(p.children[0], element_, key, index)) continue;
          if (!can_seek(p.children[1], element_, steps_, values_may_fail_)) continue;
          body.prefix = p.children[1];
          share *= kPrefixShare;
          break;
        }
      }
      break;
    }
    if (body.values.empty() && !body.low && !body.high && !body.prefix) return std::nullopt;
    if (body.values.size() == index.keys.size()) return std::nullopt;  // equality on all keys is a seek
    // Elements that lack one of the keys are not in the index, so nothing may be left open.
    if (body.values.size() + 1 != index.keys.size() || (!body.low && !body.high && !body.prefix)) return std::nullopt;
    access.rows = 1 + rows_ * share;
    access.steps.emplace_back(std::move(body));
    return access;
  }

 private:
  const Pattern& pattern_;
  Slot element_;
  const Steps& steps_;
  const OptimiserContext& context_;
  double rows_;
  bool values_may_fail_;
};

void consider(std::optional<Access> candidate, Access& best) {
  if (candidate && candidate->rows < best.rows) best = std::move(*candidate);
}

// id(n) = … and elementId(n) = …, or IN a list.
std::optional<Access> by_id(const Pattern& pattern, Slot node, const Steps& steps) {
  const auto is_id_call = [&](const Expr& expr) {
    return expr.kind == ExprKind::kCall && expr.children.size() == 1 && is_slot(expr.children[0], node) &&
           (expr.function->name == "id" || expr.function->name == "elementId");
  };
  for (const Expr& p : pattern.predicates) {
    const bool is_equal = p.kind == ExprKind::kCompare && p.compare == CompareOp::kEqual;
    if (!is_equal && p.kind != ExprKind::kIn) continue;
    for (std::size_t side = 0; side < (is_equal ? 2U : 1U); ++side) {
      const Expr& value = p.children[1 - side];
      if (!is_id_call(p.children[side]) || !is_known(value, node, steps)) continue;
      Access access;
      access.rows = is_equal ? 0.5 : 5;
      access.steps.emplace_back(NodeByIdSeek{node, value});
      return access;
    }
  }
  return std::nullopt;
}

// n:$(labels), known before n is: as many nodes as a label may have that nothing is known of.
std::optional<Access> by_dynamic_label(const Pattern& pattern, Slot node, const Steps& steps, const Counts& counts) {
  for (const Expr& p : pattern.predicates) {
    if (p.kind != ExprKind::kHasDynamicLabels || p.quantifier != semantic::Quantifier::kAll) continue;
    if (!is_slot(p.children[0], node) || !is_known(p.children[1], node, steps)) continue;
    Access access;
    access.rows = counts.nodes() / 5;
    access.steps.emplace_back(DynamicLabelScan{node, p.children[1]});
    return access;
  }
  return std::nullopt;
}

}  // namespace

double Counts::nodes(const std::string& label) const {
  const double least = label.empty() ? 2 * kCountLeast : kCountLeast;
  if (context_.count_nodes) return std::max(least, context_.count_nodes(label));
  return label.empty() ? kNodesGuessed : kNodesGuessed / 5;
}

double Counts::edges(const std::vector<std::string>& types) const {
  if (!context_.count_edges)
    return types.empty() ? kEdgesGuessed : kEdgesGuessed / 5 * static_cast<double>(types.size());
  if (types.empty()) return std::max(2 * kCountLeast, context_.count_edges(""));
  double sum = kCountLeast;
  for (const std::string& type : types) sum += context_.count_edges(type);
  return sum;
}

Access best_node_access(const Pattern& pattern, Slot node, const Steps& steps, bool first,
                        const OptimiserContext& context, Slot& slot_count) {
  const Counts counts(context);
  Access best;
  best.rows = counts.nodes();
  best.steps.emplace_back(AllNodesScan{node});
  consider(by_id(pattern, node, steps), best);
  consider(by_dynamic_label(pattern, node, steps, counts), best);
  for (std::size_t i = 0; i < pattern.predicates.size(); ++i) {
    const Expr& predicate = pattern.predicates[i];
    if (predicate.kind != ExprKind::kHasLabels || !is_slot(predicate.children[0], node)) continue;
    for (const std::string& label : predicate.names) {
      const double rows = counts.nodes(label);
      const bool settles = predicate.names.size() == 1;
      const auto with_label = [&](std::optional<Access> access) {
        if (access && settles) access->served.push_back(i);
        consider(std::move(access), best);
      };
      Access scan;
      scan.rows = rows;
      scan.steps.emplace_back(LabelScan{node, label});
      if (scan.rows <= best.rows && std::holds_alternative<AllNodesScan>(best.steps[0])) best.rows = scan.rows + 1;
      with_label(std::move(scan));
      const std::optional<LabelId> id = context.catalog.labels.find(label);
      if (!id) continue;
      const IndexAccess by_index(pattern, node, steps, context, rows, true);
      for (const Index& index : context.catalog.indexes) {
        if (index.on_edges || index.label != *id || index.state != storage::IndexState::kReady) continue;
        with_label(by_index.seek(index, [&](std::vector<Expr> values) {
          return IndexSeek{node, index.name, std::move(values)};
        }));
        with_label(by_index.each(index));
        with_label(by_index.range(index));
        if (first) with_label(by_index.in_list(index, slot_count));
      }
    }
  }
  return best;
}

std::optional<Access> best_edge_access(const Pattern& pattern, const PatternEdge& edge, const Steps& steps,
                                       const OptimiserContext& context) {
  if (edge.variable || edge.bound || steps.is_bound(edge.from) || steps.is_bound(edge.to) || edge.from == edge.to)
    return std::nullopt;
  if (!steps.distinct_from(edge).empty()) return std::nullopt;  // only an expansion compares it with others
  const Counts counts(context);
  const bool leftwards = edge.direction == Direction::kIn;
  const bool undirected = edge.direction == Direction::kBoth;
  const Slot from = leftwards ? edge.to : edge.from;
  const Slot to = leftwards ? edge.from : edge.to;
  Access best;
  best.rows = counts.edges(edge.types) * (undirected ? 2 : 1);
  best.steps.emplace_back(EdgeScan{from, edge.slot, to, edge.types, undirected});
  if (edge.types.size() != 1) return best;
  const std::optional<TypeId> id = context.catalog.types.find(edge.types[0]);
  if (!id) return best;
  const IndexAccess by_index(pattern, edge.slot, steps, context, best.rows, false);
  for (const Index& index : context.catalog.indexes) {
    if (!index.on_edges || index.type != *id || index.state != storage::IndexState::kReady) continue;
    consider(by_index.seek(index,
                           [&](std::vector<Expr> values) {
                             return EdgeIndexSeek{from, edge.slot, to, index.name, std::move(values), undirected};
                           }),
             best);
  }
  return best;
}

}  // namespace kith::plan
