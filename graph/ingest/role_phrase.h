// Noun groups that call somebody by a role, with whose role it is.
//
//     "a former deputy head of engineering at the power company Hydrost"   Deputy Head of Engineering, of Hydrost
//     "Rey's chief of staff"                                               Chief of Staff, of Rey
//     "the Chilean foreign minister"                                       Foreign Minister, of Chile
//
// Read over the tokens, by word lists and the names found: a group ends where a verb, a comma or an unknown
// preposition stands, so a phrase never runs over the end of its clause.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/analysis.h"
#include "ingest/role_words.h"

namespace kith::ingest {

/// One of whom somebody has a role, and what stands between: "of", "at", "'s", or nothing for "Hydrost chairman".
struct RoleOf {
  std::uint32_t entity = kNone;
  std::string_view by = {};
  bool adjective = false;  ///< Chilean
};

struct RolePhrase {
  RoleKind kind = RoleKind::kNoRole;
  std::uint32_t first = 0;  ///< the tokens of the role itself: "chief of staff"
  std::uint32_t last = 0;
  std::uint32_t head = 0;  ///< the token of its noun: "chief"
  std::uint32_t end = 0;   ///< behind the whole phrase
  bool plural = false;
  bool definite = false;   ///< the, or owned
  std::vector<RoleOf> of = {};
  std::vector<std::pair<std::uint32_t, std::uint32_t>> more = {};  ///< tokens of other roles of the same: "founder and head"
};

/// Names and noun groups of a text by the tokens that they begin at.
class RoleReader {
 public:
  explicit RoleReader(const Analysis& analysis);

  /// The phrase that begins at token `at` and ends before `end`; its kind is kNoRole if none does.
  RolePhrase read(std::uint32_t at, std::uint32_t end) const;

  /// The mention of a name that begins at a token, or kNone.
  std::uint32_t name_at(std::uint32_t token) const { return token < names_.size() ? names_[token] : kNone; }

  /// The entity that the noun group which ends before token `end` stands for, or kNone: "the company" is the body spoken of last.
  std::uint32_t entity_before(std::uint32_t end) const;

  /// The body that "its" at token `at` speaks of, or kNone.
  std::uint32_t body_before(std::uint32_t at) const;

 private:
  bool is(std::uint32_t token, std::string_view word) const;
  std::string_view word_at(std::uint32_t token) const;
  bool ends_group(std::uint32_t token) const;
  std::uint32_t head_end(std::uint32_t at, std::uint32_t end) const;
  std::uint32_t read_complement(std::uint32_t at, std::uint32_t end, RolePhrase& phrase) const;
  std::uint32_t add_names(std::uint32_t at, std::uint32_t end, std::string_view by, RolePhrase& phrase) const;

  const Analysis& a_;
  std::vector<std::uint32_t> names_;   // mentions by first token
  std::vector<std::uint32_t> groups_;  // entities by last token of their group, plus one
  std::vector<std::uint32_t> owners_;  // whom "its" and "his" stand for, by the token of the word
};

/// "chief of staff" as a role: Chief of Staff.
std::string role_text(const Analysis& analysis, std::uint32_t first, std::uint32_t last);

}  // namespace kith::ingest
