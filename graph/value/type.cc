#include "value/type.h"

namespace kith {

namespace {

const char* kind_text(TypeKind kind) {
  switch (kind) {
    case TypeKind::kAny:
      return "ANY";
    case TypeKind::kNull:
      return "NULL";
    case TypeKind::kBoolean:
      return "BOOLEAN";
    case TypeKind::kInteger:
      return "INTEGER";
    case TypeKind::kFloat:
      return "FLOAT";
    case TypeKind::kNumber:
      return "NUMBER";
    case TypeKind::kString:
      return "STRING";
    case TypeKind::kBytes:
      return "BYTES";
    case TypeKind::kList:
      return "LIST";
    case TypeKind::kMap:
      return "MAP";
    case TypeKind::kNode:
      return "NODE";
    case TypeKind::kEdge:
      return "RELATIONSHIP";
    case TypeKind::kPath:
      return "PATH";
    case TypeKind::kDate:
      return "DATE";
    case TypeKind::kLocalTime:
      return "LOCAL TIME";
    case TypeKind::kTime:
      return "ZONED TIME";
    case TypeKind::kLocalDateTime:
      return "LOCAL DATETIME";
    case TypeKind::kDateTime:
      return "ZONED DATETIME";
    case TypeKind::kDuration:
      return "DURATION";
    case TypeKind::kPoint:
      return "POINT";
    case TypeKind::kVector:
      return "VECTOR";
  }
  return "ANY";
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
