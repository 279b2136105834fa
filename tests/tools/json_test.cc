#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

#include "kith/json.h"
#include "kith/element.h"
#include "kith/text.h"
#include "shell/request.h"

using namespace kith;
using namespace kith::tools;

namespace {

std::string plain(const Value& value) {
  std::string out;
  REQUIRE(append_plain_json(out, value));
  return out;
}

std::string typed(const Value& value) {
  std::string out;
  REQUIRE(append_typed_json(out, value));
  return out;
}

Node marie() {
  return {.id = NodeId{7}, .labels = {"Person"}, .properties = {{"name", "Marie"}, {"_id", "mine"}}};
}

Edge won() {
  return {.id = EdgeId{3}, .from = NodeId{7}, .to = NodeId{8}, .type = "WON", .properties = {{"year", 1903}}};
}

/// The parameter `x` of a query request whose text of it is `json`.
Result<Value> read_value(const std::string& json) {
  RequestReader reader;
  ParsedLine line = reader.read(R"({"query": "RETURN $x", "parameters": {"x": )" + json + "}}");
  if (!line.request) return line.request.error();
  return std::get<QueryRequest>(*line.request).parameters["x"];
}

Value temporal(Kind kind, const char* text) {
  Result<Value> value = temporal_from_text(kind, text);
  REQUIRE(value);
  return *value;
}

}  // namespace

TEST_CASE("json: plain values are what a script expects", "[tools][json]") {
  const auto [value, json] = GENERATE(table<Value, std::string>({
      {Value::null(), "null"},
      {true, "true"},
      {std::numeric_limits<std::int64_t>::min(), "-9223372036854775808"},
      {1.0, "1.0"},
      {-0.0, "-0.0"},
      {std::nan(""), R"("NaN")"},
      {-std::numeric_limits<double>::infinity(), R"("-Infinity")"},
      {"it's \"so\"\n\x01", R"("it's \"so\"\n\u0001")"},
      {Value::bytes(std::string("\0\xFF\x10", 3)), R"("AP8Q")"},
      {Value::bytes("ab"), R"("YWI=")"},
      {Value(List{1, "two", Value::null()}), R"([1,"two",null])"},
      {Value(Map{{"b", 1}, {"a", List{}}}), R"({"a":[],"b":1})"},
      {Date{16520}, R"("2015-03-26")"},
      {Point{.srid = 7203, .x = 1.5, .y = -2}, R"({"srid":7203,"x":1.5,"y":-2.0})"},
      {Vector{{0.1f, 2}}, "[0.1,2.0]"},
      {marie(), R"({"_id":"n:7","_labels":["Person"],"__id":"mine","name":"Marie"})"},
      {won(), R"({"_id":"e:3","_type":"WON","_from":"n:7","_to":"n:8","year":1903})"},
  }));
  CHECK(plain(value) == json);
}

TEST_CASE("json: typed values name their types", "[tools][json]") {
  const auto [value, json] = GENERATE(table<Value, std::string>({
      {Value::null(), R"({"$type":"Null","_value":null})"},
      {false, R"({"$type":"Boolean","_value":false})"},
      {1, R"({"$type":"Integer","_value":"1"})"},
      {3.2e9, R"({"$type":"Float","_value":"3.2E9"})"},
      {"é", R"({"$type":"String","_value":"é"})"},
      {Value(List{1}), R"({"$type":"List","_value":[{"$type":"Integer","_value":"1"}]})"},
      {Value(Map{{"a", Value::null()}}), R"({"$type":"Map","_value":{"a":{"$type":"Null","_value":null}}})"},
      {Point{.srid = 9157, .x = 1, .y = 2, .z = 3}, R"j({"$type":"Point","_value":"SRID=9157;POINT Z (1.0 2.0 3.0)"})j"},
      {Vector{{0.5f}}, R"({"$type":"Vector","_value":{"coordinatesType":"FLOAT32","coordinates":["0.5"]}})"},
      {won(),
       R"({"$type":"Relationship","_value":{"_element_id":"e:3","_start_node_element_id":"n:7","_end_node_element_id":"n:8","_type":"WON","_properties":{"year":{"$type":"Integer","_value":"1903"}}}})"},
  }));
  CHECK(typed(value) == json);
}

TEST_CASE("json: a path is its nodes and relationships in the order walked", "[tools][json]") {
  const Path path{.nodes = {Node{.id = NodeId{8}}, Node{.id = NodeId{7}}}, .edges = {won()}};
  CHECK(plain(path) ==
        R"([{"_id":"n:8","_labels":[]},{"_id":"e:3","_type":"WON","_from":"n:7","_to":"n:8","year":1903},{"_id":"n:7","_labels":[]}])");
}

TEST_CASE("json: what is written is valid UTF-8 whatever the value holds", "[tools][json]") {
  CHECK(plain("a\xFFz") == "\"a\xEF\xBF\xBDz\"");
  CHECK(plain("\xE2\x82") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
  CHECK(plain("\xED\xA0\x80") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST_CASE("json: values that nest too deep are an error by name", "[tools][json]") {
  Value deep = 1;
  for (int i = 0; i < 100'000; ++i) deep = List{std::move(deep)};
  std::string out;
  const Status plain_status = append_plain_json(out, deep);
  REQUIRE_FALSE(plain_status);
  CHECK(plain_status.error().detail == "NestingLimit");
  const Status typed_status = append_typed_json(out, deep);
  REQUIRE_FALSE(typed_status);
  CHECK(typed_status.error().code == ErrorCode::kLimit);
}

TEST_CASE("typed values: what is written is read back", "[tools][json]") {
  const Value value = GENERATE_COPY(values<Value>({
      Value::null(), true, std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min(), 0.1, -0.0,
      1e300, std::nan(""), std::numeric_limits<double>::infinity(), "", "tab\tquote\"\xF0\x9F\x98\x80", Value::bytes(""),
      Value::bytes("a"), Value::bytes("ab"), Value::bytes(std::string("\0\1\2\xFE", 4)), Value(List{}), Value(List{1, List{"x"}}),
      Value(Map{}), Value(Map{{"$type", 1}, {"a", Map{{"b", 2.5}}}}), Point{.srid = 4326, .x = 12.5, .y = -41.25},
      Point{.srid = 4979, .x = 1, .y = 2, .z = 3}, Vector{{0.1f, -3.0f}}, temporal(Kind::kDate, "2015-03-26"),
      temporal(Kind::kLocalTime, "12:50:35.556"), temporal(Kind::kTime, "12:50:35.556+01:00"),
      temporal(Kind::kLocalDateTime, "2015-07-04T19:32:24"), temporal(Kind::kDateTime, "2015-11-21T21:40:32.142Z"),
      temporal(Kind::kDateTime, "2015-11-21T21:40:32.142+01:00[Europe/Stockholm]"),
      temporal(Kind::kDuration, "P14DT16H12M")}));
  INFO(typed(value));
  const Result<Value> read = read_value(typed(value));
  REQUIRE(read);
  CHECK(*read == value);
}

TEST_CASE("typed values: plain JSON is read as what it looks like", "[tools][json]") {
  const auto [json, value] = GENERATE(table<std::string, Value>({
      {"null", Value::null()},
      {"1", 1},
      {"-0", 0},
      {"1.0", 1.0},
      {"1e2", 100.0},
      {R"("x")", "x"},
      {R"([1, {"$type": "Integer", "_value": "2"}])", Value(List{1, 2})},
      {R"({"a": {"b": null}})", Value(Map{{"a", Map{{"b", Value::null()}}}})},
      {R"({"$type": "Integer", "_value": 7})", 7},
      {R"({"$type": "Float", "_value": "1e3"})", 1000.0},
  }));
  const Result<Value> read = read_value(json);
  REQUIRE(read);
  CHECK(*read == value);
}

TEST_CASE("typed values: what is no value is a protocol error", "[tools][json]") {
  const std::string json = GENERATE(as<std::string>(), R"({"$type": "Nonsense", "_value": "1"})", R"({"$type": 1})",
                                    R"({"$type": "Integer"})", R"({"$type": "Integer", "_value": "1x"})",
                                    R"({"$type": "Integer", "_value": "9223372036854775808"})",
                                    R"({"$type": "Float", "_value": "0x1p3"})", R"({"$type": "Float", "_value": "nan"})",
                                    R"({"$type": "Boolean", "_value": "true"})", R"({"$type": "List", "_value": {}})",
                                    R"({"$type": "Date", "_value": "yesterday"})", R"({"$type": "Base64", "_value": "a"})",
                                    R"j({"$type": "Point", "_value": "SRID=1;POINT (1 2)"})j",
                                    R"j({"$type": "Point", "_value": "SRID=7203;POINT (1)"})j",
                                    R"({"$type": "Node", "_value": {}})", "18446744073709551615");
  INFO(json);
  const Result<Value> read = read_value(json);
  REQUIRE_FALSE(read);
  CHECK(read.error().code == ErrorCode::kProtocol);
}

TEST_CASE("requests: lines that are no request say why", "[tools][json]") {
  const auto [line, code, detail] = GENERATE(table<std::string, ErrorCode, std::string>({
      {"", ErrorCode::kProtocol, "InvalidJson"},
      {"not json", ErrorCode::kProtocol, "InvalidJson"},
      {"[1]", ErrorCode::kProtocol, "MalformedRequest"},
      {"{\"query\": \"\xFF\"}", ErrorCode::kProtocol, "InvalidJson"},
      {R"({"query": 1})", ErrorCode::kProtocol, "MalformedRequest"},
      {R"({"query": "RETURN 1", "parameters": []})", ErrorCode::kProtocol, "MalformedRequest"},
      {R"({"query": "RETURN 1", "session": 1})", ErrorCode::kProtocol, "MalformedRequest"},
      {R"({"reset": false})", ErrorCode::kProtocol, "MalformedRequest"},
      {R"({"procedure": {}})", ErrorCode::kProtocol, "MalformedRequest"},
      {R"({"query": "RETURN 1"} {})", ErrorCode::kProtocol, "InvalidJson"},
      {"{}", ErrorCode::kUnsupported, "UnknownRequest"},
      {R"({"dance": true})", ErrorCode::kUnsupported, "UnknownRequest"},
  }));
  INFO(line);
  RequestReader reader;
  const ParsedLine parsed = reader.read(line);
  REQUIRE_FALSE(parsed.request);
  CHECK(parsed.request.error().code == code);
  CHECK(parsed.request.error().detail == detail);
}

TEST_CASE("requests: deep nesting is refused and the reader goes on", "[tools][json]") {
  RequestReader reader;
  const auto nested = [](std::size_t depth) {
    return R"({"query": "RETURN $x", "parameters": {"x": )" + std::string(depth, '[') + std::string(depth, ']') + "}}";
  };
  for (const std::size_t depth : {600u, 100'000u}) {
    const ParsedLine parsed = reader.read(nested(depth));
    REQUIRE_FALSE(parsed.request);
    CHECK(parsed.request.error().detail == "NestingLimit");
  }
  CHECK(reader.read(nested(400)).request);
}

TEST_CASE("requests: the session of a request that is wrong is still known", "[tools][json]") {
  RequestReader reader;
  const ParsedLine parsed = reader.read(R"({"session": "a", "query": "RETURN $x", "parameters": {"x": {"$type": "?"}}})");
  CHECK_FALSE(parsed.request);
  CHECK(parsed.session == "a");
}
