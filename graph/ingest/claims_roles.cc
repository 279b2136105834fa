// Claims of roles that stand beside a name: before it, or behind a comma.
//
//     "Hydrost chief executive Ivo Rey", "the head of the power company Hydrost, Ivo Rey"   Ivo Rey HEAD_OF Hydrost
//     "Ivo Rey, 51, a striker for Lund"                                                     Ivo Rey MEMBER_OF Lund
//     "Ana Rey and her husband Ivo"                                                         Ivo FAMILY_OF Ana Rey
//     "the water ministers Ivo Rey of Chile and Ana Quent of Peru"                          each of the own country
//     "Ivo Rey and Ana Quent, both lecturers at Lund University"                            each of them
//     "Ivo Rey's appointment as director of Hydrost", "Ivo Rey took over as"                Ivo Rey HEAD_OF Hydrost
#include <algorithm>

#include "ingest/analysis.h"
#include "ingest/role_phrase.h"

namespace kith::ingest {

namespace {

constexpr std::uint32_t kPhraseMax = 18;  // tokens of a phrase before a name

class RoleClaims {
 public:
  explicit RoleClaims(Analysis& analysis) : a_(analysis), reader_(analysis) {}

  void run() {
    for (const Mention& mention : a_.mentions)
      if (mention.kind == MentionKind::kName && mention.type == EntityType::kPerson && mention.entity != kNone) {
        before(mention);
        behind(mention);
        plural(mention);
        appointed(mention);
      }
  }

 private:
  bool is(std::uint32_t token, std::string_view word) const {
    return token < a_.segments.tokens.size() && a_.token(token).lower == word;
  }

  const Sentence& sentence_of(const Mention& mention) const {
    return a_.segments.sentences[a_.token(mention.first).sentence];
  }

  bool person_at(std::uint32_t token) const {
    const std::uint32_t m = reader_.name_at(token);
    return m != kNone && a_.mentions[m].type == EntityType::kPerson;
  }

  // The person whose name ends before `token`, an age aside.
  std::uint32_t person_before(std::uint32_t token) const;
  void before(const Mention& person);
  void behind(const Mention& person);
  void plural(const Mention& person);
  void appointed(const Mention& person);
  std::vector<std::uint32_t> persons_before(const Mention& last) const;
  void hold(std::uint32_t person, const RolePhrase& phrase, std::uint32_t sentence);
  std::vector<std::uint32_t> office_of(std::uint32_t person) const;
  std::uint32_t left_behind(std::uint32_t at) const;

  Analysis& a_;
  RoleReader reader_;
  std::uint32_t couple_[2] = {kNone, kNone};  // whose children "their son" is
};

std::uint32_t RoleClaims::person_before(std::uint32_t token) const {
  for (std::uint32_t t = token; t-- > 0 && t + 8 > token;) {
    const std::uint32_t m = reader_.name_at(t);
    if (m == kNone) continue;
    const Mention& name = a_.mentions[m];
    if (name.last == token ||
        (is(name.last, ",") && name.last + 2 == token && a_.token(token - 1).kind == TokenKind::kNumber))
      return name.type == EntityType::kPerson ? name.entity : kNone;
    return kNone;
  }
  return kNone;
}

// "her foreign minister": of what she holds an office of.
std::vector<std::uint32_t> RoleClaims::office_of(std::uint32_t person) const {
  for (const Claim& claim : a_.claims)
    if (claim.head == person && (claim.type == "HOLDS_OFFICE" || claim.type == "HEAD_OF")) return {claim.tail};
  return {};
}

// Whose relatives a sentence lists before token `at`: "Tom Brack, who is survived by", "Tom Brack leaves".
std::uint32_t RoleClaims::left_behind(std::uint32_t at) const {
  const std::uint32_t first = a_.segments.sentences[a_.token(at).sentence].first_token;
  for (std::uint32_t t = at; t-- > first;) {
    const bool survived = is(t, "survived") && is(t + 1, "by");
    if (!survived && !is(t, "leaves")) continue;
    while (t > first && any_of(a_.token(t - 1).lower, {"is", "was", "who", ","})) --t;
    return person_before(t);
  }
  return kNone;
}

void RoleClaims::hold(std::uint32_t person, const RolePhrase& phrase, std::uint32_t sentence) {
  a_.try_rule("role beside name", phrase.first, std::max(phrase.end, phrase.first + 1));
  const bool complement =
      std::any_of(phrase.of.begin(), phrase.of.end(), [](const RoleOf& of) { return !of.by.empty() && of.by != "'s"; });
  for (const RoleOf& of : phrase.of) {
    std::vector<std::uint32_t> whose = {of.entity};
    const bool of_person = a_.type_of(of.entity) == EntityType::kPerson;
    if (of_person && (phrase.kind == RoleKind::kOffice || phrase.kind == RoleKind::kHead))
      if (std::vector<std::uint32_t> office = office_of(of.entity); !office.empty()) whose = std::move(office);
    const auto claim = [&](std::uint32_t first, std::uint32_t last, std::uint32_t entity) {
      const RoleRelation relation = role_relation(a_, first, last, entity, of.by);
      // "the French chief executive" is no office of France.
      if (relation.type.empty() || (of.adjective && (complement || relation.type != "HOLDS_OFFICE"))) return;
      if (of.adjective && phrase.kind == RoleKind::kHead &&
          !any_of(a_.token(phrase.head).lower, {"president", "leader", "chief"}))
        return;
      Claim* added = add_claim(a_, person, relation.type, entity, sentence);
      if (added == nullptr) return;
      if (added->role.size() < relation.role.size()) added->role = relation.role;
      added->confidence = std::max(added->confidence, of.by.empty() ? 0.8 : 0.9);
    };
    for (const std::uint32_t entity : whose) {
      claim(phrase.first, phrase.last, entity);
      for (const auto& [first, last] : phrase.more) claim(first, last, entity);
      if (phrase.kind == RoleKind::kRelative && of_person) couple_[0] = person, couple_[1] = entity;
    }
  }
}

void RoleClaims::before(const Mention& person) {
  const Sentence& sentence = sentence_of(person);
  const std::uint32_t s = a_.token(person.first).sentence;
  std::uint32_t end = person.first;
  while (end > sentence.first_token && a_.lexicon->has(a_.token(end - 1).lower, Word::kTitle) &&
         !a_.lexicon->has(a_.token(end - 1).lower, Word::kRegnal) &&
         role_kind(a_.token(end - 1).lower) == RoleKind::kNoRole)
    --end;
  const bool comma = end > sentence.first_token && is(end - 1, ",");
  if (comma) --end;
  // "the president of Chile, Ivo Rey and Ana Quent" is a list.
  if (comma && is(person.last, "and") && person_at(person.last + 1)) return;
  for (const Chunk& chunk : a_.sentences[s].chunks) {
    if (chunk.kind != ChunkKind::kNoun || chunk.first >= end || chunk.first + kPhraseMax < end) continue;
    if (comma && chunk.first > sentence.first_token && is(chunk.first - 1, ",") &&
        person_before(chunk.first - 1) != kNone)
      continue;
    RolePhrase phrase = reader_.read(chunk.first, end);
    if (phrase.kind == RoleKind::kNoRole || phrase.end != end || phrase.plural) continue;
    if (phrase.kind == RoleKind::kRelative && a_.lexicon->has(a_.token(chunk.first).lower, Word::kPossessive)) {
      // "Ana Rey and her husband Ivo", "their son".
      const bool beside =
          chunk.first > sentence.first_token && any_of(a_.token(chunk.first - 1).lower, {"and", ",", "with"});
      const std::uint32_t other = beside ? person_before(chunk.first - 1) : kNone;
      if (is(chunk.first, "their"))
        phrase.of =
            couple_[0] == kNone ? std::vector<RoleOf>() : std::vector<RoleOf>{{couple_[0], "'s"}, {couple_[1], "'s"}};
      else if (other != kNone)
        phrase.of = {{other, "'s"}};
    }
    // "Tom Brack is survived by his wife, Ada, and a son, Ivo": nothing beside the word says whose son.
    if (phrase.kind == RoleKind::kRelative && phrase.of.empty())
      if (const std::uint32_t dead = left_behind(chunk.first); dead != kNone) phrase.of = {{dead, "'s"}};
    if (phrase.of.empty()) continue;
    hold(person.entity, phrase, s);
    return;
  }
}

void RoleClaims::behind(const Mention& person) {
  const Sentence& sentence = sentence_of(person);
  const std::uint32_t end = sentence.last_token;
  auto at = static_cast<std::uint32_t>(age_end(a_.segments.tokens, *a_.lexicon, person.last, end));
  // "Ivo Rey (51), head of"
  if (is(at, "(") && is(at + 2, ")")) at += 3;
  if (at >= end || !(is(at, ",") || is(at, "(") || is(at, "–") || is(at, "—"))) return;
  // "a former accountant at Hydrost and a cousin of Ana Rey".
  for (++at; at < end;) {
    // "Ivo Rey, Ana Quent and Tom Brack, all members of": "all" and "both" tell that the role is that of each.
    const bool each = any_of(a_.token(at).lower, {"all", "both"});
    const RolePhrase phrase = reader_.read(at + (each ? 1 : 0), end);
    if (each && phrase.plural && phrase.kind != RoleKind::kRelative && !person_at(phrase.end)) {
      for (const std::uint32_t one : persons_before(person)) hold(one, phrase, a_.token(person.first).sentence);
      return;
    }
    // What touches another name is that person's.
    if (phrase.kind == RoleKind::kNoRole || phrase.plural || person_at(phrase.end)) return;
    hold(person.entity, phrase, a_.token(person.first).sentence);
    at = phrase.end;
    if (is(at, ",")) ++at;
    if (!is(at, "and")) return;
    ++at;
    if (at >= end ||
        (!a_.lexicon->has(a_.token(at).lower, Word::kDeterminer) && role_kind(a_.token(at).lower) == RoleKind::kNoRole))
      return;
  }
}

// The persons of the list that ends with `last`: "Ivo Rey, Ana Quent and Tom Brack".
std::vector<std::uint32_t> RoleClaims::persons_before(const Mention& last) const {
  std::vector<std::uint32_t> out = {last.entity};
  for (std::uint32_t at = last.first;
       at > sentence_of(last).first_token && any_of(a_.token(at - 1).lower, {",", "and", "&"});) {
    while (at > 0 && any_of(a_.token(at - 1).lower, {",", "and", "&"})) --at;
    const std::uint32_t entity = person_before(at);
    if (entity == kNone) break;
    out.push_back(entity);
    while (at > 0 && !person_at(at)) --at;
  }
  return out;
}

// "Ivo Rey's appointment as director of Hydrost", "Ivo Rey took over as director of Hydrost".
void RoleClaims::appointed(const Mention& person) {
  const std::uint32_t end = sentence_of(person).last_token;
  std::uint32_t at = person.last;
  if (is(at, "'s") || is(at, "’s")) {
    if (at + 2 >= end ||
        !any_of(a_.token(++at).lower, {"appointment", "election", "reelection", "re-election", "nomination",
                                       "resignation", "departure", "tenure", "term", "time", "stint", "role", "job",
                                       "work", "career", "dismissal", "removal", "retirement", "years"}))
      return;
    ++at;
  } else {
    while (at < end && any_of(a_.token(at).lower, {"has", "had", "who", ",", "also", "then", "later"})) ++at;
    if (at + 2 >= end ||
        !any_of(a_.token(at).lower, {"took", "taken", "takes", "stayed", "continued", "remained", "retired"}))
      return;
    at += is(at + 1, "over") || is(at + 1, "on") ? 2 : 1;
  }
  if (at + 1 >= end || !is(at, "as")) return;
  const RolePhrase phrase = reader_.read(at + 1, end);
  if (phrase.kind == RoleKind::kNoRole || phrase.plural || person_at(phrase.end)) return;
  hold(person.entity, phrase, a_.token(person.first).sentence);
}

// "the foreign ministers Ivo Rey of Chile and Ana Quent of Peru".
void RoleClaims::plural(const Mention& person) {
  if (!is(person.last, "of")) return;
  std::uint32_t at = person.last + 1;
  if (is(at, "the")) ++at;
  const std::uint32_t of = reader_.name_at(at);
  if (of == kNone || a_.mentions[of].type == EntityType::kPerson) return;
  const Sentence& sentence = sentence_of(person);
  for (std::uint32_t t = person.first; t-- > sentence.first_token && t + kPhraseMax > person.first;) {
    if (!is_plural_role(a_.token(t).lower)) continue;
    std::uint32_t first = t;
    while (first > sentence.first_token && a_.token(first - 1).kind == TokenKind::kWord &&
           reader_.name_at(first - 1) == kNone &&
           !a_.lexicon->has_any(a_.token(first - 1).lower,
                                Word::kDeterminer | Word::kPreposition | Word::kNumber | Word::kCoordinator))
      --first;
    a_.try_rule("roles of several", first, person.last);
    const RoleRelation relation = role_relation(a_, first, t + 1, a_.mentions[of].entity, "of");
    if (relation.type.empty()) return;
    if (Claim* added =
            add_claim(a_, person.entity, relation.type, a_.mentions[of].entity, a_.token(person.first).sentence)) {
      added->role = relation.role;
      if (added->role.ends_with('s')) added->role.pop_back();
    }
    return;
  }
}

}  // namespace

RoleRelation role_relation(const Analysis& a, std::uint32_t first, std::uint32_t last, std::uint32_t of,
                           std::string_view by) {
  std::uint32_t head = last - 1;
  for (std::uint32_t i = first; i < last && !any_of(a.token(i).lower, {"of", "for", "to", "at", "in"}); ++i)
    if (i == first || role_kind(a.token(i).lower) != RoleKind::kNoRole ||
        role_kind(a.token(head).lower) == RoleKind::kNoRole)
      head = i;
  const std::string& noun = a.token(head).lower;
  const EntityType type = a.type_of(of);
  const RoleKind kind = role_kind(noun);
  const bool body = type == EntityType::kOrganization;
  if (kind == RoleKind::kCritic || kind == RoleKind::kSupporter) {
    // "the film critic of the Herald" works there; whose opponent one is may be a match.
    const bool of_art = head > first && any_of(a.token(head - 1).lower, {"film", "music", "art", "food", "theatre", "drama", "literary", "book"});
    if (of_art || type == EntityType::kOther || (by != "of" && by != "'s") || (noun == "opponent" && by != "of")) return {};
    return {kind == RoleKind::kCritic ? "CRITICISED" : "SUPPORTED", {}};
  }
  if (type == EntityType::kEvent || type == EntityType::kOther) return {};
  if (type == EntityType::kPerson && kind != RoleKind::kSpeaker && kind != RoleKind::kRelative) {
    // "Rey's lawyer", "chief of staff to Rey".
    const bool serves = any_of(noun, {"lawyer", "attorney", "barrister", "solicitor", "aide", "adviser", "advisor",
                                      "assistant", "agent", "manager", "secretary", "bodyguard", "driver"}) ||
                        (noun == "chief" && last > head + 2 && a.token(last - 1).lower == "staff");
    return serves && by != "in" && by != "at" && by != "with" ? RoleRelation{"WORKS_FOR", role_text(a, first, last)}
                                                              : RoleRelation{};
  }
  switch (kind) {
    case RoleKind::kRelative:
      return type == EntityType::kPerson ? RoleRelation{"FAMILY_OF", {}} : RoleRelation{};
    case RoleKind::kSpeaker:
      return {"SPOKESPERSON_FOR", {}};
    case RoleKind::kMember:
      if (!body && by == "for" && any_of(noun, {"member", "mp"})) return {"HOLDS_OFFICE", role_text(a, first, last)};
      if (!body && by != "'s" && !any_of(noun, {"member", "mp", "player", "senator"})) return {};
      return by == "in" || by == "to" ? RoleRelation{} : RoleRelation{"MEMBER_OF", {}};
    case RoleKind::kCandidate:
      return body && by != "at" && by != "in" ? RoleRelation{"MEMBER_OF", {}} : RoleRelation{};
    case RoleKind::kVeteran:
      return body || by == "of" ? RoleRelation{"SERVED_IN", {}} : RoleRelation{};
    case RoleKind::kFounder:
      return {"FOUNDED", {}};
    case RoleKind::kOwner:
      return {"OWNS", {}};
    case RoleKind::kStudent:
      return body ? RoleRelation{"STUDIES_AT", {}} : RoleRelation{};
    case RoleKind::kNative:
      return body || by != "of" ? RoleRelation{} : RoleRelation{"ORIGIN", {}};
    case RoleKind::kResident:
      return body || (by != "of" && by != "in" && by != "from") ? RoleRelation{} : RoleRelation{"LIVES_IN", {}};
    case RoleKind::kCoach:
      if (body) return {"COACHES", role_text(a, first, last)};
      break;
    case RoleKind::kWorker:
      if (!body && by == "from") return {"ORIGIN", {}};
      if (!body || by == "on" || by == "to" || by == "in") return {};
      return {"WORKS_FOR", role_text(a, first, last)};
    default:
      // These say what somebody is, not of whom.
      if (any_of(noun, {"man", "woman", "champion", "private", "author", "actor", "actress"})) return {};
  }
  if (by == "to" || by == "in" || by == "from" || by == "on" || by == "with") return {};
  bool second = false;
  for (std::uint32_t i = first; i < head; ++i)
    second = second || any_of(a.token(i).lower, {"deputy", "vice", "assistant"});
  return {body && kind == RoleKind::kHead && !second ? "HEAD_OF" : "HOLDS_OFFICE", role_text(a, first, last)};
}

void find_role_claims(Analysis& analysis) { RoleClaims(analysis).run(); }

}  // namespace kith::ingest
