#include "ingest/names.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "ingest/name_scores.h"
#include "ingest/role_words.h"

namespace kith::ingest {

namespace {

constexpr double kPlaced = 1.5;  // as much speaks for a place that is one beside a club or paper that is called by it

class NameFinder : NameScorer {
 public:
  NameFinder(const Segments& segments, const Lexicon& lexicon, std::span<const NameSpan> tagged)
      : NameScorer(segments, lexicon), tagged_(tagged), tagged_at_(tokens_.size(), kNone) {
    for (std::uint32_t t = 0; t < tagged_.size(); ++t)
      for (std::uint32_t i = tagged_[t].first; i < tagged_[t].last; ++i) tagged_at_[i] = t;
  }

  std::vector<Mention> run();

 private:
  std::size_t office_end(std::size_t k, std::size_t last) const;
  std::size_t office_inside(std::size_t k, std::size_t last) const;
  std::size_t office_of_end(std::size_t k, std::size_t last) const;
  bool is_direction(std::size_t i) const;
  bool is_initial(std::size_t i) const { return at(i).lower.size() == 2 && at(i).capital && at(i).lower[1] == '.'; }
  bool starts_name(std::size_t i) const;
  bool is_heading(const Sentence& sentence) const;
  bool opens_clause(std::size_t i, const Sentence& sentence) const;
  void block_quoted_and_expanded(const Sentence& sentence);
  std::size_t run_end(std::size_t first, const Sentence& sentence) const;
  bool joins_of(std::size_t first, std::size_t of) const;
  void split_run(std::size_t first, std::size_t last, const Sentence& sentence);
  void push(std::size_t first, std::size_t last, std::size_t title_first, std::size_t title_last,
            const Sentence& sentence);
  void push_listed(std::size_t first, const Phrase& phrase);
  Scores tagged_as(const Candidate& candidate) const;
  bool may_be_name(const NameSpan& span) const;
  void take_tagged();
  bool is_adjective(const Candidate& candidate) const;
  void join_short_names();
  void vote();
  std::vector<Mention> decide();
  void link_offices(std::vector<Mention>& mentions) const;

  std::span<const NameSpan> tagged_;      // what the model takes for names
  std::vector<std::uint32_t> tagged_at_;  // by token
  std::vector<bool> blocked_;
  bool heading_ = false;
  std::vector<Candidate> candidates_;
  std::unordered_map<std::string, Scores> votes_;  // by key
  std::unordered_map<std::string, Scores> tagged_votes_;
  std::unordered_map<std::string, int> occurrences_;
  std::unordered_set<std::string> nouns_;                  // keys that do not always stand as adjectives
  std::unordered_map<std::string, bool> strong_;           // keys seen where a capital means a name
  std::unordered_map<std::string, std::string> surnames_;  // last word -> key of a person's full name
  std::unordered_set<std::string> organisation_starts_;    // first words of organisations of several
  std::unordered_set<std::string> organisation_ends_;      // last words, for "the Lions"
  std::unordered_set<std::string> first_names_;            // first words of such names: in some languages the family's
};

bool NameFinder::starts_name(std::size_t i) const {
  const Token& token = at(i);
  if (blocked_[i] || token.kind != TokenKind::kWord || !token.capital) return false;
  if (token.lower == "i" || token.lower.starts_with("i'")) return false;
  if (has(i, Word::kWeekday)) return false;
  if (has(i, Word::kMonth) && i + 1 < tokens_.size() && (at(i + 1).kind == TokenKind::kNumber || !at(i + 1).capital))
    return false;
  if (has(i, Word::kMonth) && i > 0 && (at(i - 1).kind == TokenKind::kNumber || has(i - 1, Word::kPreposition)))
    return false;
  return true;
}

// The end of an unlisted office that begins at `k` with up to three words and ends in a word for one, with a name
// behind; or 0.
std::size_t NameFinder::office_end(std::size_t k, std::size_t last) const {
  static constexpr std::array<std::string_view, 3> kOffices = {"minister", "secretary", "commissioner"};
  for (std::size_t i = k + 1; i + 1 < last && i <= k + 3; ++i) {
    if (!at(i).capital) return 0;
    if (std::find(kOffices.begin(), kOffices.end(), at(i).lower) != kOffices.end()) return i + 1;
  }
  return 0;
}

// Where a title of an office begins behind `k`, with a name behind it; or 0.
std::size_t NameFinder::office_inside(std::size_t k, std::size_t last) const {
  static constexpr std::array<std::string_view, 18> kOffices = {
      "minister", "governor", "mayor", "president", "senator", "mp", "secretary", "ambassador", "commissioner",
      "chairman", "chairwoman", "director", "ceo", "premier", "councillor", "spokesman", "spokeswoman", "coach"};
  for (std::size_t i = k + 1; i + 1 < last; ++i) {
    const auto title = lexicon_.title_at(tokens_, i, last);
    if (lexicon_.has_any(at(i - 1).lower, Word::kAdjective | Word::kTitle) || role_kind(at(i - 1).lower) != RoleKind::kNoRole) continue;
    if (!title || i + title->length >= last || !at(i).capital || !at(i + title->length).capital) continue;
    if (std::find(kOffices.begin(), kOffices.end(), at(i + title->length - 1).lower) != kOffices.end()) return i;
  }
  return 0;
}

// Where in a run behind "head of the" the body or place ends and the person begins: behind a word for a body, or of
// three plain words behind the first; 0 if nothing tells.
std::size_t NameFinder::office_of_end(std::size_t k, std::size_t last) const {
  std::size_t of = k;
  if (of > 0 && is(of - 1, "the")) --of;
  if (of < 2 || !is(of - 1, "of") || last - k < 3 || role_kind(at(of - 2).lower) == RoleKind::kNoRole) return 0;
  for (std::size_t i = k; i < last; ++i)
    if (at(i).kind != TokenKind::kWord || !at(i).capital) return 0;
  for (std::size_t i = last - 2; i-- > k + 1;)
    if (lexicon_.has_any(at(i).lower, Word::kOrganisation | Word::kPlace)) return i + 1;
  const bool plain = last - k == 3 && head_type(k, last) == EntityType::kOther && !listed_at(k, last) &&
                     role_kind(at(of - 2).lower) == RoleKind::kOffice;
  return plain ? k + 1 : 0;
}

bool NameFinder::is_direction(std::size_t i) const {
  static constexpr std::array kDirections = {"northern", "southern", "eastern", "western", "central", "north",
                                             "south",    "east",     "west",    "upper",   "lower",   "greater"};
  return std::find(kDirections.begin(), kDirections.end(), at(i).lower) != kDirections.end();
}

// A heading has no stop and nearly all its long words are capitalised.
bool NameFinder::is_heading(const Sentence& sentence) const {
  const Token& last = at(sentence.last_token - 1);
  if (last.lower == "." || last.lower == "!" || last.lower == "?" || last.lower == "\"" || last.lower == "”")
    return false;
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
  return before == "\"" || before == "“" || before == ":" || before == "'" || before == "(" || before == "—" ||
         before == "‘" || before == "-" || before == "." || before == "–";
}

// What stands in quotation marks after "named" is a title of something; what stands in brackets after an acronym and
// begins with its letters spells it out. Neither is another name.
void NameFinder::block_quoted_and_expanded(const Sentence& sentence) {
  for (std::size_t i = sentence.first_token; i < sentence.last_token; ++i) {
    const bool opens_quote = at(i).lower == "\"" || at(i).lower == "“";
    if (opens_quote && i > sentence.first_token) {
      const std::string& before = at(i - 1).lower;
      const bool naming = before == "named" || before == "called" || before == "titled" || before == "entitled" ||
                          before == "dubbed" || before == "as" || before == "nicknamed" || before == "robot" ||
                          before == "motto";
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

// Whether "of" continues the name before it: Church of ..., Daughters of the ..., but not President of, nor "JD Vance
// of".
bool NameFinder::joins_of(std::size_t first, std::size_t of) const {
  const std::size_t before = of - 1;
  if (lexicon_.has_any(at(before).lower, Word::kOrganisation | Word::kPlace)) return true;
  if (lexicon_.has(at(before).lower, Word::kEvent) && of - first <= 2) return true;
  if (of - first > 1 || lexicon_.title_at(tokens_, first, of) || has(first, Word::kTitle)) return false;
  if (listed_at(first, of)) return false;
  return first != sentences_[at(first).sentence].first_token && !has(first, Word::kNoName) &&
         (at(before).lower.ends_with('s') || lexicon_.has_any(at(before).lower, Word::kPerson | Word::kTeam));
}

std::size_t NameFinder::run_end(std::size_t first, const Sentence& sentence) const {
  const std::size_t end = sentence.last_token;
  std::size_t i = first + 1;
  if (const auto title = lexicon_.title_at(tokens_, first, end); title && at(first + title->length - 1).capital)
    i = first + title->length;
  while (i < end && !blocked_[i]) {
    const Token& token = at(i);
    const bool word = token.kind == TokenKind::kWord;
    // A title goes through its "of": Secretary of State Marco Rubio.
    if (word && token.capital)
      if (const auto title = lexicon_.title_at(tokens_, i, end);
          title && title->length > 1 && at(i + title->length - 1).capital) {
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
      const bool lower_tail = !at(i + 1).capital && lexicon_.verb(at(i + 1).lower) == nullptr &&
                              at(i + 1).lower.size() <= 5 && !has(i + 1, Word::kAdjective) &&
                              !has(i + 1, Word::kAdverb) && lower_words_.count(at(i + 1).lower) == 0;
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
        organisation = organisation && of && !listed_at(i + 1, end);
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
      const auto listed = listed_at(first, i);
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
    const auto listed = listed_at(k, sentence.last_token);
    if (listed && k + listed->length >= last) {
      push_listed(k, *listed);
      return;
    }
    const bool headed = head != EntityType::kOther && last - k > 1;
    const bool titled_person =
        title && k + title->length < last && head != EntityType::kOrganization && head != EntityType::kEvent;
    const bool possessive = std::any_of(tokens_.begin() + static_cast<std::ptrdiff_t>(k),
                                        tokens_.begin() + static_cast<std::ptrdiff_t>(last),
                                        [](const Token& token) { return token.lower == "'s"; });
    if (title && k + title->length >= last) return;  // a title alone
    if (titled_person && !possessive && !(headed && last - k - title->length < 1)) {
      title_first = k;
      k += title->length;
      title_last = k;
      continue;
    }
    // "Senators Ana Quent and Ivo Rey": the name behind is a person's; alone they are nobody.
    if (const auto titles = lexicon_.titles_at(tokens_, k, last); titles && !headed && !listed) {
      k += titles->length;
      if (k >= last || !at(k).capital) return;
      push(k, last, 0, 0, sentence);
      candidates_.back().scores.add(EntityType::kPerson, 6);
      return;
    }
    if (has(k, Word::kRegnal) && k + 1 < last && head == EntityType::kOther) {
      push(k, last, k, k + 1, sentence);
      return;
    }
    // "Labour Minister Vedat Isikhan": an office that no list has.
    if (const std::size_t behind = office_end(k, last); behind != 0 && !listed) {
      title_first = k;
      title_last = k = behind;
      continue;
    }
    if (has(k, Word::kTitle) && !has(k, Word::kRegnal) && k + 1 < last && !(headed && head == EntityType::kPlace)) {
      title_first = k;
      title_last = ++k;
      continue;
    }
    // "British Antarctic Survey" is one name, "British Airways chief" is not.
    const std::uint32_t whole = tagged_at_[k];
    if (listed && listed->kind == PhraseKind::kDemonym && whole != kNone && tagged_[whole].first == k &&
        tagged_[whole].last == last && last - k > listed->length &&
        (tagged_[whole].type == EntityType::kOrganization || tagged_[whole].type == EntityType::kEvent)) {
      push(k, last, title_first, title_last, sentence);
      return;
    }
    if (listed) {
      const std::size_t rest = k + listed->length;
      const bool hyphen = at(rest).lower == "-";
      const bool title_follows = lexicon_.title_at(tokens_, rest, last).has_value() || has(rest, Word::kTitle);
      const bool country = listed->kind == PhraseKind::kCountry || listed->kind == PhraseKind::kDemonym;
      const bool heading_word = last - rest == 1 && has(rest, Word::kNoName) && !headed;
      if (hyphen || heading_word || (title_follows && !(headed && head == EntityType::kOrganization)) ||
          (country && !headed)) {
        push_listed(k, *listed);
        k = rest + (hyphen ? 1 : 0);
        title_first = title_last = 0;
        continue;
      }
      push(k, last, title_first, title_last, sentence);
      return;
    }
    const bool function_word = lexicon_.has_any(
        at(k).lower, Word::kDeterminer | Word::kPreposition | Word::kPronoun | Word::kPossessive | Word::kSubordinator |
                         Word::kCoordinator | Word::kAuxiliary | Word::kRelative | Word::kModal);
    // Southern California is a place of its own; South American is an adjective.
    if (is_direction(k) && k + 1 < last && !headed) {
      const auto place = listed_at(k + 1, last);
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
    // "the head of the Refugee Council Enver Solomon": whose office it is, and who holds it.
    if (const std::size_t behind = k == first ? office_of_end(k, last) : 0; behind != 0) {
      push(k, behind, 0, 0, sentence);
      candidates_.back().scores.add(EntityType::kPerson, -6);
      if (behind - k == 1) candidates_.back().scores.add(EntityType::kPlace, 3);
      candidates_.back().is_cut = true;
      push(behind, last, 0, 0, sentence);
      candidates_.back().scores.add(EntityType::kPerson, 6);
      candidates_.back().is_cut = true;
      return;
    }
    // "Trans Nzoia Governor Silas Wekesa": what an office stands behind is a name of its own.
    if (const std::size_t office = headed ? 0 : office_inside(k, last); office != 0) {
      push(k, office, 0, 0, sentence);
      candidates_.back().scores.add(EntityType::kPerson, -6);
      candidates_.back().scores.add(EntityType::kPlace, 3);
      title_first = office;
      k = title_last = office + lexicon_.title_at(tokens_, office, last)->length;
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
  // Prizes and laws are called by names, but are none of what is looked for.
  static constexpr std::array kOther = {"prize", "award", "medal", "act", "bill", "amendment", "constitution"};
  if (!titled && std::find(kOther.begin(), kOther.end(), at(last - 1).lower) != kOther.end()) return;
  score(candidate, sentence);
  candidate.tagged = tagged_as(candidate);
  candidates_.push_back(std::move(candidate));
}

// What the model takes the run for: all of it, or half a voice for each name it sees in a part.
Scores NameFinder::tagged_as(const Candidate& candidate) const {
  Scores scores;
  for (std::uint32_t i = candidate.first; i < candidate.last;) {
    const std::uint32_t t = tagged_at_[i];
    if (t == kNone) {
      ++i;
      continue;
    }
    const NameSpan& span = tagged_[t];
    const bool exact = span.first == candidate.first && span.last == candidate.last;
    if (span.type != EntityType::kOther) scores.add(span.type, exact ? 1 : 0.5);
    i = span.last;
  }
  return scores;
}

// Whether nothing that the rules know speaks against what the model takes for a name.
bool NameFinder::may_be_name(const NameSpan& span) const {
  if (span.type == EntityType::kOther) return false;
  for (std::uint32_t i = span.first; i < span.last; ++i)
    if (blocked_[i]) return false;
  if (span.last - span.first == 1 && has(span.first, Word::kPeople)) return false;
  // "Ana Quent of Laos" is two names.
  if (span.type == EntityType::kPerson)
    for (std::uint32_t i = span.first; i < span.last; ++i)
      if (at(i).lower == "of" || at(i).lower == "and") return false;
  const std::uint32_t length = span.last - span.first;
  const auto title = lexicon_.title_at(tokens_, span.first, span.last);
  const auto titles = lexicon_.titles_at(tokens_, span.first, span.last);
  return !(title && title->length == length) && !(titles && titles->length == length);
}

// The model has seen more names than the rules: where it ends one elsewhere it is right, unless a list or a title says
// where; and what it alone sees is a name if its surroundings do not speak against it.
void NameFinder::take_tagged() {
  std::vector<Candidate> joined;
  joined.reserve(candidates_.size() + tagged_.size());
  std::size_t next = 0;
  for (const NameSpan& span : tagged_) {
    while (next < candidates_.size() && candidates_[next].last <= span.first)
      joined.push_back(std::move(candidates_[next++]));
    std::size_t behind = next;
    bool kept = !may_be_name(span);
    for (; behind < candidates_.size() && candidates_[behind].first < span.last; ++behind) {
      const Candidate& candidate = candidates_[behind];
      kept = kept || (candidate.first == span.first && candidate.last == span.last) ||
             (candidate.listed && candidate.phrase.kind != PhraseKind::kPlace) ||
             candidate.title_last > candidate.title_first || candidate.is_cut ||
             (candidate.first < span.first && candidate.last == span.last &&
              (is_initial(candidate.first) || head_type(candidate.first, candidate.last) != EntityType::kOther));
    }
    if (kept) continue;
    next = behind;
    Candidate candidate;
    candidate.first = span.first;
    candidate.last = span.last;
    candidate.key = key_of(span.first, span.last);
    score(candidate, sentences_[at(span.first).sentence]);
    candidate.tagged = tagged_as(candidate);
    joined.push_back(std::move(candidate));
  }
  std::move(candidates_.begin() + static_cast<std::ptrdiff_t>(next), candidates_.end(), std::back_inserter(joined));
  candidates_ = std::move(joined);
}

// "the Kestrian club", where nothing tells what Kestrian comes from.
bool NameFinder::is_adjective(const Candidate& candidate) const {
  const std::string_view word = at(candidate.first).lower;
  const std::size_t next = candidate.last;
  if (candidate.last - candidate.first > 1 || next >= tokens_.size() || !at(next).space_before) return false;
  if (!word.ends_with("ian") && !word.ends_with("ese")) return false;
  return is_plain_lower(next) || lexicon_.title_at(tokens_, next, tokens_.size()).has_value();
}

// "Redfern" and "Redfern Foods", "Orcas" and "Kochi Orcas": what is said of the one is said of the other. Of persons
// that is so for the last word alone, and surnames see to it.
void NameFinder::join_short_names() {
  struct Joint {
    Scores scores;
    std::vector<std::string> names;
  };

  std::map<std::string, Joint> joints;  // by the short name
  std::unordered_set<std::string> seen;
  for (const Candidate& candidate : candidates_) {
    if (candidate.listed || candidate.last - candidate.first < 2 || !seen.insert(candidate.key).second) continue;
    std::string part = key_of(candidate.last - 1, candidate.last);
    if (!votes_.contains(part)) part = key_of(candidate.first, candidate.first + 1);
    const auto short_name = votes_.find(part);
    if (short_name == votes_.end()) continue;
    // The Lodvar Herald is of Lodvar.
    if (short_name->second.best() == EntityType::kPlace && short_name->second.top() >= kPlaced) continue;
    const EntityType own = votes_[candidate.key].best();
    if (own == EntityType::kPlace || own == EntityType::kEvent) continue;
    Joint& joint = joints[part];
    if (joint.names.empty()) joint.scores.add(short_name->second);
    joint.scores.add(votes_[candidate.key]);
    joint.names.push_back(candidate.key);
  }
  for (auto& [part, joint] : joints) {
    if (joint.scores.best() != EntityType::kOrganization || joint.scores.top() < 3) continue;
    for (const std::string& name : joint.names) votes_[name] = joint.scores;
    votes_[part] = joint.scores;
  }
}

void NameFinder::vote() {
  for (const Candidate& candidate : candidates_) {
    if (candidate.listed) continue;
    votes_[candidate.key].add(candidate.scores);
    Scores& tagged = tagged_votes_[candidate.key];
    tagged.add(candidate.tagged);
    ++occurrences_[candidate.key];
    if (!is_adjective(candidate)) nouns_.insert(candidate.key);
    bool& strong = strong_[candidate.key];
    strong = strong || !candidate.weak;
  }
  // The model errs alike wherever a name occurs: its votes count once for all, as much as the best of rules.
  constexpr double kModelWeight = 6;
  constexpr double kUnseen = 1.5;  // what the model never takes for a name needs better reasons
  for (auto& [key, scores] : votes_) {
    const Scores& tagged = tagged_votes_[key];
    const bool unseen = tagged.top() == 0;
    for (std::size_t type = 0; type < scores.of.size(); ++type)
      scores.of[type] += unseen ? -kUnseen : kModelWeight * tagged.of[type] / occurrences_[key];
  }
  // Whom a text calls by one word alone, without a title, has mostly been named in full there: others are rarely
  // persons.
  constexpr double kMononym = 2;
  std::unordered_set<std::string> called;  // parts of full names, and names behind titles
  for (const Candidate& candidate : candidates_) {
    if (candidate.listed) continue;
    if (candidate.title_last > candidate.title_first) called.insert(at(candidate.last - 1).lower);
    if (candidate.last - candidate.first < 2 || votes_[candidate.key].best() != EntityType::kPerson) continue;
    for (std::uint32_t i = candidate.first; i < candidate.last; ++i) called.insert(at(i).lower);
  }
  for (auto& [key, scores] : votes_)
    if (key.find(' ') == std::string::npos && !called.contains(key)) scores.add(EntityType::kPerson, -kMononym);
  join_short_names();
  // Surnames of those who are persons by their full names.
  for (const Candidate& candidate : candidates_) {
    if (candidate.listed || candidate.last - candidate.first < 2) continue;
    const Scores& scores = votes_[candidate.key];
    if (scores.best() == EntityType::kOrganization && scores.top() >= 5) {
      const std::string& start = at(candidate.first).lower;
      const bool plain = !lexicon_.has_any(start, ~std::uint32_t{0}) && lower_words_.count(start) == 0 &&
                         !listed_at(candidate.first, candidate.last);
      if (plain) organisation_starts_.insert(start);
      organisation_ends_.insert(at(candidate.last - 1).lower);
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
      if (!surname && !nouns_.contains(candidate.key)) continue;
      const Scores& scores = votes_[candidate.key];
      const bool placed = scores.best() == EntityType::kPlace && scores.top() >= kPlaced;
      if (surname || (alone && !placed && first_names_.count(candidate.key) != 0)) {
        mention.type = EntityType::kPerson;
      } else if (alone && !placed &&
                 (organisation_starts_.count(candidate.key) != 0 ||
                  (candidate.first > 0 && is(candidate.first - 1, "the") &&
                   organisation_ends_.count(candidate.key) != 0))) {
        mention.type = EntityType::kOrganization;
      } else {
        if (!strong_[candidate.key] && (alone || heading_)) {
          // Only ever at the start of sentences: a name if nothing else could be meant.
          const bool word = lower_words_.count(candidate.key) != 0 || lexicon_.verb(candidate.key) != nullptr ||
                            lexicon_.has_any(candidate.key, ~std::uint32_t{0}) || candidate.key.ends_with("ly") ||
                            candidate.key.ends_with("ing");
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

// "Ambassador to the United States Hamdullah Mohib", "President of Peru, Dina Boluarte", "Rey, mayor of Lima": the
// title does not touch the name.
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
  derive_places();
  for (const Sentence& sentence : sentences_) {
    block_quoted_and_expanded(sentence);
    heading_ = is_heading(sentence);
    std::size_t i = sentence.first_token;
    while (i < sentence.last_token) {
      if (!starts_name(i)) {
        // Names that begin in lower case: al-Qaeda.
        const auto listed =
            blocked_[i] || at(i).kind != TokenKind::kWord ? std::nullopt : listed_at(i, sentence.last_token);
        if (listed) push_listed(i, *listed);
        i += listed ? listed->length : 1;
        continue;
      }
      std::size_t end = run_end(i, sentence);
      // Names of the lists may go on behind the run: Bosnia and Herzegovina.
      for (std::size_t k = i; k < end; ++k)
        if (const auto listed = listed_at(k, sentence.last_token)) end = std::max(end, k + listed->length);
      split_run(i, end, sentence);
      i = end;
    }
  }
  heading_ = false;
  take_tagged();
  vote();
  std::vector<Mention> mentions = decide();
  link_offices(mentions);
  return mentions;
}

}  // namespace

std::vector<Mention> find_names(const Segments& segments, const Lexicon& lexicon, std::span<const NameSpan> tagged) {
  return NameFinder(segments, lexicon, tagged).run();
}

std::vector<Mention> mark_names(const Segments& segments, const Lexicon& lexicon, std::span<const GivenName> given) {
  std::vector<Mention> out;
  std::uint32_t t = 0;
  for (const GivenName& name : given) {
    while (t < segments.tokens.size() && segments.tokens[t].end <= name.begin) ++t;
    std::uint32_t last = t;
    while (last < segments.tokens.size() && segments.tokens[last].begin < name.end) ++last;
    if (last == t) continue;
    Mention mention{.first = t,
                    .last = last,
                    .begin = segments.tokens[t].begin,
                    .end = segments.tokens[last - 1].end,
                    .type = name.type};
    const std::optional<Phrase> listed =
        lexicon.name_at(segments.tokens, t, std::min<std::size_t>(last + 1, segments.tokens.size()));
    if (listed && listed->length == last - t && name.type != EntityType::kPerson) {
      mention.canonical = listed->canonical;
      mention.is_short = listed->is_short;
    }
    mention.title_first = mention.title_last = t;
    for (std::uint32_t k = t; k > 0 && k + 6 > t; --k) {
      const std::optional<Phrase> title = lexicon.title_at(segments.tokens, k - 1, t);
      if (title && k - 1 + title->length == t) mention.title_first = k - 1;
    }
    if (name.type != EntityType::kPerson) mention.title_first = t;
    out.push_back(std::move(mention));
    t = last;
  }
  return out;
}

}  // namespace kith::ingest
