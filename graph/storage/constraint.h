// What is said when two entities would share the key of a uniqueness constraint.
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

/// The statement that would make the index or constraint.
std::string definition_text(const Catalog& catalog, const Index& index);

}  // namespace kith::storage
