// Claims of clauses: who did what to whom, by the frames of its verb.
//
//     (met) subject [JD Vance], with [Volodymyr Zelenskyy], in [Rome], <Sunday>
//       -> JD Vance -[MET_WITH {date: 2025-05-18, place: Rome}]-> Volodymyr Zelenskyy
#include <algorithm>
#include <set>
#include <tuple>

#include "ingest/analysis.h"
#include "ingest/times.h"

namespace kith::ingest {

namespace {

bool any_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

class ClauseClaims {
 public:
  explicit ClauseClaims(Analysis& analysis) : a_(analysis) {}

  void run() {
    for (s_ = 0; s_ < a_.sentences.size(); ++s_) {
      for (const Clause& clause : a_.sentences[s_].clauses) {
        if (!read_status(clause)) continue;
        table(clause);
        special(clause);
        if (claimed_) then_ = time_of(clause) != kNone ? time_of(clause) : then_;
      }
    }
  }

 private:
  const std::vector<Chunk>& chunks() const { return a_.sentences[s_].chunks; }

  std::vector<std::uint32_t> entities(const std::vector<std::uint32_t>& nouns) const {
    std::vector<std::uint32_t> out;
    for (const std::uint32_t noun : nouns)
      for (const std::uint32_t entity : a_.entities_of(s_, noun))
        if (out.size() < 4 * kEndsMax && std::find(out.begin(), out.end(), entity) == out.end()) out.push_back(entity);
    return out;
  }

  std::vector<std::uint32_t> complement(const Clause& clause, std::string_view preposition) const {
    // "lives in exile in Chile": the first that says whom or where.
    for (const Complement& complement : clause.complements)
      if (complement.preposition == preposition)
        if (std::vector<std::uint32_t> found = entities(complement.nouns); !found.empty()) return found;
    return {};
  }

  bool is_of(std::uint32_t entity, unsigned types) const {
    const EntityType type = a_.type_of(entity);
    return type != EntityType::kOther && ((1u << static_cast<unsigned>(type)) & types) != 0;
  }

  bool read_status(const Clause& clause);
  void table(const Clause& clause);
  std::pair<std::vector<std::uint32_t>, std::vector<std::uint32_t>> ends(const Frame& frame, const Clause& clause) const;
  void special(const Clause& clause);
  void attendance(const Clause& clause);
  void is_role(const Clause& clause);
  void medals(const Clause& clause);
  void statement(const Clause& clause);
  void interview(const Clause& clause);
  void served_where(const Clause& clause);
  void pairwise(const Clause& clause);
  std::uint32_t time_of(const Clause& clause);
  std::uint32_t day_of(std::uint32_t time);
  std::uint32_t place_of(const Clause& clause) const;
  void try_rule(std::string name, const Clause& clause);
  Claim* claim(const Clause& clause, std::uint32_t head, std::string_view type, std::uint32_t tail);

  Analysis& a_;
  std::uint32_t s_ = 0;
  std::string status_;
  std::uint32_t stated_by_ = kNone;
  bool claimed_ = false;
  std::uint32_t then_ = kNone;  // the time of the claim before, for "then"
};

// Whether the clause says that something is, was or will be so; how it is said goes to status_ and stated_by_.
bool ClauseClaims::read_status(const Clause& clause) {
  const Chunk& verb = chunks()[clause.verb];
  status_ = "stated";
  claimed_ = false;
  stated_by_ = verb.quoted ? a_.speakers[s_] : kNone;
  for (std::uint32_t i = verb.first; i < verb.last; ++i) {
    const std::string& word = a_.token(i).lower;
    if (any_of(word, {"could", "may", "might", "should", "must", "can", "ca", "cannot"})) return false;
    if (any_of(word, {"will", "would", "shall", "'ll", "wo"})) status_ = "planned";
    if (any_of(word, {"allegedly", "reportedly"})) status_ = "alleged";
  }
  if (verb.infinitive) {
    status_ = "planned";
    if (clause.governor != kNone) {
      const Clause& governor = a_.sentences[s_].clauses[clause.governor];
      if (any_of(governor.lemma, {"refuse", "decline", "fail"}))
        status_ = "denied";
      else if (any_of(governor.lemma, {"begin", "continue", "manage", "help", "go", "travel", "come", "fly", "use",
                                       "beat", "defeat"})) {
        // What one went to do one did, unless one will only go.
        const Chunk& going = chunks()[governor.verb];
        if (!going.modal && !going.infinitive && !going.negated) status_ = "stated";
      }
    }
  }
  if (clause.governor != kNone) {
    const Clause& governor = a_.sentences[s_].clauses[clause.governor];
    if (any_of(governor.lemma, {"claim", "allege", "accuse"}) && status_ == "stated") status_ = "alleged";
    if (governor.lemma == "deny") status_ = "denied";
    if (is_saying(governor.lemma) && stated_by_ == kNone)
      for (const std::uint32_t subject : entities(governor.subjects))
        if (stated_by_ == kNone && is_of(subject, kActor)) stated_by_ = subject;
  }
  if (verb.negated) status_ = "denied";
  return true;
}

// The clause's own time; else one of its sentence that no other verb stands before; after "then" that of the clause
// before.
std::uint32_t ClauseClaims::time_of(const Clause& clause) {
  if (clause.time != kNone) return clause.time;
  const Chunk& verb = chunks()[clause.verb];
  for (std::size_t i = clause.verb; i-- > 0;) {
    // What commas enclose between subject and verb has times of its own.
    if (chunks()[i].kind == ChunkKind::kComma && !clause.subjects.empty() && clause.subjects.front() < i)
      i = clause.subjects.front();
    const Chunk& chunk = chunks()[i];
    if (chunk.quoted != verb.quoted || chunk.kind == ChunkKind::kQuote || chunk.kind == ChunkKind::kRelative ||
        chunk.kind == ChunkKind::kSubordinator)
      break;
    if (chunk.kind == ChunkKind::kTime) return chunk.time;
    if (chunk.kind == ChunkKind::kVerb && chunk.word != clause.lemma && !chunk.infinitive) {
      const bool shares = clause.governor == kNone && chunk.quoted == verb.quoted && !is_saying(chunk.word);
      if (!shares) break;
    }
  }
  for (std::uint32_t i = verb.first; i < verb.last; ++i)
    if (a_.token(i).lower == "then" && then_ != kNone) return then_ = day_of(then_);
  return kNone;
}

// The day alone of a time: "then" is later on it.
std::uint32_t ClauseClaims::day_of(std::uint32_t time) {
  if (!a_.times[time].day || a_.times[time].value.size() == 10) return time;
  TimeMention day = a_.times[time];
  day.value = iso_date(*day.day);
  day.derived = true;
  a_.times.push_back(std::move(day));
  return static_cast<std::uint32_t>(a_.times.size() - 1);
}

std::uint32_t ClauseClaims::place_of(const Clause& clause) const {
  for (const Complement& complement : clause.complements)
    if (complement.preposition == "in" || complement.preposition == "at")
      for (const std::uint32_t noun : complement.nouns) {
        const Chunk& chunk = chunks()[noun];
        if (chunk.entity != kNone && chunk.mention != kNone && a_.type_of(chunk.entity) == EntityType::kPlace)
          return chunk.entity;
      }
  // "Beijing, where he will meet X".
  if (clause.subjects.empty()) return kNone;
  const std::uint32_t subject = clause.subjects.front();
  if (subject > 0 && chunks()[subject - 1].kind == ChunkKind::kRelative && chunks()[subject - 1].word == "where")
    for (std::size_t i = subject - 1; i-- > 0 && chunks()[i].kind != ChunkKind::kVerb;)
      if (chunks()[i].kind == ChunkKind::kNoun && chunks()[i].entity != kNone && is_of(chunks()[i].entity, kL) &&
          !(i >= 2 && chunks()[i - 1].kind == ChunkKind::kComma && chunks()[i - 2].entity != kNone &&
            is_of(chunks()[i - 2].entity, kL)))
        return chunks()[i].entity;
  // "This afternoon in Rome, Italy, X met": before the subject.
  const bool quoted = chunks()[clause.verb].quoted;
  for (std::size_t i = 0; i + 1 < clause.subjects.front(); ++i) {
    if (chunks()[i].kind == ChunkKind::kVerb) return kNone;
    if (chunks()[i].kind != ChunkKind::kPreposition || chunks()[i].word != "in" || chunks()[i].quoted != quoted)
      continue;
    const Chunk& chunk = chunks()[i + 1];
    if (chunk.kind == ChunkKind::kNoun && chunk.entity != kNone && chunk.mention != kNone &&
        a_.type_of(chunk.entity) == EntityType::kPlace)
      return chunk.entity;
  }
  return kNone;
}

Claim* ClauseClaims::claim(const Clause& clause, std::uint32_t head, std::string_view type, std::uint32_t tail) {
  Claim* made = add_claim(a_, head, type, tail, s_);
  if (made == nullptr) return nullptr;
  claimed_ = true;
  if (made->time == kNone) made->time = time_of(clause);
  if (made->place == kNone) made->place = place_of(clause);
  if (made->place == made->tail || made->place == made->head) made->place = kNone;
  made->status = status_;
  made->stated_by = stated_by_;
  return made;
}

void ClauseClaims::try_rule(std::string name, const Clause& clause) {
  if (clause.verb < chunks().size()) a_.try_rule(std::move(name), chunks()[clause.verb].first, chunks()[clause.verb].last);
}

// Who stands where the frame wants the subject and the other end; both empty if the clause is not of its form.
std::pair<std::vector<std::uint32_t>, std::vector<std::uint32_t>> ClauseClaims::ends(const Frame& frame,
                                                                                       const Clause& clause) const {
  if (!frame.object.empty()) {
    if (clause.objects.empty()) return {};
    const std::string_view object = chunks()[clause.objects.front()].word;
    if (object != frame.object && !(object.ends_with('s') && object.substr(0, object.size() - 1) == frame.object))
      return {};
  }
  // Who suffers is the object of the active: "moved her to", "held talks in".
  if (frame.passive) return {entities(clause.passive ? clause.subjects : clause.objects), complement(clause, frame.slot)};
  if (frame.slot == "object") {
    if (clause.passive) return {complement(clause, "by"), entities(clause.subjects)};
    return {entities(clause.subjects), entities(clause.objects)};
  }
  if (clause.passive) return {};
  // "moved his family to": they moved.
  const bool moves_others = frame.verb == "move" && !clause.objects.empty();
  return {entities(moves_others ? clause.objects : clause.subjects), complement(clause, frame.slot)};
}

void ClauseClaims::table(const Clause& clause) {
  std::set<std::tuple<std::string_view, std::string_view, std::uint32_t, std::uint32_t>> taken;
  for (const Frame& frame : a_.frames->of(clause.lemma)) {
    try_rule("verb " + frame.verb + (frame.object.empty() ? "" : ":" + frame.object) + " " + frame.slot, clause);
    auto [heads, tails] = ends(frame, clause);
    if (heads.size() > kEndsMax) heads.resize(kEndsMax);
    if (tails.size() > kEndsMax) tails.resize(kEndsMax);
    for (const std::uint32_t head : heads)
      for (const std::uint32_t tail : tails) {
        if (!is_of(head, frame.head) || !is_of(tail, frame.tail)) continue;
        // Two countries "meet" by their people; a person "meets" a place only as a road does.
        if (frame.type == "MET_WITH" && is_of(head, kP) && is_of(tail, kL)) continue;
        // One starts a war or talks; a match or a visit only begins.
        if (frame.type == "STARTED" && !any_of(a_.entities[tail].event_class,
                                               {"war", "attack", "battle", "protest", "talks", "crisis", "mission"}))
          continue;
        if (!taken.insert({frame.object, frame.slot, head, tail}).second) continue;
        std::string_view type = frame.type;
        if (type == "LIVES_IN" && clause.verb < chunks().size() &&
            a_.token(chunks()[clause.verb].last - 1).lower.ends_with("ed"))
          type = "LIVED_IN";
        if (frame.turned)
          claim(clause, tail, type, head);
        else
          claim(clause, head, type, tail);
      }
  }
}

// "was present at the meeting", "were among the attendees of the mass".
// "X is a member of Y", "X became president of Y", "X was elected mayor of Y", "X serves as Y's foreign minister".
void ClauseClaims::is_role(const Clause& clause) {
  const bool is = any_of(clause.lemma, {"be", "become"});
  const bool made = clause.passive && any_of(clause.lemma, {"elect", "appoint", "name", "choose", "swear", "nominate", "re-elect"});
  const bool serves = !clause.passive && any_of(clause.lemma, {"serve", "work", "act"});
  if (!is && !made && !serves) return;
  std::uint32_t noun = kNone;
  if (!serves && !clause.objects.empty()) noun = clause.objects.front();
  for (const Complement& complement : clause.complements)
    if (noun == kNone && !is && complement.preposition == "as") noun = complement.nouns.front();
  if (noun == kNone) return;
  const Chunk& what = chunks()[noun];
  std::uint32_t first = what.first;
  while (first < what.last && a_.lexicon->has_any(a_.token(first).lower, Word::kDeterminer | Word::kAdjective | Word::kPossessive))
    ++first;
  const auto title = a_.lexicon->title_at(a_.segments.tokens, first, what.last);
  if (!title || first + title->length != what.last) return;
  std::vector<std::uint32_t> whose = complement(clause, "of");
  if (whose.empty() && what.owner != kNone) whose = a_.entities_of(s_, what.owner);
  if (whose.empty() && what.possessor != kNone) whose = {what.possessor};
  for (const std::uint32_t holder : entities(clause.subjects))
    for (const std::uint32_t of : whose) {
      if (!is_of(holder, kP) && !(is_of(holder, kL | kO) && title->canonical == "member")) continue;
      const RoleRelation relation = role_relation(a_, first, what.last, of);
      if (relation.type.empty()) continue;
      if (Claim* claimed = claim(clause, holder, relation.type, of)) claimed->role = relation.role;
    }
}

// "with the silver medal going to Poland and the bronze to Armenia": at the competition spoken of last.
void ClauseClaims::medals(const Clause& clause) {
  for (const std::uint32_t subject : clause.subjects) {
    if (clause.lemma != "go" ||
        !any_of(chunks()[subject].word, {"medal", "gold", "silver", "bronze", "prize", "trophy", "award", "title"}))
      continue;
    std::uint32_t event = kNone;
    for (std::size_t i = 0; i < clause.verb; ++i) {
      const std::uint32_t entity = chunks()[i].entity;
      if (entity != kNone && is_of(entity, kE) && a_.entities[entity].event_class == "competition") event = entity;
    }
    for (const Complement& complement : clause.complements)
      if (event != kNone && complement.preposition == "to")
        for (const std::uint32_t winner : entities(complement.nouns))
          if (is_of(winner, kActor)) claim(clause, winner, "AWARDED", event);
  }
}

void ClauseClaims::attendance(const Clause& clause) {
  if (clause.lemma != "be") return;
  std::vector<std::uint32_t> events;
  const bool present = !clause.objects.empty() && chunks()[clause.objects.front()].word == "present";
  if (present)
    for (const std::string_view preposition : {"at", "in", "during"})
      for (const std::uint32_t event : complement(clause, preposition)) events.push_back(event);
  bool among = false;
  for (const Complement& complement : clause.complements) {
    for (const std::uint32_t noun : complement.nouns)
      among = among || ((complement.preposition == "among" || complement.preposition == "amongst") &&
                        any_of(chunks()[noun].word, {"attendees", "guests", "participants", "those", "mourners",
                                                     "spectators", "teams", "countries"}));
    if (among && (complement.preposition == "of" || complement.preposition == "at" || complement.preposition == "in"))
      for (const std::uint32_t event : entities(complement.nouns)) events.push_back(event);
  }
  std::vector<std::uint32_t> actors = entities(clause.subjects);
  for (const std::uint32_t with : complement(clause, "along")) actors.push_back(with);
  // "Teams from Sudan and Iran are among": those they come from.
  for (const std::uint32_t subject : clause.subjects) {
    const Chunk& chunk = chunks()[subject];
    if (!any_of(chunk.word, {"teams", "team", "delegations", "athletes", "players", "representatives"}) ||
        chunk.entity != kNone)
      continue;
    for (std::size_t i = subject + 1; i < clause.verb && i < chunks().size(); ++i) {
      const ChunkKind kind = chunks()[i].kind;
      if (i == subject + 1 && !(kind == ChunkKind::kPreposition && chunks()[i].word == "from")) break;
      if (kind == ChunkKind::kNoun && chunks()[i].entity != kNone && is_of(chunks()[i].entity, kL))
        actors.push_back(chunks()[i].entity);
      if (kind == ChunkKind::kRelative || kind == ChunkKind::kVerb) break;
    }
  }
  for (const std::uint32_t actor : actors)
    for (const std::uint32_t event : events)
      if (is_of(actor, kActor) && is_of(event, kE))
        claim(clause, actor, is_of(actor, kP) ? "ATTENDED" : "PARTICIPATED_IN", event);
}

// "In a statement to the Broadcasting Corporation, the Church denied": who says it, to whom.
void ClauseClaims::statement(const Clause& clause) {
  interview(clause);
  if (!is_saying(clause.lemma) || chunks().size() < 5 || clause.subjects.empty()) return;
  const Chunk& what = chunks()[1];
  if (chunks()[0].word != "in" || chunks()[2].word != "to" || chunks()[3].kind != ChunkKind::kNoun || clause.verb < 4)
    return;
  if (!any_of(what.word, {"statement", "interview", "letter", "message", "email", "speech"})) return;
  for (const std::uint32_t speaker : entities(clause.subjects))
    for (const std::uint32_t hearer : a_.entities_of(s_, 3))
      if (is_of(speaker, kP | kO) && is_of(hearer, kP | kO)) claim(clause, speaker, "SPOKE_TO", hearer);
}

// "criticised the plan in an interview with the newspaper Y".
void ClauseClaims::interview(const Clause& clause) {
  for (const Complement& in : clause.complements) {
    if (in.preposition != "in" || !any_of(chunks()[in.nouns.front()].word, {"interview", "conversation"})) continue;
    for (const std::uint32_t speaker : entities(clause.subjects))
      for (const std::uint32_t hearer : complement(clause, "with"))
        if (is_of(speaker, kP) && is_of(hearer, kP | kO)) claim(clause, speaker, "SPOKE_TO", hearer);
  }
}

// "Peru, the country where X served": the place stands before "where".
void ClauseClaims::served_where(const Clause& clause) {
  if (clause.subjects.empty() || !any_of(clause.lemma, {"serve", "live", "bear", "work", "study"})) return;
  std::uint32_t place = kNone;
  bool where = false;
  for (std::size_t i = clause.subjects.front(); i-- > 0;) {
    const Chunk& chunk = chunks()[i];
    if (chunk.kind == ChunkKind::kVerb) return;
    if (chunk.kind == ChunkKind::kRelative && chunk.word == "where") {
      where = true;
      continue;
    }
    if (!where) continue;
    const std::uint32_t first =
        chunk.kind == ChunkKind::kNoun && chunk.mention != kNone ? a_.mentions[chunk.mention].first : 0;
    if (chunk.kind == ChunkKind::kNoun && chunk.entity != kNone && is_of(chunk.entity, kL)) place = chunk.entity;
    // A place inside a person's title: "the President of Peru, X, the country where".
    if (place == kNone && first > chunk.first)
      for (const Mention& mention : a_.mentions)
        if (mention.first >= chunk.first && mention.last <= first && mention.type == EntityType::kPlace)
          place = mention.entity;
    if (place != kNone) break;
  }
  if (!where || place == kNone) return;
  const std::string_view type = clause.lemma == "bear"    ? "BORN_IN"
                                : clause.lemma == "live"  ? "LIVED_IN"
                                : clause.lemma == "study" ? "STUDIES_AT"
                                                          : "SERVED_IN";
  for (const std::uint32_t subject : entities(clause.subjects))
    if (is_of(subject, kP)) claim(clause, subject, type, place);
}

// "X and Y met": each with each, if nobody else was met.
void ClauseClaims::pairwise(const Clause& clause) {
  std::string_view type;
  if (clause.lemma == "meet")
    type = "MET_WITH";
  else if (any_of(clause.lemma, {"speak", "talk"}))
    type = "SPOKE_WITH";
  else if (clause.lemma == "negotiate")
    type = "NEGOTIATED_WITH";
  else if (clause.lemma == "agree")
    type = "AGREED_WITH";
  else if (any_of(clause.lemma, {"fight", "clash"}))
    type = "CONFLICT_WITH";
  else if (clause.lemma == "marry")
    type = "FAMILY_OF";
  else
    return;
  if (clause.passive || !entities(clause.objects).empty()) return;
  for (const std::string_view preposition : {"with", "to", "against"})
    if (!complement(clause, preposition).empty()) return;
  // Only those whom "and" joins: each may speak for himself.
  std::vector<std::uint32_t> who = entities(clause.subjects);
  if (who.size() > kEndsMax) return;
  if (clause.lemma == "speak" || clause.lemma == "talk") return;
  for (std::size_t i = 0; i < who.size(); ++i)
    for (std::size_t k = i + 1; k < who.size(); ++k)
      if (is_of(who[i], kActor) && is_of(who[k], kActor)) claim(clause, who[i], type, who[k]);
}

void ClauseClaims::special(const Clause& clause) {
  try_rule("medals", clause);
  medals(clause);
  try_rule("office by verb", clause);
  is_role(clause);
  try_rule("attendance", clause);
  attendance(clause);
  try_rule("statement to", clause);
  statement(clause);
  try_rule("place where", clause);
  served_where(clause);
  try_rule("each with each", clause);
  pairwise(clause);
}

}  // namespace

void find_clause_claims(Analysis& analysis) { ClauseClaims(analysis).run(); }

}  // namespace kith::ingest
