#include "storage/schema.h"

#include <algorithm>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "storage/constraint.h"
#include "storage/constraint_check.h"
#include "storage/full_text_entries.h"
#include "storage/index_entries.h"
#include "storage/keys.h"
#include "storage/overlay.h"
#include "storage/rows.h"

namespace kith::storage {

namespace {

constexpr std::size_t kBuildRows = 1000;
constexpr std::size_t kBuildDocuments = 100;  // each has an entry for each of its words
constexpr int kFreeTries = 3;  // then the gate keeps others from committing

template <class A, class B>
bool is_same_target(const A& a, const B& b) {
  return a.on_edges == b.on_edges && a.label == b.label && a.type == b.type && a.keys == b.keys;
}

bool is_same_target(const Index& a, const Index& b) {
  return a.on_edges == b.on_edges && a.owner_tokens() == b.owner_tokens() && a.keys == b.keys;
}

/// The names of a definition as tokens, put into an Index or a Constraint.
template <class Definition, class Target>
Status resolve_names(Engine& engine, const Definition& definition, Target& out) {
  if (definition.label_or_type.empty() || definition.keys.empty())
    return Error{.code = ErrorCode::kArgument,
                 .message = "an index or constraint needs a label or type, and a property"};
  out.on_edges = definition.on_edges;
  if (out.on_edges) {
    KITH_TRY(const NewToken type, engine.token(Dictionary::kTypes, definition.label_or_type));
    out.type = TypeId{type.token};
  } else {
    KITH_TRY(const NewToken label, engine.token(Dictionary::kLabels, definition.label_or_type));
    out.label = LabelId{label.token};
  }
  for (const std::string& name : definition.keys) {
    KITH_TRY(const NewToken key, engine.token(Dictionary::kKeys, name));
    if (std::find(out.keys.begin(), out.keys.end(), KeyId{key.token}) != out.keys.end())
      return Error{.code = ErrorCode::kArgument, .message = "the property `" + name + "` is named twice"};
    out.keys.push_back(KeyId{key.token});
  }
  return ok();
}

/// A name for what was given none: after what it is on, and numbered if that is taken.
template <class Definition>
std::string chosen_name(const Catalog& catalog, const char* kind, const Definition& definition) {
  std::string name = kind + definition.label_or_type;
  if constexpr (std::is_same_v<Definition, IndexDefinition>)
    for (const std::string& owner : definition.more_owners) name += "_" + owner;
  for (const std::string& key : definition.keys) name += "_" + key;
  const auto is_taken = [&](const std::string& wanted) {
    return catalog.find_index(wanted) != nullptr || catalog.find_constraint(wanted) != nullptr;
  };
  if (!is_taken(name)) return name;
  for (int number = 2;; ++number) {
    std::string numbered = name + "_" + std::to_string(number);
    if (!is_taken(numbered)) return numbered;
  }
}

/// The labels or types of a full-text index, of which `index` has the first, and how it makes terms.
Status resolve_owners(Engine& engine, const IndexDefinition& definition, Index& index) {
  index.owners = {index.on_edges ? raw(index.type) : raw(index.label)};
  index.label = LabelId{Index::kNoToken};
  index.type = TypeId{Index::kNoToken};
  for (const std::string& name : definition.more_owners) {
    KITH_TRY(const NewToken owner, engine.token(index.on_edges ? Dictionary::kTypes : Dictionary::kLabels, name));
    index.owners.push_back(owner.token);
  }
  std::sort(index.owners.begin(), index.owners.end());
  index.owners.erase(std::unique(index.owners.begin(), index.owners.end()), index.owners.end());
  index.analysis = definition.analysis;
  return ok();
}

/// Begins the name of an index that was given none.
const char* name_prefix(IndexKind kind) {
  switch (kind) {
    case IndexKind::kRange: return "index_";
    case IndexKind::kUnique: return "constraint_";
    case IndexKind::kEach: return "each_";
    case IndexKind::kFullText: return "fulltext_";
    case IndexKind::kFolded: return "folded_";
  }
  return "";
}

/// What a program must know to write a store with this catalog and the rule.
std::uint64_t features_with(const Catalog& catalog, const std::vector<Rule>& rules) {
  bool has_constraint = !catalog.constraints.empty();
  bool has_full_text = false;
  bool has_folded = false;
  const auto see = [&](const Index& index) {
    has_full_text = has_full_text || index.is_full_text();
    has_folded = has_folded || index.kind == IndexKind::kFolded;
  };
  for (const Index& index : catalog.indexes) see(index);
  for (const Rule& rule : rules) {
    has_constraint = has_constraint || rule.constraint.has_value();
    if (rule.index) see(*rule.index);
  }
  return (has_constraint ? kFeatureConstraints : 0) | (has_full_text ? kFeatureFullText : 0) |
         (has_folded ? kFeatureFolded : 0);
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

/// Takes away the ids of those that are in the index: whoever has written them meanwhile has counted them, too.
Status drop_documents(const Rows& rows, const Index& index, std::vector<std::uint64_t>& ids) {
  std::vector<std::uint64_t> kept;
  for (const std::uint64_t id : ids) {
    KITH_TRY(const bool is_there, rows.exists(Family::kIndex, document_key(index.id, id)));
    if (!is_there) kept.push_back(id);
  }
  ids = std::move(kept);
  return ok();
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
  const std::size_t rows_max = index.is_full_text() ? kBuildDocuments : kBuildRows;
  KITH_DO(rows.scan(Family::kIndex, low, high, [&](std::string_view key, std::string_view) {
    ids.push_back(last_id(key));
    next.assign(key);
    return ids.size() < rows_max;
  }));
  next.push_back('\0');
  const bool is_last = ids.size() < rows_max;
  if (index.is_full_text()) KITH_DO(drop_documents(rows, index, ids));
  KITH_TRY(const auto subjects, read_subjects(rows, index, ids));
  KITH_TRY(const auto entries, entries_of(rows, index, subjects));
  if (!entries.empty()) {
    Overlay overlay;
    // Whoever changes one of them meanwhile writes its entries, and these would be of the past.
    for (const std::uint64_t id : ids) {
      const Claim record = claim(index.on_edges ? Claimed::kEdgeRecord : Claimed::kNodeRecord, id);
      overlay.claims.check(record);
      // Whether a document is counted must not change under those who change it and have not seen it here.
      if (index.is_full_text()) overlay.claims.write(record);
    }
    for (const IndexEntry& entry : entries) {
      if (index.kind == IndexKind::kUnique) overlay.claims.take(claim(Claimed::kUnique, entry.key));
      if (is_document(index, entry.key)) {
        KITH_TRY(const auto lengths, decode_lengths(entry.value));
        count_document(index.id, lengths, 1, overlay.counts.documents);
      }
      overlay.put(Family::kIndex, entry.key, entry.value);
    }
    Commit commit{.overlay = &overlay, .view = now, .durability = Durability::kNone};
    KITH_DO(engine.commit(commit));
  }
  low = std::move(next);
  return !is_last;
}

/// Writes the entries of all entities of one label or type that are there, batch by batch, beside other writers.
Status build(Engine& engine, const Index& index, std::uint32_t owner, const RunControl& control) {
  std::string low(index.on_edges ? type_prefix(TypeId{owner}) : label_prefix(LabelId{owner}));
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

Status build(Engine& engine, const Index& index, const RunControl& control) {
  for (const std::uint32_t owner : index.owner_tokens()) KITH_DO(build(engine, index, owner, control));
  return ok();
}

/// A change that the indexes of the catalog go through; write transactions see it as a conflict.
SchemaChange schema_change(std::function<void(Catalog&)> change, std::function<void(KvBatch&)> rows) {
  return {.rows = std::move(rows), .catalog = [change = std::move(change)](Catalog& catalog) {
            change(catalog);
            ++catalog.version;
            ++catalog.schema_version;
          }};
}

void erase(const Rule& rule, Catalog& catalog) {
  std::erase_if(catalog.indexes, [&](const Index& index) { return index.id == rule.id(); });
  std::erase_if(catalog.constraints, [&](const Constraint& constraint) { return constraint.id == rule.id(); });
}

void erase_rows(const Rule& rule, KvBatch& batch) {
  const IndexId id = rule.id();
  batch.erase(Family::kMeta, index_row_key(id));
  batch.erase(Family::kMeta, constraint_row_key(id));
  batch.erase_range(Family::kIndex, entry_prefix(id), entry_prefix(id).end());
}

/// The rule's place is kept by its number.
void insert(const Rule& rule, Catalog& catalog) {
  const auto put = [&](auto& all, const auto& one) {
    all.insert(std::upper_bound(all.begin(), all.end(), one, [](const auto& a, const auto& b) { return a.id < b.id; }),
               one);
  };
  if (rule.index) put(catalog.indexes, *rule.index);
  if (rule.constraint) put(catalog.constraints, *rule.constraint);
}

void put_rows(const Rule& rule, std::uint64_t features, KvBatch& batch) {
  if (rule.index) batch.put(Family::kMeta, index_row_key(rule.index->id), index_row(*rule.index));
  if (rule.constraint) batch.put(Family::kMeta, constraint_row_key(rule.constraint->id), constraint_row(*rule.constraint));
  if (features != 0) batch.put(Family::kMeta, format_key(), Key().u32(kFormatMajor).u32(kFormatMinor).u64(features));
}

/// Takes `removed` away and puts `added` there, in one commit.
Status replace(Engine& engine, const std::vector<Rule>& removed, const std::vector<Rule>& added) {
  const std::uint64_t features = features_with(*engine.catalog(), added);
  SchemaChange change = schema_change(
      [&](Catalog& catalog) {
        for (const Rule& rule : removed) erase(rule, catalog);
        for (const Rule& rule : added) insert(rule, catalog);
      },
      [&](KvBatch& batch) {
        for (const Rule& rule : removed) erase_rows(rule, batch);
        for (const Rule& rule : added) put_rows(rule, features, batch);
      });
  for (const Rule& rule : removed) change.emptied.push_back(rule.id());
  return engine.commit_schema(change);
}

/// Brings in the entities that are there already, and makes the rules ready together.
Status build_and_finish(Engine& engine, std::vector<Rule>& rules, const RunControl& control) {
  for (const Rule& rule : rules) {
    if (rule.constraint) KITH_DO(verify_constraint(*engine.view(), *rule.constraint, control));
    if (rule.index) KITH_DO(build(engine, *rule.index, control));
  }
  const std::uint64_t features = features_with(*engine.catalog(), rules);
  for (Rule& rule : rules) rule.set_state(IndexState::kReady);
  SchemaChange change = schema_change(
      [&](Catalog& catalog) {
        for (const Rule& rule : rules) {
          erase(rule, catalog);
          insert(rule, catalog);
        }
      },
      [&](KvBatch& batch) {
        for (const Rule& rule : rules) put_rows(rule, features, batch);
      });
  change.stops_writers = false;  // they have kept its entries since it began
  return engine.commit_schema(change);
}

/// A draft that a statement of its own or a transaction adds to: `change` on a copy of its catalog, which also has the
/// newest names. Its version is nobody else's, so that no plan is taken for another's.
Status change_draft(Engine& engine, SchemaDraft& draft, const std::function<void(Catalog&)>& change) {
  constexpr std::uint64_t kOfDrafts = std::uint64_t{1} << 63;
  KITH_TRY(const std::uint64_t number, engine.leases().take(Lease::kIndex));
  auto changed = std::make_shared<Catalog>(*engine.catalog());
  changed->indexes = draft.catalog->indexes;
  changed->constraints = draft.catalog->constraints;
  changed->schema_version = kOfDrafts | number;
  change(*changed);
  draft.catalog = std::move(changed);
  return ok();
}

Error already_there(const char* detail, const std::string& definition) {
  return Error{.code = ErrorCode::kSchema,
               .message = "there is already " + definition.substr(sizeof("CREATE ") - 1),
               .detail = detail};
}

/// What stands in the way of `rule`. It is `same` if it is of its own sort and has its name or means what it means.
struct Obstacle {
  Error error;
  bool same = false;
};

/// Whether two of such indexes, on the same, would serve the same.
bool has_tuples(const Index& index) { return index.kind == IndexKind::kRange || index.kind == IndexKind::kUnique; }

std::optional<Obstacle> obstacle_to(const Catalog& catalog, const Rule& rule) {
  std::optional<Obstacle> found;
  // An index that is wanted may be one that a constraint has made.
  const auto meet = [&](const std::string& name, bool is_index, bool is_constraint, bool same_meaning, bool excludes,
                        const std::string& definition) {
    const bool same_name = name == rule.name();
    if (!same_name && !same_meaning && !excludes) return;
    const bool same = (same_name && (rule.is_constraint() ? is_constraint : is_index)) || same_meaning;
    if (found && (found->same || !same)) return;
    found = Obstacle{already_there(is_constraint ? "ConstraintAlreadyExists" : "IndexAlreadyExists", definition), same};
  };
  for (const Index& known : catalog.indexes) {
    const Constraint* owner = catalog.find_constraint(known.id);
    const bool same_target = rule.index && is_same_target(known, *rule.index) &&
                             (known.kind == rule.index->kind || (has_tuples(known) && has_tuples(*rule.index)));
    // An index on what a constraint's index covers already is as good as there; two constraints are the same only if
    // both or none is a key.
    const bool same_meaning =
        same_target && (!rule.is_constraint() ||
                        (known.is_constraint() && (owner != nullptr) == rule.constraint.has_value()));
    meet(known.name, true, known.is_constraint(), same_meaning, same_target,
         owner != nullptr ? definition_text(catalog, *owner) : definition_text(catalog, known));
  }
  for (const Constraint& known : catalog.constraints) {
    if (known.kind == ConstraintKind::kKey) continue;  // by its index
    const bool same_target = rule.constraint && known.kind == rule.constraint->kind &&
                             is_same_target(known, *rule.constraint);
    meet(known.name, false, true, same_target && known.types == rule.constraint->types, same_target,
         definition_text(catalog, known));
  }
  return found;
}

Result<bool> add_unless_there(Engine& engine, SchemaDraft& draft, Rule rule, bool if_not_exists) {
  if (auto obstacle = obstacle_to(*draft.catalog, rule)) {
    if (if_not_exists && obstacle->same) return false;
    return std::move(obstacle->error);
  }
  KITH_TRY(const std::uint64_t number, engine.leases().take(Lease::kIndex));
  const IndexId id{static_cast<std::uint32_t>(number)};
  if (rule.index) rule.index->id = id;
  if (rule.constraint) rule.constraint->id = id;
  rule.set_state(IndexState::kBuilding);
  KITH_DO(change_draft(engine, draft, [&](Catalog& catalog) { insert(rule, catalog); }));
  draft.added.push_back(std::move(rule));
  return true;
}

}  // namespace

Result<bool> draft_index(Engine& engine, SchemaDraft& draft, const IndexDefinition& definition, bool if_not_exists) {
  if (definition.kind == IndexKind::kEach && definition.keys.size() != 1)
    return Error{.code = ErrorCode::kArgument, .message = "an index on the elements of a list takes one property"};
  Index index;
  index.kind = definition.kind;
  if (index.is_full_text()) KITH_DO(search::Analyzer::make(definition.analysis).status());
  KITH_DO(resolve_names(engine, definition, index));
  if (index.is_full_text()) KITH_DO(resolve_owners(engine, definition, index));
  KITH_DO(change_draft(engine, draft, [](Catalog&) {}));
  index.name = definition.name.empty() ? chosen_name(*draft.catalog, name_prefix(index.kind), definition) : definition.name;
  return add_unless_there(engine, draft, {.index = std::move(index)}, if_not_exists);
}

Result<bool> draft_constraint(Engine& engine, SchemaDraft& draft, const ConstraintDefinition& definition,
                              bool if_not_exists) {
  if (definition.kind == ConstraintKind::kUnique)
    return draft_index(engine, draft,
                       {.name = definition.name,
                        .kind = IndexKind::kUnique,
                        .on_edges = definition.on_edges,
                        .label_or_type = definition.label_or_type,
                        .keys = definition.keys},
                       if_not_exists);
  Constraint constraint;
  constraint.kind = definition.kind;
  constraint.types = definition.types;
  KITH_DO(resolve_names(engine, definition, constraint));
  KITH_DO(change_draft(engine, draft, [](Catalog&) {}));
  constraint.name = definition.name.empty() ? chosen_name(*draft.catalog, "constraint_", definition) : definition.name;
  Rule rule;
  if (constraint.kind == ConstraintKind::kKey)
    rule.index = Index{.id = {},
                       .name = constraint.name,
                       .kind = IndexKind::kUnique,
                       .on_edges = constraint.on_edges,
                       .label = constraint.label,
                       .type = constraint.type,
                       .keys = constraint.keys};
  rule.constraint = std::move(constraint);
  return add_unless_there(engine, draft, std::move(rule), if_not_exists);
}

Result<bool> draft_drop(Engine& engine, SchemaDraft& draft, std::string_view name, bool constraint, bool if_exists) {
  const Index* index = draft.catalog->find_index(name);
  const Constraint* alone = draft.catalog->find_constraint(name);
  const std::string what = constraint ? "constraint" : "index";
  const bool is_there = constraint ? alone != nullptr || (index != nullptr && index->is_constraint()) : index != nullptr;
  if (!is_there) {
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
  Rule rule;
  const IndexId id = index != nullptr ? index->id : alone->id;
  if (const Index* known = draft.catalog->find_index(id)) rule.index = *known;
  if (const Constraint* known = draft.catalog->find_constraint(id)) rule.constraint = *known;
  KITH_DO(change_draft(engine, draft, [&](Catalog& catalog) { erase(rule, catalog); }));
  const auto own = std::find_if(draft.added.begin(), draft.added.end(), [&](const Rule& one) { return one.id() == id; });
  if (own != draft.added.end())
    draft.added.erase(own);
  else
    draft.removed.push_back(std::move(rule));
  return true;
}

Status commit_draft(Engine& engine, SchemaDraft draft, const RunControl& control) {
  if (draft.is_empty()) return ok();
  KITH_DO(replace(engine, draft.removed, draft.added));
  if (draft.added.empty()) return ok();
  Status built = build_and_finish(engine, draft.added, control);
  if (built.is_ok() || engine.kv().has_failed()) return built;
  // Back to what was there. Whatever was dropped has to be built again, since others may have written meanwhile.
  for (Rule& rule : draft.removed) rule.set_state(IndexState::kBuilding);
  KITH_DO(replace(engine, draft.added, draft.removed));
  for (Rule& rule : draft.removed) {
    std::vector<Rule> one = {std::move(rule)};
    if (Status again = build_and_finish(engine, one, {}); !again.is_ok()) {
      if (engine.kv().has_failed()) return again;
      KITH_DO(replace(engine, one, {}));  // a constraint that was violated while it was away
    }
  }
  return built;
}

Result<bool> create_index(Engine& engine, const IndexDefinition& definition, bool if_not_exists,
                          const RunControl& control) {
  std::lock_guard schema(engine.schema_mutex());
  SchemaDraft draft(engine.catalog());
  KITH_TRY(const bool added, draft_index(engine, draft, definition, if_not_exists));
  KITH_DO(commit_draft(engine, std::move(draft), control));
  return added;
}

Result<bool> create_constraint(Engine& engine, const ConstraintDefinition& definition, bool if_not_exists,
                               const RunControl& control) {
  std::lock_guard schema(engine.schema_mutex());
  SchemaDraft draft(engine.catalog());
  KITH_TRY(const bool added, draft_constraint(engine, draft, definition, if_not_exists));
  KITH_DO(commit_draft(engine, std::move(draft), control));
  return added;
}

Result<bool> drop_index(Engine& engine, std::string_view name, bool constraint, bool if_exists) {
  std::lock_guard schema(engine.schema_mutex());
  SchemaDraft draft(engine.catalog());
  KITH_TRY(const bool removed, draft_drop(engine, draft, name, constraint, if_exists));
  KITH_DO(commit_draft(engine, std::move(draft), {}));
  return removed;
}

Status finish_index_builds(Engine& engine) {
  const CatalogPtr catalog = engine.catalog();
  std::vector<Rule> unfinished;
  for (const Index& index : catalog->indexes) {
    if (index.state == IndexState::kReady) continue;
    unfinished.push_back({.index = index});
    if (const Constraint* owner = catalog->find_constraint(index.id)) unfinished.back().constraint = *owner;
  }
  for (const Constraint& constraint : catalog->constraints)
    if (constraint.state != IndexState::kReady && catalog->find_index(constraint.id) == nullptr)
      unfinished.push_back({.index = {}, .constraint = constraint});
  for (Rule& rule : unfinished) {
    if (rule.index) {
      const IndexId id = rule.index->id;
      KITH_DO(engine.commit_schema(
          {.rows = [&](KvBatch& batch) { batch.erase_range(Family::kIndex, entry_prefix(id), entry_prefix(id).end()); },
           .emptied = {id}}));
    }
    std::vector<Rule> one = {std::move(rule)};
    Status built = build_and_finish(engine, one, {});
    if (built.is_ok()) continue;
    if (engine.kv().has_failed()) return built;
    KITH_DO(replace(engine, one, {}));
    if (built.error().code != ErrorCode::kConstraint) return built;
  }
  return ok();
}

}  // namespace kith::storage
