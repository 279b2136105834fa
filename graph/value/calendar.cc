#include "value/calendar.h"

#include <algorithm>

namespace kith {

namespace {

constexpr std::int64_t kDaysPerEra = 146'097;  // 400 years
constexpr std::int64_t kDaysToEpoch = 719'468;  // from 0000-03-01 to 1970-01-01

}  // namespace

bool is_leap_year(std::int64_t year) noexcept { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

std::int64_t days_in_month(std::int64_t year, std::int64_t month) noexcept {
  if (month == 2) return is_leap_year(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

Date date_of(const CivilDate& civil) noexcept {
  // A year that begins in March has its leap day at the end.
  const std::int64_t year = civil.year - (civil.month <= 2 ? 1 : 0);
  const std::int64_t era = floor_div(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t march_month = (civil.month + 9) % 12;
  const std::int64_t day_of_march_year = (153 * march_month + 2) / 5 + civil.day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_march_year;
  return {era * kDaysPerEra + day_of_era - kDaysToEpoch};
}

CivilDate civil_of(Date date) noexcept {
  const std::int64_t days = date.days + kDaysToEpoch;
  const std::int64_t era = floor_div(days, kDaysPerEra);
  const std::int64_t day_of_era = days - era * kDaysPerEra;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_march_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t march_month = (5 * day_of_march_year + 2) / 153;
  const std::int64_t month = march_month < 10 ? march_month + 3 : march_month - 9;
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  return {year, month, day_of_march_year - (153 * march_month + 2) / 5 + 1};
}

Date date_of(const WeekDate& week) noexcept {
  // Week 1 is the one with January 4th.
  const Date fourth = date_of(CivilDate{week.year, 1, 4});
  return {fourth.days - (day_of_week(fourth) - 1) + (week.week - 1) * 7 + week.day - 1};
}

WeekDate week_of(Date date) noexcept {
  // A week belongs to the year that its Thursday is in.
  const std::int64_t weekday = day_of_week(date);
  const Date thursday{date.days + 4 - weekday};
  return {civil_of(thursday).year, (day_of_year(thursday) - 1) / 7 + 1, weekday};
}

std::int64_t weeks_in_year(std::int64_t week_year) noexcept {
  return week_of(date_of(CivilDate{week_year, 12, 28})).week;
}

std::int64_t day_of_year(Date date) noexcept {
  return date.days - date_of(CivilDate{civil_of(date).year, 1, 1}).days + 1;
}

std::int64_t day_of_quarter(Date date) noexcept {
  const CivilDate civil = civil_of(date);
  return date.days - date_of(CivilDate{civil.year, (quarter_of_month(civil.month) - 1) * 3 + 1, 1}).days + 1;
}

Date plus_months(Date date, std::int64_t months) noexcept {
  const CivilDate civil = civil_of(date);
  const std::int64_t month = civil.year * 12 + civil.month - 1 + months;
  CivilDate moved{floor_div(month, 12), floor_mod(month, 12) + 1, 1};
  moved.day = std::min(civil.day, days_in_month(moved.year, moved.month));
  return date_of(moved);
}

}  // namespace kith
