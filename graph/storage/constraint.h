// Texts about indexes and constraints: what is said when one is violated, and the statement that would make it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kith/status.h"
#include "storage/catalog.h"

namespace kith::storage {

/// kConstraint; the detail is the constraint's name, the message names label or type, keys and values.
Error constraint_violated(const Catalog& catalog, const Index& index, const std::vector<Value>& values,
                          std::uint64_t holder);

/// kConstraint: what an entity `must_have` by itself; the detail is the constraint's name.
Error constraint_broken(const Catalog& catalog, const Constraint& constraint, std::uint64_t id,
                        const std::string& must_have);

/// The labels or types that it is on, by token.
std::vector<std::string> names_of_owners(const Catalog& catalog, const Index& index);

/// The statement that would make the index or constraint.
std::string definition_text(const Catalog& catalog, const Index& index);
std::string definition_text(const Catalog& catalog, const Constraint& constraint);

}  // namespace kith::storage
