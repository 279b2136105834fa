#include <catch2/catch.hpp>

#include "ingest/times.h"

using namespace kith::ingest;

namespace {

// "text=value text=value" of the expressions found, with 2025-05-19, a Monday, as reference.
std::string found(const std::string& text, std::optional<kith::Date> reference = parse_iso_date("2025-05-19")) {
  Segmenter segmenter = *Segmenter::make();
  const Lexicon lexicon;
  std::string out;
  for (const TimeMention& time : find_times(text, segmenter.segment(text, 0), lexicon, reference)) {
    if (!out.empty()) out += " | ";
    out += text.substr(time.begin, time.end - time.begin) + " = " + time.value;
  }
  return out;
}

}  // namespace

TEST_CASE("times: expressions and what they mean", "[ingest]") {
  const auto [text, meaning] = GENERATE(table<const char*, const char*>({
      {"They met on Sunday.", "Sunday = 2025-05-18"},
      {"They met on Monday.", "Monday = 2025-05-19"},
      {"They will meet on Sunday.", "Sunday = 2025-05-25"},
      {"I will be speaking on Monday, at 10:00 am", "Monday, at 10:00 am = 2025-05-19T10:00"},
      {"He left at noon on Tuesday at 5 p.m. sharp.", "Tuesday at 5 p.m. = 2025-05-13T17:00"},
      {"They will meet next Monday.", "next Monday = 2025-05-26"},
      {"It rained last Monday.", "last Monday = 2025-05-12"},
      {"This afternoon in Rome", "This afternoon = 2025-05-19TAF"},
      {"yesterday evening", "yesterday evening = 2025-05-18TEV"},
      {"It begins tomorrow.", "tomorrow = 2025-05-20"},
      {"the May 16 session", "May 16 = 2025-05-16"},
      {"on December 28", "December 28 = 2024-12-28"},
      {"Friday, July 21, 2017", "Friday, July 21, 2017 = 2017-07-21"},
      {"on 21 July 2017", "21 July 2017 = 2017-07-21"},
      {"in March 2008", "March 2008 = 2008-03"},
      {"in February", "February = 2025-02"},
      {"from 14 to 20 September 2015", "14 to 20 September 2015 = 2015-09-14/2015-09-20"},
      {"September 14-20, 2015", "September 14-20, 2015 = 2015-09-14/2015-09-20"},
      {"last week", "last week = 2025-W20"},
      {"this week", "this week = 2025-W21"},
      {"next year and last month", "next year = 2026 | last month = 2025-04"},
      {"Seventeen years ago, this", "Seventeen years ago = 2008"},
      {"two days ago", "two days ago = 2025-05-17"},
      {"In 1995, at age seventeen", "1995 = 1995"},
      {"between 1914-1918", "1914-1918 = 1914/1918"},
      {"in the 1960s and the 19th century", "1960s = 1960-01-01/1969-12-31 | 19th century = 1800-01-01/1899-12-31"},
      {"on 2025-05-18", "2025-05-18 = 2025-05-18"},
      {"They married last December.", "last December = 2024-12"},
      {"The trial resumes on Sunday.", "Sunday = 2025-05-25"},
      {"They agreed to meet on Sunday.", "Sunday = 2025-05-25"},
      {"They are to meet on Sunday.", "Sunday = 2025-05-25"},
      {"It will be sent in January.", "January = 2026-01"},
      {"The leaders met on Sunday.", "Sunday = 2025-05-18"},
      {"It rained over the weekend.", "the weekend = 2025-W20-WE"},
      {"It will rain over the weekend.", "the weekend = 2025-W21-WE"},
      {"It opened on Friday, 7 June.", "Friday, 7 June = 2024-06-07"},
      {"It was blocked in 2007. They will vote on December 3.", "2007 = 2007 | December 3 = 2025-12-03"},
      {"In 2014 he moved. On May 17 he died.", "2014 = 2014 | May 17 = 2014-05-17"},
      {"They may march in step.", ""},
      {"It killed 2000 people.", ""},
      {"on 31 February 2020", "31 February 2020 = 2020-02"},
  }));
  CAPTURE(text);
  CHECK(found(text) == meaning);
}

TEST_CASE("times: without a reference only what names its year has a value", "[ingest]") {
  CHECK(found("on Sunday, May 16, yesterday and in 1995", std::nullopt) == "1995 = 1995");
  CHECK(found("on July 21, 2017", std::nullopt) == "July 21, 2017 = 2017-07-21");
}

TEST_CASE("times: a new year begins its own first week", "[ingest]") {
  CHECK(found("this week", parse_iso_date("2021-01-01")) == "this week = 2020-W53");
  CHECK(found("this week", parse_iso_date("2024-12-30")) == "this week = 2025-W01");
}

TEST_CASE("times: days of the calendar only", "[ingest]") {
  CHECK(parse_iso_date("2024-02-29").has_value());
  CHECK_FALSE(parse_iso_date("2025-02-29").has_value());
  CHECK_FALSE(parse_iso_date("2025-2-9").has_value());
  CHECK_FALSE(parse_iso_date("2025-02-0").has_value());
  CHECK(iso_date(*parse_iso_date("2025-05-18")) == "2025-05-18");
}
