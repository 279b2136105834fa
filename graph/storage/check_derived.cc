// Rows that repeat what a record says: adjacency, the family index, long values.
#include "storage/check_walk.h"

namespace kith::storage {

namespace {

std::uint64_t id_of(const Index& index, const RowCopy& row) {
  return last_id(index.kind == IndexKind::kUnique ? row.value : row.key);
}

}  // namespace

Status Checker::check_adjacency() {
  return pages(Family::kAdjacency, [&](const Page& page) -> Status {
    std::vector<AdjacencyKey> keys(page.size());
    Lookup edges;
    for (std::size_t i = 0; i < page.size(); ++i) {
      const RowCopy& row = page[i];
      const bool has_place = row.key.size() == kAdjacencyKeyBytes && static_cast<unsigned char>(row.key[0]) <= 1;
      if (!has_place || !row.value.empty()) {
        const std::string message = "a row of the family adj has a key of " + std::to_string(row.key.size()) +
                                    " bytes and " + std::to_string(row.value.size()) + " bytes of value";
        if (!has_place) {
          stray(kBadKey, message, Family::kAdjacency, row.key);
          continue;
        }
        damage(kBadKey, message, Family::kAdjacency, row.key, std::string());
      }
      keys[i] = parse_adjacency_key(row.key);
      edges.add(std::string(edge_key(keys[i].edge)), i);
    }
    return edges.run(
        rows_, Family::kEdge,
        [&](std::size_t i, std::string_view, std::string_view stored) {
          const auto ends = record::decode_ends(stored);
          if (!ends.is_ok()) return;  // said of the edge
          const AdjacencyKey& key = keys[i];
          const bool is_out = key.direction == Direction::kOut;
          if (key.type == ends->type && key.node == (is_out ? ends->from : ends->to) &&
              key.other == (is_out ? ends->to : ends->from))
            return;
          stray(kStrayAdjacency,
                name_of(key.node) + " lists " + name_of(key.edge) + ", which is not an edge between it and " +
                    name_of(key.other),
                Family::kAdjacency, page[i].key);
        },
        [&](std::size_t i, std::string_view) {
          const AdjacencyKey& key = keys[i];
          stray(kStrayAdjacency,
                name_of(key.node) + " lists " + name_of(key.edge) + " with " + name_of(key.other) +
                    ", which has no record, and a lost record cannot be made again",
                Family::kAdjacency, page[i].key);
        });
  });
}

const Index* Checker::index_of(std::string_view key) const {
  return key.size() >= 5 ? catalog_.find_index(IndexId{load_u32(key.data() + 1)}) : nullptr;
}

std::string Checker::index_name(std::string_view key) const {
  const Index* index = index_of(key);
  return index == nullptr ? "an unknown index" : "the index `" + index->name + "`";
}

Status Checker::check_index() {
  KITH_DO(count_text_rows());
  return pages(Family::kIndex, [&](const Page& page) -> Status {
    Lookup nodes;
    Lookup edges;
    for (std::size_t i = 0; i < page.size(); ++i) place_index_row(page[i], i, nodes, edges);
    const auto missing = [&](std::size_t i, std::string_view) { stray_index_row(page[i]); };
    KITH_DO(nodes.run(
        rows_, Family::kNode,
        [&](std::size_t i, std::string_view, std::string_view stored) { compare_with_node(page[i], stored); }, missing));
    return edges.run(
        rows_, Family::kEdge,
        [&](std::size_t i, std::string_view, std::string_view stored) { compare_with_edge(page[i], stored); }, missing);
  });
}

/// Asks for the row that a row of the family index is derived from.
void Checker::place_index_row(const RowCopy& row, std::size_t i, Lookup& nodes, Lookup& edges) {
  ++report_.index_entries;
  const std::string& key = row.key;
  const auto tag = static_cast<IndexTag>(key.empty() ? 0 : key[0]);
  if (tag == IndexTag::kLabel && key.size() == 13) return nodes.add(key.substr(5), i);
  if (tag == IndexTag::kType && key.size() == 13) return edges.add(key.substr(5), i);
  if (tag == IndexTag::kSupport && key.size() == kSupportKeyBytes) {
    const EvidenceKey place = parse_support_key(key);
    return edges.add(std::string(evidence_key(place.edge, place.article, place.start, place.extractor)), i);
  }
  if (tag == IndexTag::kEntry && key.size() > 5) {
    const Index* index = index_of(key);
    if (index == nullptr) return stray_index_row(row);
    if (index->state != IndexState::kReady) return;  // emptied and filled when the store is next opened for writing
    if (index->is_full_text() && is_settled(*index, key)) return;
    const bool is_unique = index->kind == IndexKind::kUnique;
    if (is_unique ? row.value.size() != 8 : key.size() < 13) return stray_index_row(row);
    return (index->on_edges ? edges : nodes).add(std::string(Key().u64(id_of(*index, row))), i);
  }
  stray(kBadKey,
        "a key of the family index has the tag " + std::to_string(key.empty() ? 0 : key[0]) + " and " +
            std::to_string(key.size()) + " bytes",
        Family::kIndex, key);
}

void Checker::compare_with_node(const RowCopy& row, std::string_view stored) {
  const bool is_membership = static_cast<IndexTag>(row.key[0]) == IndexTag::kLabel;
  const LabelId label{is_membership ? load_u32(row.key.data() + 1) : 0};
  const auto image = record::decode_node(stored);
  if (!image.is_ok()) {
    if (is_membership) ++labels_[label];  // the only witness that is left
    return;
  }
  const auto& labels = image->labels;
  if (is_membership) {
    if (!std::binary_search(labels.begin(), labels.end(), label)) stray_index_row(row);
    return;
  }
  const Index* index = index_of(row.key);
  const NodeId id{id_of(*index, row)};
  if (!index->is_on(labels) || !may_have_entry(*index, owner_of(id), raw(id), image->properties, row))
    stray_index_row(row);
}

void Checker::compare_with_edge(const RowCopy& row, std::string_view stored) {
  const auto tag = static_cast<IndexTag>(row.key[0]);
  if (tag == IndexTag::kSupport) return;  // that there is such evidence is all it says
  const TypeId type{tag == IndexTag::kType ? load_u32(row.key.data() + 1) : 0};
  const auto image = record::decode_edge(stored);
  if (!image.is_ok()) {
    if (tag == IndexTag::kType) ++types_[type];
    return;
  }
  if (tag == IndexTag::kType) {
    if (image->type != type) stray_index_row(row);
    return;
  }
  const Index* index = index_of(row.key);
  const EdgeId id{id_of(*index, row)};
  if (!index->is_on(image->type) || !may_have_entry(*index, owner_of(id), raw(id), image->properties, row))
    stray_index_row(row);
}

bool Checker::may_have_entry(const Index& index, std::uint64_t owner, std::uint64_t id,
                             const std::vector<record::Property>& properties, const RowCopy& row) {
  const auto entries = entries_of(index, owner, id, properties);
  return !entries || std::any_of(entries->begin(), entries->end(), [&](const IndexEntry& entry) {
    return entry.key == row.key &&
           (index.is_full_text() || entry.value == row.value);  // what a text's entry says is compared from the text
  });
}

void Checker::stray_index_row(const RowCopy& row) {
  const std::string& key = row.key;
  const auto say = [&](const char* kind, std::string message) { stray(kind, std::move(message), Family::kIndex, key); };
  switch (static_cast<IndexTag>(key[0])) {
    case IndexTag::kLabel:
      return say(kStrayMembership, name_of(NodeId{last_id(key)}) + " is listed under a label that it has not");
    case IndexTag::kType:
      return say(kStrayMembership, name_of(EdgeId{last_id(key)}) + " is listed under a type that it has not");
    case IndexTag::kSupport:
      return say(kStraySupport, name_of(parse_support_key(key).article) + " is said to support " +
                                    name_of(parse_support_key(key).edge) + ", which does not cite it there");
    case IndexTag::kEntry: return say(kStrayEntry, index_name(key) + " has an entry for a value that no entity has");
  }
}

Status Checker::check_big() {
  return pages(Family::kBig, [&](const Page& page) -> Status {
    Lookup nodes;
    Lookup edges;
    for (std::size_t i = 0; i < page.size(); ++i) {
      if (page[i].key.size() != 20) {
        stray(kBadKey, "a key of the family big has " + std::to_string(page[i].key.size()) + " bytes", Family::kBig,
              page[i].key);
        continue;
      }
      serial_max_ = std::max(serial_max_, last_id(page[i].key));
      const std::uint64_t owner = load_u64(page[i].key.data());
      const bool on_edge = (owner & kEdgeOwner) != 0;
      (on_edge ? edges : nodes).add(std::string(Key().u64(owner & ~kEdgeOwner)), i);
    }
    const auto not_referred_to = [&](std::size_t i) {
      const std::uint64_t owner = load_u64(page[i].key.data());
      const bool on_edge = (owner & kEdgeOwner) != 0;
      stray(kStrayBig,
            (on_edge ? name_of(EdgeId{owner & ~kEdgeOwner}) : name_of(NodeId{owner})) +
                " does not refer to a long value that is stored for it",
            Family::kBig, page[i].key);
    };
    const auto missing = [&](std::size_t i, std::string_view) { not_referred_to(i); };
    const auto compare = [&](std::size_t i, const Result<record::Property>& property) {
      if (!property.is_ok()) return;
      if (!property->big || property->big->serial != last_id(page[i].key)) not_referred_to(i);
    };
    const auto key_of = [&](std::size_t i) { return KeyId{load_u32(page[i].key.data() + 8)}; };
    KITH_DO(nodes.run(
        rows_, Family::kNode,
        [&](std::size_t i, std::string_view, std::string_view stored) {
          compare(i, record::find_node_property(stored, key_of(i)));
        },
        missing));
    return edges.run(
        rows_, Family::kEdge,
        [&](std::size_t i, std::string_view, std::string_view stored) {
          compare(i, record::find_edge_property(stored, key_of(i)));
        },
        missing);
  });
}

}  // namespace kith::storage
