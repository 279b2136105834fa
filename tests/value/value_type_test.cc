#include "value/value_type.h"

#include <catch2/catch.hpp>

using namespace kith;

namespace {

using TypeKind = ValueTypeKind;

ValueType type(TypeKind kind, bool not_null = false) { return {kind, not_null, {}}; }

ValueType list_of(ValueType element, bool not_null = false) { return {TypeKind::kList, not_null, {std::move(element)}}; }

ValueType any_of(std::vector<ValueType> parts) { return {TypeKind::kUnion, false, std::move(parts)}; }

const ValueType kInteger = type(TypeKind::kInteger);
const ValueType kString = type(TypeKind::kString);

}  // namespace

TEST_CASE("value types: a normalised type is in order and holds nothing twice", "[value]") {
  const auto normal = [](const ValueType& written) { return to_text(normalised(written)); };
  CHECK(normal(any_of({kInteger, kString})) == "STRING | INTEGER");
  CHECK(normal(any_of({kInteger, any_of({kString, kInteger})})) == "STRING | INTEGER");
  CHECK(normal(any_of({kInteger, kInteger})) == "INTEGER");
  CHECK(normal(any_of({kInteger, type(TypeKind::kAny)})) == "ANY");
  CHECK(normal(any_of({kInteger, type(TypeKind::kNothing)})) == "INTEGER");
  CHECK(normal(any_of({type(TypeKind::kInteger, true), type(TypeKind::kNull)})) == "INTEGER");
  CHECK(normal(any_of({type(TypeKind::kNull), type(TypeKind::kNothing)})) == "NULL");
  CHECK(normal(type(TypeKind::kNull, true)) == "NOTHING");
  CHECK(normal(any_of({kInteger, list_of(kString), type(TypeKind::kPropertyValue)})) ==
        "LIST<STRING> | PROPERTY VALUE");  // a list of strings may hold null, which a property's list does not
  CHECK(normal(any_of({kInteger, list_of(type(TypeKind::kString, true)), type(TypeKind::kPropertyValue)})) ==
        "PROPERTY VALUE");
  CHECK(normal(list_of(any_of({list_of(kInteger), list_of(type(TypeKind::kAny))}), true)) ==
        "LIST<LIST<ANY>> NOT NULL");
}

TEST_CASE("value types: the narrowest type of a value holds it", "[value]") {
  const std::vector<std::pair<Value, std::string>> cases = {
      {Value(), "NULL"},
      {1, "INTEGER NOT NULL"},
      {Map{{"a", 1}}, "MAP NOT NULL"},
      {List{}, "LIST<NOTHING> NOT NULL"},
      {List{Value()}, "LIST<NULL> NOT NULL"},
      {List{1, Value()}, "LIST<INTEGER> NOT NULL"},
      {List{1.5, "a", true, 1}, "LIST<BOOLEAN NOT NULL | STRING NOT NULL | INTEGER NOT NULL | FLOAT NOT NULL> NOT NULL"},
      {List{List{}, List{1}}, "LIST<LIST<INTEGER NOT NULL> NOT NULL> NOT NULL"},
      {List{List{1}, List{"a"}}, "LIST<LIST<STRING NOT NULL> NOT NULL | LIST<INTEGER NOT NULL> NOT NULL> NOT NULL"},
      {List{Date{0}, Duration{}}, "LIST<DATE NOT NULL | DURATION NOT NULL> NOT NULL"},
      {Value::node_ref(NodeId{1}), "NODE NOT NULL"},
      {DateTime{}, "ZONED DATETIME NOT NULL"},
  };
  for (const auto& [value, text] : cases) {
    const ValueType narrowest = narrowest_type(value);
    CHECK(to_text(narrowest) == text);
    CHECK(is_of_type(value, narrowest));
    CHECK(normalised(narrowest) == narrowest);
    CHECK(is_of_type(value, type(TypeKind::kAny)));
    CHECK_FALSE(is_of_type(value, type(TypeKind::kNothing)));
  }
}
