// Time zones: what offset from UTC a place keeps, and which instant a clock on the wall means.
//
//     KITH_TRY(Zone rome, zone_of("Europe/Rome"));
//     KITH_TRY(DateTime t, at_zone({.seconds = local}, rome));
//
// Named zones come from the system's tz database; after its last year (2037) the rules of the last years
// are taken to go on. A local time that a zone leaves out (clocks going forward) is read with the offset
// before the gap, one that occurs twice means the earlier instant (openCypher CIP2015-08-06, as in java.time).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kith/status.h"
#include "kith/value.h"

namespace kith {

inline constexpr std::int32_t kOffsetMax = 18 * 3600;  ///< seconds, either side of UTC

/// A fixed offset, or a named zone (then `offset_s` is not used).
struct Zone {
  std::int32_t offset_s = 0;
  std::string name = {};
  friend bool operator==(const Zone&, const Zone&) = default;
};

/// "Z", "+01:00", "-0130", "+01", "+00:53:28", or the name of a zone.
/// Errors: kArgument "InvalidArgumentValue" if it is neither.
Result<Zone> zone_of(std::string_view text);

/// The offset alone. Errors as zone_of, also for a name.
Result<std::int32_t> offset_of(std::string_view text);

/// Seconds east of UTC at an instant (seconds since the Unix epoch).
Result<std::int32_t> offset_at(const Zone& zone, std::int64_t instant_s);

/// The instant that a clock in `zone` means by `local`.
Result<DateTime> at_zone(const LocalDateTime& local, const Zone& zone);

/// The same instant, shown in `zone`.
Result<DateTime> in_zone(const DateTime& instant, const Zone& zone);

inline Zone zone_of(const DateTime& value) { return {value.offset_s, value.zone}; }

inline LocalDateTime local_of(const DateTime& value) { return {value.seconds + value.offset_s, value.nanos}; }

}  // namespace kith
