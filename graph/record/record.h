// The bytes of records: nodes, edges, evidence and index rows (schema/*.capnp).
//
//     std::string stored;
//     record::encode(record::NodeImage{.labels = {person}, .properties = {{name_key, "Rome"}}}, stored);
//     KITH_TRY(record::NodeImage image, record::decode_node(stored));
//
// A stored record is commit8 created8, both big-endian and zero until the commit leader fills them in, and
// a Cap'n Proto message of one segment without a segment table. Nothing read from disk is trusted: whatever
// does not decode is kCorruption, and every decoder may be given any bytes. This is the only layer that
// knows the generated headers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/coding.h"
#include "base/ids.h"
#include "kith/status.h"
#include "kith/value.h"

namespace kith::record {

inline constexpr std::size_t kHeaderBytes = 16;
inline constexpr std::size_t kBigBytes = 1024;  ///< longer texts and bytes are rows of their own
inline constexpr std::int64_t kUnknownFrom = INT64_MIN;
inline constexpr std::int64_t kUnknownTo = INT64_MAX;

/// Where a long text or bytes value lies: owner and key are those of the property.
struct BigReference {
  std::uint64_t serial = 0;
  std::uint64_t size_bytes = 0;
  bool is_text = true;
  friend bool operator==(const BigReference&, const BigReference&) = default;
};

struct Property {
  KeyId key = {};
  Value value = {};                         ///< null if it is big
  std::optional<BigReference> big = {};
  friend bool operator==(const Property&, const Property&) = default;
};

struct NodeImage {
  std::vector<LabelId> labels = {};      ///< ascending
  std::vector<Property> properties = {};  ///< by key, ascending
  friend bool operator==(const NodeImage&, const NodeImage&) = default;
};

struct EdgeImage {
  NodeId from = {};
  NodeId to = {};
  TypeId type = {};
  std::int64_t valid_from = kUnknownFrom;  ///< µs UTC, half open
  std::int64_t valid_to = kUnknownTo;
  std::vector<Property> properties = {};
  friend bool operator==(const EdgeImage&, const EdgeImage&) = default;
};

struct EvidenceImage {
  std::uint32_t end_byte = 0;
  double confidence = 1.0;
  std::string status = {};
  std::string stated_by = {};
  std::string time = {};
  std::string place = {};
  std::uint32_t from_cluster = 0xFFFFFFFF;
  std::uint32_t to_cluster = 0xFFFFFFFF;
  friend bool operator==(const EvidenceImage&, const EvidenceImage&) = default;
};

struct EdgeEnds {
  NodeId from = {};
  NodeId to = {};
  TypeId type = {};
};

struct IndexImage {
  std::string name = {};
  std::uint8_t kind = 0;
  std::uint8_t state = 0;
  bool on_edges = false;
  std::uint32_t label_or_type = 0;
  std::vector<KeyId> keys = {};
  std::vector<std::uint32_t> owners = {};
  std::string language = {};
  bool fold = false;
  friend bool operator==(const IndexImage&, const IndexImage&) = default;
};

struct ConstraintImage {
  std::string name = {};
  std::uint8_t kind = 0;
  std::uint8_t state = 0;
  bool on_edges = false;
  std::uint32_t label_or_type = 0;
  std::vector<KeyId> keys = {};
  std::uint32_t kinds = 0;
  std::vector<std::uint32_t> lists = {};
  friend bool operator==(const ConstraintImage&, const ConstraintImage&) = default;
};

/// Whether a value can be a property: kType with detail "InvalidPropertyType" for maps, nodes, edges, paths
/// and lists of those, and for lists nested deeper than 32; kArgument for temporal values out of their range.
Status check_storable(const Value& value);

// Each replaces `out` by a header of zeros and the message. Properties must be storable.
void encode(const NodeImage& image, std::string& out);
void encode(const EdgeImage& image, std::string& out);
void encode(const EvidenceImage& image, std::string& out);
/// Without the header.
void encode(const IndexImage& image, std::string& out);
void encode(const ConstraintImage& image, std::string& out);

Result<NodeImage> decode_node(std::string_view stored);
Result<EdgeImage> decode_edge(std::string_view stored);
Result<EvidenceImage> decode_evidence(std::string_view stored);
Result<IndexImage> decode_index(std::string_view stored);
Result<ConstraintImage> decode_constraint(std::string_view stored);

// Parts of a record, without decoding the rest.
Status decode_labels(std::string_view stored, std::vector<LabelId>& out);
Result<EdgeEnds> decode_ends(std::string_view stored);
/// The property, with a null value and no big reference if there is none.
Result<Property> find_node_property(std::string_view stored, KeyId key);
Result<Property> find_edge_property(std::string_view stored, KeyId key);

/// The first 16 bytes; requires stored.size() >= kHeaderBytes.
inline std::uint64_t commit_of(std::string_view stored) noexcept { return load_u64(stored.data()); }

inline std::uint64_t created_of(std::string_view stored) noexcept { return load_u64(stored.data() + 8); }

/// Fills in the header when the record is written: `created` stays if it is set already.
inline void stamp(char* stored, std::uint64_t commit) noexcept {
  store_u64(stored, commit);
  if (load_u64(stored + 8) == 0) store_u64(stored + 8, commit);
}

inline void set_created(std::string& stored, std::uint64_t created) noexcept { store_u64(stored.data() + 8, created); }

}  // namespace kith::record
