#include "ingest/names.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

namespace kith::ingest {

namespace {

// Evidence for each of PER, ORG, LOC, EVENT.
struct Scores {
  std::array<double, 4> of{};

  void add(EntityType type, double score) { of[static_cast<std::size_t>(type)] += score; }

  void add(const Scores& other) {
    for (std::size_t i = 0; i < of.size(); ++i) of[i] += other.of[i];
  }

  EntityType best() const { return static_cast<EntityType>(std::max_element(of.begin(), of.end()) - of.begin()); }

  double top() const { return *std::max_element(of.begin(), of.end()); }
};

// A run of capitalised words that may be a name.
struct Candidate {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t event_last = 0;  // end of "... robotics competition" after the run, or 0
  std::uint32_t title_first = 0;
  std::uint32_t title_last = 0;
  bool weak = false;  // its capital may be due to its place: the start of a sentence, a heading
  std::string key;
  Scores scores;
  Phrase phrase;  // if it is of a list
  bool listed = false;
};

constexpr std::uint32_t kEventGap = 1;  // words of lower case between a run and what it is called

class NameFinder {
 public:
  NameFinder(const Segments& segments, const Lexicon& lexicon)
      : tokens_(segments.tokens), sentences_(segments.sentences), lexicon_(lexicon) {}

  std::vector<Mention> run();

 private:
  const Token& at(std::size_t i) const { return tokens_[i]; }

  bool is(std::size_t i, std::string_view word) const { return i < tokens_.size() && tokens_[i].lower == word; }

  bool has(std::size_t i, Word word) const { return i < tokens_.size() && lexicon_.has(tokens_[i].lower, word); }

  bool attached(std::size_t i) const { return i < tokens_.size() && !tokens_[i].space_before; }

  bool is_direction(std::size_t i) const;
  bool starts_name(std::size_t i) const;
  bool is_heading(const Sentence& sentence) const;
  bool opens_clause(std::size_t i, const Sentence& sentence) const;
  void block_quoted_and_expanded(const Sentence& sentence);
  std::size_t run_end(std::size_t first, const Sentence& sentence) const;
  bool joins_of(std::size_t first, std::size_t of) const;
  void split_run(std::size_t first, std::size_t last, const Sentence& sentence);
  EntityType head_type(std::size_t first, std::size_t last) const;
  void push(std::size_t first, std::size_t last, std::size_t title_first, std::size_t title_last, const Sentence& sentence);
  void push_listed(std::size_t first, const Phrase& phrase);
  void score_inside(Candidate& candidate) const;
  void score_around(Candidate& candidate, const Sentence& sentence) const;
  void score_after(Candidate& candidate, const Sentence& sentence) const;
  void find_event_word(Candidate& candidate, const Sentence& sentence) const;
  void vote();
  std::vector<Mention> decide();
  void link_offices(std::vector<Mention>& mentions) const;
  std::string key_of(std::size_t first, std::size_t last) const;
  bool is_plain_lower(std::size_t i) const;

  const std::vector<Token>& tokens_;
  const std::vector<Sentence>& sentences_;
  const Lexicon& lexicon_;
  std::vector<bool> blocked_;
  bool heading_ = false;
  std::vector<Candidate> candidates_;
  std::unordered_set<std::string> lower_words_;           // seen without a capital
  std::unordered_map<std::string, Scores> votes_;         // by key
  std::unordered_map<std::string, bool> strong_;          // keys seen where a capital means a name
  std::unordered_map<std::string, std::string> surnames_; // last word -> key of a person's full name
  std::unordered_set<std::string> organisation_starts_;   // first words of organisations of several
  std::unordered_set<std::string> first_names_;           // first words of such names: in some languages the family's
};

std::string NameFinder::key_of(std::size_t first, std::size_t last) const {
  std::string key;
  for (std::size_t i = first; i < last; ++i) {
    if (i > first) key += ' ';
    key += at(i).lower;
  }
  return key;
}

bool NameFinder::starts_name(std::size_t i) const {
  const Token& token = at(i);
  if (blocked_[i] || token.kind != TokenKind::kWord || !token.capital) return false;
  if (token.lower == "i" || token.lower.starts_with("i'")) return false;
  if (has(i, Word::kWeekday)) return false;
  if (has(i, Word::kMonth) && i + 1 < tokens_.size() && (at(i + 1).kind == TokenKind::kNumber || !at(i + 1).capital)) return false;
  if (has(i, Word::kMonth) && i > 0 && (at(i - 1).kind == TokenKind::kNumber || has(i - 1, Word::kPreposition))) return false;
  return true;
}

bool NameFinder::is_direction(std::size_t i) const {
  static constexpr std::array kDirections = {"northern", "southern", "eastern", "western", "central", "north", "south", "east", "west", "upper", "lower", "greater"};
  return std::find(kDirections.begin(), kDirections.end(), at(i).lower) != kDirections.end();
}

// A heading has no stop and nearly all its long words are capitalised.
bool NameFinder::is_heading(const Sentence& sentence) const {
  const Token& last = at(sentence.last_token - 1);
  if (last.lower == "." || last.lower == "!" || last.lower == "?" || last.lower == "\"" || last.lower == "”") return false;
  int capitals = 0;
  int words = 0;
  int caps = 0;
  for (std::size_t i = sentence.first_token; i < sentence.last_token; ++i) {
    if (at(i).kind != TokenKind::kWord || at(i).lower.size() < 4) continue;
    ++words;
    capitals += at(i).capital ? 1 : 0;
    caps += at(i).all_caps ? 1 : 0;
  }
  return words >= 4 && (capitals * 4 >= words * 3 || caps * 2 > words);
}

bool NameFinder::opens_clause(std::size_t i, const Sentence& sentence) const {
  if (i == sentence.first_token) return true;
  const std::string& before = at(i - 1).lower;
  return before == "\"" || before == "“" || before == ":" || before == "'" || before == "(" || before == "—" || before == "‘" ||
         before == "-" || before == "." || before == "–";
}

// What stands in quotation marks after "named" is a title of something; what stands in brackets after an acronym and
// begins with its letters spells it out. Neither is another name.
void NameFinder::block_quoted_and_expanded(const Sentence& sentence) {
  for (std::size_t i = sentence.first_token; i < sentence.last_token; ++i) {
    const bool opens_quote = at(i).lower == "\"" || at(i).lower == "“";
    if (opens_quote && i > sentence.first_token) {
      const std::string& before = at(i - 1).lower;
      const bool naming = before == "named" || before == "called" || before == "titled" || before == "entitled" ||
                          before == "dubbed" || before == "as" || before == "nicknamed" || before == "robot" || before == "motto";
      std::size_t end = i + 1;
      while (end < sentence.last_token && at(end).lower != "\"" && at(end).lower != "”") ++end;
      // A single quoted word is a word quoted.
      if (naming || end - i == 2 || (end - i == 3 && at(end - 1).kind == TokenKind::kPunctuation))
        for (std::size_t k = i; k < end; ++k) blocked_[k] = true;
    }
    if (at(i).lower != "(") continue;
    std::string initials;
    std::size_t end = i + 1;
    for (; end < sentence.last_token && at(end).lower != ")"; ++end)
      if (at(end).capital) initials += at(end).lower[0];
    if (initials.size() < 3) continue;
    for (std::size_t k = i; k > sentence.first_token && i - k < 4; --k)
      if (at(k - 1).all_caps && at(k - 1).lower.starts_with(initials.substr(0, 3)))
        for (std::size_t b = i; b < end; ++b) blocked_[b] = true;
  }
}

// Whether "of" continues the name before it: Church of ..., Daughters of the ..., but not President of, nor "JD Vance of".
bool NameFinder::joins_of(std::size_t first, std::size_t of) const {
  const std::size_t before = of - 1;
  if (lexicon_.has_any(at(before).lower, Word::kOrganisation | Word::kPlace)) return true;
  if (lexicon_.has(at(before).lower, Word::kEvent) && of - first <= 2) return true;
  if (of - first > 1 || lexicon_.title_at(tokens_, first, of) || has(first, Word::kTitle)) return false;
  if (lexicon_.name_at(tokens_, first, of)) return false;
  return first != sentences_[at(first).sentence].first_token && !has(first, Word::kNoName) &&
         (at(before).lower.ends_with('s') || lexicon_.has_any(at(before).lower, Word::kPerson | Word::kTeam));
}

std::size_t NameFinder::run_end(std::size_t first, const Sentence& sentence) const {
  const std::size_t end = sentence.last_token;
  std::size_t i = first + 1;
  if (const auto title = lexicon_.title_at(tokens_, first, end); title && at(first + title->length - 1).capital) i = first + title->length;
  while (i < end && !blocked_[i]) {
    const Token& token = at(i);
    const bool word = token.kind == TokenKind::kWord;
    // A title goes through its "of": Secretary of State Marco Rubio.
    if (word && token.capital)
      if (const auto title = lexicon_.title_at(tokens_, i, end); title && title->length > 1 && at(i + title->length - 1).capital) {
        i += title->length;
        continue;
      }
    if (word && token.capital && starts_name(i)) {
      ++i;
      continue;
    }
    const bool next_capital = i + 1 < end && at(i + 1).capital && !blocked_[i + 1];
    // Cheng Chung-tai; Russia-Ukraine; Port-au-Prince.
    if (token.lower == "-" && attached(i) && attached(i + 1) && i + 1 < end && at(i + 1).kind == TokenKind::kWord) {
      const bool lower_tail = !at(i + 1).capital && lexicon_.verb(at(i + 1).lower) == nullptr && at(i + 1).lower.size() <= 5 &&
                              !has(i + 1, Word::kAdjective) && !has(i + 1, Word::kAdverb) && lower_words_.count(at(i + 1).lower) == 0;
      if (!next_capital && !lower_tail) break;
      i += 2;
      continue;
    }
    if (token.lower == "of") {
      const bool the = is(i + 1, "the") && i + 2 < end && at(i + 2).capital;
      if ((!next_capital && !the) || !joins_of(first, i)) break;
      i += the ? 3 : 2;
      continue;
    }
    // Department of Health and Human Services; Centre for Disease Control.
    if ((token.lower == "and" || token.lower == "&" || token.lower == "for") && next_capital) {
      bool organisation = has(first, Word::kOrganisation) && !has(first, Word::kPlace);
      if (token.lower == "and") {
        bool of = false;
        for (std::size_t k = first; k < i; ++k) of = of || at(k).lower == "of" || at(k).lower == "for";
        organisation = organisation && of && !lexicon_.name_at(tokens_, i + 1, end);
      }
      if (!organisation && token.lower != "&") break;
      i += 2;
      continue;
    }
    if (word && has(i, Word::kNameParticle) && next_capital && !has(i, Word::kPronoun)) {
      i += 2;
      continue;
    }
    // Saint Peter's Square, the New People's Party; but not Russia's Ministry, which is a Ministry.
    if (token.lower == "'s" && next_capital && i - first <= 2) {
      const auto listed = lexicon_.name_at(tokens_, first, i);
      std::size_t k = i + 1;
      while (k < end && at(k).capital && at(k).kind == TokenKind::kWord) ++k;
      if (listed || !lexicon_.has_any(at(k - 1).lower, Word::kOrganisation | Word::kPlace) || k - i > 3) break;
      if (lexicon_.title_at(tokens_, first, i) && i - first > 1) break;
      i = k;
      continue;
    }
    break;
  }
  return i;
}

EntityType NameFinder::head_type(std::size_t first, std::size_t last) const {
  std::size_t head = last - 1;
  // "Church of Scientology", "Gulf of Mexico": the word before "of" tells.
  for (std::size_t i = first + 1; i < last; ++i)
    if (at(i).lower == "of" && lexicon_.has_any(at(i - 1).lower, Word::kOrganisation | Word::kPlace)) {
      const bool tail_tells = lexicon_.has_any(at(last - 1).lower, Word::kOrganisation | Word::kPlace) && last - i > 3;
      if (!tail_tells) head = i - 1;
      break;
    }
  const std::string& word = at(head).lower;
  if (lexicon_.has(word, Word::kEvent) && head == last - 1 && last - first > 1) return EntityType::kEvent;
  if (lexicon_.has(word, Word::kOrganisation) && !(word == "guard" && last - first == 1)) return EntityType::kOrganization;
  if (lexicon_.has(word, Word::kPlace)) return EntityType::kPlace;
  const std::string& start = at(first).lower;
  if ((start == "lake" || start == "mount" || start == "fort" || start == "cape" || start == "port") && last - first > 1)
    return EntityType::kPlace;
  if ((start == "operation" || start == "hurricane" || start == "cyclone" || start == "typhoon") && last - first > 1)
    return EntityType::kEvent;
  if (key_of(first, last).starts_with("world war")) return EntityType::kEvent;
  return EntityType::kOther;
}

void NameFinder::push_listed(std::size_t first, const Phrase& phrase) {
  Candidate candidate;
  candidate.first = static_cast<std::uint32_t>(first);
  candidate.last = candidate.first + phrase.length;
  candidate.key = key_of(candidate.first, candidate.last);
  candidate.phrase = phrase;
  candidate.listed = true;
  candidates_.push_back(std::move(candidate));
}

// Cuts a run into countries, titles and the names they stand before.
void NameFinder::split_run(std::size_t first, std::size_t last, const Sentence& sentence) {
  std::size_t title_first = 0;
  std::size_t title_last = 0;
  std::size_t k = first;
  while (k < last) {
    if (!at(k).capital) {
      ++k;
      continue;
    }
    const EntityType head = head_type(k, last);
    const auto title = lexicon_.title_at(tokens_, k, last);
    const auto listed = lexicon_.name_at(tokens_, k, sentence.last_token);
    if (listed && k + listed->length >= last) {
      push_listed(k, *listed);
      return;
    }
    const bool headed = head != EntityType::kOther && last - k > 1;
    const bool titled_person = title && k + title->length < last && head != EntityType::kOrganization && head != EntityType::kEvent;
    const bool possessive = std::any_of(tokens_.begin() + static_cast<std::ptrdiff_t>(k), tokens_.begin() + static_cast<std::ptrdiff_t>(last),
                                        [](const Token& token) { return token.lower == "'s"; });
    if (title && k + title->length >= last) return;  // a title alone
    if (titled_person && !possessive && !(headed && last - k - title->length < 1)) {
      title_first = k;
      k += title->length;
      title_last = k;
      continue;
    }
    if (has(k, Word::kRegnal) && k + 1 < last && head == EntityType::kOther) {
      push(k, last, k, k + 1, sentence);
      return;
    }
    if (has(k, Word::kTitle) && !has(k, Word::kRegnal) && k + 1 < last && !(headed && head == EntityType::kPlace)) {
      title_first = k;
      title_last = ++k;
      continue;
    }
    if (listed) {
      const std::size_t rest = k + listed->length;
      const bool hyphen = at(rest).lower == "-";
      const bool title_follows = lexicon_.title_at(tokens_, rest, last).has_value() || has(rest, Word::kTitle);
      const bool country = listed->kind == PhraseKind::kCountry || listed->kind == PhraseKind::kDemonym;
      const bool heading_word = last - rest == 1 && has(rest, Word::kNoName) && !headed;
      if (hyphen || heading_word || (title_follows && !(headed && head == EntityType::kOrganization)) || (country && !headed)) {
        push_listed(k, *listed);
        k = rest + (hyphen ? 1 : 0);
        title_first = title_last = 0;
        continue;
      }
      push(k, last, title_first, title_last, sentence);
      return;
    }
    const bool function_word = lexicon_.has_any(
        at(k).lower, Word::kDeterminer | Word::kPreposition | Word::kPronoun | Word::kPossessive | Word::kSubordinator | Word::kCoordinator | Word::kAuxiliary | Word::kRelative | Word::kModal);
    // Southern California is a place of its own; South American is an adjective.
    if (is_direction(k) && k + 1 < last && !headed) {
      const auto place = lexicon_.name_at(tokens_, k + 1, last);
      if (place && place->kind == PhraseKind::kDemonym) {
        k += 1 + place->length;
        continue;
      }
      if (place && k + 1 + place->length == last && place->kind != PhraseKind::kOrganisation) {
        push(k, last, 0, 0, sentence);
        candidates_.back().scores.add(EntityType::kPlace, 6);
        return;
      }
    }
    if (has(k, Word::kPeople) && !headed) {
      ++k;
      continue;
    }
    const bool opening = opens_clause(k, sentence) && k == first;
    if ((function_word && !at(k).all_caps && (opening || heading_)) ||
        (opening && last - k > 1 && !headed && (has(k, Word::kNoName) || lexicon_.verb(at(k).lower) != nullptr))) {
      ++k;
      continue;
    }
    push(k, last, title_first, title_last, sentence);
    return;
  }
}

void NameFinder::push(std::size_t first, std::size_t last, std::size_t title_first, std::size_t title_last,
                      const Sentence& sentence) {
  Candidate candidate;
  candidate.first = static_cast<std::uint32_t>(first);
  candidate.last = static_cast<std::uint32_t>(last);
  candidate.title_first = static_cast<std::uint32_t>(title_first);
  candidate.title_last = static_cast<std::uint32_t>(title_last);
  candidate.key = key_of(first, last);
  const bool titled = title_last > title_first;
  const bool word_alone = last - first == 1;
  candidate.weak = heading_ || (word_alone && !titled && opens_clause(first, sentence));
  if (word_alone && !titled && has(first, Word::kNoName)) return;
  find_event_word(candidate, sentence);
  score_inside(candidate);
  score_around(candidate, sentence);
  score_after(candidate, sentence);
  candidates_.push_back(std::move(candidate));
}

bool NameFinder::is_plain_lower(std::size_t i) const {
  const Token& token = at(i);
  return token.kind == TokenKind::kWord && !token.capital &&
         !lexicon_.has_any(token.lower, Word::kDeterminer | Word::kPreposition | Word::kCoordinator | Word::kSubordinator | Word::kAuxiliary | Word::kModal | Word::kAdverb | Word::kPronoun | Word::kPossessive | Word::kRelative) &&
         lexicon_.verb(token.lower) == nullptr && token.lower != "'s";
}

void NameFinder::find_event_word(Candidate& candidate, const Sentence& sentence) const {
  if (candidate.title_last > candidate.title_first) return;
  for (std::size_t i = candidate.last; i < sentence.last_token && i <= candidate.last + kEventGap; ++i) {
    if (!at(i).space_before || at(i).capital) return;
    if (has(i, Word::kEvent)) {
      candidate.event_last = static_cast<std::uint32_t>(i) + 1;
      candidate.scores.add(EntityType::kEvent, 3.5);
      return;
    }
    if (!is_plain_lower(i)) return;
  }
}

void NameFinder::score_inside(Candidate& candidate) const {
  Scores& scores = candidate.scores;
  const std::uint32_t words = candidate.last - candidate.first;
  const EntityType head = head_type(candidate.first, candidate.last);
  const bool titled = candidate.title_last > candidate.title_first;
  if (titled) scores.add(EntityType::kPerson, 6);
  // Landscape is in the names of people as much as of places.
  static constexpr std::array kAmbiguous = {"park", "hill", "lane", "woods", "lake", "street", "field", "forest", "hall", "brook", "banks",
                                            "bush", "bay", "castle", "towers", "gates", "ford", "rivers", "west", "north", "stone", "farm"};
  const bool ambiguous = words == 2 && std::find(kAmbiguous.begin(), kAmbiguous.end(), at(candidate.last - 1).lower) != kAmbiguous.end();
  if (head != EntityType::kOther && (words > 1 || head != EntityType::kEvent)) scores.add(head, words == 1 ? 1.5 : ambiguous ? 3 : 6);
  bool plain = true;      // letters only, no word of the lists in it
  bool particle = false;
  bool organisation_inside = false;
  for (std::uint32_t i = candidate.first; i < candidate.last; ++i) {
    const Token& token = at(i);
    if (token.lower == "-") continue;
    if (has(i, Word::kNameParticle) && i > candidate.first) particle = true;
    if (!token.capital && i + 1 < candidate.last && at(i - 1).lower != "-") plain = plain && has(i, Word::kNameParticle);
    if (lexicon_.has_any(token.lower, Word::kOrganisation | Word::kEvent)) organisation_inside = true;
    if (token.lower == "the" || token.lower == "of" || token.lower == "'s" || token.lower == "and") plain = false;
    // A word that the article also uses without a capital is no first name.
    if (words > 1 && lower_words_.count(token.lower) != 0 && !has(i, Word::kNameParticle)) scores.add(EntityType::kPerson, -1.5);
    if (has(i, Word::kAdjective)) scores.add(EntityType::kPerson, -1.5), scores.add(EntityType::kOrganization, 0.5);
    if (token.lower.size() == 2 && token.lower[1] == '.' && words > 1) scores.add(EntityType::kPerson, 3);
  }
  if (organisation_inside) scores.add(EntityType::kOrganization, 1);
  if (words > 1 && words <= 5 && plain) scores.add(EntityType::kPerson, 2.5);
  if (words > 1 && !plain && head == EntityType::kOther) scores.add(EntityType::kOrganization, 1);
  if (particle && plain) scores.add(EntityType::kPerson, 2);
  const Token& only = at(candidate.first);
  if (words == 1 && only.all_caps) scores.add(EntityType::kOrganization, only.lower.size() <= 6 ? 2 : 1);
  if (words > 1) {
    bool caps = true;
    for (std::uint32_t i = candidate.first; i < candidate.last; ++i) caps = caps && at(i).all_caps;
    if (caps) scores.add(EntityType::kOrganization, 1);
  }
}

void NameFinder::score_around(Candidate& candidate, const Sentence& sentence) const {
  Scores& scores = candidate.scores;
  const bool titled = candidate.title_last > candidate.title_first;
  std::size_t first = titled ? candidate.title_first : candidate.first;
  if (first <= sentence.first_token) return;
  std::size_t before = first - 1;
  const std::string& word = at(before).lower;
  // "the President of Peru, Dina Boluarte", "Ambassador to the United States Hamdullah Mohib".
  if (!titled && candidate.last - candidate.first > 1) {
    const std::size_t stop = word == "," ? before : first;
    for (std::size_t k = stop; k-- > sentence.first_token + 1 && stop - k < 8;) {
      const auto listed = lexicon_.name_at(tokens_, k, stop);
      if (!listed || k + listed->length != stop) continue;
      const std::size_t of = is(k - 1, "the") && k > sentence.first_token + 1 ? k - 2 : k - 1;
      if ((is(of, "of") || is(of, "to") || is(of, "for")) && of > sentence.first_token)
        for (std::size_t back = 1; back <= 4 && back <= of - sentence.first_token; ++back)
          if (const auto title = lexicon_.title_at(tokens_, of - back, of); title && title->length == back) {
            scores.add(EntityType::kPerson, 6);
            return;
          }
    }
  }
  if (word == "the" && !titled) {
    // "the Tom Cruise video": the article belongs to the noun behind.
    const bool compound = candidate.last - candidate.first > 1 && candidate.last < sentence.last_token && is_plain_lower(candidate.last) && candidate.event_last == 0;
    scores.add(EntityType::kOrganization, compound ? 0.5 : 1.5);
    scores.add(EntityType::kPerson, compound ? -0.5 : -4);
    if (before > sentence.first_token) {
      const std::string& far = at(before - 1).lower;
      if (const VerbForm* verb = lexicon_.verb(far); verb != nullptr && verb->lemma == "win") scores.add(EntityType::kEvent, 2.5);
      if (far == "in" || far == "across") scores.add(EntityType::kPlace, 1);
      if (far == "joined" || far == "join" || far == "by") scores.add(EntityType::kOrganization, 1.5);
    }
    return;
  }
  const VerbForm* before_verb = lexicon_.verb(word);
  const std::string_view lemma = before_verb == nullptr ? std::string_view() : before_verb->lemma;
  if (word == "in") scores.add(EntityType::kPlace, 3), scores.add(EntityType::kPerson, -1);
  else if (word == "near" || word == "across" || word == "outside" || word == "throughout") scores.add(EntityType::kPlace, 3);
  else if (word == "at") scores.add(EntityType::kPlace, 1), scores.add(EntityType::kOrganization, 1);
  else if (word == "from" || word == "into" || (word == "to" && !is(before - 1, "according"))) scores.add(EntityType::kPlace, 1.2);
  else if (word == "joined" || word == "join") scores.add(EntityType::kOrganization, 2);
  else if (has(before, Word::kVessel)) scores.add(EntityType::kPlace, 4), scores.add(EntityType::kPerson, -4);
  else if (word == "by" || word == "with") scores.add(EntityType::kPerson, 0.7);
  else if (word == "to" && before > sentence.first_token && is(before - 1, "according")) scores.add(EntityType::kOrganization, 1.5), scores.add(EntityType::kPerson, 0.5);
  else if (lemma == "visit" || lemma == "tour" || lemma == "reach") scores.add(EntityType::kPlace, 2);
  else if (lemma == "meet" || lemma == "tell" || lemma == "ask" || lemma == "thank" || lemma == "phone") scores.add(EntityType::kPerson, 1.5);
  // "members of X", "wrote on 'X'".
  std::size_t far = before;
  if ((word == "'" || word == "‘") && far > sentence.first_token) --far;
  if (at(far).lower == "on" && far > sentence.first_token) {
    const VerbForm* verb = lexicon_.verb(at(far - 1).lower);
    if (verb != nullptr && (verb->lemma == "write" || verb->lemma == "publish" || verb->lemma == "post")) scores.add(EntityType::kOrganization, 4), scores.add(EntityType::kPerson, -3);
  }
  if (word == "of" && before > sentence.first_token) {
    const std::string& whose = at(before - 1).lower;
    if (whose == "member" || whose == "members") scores.add(EntityType::kOrganization, 2);
    if (has(before - 1, Word::kPlace)) scores.add(EntityType::kPlace, 3);
    if (lexicon_.title_at(tokens_, before - 1, before)) scores.add(EntityType::kPlace, 1.2), scores.add(EntityType::kOrganization, 1);
  }
  // "the American company Nortech", "the town Ridgecrest".
  if (!at(before).capital && has(before, Word::kOrganisation) && !has(before, Word::kPlace)) scores.add(EntityType::kOrganization, 3.5);
  else if (!at(before).capital && has(before, Word::kPlace) && !has(before, Word::kOrganisation)) scores.add(EntityType::kPlace, 2.5);
  // "the team's coach, X", "her husband X".
  std::size_t role = before;
  if (at(role).lower == "," && role > sentence.first_token) --role;
  if (has(role, Word::kPerson) && !at(role).capital) scores.add(EntityType::kPerson, role == before ? 4 : 3);
  else if (!at(role).capital && role == before && lexicon_.has(at(role).lower, Word::kTitle)) scores.add(EntityType::kPerson, 4);
  else if (!at(role).capital && role == before) {
    for (std::size_t back = 1; back <= 3 && back <= role; ++back)
      if (const auto title = lexicon_.title_at(tokens_, role + 1 - back, role + 1); title && title->length == back) {
        scores.add(EntityType::kPerson, 4);
        break;
      }
  }
}

void NameFinder::score_after(Candidate& candidate, const Sentence& sentence) const {
  Scores& scores = candidate.scores;
  std::size_t next = candidate.last;
  if (next >= sentence.last_token) return;
  const std::string& word = at(next).lower;
  if (word == ",") {
    if (next + 1 >= sentence.last_token) return;
    const auto place = lexicon_.name_at(tokens_, next + 1, sentence.last_token);
    // "Clearwater, Florida"; but "Rey, Spain's king" and "Rey, Italian by birth" are persons.
    if (place && (place->kind == PhraseKind::kPlace || place->kind == PhraseKind::kCountry) &&
        !is(next + 1 + place->length, "'s") && at(next + 1 + place->length).kind == TokenKind::kPunctuation)
      scores.add(EntityType::kPlace, 2.5);
    if (at(next + 1).kind == TokenKind::kNumber && at(next + 1).lower.size() <= 2 && is(next + 2, ",")) scores.add(EntityType::kPerson, 4);
    if (is(next + 1, "who") || is(next + 1, "whose")) scores.add(EntityType::kPerson, 3);
    if (is(next + 1, "aged")) scores.add(EntityType::kPerson, 3);
    // ", an Australian woman", ", the team's coach", ", president of"
    for (std::size_t i = next + 1; i < sentence.last_token && i <= next + 5 && at(i).kind == TokenKind::kWord; ++i) {
      if (has(i, Word::kPerson) && !at(i).capital) {
        scores.add(EntityType::kPerson, 2.5);
        break;
      }
      if (has(i, Word::kPreposition) || lexicon_.verb(at(i).lower) != nullptr) break;
    }
    return;
  }
  if (word == "(" || word == "-") {
    if (word == "-" && is(next + 1, "based")) scores.add(EntityType::kPlace, 3);
    return;
  }
  if (word == "who") scores.add(EntityType::kPerson, 3);
  std::size_t verb_at = next;
  while (verb_at < sentence.last_token && verb_at < next + 3 &&
         lexicon_.has_any(at(verb_at).lower, Word::kAdverb | Word::kAuxiliary | Word::kModal))
    ++verb_at;
  if (verb_at >= sentence.last_token) return;
  const VerbForm* verb = lexicon_.verb(at(verb_at).lower);
  if (verb == nullptr || at(verb_at).capital) return;
  static constexpr std::array kPersonal = {"say", "tell", "add", "write", "bear", "die", "marry", "claim", "speak", "believe", "think",
                                           "know", "explain", "argue", "want", "feel", "serve", "resign", "ask", "work", "live", "wear",
                                           "comment", "tweet", "recognise", "graduate", "retire", "travel", "teach", "study", "meet"};
  if (std::find(kPersonal.begin(), kPersonal.end(), verb->lemma) != kPersonal.end()) scores.add(EntityType::kPerson, 1.5);
  else if (verb->past || verb->third) scores.add(EntityType::kPerson, 0.5), scores.add(EntityType::kOrganization, 0.4);
}

void NameFinder::vote() {
  for (const Candidate& candidate : candidates_) {
    if (candidate.listed) continue;
    votes_[candidate.key].add(candidate.scores);
    bool& strong = strong_[candidate.key];
    strong = strong || !candidate.weak;
  }
  // Surnames of those who are persons by their full names.
  for (const Candidate& candidate : candidates_) {
    if (candidate.listed || candidate.last - candidate.first < 2) continue;
    const Scores& scores = votes_[candidate.key];
    if (scores.best() == EntityType::kOrganization && scores.top() >= 5) {
      const std::string& start = at(candidate.first).lower;
      const bool plain = !lexicon_.has_any(start, ~std::uint32_t{0}) && lower_words_.count(start) == 0 && !lexicon_.name_at(tokens_, candidate.first, candidate.last);
      if (plain) organisation_starts_.insert(start);
    }
    if (scores.best() != EntityType::kPerson || scores.top() < 2) continue;
    surnames_.emplace(at(candidate.last - 1).lower, candidate.key);
    first_names_.insert(at(candidate.first).lower);
    if (has(candidate.first, Word::kRegnal) && candidate.last - candidate.first > 2)
      surnames_.emplace(key_of(candidate.first, candidate.first + 2), candidate.key);
  }
}

std::vector<Mention> NameFinder::decide() {
  std::vector<Mention> out;
  for (const Candidate& candidate : candidates_) {
    Mention mention;
    mention.first = candidate.first;
    mention.last = candidate.last;
    mention.title_first = candidate.title_first;
    mention.title_last = candidate.title_last;
    const bool alone = candidate.last - candidate.first == 1;
    const bool surname = alone && surnames_.count(candidate.key) != 0;
    if (candidate.listed) {
      mention.canonical = candidate.phrase.canonical;
      mention.is_short = candidate.phrase.is_short;
      const PhraseKind kind = candidate.phrase.kind;
      mention.type = kind == PhraseKind::kOrganisation ? EntityType::kOrganization : EntityType::kPlace;
      if (kind == PhraseKind::kDemonym) mention.kind = MentionKind::kAdjective;
      // A place that is somebody's surname here.
      const bool located = candidate.first > 0 && is(candidate.first - 1, "in");
      if (surname && !located && kind != PhraseKind::kCountry && kind != PhraseKind::kDemonym) {
        mention.type = EntityType::kPerson;
        mention.canonical.clear();
      }
    } else {
      const Scores& scores = votes_[candidate.key];
      if (surname || (alone && first_names_.count(candidate.key) != 0)) {
        mention.type = EntityType::kPerson;
      } else if (alone && organisation_starts_.count(candidate.key) != 0) {
        mention.type = EntityType::kOrganization;
      } else {
        if (!strong_[candidate.key] && (alone || heading_)) {
          // Only ever at the start of sentences: a name if nothing else could be meant.
          const bool word = lower_words_.count(candidate.key) != 0 || lexicon_.verb(candidate.key) != nullptr ||
                            lexicon_.has_any(candidate.key, ~std::uint32_t{0}) || candidate.key.ends_with("ly") || candidate.key.ends_with("ing");
          if (word || scores.top() < 1.2) continue;
        }
        mention.type = scores.best();
        if (scores.top() < 1) continue;
      }
      if (mention.type == EntityType::kEvent && candidate.event_last != 0) mention.last = candidate.event_last;
    }
    mention.begin = at(mention.first).begin;
    mention.end = at(mention.last - 1).end;
    if (!out.empty() && mention.first < out.back().last) continue;
    out.push_back(std::move(mention));
  }
  return out;
}

// "Ambassador to the United States Hamdullah Mohib", "President of Peru, Dina Boluarte", "Rey, mayor of Lima": the title
// does not touch the name.
void NameFinder::link_offices(std::vector<Mention>& mentions) const {
  // The longest title that ends before token `end`.
  const auto title_before = [&](std::size_t end, std::size_t start) -> std::size_t {
    for (std::size_t back = 5; back >= 1; --back) {
      if (end < start + back) continue;
      const auto title = lexicon_.title_at(tokens_, end - back, end);
      if (title && title->length == back) return back;
    }
    return 0;
  };
  for (std::size_t m = 0; m < mentions.size(); ++m) {
    Mention& person = mentions[m];
    if (person.type != EntityType::kPerson || person.title_last > person.title_first || person.first == 0) continue;
    const Sentence& sentence = sentences_[at(person.first).sentence];
    const std::size_t start = sentence.first_token;
    if (m > 0 && mentions[m - 1].first >= start) {
      const Mention& of = mentions[m - 1];
      std::size_t gap = person.first - of.last;
      const bool comma = gap == 1 && is(of.last, ",");
      if (gap == 0 || comma) {
        std::size_t k = of.first;
        if (k > start && is(k - 1, "the")) --k;
        if (k > start && (is(k - 1, "of") || is(k - 1, "to") || is(k - 1, "for"))) {
          const std::size_t length = title_before(k - 1, start);
          if (length != 0) {
            person.title_first = static_cast<std::uint32_t>(k - 1 - length);
            person.title_last = static_cast<std::uint32_t>(k - 1);
            continue;
          }
        }
      }
    }
    // "mayor Rey", "the team's coach, Rey".
    std::size_t k = person.first;
    if (k > start && is(k - 1, ",")) --k;
    const std::size_t length = k > start ? title_before(k, start) : 0;
    if (length != 0 && !(k < person.first && at(k - length).sentence != at(person.first).sentence)) {
      person.title_first = static_cast<std::uint32_t>(k - length);
      person.title_last = static_cast<std::uint32_t>(k);
    }
  }
}

std::vector<Mention> NameFinder::run() {
  blocked_.assign(tokens_.size(), false);
  // The second half of "Cheng Chung-tai" is no word of its own.
  for (std::size_t i = 0; i < tokens_.size(); ++i)
    if (at(i).kind == TokenKind::kWord && !at(i).capital && !(i > 0 && at(i - 1).lower == "-" && attached(i))) lower_words_.insert(at(i).lower);
  for (const Sentence& sentence : sentences_) {
    block_quoted_and_expanded(sentence);
    heading_ = is_heading(sentence);
    std::size_t i = sentence.first_token;
    while (i < sentence.last_token) {
      if (!starts_name(i)) {
        // Names that begin in lower case: al-Qaeda.
        const auto listed = blocked_[i] || at(i).kind != TokenKind::kWord ? std::nullopt : lexicon_.name_at(tokens_, i, sentence.last_token);
        if (listed) push_listed(i, *listed);
        i += listed ? listed->length : 1;
        continue;
      }
      std::size_t end = run_end(i, sentence);
      // Names of the lists may go on behind the run: Bosnia and Herzegovina.
      for (std::size_t k = i; k < end; ++k)
        if (const auto listed = lexicon_.name_at(tokens_, k, sentence.last_token)) end = std::max(end, k + listed->length);
      split_run(i, end, sentence);
      i = end;
    }
  }
  heading_ = false;
  vote();
  std::vector<Mention> mentions = decide();
  link_offices(mentions);
  return mentions;
}

}  // namespace

std::vector<Mention> find_names(const Segments& segments, const Lexicon& lexicon) {
  return NameFinder(segments, lexicon).run();
}

}  // namespace kith::ingest
