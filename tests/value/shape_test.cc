#include "value/shape.h"

#include <vector>

#include "value_printer.h"

using namespace kith;

namespace {

Value nested(std::size_t depth) {
  Value value = 1;
  for (std::size_t i = 0; i < depth; ++i) value = i % 2 == 0 ? Value(List{value}) : Value(Map{{"a", value}});
  return value;
}

Value doubled(std::size_t times) {
  Value value = List{1};
  for (std::size_t i = 0; i < times; ++i) value = List{value, value};
  return value;
}

std::string limit_of(const Value& value) {
  const Status status = ShapeCheck().value(value);
  return status.is_ok() ? "" : status.error().detail;
}

}  // namespace

TEST_CASE("shape: depth is bounded, and the bound is exact", "[value][shape]") {
  CHECK(limit_of(nested(kValueDepthMax)).empty());
  CHECK(limit_of(nested(kValueDepthMax + 1)) == "NestingLimit");
  CHECK(limit_of(nested(100000)) == "NestingLimit");
}

TEST_CASE("shape: what is shared counts as often as it is seen", "[value][shape]") {
  CHECK(limit_of(doubled(20)).empty());
  CHECK(limit_of(doubled(24)) == "ValueLimit");
  CHECK(limit_of(doubled(500)) == "ValueLimit");
  const Value shared = doubled(22);
  CHECK(limit_of(Map{{"a", shared}}).empty());
  CHECK(limit_of(Map{{"a", shared}, {"b", shared}, {"c", shared}}) == "ValueLimit");
}

TEST_CASE("shape: a list of plain values shares nothing and may be longer", "[value][shape]") {
  const Value plain = List(kValuePartsMax + 1);
  CHECK(limit_of(plain).empty());
  CHECK(limit_of(List{plain}) == "ValueLimit");
}

TEST_CASE("shape: what was seen at one depth is refused deeper", "[value][shape]") {
  ShapeCheck check;
  const Value inner = nested(kValueDepthMax - 1);
  CHECK(check.value(inner).is_ok());
  const Value once = List{inner}, twice = List{once};
  CHECK(check.value(once).is_ok());
  CHECK(check.value(twice).error().detail == "NestingLimit");
}
