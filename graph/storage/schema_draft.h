// A change of the schema that is being put together: indexes and constraints to be made and dropped.
//
//     SchemaDraft draft(engine.catalog());
//     KITH_TRY(bool added, draft_index(engine, draft, definition, false));      // as often as wanted
//     KITH_DO(commit_draft(engine, std::move(draft), control));                 // all of them, or none
//
// Of an explicit transaction the draft is what its own statements see: new indexes are in it, not ready, so that no
// plan uses them; dropped ones are not. A statement on its own is a draft of one change.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/catalog.h"

namespace kith::storage {

/// What CREATE INDEX or CREATE CONSTRAINT makes: an index, a constraint, or (a key) both under one number and name.
struct Rule {
  std::optional<Index> index = {};
  std::optional<Constraint> constraint = {};

  bool is_constraint() const { return constraint.has_value() || index->is_constraint(); }

  const std::string& name() const { return index ? index->name : constraint->name; }

  IndexId id() const { return index ? index->id : constraint->id; }

  void set_state(IndexState state) {
    if (index) index->state = state;
    if (constraint) constraint->state = state;
  }
};

struct SchemaDraft {
  explicit SchemaDraft(CatalogPtr begun_with) : base(begun_with), catalog(std::move(begun_with)) {}

  bool is_empty() const { return added.empty() && removed.empty(); }

  CatalogPtr base;     ///< what the draft changes
  CatalogPtr catalog;  ///< how it will be, new rules in state kBuilding
  std::vector<Rule> added = {};
  std::vector<Rule> removed = {};  ///< of `base`
};

}  // namespace kith::storage
