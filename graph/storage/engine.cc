#include "storage/engine.h"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "record/record.h"
#include "storage/file_system_type.h"

namespace kith::storage {

namespace {

constexpr std::uint64_t kTokensMax = 1'000'000;
constexpr std::uint64_t kClearRowsMax = 20'000;  // beyond, whole ranges are deleted

Error damaged(std::string message) {
  return Error{.code = ErrorCode::kCorruption, .message = std::move(message), .detail = "Meta"};
}

std::uint64_t default_memory_bytes() {
  const long pages = ::sysconf(_SC_PHYS_PAGES);
  const long page_bytes = ::sysconf(_SC_PAGE_SIZE);
  constexpr std::uint64_t kMost = std::uint64_t{1} << 30;
  if (pages <= 0 || page_bytes <= 0) return kMost / 4;
  return std::min(kMost, static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page_bytes) / 4);
}

template <class Id>
std::uint32_t add_token(Tokens<Id>& tokens, std::string_view name) {
  return raw(tokens.add(name));
}

template <class Id>
std::optional<std::uint32_t> find_token(const Tokens<Id>& tokens, std::string_view name) {
  if (const auto id = tokens.find(name)) return raw(*id);
  return std::nullopt;
}

/// Calls `use` with the dictionary's tokens.
template <class C, class F>
auto with_dictionary(C& catalog, Dictionary dictionary, F use) {
  switch (dictionary) {
    case Dictionary::kLabels: return use(catalog.labels);
    case Dictionary::kTypes: return use(catalog.types);
    case Dictionary::kKeys: return use(catalog.keys);
    case Dictionary::kExtractors: break;
  }
  return use(catalog.extractors);
}

}  // namespace

Engine::Engine()
    : committer_(
          leases_, [this](std::span<Commit* const> group) { return write_group(group); }, [this] { return view(); }) {}

// ---- opening ----

Result<std::shared_ptr<Engine>> Engine::open(std::string_view path, const StoreOptions& options,
                                             FileSystemPtr file_system) {
  const bool may_create = options.create_if_missing && !options.read_only;
  std::shared_ptr<Engine> engine(new Engine());
  engine->options_ = options;
  engine->clock_ = system_clock();
  engine->process_ = ::getpid();
  KITH_DO(check_file_system(path, options.allow_network_folder));
  KITH_TRY(engine->folder_, resolve_folder(path, may_create));
  KITH_TRY(FolderState state, inspect_folder(engine->folder_));
  if (state == FolderState::kForeign)
    return Error{.code = ErrorCode::kNotFound,
                 .message = "the folder " + engine->folder_ + " holds other files and no store",
                 .detail = "Store"};
  if (state == FolderState::kEmpty && !may_create)
    return Error{.code = ErrorCode::kNotFound, .message = "there is no store at " + engine->folder_, .detail = "Store"};
  if (!options.read_only) KITH_DO(check_writable_folder(engine->folder_));
  KITH_TRY(engine->lock_, FolderLock::take(engine->folder_, options.read_only));
  KITH_TRY(state, inspect_folder(engine->folder_));  // another process may have made the store meanwhile
  KITH_TRY(const std::optional<std::uint64_t> clean_commit, verify_clean_file(engine->folder_));
  if (clean_commit && !options.read_only) KITH_DO(set_clean_file_aside(engine->folder_));
  Status opened = engine->open_rows(state == FolderState::kEmpty, std::move(file_system), clean_commit);
  if (!opened.is_ok()) {
    if (engine->kv_ != nullptr) (void)engine->kv_->close();
    if (clean_commit && !options.read_only) put_clean_file_back(engine->folder_);
    return std::move(opened).error();
  }
  if (!options.read_only) drop_clean_file(engine->folder_);
  return engine;
}

Status Engine::open_rows(bool create, FileSystemPtr file_system, std::optional<std::uint64_t> clean_commit) {
  const std::uint64_t memory_bytes = options_.memory_bytes != 0 ? options_.memory_bytes : default_memory_bytes();
  KITH_TRY(kv_, Kv::open(folder_, {.create = create,
                                   .read_only = options_.read_only,
                                   .memory_bytes = std::max<std::uint64_t>(memory_bytes / 4, 8u << 20),
                                   .file_system = std::move(file_system),
                                   .check_place = [this] { return lock_.check_place(folder_); }}));
  background_sync_ = std::make_unique<BackgroundSync>(*kv_);
  KITH_TRY(const bool has_no_row, is_new());
  if (has_no_row && !options_.read_only) KITH_DO(create_format());
  KITH_DO(load());
  if (clean_commit && *clean_commit != view_->commit)
    return damaged("the store ends at commit " + std::to_string(view_->commit) + ", and was closed at " +
                   std::to_string(*clean_commit));
  return ok();
}

/// Whether there is no row at all: the store was made just now, or by a process that died before its first.
Result<bool> Engine::is_new() const {
  bool has_row = false;
  KITH_DO(kv_->scan(*kv_->snapshot(), Family::kMeta, {}, "\xFF", [&](std::string_view, std::string_view) {
    has_row = true;
    return false;
  }));
  return !has_row;
}

Status Engine::create_format() {
  return kv_->write(
      [](KvBatch& batch) {
        batch.put(Family::kMeta, format_key(), Key().u32(kFormatMajor).u32(kFormatMinor).u64(0));
        batch.put(Family::kMeta, last_commit_key(), Key().u64(0));
      },
      true);
}

Status Engine::check_format(const Snapshot& at) const {
  std::string bytes;
  KITH_TRY(const bool found, kv_->get(at, Family::kMeta, format_key(), bytes));
  if (!found || bytes.size() != 16) return damaged("the folder " + folder_ + " holds no kith store of a known format");
  const std::uint32_t major = load_u32(bytes.data());
  const std::uint64_t features = load_u64(bytes.data() + 8);
  if (major != kFormatMajor || (features & ~kFeaturesKnown) != 0)
    return Error{.code = ErrorCode::kUnsupported,
                 .message = "the store has format " + std::to_string(major) + "." +
                            std::to_string(load_u32(bytes.data() + 4)) + ", and this version reads " +
                            std::to_string(kFormatMajor) + "." + std::to_string(kFormatMinor),
                 .detail = "Format"};
  return ok();
}

Status Engine::load() {
  const SnapshotPtr now = kv_->snapshot();
  KITH_DO(check_format(*now));
  KITH_DO(leases_.open(*kv_));
  std::string bytes;
  KITH_TRY(const bool found, kv_->get(*now, Family::kMeta, last_commit_key(), bytes));
  if (!found || bytes.size() != 8) return damaged("the row of the last commit is missing or damaged");
  const std::uint64_t commit = load_u64(bytes.data());
  KITH_TRY(floors_, read_floors(*kv_, *now));
  KITH_TRY(Catalog catalog, read_catalog(*kv_, *now));
  bool is_damaged = false;
  KITH_DO(kv_->scan(*now, Family::kMeta, Key().u8(5), Key().u8(5).end(),
                    [&](std::string_view key, std::string_view value) {
                      is_damaged = key.size() != 6 || value.size() != 8;
                      if (is_damaged) return false;
                      const std::uint32_t token = load_u32(key.data() + 2);
                      const std::uint64_t count = load_u64(value.data());
                      const auto set = [&](std::vector<std::uint64_t>& counts) {
                        if (token >= counts.size()) counts.resize(token + 1);
                        counts[token] = count;
                      };
                      switch (static_cast<Counted>(key[1])) {
                        case Counted::kNodes: counts_.nodes = count; break;
                        case Counted::kEdges: counts_.edges = count; break;
                        case Counted::kLabel: is_damaged = token >= catalog.labels.size(); if (!is_damaged) set(counts_.labels); break;
                        case Counted::kType: is_damaged = token >= catalog.types.size(); if (!is_damaged) set(counts_.types); break;
                      }
                      return !is_damaged;
                    }));
  if (is_damaged) return damaged("a row of the counts is damaged");
  KITH_TRY(counts_.documents, read_document_counts(*kv_, *now));
  publish(commit, std::make_shared<const Catalog>(std::move(catalog)));
  return ok();
}

Engine::~Engine() {
  if (process_ != 0 && !is_own_process()) {
    if (kv_ != nullptr) kv_->abandon();
    (void)background_sync_.release();  // its thread is the parent's
    return;
  }
  (void)close();
}

bool Engine::is_own_process() const noexcept { return process_ == ::getpid(); }

Status Engine::check_open() const {
  if (!is_own_process())
    return Error{.code = ErrorCode::kUnsupported,
                 .message = "a store cannot be used in a forked child; open it there again",
                 .detail = "Forked"};
  std::lock_guard lock(view_mutex_);
  if (is_closed_) return Error{.code = ErrorCode::kClosed, .message = "the store is closed"};
  return ok();
}

Status Engine::close() {
  if (kv_ == nullptr) return ok();  // was never open
  KITH_DO([&]() -> Status {
    std::lock_guard lock(view_mutex_);
    if (is_closed_) return Error{.code = ErrorCode::kClosed, .message = "the store is closed"};
    is_closed_ = true;
    return ok();
  }());
  committer_.close();
  if (background_sync_ != nullptr) background_sync_->stop();
  std::lock_guard writing(write_mutex_);
  Status flushed;
  if (!options_.read_only) flushed = lock_.check_place(folder_);  // what is at the path may be another store
  const bool is_writable = view_ != nullptr && !options_.read_only && !kv_->has_failed() && flushed.is_ok();
  if (is_writable) {
    flushed = leases_.give_back();
    if (flushed.is_ok()) flushed = kv_->flush();
  }
  Status closed = kv_->close();
  if (flushed.is_ok()) flushed = std::move(closed);
  if (is_writable && flushed.is_ok()) flushed = write_clean_file(folder_, view_->commit);
  lock_.release();
  return flushed;
}

// ---- views ----

ViewPtr Engine::view() const {
  std::lock_guard lock(view_mutex_);
  return view_;
}

CatalogPtr Engine::catalog() const { return view()->catalog; }

void Engine::publish(std::uint64_t commit, CatalogPtr catalog) {
  auto next = std::make_shared<View>();
  next->commit = commit;
  next->kv = kv_;
  next->rows = kv_->snapshot();
  next->catalog = std::move(catalog);
  next->node_floor = floors_.node;
  next->edge_floor = floors_.edge;
  ViewPtr before = std::move(next);  // released outside the lock
  std::lock_guard lock(view_mutex_);
  std::swap(view_, before);
}

// ---- writing ----

Status Engine::check_writable() const {
  KITH_DO(check_open());
  if (options_.read_only)
    return Error{.code = ErrorCode::kReadOnly, .message = "the store was opened read-only", .detail = "ReadOnly"};
  if (kv_->has_failed()) return kv_->failed_write();
  return ok();
}

Result<ViewPtr> Engine::begin_write(bool serializable) {
  KITH_DO(check_writable());
  return committer_.begin(serializable);
}

Result<NewToken> Engine::token(Dictionary dictionary, std::string_view name) {
  const auto known_in = [&](const Catalog& catalog) {
    return with_dictionary(catalog, dictionary, [&](const auto& tokens) { return find_token(tokens, name); });
  };
  CatalogPtr newest = catalog();
  if (const auto known = known_in(*newest)) return NewToken{*known, std::move(newest)};
  std::lock_guard writing(write_mutex_);
  KITH_DO(check_writable());
  const ViewPtr now = view();
  if (const auto known = known_in(*now->catalog)) return NewToken{*known, now->catalog};
  auto made = std::make_shared<Catalog>(*now->catalog);
  const std::uint32_t token = with_dictionary(*made, dictionary, [&](auto& tokens) { return add_token(tokens, name); });
  if (token >= kTokensMax)
    return Error{.code = ErrorCode::kLimit,
                 .message = "a store has at most a million names of one kind",
                 .detail = "TokenLimit"};
  ++made->version;
  KITH_DO(kv_->write([&](KvBatch& batch) { batch.put(Family::kMeta, token_key(dictionary, token), name); }, false));
  publish(now->commit, made);
  return NewToken{token, std::move(made)};
}

void Engine::put_commit(KvBatch& batch, std::uint64_t commit) {
  batch.put(Family::kMeta, last_commit_key(), Key().u64(commit));
  commit_times_.put(batch, commit, clock_());
}

void Engine::put_counts(KvBatch& batch, const CountChanges& changes, Counts& after) const {
  const auto change = [&](std::uint64_t& count, std::int64_t by, Counted what, std::uint32_t token) {
    if (by == 0) return;
    count += static_cast<std::uint64_t>(by);
    batch.put(Family::kMeta, count_key(what, token), Key().u64(count));
  };
  const auto slot = [](std::vector<std::uint64_t>& counts, std::uint32_t token) -> std::uint64_t& {
    if (token >= counts.size()) counts.resize(token + 1);
    return counts[token];
  };
  change(after.nodes, changes.nodes, Counted::kNodes, 0);
  change(after.edges, changes.edges, Counted::kEdges, 0);
  for (const auto& [label, by] : changes.labels) change(slot(after.labels, raw(label)), by, Counted::kLabel, raw(label));
  for (const auto& [type, by] : changes.types) change(slot(after.types, raw(type)), by, Counted::kType, raw(type));
  put_document_counts(batch, changes.documents, after.documents);
}

void Engine::put_rows(KvBatch& batch, const Commit& commit, Counts& after) const {
  for (std::size_t i = 0; i < kFamilyCount; ++i) {
    const auto family = static_cast<Family>(i);
    const bool has_header = family == Family::kNode || family == Family::kEdge;
    for (auto& [key, row] : commit.overlay->table(family)) {
      if (row.is_deleted()) {
        batch.erase(family, key);
        continue;
      }
      if (has_header) record::stamp(row.value, commit.number);
      batch.put(family, key, row.text());
    }
  }
  put_counts(batch, commit.overlay->counts, after);
}

Status Engine::write_group(std::span<Commit* const> group) {
  std::lock_guard writing(write_mutex_);
  const std::uint64_t last = group.back()->number;
  bool is_sync = false;
  bool is_soon = false;
  std::optional<Floors> floors;
  std::size_t bytes = 0;
  std::shared_ptr<Catalog> catalog;
  for (const Commit* commit : group) {
    is_sync |= commit->durability == Durability::kSync;
    is_soon |= commit->durability == Durability::kGroup;
    bytes += commit->bytes();
    if (commit->schema == nullptr) continue;
    if (commit->schema->floors) floors = commit->schema->floors;
    if (catalog == nullptr) catalog = std::make_shared<Catalog>(*this->catalog());
    if (commit->schema->catalog) commit->schema->catalog(*catalog);
  }
  Counts after = counts_;
  KITH_DO(kv_->write(
      [&](KvBatch& batch) {
        for (const Commit* commit : group) {
          if (commit->overlay != nullptr) put_rows(batch, *commit, after);
          if (commit->schema == nullptr) continue;
          if (commit->schema->rows) commit->schema->rows(batch);
          for (const IndexId id : commit->schema->emptied) forget_document_counts(batch, id, after.documents);
          if (commit->schema->floors) forget_counts(batch, after);
        }
        put_commit(batch, last);
      },
      is_sync, bytes));
  counts_ = std::move(after);
  if (floors) floors_ = *floors;
  {
    KnownNodes::Change known(known_nodes_, last);
    if (floors) known.clear();
    for (const Commit* commit : group) {
      if (commit->overlay == nullptr) continue;
      for (const auto& [key, row] : commit->overlay->table(Family::kNode)) {
        if (row.is_deleted())
          known.erase(parse_node_key(key));
        else
          known.insert(parse_node_key(key));
      }
    }
  }
  try {
    publish(last, catalog != nullptr ? CatalogPtr(std::move(catalog)) : this->catalog());
  } catch (const std::bad_alloc&) {
    return kv_->fail("there is not enough memory to show what was written");
  }
  if (is_soon && !is_sync) background_sync_->soon();
  return ok();
}

Status Engine::commit_schema(const SchemaChange& change) {
  KITH_DO(check_writable());
  Commit commit{.schema = &change};
  return committer_.commit(commit);
}

/// Takes the rows of the counts away, and makes them 0.
void Engine::forget_counts(KvBatch& batch, Counts& counts) const {
  const auto forget = [&](Counted what, std::size_t tokens) {
    for (std::size_t i = 0; i < tokens; ++i) batch.erase(Family::kMeta, count_key(what, static_cast<std::uint32_t>(i)));
  };
  forget(Counted::kNodes, 1);
  forget(Counted::kEdges, 1);
  forget(Counted::kLabel, counts.labels.size());
  forget(Counted::kType, counts.types.size());
  for (const auto& [of, count] : counts.documents) batch.erase(Family::kMeta, document_count_key(of));
  counts = {};
}

Status Engine::clear() {
  constexpr Family kOfEntities[] = {Family::kNode, Family::kAdjacency, Family::kEdge, Family::kIndex,
                                    Family::kSegment, Family::kHistory, Family::kBig};
  KITH_DO(check_writable());
  std::lock_guard schema(schema_mutex_);
  KITH_TRY(const auto gate, take_gate({}));  // nothing may be committed that is not in the view
  const ViewPtr now = view();
  const std::string high(32, '\xFF');
  std::vector<std::pair<Family, std::string>> rows;
  for (Family family : kOfEntities) {
    if (rows.size() > kClearRowsMax) break;
    KITH_DO(kv_->scan(*now->rows, family, {}, high, [&](std::string_view key, std::string_view) {
      rows.emplace_back(family, key);
      return rows.size() <= kClearRowsMax;
    }));
  }
  const bool by_ranges = rows.size() > kClearRowsMax;
  const Floors floors{NodeId{leases_.next(Lease::kNode)}, EdgeId{leases_.next(Lease::kEdge)}};
  SchemaChange change{.floors = floors};
  change.rows = [&](KvBatch& batch) {
    if (by_ranges) {
      for (Family family : kOfEntities) batch.erase_range(family, {}, high);
    } else {
      for (const auto& [family, key] : rows) batch.erase(family, key);
    }
    for (const Index& index : now->catalog->indexes) batch.erase(Family::kMeta, index_row_key(index.id));
    for (const Constraint& constraint : now->catalog->constraints)
      batch.erase(Family::kMeta, constraint_row_key(constraint.id));
    batch.put(Family::kMeta, floors_key(), Key().u64(raw(floors.node)).u64(raw(floors.edge)));
  };
  change.catalog = [](Catalog& catalog) {
    ++catalog.version;
    ++catalog.schema_version;
    catalog.indexes.clear();
    catalog.constraints.clear();
  };
  KITH_DO(commit_schema(change));
  return by_ranges ? kv_->flush() : ok();
}

}  // namespace kith::storage
