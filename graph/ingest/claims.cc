// Puts the claims of an article together: one fact per meaning, dates completed.
#include <algorithm>
#include <array>

#include "base/fold.h"
#include "ingest/analysis.h"
#include "ingest/times.h"

namespace kith::ingest {

namespace {

bool same_fact(const Claim& a, const Claim& b) {
  if (a.type != b.type || a.role != b.role || a.status != b.status) return false;
  if (a.head == b.head && a.tail == b.tail) return true;
  return is_symmetric(a.type) && a.head == b.tail && a.tail == b.head;
}

// "This afternoon" in a quotation is the afternoon of the speech. Where the article tells of the same fact with a day of its
// own words, that is the day.
void place_spoken_times(Analysis& a) {
  for (const Claim& claim : a.claims) {
    if (claim.time == kNone || !a.times[claim.time].spoken || !a.times[claim.time].day) continue;
    for (const Claim& other : a.claims) {
      if (other.time == kNone || a.times[other.time].spoken || !a.times[other.time].day || !same_fact(claim, other)) continue;
      TimeMention& spoken = a.times[claim.time];
      spoken.value = iso_date(*a.times[other.time].day) + spoken.value.substr(10);
      spoken.day = a.times[other.time].day;
      spoken.spoken = false;
      break;
    }
  }
}

// A claim without a date joins the one dated claim of the same fact, if there is exactly one date.
void join_dates(Analysis& a) {
  for (Claim& claim : a.claims) {
    if (claim.time != kNone && a.times[claim.time].day) continue;
    std::uint32_t time = kNone;
    bool several = false;
    for (const Claim& other : a.claims) {
      if (other.time == kNone || !a.times[other.time].day || !same_fact(claim, other)) continue;
      if (time != kNone && a.times[time].day != a.times[other.time].day) several = true;
      // The more exact of two is kept.
      if (time == kNone || a.times[other.time].value.size() > a.times[time].value.size()) time = other.time;
    }
    if (time != kNone && !several) claim.time = time;
  }
}

// "During his conversation on Saturday": the day of the conversation told of before.
void date_by_anaphora(Analysis& a) {
  for (std::uint32_t s = 0; s < a.sentences.size(); ++s) {
    const std::vector<Chunk>& chunks = a.sentences[s].chunks;
    for (std::size_t c = 0; c + 1 < chunks.size(); ++c) {
      const std::uint32_t who = chunks[c].owner != kNone ? chunks[chunks[c].owner].entity : chunks[c].possessor;
      if (chunks[c].kind != ChunkKind::kNoun || who == kNone) continue;
      const std::string& word = chunks[c].word;
      if (word != "conversation" && word != "call" && word != "meeting" && word != "discussion" && word != "talks" && word != "visit") continue;
      std::size_t next = c + 1;
      if (chunks[next].kind == ChunkKind::kPreposition && next + 1 < chunks.size()) ++next;
      if (chunks[next].kind != ChunkKind::kTime) continue;
      Claim* latest = nullptr;
      for (Claim& claim : a.claims)
        if (claim.begin < a.segments.sentences[s].begin && (claim.head == who || claim.tail == who) &&
            (claim.type == "SPOKE_WITH" || claim.type == "MET_WITH" || claim.type == "NEGOTIATED_WITH" || claim.type == "VISITED") &&
            (latest == nullptr || latest->begin <= claim.begin))
          latest = &claim;
      if (latest != nullptr && latest->time == kNone) latest->time = chunks[next].time;
    }
  }
}

// "The meeting" after "X met Y in Rome on Sunday" is that meeting: it has its day, its place and those who met.
void complete_meetings(Analysis& a) {
  std::vector<Claim> more;
  for (Claim& claim : a.claims) {
    if (claim.type != "ATTENDED" || a.entities[claim.tail].event_class != "meeting") continue;
    const Claim* met = nullptr;
    for (const Claim& other : a.claims)
      if (other.type == "MET_WITH" && other.status == "stated" && other.begin < claim.begin && (met == nullptr || met->begin < other.begin)) met = &other;
    if (met == nullptr) continue;
    if (claim.time == kNone) claim.time = met->time;
    if (claim.place == kNone) claim.place = met->place;
    for (const std::uint32_t who : {met->head, met->tail}) {
      Claim part = *met;
      part.head = who;
      part.type = "PARTICIPATED_IN";
      part.tail = claim.tail;
      more.push_back(std::move(part));
    }
    if (met->place == kNone) continue;
    Claim held = *met;
    held.head = claim.tail;
    held.type = "HELD_IN";
    held.tail = std::exchange(held.place, kNone);
    more.push_back(std::move(held));
  }
  for (Claim& claim : more) {
    const bool known = std::any_of(a.claims.begin(), a.claims.end(), [&](const Claim& other) { return same_fact(claim, other) && other.begin == claim.begin; });
    if (!known) a.claims.push_back(std::move(claim));
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
std::vector<std::string> event_links(const Analysis& a, std::uint32_t event) {
  const LocalEntity& entity = a.entities[event];
  std::vector<std::string> links;
  for (const std::uint32_t m : entity.mentions)
    if (a.mentions[m].kind == MentionKind::kName) {
      std::string link = fold(a.words(a.mentions[m].first, a.mentions[m].last));
      if (std::find(links.begin(), links.end(), link) == links.end()) links.push_back(std::move(link));
    }
  if (!links.empty() || !entity.date) return links;
  std::vector<std::string> participants;
  for (const Claim& claim : a.claims)
    if (claim.tail == event && (claim.type == "PARTICIPATED_IN" || claim.type == "ATTENDED")) participants.push_back(fold(a.entities[claim.head].name));
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
      if (std::find(entity.aliases.begin(), entity.aliases.end(), words) == entity.aliases.end()) entity.aliases.push_back(std::move(words));
    }
    std::string place;
    for (const Claim& claim : a.claims)
      if (claim.head == e && claim.type == "HELD_IN" && place.empty()) place = a.entities[claim.tail].name;
    if (!named.empty()) entity.name = named;
    else if (!plain.empty()) entity.name = place.empty() ? plain : head + " in " + place;
    std::erase(entity.aliases, entity.name);
    std::sort(entity.aliases.begin(), entity.aliases.end());
    entity.link_names = event_links(a, e);
  }
}

}  // namespace

bool is_symmetric(std::string_view type) noexcept {
  static constexpr std::array<std::string_view, 7> kSymmetric = {"MET_WITH", "SPOKE_WITH", "NEGOTIATED_WITH", "CONFLICT_WITH",
                                                                 "AGREED_WITH", "FAMILY_OF", "EXCHANGED_FIRE_WITH"};
  return std::find(kSymmetric.begin(), kSymmetric.end(), type) != kSymmetric.end();
}

Claim* add_claim(Analysis& a, std::uint32_t head, std::string_view type, std::uint32_t tail, std::uint32_t sentence) {
  if (head == kNone || tail == kNone || head == tail) return nullptr;
  const Sentence& where = a.segments.sentences[sentence];
  for (auto it = a.claims.rbegin(); it != a.claims.rend(); ++it) {
    if (it->type != type) continue;
    const bool same = (it->head == head && it->tail == tail) || (is_symmetric(type) && it->head == tail && it->tail == head);
    if (same && it->begin == where.begin) return &*it;
  }
  Claim claim;
  claim.head = head;
  claim.type = std::string(type);
  claim.tail = tail;
  claim.begin = where.begin;
  claim.end = where.end;
  a.claims.push_back(std::move(claim));
  return &a.claims.back();
}

void find_claims(Analysis& analysis) {
  find_name_claims(analysis);
  find_noun_claims(analysis);
  find_clause_claims(analysis);
  date_by_anaphora(analysis);
  place_spoken_times(analysis);
  complete_meetings(analysis);
  join_dates(analysis);
  date_events(analysis);
  name_events(analysis);
  std::stable_sort(analysis.claims.begin(), analysis.claims.end(), [](const Claim& a, const Claim& b) { return a.begin < b.begin; });
}

}  // namespace kith::ingest
