// Temporal values: made from text and maps, moved by durations, cut, measured against each other, and
// taken apart (openCypher CIP2015-08-06, "Date and Time").
//
//     KITH_TRY(Date d, parse_date("2015-W30-2"));                        // 2015-07-21
//     KITH_TRY(Value v, add_duration(d, {.months = 1}));                 // 2015-08-21
//     KITH_TRY(Value week, temporal_component(d, "week"));               // 30
//
// Years run from -999,999,999 to 999,999,999; anything beyond is kArgument "NumberOutOfRange".
#pragma once

#include <string_view>

#include "kith/status.h"
#include "kith/value.h"
#include "value/zone.h"

namespace kith {

// ---- from text: ISO 8601, calendar, week, quarter and ordinal dates, basic and extended ----
// Errors: kArgument "InvalidArgumentValue" naming the text.
Result<Date> parse_date(std::string_view text);
Result<LocalTime> parse_local_time(std::string_view text);
Result<LocalDateTime> parse_local_date_time(std::string_view text);
Result<Duration> parse_duration(std::string_view text);
/// The offset or zone given is taken where the text names none. A time without a date has no named zone.
Result<Time> parse_time(std::string_view text, std::int32_t offset_s = 0);
Result<DateTime> parse_date_time(std::string_view text, const Zone& zone = {});

/// A temporal value, not a duration, moved by `duration`: months first, then days, then the rest. A time of
/// day goes round the clock; a date moves by the whole days of the duration's seconds.
Result<Value> add_duration(const Value& temporal, const Duration& duration);

/// `value.key` of a temporal value, duration or point: d.year, t.epochMillis, duration.minutesOfHour, p.x.
/// null for a key that the value's kind does not have.
Result<Value> temporal_component(const Value& value, std::string_view key);

/// "cartesian", "cartesian-3d", "wgs-84", "wgs-84-3d". Static storage.
const char* crs_name(std::int32_t srid) noexcept;

/// Date, LocalTime, Time, LocalDateTime or DateTime.
bool is_instant(Kind kind) noexcept;

}  // namespace kith
