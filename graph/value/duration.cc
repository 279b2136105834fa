#include "value/duration.h"

#include <cmath>

#include "value/calendar.h"

namespace kith {

namespace {

__extension__ using Wide = __int128;

Error out_of_range() {
  return {.code = ErrorCode::kArgument, .message = "the duration is out of range", .detail = "NumberOutOfRange"};
}

/// Adds `count` times an amount, in units of which `ratio` make up one of it, to a running sum.
/// What is left as a fraction of the unit is kept in it.
class Sum {
 public:
  void add(const Amount& amount, std::int64_t ratio) {
    std::int64_t scaled = 0;
    overflow_ |= __builtin_mul_overflow(amount.whole, ratio, &scaled);
    overflow_ |= __builtin_add_overflow(total_.whole, scaled, &total_.whole);
    add_fraction(amount.fraction * static_cast<long double>(ratio));
  }

  /// `part` units, whole and broken.
  void add_fraction(long double part) {
    const Amount amount = Amount::of(total_.fraction + part);
    overflow_ |= __builtin_add_overflow(total_.whole, amount.whole, &total_.whole);
    total_.fraction = amount.fraction;
  }

  const Amount& total() const noexcept { return total_; }

  bool overflow() const noexcept { return overflow_; }

 private:
  Amount total_;
  bool overflow_ = false;
};

/// Every part scaled by a function; fractions flow into smaller units.
template <class Scale>
Result<Duration> scaled(const Duration& a, Scale scale) {
  constexpr long double kLimit = 9.2e18L;
  const long double months = scale(static_cast<long double>(a.months));
  const long double days = scale(static_cast<long double>(a.days));
  const long double seconds = scale(static_cast<long double>(a.seconds));
  const long double nanos = scale(static_cast<long double>(a.nanos));
  for (const long double part : {months, days, seconds, nanos})
    if (!(std::fabs(part) < kLimit)) return out_of_range();  // also for NaN
  return duration_of({.months = Amount::of(months),
                      .days = Amount::of(days),
                      .seconds = Amount::of(seconds),
                      .nanoseconds = Amount::of(nanos)});
}

}  // namespace

Result<Duration> duration_of_seconds(std::int64_t seconds, std::int64_t nanos) {
  Duration d;
  if (__builtin_add_overflow(seconds, floor_div(nanos, kNanosPerSecond), &d.seconds)) return out_of_range();
  d.nanos = static_cast<std::int32_t>(floor_mod(nanos, kNanosPerSecond));
  return d;
}

Result<Duration> duration_of(const DurationParts& parts) {
  constexpr long double kDaysPerMonth = 30.436875L;
  Sum months;
  months.add(parts.years, 12);
  months.add(parts.quarters, 3);
  months.add(parts.months, 1);
  Sum days;
  days.add(parts.weeks, 7);
  days.add(parts.days, 1);
  days.add_fraction(months.total().fraction * kDaysPerMonth);
  Sum seconds;
  seconds.add(parts.hours, 3600);
  seconds.add(parts.minutes, 60);
  seconds.add(parts.seconds, 1);
  seconds.add_fraction(days.total().fraction * static_cast<long double>(kSecondsPerDay));
  Sum nanos;
  nanos.add(parts.milliseconds, 1'000'000);
  nanos.add(parts.microseconds, 1'000);
  nanos.add(parts.nanoseconds, 1);
  // Binary fractions of decimal texts miss their nanosecond by less than this.
  const long double fraction = seconds.total().fraction * static_cast<long double>(kNanosPerSecond);
  nanos.add_fraction(fraction + std::copysign(1e-4L, fraction));
  if (months.overflow() || days.overflow() || seconds.overflow() || nanos.overflow()) return out_of_range();
  KITH_TRY(Duration d, duration_of_seconds(seconds.total().whole, nanos.total().whole));
  d.months = months.total().whole;
  d.days = days.total().whole;
  return d;
}

Result<Duration> add(const Duration& a, const Duration& b) {
  std::int64_t seconds = 0;
  if (__builtin_add_overflow(a.seconds, b.seconds, &seconds)) return out_of_range();
  KITH_TRY(Duration sum, duration_of_seconds(seconds, std::int64_t{a.nanos} + b.nanos));
  if (__builtin_add_overflow(a.months, b.months, &sum.months) || __builtin_add_overflow(a.days, b.days, &sum.days))
    return out_of_range();
  return sum;
}

Result<Duration> negate(const Duration& a) { return multiply(a, std::int64_t{-1}); }

Result<Duration> multiply(const Duration& a, std::int64_t factor) {
  std::int64_t seconds = 0;
  if (__builtin_mul_overflow(a.seconds, factor, &seconds)) return out_of_range();
  const Wide nanos = static_cast<Wide>(a.nanos) * factor;
  const Wide carried = nanos / kNanosPerSecond;
  if (__builtin_add_overflow(seconds, static_cast<std::int64_t>(carried), &seconds)) return out_of_range();
  KITH_TRY(Duration product, duration_of_seconds(seconds, static_cast<std::int64_t>(nanos - carried * kNanosPerSecond)));
  if (__builtin_mul_overflow(a.months, factor, &product.months) ||
      __builtin_mul_overflow(a.days, factor, &product.days))
    return out_of_range();
  return product;
}

Result<Duration> multiply(const Duration& a, long double factor) {
  return scaled(a, [factor](long double part) { return part * factor; });
}

Result<Duration> divide(const Duration& a, long double divisor) {
  // Not by the reciprocal: what divides evenly must come out whole.
  return scaled(a, [divisor](long double part) { return part / divisor; });
}

std::int64_t whole_days_of_seconds(const Duration& d) noexcept {
  const std::int64_t seconds = d.seconds < 0 && d.nanos > 0 ? d.seconds + 1 : d.seconds;
  return seconds / kSecondsPerDay;
}

}  // namespace kith
