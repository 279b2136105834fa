// Days and their names in the proleptic Gregorian calendar (ISO 8601), years of any size.
//
//     Date d = date_of(CivilDate{1984, 10, 11});   // Date{5397}
//     CivilDate c = civil_of(d);                   // {1984, 10, 11}
//     WeekDate w = week_of(d);                     // {1984, 41, 4}: Thursday of week 41
//
// The formulas are the well-known era ones (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
#pragma once

#include <cstdint>

#include "kith/value.h"

namespace kith {

inline constexpr std::int64_t kSecondsPerDay = 86'400;
inline constexpr std::int64_t kNanosPerSecond = 1'000'000'000;
inline constexpr std::int64_t kNanosPerDay = kSecondsPerDay * kNanosPerSecond;
inline constexpr std::int64_t kYearMax = 999'999'999;  ///< the years that openCypher allows: ± this
inline constexpr Date kDateMin{-365'243'219'162};      ///< -999999999-01-01
inline constexpr Date kDateMax{365'241'780'471};       ///< +999999999-12-31

struct CivilDate {
  std::int64_t year = 0;
  std::int64_t month = 1;  ///< 1..12
  std::int64_t day = 1;    ///< 1..31
  friend bool operator==(const CivilDate&, const CivilDate&) = default;
};

/// A day by its ISO week; `year` is the year that the week belongs to.
struct WeekDate {
  std::int64_t year = 0;
  std::int64_t week = 1;  ///< 1..53
  std::int64_t day = 1;   ///< Monday 1 .. Sunday 7
  friend bool operator==(const WeekDate&, const WeekDate&) = default;
};

/// Quotient rounded down, and what remains (never negative) for positive `b`.
constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) noexcept { return a / b - (a % b < 0 ? 1 : 0); }

constexpr std::int64_t floor_mod(std::int64_t a, std::int64_t b) noexcept { return a - floor_div(a, b) * b; }

bool is_leap_year(std::int64_t year) noexcept;
std::int64_t days_in_month(std::int64_t year, std::int64_t month) noexcept;
std::int64_t weeks_in_year(std::int64_t week_year) noexcept;

inline std::int64_t days_in_year(std::int64_t year) noexcept { return is_leap_year(year) ? 366 : 365; }

/// Requires |year| <= kYearMax and a month in 1..12; a day beyond the month's end runs into the next.
Date date_of(const CivilDate& civil) noexcept;
CivilDate civil_of(Date date) noexcept;

Date date_of(const WeekDate& week) noexcept;
WeekDate week_of(Date date) noexcept;

inline std::int64_t day_of_week(Date date) noexcept { return floor_mod(date.days + 3, 7) + 1; }

std::int64_t day_of_year(Date date) noexcept;
std::int64_t day_of_quarter(Date date) noexcept;

inline std::int64_t quarter_of_month(std::int64_t month) noexcept { return (month - 1) / 3 + 1; }

/// `months` later (or earlier), the day cut to the length of the month that is reached.
Date plus_months(Date date, std::int64_t months) noexcept;

}  // namespace kith
