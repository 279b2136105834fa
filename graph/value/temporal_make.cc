// Temporal values and durations from maps, and truncation, which is the same with cut values to start from.
#include <array>
#include <cmath>
#include <limits>

#include "value/calendar.h"
#include "value/duration.h"
#include "value/temporal.h"
#include "value/temporal_fields.h"
#include "value/temporal_parts.h"

namespace kith {

namespace {

/// What the fields `date`, `time` and `datetime` give to start from. A zone comes with a time alone.
Result<TemporalParts> selected_parts(const Map& fields) {
  TemporalParts parts;
  if (const Value* both = fields.find("datetime")) {
    if (has_any_field(fields, {"date", "time"})) return bad_temporal("`datetime` stands for both `date` and `time`");
    return parts_of(*both);
  }
  if (const Value* date = fields.find("date")) {
    KITH_TRY(const TemporalParts from, parts_of(*date));
    if (!from.date) return bad_temporal(std::string("a ") + kind_name(date->kind()) + " has no date");
    parts.date = from.date;
  }
  if (const Value* time = fields.find("time")) {
    KITH_TRY(const TemporalParts from, parts_of(*time));
    if (!from.nanos) return bad_temporal(std::string("a ") + kind_name(time->kind()) + " has no time");
    parts.nanos = from.nanos;
    parts.zone = from.zone;
  }
  return parts;
}

/// The same instant in another zone for a time that had one; the same clock for one that had none.
Result<Value> in_wanted_zone(Kind kind, TemporalParts parts, const std::optional<Zone>& wanted, const DateTime& now) {
  if (!wanted || !has_zone(kind)) return value_of(kind, parts);
  Zone zone = *wanted;
  if (kind == Kind::kTime && !zone.name.empty()) {  // a time of day keeps the offset alone
    KITH_TRY(zone.offset_s, offset_at(zone, now.seconds));
  }
  if (!parts.zone) {
    parts.zone = zone;
    return value_of(kind, parts);
  }
  if (kind == Kind::kTime) {
    const std::int64_t shift = (std::int64_t{zone.offset_s} - parts.zone->offset_s) * kNanosPerSecond;
    return Value(Time{floor_mod(parts.nanos.value_or(0) + shift, kNanosPerDay), zone.offset_s});
  }
  KITH_TRY(const Value there, value_of(kind, parts));
  KITH_TRY(DateTime here, in_zone(there.as_date_time(), zone));
  return Value(std::move(here));
}

/// {epochSeconds: …} or {epochMillis: …}, with a finer fraction beside it.
Result<Value> from_epoch(const Map& fields, const Zone& zone) {
  constexpr std::int64_t kSecondsMin = (kDateMin.days + 1) * kSecondsPerDay;  // a day off, for any zone
  constexpr std::int64_t kSecondsMax = kDateMax.days * kSecondsPerDay;
  constexpr std::int64_t kMillisMax = std::numeric_limits<std::int64_t>::max();
  KITH_TRY(const auto seconds, integer_field(fields, "epochSeconds", kSecondsMin, kSecondsMax));
  KITH_TRY(const auto millis, integer_field(fields, "epochMillis", -kMillisMax, kMillisMax));
  KITH_TRY(const auto nano, integer_field(fields, "nanosecond", 0, seconds ? 999'999'999 : 999'999));
  for (const auto& [key, value] : fields)
    if (key != "epochSeconds" && key != "epochMillis" && key != "nanosecond" && key != "timezone")
      return bad_temporal("`" + key + "` does not go together with seconds since the epoch");
  if (seconds && millis) return bad_temporal("`epochSeconds` and `epochMillis` exclude each other");
  const std::int64_t second = seconds ? *seconds : floor_div(*millis, 1000);
  const std::int64_t nanos = (seconds ? 0 : floor_mod(*millis, 1000) * 1'000'000) + nano.value_or(0);
  KITH_TRY(DateTime value, in_zone(DateTime{second, static_cast<std::int32_t>(nanos), 0, {}}, zone));
  return Value(std::move(value));
}

// ---- truncation ----

enum class Unit { kMillennium, kCentury, kDecade, kYear, kWeekYear, kQuarter, kMonth, kWeek, kDay,
                  kHour, kMinute, kSecond, kMillisecond, kMicrosecond };

std::optional<Unit> unit_of(std::string_view name) {
  static constexpr std::array<std::string_view, 14> kNames = {
      "millennium", "century", "decade", "year",   "weekYear", "quarter",     "month",
      "week",       "day",     "hour",   "minute", "second",   "millisecond", "microsecond"};
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i] == name) return static_cast<Unit>(i);
  return {};
}

Date truncated(Date date, Unit unit) {
  const CivilDate civil = civil_of(date);
  const auto years = [&](std::int64_t count) { return date_of(CivilDate{floor_div(civil.year, count) * count, 1, 1}); };
  switch (unit) {
    case Unit::kMillennium: return years(1000);
    case Unit::kCentury: return years(100);
    case Unit::kDecade: return years(10);
    case Unit::kYear: return years(1);
    case Unit::kWeekYear: return date_of(WeekDate{week_of(date).year, 1, 1});
    case Unit::kQuarter: return date_of(CivilDate{civil.year, (quarter_of_month(civil.month) - 1) * 3 + 1, 1});
    case Unit::kMonth: return date_of(CivilDate{civil.year, civil.month, 1});
    case Unit::kWeek: return Date{date.days - (day_of_week(date) - 1)};
    default: return date;
  }
}

std::int64_t truncated(std::int64_t nanos, Unit unit) {
  const auto cut = [&](std::int64_t step) { return nanos / step * step; };
  switch (unit) {
    case Unit::kHour: return cut(3600 * kNanosPerSecond);
    case Unit::kMinute: return cut(60 * kNanosPerSecond);
    case Unit::kSecond: return cut(kNanosPerSecond);
    case Unit::kMillisecond: return cut(1'000'000);
    case Unit::kMicrosecond: return cut(1'000);
    default: return 0;
  }
}

/// A finer fraction in `fields` comes on top of the milli- or microseconds that the cut has left.
Map with_kept_fraction(const Map& fields, Unit unit, std::int64_t nanos) {
  Map all = fields;
  const bool micros = unit == Unit::kMicrosecond && has_any_field(fields, {"nanosecond"});
  const bool millis = unit == Unit::kMillisecond && has_any_field(fields, {"nanosecond", "microsecond"});
  const std::int64_t fraction = nanos % kNanosPerSecond;
  if ((micros || millis) && fields.find("millisecond") == nullptr) all.set("millisecond", fraction / 1'000'000);
  if (micros && fields.find("microsecond") == nullptr) all.set("microsecond", fraction / 1'000 % 1'000);
  return all;
}

}  // namespace

Result<Value> make_temporal(Kind kind, const Map& fields, const DateTime& now) {
  KITH_TRY(const auto zone, zone_field(fields));
  if (zone && fields.size() == 1) return current_temporal(kind, now, *zone);
  if (kind == Kind::kDateTime && has_any_field(fields, {"epochSeconds", "epochMillis"}))
    return from_epoch(fields, zone.value_or(Zone{}));
  KITH_DO(check_fields(kind, fields, {"date", "time", "datetime"}));
  KITH_TRY(TemporalParts parts, selected_parts(fields));
  if (has_date(kind)) {
    KITH_TRY(parts.date, date_with_fields(fields, parts.date));
    if (!parts.date) return bad_temporal("`year` is missing");
  }
  if (has_time(kind)) {
    KITH_TRY(parts.nanos, time_with_fields(fields, parts.nanos));
    if (!parts.nanos && !has_date(kind)) return bad_temporal("`hour` is missing");
  }
  return in_wanted_zone(kind, parts, zone, now);
}

Result<Value> truncate_temporal(Kind kind, std::string_view name, const Value& value, const Map& fields) {
  const auto unit = unit_of(name);
  if (!unit) return bad_temporal("`" + std::string(name) + "` is not a unit that temporal values are truncated to");
  if (!has_date(kind) && *unit < Unit::kDay)
    return bad_temporal(std::string("a ") + kind_name(kind) + " cannot be truncated to a " + std::string(name));
  if (!has_time(kind) && *unit > Unit::kDay)
    return bad_temporal(std::string("a ") + kind_name(kind) + " has no " + std::string(name));
  KITH_DO(check_fields(kind, fields, {}));
  KITH_TRY(TemporalParts parts, parts_of(value));
  if (has_date(kind) && parts.date) {
    parts.date = truncated(*parts.date, *unit);
    KITH_TRY(parts.date, date_with_fields(fields, parts.date));
  }
  if (has_time(kind) && (parts.nanos || has_date(kind))) {
    const std::int64_t cut = truncated(parts.nanos.value_or(0), *unit);
    KITH_TRY(parts.nanos, time_with_fields(with_kept_fraction(fields, *unit, cut), cut));
  }
  // Another zone changes where the clock hangs, not what it shows.
  KITH_TRY(const auto zone, zone_field(fields));
  if (zone) parts.zone = *zone;
  return value_of(kind, parts);
}

Result<Duration> make_duration(const Map& fields) {
  DurationParts parts;
  const std::array<std::pair<std::string_view, Amount*>, 11> known = {{{"years", &parts.years},
                                                                       {"quarters", &parts.quarters},
                                                                       {"months", &parts.months},
                                                                       {"weeks", &parts.weeks},
                                                                       {"days", &parts.days},
                                                                       {"hours", &parts.hours},
                                                                       {"minutes", &parts.minutes},
                                                                       {"seconds", &parts.seconds},
                                                                       {"milliseconds", &parts.milliseconds},
                                                                       {"microseconds", &parts.microseconds},
                                                                       {"nanoseconds", &parts.nanoseconds}}};
  if (fields.empty()) return bad_temporal("a duration has at least one field");
  for (const auto& [key, value] : fields) {
    Amount* part = nullptr;
    for (const auto& [name, amount] : known)
      if (name == key) part = amount;
    if (part == nullptr) return bad_temporal("a duration has no field `" + key + "`");
    if (!value.is_number())
      return Error{.code = ErrorCode::kType,
                   .message = "`" + key + "` is a number, not a " + kind_name(value.kind()),
                   .detail = "InvalidArgumentValue"};
    if (value.kind() == Kind::kInteger) {
      part->whole = value.as_integer();
    } else {
      if (!(std::fabs(value.as_float()) < 9.2e18))
        return Error{.code = ErrorCode::kArgument, .message = "`" + key + "` is out of range", .detail = "NumberOutOfRange"};
      *part = Amount::of(static_cast<long double>(value.as_float()));
    }
  }
  return duration_of(parts);
}

}  // namespace kith
