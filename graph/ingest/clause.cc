// Chunks to clauses: for every verb its subjects, objects and complements.
#include <algorithm>
#include <array>

#include "ingest/analysis.h"

namespace kith::ingest {

namespace {

constexpr std::array<std::string_view, 40> kSaying = {
    "say",     "tell",    "claim", "announce", "state",   "add",       "write",   "report",    "allege",    "argue",
    "believe", "believe", "warn",  "insist",   "declare", "reiterate", "stress",  "emphasise", "emphasize", "confirm",
    "deny",    "explain", "note",  "suggest",  "reply",   "respond",   "comment", "tweet",     "think",     "hope",
    "promise", "pledge",  "vow",   "accuse",   "admit",   "assert",    "affirm",  "indicate",  "reveal",    "post"};

// "asked him to go": the object goes. Of other verbs the subject does what the infinitive says.
constexpr std::array<std::string_view, 20> kObjectControl = {
    "ask",  "tell",  "urge",    "order",   "invite",   "force",   "want",  "help", "allow", "permit",
    "call", "press", "require", "request", "persuade", "appoint", "elect", "send", "lead",  "encourage"};

// Of whose objects what stands behind "of" or "with" is said.
constexpr std::array<std::string_view, 8> kBlaming = {"accuse",  "suspect",   "charge",    "convict",
                                                      "acquit", "criticise", "criticize", "blame"};

// "was born in Oslo and raised in Rome": others do both, as none moves one who was born and moved.
constexpr std::array<std::string_view, 4> kBringingUp = {"raise", "educate", "bring", "baptise"};

template <class List>
bool contains(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Prepositions that open clauses as well: "until she was", "after meeting".
bool opens_clause(std::string_view word) {
  return word == "with" || word == "until" || word == "after" || word == "before" || word == "since" || word == "as" ||
         word == "like";
}

class ClauseFinder {
 public:
  ClauseFinder(const std::vector<Chunk>& chunks, const Lexicon& lexicon, const std::vector<Token>& tokens,
               const std::vector<Mention>& mentions)
      : chunks_(chunks), lexicon_(lexicon), tokens_(tokens), mentions_(mentions) {}

  std::vector<Clause> run();

 private:
  ChunkKind kind(std::size_t i) const { return i < chunks_.size() ? chunks_[i].kind : ChunkKind::kStop; }

  bool is_noun(std::size_t i) const { return kind(i) == ChunkKind::kNoun; }

  // The first chunk of the noun group `i` with those that own it.
  std::size_t start_of(std::size_t i) const {
    while (chunks_[i].owner != kNone) i = chunks_[i].owner;
    return i;
  }

  std::vector<std::uint32_t> subjects(std::size_t verb, Clause& clause) const;
  std::vector<std::uint32_t> group_left(std::size_t noun) const;
  std::vector<std::uint32_t> group_right(std::size_t& at) const;
  std::size_t after_owners(std::size_t i) const;
  bool object_of_earlier(std::size_t noun) const;
  std::uint32_t complements(Clause& clause, std::size_t at) const;
  void take_later_subjects();
  void take_far_objects(Clause& clause);
  bool finite_follows(std::size_t i) const;
  bool is_supposed(const Clause& clause) const;
  bool is_aside(const Clause& clause) const;
  bool is_suffered(std::size_t verb) const;
  bool is_enclosed(std::size_t verb) const;
  std::uint32_t taken_from_list(Clause& clause) const;
  bool is_another_object(std::size_t noun, const Clause& clause) const;
  bool is_list_of_verbs(std::size_t verb) const;

  const std::vector<Chunk>& chunks_;
  const Lexicon& lexicon_;
  const std::vector<Token>& tokens_;
  const std::vector<Mention>& mentions_;
  std::vector<Clause> clauses_;
};

// Noun groups joined by "and" that end at `noun`, each climbed to the head of its "of"/"in" chain.
std::vector<std::uint32_t> ClauseFinder::group_left(std::size_t noun) const {
  std::vector<std::uint32_t> heads;
  bool listed = false;
  std::size_t at = noun;
  while (true) {
    std::size_t left = start_of(at);
    while (left >= 2 && kind(left - 1) == ChunkKind::kPreposition) {
      // "the deal signed by X": the deal.
      const bool reduced = left >= 3 && kind(left - 2) == ChunkKind::kVerb && chunks_[left - 2].reduced &&
                           chunks_[left - 1].word == "by" && is_noun(left - 3);
      // "A meeting with X was": the meeting, though "with" opens clauses as well.
      const bool event = is_noun(left - 2) && chunks_[left - 1].word == "with" && lexicon_.has(chunks_[left - 2].word, Word::kEvent);
      if (!reduced && !event && (!is_noun(left - 2) || opens_clause(chunks_[left - 1].word))) break;
      at = left - (reduced ? 3 : 2);
      left = start_of(at);
    }
    heads.insert(heads.begin(), static_cast<std::uint32_t>(at));
    if (left >= 2 && kind(left - 1) == ChunkKind::kCoordinator && chunks_[left - 1].word != "or" &&
        chunks_[left - 1].word != "but") {
      std::size_t before = left - 2;
      if (kind(before) == ChunkKind::kComma && before > 0) --before;
      if (is_noun(before)) {
        at = before;
        listed = true;
        continue;
      }
    }
    if (!listed) return heads;
    // "The leaders of Thailand and Cambodia" are the leaders.
    if (heads.size() >= 2 && heads.front() + 2 < chunks_.size() && chunks_[heads.front()].mention == kNone &&
        chunks_[heads.front()].word.ends_with('s') && kind(heads.front() + 1) == ChunkKind::kPreposition &&
        chunks_[heads.front() + 1].word == "of" && heads[1] > heads.front() + 2)
      return {heads.front()};
    // "A, B and C"; but in "in Rome, Italy, B and C" the commas part the place from them.
    std::vector<std::uint32_t> more;
    while (left >= 2 && kind(left - 1) == ChunkKind::kComma && is_noun(left - 2)) {
      more.insert(more.begin(), static_cast<std::uint32_t>(left - 2));
      left = start_of(left - 2);
    }
    if (left == 0 || kind(left - 1) != ChunkKind::kPreposition) heads.insert(heads.begin(), more.begin(), more.end());
    // "teams from A, B and C": the teams.
    else if (left >= 2 && is_noun(left - 2) && !more.empty())
      heads = {static_cast<std::uint32_t>(left - 2)};
    return heads;
  }
}

std::size_t ClauseFinder::after_owners(std::size_t i) const {
  while (i + 1 < chunks_.size() && is_noun(i + 1) && chunks_[i + 1].owner == i) ++i;
  return i;
}

bool ClauseFinder::finite_follows(std::size_t i) const {
  while (kind(i) == ChunkKind::kAdverb && i < chunks_.size()) ++i;
  return kind(i) == ChunkKind::kVerb && i < chunks_.size() && !chunks_[i].gerund && !chunks_[i].infinitive;
}

// Whether an "and" with a verb behind it ends what `verb` goes on: no other verb, no clause between.
bool ClauseFinder::is_list_of_verbs(std::size_t verb) const {
  for (std::size_t i = verb + 1; i < chunks_.size(); ++i) {
    switch (chunks_[i].kind) {
      case ChunkKind::kCoordinator: {
        std::size_t next = i + 1;
        while (kind(next) == ChunkKind::kAdverb && next < chunks_.size()) ++next;
        if (kind(next) == ChunkKind::kVerb && !chunks_[next].gerund && !chunks_[next].infinitive) return true;
        continue;
      }
      case ChunkKind::kSubordinator:
      case ChunkKind::kRelative:
      case ChunkKind::kStop:
      case ChunkKind::kQuote:
        return false;
      default:
        continue;
    }
  }
  return false;
}

// Noun groups joined from `at` to the right; `at` moves behind them.
std::vector<std::uint32_t> ClauseFinder::group_right(std::size_t& at) const {
  std::vector<std::uint32_t> nouns;
  at = after_owners(at);
  nouns.push_back(static_cast<std::uint32_t>(at));
  ++at;
  while (at < chunks_.size()) {
    std::size_t next = at;
    if (kind(next) == ChunkKind::kComma) {
      // ", B, C and D": a list only if its "and" comes.
      std::size_t scan = next + 1;
      bool list = false;
      for (int items = 0; items < 12 && is_noun(scan); ++items) {
        scan = after_owners(scan) + 1;
        if (kind(scan) == ChunkKind::kCoordinator ||
            (kind(scan) == ChunkKind::kComma && kind(scan + 1) == ChunkKind::kCoordinator)) {
          list = true;
          break;
        }
        if (kind(scan) != ChunkKind::kComma) break;
        ++scan;
      }
      // "his counterpart, Vladimir Putin and ...": a name beside what it names, then another.
      if (!list && kind(next + 1) != ChunkKind::kCoordinator) break;
      ++next;
    }
    if (kind(next) == ChunkKind::kCoordinator) ++next;
    if (next == at || !is_noun(next) || next >= chunks_.size()) break;
    const std::size_t last = after_owners(next);
    if (finite_follows(last + 1)) break;
    nouns.push_back(static_cast<std::uint32_t>(last));
    at = last + 1;
  }
  return nouns;
}

// Whether the noun group ends another verb's objects: "welcomed [the agreement] reached ...".
bool ClauseFinder::object_of_earlier(std::size_t noun) const {
  std::size_t i = start_of(noun);
  while (i-- > 0) {
    switch (chunks_[i].kind) {
      case ChunkKind::kVerb:
        return !is_saying(chunks_[i].word);
      case ChunkKind::kNoun:
      case ChunkKind::kPreposition:
      case ChunkKind::kAdverb:
      case ChunkKind::kTime:
        continue;
      default:
        return false;
    }
  }
  return false;
}

std::vector<std::uint32_t> ClauseFinder::subjects(std::size_t verb, Clause& clause) const {
  const Chunk& group = chunks_[verb];
  std::size_t at = verb;
  while (at-- > 0) {
    const Chunk& chunk = chunks_[at];
    switch (chunk.kind) {
      case ChunkKind::kAdverb:
        continue;
      case ChunkKind::kTime:
        if (at > 0 && kind(at - 1) == ChunkKind::kPreposition) --at;  // on Sunday
        continue;
      case ChunkKind::kBracket:
        while (at > 0 && chunks_[at].word != "(" && chunks_[at].word != "[") --at;
        continue;
      case ChunkKind::kRelative: {
        std::size_t noun = at;
        if (noun > 0 && kind(noun - 1) == ChunkKind::kComma) --noun;
        if (noun == 0 || !is_noun(noun - 1)) return {};
        --noun;
        // "members of the club, who": persons, not the club.
        const auto is_thing = [&](std::size_t i) {
          return chunks_[i].mention != kNone && mentions_[chunks_[i].mention].type != EntityType::kPerson;
        };
        if (chunk.word == "who")
          while (noun >= 2 && is_thing(noun) && chunks_[noun].owner == kNone && kind(noun - 1) == ChunkKind::kPreposition &&
                 is_noun(noun - 2))
            noun -= 2;
        return {static_cast<std::uint32_t>(noun)};
      }
      case ChunkKind::kComma: {
        // "The governor of California, Gavin Newsom, visited": one group with a comma of its own.
        if (at > 0 && is_noun(at - 1))
          for (std::uint32_t i = chunks_[at - 1].first; i < chunks_[at - 1].last; ++i)
            if (tokens_[i].lower == ",") return group_left(at - 1);
        // "Friends, including X, Y and Z, met": the friends.
        for (std::size_t i = at; i-- > 2 && kind(i) != ChunkKind::kVerb && kind(i) != ChunkKind::kRelative;)
          if (chunks_[i].word == "including" && kind(i - 1) == ChunkKind::kComma && is_noun(i - 2)) return group_left(i - 2);
        // ", an Australian woman, has": the group before what the two commas enclose.
        for (std::size_t open = at; open-- > 0;) {
          if (kind(open) == ChunkKind::kComma && open > 0 && is_noun(open - 1)) {
            bool relative = false;
            bool plain = true;
            for (std::size_t i = open + 1; i < at; ++i) {
              relative = relative || kind(i) == ChunkKind::kRelative;
              plain = plain && (relative || kind(i) != ChunkKind::kVerb || chunks_[i].gerund || chunks_[i].reduced);
            }
            if (!plain) return {};
            std::vector<std::uint32_t> heads = group_left(open - 1);
            return heads;
          }
          if (kind(open) == ChunkKind::kVerb && !chunks_[open].gerund && !chunks_[open].reduced) {
            bool relative = false;
            for (std::size_t i = open; i-- > 0 && kind(i) != ChunkKind::kComma;)
              relative = relative || kind(i) == ChunkKind::kRelative;
            if (!relative) break;
          }
        }
        // "X went to Y, meeting Z": the clause before.
        if ((group.gerund || group.infinitive) && !clauses_.empty()) {
          clause.governor = static_cast<std::uint32_t>(clauses_.size() - 1);
          return clauses_.back().subjects;
        }
        // "X grew up in Oslo, studied in Rome and moved": the list of what one did.
        if (!clauses_.empty() && !group.infinitive && !group.gerund && !group.passive && is_list_of_verbs(verb))
          return clauses_.back().subjects;
        // "X, speaking to Y, said"; "the funeral, attended by Y"; "X, married to Y, said".
        if ((group.gerund || is_suffered(verb) || is_enclosed(verb)) && at > 0 && is_noun(at - 1)) return group_left(at - 1);
        return {};
      }
      case ChunkKind::kCoordinator: {
        if (clauses_.empty()) return {};
        // The verb before that is of this form: "spoke ... and welcomed"; not one that commas enclose.
        const bool closed = at > 0 && kind(at - 1) == ChunkKind::kComma;
        for (std::size_t c = clauses_.size(); c-- > 0;)
          if (chunks_[clauses_[c].verb].infinitive == group.infinitive &&
              chunks_[clauses_[c].verb].quoted == group.quoted && !(closed && is_aside(clauses_[c]))) {
            clause.governor = clauses_[c].governor;
            return clauses_[c].subjects;
          }
        return {};
      }
      case ChunkKind::kVerb: {
        if (clauses_.empty()) return {};
        clause.governor = static_cast<std::uint32_t>(clauses_.size() - 1);
        return clauses_.back().subjects;
      }
      case ChunkKind::kNoun: {
        if (group.infinitive && !clauses_.empty()) {
          const Clause& governing = clauses_.back();
          clause.governor = static_cast<std::uint32_t>(clauses_.size() - 1);
          if (contains(kObjectControl, governing.lemma) && !governing.objects.empty()) return governing.objects;
          return governing.passive && contains(kObjectControl, governing.lemma) ? governing.subjects
                                                                                : governing.subjects;
        }
        if (group.gerund && object_of_earlier(at)) return {static_cast<std::uint32_t>(at)};
        return group_left(at);
      }
      case ChunkKind::kPreposition:
      case ChunkKind::kSubordinator:
        // "accused him of killing X", "is charged with killing X": what they are blamed for that suffer the blame.
        if (group.gerund && !clauses_.empty() && contains(kBlaming, clauses_.back().lemma) &&
            (chunk.word == "of" || chunk.word == "with" || chunk.word == "for")) {
          clause.governor = static_cast<std::uint32_t>(clauses_.size() - 1);
          return clauses_.back().passive ? clauses_.back().subjects : clauses_.back().objects;
        }
        // "after meeting X": the subject of the clause before, or of the one to come, which is not known yet.
        if (group.gerund && !clauses_.empty()) return clauses_.back().subjects;
        return {};
      case ChunkKind::kQuote:
      case ChunkKind::kStop:
        return {};
    }
  }
  return {};
}

// What stands behind the verb, or from `at`. The object of the same verb that has complements of its own ends it, and is given
// back: "met X on Sunday and [Y] on Monday"; kNone if there is none.
std::uint32_t ClauseFinder::complements(Clause& clause, std::size_t at) const {
  bool objects_open = clause.objects.empty();
  while (at < chunks_.size()) {
    const Chunk& chunk = chunks_[at];
    switch (chunk.kind) {
      case ChunkKind::kAdverb:
        ++at;
        continue;
      case ChunkKind::kTime:
        if (clause.time == kNone) clause.time = chunk.time;
        ++at;
        continue;
      case ChunkKind::kBracket: {
        if (chunk.word != "(" && chunk.word != "[") return kNone;
        while (at < chunks_.size() && chunks_[at].word != ")" && chunks_[at].word != "]") ++at;
        ++at;
        continue;
      }
      case ChunkKind::kNoun: {
        if (finite_follows(after_owners(at) + 1) && !objects_open) return kNone;
        std::vector<std::uint32_t> nouns = group_right(at);
        if (objects_open && clause.objects.empty())
          clause.objects = std::move(nouns);
        else if (objects_open && clause.themes.empty())
          clause.themes = std::move(nouns);
        continue;
      }
      case ChunkKind::kPreposition: {
        objects_open = objects_open && clause.objects.empty() && chunk.word == "as";
        const std::string preposition = chunk.word;
        ++at;
        if (opens_clause(preposition) && is_noun(at) && at < chunks_.size() && finite_follows(after_owners(at) + 1))
          return kNone;
        while ((kind(at) == ChunkKind::kAdverb || kind(at) == ChunkKind::kQuote) && at < chunks_.size()) ++at;
        // "of Sunday's liturgy": the day is said of the noun.
        if (kind(at) == ChunkKind::kTime && kind(at + 1) == ChunkKind::kAdverb && is_noun(at + 2) &&
            chunks_[at + 1].word == "'s") {
          if (clause.time == kNone) clause.time = chunks_[at].time;
          at += 2;
        }
        if (!is_noun(at) || at >= chunks_.size()) {
          if (kind(at) == ChunkKind::kTime || kind(at) == ChunkKind::kVerb) continue;
          if (kind(at) == ChunkKind::kPreposition) continue;
          return kNone;
        }
        if (clause.time == kNone) clause.time = chunks_[at].time;
        clause.complements.push_back({preposition, group_right(at)});
        if (const std::uint32_t other = taken_from_list(clause); other != kNone) return other;
        continue;
      }
      case ChunkKind::kComma: {
        // A place's place, a time, another complement: the clause goes on.
        const ChunkKind next = kind(at + 1);
        if (next == ChunkKind::kTime || next == ChunkKind::kPreposition) {
          ++at;
          continue;
        }
        if (next == ChunkKind::kNoun && at > 0 && is_noun(at - 1)) {
          const std::size_t last = after_owners(at + 1);
          if (finite_follows(last + 1)) return kNone;
          const ChunkKind behind = last + 1 < chunks_.size() ? kind(last + 1) : ChunkKind::kComma;
          // "his counterpart, Vladimir Putin and Volodymyr": the name stands for the noun before the comma.
          if (behind == ChunkKind::kCoordinator && !clause.complements.empty()) {
            std::size_t more = at + 1;
            std::vector<std::uint32_t> nouns = group_right(more);
            Complement& target = clause.complements.back();
            target.nouns.insert(target.nouns.end(), nouns.begin(), nouns.end());
            at = more;
            continue;
          }
          at = last + 1;
          continue;
        }
        return kNone;
      }
      case ChunkKind::kVerb:
        // "was told to leave": times behind an infinitive still belong here, its objects do not.
        return kNone;
      case ChunkKind::kCoordinator:
        if (kind(at + 1) == ChunkKind::kPreposition) {
          ++at;
          continue;
        }
        if (is_another_object(at + 1, clause)) return static_cast<std::uint32_t>(at + 1);
        return kNone;
      case ChunkKind::kQuote: {
        // A few quoted words are part of the sentence; a quotation is not.
        std::size_t scan = at + 1;
        while (scan < chunks_.size() && kind(scan) != ChunkKind::kQuote && kind(scan) != ChunkKind::kVerb) ++scan;
        const bool closing = at > 0 && chunks_[at - 1].quoted && !chunks_[clause.verb].quoted;
        if (!closing && (kind(scan) != ChunkKind::kQuote || scan >= chunks_.size())) return kNone;
        ++at;
        continue;
      }
      case ChunkKind::kSubordinator:
      case ChunkKind::kRelative:
      case ChunkKind::kStop:
        return kNone;
    }
  }
  return kNone;
}

// "met X in London and Y in Paris": Y goes with X, not with London.
std::uint32_t ClauseFinder::taken_from_list(Clause& clause) const {
  std::vector<std::uint32_t>& nouns = clause.complements.back().nouns;
  if (nouns.size() != 2 || !is_another_object(nouns[1], clause)) return kNone;
  const std::uint32_t first = chunks_[nouns[0]].mention;
  if (first != kNone && mentions_[first].type == mentions_[chunks_[nouns[1]].mention].type) return kNone;
  const std::uint32_t other = nouns[1];
  nouns.pop_back();
  return other;
}

// A name of the same type as the clause's one object, with a complement of its own.
bool ClauseFinder::is_another_object(std::size_t noun, const Clause& clause) const {
  if (!is_noun(noun) || chunks_[noun].mention == kNone || clause.objects.size() != 1) return false;
  const Chunk& first = chunks_[clause.objects.front()];
  if (first.mention == kNone || mentions_[first.mention].type != mentions_[chunks_[noun].mention].type) return false;
  const ChunkKind behind = kind(noun + 1);
  return behind == ChunkKind::kTime || behind == ChunkKind::kPreposition || behind == ChunkKind::kStop;
}

// "attended by X": a participle and whose doing it is.
bool ClauseFinder::is_suffered(std::size_t verb) const {
  return chunks_[verb].reduced && kind(verb + 1) == ChunkKind::kPreposition && chunks_[verb + 1].word == "by";
}

// ", married to Y,": a participle and its complements between a name and the verb that the name is the subject of.
bool ClauseFinder::is_enclosed(std::size_t verb) const {
  if (!chunks_[verb].reduced || verb < 2 || kind(verb - 1) != ChunkKind::kComma || !is_noun(verb - 2) ||
      chunks_[verb - 2].mention == kNone || kind(verb + 1) != ChunkKind::kPreposition)
    return false;
  std::size_t at = verb + 1;
  while (kind(at) == ChunkKind::kPreposition || kind(at) == ChunkKind::kNoun || kind(at) == ChunkKind::kTime) ++at;
  return kind(at) == ChunkKind::kComma && at < chunks_.size() && finite_follows(at + 1);
}

// ", which collapsed in July,": a relative clause behind a comma.
bool ClauseFinder::is_aside(const Clause& clause) const {
  std::size_t at = clause.verb;
  while (at > 0 && kind(at - 1) == ChunkKind::kAdverb) --at;
  return at > 1 && kind(at - 1) == ChunkKind::kRelative && kind(at - 2) == ChunkKind::kComma;
}

// "if she meets him", "without meeting him": nobody says that it is so.
bool ClauseFinder::is_supposed(const Clause& clause) const {
  std::size_t at = clause.verb;
  if (!clause.subjects.empty() && clause.subjects.front() < clause.verb) at = start_of(clause.subjects.front());
  while (at > 0 && (kind(at - 1) == ChunkKind::kAdverb || kind(at - 1) == ChunkKind::kTime)) --at;
  if (at == 0) return false;
  const Chunk& before = chunks_[at - 1];
  return (before.kind == ChunkKind::kSubordinator || before.kind == ChunkKind::kPreposition) &&
         (before.word == "if" || before.word == "unless" || before.word == "whether" || before.word == "without" ||
          before.word == "lest");
}

std::vector<Clause> ClauseFinder::run() {
  for (std::size_t v = 0; v < chunks_.size(); ++v) {
    const Chunk& group = chunks_[v];
    if (group.kind != ChunkKind::kVerb) continue;
    Clause clause;
    clause.verb = static_cast<std::uint32_t>(v);
    clause.lemma = group.word;
    clause.passive = group.passive;
    clause.subjects = subjects(v, clause);
    std::uint32_t other = complements(clause, v + 1);
    // A participle right behind a noun that is another verb's object, or before "by", is passive.
    if ((is_suffered(v) && v > 0 && kind(v - 1) == ChunkKind::kComma) || is_enclosed(v)) clause.passive = true;
    if (group.reduced && v > 0 && is_noun(v - 1)) {
      if (is_suffered(v) || object_of_earlier(v - 1)) {
        // "a ceremony in Oslo attended by": the ceremony.
        std::size_t noun = v - 1;
        const std::uint32_t place = chunks_[noun].mention;
        if (noun >= 2 && place != kNone && mentions_[place].type == EntityType::kPlace && is_noun(noun - 2) &&
            (chunks_[noun - 1].word == "in" || chunks_[noun - 1].word == "at"))
          noun -= 2;
        clause.passive = true;
        clause.subjects = {static_cast<std::uint32_t>(noun)};
      }
    }
    // "was kept at X and transferred to Y": the auxiliary serves both.
    if (group.reduced && v > 0 && clause.objects.empty() && !clause.passive) {
      std::size_t before = v - 1;
      while (before > 0 && kind(before) == ChunkKind::kAdverb) --before;
      if (kind(before) == ChunkKind::kCoordinator)
        for (const Clause& earlier : clauses_)
          clause.passive = clause.passive || (earlier.passive && (earlier.lemma != "bear" || contains(kBringingUp, clause.lemma)));
    }
    clause.supposed = is_supposed(clause);
    if (clause.governor == kNone)
      for (std::size_t c = clauses_.size(); c-- > 0;)
        if (is_saying(clauses_[c].lemma) && chunks_[clauses_[c].verb].quoted == group.quoted) {
          clause.governor = static_cast<std::uint32_t>(c);
          break;
        }
    clauses_.push_back(clause);
    // The same with another object, at its own time and place.
    for (std::size_t more = 0; other != kNone && more < kEndsMax; ++more) {
      clause.objects = {other};
      clause.complements.clear();
      clause.time = kNone;
      other = complements(clause, other + 1);
      clauses_.push_back(clause);
    }
  }
  take_later_subjects();
  for (Clause& clause : clauses_) take_far_objects(clause);
  return std::move(clauses_);
}

// "the man whom X praised": the noun before the relative word; "met and thanked X": the one object of both.
void ClauseFinder::take_far_objects(Clause& clause) {
  if (clause.passive || !clause.objects.empty()) return;
  if (!clause.subjects.empty()) {
    std::size_t first = *std::min_element(clause.subjects.begin(), clause.subjects.end());
    while (first > 0 && is_noun(first - 1)) --first;
    if (first > 1 && first < clause.verb && kind(first - 1) == ChunkKind::kRelative && chunks_[first - 1].word == "whom") {
      std::size_t noun = first - 2;
      if (noun > 0 && kind(noun) == ChunkKind::kComma) --noun;
      if (is_noun(noun)) clause.objects = {static_cast<std::uint32_t>(noun)};
    }
  }
  const std::size_t next = clause.verb + 2;
  if (kind(clause.verb + 1) != ChunkKind::kCoordinator || kind(next) != ChunkKind::kVerb || next >= chunks_.size()) return;
  for (const Clause& other : clauses_)
    if (other.verb == next && !other.passive && !chunks_[next].infinitive) clause.objects = other.objects;
}

// "Founded in 1921, the yard owns": a participle that opens the sentence says something of the next verb's subject.
void ClauseFinder::take_later_subjects() {
  if (clauses_.size() < 2 || !clauses_[0].subjects.empty()) return;
  Clause& opening = clauses_[0];
  const Chunk& verb = chunks_[opening.verb];
  // "After meeting X, Y said": so does one behind such a word.
  const std::string& first = chunks_[0].word;
  const bool led = verb.gerund && (first == "after" || first == "before" || first == "while" || first == "by" || first == "when");
  if (opening.verb > 1 || (opening.verb == 1 && kind(0) != ChunkKind::kAdverb && !led) || !(verb.reduced || verb.gerund)) return;
  const Clause& next = clauses_[1];
  if (next.subjects.empty() || chunks_[next.verb].infinitive || next.governor == 0) return;
  bool comma = false;
  for (std::size_t i = opening.verb; i < next.subjects.front(); ++i) comma = comma || kind(i) == ChunkKind::kComma;
  if (!comma) return;
  opening.subjects = next.subjects;
  opening.passive = opening.passive || verb.reduced;
}

}  // namespace

bool is_saying(std::string_view lemma) noexcept { return contains(kSaying, lemma); }

bool controls_object(std::string_view lemma) noexcept { return contains(kObjectControl, lemma); }

void parse(Analysis& analysis) {
  analysis.sentences.resize(analysis.segments.sentences.size());
  for (std::uint32_t s = 0; s < analysis.sentences.size(); ++s) {
    ParsedSentence& parsed = analysis.sentences[s];
    parsed.chunks = chunk_sentence(analysis.segments, s, analysis.mentions, analysis.times, analysis.trees, *analysis.lexicon);
    parsed.clauses = ClauseFinder(parsed.chunks, *analysis.lexicon, analysis.segments.tokens, analysis.mentions).run();
  }
}

}  // namespace kith::ingest
