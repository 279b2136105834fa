#include "value/compare.h"

#include <limits>

#include "kith/element.h"
#include "value/calendar.h"
#include "value_printer.h"

using namespace kith;

namespace {

const double kNan = std::numeric_limits<double>::quiet_NaN();
const double kInfinity = std::numeric_limits<double>::infinity();
const Value kNull;

Node node(std::uint64_t id) { return {NodeId{id}, {}, {}}; }

Edge edge(std::uint64_t id) { return {EdgeId{id}, NodeId{1}, NodeId{2}, "T", {}}; }

/// One value of each place in the order of ORDER BY, ascending.
std::vector<Value> ordered_values() {
  return {Map{},
          Map{{"a", 1}},
          Map{{"a", 2}},
          Map{{"b", 1}},
          Map{{"a", 1}, {"b", 1}},
          Value::node_ref(NodeId{1}),
          node(2),
          Value::edge_ref(EdgeId{1}),
          edge(2),
          List{},
          List{"a"},
          List{"a", 1},
          List{1},
          List{1, "a"},
          List{1, kNull},
          List{kNull, 1},
          List{kNull, 2},
          Path{{node(1)}, {}},
          Path{{node(1), node(2)}, {edge(1)}},
          Path{{node(2)}, {}},
          Point{4326, 1, 2, 0},
          Point{7203, 1, 2, 0},
          Point{7203, 1, 3, 0},
          Vector{{1}},
          Vector{{1, 2}},
          Vector{{2}},
          Value::bytes("a"),
          Value::bytes("b"),
          DateTime{0, 0, 0, ""},
          DateTime{0, 0, 3600, ""},
          DateTime{0, 1, 0, ""},
          DateTime{1, 0, 0, ""},
          LocalDateTime{-1, 5},
          LocalDateTime{0, 0},
          Date{-1},
          Date{0},
          Time{3600 * kNanosPerSecond, 3600},  // 00:00 UTC
          Time{1, 0},
          LocalTime{0},
          LocalTime{1},
          Duration{-1, 0, 0, 0},
          Duration{0, 30, 0, 0},
          Duration{1, 0, 0, 0},
          Duration{0, 31, 0, 0},
          "",
          " ",
          "A",
          "a",
          "aa",
          "ż",
          "😀",
          false,
          true,
          -kInfinity,
          std::numeric_limits<std::int64_t>::min(),
          -1,
          -0.5,
          0,
          0.5,
          1,
          std::numeric_limits<std::int64_t>::max() - 1,
          std::numeric_limits<std::int64_t>::max(),
          9223372036854775808.0,
          kInfinity,
          kNan,
          kNull};
}

struct Compared {
  Value a;
  Value b;
  const char* equal;
  const char* less;
  const char* less_or_equal;
};

}  // namespace

TEST_CASE("compare: equality and comparability follow three-valued logic", "[value][compare]") {
  const std::vector<Compared> cases = {
      {1, 1, "true", "false", "true"},
      {1, 1.0, "true", "false", "true"},
      {1, 3.14, "false", "true", "true"},
      {1, "1", "false", "null", "null"},
      {kNull, kNull, "null", "null", "null"},
      {kNull, 1, "null", "null", "null"},
      {kNan, kNan, "false", "false", "false"},
      {kNan, 1, "false", "false", "false"},
      {kNan, "a", "false", "null", "null"},
      {9007199254740993, 9007199254740992.0, "false", "false", "false"},
      {9223372036854775807, 9223372036854775808.0, "false", "true", "true"},
      {std::numeric_limits<std::int64_t>::min(), -9223372036854775808.0, "true", "false", "true"},
      {0.0, -0.0, "true", "false", "true"},
      {"a", "b", "false", "true", "true"},
      {"a", "aa", "false", "true", "true"},
      {false, true, "false", "true", "true"},
      {List{1, 2}, List{1}, "false", "false", "false"},
      {List{1}, List{1, 0}, "false", "true", "true"},
      {List{1}, List{1, kNull}, "false", "true", "true"},
      {List{1, kNull}, List{1, 2}, "null", "null", "null"},
      {List{1, kNull}, List{1, "a"}, "null", "null", "null"},
      {List{1, 2}, List{3, kNull}, "false", "true", "true"},
      {List{kNull}, List{1, 2}, "false", "null", "null"},
      {List{kNull, 1}, List{1, 2}, "false", "null", "null"},
      {List{List{1}, List{2}}, List{List{1}, List{kNull}}, "null", "null", "null"},
      {List{List{1}, List{2, 3}}, List{List{1}, List{kNull}}, "false", "null", "null"},
      {List{"a"}, List{1}, "false", "null", "null"},
      {List{kNan}, List{kNan}, "false", "false", "false"},
      {Map{}, Map{}, "true", "null", "null"},
      {Map{{"k", 1}}, Map{{"k", 1.0}}, "true", "null", "null"},
      {Map{{"k", 1}}, Map{{"k", kNull}}, "null", "null", "null"},
      {Map{{"k", 1}}, Map{{"l", 1}}, "false", "null", "null"},
      {Map{{"k", 1}, {"l", kNull}}, Map{{"k", 2}, {"l", kNull}}, "false", "null", "null"},
      {Map{{"k", kNull}}, Map{}, "false", "null", "null"},
      {node(1), Value::node_ref(NodeId{1}), "true", "null", "null"},
      {node(1), node(2), "false", "null", "null"},
      {edge(1), edge(1), "true", "null", "null"},
      {node(1), edge(1), "false", "null", "null"},
      {Path{{node(1)}, {}}, Path{{node(1)}, {}}, "true", "null", "null"},
      {Date{0}, Date{1}, "false", "true", "true"},
      {Date{0}, LocalDateTime{0, 0}, "false", "null", "null"},
      {Time{3600 * kNanosPerSecond, 3600}, Time{1, 0}, "false", "true", "true"},
      {DateTime{0, 0, 3600, ""}, DateTime{1, 0, 0, ""}, "false", "true", "true"},
      {Duration{0, 1, 0, 0}, Duration{0, 1, 0, 0}, "true", "null", "null"},
      {Duration{0, 1, 0, 0}, Duration{0, 0, 86400, 0}, "false", "null", "null"},
      {Point{7203, 1, 2, 0}, Point{7203, 1, 2, 0}, "true", "null", "null"},
      {Point{7203, 1, 2, 0}, Point{4326, 1, 2, 0}, "false", "null", "null"},
      {Vector{{1, 2}}, Vector{{1, 2}}, "true", "null", "null"},
      {Value::bytes("a"), Value::bytes("b"), "false", "true", "true"},
  };
  for (const Compared& c : cases) {
    INFO(c.a.to_text() << " and " << c.b.to_text());
    CHECK(to_value(equals(c.a, c.b)).to_text() == c.equal);
    CHECK(to_value(equals(c.b, c.a)).to_text() == c.equal);
    CHECK(to_value(less(c.a, c.b)).to_text() == c.less);
    CHECK(to_value(less_or_equal(c.a, c.b)).to_text() == c.less_or_equal);
  }
}

TEST_CASE("compare: ORDER BY has a place for every value", "[value][compare]") {
  const std::vector<Value> values = ordered_values();
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = 0; j < values.size(); ++j) {
      INFO(values[i].to_text() << " and " << values[j].to_text());
      CHECK((order(values[i], values[j]) < 0) == (i < j));
      CHECK((order(values[i], values[j]) == 0) == (i == j));
      CHECK(equivalent(values[i], values[j]) == (i == j));
    }
  }
}

TEST_CASE("compare: every kind has a place in the order", "[value][compare]") {
  std::vector<bool> seen(19);
  for (const Value& value : ordered_values()) seen[static_cast<std::size_t>(value.kind())] = true;
  CHECK(seen == std::vector<bool>(19, true));
}

TEST_CASE("compare: equivalent values hash alike", "[value][compare]") {
  const std::vector<std::pair<Value, Value>> pairs = {
      {1, 1.0},
      {0.0, -0.0},
      {0, -0.0},
      {kNan, -kNan},
      {kNull, kNull},
      {std::numeric_limits<std::int64_t>::min(), -9223372036854775808.0},
      {List{1, kNan, kNull}, List{1.0, kNan, kNull}},
      {Map{{"a", 1}}, Map{{"a", 1.0}}},
      {node(3), Value::node_ref(NodeId{3})},
      {edge(3), Value::edge_ref(EdgeId{3})},
      {Point{7203, 0.0, 1, 5}, Point{7203, -0.0, 1, 6}},
  };
  for (const auto& [a, b] : pairs) {
    INFO(a.to_text() << " and " << b.to_text());
    CHECK(equivalent(a, b));
    CHECK(hash_of(a) == hash_of(b));
  }
}

TEST_CASE("compare: different values rarely hash alike", "[value][compare]") {
  std::vector<std::size_t> hashes;
  for (const Value& value : ordered_values()) hashes.push_back(hash_of(value));
  for (int i = 2; i < 1000; ++i) hashes.push_back(hash_of(i));
  std::sort(hashes.begin(), hashes.end());
  CHECK(std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end());
}
