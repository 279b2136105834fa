#include <limits>

#include "function/call.h"

using namespace kith;
using kith::test::aggregate;
using kith::test::text_of;

namespace {

const Value kNull;

struct Case {
  const char* name;
  std::vector<Value> values;
  const char* expected;
};

}  // namespace

TEST_CASE("aggregates: over the values of one group", "[function][aggregates]") {
  const std::int64_t max = std::numeric_limits<std::int64_t>::max();
  const std::vector<Case> cases = {
      {"count", {1, kNull, "a"}, "2"},
      {"count", {}, "0"},
      {"sum", {1, 2, kNull, 4}, "7"},
      {"sum", {1, 2.5}, "3.5"},
      {"sum", {}, "0"},
      {"sum", {max, 1}, "ArithmeticError IntegerOverflow"},
      {"sum", {Duration{0, 1, 0, 0}, Duration{0, 0, 60, 0}}, "P1DT1M"},
      {"sum", {"a"}, "TypeError InvalidArgumentType"},
      {"avg", {1, 2, 4}, "2.3333333333333335"},
      {"avg", {}, "null"},
      {"avg", {kNull}, "null"},
      {"avg", {Duration{0, 1, 0, 0}, Duration{0, 2, 0, 0}}, "P1DT12H"},
      {"avg", {"a"}, "TypeError InvalidArgumentType"},
      {"min", {1, 2.0, 5, kNull, 3.2, 0.1}, "0.1"},
      {"max", {1, 2.0, 5, kNull, 3.2, 0.1}, "5"},
      {"min", {"a", "b", "B", kNull, "abc"}, "'B'"},
      {"max", {1, "a", kNull, List{1, 2}, 0.2, "b"}, "1"},
      {"min", {1, "a", kNull, List{1, 2}, 0.2, "b"}, "[1, 2]"},
      {"max", {List{1}, List{2}, List{2, 1}}, "[2, 1]"},
      {"max", {}, "null"},
      {"min", {kNull, kNull, 3, 2, 4}, "2"},
      {"collect", {1, kNull, "a"}, "[1, 'a']"},
      {"collect", {}, "[]"},
      {"stdev", {1, 3}, "1.4142135623730951"},
      {"stdev", {2, 4, 6}, "2.0"},
      {"stdev", {5}, "0.0"},
      {"stdevp", {2, kNull, 4, 4, 4, 5, 5, 7, 9}, "2.0"},
      {"stdev", {"a"}, "TypeError InvalidArgumentType"},
  };
  for (const Case& c : cases) {
    INFO(c.name << Value(List(c.values)).to_text());
    CHECK(text_of(aggregate(c.name, c.values)) == c.expected);
  }
}

TEST_CASE("aggregates: percentiles", "[function][aggregates]") {
  const std::vector<Value> prices = {10.0, 20.0, 30.0};
  CHECK(text_of(aggregate("percentiledisc", prices, {0.0})) == "10.0");
  CHECK(text_of(aggregate("percentiledisc", prices, {0.5})) == "20.0");
  CHECK(text_of(aggregate("percentiledisc", prices, {1})) == "30.0");
  CHECK(text_of(aggregate("percentiledisc", {10, 20, 30, 40}, {0.5})) == "20");
  CHECK(text_of(aggregate("percentilecont", {4, 2, 3, 1}, {0.25})) == "1.75");
  CHECK(text_of(aggregate("percentilecont", prices, {1.0})) == "30.0");
  CHECK(text_of(aggregate("percentilecont", {kNull}, {0.5})) == "null");
  for (const Value& wrong : {Value(1000), Value(-1), Value(1.1), Value(std::numeric_limits<double>::quiet_NaN())})
    CHECK(text_of(aggregate("percentilecont", prices, {wrong})) == "ArgumentError NumberOutOfRange");
}

TEST_CASE("aggregates: groups are kept apart and may be empty", "[function][aggregates]") {
  function::CallContext context;
  const auto sums = test::function_named("sum").aggregate();
  const auto lists = test::function_named("collect").aggregate();
  const Column values = Column::from_values({1, 2, kNull, 4});
  const Column* arguments[] = {&values};
  const std::vector<std::uint32_t> group_of_row = {0, 1, 1, 0};
  for (function::Aggregator* aggregator : {sums.get(), lists.get()})
    REQUIRE(aggregator->update(context, group_of_row, 2, arguments).is_ok());
  Column sum, list;
  REQUIRE(sums->finish(context, 3, sum).is_ok());
  REQUIRE(lists->finish(context, 3, list).is_ok());
  CHECK(sum.value(0) == Value(5));
  CHECK(sum.value(1) == Value(2));
  CHECK(sum.value(2) == Value(0));
  CHECK(list.value(0) == Value(List{1, 4}));
  CHECK(list.value(1) == Value(List{2}));
  CHECK(list.value(2) == Value(List{}));
}

TEST_CASE("aggregates: count without arguments counts rows", "[function][aggregates]") {
  function::CallContext context;
  const auto count = test::function_named("count").aggregate();
  const std::vector<std::uint32_t> group_of_row = {0, 1, 1};
  REQUIRE(count->update(context, group_of_row, 2, {}).is_ok());
  Column out;
  REQUIRE(count->finish(context, 2, out).is_ok());
  CHECK(out.value(0) == Value(1));
  CHECK(out.value(1) == Value(2));
}
