// The keys of all families. Numbers are big-endian, so that bytes order as numbers do.
//
//     meta   := 01                              -> major4 minor4 features8        format version
//             | 02 lease1                       -> number8       every smaller one is given out
//             | 03 dictionary1 token4           -> name
//             | 04 index4                       -> IndexRow
//             | 05 counted1 token4              -> number8       exact, as of the last commit
//             | 06                              -> commit8       the last
//             | 07 commit8                      -> seconds8      since 1970 UTC: see commit_times.h
//             | 08                              -> node8 edge8   no smaller ids exist (raised by clear)
//             | 09 index4                       -> ConstraintRow   index: a number of the same kind as an index's
//             | 0A index4 field4                -> documents8 words8   see document_counts.h
//     node   := node8                           -> NodeRecord
//     adj    := dir1 node8 type4 other8 edge8   -> (empty)       dir 0: node is the source, 1: the target
//     edge   := edge8                           -> EdgeRecord
//             | edge8 article8 start4 extractor4 -> EvidenceRecord
//     index  := 01 label4 node8                 -> (empty)       membership
//             | 02 type4 edge8                  -> (empty)       membership
//             | 03 article8 edge8 start4 extractor4 -> (empty)   what an article supports
//             | 04 index4 value… id8            -> (empty)       range and each
//             | 04 index4 value…                -> id8           unique
//             | 04 index4 00 id8, 04 index4 01 term 00 id8       full text: see full_text_entries.h
//     big    := owner8 key4 serial8             -> the bytes     owner: node id, or edge id with the top bit
//
// value… is index_value.h's. Families seg and hist are empty in this version.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "base/coding.h"
#include "base/ids.h"
#include "storage/catalog.h"

namespace kith::storage {

/// A key of fixed parts, on the stack.
class Key {
 public:
  Key() = default;

  Key& u8(std::uint8_t v) noexcept {
    bytes_[size_++] = static_cast<char>(v);
    return *this;
  }

  Key& u32(std::uint32_t v) noexcept {
    store_u32(bytes_ + size_, v);
    size_ += 4;
    return *this;
  }

  Key& u64(std::uint64_t v) noexcept {
    store_u64(bytes_ + size_, v);
    size_ += 8;
    return *this;
  }

  /// The least key above all that begin with this one. Requires a byte below FF, which tags and ids have.
  Key end() const noexcept {
    Key end = *this;
    while (static_cast<unsigned char>(end.bytes_[end.size_ - 1]) == 0xFF) --end.size_;
    ++end.bytes_[end.size_ - 1];
    return end;
  }

  operator std::string_view() const noexcept { return {bytes_, size_}; }  // NOLINT: a key is bytes

 private:
  char bytes_[32];
  std::size_t size_ = 0;
};

// ---- meta ----

enum class Lease : std::uint8_t { kNode = 0, kEdge = 1, kCommit = 2, kSerial = 3, kIndex = 4 };
inline constexpr std::size_t kLeaseCount = 5;

enum class Dictionary : std::uint8_t { kLabels = 0, kTypes = 1, kKeys = 2, kExtractors = 3 };
enum class Counted : std::uint8_t { kNodes = 0, kEdges = 1, kLabel = 2, kType = 3 };

inline Key format_key() { return Key().u8(1); }

inline Key lease_key(Lease lease) { return Key().u8(2).u8(static_cast<std::uint8_t>(lease)); }

inline Key token_key(Dictionary dictionary, std::uint32_t token) {
  return Key().u8(3).u8(static_cast<std::uint8_t>(dictionary)).u32(token);
}

inline Key index_row_key(IndexId index) { return Key().u8(4).u32(raw(index)); }

inline Key count_key(Counted counted, std::uint32_t token = 0) {
  return Key().u8(5).u8(static_cast<std::uint8_t>(counted)).u32(token);
}

inline Key last_commit_key() { return Key().u8(6); }

inline Key commit_time_key(std::uint64_t commit) { return Key().u8(7).u64(commit); }

inline Key floors_key() { return Key().u8(8); }

inline Key constraint_row_key(IndexId id) { return Key().u8(9).u32(raw(id)); }

// ---- entities ----

inline Key node_key(NodeId node) { return Key().u64(raw(node)); }

inline Key edge_key(EdgeId edge) { return Key().u64(raw(edge)); }

inline Key evidence_key(EdgeId edge, NodeId article, std::uint32_t start, std::uint32_t extractor) {
  return Key().u64(raw(edge)).u64(raw(article)).u32(start).u32(extractor);
}

struct EvidenceKey {
  EdgeId edge = {};
  NodeId article = {};
  std::uint32_t start = 0;
  std::uint32_t extractor = 0;
};

inline constexpr std::size_t kEntityKeyBytes = 8;
inline constexpr std::size_t kEvidenceKeyBytes = 24;

inline NodeId parse_node_key(std::string_view key) { return NodeId{load_u64(key.data())}; }

inline EdgeId parse_edge_key(std::string_view key) { return EdgeId{load_u64(key.data())}; }

inline EvidenceKey parse_evidence_key(std::string_view key) {
  return {EdgeId{load_u64(key.data())}, NodeId{load_u64(key.data() + 8)}, load_u32(key.data() + 16),
          load_u32(key.data() + 20)};
}

// ---- adjacency ----

struct AdjacencyKey {
  Direction direction = Direction::kOut;
  NodeId node = {};
  TypeId type = {};
  NodeId other = {};
  EdgeId edge = {};
};

inline constexpr std::size_t kAdjacencyKeyBytes = 29;

inline Key adjacency_key(Direction direction, NodeId node, TypeId type, NodeId other, EdgeId edge) {
  return Key().u8(static_cast<std::uint8_t>(direction)).u64(raw(node)).u32(raw(type)).u64(raw(other)).u64(raw(edge));
}

/// Begins the keys of all edges of a node, or of one type.
inline Key adjacency_prefix(Direction direction, NodeId node) {
  return Key().u8(static_cast<std::uint8_t>(direction)).u64(raw(node));
}

inline Key adjacency_prefix(Direction direction, NodeId node, TypeId type) {
  return Key().u8(static_cast<std::uint8_t>(direction)).u64(raw(node)).u32(raw(type));
}

inline AdjacencyKey parse_adjacency_key(std::string_view key) {
  return {static_cast<Direction>(key[0]), NodeId{load_u64(key.data() + 1)}, TypeId{load_u32(key.data() + 9)},
          NodeId{load_u64(key.data() + 13)}, EdgeId{load_u64(key.data() + 21)}};
}

// ---- the family index ----

enum class IndexTag : std::uint8_t { kLabel = 1, kType = 2, kSupport = 3, kEntry = 4 };

inline Key tag_key(IndexTag tag) { return Key().u8(static_cast<std::uint8_t>(tag)); }

inline Key label_prefix(LabelId label) { return tag_key(IndexTag::kLabel).u32(raw(label)); }

inline Key label_key(LabelId label, NodeId node) { return label_prefix(label).u64(raw(node)); }

inline Key type_prefix(TypeId type) { return tag_key(IndexTag::kType).u32(raw(type)); }

inline Key type_key(TypeId type, EdgeId edge) { return type_prefix(type).u64(raw(edge)); }

inline Key support_prefix(NodeId article) { return tag_key(IndexTag::kSupport).u64(raw(article)); }

inline Key support_key(const EvidenceKey& e) {
  return support_prefix(e.article).u64(raw(e.edge)).u32(e.start).u32(e.extractor);
}

inline constexpr std::size_t kSupportKeyBytes = 25;

inline EvidenceKey parse_support_key(std::string_view key) {
  return {EdgeId{load_u64(key.data() + 9)}, NodeId{load_u64(key.data() + 1)}, load_u32(key.data() + 17),
          load_u32(key.data() + 21)};
}

inline Key entry_prefix(IndexId index) { return tag_key(IndexTag::kEntry).u32(raw(index)); }

/// The id that ends a membership row's key and a range entry's.
inline std::uint64_t last_id(std::string_view key) { return load_u64(key.data() + key.size() - 8); }

// ---- big ----

inline constexpr std::uint64_t kEdgeOwner = std::uint64_t{1} << 63;

inline std::uint64_t owner_of(NodeId node) { return raw(node); }

inline std::uint64_t owner_of(EdgeId edge) { return raw(edge) | kEdgeOwner; }

inline Key big_key(std::uint64_t owner, KeyId key, std::uint64_t serial) {
  return Key().u64(owner).u32(raw(key)).u64(serial);
}

}  // namespace kith::storage
