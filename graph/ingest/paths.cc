// Dependency trees to clauses, beside those of the chunks.
//
//     "The minister, who had met her in Rome, agreed to visit Lima."
//       met    <- who = minister (nsubj), her (obj), in Rome (obl)
//       visit  <- minister (of "agreed"), Lima (obj)
//
// A tree sees over what stands between a verb and its ends: side clauses, lists, long complements. It errs in other
// places than the chunks do; claims takes the clauses of both. A clause names chunks, so that both are read alike.
#include <algorithm>
#include <array>

#include "ingest/analysis.h"

namespace kith::ingest {

namespace {

class PathFinder {
 public:
  PathFinder(const Analysis& analysis, std::uint32_t sentence)
      : a_(analysis),
        s_(sentence),
        first_(a_.segments.sentences[sentence].first_token),
        last_(a_.segments.sentences[sentence].last_token) {}

  std::vector<Clause> run();

 private:
  const std::vector<Chunk>& chunks() const { return a_.sentences[s_].chunks; }

  const TokenAnnotation& tree(std::uint32_t token) const { return a_.trees[token]; }

  const std::string& lower(std::uint32_t token) const { return a_.token(token).lower; }

  const Chunk& chunk_of(std::uint32_t token) const { return chunks()[chunk_at_[token - first_]]; }

  std::span<const std::uint32_t> children(std::uint32_t token) const {
    return std::span(children_).subspan(starts_[token - first_], starts_[token - first_ + 1] - starts_[token - first_]);
  }

  bool is(std::uint32_t token, std::initializer_list<Relation> relations) const {
    return std::find(relations.begin(), relations.end(), tree(token).relation) != relations.end();
  }

  std::uint32_t child(std::uint32_t token, std::initializer_list<Relation> relations) const;

  void index();
  std::vector<std::uint32_t> top_down() const;
  std::uint32_t verb_at(std::uint32_t token) const;
  bool is_supposed(std::uint32_t token) const;
  bool is_finite(std::uint32_t verb) const;
  bool has_subject(std::uint32_t verb) const;
  void add_nouns(std::uint32_t token, std::vector<std::uint32_t>& nouns) const;
  void add_complement(std::uint32_t token, Clause& clause) const;
  void read(std::uint32_t token, Clause& clause);
  void govern(std::uint32_t token, Clause& clause);
  std::uint32_t clause_above(std::uint32_t token) const;

  const Analysis& a_;
  const std::uint32_t s_;
  const std::uint32_t first_;
  const std::uint32_t last_;
  std::vector<std::uint32_t> chunk_at_;   // by token of the sentence
  std::vector<std::uint32_t> children_;   // of each token in the order of the text
  std::vector<std::uint32_t> starts_;     // into children_, one more than tokens
  std::vector<std::uint32_t> clause_at_;  // the clause whose verb (or predicate) a token is
  std::vector<Clause> clauses_;
};

void PathFinder::index() {
  const std::uint32_t count = last_ - first_;
  chunk_at_.assign(count, 0);
  for (std::uint32_t c = 0; c < chunks().size(); ++c)
    for (std::uint32_t t = chunks()[c].first; t < chunks()[c].last; ++t) chunk_at_[t - first_] = c;
  starts_.assign(count + 2, 0);
  for (std::uint32_t t = first_; t < last_; ++t)
    if (tree(t).head != kNone) ++starts_[tree(t).head - first_ + 2];
  for (std::uint32_t i = 2; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
  children_.resize(starts_.back());
  for (std::uint32_t t = first_; t < last_; ++t)
    if (tree(t).head != kNone) children_[starts_[tree(t).head - first_ + 1]++] = t;
  starts_.pop_back();
  clause_at_.assign(count, kNone);
}

// Heads before what hangs on them.
std::vector<std::uint32_t> PathFinder::top_down() const {
  std::vector<std::uint32_t> order;
  order.reserve(last_ - first_);
  for (std::uint32_t t = first_; t < last_; ++t)
    if (tree(t).head == kNone) order.push_back(t);
  for (std::size_t i = 0; i < order.size(); ++i)
    for (const std::uint32_t t : children(order[i])) order.push_back(t);
  return order;
}

std::uint32_t PathFinder::child(std::uint32_t token, std::initializer_list<Relation> relations) const {
  for (const std::uint32_t t : children(token))
    if (is(t, relations)) return t;
  return kNone;
}

// The token of the verb of the clause that `token` heads: itself, or its copula; kNone if it heads none.
std::uint32_t PathFinder::verb_at(std::uint32_t token) const {
  if (const std::uint32_t copula = child(token, {Relation::kCop}); copula != kNone) return copula;
  const bool verbal = tree(token).pos == Pos::kVerb && a_.lexicon->verb(lower(token)) != nullptr;
  return verbal ? token : kNone;
}

// "if she meets him", "without meeting him": nobody says that it is so.
bool PathFinder::is_supposed(std::uint32_t token) const {
  for (const std::uint32_t t : children(token))
    if (is(t, {Relation::kMark, Relation::kCase, Relation::kAdvmod}) &&
        any_of(lower(t), {"if", "unless", "whether", "without", "instead", "rather", "never"}))
      return true;
  return false;
}

// Whether the chunks have a subject that does what the verb says.
bool PathFinder::is_finite(std::uint32_t verb) const {
  for (const Clause& clause : a_.sentences[s_].clauses)
    if (clause.verb == verb) return !clause.passive && !clause.subjects.empty();
  return false;
}

// Whether the chunks have a subject of the verb: then it needs none of another clause.
bool PathFinder::has_subject(std::uint32_t verb) const {
  for (const Clause& clause : a_.sentences[s_].clauses)
    if (clause.verb == verb) return !clause.subjects.empty();
  return false;
}

// The chunks of a noun and of those joined to it; for a noun that stands for nobody, of the name beside it.
void PathFinder::add_nouns(std::uint32_t token, std::vector<std::uint32_t>& nouns) const {
  const auto add = [&](std::uint32_t t) {
    const std::uint32_t chunk = chunk_at_[t - first_];
    if (chunks()[chunk].kind != ChunkKind::kNoun) return;
    if (std::find(nouns.begin(), nouns.end(), chunk) == nouns.end()) nouns.push_back(chunk);
    if (!a_.entities_of(s_, chunk).empty()) return;
    for (const std::uint32_t beside : children(t)) {
      const std::uint32_t other = chunk_at_[beside - first_];
      if (is(beside, {Relation::kAppos}) && chunks()[other].kind == ChunkKind::kNoun) nouns.push_back(other);
    }
  };
  add(token);
  // A list has its "and": what is joined without one is apposition, or an error.
  bool joined = false;
  for (const std::uint32_t t : children(token))
    if (is(t, {Relation::kConj})) joined = joined || child(t, {Relation::kCc}) != kNone;
  if (!joined) return;
  for (const std::uint32_t t : children(token))
    if (is(t, {Relation::kConj}) && chunk_of(t).kind == ChunkKind::kNoun) add(t);
}

void PathFinder::add_complement(std::uint32_t token, Clause& clause) const {
  const Chunk& chunk = chunk_of(token);
  if (chunk.kind == ChunkKind::kTime) {
    if (clause.time == kNone) clause.time = chunk.time;
    return;
  }
  const std::uint32_t preposition = child(token, {Relation::kCase});
  if (preposition == kNone) return;
  Complement complement{.preposition = lower(preposition), .nouns = {}};
  add_nouns(token, complement.nouns);
  if (!complement.nouns.empty()) clause.complements.push_back(std::move(complement));
}

// The nearest clause that `token` hangs in.
std::uint32_t PathFinder::clause_above(std::uint32_t token) const {
  for (std::uint32_t t = tree(token).head; t != kNone; t = tree(t).head)
    if (clause_at_[t - first_] != kNone) return clause_at_[t - first_];
  return kNone;
}

// What the clause's own words do not say: its subject, whether it is passive, and the clause that it is said in.
void PathFinder::govern(std::uint32_t token, Clause& clause) {
  const Relation relation = tree(token).relation;
  const std::uint32_t head = tree(token).head;
  if (head == kNone) return;
  const std::uint32_t above = clause_above(token);
  const Chunk& verb = chunks()[clause.verb];
  switch (relation) {
    case Relation::kAclRelcl:
    case Relation::kAcl: {
      const bool participle = relation == Relation::kAcl && !verb.infinitive;
      if (verb.infinitive) {
        // "a plan to visit": of whoever has it.
        clause.governor = above;
        if (above != kNone && clause.subjects.empty()) clause.subjects = clauses_[above].subjects;
        return;
      }
      if (participle && clause.subjects.empty()) {
        add_nouns(head, clause.subjects);
        clause.passive = clause.passive || !lower(token).ends_with("ing");
        return;
      }
      std::vector<std::uint32_t> noun;
      add_nouns(head, noun);
      // "the man who met", "the deal that they signed": the relative word is the noun.
      bool relative = false;
      for (const std::uint32_t t : children(token)) {
        if (chunk_of(t).kind != ChunkKind::kRelative && !any_of(lower(t), {"who", "which", "that", "whom"})) continue;
        // "whose brother owns": the brother.
        if (lower(t) == "whose") continue;
        if (is(t, {Relation::kNsubj, Relation::kNsubjPass})) clause.subjects = noun, relative = true;
        if (is(t, {Relation::kObj})) clause.objects = noun, relative = true;
      }
      if (!relative && clause.objects.empty() && !clause.subjects.empty() && !clause.passive) clause.objects = noun;
      return;
    }
    case Relation::kConj: {
      if (above == kNone) return;
      const Clause& other = clauses_[above];
      clause.governor = other.governor;
      if (!clause.subjects.empty() || has_subject(clause.verb)) return;
      clause.subjects = other.subjects;
      const VerbForm* form = a_.lexicon->verb(lower(token));
      const bool auxiliary = child(token, {Relation::kAux, Relation::kAuxPass}) != kNone;
      // "born and raised in Oslo"; but one born in Oslo moves by himself.
      const bool moves_on = other.lemma == "bear" && !other.complements.empty() && token > head + 2;
      if (token == head + 2 && clause.complements.empty() && clause.objects.empty()) clause.complements = other.complements;
      if (other.passive && !moves_on && !auxiliary && form != nullptr && form->participle && clause.objects.empty())
        clause.passive = true;
      return;
    }
    case Relation::kXcomp:
    case Relation::kAdvcl:
    case Relation::kCcomp: {
      if (above == kNone) return;
      const Clause& other = clauses_[above];
      clause.governor = above;
      // Whose subject stands for nobody, as "who" of another clause does, has it all the same.
      if (!clause.subjects.empty() || child(token, {Relation::kNsubj, Relation::kNsubjPass}) != kNone) return;
      const bool object =
          relation == Relation::kXcomp && !other.passive && !other.objects.empty() && controls_object(other.lemma);
      clause.subjects = object ? other.objects : other.subjects;
      // "Founded in 1990, the yard owns"; but what is said last one did oneself.
      if (relation == Relation::kAdvcl && token < head && !verb.gerund && !verb.infinitive && !lower(token).ends_with("ing") &&
          child(token, {Relation::kAux}) == kNone && !is_finite(clause.verb))
        clause.passive = clause.passive || lower(token).ends_with("ed");
      return;
    }
    default:
      return;
  }
}

void PathFinder::read(std::uint32_t token, Clause& clause) {
  for (const std::uint32_t t : children(token)) {
    switch (tree(t).relation) {
      case Relation::kNsubj:
      case Relation::kNsubjPass:
        clause.passive = clause.passive || tree(t).relation == Relation::kNsubjPass;
        // A verb has one subject; of two that the tree gives it the nearer is right.
        if (t < token) clause.subjects.clear();
        add_nouns(t, clause.subjects);
        break;
      case Relation::kAuxPass:
        clause.passive = true;
        break;
      case Relation::kObj:
        add_nouns(t, clause.objects);
        for (const std::uint32_t of : children(t))
          if (is(of, {Relation::kNmod})) add_complement(of, clause);
        break;
      case Relation::kIobj:
        if (clause.objects.empty()) add_nouns(t, clause.objects);
        break;
      case Relation::kObl:
      case Relation::kOblAgent:
      case Relation::kOblUnmarked:
      case Relation::kNmodUnmarked:
      case Relation::kAdvmod:
        add_complement(t, clause);
        break;
      case Relation::kNmod:
        if (clause.verb != chunk_at_[token - first_]) add_complement(t, clause);
        break;
      default:
        break;
    }
  }
}

std::vector<Clause> PathFinder::run() {
  index();
  for (const std::uint32_t token : top_down()) {
    const std::uint32_t verb = verb_at(token);
    if (verb == kNone) continue;
    Clause clause;
    clause.verb = chunk_at_[verb - first_];
    const VerbForm* form = a_.lexicon->verb(lower(verb));
    clause.lemma = verb == token || form == nullptr ? std::string(form == nullptr ? "be" : form->lemma) : "be";
    if (verb != token && chunk_of(token).kind == ChunkKind::kNoun) clause.objects = {chunk_at_[token - first_]};
    read(token, clause);
    govern(token, clause);
    clause_at_[token - first_] = static_cast<std::uint32_t>(clauses_.size());
    clause.supposed = is_supposed(token);
    clauses_.push_back(std::move(clause));
  }
  return std::move(clauses_);
}

// Whether two entities and a verb stand in the sentence.
bool may_tell(const Analysis& a, std::uint32_t s) {
  std::uint32_t one = kNone;
  bool two = false;
  bool verb = false;
  const std::vector<Chunk>& chunks = a.sentences[s].chunks;
  for (std::uint32_t c = 0; c < chunks.size(); ++c) {
    verb = verb || chunks[c].kind == ChunkKind::kVerb;
    if (chunks[c].kind != ChunkKind::kNoun) continue;
    for (const std::uint32_t entity : a.entities_of(s, c)) {
      two = two || (one != kNone && one != entity);
      one = entity;
    }
  }
  return two && verb;
}

// The token behind "LIMA, May 19 (Reuters) - ", which is no part of what the sentence says; its first token if none.
std::uint32_t dateline_end(const Analysis& a, std::uint32_t s) {
  constexpr std::uint32_t kTokensMax = 12;
  const Sentence& sentence = a.segments.sentences[s];
  if (s > 0 && a.segments.sentences[s - 1].paragraph == sentence.paragraph) return sentence.first_token;
  const std::uint32_t end = std::min(sentence.last_token, sentence.first_token + kTokensMax);
  for (std::uint32_t t = sentence.first_token; t < end; ++t) {
    const Token& token = a.token(t);
    if (any_of(token.lower, {"-", "–", "—"}) && t > sentence.first_token && token.space_before) return t + 1;
    if (token.kind == TokenKind::kWord && !token.capital) break;
  }
  return sentence.first_token;
}

// The tokens to make a tree of: a name is one word, whatever words it is made of, and an age behind it none.
// What is left out hangs on the name. `names` are mentions in the order of the text.
std::vector<std::uint32_t> kept_tokens(Analysis& a, const std::vector<std::uint32_t>& names, std::uint32_t s) {
  const Sentence& sentence = a.segments.sentences[s];
  std::vector<std::uint32_t> kept;
  const auto leave_out = [&](std::uint32_t t) {
    a.trees[t].relation = Relation::kFlat;
    a.trees[t].head = kept.empty() ? kNone : kept.back();
  };
  auto name = std::partition_point(names.begin(), names.end(),
                                   [&](std::uint32_t m) { return a.mentions[m].first < sentence.first_token; });
  std::uint32_t t = sentence.first_token;
  for (const std::uint32_t begin = dateline_end(a, s); t < begin; ++t) leave_out(t);
  while (t < sentence.last_token) {
    while (name != names.end() && a.mentions[*name].first < t) ++name;
    if (name == names.end() || t < a.mentions[*name].first) {
      kept.push_back(t++);
      continue;
    }
    const std::uint32_t last = std::min(a.mentions[*name].last, sentence.last_token);
    kept.push_back(last - 1);
    a.trees[last - 1].pos = Pos::kPropn;
    for (; t < last; ++t)
      if (t + 1 < last) leave_out(t);
    const std::size_t behind = age_end(a.segments.tokens, *a.lexicon, t, sentence.last_token);
    for (; t < behind; ++t) leave_out(t);
  }
  return kept;
}

}  // namespace

void parse_trees(Analysis& analysis, Annotator& annotator) {
  std::vector<std::uint32_t> names;
  for (std::uint32_t m = 0; m < analysis.mentions.size(); ++m)
    if (analysis.mentions[m].kind == MentionKind::kName) names.push_back(m);
  for (std::uint32_t s = 0; s < analysis.sentences.size(); ++s) {
    if (!may_tell(analysis, s)) continue;
    annotator.add_tree(kept_tokens(analysis, names, s), analysis.trees);
    analysis.sentences[s].paths = PathFinder(analysis, s).run();
  }
}

}  // namespace kith::ingest
