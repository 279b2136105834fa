#include "storage/check.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "record/record.h"
#include "storage/index_entries.h"
#include "storage/keys.h"
#include "storage/rows.h"

namespace kith::storage {

namespace {

constexpr std::size_t kPageRows = 1024;

struct RowCopy {
  std::string key;
  std::string value;
};

std::string name_of(NodeId node) { return "the node " + std::to_string(raw(node)); }

std::string name_of(EdgeId edge) { return "the edge " + std::to_string(raw(edge)); }

/// Keys that must or may exist, looked up together.
class Lookup {
 public:
  /// Remembers that `key` is to be looked up on behalf of `subject`.
  void add(std::string key, std::size_t subject) { wanted_.emplace_back(std::move(key), subject); }

  /// Calls `found(subject, value)` or `missing(subject, key)` for each.
  template <class Found, class Missing>
  Status run(const Rows& rows, Family family, Found found, Missing missing) {
    std::sort(wanted_.begin(), wanted_.end());
    std::vector<std::string_view> keys;
    for (const auto& [key, subject] : wanted_)
      if (keys.empty() || keys.back() != key) keys.push_back(key);
    std::vector<std::pair<bool, std::string>> values(keys.size());
    KITH_DO(rows.get_many(family, keys,
                          [&](std::size_t i, std::string_view value) { values[i] = {true, std::string(value)}; }));
    std::size_t at = 0;
    for (const auto& [key, subject] : wanted_) {
      while (keys[at] != key) ++at;
      if (values[at].first)
        found(subject, std::string_view(values[at].second));
      else
        missing(subject, std::string_view(key));
    }
    wanted_.clear();
    return ok();
  }

 private:
  std::vector<std::pair<std::string, std::size_t>> wanted_;
};

class Checker {
 public:
  explicit Checker(const View& view) : rows_(view, nullptr), catalog_(*view.catalog), commit_(view.commit) {}

  Result<CheckReport> run() {
    const auto step = [&](Status status) -> Status {
      if (status.is_ok() || status.error().code == ErrorCode::kClosed) return status;
      damage(kUnreadable, status.error().message);
      return ok();
    };
    KITH_DO(step(check_nodes()));
    KITH_DO(step(check_edges()));
    KITH_DO(step(check_adjacency()));
    KITH_DO(step(check_index()));
    KITH_DO(step(check_big()));
    KITH_DO(step(check_counts()));
    KITH_DO(step(check_leases()));
    return std::move(report_);
  }

 private:
  using Page = std::vector<RowCopy>;

  void damage(const char* kind, std::string message) {
    if (report_.damage.size() < kDamageMax) report_.damage.push_back({kind, std::move(message)});
  }

  /// All rows of a family, page by page.
  template <class Use>
  Status pages(Family family, Use use) {
    std::string low;
    const std::string high(40, '\xFF');
    Page page;
    do {
      page.clear();
      KITH_DO(rows_.scan(family, low, high, [&](std::string_view key, std::string_view value) {
        page.push_back({std::string(key), std::string(value)});
        return page.size() < kPageRows;
      }));
      if (page.empty()) break;
      low = page.back().key + '\0';
      KITH_DO(use(page));
    } while (page.size() == kPageRows);
    return ok();
  }

  template <class Id>
  bool check_header(Id id, std::string_view stored) {
    if (stored.size() <= record::kHeaderBytes) {
      damage(kBadRecord, name_of(id) + " has a record of " + std::to_string(stored.size()) + " bytes");
      return false;
    }
    const std::uint64_t commit = record::commit_of(stored);
    const std::uint64_t created = record::created_of(stored);
    if (commit == 0 || commit > commit_ || created == 0 || created > commit)
      damage(kWrongCommit, name_of(id) + " is of commit " + std::to_string(commit) + ", created by " +
                               std::to_string(created) + ", in a store at commit " + std::to_string(commit_));
    return true;
  }

  template <class Id>
  void check_properties(Id id, const std::vector<record::Property>& properties) {
    for (const record::Property& p : properties) {
      if (raw(p.key) >= catalog_.keys.size())
        damage(kUnknownName, name_of(id) + " has a property of the unknown key " + std::to_string(raw(p.key)));
      if (!p.big) continue;
      std::string value;
      const auto found = rows_.get(Family::kBig, big_key(owner_of(id), p.key, p.big->serial), value);
      if (!found.is_ok())
        damage(kUnreadable, found.error().message);
      else if (!*found || value.size() != p.big->size_bytes)
        damage(kMissingBig, name_of(id) + " has a long value of " + std::to_string(p.big->size_bytes) +
                                " bytes which " + (*found ? "has another length" : "is missing"));
    }
  }

  /// The entries an entity must have under one index. Nothing if a long value is missing (said elsewhere).
  template <class Id>
  std::vector<IndexEntry> entries_of(const Index& index, Id id, const std::vector<record::Property>& properties) {
    std::vector<IndexEntry> entries;
    const auto resolve = [&](const record::Property& p) { return rows_.resolve(owner_of(id), record::Property(p)); };
    if (!append_entries(index, properties, raw(id), resolve, entries).is_ok()) entries.clear();
    return entries;
  }

  template <class Id>
  void want_entries(const Index& index, Id id, const std::vector<record::Property>& properties, std::size_t subject) {
    // That a unique entry names another entity is found from the entry's side.
    for (IndexEntry& entry : entries_of(index, id, properties)) lookup_.add(std::move(entry.key), subject);
  }

  // ---- nodes ----

  Status check_nodes() {
    return pages(Family::kNode, [&](const Page& page) -> Status {
      std::vector<NodeId> ids(page.size());
      for (std::size_t i = 0; i < page.size(); ++i) {
        if (page[i].key.size() != kEntityKeyBytes) {
          damage(kBadKey, "a key of the family node has " + std::to_string(page[i].key.size()) + " bytes");
          continue;
        }
        ids[i] = parse_node_key(page[i].key);
        ++report_.nodes;
        node_max_ = std::max(node_max_, raw(ids[i]));
        if (!check_header(ids[i], page[i].value)) continue;
        const auto image = record::decode_node(page[i].value);
        if (!image.is_ok()) {
          damage(kBadRecord, name_of(ids[i]) + ": " + image.error().message);
          continue;
        }
        for (LabelId label : image->labels) {
          if (raw(label) >= catalog_.labels.size())
            damage(kUnknownName, name_of(ids[i]) + " has the unknown label " + std::to_string(raw(label)));
          ++labels_[label];
          lookup_.add(std::string(label_key(label, ids[i])), i);
        }
        check_properties(ids[i], image->properties);
        for (const Index& index : catalog_.indexes)
          if (!index.on_edges && std::binary_search(image->labels.begin(), image->labels.end(), index.label))
            want_entries(index, ids[i], image->properties, i);
      }
      return look_up_index([&](std::size_t i) { return name_of(ids[i]); });
    });
  }

  /// Memberships, entries and article rows that were wanted.
  template <class NameOf>
  Status look_up_index(NameOf subject_name) {
    return lookup_.run(
        rows_, Family::kIndex, [](std::size_t, std::string_view) {},
        [&](std::size_t subject, std::string_view key) {
          switch (static_cast<IndexTag>(key[0])) {
            case IndexTag::kLabel: damage(kMissingMembership, subject_name(subject) + " is not among those of its label"); break;
            case IndexTag::kType: damage(kMissingMembership, subject_name(subject) + " is not among those of its type"); break;
            case IndexTag::kSupport: damage(kMissingSupport, subject_name(subject) + " has evidence that its article does not know of"); break;
            case IndexTag::kEntry: damage(kMissingEntry, subject_name(subject) + " is missing in " + index_name(key)); break;
          }
        });
  }

  std::string index_name(std::string_view key) const {
    const Index* index = key.size() >= 5 ? catalog_.find_index(IndexId{load_u32(key.data() + 1)}) : nullptr;
    return index == nullptr ? "an unknown index" : "the index `" + index->name + "`";
  }

  // ---- edges and evidence ----

  Status check_edges() {
    return pages(Family::kEdge, [&](const Page& page) -> Status {
      std::vector<EdgeId> ids(page.size());
      Lookup ends;
      Lookup adjacency;
      Lookup articles;
      for (std::size_t i = 0; i < page.size(); ++i) {
        const RowCopy& row = page[i];
        if (row.key.size() != kEntityKeyBytes && row.key.size() != kEvidenceKeyBytes) {
          damage(kBadKey, "a key of the family edge has " + std::to_string(row.key.size()) + " bytes");
          continue;
        }
        ids[i] = parse_edge_key(row.key);
        if (row.key.size() == kEvidenceKeyBytes) {
          check_evidence(row, i, articles);
          continue;
        }
        ++report_.edges;
        edge_before_ = ids[i];
        edge_max_ = std::max(edge_max_, raw(ids[i]));
        if (!check_header(ids[i], row.value)) continue;
        const auto image = record::decode_edge(row.value);
        if (!image.is_ok()) {
          damage(kBadRecord, name_of(ids[i]) + ": " + image.error().message);
          continue;
        }
        if (raw(image->type) >= catalog_.types.size())
          damage(kUnknownName, name_of(ids[i]) + " has the unknown type " + std::to_string(raw(image->type)));
        ++types_[image->type];
        ends.add(std::string(node_key(image->from)), i);
        ends.add(std::string(node_key(image->to)), i);
        adjacency.add(std::string(adjacency_key(Direction::kOut, image->from, image->type, image->to, ids[i])), i);
        adjacency.add(std::string(adjacency_key(Direction::kIn, image->to, image->type, image->from, ids[i])), i);
        lookup_.add(std::string(type_key(image->type, ids[i])), i);
        check_properties(ids[i], image->properties);
        for (const Index& index : catalog_.indexes)
          if (index.on_edges && index.type == image->type) want_entries(index, ids[i], image->properties, i);
      }
      const auto found = [](std::size_t, std::string_view) {};
      KITH_DO(ends.run(rows_, Family::kNode, found, [&](std::size_t i, std::string_view key) {
        damage(kDanglingEdge, name_of(ids[i]) + " ends at " + name_of(parse_node_key(key)) + ", which does not exist");
      }));
      KITH_DO(adjacency.run(rows_, Family::kAdjacency, found, [&](std::size_t i, std::string_view key) {
        const char* way = key[0] == 0 ? "outgoing" : "incoming";
        damage(kMissingAdjacency, name_of(ids[i]) + " is not among the " + way + " edges of " +
                                      name_of(parse_adjacency_key(key).node));
      }));
      KITH_DO(articles.run(rows_, Family::kNode, found, [&](std::size_t i, std::string_view key) {
        damage(kStrayEvidence, name_of(ids[i]) + " cites " + name_of(parse_node_key(key)) + ", which does not exist");
      }));
      return look_up_index([&](std::size_t i) { return name_of(ids[i]); });
    });
  }

  void check_evidence(const RowCopy& row, std::size_t i, Lookup& articles) {
    const EvidenceKey place = parse_evidence_key(row.key);
    ++report_.evidence;
    if (place.edge != edge_before_)
      damage(kStrayEvidence, "there is evidence for " + name_of(place.edge) + ", which does not exist");
    if (place.extractor >= catalog_.extractors.size())
      damage(kUnknownName, "evidence for " + name_of(place.edge) + " is of an unknown extractor");
    if (check_header(place.edge, row.value))
      if (const auto image = record::decode_evidence(row.value); !image.is_ok())
        damage(kBadRecord, "evidence for " + name_of(place.edge) + ": " + image.error().message);
    articles.add(std::string(node_key(place.article)), i);
    lookup_.add(std::string(support_key(place)), i);
  }

  // ---- rows that repeat what a record says ----

  Status check_adjacency() {
    return pages(Family::kAdjacency, [&](const Page& page) -> Status {
      std::vector<AdjacencyKey> keys(page.size());
      Lookup edges;
      for (std::size_t i = 0; i < page.size(); ++i) {
        if (page[i].key.size() != kAdjacencyKeyBytes || page[i].key[0] > 1 || !page[i].value.empty()) {
          damage(kBadKey, "a row of the family adj has a key of " + std::to_string(page[i].key.size()) + " bytes and " +
                              std::to_string(page[i].value.size()) + " bytes of value");
          continue;
        }
        keys[i] = parse_adjacency_key(page[i].key);
        edges.add(std::string(edge_key(keys[i].edge)), i);
      }
      const auto stray = [&](std::size_t i) {
        damage(kStrayAdjacency, name_of(keys[i].node) + " lists " + name_of(keys[i].edge) +
                                    ", which is not an edge between it and " + name_of(keys[i].other));
      };
      return edges.run(
          rows_, Family::kEdge,
          [&](std::size_t i, std::string_view stored) {
            const auto ends = record::decode_ends(stored);
            if (!ends.is_ok()) return;  // said with the record
            const AdjacencyKey& key = keys[i];
            const bool is_out = key.direction == Direction::kOut;
            if (key.type != ends->type || key.node != (is_out ? ends->from : ends->to) ||
                key.other != (is_out ? ends->to : ends->from))
              stray(i);
          },
          [&](std::size_t i, std::string_view) { stray(i); });
    });
  }

  Status check_index() {
    return pages(Family::kIndex, [&](const Page& page) -> Status {
      Lookup nodes;
      Lookup edges;
      for (std::size_t i = 0; i < page.size(); ++i) place_index_row(page[i], i, nodes, edges);
      const auto missing = [&](std::size_t i, std::string_view) { stray_index_row(page[i]); };
      KITH_DO(nodes.run(
          rows_, Family::kNode,
          [&](std::size_t i, std::string_view stored) {
            const auto image = record::decode_node(stored);
            if (!image.is_ok()) return;
            const auto& labels = image->labels;
            if (static_cast<IndexTag>(page[i].key[0]) == IndexTag::kLabel) {
              if (!std::binary_search(labels.begin(), labels.end(), LabelId{load_u32(page[i].key.data() + 1)}))
                stray_index_row(page[i]);
              return;
            }
            const Index* index = catalog_.find_index(IndexId{load_u32(page[i].key.data() + 1)});
            if (!std::binary_search(labels.begin(), labels.end(), index->label) ||
                !has_entry(*index, NodeId{id_of(*index, page[i])}, image->properties, page[i]))
              stray_index_row(page[i]);
          },
          missing));
      return edges.run(
          rows_, Family::kEdge,
          [&](std::size_t i, std::string_view stored) {
            const auto tag = static_cast<IndexTag>(page[i].key[0]);
            if (tag == IndexTag::kSupport) return;
            const auto image = record::decode_edge(stored);
            if (!image.is_ok()) return;
            if (tag == IndexTag::kType) {
              if (image->type != TypeId{load_u32(page[i].key.data() + 1)}) stray_index_row(page[i]);
              return;
            }
            const Index* index = catalog_.find_index(IndexId{load_u32(page[i].key.data() + 1)});
            if (image->type != index->type ||
                !has_entry(*index, EdgeId{id_of(*index, page[i])}, image->properties, page[i]))
              stray_index_row(page[i]);
          },
          missing);
    });
  }

  static std::uint64_t id_of(const Index& index, const RowCopy& row) {
    return last_id(index.kind == IndexKind::kUnique ? row.value : row.key);
  }

  template <class Id>
  bool has_entry(const Index& index, Id id, const std::vector<record::Property>& properties, const RowCopy& row) {
    const std::vector<IndexEntry> entries = entries_of(index, id, properties);
    return std::any_of(entries.begin(), entries.end(),
                       [&](const IndexEntry& entry) { return entry.key == row.key && entry.value == row.value; });
  }

  /// Asks for the row that a row of the family index is derived from.
  void place_index_row(const RowCopy& row, std::size_t i, Lookup& nodes, Lookup& edges) {
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
      const Index* index = catalog_.find_index(IndexId{load_u32(key.data() + 1)});
      const std::string& holder = index != nullptr && index->kind == IndexKind::kUnique ? row.value : key;
      if (index == nullptr || holder.size() < 8) return stray_index_row(row);
      return (index->on_edges ? edges : nodes).add(std::string(Key().u64(id_of(*index, row))), i);
    }
    damage(kBadKey, "a key of the family index has the tag " + std::to_string(key.empty() ? 0 : key[0]) + " and " +
                        std::to_string(key.size()) + " bytes");
  }

  void stray_index_row(const RowCopy& row) {
    const std::string& key = row.key;
    switch (static_cast<IndexTag>(key[0])) {
      case IndexTag::kLabel:
        damage(kStrayMembership, name_of(NodeId{last_id(key)}) + " is listed under a label that it has not");
        return;
      case IndexTag::kType:
        damage(kStrayMembership, name_of(EdgeId{last_id(key)}) + " is listed under a type that it has not");
        return;
      case IndexTag::kSupport:
        damage(kStraySupport, name_of(parse_support_key(key).article) + " is said to support " +
                                  name_of(parse_support_key(key).edge) + ", which does not cite it there");
        return;
      case IndexTag::kEntry:
        damage(kStrayEntry, index_name(key) + " has an entry for a value that no entity has");
        return;
    }
  }

  Status check_big() {
    return pages(Family::kBig, [&](const Page& page) -> Status {
      Lookup nodes;
      Lookup edges;
      for (std::size_t i = 0; i < page.size(); ++i) {
        if (page[i].key.size() != 20) {
          damage(kBadKey, "a key of the family big has " + std::to_string(page[i].key.size()) + " bytes");
          continue;
        }
        const std::uint64_t owner = load_u64(page[i].key.data());
        const bool on_edge = (owner & kEdgeOwner) != 0;
        (on_edge ? edges : nodes).add(std::string(Key().u64(owner & ~kEdgeOwner)), i);
      }
      const auto stray = [&](std::size_t i) {
        const std::uint64_t owner = load_u64(page[i].key.data());
        const bool on_edge = (owner & kEdgeOwner) != 0;
        damage(kStrayBig, (on_edge ? name_of(EdgeId{owner & ~kEdgeOwner}) : name_of(NodeId{owner})) +
                              " does not refer to a long value that is stored for it");
      };
      const auto missing = [&](std::size_t i, std::string_view) { stray(i); };
      const auto compare = [&](std::size_t i, const Result<record::Property>& property) {
        if (!property.is_ok()) return;
        if (!property->big || property->big->serial != last_id(page[i].key)) stray(i);
      };
      KITH_DO(nodes.run(rows_, Family::kNode,
                        [&](std::size_t i, std::string_view stored) {
                          compare(i, record::find_node_property(stored, KeyId{load_u32(page[i].key.data() + 8)}));
                        },
                        missing));
      return edges.run(rows_, Family::kEdge,
                       [&](std::size_t i, std::string_view stored) {
                         compare(i, record::find_edge_property(stored, KeyId{load_u32(page[i].key.data() + 8)}));
                       },
                       missing);
    });
  }

  // ---- numbers ----

  Status check_count(Counted what, std::uint32_t token, std::uint64_t found, const std::string& of) {
    std::string bytes;
    KITH_TRY(const bool is_there, rows_.get(Family::kMeta, count_key(what, token), bytes));
    if (is_there && bytes.size() != 8) {
      damage(kBadRecord, "the count of " + of + " is not eight bytes long");
      return ok();
    }
    const std::uint64_t said = is_there ? load_u64(bytes.data()) : 0;
    if (said != found)
      damage(kWrongCount, "there are " + std::to_string(found) + " " + of + ", and the count says " + std::to_string(said));
    return ok();
  }

  Status check_counts() {
    KITH_DO(check_count(Counted::kNodes, 0, report_.nodes, "nodes"));
    KITH_DO(check_count(Counted::kEdges, 0, report_.edges, "edges"));
    for (std::uint32_t i = 0; i < catalog_.labels.size(); ++i)
      KITH_DO(check_count(Counted::kLabel, i, labels_[LabelId{i}], "nodes with the label `" + catalog_.labels.name(LabelId{i}) + "`"));
    for (std::uint32_t i = 0; i < catalog_.types.size(); ++i)
      KITH_DO(check_count(Counted::kType, i, types_[TypeId{i}], "edges of the type `" + catalog_.types.name(TypeId{i}) + "`"));
    return ok();
  }

  Status check_leases() {
    const auto check = [&](Lease lease, std::uint64_t greatest, const char* what) -> Status {
      std::string bytes;
      KITH_TRY(const bool found, rows_.get(Family::kMeta, lease_key(lease), bytes));
      const std::uint64_t limit = found && bytes.size() == 8 ? load_u64(bytes.data()) : 1;
      if (greatest >= limit)
        damage(kWrongLease, std::string("the greatest id of ") + what + " is " + std::to_string(greatest) +
                                ", and numbers from " + std::to_string(limit) + " would be given out again");
      return ok();
    };
    KITH_DO(check(Lease::kNode, node_max_, "a node"));
    KITH_DO(check(Lease::kEdge, edge_max_, "an edge"));
    return check(Lease::kCommit, commit_, "a commit");
  }

  Rows rows_;
  const Catalog& catalog_;
  std::uint64_t commit_;
  CheckReport report_;
  Lookup lookup_;
  std::map<LabelId, std::uint64_t> labels_;
  std::map<TypeId, std::uint64_t> types_;
  std::uint64_t node_max_ = 0;
  std::uint64_t edge_max_ = 0;
  EdgeId edge_before_ = {};
};

}  // namespace

Result<CheckReport> check(const View& view) { return Checker(view).run(); }

}  // namespace kith::storage
