#include "query/semantic/value_type_binder.h"

#include <optional>

#include "query/semantic/binding.h"

namespace kith::semantic {

Result<ValueType> value_type_of(const syntax::TypeName& name) {
  // The parser gives one name a type; synonyms are its business.
  const std::optional<ValueTypeKind> kind = value_type_kind_named(name.name);
  if (!kind) return fail("UnexpectedSyntax", name.span, "`" + name.name + "` is not the name of a type");
  ValueType type{*kind, name.not_null, {}};
  for (const syntax::TypeName& part : name.parts) {
    KITH_TRY(ValueType inner, value_type_of(part));
    type.parts.push_back(std::move(inner));
  }
  return type;
}

// x IS NOT :: T is NOT (x IS :: T): a type predicate is never null.
Result<Expr> Binder::type_test(const syntax::Expression& e) {
  KITH_TRY(ValueType type, value_type_of(*e.type));
  Expr test;
  test.kind = ExprKind::kIsType;
  test.type = {TypeKind::kBoolean};
  test.span = e.span;
  KITH_TRY(Expr operand, expression(e.children[0]));
  test.children.push_back(std::move(operand));
  test.value_type = std::make_shared<const ValueType>(normalised(std::move(type)));
  if (e.kind == syntax::ExpressionKind::kIsType) return test;
  Expr negated;
  negated.kind = ExprKind::kNot;
  negated.type = {TypeKind::kBoolean};
  negated.span = e.span;
  negated.children.push_back(std::move(test));
  return negated;
}

}  // namespace kith::semantic
