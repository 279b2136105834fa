// Records, and the rows that must be there because of them.
#include "storage/check_walk.h"

namespace kith::storage {

namespace {

std::string number(std::uint64_t n) { return std::to_string(n); }

/// The record as commit `commit` would have written it.
std::string restamped(std::string_view stored, std::uint64_t commit, std::uint64_t created) {
  std::string made(stored);
  store_u64(made.data(), commit);
  store_u64(made.data() + 8, created);
  return made;
}

}  // namespace

bool Checker::has_header(const std::string& name, const RowCopy& row) {
  if (row.value.size() > record::kHeaderBytes) return true;
  damage(kBadRecord, name + " has a record of " + number(row.value.size()) + " bytes");
  return false;
}

void Checker::check_commit(const std::string& name, Family family, const RowCopy& row) {
  const std::uint64_t commit = record::commit_of(row.value);
  const std::uint64_t created = record::created_of(row.value);
  if (commit < commit_limit_) commit_max_ = std::max(commit_max_, commit);
  if (commit != 0 && commit <= commit_ && created != 0 && created <= commit) return;
  std::string message = name + " is of commit " + number(commit) + ", created by " + number(created) +
                        ", in a store at commit " + number(commit_);
  const bool was_given_out = commit > commit_ && commit < commit_limit_ && created != 0 && created <= commit;
  if (was_given_out || commit_ == 0) {
    damage(kWrongCommit, std::move(message));  // it is the store's number that is wrong: see check_leases
  } else {
    const std::uint64_t as = commit == 0 || commit > commit_ ? commit_ : commit;
    damage(kWrongCommit, std::move(message), family, row.key,
           restamped(row.value, as, created == 0 || created > as ? as : created));
  }
}

void Checker::check_properties(std::uint64_t owner, const std::string& name,
                               const std::vector<record::Property>& properties) {
  for (const record::Property& p : properties) {
    if (raw(p.key) >= catalog_.keys.size())
      damage(kUnknownName, name + " has a property of the unknown key " + number(raw(p.key)));
    if (!p.big) continue;
    std::string value;
    const auto found = rows_.get(Family::kBig, big_key(owner, p.key, p.big->serial), value);
    if (!found.is_ok())
      damage(kUnreadable, found.error().message);
    else if (!*found || value.size() != p.big->size_bytes)
      damage(kMissingBig, name + " has a long value of " + number(p.big->size_bytes) + " bytes which " +
                              (*found ? "has another length" : "is missing"));
  }
}

std::optional<std::vector<IndexEntry>> Checker::entries_of(const Index& index, std::uint64_t owner, std::uint64_t id,
                                                           const std::vector<record::Property>& properties) {
  std::vector<IndexEntry> entries;
  const auto resolve = [&](const record::Property& p) { return rows_.resolve(owner, record::Property(p)); };
  if (!append_entries(index, properties, id, resolve, entries).is_ok()) return std::nullopt;
  return entries;
}

void Checker::want_entries(const Index& index, std::uint64_t owner, std::uint64_t id,
                           const std::vector<record::Property>& properties, std::size_t subject) {
  if (index.state != IndexState::kReady) return;  // it is filled when the store is next opened for writing
  auto entries = entries_of(index, owner, id, properties);
  if (!entries) {
    if (index.is_full_text()) unknown_texts_.insert(index.id);
    return;
  }
  if (index.is_full_text()) return want_document(index, *std::move(entries), subject);
  for (IndexEntry& entry : *entries) lookup_.add(std::move(entry.key), subject);
}

Status Checker::check_nodes() {
  return pages(Family::kNode, [&](const Page& page) -> Status {
    std::vector<std::uint64_t> ids(page.size());
    std::vector<std::string> names(page.size());
    for (std::size_t i = 0; i < page.size(); ++i) {
      if (page[i].key.size() != kEntityKeyBytes) {
        stray(kBadKey, "a key of the family node has " + number(page[i].key.size()) + " bytes", Family::kNode, page[i].key);
        continue;
      }
      const NodeId id = parse_node_key(page[i].key);
      ids[i] = raw(id);
      names[i] = name_of(id);
      ++report_.nodes;
      node_max_ = std::max(node_max_, raw(id));
      if (!node_first_) node_first_ = id;
      if (!has_header(names[i], page[i])) continue;
      const auto image = record::decode_node(page[i].value);
      if (!image.is_ok()) {
        damage(kBadRecord, names[i] + ": " + image.error().message);
        continue;
      }
      check_commit(names[i], Family::kNode, page[i]);
      for (LabelId label : image->labels) {
        if (raw(label) >= catalog_.labels.size())
          damage(kUnknownName, names[i] + " has the unknown label " + number(raw(label)));
        ++labels_[label];
        lookup_.add(std::string(label_key(label, id)), i);
      }
      check_properties(owner_of(id), names[i], image->properties);
      for (const Index& index : catalog_.indexes)
        if (index.is_on(image->labels)) want_entries(index, owner_of(id), raw(id), image->properties, i);
      check_constraints(*image, id);
      if (lookup_.size() > kLookupMax) KITH_DO(look_up_index(ids, names));
    }
    return look_up_index(ids, names);
  });
}

Status Checker::check_edges() {
  return pages(Family::kEdge, [&](const Page& page) -> Status {
    std::vector<std::uint64_t> ids(page.size());
    std::vector<std::string> names(page.size());
    Lookup ends;
    Lookup adjacency;
    Lookup articles;
    for (std::size_t i = 0; i < page.size(); ++i) {
      const RowCopy& row = page[i];
      if (row.key.size() != kEntityKeyBytes && row.key.size() != kEvidenceKeyBytes) {
        stray(kBadKey, "a key of the family edge has " + number(row.key.size()) + " bytes", Family::kEdge, row.key);
        continue;
      }
      const EdgeId id = parse_edge_key(row.key);
      ids[i] = raw(id);
      names[i] = name_of(id);
      if (row.key.size() == kEvidenceKeyBytes) {
        check_evidence(row, i, articles);
        continue;
      }
      ++report_.edges;
      edge_before_ = id;
      edge_max_ = std::max(edge_max_, raw(id));
      if (!edge_first_) edge_first_ = id;
      if (!has_header(names[i], row)) continue;
      const auto image = record::decode_edge(row.value);
      if (!image.is_ok()) {
        damage(kBadRecord, names[i] + ": " + image.error().message);
        continue;
      }
      check_commit(names[i], Family::kEdge, row);
      if (raw(image->type) >= catalog_.types.size())
        damage(kUnknownName, names[i] + " has the unknown type " + number(raw(image->type)));
      ++types_[image->type];
      ends.add(std::string(node_key(image->from)), i);
      ends.add(std::string(node_key(image->to)), i);
      adjacency.add(std::string(adjacency_key(Direction::kOut, image->from, image->type, image->to, id)), i);
      adjacency.add(std::string(adjacency_key(Direction::kIn, image->to, image->type, image->from, id)), i);
      lookup_.add(std::string(type_key(image->type, id)), i);
      check_properties(owner_of(id), names[i], image->properties);
      for (const Index& index : catalog_.indexes)
        if (index.is_on(image->type)) want_entries(index, owner_of(id), raw(id), image->properties, i);
      check_constraints(*image, id);
      if (lookup_.size() > kLookupMax) KITH_DO(look_up_index(ids, names));
    }
    const auto found = [](std::size_t, std::string_view, std::string_view) {};
    KITH_DO(ends.run(rows_, Family::kNode, found, [&](std::size_t i, std::string_view key) {
      damage(kDanglingEdge, names[i] + " ends at " + name_of(parse_node_key(key)) + ", which does not exist");
    }));
    KITH_DO(adjacency.run(rows_, Family::kAdjacency, found, [&](std::size_t i, std::string_view key) {
      const char* way = key[0] == 0 ? "outgoing" : "incoming";
      damage(kMissingAdjacency,
             names[i] + " is not among the " + way + " edges of " + name_of(parse_adjacency_key(key).node),
             Family::kAdjacency, key, std::string());
    }));
    KITH_DO(articles.run(rows_, Family::kNode, found, [&](std::size_t i, std::string_view key) {
      stray(kStrayEvidence, names[i] + " cites " + name_of(parse_node_key(key)) + ", which does not exist", Family::kEdge,
            page[i].key);
    }));
    return look_up_index(ids, names);
  });
}

void Checker::check_evidence(const RowCopy& row, std::size_t i, Lookup& articles) {
  const EvidenceKey place = parse_evidence_key(row.key);
  const std::string name = "evidence for " + name_of(place.edge);
  ++report_.evidence;
  if (place.edge != edge_before_)
    stray(kStrayEvidence, "there is " + name + ", which does not exist", Family::kEdge, row.key);
  if (place.extractor >= catalog_.extractors.size()) damage(kUnknownName, name + " is of an unknown extractor");
  if (has_header(name, row)) {
    if (const auto image = record::decode_evidence(row.value); !image.is_ok())
      damage(kBadRecord, name + ": " + image.error().message);
    else
      check_commit(name, Family::kEdge, row);
  }
  articles.add(std::string(node_key(place.article)), i);
  lookup_.add(std::string(support_key(place)), i);
}

Status Checker::look_up_index(const std::vector<std::uint64_t>& ids, const std::vector<std::string>& names) {
  struct Contested {
    std::size_t subject;
    std::string key;
    std::uint64_t holder;
  };
  std::vector<Contested> contested;
  KITH_DO(lookup_.run(
      rows_, Family::kIndex,
      [&](std::size_t subject, std::string_view key, std::string_view value) {
        if (const auto text = texts_.find(std::string(key)); text != texts_.end())
          compare_text_entry(*index_of(key), names[subject], key, value, text->second);
        else if (value.size() == 8 && load_u64(value.data()) != ids[subject])
          contested.push_back({subject, std::string(key), load_u64(value.data())});
      },
      [&](std::size_t subject, std::string_view key) {
        const auto mend = [&](const char* kind, const std::string& what, std::string value = {}) {
          damage(kind, names[subject] + what, Family::kIndex, key, std::move(value));
        };
        switch (static_cast<IndexTag>(key[0])) {
          case IndexTag::kLabel: return mend(kMissingMembership, " is not among those of its label");
          case IndexTag::kType: return mend(kMissingMembership, " is not among those of its type");
          case IndexTag::kSupport: return mend(kMissingSupport, " has evidence that its article does not know of");
          case IndexTag::kEntry: {
            const Index* index = index_of(key);
            const bool is_unique = index != nullptr && index->kind == IndexKind::kUnique;
            if (const auto text = texts_.find(std::string(key)); text != texts_.end())
              return mend(kMissingEntry, " is missing in " + index_name(key), text->second);
            return mend(kMissingEntry, " is missing in " + index_name(key),
                        is_unique ? std::string(std::string_view(Key().u64(ids[subject]))) : std::string());
          }
        }
      }));
  texts_.clear();
  for (const Contested& c : contested) {
    const Index* index = index_of(c.key);
    KITH_TRY(const bool is_held, holds(*index, c.holder, c.key));
    if (is_held) {
      damage(kViolated, names[c.subject] + " has the same values under the constraint `" + index->name + "` as " +
                            (index->on_edges ? name_of(EdgeId{c.holder}) : name_of(NodeId{c.holder})));
    } else {
      // Mended once the entry that is in its place has been deleted as a stray one.
      damage(kMissingEntry, names[c.subject] + " is missing in " + index_name(c.key));
    }
  }
  return ok();
}

Result<bool> Checker::holds(const Index& index, std::uint64_t id, std::string_view key) {
  std::string stored;
  KITH_TRY(const bool exists, rows_.get(index.on_edges ? Family::kEdge : Family::kNode, Key().u64(id), stored));
  if (!exists) return false;
  std::vector<record::Property> properties;
  std::uint64_t owner = 0;
  if (index.on_edges) {
    auto image = record::decode_edge(stored);
    if (!image.is_ok() || !index.is_on(image->type)) return !image.is_ok();
    properties = std::move(image->properties);
    owner = owner_of(EdgeId{id});
  } else {
    auto image = record::decode_node(stored);
    if (!image.is_ok()) return true;  // what it holds is not known
    if (!index.is_on(image->labels)) return false;
    properties = std::move(image->properties);
    owner = owner_of(NodeId{id});
  }
  const auto entries = entries_of(index, owner, id, properties);
  return !entries || std::any_of(entries->begin(), entries->end(), [&](const IndexEntry& e) { return e.key == key; });
}

}  // namespace kith::storage
