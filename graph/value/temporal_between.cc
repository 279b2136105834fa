// How long from one temporal value to another.
//
// Both are brought to local date and time in one zone first. Whole months and days are counted on that
// calendar, what is left between instants: across a change of clocks a day may have 25 hours.
#include "value/calendar.h"
#include "value/duration.h"
#include "value/temporal.h"
#include "value/temporal_parts.h"

namespace kith {

namespace {

struct Ends {
  LocalDateTime from;
  LocalDateTime to;  ///< on the calendar of `zone`
  Zone zone;
  bool dated = true;  ///< both have a date of their own
  DateTime from_instant;
  DateTime to_instant;
};

/// A datetime knows its instant; a clock that shows an hour twice does not.
Result<DateTime> instant_of(const Value& value, const LocalDateTime& local, const Zone& zone) {
  if (value.kind() == Kind::kDateTime) return value.as_date_time();
  return at_zone(local, zone);
}

Result<Ends> ends_of(const Value& from, const Value& to) {
  KITH_TRY(TemporalParts a, parts_of(from));
  KITH_TRY(TemporalParts b, parts_of(to));
  Ends ends;
  ends.dated = a.date && b.date;
  if (!a.date) a.date = b.date.value_or(Date{});
  if (!b.date) b.date = a.date;
  ends.zone = a.zone ? *a.zone : b.zone.value_or(Zone{});
  ends.from = local_date_time_of(*a.date, a.nanos.value_or(0));
  ends.to = local_date_time_of(*b.date, b.nanos.value_or(0));
  KITH_TRY(ends.from_instant, instant_of(from, ends.from, ends.zone));
  KITH_TRY(ends.to_instant, instant_of(to, ends.to, b.zone ? *b.zone : ends.zone));
  KITH_TRY(const DateTime here, in_zone(ends.to_instant, ends.zone));
  ends.to = local_of(here);
  return ends;
}

/// Nearer to `from` by a day if the last day is not whole.
Date whole_days_end(const LocalDateTime& from, const LocalDateTime& to) {
  const Date first{floor_div(from.seconds, kSecondsPerDay)};
  const Date last{floor_div(to.seconds, kSecondsPerDay)};
  const LocalDateTime time_from{floor_mod(from.seconds, kSecondsPerDay), from.nanos};
  const LocalDateTime time_to{floor_mod(to.seconds, kSecondsPerDay), to.nanos};
  if (last > first && time_to < time_from) return {last.days - 1};
  if (last < first && time_to > time_from) return {last.days + 1};
  return last;
}

std::int64_t whole_days(const LocalDateTime& from, const LocalDateTime& to) {
  return whole_days_end(from, to).days - floor_div(from.seconds, kSecondsPerDay);
}

std::int64_t whole_months(const LocalDateTime& from, const LocalDateTime& to) {
  // A month is whole when the day of the month is reached: 32 days a month make both one comparable number.
  const auto packed = [](Date date) {
    const CivilDate civil = civil_of(date);
    return (civil.year * 12 + civil.month - 1) * 32 + civil.day;
  };
  return (packed(whole_days_end(from, to)) - packed(Date{floor_div(from.seconds, kSecondsPerDay)})) / 32;
}

Result<Duration> instants_between(const DateTime& from, const DateTime& to) {
  return duration_of_seconds(to.seconds - from.seconds, std::int64_t{to.nanos} - from.nanos);
}

LocalDateTime plus_days(const LocalDateTime& from, std::int64_t days) {
  return {from.seconds + days * kSecondsPerDay, from.nanos};
}

}  // namespace

Result<Duration> duration_between(const Value& from, const Value& to) {
  KITH_TRY(Ends ends, ends_of(from, to));
  if (!ends.dated) return instants_between(ends.from_instant, ends.to_instant);
  const std::int64_t months = whole_months(ends.from, ends.to);
  const Date first{floor_div(ends.from.seconds, kSecondsPerDay)};
  LocalDateTime near = plus_days(ends.from, plus_months(first, months).days - first.days);
  const std::int64_t days = whole_days(near, ends.to);
  near = plus_days(near, days);
  DateTime near_instant = ends.from_instant;
  if (months != 0 || days != 0) {
    KITH_TRY(near_instant, at_zone(near, ends.zone));
  }
  KITH_TRY(Duration duration, instants_between(near_instant, ends.to_instant));
  duration.months = months;
  duration.days = days;
  return duration;
}

Result<Duration> months_between(const Value& from, const Value& to) {
  KITH_TRY(const Ends ends, ends_of(from, to));
  return Duration{ends.dated ? whole_months(ends.from, ends.to) : 0, 0, 0, 0};
}

Result<Duration> days_between(const Value& from, const Value& to) {
  KITH_TRY(const Ends ends, ends_of(from, to));
  return Duration{0, ends.dated ? whole_days(ends.from, ends.to) : 0, 0, 0};
}

Result<Duration> seconds_between(const Value& from, const Value& to) {
  KITH_TRY(const Ends ends, ends_of(from, to));
  return instants_between(ends.from_instant, ends.to_instant);
}

}  // namespace kith
