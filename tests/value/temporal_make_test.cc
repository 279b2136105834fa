#include <limits>

#include "value/temporal.h"
#include "value_printer.h"

using namespace kith;
using kith::test::text_of;

namespace {

constexpr const char* kBad = "ArgumentError InvalidArgumentValue";

/// 2018-05-06T07:08:09.5Z
const DateTime kNow{1525590489, 500'000'000, 0, {}};

Value date(const char* text) { return *parse_temporal(Kind::kDate, text); }

Value local_time(const char* text) { return *parse_temporal(Kind::kLocalTime, text); }

Value time(const char* text) { return *parse_temporal(Kind::kTime, text); }

Value local(const char* text) { return *parse_temporal(Kind::kLocalDateTime, text); }

Value zoned(const char* text) { return *parse_temporal(Kind::kDateTime, text); }

struct Made {
  Kind kind;
  Map fields;
  const char* expected;
};

}  // namespace

TEST_CASE("temporal: values are made from the fields of a map", "[value][temporal]") {
  const Map noon = {{"hour", 12}, {"minute", 31}, {"second", 14}};
  const std::vector<Made> cases = {
      {Kind::kDate, {{"year", 1984}, {"month", 10}, {"day", 11}}, "1984-10-11"},
      {Kind::kDate, {{"year", 1984}, {"month", 10}}, "1984-10-01"},
      {Kind::kDate, {{"year", 1984}}, "1984-01-01"},
      {Kind::kDate, {{"year", 1816}, {"week", 52}}, "1816-12-23"},
      {Kind::kDate, {{"year", 1817}, {"week", 1}}, "1816-12-30"},
      {Kind::kDate, {{"year", 1818}, {"week", 53}}, "1818-12-28"},
      {Kind::kDate, {{"year", 1817}, {"week", 1}, {"dayOfWeek", 2}}, "1816-12-31"},
      {Kind::kDate, {{"year", 1984}, {"ordinalDay", 202}}, "1984-07-20"},
      {Kind::kDate, {{"year", 1984}, {"quarter", 3}, {"dayOfQuarter", 45}}, "1984-08-14"},
      {Kind::kDate, {{"date", date("1816-12-30")}, {"week", 2}, {"dayOfWeek", 3}}, "1817-01-08"},
      {Kind::kDate, {{"date", date("1816-12-31")}, {"year", 1817}, {"week", 2}}, "1817-01-07"},
      {Kind::kDate, {{"date", date("1984-11-11")}, {"year", 28}}, "0028-11-11"},
      {Kind::kDate, {{"date", date("1984-11-11")}, {"week", 1}}, "1984-01-08"},
      {Kind::kDate, {{"date", date("1984-11-11")}, {"ordinalDay", 28}}, "1984-01-28"},
      {Kind::kDate, {{"date", date("1984-11-11")}, {"quarter", 3}}, "1984-08-11"},
      {Kind::kDate, {{"date", date("1984-12-31")}, {"quarter", 1}}, "1984-03-31"},
      {Kind::kDate, {{"date", zoned("1984-11-11T12:00+01:00")}, {"day", 28}}, "1984-11-28"},
      {Kind::kDate, {}, kBad},
      {Kind::kDate, {{"month", 3}}, kBad},
      {Kind::kDate, {{"year", 1984}, {"day", 3}}, kBad},
      {Kind::kDate, {{"year", 1984}, {"dayOfWeek", 3}}, kBad},
      {Kind::kDate, {{"year", 1984}, {"dayOfQuarter", 3}}, kBad},
      {Kind::kDate, {{"year", 1984}, {"month", 13}}, kBad},
      {Kind::kDate, {{"year", 1983}, {"month", 2}, {"day", 29}}, kBad},
      {Kind::kDate, {{"year", 1983}, {"ordinalDay", 366}}, kBad},
      {Kind::kDate, {{"year", 2021}, {"week", 53}}, kBad},
      {Kind::kDate, {{"year", 1984}, {"month", 1}, {"week", 1}}, kBad},
      {Kind::kDate, {{"year", 1'000'000'000}}, kBad},
      {Kind::kDate, {{"year", 1984}, {"hour", 1}}, kBad},
      {Kind::kDate, {{"year", "1984"}}, "TypeError InvalidArgumentValue"},
      {Kind::kDate, {{"date", local_time("12:00")}}, kBad},
      {Kind::kLocalTime, noon, "12:31:14"},
      {Kind::kLocalTime, {{"hour", 12}}, "12:00"},
      {Kind::kLocalTime, {{"time", zoned("1984-10-11T12:00+01:00")}, {"second", 42}}, "12:00:42"},
      {Kind::kLocalTime, {{"minute", 12}}, kBad},
      {Kind::kLocalTime, {{"hour", 12}, {"second", 1}}, kBad},
      {Kind::kLocalTime, {{"hour", 12}, {"minute", 1}, {"nanosecond", 1}}, kBad},
      {Kind::kLocalTime, {{"hour", 24}}, kBad},
      {Kind::kTime, {{"hour", 12}}, "12:00Z"},
      {Kind::kTime, {{"hour", 12}, {"timezone", "+01:00"}}, "12:00+01:00"},
      {Kind::kTime, {{"hour", 12}, {"timezone", "Europe/Stockholm"}}, "12:00+02:00"},
      {Kind::kTime, {{"time", local_time("12:31:14.5")}, {"timezone", "+05:00"}}, "12:31:14.5+05:00"},
      {Kind::kTime, {{"time", time("12:31+01:00")}, {"second", 42}, {"timezone", "+05:00"}}, "16:31:42+05:00"},
      {Kind::kTime, {{"time", time("22:31+01:00")}, {"timezone", "+05:00"}}, "02:31+05:00"},
      {Kind::kTime, {{"time", zoned("1984-10-11T12:00[Europe/Stockholm]")}}, "12:00+01:00"},
      {Kind::kLocalDateTime, {{"year", 1984}, {"week", 10}, {"dayOfWeek", 3}, {"hour", 12}}, "1984-03-07T12:00"},
      {Kind::kLocalDateTime, {{"date", date("1984-10-11")}, {"time", time("12:31:14+01:00")}, {"day", 28}, {"second", 42}},
       "1984-10-28T12:31:42"},
      {Kind::kLocalDateTime, {{"datetime", zoned("1984-10-11T12:00+01:00")}, {"year", 1985}}, "1985-10-11T12:00"},
      {Kind::kLocalDateTime, {{"datetime", local("1984-10-11T12:00")}, {"date", date("1984-10-11")}}, kBad},
      {Kind::kDateTime, {{"year", 1984}, {"ordinalDay", 202}, {"timezone", "Europe/Stockholm"}},
       "1984-07-20T00:00+02:00[Europe/Stockholm]"},
      {Kind::kDateTime, {{"date", zoned("1984-10-11T12:00+01:00")}, {"hour", 10}}, "1984-10-11T10:00Z"},
      {Kind::kDateTime, {{"year", 1984}, {"month", 10}, {"day", 11}, {"time", time("12:31+01:00")}},
       "1984-10-11T12:31+01:00"},
      {Kind::kDateTime,
       {{"year", 1984}, {"month", 10}, {"day", 11}, {"time", time("12:31+01:00")}, {"timezone", "Pacific/Honolulu"}},
       "1984-10-11T01:31-10:00[Pacific/Honolulu]"},
      {Kind::kDateTime,
       {{"date", date("1984-10-11")}, {"time", zoned("1984-10-11T12:00[Europe/Stockholm]")}, {"timezone", "+05:00"}},
       "1984-10-11T16:00+05:00"},
      {Kind::kDateTime, {{"datetime", local("1984-10-11T12:00")}, {"timezone", "+05:00"}}, "1984-10-11T12:00+05:00"},
      {Kind::kDateTime, {{"epochSeconds", 416779}, {"nanosecond", 1}}, "1970-01-05T19:46:19.000000001Z"},
      {Kind::kDateTime, {{"epochMillis", -500}, {"timezone", "+01:00"}}, "1970-01-01T00:59:59.5+01:00"},
      {Kind::kDateTime, {{"epochMillis", 1}, {"year", 1970}}, kBad},
      {Kind::kDateTime, {{"timezone", "Europe/Stockholm"}}, "2018-05-06T09:08:09.5+02:00[Europe/Stockholm]"},
      {Kind::kDateTime, {{"year", 1984}, {"timezone", "Europe/Nowhere"}}, kBad},
      {Kind::kDate, {{"timezone", "Pacific/Honolulu"}}, "2018-05-05"},
  };
  for (const Made& c : cases) {
    INFO(kind_name(c.kind) << " " << Value(c.fields).to_text());
    CHECK(text_of(make_temporal(c.kind, c.fields, kNow)) == c.expected);
  }
}

TEST_CASE("temporal: fractions of a second add up by size", "[value][temporal]") {
  const auto made = [](Map fraction) {
    fraction.set("hour", 12);
    fraction.set("minute", 31);
    fraction.set("second", 14);
    return text_of(make_temporal(Kind::kLocalTime, fraction, kNow));
  };
  CHECK(made({{"millisecond", 123}, {"microsecond", 456}, {"nanosecond", 789}}) == "12:31:14.123456789");
  CHECK(made({{"nanosecond", 645876123}}) == "12:31:14.645876123");
  CHECK(made({{"microsecond", 645876}}) == "12:31:14.645876");
  CHECK(made({{"millisecond", 645}}) == "12:31:14.645");
  CHECK(made({{"millisecond", 1}, {"nanosecond", 999'999}}) == "12:31:14.001999999");
  CHECK(made({{"millisecond", 1000}}) == kBad);
  CHECK(made({{"millisecond", 1}, {"microsecond", 1000}}) == kBad);
  CHECK(made({{"microsecond", 1}, {"nanosecond", 1000}}) == kBad);
}

TEST_CASE("temporal: kinds convert into each other where they share a part", "[value][temporal]") {
  const Value full = zoned("1984-10-11T12:31:14[Europe/Stockholm]");
  CHECK(text_of(convert_temporal(Kind::kDate, full)) == "1984-10-11");
  CHECK(text_of(convert_temporal(Kind::kLocalTime, full)) == "12:31:14");
  CHECK(text_of(convert_temporal(Kind::kTime, full)) == "12:31:14+01:00");
  CHECK(text_of(convert_temporal(Kind::kLocalDateTime, full)) == "1984-10-11T12:31:14");
  CHECK(text_of(convert_temporal(Kind::kDateTime, date("1984-10-11"))) == "1984-10-11T00:00Z");
  CHECK(text_of(convert_temporal(Kind::kTime, local_time("12:00"))) == "12:00Z");
  CHECK(text_of(convert_temporal(Kind::kDate, local_time("12:00"))) == "TypeError InvalidArgumentType");
  CHECK(text_of(convert_temporal(Kind::kLocalTime, date("1984-10-11"))) == "TypeError InvalidArgumentType");
  CHECK(text_of(convert_temporal(Kind::kDate, "1984-10-11")) == "TypeError InvalidArgumentType");
}

TEST_CASE("temporal: values are cut to units", "[value][temporal]") {
  struct Cut {
    Kind kind;
    const char* unit;
    Value value;
    Map fields;
    const char* expected;
  };
  const Value full = zoned("1984-10-11T12:31:14.645876123+01:00");
  const std::vector<Cut> cases = {
      {Kind::kDate, "millennium", date("2017-10-11"), {}, "2000-01-01"},
      {Kind::kDate, "century", date("1984-10-11"), {{"day", 2}}, "1900-01-02"},
      {Kind::kDate, "decade", date("1984-10-11"), {}, "1980-01-01"},
      {Kind::kDate, "decade", date("-0001-10-11"), {}, "-0010-01-01"},
      {Kind::kDate, "year", full, {}, "1984-01-01"},
      {Kind::kDate, "weekYear", date("1984-01-01"), {{"day", 5}}, "1983-01-05"},
      {Kind::kDate, "weekYear", date("1984-02-01"), {}, "1984-01-02"},
      {Kind::kDate, "quarter", date("1984-11-11"), {}, "1984-10-01"},
      {Kind::kDate, "month", full, {{"day", 2}}, "1984-10-02"},
      {Kind::kDate, "week", full, {{"dayOfWeek", 2}}, "1984-10-09"},
      {Kind::kDate, "day", full, {}, "1984-10-11"},
      {Kind::kDate, "hour", full, {}, kBad},
      {Kind::kDate, "fortnight", full, {}, kBad},
      {Kind::kDateTime, "millennium", date("2017-10-11"), {{"timezone", "Europe/Stockholm"}},
       "2000-01-01T00:00+01:00[Europe/Stockholm]"},
      {Kind::kDateTime, "year", full, {}, "1984-01-01T00:00+01:00"},
      {Kind::kDateTime, "year", full, {{"timezone", "Europe/Stockholm"}}, "1984-01-01T00:00+01:00[Europe/Stockholm]"},
      {Kind::kDateTime, "hour", full, {{"timezone", "+05:00"}}, "1984-10-11T12:00+05:00"},
      {Kind::kDateTime, "millisecond", full, {{"nanosecond", 2}}, "1984-10-11T12:31:14.645000002+01:00"},
      {Kind::kLocalDateTime, "minute", full, {{"nanosecond", 2}}, "1984-10-11T12:31:00.000000002"},
      {Kind::kLocalDateTime, "microsecond", full, {{"nanosecond", 2}}, "1984-10-11T12:31:14.645876002"},
      {Kind::kLocalDateTime, "second", date("1984-10-11"), {}, "1984-10-11T00:00"},
      {Kind::kLocalTime, "day", full, {}, "00:00"},
      {Kind::kLocalTime, "hour", full, {{"minute", 5}}, "12:05"},
      {Kind::kLocalTime, "week", full, {}, kBad},
      {Kind::kTime, "second", full, {}, "12:31:14+01:00"},
      {Kind::kTime, "hour", local("1984-10-11T12:31"), {{"timezone", "+01:00"}}, "12:00+01:00"},
      {Kind::kTime, "hour", time("12:31-01:00"), {{"timezone", "+01:00"}}, "12:00+01:00"},
      {Kind::kTime, "hour", date("1984-10-11"), {}, "TypeError InvalidArgumentType"},
  };
  for (const Cut& c : cases) {
    INFO(kind_name(c.kind) << " " << c.unit << " " << c.value.to_text() << " " << Value(c.fields).to_text());
    CHECK(text_of(truncate_temporal(c.kind, c.unit, c.value, c.fields)) == c.expected);
  }
}

TEST_CASE("temporal: durations are made from maps", "[value][temporal]") {
  const auto made = [](const Map& fields) {
    const Result<Duration> result = make_duration(fields);
    return result.is_ok() ? Value(*result).to_text() : text_of(Result<Value>(result.error()));
  };
  CHECK(made({{"days", 14}, {"hours", 16}, {"minutes", 12}}) == "P14DT16H12M");
  CHECK(made({{"months", 5}, {"days", 1.5}}) == "P5M1DT12H");
  CHECK(made({{"months", 0.75}}) == "P22DT19H51M49.5S");
  CHECK(made({{"weeks", 2.5}}) == "P17DT12H");
  CHECK(made({{"quarters", 2}}) == "P6M");
  CHECK(made({{"days", 1}, {"milliseconds", -1}}) == "P1DT-0.001S");
  CHECK(made({{"seconds", -2}, {"milliseconds", 1}}) == "PT-1.999S");
  CHECK(made({{"minutes", 1.5}, {"seconds", 1}}) == "PT1M31S");
  CHECK(made({{"seconds", std::numeric_limits<std::int64_t>::max()}}) == "PT2562047788015215H30M7S");
  CHECK(made({{"hours", std::numeric_limits<std::int64_t>::max()}}) == "ArgumentError NumberOutOfRange");
  CHECK(made({{"seconds", 1e300}}) == "ArgumentError NumberOutOfRange");
  CHECK(made({{"days", "1"}}) == "TypeError InvalidArgumentValue");
  CHECK(made({{"day", 1}}) == kBad);
  CHECK(made({}) == kBad);
}

TEST_CASE("temporal: durations between two values", "[value][temporal]") {
  struct Between {
    Value from;
    Value to;
    const char* between;
    const char* months;
    const char* days;
    const char* seconds;
  };
  const std::vector<Between> cases = {
      {date("1984-10-11"), date("2015-06-24"), "P30Y8M13D", "P30Y8M", "P11213D", "PT269112H"},
      {date("1984-10-11"), local("2016-07-21T21:45:22.142"), "P31Y9M10DT21H45M22.142S", "P31Y9M", "P11606D",
       "PT278565H45M22.142S"},
      {date("1984-10-11"), local_time("16:30"), "PT16H30M", "PT0S", "PT0S", "PT16H30M"},
      {time("14:30Z"), date("2015-06-24"), "PT-14H-30M", "PT0S", "PT0S", "PT-14H-30M"},
      {time("14:30Z"), zoned("2015-07-21T21:40:32.142+01:00"), "PT6H10M32.142S", "PT0S", "PT0S", "PT6H10M32.142S"},
      {local_time("14:30"), zoned("2015-07-21T21:40:32.142+01:00"), "PT7H10M32.142S", "PT0S", "PT0S", "PT7H10M32.142S"},
      {time("14:30Z"), time("16:30+01:00"), "PT1H", "PT0S", "PT0S", "PT1H"},
      {local("2015-07-21T21:40:32.142"), date("2015-06-24"), "P-27DT-21H-40M-32.142S", "PT0S", "P-27D",
       "PT-669H-40M-32.142S"},
      {zoned("2014-07-21T21:40:36.143+02:00"), zoned("2015-07-21T21:40:32.142+01:00"), "P1YT59M55.999S", "P1Y", "P365D",
       "PT8760H59M55.999S"},
      {zoned("2014-07-21T21:40:36.143+02:00"), time("16:30+01:00"), "PT-4H-10M-36.143S", "PT0S", "PT0S",
       "PT-4H-10M-36.143S"},
      {local("2018-01-02T10:00:00.1"), local("2018-01-01T10:00:00.2"), "PT-23H-59M-59.9S", "PT0S", "PT0S",
       "PT-23H-59M-59.9S"},
      {zoned("2018-07-21T21:40:36.143+05:00"), zoned("1984-07-21T22:40:36.143+02:00"), "P-33Y-11M-30DT-20H", "P-33Y-11M",
       "P-12417D", "PT-298028H"},
      // Clocks go back from 03:00 to 02:00 in the night to October 29th.
      {zoned("2017-10-28T23:00[Europe/Stockholm]"), zoned("2017-10-29T04:00[Europe/Stockholm]"), "PT6H", "PT0S", "PT0S",
       "PT6H"},
      {zoned("2017-10-29T00:00[Europe/Stockholm]"), local_time("04:00"), "PT5H", "PT0S", "PT0S", "PT5H"},
      {date("2017-10-29"), zoned("2017-10-30T00:00[Europe/Stockholm]"), "P1D", "PT0S", "P1D", "PT25H"},
      {zoned("2017-10-29T02:30+02:00[Europe/Stockholm]"), zoned("2017-10-29T02:30+01:00[Europe/Stockholm]"), "PT1H",
       "PT0S", "PT0S", "PT1H"},
      {local("-999999999-01-01"), local("+999999999-12-31T23:59:59"), "P1999999998Y11M30DT23H59M59S", "P1999999998Y11M",
       "P730484999633D", "PT17531639991215H59M59S"},
  };
  const auto text = [](const Result<Duration>& result) { return Value(*result).to_text(); };
  for (const Between& c : cases) {
    INFO(c.from.to_text() << " to " << c.to.to_text());
    CHECK(text(duration_between(c.from, c.to)) == c.between);
    CHECK(text(months_between(c.from, c.to)) == c.months);
    CHECK(text(days_between(c.from, c.to)) == c.days);
    CHECK(text(seconds_between(c.from, c.to)) == c.seconds);
  }
  CHECK_FALSE(duration_between(1, date("2015-06-24")).is_ok());
}

TEST_CASE("temporal: what lies between two dates brings one to the other", "[value][temporal]") {
  const Value first = date("2016-01-31");
  for (std::int64_t days = -1000; days <= 1000; days += 7) {
    const Value other = *add_duration(first, Duration{0, days, 0, 0});
    const Duration between = *duration_between(first, other);
    CHECK(*add_duration(first, between) == other);
  }
}
