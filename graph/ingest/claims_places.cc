// Claims of where bodies and places are, from the words that stand beside their names.
//
//     "Open Hands, a charity in Lisbon"             Open Hands LOCATED_IN Lisbon
//     "the Norwegian town of Quillby"               Quillby LOCATED_IN Norway
//     "Norway's capital, Oslo", "Oslo is the capital of Norway"
//     "the Lisbon-based charity Open Hands"         and of persons: LIVES_IN
//     "Oslo's Quillby Theatre", "Garrick Coal of Newcastle"
#include <algorithm>

#include "ingest/analysis.h"

namespace kith::ingest {

namespace {

constexpr double kBeside = 0.8;
constexpr double kLoose = 0.6;
constexpr std::uint32_t kPrepositions = static_cast<std::uint32_t>(Word::kPreposition);
constexpr std::uint32_t kDeterminers = static_cast<std::uint32_t>(Word::kDeterminer);

bool is_settlement(std::string_view word) {
  return any_of(word, {"city",         "town",     "village",      "capital",     "port",       "island",
                       "suburb",       "district", "province",     "region",      "county",     "state",
                       "resort",       "hamlet",   "municipality", "township",    "settlement", "enclave",
                       "territory",    "commune",  "peninsula",    "archipelago", "borough",    "neighbourhood",
                       "neighborhood", "parish",   "valley",       "volcano",     "prefecture", "hometown"});
}

// Words in the names of what stands at one place.
bool is_building(std::string_view word) {
  return any_of(word, {"theatre", "theater", "hall",    "hospital",  "stadium", "arena",   "university", "college",
                       "museum",  "airport", "school",  "cathedral", "church",  "station", "park",       "prison",
                       "jail",    "court",   "library", "gallery",   "hotel",   "palace",  "bridge",     "tower",
                       "square",  "zoo",     "clinic",  "opera",     "market",  "port",    "harbour",    "academy"});
}

class PlaceClaims {
 public:
  explicit PlaceClaims(Analysis& analysis) : a_(analysis) {
    for (std::uint32_t m = 0; m < a_.mentions.size(); ++m)
      if (a_.mentions[m].kind != MentionKind::kNominal && a_.mentions[m].entity != kNone) names_.push_back(m);
  }

  void run() {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      described(i);
      of_country(i);
      based(i);
      has_building(i);
      body_of(i);
      within(i);
    }
  }

 private:
  const Mention& name(std::size_t i) const { return a_.mentions[names_[i]]; }

  std::uint32_t sentence_of(const Mention& mention) const { return a_.token(mention.first).sentence; }

  bool is(std::size_t token, std::string_view word) const {
    return token < a_.segments.tokens.size() && a_.token(token).lower == word;
  }

  bool has(std::size_t token, std::uint32_t words) const {
    return token < a_.segments.tokens.size() && a_.lexicon->has_any(a_.token(token).lower, words);
  }

  /// The next name of the same sentence; null if there is none.
  const Mention* after(std::size_t i) const {
    if (i + 1 >= names_.size() || sentence_of(name(i + 1)) != sentence_of(name(i))) return nullptr;
    return &name(i + 1);
  }

  bool is_place(const Mention& mention) const {
    return mention.type == EntityType::kPlace && mention.kind == MentionKind::kName;
  }

  bool is_country(const Mention& mention) const {
    const auto listed = a_.lexicon->name_at(a_.segments.tokens, mention.first, mention.last);
    return listed && listed->kind == PhraseKind::kCountry && listed->length == mention.last - mention.first;
  }

  bool is_body(const Mention& mention) const {
    return mention.type == EntityType::kOrganization && mention.kind == MentionKind::kName;
  }

  void claim(const Mention& inner, std::string_view type, const Mention& outer, double confidence) {
    if (inner.entity == outer.entity) return;
    if (Claim* made = add_claim(a_, inner.entity, type, outer.entity, sentence_of(inner)))
      made->confidence = confidence;
  }

  void described(std::size_t i);
  void of_country(std::size_t i);
  void based(std::size_t i);
  void has_building(std::size_t i);
  void body_of(std::size_t i);
  void within(std::size_t i);

  Analysis& a_;
  std::vector<std::uint32_t> names_;
};

// "X, a school in Y", "X, the capital of Y", "X is a town in the north of Y".
void PlaceClaims::described(std::size_t i) {
  const Mention& inner = name(i);
  if (!(is_place(inner) && !is_country(inner)) && !is_body(inner)) return;
  std::uint32_t t = inner.last;
  const bool comma = is(t, ",");
  if (!comma && !is(t, "is") && !is(t, "was") && !is(t, "remains")) return;
  if (!is(++t, "a") && !is(t, "an") && !is(t, "the")) return;
  const Sentence& sentence = a_.segments.sentences[sentence_of(inner)];
  a_.try_rule("described by its place", inner.first, t);
  // The noun that tells what it is, and what stands between it and the place.
  std::uint32_t noun = kNone;
  bool of = false, in = false;
  for (++t; t < sentence.last_token && t < inner.last + 14; ++t) {
    const Token& token = a_.token(t);
    if (token.kind == TokenKind::kPunctuation && token.lower != "-") return;
    if (has(t, Word::kRelative | Word::kAuxiliary | Word::kCoordinator)) return;
    for (std::size_t k = i + 1; k < names_.size() && name(k).first <= t; ++k) {
      if (name(k).first != t || name(k).kind == MentionKind::kAdjective) continue;
      const bool settled = noun != kNone && is_settlement(a_.token(noun).lower);
      if (noun == kNone || !is_place(name(k)) || is(name(k).last, "'s")) return;
      if (!in && !(of && settled && is_place(inner))) return;
      if (is_body(inner) && settled) return;
      return claim(inner, "LOCATED_IN", name(k), kBeside);
    }
    if (is(t, "in") || is(t, "on"))
      in = true;
    else if (is(t, "of"))
      of = true;
    else if (has(t, kPrepositions))
      return;
    else if (!in && !of && !token.capital)
      noun = t;
  }
}

// "the Norwegian town of Quillby", "the Norwegian capital, Oslo", "Norway's capital, Oslo".
void PlaceClaims::of_country(std::size_t i) {
  const Mention& outer = name(i);
  const Mention* inner = after(i);
  if (inner == nullptr || !is_place(*inner) || is_country(*inner)) return;
  const bool owner = is_place(outer) && is(outer.last, "'s");
  if (outer.kind != MentionKind::kAdjective && !owner) return;
  std::uint32_t t = outer.last + (owner ? 1 : 0);
  std::uint32_t words = 0;
  while (t < inner->first && !is_settlement(a_.token(t).lower) && a_.token(t).kind == TokenKind::kWord && words < 4)
    ++t, ++words;
  if (t >= inner->first || !is_settlement(a_.token(t).lower)) return;
  const std::uint32_t gap = inner->first - t - 1;
  if (gap > 1 || (gap == 1 && !is(t + 1, "of") && !is(t + 1, ","))) return;
  a_.try_rule("place of a country", outer.first, inner->last);
  claim(*inner, "LOCATED_IN", outer, kBeside);
}

// "the Lisbon-based charity Open Hands", "Holt, a Bergen-based magnate".
void PlaceClaims::based(std::size_t i) {
  const Mention& place = name(i);
  if (!is_place(place) || !is(place.last, "-") || !is(place.last + 1, "based")) return;
  a_.try_rule("based", place.first, place.last + 2);
  const auto settle = [&](const Mention& who) {
    if (is_body(who)) claim(who, "LOCATED_IN", place, kBeside);
    if (who.type == EntityType::kPerson && who.kind == MentionKind::kName) claim(who, "LIVES_IN", place, kLoose);
  };
  const Sentence& sentence = a_.segments.sentences[sentence_of(place)];
  // Who is described by it stands before a comma, or behind the noun.
  if (place.first >= sentence.first_token + 3 && has(place.first - 1, kDeterminers) && is(place.first - 2, ","))
    for (std::size_t k = i; k-- > 0 && sentence_of(name(k)) == sentence_of(place);) {
      if (name(k).last == place.first - 2) return settle(name(k));
      if (name(k).last < place.first - 2) break;
    }
  const Mention* who = after(i);
  for (std::uint32_t t = place.last + 2; who != nullptr && t < who->first; ++t)
    if (a_.token(t).kind != TokenKind::kWord || has(t, Word::kPreposition | Word::kRelative | Word::kCoordinator))
      return;
  if (who != nullptr && who->first < place.last + 9) settle(*who);
}

// "Oslo's Quillby Theatre".
void PlaceClaims::has_building(std::size_t i) {
  const Mention& place = name(i);
  const Mention* building = after(i);
  if (building == nullptr || !is_place(place) || is_country(place) || !is(place.last, "'s")) return;
  if (building->first != place.last + 1 || !(is_place(*building) || is_body(*building))) return;
  if (!is_building(a_.token(building->last - 1).lower)) return;
  a_.try_rule("a place's building", place.first, building->last);
  claim(*building, "LOCATED_IN", place, kBeside);
}

// "Garrick Coal of Newcastle", "the Kenyatta Hospital, in Nairobi".
void PlaceClaims::body_of(std::size_t i) {
  const Mention& body = name(i);
  const Mention* place = after(i);
  if (place == nullptr || !is_body(body) || !is_place(*place) || is_country(*place) || is(place->last, "'s")) return;
  const bool of = is(body.last, "of") && place->first == body.last + 1;
  const bool in =
      is(body.last, ",") && is(body.last + 1, "in") && place->first == body.last + 2 && is(place->last, ",");
  if ((!of && !in) || body.last - body.first < 2) return;
  a_.try_rule("body of a place", body.first, place->last);
  claim(body, "LOCATED_IN", *place, kLoose);
}

// "Quillby, in the Norwegian county of Troms", "a school in the Quillby district".
void PlaceClaims::within(std::size_t i) {
  const Mention& inner = name(i);
  if (!(is_place(inner) && !is_country(inner)) && !(is_body(inner) && inner.last - inner.first > 1)) return;
  std::uint32_t t = inner.last;
  if (is(t, ",")) ++t;
  if (!is(t, "in") || !is(t + 1, "the")) return;
  bool kind = false;
  for (t += 2; t < inner.last + 9; ++t) {
    for (std::size_t k = i + 1; k < names_.size() && name(k).first <= t; ++k) {
      if (name(k).first != t || name(k).kind == MentionKind::kAdjective) continue;
      const bool named = is(name(k).last, "district") || is(name(k).last, "region") || is(name(k).last, "province") ||
                         is(name(k).last, "area");
      if (is_place(name(k)) && (kind || named)) claim(inner, "LOCATED_IN", name(k), kBeside);
      return;
    }
    if (t >= a_.segments.tokens.size() || a_.token(t).kind != TokenKind::kWord) return;
    if (is(t, "of")) {
      if (!is_settlement(a_.token(t - 1).lower)) return;
      kind = true;
    } else if (has(t, kPrepositions)) {
      return;
    }
  }
}

}  // namespace

void find_place_claims(Analysis& analysis) { PlaceClaims(analysis).run(); }

}  // namespace kith::ingest
