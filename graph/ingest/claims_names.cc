// Claims of names that stand side by side: "Ukrainian President X", "X, mayor of Y", "Rome, Italy".
#include <algorithm>
#include <array>
#include <unordered_map>

#include "ingest/analysis.h"
#include "ingest/role_phrase.h"

namespace kith::ingest {

namespace {

class NameClaims {
 public:
  explicit NameClaims(Analysis& analysis) : a_(analysis), lexicon_(*analysis.lexicon) {
    for (std::uint32_t m = 0; m < a_.mentions.size(); ++m)
      if (a_.mentions[m].kind != MentionKind::kNominal) names_.push_back(m);
  }

  void run() {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      office(i);
      from_somewhere(i);
      place_within(i);
    }
    for (std::uint32_t s = 0; s < a_.sentences.size(); ++s)
      for (std::uint32_t c = 0; c < a_.sentences[s].chunks.size(); ++c) owned(s, c);
  }

 private:
  const Mention& name(std::size_t i) const { return a_.mentions[names_[i]]; }

  std::uint32_t sentence_of(const Mention& mention) const { return a_.token(mention.first).sentence; }

  bool is(std::size_t token, std::string_view word) const {
    return token < a_.segments.tokens.size() && a_.token(token).lower == word;
  }

  bool same_sentence(std::size_t i, std::size_t k) const {
    return i < names_.size() && k < names_.size() && sentence_of(name(i)) == sentence_of(name(k));
  }

  void hold(std::uint32_t person, std::uint32_t first, std::uint32_t last, std::uint32_t of, std::uint32_t sentence);
  void office(std::size_t i);
  void from_somewhere(std::size_t i);
  void place_within(std::size_t i);
  void owned(std::uint32_t s, std::uint32_t c);
  std::uint32_t team_before(const Mention& mention) const;

  Analysis& a_;
  const Lexicon& lexicon_;
  std::vector<std::uint32_t> names_;
  std::unordered_map<std::uint32_t, std::string> roles_;  // of persons, for "his counterpart"
};

// The team spoken of last: "team member Rodaba Noori".
std::uint32_t NameClaims::team_before(const Mention& mention) const {
  std::uint32_t found = kNone;
  std::uint32_t at = 0;
  for (const Mention& other : a_.mentions)
    if (other.kind == MentionKind::kNominal && other.type == EntityType::kOrganization && other.first < mention.first &&
        other.first >= at) {
      at = other.first;
      found = other.entity;
    }
  return found;
}

void NameClaims::hold(std::uint32_t person, std::uint32_t first, std::uint32_t last, std::uint32_t of,
                      std::uint32_t sentence) {
  if (of == kNone || first >= last) return;
  RoleRelation relation = role_relation(a_, first, last, of);
  if (relation.type.empty()) return;
  a_.try_rule("office beside name", first, last);
  if (a_.token(last - 1).lower == "counterpart") {
    // The role is that of the person whose counterpart it is: the one the sentence is about.
    relation.role.clear();
    for (const Clause& clause : a_.sentences[sentence].clauses)
      for (const std::uint32_t subject : clause.subjects) {
        const std::uint32_t entity = a_.sentences[sentence].chunks[subject].entity;
        if (const auto it = roles_.find(entity); it != roles_.end() && relation.role.empty())
          relation.role = it->second;
      }
    if (relation.role.empty()) return;
  }
  if (Claim* claim = add_claim(a_, person, relation.type, of, sentence)) {
    claim->role = relation.role;
    claim->confidence = 0.9;
    roles_.try_emplace(person, relation.role);
  }
}

void NameClaims::office(std::size_t i) {
  const Mention& person = name(i);
  if (person.type != EntityType::kPerson || person.title_last <= person.title_first) return;
  const std::uint32_t sentence = sentence_of(person);
  const auto held_by = [&](std::uint32_t of) {
    hold(person.entity, person.title_first, person.title_last, of, sentence);
  };
  if (lexicon_.has(a_.token(person.title_first).lower, Word::kRegnal)) return;
  // "Ambassador to the United States Hamdullah Mohib": of whom is said before, to whom is part of the role.
  const bool before = i > 0 && same_sentence(i - 1, i) && name(i - 1).last == person.title_first;
  if (a_.token(person.title_first).lower == "team" || is(person.title_last - 1, "member")) {
    if (!before) return held_by(team_before(person));
  }
  // The country stands before the title, even with a name between the two: "Afghan Ambassador to the United States X".
  for (std::size_t k = i; k-- > 0 && same_sentence(k, i);) {
    if (name(k).last == person.title_first && name(k).type != EntityType::kPerson) return held_by(name(k).entity);
    if (name(k).first < person.title_first) break;
  }
  // "President of Peru, Dina Boluarte": between title and name.
  if (i > 0 && same_sentence(i - 1, i) && name(i - 1).first >= person.title_last &&
      name(i - 1).type != EntityType::kPerson)
    return held_by(name(i - 1).entity);
  // "President Vladimir Putin of Russia".
  if (i + 1 < names_.size() && same_sentence(i, i + 1) && is(person.last, "of")) {
    const std::uint32_t gap = name(i + 1).first - person.last;
    if (gap == 1 || (gap == 2 && is(person.last + 1, "the"))) return held_by(name(i + 1).entity);
  }
  // "Russia's president Vladimir Putin", "the Afghan team's coach, Alireza Mehraban".
  for (const Chunk& chunk : a_.sentences[sentence].chunks)
    if (chunk.kind == ChunkKind::kNoun && chunk.mention == names_[i] && chunk.owner != kNone)
      return held_by(a_.sentences[sentence].chunks[chunk.owner].entity);
}

// "Jonas Rey of the Wegener Institute" works there; "Ada Lund of Gambia" comes from there. Titles are offices.
void NameClaims::from_somewhere(std::size_t i) {
  const Mention& person = name(i);
  if (person.type != EntityType::kPerson || person.title_last > person.title_first || !same_sentence(i, i + 1)) return;
  const Mention& of = name(i + 1);
  // "Jonas Rey, now with Hydrost".
  const bool once = is(person.last, ",") && person.last + 2 < of.first &&
                    any_of(a_.token(person.last + 1).lower, {"now", "formerly", "previously", "currently", "then", "today"});
  const std::uint32_t by = once ? person.last + 2 : person.last;
  if (!is(by, "of") && !is(by, "from") && !(once && of.type == EntityType::kOrganization && any_of(a_.token(by).lower, {"with", "at"}))) return;
  const std::uint32_t gap = of.first - by;
  if (of.kind != MentionKind::kName || (gap != 1 && !(gap == 2 && is(by + 1, "the")))) return;
  if (of.type != EntityType::kOrganization && of.type != EntityType::kPlace) return;
  // "the ministers Ivo Rey of Chile and Ana Quent of Peru" is of offices.
  for (std::uint32_t t = person.first, back = 0; t-- > a_.segments.sentences[sentence_of(person)].first_token && back < 12; ++back)
    if (is_plural_role(a_.token(t).lower) && role_kind(a_.token(t).lower) == RoleKind::kOffice) return;
  a_.try_rule("from somewhere", person.first, of.last);
  const bool works = of.type == EntityType::kOrganization;
  if (Claim* claim = add_claim(a_, person.entity, works ? "WORKS_FOR" : "ORIGIN", of.entity, sentence_of(person)))
    claim->confidence = 0.6;
}

void NameClaims::place_within(std::size_t i) {
  if (!same_sentence(i, i + 1)) return;
  const Mention& inner = name(i);
  const Mention& outer = name(i + 1);
  if (outer.type != EntityType::kPlace || outer.kind != MentionKind::kName || inner.kind != MentionKind::kName) return;
  const std::uint32_t sentence = sentence_of(inner);
  const auto is_country = [&](const Mention& mention) {
    const auto listed = lexicon_.name_at(a_.segments.tokens, mention.first, mention.last);
    return listed && listed->kind == PhraseKind::kCountry && listed->length == mention.last - mention.first;
  };
  const std::uint32_t gap = outer.first - inner.last;
  a_.try_rule("place within place", inner.first, outer.last);
  // "Rome, Italy"; but not the items of a list.
  if (gap == 1 && is(inner.last, ",") && inner.type == EntityType::kPlace) {
    const bool more = same_sentence(i + 1, i + 2) && name(i + 2).type == EntityType::kPlace &&
                      name(i + 2).first <= outer.last + 3 &&
                      (is(outer.last, "and") || is(outer.last, "or") || is(outer.last, "&") || is(outer.last, ","));
    const bool item = i > 0 && same_sentence(i - 1, i) && name(i - 1).type == EntityType::kPlace &&
                      inner.first - name(i - 1).last <= 2 && (is(inner.first - 1, ",") || is(inner.first - 1, "and"));
    if (more || item || is_country(inner) || is(outer.last, "'s")) return;
    // A place that no list has is one if the two are where something is.
    if (outer.canonical.empty() && !(inner.first > 0 && any_of(a_.token(inner.first - 1).lower, {"in", "at", "from", "near", "of"}))) return;
    if (Claim* claim = add_claim(a_, inner.entity, "LOCATED_IN", outer.entity, sentence)) claim->confidence = 0.9;
    return;
  }
  // "Saint Peter's Square in Vatican City", "the village of Norden, in the province of Urbania".
  const std::uint32_t by = inner.last + (is(inner.last, ",") && inner.type == EntityType::kPlace ? 1 : 0);
  const bool in = is(by, "in") && (outer.first == by + 1 || (outer.first == by + 2 && is(by + 1, "the")));
  if (!in || is_country(inner)) return;
  if (inner.type == EntityType::kPlace) {
    add_claim(a_, inner.entity, "LOCATED_IN", outer.entity, sentence);
  } else if (inner.type == EntityType::kOrganization && inner.canonical.empty() && inner.last - inner.first > 1) {
    if (Claim* claim = add_claim(a_, inner.entity, "LOCATED_IN", outer.entity, sentence)) claim->confidence = 0.6;
  }
}

// "Paris's father, Albert Jaquier", "the Church's cruise ship Freewinds".
void NameClaims::owned(std::uint32_t s, std::uint32_t c) {
  const std::vector<Chunk>& chunks = a_.sentences[s].chunks;
  const Chunk& chunk = chunks[c];
  if (chunk.kind != ChunkKind::kNoun || chunk.entity == kNone) return;
  const std::uint32_t owner = chunk.owner != kNone ? chunks[chunk.owner].entity : chunk.possessor;
  if (owner == kNone) return;
  std::uint32_t last = chunk.last;
  if (chunk.mention != kNone) last = a_.mentions[chunk.mention].first;
  bool family = false;
  bool vessel = false;
  a_.try_rule("possession", chunk.first, chunk.last);
  for (std::uint32_t i = chunk.first; i < last; ++i) {
    const std::string& word = a_.token(i).lower;
    family = family || any_of(word, {"father",        "mother",  "son",     "daughter",    "brother",     "sister",
                                     "wife",          "husband", "ex-wife", "ex-husband",  "uncle",       "aunt",
                                     "cousin",        "nephew",  "niece",   "grandfather", "grandmother", "grandson",
                                     "granddaughter", "widow",   "fiancé",  "fiancée"});
    vessel = vessel || lexicon_.has(word, Word::kVessel) ||
             any_of(word, {"subsidiary", "newspaper", "plant", "factory", "estate"});
  }
  if (family && a_.type_of(owner) == EntityType::kPerson && a_.type_of(chunk.entity) == EntityType::kPerson)
    add_claim(a_, chunk.entity, "FAMILY_OF", owner, s);
  // "Its chairman, X", "whose director X".
  if (chunk.mention != kNone && chunk.owner == kNone && a_.type_of(owner) != EntityType::kPerson)
    if (const Mention& mention = a_.mentions[chunk.mention]; mention.title_last > mention.title_first)
      hold(mention.entity, mention.title_first, mention.title_last, owner, s);
  if (vessel && a_.type_of(owner) != EntityType::kPlace && a_.type_of(chunk.entity) != EntityType::kPerson)
    add_claim(a_, owner, "OWNS", chunk.entity, s);
}

}  // namespace

void find_name_claims(Analysis& analysis) { NameClaims(analysis).run(); }

}  // namespace kith::ingest
