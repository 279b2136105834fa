#include "value/arithmetic.h"

#include <limits>

#include "value/calendar.h"
#include "value/duration.h"
#include "value_printer.h"

using namespace kith;
using kith::test::text_of;

namespace {

const Value kNull;
const std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
const std::int64_t kMin = std::numeric_limits<std::int64_t>::min();

struct Case {
  Result<Value> (*apply)(const Value&, const Value&);
  Value a;
  Value b;
  const char* expected;
};

}  // namespace

TEST_CASE("arithmetic: operators on numbers texts and lists", "[value][arithmetic]") {
  const std::vector<Case> cases = {
      {add, 1, 2, "3"},
      {add, 1, 2.5, "3.5"},
      {add, kMax, 1, "ArithmeticError IntegerOverflow"},
      {add, kMax, 1.0, "9.223372036854776E18"},
      {add, "a", "b", "'ab'"},
      {add, "a", 1, "'a1'"},
      {add, 1.5, "a", "'1.5a'"},
      {add, "a", true, "'atrue'"},
      {add, "a", kNull, "null"},
      {add, List{1}, List{2, "x"}, "[1, 2, 'x']"},
      {add, List{1}, 2, "[1, 2]"},
      {add, 1, List{2}, "[1, 2]"},
      {add, List{1}, kNull, "null"},
      {add, true, 1, "TypeError InvalidArgumentType"},
      {add, Map{}, 1, "TypeError InvalidArgumentType"},
      {subtract, 1, 2, "-1"},
      {subtract, kMin, 1, "ArithmeticError IntegerOverflow"},
      {subtract, 1.5, 1, "0.5"},
      {subtract, "a", "a", "TypeError InvalidArgumentType"},
      {multiply, 3, 4, "12"},
      {multiply, kMax, 2, "ArithmeticError IntegerOverflow"},
      {multiply, 3, 0.5, "1.5"},
      {multiply, kNull, "a", "null"},
      {divide, 7, 2, "3"},
      {divide, -7, 2, "-3"},
      {divide, 7, 2.0, "3.5"},
      {divide, 7, 0, "ArithmeticError DivisionByZero"},
      {divide, 7.0, 0, "Infinity"},
      {divide, 0.0, 0.0, "NaN"},
      {divide, kMin, -1, "ArithmeticError IntegerOverflow"},
      {modulo, 7, 3, "1"},
      {modulo, -7, 3, "-1"},
      {modulo, kMin, -1, "0"},
      {modulo, 7, 0, "ArithmeticError DivisionByZero"},
      {modulo, 7.5, 2, "1.5"},
      {power, 2, 3, "8.0"},
      {power, 4, 0.5, "2.0"},
      {power, kNull, 2, "null"},
      {power, "a", 2, "TypeError InvalidArgumentType"},
  };
  for (const Case& c : cases) {
    INFO(c.a.to_text() << " and " << c.b.to_text());
    CHECK(text_of(c.apply(c.a, c.b)) == c.expected);
  }
}

TEST_CASE("arithmetic: signs", "[value][arithmetic]") {
  CHECK(text_of(negate(3)) == "-3");
  CHECK(text_of(negate(-0.5)) == "0.5");
  CHECK(text_of(negate(0.0)) == "-0.0");
  CHECK(text_of(negate(kMin)) == "ArithmeticError IntegerOverflow");
  CHECK(text_of(negate(kNull)) == "null");
  CHECK(text_of(negate("a")) == "TypeError InvalidArgumentType");
  CHECK(text_of(negate(Value(Duration{1, -2, 1, 500'000'000}))) == "P-1M2DT-1.5S");
  CHECK(text_of(identity(3)) == "3");
  CHECK(text_of(identity("a")) == "TypeError InvalidArgumentType");
}

TEST_CASE("arithmetic: temporal values move by durations", "[value][arithmetic][temporal]") {
  const Duration years{149, 14, 16 * 3600 + 12 * 60 + 70, 2};
  const Duration mixed{1, -14, 16 * 3600 - 12 * 60 + 70, 0};
  const Duration broken = *duration_of({.years = Amount::of(12.5),
                                        .months = Amount::of(5.5),
                                        .days = Amount::of(14.5),
                                        .hours = Amount::of(16.5),
                                        .minutes = Amount::of(12.5),
                                        .seconds = Amount::of(70.5),
                                        .nanoseconds = {3, 0}});
  const Date date = date_of(CivilDate{1984, 10, 11});
  const std::int64_t noon = 12 * 3600 + 31 * 60 + 14;
  const LocalTime time{noon * kNanosPerSecond + 1};
  const LocalDateTime both{date.days * kSecondsPerDay + noon, 1};
  const std::vector<Case> cases = {
      {add, date, years, "1997-03-25"},
      {subtract, date, years, "1972-04-27"},
      {add, date, mixed, "1984-10-28"},
      {subtract, date, mixed, "1984-09-25"},
      {add, date, broken, "1997-10-11"},
      {subtract, date, broken, "1971-10-12"},
      {add, years, date, "1997-03-25"},
      {add, time, years, "04:44:24.000000003"},
      {subtract, time, years, "20:18:03.999999999"},
      {add, time, broken, "22:29:27.500000004"},
      {subtract, Time{time.nanos, 3600}, mixed, "20:42:04.000000001+01:00"},
      {add, both, years, "1997-03-26T04:44:24.000000003"},
      {subtract, both, years, "1972-04-26T20:18:03.999999999"},
      {subtract, both, mixed, "1984-09-24T20:42:04.000000001"},
      {add, both, broken, "1997-10-11T22:29:27.500000004"},
      {add, DateTime{both.seconds - 3600, 1, 3600, ""}, years, "1997-03-26T04:44:24.000000003+01:00"},
      {add, years, broken, "P25Y4M43DT50H11M23.500000005S"},
      {subtract, mixed, broken, "P-12Y-10M-43DT-18H-9M-3.500000003S"},
      {subtract, date, 1, "TypeError InvalidArgumentType"},
      {subtract, date, date, "TypeError InvalidArgumentType"},
      {add, date_of(CivilDate{999999999, 12, 31}), Duration{0, 1, 0, 0}, "ArgumentError NumberOutOfRange"},
      {add, date, Duration{kMax, 0, 0, 0}, "ArgumentError NumberOutOfRange"},
      {add, Duration{kMax, 0, 0, 0}, Duration{1, 0, 0, 0}, "ArgumentError NumberOutOfRange"},
  };
  for (const Case& c : cases) {
    INFO(c.a.to_text() << " and " << c.b.to_text());
    CHECK(text_of(c.apply(c.a, c.b)) == c.expected);
  }
}

TEST_CASE("arithmetic: named zones keep the clock for days and the instant for hours", "[value][arithmetic][temporal]") {
  // The night before clocks go forward in Stockholm: 2015-03-28T12:00+01:00.
  const Value before = DateTime{1427540400, 0, 3600, "Europe/Stockholm"};
  CHECK(before.to_text() == "2015-03-28T12:00+01:00[Europe/Stockholm]");
  CHECK(text_of(add(before, Duration{0, 1, 0, 0})) == "2015-03-29T12:00+02:00[Europe/Stockholm]");
  CHECK(text_of(add(before, Duration{0, 0, 86400, 0})) == "2015-03-29T13:00+02:00[Europe/Stockholm]");
  CHECK(text_of(add(before, Duration{12 * 50, 4 * 30, 0, 0})) == "2065-07-26T12:00+02:00[Europe/Stockholm]");
}

TEST_CASE("arithmetic: durations are multiplied and divided by numbers", "[value][arithmetic][temporal]") {
  const Value d = Duration{1, 1, 3, 500'000'000};
  CHECK(text_of(multiply(d, 2)) == "P2M2DT7S");
  CHECK(text_of(multiply(-1, d)) == "P-1M-1DT-3.5S");
  CHECK(text_of(multiply(d, 0.5)) == "P15DT17H14M34.75S");
  CHECK(text_of(divide(Value(Duration{0, 1, 0, 0}), 2)) == "PT12H");
  const Value long_one = Duration{149, 14, 58390, 1};
  CHECK(text_of(multiply(long_one, 2)) == "P24Y10M28DT32H26M20.000000002S");
  CHECK(text_of(divide(long_one, 2)) == "P6Y2M22DT13H21M8S");
  CHECK(text_of(divide(long_one, 0.5)) == "P24Y10M28DT32H26M20.000000002S");
  for (int n = 1; n < 200; ++n) CHECK(text_of(divide(Value(Duration{n, n, n, 0}), n)) == "P1M1DT1S");
  CHECK(text_of(divide(Value(Duration{0, 0, 1, 0}), 1e-300)) == "ArgumentError NumberOutOfRange");
  CHECK(text_of(divide(d, 0)) == "ArithmeticError DivisionByZero");
  CHECK(text_of(multiply(d, std::numeric_limits<double>::infinity())) == "ArgumentError NumberOutOfRange");
  CHECK(text_of(multiply(d, kMax)) == "ArgumentError NumberOutOfRange");
}
