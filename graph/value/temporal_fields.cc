#include "value/temporal_fields.h"

#include <algorithm>
#include <span>

#include "value/calendar.h"

namespace kith {

namespace {

using Field = std::optional<std::int64_t>;

constexpr std::string_view kDateFields[] = {
    "year", "month", "day", "week", "dayOfWeek", "ordinalDay", "quarter", "dayOfQuarter"};
constexpr std::string_view kTimeFields[] = {"hour", "minute", "second", "millisecond", "microsecond", "nanosecond"};

using Keys = std::span<const std::string_view>;

bool is_among(std::string_view key, Keys keys) { return std::find(keys.begin(), keys.end(), key) != keys.end(); }

bool has_any(const Map& fields, Keys keys) {
  return std::any_of(keys.begin(), keys.end(), [&](std::string_view key) { return fields.find(key) != nullptr; });
}

Error needs(std::string_view smaller, std::string_view larger) {
  return bad_temporal("`" + std::string(smaller) + "` needs `" + std::string(larger) + "` beside it");
}

Result<std::optional<Date>> calendar_date(const Map& fields, std::int64_t year, std::optional<CivilDate> base) {
  KITH_TRY(const Field month, integer_field(fields, "month", 1, 12));
  KITH_TRY(const Field day, integer_field(fields, "day", 1, 31));
  if (day && !month && !base) return needs("day", "month");
  const CivilDate civil{year, month.value_or(base ? base->month : 1), day.value_or(base ? base->day : 1)};
  if (civil.day > days_in_month(civil.year, civil.month))
    return bad_temporal("month " + std::to_string(civil.month) + " of " + std::to_string(year) + " has no day " +
                        std::to_string(civil.day));
  return std::optional(date_of(civil));
}

Result<std::optional<Date>> week_date(const Map& fields, Field year, std::optional<Date> base) {
  const WeekDate from = base ? week_of(*base) : WeekDate{};
  KITH_TRY(const Field week, integer_field(fields, "week", 1, 53));
  KITH_TRY(const Field day, integer_field(fields, "dayOfWeek", 1, 7));
  if (day && !week && !base) return needs("dayOfWeek", "week");
  const WeekDate date{year.value_or(from.year), week.value_or(from.week), day.value_or(base ? from.day : 1)};
  if (date.week > weeks_in_year(date.year))
    return bad_temporal(std::to_string(date.year) + " has no week " + std::to_string(date.week));
  return std::optional(date_of(date));
}

Result<std::optional<Date>> ordinal_date(const Map& fields, std::int64_t year) {
  KITH_TRY(const Field day, integer_field(fields, "ordinalDay", 1, days_in_year(year)));
  return std::optional(Date{date_of(CivilDate{year, 1, 1}).days + *day - 1});
}

Result<std::optional<Date>> quarter_date(const Map& fields, std::int64_t year, std::optional<Date> base) {
  KITH_TRY(const Field quarter, integer_field(fields, "quarter", 1, 4));
  if (!quarter && !base) return needs("dayOfQuarter", "quarter");
  const std::int64_t number = quarter ? *quarter : quarter_of_month(civil_of(*base).month);
  const Date first = date_of(CivilDate{year, (number - 1) * 3 + 1, 1});
  const std::int64_t length = plus_months(first, 3).days - first.days;
  KITH_TRY(const Field day, integer_field(fields, "dayOfQuarter", 1, length));
  // The last days of a long quarter have no like in a short one.
  const std::int64_t kept = base ? std::min(day_of_quarter(*base), length) : 1;
  return std::optional(Date{first.days + day.value_or(kept) - 1});
}

/// Milli-, micro- and nanoseconds, each below a unit of the one before it.
Result<Field> subsecond_fields(const Map& fields) {
  KITH_TRY(const Field milli, integer_field(fields, "millisecond", 0, 999));
  KITH_TRY(const Field micro, integer_field(fields, "microsecond", 0, milli ? 999 : 999'999));
  KITH_TRY(const Field nano, integer_field(fields, "nanosecond", 0, micro ? 999 : milli ? 999'999 : 999'999'999));
  if (!milli && !micro && !nano) return Field();
  return Field(milli.value_or(0) * 1'000'000 + micro.value_or(0) * 1'000 + nano.value_or(0));
}

}  // namespace

Result<std::optional<std::int64_t>> integer_field(const Map& fields, std::string_view key, std::int64_t low,
                                                  std::int64_t high) {
  const Value* value = fields.find(key);
  if (value == nullptr) return Field();
  if (value->kind() != Kind::kInteger)
    return Error{.code = ErrorCode::kType,
                 .message = "`" + std::string(key) + "` is an integer, not a " + kind_name(value->kind()),
                 .detail = "InvalidArgumentValue"};
  const std::int64_t number = value->as_integer();
  if (number < low || number > high)
    return bad_temporal("`" + std::string(key) + "` is between " + std::to_string(low) + " and " +
                        std::to_string(high) + ", not " + std::to_string(number));
  return Field(number);
}

bool has_any_field(const Map& fields, std::initializer_list<std::string_view> keys) {
  return has_any(fields, Keys(keys.begin(), keys.size()));
}

Result<std::optional<Date>> date_with_fields(const Map& fields, std::optional<Date> base) {
  if (!has_any(fields, kDateFields)) return base;
  const bool calendar = has_any_field(fields, {"month", "day"});
  const bool week = has_any_field(fields, {"week", "dayOfWeek"});
  const bool ordinal = has_any_field(fields, {"ordinalDay"});
  const bool quarter = has_any_field(fields, {"quarter", "dayOfQuarter"});
  if (calendar + week + ordinal + quarter > 1)
    return bad_temporal("a date is said by month and day, by week, by ordinal day or by quarter, not by several of them");
  KITH_TRY(const Field year, integer_field(fields, "year", -kYearMax, kYearMax));
  if (!year && !base) return bad_temporal("`year` is missing");
  if (week) return week_date(fields, year, base);
  const std::int64_t civil_year = year ? *year : civil_of(*base).year;
  if (ordinal) return ordinal_date(fields, civil_year);
  if (quarter) return quarter_date(fields, civil_year, base);
  return calendar_date(fields, civil_year, base ? std::optional(civil_of(*base)) : std::nullopt);
}

Result<std::optional<std::int64_t>> time_with_fields(const Map& fields, std::optional<std::int64_t> base) {
  if (!has_any(fields, kTimeFields)) return base;
  KITH_TRY(const Field hour, integer_field(fields, "hour", 0, 23));
  KITH_TRY(const Field minute, integer_field(fields, "minute", 0, 59));
  KITH_TRY(const Field second, integer_field(fields, "second", 0, 59));
  KITH_TRY(const Field nanos, subsecond_fields(fields));
  if (!base) {
    if (!hour) return bad_temporal("`hour` is missing");
    if (second && !minute) return needs("second", "minute");
    if (nanos && !second) return bad_temporal("fractions of a second need `second` beside them");
  }
  const std::int64_t from = base.value_or(0);
  const std::int64_t seconds = hour.value_or(from / (3600 * kNanosPerSecond)) * 3600 +
                               minute.value_or(from / (60 * kNanosPerSecond) % 60) * 60 +
                               second.value_or(from / kNanosPerSecond % 60);
  return Field(seconds * kNanosPerSecond + nanos.value_or(from % kNanosPerSecond));
}

Result<std::optional<Zone>> zone_field(const Map& fields) {
  const Value* value = fields.find("timezone");
  if (value == nullptr) return std::optional<Zone>();
  if (value->kind() != Kind::kString)
    return Error{.code = ErrorCode::kType,
                 .message = std::string("`timezone` is a string, not a ") + kind_name(value->kind()),
                 .detail = "InvalidArgumentValue"};
  KITH_TRY(Zone zone, zone_of(value->as_string()));
  return std::optional(std::move(zone));
}

Status check_fields(Kind kind, const Map& fields, std::initializer_list<std::string_view> others) {
  for (const auto& [key, value] : fields) {
    const bool known = (has_date(kind) && is_among(key, kDateFields)) || (has_time(kind) && is_among(key, kTimeFields)) ||
                       key == "timezone" || is_among(key, Keys(others.begin(), others.size()));
    if (!known) return bad_temporal(std::string("a ") + kind_name(kind) + " has no field `" + key + "`");
  }
  return ok();
}

}  // namespace kith
