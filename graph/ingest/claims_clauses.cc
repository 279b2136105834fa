// Claims of clauses: who did what to whom, by the frames of its verb.
//
//     (met) subject [JD Vance], with [Volodymyr Zelenskyy], in [Rome], <Sunday>
//       -> JD Vance -[MET_WITH {date: 2025-05-18, place: Rome}]-> Volodymyr Zelenskyy
#include <algorithm>
#include <set>
#include <tuple>

#include "ingest/analysis.h"
#include "ingest/role_phrase.h"
#include "ingest/times.h"

namespace kith::ingest {

namespace {

constexpr double kTreeConfidence = 0.7;

class ClauseClaims {
 public:
  explicit ClauseClaims(Analysis& analysis) : a_(analysis), roles_(analysis) {}

  void run() {
    for (s_ = 0; s_ < a_.sentences.size(); ++s_) {
      clauses_ = &a_.sentences[s_].clauses;
      from_tree_ = false;
      for (const Clause& clause : *clauses_) {
        if (clause.supposed || is_contradictory(clause) || !read_status(clause)) continue;
        table(clause);
        special(clause);
        if (claimed_) then_ = time_of(clause) != kNone ? time_of(clause) : then_;
      }
      clauses_ = &a_.sentences[s_].paths;
      from_tree_ = true;
      for (const Clause& clause : *clauses_) {
        if (clause.supposed || is_contradictory(clause) || !read_status(clause)) continue;
        table(clause);
        special(clause);
      }
      withdraw();
    }
  }

 private:
  const std::vector<Chunk>& chunks() const { return a_.sentences[s_].chunks; }

  std::vector<std::uint32_t> entities(const std::vector<std::uint32_t>& nouns) const {
    std::vector<std::uint32_t> out;
    const auto add = [&](std::uint32_t noun) {
      const std::vector<std::uint32_t> found = a_.entities_of(s_, noun);
      for (const std::uint32_t entity : found)
        if (out.size() < 4 * kEndsMax && std::find(out.begin(), out.end(), entity) == out.end()) out.push_back(entity);
      return !found.empty();
    };
    for (const std::uint32_t noun : nouns)
      if (!add(noun))
        for (const std::uint32_t example : examples(noun)) add(example);
    return out;
  }

  std::vector<std::uint32_t> complement(const Clause& clause, std::string_view preposition) const {
    // "by X and by Y": those who do it are told together.
    if (preposition == "by") {
      std::vector<std::uint32_t> all;
      for (const Complement& complement : clause.complements)
        if (complement.preposition == preposition)
          for (const std::uint32_t entity : entities(complement.nouns)) all.push_back(entity);
      return all;
    }
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

  std::vector<std::uint32_t> examples(std::uint32_t noun) const;
  std::vector<std::uint32_t> names_from(std::size_t at) const;
  bool does(const Clause& clause, const Frame& frame) const;
  bool is_called_something(const Clause& clause) const;
  bool is_contradictory(const Clause& clause) const;
  bool read_status(const Clause& clause);
  void table(const Clause& clause);
  std::pair<std::vector<std::uint32_t>, std::vector<std::uint32_t>> ends(const Frame& frame, const Clause& clause) const;
  void special(const Clause& clause);
  void attendance(const Clause& clause);
  void is_role(const Clause& clause);
  void resigns(const Clause& clause);
  std::vector<std::uint32_t> offices_of(std::uint32_t person, std::uint32_t from = 0) const;
  void medals(const Clause& clause);
  void statement(const Clause& clause);
  void interview(const Clause& clause);
  void served_where(const Clause& clause);
  void pairwise(const Clause& clause);
  void withdraw();
  bool is_workplace(std::uint32_t entity) const;
  bool is_for_work(const Clause& clause) const;
  std::uint32_t time_of(const Clause& clause);
  std::uint32_t day_of(std::uint32_t time);
  std::uint32_t place_of(const Clause& clause) const;
  void try_rule(std::string name, const Clause& clause);
  Claim* claim(const Clause& clause, std::uint32_t head, std::string_view type, std::uint32_t tail);

  Analysis& a_;
  RoleReader roles_;
  std::uint32_t s_ = 0;
  const std::vector<Clause>* clauses_ = nullptr;  // of the chunks, or of the tree
  bool from_tree_ = false;
  std::string status_;
  std::uint32_t stated_by_ = kNone;
  bool claimed_ = false;
  std::uint32_t then_ = kNone;  // the time of the claim before, for "then"
};

// Of talks that one cancels or plans none says that they were held; who is due somewhere has not come.
std::string status_of_doing(const Frame& frame, const std::string& status) {
  if (status != "stated") return status;
  if (frame.object == "due" || frame.verb == "expect") return "planned";
  if (any_of(frame.verb, {"skip", "boycott", "miss"})) return "denied";
  if (frame.object.empty()) return status;
  if (frame.verb == "cancel") return "denied";
  return any_of(frame.verb, {"plan", "arrange", "schedule", "postpone"}) ? "planned" : status;
}

// "Born in Lima to Ivo Pell, she became": of its own two ends a pronoun is not both, so it was taken for the wrong one.
bool ClauseClaims::is_contradictory(const Clause& clause) const {
  for (const std::uint32_t subject : clause.subjects)
    for (const Complement& complement : clause.complements)
      for (const std::uint32_t noun : complement.nouns)
        if (chunks()[subject].pronoun && chunks()[noun].mention != kNone && chunks()[noun].entity != kNone &&
            chunks()[subject].entity == chunks()[noun].entity)
          return true;
  return false;
}

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
  bool perfect = false;
  for (std::uint32_t i = verb.first; i < verb.last; ++i) perfect = perfect || a_.token(i).lower == "have";
  if (verb.infinitive && perfect) {
    // "is said to have met".
    if (clause.governor != kNone &&
        any_of((*clauses_)[clause.governor].lemma, {"report", "say", "believe", "think", "allege", "understand", "suspect", "claim"}))
      status_ = "alleged";
  } else if (verb.infinitive) {
    status_ = "planned";
    if (clause.governor != kNone) {
      const Clause& governor = (*clauses_)[clause.governor];
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
    const Clause& governor = (*clauses_)[clause.governor];
    if (any_of(governor.lemma, {"claim", "allege", "accuse", "charge", "suspect"}) && status_ == "stated") status_ = "alleged";
    // Not so of "Speaking for Y, X denied".
    if (governor.lemma == "deny" && clause.verb > governor.verb) status_ = "denied";
    if (is_saying(governor.lemma) && stated_by_ == kNone)
      for (const std::uint32_t subject : entities(governor.subjects))
        if (stated_by_ == kNone && is_of(subject, kActor)) stated_by_ = subject;
  }
  // "reportedly met", "never met", "is unable to meet".
  for (std::size_t before = clause.verb; before-- > 0 && chunks()[before].kind == ChunkKind::kAdverb;) {
    if (any_of(chunks()[before].word, {"allegedly", "reportedly", "apparently"})) status_ = "alleged";
    if (chunks()[before].word == "never") status_ = "denied";
  }
  if (verb.infinitive && verb.first > 0 && a_.token(verb.first - 1).lower == "unable") status_ = "denied";
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
    // "Founded in 2001, the yard owns".
    if (chunk.kind == ChunkKind::kTime) return chunks().front().kind == ChunkKind::kVerb && chunks().front().reduced ? kNone : chunk.time;
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
  // The chunks' claim stands; the tree's is not another beside it, nor its reverse.
  if (from_tree_ && (a_.claim_at.contains({head, std::string(type), tail, s_}) ||
                     a_.claim_at.contains({tail, std::string(type), head, s_})))
    return nullptr;
  Claim* made = add_claim(a_, head, type, tail, s_);
  if (made == nullptr) return nullptr;
  claimed_ = true;
  if (made->time == kNone) made->time = time_of(clause);
  if (made->place == kNone) made->place = place_of(clause);
  if (made->place == made->tail || made->place == made->head) made->place = kNone;
  made->status = status_;
  made->stated_by = stated_by_;
  if (from_tree_) made->confidence = kTreeConfidence;
  return made;
}

void ClauseClaims::try_rule(std::string name, const Clause& clause) {
  if (clause.verb < chunks().size()) a_.try_rule(std::move(name), chunks()[clause.verb].first, chunks()[clause.verb].last);
}

// "Old friends, including A, B and C": the nouns behind, for one that stands for nobody.
std::vector<std::uint32_t> ClauseClaims::examples(std::uint32_t noun) const {
  const std::vector<Chunk>& all = chunks();
  std::size_t at = noun + 1;
  // "The governments of A, B and C" act for these.
  // Officials and players do so only together: those of one country speak for themselves.
  const bool of = at < all.size() && any_of(all[at].word, {"of", "from"});
  const bool acts_for = acts_for_another(all[noun].word) ||
                        any_of(all[noun].word, {"board", "boards", "ranks", "helm", "staff", "leadership", "management"});
  if (of && (acts_for || any_of(all[noun].word, {"officials", "ministers", "leaders", "teams", "players"})))
    if (std::vector<std::uint32_t> named = names_from(at + 1); named.size() > 1 || acts_for) {
      // "The leaders of Chile and Peru, X and Y": who they are.
      if (const std::size_t comma = named.empty() ? all.size() : named.back() + 1; !acts_for && comma < all.size() && all[comma].kind == ChunkKind::kComma)
        if (std::vector<std::uint32_t> who = names_from(comma + 1); who.size() == named.size()) return who;
      return named;
    }
  if (at + 1 < all.size() && any_of(all[at].word, {"of", "from", "at", "in"}) && all[at + 1].kind == ChunkKind::kNoun) at += 2;
  if (at < all.size() && all[at].kind == ChunkKind::kComma) ++at;
  if (at >= all.size() || !any_of(all[at].word, {"including", "like", "such as"})) return {};
  return names_from(at + 1);
}

// Noun groups joined from `at` on.
std::vector<std::uint32_t> ClauseClaims::names_from(std::size_t at) const {
  const std::vector<Chunk>& all = chunks();
  std::vector<std::uint32_t> out;
  bool joined = false;  // what "and" joins is the last
  for (; at < all.size() && all[at].kind == ChunkKind::kNoun && out.size() < kEndsMax; ++at) {
    out.push_back(static_cast<std::uint32_t>(at));
    std::size_t next = at + 1;
    if (next < all.size() && all[next].kind == ChunkKind::kComma && !joined) ++next;
    joined = next < all.size() && all[next].kind == ChunkKind::kCoordinator;
    if (joined) ++next;
    if (next == at + 1) break;
    at = next - 1;
  }
  return out;
}

// Whether what the clause does has the frame's noun: "held talks", "two hours of talks", passive "talks were held",
// "went to war", "sent her a letter".
bool ClauseClaims::does(const Clause& clause, const Frame& frame) const {
  const auto is = [&](std::uint32_t noun) {
    const std::string_view word = chunks()[noun].word;
    return word == frame.object || (word.ends_with('s') && word.substr(0, word.size() - 1) == frame.object);
  };
  if (!frame.object_in.empty())
    return std::any_of(clause.complements.begin(), clause.complements.end(), [&](const Complement& complement) {
      return complement.preposition == frame.object_in && is(complement.nouns.front());
    });
  if (frame.slot == "object") {
    // "was sent a letter": the passive has it as its object.
    const std::vector<std::uint32_t>& themes = clause.passive ? clause.objects : clause.themes;
    return !themes.empty() && is(themes.front());
  }
  const std::vector<std::uint32_t>& what = clause.passive ? clause.subjects : clause.objects;
  if (what.empty()) return false;
  if (is(what.front())) return true;
  // The amount of it stands first.
  const std::uint32_t amount = what.front();
  return amount + 2 < chunks().size() && chunks()[amount + 1].word == "of" && is(amount + 2) &&
         any_of(chunks()[amount].word, {"hour", "hours", "minutes", "day", "days", "week", "weeks", "months", "round",
                                        "rounds", "series", "number", "couple", "string", "set", "copy", "spell"});
}

// A second noun, or a quotation, right behind the object.
bool ClauseClaims::is_called_something(const Clause& clause) const {
  if (clause.objects.empty() || clause.passive) return false;
  const std::size_t behind = clause.objects.back() + 1;
  return behind < chunks().size() &&
         (chunks()[behind].kind == ChunkKind::kNoun || chunks()[behind].kind == ChunkKind::kQuote);
}

// Who stands where the frame wants the subject and the other end; both empty if the clause is not of its form.
std::pair<std::vector<std::uint32_t>, std::vector<std::uint32_t>> ClauseClaims::ends(const Frame& frame,
                                                                                       const Clause& clause) const {
  if (!frame.object.empty() && !does(clause, frame)) return {};
  // Who suffers is the object of the active: "moved her to", "held talks in".
  if (!frame.object.empty() && frame.object_in.empty() && frame.slot != "object" && !frame.passive && clause.passive)
    return {complement(clause, "by"), complement(clause, frame.slot)};
  if (frame.passive) return {entities(clause.passive ? clause.subjects : clause.objects), complement(clause, frame.slot)};
  if (frame.slot == "object") {
    if (clause.passive) return {complement(clause, "by"), entities(clause.subjects)};
    return {entities(clause.subjects), entities(clause.objects)};
  }
  if (clause.passive) {
    // "was taken over by": the preposition has gone with the verb.
    const std::size_t particle = clause.verb + 1;
    if (particle + 1 < chunks().size() && chunks()[particle].word == frame.slot &&
        chunks()[particle + 1].word == "by")
      return {complement(clause, "by"), entities(clause.subjects)};
    return {};
  }
  // "worked for the club in Lisbon" tells where the club is.
  if (frame.verb == "work" && frame.slot == "in" &&
      (!complement(clause, "for").empty() || !complement(clause, "at").empty()))
    return {};
  // "came under fire from", "came back from", "is two miles from" tell of no origin.
  if (any_of(frame.verb, {"come", "be"}) && frame.slot == "from" && frame.object.empty()) {
    const std::size_t behind = clause.verb + 1;
    const bool adverb = behind < chunks().size() && any_of(chunks()[behind].word, {"originally", "also", "himself", "herself"});
    if (behind + (adverb ? 1 : 0) >= chunks().size() || chunks()[behind + (adverb ? 1 : 0)].word != "from") return {};
  }
  // "spent Monday in", "spent three days in": time alone.
  if (frame.verb == "spend" && frame.object.empty() && !clause.objects.empty()) return {};
  // "lost to", "lost 1-2 to"; one who loses his fortune to somebody is not beaten.
  if (frame.verb == "lose" && !clause.objects.empty() &&
      a_.token(chunks()[clause.objects.front()].first).kind != TokenKind::kNumber)
    return {};
  // "moved his family to": they moved.
  const bool moves_others = frame.verb == "move" && !clause.objects.empty();
  return {entities(moves_others ? clause.objects : clause.subjects), complement(clause, frame.slot)};
}

void ClauseClaims::table(const Clause& clause) {
  std::set<std::tuple<std::string_view, std::string_view, std::uint32_t, std::uint32_t>> taken;
  // "took no part in".
  if (!clause.objects.empty() && a_.token(chunks()[clause.objects.front()].first).lower == "no" && status_ == "stated")
    status_ = "denied";
  const std::string status = status_;
  for (const Frame& frame : a_.frames->of(clause.lemma)) {
    status_ = status_of_doing(frame, status);
    // "called him a liar" is no call.
    if (frame.verb == "call" && frame.slot == "object" && is_called_something(clause)) continue;
    auto [heads, tails] = ends(frame, clause);
    // "criticised X's plan" for a plan that is no event here.
    if (tails.empty() && frame.slot == "object" && frame.object.empty() && !clause.passive && !clause.objects.empty() &&
        any_of(frame.type, {"CRITICISED", "WELCOMED", "SUPPORTED"}))
      if (const Chunk& object = chunks()[clause.objects.front()]; object.owner != kNone)
        tails = a_.entities_of(s_, object.owner);
    // "A and B held talks": each with each.
    if (!frame.object.empty() && frame.slot == "with" && is_symmetric(frame.type) && tails.empty() && heads.size() > 1 && does(clause, frame))
      tails = heads;
    if (heads.empty() || tails.empty()) continue;
    try_rule("verb " + frame.verb + (frame.object.empty() ? "" : ":" + frame.object) + " " + frame.slot, clause);
    if (heads.size() > kEndsMax) heads.resize(kEndsMax);
    if (tails.size() > kEndsMax) tails.resize(kEndsMax);
    for (const std::uint32_t head : heads)
      for (const std::uint32_t tail : tails) {
        if (!is_of(head, frame.head) || !is_of(tail, frame.tail)) continue;
        // Two countries "meet" by their people; a person "meets" a place only as a road does.
        if (frame.type == "MET_WITH" && is_of(head, kP) && is_of(tail, kL)) continue;
        // One starts a war or talks; a match or a visit only begins.
        if (frame.type == "STARTED" && !any_of(a_.entities[tail].event_class,
                                               {"war", "battle", "protest", "talks", "crisis", "mission"}))
          continue;
        // Prizes are won at contests; "received the largest vote" is none.
        if (frame.type == "AWARDED" && !any_of(a_.entities[tail].event_class, {"competition", "awards", "festival", "exhibition", ""}) &&
            !(frame.verb == "win" && a_.entities[tail].event_class == "election"))
          continue;
        if (!taken.insert({frame.object, frame.slot, head, tail}).second) continue;
        std::string_view type = frame.type;
        if (frame.verb == "join" && is_of(head, kP) && (is_workplace(tail) || is_for_work(clause))) type = "WORKS_FOR";
        if (type == "LIVES_IN" && clause.verb < chunks().size() &&
            a_.token(chunks()[clause.verb].last - 1).lower.ends_with("ed"))
          type = "LIVED_IN";
        if (frame.turned)
          claim(clause, tail, type, head);
        else
          claim(clause, head, type, tail);
      }
  }
  status_ = status;
}

// "X is a member of Y", "X became president of Y", "X was elected mayor of Y", "X serves as Y's foreign minister",
// "Y named X as its chairman", "X succeeds Z as president of Y".
void ClauseClaims::is_role(const Clause& clause) {
  const bool is = any_of(clause.lemma, {"be", "become", "remain"});
  const bool making = any_of(clause.lemma, {"elect", "appoint", "name", "choose", "swear", "nominate", "re-elect", "hire", "install", "confirm"});
  const bool serves = !clause.passive && any_of(clause.lemma, {"serve", "work", "act", "succeed", "replace", "resign", "retire", "step", "leave",
                                                               "quit", "continue", "start", "begin", "return", "play"});
  if (!is && !making && !serves) return;
  std::uint32_t noun = kNone;
  if ((is || (making && clause.passive)) && !clause.objects.empty()) noun = clause.objects.front();
  for (const Complement& complement : clause.complements)
    if (noun == kNone && !is && complement.preposition == "as") noun = complement.nouns.front();
  if (noun == kNone) return;
  const std::vector<std::uint32_t> holders = entities(making && !clause.passive ? clause.objects : clause.subjects);
  std::uint32_t first = noun;
  while (chunks()[first].owner != kNone) first = chunks()[first].owner;
  const RolePhrase phrase = roles_.read(chunks()[first].first, a_.segments.sentences[s_].last_token);
  if (phrase.kind == RoleKind::kNoRole || phrase.head < chunks()[noun].first || phrase.head >= chunks()[noun].last) return;
  const auto hold = [&](std::uint32_t from, std::uint32_t last, std::uint32_t holder, const RoleOf& of) {
    const RoleRelation relation = role_relation(a_, from, last, of.entity, of.by);
    if (relation.type.empty() || (of.adjective && relation.type != "HOLDS_OFFICE")) return;
    if (!is_of(holder, kP) && !(is_of(holder, kL | kO) && relation.type == "MEMBER_OF")) return;
    Claim* claimed = claim(clause, holder, relation.type, of.entity);
    if (claimed == nullptr) return;
    if (claimed->role.size() < relation.role.size()) claimed->role = relation.role;
    // The day on which one leaves is no day of the office.
    if (any_of(clause.lemma, {"resign", "retire", "step", "leave", "quit"})) claimed->time = kNone;
  };
  // "The president of Chile appointed X as water minister": of Chile.
  std::vector<RoleOf> whose = phrase.of;
  if (whose.empty() && making && !clause.passive && phrase.kind == RoleKind::kOffice)
    for (const std::uint32_t chooser : entities(clause.subjects))
      for (const std::uint32_t of : is_of(chooser, kP) ? offices_of(chooser) : std::vector<std::uint32_t>())
        if (is_of(of, kL)) whose.push_back({of, "of", false});
  for (const std::uint32_t holder : holders)
    for (const RoleOf& of : whose) {
      hold(phrase.first, phrase.last, holder, of);
      for (const auto& [from, last] : phrase.more) hold(from, last, holder, of);
    }
}

// Of what a person holds an office, as the text has told since byte `from`.
std::vector<std::uint32_t> ClauseClaims::offices_of(std::uint32_t person, std::uint32_t from) const {
  std::vector<std::uint32_t> out;
  for (const Claim& claim : a_.claims)
    if (claim.head == person && claim.begin >= from && any_of(claim.type, {"HOLDS_OFFICE", "HEAD_OF"}) && claim.status == "stated" &&
        std::find(out.begin(), out.end(), claim.tail) == out.end())
      out.push_back(claim.tail);
  return out;
}

// "Chile's water minister, Ana Rey, resigned on Tuesday": from the office that the sentence names.
void ClauseClaims::resigns(const Clause& clause) {
  const bool down = clause.lemma == "step" && clause.verb + 1 < chunks().size() && any_of(chunks()[clause.verb + 1].word, {"down", "aside"});
  if ((!any_of(clause.lemma, {"resign", "quit"}) && !down) || clause.passive) return;
  for (const std::string_view preposition : {"from", "as", "of", "at"})
    if (!complement(clause, preposition).empty()) return;
  for (const std::uint32_t subject : entities(clause.subjects)) {
    if (!is_of(subject, kP)) continue;
    const std::vector<std::uint32_t> offices = offices_of(subject, a_.segments.sentences[s_].begin);
    if (offices.size() == 1) claim(clause, subject, "RESIGNED_FROM", offices.front());
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
  if (chunks().size() < 5 || clause.subjects.empty()) return;
  const Chunk& what = chunks()[1];
  const bool talked = chunks()[2].word == "with" && any_of(what.word, {"interview", "conversation"});
  const bool stated = chunks()[2].word == "to" && is_saying(clause.lemma) &&
                      any_of(what.word, {"statement", "interview", "letter", "message", "email", "speech"});
  if (!any_of(chunks()[0].word, {"in", "during"}) || !(talked || stated) || chunks()[3].kind != ChunkKind::kNoun ||
      clause.verb < 4)
    return;
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
  // Only those whom "and" joins: each may speak for himself.
  bool together = clause.verb + 1 < chunks().size() && any_of(chunks()[clause.verb + 1].word, {"face to face", "together"});
  for (const Complement& complement : clause.complements)
    together = together || (any_of(complement.preposition, {"by", "on", "over", "via"}) &&
                            any_of(chunks()[complement.nouns.front()].word, {"phone", "telephone", "video", "call", "link"}));
  if (any_of(clause.lemma, {"speak", "talk", "sit", "argue", "discuss"}) && !together) return;
  std::string_view type = clause.lemma == "marry" ? "FAMILY_OF" : "";
  for (const Frame& frame : a_.frames->of(clause.lemma))
    if (type.empty() && frame.slot == "with" && frame.object.empty() && !frame.passive && is_symmetric(frame.type))
      type = frame.type;
  if (type.empty()) return;
  if ((clause.passive && clause.lemma != "marry") || !entities(clause.objects).empty()) return;
  for (const std::string_view preposition : {"with", "to", "against"})
    for (const std::uint32_t other : complement(clause, preposition))
      if (is_of(other, kActor)) return;
  const std::vector<std::uint32_t> who = entities(clause.subjects);
  if (who.size() > kEndsMax) return;
  for (std::size_t i = 0; i < who.size(); ++i)
    for (std::size_t k = i + 1; k < who.size(); ++k)
      if (is_of(who[i], kActor) && is_of(who[k], kActor)) claim(clause, who[i], type, who[k]);
}

// What one joins to work there, not as a member.
bool ClauseClaims::is_workplace(std::uint32_t entity) const {
  const std::string& name = a_.entities[entity].name;
  const std::string_view last = std::string_view(name).substr(name.rfind(' ') + 1);
  return any_of(last, {"Bank", "Company", "Corporation", "Corp", "Corp.", "Inc", "Inc.", "Ltd", "Ltd.", "PLC", "Group", "Holdings", "University",
                       "College", "Institute", "Hospital", "School", "Post", "Times", "Ministry", "Department", "Agency", "Museum", "Systems",
                       "Technologies", "Airlines", "Airways", "Industries", "Motors", "Shipping", "Energy", "Laboratories", "Clinic"}) ||
         name.starts_with("University of");
}

// "joined Hydrost as an engineer".
bool ClauseClaims::is_for_work(const Clause& clause) const {
  return std::any_of(clause.complements.begin(), clause.complements.end(), [&](const Complement& complement) {
    const RoleKind kind = role_kind(chunks()[complement.nouns.front()].word);
    return complement.preposition == "as" && (kind == RoleKind::kWorker || kind == RoleKind::kHead || kind == RoleKind::kOffice);
  });
}

// "That was wrong", "No such meeting took place": what the sentences before told is not so.
void ClauseClaims::withdraw() {
  constexpr std::uint32_t kSentencesBack = 2;
  const Sentence& here = a_.segments.sentences[s_];
  const auto word = [&](std::uint32_t i) -> std::string_view {
    return here.first_token + i < here.last_token ? std::string_view(a_.token(here.first_token + i).lower) : "";
  };
  const bool wrong = any_of(word(0), {"that", "this"}) && any_of(word(1), {"was", "is"}) &&
                     any_of(word(2), {"wrong", "false", "untrue", "incorrect"}) && word(3) == ".";
  const bool never = word(0) == "no" && word(1) == "such";
  const auto is_meant = [&](const Claim& claim) {
    if (any_of(word(2), {"meeting", "talks", "conversation", "call"}))
      return any_of(claim.type, {"MET_WITH", "SPOKE_WITH", "NEGOTIATED_WITH", "CONTACTED"});
    if (any_of(word(2), {"visit", "trip"})) return claim.type == "VISITED";
    if (any_of(word(2), {"agreement", "deal"})) return claim.type == "AGREED_WITH";
    return word(2) == "attack" && claim.type == "ATTACKED";
  };
  if ((!wrong && !never) || s_ == 0) return;
  const std::uint32_t from = wrong ? s_ - 1 : s_ - std::min(s_, kSentencesBack);
  for (Claim& claim : a_.claims)
    if (claim.begin >= a_.segments.sentences[from].begin && claim.begin < here.begin && claim.status == "stated" &&
        (wrong || is_meant(claim)))
      claim.status = "denied";
}

void ClauseClaims::special(const Clause& clause) {
  try_rule("medals", clause);
  medals(clause);
  try_rule("office by verb", clause);
  is_role(clause);
  try_rule("resignation", clause);
  resigns(clause);
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
