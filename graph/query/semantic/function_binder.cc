// Calls: which function is meant, whether the arguments can fit, and where aggregates may stand.
#include <cstddef>
#include <initializer_list>

#include "base/suggest.h"
#include "function/builtin.h"
#include "query/semantic/binding.h"
#include "query/semantic/walk.h"

namespace kith::semantic {

using syntax::ExpressionKind;

namespace {

// Functions of one parameter that takes several unrelated types: a signature has one type a parameter,
// so what else they refuse is written here.
struct Accepts {
  const char* function;
  std::initializer_list<TypeKind> kinds;
};

const Accepts kAccepts[] = {
    {"properties", {TypeKind::kNode, TypeKind::kEdge, TypeKind::kMap}},
    {"keys", {TypeKind::kNode, TypeKind::kEdge, TypeKind::kMap}},
    {"size", {TypeKind::kString, TypeKind::kList, TypeKind::kMap, TypeKind::kBytes, TypeKind::kVector}},
    {"reverse", {TypeKind::kString, TypeKind::kList}},
    {"id", {TypeKind::kNode, TypeKind::kEdge}},
    {"elementid", {TypeKind::kNode, TypeKind::kEdge}},
};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool accepts(const function::Function& function, Type type) {
  if (type.kind == TypeKind::kAny || type.kind == TypeKind::kNull) return true;
  const std::string name = lower(function.name);
  for (const Accepts& entry : kAccepts) {
    if (name != entry.function) continue;
    for (TypeKind kind : entry.kinds)
      if (may_be(type, {kind})) return true;
    return false;
  }
  return true;
}

}  // namespace

bool is_evidence(const Expr& expr) { return expr.kind == ExprKind::kCall && expr.function->name == "evidence"; }

bool Binder::aggregates(const syntax::LabelExpression& labels) const {
  if (labels.expression && aggregates(*labels.expression)) return true;
  for (const syntax::LabelExpression& child : labels.children)
    if (aggregates(child)) return true;
  return false;
}

bool Binder::aggregates(const syntax::Expression& e) const {
  if (e.kind == ExpressionKind::kCountStar) return true;
  if (e.kind == ExpressionKind::kFunction) {
    const function::Function* function = context_.functions.find(e.name);
    if (function != nullptr && function->is_aggregate()) return true;
  }
  if (e.labels && aggregates(*e.labels)) return true;
  for (const syntax::Expression& child : e.children)
    if (aggregates(child)) return true;
  return false;
}

Result<Expr> Binder::call(const char* name, std::vector<Expr> arguments, const SourceSpan& span) {
  const function::Function* function = context_.functions.find(name);
  if (function == nullptr)
    return fail("UnknownFunction", span, "the function `" + std::string(name) + "` is not known");
  Expr expr;
  expr.kind = ExprKind::kCall;
  expr.type = function->result;
  expr.span = span;
  expr.function = function;
  expr.children = std::move(arguments);
  return expr;
}

Status Binder::check_arguments(const function::Function& function, const std::vector<Expr>& arguments,
                               const SourceSpan& span) {
  const std::size_t given = arguments.size();
  if (given < function.arguments_min || (given > function.parameters.size() && !function.variadic)) {
    std::string wanted = std::to_string(function.arguments_min);
    if (function.variadic)
      wanted = "at least " + wanted;
    else if (function.parameters.size() != function.arguments_min)
      wanted += " to " + std::to_string(function.parameters.size());
    return fail("InvalidNumberOfArguments", span,
                "`" + function.name + "` takes " + wanted + " arguments, not " + std::to_string(given));
  }
  for (std::size_t i = 0; i < given && !function.parameters.empty(); ++i) {
    const std::size_t at = i < function.parameters.size() ? i : function.parameters.size() - 1;
    const Type wanted = function.parameters[at].type;
    if (!may_be(arguments[i].type, wanted) || !accepts(function, arguments[i].type))
      return fail("InvalidArgumentType", arguments[i].span,
                  "`" + function.name + "` cannot take a " + to_text(arguments[i].type) + " as `" +
                      function.parameters[at].name + "`");
  }
  return ok();
}

Result<Expr> Binder::function_call(const syntax::Expression& e) {
  const std::string name = e.kind == ExpressionKind::kCountStar ? "count" : e.name;
  // exists(pattern) and exists(n.key) are older spellings of EXISTS { … } and IS NOT NULL.
  if (name == "exists" && e.children.size() == 1) {
    if (e.children[0].kind == ExpressionKind::kPattern) return pattern_predicate(e.children[0]);
    return null_test(e, ExprKind::kIsNotNull);
  }
  const function::Function* function = context_.functions.find(name);
  if (function == nullptr)
    return fail("UnknownFunction", e.span,
                "the function `" + (e.written.empty() ? e.name : e.written) + "` is not known",
                suggest(e.written.empty() ? e.name : e.written, context_.functions.names()));
  if (function->is_aggregate()) return aggregate(e, *function);
  if (e.distinct)
    return fail("UnexpectedSyntax", e.span, "DISTINCT belongs into aggregates, and `" + function->name + "` is none");
  if (inside_aggregate_ && !function->deterministic)
    return fail("NonConstantExpression", e.span, "`" + function->name + "` may not stand inside an aggregate");
  std::vector<Expr> arguments;
  for (const syntax::Expression& child : e.children) {
    KITH_TRY(Expr argument, expression(child));
    arguments.push_back(std::move(argument));
  }
  KITH_DO(check_arguments(*function, arguments, e.span));
  // The number of an edge's reasons is known without reading what they quote.
  if (name == "size" && is_evidence(arguments[0]))
    return call(function::kEvidenceCount, std::move(arguments[0].children), e.span);
  return call(name.c_str(), std::move(arguments), e.span);
}

Result<Expr> Binder::aggregate(const syntax::Expression& e, const function::Function& function) {
  if (inside_aggregate_)
    return fail("NestedAggregation", e.span, "`" + function.name + "` stands inside another aggregate");
  if (grouping_ == nullptr || inside_lambda_)
    return fail("InvalidAggregation", e.span, "the aggregate `" + function.name + "` cannot stand here",
                "compute it in a WITH before");
  Expr expr;
  expr.kind = ExprKind::kAggregate;
  expr.type = function.result;
  expr.span = e.span;
  expr.function = &function;
  expr.distinct = e.distinct;
  {
    const Grouping& grouping = *grouping_;
    Saved scope(scope_, grouping.rows != nullptr ? *grouping.rows : scope_);
    Saved<const Grouping*> none(grouping_, nullptr);
    Saved inside(inside_aggregate_, true);
    for (const syntax::Expression& child : e.children) {
      KITH_TRY(Expr argument, expression(child));
      expr.children.push_back(std::move(argument));
    }
  }
  if (e.kind != ExpressionKind::kCountStar) KITH_DO(check_arguments(function, expr.children, e.span));
  if (grouping_->aggregates == nullptr)
    return fail("InvalidAggregation", e.span, "the aggregate `" + function.name + "` is not among the columns",
                "return it as a column too");
  for (const Projection& known : *grouping_->aggregates)
    if (same(known.expr, expr)) return slot_expr(known.slot, expr.type, e.span);
  const Slot slot = new_slot();
  const Type type = expr.type;
  grouping_->aggregates->push_back({slot, std::move(expr)});
  return slot_expr(slot, type, e.span);
}

}  // namespace kith::semantic
