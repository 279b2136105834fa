#include "query/semantic/value_type_binder.h"

#include <string_view>

#include "query/semantic/binding.h"

namespace kith::semantic {

namespace {

struct Named {
  std::string_view name;
  ValueTypeKind kind;
};

// The names that the parser gives, one a type; synonyms are its business.
constexpr Named kTypes[] = {
    {"NOTHING", ValueTypeKind::kNothing},
    {"NULL", ValueTypeKind::kNull},
    {"BOOLEAN", ValueTypeKind::kBoolean},
    {"STRING", ValueTypeKind::kString},
    {"INTEGER", ValueTypeKind::kInteger},
    {"FLOAT", ValueTypeKind::kFloat},
    {"DATE", ValueTypeKind::kDate},
    {"LOCAL TIME", ValueTypeKind::kLocalTime},
    {"ZONED TIME", ValueTypeKind::kTime},
    {"LOCAL DATETIME", ValueTypeKind::kLocalDateTime},
    {"ZONED DATETIME", ValueTypeKind::kDateTime},
    {"DURATION", ValueTypeKind::kDuration},
    {"POINT", ValueTypeKind::kPoint},
    {"BYTES", ValueTypeKind::kBytes},
    {"VECTOR", ValueTypeKind::kVector},
    {"NODE", ValueTypeKind::kNode},
    {"RELATIONSHIP", ValueTypeKind::kEdge},
    {"MAP", ValueTypeKind::kMap},
    {"LIST", ValueTypeKind::kList},
    {"PATH", ValueTypeKind::kPath},
    {"PROPERTY VALUE", ValueTypeKind::kPropertyValue},
    {"ANY OF", ValueTypeKind::kUnion},
    {"ANY", ValueTypeKind::kAny},
};

}  // namespace

Result<ValueType> value_type_of(const syntax::TypeName& name) {
  for (const Named& named : kTypes) {
    if (named.name != name.name) continue;
    ValueType type{named.kind, name.not_null, {}};
    for (const syntax::TypeName& part : name.parts) {
      KITH_TRY(ValueType inner, value_type_of(part));
      type.parts.push_back(std::move(inner));
    }
    return type;
  }
  return fail("UnexpectedSyntax", name.span, "`" + name.name + "` is not the name of a type");
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
