#include "value/temporal.h"

#include <random>

#include "value/calendar.h"
#include "value/duration.h"
#include "value/text.h"
#include "value_printer.h"

using namespace kith;
using kith::test::text_of;

namespace {

template <class T>
std::string parsed(const Result<T>& result) {
  if (result.is_ok()) return to_text(*result);
  return std::string(error_code_name(result.error().code)) + " " + result.error().detail;
}

struct Case {
  const char* text;
  const char* expected;
};

constexpr const char* kBad = "ArgumentError InvalidArgumentValue";

}  // namespace

TEST_CASE("temporal: dates are read in every ISO form", "[value][temporal]") {
  const std::vector<Case> cases = {
      {"2015-07-21", "2015-07-21"}, {"20150721", "2015-07-21"},   {"2015-07", "2015-07-01"},
      {"201507", "2015-07-01"},     {"2015-W30-2", "2015-07-21"}, {"2015W302", "2015-07-21"},
      {"2015-W30", "2015-07-20"},   {"2015W30", "2015-07-20"},    {"2015-202", "2015-07-21"},
      {"2015202", "2015-07-21"},    {"2015", "2015-01-01"},       {"2015-Q2-60", "2015-05-30"},
      {"2015Q260", "2015-05-30"},   {"2015-Q2", "2015-04-01"},    {"2015-w30", "2015-07-20"},
      {"2024-366", "2024-12-31"},   {"2024-02-29", "2024-02-29"}, {"-0044-03-15", "-0044-03-15"},
      {"+999999999-12-31", "+999999999-12-31"}, {"-999999999-01-01", "-999999999-01-01"},
      {"", kBad},           {"2015-13-01", kBad}, {"2015-02-29", kBad}, {"2015-366", kBad}, {"2015-W54", kBad},
      {"2015-W30-8", kBad}, {"2015-Q5", kBad},    {"2015-Q2-92", kBad}, {"201", kBad},      {"20150", kBad},
      {"2015-7-1", kBad},   {"2015-0721", kBad},  {"201507-21", kBad},  {"99999-01-01", kBad}, {"2015-07-21 ", kBad},
      {"+1000000000-01-01", kBad}, {"today", kBad}, {"+", kBad}};
  for (const Case& c : cases) {
    INFO(c.text);
    CHECK(parsed(parse_date(c.text)) == c.expected);
  }
}

TEST_CASE("temporal: times are read in every ISO form", "[value][temporal]") {
  const std::vector<Case> local = {{"21:40:32.142", "21:40:32.142"}, {"214032.142", "21:40:32.142"},
                                   {"21:40:32", "21:40:32"},         {"214032", "21:40:32"},
                                   {"21:40", "21:40"},               {"2140", "21:40"},
                                   {"21", "21:00"},                  {"21:40:32,000000001", "21:40:32.000000001"},
                                   {"24:00", kBad},                  {"21:60", kBad},
                                   {"21:40:60", kBad},               {"2", kBad},
                                   {"21:4032", kBad},                {"21:40:32.", kBad},
                                   {"21:40:32.1234567890", kBad},    {"", kBad}};
  for (const Case& c : local) {
    INFO(c.text);
    CHECK(parsed(parse_local_time(c.text)) == c.expected);
  }
  const std::vector<Case> zoned = {{"21:40:32.142+0100", "21:40:32.142+01:00"}, {"214032.142Z", "21:40:32.142Z"},
                                   {"21:40:32+01:00", "21:40:32+01:00"},        {"214032-0100", "21:40:32-01:00"},
                                   {"21:40-01:30", "21:40-01:30"},              {"2140-00:00", "21:40Z"},
                                   {"2140-02", "21:40-02:00"},                  {"22+18:00", "22:00+18:00"},
                                   {"22+00:53:28", "22:00+00:53:28"},           {"22", "22:00Z"},
                                   {"22+18:01", kBad},                          {"22+1:00", kBad},
                                   {"22[Europe/Rome]", kBad}};
  for (const Case& c : zoned) {
    INFO(c.text);
    CHECK(parsed(parse_time(c.text)) == c.expected);
  }
  CHECK(parsed(parse_time("22:00", 3600)) == "22:00+01:00");
}

TEST_CASE("temporal: dates with times are read in every ISO form", "[value][temporal]") {
  const std::vector<Case> local = {{"2015-07-21T21:40:32.142", "2015-07-21T21:40:32.142"},
                                   {"2015-W30-2T214032.142", "2015-07-21T21:40:32.142"},
                                   {"2015T214032", "2015-01-01T21:40:32"},
                                   {"20150721T21:40", "2015-07-21T21:40"},
                                   {"2015202t21", "2015-07-21T21:00"},
                                   {"2015-07-21", "2015-07-21T00:00"},
                                   {"1969-12-31T23:59:59.5", "1969-12-31T23:59:59.5"},
                                   {"2015-07-21T21:40Z", kBad},
                                   {"T21:40", kBad}};
  for (const Case& c : local) {
    INFO(c.text);
    CHECK(parsed(parse_local_date_time(c.text)) == c.expected);
  }
  const std::vector<Case> zoned = {
      {"2015-07-21T21:40:32.142+0100", "2015-07-21T21:40:32.142+01:00"},
      {"2015-W30-2T214032.142Z", "2015-07-21T21:40:32.142Z"},
      {"2015-W30T2140-00:00", "2015-07-20T21:40Z"},
      {"2015202T21+18:00", "2015-07-21T21:00+18:00"},
      {"2015-07-21T21:40", "2015-07-21T21:40Z"},
      {"2015-07-21T21:40:32.142+02:00[Europe/Stockholm]", "2015-07-21T21:40:32.142+02:00[Europe/Stockholm]"},
      {"2015-07-21T21:40:32.142+0845[Australia/Eucla]", "2015-07-21T21:40:32.142+08:45[Australia/Eucla]"},
      {"2015-07-21T21:40:32.142-04[America/New_York]", "2015-07-21T21:40:32.142-04:00[America/New_York]"},
      {"2015-07-21T21:40:32.142[Europe/London]", "2015-07-21T21:40:32.142+01:00[Europe/London]"},
      {"2015-01-21T21:40[Europe/London]", "2015-01-21T21:40Z[Europe/London]"},
      {"2050-07-21T21:40[Europe/London]", "2050-07-21T21:40+01:00[Europe/London]"},
      // Clocks go from 02:00 to 03:00, and later from 03:00 back to 02:00.
      {"2015-03-29T02:30[Europe/Stockholm]", "2015-03-29T03:30+02:00[Europe/Stockholm]"},
      {"2015-10-25T02:30[Europe/Stockholm]", "2015-10-25T02:30+02:00[Europe/Stockholm]"},
      {"2015-10-25T02:30+01:00[Europe/Stockholm]", "2015-10-25T02:30+01:00[Europe/Stockholm]"},
      {"2015-07-21T21:40+05:00[Europe/Stockholm]", kBad},
      {"2015-07-21T21:40[Nowhere/Town]", kBad},
      {"2015-07-21T21:40[Europe/Rome", kBad},
      {"2015-07-21T21:40[]", kBad}};
  for (const Case& c : zoned) {
    INFO(c.text);
    CHECK(parsed(parse_date_time(c.text)) == c.expected);
  }
}

TEST_CASE("temporal: durations are read with units and as dates", "[value][temporal]") {
  const std::vector<Case> cases = {{"P14DT16H12M", "P14DT16H12M"},
                                   {"P5M1.5D", "P5M1DT12H"},
                                   {"P0.75M", "P22DT19H51M49.5S"},
                                   {"PT0.75M", "PT45S"},
                                   {"P2.5W", "P17DT12H"},
                                   {"P12Y5M14DT16H12M70S", "P12Y5M14DT16H13M10S"},
                                   {"P2012-02-02T14:37:21.545", "P2012Y2M2DT14H37M21.545S"},
                                   {"P20120202T143721.545", "P2012Y2M2DT14H37M21.545S"},
                                   {"PT-1.5S", "PT-1.5S"},
                                   {"-P1DT1H", "P-1DT-1H"},
                                   {"P-1Y2M", "P-10M"},
                                   {"PT0S", "PT0S"},
                                   {"PT0.000000001S", "PT0.000000001S"},
                                   {"PT0.1S", "PT0.1S"},
                                   {"P", kBad},
                                   {"PT", kBad},
                                   {"P1", kBad},
                                   {"P1H", kBad},
                                   {"P1D1Y", kBad},
                                   {"P1DT", kBad},
                                   {"1D", kBad},
                                   {"P1.D", kBad},
                                   {"P99999999999999999999Y", kBad}};
  for (const Case& c : cases) {
    INFO(c.text);
    CHECK(parsed(parse_duration(c.text)) == c.expected);
  }
}

TEST_CASE("temporal: text forms read back as the same value", "[value][temporal]") {
  for (std::int64_t i = -50; i < 50; ++i) {
    const std::int64_t seconds = i * 123'456'789'123 + 17 * i;
    const LocalDateTime local{seconds, static_cast<std::int32_t>((i + 50) * 7'654'321)};
    CHECK(*parse_local_date_time(to_text(local)) == local);
    const DateTime zoned = *at_zone(local, Zone{0, "America/New_York"});
    CHECK(*parse_date_time(to_text(zoned)) == zoned);
    const Duration duration{i * 31, i * 1000, seconds / 1000, local.nanos};
    CHECK(*parse_duration(to_text(duration)) == duration);
  }
}

TEST_CASE("temporal: components", "[value][temporal]") {
  struct Part {
    Value value;
    const char* key;
    const char* expected;
  };
  const Value date = *parse_date("1984-10-11");
  const Value time = *parse_time("12:31:14.645876123+01:00");
  const Value zoned = *parse_date_time("1984-11-11T12:31:14.645876123[Europe/Stockholm]");
  const Value early = *parse_date_time("1969-12-31T23:59:59.5Z");
  const Value duration = *parse_duration("P1Y4M10DT1H1M1.111111111S");
  const Value negative = Duration{-14, -8, -3661, 500'000'000};
  const std::vector<Part> parts = {
      {date, "year", "1984"},
      {date, "quarter", "4"},
      {date, "week", "41"},
      {date, "weekYear", "1984"},
      {date, "ordinalDay", "285"},
      {date, "weekDay", "4"},
      {date, "dayOfQuarter", "11"},
      {date, "hour", "null"},
      {time, "hour", "12"},
      {time, "minute", "31"},
      {time, "second", "14"},
      {time, "millisecond", "645"},
      {time, "microsecond", "645876"},
      {time, "nanosecond", "645876123"},
      {time, "timezone", "'+01:00'"},
      {time, "offsetMinutes", "60"},
      {zoned, "day", "11"},
      {zoned, "hour", "12"},
      {zoned, "timezone", "'Europe/Stockholm'"},
      {zoned, "offset", "'+01:00'"},
      {zoned, "offsetSeconds", "3600"},
      {zoned, "epochSeconds", "469020674"},
      {zoned, "epochMillis", "469020674645"},
      {early, "epochSeconds", "-1"},
      {early, "epochMillis", "-500"},
      {early, "hour", "23"},
      {duration, "years", "1"},
      {duration, "quarters", "5"},
      {duration, "months", "16"},
      {duration, "weeks", "1"},
      {duration, "days", "10"},
      {duration, "hours", "1"},
      {duration, "minutes", "61"},
      {duration, "seconds", "3661"},
      {duration, "milliseconds", "3661111"},
      {duration, "nanoseconds", "3661111111111"},
      {duration, "quartersOfYear", "1"},
      {duration, "monthsOfYear", "4"},
      {duration, "monthsOfQuarter", "1"},
      {duration, "daysOfWeek", "3"},
      {duration, "minutesOfHour", "1"},
      {duration, "secondsOfMinute", "1"},
      {duration, "millisecondsOfSecond", "111"},
      {duration, "nanosecondsOfSecond", "111111111"},
      {negative, "years", "-1"},
      {negative, "monthsOfYear", "-2"},
      {negative, "daysOfWeek", "-1"},
      {negative, "milliseconds", "-3660500"},
      {Duration{0, 0, 9'223'372'036'854'775'807, 0}, "milliseconds", "ArithmeticError IntegerOverflow"},
      {*parse_date_time("+999999999-12-31T00:00Z"), "epochMillis", "ArithmeticError IntegerOverflow"},
      {Point{4326, 1, 2, 0}, "longitude", "1.0"},
      {Point{4979, 1, 2, 3}, "height", "3.0"},
      {Point{7203, 1, 2, 0}, "longitude", "null"},
      {Point{7203, 1, 2, 0}, "z", "null"},
      {Point{7203, 1, 2, 0}, "crs", "'cartesian'"},
      {"text", "year", "TypeError InvalidArgumentType"},
  };
  for (const Part& part : parts) {
    INFO(part.value.to_text() << "." << part.key);
    CHECK(text_of(temporal_component(part.value, part.key)) == part.expected);
  }
}

TEST_CASE("temporal: no text breaks a parser and what is read can be read again", "[value][temporal]") {
  // Texts near the valid ones: pieces of dates, times and durations put together at random.
  const std::vector<std::string> pieces = {"2015", "-",  "07", "21", "T", "t", "W30", "Q2", "202", ":",    "40",  "32",
                                           ".142", ",5", "Z",  "+",  "1", "9", "-01", "[",  "]",   "P",    "M",   "D",
                                           "H",    "S",  "Y",  "W",  "0", " ", "\xFF", "Europe/Rome", "999999999999", "[UTC]"};
  std::mt19937 random(20150721);
  const auto check = [](const auto& result, const auto& parse) {
    if (!result.is_ok()) return 0;
    const std::string text = to_text(*result);
    INFO(text);
    const auto again = parse(text);
    REQUIRE(again.is_ok());
    CHECK(*again == *result);
    return 1;
  };
  int read = 0;
  for (int i = 0; i < 50'000; ++i) {
    std::string text;
    for (std::size_t n = random() % 9; n > 0; --n) text += pieces[random() % pieces.size()];
    read += check(parse_date(text), parse_date);
    read += check(parse_local_time(text), parse_local_time);
    read += check(parse_time(text), [](const std::string& t) { return parse_time(t); });
    read += check(parse_local_date_time(text), parse_local_date_time);
    read += check(parse_date_time(text), [](const std::string& t) { return parse_date_time(t); });
    read += check(parse_duration(text), parse_duration);
  }
  CHECK(read > 1000);
}
