#include "storage/schema.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "storage/constraint.h"
#include "storage/index_entries.h"
#include "storage/keys.h"
#include "storage/rows.h"

namespace kith::storage {

namespace {

constexpr std::size_t kBuildRows = 1000;

bool is_same_schema(const Index& a, const Index& b) {
  return a.kind == b.kind && a.on_edges == b.on_edges && a.label == b.label && a.type == b.type && a.keys == b.keys;
}

Result<Index> resolve(Engine& engine, const IndexDefinition& definition) {
  Index index;
  index.name = definition.name;
  index.kind = definition.kind;
  index.on_edges = definition.on_edges;
  if (definition.label_or_type.empty() || definition.keys.empty())
    return Error{.code = ErrorCode::kArgument, .message = "an index needs a label or type, and a property"};
  if (definition.kind == IndexKind::kEach && definition.keys.size() != 1)
    return Error{.code = ErrorCode::kArgument, .message = "an index on the elements of a list takes one property"};
  if (index.on_edges) {
    KITH_TRY(const std::uint32_t type, engine.token(Dictionary::kTypes, definition.label_or_type));
    index.type = TypeId{type};
  } else {
    KITH_TRY(const std::uint32_t label, engine.token(Dictionary::kLabels, definition.label_or_type));
    index.label = LabelId{label};
  }
  for (const std::string& name : definition.keys) {
    KITH_TRY(const std::uint32_t key, engine.token(Dictionary::kKeys, name));
    if (std::find(index.keys.begin(), index.keys.end(), KeyId{key}) != index.keys.end())
      return Error{.code = ErrorCode::kArgument, .message = "the property `" + name + "` is named twice"};
    index.keys.push_back(KeyId{key});
  }
  if (index.name.empty()) {
    index.name = index.kind == IndexKind::kUnique ? "constraint_" : index.kind == IndexKind::kEach ? "each_" : "index_";
    index.name += definition.label_or_type;
    for (const std::string& name : definition.keys) index.name += "_" + name;
  }
  return index;
}

/// The properties of one entity that is under the index, with its id.
struct Subject {
  std::uint64_t id;
  std::uint64_t owner;
  std::vector<record::Property> properties;
};

Result<std::vector<Subject>> read_subjects(const Rows& rows, const Index& index, const std::vector<std::uint64_t>& ids) {
  std::vector<Subject> subjects;
  std::string bytes;
  const Family family = index.on_edges ? Family::kEdge : Family::kNode;
  for (std::uint64_t id : ids) {
    KITH_TRY(const bool found, rows.get(family, Key().u64(id), bytes));
    if (!found)
      return Error{.code = ErrorCode::kCorruption,
                   .message = "the entity " + std::to_string(id) + " is a member and does not exist",
                   .detail = "Membership"};
    if (index.on_edges) {
      KITH_TRY(record::EdgeImage image, record::decode_edge(bytes));
      subjects.push_back({id, owner_of(EdgeId{id}), std::move(image.properties)});
    } else {
      KITH_TRY(record::NodeImage image, record::decode_node(bytes));
      subjects.push_back({id, owner_of(NodeId{id}), std::move(image.properties)});
    }
  }
  return subjects;
}

/// Entries of a batch of entities; kConstraint if one is there already.
Result<std::vector<IndexEntry>> entries_of(const Rows& rows, const Index& index, const std::vector<Subject>& subjects) {
  std::vector<IndexEntry> entries;
  for (const Subject& subject : subjects) {
    const auto resolve_value = [&](const record::Property& p) { return rows.resolve(subject.owner, record::Property(p)); };
    const std::size_t begin = entries.size();
    KITH_DO(append_entries(index, subject.properties, subject.id, resolve_value, entries));
    if (index.kind != IndexKind::kUnique || entries.size() == begin) continue;
    std::string holder;
    KITH_TRY(bool is_taken, rows.get(Family::kIndex, entries.back().key, holder));
    for (std::size_t i = 0; i < begin && !is_taken; ++i) {
      if (entries[i].key != entries.back().key) continue;
      is_taken = true;
      holder = entries[i].value;
    }
    if (!is_taken) continue;
    std::vector<Value> values;
    for (KeyId key : index.keys) {
      KITH_TRY(Value value, resolve_value(*find_property(subject.properties, key)));
      values.push_back(std::move(value));
    }
    return constraint_violated(rows.catalog(), index, values, holder.size() == 8 ? load_u64(holder.data()) : 0);
  }
  return entries;
}

/// Writes the entries of all entities that are there, batch by batch.
Status build(Engine& engine, const Index& index) {
  std::string low = index.on_edges ? std::string(type_prefix(index.type)) : std::string(label_prefix(index.label));
  const std::string high = prefix_end(low);
  while (true) {
    const ViewPtr now = engine.view();
    const Rows rows(*now, nullptr);
    std::vector<std::uint64_t> ids;
    KITH_DO(rows.scan(Family::kIndex, low, high, [&](std::string_view key, std::string_view) {
      ids.push_back(last_id(key));
      low.assign(key);
      return ids.size() < kBuildRows;
    }));
    low.push_back('\0');
    if (ids.empty()) return ok();
    KITH_TRY(const auto subjects, read_subjects(rows, index, ids));
    KITH_TRY(const auto entries, entries_of(rows, index, subjects));
    if (!entries.empty())
      KITH_DO(engine.commit_schema(*now->catalog, [&](KvBatch& batch) {
        for (const IndexEntry& entry : entries) batch.put(Family::kIndex, entry.key, entry.value);
      }));
    if (ids.size() < kBuildRows) return ok();
  }
}

Status remove(Engine& engine, IndexId id) {
  Catalog catalog = *engine.catalog();
  std::erase_if(catalog.indexes, [&](const Index& index) { return index.id == id; });
  ++catalog.version;
  ++catalog.schema_version;
  return engine.commit_schema(catalog, [&](KvBatch& batch) {
    batch.erase(Family::kMeta, index_row_key(id));
    batch.erase_range(Family::kIndex, entry_prefix(id), entry_prefix(id).end());
  });
}

Status build_and_finish(Engine& engine, Index index) {
  Status built = build(engine, index);
  if (!built.is_ok()) {
    KITH_DO(remove(engine, index.id));
    return built;
  }
  index.state = IndexState::kReady;
  Catalog catalog = *engine.catalog();
  for (Index& known : catalog.indexes)
    if (known.id == index.id) known = index;
  ++catalog.version;
  ++catalog.schema_version;
  return engine.commit_schema(
      catalog, [&](KvBatch& batch) { batch.put(Family::kMeta, index_row_key(index.id), index_row(index)); });
}

}  // namespace

Result<bool> create_index(Engine& engine, const IndexDefinition& definition, bool if_not_exists) {
  KITH_TRY(Index index, resolve(engine, definition));
  Catalog catalog = *engine.catalog();
  for (const Index& known : catalog.indexes) {
    if (known.name != index.name && !is_same_schema(known, index)) continue;
    if (if_not_exists) return false;
    return Error{.code = ErrorCode::kSchema,
                 .message = "there is already " + definition_text(catalog, known).substr(sizeof("CREATE ") - 1),
                 .detail = index.is_constraint() ? "ConstraintAlreadyExists" : "IndexAlreadyExists"};
  }
  KITH_TRY(const std::uint64_t id, engine.leases().take(Lease::kIndex));
  index.id = IndexId{static_cast<std::uint32_t>(id)};
  index.state = IndexState::kBuilding;
  catalog.indexes.push_back(index);
  ++catalog.version;
  ++catalog.schema_version;
  KITH_DO(engine.commit_schema(
      catalog, [&](KvBatch& batch) { batch.put(Family::kMeta, index_row_key(index.id), index_row(index)); }));
  KITH_DO(build_and_finish(engine, index));
  return true;
}

Result<bool> drop_index(Engine& engine, std::string_view name, bool constraint, bool if_exists) {
  const CatalogPtr catalog = engine.catalog();
  const Index* index = catalog->find_index(name);
  const std::string what = constraint ? "constraint" : "index";
  if (index == nullptr || (constraint && !index->is_constraint())) {
    if (if_exists) return false;
    return Error{.code = ErrorCode::kSchema,
                 .message = "there is no " + what + " `" + std::string(name) + "`",
                 .detail = constraint ? "ConstraintNotFound" : "IndexNotFound"};
  }
  if (!constraint && index->is_constraint())
    return Error{.code = ErrorCode::kSchema,
                 .message = "the index `" + std::string(name) + "` belongs to a constraint",
                 .detail = "IndexBelongsToConstraint",
                 .hint = "use DROP CONSTRAINT"};
  KITH_DO(remove(engine, index->id));
  return true;
}

Status finish_index_builds(Engine& engine) {
  const CatalogPtr catalog = engine.catalog();
  for (const Index& index : catalog->indexes) {
    if (index.state == IndexState::kReady) continue;
    KITH_DO(engine.commit_schema(*engine.catalog(), [&](KvBatch& batch) {
      batch.erase_range(Family::kIndex, entry_prefix(index.id), entry_prefix(index.id).end());
    }));
    Status built = build_and_finish(engine, index);
    if (!built.is_ok() && built.error().code != ErrorCode::kConstraint) return built;
  }
  return ok();
}

}  // namespace kith::storage
