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

// ---- from maps and other temporal values; `kind` is one that is_instant() ----

/// The value of `kind` that `fields` describe: {year: 1984, week: 10, dayOfWeek: 3, hour: 12, timezone: '+01:00'}.
/// `date`, `time` and `datetime` name values to start from, whose parts the other fields replace. A field
/// may be left out if all smaller ones are. {timezone: …} alone means now. Errors: kArgument
/// "InvalidArgumentValue" for fields that do not fit together or lie out of range, kType for wrong kinds of value.
Result<Value> make_temporal(Kind kind, const Map& fields, const DateTime& now);

/// The part of `value` that `kind` has: the date of a datetime. What `value` lacks is midnight and UTC.
Result<Value> convert_temporal(Kind kind, const Value& value);

Result<Value> parse_temporal(Kind kind, std::string_view text);

/// Now, as a clock in `zone` shows it.
Result<Value> current_temporal(Kind kind, const DateTime& now, const Zone& zone = {});

/// `value` cut to a unit ("century", "week", "hour", ...), then changed by `fields` as in make_temporal.
Result<Value> truncate_temporal(Kind kind, std::string_view unit, const Value& value, const Map& fields);

/// {months: 0.75, seconds: 3}: numbers of any size and sign by unit.
Result<Duration> make_duration(const Map& fields);

// ---- from one temporal value to another; negative if `to` is the earlier ----
// A value without a date or a zone borrows the other's; if either has no date only times of day count.

/// Months, then days, then seconds: what add_duration needs to come from `from` to `to`.
Result<Duration> duration_between(const Value& from, const Value& to);
Result<Duration> months_between(const Value& from, const Value& to);
Result<Duration> days_between(const Value& from, const Value& to);
Result<Duration> seconds_between(const Value& from, const Value& to);

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
