#include "ingest/name_scores.h"

#include "ingest/role_words.h"

namespace kith::ingest {

namespace {

constexpr std::uint32_t kEventGap = 1;  // words of lower case between a run and what it is called

}  // namespace

NameScorer::NameScorer(const Segments& segments, const Lexicon& lexicon)
    : tokens_(segments.tokens), sentences_(segments.sentences), lexicon_(lexicon) {
  // The second half of "Cheng Chung-tai" is no word of its own.
  for (std::size_t i = 0; i < tokens_.size(); ++i)
    if (at(i).kind == TokenKind::kWord && !at(i).capital && !(i > 0 && at(i - 1).lower == "-" && attached(i)))
      lower_words_.insert(at(i).lower);
}

void NameScorer::score(Candidate& candidate, const Sentence& sentence) const {
  find_event_word(candidate, sentence);
  score_inside(candidate);
  score_around(candidate, sentence);
  score_after(candidate, sentence);
  score_body(candidate, sentence);
}

std::string NameScorer::key_of(std::size_t first, std::size_t last) const {
  std::string key;
  for (std::size_t i = first; i < last; ++i) {
    if (i > first) key += ' ';
    key += at(i).lower;
  }
  return key;
}

EntityType NameScorer::head_type(std::size_t first, std::size_t last) const {
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
  if (lexicon_.has(word, Word::kOrganisation) && !(word == "guard" && last - first == 1))
    return EntityType::kOrganization;
  if (lexicon_.has(word, Word::kPlace)) return EntityType::kPlace;
  const std::string& start = at(first).lower;
  if ((start == "lake" || start == "mount" || start == "fort" || start == "cape" || start == "port") &&
      last - first > 1)
    return EntityType::kPlace;
  if ((start == "operation" || start == "hurricane" || start == "cyclone" || start == "typhoon") && last - first > 1)
    return EntityType::kEvent;
  if (key_of(first, last).starts_with("world war")) return EntityType::kEvent;
  return EntityType::kOther;
}

bool NameScorer::is_plain_lower(std::size_t i) const {
  const Token& token = at(i);
  return token.kind == TokenKind::kWord && !token.capital &&
         !lexicon_.has_any(token.lower, Word::kDeterminer | Word::kPreposition | Word::kCoordinator |
                                            Word::kSubordinator | Word::kAuxiliary | Word::kModal | Word::kAdverb |
                                            Word::kPronoun | Word::kPossessive | Word::kRelative) &&
         lexicon_.verb(token.lower) == nullptr && token.lower != "'s";
}

void NameScorer::find_event_word(Candidate& candidate, const Sentence& sentence) const {
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

void NameScorer::score_inside(Candidate& candidate) const {
  Scores& scores = candidate.scores;
  const std::uint32_t words = candidate.last - candidate.first;
  const EntityType head = head_type(candidate.first, candidate.last);
  const bool titled = candidate.title_last > candidate.title_first;
  if (titled) scores.add(EntityType::kPerson, 6);
  // Landscape is in the names of people as much as of places.
  static constexpr std::array kAmbiguous = {"park", "hill",   "lane",  "woods", "lake",  "street", "field",  "forest",
                                            "hall", "brook",  "banks", "bush",  "bay",   "castle", "towers", "gates",
                                            "ford", "rivers", "west",  "north", "stone", "farm"};
  const bool ambiguous =
      words == 2 && std::find(kAmbiguous.begin(), kAmbiguous.end(), at(candidate.last - 1).lower) != kAmbiguous.end();
  if (head != EntityType::kOther && (words > 1 || head != EntityType::kEvent))
    scores.add(head, words == 1 ? 1.5 : ambiguous ? 1 : 6);
  bool plain = true;  // letters only, no word of the lists in it
  bool particle = false;
  bool organisation_inside = false;
  for (std::uint32_t i = candidate.first; i < candidate.last; ++i) {
    const Token& token = at(i);
    if (token.lower == "-") continue;
    if (has(i, Word::kNameParticle) && i > candidate.first) particle = true;
    if (!token.capital && i > candidate.first && i + 1 < candidate.last && at(i - 1).lower != "-")
      plain = plain && has(i, Word::kNameParticle);
    if (lexicon_.has_any(token.lower, Word::kOrganisation | Word::kEvent)) organisation_inside = true;
    if (token.lower == "the" || token.lower == "of" || token.lower == "'s" || token.lower == "and") plain = false;
    // A word that the article also uses without a capital is no first name.
    if (words > 1 && lower_words_.count(token.lower) != 0 && !has(i, Word::kNameParticle))
      scores.add(EntityType::kPerson, -1.5);
    if (has(i, Word::kAdjective)) scores.add(EntityType::kPerson, -1.5), scores.add(EntityType::kOrganization, 0.5);
    if (token.lower.size() == 2 && token.lower[1] == '.' && words > 1) scores.add(EntityType::kPerson, 3);
  }
  if (organisation_inside) scores.add(EntityType::kOrganization, 1);
  // Clubs are called by what no person is called by.
  static constexpr std::array kClubs = {"lions",    "rangers", "united",   "rovers", "wanderers", "eagles",
                                        "tigers",   "stars",   "bulls",    "bears",  "hawks",     "giants",
                                        "warriors", "knights", "dragons",  "wolves", "sharks",    "panthers",
                                        "pirates",  "raiders", "athletic", "fc",     "hotspur",   "albion"};
  if (words > 1 && std::find(kClubs.begin(), kClubs.end(), at(candidate.last - 1).lower) != kClubs.end())
    scores.add(EntityType::kOrganization, 8);
  if (words > 1 && words <= 5 && plain) scores.add(EntityType::kPerson, 2.5);
  if (words > 1 && !plain && head == EntityType::kOther) scores.add(EntityType::kOrganization, 1);
  if (particle && plain) scores.add(EntityType::kPerson, 2);
  // OpenAI, LibriVox: a capital inside a word is a trade name's, but for McDonald and O'Neil.
  for (std::uint32_t i = candidate.first; i < candidate.last; ++i)
    if (at(i).inner_capital && !at(i).lower.starts_with("mc") && !at(i).lower.starts_with("mac"))
      scores.add(EntityType::kOrganization, 2);
  const Token& only = at(candidate.first);
  if (words == 1 && only.all_caps) {
    scores.add(EntityType::kOrganization, only.lower.size() <= 6 ? 2 : 1);
    if (!titled && only.lower.size() > 2) scores.add(EntityType::kPerson, -3);
  }
  if (words > 1) {
    bool caps = true;
    for (std::uint32_t i = candidate.first; i < candidate.last; ++i) caps = caps && at(i).all_caps;
    if (caps) scores.add(EntityType::kOrganization, 1);
  }
}

// "LIMA, May 19 (Reuters) - " opens the sentence.
bool NameScorer::is_dateline(const Candidate& candidate, const Sentence& sentence) const {
  constexpr std::size_t kTokensMax = 12;
  if (candidate.first != sentence.first_token || !at(candidate.first).all_caps) return false;
  const std::size_t end = std::min<std::size_t>(sentence.last_token, candidate.last + kTokensMax);
  for (std::size_t i = candidate.last; i < end; ++i) {
    if (is(i, "-") || is(i, "–") || is(i, "—")) return at(i).space_before;
    if (at(i).kind == TokenKind::kWord && !at(i).capital) return false;
  }
  return false;
}

void NameScorer::score_around(Candidate& candidate, const Sentence& sentence) const {
  Scores& scores = candidate.scores;
  const bool titled = candidate.title_last > candidate.title_first;
  if (is_dateline(candidate, sentence)) scores.add(EntityType::kPlace, 8), scores.add(EntityType::kPerson, -4);
  std::size_t first = titled ? candidate.title_first : candidate.first;
  if (first <= sentence.first_token) return;
  std::size_t before = first - 1;
  const std::string& word = at(before).lower;
  // "the President of Peru, Dina Boluarte", "Ambassador to the United States Hamdullah Mohib".
  if (!titled && candidate.last - candidate.first > 1) {
    const std::size_t stop = word == "," ? before : first;
    for (std::size_t k = stop; k-- > sentence.first_token + 1 && stop - k < 8;) {
      const auto listed = listed_at(k, stop);
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
    const bool compound = candidate.last - candidate.first > 1 && candidate.last < sentence.last_token &&
                          is_plain_lower(candidate.last) && candidate.event_last == 0;
    scores.add(EntityType::kOrganization, compound ? 0.5 : 1.5);
    scores.add(EntityType::kPerson, compound ? -0.5 : -4);
    if (before > sentence.first_token) {
      const std::string& far = at(before - 1).lower;
      if (const VerbForm* verb = lexicon_.verb(far); verb != nullptr && verb->lemma == "win")
        scores.add(EntityType::kEvent, 2.5);
      if (far == "in" || far == "across") scores.add(EntityType::kPlace, 1);
      if (far == "joined" || far == "join" || far == "by") scores.add(EntityType::kOrganization, 1.5);
    }
    return;
  }
  const VerbForm* before_verb = lexicon_.verb(word);
  const std::string_view lemma = before_verb == nullptr ? std::string_view() : before_verb->lemma;
  if (word == "in")
    scores.add(EntityType::kPlace, 3), scores.add(EntityType::kPerson, -1);
  else if (word == "near" || word == "across" || word == "outside" || word == "throughout")
    scores.add(EntityType::kPlace, 3);
  else if (word == "at")
    scores.add(EntityType::kPlace, 1), scores.add(EntityType::kOrganization, 1);
  else if (word == "from" || word == "into" || (word == "to" && !is(before - 1, "according")))
    scores.add(EntityType::kPlace, 1.2);
  else if (word == "joined" || word == "join")
    scores.add(EntityType::kOrganization, 2);
  else if (has(before, Word::kVessel))
    scores.add(EntityType::kPlace, 4), scores.add(EntityType::kPerson, -4);
  else if (word == "by" || word == "with")
    scores.add(EntityType::kPerson, 0.7);
  else if (word == "to" && before > sentence.first_token && is(before - 1, "according"))
    scores.add(EntityType::kOrganization, 1.5), scores.add(EntityType::kPerson, 0.5);
  else if (lemma == "visit" || lemma == "tour" || lemma == "reach" || lemma == "shell" || lemma == "bomb" ||
           lemma == "invade" || lemma == "capture")
    scores.add(EntityType::kPlace, 2);
  else if (lemma == "buy" || lemma == "acquire" || lemma == "found")
    scores.add(EntityType::kOrganization, 3);
  else if (lemma == "meet" || lemma == "tell" || lemma == "ask" || lemma == "thank" || lemma == "phone")
    scores.add(EntityType::kPerson, 5);
  // "members of X", "wrote on 'X'".
  std::size_t far = before;
  if ((word == "'" || word == "‘") && far > sentence.first_token) --far;
  if (at(far).lower == "on" && far > sentence.first_token) {
    const VerbForm* verb = lexicon_.verb(at(far - 1).lower);
    if (verb != nullptr && (verb->lemma == "write" || verb->lemma == "publish" || verb->lemma == "post"))
      scores.add(EntityType::kOrganization, 4), scores.add(EntityType::kPerson, -3);
  }
  if (word == "of" && before > sentence.first_token) {
    const std::string& whose = at(before - 1).lower;
    if (whose == "member" || whose == "members") scores.add(EntityType::kOrganization, 2);
    if (whose == "mayor" || whose == "governor" || whose == "bishop" || whose == "archbishop" || whose == "native")
      scores.add(EntityType::kPlace, 4), scores.add(EntityType::kPerson, -4);
    if (has(before - 1, Word::kPlace)) scores.add(EntityType::kPlace, 3);
    // "the ministers, Ana Quent of Ostania and Ivo Rey of Kestria": what persons are of is none.
    const bool of_person = before > sentence.first_token + 1 && at(before - 1).capital && at(before - 2).capital &&
                           head_type(before - 2, before) == EntityType::kOther && lexicon_.classes(whose) == 0;
    if (of_person)
      scores.add(EntityType::kPerson, -5), scores.add(EntityType::kPlace, 1.5),
          scores.add(EntityType::kOrganization, 1);
    if (lexicon_.title_at(tokens_, before - 1, before))
      scores.add(EntityType::kPlace, 1.2), scores.add(EntityType::kOrganization, 1);
  }
  // "the American company Nortech", "the town Ridgecrest".
  if (!at(before).capital && (word == "group" || (has(before, Word::kOrganisation) && !has(before, Word::kPlace))))
    scores.add(EntityType::kOrganization, 3.5);
  else if (!at(before).capital && has(before, Word::kPlace) && !has(before, Word::kOrganisation))
    scores.add(EntityType::kPlace, 2.5);
  // "the team's coach, X", "her husband X".
  std::size_t role = before;
  if (at(role).lower == "," && role > sentence.first_token) --role;
  if ((has(role, Word::kPerson) || (role_kind(at(role).lower) != RoleKind::kNoRole && !is_plural_role(at(role).lower))) && !at(role).capital)
    scores.add(EntityType::kPerson, role == before ? 5 : 4);
  else if (!at(role).capital && role == before && lexicon_.has(at(role).lower, Word::kTitle))
    scores.add(EntityType::kPerson, 5);
  else if (!at(role).capital && role == before) {
    for (std::size_t back = 1; back <= 3 && back <= role; ++back)
      if (const auto title = lexicon_.title_at(tokens_, role + 1 - back, role + 1); title && title->length == back) {
        scores.add(EntityType::kPerson, 5);
        break;
      }
  }
}

void NameScorer::score_after(Candidate& candidate, const Sentence& sentence) const {
  Scores& scores = candidate.scores;
  std::size_t next = candidate.last;
  if (next >= sentence.last_token) return;
  const std::string& word = at(next).lower;
  const bool titled = candidate.title_last > candidate.title_first;
  if (word == ",") {
    if (next + 1 >= sentence.last_token) return;
    const auto place = listed_at(next + 1, sentence.last_token);
    // "Clearwater, Florida"; but "Rey, Spain's king" and "Rey, Italian by birth" are persons.
    if (place && (place->kind == PhraseKind::kPlace || place->kind == PhraseKind::kCountry)) {
      const std::size_t behind = next + 1 + place->length;
      const bool ends = behind >= sentence.last_token || at(behind).kind == TokenKind::kPunctuation;
      if (ends && !is(behind, "'s")) scores.add(EntityType::kPlace, 2.5);
    }
    if (at(next + 1).kind == TokenKind::kNumber && at(next + 1).lower.size() <= 2 && is(next + 2, ","))
      scores.add(EntityType::kPerson, 5);
    if (is(next + 1, "who")) scores.add(EntityType::kPerson, 3);
    if (is(next + 1, "which"))
      scores.add(EntityType::kPerson, -4), scores.add(EntityType::kOrganization, 1),
          scores.add(EntityType::kPlace, 0.5);
    if (is(next + 1, "aged")) scores.add(EntityType::kPerson, 3);
    // ", an Australian woman", ", the team's coach", ", president of"
    for (std::size_t i = next + 1; i < sentence.last_token && i <= next + 5 && at(i).kind == TokenKind::kWord; ++i) {
      if (!at(i).capital && (has(i, Word::kPerson) || role_kind(at(i).lower) != RoleKind::kNoRole || lexicon_.title_at(tokens_, i, sentence.last_token))) {
        scores.add(EntityType::kPerson, 5);
        break;
      }
      if (has(i, Word::kPreposition) || lexicon_.verb(at(i).lower) != nullptr) break;
    }
    return;
  }
  if (word == "(" || word == "-") {
    if (word != "-") return;
    if (is(next + 1, "based") || is(next + 1, "born") || is(next + 1, "bred") || is(next + 1, "area")) scores.add(EntityType::kPlace, 3);
    if (is(next + 1, "owned") || is(next + 1, "led") || is(next + 1, "backed") || is(next + 1, "run") || is(next + 1, "funded"))
      scores.add(EntityType::kOrganization, 2);
    return;
  }
  // "the Tages-Anzeiger newspaper", "the Onon river".
  if (!at(next).capital && at(next).space_before) {
    if (has(next, Word::kOrganisation) && !has(next, Word::kPlace))
      scores.add(EntityType::kOrganization, 3);
    else if (has(next, Word::kPlace) && !has(next, Word::kOrganisation))
      scores.add(EntityType::kPlace, 2.5);
  }
  if (word == "who") scores.add(EntityType::kPerson, 3);
  if (word == "native" || word == "residents") scores.add(EntityType::kPlace, 3), scores.add(EntityType::kPerson, -2);
  // "Ostania's water minister", "Kestria's army": states have them.
  static constexpr std::array kOfStates = {"minister", "ministry", "ambassador", "parliament", "army",   "government",
                                           "capital",  "border",   "coast",      "economy",    "troops", "navy"};
  if (!titled && candidate.last - candidate.first == 1 && (word == "'s" || word == "'"))
    for (std::size_t i = next + 1; i < sentence.last_token && i <= next + 4 && at(i).kind == TokenKind::kWord; ++i) {
      if (std::find(kOfStates.begin(), kOfStates.end(), at(i).lower) != kOfStates.end()) {
        scores.add(EntityType::kPlace, 4), scores.add(EntityType::kPerson, -3);
        break;
      }
      if (lexicon_.has_any(at(i).lower, Word::kPreposition | Word::kPossessive | Word::kDeterminer)) break;
    }
  // "Nordkai chief executive Ida Rey": whose officer stands behind.
  if (!titled && !at(next).capital && at(next).space_before)
    if (const auto title = lexicon_.title_at(tokens_, next, sentence.last_token);
        title && next + title->length < sentence.last_token && at(next + title->length).capital)
      scores.add(EntityType::kOrganization, 4), scores.add(EntityType::kPerson, -2);
  std::size_t verb_at = next;
  while (verb_at < sentence.last_token && verb_at < next + 3 &&
         lexicon_.has_any(at(verb_at).lower, Word::kAdverb | Word::kAuxiliary | Word::kModal))
    ++verb_at;
  if (verb_at >= sentence.last_token) return;
  const VerbForm* verb = lexicon_.verb(at(verb_at).lower);
  if (verb == nullptr || at(verb_at).capital) return;
  static constexpr std::array kPersonal = {
      "say",     "tell",    "add",       "write",    "bear",   "die",    "marry",  "claim", "speak", "believe", "think",
      "know",    "explain", "argue",     "want",     "feel",   "serve",  "resign", "ask",   "work",  "live",    "wear",
      "comment", "tweet",   "recognise", "graduate", "retire", "travel", "teach",  "study", "meet"};
  static constexpr std::array kCorporate = {"employ", "own", "merge", "manufacture", "publish", "sponsor"};
  const bool passive = verb_at > next && lexicon_.has(at(verb_at - 1).lower, Word::kAuxiliary);
  if (passive &&
      (verb->lemma == "found" || verb->lemma == "establish" || verb->lemma == "base" || verb->lemma == "locate"))
    scores.add(EntityType::kOrganization, 3), scores.add(EntityType::kPerson, -4);
  else if (std::find(kCorporate.begin(), kCorporate.end(), verb->lemma) != kCorporate.end() && !passive)
    scores.add(EntityType::kOrganization, 2);
  else if (std::find(kPersonal.begin(), kPersonal.end(), verb->lemma) != kPersonal.end())
    scores.add(EntityType::kPerson, 1.5);
  else if (verb->past || verb->third)
    scores.add(EntityType::kPerson, 0.5), scores.add(EntityType::kOrganization, 0.4);
}

}  // namespace kith::ingest
