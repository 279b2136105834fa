// What noun groups that are no names stand for: "he", "the talks", "the Afghan team", "all three".
#include <algorithm>
#include <array>
#include <unordered_map>

#include "ingest/analysis.h"
#include "ingest/role_words.h"

namespace kith::ingest {

namespace {

enum class Gender : std::uint8_t { kUnknown, kFemale, kMale };

Gender gender_of_word(std::string_view word) {
  static constexpr std::array<std::string_view, 18> kFemale = {
      "woman",    "mother", "daughter", "sister", "wife",    "girl",    "mrs.",    "ms.",  "queen",
      "princess", "lady",   "she",      "her",    "herself", "actress", "ex-wife", "aunt", "businesswoman"};
  static constexpr std::array<std::string_view, 18> kMale = {
      "man",  "father", "son", "brother", "husband", "boy",     "mr.",  "king",  "prince",
      "lord", "sir",    "he",  "his",     "him",     "himself", "pope", "uncle", "businessman"};
  if (std::find(kFemale.begin(), kFemale.end(), word) != kFemale.end()) return Gender::kFemale;
  if (std::find(kMale.begin(), kMale.end(), word) != kMale.end()) return Gender::kMale;
  return Gender::kUnknown;
}

// Whether a subordinator or relative stands right before the noun group.
bool in_side_clause(const std::vector<Chunk>& chunks, std::uint32_t c) {
  while (chunks[c].owner != kNone) c = chunks[c].owner;
  if (c == 0) return false;
  const Chunk& before = chunks[c - 1];
  return before.kind == ChunkKind::kSubordinator || before.kind == ChunkKind::kRelative ||
         (before.kind == ChunkKind::kPreposition &&
          (before.word == "after" || before.word == "before" || before.word == "until" || before.word == "since"));
}

// What is called by its kind after its name: "the prison" after Quill Prison.
bool is_site(std::string_view word) {
  static constexpr std::array<std::string_view, 22> kSites = {
      "prison", "jail",   "stadium", "arena",  "airport",    "hotel",   "theatre", "theater", "hospital", "island",  "bridge",
      "palace", "castle", "temple",  "mosque", "cathedral", "factory", "camp",    "museum",  "dam",      "square", "monastery"};
  return std::find(kSites.begin(), kSites.end(), word) != kSites.end();
}

// "TADMA, whose director": the noun before the relative word.
std::uint32_t owner_of_relative(const std::vector<Chunk>& chunks, std::size_t relative) {
  if (relative > 0 && chunks[relative - 1].kind == ChunkKind::kComma) --relative;
  return relative > 0 && chunks[relative - 1].kind == ChunkKind::kNoun ? chunks[relative - 1].entity : kNone;
}

// What any organisation may be called.
bool is_body_word(std::string_view word) {
  static constexpr std::array<std::string_view, 9> kWords = {"company", "firm",         "club",         "party", "group",
                                                             "agency",  "organisation", "organization", "charity"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

// "biologist", "mediator": what persons are called by what they do; other things too, but not beside a person's name.
bool is_doer(std::string_view word) {
  return word.ends_with("ist") || word.ends_with("er") || word.ends_with("or") || word.ends_with("man") ||
         word.ends_with("woman");
}

class Resolver {
 public:
  explicit Resolver(Analysis& analysis) : a_(analysis), lexicon_(*analysis.lexicon) {}

  void run() {
    a_.speakers.assign(a_.sentences.size(), kNone);
    learn_genders();
    for (std::uint32_t e = 0; e < a_.entities.size(); ++e) {
      if ((a_.entities[e].type != EntityType::kOrganization && a_.entities[e].type != EntityType::kPlace) ||
          a_.entities[e].mentions.empty())
        continue;
      const Mention& mention = a_.mentions[a_.entities[e].mentions.front()];
      for (std::uint32_t i = mention.first; i < mention.last; ++i)
        if (lexicon_.has(a_.token(i).lower, Word::kOrganisation) || is_site(a_.token(i).lower))
          organisations_[a_.token(i).lower].push_back({mention.first, e});
    }
    learn_holders();
    for (std::uint32_t s = 0; s < a_.sentences.size(); ++s) sentence(s);
    for (std::uint32_t s = 0; s < a_.sentences.size(); ++s) find_speaker(s);
    find_tellers();
    for (std::uint32_t s = 0; s < a_.sentences.size(); ++s) first_persons(s);
  }

 private:
  std::vector<Chunk>& chunks(std::uint32_t s) { return a_.sentences[s].chunks; }

  void learn_genders();
  void learn_holders();
  void note_role(std::uint32_t s, std::uint32_t c);
  void sentence(std::uint32_t s);
  std::uint32_t does_to(std::uint32_t s, std::uint32_t c) const;
  std::uint32_t pronoun(const Chunk& chunk, bool subject, std::uint32_t other = kNone) const;
  std::uint32_t apposed(std::uint32_t s, std::uint32_t c) const;
  std::uint32_t apposed_to(std::uint32_t s, std::uint32_t c) const;
  std::uint32_t event(std::uint32_t s, std::uint32_t c);
  std::uint32_t team(std::uint32_t s, std::uint32_t c);
  std::uint32_t width(const Chunk& chunk) const;
  std::uint32_t organisation(const Chunk& chunk) const;
  std::uint32_t organisation_before(const Chunk& chunk) const;
  std::uint32_t named_kind(const Chunk& chunk) const;
  std::uint32_t holder(const Chunk& chunk) const;
  std::uint32_t place_of_kind(std::uint32_t s, std::uint32_t c) const;
  void rounds(std::uint32_t s);
  void note_body(std::uint32_t s, const Chunk& chunk, bool subject);
  std::vector<std::uint32_t> armed_forces(std::uint32_t s, std::uint32_t c) const;
  bool group(std::uint32_t s, std::uint32_t c, const Chunk& chunk);
  bool named_behind(std::uint32_t s, std::uint32_t c);
  static bool pair_word(std::string_view word, EntityType type);
  bool is_personal(std::string_view word) const;
  bool they(std::uint32_t s, std::uint32_t c, const Chunk& chunk);
  void note_together(std::uint32_t s, const Clause& clause);
  void note_list(std::uint32_t s);
  void note_meeting(std::uint32_t s, const Clause& clause);
  void note_pair(std::uint32_t s, const Clause& clause);
  std::uint32_t add_nominal(std::uint32_t first, std::uint32_t last, EntityType type, std::uint32_t entity);
  std::uint32_t make(EntityType type);
  void find_speaker(std::uint32_t s);
  void find_tellers();
  void first_persons(std::uint32_t s);
  std::uint32_t speaker_in(std::uint32_t s) const;

  Analysis& a_;
  const Lexicon& lexicon_;
  std::unordered_map<std::uint32_t, Gender> genders_;
  std::vector<std::uint32_t> tellers_;  // of sentences
  std::uint32_t last_subject_ = kNone;
  std::uint32_t last_subject_sentence_ = kNone;
  std::uint32_t subject_before_ = kNone;
  std::uint32_t subject_before_sentence_ = kNone;
  std::uint32_t last_person_ = kNone;
  std::uint32_t last_body_ = kNone;  // an organisation or a place that was a subject
  std::uint32_t last_body_sentence_ = kNone;
  std::uint32_t body_named_ = kNone;  // an organisation that was not
  std::uint32_t body_named_sentence_ = kNone;
  std::uint32_t last_team_ = kNone;
  std::vector<std::uint32_t> last_group_;
  std::vector<std::uint32_t> named_together_;  // persons whom "and" joined as the last subject
  std::uint32_t together_sentence_ = 0;
  bool they_open_ = false;                     // whether no other subject in the plural stood since
  std::vector<std::uint32_t> last_pair_;       // places, or bodies, that a clause, or "between", named together
  std::map<std::string, std::vector<std::uint32_t>> events_;                    // by class
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> participants_;  // of events, as their names say
  std::map<std::string, std::uint32_t> teams_;
  // Organisations by the words of their first names, with the token these begin at.
  std::unordered_map<std::string, std::vector<std::pair<std::uint32_t, std::uint32_t>>> organisations_;
  struct Holder {
    std::uint32_t first;  // the token that the name begins at
    std::uint32_t entity;
    std::uint32_t title_first;
    std::uint32_t title_last;
  };
  // Persons by the last word of the titles beside their names.
  std::unordered_map<std::string, std::vector<Holder>> holders_;
};

std::uint32_t Resolver::make(EntityType type) {
  LocalEntity entity;
  entity.type = type;
  a_.entities.push_back(std::move(entity));
  return static_cast<std::uint32_t>(a_.entities.size() - 1);
}

std::uint32_t Resolver::add_nominal(std::uint32_t first, std::uint32_t last, EntityType type, std::uint32_t entity) {
  Mention mention;
  mention.first = first;
  mention.last = last;
  mention.begin = a_.token(first).begin;
  mention.end = a_.token(last - 1).end;
  mention.type = type;
  mention.kind = MentionKind::kNominal;
  mention.entity = entity;
  a_.mentions.push_back(std::move(mention));
  const auto index = static_cast<std::uint32_t>(a_.mentions.size() - 1);
  a_.entities[entity].mentions.push_back(index);
  return index;
}

void Resolver::learn_genders() {
  for (const Mention& mention : a_.mentions) {
    if (mention.type != EntityType::kPerson || mention.entity == kNone) continue;
    Gender gender = Gender::kUnknown;
    // "his mother, Ann Brody, said" tells hers; "with his mother, Brody was put through" does not.
    const bool beside = mention.last >= a_.segments.tokens.size() ||
                        a_.token(mention.last).kind == TokenKind::kPunctuation || a_.token(mention.last).lower == "and";
    std::uint32_t from = mention.title_last > mention.title_first ? mention.title_first
                         : mention.first >= 2                     ? mention.first - 2
                                                                  : 0;
    if (!beside && mention.first > 0 && a_.token(mention.first - 1).lower == ",") from = mention.first;
    for (std::uint32_t i = from;
         i <= mention.first && gender == Gender::kUnknown; ++i)
      gender = gender_of_word(a_.token(i).lower);
    // ", an Australian woman and"
    if (gender == Gender::kUnknown && mention.last < a_.segments.tokens.size() && a_.token(mention.last).lower == ",")
      for (std::uint32_t i = mention.last + 1;
           i < a_.segments.tokens.size() && i < mention.last + 5 && gender == Gender::kUnknown; ++i) {
        if (a_.token(i).kind == TokenKind::kPunctuation || lexicon_.has(a_.token(i).lower, Word::kPossessive)) break;
        gender = gender_of_word(a_.token(i).lower);
      }
    if (gender != Gender::kUnknown) genders_.try_emplace(mention.entity, gender);
  }
}

// Whom an object cannot stand for: the subject of its own verb, who would be "himself".
std::uint32_t Resolver::does_to(std::uint32_t s, std::uint32_t c) const {
  const auto has = [&](const std::vector<std::uint32_t>& nouns) { return std::find(nouns.begin(), nouns.end(), c) != nouns.end(); };
  for (const Clause& clause : a_.sentences[s].clauses)
    if (has(clause.objects) && clause.subjects.size() == 1) return a_.sentences[s].chunks[clause.subjects.front()].entity;
  return kNone;
}

std::uint32_t Resolver::pronoun(const Chunk& chunk, bool subject, std::uint32_t other) const {
  const std::string& word = chunk.possessive.empty() ? chunk.word : chunk.possessive;
  if (word == "they" || word == "them" || word == "their") return last_team_;
  // "It" of the weather has no clause that a frame reads.
  if (word == "it" && subject) return last_body_;
  // The subject of the sentence so far, else the body named in it last, else the subject of the one before.
  if (word == "its") {
    const std::uint32_t sentence = a_.token(chunk.first).sentence;
    if (last_body_ != kNone && last_body_sentence_ == sentence) return last_body_;
    return body_named_ != kNone && body_named_sentence_ == sentence ? body_named_ : last_body_;
  }
  const Gender wanted = gender_of_word(word);
  if (wanted == Gender::kUnknown) return kNone;
  const bool object = word == "him" || (word == "her" && (chunk.possessive.empty() || chunk.pronoun));
  const auto fits = [&](std::uint32_t entity) {
    if (entity == kNone || (object && entity == other)) return false;
    const auto it = genders_.find(entity);
    return it == genders_.end() || it->second == wanted;
  };
  if (object && !subject && last_person_ != last_subject_ && fits(last_person_)) return last_person_;
  // "Lund left. Brody praised him", "Lund said Brody had praised him": not herself, but the subject before.
  const std::uint32_t sentence = a_.token(chunk.first).sentence;
  if (object && !subject && last_subject_sentence_ == sentence &&
      (subject_before_sentence_ + 1 == sentence || subject_before_sentence_ == sentence) && fits(subject_before_))
    return subject_before_;
  if (fits(last_subject_)) return last_subject_;
  return fits(last_person_) ? last_person_ : kNone;
}

// "his Russian counterpart, Vladimir Putin": the noun before the comma is the person behind it.
std::uint32_t Resolver::apposed(std::uint32_t s, std::uint32_t c) const {
  const std::vector<Chunk>& all = a_.sentences[s].chunks;
  const Chunk& noun = all[c];
  const bool personal = lexicon_.has_any(noun.word, Word::kPerson | Word::kTitle | Word::kVessel) ||
                        role_kind(noun.word) != RoleKind::kNoRole ||
                        lexicon_.title_at(a_.segments.tokens, noun.last - 1, noun.last).has_value();
  std::size_t comma = c + 1;
  // "the mediator of the council, X".
  if (noun.definite && (personal || is_doer(noun.word)) && comma + 1 < all.size() && (all[comma].word == "of" || all[comma].word == "for") &&
      all[comma + 1].kind == ChunkKind::kNoun)
    comma += 2;
  // "the referee, Ada Lund, said": whatever a referee is, a name that two commas enclose says who.
  std::size_t end = comma + 2;
  if (end + 1 < all.size() && (all[end].word == "of" || all[end].word == "from") && all[end + 1].kind == ChunkKind::kNoun)
    end += 2;
  const ChunkKind behind = end < all.size() ? all[end].kind : ChunkKind::kStop;
  const bool enclosed = (noun.definite || !noun.possessive.empty() || noun.owner != kNone) &&
                        noun.modifiers.empty() && !noun.word.ends_with('s') &&
                        (behind == ChunkKind::kComma || behind == ChunkKind::kStop);
  if (!enclosed && !personal) return kNone;
  if (comma + 1 < all.size() && all[comma].kind == ChunkKind::kComma && all[comma + 1].kind == ChunkKind::kNoun &&
      all[comma + 1].mention != kNone) {
    const Mention& mention = a_.mentions[all[comma + 1].mention];
    const bool vessel = lexicon_.has(noun.word, Word::kVessel);
    if (vessel ? mention.type != EntityType::kPerson : mention.type == EntityType::kPerson) return mention.entity;
  }
  return kNone;
}

// "Julia Brody, a biologist who": the noun behind the comma is the person before it.
std::uint32_t Resolver::apposed_to(std::uint32_t s, std::uint32_t c) const {
  const std::vector<Chunk>& all = a_.sentences[s].chunks;
  if (c < 2 || c + 1 >= all.size()) return kNone;
  const bool relative = all[c + 1].kind == ChunkKind::kRelative;
  // "..., the conductor and teacher who founded": one person, by two nouns.
  if (relative && all[c - 1].kind == ChunkKind::kCoordinator && all[c - 2].kind == ChunkKind::kNoun && all[c - 2].mention == kNone &&
      all[c].possessive.empty() && all[c - 2].entity != kNone && a_.type_of(all[c - 2].entity) == EntityType::kPerson)
    return all[c - 2].entity;
  const std::string& article = a_.token(all[c].first).lower;
  // "Ansar, a movement led by": what it is called by its name.
  if ((article == "a" || article == "an") && all[c - 1].kind == ChunkKind::kComma && all[c - 2].mention != kNone &&
      (relative || (all[c + 1].kind == ChunkKind::kVerb && all[c + 1].reduced)) && !lexicon_.has_any(all[c].word, Word::kPerson | Word::kTitle)) {
    const Mention& body = a_.mentions[all[c - 2].mention];
    if (body.type == EntityType::kOrganization && body.kind == MentionKind::kName) return body.entity;
  }
  const bool the = article == "the" && (relative || all[c + 1].kind == ChunkKind::kCoordinator);
  if ((article != "a" && article != "an" && !the) || all[c - 1].kind != ChunkKind::kComma || all[c - 2].mention == kNone) return kNone;
  if (!lexicon_.has_any(all[c].word, Word::kPerson | Word::kTitle) && !is_doer(all[c].word) &&
      role_kind(all[c].word) == RoleKind::kNoRole)
    return kNone;
  const Mention& mention = a_.mentions[all[c - 2].mention];
  return mention.type == EntityType::kPerson && mention.kind == MentionKind::kName ? mention.entity : kNone;
}

std::uint32_t Resolver::event(std::uint32_t s, std::uint32_t c) {
  const std::vector<Chunk>& all = a_.sentences[s].chunks;
  const Chunk& noun = all[c];
  const std::string kind = lexicon_.event_class(noun.word);
  // Who takes part, as far as the words say.
  std::vector<std::uint32_t> of;
  const auto note = [&](std::uint32_t mention) {
    if (mention != kNone && a_.mentions[mention].entity != kNone) of.push_back(a_.mentions[mention].entity);
  };
  for (const std::uint32_t mention : noun.modifiers) note(mention);
  if (c + 2 < all.size() && all[c + 1].kind == ChunkKind::kPreposition && all[c + 1].word == "between")
    for (std::uint32_t i = c + 2; i < all.size() && i < c + 6; ++i) {
      if (all[i].kind == ChunkKind::kNoun)
        note(all[i].mention);
      else if (all[i].kind != ChunkKind::kCoordinator && all[i].kind != ChunkKind::kComma)
        break;
    }
  std::uint32_t chosen = kNone;
  // "The 2023 tournament" is not the one of this year.
  const bool of_year = noun.time != kNone && a_.times[noun.time].value.size() == 4;
  const bool another = of_year || a_.token(noun.first).lower == "another" || a_.token(noun.first).lower == "other";
  if (!another) {
    std::vector<std::uint32_t>& known = events_[kind];
    for (auto it = known.rbegin(); it != known.rend() && chosen == kNone; ++it) {
      const std::vector<std::uint32_t>& those = participants_[*it];
      bool shared = of.empty() || those.empty();
      for (const std::uint32_t entity : of)
        shared = shared || std::find(those.begin(), those.end(), entity) != those.end();
      if (shared) chosen = *it;
    }
  }
  if (chosen == kNone) {
    chosen = make(EntityType::kEvent);
    a_.entities[chosen].event_class = kind;
    events_[kind].push_back(chosen);
  }
  std::vector<std::uint32_t>& those = participants_[chosen];
  those.insert(those.end(), of.begin(), of.end());
  // The mention begins behind articles and numbers.
  std::uint32_t first = noun.first;
  const auto leads = [&](std::uint32_t i) {
    const std::string& word = a_.token(i).lower;
    return lexicon_.has_any(word, Word::kDeterminer | Word::kPossessive | Word::kNumber) ||
           a_.token(i).kind != TokenKind::kWord || word == "first" || word == "second" || word == "third" ||
           word == "last" || word == "next" || word == "'s";
  };
  while (first + 1 < noun.last && leads(first)) {
    // "two-hour-long" goes as a whole.
    while (first + 2 < noun.last && a_.token(first + 1).lower == "-" && !a_.token(first + 1).space_before) first += 2;
    ++first;
  }
  if (noun.time != kNone) first = std::max(first, std::min(a_.times[noun.time].last, noun.last - 1));
  std::uint32_t last = noun.last;
  if (a_.token(last - 1).lower == "'s" || a_.token(last - 1).lower == "'") --last;
  if (last > first) add_nominal(first, last, EntityType::kEvent, chosen);
  return chosen;
}

std::uint32_t Resolver::team(std::uint32_t s, std::uint32_t c) {
  const std::vector<Chunk>& all = a_.sentences[s].chunks;
  const Chunk& chunk = all[c];
  // "A group of Afghan teenagers" is the Afghan team, if there is one.
  if (c + 2 < all.size() && all[c + 1].word == "of" && all[c + 2].kind == ChunkKind::kNoun && last_team_ != kNone)
    for (const std::uint32_t m : all[c + 2].modifiers)
      if (a_.mentions[m].kind == MentionKind::kAdjective &&
          a_.entities[last_team_].name.starts_with(a_.words(a_.mentions[m].first, a_.mentions[m].last)))
        return last_team_;
  for (const std::uint32_t m : chunk.modifiers) {
    const Mention& of = a_.mentions[m];
    if (of.kind != MentionKind::kAdjective || of.canonical.empty()) continue;
    const std::string name = std::string(a_.words(of.first, of.last)) + " " + chunk.word;
    const auto [it, added] = teams_.try_emplace(name, 0);
    if (added) {
      it->second = make(EntityType::kOrganization);
      a_.entities[it->second].name = name;
    }
    std::uint32_t last = chunk.last;
    if (a_.token(last - 1).lower == "'s") --last;
    add_nominal(of.first, last, EntityType::kOrganization, it->second);
    return last_team_ = it->second;
  }
  return chunk.definite && chunk.last - chunk.first == 2 && chunk.word == "team" ? last_team_ : kNone;
}

// The words of a noun group, the "'s" behind it aside.
std::uint32_t Resolver::width(const Chunk& chunk) const {
  const bool owner = a_.token(chunk.last - 1).lower == "'s" || a_.token(chunk.last - 1).lower == "'";
  return chunk.last - chunk.first - (owner ? 1 : 0);
}

// "the church" after the Church of Somewhere.
std::uint32_t Resolver::organisation(const Chunk& chunk) const {
  if (!chunk.definite || !chunk.possessive.empty() || !chunk.modifiers.empty() || width(chunk) > 2)
    return kNone;
  const auto it = organisations_.find(chunk.word);
  if (it == organisations_.end()) return kNone;
  std::uint32_t found = kNone;
  for (const auto& [first, entity] : it->second)
    if (first < chunk.first) found = entity;
  return found;
}

// "The company", "the club": the organisation named last, if it was within the last sentences.
std::uint32_t Resolver::organisation_before(const Chunk& chunk) const {
  constexpr std::uint32_t kSentencesBack = 3;
  if (!chunk.definite || !chunk.possessive.empty() || !chunk.modifiers.empty() || width(chunk) > 2 ||
      !is_body_word(chunk.word))
    return kNone;
  std::uint32_t at = 0, found = kNone;
  for (const Mention& mention : a_.mentions)
    if (mention.type == EntityType::kOrganization && mention.kind == MentionKind::kName && mention.entity != kNone &&
        mention.last <= chunk.first && mention.first >= at &&
        a_.token(mention.first).sentence + kSentencesBack >= a_.token(chunk.first).sentence) {
      at = mention.first;
      found = mention.entity;
    }
  return found;
}

// "The Zorblat company": the name says which.
std::uint32_t Resolver::named_kind(const Chunk& chunk) const {
  if (!is_body_word(chunk.word) || chunk.modifiers.size() != 1) return kNone;
  const Mention& name = a_.mentions[chunk.modifiers.front()];
  return name.type == EntityType::kOrganization && name.kind == MentionKind::kName ? name.entity : kNone;
}

void Resolver::learn_holders() {
  for (const Mention& mention : a_.mentions)
    if (mention.type == EntityType::kPerson && mention.entity != kNone && mention.title_last > mention.title_first)
      holders_[a_.token(mention.title_last - 1).lower].push_back(
          {mention.first, mention.entity, mention.title_first, mention.title_last});
}

// "Ann Brody, the ambassador to Mali,", "Ann Brody is the ambassador": "the ambassador" from now on.
void Resolver::note_role(std::uint32_t s, std::uint32_t c) {
  const std::vector<Chunk>& all = a_.sentences[s].chunks;
  const Chunk& role = all[c];
  if (c < 2 || all[c - 2].mention == kNone || role.mention != kNone) return;
  const Chunk& between = all[c - 1];
  const bool is = between.kind == ChunkKind::kVerb && !between.negated &&
                  (any_of(between.word, {"be", "become", "remain"}) || (between.passive && any_of(between.word, {"elect", "appoint", "name"})));
  if (between.kind != ChunkKind::kComma && !is) return;
  if (role_kind(role.word) == RoleKind::kNoRole && !lexicon_.has(role.word, Word::kTitle)) return;
  const Mention& name = a_.mentions[all[c - 2].mention];
  if (name.type != EntityType::kPerson || name.kind != MentionKind::kName || name.entity == kNone) return;
  holders_[role.word].push_back({name.first, name.entity, role.first, role.last});
}

// "The mayor", "the foreign minister": whom the text called so last.
std::uint32_t Resolver::holder(const Chunk& chunk) const {
  if (!chunk.definite || !chunk.possessive.empty() || !chunk.modifiers.empty() || width(chunk) < 2) return kNone;
  const auto it = holders_.find(chunk.word);
  if (it == holders_.end()) return kNone;
  std::uint32_t found = kNone;
  for (const Holder& holder : it->second) {
    // All its words but the article are of the title.
    const std::uint32_t words = width(chunk) - 1;
    bool same = holder.first < chunk.first && words <= holder.title_last - holder.title_first;
    for (std::uint32_t i = 1; same && i <= words; ++i)
      same = a_.token(chunk.first + words + 1 - i).lower == a_.token(holder.title_last - i).lower;
    if (same) found = holder.entity;
  }
  return found;
}

// "Russian troops" act for Russia, "Russian and Chilean troops" for both. Officials do so only together: alone they speak.
std::vector<std::uint32_t> Resolver::armed_forces(std::uint32_t s, std::uint32_t c) const {
  const std::vector<Chunk>& all = a_.sentences[s].chunks;
  const Chunk& chunk = all[c];
  std::vector<std::uint32_t> sides;
  for (const std::uint32_t mention : chunk.modifiers) {
    const Mention& side = a_.mentions[mention];
    const bool body = side.kind == MentionKind::kName && side.type == EntityType::kOrganization;
    if ((side.kind != MentionKind::kAdjective && !body) || side.entity == kNone) return {};
    sides.push_back(side.entity);
  }
  // "Peru's army".
  if (sides.empty() && chunk.owner != kNone)
    if (const std::uint32_t owner = all[chunk.owner].entity; owner != kNone && a_.type_of(owner) == EntityType::kPlace) sides.push_back(owner);
  // "[Norwegian] and [Chilean troops]".
  for (std::size_t at = c; !sides.empty() && at >= 2 && sides.size() < kEndsMax; at -= 2) {
    const Chunk& before = all[at - 2];
    if ((all[at - 1].kind != ChunkKind::kCoordinator && all[at - 1].kind != ChunkKind::kComma) || before.mention == kNone ||
        !before.modifiers.empty() || a_.mentions[before.mention].kind != MentionKind::kAdjective ||
        a_.mentions[before.mention].last != before.last || a_.mentions[before.mention].entity == kNone)
      break;
    sides.insert(sides.begin(), a_.mentions[before.mention].entity);
  }
  const bool officials = chunk.word == "officials" || chunk.word == "ministers" || chunk.word == "leaders";
  if (!acts_for_another(chunk.word) && !(officials && sides.size() > 1)) return {};
  return sides;
}

// "Calvera fought with Tamba": the two countries from now on.
void Resolver::note_pair(std::uint32_t s, const Clause& clause) {
  std::vector<std::uint32_t> pair;
  const auto note = [&](const std::vector<std::uint32_t>& nouns) {
    for (const std::uint32_t noun : nouns)
      for (const std::uint32_t entity : a_.entities_of(s, noun))
        if ((a_.type_of(entity) == EntityType::kPlace || a_.type_of(entity) == EntityType::kOrganization) &&
            std::find(pair.begin(), pair.end(), entity) == pair.end())
          pair.push_back(entity);
  };
  note(clause.subjects);
  note(clause.objects);
  for (const Complement& complement : clause.complements)
    if (complement.preposition == "with" || complement.preposition == "against" || complement.preposition == "between" ||
        complement.preposition == "by")
      note(complement.nouns);
  if (pair.size() == 2 && a_.type_of(pair[0]) == a_.type_of(pair[1])) last_pair_ = std::move(pair);
}

// "Brody and Lund left": whom "they" may stand for in the next sentence, unless others in the plural come between.
void Resolver::note_together(std::uint32_t s, const Clause& clause) {
  if (chunks(s)[clause.verb].quoted || clause.subjects.empty()) return;
  std::vector<std::uint32_t> together;
  for (const std::uint32_t noun : clause.subjects)
    for (const std::uint32_t entity : a_.entities_of(s, noun))
      if (a_.type_of(entity) == EntityType::kPerson && std::find(together.begin(), together.end(), entity) == together.end())
        together.push_back(entity);
  if (together.size() >= 2) {
    named_together_ = std::move(together);
    together_sentence_ = s;
    they_open_ = true;
  } else if (together.empty() && chunks(s)[clause.subjects.front()].word.ends_with('s')) {
    they_open_ = false;
  }
}

// "Brody of Norway, Lund of Chile and Said, a surveyor, left": names in a list, each with where it is from.
void Resolver::note_list(std::uint32_t s) {
  const std::vector<Chunk>& all = chunks(s);
  const auto person = [&](std::size_t c) {
    return c < all.size() && all[c].kind == ChunkKind::kNoun && all[c].mention != kNone && all[c].entity != kNone &&
           a_.type_of(all[c].entity) == EntityType::kPerson;
  };
  for (std::size_t c = 0; c < all.size(); ++c) {
    if (!person(c) || all[c].quoted) continue;
    const bool opens = c == 0;
    std::vector<std::uint32_t> listed = {all[c].entity};
    bool joined = false;
    while (true) {
      std::size_t next = c + 1;
      if (next + 1 < all.size() && (all[next].word == "of" || all[next].word == "from") && all[next + 1].kind == ChunkKind::kNoun) next += 2;
      const std::size_t from = next;
      if (next < all.size() && all[next].kind == ChunkKind::kComma) ++next;
      if (next < all.size() && all[next].kind == ChunkKind::kCoordinator) {
        joined = joined || person(next + 1);
        ++next;
      }
      if (next == from || !person(next)) break;
      c = next;
      listed.push_back(all[c].entity);
      if (joined) break;
    }
    if (!joined) continue;
    named_together_ = std::move(listed);
    together_sentence_ = s;
    they_open_ = opens;
  }
}

bool Resolver::they(std::uint32_t s, std::uint32_t c, const Chunk& chunk) {
  if (chunk.quoted || !they_open_ || named_together_.empty() || (chunk.word != "they" && chunk.word != "them")) return false;
  a_.groups[{s, c}] = named_together_;
  return true;
}

void Resolver::note_meeting(std::uint32_t s, const Clause& clause) {
  static constexpr std::array<std::string_view, 5> kMeeting = {"meet", "speak", "talk", "negotiate", "confer"};
  if (std::find(kMeeting.begin(), kMeeting.end(), clause.lemma) == kMeeting.end()) return;
  std::vector<std::uint32_t> together;
  const auto note = [&](const std::vector<std::uint32_t>& nouns) {
    for (const std::uint32_t noun : nouns)
      for (const std::uint32_t entity : a_.entities_of(s, noun))
        if (a_.type_of(entity) == EntityType::kPerson &&
            std::find(together.begin(), together.end(), entity) == together.end())
          together.push_back(entity);
  };
  note(clause.subjects);
  note(clause.objects);
  for (const Complement& complement : clause.complements)
    if (complement.preposition == "with" || complement.preposition == "to") note(complement.nouns);
  if (together.size() >= 2) last_group_ = std::move(together);
}

// What two bodies or two places may be called together.
bool Resolver::pair_word(std::string_view word, EntityType type) {
  static constexpr std::array<std::string_view, 6> kPlaces = {"countries", "nations", "neighbours", "states", "governments", "cities"};
  static constexpr std::array<std::string_view, 9> kBodies = {"companies", "firms", "clubs",  "parties",  "teams",
                                                              "groups",    "banks", "unions", "carriers"};
  if (word == "sides") return true;
  if (type == EntityType::kPlace) return std::find(kPlaces.begin(), kPlaces.end(), word) != kPlaces.end();
  return std::find(kBodies.begin(), kBodies.end(), word) != kBodies.end();
}

// "engineer", "minister", "biologist".
bool Resolver::is_personal(std::string_view word) const {
  const std::string one(word);
  return lexicon_.has_any(one, Word::kPerson | Word::kTitle) || is_doer(one) || role_kind(one) != RoleKind::kNoRole;
}

// "All three", "both leaders", "the two": those who met last, if they are as many.
bool Resolver::group(std::uint32_t s, std::uint32_t c, const Chunk& chunk) {
  std::size_t count = 0;
  bool all = false;
  for (std::uint32_t i = chunk.first; i < chunk.last; ++i) {
    const std::string& word = a_.token(i).lower;
    if (word == "both")
      count = 2, all = true;
    else if (word == "all" || word == "the")
      all = true;
    else if (lexicon_.number(word) > 1)
      count = static_cast<std::size_t>(lexicon_.number(word));
  }
  const bool bare = chunk.last - chunk.first <= 2 &&
                    (lexicon_.has(chunk.word, Word::kNumber) || chunk.word == "both" || chunk.word == "all");
  if (chunk.word == "couple" || chunk.word == "pair" || chunk.word == "duo") count = 2;
  if ((count == 2 || chunk.word == "sides") && all && last_pair_.size() == 2 && pair_word(chunk.word, a_.type_of(last_pair_.front()))) {
    a_.groups[{s, c}] = last_pair_;
    return true;
  }
  const bool persons = chunk.word == "leaders" || chunk.word == "men" || chunk.word == "women" ||
                       chunk.word == "ministers" || chunk.word == "presidents" || chunk.word == "officials";
  // "The two engineers", "the couple": as many as were named together.
  const bool counted = count > 1 && (chunk.word == "couple" || chunk.word == "pair" || chunk.word == "duo" ||
                                     (chunk.word.ends_with('s') && is_personal(chunk.word.substr(0, chunk.word.size() - 1))));
  // "the right men" are other men.
  const bool plain = chunk.last - chunk.first <= 2u + (count > 0 ? 1u : 0u);
  if (!all || !plain || !(bare || persons || counted)) return false;
  const std::vector<std::uint32_t>& those = !last_group_.empty() && (count == 0 || count == last_group_.size()) ? last_group_ : named_together_;
  constexpr std::uint32_t kSentencesBack = 5;
  if (&those == &named_together_ && together_sentence_ + kSentencesBack < s) return false;
  if (those.empty() || (count == 0 && !persons && those.size() < 3)) return false;
  const std::vector<Chunk>& around = a_.sentences[s].chunks;
  if (c + 1 < around.size() && around[c + 1].word == "of") return false;
  if (count != 0 && count != those.size()) return false;
  if (!chunk.modifiers.empty()) return false;
  a_.groups[{s, c}] = those;
  return true;
}

// "The men, Celso Brody and Dinis Park, were held": those whom the names between the commas say.
bool Resolver::named_behind(std::uint32_t s, std::uint32_t c) {
  const std::vector<Chunk>& all = a_.sentences[s].chunks;
  const Chunk& noun = all[c];
  const bool several = noun.word.ends_with('s') || noun.word == "men" || noun.word == "women" || noun.word == "children";
  if (!several || !(noun.definite || !noun.possessive.empty() || noun.owner != kNone) || c + 1 >= all.size() ||
      all[c + 1].kind != ChunkKind::kComma)
    return false;
  std::vector<std::uint32_t> named;
  std::size_t at = c + 2;
  bool joined = false;
  while (at < all.size() && all[at].kind == ChunkKind::kNoun && all[at].mention != kNone) {
    const Mention& mention = a_.mentions[all[at].mention];
    if (mention.type != EntityType::kPerson || mention.entity == kNone) return false;
    named.push_back(mention.entity);
    std::size_t next = at + 1;
    if (next < all.size() && all[next].kind == ChunkKind::kComma) ++next;
    if (next < all.size() && all[next].kind == ChunkKind::kCoordinator) {
      joined = true;
      ++next;
    } else if (joined) {
      break;
    }
    if (next == at + 1) break;
    at = next;
  }
  const bool closed = at + 1 >= all.size() || all[at + 1].kind == ChunkKind::kComma || all[at + 1].kind == ChunkKind::kStop;
  if (!joined || named.size() < 2 || !closed) return false;
  a_.groups[{s, c}] = std::move(named);
  return true;
}

void Resolver::sentence(std::uint32_t s) {
  std::vector<Chunk>& all = chunks(s);
  std::vector<bool> subject(all.size(), false);
  // "accused him of lying", "asked him to go": what he is the subject of has no finite verb.
  for (const Clause& clause : a_.sentences[s].clauses) {
    const bool finite = !all[clause.verb].gerund && !all[clause.verb].infinitive;
    for (const std::uint32_t c : clause.subjects) subject[c] = subject[c] || finite || c + 1 == clause.verb;
  }
  std::size_t next_clause = 0;
  const std::vector<Clause>& clauses = a_.sentences[s].clauses;
  for (std::uint32_t c = 0; c < all.size(); ++c) {
    Chunk& chunk = all[c];
    if (chunk.kind == ChunkKind::kVerb) {
      for (; next_clause < clauses.size() && clauses[next_clause].verb <= c; ++next_clause) continue;
      continue;
    }
    if (chunk.kind != ChunkKind::kNoun) continue;
    // A possessive is resolved before the group it stands in can become the nearest person.
    std::uint32_t owner = kNone;
    if (!chunk.possessive.empty()) owner = pronoun(chunk, false);
    if (chunk.mention != kNone) {
      const Mention& mention = a_.mentions[chunk.mention];
      // "His Thai and Cambodian counterparts" are not the countries.
      if (mention.kind == MentionKind::kName) chunk.entity = mention.entity;
      if (mention.type == EntityType::kEvent && mention.entity != kNone) {
        std::vector<std::uint32_t>& known = events_[a_.entities[mention.entity].event_class];
        if (std::find(known.begin(), known.end(), mention.entity) == known.end()) known.push_back(mention.entity);
      }
    } else if (they(s, c, chunk)) {
    } else if (chunk.pronoun) {
      chunk.entity = pronoun(chunk, subject[c], does_to(s, c));
    } else if (group(s, c, chunk)) {
    } else if (named_behind(s, c)) {
    } else if (std::vector<std::uint32_t> sides = armed_forces(s, c); !sides.empty()) {
      if (sides.size() == 1)
        chunk.entity = sides.front();
      else
        a_.groups[{s, c}] = std::move(sides);
    } else if (lexicon_.has(chunk.word, Word::kTeam)) {
      chunk.entity = team(s, c);
    } else if (lexicon_.has(chunk.word, Word::kEvent)) {
      chunk.entity = event(s, c);
    } else {
      chunk.entity = apposed(s, c);
      if (chunk.entity == kNone) chunk.entity = apposed_to(s, c);
      if (chunk.entity == kNone && (lexicon_.has(chunk.word, Word::kOrganisation) || is_site(chunk.word)))
        chunk.entity = organisation(chunk);
      if (chunk.entity == kNone) chunk.entity = organisation_before(chunk);
      if (chunk.entity == kNone) chunk.entity = holder(chunk);
      if (chunk.entity == kNone) chunk.entity = place_of_kind(s, c);
      if (chunk.entity == kNone) chunk.entity = named_kind(chunk);
      if (chunk.entity == kNone && chunk.definite && chunk.word.ends_with("-old")) chunk.entity = last_subject_;
    }
    if (owner == kNone && c > 0 && all[c - 1].kind == ChunkKind::kRelative && all[c - 1].word == "whose")
      owner = owner_of_relative(all, c - 1);
    note_role(s, c);
    chunk.possessor = owner;
    note_body(s, chunk, subject[c] && !in_side_clause(all, c));
    if (chunk.entity != kNone && a_.type_of(chunk.entity) == EntityType::kPerson) {
      last_person_ = chunk.entity;
      // Subjects of side clauses ("when Russell visited China") do not become what "he" means in the next.
      if (subject[c] && !chunk.quoted && (last_subject_ == kNone || !in_side_clause(all, c))) {
        if (chunk.entity != last_subject_) {
          subject_before_ = std::exchange(last_subject_, chunk.entity);
          subject_before_sentence_ = last_subject_sentence_;
        }
        last_subject_sentence_ = s;
      }
    }
  }
  rounds(s);
  for (const Clause& clause : clauses) {
    note_meeting(s, clause);
    note_pair(s, clause);
    note_together(s, clause);
  }
  note_list(s);
}

// Whom "it" and "its" may stand for.
void Resolver::note_body(std::uint32_t s, const Chunk& chunk, bool subject) {
  if (chunk.entity == kNone || chunk.quoted) return;
  const EntityType type = a_.type_of(chunk.entity);
  if (subject && (type == EntityType::kOrganization || type == EntityType::kPlace)) {
    last_body_ = chunk.entity;
    last_body_sentence_ = s;
  } else if (type == EntityType::kOrganization) {
    body_named_ = chunk.entity;
    body_named_sentence_ = s;
  }
}

// "The next round of negotiations" is the negotiations.
void Resolver::rounds(std::uint32_t s) {
  std::vector<Chunk>& all = chunks(s);
  for (std::size_t c = 0; c + 2 < all.size(); ++c)
    if (all[c].kind == ChunkKind::kNoun && all[c].entity == kNone && all[c + 1].word == "of" &&
        (all[c].word == "round" || all[c].word == "session" || all[c].word == "series" || all[c].word == "edition") &&
        all[c + 2].kind == ChunkKind::kNoun && all[c + 2].entity != kNone &&
        a_.type_of(all[c + 2].entity) == EntityType::kEvent)
      all[c].entity = all[c + 2].entity;
  // "The festival's next edition".
  for (Chunk& chunk : all)
    if (chunk.kind == ChunkKind::kNoun && chunk.entity == kNone && chunk.owner != kNone &&
        (chunk.word == "edition" || chunk.word == "round" || chunk.word == "session") && all[chunk.owner].entity != kNone &&
        a_.type_of(all[chunk.owner].entity) == EntityType::kEvent)
      chunk.entity = all[chunk.owner].entity;
}

// "The village of Quill" is Quill.
std::uint32_t Resolver::place_of_kind(std::uint32_t s, std::uint32_t c) const {
  static constexpr std::array<std::string_view, 16> kKinds = {"village",  "town",   "city",   "port",     "province", "state",
                                                              "region",   "island", "suburb", "district", "county",   "capital",
                                                              "republic", "kingdom", "municipality", "resort"};
  const std::vector<Chunk>& all = a_.sentences[s].chunks;
  if (c + 2 >= all.size() || all[c + 1].word != "of" || all[c + 2].kind != ChunkKind::kNoun || all[c + 2].mention == kNone)
    return kNone;
  if (std::find(kKinds.begin(), kKinds.end(), all[c].word) == kKinds.end()) return kNone;
  const Mention& mention = a_.mentions[all[c + 2].mention];
  return mention.type == EntityType::kPlace && mention.kind == MentionKind::kName ? mention.entity : kNone;
}

// The subject of a verb of saying outside the quotation marks of sentence `s`.
std::uint32_t Resolver::speaker_in(std::uint32_t s) const {
  for (const Clause& clause : a_.sentences[s].clauses) {
    if (a_.sentences[s].chunks[clause.verb].quoted || !is_saying(clause.lemma)) continue;
    // "said Ambassador Mohib" has its subject behind.
    for (const auto* nouns : {&clause.subjects, &clause.objects})
      for (const std::uint32_t noun : *nouns) {
        const Chunk& chunk = a_.sentences[s].chunks[noun];
        if (chunk.quoted || chunk.entity == kNone) continue;
        if (a_.type_of(chunk.entity) == EntityType::kPerson || a_.type_of(chunk.entity) == EntityType::kOrganization)
          return chunk.entity;
      }
  }
  return kNone;
}

void Resolver::find_speaker(std::uint32_t s) {
  bool quoted = false;
  for (const Chunk& chunk : chunks(s)) quoted = quoted || chunk.quoted;
  if (!quoted) return;
  std::uint32_t speaker = speaker_in(s);
  const std::uint32_t paragraph = a_.segments.sentences[s].paragraph;
  // The quotation may run on from the sentence before, or into the one after.
  for (std::uint32_t next = s + 1; speaker == kNone && next < a_.sentences.size() && next <= s + 3; ++next)
    if (a_.segments.sentences[next].paragraph == paragraph) speaker = speaker_in(next);
  for (std::uint32_t back = 1; speaker == kNone && back <= 3 && back <= s; ++back)
    if (a_.segments.sentences[s - back].paragraph == paragraph) speaker = speaker_in(s - back);
  a_.speakers[s] = speaker;
}

void Resolver::first_persons(std::uint32_t s) {
  for (Chunk& chunk : chunks(s)) {
    const std::uint32_t teller = chunk.quoted ? a_.speakers[s] : tellers_[s];
    if (chunk.kind != ChunkKind::kNoun || teller == kNone) continue;
    // "We" of a person is more than that person.
    const bool person = a_.type_of(teller) == EntityType::kPerson;
    if (chunk.pronoun && (person ? chunk.word == "i" || chunk.word == "me" : chunk.word == "we")) chunk.entity = teller;
    if (chunk.possessive == (person ? "my" : "our") && chunk.possessor == kNone) chunk.possessor = teller;
  }
}

// Who says "I" outside quotation marks: in questions and answers whoever's name stands before the colon of the paragraph, and
// where answers have no names the person whom the words before name most often.
//
//     Ann Brody: I was born in Oslo.          What did you do then?
//                                             I moved to Lima.
void Resolver::find_tellers() {
  constexpr std::uint32_t kQuestionsMin = 2;
  tellers_.assign(a_.sentences.size(), kNone);
  std::uint32_t questions = 0;
  std::uint32_t first_question = kNone;
  const auto asks = [&](std::uint32_t s) {
    const Sentence& sentence = a_.segments.sentences[s];
    return a_.token(sentence.last_token - 1).lower == "?" &&
           (s + 1 == a_.sentences.size() || a_.segments.sentences[s + 1].paragraph != sentence.paragraph);
  };
  for (std::uint32_t s = 0; s < a_.sentences.size(); ++s)
    if (asks(s) && ++questions == 1) first_question = s;
  std::map<std::uint32_t, std::uint32_t> named;
  std::uint32_t answers = kNone;
  for (const Mention& mention : a_.mentions)
    if (questions >= kQuestionsMin && mention.kind == MentionKind::kName && mention.type == EntityType::kPerson &&
        mention.entity != kNone && a_.token(mention.first).sentence < first_question &&
        (++named[mention.entity] > named[answers] || answers == kNone))
      answers = mention.entity;
  std::uint32_t labelled = kNone;
  bool question = false;
  for (std::uint32_t s = 0; s < a_.sentences.size(); ++s) {
    const bool opens = s == 0 || a_.segments.sentences[s - 1].paragraph != a_.segments.sentences[s].paragraph;
    if (opens) {
      const std::vector<Chunk>& all = chunks(s);
      labelled = kNone;
      if (all.size() > 2 && all[0].mention != kNone && all[1].word == ":" && a_.mentions[all[0].mention].type == EntityType::kPerson)
        labelled = a_.mentions[all[0].mention].entity;
      question = false;
      for (std::uint32_t t = s; t < a_.sentences.size() && a_.segments.sentences[t].paragraph == a_.segments.sentences[s].paragraph; ++t)
        question = asks(t);
    }
    tellers_[s] = labelled != kNone ? labelled : s > first_question && first_question != kNone && !question ? answers : kNone;
  }
}

}  // namespace

bool acts_for_another(std::string_view word) noexcept {
  static constexpr std::array<std::string_view, 34> kWords = {
      "troops",      "forces",      "army",     "armies",     "military",  "soldiers",  "navy",        "warplanes", "drones",
      "missiles",    "jets",        "police",   "artillery",  "commandos", "marines",   "warships",    "gunmen",    "fighters",
      "rebels",      "militants",   "rockets",  "guards",     "delegation", "delegations", "delegates", "representatives", "envoys",
      "negotiators", "diplomats",   "government", "governments", "authorities", "mediators", "parliaments"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

std::vector<std::uint32_t> Analysis::entities_of(std::uint32_t sentence, std::uint32_t chunk) const {
  if (const auto it = groups.find({sentence, chunk}); it != groups.end()) return it->second;
  const std::uint32_t entity = sentences[sentence].chunks[chunk].entity;
  if (entity == kNone) return {};
  return {entity};
}

void resolve_nouns(Analysis& analysis) { Resolver(analysis).run(); }

}  // namespace kith::ingest
