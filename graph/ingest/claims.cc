// Puts the claims of an article together: one fact per meaning, dates completed.
#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "base/fold.h"
#include "ingest/analysis.h"
#include "ingest/times.h"

namespace kith::ingest {

namespace {

using FactKey = std::tuple<std::string_view, std::uint32_t, std::uint32_t, std::string_view, std::string_view>;

// Claims of one key say the same, but for when and where.
FactKey fact_key(const Claim& claim) {
  const bool turned = is_symmetric(claim.type) && claim.tail < claim.head;
  return {claim.type, turned ? claim.tail : claim.head, turned ? claim.head : claim.tail, claim.role, claim.status};
}

// The keys are views of the claims: these must not move meanwhile.
std::map<FactKey, std::vector<std::uint32_t>> facts_of(const std::vector<Claim>& claims) {
  std::map<FactKey, std::vector<std::uint32_t>> facts;
  for (std::uint32_t c = 0; c < claims.size(); ++c) facts[fact_key(claims[c])].push_back(c);
  return facts;
}

// "This afternoon" in a quotation is the afternoon of the speech. Where the article tells of the same fact with a day
// of its own words, that is the day.
void place_spoken_times(Analysis& a) {
  for (const auto& [key, claims] : facts_of(a.claims)) {
    std::optional<Date> day;
    for (const std::uint32_t c : claims)
      if (const std::uint32_t time = a.claims[c].time; !day && time != kNone && !a.times[time].spoken)
        day = a.times[time].day;
    if (!day) continue;
    for (const std::uint32_t c : claims) {
      if (a.claims[c].time == kNone) continue;
      TimeMention& time = a.times[a.claims[c].time];
      if (!time.spoken || !time.day) continue;
      time.value = iso_date(*day) + time.value.substr(10);
      time.day = day;
      time.spoken = false;
    }
  }
}

// A claim without a date joins the one dated claim of the same fact, if there is exactly one date.
void join_dates(Analysis& a) {
  for (const auto& [key, claims] : facts_of(a.claims)) {
    std::uint32_t best = kNone;
    bool several = false;
    for (const std::uint32_t c : claims) {
      const std::uint32_t time = a.claims[c].time;
      if (time == kNone || !a.times[time].day) continue;
      several = several || (best != kNone && a.times[best].day != a.times[time].day);
      // The more exact of two is kept.
      if (best == kNone || a.times[time].value.size() > a.times[best].value.size()) best = time;
    }
    if (best == kNone || several) continue;
    for (const std::uint32_t c : claims)
      if (a.claims[c].time == kNone || !a.times[a.claims[c].time].day) a.claims[c].time = best;
  }
}

// The claims that an entity is an end of, by entity.
std::vector<std::vector<std::uint32_t>> claims_by_end(const Analysis& a) {
  std::vector<std::vector<std::uint32_t>> out(a.entities.size());
  for (std::uint32_t c = 0; c < a.claims.size(); ++c) {
    out[a.claims[c].head].push_back(c);
    out[a.claims[c].tail].push_back(c);
  }
  return out;
}

// "During his conversation on Saturday": the day of the conversation told of before.
void date_by_anaphora(Analysis& a) {
  const std::vector<std::vector<std::uint32_t>> of = claims_by_end(a);
  for (std::uint32_t s = 0; s < a.sentences.size(); ++s) {
    const std::vector<Chunk>& chunks = a.sentences[s].chunks;
    for (std::size_t c = 0; c + 1 < chunks.size(); ++c) {
      const std::uint32_t who = chunks[c].owner != kNone ? chunks[chunks[c].owner].entity : chunks[c].possessor;
      if (chunks[c].kind != ChunkKind::kNoun || who == kNone) continue;
      const std::string& word = chunks[c].word;
      if (word != "conversation" && word != "call" && word != "meeting" && word != "discussion" && word != "talks" &&
          word != "visit")
        continue;
      std::size_t next = c + 1;
      if (chunks[next].kind == ChunkKind::kPreposition && next + 1 < chunks.size()) ++next;
      if (chunks[next].kind != ChunkKind::kTime) continue;
      Claim* latest = nullptr;
      for (const std::uint32_t index : of[who])
        if (Claim& claim = a.claims[index]; claim.begin < a.segments.sentences[s].begin &&
                                            (claim.type == "SPOKE_WITH" || claim.type == "MET_WITH" ||
                                             claim.type == "NEGOTIATED_WITH" || claim.type == "VISITED") &&
                                            (latest == nullptr || latest->begin <= claim.begin))
          latest = &claim;
      if (latest != nullptr && latest->time == kNone) latest->time = chunks[next].time;
    }
  }
}

std::uint32_t sentence_at(const Analysis& a, std::uint32_t begin) {
  const std::vector<Sentence>& all = a.segments.sentences;
  const auto it = std::lower_bound(all.begin(), all.end(), begin,
                                   [](const Sentence& sentence, std::uint32_t at) { return sentence.begin < at; });
  return static_cast<std::uint32_t>(it - all.begin());
}

// "The meeting" after "X met Y in Rome on Sunday" is that meeting: it has its day, its place and those who met.
void complete_meetings(Analysis& a) {
  std::map<std::uint32_t, std::uint32_t> meetings;  // the first of each sentence, by its place
  for (std::uint32_t c = 0; c < a.claims.size(); ++c)
    if (a.claims[c].type == "MET_WITH" && a.claims[c].status == "stated") meetings.try_emplace(a.claims[c].begin, c);
  std::vector<Claim> more;
  for (Claim& claim : a.claims) {
    if (claim.type != "ATTENDED" || a.entities[claim.tail].event_class != "meeting") continue;
    const auto before = meetings.lower_bound(claim.begin);
    if (before == meetings.begin()) continue;
    const Claim* met = &a.claims[std::prev(before)->second];
    if (claim.time == kNone) claim.time = met->time;
    if (claim.place == kNone) claim.place = met->place;
    for (const std::uint32_t who : {met->head, met->tail}) {
      Claim part = *met;
      part.head = who;
      part.type = "PARTICIPATED_IN";
      part.tail = claim.tail;
      part.rule = "the meeting told of before";
      more.push_back(std::move(part));
    }
    if (met->place == kNone) continue;
    Claim held = *met;
    held.head = claim.tail;
    held.rule = "the meeting told of before";
    held.type = "HELD_IN";
    held.tail = std::exchange(held.place, kNone);
    more.push_back(std::move(held));
  }
  for (Claim& claim : more) {
    const std::uint32_t sentence = sentence_at(a, claim.begin);
    if (a.claim_at
            .try_emplace({claim.head, claim.type, claim.tail, sentence}, static_cast<std::uint32_t>(a.claims.size()))
            .second)
      a.claims.push_back(std::move(claim));
  }
}

// Events take their day from what is said of them.
void date_events(Analysis& a) {
  for (const Claim& claim : a.claims) {
    if (claim.time == kNone || !a.times[claim.time].day || claim.status != "stated") continue;
    for (const std::uint32_t entity : {claim.tail, claim.head})
      if (a.type_of(entity) == EntityType::kEvent && !a.entities[entity].date &&
          (claim.type == "HELD_IN" || claim.type == "ATTENDED" || claim.type == "PARTICIPATED_IN"))
        a.entities[entity].date = a.times[claim.time].day;
  }
}

// Under what other articles may find the event: its proper name, or kind, day and those who take part. What it is
// called by common nouns joins nothing: there are many negotiations.
std::vector<std::string> event_links(const Analysis& a, std::uint32_t event, const std::vector<std::uint32_t>& claims) {
  const LocalEntity& entity = a.entities[event];
  std::vector<std::string> links;
  for (const std::uint32_t m : entity.mentions)
    if (a.mentions[m].kind == MentionKind::kName) {
      std::string link = fold(a.words(a.mentions[m].first, a.mentions[m].last));
      if (std::find(links.begin(), links.end(), link) == links.end()) links.push_back(std::move(link));
    }
  if (!links.empty() || !entity.date) return links;
  std::vector<std::string> participants;
  for (const std::uint32_t c : claims) {
    const Claim& claim = a.claims[c];
    if (claim.tail == event && (claim.type == "PARTICIPATED_IN" || claim.type == "ATTENDED"))
      participants.push_back(fold(a.entities[claim.head].name));
  }
  std::sort(participants.begin(), participants.end());
  participants.erase(std::unique(participants.begin(), participants.end()), participants.end());
  if (participants.size() < 2) return links;
  std::string link = "event: " + entity.event_class + " " + iso_date(*entity.date);
  for (const std::string& participant : participants) link += " " + participant;
  links.push_back(std::move(link));
  return links;
}

// Events are called by their longest mention with a proper noun in it, else by their kind and place.
void name_events(Analysis& a) {
  const std::vector<std::vector<std::uint32_t>> of = claims_by_end(a);
  for (std::uint32_t e = 0; e < a.entities.size(); ++e) {
    LocalEntity& entity = a.entities[e];
    if (entity.type != EntityType::kEvent) continue;
    std::string named;
    std::string plain;
    std::string head;
    for (const std::uint32_t m : entity.mentions) {
      const Mention& mention = a.mentions[m];
      std::string words(a.words(mention.first, mention.last));
      std::replace(words.begin(), words.end(), '\n', ' ');
      bool proper = mention.kind == MentionKind::kName;
      for (std::uint32_t i = mention.first; i < mention.last && !proper; ++i)
        proper = a.token(i).capital && i != a.segments.sentences[a.token(i).sentence].first_token;
      if (head.empty()) head = a.token(mention.last - 1).lower;
      std::string& best = proper ? named : plain;
      if (words.size() > best.size()) best = words;
      if (std::find(entity.aliases.begin(), entity.aliases.end(), words) == entity.aliases.end())
        entity.aliases.push_back(std::move(words));
    }
    std::string place;
    for (const std::uint32_t c : of[e])
      if (a.claims[c].head == e && (a.claims[c].type == "HELD_IN" || a.claims[c].type == "LOCATED_IN") && place.empty())
        place = a.entities[a.claims[c].tail].name;
    if (!named.empty())
      entity.name = named;
    else if (!plain.empty())
      entity.name = place.empty() ? plain : head + " in " + place;
    std::erase(entity.aliases, entity.name);
    std::sort(entity.aliases.begin(), entity.aliases.end());
    entity.link_names = event_links(a, e, of[e]);
  }
}

}  // namespace

bool is_symmetric(std::string_view type) noexcept {
  static constexpr std::array<std::string_view, 7> kSymmetric = {
      "MET_WITH", "SPOKE_WITH", "NEGOTIATED_WITH", "CONFLICT_WITH", "AGREED_WITH", "FAMILY_OF", "EXCHANGED_FIRE_WITH"};
  return std::find(kSymmetric.begin(), kSymmetric.end(), type) != kSymmetric.end();
}

Claim* add_claim(Analysis& a, std::uint32_t head, std::string_view type, std::uint32_t tail, std::uint32_t sentence) {
  if (head == kNone || tail == kNone || head == tail) return nullptr;
  const bool turned = is_symmetric(type) && tail < head;
  const auto [it, added] =
      a.claim_at.try_emplace({turned ? tail : head, std::string(type), turned ? head : tail, sentence},
                             static_cast<std::uint32_t>(a.claims.size()));
  if (!added) return &a.claims[it->second];
  const Sentence& where = a.segments.sentences[sentence];
  Claim claim;
  claim.head = head;
  claim.type = std::string(type);
  claim.tail = tail;
  claim.begin = where.begin;
  claim.end = where.end;
  claim.rule = a.rule;
  claim.rule_begin = a.rule_begin;
  claim.rule_end = a.rule_end;
  a.claims.push_back(std::move(claim));
  return &a.claims.back();
}

void find_claims(Analysis& analysis) {
  find_name_claims(analysis);
  find_role_claims(analysis);
  find_place_claims(analysis);
  find_body_claims(analysis);
  find_noun_claims(analysis);
  find_clause_claims(analysis);
  find_party_claims(analysis);
  if (analysis.open) find_open_claims(analysis);
  date_by_anaphora(analysis);
  place_spoken_times(analysis);
  complete_meetings(analysis);
  join_dates(analysis);
  date_events(analysis);
  name_events(analysis);
  std::stable_sort(analysis.claims.begin(), analysis.claims.end(),
                   [](const Claim& a, const Claim& b) { return a.begin < b.begin; });
}

}  // namespace kith::ingest
