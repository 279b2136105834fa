#include "storage/catalog.h"

namespace kith::storage {

const Index* Catalog::find_index(IndexId id) const {
  for (const Index& index : indexes)
    if (index.id == id) return &index;
  return nullptr;
}

const Index* Catalog::find_index(std::string_view name) const {
  for (const Index& index : indexes)
    if (index.name == name) return &index;
  return nullptr;
}

const Constraint* Catalog::find_constraint(IndexId id) const {
  for (const Constraint& constraint : constraints)
    if (constraint.id == id) return &constraint;
  return nullptr;
}

const Constraint* Catalog::find_constraint(std::string_view name) const {
  for (const Constraint& constraint : constraints)
    if (constraint.name == name) return &constraint;
  return nullptr;
}

}  // namespace kith::storage
