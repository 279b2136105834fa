// An extraction to nodes, edges and evidence: one transaction an article.
//
//     (:Article {key, text, …})-[:MENTIONS {start, end, text}]->(:Entity:Person {name, aliases, lookup})
//     (:Person)-[:MET_WITH {key, date, time, place, status, confidence}]-(:Person), with its evidence
//
// Every fact edge carries `key`, a hash of what makes it that fact: type, ends, role, status and day. A claim is a
// merge by it, so that a second source adds evidence and no edge. Edges of symmetric types go from the smaller id to
// the larger.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "ingest/article.h"
#include "ingest/document.h"
#include "kith/ingest.h"
#include "kith/store.h"

namespace kith::ingest {

enum class Outcome : std::uint8_t { kAdded, kUnchanged, kReplaced };

/// What became of an article, and what its transaction changed.
struct Written {
  Outcome outcome = Outcome::kAdded;
  std::int64_t nodes = 0;  ///< created less deleted
  std::int64_t edges = 0;
  std::vector<FactChange> facts = {};  ///< if asked for
};

/// Whether the graph has the article in this very form.
Result<bool> is_unchanged(Transaction& tx, const Article& article);

/// Writes an article into a transaction, in place of the one that has its key. `told`: with what changes.
Result<Written> write_article(Transaction& tx, const Article& article, const Extraction& extraction, bool told);

/// Writes articles to one store. One thread at a time.
class Writer {
 public:
  explicit Writer(Store& store) : store_(store) {}

  /// Makes the indexes and constraints that every load needs, where they are missing.
  Status prepare();

  /// Whether the store has the article in this very form; then there is nothing to extract.
  Result<bool> is_unchanged(const Article& article);

  /// Writes an article, in place of the one that has its key, and `also` in the same transaction. Conflicts are retried
  /// inside.
  Result<Written> write(const Article& article, const Extraction& extraction, bool told,
                        const std::function<Status(Transaction&)>& also);

  /// Makes the constraint by which facts of a type are found again.
  Status ensure_fact_type(const std::string& type);

 private:

  Store& store_;
  std::set<std::string> fact_types_;  // with their constraint known to be there
};

}  // namespace kith::ingest
