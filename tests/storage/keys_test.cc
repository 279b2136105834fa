#include "storage/keys.h"

#include <catch2/catch.hpp>

#include <cmath>

#include "golden/golden.h"
#include "model/value_agreement.h"
#include "storage/document_counts.h"
#include "storage/full_text_entries.h"
#include "storage/index_value.h"
#include "value/compare.h"

using namespace kith;
using namespace kith::storage;
using namespace kith::testing;

namespace {

std::string hex(std::string_view bytes) {
  static const char* digits = "0123456789abcdef";
  std::string out;
  for (char byte : bytes) {
    out += digits[static_cast<unsigned char>(byte) >> 4];
    out += digits[byte & 15];
  }
  return out;
}

std::string encoded(const Value& value) {
  std::string bytes;
  append_index_value(bytes, value);
  return bytes;
}

}  // namespace

TEST_CASE("keys: the bytes of each kind of key are those of the format", "[storage][golden]") {
  std::string lines;
  const auto line = [&](const char* name, std::string_view key) { lines += std::string(name) + " " + hex(key) + "\n"; };
  line("meta.format", format_key());
  line("meta.lease", lease_key(Lease::kCommit));
  line("meta.token", token_key(Dictionary::kKeys, 258));
  line("meta.index", index_row_key(IndexId{3}));
  line("meta.count", count_key(Counted::kType, 4));
  line("meta.last_commit", last_commit_key());
  line("meta.commit_time", commit_time_key(5));
  line("meta.floors", floors_key());
  line("meta.constraint", constraint_row_key(IndexId{3}));
  line("meta.documents", document_count_key({IndexId{3}, 2}));
  line("node", node_key(NodeId{0x0102030405060708}));
  line("adj.out", adjacency_key(Direction::kOut, NodeId{1}, TypeId{2}, NodeId{3}, EdgeId{4}));
  line("adj.in", adjacency_key(Direction::kIn, NodeId{1}, TypeId{2}, NodeId{3}, EdgeId{4}));
  line("edge", edge_key(EdgeId{6}));
  line("edge.evidence", evidence_key(EdgeId{6}, NodeId{7}, 8, 9));
  line("index.label", label_key(LabelId{1}, NodeId{2}));
  line("index.type", type_key(TypeId{1}, EdgeId{2}));
  line("index.support", support_key({EdgeId{6}, NodeId{7}, 8, 9}));
  line("index.entry", entry_prefix(IndexId{10}));
  line("index.document", document_key(IndexId{10}, 11));
  line("index.posting", posting_prefix(IndexId{10}, "rome"));
  line("big.node", big_key(owner_of(NodeId{1}), KeyId{2}, 3));
  line("big.edge", big_key(owner_of(EdgeId{1}), KeyId{2}, 3));
  golden::compare("keys.hex", lines);
}

TEST_CASE("keys: the bytes of values in an index are those of the format", "[storage][golden]") {
  std::string lines;
  for (const Value& value : model_values()) {
    std::string text = value.to_text();
    if (text.size() > 40) text = text.substr(0, 40) + "…";
    lines += hex(encoded(value)) + "  " + text + "\n";
  }
  golden::compare("index_values.hex", lines);
}

TEST_CASE("keys: the end of a prefix is the least key above all that begin with it", "[storage]") {
  CHECK(hex(node_key(NodeId{5}).end()) == "0000000000000006");
  CHECK(hex(node_key(NodeId{0x1FF}).end()) == "00000000000002");
  CHECK(hex(prefix_end("a\xFF")) == "62");
  CHECK(prefix_end("\xFF\xFF").empty());
}

TEST_CASE("keys: values that are equal in Cypher have the same bytes and others have not", "[storage]") {
  for (const Value& a : model_values()) {
    for (const Value& b : model_values()) {
      INFO(a.to_text().substr(0, 40) << " and " << b.to_text().substr(0, 40));
      std::string whole_a, whole_b;
      const bool has_bytes = append_whole_value(whole_a, a) != Encoded::kNone && append_whole_value(whole_b, b) != Encoded::kNone;
      CHECK((has_bytes && whole_a == whole_b) == (equals(a, b) == Ternary::kTrue));
      if (has_bytes && a.kind() != Kind::kList && less(a, b) == Ternary::kTrue) CHECK(whole_a < whole_b);
    }
  }
}

TEST_CASE("keys: integers and floats lie in one exact order", "[storage]") {
  const std::int64_t big = std::int64_t{1} << 53;
  const std::vector<Value> ascending = {-std::numeric_limits<double>::infinity(), std::numeric_limits<std::int64_t>::min(),
                                        -1.5, -1, -0.5, 0, 0.5, 1, big - 1, big, big + 1, static_cast<double>(big) + 2,
                                        std::numeric_limits<std::int64_t>::max() - 1, std::numeric_limits<std::int64_t>::max(),
                                        9223372036854775808.0, std::numeric_limits<double>::infinity()};
  for (std::size_t i = 1; i < ascending.size(); ++i) CHECK(encoded(ascending[i - 1]) < encoded(ascending[i]));
  CHECK(encoded(1) == encoded(1.0));
  CHECK(encoded(0.0) == encoded(-0.0));
  CHECK(encoded(std::nan("")).empty());
}
