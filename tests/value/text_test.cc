#include "value/text.h"

#include <catch2/catch.hpp>
#include <limits>
#include <utility>

#include "kith/element.h"
#include "value/calendar.h"

using namespace kith;
using Case = std::pair<Value, const char*>;

TEST_CASE("text: values are written as Cypher literals", "[value][text]") {
  const Node ann{NodeId{1}, {"Person", "Poet"}, {{"name", "Ann"}}};
  const Node bob{NodeId{2}, {}, {}};
  const Edge met{EdgeId{1}, NodeId{1}, NodeId{2}, "MET", {{"on", Date{0}}}};
  const Edge back{EdgeId{2}, NodeId{1}, NodeId{2}, "MET WITH", {}};
  const std::vector<Case> cases = {
      {Value(), "null"},
      {true, "true"},
      {std::numeric_limits<std::int64_t>::min(), "-9223372036854775808"},
      {"it's", "'it\\'s'"},
      {"a\\b\n\t\r\x01", "'a\\\\b\\n\\t\\r\\u0001'"},
      {"zażółć", "'zażółć'"},
      {Value::bytes("\x0A\xFF"), "bytes('0aff')"},
      {List{1, "two", 3.0, Value()}, "[1, 'two', 3.0, null]"},
      {List{}, "[]"},
      {Map{{"b", 1}, {"a b", List{true}}, {"ü", 2}, {"1a", 3}}, "{`1a`: 3, `a b`: [true], b: 1, ü: 2}"},
      {ann, "(:Person:Poet {name: 'Ann'})"},
      {bob, "()"},
      {Node{NodeId{2}, {}, {{"x", 1}}}, "({x: 1})"},
      {met, "[:MET {on: 1970-01-01}]"},
      {back, "[:`MET WITH`]"},
      {Path{{ann, bob, ann}, {met, back}},
       "<(:Person:Poet {name: 'Ann'})-[:MET {on: 1970-01-01}]->()<-[:`MET WITH`]-(:Person:Poet {name: 'Ann'})>"},
      {Value::node_ref(NodeId{7}), "(n:7)"},
      {Value::edge_ref(EdgeId{7}), "[e:7]"},
      {Point{7203, 1, 2, 0}, "point({x: 1.0, y: 2.0, srid: 7203})"},
      {Point{4979, 1.5, 2, -3}, "point({x: 1.5, y: 2.0, z: -3.0, srid: 4979})"},
      {Vector{{0.1F, 2}}, "vector([0.1, 2.0], 2, FLOAT32)"},
  };
  for (const auto& [value, text] : cases) CHECK(value.to_text() == text);
}

TEST_CASE("text: floats are the shortest that read back in the form of Neo4j", "[value][text]") {
  const double infinity = std::numeric_limits<double>::infinity();
  const std::vector<std::pair<double, const char*>> cases = {
      {1, "1.0"}, {4.56, "4.56"}, {3.2e9, "3.2E9"}, {0.1, "0.1"}, {-0.0, "-0.0"}, {0, "0.0"}, {100, "100.0"},
      {9999999, "9999999.0"}, {1e7, "1.0E7"}, {12345678.9, "1.23456789E7"}, {0.001, "0.001"}, {0.00012, "1.2E-4"},
      {-1.5, "-1.5"}, {1e308, "1.0E308"}, {5e-324, "5.0E-324"}, {1.0 / 3, "0.3333333333333333"}, {infinity, "Infinity"},
      {-infinity, "-Infinity"}, {infinity - infinity, "NaN"}, {1234.5, "1234.5"}};
  for (const auto& [value, text] : cases) CHECK(float_text(value) == text);
}

TEST_CASE("text: temporal values are the shortest ISO text", "[value][text]") {
  const std::int64_t day = kSecondsPerDay;
  const Date d = date_of(CivilDate{2015, 7, 21});
  const std::vector<Case> cases = {
      {d, "2015-07-21"},
      {date_of(CivilDate{0, 1, 1}), "0000-01-01"},
      {date_of(CivilDate{-1, 12, 31}), "-0001-12-31"},
      {date_of(CivilDate{999999999, 12, 31}), "+999999999-12-31"},
      {date_of(CivilDate{-999999999, 1, 1}), "-999999999-01-01"},
      {LocalTime{0}, "00:00"},
      {LocalTime{45'000'000'000}, "00:00:45"},
      {LocalTime{43'200'000'000'000 + 142'000'000}, "12:00:00.142"},
      {LocalTime{3}, "00:00:00.000000003"},
      {Time{43'200'000'000'000, 0}, "12:00Z"},
      {Time{43'200'000'000'000, -5400}, "12:00-01:30"},
      {LocalDateTime{d.days * day + 3600, 0}, "2015-07-21T01:00"},
      {LocalDateTime{-1, 999'999'999}, "1969-12-31T23:59:59.999999999"},
      {DateTime{d.days * day, 0, 0, ""}, "2015-07-21T00:00Z"},
      {DateTime{d.days * day, 0, 7200, "Europe/Stockholm"}, "2015-07-21T02:00+02:00[Europe/Stockholm]"},
      {DateTime{d.days * day, 0, 3208, ""}, "2015-07-21T00:53:28+00:53:28"},
      {Duration{}, "PT0S"},
      {Duration{0, 14, 16 * 3600 + 12 * 60, 0}, "P14DT16H12M"},
      {Duration{149, 14, 58390, 0}, "P12Y5M14DT16H13M10S"},
      {Duration{-14, -1, 0, 0}, "P-1Y-2M-1D"},
      {Duration{0, 0, -1, 500'000'000}, "PT-0.5S"},
      {Duration{0, 0, -3661, 0}, "PT-1H-1M-1S"},
      {Duration{0, 0, -2, 999'000'000}, "PT-1.001S"},
      {Duration{0, 0, 0, 1}, "PT0.000000001S"},
  };
  for (const auto& [value, text] : cases) CHECK(value.to_text() == text);
}

TEST_CASE("text: toString leaves strings alone", "[value][text]") {
  CHECK(to_string_value("it's") == "it's");
  CHECK(to_string_value(1.0) == "1.0");
  CHECK(to_string_value(true) == "true");
  CHECK(to_string_value(Date{0}) == "1970-01-01");
}

TEST_CASE("text: a list nested a million deep has a text", "[value][text]") {
  Value nested = List{};
  for (int i = 0; i < 1'000'000; ++i) {
    List outer;
    outer.push_back(std::move(nested));
    nested = Value(std::move(outer));
  }
  CHECK(nested.to_text().find("[...]") != std::string::npos);
}
