// Entities, counts and evidence; scans are in reader_scan.cc, columns in reader_column.cc, adjacency in
// reader_adjacency.cc.
#include "storage/reader.h"

#include <algorithm>
#include <utility>

#include "record/record.h"
#include "storage/keys.h"
#include "storage/rows.h"

namespace kith::storage {

namespace {

Error damaged(std::string message) {
  return Error{.code = ErrorCode::kCorruption, .message = std::move(message), .detail = "Row"};
}

/// The stored record, or kNotFound.
template <class Id>
Result<std::string> stored(const Rows& rows, Family family, Id id) {
  std::string bytes;
  KITH_TRY(const bool found, rows.get(family, Key().u64(raw(id)), bytes));
  if (!found) return missing(id);
  return bytes;
}

/// Properties by name. A token that no dictionary knows is damage.
Result<Map> named(const Rows& rows, std::uint64_t owner, std::vector<record::Property>&& properties) {
  const auto& names = rows.catalog().keys;
  std::vector<Map::Entry> entries;
  entries.reserve(properties.size());
  for (record::Property& p : properties) {
    if (raw(p.key) >= names.size()) return damaged("a property has the unknown key " + std::to_string(raw(p.key)));
    std::string name = names.name(p.key);
    KITH_TRY(Value value, rows.resolve(owner, std::move(p)));
    entries.emplace_back(std::move(name), std::move(value));
  }
  return Map(std::move(entries));
}

/// A count of the view, changed by `change`; it depends on every row of [low, high).
Result<std::uint64_t> counted(const Rows& rows, const Key& count, std::int64_t change, Family family,
                              std::string_view low, std::string_view high) {
  rows.note(family, low, high);
  std::string bytes;
  KITH_TRY(const bool found, Rows(rows.view(), nullptr).get(Family::kMeta, count, bytes));
  if (found && bytes.size() != 8) return damaged("a count is not eight bytes long");
  const std::uint64_t base = found ? load_u64(bytes.data()) : 0;
  return base + static_cast<std::uint64_t>(change);
}

template <class Id>
std::int64_t change_of(const std::map<Id, std::int64_t>& changes, Id id) {
  const auto at = changes.find(id);
  return at == changes.end() ? 0 : at->second;
}

}  // namespace

Reader::Reader(std::shared_ptr<const View> view, const Overlay* overlay) noexcept
    : view_(std::move(view)), overlay_(overlay) {}

const Catalog& Reader::catalog() const noexcept { return Rows(*view_, overlay_).catalog(); }

std::uint64_t Reader::commit() const noexcept { return view_->commit; }

Reader Reader::of_view() const { return {view_, nullptr}; }

// ---- names ----

std::optional<LabelId> Reader::find_label(std::string_view name) const {
  const auto found = catalog().labels.find(name);
  if (!found) Rows(*view_, overlay_).note_unknown(Dictionary::kLabels, name);
  return found;
}

std::optional<TypeId> Reader::find_type(std::string_view name) const {
  const auto found = catalog().types.find(name);
  if (!found) Rows(*view_, overlay_).note_unknown(Dictionary::kTypes, name);
  return found;
}

std::optional<KeyId> Reader::find_key(std::string_view name) const {
  const auto found = catalog().keys.find(name);
  if (!found) Rows(*view_, overlay_).note_unknown(Dictionary::kKeys, name);
  return found;
}

// ---- entities ----

Result<bool> Reader::exists(NodeId node) const { return Rows(*view_, overlay_).exists(Family::kNode, node_key(node)); }

Result<bool> Reader::exists(EdgeId edge) const { return Rows(*view_, overlay_).exists(Family::kEdge, edge_key(edge)); }

Result<Node> Reader::node(NodeId node) const {
  const Rows rows(*view_, overlay_);
  KITH_TRY(const std::string bytes, stored(rows, Family::kNode, node));
  KITH_TRY(record::NodeImage image, record::decode_node(bytes));
  Node out{.id = node};
  out.labels.reserve(image.labels.size());
  for (LabelId label : image.labels) {
    if (raw(label) >= rows.catalog().labels.size()) return damaged("a node has an unknown label");
    out.labels.push_back(rows.catalog().labels.name(label));
  }
  std::sort(out.labels.begin(), out.labels.end());
  KITH_TRY(out.properties, named(rows, owner_of(node), std::move(image.properties)));
  return out;
}

Result<Edge> Reader::edge(EdgeId edge) const {
  const Rows rows(*view_, overlay_);
  KITH_TRY(const std::string bytes, stored(rows, Family::kEdge, edge));
  KITH_TRY(record::EdgeImage image, record::decode_edge(bytes));
  if (raw(image.type) >= rows.catalog().types.size()) return damaged("an edge has an unknown type");
  Edge out{.id = edge, .from = image.from, .to = image.to, .type = rows.catalog().types.name(image.type)};
  KITH_TRY(out.properties, named(rows, owner_of(edge), std::move(image.properties)));
  return out;
}

Result<std::vector<LabelId>> Reader::labels(NodeId node) const {
  KITH_TRY(const std::string bytes, stored(Rows(*view_, overlay_), Family::kNode, node));
  std::vector<LabelId> labels;
  KITH_DO(record::decode_labels(bytes, labels));
  return labels;
}

Result<EdgeRef> Reader::edge_ref(EdgeId edge) const {
  std::string bytes;
  KITH_TRY(const bool found, Rows(*view_, overlay_).get(Family::kEdge, edge_key(edge), bytes));
  if (!found) {
    if (overlay_ != nullptr)
      if (const auto at = overlay_->deleted_edges.find(edge); at != overlay_->deleted_edges.end()) return at->second;
    return missing(edge);
  }
  KITH_TRY(const record::EdgeEnds ends, record::decode_ends(bytes));
  return EdgeRef{edge, ends.from, ends.to, ends.type};
}

Result<Value> Reader::property(NodeId node, KeyId key) const {
  const Rows rows(*view_, overlay_);
  KITH_TRY(const std::string bytes, stored(rows, Family::kNode, node));
  KITH_TRY(record::Property property, record::find_node_property(bytes, key));
  return rows.resolve(owner_of(node), std::move(property));
}

Result<Value> Reader::property(EdgeId edge, KeyId key) const {
  const Rows rows(*view_, overlay_);
  KITH_TRY(const std::string bytes, stored(rows, Family::kEdge, edge));
  KITH_TRY(record::Property property, record::find_edge_property(bytes, key));
  return rows.resolve(owner_of(edge), std::move(property));
}

// ---- counts ----

Result<std::uint64_t> Reader::count_nodes() const {
  return counted(Rows(*view_, overlay_), count_key(Counted::kNodes), overlay_ != nullptr ? overlay_->counts.nodes : 0,
                 Family::kNode, {}, Key().u64(~std::uint64_t{0}));
}

Result<std::uint64_t> Reader::count_nodes(LabelId label) const {
  const Key members = label_prefix(label);
  return counted(Rows(*view_, overlay_), count_key(Counted::kLabel, raw(label)),
                 overlay_ != nullptr ? change_of(overlay_->counts.labels, label) : 0, Family::kIndex, members,
                 members.end());
}

Result<std::uint64_t> Reader::count_edges() const {
  return counted(Rows(*view_, overlay_), count_key(Counted::kEdges), overlay_ != nullptr ? overlay_->counts.edges : 0,
                 Family::kEdge, {}, Key().u64(~std::uint64_t{0}));
}

Result<std::uint64_t> Reader::count_edges(TypeId type) const {
  const Key members = type_prefix(type);
  return counted(Rows(*view_, overlay_), count_key(Counted::kType, raw(type)),
                 overlay_ != nullptr ? change_of(overlay_->counts.types, type) : 0, Family::kIndex, members,
                 members.end());
}

// ---- evidence ----

Result<std::vector<EvidenceRow>> Reader::evidence(EdgeId edge) const {
  const Rows rows(*view_, overlay_);
  KITH_TRY(const bool is_there, exists(edge));
  if (!is_there) return missing(edge);
  std::vector<EvidenceRow> found;
  Status status;
  const Key prefix = edge_key(edge);
  const auto& extractors = rows.catalog().extractors;
  KITH_DO(rows.scan(Family::kEdge, prefix, prefix.end(), [&](std::string_view key, std::string_view value) {
    if (key.size() == kEntityKeyBytes) return true;
    if (key.size() != kEvidenceKeyBytes) {
      status = damaged("an evidence key is of the wrong length");
      return false;
    }
    const EvidenceKey place = parse_evidence_key(key);
    auto image = record::decode_evidence(value);
    if (!image.is_ok()) {
      status = image.error();
      return false;
    }
    if (place.extractor >= extractors.size()) {
      status = damaged("evidence names an unknown extractor");
      return false;
    }
    found.push_back({.article = place.article,
                     .start_byte = place.start,
                     .end_byte = image->end_byte,
                     .extractor = extractors.name(ExtractorId{place.extractor}),
                     .confidence = image->confidence,
                     .status = std::move(image->status),
                     .stated_by = std::move(image->stated_by),
                     .time = std::move(image->time),
                     .place = std::move(image->place),
                     .from_cluster = image->from_cluster,
                     .to_cluster = image->to_cluster});
    return true;
  }));
  KITH_DO(std::move(status));
  std::stable_sort(found.begin(), found.end(), [](const EvidenceRow& a, const EvidenceRow& b) {
    return std::tie(a.article, a.start_byte, a.extractor) < std::tie(b.article, b.start_byte, b.extractor);
  });
  return found;
}

Result<std::vector<EdgeId>> Reader::supported_by(NodeId article) const {
  std::vector<EdgeId> edges;
  bool is_damaged = false;
  const Key prefix = support_prefix(article);
  KITH_DO(Rows(*view_, overlay_)
              .scan(Family::kIndex, prefix, prefix.end(), [&](std::string_view key, std::string_view) {
                is_damaged = key.size() != kSupportKeyBytes;
                if (is_damaged) return false;
                const EdgeId edge = parse_support_key(key).edge;
                if (edges.empty() || edges.back() != edge) edges.push_back(edge);
                return true;
              }));
  if (is_damaged) return damaged("an article index key is of the wrong length");
  return edges;
}

}  // namespace kith::storage
