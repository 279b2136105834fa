#include "value/calendar.h"

#include <catch2/catch.hpp>
#include <utility>

using namespace kith;

TEST_CASE("calendar: days and civil dates are one to one", "[value][calendar]") {
  CHECK(date_of(CivilDate{1970, 1, 1}).days == 0);
  CHECK(date_of(CivilDate{1984, 10, 11}).days == 5397);
  CHECK(date_of(CivilDate{0, 3, 1}).days == -719468);
  CHECK(date_of(CivilDate{-999999999, 1, 1}) == kDateMin);
  CHECK(date_of(CivilDate{999999999, 12, 31}) == kDateMax);
  for (std::int64_t days = -800'000; days < 800'000; days += 11) REQUIRE(date_of(civil_of(Date{days})).days == days);
}

TEST_CASE("calendar: weeks belong to the year of their Thursday", "[value][calendar]") {
  const std::vector<std::pair<CivilDate, WeekDate>> cases = {
      {{1984, 10, 11}, {1984, 41, 4}}, {{1816, 12, 30}, {1817, 1, 1}}, {{1818, 12, 28}, {1818, 53, 1}},
      {{2000, 1, 1}, {1999, 52, 6}},   {{2018, 12, 31}, {2019, 1, 1}}, {{2020, 12, 31}, {2020, 53, 4}}};
  for (const auto& [civil, week] : cases) {
    CHECK(week_of(date_of(civil)) == week);
    CHECK(date_of(week) == date_of(civil));
  }
  CHECK(weeks_in_year(2020) == 53);
  CHECK(weeks_in_year(2021) == 52);
}

TEST_CASE("calendar: months are cut to their length", "[value][calendar]") {
  CHECK(civil_of(plus_months(date_of(CivilDate{2024, 1, 31}), 1)) == CivilDate{2024, 2, 29});
  CHECK(civil_of(plus_months(date_of(CivilDate{2023, 3, 31}), -1)) == CivilDate{2023, 2, 28});
  CHECK(civil_of(plus_months(date_of(CivilDate{2023, 1, 15}), -13)) == CivilDate{2021, 12, 15});
}

TEST_CASE("calendar: days are counted in year and quarter", "[value][calendar]") {
  CHECK(day_of_year(date_of(CivilDate{1984, 7, 20})) == 202);
  CHECK(day_of_quarter(date_of(CivilDate{1984, 8, 14})) == 45);
  CHECK(day_of_week(date_of(CivilDate{2025, 5, 18})) == 7);
}
