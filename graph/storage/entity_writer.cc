#include "storage/entity_writer.h"

#include <algorithm>

#include "storage/constraint.h"
#include "storage/full_text_entries.h"

namespace kith::storage {

namespace {

bool is_long(const Value& value) {
  if (value.kind() == Kind::kString) return value.as_string().size() > record::kBigBytes;
  return value.kind() == Kind::kBytes && value.as_bytes().size() > record::kBigBytes;
}

std::string_view long_bytes(const Value& value) {
  return value.kind() == Kind::kString ? value.as_string() : value.as_bytes();
}

}  // namespace

Result<std::vector<record::Property>> EntityWriter::prepared(const Transaction::Properties& properties) {
  std::vector<record::Property> out;
  out.reserve(properties.size());
  for (const auto& [key, value] : properties) {
    if (value.is_null()) continue;
    KITH_DO(record::check_storable(value));
    out.push_back({.key = key, .value = value});
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  return out;
}

std::optional<EntityWriter::Standing> EntityWriter::own_standing(Family family, std::string_view key) const {
  const Overlay::Row* row = overlay_->find(family, key);
  if (row == nullptr) return std::nullopt;
  if (row->is_deleted()) return Standing::kMissing;
  return record::created_of(row->text()) == 0 ? Standing::kOwn : Standing::kShared;  // the commit fills it in
}

Result<EntityWriter::Standing> EntityWriter::standing(NodeId node) const {
  const Key key = node_key(node);
  if (const auto own = own_standing(Family::kNode, key)) return *own;
  if (engine_->known_nodes().contains(node, rows_.view().commit)) return Standing::kShared;
  KITH_TRY(const bool is_there, rows_.exists(Family::kNode, key));
  if (!is_there) return Standing::kMissing;
  engine_->known_nodes().insert(node, rows_.view().commit);
  return Standing::kShared;
}

Result<EntityWriter::Standing> EntityWriter::standing(EdgeId edge) const {
  const Key key = edge_key(edge);
  if (const auto own = own_standing(Family::kEdge, key)) return *own;
  KITH_TRY(const bool is_there, rows_.exists(Family::kEdge, key));
  return is_there ? Standing::kShared : Standing::kMissing;
}

Status EntityWriter::touch(NodeId node) {
  KITH_TRY(const Standing found, standing(node));
  if (found == Standing::kMissing) return missing(node);
  if (found == Standing::kOwn) return ok();
  overlay_->claims.check(claim(Claimed::kNodeExists, raw(node)));
  overlay_->claims.write(claim(Claimed::kNodeTouched, raw(node)));
  return ok();
}

Status EntityWriter::touch(EdgeId edge) {
  KITH_TRY(const Standing found, standing(edge));
  if (found == Standing::kMissing) return missing(edge);
  if (found == Standing::kOwn) return ok();
  overlay_->claims.check(claim(Claimed::kEdgeExists, raw(edge)));
  overlay_->claims.write(claim(Claimed::kEdgeTouched, raw(edge)));
  return ok();
}

Status EntityWriter::move_big(const Owner& owner, const std::vector<record::Property>& before,
                              std::vector<record::Property>& after) {
  for (record::Property& p : after) {
    if (p.big || !is_long(p.value)) continue;
    KITH_TRY(const std::uint64_t serial, engine_->leases().take(Lease::kSerial));
    const std::string_view bytes = long_bytes(p.value);
    overlay_->put(Family::kBig, big_key(owner.big, p.key, serial), bytes);
    p.big = record::BigReference{serial, bytes.size(), p.value.kind() == Kind::kString};
  }
  for (const record::Property& p : before) {
    if (!p.big) continue;
    const record::Property* now = find_property(after, p.key);
    if (now == nullptr || now->big != p.big) overlay_->erase(Family::kBig, big_key(owner.big, p.key, p.big->serial));
  }
  return ok();
}

bool EntityWriter::Shown::is_under(const Index& index) const {
  if (properties == nullptr) return false;
  return index.on_edges ? index.is_on(type) : index.is_on(*labels);
}

Status EntityWriter::count_documents(const Index& index, std::uint64_t id, const std::vector<IndexEntry>& before,
                                     const std::vector<IndexEntry>& after, DocumentChanges& changes) const {
  bool was_counted = !before.empty();
  // The build may not have come here yet. If it comes before this commit, the claim on the record tells.
  if (was_counted && index.state == IndexState::kBuilding) {
    KITH_TRY(was_counted, rows_.exists(Family::kIndex, document_key(index.id, id)));
  }
  if (was_counted) {
    KITH_TRY(const auto lengths, decode_lengths(before.front().value));
    count_document(index.id, lengths, -1, changes);
  }
  if (!after.empty()) {
    KITH_TRY(const auto lengths, decode_lengths(after.front().value));
    count_document(index.id, lengths, 1, changes);
  }
  return ok();
}

Status EntityWriter::update_entries(const Owner& owner, const Shown& before, const Shown& after, bool on_edges) {
  const Catalog& catalog = rows_.catalog();
  const auto resolve = [&](const record::Property& p) -> Result<Value> {
    if (!p.big || !p.value.is_null()) return p.value;
    return rows_.resolve(owner.big, record::Property(p));
  };
  // Everything that can fail comes first: a violated constraint leaves nothing half done.
  std::vector<IndexEntry> erased;
  std::vector<std::pair<IndexEntry, bool>> added;  // and whether it is unique
  DocumentChanges documents;
  for (const Index& index : catalog.indexes) {
    if (index.on_edges != on_edges) continue;
    const bool was = before.is_under(index);
    const bool is = after.is_under(index);
    if (!was && !is) continue;
    if (was && is) {
      const bool is_same = std::all_of(index.keys.begin(), index.keys.end(), [&](KeyId key) {
        const record::Property* a = find_property(*before.properties, key);
        const record::Property* b = find_property(*after.properties, key);
        if (a == nullptr || b == nullptr) return a == b;
        return a == b || (a->big == b->big && a->value == b->value);
      });
      if (is_same) continue;
    }
    std::vector<IndexEntry> old_entries;
    std::vector<IndexEntry> new_entries;
    if (was) KITH_DO(append_entries(index, *before.properties, owner.id, resolve, old_entries));
    if (is) KITH_DO(append_entries(index, *after.properties, owner.id, resolve, new_entries));
    if (index.is_full_text()) KITH_DO(count_documents(index, owner.id, old_entries, new_entries, documents));
    std::sort(old_entries.begin(), old_entries.end());  // by key
    std::sort(new_entries.begin(), new_entries.end());
    for (const IndexEntry& entry : old_entries) {
      if (std::binary_search(new_entries.begin(), new_entries.end(), entry)) continue;
      if (index.kind == IndexKind::kUnique && index.state == IndexState::kBuilding) {
        // The build may not have come here yet, and another may hold the key: its entry is not ours to erase.
        overlay_->claims.take(claim(Claimed::kUnique, entry.key));
        KITH_TRY(const bool is_there, rows_.get(Family::kIndex, entry.key, scratch_));
        if (!is_there || scratch_ != entry.value) continue;
      }
      erased.push_back(entry);
    }
    for (const IndexEntry& entry : new_entries) {
      if (std::binary_search(old_entries.begin(), old_entries.end(), entry)) continue;
      if (index.kind == IndexKind::kUnique) {
        KITH_TRY(const bool is_taken, rows_.get(Family::kIndex, entry.key, scratch_));
        if (is_taken) {
          std::vector<Value> values;
          for (KeyId key : index.keys) {
            KITH_TRY(Value value, resolve(*find_property(*after.properties, key)));
            values.push_back(std::move(value));
          }
          return constraint_violated(catalog, index, values, scratch_.size() == 8 ? load_u64(scratch_.data()) : 0);
        }
      }
      added.emplace_back(entry, index.kind == IndexKind::kUnique);
    }
  }
  for (const IndexEntry& entry : erased) overlay_->erase(Family::kIndex, entry.key);
  for (const auto& [entry, is_unique] : added) {
    if (is_unique) overlay_->claims.take(claim(Claimed::kUnique, entry.key));
    overlay_->put(Family::kIndex, entry.key, entry.value);
  }
  for (const auto& [of, change] : documents) {
    DocumentChange& all = overlay_->counts.documents[of];
    all.documents += change.documents;
    all.words += change.words;
  }
  return ok();
}

// ---- nodes ----

Result<NodeId> EntityWriter::create_node(std::span<const LabelId> labels, const Transaction::Properties& properties) {
  record::NodeImage image;
  image.labels.assign(labels.begin(), labels.end());
  std::sort(image.labels.begin(), image.labels.end());
  image.labels.erase(std::unique(image.labels.begin(), image.labels.end()), image.labels.end());
  KITH_TRY(image.properties, prepared(properties));
  KITH_TRY(const std::uint64_t number, engine_->leases().take(Lease::kNode));
  const NodeId node{number};
  const Owner owner{number, owner_of(node)};
  KITH_DO(update_entries(owner, {}, {.properties = &image.properties, .labels = &image.labels}, false));
  KITH_DO(move_big(owner, {}, image.properties));
  record::encode(image, scratch_);
  overlay_->put(Family::kNode, node_key(node), scratch_);
  ++overlay_->counts.nodes;
  for (LabelId label : image.labels) {
    overlay_->put(Family::kIndex, label_key(label, node), {});
    ++overlay_->counts.labels[label];
  }
  return node;
}

Result<StoredNode> EntityWriter::read(NodeId node) const {
  std::string bytes;
  KITH_TRY(const bool found, rows_.get(Family::kNode, node_key(node), bytes));
  if (!found) return missing(node);
  StoredNode stored;
  KITH_TRY(stored.image, record::decode_node(bytes));
  stored.created = record::created_of(bytes);
  return stored;
}

Status EntityWriter::update(NodeId node, const StoredNode& before, record::NodeImage after) {
  const Owner owner{raw(node), owner_of(node)};
  KITH_DO(update_entries(owner, {.properties = &before.image.properties, .labels = &before.image.labels},
                         {.properties = &after.properties, .labels = &after.labels}, false));
  KITH_DO(move_big(owner, before.image.properties, after.properties));
  if (before.created != 0) overlay_->claims.take(claim(Claimed::kNodeRecord, raw(node)));
  record::encode(after, scratch_);
  record::set_created(scratch_, before.created);
  overlay_->put(Family::kNode, node_key(node), scratch_);
  for (LabelId label : before.image.labels) {
    if (std::binary_search(after.labels.begin(), after.labels.end(), label)) continue;
    overlay_->erase(Family::kIndex, label_key(label, node));
    --overlay_->counts.labels[label];
  }
  for (LabelId label : after.labels) {
    if (std::binary_search(before.image.labels.begin(), before.image.labels.end(), label)) continue;
    overlay_->put(Family::kIndex, label_key(label, node), {});
    ++overlay_->counts.labels[label];
  }
  return ok();
}

Status EntityWriter::erase(NodeId node, const StoredNode& before) {
  const Owner owner{raw(node), owner_of(node)};
  KITH_DO(
      update_entries(owner, {.properties = &before.image.properties, .labels = &before.image.labels}, {}, false));
  std::vector<record::Property> none;
  KITH_DO(move_big(owner, before.image.properties, none));
  if (before.created != 0) {
    overlay_->claims.take(claim(Claimed::kNodeRecord, raw(node)));
    overlay_->claims.write(claim(Claimed::kNodeExists, raw(node)));
    overlay_->claims.check(claim(Claimed::kNodeTouched, raw(node)));
  }
  overlay_->erase(Family::kNode, node_key(node));
  --overlay_->counts.nodes;
  for (LabelId label : before.image.labels) {
    overlay_->erase(Family::kIndex, label_key(label, node));
    --overlay_->counts.labels[label];
  }
  return ok();
}

// ---- edges ----

Result<EdgeId> EntityWriter::create_edge(NodeId from, NodeId to, TypeId type,
                                         const Transaction::Properties& properties) {
  KITH_DO(touch(from));
  if (to != from) KITH_DO(touch(to));
  record::EdgeImage image{.from = from, .to = to, .type = type};
  KITH_TRY(image.properties, prepared(properties));
  KITH_TRY(const std::uint64_t number, engine_->leases().take(Lease::kEdge));
  const EdgeId edge{number};
  const Owner owner{number, owner_of(edge)};
  KITH_DO(update_entries(owner, {}, {.properties = &image.properties, .type = type}, true));
  KITH_DO(move_big(owner, {}, image.properties));
  record::encode(image, scratch_);
  overlay_->put(Family::kEdge, edge_key(edge), scratch_);
  overlay_->put(Family::kAdjacency, adjacency_key(Direction::kOut, from, type, to, edge), {});
  overlay_->put(Family::kAdjacency, adjacency_key(Direction::kIn, to, type, from, edge), {});
  overlay_->put(Family::kIndex, type_key(type, edge), {});
  ++overlay_->counts.edges;
  ++overlay_->counts.types[type];
  return edge;
}

Result<StoredEdge> EntityWriter::read(EdgeId edge) const {
  std::string bytes;
  KITH_TRY(const bool found, rows_.get(Family::kEdge, edge_key(edge), bytes));
  if (!found) return missing(edge);
  StoredEdge stored;
  KITH_TRY(stored.image, record::decode_edge(bytes));
  stored.created = record::created_of(bytes);
  return stored;
}

Status EntityWriter::update(EdgeId edge, const StoredEdge& before, record::EdgeImage after) {
  const Owner owner{raw(edge), owner_of(edge)};
  KITH_DO(update_entries(owner, {.properties = &before.image.properties, .type = before.image.type},
                         {.properties = &after.properties, .type = after.type}, true));
  KITH_DO(move_big(owner, before.image.properties, after.properties));
  if (before.created != 0) overlay_->claims.take(claim(Claimed::kEdgeRecord, raw(edge)));
  record::encode(after, scratch_);
  record::set_created(scratch_, before.created);
  overlay_->put(Family::kEdge, edge_key(edge), scratch_);
  return ok();
}

Status EntityWriter::erase(EdgeId edge, const StoredEdge& before) {
  const record::EdgeImage& image = before.image;
  const Owner owner{raw(edge), owner_of(edge)};
  KITH_DO(update_entries(owner, {.properties = &image.properties, .type = image.type}, {}, true));
  std::vector<record::Property> none;
  KITH_DO(move_big(owner, image.properties, none));
  // The record and, behind it, the edge's evidence.
  std::vector<std::string> evidence;
  const Key key = edge_key(edge);
  KITH_DO(rows_.scan(Family::kEdge, key, key.end(), [&](std::string_view row, std::string_view) {
    if (row.size() == kEvidenceKeyBytes) evidence.emplace_back(row);
    return true;
  }));
  if (before.created != 0) {
    overlay_->claims.take(claim(Claimed::kEdgeRecord, raw(edge)));
    overlay_->claims.write(claim(Claimed::kEdgeExists, raw(edge)));
    overlay_->claims.check(claim(Claimed::kEdgeTouched, raw(edge)));
  }
  for (const std::string& row : evidence) {
    overlay_->claims.take(claim(Claimed::kEvidence, row));
    overlay_->erase(Family::kEdge, row);
    overlay_->erase(Family::kIndex, support_key(parse_evidence_key(row)));
  }
  overlay_->erase(Family::kEdge, key);
  overlay_->erase(Family::kAdjacency, adjacency_key(Direction::kOut, image.from, image.type, image.to, edge));
  overlay_->erase(Family::kAdjacency, adjacency_key(Direction::kIn, image.to, image.type, image.from, edge));
  overlay_->erase(Family::kIndex, type_key(image.type, edge));
  --overlay_->counts.edges;
  --overlay_->counts.types[image.type];
  overlay_->deleted_edges[edge] = {edge, image.from, image.to, image.type};
  return ok();
}

}  // namespace kith::storage
