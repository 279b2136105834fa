#include "ingest/chunk.h"

#include <algorithm>
#include <array>

namespace kith::ingest {

namespace {

constexpr std::uint32_t kClosed = Word::kPreposition | Word::kCoordinator | Word::kSubordinator | Word::kRelative |
                                  Word::kPronoun | Word::kAuxiliary | Word::kModal;

class Chunker {
 public:
  Chunker(const Segments& segments, std::uint32_t sentence, const std::vector<Mention>& mentions,
          const std::vector<TimeMention>& times, std::span<const TokenAnnotation> tags, const Lexicon& lexicon)
      : tokens_(segments.tokens),
        tags_(tags),
        end_(segments.sentences[sentence].last_token),
        lexicon_(lexicon),
        mentions_(mentions),
        times_(times) {
    at_ = segments.sentences[sentence].first_token;
    const auto by_first = [](const auto& item, std::size_t token) { return item.first < token; };
    mention_ =
        static_cast<std::size_t>(std::lower_bound(mentions.begin(), mentions.end(), at_, by_first) - mentions.begin());
    time_ = static_cast<std::size_t>(std::lower_bound(times.begin(), times.end(), at_, by_first) - times.begin());
  }

  std::vector<Chunk> run() {
    while (at_ < end_) step();
    return std::move(chunks_);
  }

 private:
  bool has(std::size_t i, Word word) const { return i < end_ && lexicon_.has(tokens_[i].lower, word); }

  bool closed(std::size_t i) const { return lexicon_.has_any(tokens_[i].lower, kClosed); }

  std::uint32_t mention_at(std::size_t i) {
    while (mention_ < mentions_.size() && mentions_[mention_].first < i) ++mention_;
    return mention_ < mentions_.size() && mentions_[mention_].first == i ? static_cast<std::uint32_t>(mention_) : kNone;
  }

  // The name whose title begins at `i`.
  std::uint32_t titled_at(std::size_t i) const {
    const auto it = std::lower_bound(mentions_.begin(), mentions_.end(), i,
                                     [](const Mention& mention, std::size_t token) { return mention.first < token; });
    for (auto near = it; near != mentions_.end() && near - it < 2; ++near)
      if (near->title_last > near->title_first && near->title_first == i && near->title_last <= near->first &&
          near->last <= end_)
        return static_cast<std::uint32_t>(near - mentions_.begin());
    return kNone;
  }

  std::uint32_t time_at(std::size_t i) {
    while (time_ < times_.size() && times_[time_].first < i) ++time_;
    return time_ < times_.size() && times_[time_].first == i ? static_cast<std::uint32_t>(time_) : kNone;
  }

  // The name that ends right before token `i`, or null.
  const Mention* mention_ending(std::size_t i) const {
    const auto it = std::lower_bound(mentions_.begin(), mentions_.end(), i,
                                     [](const Mention& mention, std::size_t token) { return mention.first < token; });
    return it != mentions_.begin() && std::prev(it)->last == i ? &*std::prev(it) : nullptr;
  }

  bool starts_mention(std::size_t i) const {
    const auto it = std::lower_bound(
        mentions_.begin() + static_cast<std::ptrdiff_t>(std::min(mention_, mentions_.size())), mentions_.end(), i,
        [](const Mention& mention, std::size_t token) { return mention.first < token; });
    return it != mentions_.end() && it->first == i;
  }

  Chunk& push(ChunkKind kind, std::size_t last) {
    Chunk chunk;
    chunk.kind = kind;
    chunk.first = static_cast<std::uint32_t>(at_);
    chunk.last = static_cast<std::uint32_t>(last);
    chunk.word = tokens_[at_].lower;
    chunk.quoted = tokens_[at_].in_quotes;
    chunks_.push_back(std::move(chunk));
    at_ = last;
    return chunks_.back();
  }

  void step();
  bool verb_group();
  bool opens_with_participle(std::size_t i) const;
  void noun_group();
  bool is_noun_word(std::size_t i, bool inside, bool has_head) const;
  bool is_manner(std::size_t i) const;
  bool is_prefix(std::size_t i) const;
  bool verb_stands(std::size_t i) const;
  void punctuation();

  const std::vector<Token>& tokens_;
  std::span<const TokenAnnotation> tags_;
  std::size_t at_ = 0;
  std::size_t end_;
  const Lexicon& lexicon_;
  const std::vector<Mention>& mentions_;
  const std::vector<TimeMention>& times_;
  std::size_t mention_ = 0;
  std::size_t time_ = 0;
  std::vector<Chunk> chunks_;
};

// "co-founded", "re-elected".
bool Chunker::is_prefix(std::size_t i) const {
  if ((tokens_[i].lower != "co" && tokens_[i].lower != "re") || i + 2 >= end_ || tokens_[i + 1].lower != "-") return false;
  const VerbForm* verb = lexicon_.verb(tokens_[i + 2].lower);
  return verb != nullptr && (verb->past || verb->participle || verb->third);
}

// Whether a word that can be verb or noun is a verb where a noun group could begin or go on.
bool Chunker::verb_stands(std::size_t i) const {
  const VerbForm* verb = lexicon_.verb(tokens_[i].lower);
  if (verb == nullptr) return false;
  if (tokens_[i].capital && i > 0 && tokens_[i - 1].capital) return false;
  const bool noun_too = lexicon_.has_any(tokens_[i].lower, Word::kEvent | Word::kPlace | Word::kOrganisation |
                                                               Word::kTeam | Word::kAdjective | Word::kPerson) ||
                        verb->base || verb->third;
  if (i > 1 && tokens_[i - 1].lower == "-" && !is_prefix(i - 2)) return false;  // church - owned
  std::size_t last = chunks_.size();
  while (last > 0 && chunks_[last - 1].kind == ChunkKind::kAdverb) --last;
  if (last == 0) return !noun_too || verb->gerund;
  const Chunk& before = chunks_[last - 1];
  const bool subject_before =
      before.kind == ChunkKind::kNoun || before.kind == ChunkKind::kRelative || before.kind == ChunkKind::kTime;
  if (verb->past || verb->participle) {
    // "attacks", "hit" are told by their neighbours; a plain past form is a verb, except before a noun after a
    // preposition.
    if (!noun_too) {
      const bool adjective = before.kind == ChunkKind::kPreposition && i + 1 < end_ && !closed(i + 1) &&
                             tokens_[i + 1].kind == TokenKind::kWord && !has(i + 1, Word::kDeterminer) &&
                             !has(i + 1, Word::kAdverb);
      return !adjective;
    }
    return before.kind != ChunkKind::kPreposition;
  }
  if (verb->gerund) return !(before.kind == ChunkKind::kPreposition && has(i, Word::kEvent));
  if (before.kind == ChunkKind::kVerb && (before.infinitive || before.modal)) return false;
  if (before.kind == ChunkKind::kPreposition || before.kind == ChunkKind::kVerb) return false;
  // "Rey, a lawyer for Hydrost, lives in": behind a comma only the tag can tell it from a noun.
  if (before.kind == ChunkKind::kComma && last > 1 && chunks_[last - 2].kind == ChunkKind::kNoun) {
    const bool first = std::none_of(chunks_.begin(), chunks_.end(), [](const Chunk& chunk) { return chunk.kind == ChunkKind::kVerb; });
    const bool leads = i + 1 < end_ && (has(i + 1, Word::kPreposition) || has(i + 1, Word::kDeterminer) || has(i + 1, Word::kPossessive));
    return tags_[i].pos == Pos::kVerb || (verb->third && first && leads);
  }
  if (before.kind == ChunkKind::kCoordinator && last > 1) {
    const Chunk& far = chunks_[last - 2];
    return far.kind == ChunkKind::kVerb || (far.kind == ChunkKind::kNoun && !has(i, Word::kEvent) && verb->third);
  }
  return subject_before;
}

// "secretly", "warmly": an adverb that no list has; not "family".
bool Chunker::is_manner(std::size_t i) const {
  static constexpr std::array<std::string_view, 20> kNouns = {
      "family", "assembly", "supply",  "reply",  "rally", "monopoly", "anomaly", "weekly", "daily",  "monthly",
      "ally",   "elderly",  "quarterly", "jelly", "belly", "bully",    "lily",    "homily", "italy", "melancholy"};
  const Token& token = tokens_[i];
  return !token.capital && token.lower.size() > 4 && token.lower.ends_with("ly") && !has(i, Word::kAdjective) &&
         std::find(kNouns.begin(), kNouns.end(), token.lower) == kNouns.end();
}

// Whether token `i` belongs to a noun group; `inside` one already begun, `has_head` one that could end here.
bool Chunker::is_noun_word(std::size_t i, bool inside, bool has_head) const {
  if (is_prefix(i)) return false;
  const Token& token = tokens_[i];
  if (token.kind == TokenKind::kPunctuation) return false;
  if (starts_mention(i)) return true;
  if (lexicon_.has(token.lower, Word::kDeterminer) || lexicon_.has(token.lower, Word::kPossessive)) return !inside;
  if (lexicon_.has_any(token.lower, kClosed)) return false;
  if (token.lower == "'s" || token.lower == "'") return false;
  if (lexicon_.has(token.lower, Word::kAdverb) && !lexicon_.has(token.lower, Word::kAdjective)) return false;
  const VerbForm* verb = lexicon_.verb(token.lower);
  if (verb == nullptr) return !(has_head && is_manner(i));
  if (!inside) return !verb_stands(i);
  // "Both worked for", "all signed the"; but "both wounded soldiers".
  const std::string& before_it = tokens_[i - 1].lower;
  if (!has_head && verb->past && (before_it == "both" || before_it == "all") && i + 1 < end_ &&
      (has(i + 1, Word::kPreposition) || has(i + 1, Word::kDeterminer) || has(i + 1, Word::kPossessive) || starts_mention(i + 1)))
    return false;
  if (!has_head) return true;  // after "the", "his", "new": the proposed plan, the meeting
  if (verb->gerund) return lexicon_.has(token.lower, Word::kEvent);
  if (verb->past || verb->participle) return false;
  // "prisoner exchange", "peace plan", "Russia-Ukraine talks"; but "Rubio meets", "the leaders plan to".
  if (tokens_[i - 1].capital) {
    // "Israeli forces", "Latvian trade": what an adjective stands before is a noun, unless it can be a people: "the
    // British attack".
    const std::string& name = tokens_[i - 1].lower;
    if (const Mention* before = mention_ending(i);
        before != nullptr && before->kind == MentionKind::kAdjective && !name.ends_with('s') &&
        (verb->third || !(name.ends_with("sh") || name.ends_with("ch") || name.ends_with("ese"))))
      return true;
    // After a name in the singular a plain form is a noun: "Trump rally". "Talks" is what persons do and what countries
    // hold, unless somebody suffers it: "Russia attacks the".
    if (!lexicon_.has(token.lower, Word::kEvent)) return false;
    if (!verb->third) return true;
    const Mention* before = mention_ending(i);
    if (before == nullptr) return true;
    if (before->type == EntityType::kPerson || before->type == EntityType::kOrganization) return false;
    return i + 1 >= end_ || !(starts_mention(i + 1) || has(i + 1, Word::kDeterminer) || has(i + 1, Word::kPossessive));
  }
  if (verb->third) return lexicon_.has(token.lower, Word::kEvent);
  const bool plural_before = tokens_[i - 1].lower.ends_with('s');
  return !plural_before || lexicon_.has(token.lower, Word::kEvent);
}

void Chunker::punctuation() {
  const std::string& mark = tokens_[at_].lower;
  if (mark == ",")
    push(ChunkKind::kComma, at_ + 1);
  else if (mark == "\"" || mark == "“" || mark == "”")
    push(ChunkKind::kQuote, at_ + 1);
  else if (mark == "(" || mark == ")" || mark == "[" || mark == "]")
    push(ChunkKind::kBracket, at_ + 1);
  else if (mark == "'" || mark == "‘" || mark == "’" || mark == "-")
    push(ChunkKind::kAdverb, at_ + 1);
  else
    push(ChunkKind::kStop, at_ + 1);
}

// "Founded in 2001, the yard": the capital is that of the sentence.
bool Chunker::opens_with_participle(std::size_t i) const {
  if (!chunks_.empty() || i != at_ || starts_mention(i) || !has(i + 1, Word::kPreposition)) return false;
  const VerbForm* form = lexicon_.verb(tokens_[i].lower);
  return form != nullptr && form->participle && !form->base;
}

bool Chunker::verb_group() {
  std::size_t i = at_;
  Chunk verb;
  bool be = false;
  bool have = false;
  bool auxiliary = false;
  if (tokens_[i].lower == "to") {
    const std::size_t next = has(i + 1, Word::kAdverb) ? i + 2 : i + 1;
    if (next >= end_ || starts_mention(next)) return false;
    const VerbForm* form = lexicon_.verb(tokens_[next].lower);
    if (form == nullptr || !form->base || tokens_[next].capital) return false;
    verb.infinitive = true;
    i = next;
  }
  std::string lemma;
  std::size_t last = at_;
  while (i < end_) {
    const Token& token = tokens_[i];
    if (starts_mention(i)) break;
    if (has(i, Word::kNegation)) verb.negated = true;
    const VerbForm* form = lexicon_.verb(token.lower);
    const bool clitic = token.lower == "'s" || token.lower == "'re" || token.lower == "'ve" || token.lower == "'m";
    if (has(i, Word::kModal)) {
      verb.modal = auxiliary = true;
      last = ++i;
      continue;
    }
    if (has(i, Word::kAuxiliary)) {
      if (!lemma.empty()) break;
      auxiliary = true;
      if (token.lower.starts_with("ha"))
        have = true;
      else if (!token.lower.starts_with("d"))
        be = true;
      if (clitic) be = true;
      last = ++i;
      continue;
    }
    if (form != nullptr && (!token.capital || opens_with_participle(i))) {
      // After an auxiliary comes its participle; what else follows belongs to the object.
      const bool fits = verb.infinitive || verb.modal || auxiliary ? (be     ? form->participle || form->gerund
                                                                      : have ? form->participle
                                                                             : form->base || form->participle)
                                                                   : true;
      if (!fits) break;
      lemma = form->lemma;
      verb.passive = be && form->participle && !form->gerund;
      verb.gerund = !auxiliary && !verb.infinitive && form->gerund;
      verb.ongoing = be && form->gerund;
      verb.reduced = !auxiliary && !verb.infinitive && (form->participle && !form->base);
      last = ++i;
      // "helped negotiate", "has been told to": only the first is taken here.
      break;
    }
    if (has(i, Word::kAdverb) || has(i, Word::kNegation)) {
      ++i;
      continue;
    }
    break;
  }
  if (lemma.empty()) {
    if (!auxiliary) return false;
    lemma = be ? "be" : have ? "have" : "do";
  }
  // "having met", "being arrested".
  verb.gerund = verb.gerund || tokens_[at_].lower == "having" || tokens_[at_].lower == "being";
  verb.kind = ChunkKind::kVerb;
  verb.first = static_cast<std::uint32_t>(at_);
  verb.last = static_cast<std::uint32_t>(last);
  verb.word = std::move(lemma);
  verb.quoted = tokens_[at_].in_quotes;
  chunks_.push_back(std::move(verb));
  at_ = last;
  return true;
}

void Chunker::noun_group() {
  Chunk noun;
  noun.kind = ChunkKind::kNoun;
  noun.quoted = tokens_[at_].in_quotes;
  if (!chunks_.empty() && chunks_.back().kind == ChunkKind::kNoun && at_ > 0 &&
      tokens_[at_ - 1].lower.starts_with("'") && chunks_.back().last == at_) {
    noun.owner = static_cast<std::uint32_t>(chunks_.size() - 1);
    noun.definite = true;
  }
  std::size_t i = at_;
  bool has_head = false;
  bool inside = noun.owner != kNone;
  std::uint32_t head_mention = kNone;
  while (i < end_) {
    if (const std::uint32_t time = time_at(i); time != kNone && i > at_) {
      // "the May 16 session": the day is part of the group.
      const std::size_t behind = times_[time].last;
      if (has_head || behind >= end_ || time_at(behind) != kNone || !is_noun_word(behind, true, false) ||
          noun.time != kNone)
        break;
      noun.time = time;
      i = behind;
      continue;
    }
    // "Russia-Ukraine talks": a hyphen between names or words belongs to the group.
    if (tokens_[i].lower == "-" && i > at_ && !tokens_[i].space_before && i + 1 < end_ &&
        !tokens_[i + 1].space_before && tokens_[i + 1].kind == TokenKind::kWord) {
      ++i;
      if (!starts_mention(i)) {
        has_head = true;
        head_mention = kNone;
        ++i;
      }
      continue;
    }
    // Nicknames and titles of works in single quotes.
    // "beat Chelsea 2-1": what a name is followed by in figures is not what it ends in.
    if (head_mention != kNone && (tokens_[i].kind == TokenKind::kNumber || has(i, Word::kNumber)) && !starts_mention(i)) break;
    // A title goes with its name, "of" and all: Secretary of State Marco Rubio.
    const std::uint32_t titled = titled_at(i);
    if (titled == kNone && !is_noun_word(i, inside, has_head)) break;
    const std::uint32_t mention = titled != kNone ? titled : mention_at(i);
    if (mention != kNone) {
      // A second name after a full one is another group, except after a country or an adjective: "US Navy".
      if (head_mention != kNone) noun.modifiers.push_back(head_mention);
      head_mention = mention;
      has_head = true;
      i = mentions_[mention].last;
      inside = true;
      continue;
    }
    const std::string& word = tokens_[i].lower;
    if (word == "the" || word == "this" || word == "these" || word == "those" || word == "both") noun.definite = true;
    if (has(i, Word::kPossessive)) {
      noun.possessive = word;
      noun.definite = true;
    } else if (!has(i, Word::kDeterminer)) {
      if (head_mention != kNone) noun.modifiers.push_back(std::exchange(head_mention, kNone));
      const bool adjective = has(i, Word::kAdjective) || has(i, Word::kNumber) || tokens_[i].kind == TokenKind::kNumber;
      const VerbForm* verb = lexicon_.verb(word);
      if (!adjective && !(verb != nullptr && !verb->base && !verb->third && !has(i, Word::kEvent))) has_head = true;
    }
    inside = true;
    ++i;
  }
  if (i == at_) i = at_ + 1;
  noun.first = static_cast<std::uint32_t>(at_);
  noun.last = static_cast<std::uint32_t>(i);
  noun.mention = head_mention;
  noun.pronoun = i == at_ + 1 && has(at_, Word::kPossessive);
  noun.word = tokens_[i - 1].lower;
  at_ = i;
  // "'s" goes with the owner and is passed over by the next group.
  if (at_ < end_ && (tokens_[at_].lower == "'s" ||
                     (tokens_[at_].lower == "'" && tokens_[at_ - 1].lower.ends_with('s') &&
                      !tokens_[at_].space_before && at_ + 1 < end_ && tokens_[at_ + 1].kind == TokenKind::kWord))) {
    ++at_;
    noun.last = static_cast<std::uint32_t>(at_);
  } else if (head_mention != kNone) {
    at_ = age_end(tokens_, lexicon_, at_, end_);
    noun.last = static_cast<std::uint32_t>(at_);
  }
  chunks_.push_back(std::move(noun));
}

void Chunker::step() {
  const Token& token = tokens_[at_];
  if (const std::uint32_t time = time_at(at_); time != kNone) {
    push(ChunkKind::kTime, std::min<std::size_t>(times_[time].last, end_)).time = time;
    // "Sunday's mass": the day is said of what follows.
    if (at_ < end_ && tokens_[at_].lower == "'s") push(ChunkKind::kAdverb, at_ + 1);
    return;
  }
  if (mention_at(at_) != kNone || titled_at(at_) != kNone) return noun_group();
  if (token.kind == TokenKind::kPunctuation) return punctuation();
  const bool owned =
      !chunks_.empty() && chunks_.back().kind == ChunkKind::kNoun && at_ > 0 && tokens_[at_ - 1].lower == "'s";
  if (owned && !lexicon_.has_any(token.lower, kClosed)) return noun_group();
  const std::string& word = token.lower;
  if (word == "to" || has(at_, Word::kAuxiliary) || has(at_, Word::kModal))
    if (verb_group()) return;
  if (word == "that" && at_ + 1 < end_) {
    const bool noun_before = !chunks_.empty() && chunks_.back().kind == ChunkKind::kNoun;
    push(noun_before ? ChunkKind::kRelative : ChunkKind::kSubordinator, at_ + 1);
    return;
  }
  if (has(at_, Word::kRelative)) {
    push(ChunkKind::kRelative, at_ + 1);
    return;
  }
  if (has(at_, Word::kPronoun) &&
      !(has(at_, Word::kPossessive) && at_ + 1 < end_ && is_noun_word(at_ + 1, true, false))) {
    Chunk& noun = push(ChunkKind::kNoun, at_ + 1);
    noun.pronoun = true;
    return;
  }
  if (has(at_, Word::kCoordinator)) {
    push(ChunkKind::kCoordinator, at_ + 1);
    return;
  }
  if (is_prefix(at_)) {
    push(ChunkKind::kAdverb, at_ + 2);
    return;
  }
  // "and once worked for": no clause begins.
  if (word == "once" && at_ + 1 < end_ && lexicon_.verb(tokens_[at_ + 1].lower) != nullptr) {
    push(ChunkKind::kAdverb, at_ + 1);
    return;
  }
  if (word == "as" && at_ + 2 < end_ && tokens_[at_ + 1].lower == "well" && tokens_[at_ + 2].lower == "as") {
    push(ChunkKind::kCoordinator, at_ + 3);
    return;
  }
  if (has(at_, Word::kSubordinator) || has(at_, Word::kPreposition)) {
    // "after", "since", "before", "as": followed by a verb's subject they open a clause; told later by the verb.
    std::size_t last = at_ + 1;
    if (word == "according" ||
        ((word == "along" || word == "together") && at_ + 1 < end_ && tokens_[at_ + 1].lower == "with"))
      last = at_ + 2;
    const bool preposition = has(at_, Word::kPreposition);
    push(preposition ? ChunkKind::kPreposition : ChunkKind::kSubordinator, std::min(last, end_));
    return;
  }
  if (word == "according" && at_ + 1 < end_ && tokens_[at_ + 1].lower == "to") {
    push(ChunkKind::kPreposition, at_ + 2).word = "according to";
    return;
  }
  if (word == "face" && at_ + 2 < end_ && tokens_[at_ + 1].lower == "to" && tokens_[at_ + 2].lower == "face") {
    push(ChunkKind::kAdverb, at_ + 3).word = "face to face";
    return;
  }
  if (word == "such" && at_ + 1 < end_ && tokens_[at_ + 1].lower == "as") {
    push(ChunkKind::kPreposition, at_ + 2).word = "such as";
    return;
  }
  if ((has(at_, Word::kAdverb) && !has(at_, Word::kAdjective)) || is_manner(at_)) {
    push(ChunkKind::kAdverb, at_ + 1);
    return;
  }
  if (lexicon_.verb(word) != nullptr && !token.capital && verb_stands(at_) && verb_group()) return;
  if (opens_with_participle(at_) && verb_group()) return;
  noun_group();
}

}  // namespace

std::vector<Chunk> chunk_sentence(const Segments& segments, std::uint32_t sentence,
                                  const std::vector<Mention>& mentions, const std::vector<TimeMention>& times,
                                  std::span<const TokenAnnotation> tags, const Lexicon& lexicon) {
  return Chunker(segments, sentence, mentions, times, tags, lexicon).run();
}

std::size_t age_end(const std::vector<Token>& tokens, const Lexicon& lexicon, std::size_t at, std::size_t end) {
  const auto is_comma = [&](std::size_t i) { return i < end && tokens[i].lower == ","; };
  if (!is_comma(at) || !is_comma(at + 2) || tokens[at + 1].kind != TokenKind::kNumber || tokens[at + 1].lower.size() > 3)
    return at;
  const std::size_t next = at + 3;
  const bool verb = next < end && !tokens[next].capital &&
                    (lexicon.has_any(tokens[next].lower, Word::kAuxiliary | Word::kModal | Word::kAdverb) ||
                     lexicon.verb(tokens[next].lower) != nullptr);
  return verb ? next : at + 2;
}

std::string to_text(std::string_view text, const Segments& segments, const std::vector<Chunk>& chunks) {
  std::string out;
  for (const Chunk& chunk : chunks) {
    if (!out.empty()) out += ' ';
    const std::uint32_t begin = segments.tokens[chunk.first].begin;
    const std::string_view words = text.substr(begin, segments.tokens[chunk.last - 1].end - begin);
    switch (chunk.kind) {
      case ChunkKind::kNoun:
        out.append("[").append(words).append("]");
        break;
      case ChunkKind::kVerb:
        out.append("(").append(words).append(")");
        break;
      case ChunkKind::kTime:
        out.append("<").append(words).append(">");
        break;
      default:
        out += words;
    }
  }
  return out;
}

}  // namespace kith::ingest
