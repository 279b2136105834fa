// `value.key` for temporal values, durations and points.
#include <array>
#include <utility>

#include "value/calendar.h"
#include "value/temporal.h"
#include "value/text.h"

namespace kith {

namespace {

template <class Of>
struct Component {
  std::string_view key;
  Value (*get)(const Of&);
};

template <class Of, std::size_t N>
Value component_of(const Of& value, std::string_view key, const std::array<Component<Of>, N>& components) {
  for (const auto& component : components)
    if (component.key == key) return component.get(value);
  return {};
}

Value date_component(Date date, std::string_view key) {
  static constexpr auto kComponents = std::to_array<Component<Date>>({
      {"year", [](const Date& d) { return Value(civil_of(d).year); }},
      {"quarter", [](const Date& d) { return Value(quarter_of_month(civil_of(d).month)); }},
      {"month", [](const Date& d) { return Value(civil_of(d).month); }},
      {"week", [](const Date& d) { return Value(week_of(d).week); }},
      {"weekYear", [](const Date& d) { return Value(week_of(d).year); }},
      {"day", [](const Date& d) { return Value(civil_of(d).day); }},
      {"ordinalDay", [](const Date& d) { return Value(day_of_year(d)); }},
      {"weekDay", [](const Date& d) { return Value(day_of_week(d)); }},
      {"dayOfWeek", [](const Date& d) { return Value(day_of_week(d)); }},
      {"dayOfQuarter", [](const Date& d) { return Value(day_of_quarter(d)); }},
  });
  return component_of(date, key, kComponents);
}

Value time_component(LocalTime time, std::string_view key) {
  static constexpr auto kComponents = std::to_array<Component<LocalTime>>({
      {"hour", [](const LocalTime& t) { return Value(t.nanos / (3600 * kNanosPerSecond)); }},
      {"minute", [](const LocalTime& t) { return Value(t.nanos / (60 * kNanosPerSecond) % 60); }},
      {"second", [](const LocalTime& t) { return Value(t.nanos / kNanosPerSecond % 60); }},
      {"millisecond", [](const LocalTime& t) { return Value(t.nanos % kNanosPerSecond / 1'000'000); }},
      {"microsecond", [](const LocalTime& t) { return Value(t.nanos % kNanosPerSecond / 1'000); }},
      {"nanosecond", [](const LocalTime& t) { return Value(t.nanos % kNanosPerSecond); }},
  });
  return component_of(time, key, kComponents);
}

/// Seconds and nanoseconds in units of which a second has `per_second`, rounded down.
Result<Value> in_units(std::int64_t seconds, std::int32_t nanos, std::int64_t per_second) {
  std::int64_t units = 0;
  if (__builtin_mul_overflow(seconds, per_second, &units) ||
      __builtin_add_overflow(units, nanos / (kNanosPerSecond / per_second), &units))
    return Error{.code = ErrorCode::kArithmetic,
                 .message = std::to_string(seconds) + " seconds in units of 1/" + std::to_string(per_second) +
                            " second do not fit in 64 bits",
                 .detail = "IntegerOverflow"};
  return Value(units);
}

Value offset_component(std::int32_t offset_s, std::string_view key) {
  if (key == "offset") return offset_text(offset_s);
  if (key == "offsetMinutes") return offset_s / 60;
  if (key == "offsetSeconds") return offset_s;
  return {};
}

Value local_component(const LocalDateTime& local, std::string_view key) {
  Value date = date_component(Date{floor_div(local.seconds, kSecondsPerDay)}, key);
  if (!date.is_null()) return date;
  return time_component(LocalTime{floor_mod(local.seconds, kSecondsPerDay) * kNanosPerSecond + local.nanos}, key);
}

Result<Value> date_time_component(const DateTime& value, std::string_view key) {
  if (key == "timezone") return Value(value.zone.empty() ? offset_text(value.offset_s) : value.zone);
  if (key == "epochSeconds") return Value(value.seconds);
  if (key == "epochMillis") return in_units(value.seconds, value.nanos, 1'000);
  Value offset = offset_component(value.offset_s, key);
  return offset.is_null() ? local_component(local_of(value), key) : offset;
}

/// Seconds and nanoseconds with one sign for both: -0.5 s is kept as second -1 and 500'000'000 ns.
Duration same_sign(const Duration& d) {
  if (d.seconds >= 0 || d.nanos == 0) return d;
  return {d.months, d.days, d.seconds + 1, static_cast<std::int32_t>(d.nanos - kNanosPerSecond)};
}

Result<Value> duration_component(const Duration& duration, std::string_view key) {
  if (key == "milliseconds") return in_units(duration.seconds, duration.nanos, 1'000);
  if (key == "microseconds") return in_units(duration.seconds, duration.nanos, 1'000'000);
  if (key == "nanoseconds") return in_units(duration.seconds, duration.nanos, 1'000'000'000);
  static constexpr auto kComponents = std::to_array<Component<Duration>>({
      {"years", [](const Duration& d) { return Value(d.months / 12); }},
      {"quarters", [](const Duration& d) { return Value(d.months / 3); }},
      {"months", [](const Duration& d) { return Value(d.months); }},
      {"weeks", [](const Duration& d) { return Value(d.days / 7); }},
      {"days", [](const Duration& d) { return Value(d.days); }},
      {"hours", [](const Duration& d) { return Value(same_sign(d).seconds / 3600); }},
      {"minutes", [](const Duration& d) { return Value(same_sign(d).seconds / 60); }},
      {"seconds", [](const Duration& d) { return Value(d.seconds); }},
      {"quartersOfYear", [](const Duration& d) { return Value(d.months / 3 % 4); }},
      {"monthsOfYear", [](const Duration& d) { return Value(d.months % 12); }},
      {"monthsOfQuarter", [](const Duration& d) { return Value(d.months % 3); }},
      {"daysOfWeek", [](const Duration& d) { return Value(d.days % 7); }},
      {"minutesOfHour", [](const Duration& d) { return Value(same_sign(d).seconds / 60 % 60); }},
      {"secondsOfMinute", [](const Duration& d) { return Value(same_sign(d).seconds % 60); }},
      {"millisecondsOfSecond", [](const Duration& d) { return Value(d.nanos / 1'000'000); }},
      {"microsecondsOfSecond", [](const Duration& d) { return Value(d.nanos / 1'000); }},
      {"nanosecondsOfSecond", [](const Duration& d) { return Value(std::int64_t{d.nanos}); }},
  });
  return component_of(duration, key, kComponents);
}

Value point_component(const Point& point, std::string_view key) {
  const bool geographic = point.srid == 4326 || point.srid == 4979;
  if (key == "x" || (geographic && key == "longitude")) return point.x;
  if (key == "y" || (geographic && key == "latitude")) return point.y;
  if (point.is_3d() && (key == "z" || (geographic && key == "height"))) return point.z;
  if (key == "srid") return point.srid;
  if (key == "crs") return crs_name(point.srid);
  return {};
}

}  // namespace

const char* crs_name(std::int32_t srid) noexcept {
  switch (srid) {
    case 4326: return "wgs-84";
    case 4979: return "wgs-84-3d";
    case 9157: return "cartesian-3d";
    default: return "cartesian";
  }
}

Result<Value> temporal_component(const Value& value, std::string_view key) {
  switch (value.kind()) {
    case Kind::kDate: return date_component(value.as_date(), key);
    case Kind::kLocalTime: return time_component(value.as_local_time(), key);
    case Kind::kTime: {
      const Time& time = value.as_time();
      if (key == "timezone") return Value(offset_text(time.offset_s));
      Value offset = offset_component(time.offset_s, key);
      return offset.is_null() ? time_component(LocalTime{time.nanos}, key) : offset;
    }
    case Kind::kLocalDateTime: return local_component(value.as_local_date_time(), key);
    case Kind::kDateTime: return date_time_component(value.as_date_time(), key);
    case Kind::kDuration: return duration_component(value.as_duration(), key);
    case Kind::kPoint: return point_component(value.as_point(), key);
    default:
      return Error{.code = ErrorCode::kType,
                   .message = std::string("a ") + kind_name(value.kind()) + " has no component `" + std::string(key) + "`",
                   .detail = "InvalidArgumentType"};
  }
}

}  // namespace kith
