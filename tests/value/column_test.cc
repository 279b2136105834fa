#include "value/column.h"

#include <catch2/catch.hpp>

#include "value/batch.h"

namespace kith {
namespace {

std::vector<Value> values_of(const Column& column) {
  std::vector<Value> values;
  for (std::size_t row = 0; row < column.size(); ++row) values.push_back(column.value(row));
  return values;
}

TEST_CASE("column: values of one kind take its typed form and nulls stay nulls", "[value][column]") {
  std::vector<Value> values{1, Value::null(), 3};
  Column column = Column::from_values(values);
  REQUIRE(column.kind() == ColumnKind::kInteger);
  CHECK(column.may_have_nulls());
  CHECK(column.is_null(1));
  CHECK(column.integers()[2] == 3);
  CHECK(values_of(column) == values);

  CHECK(Column::from_values({"a", "b"}).kind() == ColumnKind::kString);
  CHECK(Column::from_values({1.5}).kind() == ColumnKind::kFloat);
  CHECK(Column::from_values({true}).kind() == ColumnKind::kBoolean);
  CHECK(Column::from_values({Date{7}}).kind() == ColumnKind::kDate);
  CHECK(Column::from_values({Value::node_ref(NodeId{4})}).kind() == ColumnKind::kNode);
  CHECK_FALSE(Column::from_values({1, 2}).may_have_nulls());
}

TEST_CASE("column: mixed kinds and kinds without a typed form are any", "[value][column]") {
  std::vector<Value> mixed{1, "two", 3.0, Value::null(), List{4}};
  Column column = Column::from_values(mixed);
  CHECK(column.kind() == ColumnKind::kAny);
  CHECK(values_of(column) == mixed);
  CHECK(Column::from_values({Value::edge_ref(EdgeId{1})}).kind() == ColumnKind::kAny);
}

TEST_CASE("column: a constant stands for every row", "[value][column]") {
  Column text = Column::constant("same", 3);
  CHECK(text.kind() == ColumnKind::kString);
  CHECK(text.strings()[0] == "same");
  CHECK(text.strings()[2] == "same");
  CHECK(values_of(text) == std::vector<Value>{"same", "same", "same"});
  CHECK(values_of(Column::constant(Value::null(), 2)) == std::vector<Value>{Value::null(), Value::null()});
  CHECK(values_of(text.as_any()) == values_of(text));
  CHECK_FALSE(text.as_any().is_constant());
}

TEST_CASE("column: appending another kind keeps what was there", "[value][column]") {
  Column column(ColumnKind::kInteger, 0);
  column.append(1);
  column.append(Value::null());
  CHECK(column.kind() == ColumnKind::kInteger);
  column.append("x");
  CHECK(column.kind() == ColumnKind::kAny);
  CHECK(values_of(column) == std::vector<Value>{1, Value::null(), "x"});
}

TEST_CASE("column: ranges of columns are appended typed where the kinds agree", "[value][column]") {
  Column column(ColumnKind::kString, 0);
  {
    Column source = Column::from_values({"skipped", "first", Value::null(), "third"});
    column.append(source, 1, 4);
  }  // the texts outlive the column they came from
  CHECK(column.kind() == ColumnKind::kString);
  CHECK(values_of(column) == std::vector<Value>{"first", Value::null(), "third"});
  column.append(Column::constant("again", 9), 0, 2);
  column.append(Column::constant(Value::null(), 9), 0, 1);
  CHECK(column.kind() == ColumnKind::kString);
  CHECK(values_of(column) == std::vector<Value>{"first", Value::null(), "third", "again", "again", Value::null()});
  column.append(Column::from_values({Date{1}}), 0, 1);
  CHECK(column.kind() == ColumnKind::kAny);
  CHECK(column.value(6) == Value(Date{1}));

  Column dates(ColumnKind::kDate, 0);
  dates.append(Column::from_values({Date{1}, Date{2}}), 0, 2);
  CHECK(dates.kind() == ColumnKind::kDate);
  CHECK(dates.dates()[1] == 2);
}

TEST_CASE("column: gather takes rows in the order named and keeps texts alive", "[value][column]") {
  Column gathered;
  {
    Column source = Column::from_values({"zero", Value::null(), "two"});
    gathered = source.gather(std::vector<std::uint32_t>{2, 2, 1, 0});
  }
  CHECK(values_of(gathered) == std::vector<Value>{"two", "two", Value::null(), "zero"});

  Column edges(ColumnKind::kEdge, 2);
  edges.mutable_edges()[0] = {EdgeId{1}, NodeId{2}, NodeId{3}, TypeId{4}};
  edges.mutable_edges()[1] = {EdgeId{5}, NodeId{6}, NodeId{7}, TypeId{8}};
  Column turned = edges.gather(std::vector<std::uint32_t>{1, 0});
  CHECK(turned.edges()[0].from == NodeId{6});
  CHECK(turned.value(1) == Value::edge_ref(EdgeId{1}));
  CHECK(Column::constant(4, 9).gather(std::vector<std::uint32_t>{8, 1}).size() == 2);
}

TEST_CASE("column: gathering no row gives null", "[value][column]") {
  std::vector<std::uint32_t> rows{kNoRow, 1, kNoRow};
  CHECK(values_of(Column::from_values({1, 2}).gather(rows)) == std::vector<Value>{Value::null(), 2, Value::null()});
  CHECK(values_of(Column::from_values({1, "b"}).gather(rows)) == std::vector<Value>{Value::null(), "b", Value::null()});
  CHECK(values_of(Column::constant("c", 2).gather(rows)) == std::vector<Value>{Value::null(), "c", Value::null()});
}

TEST_CASE("column: a copy does not see what is added to the other", "[value][column]") {
  Column first(ColumnKind::kString, 0);
  first.append("shared");
  Column second = first;
  second.append("mine");
  first.append("yours");
  CHECK(values_of(first) == std::vector<Value>{"shared", "yours"});
  CHECK(values_of(second) == std::vector<Value>{"shared", "mine"});
}

TEST_CASE("column: set_null works in every form", "[value][column]") {
  Column typed(ColumnKind::kFloat, 2);
  CHECK(typed.value(0) == Value(0.0));
  typed.set_null(1);
  CHECK(typed.is_null(1));
  CHECK_FALSE(typed.is_null(0));
  Column any(ColumnKind::kAny, 2);
  any.mutable_values()[0] = 1;
  any.mutable_values()[1] = 2;
  any.set_null(0);
  CHECK(values_of(any) == std::vector<Value>{Value::null(), 2});
}

TEST_CASE("batch: gather takes the rows of every slot that is alive", "[value][batch]") {
  Batch batch(3);
  batch.rows = 3;
  batch.set(0, Column::from_values({1, 2, 3}));
  batch.set(2, Column::from_values({"a", "b", "c"}));
  Batch kept = batch.gather(std::vector<std::uint32_t>{2, 0});
  CHECK(kept.rows == 2);
  CHECK_FALSE(kept.has(1));
  CHECK(kept[0].value(0) == Value(3));
  CHECK(kept[2].value(1) == Value("a"));
  CHECK(kept.to_text() == "#0=3 | #2='c'\n#0=1 | #2='a'\n");
}

}  // namespace
}  // namespace kith
