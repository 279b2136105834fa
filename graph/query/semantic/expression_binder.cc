// Expressions: names to slots, functions found, types as far as they are certain.
#include <cstddef>

#include "base/suggest.h"
#include "function/builtin.h"
#include "query/semantic/binding.h"

namespace kith::semantic {

using syntax::ExpressionKind;

namespace {

Expr make(ExprKind kind, Type type, const SourceSpan& span) {
  Expr expr;
  expr.kind = kind;
  expr.type = type;
  expr.span = span;
  return expr;
}

Type type_of_value(const Value& value) {
  switch (value.kind()) {
    case Kind::kNull:
      return {TypeKind::kNull};
    case Kind::kBoolean:
      return {TypeKind::kBoolean};
    case Kind::kInteger:
      return {TypeKind::kInteger};
    case Kind::kFloat:
      return {TypeKind::kFloat};
    case Kind::kString:
      return {TypeKind::kString};
    default:
      return {};
  }
}

// The one kind of all, kAny if they differ. Nulls agree with everything.
TypeKind common_kind(const std::vector<Expr>& children) {
  TypeKind common = TypeKind::kNull;
  for (const Expr& child : children) {
    if (child.type.kind == TypeKind::kNull || child.type.kind == common) continue;
    if (common != TypeKind::kNull) return TypeKind::kAny;
    common = child.type.kind;
  }
  return common == TypeKind::kNull ? TypeKind::kAny : common;
}

bool has_properties(TypeKind kind) {
  switch (kind) {
    case TypeKind::kAny:
    case TypeKind::kNull:
    case TypeKind::kMap:
    case TypeKind::kNode:
    case TypeKind::kEdge:
    case TypeKind::kDate:
    case TypeKind::kLocalTime:
    case TypeKind::kTime:
    case TypeKind::kLocalDateTime:
    case TypeKind::kDateTime:
    case TypeKind::kDuration:
    case TypeKind::kPoint:
      return true;
    default:
      return false;
  }
}

Expr lifted_expr(const syntax::Expression& e) {
  Expr expr = make(ExprKind::kLifted, type_of_value(e.value), e.span);
  expr.lifted = e.lifted;
  return expr;
}

}  // namespace

Expr slot_expr(Slot slot, Type type, const SourceSpan& span) {
  Expr expr = make(ExprKind::kSlot, type, span);
  expr.slot = slot;
  return expr;
}

Expr literal_expr(Value value, const SourceSpan& span) {
  Expr expr = make(ExprKind::kLiteral, type_of_value(value), span);
  expr.literal = std::move(value);
  return expr;
}

Expr absent_expr() {
  Expr expr = make(ExprKind::kLiteral, {TypeKind::kNull}, {});
  expr.absent = true;
  return expr;
}

Error Binder::undefined_variable(std::string_view name, const SourceSpan& span) const {
  return fail("UndefinedVariable", span, "the variable `" + std::string(name) + "` is not defined",
              suggest(name, scope_.names()));
}

Result<Expr> Binder::expression(const syntax::Expression& e) {
  if (grouping_ != nullptr) {
    KITH_TRY(const Grouping::Item* item, standing_for(e));
    if (item != nullptr) return slot_expr(item->slot, item->type, e.span);
  }
  return plain_expression(e);
}

Result<Expr> Binder::predicate(const syntax::Expression& e) {
  if (e.kind == ExpressionKind::kPattern) return pattern_predicate(e);
  KITH_TRY(Expr expr, expression(e));
  if (!may_be(expr.type, {TypeKind::kBoolean}))
    return fail("InvalidArgumentType", e.span, "a condition must be true or false, not a " + to_text(expr.type));
  return expr;
}

Status Binder::conjuncts(const syntax::Expression& e, std::vector<Expr>& out) {
  if (!e.present()) return ok();
  KITH_TRY(Expr expr, predicate(e));
  add_conjuncts(std::move(expr), out);
  return ok();
}

void add_conjuncts(Expr expr, std::vector<Expr>& out) {
  std::vector<Expr> pending;
  pending.push_back(std::move(expr));
  while (!pending.empty()) {
    Expr next = std::move(pending.back());
    pending.pop_back();
    if (next.kind != ExprKind::kAnd) {
      out.push_back(std::move(next));
      continue;
    }
    for (auto child = next.children.rbegin(); child != next.children.rend(); ++child)
      pending.push_back(std::move(*child));
  }
}

Result<Expr> Binder::plain_expression(const syntax::Expression& e) {
  switch (e.kind) {
    case ExpressionKind::kMissing:
      return absent_expr();
    case ExpressionKind::kLiteral:
      return e.lifted == syntax::kNotLifted ? literal_expr(e.value, e.span) : lifted_expr(e);
    case ExpressionKind::kParameter:
      return parameter(e);
    case ExpressionKind::kVariable:
      return variable(e);
    case ExpressionKind::kProperty:
      return property(e);
    case ExpressionKind::kIndex:
    case ExpressionKind::kSlice:
      return index_or_slice(e);
    case ExpressionKind::kList:
      return list(e);
    case ExpressionKind::kMap:
      return map(e);
    case ExpressionKind::kMapProjection:
      return map_projection(e);
    case ExpressionKind::kAllProperties:
      break;
    case ExpressionKind::kOr:
      return logical(e, ExprKind::kOr);
    case ExpressionKind::kXor:
      return logical(e, ExprKind::kXor);
    case ExpressionKind::kAnd:
      return logical(e, ExprKind::kAnd);
    case ExpressionKind::kNot:
      return logical(e, ExprKind::kNot);
    case ExpressionKind::kComparison:
      return comparison(e);
    case ExpressionKind::kAdd:
      return arithmetic(e, ArithmeticOp::kAdd);
    case ExpressionKind::kConcatenate:
      return arithmetic(e, ArithmeticOp::kConcatenate);
    case ExpressionKind::kSubtract:
      return arithmetic(e, ArithmeticOp::kSubtract);
    case ExpressionKind::kMultiply:
      return arithmetic(e, ArithmeticOp::kMultiply);
    case ExpressionKind::kDivide:
      return arithmetic(e, ArithmeticOp::kDivide);
    case ExpressionKind::kModulo:
      return arithmetic(e, ArithmeticOp::kModulo);
    case ExpressionKind::kPower:
      return arithmetic(e, ArithmeticOp::kPower);
    case ExpressionKind::kNegate:
    case ExpressionKind::kPlus:
      return sign(e);
    case ExpressionKind::kIn:
      return containment(e);
    case ExpressionKind::kStartsWith:
      return text_predicate(e, TextOp::kStartsWith);
    case ExpressionKind::kEndsWith:
      return text_predicate(e, TextOp::kEndsWith);
    case ExpressionKind::kContains:
      return text_predicate(e, TextOp::kContains);
    case ExpressionKind::kMatchesRegex:
      return text_predicate(e, TextOp::kMatches);
    case ExpressionKind::kIsNull:
      return null_test(e, ExprKind::kIsNull);
    case ExpressionKind::kIsNotNull:
      return null_test(e, ExprKind::kIsNotNull);
    case ExpressionKind::kHasLabels:
      return has_labels(e);
    case ExpressionKind::kIsType:
    case ExpressionKind::kIsNotType:
      return type_test(e);
    case ExpressionKind::kFunction:
    case ExpressionKind::kCountStar:
      return function_call(e);
    case ExpressionKind::kCase:
      return case_expression(e);
    case ExpressionKind::kListComprehension:
      return list_comprehension(e);
    case ExpressionKind::kPatternComprehension:
      return pattern_comprehension(e);
    case ExpressionKind::kAll:
    case ExpressionKind::kAny:
    case ExpressionKind::kNone:
    case ExpressionKind::kSingle:
      return quantifier(e);
    case ExpressionKind::kReduce:
      return reduce(e);
    case ExpressionKind::kPattern:
      return fail("UnexpectedSyntax", e.span, "a pattern can only stand here as a condition, inside WHERE");
    case ExpressionKind::kShortestPath:
      return shortest_path(e);
    case ExpressionKind::kExists:
    case ExpressionKind::kCount:
    case ExpressionKind::kCollect:
      return subquery_expression(e);
  }
  return fail("UnexpectedSyntax", e.span, "this expression cannot stand here");
}

Result<Expr> Binder::variable(const syntax::Expression& e) {
  if (const Variable* found = scope_.find(e.name)) return slot_expr(found->slot, found->type, e.span);
  if (grouping_ != nullptr && grouping_->ambiguous && grouping_->hidden->find(e.name) != nullptr)
    return fail("AmbiguousAggregationExpression", e.span,
                "`" + e.name + "` stands beside an aggregate but is not a grouping key of its own",
                "return it as a column too, or take it through WITH first");
  return undefined_variable(e.name, e.span);
}

Result<Expr> Binder::parameter(const syntax::Expression& e) {
  if (context_.parameters != nullptr && context_.parameters->find(e.name) == nullptr)
    return Error{.code = ErrorCode::kParameterMissing,
                 .message = "the parameter `$" + e.name + "` was not given",
                 .detail = "MissingParameter",
                 .phase = Phase::kCompileTime,
                 .span = e.span};
  Expr expr = make(ExprKind::kParameter, {}, e.span);
  expr.name = e.name;
  return expr;
}

Result<Expr> Binder::property(const syntax::Expression& e) {
  KITH_TRY(Expr base, expression(e.children[0]));
  if (!has_properties(base.type.kind)) {
    Error error = fail("InvalidArgumentType", e.span, "a " + to_text(base.type) + " has no property `" + e.name + "`");
    if (base.type.kind != TypeKind::kPath) error.code = ErrorCode::kType;
    return error;
  }
  Expr expr = make(ExprKind::kProperty, {}, e.span);
  expr.name = e.name;
  if (base.type.kind == TypeKind::kNode || base.type.kind == TypeKind::kEdge) note_read(NameKind::kKey, e.name, e.span);
  expr.children.push_back(std::move(base));
  return expr;
}

Result<Expr> Binder::index_or_slice(const syntax::Expression& e) {
  const bool is_slice = e.kind == ExpressionKind::kSlice;
  Expr expr = make(is_slice ? ExprKind::kSlice : ExprKind::kIndex, {}, e.span);
  for (const syntax::Expression& child : e.children) {
    KITH_TRY(Expr bound, expression(child));
    expr.children.push_back(std::move(bound));
  }
  // One reason of an edge is read without the others.
  if (!is_slice && is_evidence(expr.children[0])) {
    std::vector<Expr> arguments = {std::move(expr.children[0].children[0]), std::move(expr.children[1])};
    return call(function::kEvidenceAt, std::move(arguments), e.span);
  }
  const Type base = expr.children[0].type;
  if (base.kind == TypeKind::kList) expr.type = is_slice ? base : Type{base.element};
  return expr;
}

Result<Expr> Binder::list(const syntax::Expression& e) {
  Expr expr = make(ExprKind::kList, {}, e.span);
  for (const syntax::Expression& child : e.children) {
    KITH_TRY(Expr element, expression(child));
    expr.children.push_back(std::move(element));
  }
  expr.type = {TypeKind::kList, common_kind(expr.children)};
  return expr;
}

Result<Expr> Binder::map(const syntax::Expression& e) {
  Expr expr = make(ExprKind::kMap, {TypeKind::kMap}, e.span);
  for (std::size_t i = 0; i < e.children.size(); ++i) {
    KITH_TRY(Expr value, expression(e.children[i]));
    expr.names.push_back(e.names[i]);
    expr.children.push_back(std::move(value));
  }
  return expr;
}

// node {.*, .name, age: 3} is a map where the subject is one, null where it is null. `.*` comes first wherever it
// stands: keys that are written win.
Result<Expr> Binder::map_projection(const syntax::Expression& e) {
  KITH_TRY(Expr subject, expression(e.children[0]));
  if (!may_be(subject.type, {TypeKind::kMap}) && !may_be(subject.type, {TypeKind::kNode}) &&
      !may_be(subject.type, {TypeKind::kEdge}))
    return fail("InvalidArgumentType", e.children[0].span,
                "a map projection is of a map, a node or a relationship, not of a " + to_text(subject.type));
  Expr entries = make(ExprKind::kMap, {TypeKind::kMap}, e.span);
  std::optional<Expr> all;
  for (std::size_t i = 1; i < e.children.size(); ++i) {
    if (e.children[i].kind == ExpressionKind::kAllProperties) {
      if (!all) {
        KITH_TRY(all, call("properties", {subject}, e.children[i].span));
      }
      continue;
    }
    KITH_TRY(Expr value, expression(e.children[i]));
    entries.names.push_back(e.names[i - 1]);
    entries.children.push_back(std::move(value));
  }
  if (all) {
    KITH_TRY(entries, call(function::kMapUnion, {*std::move(all), std::move(entries)}, e.span));
  }
  Expr is_null = make(ExprKind::kIsNull, {TypeKind::kBoolean}, e.span);
  is_null.children.push_back(std::move(subject));
  Expr expr = make(ExprKind::kCase, {TypeKind::kMap}, e.span);
  expr.children = {std::move(is_null), literal_expr(Value::null(), e.span), std::move(entries)};
  return expr;
}

Result<Expr> Binder::case_expression(const syntax::Expression& e) {
  Expr expr = make(ExprKind::kCase, {}, e.span);
  const bool simple = e.children.front().present();
  std::optional<Expr> operand;
  if (simple) {
    KITH_TRY(operand, expression(e.children.front()));
  }
  std::vector<Expr> results;
  for (std::size_t i = 1; i + 1 < e.children.size(); i += 2) {
    if (simple) {
      Expr equal = make(ExprKind::kCompare, {TypeKind::kBoolean}, e.children[i].span);
      KITH_TRY(Expr candidate, expression(e.children[i]));
      equal.children = {*operand, std::move(candidate)};
      expr.children.push_back(std::move(equal));
    } else {
      KITH_TRY(Expr when, predicate(e.children[i]));
      expr.children.push_back(std::move(when));
    }
    KITH_TRY(Expr then, expression(e.children[i + 1]));
    results.push_back(then);
    expr.children.push_back(std::move(then));
  }
  KITH_TRY(Expr otherwise, expression(e.children.back()));
  results.push_back(otherwise);
  expr.children.push_back(std::move(otherwise));
  expr.type = {common_kind(results)};
  return expr;
}

Result<Expr> Binder::has_labels(const syntax::Expression& e) {
  KITH_TRY(Expr element, expression(e.children[0]));
  const TypeKind kind = element.type.kind;
  if (kind != TypeKind::kAny && kind != TypeKind::kNull && kind != TypeKind::kNode && kind != TypeKind::kEdge)
    return fail("InvalidArgumentType", e.span, "a " + to_text(element.type) + " has no labels");
  KITH_TRY(Expr expr, label_predicate(*e.labels, element));
  expr.span = e.span;
  return expr;
}

Result<Expr> Binder::label_predicate(const syntax::LabelExpression& labels, const Expr& element) {
  using syntax::LabelKind;
  if (auto plain = plain_labels(labels)) {
    Expr expr = make(ExprKind::kHasLabels, {TypeKind::kBoolean}, labels.span);
    const NameKind kind = element.type.kind == TypeKind::kNode   ? NameKind::kLabel
                          : element.type.kind == TypeKind::kEdge ? NameKind::kType
                                                                 : NameKind::kLabelOrType;
    for (const syntax::Name& name : *plain) {
      note_read(kind, name.text, name.span);
      expr.names.push_back(name.text);
    }
    expr.children.push_back(element);
    return expr;
  }
  switch (labels.kind) {
    case LabelKind::kNot:
    case LabelKind::kAnd:
    case LabelKind::kOr: {
      const ExprKind kind = labels.kind == LabelKind::kNot   ? ExprKind::kNot
                            : labels.kind == LabelKind::kAnd ? ExprKind::kAnd
                                                             : ExprKind::kOr;
      Expr expr = make(kind, {TypeKind::kBoolean}, labels.span);
      for (const syntax::LabelExpression& child : labels.children) {
        KITH_TRY(Expr part, label_predicate(child, element));
        expr.children.push_back(std::move(part));
      }
      return expr;
    }
    case LabelKind::kWildcard: {
      if (element.type.kind == TypeKind::kEdge) return literal_expr(true, labels.span);  // every edge has a type
      KITH_TRY(Expr of_node, call("labels", {element}, labels.span));
      KITH_TRY(Expr count, call("size", {std::move(of_node)}, labels.span));
      Expr expr = make(ExprKind::kCompare, {TypeKind::kBoolean}, labels.span);
      expr.compare = CompareOp::kGreater;
      expr.children = {std::move(count), literal_expr(0, labels.span)};
      return expr;
    }
    case LabelKind::kDynamicAll:
    case LabelKind::kDynamicAny:
      return dynamic_label_predicate(labels, element);
    case LabelKind::kName:
      break;  // a plain label
  }
  return Error{.code = ErrorCode::kInternal, .message = "a label that is none", .span = labels.span};
}

// ---- expressions with variables of their own ----

Result<Expr> Binder::list_comprehension(const syntax::Expression& e) {
  Expr expr = make(ExprKind::kListComprehension, {TypeKind::kList}, e.span);
  KITH_TRY(Expr source, expression(e.children[0]));
  if (!may_be(source.type, {TypeKind::kList}))
    return fail("InvalidArgumentType", e.children[0].span, "IN needs a list, not a " + to_text(source.type));
  const Type item = {source.type.kind == TypeKind::kList ? source.type.element : TypeKind::kAny};
  expr.children.push_back(std::move(source));
  Saved scope(scope_);
  Saved lambda(inside_lambda_, true);
  expr.slot = declare(e.name, item);
  Expr where = absent_expr();
  if (e.children[1].present()) {
    KITH_TRY(where, predicate(e.children[1]));
  }
  KITH_TRY(Expr result, expression(e.children[2]));
  expr.type.element = result.absent ? item.kind : result.type.kind;
  if (expr.type.element == TypeKind::kNull) expr.type.element = TypeKind::kAny;
  expr.children.push_back(std::move(where));
  expr.children.push_back(std::move(result));
  return expr;
}

Result<Expr> Binder::quantifier(const syntax::Expression& e) {
  Expr expr = make(ExprKind::kQuantifier, {TypeKind::kBoolean}, e.span);
  switch (e.kind) {
    case ExpressionKind::kAny:
      expr.quantifier = Quantifier::kAny;
      break;
    case ExpressionKind::kNone:
      expr.quantifier = Quantifier::kNone;
      break;
    case ExpressionKind::kSingle:
      expr.quantifier = Quantifier::kSingle;
      break;
    default:
      expr.quantifier = Quantifier::kAll;
      break;
  }
  KITH_TRY(Expr source, expression(e.children[0]));
  if (!may_be(source.type, {TypeKind::kList}))
    return fail("InvalidArgumentType", e.children[0].span, "IN needs a list, not a " + to_text(source.type));
  const Type item = {source.type.kind == TypeKind::kList ? source.type.element : TypeKind::kAny};
  expr.children.push_back(std::move(source));
  Saved scope(scope_);
  Saved lambda(inside_lambda_, true);
  expr.slot = declare(e.name, item);
  if (!e.children[1].present()) return fail("UnexpectedSyntax", e.span, "a quantifier needs a condition after WHERE");
  KITH_TRY(Expr where, predicate(e.children[1]));
  expr.children.push_back(std::move(where));
  return expr;
}

Result<Expr> Binder::reduce(const syntax::Expression& e) {
  Expr expr = make(ExprKind::kReduce, {}, e.span);
  KITH_TRY(Expr start, expression(e.children[0]));
  KITH_TRY(Expr source, expression(e.children[1]));
  if (!may_be(source.type, {TypeKind::kList}))
    return fail("InvalidArgumentType", e.children[1].span, "IN needs a list, not a " + to_text(source.type));
  const Type item = {source.type.kind == TypeKind::kList ? source.type.element : TypeKind::kAny};
  expr.children.push_back(std::move(start));
  expr.children.push_back(std::move(source));
  Saved scope(scope_);
  Saved lambda(inside_lambda_, true);
  expr.slot = declare(e.name, {});
  expr.slot2 = declare(e.names[0], item);
  KITH_TRY(Expr step, expression(e.children[2]));
  expr.children.push_back(std::move(step));
  return expr;
}

}  // namespace kith::semantic
