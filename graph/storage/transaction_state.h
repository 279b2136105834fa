// The inside of a Transaction, shared by the files that implement it and by the store that begins it.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "storage/engine.h"
#include "storage/entity_writer.h"
#include "storage/transaction.h"

namespace kith::storage {

struct Transaction::Impl {
  Impl(std::shared_ptr<Engine> engine_of_store, bool read_only)
      : engine(std::move(engine_of_store)),
        view(engine->view()),
        overlay(read_only ? nullptr : std::make_unique<Overlay>()),
        reader(view, overlay.get()),
        is_read_only(read_only),
        has_turn(!read_only) {}

  ~Impl() { end(); }

  Status check_readable() const;
  Status check_writable() const;

  EntityWriter writer() { return {*engine, *view, *overlay}; }

  Result<std::uint32_t> token(Dictionary dictionary, std::string_view name);
  void end() noexcept;

  std::shared_ptr<Engine> engine;
  ViewPtr view;
  std::unique_ptr<Overlay> overlay;  // null if read-only
  Reader reader;
  std::vector<CatalogPtr> catalogs;  // those of the past, which references may still point into
  bool is_read_only;
  bool is_open = true;
  bool has_turn;
};

}  // namespace kith::storage
