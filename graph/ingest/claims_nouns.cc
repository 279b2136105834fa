// Claims of noun groups: "negotiations between X and Y in Z", "X's call for a ceasefire", "the mass at Z".
#include <algorithm>
#include <set>
#include <tuple>

#include "ingest/analysis.h"

namespace kith::ingest {

namespace {

// What those who share in an event of a kind do with each other; "" if the kind does not say.
std::string_view pair_relation(std::string_view kind) {
  if (kind == "talks" || kind == "debate") return "NEGOTIATED_WITH";
  if (kind == "war" || kind == "battle") return "CONFLICT_WITH";
  if (kind == "meeting" || kind == "summit") return "MET_WITH";
  if (kind == "agreement" || kind == "ceasefire") return "AGREED_WITH";
  return "";
}

// Kinds of events that take place somewhere, as a plan or a ban does not.
bool has_venue(std::string_view kind) {
  return any_of(kind, {"talks",   "meeting",     "summit",   "conference", "mass",  "ceremony",   "funeral",
                       "wedding", "competition", "festival", "exhibition", "trial", "concert",    "parade",
                       "debate",  "battle",      "protest",  "attack",     "crash", "earthquake", "awards"});
}

class NounClaims {
 public:
  explicit NounClaims(Analysis& analysis) : a_(analysis) {}

  void run() {
    for (std::uint32_t s = 0; s < a_.sentences.size(); ++s) {
      caption(s);
      for (std::uint32_t c = 0; c < a_.sentences[s].chunks.size(); ++c) {
        const Chunk& chunk = a_.sentences[s].chunks[c];
        if (chunk.kind != ChunkKind::kNoun) continue;
        if (chunk.entity != kNone && a_.type_of(chunk.entity) == EntityType::kEvent) event(s, c);
        call(s, c);
        owned(s, c);
      }
    }
  }

 private:
  const std::vector<Chunk>& chunks(std::uint32_t s) const { return a_.sentences[s].chunks; }

  bool preposition(std::uint32_t s, std::size_t c, std::string_view word) const {
    return c < chunks(s).size() && chunks(s)[c].kind == ChunkKind::kPreposition && chunks(s)[c].word == word;
  }

  bool noun(std::uint32_t s, std::size_t c) const {
    return c < chunks(s).size() && chunks(s)[c].kind == ChunkKind::kNoun;
  }

  // Joined noun groups from `c`, which moves behind them.
  std::vector<std::uint32_t> group(std::uint32_t s, std::size_t& c) const;
  std::uint32_t time_near(std::uint32_t s, std::size_t c) const;
  std::uint32_t place_in_name(const Chunk& chunk) const;
  void caption(std::uint32_t s);
  void event(std::uint32_t s, std::uint32_t c);
  void call(std::uint32_t s, std::uint32_t c);
  void owned(std::uint32_t s, std::uint32_t c);
  std::vector<std::uint32_t> whose(std::uint32_t s, std::uint32_t c) const;
  std::string status_of(std::uint32_t s, std::uint32_t c) const;
  bool is_of(std::uint32_t entity, unsigned ends) const {
    const EntityType type = a_.type_of(entity);
    return type != EntityType::kOther && ((1u << static_cast<unsigned>(type)) & ends) != 0;
  }
  void venues(std::uint32_t s, std::size_t c, std::uint32_t event, std::vector<std::uint32_t>& places);

  Analysis& a_;
};

std::vector<std::uint32_t> NounClaims::group(std::uint32_t s, std::size_t& c) const {
  std::vector<std::uint32_t> out;
  while (noun(s, c)) {
    for (const std::uint32_t entity : a_.entities_of(s, static_cast<std::uint32_t>(c))) out.push_back(entity);
    ++c;
    std::size_t next = c;
    if (next < chunks(s).size() && chunks(s)[next].kind == ChunkKind::kComma) ++next;
    if (next < chunks(s).size() && chunks(s)[next].kind == ChunkKind::kCoordinator)
      ++next;
    else if (next != c &&
             !(next + 1 < chunks(s).size() && noun(s, next) &&
               (chunks(s)[next + 1].kind == ChunkKind::kCoordinator || chunks(s)[next + 1].kind == ChunkKind::kComma)))
      break;
    if (next == c || !noun(s, next)) break;
    c = next;
  }
  return out;
}

// The time of a noun group: one of its own sentence on the same side of the quotation marks, nearest to it.
std::uint32_t NounClaims::time_near(std::uint32_t s, std::size_t c) const {
  std::uint32_t best = kNone;
  std::size_t distance = ~std::size_t{0};
  for (std::size_t i = 0; i < chunks(s).size(); ++i) {
    const Chunk& chunk = chunks(s)[i];
    if (chunk.kind != ChunkKind::kTime || chunk.quoted != chunks(s)[c].quoted) continue;
    const std::size_t far = i > c ? i - c : c - i;
    if (far < distance) {
      distance = far;
      best = chunk.time;
    }
  }
  return best;
}

void NounClaims::venues(std::uint32_t s, std::size_t c, std::uint32_t event, std::vector<std::uint32_t>& places) {
  while (c < chunks(s).size()) {
    if (chunks(s)[c].kind == ChunkKind::kTime || chunks(s)[c].kind == ChunkKind::kAdverb) {
      ++c;
      continue;
    }
    // "on Sunday at ...": the preposition of a time.
    if (chunks(s)[c].kind == ChunkKind::kPreposition && c + 1 < chunks(s).size() &&
        chunks(s)[c + 1].kind == ChunkKind::kTime) {
      c += 2;
      continue;
    }
    if (!(preposition(s, c, "in") || preposition(s, c, "at")) || !noun(s, c + 1)) return;
    const std::uint32_t place = chunks(s)[c + 1].entity;
    if (place == kNone || a_.type_of(place) != EntityType::kPlace || chunks(s)[c + 1].mention == kNone) return;
    places.push_back(place);
    // Disasters happen at a place, nobody holds them there.
    const bool happens = any_of(a_.entities[event].event_class, {"crash", "earthquake", "attack"});
    if (Claim* claim = add_claim(a_, event, happens ? "LOCATED_IN" : "HELD_IN", place, s);
        claim != nullptr && claim->time == kNone)
      claim->time = time_near(s, c);
    c += 2;
  }
}

// "The Quillby Film Festival", "the Geneva talks": the town they are called after.
std::uint32_t NounClaims::place_in_name(const Chunk& chunk) const {
  const auto town = [&](std::uint32_t entity) {
    const LocalEntity& place = a_.entities[entity];
    if (place.type != EntityType::kPlace || place.mentions.empty()) return false;
    const Mention& mention = a_.mentions[place.mentions.front()];
    const auto listed = a_.lexicon->name_at(a_.segments.tokens, mention.first, mention.last);
    return !listed || listed->kind != PhraseKind::kCountry;
  };
  if (chunk.modifiers.size() == 1) {
    const Mention& first = a_.mentions[chunk.modifiers.front()];
    if (first.kind == MentionKind::kName && first.entity != kNone && town(first.entity)) return first.entity;
  }
  if (chunk.mention == kNone || !chunk.modifiers.empty()) return kNone;
  // The name begins as the name of a place does that the text has as well.
  const Mention& name = a_.mentions[chunk.mention];
  for (std::uint32_t last = name.last - 1; last > name.first; --last) {
    const std::string_view words = a_.words(name.first, last);
    for (std::uint32_t e = 0; e < a_.entities.size(); ++e)
      if (town(e) && (a_.entities[e].name == words ||
                      std::find(a_.entities[e].aliases.begin(), a_.entities[e].aliases.end(), words) != a_.entities[e].aliases.end()))
        return e;
  }
  return kNone;
}

// "Ann Brody with Ivan Park in Quillby on May 16": what stands under a picture.
void NounClaims::caption(std::uint32_t s) {
  const std::vector<Chunk>& all = chunks(s);
  if (all.size() < 3 || !preposition(s, 1, "with")) return;
  for (const Chunk& chunk : all)
    if (chunk.kind == ChunkKind::kVerb) return;
  const auto person = [&](std::size_t c) {
    return noun(s, c) && all[c].mention != kNone && all[c].entity != kNone && a_.type_of(all[c].entity) == EntityType::kPerson;
  };
  if (!person(0)) return;
  std::size_t other = 2;
  while (other < all.size() && (all[other].kind == ChunkKind::kNoun || all[other].kind == ChunkKind::kCoordinator) && !person(other)) ++other;
  if (other >= all.size() || !person(other)) return;
  a_.try_rule("caption", all[0].first, all[other].last);
  Claim* met = add_claim(a_, all[0].entity, "MET_WITH", all[other].entity, s);
  if (met == nullptr) return;
  if (met->time == kNone) met->time = time_near(s, other);
  if (preposition(s, other + 1, "in") && noun(s, other + 2) && all[other + 2].entity != kNone &&
      a_.type_of(all[other + 2].entity) == EntityType::kPlace)
    met->place = all[other + 2].entity;
}

void NounClaims::event(std::uint32_t s, std::uint32_t c) {
  const Chunk& chunk = chunks(s)[c];
  const std::uint32_t entity = chunk.entity;
  a_.try_rule("event noun", chunk.first, chunk.last);
  const std::string kind = a_.entities[entity].event_class;
  std::vector<std::uint32_t> actors;
  std::size_t next = c + 1;
  if (preposition(s, next, "between")) {
    ++next;
    actors = group(s, next);
  } else if (preposition(s, next, "of") && noun(s, next + 1) && chunks(s)[next + 1].entity == entity) {
    // "session of the talks": one event by two words.
    next += 2;
  } else {
    for (const std::uint32_t mention : chunk.modifiers) actors.push_back(a_.mentions[mention].entity);
  }
  const bool owned_pair = chunk.owner != kNone && preposition(s, next, "with") && noun(s, next + 1);
  if (owned_pair) {
    ++next;
    actors = a_.entities_of(s, chunk.owner);
    for (const std::uint32_t other : group(s, next)) actors.push_back(other);
  }
  std::erase_if(actors, [&](std::uint32_t actor) { return actor == kNone || a_.type_of(actor) == EntityType::kEvent; });
  // "the inaugural mass of the Pope at ...": whose it is stands between.
  std::vector<std::uint32_t> holders =
      chunk.owner != kNone ? a_.entities_of(s, chunk.owner) : std::vector<std::uint32_t>();
  if (actors.empty() && preposition(s, next, "of") && noun(s, next + 1)) {
    ++next;
    for (const std::uint32_t holder : group(s, next)) holders.push_back(holder);
  }
  std::vector<std::uint32_t> places;
  if (has_venue(kind) || kind.empty()) venues(s, next, entity, places);
  if (has_venue(kind) && places.empty())
    if (const std::uint32_t place = place_in_name(chunk); place != kNone) {
      a_.try_rule("place in the event's name", chunk.first, chunk.last);
      add_claim(a_, entity, "HELD_IN", place, s);
    }
  const std::string_view relation = pair_relation(kind);
  if (actors.size() >= 2 && actors.size() <= kEndsMax && !relation.empty()) {
    const std::uint32_t time = kind == "war" ? kNone : time_near(s, c);
    for (std::size_t i = 0; i < actors.size(); ++i) {
      for (std::size_t k = i + 1; k < actors.size(); ++k)
        if (Claim* claim = add_claim(a_, actors[i], relation, actors[k], s)) {
          if (claim->status == "stated") claim->status = status_of(s, c);
          if (claim->time == kNone && !places.empty()) claim->time = time;
          if (!places.empty()) claim->place = places.front();
        }
      if (Claim* claim = add_claim(a_, actors[i], "PARTICIPATED_IN", entity, s)) {
        if (!places.empty()) claim->place = places.front();
        if (claim->status == "stated") claim->status = status_of(s, c);
      }
    }
  }
  // "the Pope's inaugural mass": who holds it takes part.
  if (any_of(kind, {"mass", "ceremony", "wedding", "concert"}))
    for (const std::uint32_t owner : holders)
      if (a_.type_of(owner) == EntityType::kPerson)
        if (Claim* claim = add_claim(a_, owner, "PARTICIPATED_IN", entity, s)) {
          claim->time = time_near(s, c);
          if (!places.empty()) claim->place = places.front();
        }
}

// "President Trump's call for an immediate ceasefire".
void NounClaims::call(std::uint32_t s, std::uint32_t c) {
  const Chunk& chunk = chunks(s)[c];
  if (!any_of(chunk.word, {"call", "calls", "appeal", "demand", "demands"})) return;
  a_.try_rule("call for", chunk.first, chunk.last);
  const std::uint32_t caller = chunk.owner != kNone ? chunks(s)[chunk.owner].entity : chunk.possessor;
  std::size_t next = c + 1;
  if (caller == kNone || !preposition(s, next, "for")) return;
  ++next;
  for (const std::uint32_t wanted : group(s, next))
    if (a_.type_of(wanted) == EntityType::kEvent) add_claim(a_, caller, "CALLED_FOR", wanted, s);
}

// "After a call with Rey, Brody left", "Brody ended a visit to Chile": who does what a noun that nobody owns names.
std::vector<std::uint32_t> NounClaims::whose(std::uint32_t s, std::uint32_t c) const {
  const std::vector<Chunk>& all = chunks(s);
  const std::vector<Clause>& clauses = a_.sentences[s].clauses;
  const bool after = c > 0 && all[c - 1].kind == ChunkKind::kPreposition &&
                     any_of(all[c - 1].word, {"after", "following", "during", "in", "for", "on", "at", "before", "under"});
  for (const Clause& clause : clauses) {
    const Chunk& verb = all[clause.verb];
    const bool planned = verb.modal && all[c - (c > 0)].word != "under";
    if (clause.passive || clause.supposed || verb.negated || planned || verb.infinitive || verb.quoted != all[c].quoted) continue;
    const bool done = clause.verb < c && c <= clause.verb + 2 && all[c - 1].kind != ChunkKind::kPreposition &&
                      any_of(clause.lemma, {"begin", "start", "end", "conclude", "finish", "complete", "cut", "continue", "resume"});
    // The clause it hangs on: the one before it, or if it opens the sentence the first.
    const bool hangs = after && (c < 3 ? &clause == &clauses.front() : clause.verb < c && (&clause == &clauses.back() || (&clause + 1)->verb > c));
    // "Brody, on a visit to Chile, met".
    const bool inside = after && c > 1 && all[c - 2].kind == ChunkKind::kComma && !clause.subjects.empty() && clause.subjects.front() < c && c < clause.verb;
    if (!done && !hangs && !inside) continue;
    std::vector<std::uint32_t> out;
    for (const std::uint32_t subject : clause.subjects)
      for (const std::uint32_t entity : a_.entities_of(s, subject)) out.push_back(entity);
    return out;
  }
  return {};
}

// Whether what the noun names was, will be or was not: "a planned visit", "talks will be held", "no meeting", "called off a
// visit".
std::string NounClaims::status_of(std::uint32_t s, std::uint32_t c) const {
  const std::vector<Chunk>& all = chunks(s);
  for (const Clause& clause : a_.sentences[s].clauses) {
    const bool suffers = std::find(clause.subjects.begin(), clause.subjects.end(), c) != clause.subjects.end();
    const bool object = std::find(clause.objects.begin(), clause.objects.end(), c) != clause.objects.end();
    if (!suffers && !object) continue;
    const Chunk& verb = all[clause.verb];
    const std::string_view behind = clause.verb + 1 < all.size() ? std::string_view(all[clause.verb + 1].word) : "";
    const bool off = (clause.lemma == "call" && behind == "off") || (clause.lemma == "rule" && behind == "out");
    if (object || clause.passive) {
      if (off || clause.lemma == "cancel") return "denied";
      if (any_of(clause.lemma, {"plan", "schedule", "postpone", "arrange", "propose", "expect", "suggest", "seek", "want"}))
        return a_.token(all[c].first).lower == "no" ? "denied" : "planned";
    }
    if (verb.negated && (suffers || any_of(clause.lemma, {"hold", "have"}))) return "denied";
    for (std::uint32_t i = verb.first; i < verb.last; ++i)
      if (any_of(a_.token(i).lower, {"will", "shall", "'ll", "would"})) return "planned";
  }
  for (std::uint32_t i = all[c].first; i < all[c].last; ++i) {
    const std::string& word = a_.token(i).lower;
    if (word == "no" || word == "cancelled") return "denied";
    if (any_of(word, {"planned", "proposed", "scheduled", "upcoming", "forthcoming", "expected", "possible"})) return "planned";
    if (word == "alleged") return "alleged";
  }
  return "stated";
}

// "Rey's visit to Chile", "a visit by Rey to Chile": the frames of `'s`.
void NounClaims::owned(std::uint32_t s, std::uint32_t c) {
  const std::vector<Chunk>& all = chunks(s);
  std::set<std::tuple<std::string_view, std::uint32_t, std::uint32_t>> taken;  // of frames the first that fits
  for (const Frame& frame : a_.frames->of_noun(all[c].word)) {
    std::vector<std::uint32_t> owners;
    if (all[c].owner != kNone) owners = a_.entities_of(s, all[c].owner);
    if (all[c].possessor != kNone) owners.push_back(all[c].possessor);
    // "the Chilean attack on": as if Chile's.
    if (owners.empty())
      for (const std::uint32_t mention : all[c].modifiers)
        if (a_.mentions[mention].entity != kNone) owners.push_back(a_.mentions[mention].entity);
    if (owners.empty() && any_of(frame.type, {"MET_WITH", "SPOKE_WITH", "SPOKE_TO", "NEGOTIATED_WITH", "CONTACTED", "VISITED", "AGREED_WITH", "CONFLICT_WITH"}))
      owners = whose(s, c);
    std::vector<std::uint32_t> others;
    // Prepositions with what they govern, and days among them.
    for (std::size_t at = c + 1; at < all.size();) {
      if (all[at].kind == ChunkKind::kTime || all[at].kind == ChunkKind::kAdverb) {
        ++at;
        continue;
      }
      if (all[at].kind != ChunkKind::kPreposition) break;
      const std::string& word = all[at].word;
      ++at;
      if (at < all.size() && all[at].kind == ChunkKind::kTime) continue;
      const std::vector<std::uint32_t> governed = group(s, at);
      if (governed.empty()) break;
      if ((word == "by" || word == "from") && owners.empty()) owners = governed;
      if (word == frame.slot && others.empty()) others = governed;
    }
    if (others.empty()) continue;
    a_.try_rule("noun " + frame.object + " " + frame.slot, all[c].first, all[c].last);
    // "The quarrel between Rey and Lund": each with each.
    if (frame.slot == "between") owners = others;
    for (const std::uint32_t owner : owners)
      for (const std::uint32_t other : others) {
        if (!is_of(owner, frame.head) || !is_of(other, frame.tail) || owners.size() * others.size() > kEndsMax) continue;
        if (!taken.insert({frame.slot, owner, other}).second) continue;
        // What the event itself says stands.
        if (frame.type == "SPOKE_WITH" && a_.claim_at.contains({std::min(owner, other), "NEGOTIATED_WITH", std::max(owner, other), s})) continue;
        if (Claim* claim = add_claim(a_, frame.turned ? other : owner, frame.type, frame.turned ? owner : other, s)) {
          if (claim->time == kNone) claim->time = time_near(s, c);
          if (claim->status == "stated") claim->status = status_of(s, c);
        }
      }
  }
}

}  // namespace

void find_noun_claims(Analysis& analysis) { NounClaims(analysis).run(); }

}  // namespace kith::ingest
