#include "ingest/head.h"

#include <array>

#include "ingest/times.h"

namespace kith::ingest {

namespace {

constexpr std::size_t kTitleCharactersMax = 200;
constexpr std::size_t kCutCharacters = 80;
constexpr int kDateLinesMax = 5;  // a date line stands among the first lines that are not blank
constexpr std::size_t kDateLineBytesMax = 60;

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  const std::size_t found = text.find_first_not_of(" \t\r\n", at);
  return found == std::string_view::npos ? text.size() : found;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

std::string cut(std::string_view text, std::size_t max) {
  std::size_t at = 0;
  for (std::size_t count = 0; at < text.size(); ++at)
    if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && count++ == max) break;
  return std::string(trimmed(text.substr(0, at)));
}

// A line that is a date and nothing else: "Friday, July 21, 2017", "21 July 2017", "Published: 2017-07-21".
std::optional<Date> date_line(std::string_view line) {
  static constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                               "jul", "aug", "sep", "oct", "nov", "dec"};
  static constexpr std::array<std::string_view, 10> kOther = {
      "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "date", "published", "updated"};
  if (line.size() > kDateLineBytesMax) return std::nullopt;
  int year = 0;
  int month = 0;
  int day = 0;
  std::size_t at = 0;
  while (at < line.size()) {
    const std::size_t first = line.find_first_not_of(" \t,.:|-–", at);
    if (first == std::string_view::npos) break;
    if (const auto iso = parse_iso_date(line.substr(first))) {
      const std::string_view rest = trimmed(line.substr(first + 10));
      // "2017-07-21T09:30:00Z" may follow, another sentence may not.
      if (rest.find(' ') != std::string_view::npos) return std::nullopt;
      return iso;
    }
    const std::size_t last = std::min(line.find_first_of(" \t,:|", first), line.size());
    std::string word;
    for (const char c : line.substr(first, last - first)) word += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    at = last;
    if (word[0] >= '0' && word[0] <= '9') {
      int value = 0;
      for (const char c : word)
        if (c >= '0' && c <= '9' && value < 10000) value = value * 10 + (c - '0');
      if (value >= 1000 && value < 10000 && year == 0)
        year = value;
      else if (value >= 1 && value <= 31 && day == 0)
        day = value;
      else
        return std::nullopt;
      continue;
    }
    bool known = false;
    for (const std::string_view other : kOther) known = known || word == other;
    for (std::size_t m = 0; m < kMonths.size(); ++m)
      if (word.starts_with(kMonths[m]) && word.size() <= 9) {
        month = static_cast<int>(m) + 1;
        known = true;
      }
    if (!known) return std::nullopt;
  }
  if (year == 0 || month == 0 || day == 0) return std::nullopt;
  std::string iso = std::to_string(year) + (month < 10 ? "-0" : "-") + std::to_string(month) + (day < 10 ? "-0" : "-") +
                    std::to_string(day);
  return parse_iso_date(iso);
}

// "date 2025-05-19" or "2025-05-19" before the first sentence, on its line.
std::optional<std::pair<Date, std::size_t>> leading_date(std::string_view text, std::size_t start) {
  std::size_t at = start;
  for (const std::string_view word : {"date", "Date", "DATE", "published", "Published"})
    if (text.substr(at).starts_with(word)) {
      at += word.size();
      if (at < text.size() && text[at] == ':') ++at;
      at = skip_blanks(text, at);
      break;
    }
  const auto date = parse_iso_date(text.substr(at));
  if (!date || (at + 10 < text.size() && text[at + 10] != ' ' && text[at + 10] != '\n' && text[at + 10] != '\r'))
    return std::nullopt;
  return std::pair{*date, at + 10};
}

// "LONDON, March 3, 2021 — John Carter": the date between place and dash.
std::optional<Date> dateline(std::string_view line) {
  const std::string_view start = line.substr(0, kDateLineBytesMax + 20);
  std::size_t dash = std::string_view::npos;
  for (const std::string_view mark : {" — ", " – ", " - ", " (", "—"}) dash = std::min(dash, start.find(mark));
  if (dash == std::string_view::npos) return std::nullopt;
  const std::string_view place_and_date = trimmed(start.substr(0, dash));
  for (std::size_t comma = place_and_date.find(','); comma != std::string_view::npos;
       comma = place_and_date.find(',', comma + 1))
    if (const auto date = date_line(trimmed(place_and_date.substr(comma + 1)))) return date;
  return std::nullopt;
}

}  // namespace

Head read_head(std::string_view text) {
  Head head;
  std::size_t start = skip_blanks(text, 0);
  if (const auto leading = leading_date(text, start)) {
    head.date = leading->first;
    start = skip_blanks(text, leading->second);
    head.body = static_cast<std::uint32_t>(start);
  }
  std::size_t at = start;
  for (int line = 0; line < kDateLinesMax && at < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view content = trimmed(text.substr(at, end - at));
    if (line == 0) {
      const std::size_t next = end < text.size() ? text.find_first_not_of(" \t\r", end + 1) : std::string_view::npos;
      const bool blank_follows = next != std::string_view::npos && text[next] == '\n';
      if (blank_follows && characters(content) <= kTitleCharactersMax && !content.ends_with('.'))
        head.title = std::string(content);
    }
    if (!head.date) head.date = date_line(content);
    if (!head.date) head.date = dateline(content);
    at = skip_blanks(text, end);
  }
  if (head.title.empty()) {
    // The first sentence, near enough for a heading: up to a stop that a blank follows.
    const std::string_view body = trimmed(text.substr(start));
    std::size_t stop = body.find('\n');
    for (std::size_t i = body.find_first_of(".!?"); i != std::string_view::npos && i < stop;
         i = body.find_first_of(".!?", i + 1))
      if (i >= 20 && i + 1 < body.size() && (body[i + 1] == ' ' || body[i + 1] == '\n')) {
        stop = i + 1;
        break;
      }
    head.title = cut(trimmed(body.substr(0, stop)), kCutCharacters);
  }
  return head;
}

}  // namespace kith::ingest
