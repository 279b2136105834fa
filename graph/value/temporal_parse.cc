// Temporal values from ISO 8601 text.
//
//     2015-07-21  20150721  2015-07  201507  2015         calendar dates
//     2015-W30-2  2015W302  2015-W30                      week dates
//     2015-Q2-60  2015Q260  2015-Q2                       quarter dates
//     2015-202    2015202                                 ordinal dates
//     21:40:32.142  214032.142  21:40  2140  21           times of day
//     …Z  …+01:00  …-0130  …+01  …[Europe/Rome]           zones
//     P1Y2M3W4DT5H6M7.5S  P2012-02-02T14:37:21.545        durations
//
// A year beyond four digits carries a sign and is followed by a hyphen or nothing.
#include <optional>

#include "value/calendar.h"
#include "value/duration.h"
#include "value/temporal.h"
#include "value/text.h"

namespace kith {

namespace {

Error unreadable(std::string_view text, const char* what) {
  return {.code = ErrorCode::kArgument,
          .message = quoted(text) + " cannot be read as a " + what,
          .detail = "InvalidArgumentValue"};
}

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Takes a text apart from the left.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool done() const noexcept { return rest_.empty(); }

  std::string_view rest() const noexcept { return rest_; }

  std::size_t digits_ahead() const noexcept {
    std::size_t count = 0;
    while (count < rest_.size() && is_digit(rest_[count])) ++count;
    return count;
  }

  bool take(char c) noexcept {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// `c` in either case.
  bool take_letter(char upper) noexcept { return take(upper) || take(static_cast<char>(upper - 'A' + 'a')); }

  /// Exactly `count` digits, at most 18.
  std::optional<std::int64_t> number(std::size_t count) noexcept {
    if (count == 0 || count > 18 || digits_ahead() < count) return {};
    std::int64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value * 10 + (rest_[i] - '0');
    rest_.remove_prefix(count);
    return value;
  }

  /// ".5" or ",5" as nanoseconds; nothing if there is no fraction or it has more than nine digits.
  std::optional<std::int64_t> fraction_nanos() noexcept {
    if (!take('.') && !take(',')) return {};
    const std::size_t digits = digits_ahead();
    if (digits > 9) return {};
    std::optional<std::int64_t> value = number(digits);
    for (std::size_t i = digits; value && i < 9; ++i) *value *= 10;
    return value;
  }

 private:
  std::string_view rest_;
};

/// What follows the year of a calendar or ordinal date.
std::optional<Date> month_or_ordinal(Scanner& in, std::int64_t year, bool extended) {
  const std::size_t digits = in.digits_ahead();
  if (digits == 3) {
    const std::int64_t day = *in.number(3);
    if (day < 1 || day > days_in_year(year)) return {};
    return Date{date_of(CivilDate{year, 1, 1}).days + day - 1};
  }
  if (digits != 2 && (digits != 4 || extended)) return {};
  const std::int64_t month = *in.number(2);
  if (month < 1 || month > 12) return {};
  if (digits == 2 && !(extended && in.take('-'))) return date_of(CivilDate{year, month, 1});
  const auto day = in.number(2);
  if (!day || *day < 1 || *day > days_in_month(year, month)) return {};
  return date_of(CivilDate{year, month, *day});
}

std::optional<Date> week_date(Scanner& in, std::int64_t year, bool extended) {
  const auto week = in.number(2);
  if (!week || *week < 1 || *week > weeks_in_year(year)) return {};
  std::optional<std::int64_t> day = 1;
  if (!in.done()) {
    if (extended && !in.take('-')) return {};
    day = in.number(1);
  }
  if (!day || *day < 1 || *day > 7) return {};
  return date_of(WeekDate{year, *week, *day});
}

std::optional<Date> quarter_date(Scanner& in, std::int64_t year, bool extended) {
  const auto quarter = in.number(1);
  if (!quarter || *quarter < 1 || *quarter > 4) return {};
  std::optional<std::int64_t> day = 1;
  if (!in.done()) {
    if (extended && !in.take('-')) return {};
    day = in.number(2);
  }
  const Date first = date_of(CivilDate{year, (*quarter - 1) * 3 + 1, 1});
  const Date next = plus_months(first, 3);
  if (!day || *day < 1 || first.days + *day > next.days) return {};
  return Date{first.days + *day - 1};
}

std::optional<Date> scan_date(std::string_view text) {
  Scanner in(text);
  const bool negative = in.take('-');
  const bool is_signed = negative || in.take('+');
  const std::size_t digits = in.digits_ahead();
  if (is_signed ? digits > 9 : digits < 4) return {};
  auto year = in.number(is_signed ? digits : 4);
  if (!year) return {};
  if (negative) *year = -*year;
  if (in.done()) return date_of(CivilDate{*year, 1, 1});
  const bool extended = in.take('-');
  if (is_signed && !extended) return {};
  const auto date = in.take_letter('W')   ? week_date(in, *year, extended)
                    : in.take_letter('Q') ? quarter_date(in, *year, extended)
                                          : month_or_ordinal(in, *year, extended);
  return in.done() ? date : std::nullopt;
}

/// Nanoseconds since midnight.
std::optional<std::int64_t> scan_time(std::string_view text) {
  Scanner in(text);
  const auto hour = in.number(2);
  if (!hour || *hour > 23) return {};
  std::int64_t seconds = *hour * 3600;
  std::int64_t nanos = 0;
  if (!in.done()) {
    const bool colons = in.take(':');
    const auto minute = in.number(2);
    if (!minute || *minute > 59) return {};
    seconds += *minute * 60;
    if (!in.done()) {
      if (colons && !in.take(':')) return {};
      const auto second = in.number(2);
      if (!second || *second > 59) return {};
      seconds += *second;
      if (!in.done()) {
        const auto fraction = in.fraction_nanos();
        if (!fraction || !in.done()) return {};
        nanos = *fraction;
      }
    }
  }
  return seconds * kNanosPerSecond + nanos;
}

/// A text cut at its 'T': the time is empty if there is none.
struct DateAndTime {
  std::string_view date;
  std::string_view time;
};

DateAndTime cut_at_t(std::string_view text) {
  const std::size_t t = text.find_first_of("Tt");
  if (t == std::string_view::npos) return {text, {}};
  return {text.substr(0, t), text.substr(t + 1)};
}

/// The zone at the end of a time: an offset, a name in brackets, both, or neither.
struct ZonedText {
  std::string_view time;
  std::string_view offset;
  std::string_view name;
  bool well_formed = true;
};

ZonedText cut_zone(std::string_view text) {
  ZonedText parts;
  const std::size_t zone = text.find_first_of("Zz+-[");
  parts.time = text.substr(0, zone);
  if (zone == std::string_view::npos) return parts;
  parts.offset = text.substr(zone);
  const std::size_t bracket = parts.offset.find('[');
  if (bracket == std::string_view::npos) return parts;
  parts.name = parts.offset.substr(bracket + 1);
  parts.offset = parts.offset.substr(0, bracket);
  parts.well_formed = parts.name.size() > 1 && parts.name.back() == ']';
  if (parts.well_formed) parts.name.remove_suffix(1);
  return parts;
}

std::optional<LocalDateTime> scan_local_date_time(const DateAndTime& parts) {
  const auto date = scan_date(parts.date);
  const std::optional<std::int64_t> time = parts.time.empty() ? 0 : scan_time(parts.time);
  if (!date || !time) return {};
  return LocalDateTime{date->days * kSecondsPerDay + *time / kNanosPerSecond,
                       static_cast<std::int32_t>(*time % kNanosPerSecond)};
}

/// A number with its unit, "1.5D"; nothing at the end of the text or where there is none.
struct UnitAmount {
  Amount amount;
  char unit;
};

std::optional<UnitAmount> scan_amount(Scanner& in) {
  const bool negative = in.take('-');
  if (!negative) in.take('+');
  const auto whole = in.number(in.digits_ahead());
  if (!whole) return {};
  Amount amount{*whole, 0};
  if (!in.rest().empty() && (in.rest()[0] == '.' || in.rest()[0] == ',')) {
    const auto nanos = in.fraction_nanos();
    if (!nanos) return {};
    amount.fraction = static_cast<long double>(*nanos) / static_cast<long double>(kNanosPerSecond);
  }
  if (in.done()) return {};
  char unit = in.rest()[0];
  in.take(unit);
  if (unit >= 'a' && unit <= 'z') unit = static_cast<char>(unit - 'a' + 'A');
  if (negative) amount = {-amount.whole, -amount.fraction};
  return UnitAmount{amount, unit};
}

/// The parts whose units are `units`, in that order, each at most once.
bool scan_amounts(Scanner& in, std::string_view units, std::span<Amount* const> parts) {
  std::size_t next = 0;
  while (!in.done() && in.rest()[0] != 'T' && in.rest()[0] != 't') {
    const auto found = scan_amount(in);
    if (!found) return false;
    const std::size_t place = units.find(found->unit, next);
    if (place == std::string_view::npos) return false;
    *parts[place] = found->amount;
    next = place + 1;
  }
  return true;
}

/// PYYYY-MM-DDTHH:MM:SS: each number is an amount, not a place in a calendar.
std::optional<DurationParts> scan_date_form(std::string_view text) {
  const DateAndTime cut = cut_at_t(text);
  Scanner date(cut.date);
  const auto years = date.number(4);
  const bool extended = date.take('-');
  const auto months = date.number(2);
  if (extended && !date.take('-')) return {};
  const auto days = date.number(2);
  if (!years || !months || !days || !date.done() || *months > 12 || *days > 31) return {};
  DurationParts parts{.years = {*years, 0}, .months = {*months, 0}, .days = {*days, 0}};
  if (!cut.time.empty()) {
    const auto time = scan_time(cut.time);
    if (!time) return {};
    parts.seconds.whole = *time / kNanosPerSecond;
    parts.nanoseconds.whole = *time % kNanosPerSecond;
  }
  return parts;
}

void negate_all(DurationParts& parts) {
  for (Amount* part : {&parts.years, &parts.months, &parts.weeks, &parts.days, &parts.hours, &parts.minutes,
                       &parts.seconds, &parts.nanoseconds})
    *part = {-part->whole, -part->fraction};
}

std::optional<DurationParts> scan_duration(std::string_view text) {
  Scanner in(text);
  const bool negative = in.take('-');
  if (!negative) in.take('+');
  if (!in.take_letter('P') || in.done()) return {};
  auto parts = scan_date_form(in.rest());
  if (!parts) {
    parts.emplace();
    Amount* const dates[] = {&parts->years, &parts->months, &parts->weeks, &parts->days};
    if (!scan_amounts(in, "YMWD", dates)) return {};
    if (in.take_letter('T')) {
      Amount* const times[] = {&parts->hours, &parts->minutes, &parts->seconds};
      if (in.done() || !scan_amounts(in, "HMS", times)) return {};
    }
    if (!in.done()) return {};
  }
  if (negative) negate_all(*parts);
  return parts;
}

}  // namespace

Result<Date> parse_date(std::string_view text) {
  if (const auto date = scan_date(text)) return *date;
  return unreadable(text, "date");
}

Result<LocalTime> parse_local_time(std::string_view text) {
  if (const auto nanos = scan_time(text)) return LocalTime{*nanos};
  return unreadable(text, "local time");
}

Result<Time> parse_time(std::string_view text, std::int32_t offset_s) {
  const ZonedText parts = cut_zone(text);
  const auto nanos = scan_time(parts.time);
  if (!nanos || !parts.well_formed) return unreadable(text, "time");
  if (!parts.name.empty()) {
    Error error = unreadable(text, "time");
    error.hint = "a named time zone needs a date; give an offset instead";
    return error;
  }
  if (parts.offset.empty()) return Time{*nanos, offset_s};
  KITH_TRY(const std::int32_t offset, offset_of(parts.offset));
  return Time{*nanos, offset};
}

Result<LocalDateTime> parse_local_date_time(std::string_view text) {
  if (const auto value = scan_local_date_time(cut_at_t(text))) return *value;
  return unreadable(text, "local datetime");
}

Result<DateTime> parse_date_time(std::string_view text, const Zone& zone) {
  DateAndTime parts = cut_at_t(text);
  const ZonedText zoned = cut_zone(parts.time);
  parts.time = zoned.time;
  const auto local = scan_local_date_time(parts);
  if (!local || !zoned.well_formed) return unreadable(text, "datetime");
  if (zoned.name.empty() && zoned.offset.empty()) return at_zone(*local, zone);
  if (zoned.name.empty()) {
    KITH_TRY(const std::int32_t offset, offset_of(zoned.offset));
    return at_zone(*local, Zone{offset, {}});
  }
  KITH_TRY(const Zone named, zone_of(zoned.name));
  if (zoned.offset.empty()) return at_zone(*local, named);
  // The offset says which of two instants is meant where clocks went back; it must be one the zone keeps.
  KITH_TRY(const std::int32_t offset, offset_of(zoned.offset));
  KITH_TRY(DateTime value, in_zone(DateTime{local->seconds - offset, local->nanos, 0, {}}, named));
  if (value.offset_s != offset) {
    Error error = unreadable(text, "datetime");
    error.hint = "the zone `" + named.name + "` has another offset then";
    return error;
  }
  return value;
}

Result<Duration> parse_duration(std::string_view text) {
  if (const auto parts = scan_duration(text)) return duration_of(*parts);
  return unreadable(text, "duration");
}

}  // namespace kith
