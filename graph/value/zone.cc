#include "value/zone.h"

#include <date/tz.h>

#include <charconv>
#include <stdexcept>

#include "value/calendar.h"

namespace kith {

namespace {

Error bad_zone(std::string_view text) {
  return {.code = ErrorCode::kArgument,
          .message = "`" + std::string(text) + "` is neither an offset nor a time zone",
          .detail = "InvalidArgumentValue"};
}

/// The library throws where a name is unknown or the system has no database.
Result<const date::time_zone*> locate(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {
    return bad_zone(name);
  }
}

/// The database lists changes up to 2037. Later times are moved to a year before it with the same
/// weekdays and length: rules speak of weekdays in months.
std::int64_t within_database(std::int64_t seconds) {
  constexpr std::int64_t kLastYear = 2036;
  const std::int64_t days = floor_div(seconds, kSecondsPerDay);
  const std::int64_t year = civil_of(Date{days}).year;
  if (year <= kLastYear) return seconds;
  const Date first = date_of(CivilDate{year, 1, 1});
  std::int64_t alike = kLastYear;
  while (is_leap_year(alike) != is_leap_year(year) ||
         day_of_week(date_of(CivilDate{alike, 1, 1})) != day_of_week(first))
    --alike;
  return seconds - (first.days - date_of(CivilDate{alike, 1, 1}).days) * kSecondsPerDay;
}

Result<int> two_digits(std::string_view text, std::string_view whole, int limit) {
  int number = 0;
  if (text.size() != 2) return bad_zone(whole);
  const auto [end, error] = std::from_chars(text.data(), text.data() + 2, number);
  if (error != std::errc() || end != text.data() + 2 || number < 0 || number > limit) return bad_zone(whole);
  return number;
}

}  // namespace

Result<std::int32_t> offset_of(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  if (text.size() < 2 || (text[0] != '+' && text[0] != '-')) return bad_zone(text);
  const std::string_view digits = text.substr(1);
  // One digit for the hour is allowed where nothing follows.
  if (digits.size() == 1) {
    if (digits[0] < '0' || digits[0] > '9') return bad_zone(text);
    return (text[0] == '-' ? -3600 : 3600) * (digits[0] - '0');
  }
  const bool colons = digits.size() > 2 && digits[2] == ':';
  const std::size_t step = colons ? 3 : 2;
  const std::size_t size = digits.size();
  if (size != 2 && size != 2 + step && size != 2 + 2 * step) return bad_zone(text);
  if (colons && size > 5 && digits[5] != ':') return bad_zone(text);
  std::int32_t seconds = 0;
  KITH_TRY(const int hours, two_digits(digits.substr(0, 2), text, 18));
  seconds += hours * 3600;
  if (size > 2) {
    KITH_TRY(const int minutes, two_digits(digits.substr(step, 2), text, 59));
    seconds += minutes * 60;
  }
  if (size > 2 + step) {
    KITH_TRY(const int rest, two_digits(digits.substr(2 * step, 2), text, 59));
    seconds += rest;
  }
  if (seconds > kOffsetMax) return bad_zone(text);
  return text[0] == '-' ? -seconds : seconds;
}

Result<Zone> zone_of(std::string_view text) {
  const bool named = !text.empty() && text != "Z" && text != "z" && text[0] != '+' && text[0] != '-';
  if (!named) {
    KITH_TRY(const std::int32_t offset, offset_of(text));
    return Zone{offset, {}};
  }
  Zone zone{0, std::string(text)};
  KITH_DO(locate(zone.name));
  return zone;
}

Result<std::int32_t> offset_at(const Zone& zone, std::int64_t instant_s) {
  if (zone.name.empty()) return zone.offset_s;
  KITH_TRY(const date::time_zone* found, locate(zone.name));
  const date::sys_info info = found->get_info(date::sys_seconds(std::chrono::seconds(within_database(instant_s))));
  return static_cast<std::int32_t>(info.offset.count());
}

Result<DateTime> at_zone(const LocalDateTime& local, const Zone& zone) {
  std::int32_t offset = zone.offset_s;
  if (!zone.name.empty()) {
    KITH_TRY(const date::time_zone* found, locate(zone.name));
    const date::local_info info =
        found->get_info(date::local_seconds(std::chrono::seconds(within_database(local.seconds))));
    offset = static_cast<std::int32_t>(info.first.offset.count());
    if (info.result == date::local_info::nonexistent) {
      // Read with the offset before the gap, the instant lies after it, where the later offset holds.
      const auto after = static_cast<std::int32_t>(info.second.offset.count());
      return DateTime{local.seconds - offset, local.nanos, after, zone.name};
    }
  }
  return DateTime{local.seconds - offset, local.nanos, offset, zone.name};
}

Result<DateTime> in_zone(const DateTime& instant, const Zone& zone) {
  KITH_TRY(const std::int32_t offset, offset_at(zone, instant.seconds));
  return DateTime{instant.seconds, instant.nanos, offset, zone.name};
}

}  // namespace kith
