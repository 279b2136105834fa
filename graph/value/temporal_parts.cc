#include "value/temporal_parts.h"

#include "value/calendar.h"
#include "value/temporal.h"

namespace kith {

namespace {

TemporalParts parts_of_local(const LocalDateTime& local) {
  return {Date{floor_div(local.seconds, kSecondsPerDay)},
          floor_mod(local.seconds, kSecondsPerDay) * kNanosPerSecond + local.nanos,
          {}};
}

}  // namespace

Error bad_temporal(std::string message) {
  return {.code = ErrorCode::kArgument, .message = std::move(message), .detail = "InvalidArgumentValue"};
}

LocalDateTime local_date_time_of(Date date, std::int64_t nanos) noexcept {
  return {date.days * kSecondsPerDay + nanos / kNanosPerSecond, static_cast<std::int32_t>(nanos % kNanosPerSecond)};
}

Result<TemporalParts> parts_of(const Value& value) {
  switch (value.kind()) {
    case Kind::kDate: return TemporalParts{value.as_date(), {}, {}};
    case Kind::kLocalTime: return TemporalParts{{}, value.as_local_time().nanos, {}};
    case Kind::kTime: return TemporalParts{{}, value.as_time().nanos, Zone{value.as_time().offset_s, {}}};
    case Kind::kLocalDateTime: return parts_of_local(value.as_local_date_time());
    case Kind::kDateTime: {
      TemporalParts parts = parts_of_local(local_of(value.as_date_time()));
      parts.zone = zone_of(value.as_date_time());
      return parts;
    }
    default:
      return Error{.code = ErrorCode::kType,
                   .message = std::string("a temporal value is needed, not a ") + kind_name(value.kind()),
                   .detail = "InvalidArgumentType"};
  }
}

Result<Value> value_of(Kind kind, const TemporalParts& parts) {
  if (has_date(kind) && !parts.date)
    return Error{.code = ErrorCode::kType,
                 .message = std::string("a ") + kind_name(kind) + " cannot be made from a time without a date",
                 .detail = "InvalidArgumentType"};
  if (!has_date(kind) && !parts.nanos)
    return Error{.code = ErrorCode::kType,
                 .message = std::string("a ") + kind_name(kind) + " cannot be made from a date without a time",
                 .detail = "InvalidArgumentType"};
  const std::int64_t nanos = parts.nanos.value_or(0);
  const Zone zone = parts.zone.value_or(Zone{});
  switch (kind) {
    case Kind::kDate: return Value(*parts.date);
    case Kind::kLocalTime: return Value(LocalTime{nanos});
    case Kind::kTime: return Value(Time{nanos, zone.offset_s});
    case Kind::kLocalDateTime: return Value(local_date_time_of(*parts.date, nanos));
    default: {
      KITH_TRY(DateTime value, at_zone(local_date_time_of(*parts.date, nanos), zone));
      return Value(std::move(value));
    }
  }
}

Result<Value> convert_temporal(Kind kind, const Value& value) {
  if (value.kind() == kind) return value;
  KITH_TRY(const TemporalParts parts, parts_of(value));
  return value_of(kind, parts);
}

Result<Value> parse_temporal(Kind kind, std::string_view text) {
  switch (kind) {
    case Kind::kDate: {
      KITH_TRY(const Date value, parse_date(text));
      return Value(value);
    }
    case Kind::kLocalTime: {
      KITH_TRY(const LocalTime value, parse_local_time(text));
      return Value(value);
    }
    case Kind::kTime: {
      KITH_TRY(const Time value, parse_time(text));
      return Value(value);
    }
    case Kind::kLocalDateTime: {
      KITH_TRY(const LocalDateTime value, parse_local_date_time(text));
      return Value(value);
    }
    default: {
      KITH_TRY(DateTime value, parse_date_time(text));
      return Value(std::move(value));
    }
  }
}

Result<Value> current_temporal(Kind kind, const DateTime& now, const Zone& zone) {
  KITH_TRY(DateTime shown, in_zone(now, zone));
  return convert_temporal(kind, Value(std::move(shown)));
}

}  // namespace kith
