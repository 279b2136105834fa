#include "value/temporal.h"

#include "value/calendar.h"
#include "value/duration.h"

namespace kith {

namespace {

Error out_of_range() {
  return {.code = ErrorCode::kArgument, .message = "the date is out of range", .detail = "NumberOutOfRange"};
}

/// `date` moved by months and days, if the year stays allowed.
Result<Date> moved(Date date, std::int64_t months, std::int64_t days) {
  constexpr std::int64_t kMonthsMax = 2 * 12 * kYearMax;
  constexpr std::int64_t kDaysMax = 2 * 366 * kYearMax;
  if (months < -kMonthsMax || months > kMonthsMax || days < -kDaysMax || days > kDaysMax) return out_of_range();
  const Date result{plus_months(date, months).days + days};
  if (result < kDateMin || result > kDateMax) return out_of_range();
  return result;
}

std::int64_t time_moved(std::int64_t nanos, const Duration& duration) noexcept {
  const std::int64_t seconds = floor_mod(duration.seconds, kSecondsPerDay);
  return floor_mod(nanos + seconds * kNanosPerSecond + duration.nanos, kNanosPerDay);
}

Result<LocalDateTime> calendar_moved(const LocalDateTime& from, const Duration& duration) {
  KITH_TRY(const Date day, moved(Date{floor_div(from.seconds, kSecondsPerDay)}, duration.months, duration.days));
  return LocalDateTime{day.days * kSecondsPerDay + floor_mod(from.seconds, kSecondsPerDay), from.nanos};
}

/// Adds the seconds and nanoseconds of `duration`.
Result<LocalDateTime> clock_moved(const LocalDateTime& from, const Duration& duration) {
  const std::int64_t nanos = std::int64_t{from.nanos} + duration.nanos;
  std::int64_t seconds = 0;
  if (__builtin_add_overflow(from.seconds, duration.seconds, &seconds)) return out_of_range();
  KITH_DO(moved(Date{floor_div(seconds, kSecondsPerDay)}, 0, 0));
  return LocalDateTime{seconds + nanos / kNanosPerSecond, static_cast<std::int32_t>(nanos % kNanosPerSecond)};
}

Result<Value> add_duration(const DateTime& from, const Duration& duration) {
  const Zone zone = zone_of(from);
  DateTime shifted = from;
  if (duration.months != 0 || duration.days != 0) {  // else the offset of an hour that occurs twice is kept
    KITH_TRY(const LocalDateTime local, calendar_moved(local_of(from), duration));
    KITH_TRY(shifted, at_zone(local, zone));
  }
  KITH_TRY(const LocalDateTime instant, clock_moved({shifted.seconds, shifted.nanos}, duration));
  KITH_TRY(DateTime result, in_zone(DateTime{instant.seconds, instant.nanos, 0, {}}, zone));
  return Value(std::move(result));
}

}  // namespace

bool is_instant(Kind kind) noexcept {
  return kind == Kind::kDate || kind == Kind::kLocalTime || kind == Kind::kTime || kind == Kind::kLocalDateTime ||
         kind == Kind::kDateTime;
}

Result<Value> add_duration(const Value& temporal, const Duration& duration) {
  switch (temporal.kind()) {
    case Kind::kDate: {
      std::int64_t days = 0;
      if (__builtin_add_overflow(duration.days, whole_days_of_seconds(duration), &days)) return out_of_range();
      KITH_TRY(const Date result, moved(temporal.as_date(), duration.months, days));
      return Value(result);
    }
    case Kind::kLocalTime: return Value(LocalTime{time_moved(temporal.as_local_time().nanos, duration)});
    case Kind::kTime: {
      const Time& time = temporal.as_time();
      return Value(Time{time_moved(time.nanos, duration), time.offset_s});
    }
    case Kind::kLocalDateTime: {
      KITH_TRY(const LocalDateTime days, calendar_moved(temporal.as_local_date_time(), duration));
      KITH_TRY(const LocalDateTime result, clock_moved(days, duration));
      return Value(result);
    }
    case Kind::kDateTime: return add_duration(temporal.as_date_time(), duration);
    default:
      return Error{.code = ErrorCode::kType,
                   .message = std::string("a duration cannot be added to a ") + kind_name(temporal.kind()),
                   .detail = "InvalidArgumentType"};
  }
}

}  // namespace kith
