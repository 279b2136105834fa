// The fields of a map that describe a date, a time of day and a zone, applied to what there is already.
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>

#include "kith/status.h"
#include "kith/value.h"
#include "value/temporal_parts.h"

namespace kith {

/// An integer field in [low, high], or nothing if the map does not have it.
/// Errors: kType if it is no integer, kArgument if it is out of range.
Result<std::optional<std::int64_t>> integer_field(const Map& fields, std::string_view key, std::int64_t low,
                                                  std::int64_t high);

bool has_any_field(const Map& fields, std::initializer_list<std::string_view> keys);

/// `base` with the date fields of the map in place of its own; without a base they must say the whole date,
/// largest unit first. Absent if neither the map nor the base says anything.
Result<std::optional<Date>> date_with_fields(const Map& fields, std::optional<Date> base);

/// The same for nanoseconds since midnight. Of milli-, micro- and nanoseconds any one in the map replaces all.
Result<std::optional<std::int64_t>> time_with_fields(const Map& fields, std::optional<std::int64_t> base);

/// The field `timezone`.
Result<std::optional<Zone>> zone_field(const Map& fields);

/// kArgument if the map has a key that a value of `kind` knows nothing of; `others` are allowed beside.
Status check_fields(Kind kind, const Map& fields, std::initializer_list<std::string_view> others);

}  // namespace kith
