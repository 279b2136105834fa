// Durations: sums, products, and how parts with a fraction flow into smaller units.
//
//     KITH_TRY(Duration d, duration_of({.months = {0, 0.75L}}));   // P22DT19H51M49.5S
//
// A month has 30.436875 days on average (a 4800th of 400 Gregorian years), a day 24 hours; this is used
// only where a fraction must flow down. Whole numbers stay exact. Errors: kArgument "NumberOutOfRange".
#pragma once

#include <cstdint>

#include "kith/status.h"
#include "kith/value.h"

namespace kith {

/// A whole number and a fraction in (-1, 1) of the same sign.
struct Amount {
  std::int64_t whole = 0;
  long double fraction = 0;

  /// The amount of a float. Requires a magnitude below 2^63.
  static Amount of(long double number) noexcept {
    const auto whole = static_cast<std::int64_t>(number);
    return {whole, number - static_cast<long double>(whole)};
  }
};

struct DurationParts {
  Amount years = {};
  Amount quarters = {};
  Amount months = {};
  Amount weeks = {};
  Amount days = {};
  Amount hours = {};
  Amount minutes = {};
  Amount seconds = {};
  Amount milliseconds = {};
  Amount microseconds = {};
  Amount nanoseconds = {};
};

Result<Duration> duration_of(const DurationParts& parts);

Result<Duration> add(const Duration& a, const Duration& b);
Result<Duration> negate(const Duration& a);
Result<Duration> multiply(const Duration& a, std::int64_t factor);
/// kArgument if the result is not finite.
Result<Duration> multiply(const Duration& a, long double factor);
Result<Duration> divide(const Duration& a, long double divisor);

/// Seconds with nanoseconds of any size and sign, brought to 0..999999999 nanoseconds.
Result<Duration> duration_of_seconds(std::int64_t seconds, std::int64_t nanos);

/// Whole days in the seconds of `d`, toward zero.
std::int64_t whole_days_of_seconds(const Duration& d) noexcept;

}  // namespace kith
