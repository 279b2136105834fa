// A temporal value as its parts, each of which it may lack: what conversions, maps and truncation work on.
#pragma once

#include <optional>

#include "kith/status.h"
#include "kith/value.h"
#include "value/zone.h"

namespace kith {

struct TemporalParts {
  std::optional<Date> date = {};
  std::optional<std::int64_t> nanos = {};  ///< since midnight, local
  std::optional<Zone> zone = {};           ///< a named one carries the offset it had as well
};

inline bool has_date(Kind kind) noexcept {
  return kind == Kind::kDate || kind == Kind::kLocalDateTime || kind == Kind::kDateTime;
}

inline bool has_time(Kind kind) noexcept { return kind != Kind::kDate; }

inline bool has_zone(Kind kind) noexcept { return kind == Kind::kTime || kind == Kind::kDateTime; }

/// Errors: kType if `value` is no instant.
Result<TemporalParts> parts_of(const Value& value);

/// Midnight and UTC for what is lacking. Errors: kType if a date is needed and lacking.
Result<Value> value_of(Kind kind, const TemporalParts& parts);

LocalDateTime local_date_time_of(Date date, std::int64_t nanos) noexcept;

Error bad_temporal(std::string message);

}  // namespace kith
