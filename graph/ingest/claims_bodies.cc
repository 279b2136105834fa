// Claims of what bodies are to each other, and of where persons are from, by the words beside their names.
//
//     "Norvik, a subsidiary of the Danish group Maersund", "Maersund-owned Norvik"    Maersund OWNS Norvik
//     "the Coast Guard, part of the Interior Ministry"                                PART_OF
//     "NATO member Norway", "Norway, a member of NATO"                                Norway MEMBER_OF NATO
//     "Senator Ivo Rey (R-Ohio)"                                                      HOLDS_OFFICE
//     "Ivo Rey, 34, of Lima", "Lima-born Ivo Rey"                                     ORIGIN
#include <algorithm>

#include "ingest/analysis.h"
#include "ingest/role_phrase.h"

namespace kith::ingest {

namespace {

constexpr double kBeside = 0.8;
constexpr double kLoose = 0.6;

class BodyClaims {
 public:
  explicit BodyClaims(Analysis& analysis) : a_(analysis) {
    for (std::uint32_t m = 0; m < a_.mentions.size(); ++m)
      if (a_.mentions[m].kind == MentionKind::kName && a_.mentions[m].entity != kNone) names_.push_back(m);
  }

  void run() {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const Mention& one = name(i);
      if (one.type == EntityType::kOrganization || one.type == EntityType::kPlace) belongs(i);
      if (one.type == EntityType::kOrganization) owned(i), member_before(i);
      if (one.type == EntityType::kPerson) seat(i), from(i);
      if (one.type == EntityType::kPlace) born(i);
    }
  }

 private:
  const Mention& name(std::size_t i) const { return a_.mentions[names_[i]]; }

  std::uint32_t sentence_of(const Mention& mention) const { return a_.token(mention.first).sentence; }

  std::string_view word(std::size_t token) const {
    return token < a_.segments.tokens.size() ? std::string_view(a_.token(static_cast<std::uint32_t>(token)).lower)
                                             : std::string_view();
  }

  bool is(std::size_t token, std::string_view text) const { return word(token) == text; }

  const Mention* after(std::size_t i) const {
    if (i + 1 >= names_.size() || sentence_of(name(i + 1)) != sentence_of(name(i))) return nullptr;
    return &name(i + 1);
  }

  /// The name behind "of" at `of`, over "the Danish group"; null if another word stands before it.
  const Mention* behind_of(std::size_t i, std::uint32_t of) const {
    for (std::size_t k = i + 1; k < names_.size() && sentence_of(name(k)) == sentence_of(name(i)); ++k) {
      if (name(k).first <= of) continue;
      for (std::uint32_t t = of + 1; t < name(k).first; ++t)
        if (a_.token(t).kind != TokenKind::kWord ||
            a_.lexicon->has_any(word(t), Word::kPreposition | Word::kCoordinator | Word::kRelative))
          return nullptr;
      return name(k).first - of <= 6 && !is(name(k).last, "'s") ? &name(k) : nullptr;
    }
    return nullptr;
  }

  void claim(std::uint32_t head, std::string_view type, std::uint32_t tail, const Mention& at, double confidence) {
    if (head == tail || head == kNone || tail == kNone) return;
    if (Claim* made = add_claim(a_, head, type, tail, sentence_of(at))) made->confidence = confidence;
  }

  void belongs(std::size_t i);
  void owned(std::size_t i);
  void member_before(std::size_t i);
  void seat(std::size_t i);
  void from(std::size_t i);
  void born(std::size_t i);

  Analysis& a_;
  std::vector<std::uint32_t> names_;
};

// "X, a unit of Y", "X, the parent company of Y", "X, part of Y", "X, a member of Y", "X, a NATO member".
void BodyClaims::belongs(std::size_t i) {
  const Mention& one = name(i);
  if (!is(one.last, ",")) return;
  std::uint32_t noun = one.last + 1;
  const std::uint32_t end = a_.segments.sentences[sentence_of(one)].last_token;
  const Mention* inside = nullptr;  // "a NATO member"
  for (; noun < end && noun < one.last + 8 && a_.token(noun).kind == TokenKind::kWord; ++noun) {
    if (any_of(word(noun), {"subsidiary", "unit", "arm", "division", "branch", "affiliate", "offshoot", "department",
                            "parent", "owner", "part", "member"}))
      break;
    if (a_.lexicon->has_any(word(noun), Word::kPreposition | Word::kRelative | Word::kAuxiliary)) return;
    for (std::size_t k = i + 1; k < names_.size() && name(k).first <= noun; ++k)
      if (name(k).first == noun) inside = &name(k);
  }
  if (noun >= end || noun >= one.last + 8 || a_.token(noun).kind != TokenKind::kWord) return;
  const std::string_view kind = word(noun);
  a_.try_rule("body of a body", one.first, noun + 1);
  if (kind == "member" && inside != nullptr && inside->last == noun && inside->type == EntityType::kOrganization)
    return claim(one.entity, "MEMBER_OF", inside->entity, one, kBeside);
  std::uint32_t of = noun + 1;
  if (kind == "parent" && any_of(word(of), {"company", "group", "firm"})) ++of;
  if (!is(of, "of")) return;
  const Mention* other = behind_of(i, of);
  if (other == nullptr || other->type == EntityType::kPerson || other->type == EntityType::kEvent) return;
  const bool bodies = one.type == EntityType::kOrganization && other->type == EntityType::kOrganization;
  if (kind == "member") {
    if (other->type == EntityType::kOrganization) claim(one.entity, "MEMBER_OF", other->entity, one, kBeside);
  } else if (kind == "parent" || kind == "owner") {
    if (one.type == EntityType::kOrganization) claim(one.entity, "OWNS", other->entity, one, kBeside);
  } else if (any_of(kind, {"part", "division", "branch", "department"})) {
    if (bodies || (kind == "part" && one.type == other->type))
      claim(one.entity, "PART_OF", other->entity, one, kBeside);
  } else if (bodies) {
    claim(other->entity, "OWNS", one.entity, one, kBeside);
  }
}

// "Maersund-owned Norvik", "Maersund's subsidiary Norvik", "Maersund unit Norvik", "Norvik parent Maersund".
void BodyClaims::owned(std::size_t i) {
  const Mention& one = name(i);
  const Mention* other = after(i);
  if (other == nullptr || other->type == EntityType::kPerson || other->type == EntityType::kEvent) return;
  std::uint32_t t = one.last;
  bool owns = false, turned = false;
  if (is(t, "-") && is(t + 1, "owned")) {
    owns = true;
    t += 2;
  }
  if (is(t, "'s")) ++t;
  for (; t < other->first && t < one.last + 7; ++t) {
    if (is(t, ",") && t + 1 == other->first) continue;
    if (a_.token(t).kind != TokenKind::kWord ||
        a_.lexicon->has_any(word(t), Word::kPreposition | Word::kRelative | Word::kCoordinator))
      return;
    owns = owns || any_of(word(t), {"subsidiary", "unit", "affiliate", "offshoot"});
    turned = turned || is(t, "parent") || is(t, "owner");
  }
  if (t != other->first || other->type != EntityType::kOrganization || owns == turned) return;
  a_.try_rule("body that is owned", one.first, other->last);
  claim(turned ? other->entity : one.entity, "OWNS", turned ? one.entity : other->entity, one, kBeside);
}

// "NATO member Norway", "EU member states Spain and Italy".
void BodyClaims::member_before(std::size_t i) {
  const Mention& one = name(i);
  const Mention* other = after(i);
  if (other == nullptr || other->type != EntityType::kPlace) return;
  std::uint32_t t = one.last;
  if (!is(t, "member") && !is(t, "members")) return;
  ++t;
  if (any_of(word(t), {"state", "states", "country", "countries", "nation"})) ++t;
  if (t != other->first) return;
  a_.try_rule("member beside name", one.first, other->last);
  claim(other->entity, "MEMBER_OF", one.entity, one, kBeside);
}

// "Senator Ivo Rey (R-Ohio)".
void BodyClaims::seat(std::size_t i) {
  const Mention& person = name(i);
  const Mention* place = after(i);
  if (place == nullptr || place->type != EntityType::kPlace || !is(person.last, "(") ||
      !any_of(word(person.last + 1), {"r", "d", "i"}) || !is(person.last + 2, "-") || place->first != person.last + 3)
    return;
  a_.try_rule("seat", person.first, place->last);
  if (Claim* made = add_claim(a_, person.entity, "HOLDS_OFFICE", place->entity, sentence_of(person))) {
    made->confidence = kBeside;
    if (made->role.empty() && person.title_last > person.title_first)
      made->role = role_text(a_, person.title_first, person.title_last);
  }
}

// "Ivo Rey, 34, of Lima,", "Ivo Rey, originally from Lima,".
void BodyClaims::from(std::size_t i) {
  const Mention& person = name(i);
  const Mention* place = after(i);
  if (place == nullptr || place->type != EntityType::kPlace || !is(person.last, ",")) return;
  const std::uint32_t t =
      static_cast<std::uint32_t>(age_end(a_.segments.tokens, *a_.lexicon, person.last, place->first));
  const bool aged = t > person.last;
  std::uint32_t by = is(t, ",") ? t + 1 : t;
  if (is(by, "originally")) ++by;
  if (place->first != by + 1 || !(is(by, "from") || (aged && is(by, "of")))) return;
  if (!any_of(word(place->last), {",", ".", ")"})) return;
  a_.try_rule("from somewhere", person.first, place->last);
  claim(person.entity, "ORIGIN", place->entity, person, kLoose);
}

// "Lima-born Ivo Rey", "the Lima native Ivo Rey", "Born in Lima in 1942, Ivo Rey".
void BodyClaims::born(std::size_t i) {
  const Mention& place = name(i);
  if (place.first >= 2 && is(place.first - 1, "in") && is(place.first - 2, "born") &&
      a_.segments.sentences[sentence_of(place)].first_token + 2 == place.first) {
    // The first person named, as the subject behind the comma.
    std::size_t k = i + 1;
    while (k < names_.size() && name(k).type == EntityType::kPlace) ++k;
    if (k >= names_.size() || sentence_of(name(k)) != sentence_of(place) || name(k).type != EntityType::kPerson) return;
    if (!is(name(k).first - 1, ",") || is(name(k).last, "'s")) return;
    a_.try_rule("born somewhere", place.first, name(k).last);
    Claim* made = add_claim(a_, name(k).entity, "BORN_IN", place.entity, sentence_of(place));
    if (made == nullptr) return;
    made->confidence = kBeside;
    for (std::uint32_t t = 0; t < a_.times.size(); ++t)
      if (a_.times[t].first >= place.last && a_.times[t].last < name(k).first) made->time = t;
    return;
  }
  const Mention* person = after(i);
  if (person == nullptr || person->type != EntityType::kPerson) return;
  const bool born = is(place.last, "-") && is(place.last + 1, "born");
  const bool native = is(place.last, "native");
  std::uint32_t t = place.last + (born ? 2 : 1);
  if (!born && !native) return;
  for (; t < person->first; ++t)
    if (a_.token(t).kind != TokenKind::kWord ||
        a_.lexicon->has_any(word(t), Word::kPreposition | Word::kRelative | Word::kCoordinator))
      return;
  if (person->first > place.last + 6) return;
  a_.try_rule("born somewhere", place.first, person->last);
  claim(person->entity, born ? "BORN_IN" : "ORIGIN", place.entity, place, kBeside);
}

}  // namespace

void find_body_claims(Analysis& analysis) { BodyClaims(analysis).run(); }

}  // namespace kith::ingest
