// What verbs say of two names that no frame knows, in their own words.
//
//     "Brody taught Said at the Tidal Works."
//       -> Brody -[RELATED {predicate: teach}]-> Said
//       -> Brody -[RELATED {predicate: teach at}]-> Tidal Works
//
// A fallback, of low confidence, for those who ask for it: a pair of which a sentence says something else gets none.
#include <algorithm>
#include <set>

#include "ingest/analysis.h"

namespace kith::ingest {

namespace {

constexpr double kConfidence = 0.3;

class OpenClaims {
 public:
  OpenClaims(Analysis& analysis, std::uint32_t sentence) : a_(analysis), s_(sentence) {}

  void run() {
    const std::uint32_t begin = a_.segments.sentences[s_].begin;
    for (const Claim& claim : a_.claims)
      if (claim.begin == begin) told_.insert(std::minmax(claim.head, claim.tail));
    for (const Clause& clause : a_.sentences[s_].paths) read(clause);
  }

 private:
  const std::vector<Chunk>& chunks() const { return a_.sentences[s_].chunks; }

  std::vector<std::uint32_t> entities(const std::vector<std::uint32_t>& nouns) const {
    std::vector<std::uint32_t> out;
    for (const std::uint32_t noun : nouns)
      for (const std::uint32_t entity : a_.entities_of(s_, noun))
        if (out.size() < kEndsMax) out.push_back(entity);
    return out;
  }

  std::string status_of(const Clause& clause) const;
  void read(const Clause& clause);
  void add(const Clause& clause, const std::vector<std::uint32_t>& heads, const std::string& predicate,
           const std::vector<std::uint32_t>& tails);

  Analysis& a_;
  const std::uint32_t s_;
  std::set<std::pair<std::uint32_t, std::uint32_t>> told_;  // smaller first
  std::string status_;
};

// Empty if nobody says that it is, was or will be so.
std::string OpenClaims::status_of(const Clause& clause) const {
  const Chunk& verb = chunks()[clause.verb];
  std::string status = verb.infinitive ? "planned" : "stated";
  for (std::uint32_t i = verb.first; i < verb.last; ++i) {
    const std::string& word = a_.token(i).lower;
    if (any_of(word, {"could", "may", "might", "should", "must", "can", "ca", "cannot"})) return "";
    if (any_of(word, {"will", "would", "shall", "'ll", "wo"})) status = "planned";
  }
  return verb.negated ? "denied" : status;
}

void OpenClaims::add(const Clause& clause, const std::vector<std::uint32_t>& heads, const std::string& predicate,
                     const std::vector<std::uint32_t>& tails) {
  for (const std::uint32_t head : heads)
    for (const std::uint32_t tail : tails) {
      if (told_.contains(std::minmax(head, tail))) continue;
      Claim* claim = add_claim(a_, head, kOpenType, tail, s_);
      if (claim == nullptr || !claim->role.empty()) continue;
      claim->role = predicate;
      claim->status = status_;
      claim->time = clause.time;
      claim->confidence = kConfidence;
      if (chunks()[clause.verb].quoted) claim->stated_by = a_.speakers[s_];
    }
}

void OpenClaims::read(const Clause& clause) {
  if (clause.supposed || clause.lemma == "be" || is_saying(clause.lemma)) return;
  status_ = status_of(clause);
  if (status_.empty()) return;
  a_.try_rule("open " + clause.lemma, chunks()[clause.verb].first, chunks()[clause.verb].last);
  const std::vector<std::uint32_t> subjects = entities(clause.subjects);
  for (const Complement& complement : clause.complements) {
    const bool agent = clause.passive && complement.preposition == "by";
    if (agent)
      add(clause, entities(complement.nouns), clause.lemma, subjects);
    else
      add(clause, subjects, clause.lemma + " " + complement.preposition, entities(complement.nouns));
  }
  if (!clause.passive) add(clause, subjects, clause.lemma, entities(clause.objects));
}

}  // namespace

void find_open_claims(Analysis& analysis) {
  for (std::uint32_t s = 0; s < analysis.sentences.size(); ++s)
    if (!analysis.sentences[s].paths.empty()) OpenClaims(analysis, s).run();
}

}  // namespace kith::ingest
