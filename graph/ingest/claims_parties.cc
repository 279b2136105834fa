// Members of parties and sides: what "of" and "'s" say when the body is one that people belong to.
//
//     "Ana Rey of the Labour Party was elected"       Ana Rey MEMBER_OF Labour Party
//     "LSD's Ivo Quent kept his seat"                 Ivo Quent MEMBER_OF LSD: sentences about seats tell that it is a party
//     "Zorblat's Ada Lund said"                       Ada Lund WORKS_FOR Zorblat
//
// Runs behind all that finds claims, and turns WORKS_FOR, and offices that a party does not have, into MEMBER_OF.
#include <algorithm>

#include "ingest/analysis.h"

namespace kith::ingest {

namespace {

// Words in the names of parties.
bool is_party_word(std::string_view word) {
  return any_of(word, {"party", "democrats", "greens", "labour", "tories", "tory", "conservatives", "republicans", "liberals",
                       "socialists", "communists", "movement", "front", "bloc", "coalition"});
}

// Words of sentences in which who is of what body says for whom one stands.
bool is_seat_word(std::string_view word) {
  return any_of(word, {"elected", "re-elected", "candidate", "candidates", "constituency", "councillor", "councillors", "lawmaker",
                       "lawmakers", "seat", "seats", "votes", "by-election", "backbencher", "legislator", "legislators"});
}

// Roles that one has beside a party, not in it.
bool is_seat_role(std::string_view role) {
  for (const std::string_view word : {"ouncil", "andidate", "awmaker", "enator", "epresentative", "egislator", "eputy", "ember",
                                      "olitician", "ctivist", "MP"})
    if (role.find(word) != std::string_view::npos) return true;
  return false;
}

class PartyClaims {
 public:
  explicit PartyClaims(Analysis& analysis) : a_(analysis) {}

  void run() {
    learn();
    for (std::uint32_t s = 0; s < a_.sentences.size(); ++s)
      for (const Chunk& chunk : a_.sentences[s].chunks) owned(s, chunk);
    std::vector<Claim> kept;
    for (Claim& claim : a_.claims) {
      if (becomes_member(claim)) {
        claim.type = "MEMBER_OF";
        claim.role.clear();
        const bool known = std::any_of(kept.begin(), kept.end(), [&](const Claim& other) {
          return other.type == claim.type && other.head == claim.head && other.tail == claim.tail && other.begin == claim.begin;
        });
        if (known) continue;
      }
      kept.push_back(std::move(claim));
    }
    a_.claims = std::move(kept);
  }

 private:
  void learn();
  void owned(std::uint32_t s, const Chunk& chunk);

  bool becomes_member(const Claim& claim) const {
    if (claim.head >= party_.size() || claim.tail >= party_.size() || !party_[claim.tail] ||
        a_.type_of(claim.head) != EntityType::kPerson)
      return false;
    if (claim.type == "HOLDS_OFFICE") return is_seat_role(claim.role);
    return (claim.type == "WORKS_FOR" || claim.type == "ORIGIN") && (claim.role.empty() || is_seat_role(claim.role));
  }

  Analysis& a_;
  std::vector<bool> party_;  // of entities
};

// Parties by their names, and by two sentences on seats that speak of them.
void PartyClaims::learn() {
  party_.assign(a_.entities.size(), false);
  std::vector<unsigned> elected(a_.entities.size(), 0);
  std::uint32_t sentence = kNone;
  bool seats = false;
  for (const Mention& mention : a_.mentions) {
    if (mention.entity == kNone || a_.type_of(mention.entity) != EntityType::kOrganization || mention.kind != MentionKind::kName)
      continue;
    bool named = false;
    for (std::uint32_t i = mention.first; i < mention.last; ++i) named = named || is_party_word(a_.token(i).lower);
    if (named) party_[mention.entity] = true;
    if (a_.token(mention.first).sentence != sentence) {
      sentence = a_.token(mention.first).sentence;
      const Sentence& where = a_.segments.sentences[sentence];
      seats = false;
      for (std::uint32_t i = where.first_token; i < where.last_token; ++i) seats = seats || is_seat_word(a_.token(i).lower);
    }
    const std::uint32_t before = mention.first - std::min(mention.first, 1u);
    const bool of = any_of(a_.token(before).lower, {"of", "the", "from"});
    const bool owns = mention.last < a_.segments.tokens.size() && a_.token(mention.last).lower == "'s";
    // A parliament has seats too; people are not of it by a name.
    bool body = false;
    for (std::uint32_t i = mention.first; i < mention.last; ++i)
      body = body || any_of(a_.token(i).lower, {"council", "parliament", "assembly", "congress", "senate", "house", "commission",
                                                "court", "committee", "ministry", "government", "university"});
    if (seats && (of || owns) && !body) ++elected[mention.entity];
  }
  // Where nearly all is about seats one sentence is enough.
  std::uint32_t about = 0;
  for (const Sentence& where : a_.segments.sentences) {
    bool told = false;
    for (std::uint32_t i = where.first_token; i < where.last_token; ++i) told = told || is_seat_word(a_.token(i).lower);
    about += told ? 1 : 0;
  }
  const unsigned needed = 3 * about >= a_.segments.sentences.size() && about >= 3 ? 1 : 2;
  for (std::size_t e = 0; e < elected.size(); ++e)
    if (elected[e] >= needed) party_[e] = true;
}

// "Zorblat's Ada Lund".
void PartyClaims::owned(std::uint32_t s, const Chunk& chunk) {
  if (chunk.kind != ChunkKind::kNoun || chunk.owner == kNone || chunk.mention == kNone) return;
  const Mention& person = a_.mentions[chunk.mention];
  const Chunk& owner = a_.sentences[s].chunks[chunk.owner];
  if (person.type != EntityType::kPerson || person.first != chunk.first || owner.entity == kNone ||
      a_.type_of(owner.entity) != EntityType::kOrganization)
    return;
  a_.try_rule("body's person", owner.first, chunk.last);
  if (Claim* claim = add_claim(a_, person.entity, party_[owner.entity] ? "MEMBER_OF" : "WORKS_FOR", owner.entity, s))
    claim->confidence = 0.6;
}

}  // namespace

void find_party_claims(Analysis& analysis) { PartyClaims(analysis).run(); }

}  // namespace kith::ingest
