// The inside of a Transaction, shared by the files that implement it and by the store that begins it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "storage/engine.h"
#include "storage/entity_writer.h"
#include "storage/schema_draft.h"
#include "storage/transaction.h"

namespace kith::storage {

struct Transaction::Impl {
  /// One that only reads.
  Impl(std::shared_ptr<Engine> engine_of_store, ViewPtr view_to_read)
      : engine(std::move(engine_of_store)), view(std::move(view_to_read)), reader(view, nullptr), is_read_only(true) {}

  /// One that writes, begun with the engine.
  Impl(std::shared_ptr<Engine> engine_of_store, ViewPtr view_to_read, bool serializable)
      : engine(std::move(engine_of_store)),
        view(std::move(view_to_read)),
        overlay(std::make_unique<Overlay>()),
        reader(view, overlay.get()),
        is_read_only(false) {
    if (serializable) overlay->reads = std::make_unique<ReadSet>();
  }

  ~Impl() { end(); }

  Status check_readable() const;
  Status check_writable() const;
  Status check_data_may_change() const;

  EntityWriter writer() { return {*engine, *view, *overlay}; }
  void erase_evidence(const EvidenceKey& place);

  Result<std::uint32_t> token(Dictionary dictionary, std::string_view name);
  /// The draft of a transaction that may change the schema.
  Result<SchemaDraft*> draft();
  /// Makes the catalog of the draft what this transaction reads.
  void show_draft();
  Status commit_schema(const RunControl& control);
  Status commit(Durability durability);
  void end() noexcept;

  std::shared_ptr<Engine> engine;
  ViewPtr view;
  std::unique_ptr<Overlay> overlay;  // null if read-only
  Reader reader;
  std::optional<SchemaDraft> schema;  // begun by the first change of the schema
  std::vector<CatalogPtr> catalogs;  // those of the past, which references may still point into
  bool is_read_only;
  bool is_open = true;
};

}  // namespace kith::storage
