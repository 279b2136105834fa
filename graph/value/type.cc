#include "value/type.h"

namespace kith {

namespace {

const char* kind_text(TypeKind kind) {
  if (kind == TypeKind::kAny) return "ANY";
  if (kind == TypeKind::kNumber) return "NUMBER";
  return kind_name(static_cast<Kind>(kind));
}

bool kind_may_be(TypeKind actual, TypeKind wanted) {
  if (actual == wanted || actual == TypeKind::kAny || actual == TypeKind::kNull || wanted == TypeKind::kAny)
    return true;
  const bool actual_is_number =
      actual == TypeKind::kInteger || actual == TypeKind::kFloat || actual == TypeKind::kNumber;
  switch (wanted) {
    case TypeKind::kNumber:
    case TypeKind::kFloat:
      return actual_is_number;
    case TypeKind::kInteger:
      return actual == TypeKind::kNumber;
    default:
      return false;
  }
}

}  // namespace

std::string to_text(Type type) {
  if (type.kind != TypeKind::kList) return kind_text(type.kind);
  return std::string("LIST<") + kind_text(type.element) + ">";
}

bool may_be(Type actual, Type wanted) {
  if (!kind_may_be(actual.kind, wanted.kind)) return false;
  if (actual.kind != TypeKind::kList || wanted.kind != TypeKind::kList) return true;
  return kind_may_be(actual.element, wanted.element);
}

}  // namespace kith
