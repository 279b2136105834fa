// Temporal values as ISO 8601 text, in the shortest form that loses nothing.
#include <cstdlib>

#include "value/calendar.h"
#include "value/text.h"

namespace kith {

namespace {

std::string padded(std::int64_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

/// ".142" for 142'000'000 nanoseconds, "" for 0.
std::string fraction(std::int64_t nanos) {
  if (nanos == 0) return {};
  std::string digits = "." + padded(nanos, 9);
  digits.erase(digits.find_last_not_of('0') + 1);
  return digits;
}

std::string time_of_day(std::int64_t second, std::int64_t nanos) {
  std::string text = padded(second / 3600, 2) + ":" + padded(second / 60 % 60, 2);
  if (second % 60 != 0 || nanos != 0) text += ":" + padded(second % 60, 2) + fraction(nanos);
  return text;
}

std::string date_and_time(std::int64_t seconds, std::int64_t nanos) {
  return to_text(Date{floor_div(seconds, kSecondsPerDay)}) + "T" + time_of_day(floor_mod(seconds, kSecondsPerDay), nanos);
}

void append_unit(std::string& text, std::int64_t amount, char unit) {
  if (amount != 0) text += std::to_string(amount) + unit;
}

}  // namespace

std::string to_text(const Date& value) {
  const CivilDate civil = civil_of(value);
  const char* sign = civil.year > 9999 ? "+" : civil.year < 0 ? "-" : "";
  return sign + padded(std::abs(civil.year), 4) + "-" + padded(civil.month, 2) + "-" + padded(civil.day, 2);
}

std::string to_text(const LocalTime& value) {
  return time_of_day(value.nanos / kNanosPerSecond, value.nanos % kNanosPerSecond);
}

std::string offset_text(std::int32_t offset_s) {
  if (offset_s == 0) return "Z";
  const std::int64_t seconds = std::abs(offset_s);
  std::string text = (offset_s < 0 ? "-" : "+") + padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2);
  if (seconds % 60 != 0) text += ":" + padded(seconds % 60, 2);
  return text;
}

std::string to_text(const Time& value) { return to_text(LocalTime{value.nanos}) + offset_text(value.offset_s); }

std::string to_text(const LocalDateTime& value) { return date_and_time(value.seconds, value.nanos); }

std::string to_text(const DateTime& value) {
  std::string text = date_and_time(value.seconds + value.offset_s, value.nanos) + offset_text(value.offset_s);
  if (!value.zone.empty()) text += "[" + value.zone + "]";
  return text;
}

std::string to_text(const Duration& value) {
  std::string text = "P";
  append_unit(text, value.months / 12, 'Y');
  append_unit(text, value.months % 12, 'M');
  append_unit(text, value.days, 'D');
  if (value.seconds != 0 || value.nanos != 0) {
    // -0.5 s is kept as second -1 and 500'000'000 ns; it is written with one sign for both.
    const bool negative = value.seconds < 0;
    const std::int64_t seconds = negative && value.nanos != 0 ? value.seconds + 1 : value.seconds;
    const std::int64_t nanos = negative && value.nanos != 0 ? kNanosPerSecond - value.nanos : value.nanos;
    text += 'T';
    append_unit(text, seconds / 3600, 'H');
    append_unit(text, seconds / 60 % 60, 'M');
    if (seconds % 60 != 0 || nanos != 0)
      text += (negative ? "-" : "") + std::to_string(std::abs(seconds % 60)) + fraction(nanos) + "S";
  }
  return text.size() == 1 ? "PT0S" : text;
}

}  // namespace kith
