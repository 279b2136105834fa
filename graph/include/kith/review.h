// Who is one with whom, where articles alone do not tell: questions, and decisions that are kept as data.
//
//     KITH_TRY(const std::vector<kith::Question> open, kith::questions(store));
//     for (const kith::Question& one : open)
//       std::printf("%s / %s? %s\n", one.left.name.c_str(), one.right.name.c_str(), one.reasons.front().c_str());
//     KITH_DO(kith::decide(store, open.front(), true));
//
// A decision names what two articles speak of, not nodes: it outlives re-loading and retracting, whatever the order. It is
// undone by another. Nothing is lost by either: mentions, facts with their evidence and a user's own edges go where they belong
// and come back. Decisions are nodes of :KithDecision, which an export leaves out.
//
// All functions: any thread; each is one transaction, kept or not as a whole.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kith/element.h"
#include "kith/status.h"
#include "kith/store.h"

namespace kith {

/// An entity, to be compared with another.
struct Candidate {
  struct Quote {
    std::string article;  ///< its key
    std::string text;     ///< the sentence that speaks of it
  };

  NodeId node = {};
  std::string type;  ///< PER, ORG, LOC, EVENT
  std::string name;
  std::vector<std::string> aliases = {};
  std::vector<std::string> roles = {};
  std::vector<std::string> company = {};  ///< names of those that its articles speak of too, of at most 40 of them
  std::uint64_t articles = 0;             ///< that mention it
  std::vector<Quote> quotes = {};         ///< at most three
};

/// Two entities that may be one.
struct Question {
  std::string id;  ///< the same as long as the first articles of both are there: sixteen hexadecimal digits
  Candidate left;
  Candidate right;
  double score = 0;                       ///< 0..1, how much speaks for it
  std::vector<std::string> reasons = {};  ///< "the same name", "different roles", "both with Tom Hill"
};

struct ReviewOptions {
  std::size_t limit = 1000;  ///< questions, the likeliest first
  double score_min = 0.3;
};

/// The questions that are open, the likeliest first. Reads every entity.
Result<std::vector<Question>> questions(Store& store, const ReviewOptions& options = {});

/// What a decision did.
struct MergeReport {
  NodeId node = {};        ///< of the entity; after split(), of what stayed
  std::int64_t nodes = 0;  ///< created less deleted
  std::int64_t edges = 0;

  /// "-1 nodes, -2 edges"
  std::string to_text() const;
};

/// Answers a question. kConflict of a question whose entities are gone.
Result<MergeReport> decide(Store& store, const Question& question, bool same);

/// Decides that two entities are one. Errors: kNotFound; kArgument if no article mentions one of them or they are one already.
Result<MergeReport> merge(Store& store, NodeId one, NodeId other);

/// Without `articles`: takes back every decision by which the entity was merged. With them: decides that what they call so is
/// another. Errors: kNotFound; kArgument if there is no such decision, an article does not mention it, or none is left.
Result<MergeReport> split(Store& store, NodeId entity, std::span<const std::string> articles = {});

/// Entities by element id or by name or alias, without regard to case and accents.
Result<std::vector<Candidate>> find_entities(Store& store, std::string_view name);

/// A decision that is kept.
struct KeptDecision {
  std::string id;  ///< element id of its node
  bool same = true;
  std::string left_name;  ///< folded
  std::string left_article;
  std::string right_name;
  std::string right_article;
};

/// All of them, in the order in which they were made.
Result<std::vector<KeptDecision>> decisions(Store& store);

}  // namespace kith
