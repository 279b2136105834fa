// Values and ids as keys: the order of bytes is the order of values, equal values have equal bytes and others
// have not, no value's bytes begin another's, and what was put into a key is read out of it.
//
// The input is decisions: two values, the second often one that is close to the first, and the ids of two edges.
#include <cmath>
#include <compare>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "fuzz/input.h"
#include "storage/index_entries.h"
#include "storage/index_value.h"
#include "storage/keys.h"
#include "value/calendar.h"
#include "value/compare.h"

using namespace kith;
using namespace kith::fuzz;
using namespace kith::storage;

namespace {

constexpr std::int32_t kOffsetMax_s = 18 * 3600;

std::int64_t within(Input& input, std::int64_t low, std::int64_t high) {
  const std::uint64_t span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + (span == 0 ? input.number() : input.number() % span));
}

std::int32_t nanos(Input& input) { return static_cast<std::int32_t>(within(input, 0, kNanosPerSecond - 1)); }

std::int32_t offset(Input& input) { return static_cast<std::int32_t>(within(input, -kOffsetMax_s, kOffsetMax_s)); }

std::int64_t seconds(Input& input) {
  return within(input, kDateMin.days * kSecondsPerDay, kDateMax.days * kSecondsPerDay);
}

/// Short, or one byte over and over, so that it is long enough to be cut, and then a few others.
std::string text(Input& input) {
  std::string out;
  if (input.choice(3) == 0) out.assign(input.fixed(2) % 600, static_cast<char>(input.byte()));
  out += input.bytes(input.choice(6));
  return out;
}

Value any_value(Input& input, int depth = 0) {
  switch (input.choice(depth < 3 ? 18 : 16)) {
    case 0: return Value::null();
    case 1: return input.choice(2) == 1;
    case 2:
    case 3: return static_cast<std::int64_t>(input.number());
    case 4:
    case 5: return input.real();
    case 6: return text(input);
    case 7: return Value::bytes(text(input));
    case 8: return Date{within(input, kDateMin.days, kDateMax.days)};
    case 9: return LocalTime{within(input, 0, kNanosPerDay - 1)};
    case 10: {
      const std::int64_t time = within(input, 0, kNanosPerDay - 1);
      return Time{time, offset(input)};
    }
    case 11: {
      const std::int64_t at = seconds(input);
      return LocalDateTime{at, nanos(input)};
    }
    case 12: {
      DateTime t{.seconds = seconds(input)};
      t.nanos = nanos(input);
      t.offset_s = offset(input);
      if (input.choice(2) == 1) t.zone = text(input);
      return t;
    }
    case 13: {
      Duration d{.months = static_cast<std::int64_t>(input.number())};
      d.days = static_cast<std::int64_t>(input.number());
      d.seconds = static_cast<std::int64_t>(input.number());
      d.nanos = nanos(input);
      return d;
    }
    case 14: {
      constexpr std::int32_t kSystems[] = {4326, 4979, 7203, 9157};
      Point p{.srid = kSystems[input.choice(4)]};
      p.x = input.real();
      p.y = input.real();
      if (p.is_3d()) p.z = input.real();
      return p;
    }
    case 15: {
      Vector v;
      v.coordinates.resize(input.choice(5));
      for (float& x : v.coordinates) x = std::bit_cast<float>(static_cast<std::uint32_t>(input.fixed(4)));
      return v;
    }
    default: {
      List list;
      const unsigned size = input.choice(5);
      for (unsigned i = 0; i < size; ++i) list.push_back(any_value(input, depth + 1));
      if (depth == 0 && input.choice(16) == 0 && !list.empty()) list.resize(100, list.front());  // to be cut
      return list;
    }
  }
}

/// One that is likely to be equal to `value` or beside it.
Value close_to(const Value& value, Input& input) {
  switch (value.kind()) {
    case Kind::kInteger: {
      const std::int64_t v = value.as_integer();
      switch (input.choice(3)) {
        case 0: return static_cast<double>(v);
        case 1: return v == std::numeric_limits<std::int64_t>::max() ? v : v + 1;
        default: return std::nextafter(static_cast<double>(v), 0.0);
      }
    }
    case Kind::kFloat: {
      const double v = value.as_float();
      if (std::abs(v) < 9e18 && input.choice(2) == 1) return static_cast<std::int64_t>(v);
      return input.choice(2) == 1 ? -v : std::nextafter(v, std::numeric_limits<double>::infinity());
    }
    case Kind::kString: return std::string(value.as_string()) + text(input);
    case Kind::kBytes: return input.choice(2) == 1 ? Value(value.as_bytes()) : Value::bytes(std::string(value.as_bytes()) + '\0');
    case Kind::kTime: {
      const Time& t = value.as_time();
      const std::int32_t east = offset(input);
      const std::int64_t moved = t.nanos + (std::int64_t{east} - t.offset_s) * kNanosPerSecond;
      return moved >= 0 && moved < kNanosPerDay ? Time{moved, east} : t;
    }
    case Kind::kDateTime: {
      DateTime t = value.as_date_time();
      if (input.choice(2) == 1) t.zone += static_cast<char>(input.byte());
      if (input.choice(2) == 1) t.offset_s = offset(input);
      return t;
    }
    case Kind::kList: {
      List list = value.as_list();
      if (!list.empty() && input.choice(2) == 1) list.back() = close_to(list.back(), input);
      if (input.choice(3) == 0) list.push_back(any_value(input, 3));
      return list;
    }
    default: return value;
  }
}

struct Bytes {
  std::string whole;  ///< never cut
  std::string key;
  Encoded how = Encoded::kNone;
};

Bytes bytes_of(const Value& value) {
  Bytes bytes;
  bytes.how = append_index_value(bytes.key, value);
  const Encoded whole = append_whole_value(bytes.whole, value);
  promise((whole == Encoded::kNone) == (bytes.how == Encoded::kNone), "a value has bytes or has not");
  promise((bytes.how == Encoded::kNone) == bytes.key.empty(), "what has no bytes appends none");
  promise(whole != Encoded::kCut, "whole bytes are not cut");
  if (bytes.how == Encoded::kWhole) promise(bytes.key == bytes.whole, "what is not cut is whole");
  if (const std::uint8_t kind = index_kind_byte(value); kind != 0 && bytes.how != Encoded::kNone)
    promise(static_cast<std::uint8_t>(bytes.key[0]) == kind, "bytes begin with the byte of their kind");
  if (value.kind() == Kind::kList && bytes.how != Encoded::kNone)
    promise(is_cut_list(bytes.key) == (bytes.how == Encoded::kCut), "a cut list is known by its bytes");
  return bytes;
}

void compare_values(const Value& a, const Value& b) {
  const Bytes of_a = bytes_of(a);
  const Bytes of_b = bytes_of(b);
  const bool equal = equals(a, b) == Ternary::kTrue;
  const std::string both = a.to_text() + " and " + b.to_text();
  if (of_a.how == Encoded::kNone || of_b.how == Encoded::kNone) {
    promise(!equal, "values without bytes equal nothing: " + both);
    return;
  }
  promise(equal == (of_a.whole == of_b.whole), "values are equal where their bytes are: " + both);
  promise(equal == (of_a.key == of_b.key), "values are equal where their keys are: " + both);
  promise(equal || (!of_a.whole.starts_with(of_b.whole) && !of_b.whole.starts_with(of_a.whole)),
          "no value's bytes begin another's: " + both);
  promise(equal || (!of_a.key.starts_with(of_b.key) && !of_b.key.starts_with(of_a.key)),
          "no value's key begins another's: " + both);
  if (a.kind() == Kind::kList) return;  // ordered by their elements, which an index does not ask for
  if (less(a, b) == Ternary::kTrue) promise(of_a.whole < of_b.whole, "bytes are ordered as values: " + both);
  const bool is_cut = of_a.how == Encoded::kCut || of_b.how == Encoded::kCut;
  if (!is_cut && less(a, b) == Ternary::kTrue) promise(of_a.key < of_b.key, "keys are ordered as values: " + both);
}

void look_up_prefix(const Value& value, Input& input) {
  if (value.kind() != Kind::kString) return;
  const std::string_view whole = value.as_string();
  std::string prefix;
  append_text_prefix(prefix, whole.substr(0, input.fixed(2) % (whole.size() + 1)));
  promise(bytes_of(value).key.starts_with(prefix), "a text's key begins with that of its prefix");
}

void look_up_entries(const Value& a, const Value& b, std::uint64_t id) {
  const std::vector<record::Property> properties = {{.key = KeyId{4}, .value = a}, {.key = KeyId{9}, .value = b}};
  Index index{.id = IndexId{7}, .name = "i", .keys = {KeyId{9}, KeyId{4}}};
  const std::vector<Value> tuple = {b, a};
  for (IndexKind kind : {IndexKind::kRange, IndexKind::kUnique}) {
    index.kind = kind;
    std::vector<IndexEntry> entries;
    const Status status =
        append_entries(index, properties, id, [](const record::Property& p) -> Result<Value> { return p.value; }, entries);
    bool is_cut = false;
    const std::optional<std::string> prefix = tuple_prefix(index, tuple, is_cut);
    promise(status.is_ok() && entries.size() == (prefix ? 1 : 0), "a tuple has one entry, or no bytes");
    if (!prefix) continue;
    const IndexEntry& entry = entries[0];
    const std::string& id_bytes = kind == IndexKind::kRange ? entry.key : entry.value;
    promise(entry.key.starts_with(*prefix) && last_id(id_bytes) == id, "an entry is found by its tuple and names its entity");
    promise(is_cut || entry.key.size() == prefix->size() + (kind == IndexKind::kRange ? 8 : 0), "an entry is its tuple");
  }
  index.kind = IndexKind::kEach;
  index.keys = {KeyId{4}};
  std::vector<IndexEntry> entries;
  promise(append_entries(index, properties, id, [](const record::Property& p) -> Result<Value> { return p.value; }, entries)
              .is_ok(),
          "elements have entries");
  for (const Value& element : a.kind() == Kind::kList ? a.as_list() : List{a}) {
    bool is_cut = false;
    const auto prefix = tuple_prefix(index, std::span<const Value>(&element, 1), is_cut);
    if (!prefix) continue;
    const bool found = std::any_of(entries.begin(), entries.end(),
                                   [&](const IndexEntry& e) { return e.key.starts_with(*prefix) && last_id(e.key) == id; });
    promise(found, "each element is found");
  }
}

AdjacencyKey any_adjacency(Input& input) {
  AdjacencyKey key;
  key.direction = input.choice(2) == 1 ? Direction::kIn : Direction::kOut;
  key.node = NodeId{input.number()};
  key.type = TypeId{static_cast<std::uint32_t>(input.number())};
  key.other = NodeId{input.number()};
  key.edge = EdgeId{input.number()};
  return key;
}

auto parts(const AdjacencyKey& k) { return std::tuple(k.direction, k.node, k.type, k.other, k.edge); }

Key key_of(const AdjacencyKey& k) { return adjacency_key(k.direction, k.node, k.type, k.other, k.edge); }

auto parts(const EvidenceKey& k) { return std::tuple(k.edge, k.article, k.start, k.extractor); }

auto supported(const EvidenceKey& k) { return std::tuple(k.article, k.edge, k.start, k.extractor); }

Key key_of(const EvidenceKey& k) { return evidence_key(k.edge, k.article, k.start, k.extractor); }

template <class A, class B>
bool is_same_order(const A& a, const A& b, const B& key_a, const B& key_b) {
  return (a < b) == (std::string_view(key_a) < std::string_view(key_b)) && (a == b) == (std::string_view(key_a) == std::string_view(key_b));
}

void compare_keys(Input& input) {
  const AdjacencyKey a = any_adjacency(input);
  AdjacencyKey b = any_adjacency(input);
  if (input.choice(2) == 1) b.node = a.node;
  promise(parts(parse_adjacency_key(std::string_view(key_of(a)))) == parts(a), "an adjacency key is read back");
  promise(std::string_view(key_of(a)).size() == kAdjacencyKeyBytes, "an adjacency key has its size");
  promise(is_same_order(parts(a), parts(b), key_of(a), key_of(b)), "adjacency keys are in the order of their parts");
  const Key prefix = adjacency_prefix(b.direction, b.node, b.type);
  const bool is_inside = std::string_view(key_of(a)) >= std::string_view(prefix) &&
                         std::string_view(key_of(a)) < std::string_view(prefix.end());
  promise(is_inside == (a.direction == b.direction && a.node == b.node && a.type == b.type),
          "the keys of a prefix are those between it and its end");

  const EvidenceKey c{a.edge, a.node, static_cast<std::uint32_t>(raw(a.other)), raw(a.type)};
  const EvidenceKey d{b.edge, b.node, static_cast<std::uint32_t>(raw(b.other)), raw(b.type)};
  promise(parts(parse_evidence_key(std::string_view(key_of(c)))) == parts(c), "an evidence key is read back");
  promise(is_same_order(parts(c), parts(d), key_of(c), key_of(d)), "evidence keys are in the order of their parts");
  promise(parts(parse_support_key(std::string_view(support_key(c)))) == parts(c), "an article's row is read back");
  promise(is_same_order(supported(c), supported(d), support_key(c), support_key(d)), "an article's rows are in order");
  promise(parse_node_key(std::string_view(node_key(a.node))) == a.node, "a node's key is read back");
  promise(parse_edge_key(std::string_view(edge_key(a.edge))) == a.edge, "an edge's key is read back");
  promise(last_id(std::string_view(label_key(LabelId{raw(a.type)}, a.node))) == raw(a.node), "a member is read back");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  const Value a = any_value(input);
  const Value b = input.choice(2) == 1 ? any_value(input) : close_to(a, input);
  compare_values(a, b);
  compare_values(b, a);
  compare_values(a, a);
  look_up_prefix(a, input);
  look_up_entries(a, b, input.number());
  compare_keys(input);
  return 0;
}
