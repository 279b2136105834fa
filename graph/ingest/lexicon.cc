#include "ingest/lexicon.h"

#include <array>

#include "ingest/word_lists.h"

namespace kith::ingest {

namespace {

// Calls `use` with every non-empty part of `list` between separators.
template <class Use>
void each_part(std::string_view list, std::string_view separators, Use use) {
  std::size_t at = 0;
  while (at < list.size()) {
    const std::size_t end = std::min(list.find_first_of(separators, at), list.size());
    if (end > at) use(list.substr(at, end - at));
    at = end + 1;
  }
}

std::string ascii_lower(std::string_view word) {
  std::string out(word);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  // The lists hold few other capitals: those of the Latin-1 letters.
  for (std::size_t i = 0; i + 1 < out.size(); ++i) {
    const auto lead = static_cast<unsigned char>(out[i]);
    const auto next = static_cast<unsigned char>(out[i + 1]);
    if (lead == 0xC3 && next >= 0x80 && next <= 0x9E) out[i + 1] = static_cast<char>(next + 0x20);
  }
  return out;
}

// A phrase of a list as the Segmenter would cut it.
std::vector<std::string> phrase_words(std::string_view phrase) {
  std::vector<std::string> out;
  each_part(phrase, " ", [&](std::string_view word) {
    std::string part;
    for (const char c : word) {
      if (c != '-' && c != ',') {
        part += c;
        continue;
      }
      if (!part.empty()) out.push_back(std::exchange(part, {}));
      out.emplace_back(1, c);
    }
    if (!part.empty()) out.push_back(part);
  });
  return out;
}

bool is_acronym(std::string_view name) {
  for (const char c : name)
    if (!((c >= 'A' && c <= 'Z') || c == '.' || c == ' ')) return false;
  return true;
}

bool begins_upper(std::string_view word) {
  const auto c = static_cast<unsigned char>(word[0]);
  if (c == 0xC3 && word.size() > 1) return static_cast<unsigned char>(word[1]) <= 0x9E;
  return c >= 'A' && c <= 'Z';
}

constexpr std::string_view kVowels = "aeiou";

bool is_vowel(char c) { return kVowels.find(c) != std::string_view::npos; }

}  // namespace

Lexicon::Lexicon() {
  const auto of = [](Word word) { return static_cast<std::uint32_t>(word); };
  add_words(lists::kDeterminers, of(Word::kDeterminer));
  add_words(lists::kPrepositions, of(Word::kPreposition));
  add_words(lists::kCoordinators, of(Word::kCoordinator));
  add_words(lists::kSubordinators, of(Word::kSubordinator));
  add_words(lists::kRelatives, of(Word::kRelative));
  add_words(lists::kPronouns, of(Word::kPronoun));
  add_words(lists::kPossessives, of(Word::kPossessive));
  add_words(lists::kAuxiliaries, of(Word::kAuxiliary));
  add_words(lists::kModals, of(Word::kModal));
  add_words(lists::kAdverbs, of(Word::kAdverb));
  add_words(lists::kAdjectives, of(Word::kAdjective));
  add_words(lists::kNegations, of(Word::kNegation));
  add_words(lists::kTimeUnits, of(Word::kTimeUnit));
  add_words(lists::kPeoples, of(Word::kPeople));
  add_words(lists::kPersons, of(Word::kPerson));
  add_words(lists::kVessels, of(Word::kVessel));
  add_words(lists::kTeams, of(Word::kTeam));
  add_words(lists::kNoNames, of(Word::kNoName));
  add_words(lists::kNameParticles, of(Word::kNameParticle));
  add_words(lists::kOrganisationWords, of(Word::kOrganisation));
  add_words(lists::kPlaceWords, of(Word::kPlace));
  add_words(lists::kHonorifics, of(Word::kTitle));
  add_words(lists::kRegnal, Word::kTitle | Word::kRegnal);
  each_part(lists::kEventClasses, "\n", [&](std::string_view line) {
    const std::string first(line.substr(0, line.find(' ')));
    add_words(line, of(Word::kEvent));
    each_part(line, " ", [&](std::string_view word) { event_classes_.emplace(word, first); });
  });
  int value = 0;
  each_part(
      "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
      "eighteen nineteen twenty",
      " ", [&](std::string_view word) { numbers_.emplace(word, ++value); });
  numbers_.insert({{"thirty", 30}, {"forty", 40}, {"fifty", 50}, {"sixty", 60}, {"a", 1}, {"an", 1}});
  for (const auto& [word, unused] : numbers_)
    if (word.size() > 2) add_words(word, of(Word::kNumber));
  add_words("hundred thousand million billion dozen", of(Word::kNumber));
  add_words("monday tuesday wednesday thursday friday saturday sunday", of(Word::kWeekday));
  add_words("january february march april may june july august september october november december", of(Word::kMonth));
  add_verbs();
  add_countries();
  add_names();
}

std::uint32_t Lexicon::classes(std::string_view lower) const {
  const auto it = words_.find(lower);
  return it == words_.end() ? 0 : it->second;
}

void Lexicon::add_words(std::string_view list, std::uint32_t classes) {
  each_part(list, " \n", [&](std::string_view word) { words_[std::string(word)] |= classes; });
}

void Lexicon::add_verb(std::string_view base, std::string_view past, std::string_view participle,
                       std::string_view gerund) {
  const auto form = [&](std::string_view word) -> VerbForm& {
    const auto it = verbs_.try_emplace(std::string(word), VerbForm{.lemma = std::string(base), .taught = taught_}).first;
    return it->second;
  };
  const auto set = [&](std::string_view word, bool VerbForm::*flag) {
    VerbForm& entry = form(word);
    if (entry.lemma == base) entry.*flag = true;
  };
  std::string third(base);
  const char last = third.back();
  if (last == 's' || last == 'x' || last == 'z' || last == 'o' || third.ends_with("sh") || third.ends_with("ch"))
    third += "es";
  else if (last == 'y' && third.size() > 1 && !is_vowel(third[third.size() - 2]))
    third.replace(third.size() - 1, 1, "ies");
  else
    third += 's';
  set(base, &VerbForm::base);
  set(third, &VerbForm::third);
  set(past, &VerbForm::past);
  set(participle, &VerbForm::participle);
  set(gerund, &VerbForm::gerund);
}

namespace {

// "step", "stab": one short vowel and one consonant.
bool doubles_last(std::string_view base) {
  if (base.size() < 3) return false;
  const char last = base.back();
  if (is_vowel(last) || last == 'w' || last == 'x' || last == 'y') return false;
  if (!is_vowel(base[base.size() - 2]) || is_vowel(base[base.size() - 3])) return false;
  return std::none_of(base.begin(), base.end() - 3, is_vowel);
}

std::string gerund_of(std::string_view base) {
  std::string out(base);
  if (out.ends_with("e") && !out.ends_with("ee") && out.size() > 2) out.pop_back();
  return out + "ing";
}

}  // namespace

void Lexicon::add_regular_verb(std::string_view base) {
  std::string past(base);
  if (past.ends_with('e'))
    past += 'd';
  else if (past.ends_with('y') && past.size() > 1 && !is_vowel(past[past.size() - 2]))
    past.replace(past.size() - 1, 1, "ied");
  else if (doubles_last(base))
    return add_verb(base, past + past.back() + "ed", past + past.back() + "ed", past + past.back() + "ing");
  else
    past += "ed";
  add_verb(base, past, past, gerund_of(base));
  // travelled beside traveled
  if (base.ends_with('l') && base.size() > 4 && is_vowel(base[base.size() - 2])) {
    const std::string doubled = std::string(base) + "l";
    add_verb(base, doubled + "ed", doubled + "ed", doubled + "ing");
  }
}

void Lexicon::learn_verb(std::string_view base) {
  const VerbForm* known = verb(base);
  if (known == nullptr || known->lemma != base) add_regular_verb(base);
}

void Lexicon::add_verbs() {
  add_verbs(lists::kRegularVerbs, lists::kIrregularVerbs);
  taught_ = false;
  add_verbs(lists::kOtherVerbs, lists::kOtherIrregularVerbs);
}

void Lexicon::add_verbs(std::string_view regular, std::string_view irregular) {
  each_part(irregular, " \n", [&](std::string_view entry) {
    std::vector<std::string_view> forms;
    each_part(entry, "/", [&](std::string_view form) { forms.push_back(form); });
    add_verb(forms[0], forms[1], forms[2], forms.size() > 3 ? std::string(forms[3]) : gerund_of(forms[0]));
  });
  each_part(regular, " \n", [&](std::string_view base) { add_regular_verb(base); });
}

void Lexicon::add_phrase(Table& table, std::string_view text, Phrase phrase) {
  std::vector<std::string> words = phrase_words(text);
  phrase.length = static_cast<std::uint32_t>(words.size());
  const bool all_caps = is_acronym(text);
  std::string first = ascii_lower(words[0]);
  table[std::move(first)].push_back({std::move(words), std::move(phrase), all_caps});
}

void Lexicon::add_countries() {
  each_part(lists::kCountries, "\n", [&](std::string_view line) {
    const std::size_t bar = line.find('|');
    const std::size_t second = line.find('|', bar + 1);
    const std::string name(line.substr(0, bar));
    add_phrase(names_, name, {.kind = PhraseKind::kCountry, .canonical = name});
    each_part(line.substr(bar + 1, second - bar - 1), ",", [&](std::string_view alias) {
      add_phrase(names_, alias, {.kind = PhraseKind::kCountry, .canonical = name, .is_short = is_acronym(alias)});
    });
    each_part(line.substr(second + 1), ",", [&](std::string_view demonym) {
      add_phrase(names_, demonym, {.kind = PhraseKind::kDemonym, .canonical = name});
      if (demonym.ends_with('n') || demonym.ends_with('i') || demonym.ends_with('k') || demonym.ends_with('e'))
        add_phrase(names_, std::string(demonym) + "s", {.kind = PhraseKind::kDemonym, .canonical = name});
    });
  });
}

void Lexicon::add_names() {
  const auto add_place = [&](std::string_view place) {
    add_phrase(names_, place, {.kind = PhraseKind::kPlace, .canonical = std::string(place)});
  };
  each_part(lists::kCities, "|\n", add_place);
  each_part(lists::kRegions, "|\n", add_place);
  each_part(lists::kOrganisations, "\n", [&](std::string_view line) {
    const std::size_t bar = line.find('|');
    const std::string name(line.substr(0, bar));
    add_phrase(names_, name, {.kind = PhraseKind::kOrganisation, .canonical = name, .is_short = is_acronym(name)});
    each_part(line.substr(bar + 1), ",", [&](std::string_view alias) {
      add_phrase(names_, alias, {.kind = PhraseKind::kOrganisation, .canonical = name, .is_short = is_acronym(alias)});
    });
  });
  each_part(lists::kTitles, "|\n", [&](std::string_view title) {
    add_phrase(titles_, title, {.kind = PhraseKind::kTitle, .canonical = std::string(title)});
    add_phrase(plural_titles_, std::string(title) + "s", {.kind = PhraseKind::kTitle, .canonical = std::string(title)});
  });
}

const VerbForm* Lexicon::verb(std::string_view lower) const {
  const auto it = verbs_.find(lower);
  return it == verbs_.end() ? nullptr : &it->second;
}

std::optional<Phrase> Lexicon::longest(const Table& table, std::span<const Token> tokens, std::size_t at,
                                       std::size_t end, bool capitals) {
  if (at >= std::min(end, tokens.size())) return std::nullopt;
  const auto it = table.find(tokens[at].lower);
  if (it == table.end()) return std::nullopt;
  const Entry* best = nullptr;
  for (const Entry& entry : it->second) {
    if (at + entry.words.size() > end || (best != nullptr && best->words.size() >= entry.words.size())) continue;
    bool fits = true;
    for (std::size_t i = 0; fits && i < entry.words.size(); ++i) {
      const Token& token = tokens[at + i];
      fits = token.lower == ascii_lower(entry.words[i]);
      if (!capitals) continue;
      if (begins_upper(entry.words[i])) fits = fits && token.capital;
      // "US" and "WHO" are words in lower case.
      if (entry.all_caps && entry.words[i].size() > 1 && token.kind == TokenKind::kWord) fits = fits && token.all_caps;
    }
    if (fits) best = &entry;
  }
  if (best == nullptr) return std::nullopt;
  return best->phrase;
}

std::optional<Phrase> Lexicon::name_at(std::span<const Token> tokens, std::size_t at, std::size_t end) const {
  return longest(names_, tokens, at, end, true);
}

std::optional<Phrase> Lexicon::title_at(std::span<const Token> tokens, std::size_t at, std::size_t end) const {
  return longest(titles_, tokens, at, end, false);
}

std::optional<Phrase> Lexicon::titles_at(std::span<const Token> tokens, std::size_t at, std::size_t end) const {
  return longest(plural_titles_, tokens, at, end, false);
}

int Lexicon::month(std::string_view lower) const {
  static constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                               "may",       "june",     "july",     "august",
                                                               "september", "october",  "november", "december"};
  if (lower.size() < 3) return 0;
  if (lower.ends_with('.')) lower.remove_suffix(1);
  for (std::size_t i = 0; i < kMonths.size(); ++i)
    if (kMonths[i] == lower || (kMonths[i].substr(0, 3) == lower && i != 4) || (i == 8 && lower == "sept"))
      return static_cast<int>(i) + 1;
  return 0;
}

int Lexicon::weekday(std::string_view lower) const {
  static constexpr std::array<std::string_view, 7> kDays = {"monday", "tuesday",  "wednesday", "thursday",
                                                            "friday", "saturday", "sunday"};
  for (std::size_t i = 0; i < kDays.size(); ++i)
    if (kDays[i] == lower) return static_cast<int>(i) + 1;
  return 0;
}

int Lexicon::number(std::string_view lower) const {
  const auto it = numbers_.find(lower);
  return it == numbers_.end() ? 0 : it->second;
}

std::string Lexicon::event_class(std::string_view lower) const {
  const auto it = event_classes_.find(lower);
  return it == event_classes_.end() ? std::string(lower) : it->second;
}

}  // namespace kith::ingest
