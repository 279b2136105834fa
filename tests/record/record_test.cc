#include "record/record.h"

#include <catch2/catch.hpp>

#include <limits>

#include "base/random.h"
#include "golden/golden.h"
#include "model/value_agreement.h"
#include "storage/must.h"

using namespace kith;
using namespace kith::testing;
using record::Property;

namespace {

/// Eight bytes a line, in hexadecimal.
std::string hex(std::string_view bytes) {
  static const char* digits = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    out += digits[byte >> 4];
    out += digits[byte & 15];
    out += i % 8 == 7 || i + 1 == bytes.size() ? '\n' : ' ';
  }
  return out;
}

/// A node with one property of every kind of value, under keys that rise from 1.
record::NodeImage every_kind() {
  record::NodeImage image{.labels = {LabelId{0}, LabelId{7}}, .properties = {}};
  const auto add = [&](Value value) {
    image.properties.push_back({.key = KeyId{static_cast<std::uint32_t>(image.properties.size() + 1)}, .value = std::move(value)});
  };
  add(true);
  add(-2);
  add(0.5);
  add("Łódź");
  add(Value::bytes(std::string("\0\xFF", 2)));
  add(List{1, 2});
  add(List{1.5});
  add(List{"a", ""});
  add(List{Value::null(), List{Date{1}}});
  add(Date{20226});
  add(LocalTime{1});
  add(Time{2, 3600});
  add(LocalDateTime{3, 4});
  add(DateTime{5, 6, 7200, "Europe/Rome"});
  add(Duration{1, 2, 3, 4});
  add(Point{4979, 12.5, 41.9, 21.0});
  add(Vector{{1.0f, -1.0f}});
  image.properties.push_back({.key = KeyId{100}, .value = {}, .big = record::BigReference{9, 5000, true}});
  image.properties.push_back({.key = KeyId{101}, .value = {}, .big = record::BigReference{10, 6000, false}});
  return image;
}

template <class Image>
std::string encoded(const Image& image) {
  std::string out;
  record::encode(image, out);
  return out;
}

}  // namespace

TEST_CASE("record: the bytes of each record kind are those of the format", "[record][golden]") {
  golden::compare("record_node.hex", hex(encoded(every_kind())));
  golden::compare("record_node_empty.hex", hex(encoded(record::NodeImage{})));
  golden::compare("record_edge.hex", hex(encoded(record::EdgeImage{
                                         .from = NodeId{1}, .to = NodeId{2}, .type = TypeId{3}, .valid_from = -5,
                                         .valid_to = record::kUnknownTo,
                                         .properties = {{.key = KeyId{4}, .value = "stated"}}})));
  golden::compare("record_evidence.hex", hex(encoded(record::EvidenceImage{
                                             .end_byte = 42, .confidence = 0.75, .status = "stated", .stated_by = "the minister",
                                             .time = "2025-05-18", .place = "Rome", .from_cluster = 3, .to_cluster = 0})));
  golden::compare("record_index.hex", hex(encoded(record::IndexImage{
                                          .name = "person_name", .kind = 1, .state = 1, .on_edges = false,
                                          .label_or_type = 2, .keys = {KeyId{3}, KeyId{4}}})));
  golden::compare("record_index_full_text.hex", hex(encoded(record::IndexImage{
                                                    .name = "texts", .kind = 3, .state = 1, .on_edges = false, .label_or_type = 0,
                                                    .keys = {KeyId{3}}, .owners = {1, 2, 7}, .language = "english", .fold = true})));
  golden::compare("record_constraint.hex", hex(encoded(record::ConstraintImage{
                                               .name = "event_day", .kind = 3, .state = 1, .on_edges = true,
                                               .label_or_type = 2, .keys = {KeyId{3}}, .kinds = 0x804, .lists = {0x10}})));
}

TEST_CASE("record: evidence of format 1.1 has no time and no place of its own", "[record][golden]") {
  static constexpr unsigned char kStored[] = {
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2, 0, 0x2a, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
      0xe8, 0x3f, 5, 0, 0, 0, 0x32, 0, 0, 0, 5, 0, 0, 0, 0x62, 0, 0, 0, 's', 't', 'a', 't', 'e', 'd', 0, 0,
      't', 'h', 'e', ' ', 'm', 'i', 'n', 'i', 's', 't', 'e', 'r', 0, 0, 0, 0};
  const std::string_view stored(reinterpret_cast<const char*>(kStored), sizeof kStored);
  CHECK(must(record::decode_evidence(stored)) ==
        record::EvidenceImage{.end_byte = 42, .confidence = 0.75, .status = "stated", .stated_by = "the minister"});
}

TEST_CASE("record: evidence of format 1.2 knows no clusters", "[record][golden]") {
  static constexpr unsigned char kStored[] = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 4, 0,
        42, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 232, 63, 13, 0, 0, 0, 50, 0, 0, 0,
        13, 0, 0, 0, 98, 0, 0, 0, 17, 0, 0, 0, 82, 0, 0, 0, 21, 0, 0, 0, 34, 0, 0, 0,
        115, 116, 97, 116, 101, 100, 0, 0, 116, 104, 101, 32, 109, 105, 110, 105, 115, 116, 101, 114, 0, 0, 0, 0,
        50, 48, 50, 53, 45, 48, 53, 45, 49, 56, 0, 0, 0, 0, 0, 0, 82, 111, 109, 101, 0, 0, 0, 0};
  const std::string_view stored(reinterpret_cast<const char*>(kStored), sizeof kStored);
  const record::EvidenceImage image = must(record::decode_evidence(stored));
  CHECK(image.place == "Rome");
  CHECK(image.from_cluster == 0xFFFFFFFF);
  CHECK(image.to_cluster == 0xFFFFFFFF);
}

TEST_CASE("record: what is encoded decodes to the same image", "[record]") {
  const record::NodeImage node = every_kind();
  CHECK(must(record::decode_node(encoded(node))) == node);
  const record::EdgeImage edge{.from = NodeId{1}, .to = NodeId{1}, .type = TypeId{0}, .properties = node.properties};
  CHECK(must(record::decode_edge(encoded(edge))) == edge);
  CHECK(must(record::decode_edge(encoded(edge))).valid_from == record::kUnknownFrom);
  const record::EvidenceImage evidence{.end_byte = 1, .confidence = 0, .status = "", .stated_by = std::string(5000, 'x')};
  CHECK(must(record::decode_evidence(encoded(evidence))) == evidence);
  const record::IndexImage index{.name = "", .kind = 2, .state = 0, .on_edges = true, .label_or_type = 7, .keys = {KeyId{1}}};
  CHECK(must(record::decode_index(encoded(index))) == index);
  const record::IndexImage texts{.name = "t", .kind = 3, .state = 1, .on_edges = true, .label_or_type = 0, .keys = {KeyId{1}},
                                 .owners = {4}, .language = "none", .fold = false};
  CHECK(must(record::decode_index(encoded(texts))) == texts);
  const record::ConstraintImage constraint{.name = "c", .kind = 1, .state = 0, .on_edges = false, .label_or_type = 9,
                                           .keys = {KeyId{1}, KeyId{2}, KeyId{3}}, .kinds = 7, .lists = {1, 2, 3}};
  CHECK(must(record::decode_constraint(encoded(constraint))) == constraint);
}

TEST_CASE("record: every storable value survives a record of any size", "[record]") {
  for (const Value& value : model_values()) {
    INFO(value.to_text().substr(0, 60));
    must(record::check_storable(value));
    const record::NodeImage image{.labels = {}, .properties = {{.key = KeyId{5}, .value = value}}};
    CHECK(must(record::decode_node(encoded(image))) == image);
    CHECK(must(record::find_node_property(encoded(image), KeyId{5})).value == value);
    CHECK(must(record::find_node_property(encoded(image), KeyId{4})).value.is_null());
  }
}

TEST_CASE("record: maps and elements of the graph cannot be stored", "[record]") {
  for (const Value& value : {Value(Map{}), Value::node_ref(NodeId{1}), Value(List{1, Map{}})}) {
    const Status status = record::check_storable(value);
    REQUIRE_FALSE(status.is_ok());
    CHECK(status.error().code == ErrorCode::kType);
    CHECK(status.error().detail == "InvalidPropertyType");
  }
  Value deep = 1;
  for (int i = 0; i < 32; ++i) deep = Value(List{deep});
  must(record::check_storable(deep));
  const record::NodeImage image{.labels = {}, .properties = {{.key = KeyId{0}, .value = deep}}};
  CHECK(must(record::decode_node(encoded(image))) == image);
  CHECK_FALSE(record::check_storable(Value(List{deep})).is_ok());
}

TEST_CASE("record: temporal values outside of the calendar and the clock are neither stored nor read", "[record]") {
  constexpr std::int64_t kDay_s = 86'400;
  constexpr std::int64_t kDay_ns = kDay_s * 1'000'000'000;
  constexpr Date kLast{365'241'780'471};  // +999999999-12-31
  const std::vector<Value> inside = {kLast, LocalTime{kDay_ns - 1}, Time{0, -18 * 3600}, Duration{INT64_MIN, INT64_MAX, INT64_MIN, 999'999'999},
                                     LocalDateTime{kLast.days * kDay_s + kDay_s - 1, 999'999'999}, DateTime{kLast.days * kDay_s, 0, 18 * 3600, ""}};
  for (const Value& value : inside) {
    INFO(value.to_text());
    must(record::check_storable(value));
    const record::NodeImage image{.labels = {}, .properties = {{.key = KeyId{5}, .value = value}}};
    CHECK(must(record::decode_node(encoded(image))) == image);
  }
  const std::vector<Value> outside = {Date{kLast.days + 1}, Date{INT64_MIN}, LocalTime{kDay_ns}, LocalTime{-1}, Time{0, 18 * 3600 + 1},
                                      Time{-1, 0}, LocalDateTime{INT64_MAX, 0}, LocalDateTime{0, 1'000'000'000}, DateTime{INT64_MIN, 0, 0, ""},
                                      DateTime{0, -1, 0, ""}, DateTime{0, 0, INT32_MIN, ""}, Duration{0, 0, 0, -1}};
  for (std::size_t i = 0; i < outside.size(); ++i) {
    INFO("value " << i);
    for (const Value& value : {outside[i], Value(List{1, outside[i]})}) {
      CHECK(record::check_storable(value).error().code == ErrorCode::kArgument);
      const record::NodeImage image{.labels = {}, .properties = {{.key = KeyId{5}, .value = value}}};
      CHECK(record::decode_node(encoded(image)).error().code == ErrorCode::kCorruption);
      CHECK(record::find_node_property(encoded(image), KeyId{5}).error().code == ErrorCode::kCorruption);
    }
  }
}

TEST_CASE("record: a null property and lists nested too deep are corruption", "[record]") {
  Value deep = 1;
  for (int i = 0; i < 33; ++i) deep = Value(List{deep});
  for (const Value& value : {Value::null(), deep}) {
    const record::NodeImage image{.labels = {}, .properties = {{.key = KeyId{5}, .value = value}}};
    CHECK(record::decode_node(encoded(image)).error().code == ErrorCode::kCorruption);
    CHECK(record::find_node_property(encoded(image), KeyId{5}).error().code == ErrorCode::kCorruption);
  }
}

TEST_CASE("record: any bytes decode or are corruption and never more", "[record]") {
  const std::string good = encoded(every_kind());
  for (std::size_t size = 0; size < good.size(); ++size) {
    const auto cut = record::decode_node(std::string_view(good).substr(0, size));
    if (!cut.is_ok()) CHECK(cut.error().code == ErrorCode::kCorruption);
  }
  CHECK_FALSE(record::decode_node(std::string_view(good).substr(0, good.size() / 2)).is_ok());
  Random random(7);
  std::size_t refused = 0;
  for (int i = 0; i < 2000; ++i) {
    std::string bytes = good;
    for (int flips = 0; flips < 3; ++flips) bytes[random.below(bytes.size())] ^= static_cast<char>(1 << random.below(8));
    const auto image = record::decode_node(bytes);
    if (!image.is_ok()) {
      ++refused;
      REQUIRE(image.error().code == ErrorCode::kCorruption);
    }
    (void)record::decode_edge(bytes).is_ok();
    (void)record::find_node_property(bytes, KeyId{9}).is_ok();
  }
  CHECK(refused > 100);
}
