#include "kith/value.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "kith/element.h"

using namespace kith;

TEST_CASE("value: every kind keeps what was put in", "[value]") {
  CHECK(Value().is_null());
  CHECK(Value(true).as_boolean());
  CHECK(Value(std::numeric_limits<std::int64_t>::min()).as_integer() == std::numeric_limits<std::int64_t>::min());
  CHECK(Value(1.5).as_float() == 1.5);
  CHECK(Value("it's").as_string() == "it's");
  CHECK(Value::bytes(std::string("\0x", 2)).as_bytes() == std::string_view("\0x", 2));
  CHECK(Value::bytes("a").kind() == Kind::kBytes);
  CHECK(Value(Date{16520}).as_date().days == 16520);
  CHECK(Value(LocalTime{7}).as_local_time().nanos == 7);
  CHECK(Value(Time{7, 3600}).as_time().offset_s == 3600);
  CHECK(Value(LocalDateTime{5, 6}).as_local_date_time().nanos == 6);
  CHECK(Value(DateTime{5, 6, 3600, "Europe/Rome"}).as_date_time().zone == "Europe/Rome");
  CHECK(Value(Duration{1, 2, 3, 4}).as_duration().days == 2);
  CHECK(Value(Point{4326, 1, 2, 0}).as_point().y == 2);
  CHECK(Value(Vector{{0.5F}}).as_vector().coordinates[0] == 0.5F);
  CHECK(Value(List{1, "two"}).as_list()[1].as_string() == "two");
  CHECK(Value(Map{{"a", 1}}).as_map()["a"].as_integer() == 1);
  CHECK(Value(Node{NodeId{3}, {"A"}, {}}).as_node().labels[0] == "A");
  CHECK(Value(Edge{EdgeId{4}, NodeId{1}, NodeId{2}, "T", {}}).as_edge().type == "T");
  CHECK(Value(Path{{Node{NodeId{1}}}, {}}).as_path().nodes[0].id == NodeId{1});
}

TEST_CASE("value: a copy outlives what it was copied from", "[value]") {
  Value copy;
  {
    Value original(std::string(100, 'x'));
    copy = original;
    Value moved = std::move(original);
    CHECK(original.is_null());
    CHECK(moved == copy);
  }
  CHECK(copy.as_string() == std::string(100, 'x'));
}

TEST_CASE("value: a list nested a million deep is freed without recursion", "[value]") {
  Value nested = List{};
  for (int i = 0; i < 1'000'000; ++i) {
    List outer;
    outer.push_back(std::move(nested));
    nested = Value(std::move(outer));
  }
  nested = Value();
  CHECK(nested.is_null());
}

TEST_CASE("value: identity tells kinds apart and takes NaN and null as equal to themselves", "[value]") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(Value() == Value());
  CHECK(Value(nan) == Value(-nan));
  CHECK_FALSE(Value(1) == Value(1.0));
  CHECK_FALSE(Value("a") == Value::bytes("a"));
  CHECK(Value(List{1, nan, Value::null()}) == Value(List{1, nan, Value::null()}));
  CHECK_FALSE(Value(List{1}) == Value(List{1, 2}));
  CHECK(Value(Vector{{1, 2}}) == Value(Vector{{1, 2}}));
}

TEST_CASE("value: a reference equals the full element of the same id", "[value]") {
  CHECK(Value::node_ref(NodeId{3}).is_reference());
  CHECK(Value::node_ref(NodeId{3}) == Value(Node{NodeId{3}, {"A"}, {}}));
  CHECK_FALSE(Value::node_ref(NodeId{3}) == Value::node_ref(NodeId{4}));
  CHECK_FALSE(Value::node_ref(NodeId{3}) == Value::edge_ref(EdgeId{3}));
  CHECK(Value(Edge{EdgeId{4}, NodeId{1}, NodeId{2}, "T", {}}).edge_id() == EdgeId{4});
}

TEST_CASE("value: a map is sorted and the last of equal keys stays", "[value]") {
  Map map{{"b", 1}, {"a", 2}, {"b", 3}, {"a", 4}, {"c", 5}};
  REQUIRE(map.size() == 3);
  CHECK(map.begin()->first == "a");
  CHECK(map["a"] == Value(4));
  CHECK(map["b"] == Value(3));
  CHECK(map["none"].is_null());
  CHECK(map.find("none") == nullptr);
  map.set("b", 7);
  map.set("aa", 8);
  CHECK(map == Map{{"a", 4}, {"aa", 8}, {"b", 7}, {"c", 5}});
  CHECK(map.erase("a"));
  CHECK_FALSE(map.erase("a"));
  CHECK(map == Map{{"aa", 8}, {"b", 7}, {"c", 5}});
}

TEST_CASE("value: element ids name what they are of", "[value]") {
  CHECK(element_id(NodeId{17}) == "n:17");
  CHECK(element_id(EdgeId{17}) == "e:17");
}
