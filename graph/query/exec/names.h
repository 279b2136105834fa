// Names that values give: labels and types of $(…), keys of n[key].
//
//     KITH_TRY(std::vector<std::string> labels, label_names(value));   // 'City' or ['City', 'Capital']
//
// A value that is no name, null included, is a TypeError; the empty text is no name either (ArgumentError).
#pragma once

#include <string>
#include <vector>

#include "kith/status.h"
#include "kith/value.h"

namespace kith::exec {

/// Labels or types: one text, or a list of texts in its order.
Result<std::vector<std::string>> label_names(const Value& value);

/// The type of a new edge: one text, alone or in a list. Several, or none: ArgumentError.
Result<std::string> type_name(const Value& value);

/// The key of a property.
Result<std::string> key_name(const Value& value);

}  // namespace kith::exec
