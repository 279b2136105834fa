#include "ingest/times.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace kith::ingest {

namespace {

namespace chrono = std::chrono;

constexpr int kYearMin = 1000;
constexpr int kYearMax = 2100;

std::optional<Date> make_date(int year, int month, int day) {
  const chrono::year_month_day ymd{chrono::year{year}, chrono::month{static_cast<unsigned>(month)},
                                   chrono::day{static_cast<unsigned>(day)}};
  if (!ymd.ok()) return std::nullopt;
  return Date{chrono::sys_days{ymd}.time_since_epoch().count()};
}

chrono::year_month_day parts(Date date) {
  return chrono::year_month_day{chrono::sys_days{chrono::days{static_cast<int>(date.days)}}};
}

int year_of(Date date) { return static_cast<int>(parts(date).year()); }

int month_of(Date date) { return static_cast<int>(static_cast<unsigned>(parts(date).month())); }

/// Monday 1 .. Sunday 7.
int weekday_of(Date date) {
  return static_cast<int>(chrono::weekday{chrono::sys_days{chrono::days{static_cast<int>(date.days)}}}.iso_encoding());
}

std::string iso_week(Date date) {
  const Date thursday{date.days - weekday_of(date) + 4};
  const Date new_year = *make_date(year_of(thursday), 1, 1);
  return fmt::format("{:04}-W{:02}", year_of(thursday), (thursday.days - new_year.days) / 7 + 1);
}

std::string iso_month(int year, int month) {
  // Months may run over either end of the year.
  const int zero = month - 1;
  const int carry = zero >= 0 ? zero / 12 : -((11 - zero) / 12);
  return fmt::format("{:04}-{:02}", year + carry, zero - carry * 12 + 1);
}

// Digits only, at most four of them; -1 otherwise.
int small_number(std::string_view text) {
  if (text.empty() || text.size() > 4) return -1;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

// "16", "16th".
int day_number(std::string_view text) {
  for (const std::string_view suffix : {"st", "nd", "rd", "th"})
    if (text.size() > 2 && text.ends_with(suffix)) return small_number(text.substr(0, text.size() - 2));
  const int value = small_number(text);
  return text.size() <= 2 ? value : -1;
}

class TimeFinder {
 public:
  TimeFinder(std::string_view text, const Segments& segments, const Lexicon& lexicon, std::optional<Date> reference)
      : text_(text),
        tokens_(segments.tokens),
        sentences_(segments.sentences),
        lexicon_(lexicon),
        reference_(reference) {}

  std::vector<TimeMention> run();

 private:
  // What was recognised at a token: its end and meaning.
  struct Found {
    std::size_t last = 0;
    std::string value = {};
    std::optional<Date> day = {};
    bool deictic = false;  // today, this afternoon: counted from the moment of speaking
  };

  const std::string& word(std::size_t i) const {
    static const std::string kNothing;
    return i < end_ ? tokens_[i].lower : kNothing;
  }

  int month_at(std::size_t i) const {
    if (i >= end_ || !tokens_[i].capital) return 0;
    return lexicon_.month(tokens_[i].lower);
  }

  int year_at(std::size_t i) const {
    if (i >= end_ || tokens_[i].kind != TokenKind::kNumber || tokens_[i].lower.size() != 4) return -1;
    const int year = small_number(tokens_[i].lower);
    return year >= kYearMin && year <= kYearMax ? year : -1;
  }

  int day_at(std::size_t i) const {
    if (i >= end_) return -1;
    const int day = day_number(tokens_[i].lower);
    return day >= 1 && day <= 31 ? day : -1;
  }

  std::optional<Found> find(std::size_t i) const;
  std::optional<Found> iso(std::size_t i) const;
  std::optional<Found> month_day(std::size_t i) const;
  std::optional<Found> day_month(std::size_t i) const;
  std::optional<Found> weekday(std::size_t i) const;
  std::optional<Found> relative(std::size_t i) const;
  std::optional<Found> ago(std::size_t i) const;
  std::optional<Found> span(std::size_t i) const;
  std::optional<Found> year(std::size_t i) const;
  Found full(std::size_t last, int year, int month, int day, int to_day) const;
  int infer_year(std::size_t i, int month, int day) const;
  int year_of_weekday(int weekday, Date date) const;
  bool is_infinitive(std::size_t i) const;
  bool looks_ahead(std::size_t i) const;
  void add_clock(Found& found) const;

  std::string_view text_;
  const std::vector<Token>& tokens_;
  const std::vector<Sentence>& sentences_;
  const Lexicon& lexicon_;
  std::optional<Date> reference_;
  std::size_t begin_ = 0;  // the sentence at hand
  std::size_t end_ = 0;
  std::size_t sentence_ = 0;
  int last_year_ = 0;  // the year named last, of an expression with a day, a month or alone
  std::size_t last_year_sentence_ = 0;
};

// "to visit".
bool TimeFinder::is_infinitive(std::size_t i) const {
  const VerbForm* verb = lexicon_.verb(tokens_[i].lower);
  return verb != nullptr && verb->base && i > begin_ && tokens_[i - 1].lower == "to";
}

// Whether the clause around `i` speaks of what is to come.
bool TimeFinder::looks_ahead(std::size_t i) const {
  static constexpr std::array<std::string_view, 14> kAhead = {"will",    "would", "shall", "'ll",      "scheduled", "plans", "planned",
                                                              "upcoming", "due",   "set",   "expected", "slated",    "hopes", "intends"};
  static constexpr std::array<std::string_view, 18> kLeads = {
      "agreed",  "decided", "vowed",   "promised", "hoped", "wanted", "pledged",  "arranged", "invited",
      "asked",   "told",    "urged",   "ordered",  "intended", "prepared", "offered", "threatened", "called"};
  const auto among = [](const auto& list, std::string_view w) { return std::find(list.begin(), list.end(), w) != list.end(); };
  bool infinitive = false;
  for (std::size_t k = i; k-- > begin_;) {
    const std::string& w = tokens_[k].lower;
    if (among(kAhead, w)) return true;
    // "is to meet": what is arranged.
    if (infinitive && (w == "is" || w == "are") && word(k + 1) == "to") return true;
    if (is_infinitive(k)) {
      infinitive = true;
      continue;
    }
    const VerbForm* verb = lexicon_.verb(w);
    if (verb == nullptr) continue;
    // "agreed to meet on Monday".
    if (infinitive && among(kLeads, w)) return true;
    // "will be sent": what is said before tells.
    if (verb->participle && k > begin_ && tokens_[k - 1].lower == "be") continue;
    if (verb->past && !verb->base && w != "said" && w != "held" && w != "met") return false;
    // "to be held", "would be held" look ahead; "held" alone looks back.
    if ((w == "held" || w == "met") && !(k > begin_ && tokens_[k - 1].lower == "be")) return false;
    // "the trial resumes on Monday".
    if (verb->third && !verb->past && !tokens_[k].capital && w != "says" && w != "is" && w != "has" &&
        !lexicon_.has_any(w, Word::kEvent | Word::kAuxiliary | Word::kOrganisation | Word::kPlace) && k > begin_ &&
        !lexicon_.has_any(tokens_[k - 1].lower, Word::kDeterminer | Word::kAdjective | Word::kPossessive | Word::kPreposition))
      return true;
  }
  for (std::size_t k = i + 1; k < end_ && k < i + 8; ++k) {
    const std::string& w = tokens_[k].lower;
    if (w == "will" || w == "would") return true;
    if (const VerbForm* verb = lexicon_.verb(w); verb != nullptr && verb->past) return false;
  }
  return false;
}

// Of the years around, that in which the day falls on the weekday; the one of `date` if none near does.
int TimeFinder::year_of_weekday(int weekday, Date date) const {
  constexpr int kYearsBack = 5;
  const chrono::year_month_day ymd = parts(date);
  const int month = static_cast<int>(static_cast<unsigned>(ymd.month()));
  const int day = static_cast<int>(static_cast<unsigned>(ymd.day()));
  const int year = static_cast<int>(ymd.year());
  const auto fits = [&](int candidate) {
    const std::optional<Date> on = make_date(candidate, month, day);
    return on && weekday_of(*on) == weekday;
  };
  for (const int candidate : {year, year_of(*reference_), year_of(*reference_) + 1})
    if (fits(candidate)) return candidate;
  for (int back = 1; back <= kYearsBack; ++back)
    if (fits(year_of(*reference_) - back)) return year_of(*reference_) - back;
  return year;
}

int TimeFinder::infer_year(std::size_t i, int month, int day) const {
  // The story's year, if one was named just before: "In 2014 he moved. On May 17 he". What is to come has its own.
  if (last_year_ != 0 && sentence_ <= last_year_sentence_ + 1 && last_year_ < year_of(*reference_) && !looks_ahead(i))
    return last_year_;
  const int year = year_of(*reference_);
  const std::optional<Date> same = make_date(year, month, day);
  if (!same) return year;
  // Nearest to the reference: "December 28" in early January is last year's.
  if (same->days - reference_->days > 200) return year - 1;
  if (reference_->days - same->days > 200) return year + 1;
  return year;
}

TimeFinder::Found TimeFinder::full(std::size_t last, int year, int month, int day, int to_day) const {
  const std::optional<Date> date = make_date(year, month, day);
  Found found{.last = last};
  if (!date) {
    found.value = iso_month(year, month);
    return found;
  }
  if (to_day > day) {
    const std::optional<Date> to = make_date(year, month, to_day);
    found.value = iso_date(*date) + "/" + (to ? iso_date(*to) : iso_date(*date));
    return found;
  }
  found.value = iso_date(*date);
  found.day = date;
  return found;
}

std::optional<TimeFinder::Found> TimeFinder::iso(std::size_t i) const {
  // ICU cuts 2025-05-18 into five tokens.
  if (year_at(i) < 0 || word(i + 1) != "-" || word(i + 3) != "-") return std::nullopt;
  const std::optional<Date> date = parse_iso_date(text_.substr(tokens_[i].begin));
  if (!date) return std::nullopt;
  return Found{.last = i + 5, .value = iso_date(*date), .day = date};
}

// May 16 | May 16, 2025 | May 16-18, 2025 | May 2025 | May
std::optional<TimeFinder::Found> TimeFinder::month_day(std::size_t i) const {
  const int month = month_at(i);
  if (month == 0) return std::nullopt;
  std::size_t k = i + 1;
  const int day = day_at(k);
  if (day > 0) {
    ++k;
    int to_day = 0;
    if ((word(k) == "-" || word(k) == "–" || word(k) == "to") && day_at(k + 1) > 0) {
      to_day = day_at(k + 1);
      k += 2;
    }
    const std::size_t comma = word(k) == "," ? k + 1 : k;
    if (year_at(comma) > 0) return full(comma + 1, year_at(comma), month, day, to_day);
    if (!reference_) return std::nullopt;
    return full(k, infer_year(i, month, day), month, day, to_day);
  }
  const std::size_t comma = word(k) == "," || word(k) == "of" ? k + 1 : k;
  if (year_at(comma) > 0) return Found{.last = comma + 1, .value = iso_month(year_at(comma), month)};
  // A month alone needs a preposition: "may" and "March" are other words too.
  const std::string& before = i > begin_ ? tokens_[i - 1].lower : word(end_);
  const bool preposition = before == "in" || before == "since" || before == "until" || before == "by" ||
                           before == "during" || before == "last" || before == "next" || before == "early" ||
                           before == "late" || before == "this";
  if (!preposition || !reference_) return std::nullopt;
  int year = year_of(*reference_);
  const bool ahead = looks_ahead(i) || before == "next";
  if (!ahead && month > month_of(*reference_)) --year;
  if (ahead && month < month_of(*reference_)) ++year;
  return Found{.last = k, .value = iso_month(year, month)};
}

// 16 May 2025 | 14-20 September 2015 | 14 to 20 September | the 16th of May
std::optional<TimeFinder::Found> TimeFinder::day_month(std::size_t i) const {
  const int day = day_at(i);
  if (day < 0) return std::nullopt;
  std::size_t k = i + 1;
  int to_day = 0;
  int month = month_at(k);
  if (month == 0 && word(k) == "of") month = month_at(++k);
  if (month == 0 && (word(k) == "-" || word(k) == "–" || word(k) == "to" || word(k) == "and") && day_at(k + 1) > 0 &&
      month_at(k + 2) > 0) {
    to_day = day_at(k + 1);
    k += 2;
    month = month_at(k);
  }
  if (month == 0) return std::nullopt;
  ++k;
  const std::size_t comma = word(k) == "," ? k + 1 : k;
  if (year_at(comma) > 0) return full(comma + 1, year_at(comma), month, day, to_day);
  if (!reference_) return std::nullopt;
  return full(k, infer_year(i, month, day), month, day, to_day);
}

// Sunday | last Sunday | Friday, July 21, 2017 | Monday, at 10:00 am | Sunday morning
std::optional<TimeFinder::Found> TimeFinder::weekday(std::size_t i) const {
  const int wanted = tokens_[i].capital ? lexicon_.weekday(tokens_[i].lower) : 0;
  if (wanted == 0) return std::nullopt;
  const std::size_t comma = word(i + 1) == "," ? i + 2 : i + 1;
  if (const auto date = month_at(comma) != 0 ? month_day(comma) : day_month(comma); date && date->day) {
    if (year_at(date->last - 1) > 0 || !reference_ || date->value.size() != 10) return date;
    const chrono::year_month_day ymd = parts(*date->day);
    return full(date->last, year_of_weekday(wanted, *date->day), static_cast<int>(static_cast<unsigned>(ymd.month())),
                static_cast<int>(static_cast<unsigned>(ymd.day())), 0);
  }
  if (!reference_) return std::nullopt;
  const int today = weekday_of(*reference_);
  const std::string& before = i > begin_ ? tokens_[i - 1].lower : word(end_);
  std::int64_t days = -((today - wanted + 7) % 7);
  if (before == "next" || before == "coming")
    days = (wanted - today + 7) % 7 == 0 ? 7 : (wanted - today + 7) % 7;
  else if (before == "last" && days == 0)
    days = -7;
  else if (before != "last" && looks_ahead(i))
    days = (wanted - today + 7) % 7;
  const Date day{reference_->days + days};
  return Found{.last = i + 1, .value = iso_date(day), .day = day};
}

std::optional<TimeFinder::Found> TimeFinder::relative(std::size_t i) const {
  if (!reference_) return std::nullopt;
  const Date today = *reference_;
  const std::string& w = word(i);
  const auto on = [&](std::size_t last, std::int64_t days, std::string_view part = "") {
    const Date day{today.days + days};
    return Found{.last = last, .value = iso_date(day) + std::string(part), .day = day, .deictic = true};
  };
  const auto part_of = [](std::string_view part) -> std::string_view {
    return part == "morning"     ? "TMO"
           : part == "afternoon" ? "TAF"
           : part == "evening"   ? "TEV"
           : part == "night"     ? "TNI"
                                 : "";
  };
  if (w == "today") return on(i + 1, 0);
  if (w == "tonight") return on(i + 1, 0, "TNI");
  if (w == "yesterday" || w == "tomorrow")
    return on(part_of(word(i + 1)).empty() ? i + 1 : i + 2, w == "yesterday" ? -1 : 1, part_of(word(i + 1)));
  const std::string& unit = word(i + 1);
  if (w == "last" && unit == "night") return on(i + 2, -1, "TNI");
  if (w == "this" && !part_of(unit).empty()) return on(i + 2, 0, part_of(unit));
  // "over the weekend": the one that was, or in what is to come the next.
  if (unit == "weekend" && (w == "the" || w == "this")) {
    const bool now = weekday_of(today) > 5;
    const Date day{today.days - (now || looks_ahead(i) ? 0 : 7)};
    return Found{.last = i + 2, .value = iso_week(day) + "-WE"};
  }
  int step = 0;
  if (w == "last" || w == "previous")
    step = -1;
  else if (w == "next" || w == "coming")
    step = 1;
  else if (w != "this")
    return std::nullopt;
  if (unit == "week" || unit == "weekend") {
    const Date day{today.days + 7 * step};
    std::string value = iso_week(day);
    if (unit == "weekend") value += "-WE";
    return Found{.last = i + 2, .value = std::move(value)};
  }
  if (unit == "month") return Found{.last = i + 2, .value = iso_month(year_of(today), month_of(today) + step)};
  if (unit == "year") return Found{.last = i + 2, .value = fmt::format("{:04}", year_of(today) + step)};
  return std::nullopt;
}

// three days ago | a week ago | Seventeen years ago
std::optional<TimeFinder::Found> TimeFinder::ago(std::size_t i) const {
  if (!reference_) return std::nullopt;
  int count = lexicon_.number(word(i));
  if (count == 0) count = small_number(word(i));
  if (count <= 0 || word(i + 2) != "ago") return std::nullopt;
  const std::string& unit = word(i + 1);
  const Date today = *reference_;
  if (unit.starts_with("day")) {
    const Date day{today.days - count};
    return Found{.last = i + 3, .value = iso_date(day), .day = day};
  }
  if (unit.starts_with("week")) return Found{.last = i + 3, .value = iso_week(Date{today.days - 7 * count})};
  if (unit.starts_with("month"))
    return Found{.last = i + 3, .value = iso_month(year_of(today), month_of(today) - count)};
  const int years = unit.starts_with("year") ? count : unit.starts_with("decade") ? 10 * count : 0;
  if (years == 0 || years > year_of(today)) return std::nullopt;
  return Found{.last = i + 3, .value = fmt::format("{:04}", year_of(today) - years)};
}

// the 1960s | the 19th century
std::optional<TimeFinder::Found> TimeFinder::span(std::size_t i) const {
  const std::string& w = word(i);
  if (w.size() == 5 && w.ends_with("0s") && w[0] >= '1' && w[0] <= '9') {
    const int decade = small_number(w.substr(0, 4));
    if (decade >= kYearMin && decade <= kYearMax)
      return Found{.last = i + 1, .value = fmt::format("{:04}-01-01/{:04}-12-31", decade, decade + 9)};
  }
  if (word(i + 1) == "century" && w.size() > 2 && w[0] >= '0' && w[0] <= '9') {
    const int century = day_number(w);
    if (century > 10 && century <= 21)
      return Found{.last = i + 2, .value = fmt::format("{:02}00-01-01/{:02}99-12-31", century - 1, century - 1)};
  }
  return std::nullopt;
}

// in 1995 | 2007 | 1914-1918
std::optional<TimeFinder::Found> TimeFinder::year(std::size_t i) const {
  const int value = year_at(i);
  if (value < 0) return std::nullopt;
  // A number with a unit behind it, or in a sum or a share, is none: "2000 people", "$1500".
  if (i > begin_ && !tokens_[i].space_before) {
    const std::string& before = tokens_[i - 1].lower;
    if (before != "(" && before != "-" && before != "–" && before != "\"" && before != "“" && before != "/")
      return std::nullopt;
  }
  const bool dash = (word(i + 1) == "-" || word(i + 1) == "–") && year_at(i + 2) > value;
  if (dash) return Found{.last = i + 3, .value = fmt::format("{:04}/{:04}", value, year_at(i + 2))};
  const std::string& after = word(i + 1);
  const bool followed = i + 1 < end_ && tokens_[i + 1].kind == TokenKind::kWord && !tokens_[i + 1].capital;
  const bool stops = !followed ||
                     lexicon_.has_any(after, Word::kPreposition | Word::kCoordinator | Word::kSubordinator |
                                                 Word::kPronoun | Word::kAuxiliary | Word::kRelative |
                                                 Word::kDeterminer | Word::kAdverb | Word::kModal) ||
                     lexicon_.verb(after) != nullptr;
  const std::string& before = i > begin_ ? tokens_[i - 1].lower : word(end_);
  const bool led = before == "in" || before == "since" || before == "of" || before == "by" || before == "until" ||
                   before == "from" || before == "during" || before == "early" || before == "late" || before == "mid" ||
                   before == "and" || before == "to" || before == "the" || before == "after" || before == "before" ||
                   before == "around" || before == "," || before == "(" || before == "between" || before == "on" ||
                   before == "a" || before == "year";
  if (!led && !(i == begin_ && followed)) return std::nullopt;
  if (!stops && before != "in" && before != "since" && before != "the" && before != "a" && before != "year")
    return std::nullopt;
  return Found{.last = i + 1, .value = fmt::format("{:04}", value)};
}

std::optional<TimeFinder::Found> TimeFinder::find(std::size_t i) const {
  if (auto found = iso(i)) return found;
  // "last Sunday", "next May": as one.
  if (const std::string& w = word(i);
      i + 1 < end_ && (w == "last" || w == "next" || w == "this" || w == "coming" || w == "past")) {
    if (auto found = weekday(i + 1)) return found;
    if (month_at(i + 1) > 0)
      if (auto found = month_day(i + 1)) return found;
  }
  if (auto found = weekday(i)) return found;
  if (auto found = month_day(i)) return found;
  if (auto found = day_month(i)) return found;
  if (auto found = ago(i)) return found;
  if (auto found = relative(i)) return found;
  if (auto found = span(i)) return found;
  return year(i);
}

// ", at 10:00 am" or "morning" behind a day.
void TimeFinder::add_clock(Found& found) const {
  if (!found.day || found.value.size() != 10) return;
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kParts = {
      {{"morning", "TMO"}, {"afternoon", "TAF"}, {"evening", "TEV"}, {"night", "TNI"}}};
  for (const auto& [name, code] : kParts)
    if (word(found.last) == name) {
      found.value += code;
      ++found.last;
      return;
    }
  std::size_t k = found.last;
  if (word(k) == ",") ++k;
  if (word(k) != "at" || k + 1 >= end_ || tokens_[k + 1].kind == TokenKind::kPunctuation) return;
  ++k;
  // "10:00", "10:00am", "10 am", "10 a.m."; ICU may keep "10:00" whole or in three.
  std::string clock(text_.substr(tokens_[k].begin, std::min<std::size_t>(text_.size() - tokens_[k].begin, 12)));
  std::size_t used = 0;
  const auto number = [&]() {
    int value = -1;
    while (used < clock.size() && clock[used] >= '0' && clock[used] <= '9')
      value = std::max(value, 0) * 10 + (clock[used++] - '0');
    return value;
  };
  int hour = number();
  if (hour < 0 || hour > 24) return;
  int minute = 0;
  const bool colon = used < clock.size() && (clock[used] == ':' || clock[used] == '.') && used + 1 < clock.size() &&
                     clock[used + 1] >= '0' && clock[used + 1] <= '9';
  if (colon) {
    ++used;
    minute = number();
  }
  if (minute > 59) return;
  std::size_t tail = used;
  while (tail < clock.size() && clock[tail] == ' ') ++tail;
  std::string half;
  for (std::size_t c = tail; c < clock.size() && half.size() < 2; ++c)
    if (clock[c] != '.') half += static_cast<char>(clock[c] | 0x20);
  const bool am = half == "am";
  const bool pm = half == "pm";
  if (!am && !pm && !colon) return;
  if (pm && hour < 12) hour += 12;
  if (am && hour == 12) hour = 0;
  if (am || pm) used = tail + 2;
  const std::size_t stop = tokens_[k].begin + used;
  while (k < end_ && tokens_[k].begin < stop) ++k;
  found.last = k;
  found.value += fmt::format("T{:02}:{:02}", hour, minute);
}

std::vector<TimeMention> TimeFinder::run() {
  std::vector<TimeMention> out;
  for (const Sentence& sentence : sentences_) {
    begin_ = sentence.first_token;
    end_ = sentence.last_token;
    sentence_ = static_cast<std::size_t>(&sentence - sentences_.data());
    for (std::size_t i = begin_; i < end_;) {
      std::optional<Found> found = find(i);
      if (!found) {
        ++i;
        continue;
      }
      add_clock(*found);
      TimeMention mention;
      mention.first = static_cast<std::uint32_t>(i);
      mention.last = static_cast<std::uint32_t>(std::min(found->last, end_));
      mention.begin = tokens_[i].begin;
      mention.end = tokens_[mention.last - 1].end;
      mention.value = std::move(found->value);
      mention.day = found->day;
      for (std::size_t k = i; k < mention.last; ++k)
        if (year_at(k) > 0) {
          last_year_ = year_at(k);
          last_year_sentence_ = sentence_;
        }
      mention.spoken = found->deictic && tokens_[i].in_quotes;
      out.push_back(std::move(mention));
      i = std::max(found->last, i + 1);
    }
  }
  return out;
}

}  // namespace

std::vector<TimeMention> find_times(std::string_view text, const Segments& segments, const Lexicon& lexicon,
                                    std::optional<Date> reference) {
  return TimeFinder(text, segments, lexicon, reference).run();
}

std::string iso_date(Date date) {
  const chrono::year_month_day ymd = parts(date);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                     static_cast<unsigned>(ymd.day()));
}

std::optional<Date> parse_iso_date(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  if (text.size() > 10 && text[10] >= '0' && text[10] <= '9') return std::nullopt;
  const int year = small_number(text.substr(0, 4));
  const int month = small_number(text.substr(5, 2));
  const int day = small_number(text.substr(8, 2));
  if (year < 1 || month < 1 || day < 1) return std::nullopt;
  return make_date(year, month, day);
}

}  // namespace kith::ingest
