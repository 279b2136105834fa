#include "storage/schema.h"

#include <algorithm>
#include <functional>
#include <mutex>
#include <utility>

#include "storage/constraint.h"
#include "storage/index_entries.h"
#include "storage/keys.h"
#include "storage/overlay.h"
#include "storage/rows.h"

namespace kith::storage {

namespace {

constexpr std::size_t kBuildRows = 1000;
constexpr int kFreeTries = 3;  // then the gate keeps others from committing

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
    KITH_TRY(const NewToken type, engine.token(Dictionary::kTypes, definition.label_or_type));
    index.type = TypeId{type.token};
  } else {
    KITH_TRY(const NewToken label, engine.token(Dictionary::kLabels, definition.label_or_type));
    index.label = LabelId{label.token};
  }
  for (const std::string& name : definition.keys) {
    KITH_TRY(const NewToken key, engine.token(Dictionary::kKeys, name));
    if (std::find(index.keys.begin(), index.keys.end(), KeyId{key.token}) != index.keys.end())
      return Error{.code = ErrorCode::kArgument, .message = "the property `" + name + "` is named twice"};
    index.keys.push_back(KeyId{key.token});
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
    if (is_taken && holder == entries.back().value) continue;  // whoever wrote the entity meanwhile has written it, too
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

/// A write transaction of the engine, for as long as the scope.
class OpenWrite {
 public:
  OpenWrite(Engine& engine, ViewPtr view) : engine_(engine), view_(std::move(view)) {}
  OpenWrite(const OpenWrite&) = delete;
  OpenWrite& operator=(const OpenWrite&) = delete;
  ~OpenWrite() { engine_.end_write(*view_, false); }

 private:
  Engine& engine_;
  ViewPtr view_;
};

/// One batch: the entities behind `low`, which moves on. False after the last. kConflict: again.
Result<bool> build_batch(Engine& engine, const Index& index, std::string& low, std::string_view high) {
  KITH_TRY(const ViewPtr now, engine.begin_write(false));
  const OpenWrite open(engine, now);
  const Rows rows(*now, nullptr);
  std::vector<std::uint64_t> ids;
  std::string next = low;
  KITH_DO(rows.scan(Family::kIndex, low, high, [&](std::string_view key, std::string_view) {
    ids.push_back(last_id(key));
    next.assign(key);
    return ids.size() < kBuildRows;
  }));
  next.push_back('\0');
  KITH_TRY(const auto subjects, read_subjects(rows, index, ids));
  KITH_TRY(const auto entries, entries_of(rows, index, subjects));
  if (!entries.empty()) {
    Overlay overlay;
    // Whoever changes one of them meanwhile writes its entries, and these would be of the past.
    for (const std::uint64_t id : ids)
      overlay.claims.check(claim(index.on_edges ? Claimed::kEdgeRecord : Claimed::kNodeRecord, id));
    for (const IndexEntry& entry : entries) {
      if (!entry.value.empty()) overlay.claims.take(claim(Claimed::kUnique, entry.key));
      overlay.put(Family::kIndex, entry.key, entry.value);
    }
    Commit commit{.overlay = &overlay, .view = now, .durability = Durability::kNone};
    KITH_DO(engine.commit(commit));
  }
  low = std::move(next);
  return ids.size() == kBuildRows;
}

/// Writes the entries of all entities that are there, batch by batch, beside other writers.
Status build(Engine& engine, const Index& index, const RunControl& control) {
  std::string low = index.on_edges ? std::string(type_prefix(index.type)) : std::string(label_prefix(index.label));
  const std::string high = prefix_end(low);
  int tries = 0;
  while (true) {
    KITH_DO(control.check());
    Committer::Gate gate;
    if (++tries > kFreeTries) {
      KITH_TRY(gate, engine.take_gate(control));
    }
    const Result<bool> more = build_batch(engine, index, low, high);
    if (!more.is_ok()) {
      if (more.error().code == ErrorCode::kConflict) continue;
      return more.status();
    }
    if (!*more) return ok();
    tries = 0;
  }
}

/// A change that the indexes of the catalog go through; write transactions see it as a conflict.
SchemaChange schema_change(std::function<void(Catalog&)> change, std::function<void(KvBatch&)> rows) {
  return {.rows = std::move(rows), .catalog = [change = std::move(change)](Catalog& catalog) {
            change(catalog);
            ++catalog.version;
            ++catalog.schema_version;
          }};
}

Status remove(Engine& engine, IndexId id) {
  return engine.commit_schema(schema_change(
      [id](Catalog& catalog) { std::erase_if(catalog.indexes, [&](const Index& index) { return index.id == id; }); },
      [id](KvBatch& batch) {
        batch.erase(Family::kMeta, index_row_key(id));
        batch.erase_range(Family::kIndex, entry_prefix(id), entry_prefix(id).end());
      }));
}

Status build_and_finish(Engine& engine, Index index, const RunControl& control) {
  Status built = build(engine, index, control);
  if (!built.is_ok()) {
    if (!engine.kv().has_failed()) KITH_DO(remove(engine, index.id));
    return built;
  }
  index.state = IndexState::kReady;
  SchemaChange change = schema_change(
      [&](Catalog& catalog) {
        for (Index& known : catalog.indexes)
          if (known.id == index.id) known = index;
      },
      [&](KvBatch& batch) { batch.put(Family::kMeta, index_row_key(index.id), index_row(index)); });
  change.stops_writers = false;  // they have kept its entries since it began
  return engine.commit_schema(change);
}

}  // namespace

Result<bool> create_index(Engine& engine, const IndexDefinition& definition, bool if_not_exists,
                          const RunControl& control) {
  std::lock_guard schema(engine.schema_mutex());
  KITH_TRY(Index index, resolve(engine, definition));
  const CatalogPtr catalog = engine.catalog();
  for (const Index& known : catalog->indexes) {
    if (known.name != index.name && !is_same_schema(known, index)) continue;
    if (if_not_exists) return false;
    return Error{.code = ErrorCode::kSchema,
                 .message = "there is already " + definition_text(*catalog, known).substr(sizeof("CREATE ") - 1),
                 .detail = index.is_constraint() ? "ConstraintAlreadyExists" : "IndexAlreadyExists"};
  }
  KITH_TRY(const std::uint64_t id, engine.leases().take(Lease::kIndex));
  index.id = IndexId{static_cast<std::uint32_t>(id)};
  index.state = IndexState::kBuilding;
  KITH_DO(engine.commit_schema(schema_change(
      [&](Catalog& changed) { changed.indexes.push_back(index); },
      [&](KvBatch& batch) { batch.put(Family::kMeta, index_row_key(index.id), index_row(index)); })));
  KITH_DO(build_and_finish(engine, index, control));
  return true;
}

Result<bool> drop_index(Engine& engine, std::string_view name, bool constraint, bool if_exists) {
  std::lock_guard schema(engine.schema_mutex());
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
    KITH_DO(engine.commit_schema({.rows = [&](KvBatch& batch) {
      batch.erase_range(Family::kIndex, entry_prefix(index.id), entry_prefix(index.id).end());
    }}));
    Status built = build_and_finish(engine, index, {});
    if (!built.is_ok() && built.error().code != ErrorCode::kConstraint) return built;
  }
  return ok();
}

}  // namespace kith::storage
