// Names that are worked out at run time: labels and types in $(…), and the keys of SET n[key] and REMOVE n[key].
//
//     MATCH (n:Person&$($role))   is   #0:Person AND #0:$all($role)
//
// Here only what can never be a name is refused; the values are looked at when the statement runs (exec/names.h).
#include <algorithm>

#include "query/semantic/binding.h"

namespace kith::semantic {

Result<Expr> Binder::dynamic_labels(const syntax::LabelExpression& labels) {
  KITH_TRY(Expr names, expression(*labels.expression));
  if (!may_be(names.type, {TypeKind::kString}) && !may_be(names.type, {TypeKind::kList, TypeKind::kString}))
    return fail("InvalidArgumentType", names.span,
                "a label or type is named by a string or a list of strings, not by a " + to_text(names.type));
  return names;
}

Result<Expr> Binder::dynamic_label_predicate(const syntax::LabelExpression& labels, const Expr& element) {
  Expr expr;
  expr.kind = ExprKind::kHasDynamicLabels;
  expr.type = {TypeKind::kBoolean};
  expr.span = labels.span;
  expr.quantifier = labels.kind == syntax::LabelKind::kDynamicAny ? Quantifier::kAny : Quantifier::kAll;
  KITH_TRY(Expr names, dynamic_labels(labels));
  expr.children.push_back(element);
  expr.children.push_back(std::move(names));
  return expr;
}

Result<Expr> Binder::dynamic_key(const syntax::Expression& key) {
  KITH_TRY(Expr name, expression(key));
  if (!may_be(name.type, {TypeKind::kString}))
    return fail("InvalidArgumentType", key.span, "a property is named by a string, not by a " + to_text(name.type));
  return name;
}

Status Binder::label_set(const syntax::LabelExpression& labels, std::vector<std::string>& names,
                         std::vector<Expr>& dynamic) {
  using syntax::LabelKind;
  switch (labels.kind) {
    case LabelKind::kName:
      if (std::find(names.begin(), names.end(), labels.name) == names.end()) names.push_back(labels.name);
      note_written(NameKind::kLabel, labels.name);
      return ok();
    case LabelKind::kDynamicAll: {
      KITH_TRY(Expr expr, dynamic_labels(labels));
      dynamic.push_back(std::move(expr));
      note_written_any(NameKind::kLabel);
      return ok();
    }
    case LabelKind::kAnd:
      for (const syntax::LabelExpression& child : labels.children) KITH_DO(label_set(child, names, dynamic));
      return ok();
    case LabelKind::kWildcard:
    case LabelKind::kNot:
    case LabelKind::kOr:
    case LabelKind::kDynamicAny:
      break;
  }
  return fail("UnexpectedSyntax", labels.span, "labels to be set must be written out one by one");
}

}  // namespace kith::semantic
