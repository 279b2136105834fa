#include "storage/store.h"

#include <algorithm>
#include <utility>

#include "storage/backup.h"
#include "storage/check.h"
#include "storage/constraint.h"
#include "storage/engine.h"
#include "storage/schema.h"
#include "storage/transaction_state.h"

namespace kith::storage {

struct Store::Impl {
  std::shared_ptr<Engine> engine;
};

Store::Store(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}

Store::~Store() {
  // Transactions that are still held keep the engine; the store is closed all the same.
  if (impl_->engine->is_own_process()) (void)impl_->engine->close();
}

Result<std::unique_ptr<Store>> Store::open(std::string_view path, const StoreOptions& options,
                                           FileSystemPtr file_system) {
  KITH_TRY(auto engine, Engine::open(path, options, std::move(file_system)));
  if (!options.read_only) KITH_DO(finish_index_builds(*engine));
  return std::unique_ptr<Store>(new Store(std::make_unique<Impl>(Impl{std::move(engine)})));
}

Result<ViewPtr> Store::view() const {
  KITH_DO(impl_->engine->check_open());
  return impl_->engine->view();
}

CatalogPtr Store::catalog() const { return impl_->engine->catalog(); }

Result<Transaction> Store::begin(bool read_only, bool serializable) {
  if (read_only) {
    KITH_TRY(ViewPtr now, view());
    return Transaction(std::make_unique<Transaction::Impl>(impl_->engine, std::move(now)));
  }
  KITH_TRY(ViewPtr now, impl_->engine->begin_write(serializable));
  return Transaction(std::make_unique<Transaction::Impl>(impl_->engine, std::move(now), serializable));
}

Result<CommitGate> Store::take_gate(const RunControl& control) {
  struct Held {
    std::shared_ptr<Engine> engine;  // outlives the gate
    Committer::Gate gate;
  };
  KITH_TRY(Committer::Gate gate, impl_->engine->take_gate(control));
  return CommitGate(std::make_shared<Held>(impl_->engine, std::move(gate)));
}

Result<bool> Store::create_index(const IndexDefinition& definition, bool if_not_exists, const RunControl& control) {
  KITH_DO(impl_->engine->check_open());
  return storage::create_index(*impl_->engine, definition, if_not_exists, control);
}

Result<bool> Store::drop_index(std::string_view name, bool constraint, bool if_exists) {
  KITH_DO(impl_->engine->check_open());
  return storage::drop_index(*impl_->engine, name, constraint, if_exists);
}

Result<bool> Store::create_constraint(const ConstraintDefinition& definition, bool if_not_exists,
                                      const RunControl& control) {
  KITH_DO(impl_->engine->check_open());
  return storage::create_constraint(*impl_->engine, definition, if_not_exists, control);
}

Status Store::clear() { return impl_->engine->clear(); }

Result<StoreInfo> Store::info() const {
  KITH_TRY(const ViewPtr now, view());
  const Reader reader(now, nullptr);
  const Catalog& catalog = *now->catalog;
  StoreInfo info{.format_major = kFormatMajor, .format_minor = kFormatMinor, .last_commit = now->commit};
  KITH_TRY(info.nodes, reader.count_nodes());
  KITH_TRY(info.edges, reader.count_edges());
  info.size_bytes = folder_bytes(impl_->engine->folder());
  for (std::uint32_t i = 0; i < catalog.labels.size(); ++i) {
    KITH_TRY(const std::uint64_t count, reader.count_nodes(LabelId{i}));
    info.labels.emplace_back(catalog.labels.name(LabelId{i}), count);
  }
  for (std::uint32_t i = 0; i < catalog.types.size(); ++i) {
    KITH_TRY(const std::uint64_t count, reader.count_edges(TypeId{i}));
    info.edge_types.emplace_back(catalog.types.name(TypeId{i}), count);
  }
  for (std::uint32_t i = 0; i < catalog.keys.size(); ++i) info.property_keys.push_back(catalog.keys.name(KeyId{i}));
  std::sort(info.labels.begin(), info.labels.end());
  std::sort(info.edge_types.begin(), info.edge_types.end());
  std::sort(info.property_keys.begin(), info.property_keys.end());
  for (const Index& index : catalog.indexes)
    if (catalog.find_constraint(index.id) == nullptr)
      (index.is_constraint() ? info.constraints : info.indexes).push_back(definition_text(catalog, index));
  for (const Constraint& constraint : catalog.constraints)
    info.constraints.push_back(definition_text(catalog, constraint));
  return info;
}

Result<CheckReport> Store::check(const RunControl& control) const {
  KITH_TRY(const ViewPtr now, view());
  return storage::check(*now, control);
}

Result<CompactReport> Store::compact(const RunControl& control) {
  Engine& engine = *impl_->engine;
  KITH_DO(engine.check_open());
  if (engine.options().read_only)
    return Error{.code = ErrorCode::kReadOnly, .message = "the store was opened read-only", .detail = "ReadOnly"};
  CompactReport report{.bytes_before = folder_bytes(engine.folder())};
  KITH_DO(engine.kv().compact(control));
  report.bytes_after = folder_bytes(engine.folder());
  return report;
}

Result<BackupReport> Store::backup(std::string_view directory, const BackupOptions& options, const RunControl& control) {
  KITH_DO(impl_->engine->check_open());
  return make_backup(impl_->engine->kv(), impl_->engine->folder(), directory, options, system_clock(), control);
}

Status Store::close() { return impl_->engine->close(); }

}  // namespace kith::storage
