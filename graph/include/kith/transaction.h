// A transaction: one view of the graph, and changes that become visible to others all at once or never.
//
//     KITH_TRY(kith::Transaction tx, store.begin());
//     KITH_TRY(kith::NodeId rome, tx.create_node({"Place"}, {{"name", "Rome"}}));
//     KITH_DO(tx.run("MATCH (p:Person {name: 'JD Vance'}), (r:Place {name: 'Rome'}) CREATE (p)-[:VISITED]->(r)"));
//     KITH_DO(tx.commit());
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kith/query.h"

namespace kith {

class GraphView;

/// Why an edge is believed: a sentence of an article, as a range of bytes of the article's stored text.
/// (What users see, `evidence(r)` included, counts code points.)
struct Evidence {
  NodeId article = {};
  std::uint32_t start_byte = 0;
  std::uint32_t end_byte = 0;
  std::string extractor = {};  ///< which rule or model said so, e.g. "rules/2+english/3f2a91bc77d0aa10"
  double confidence = 1.0;     ///< 0..1
  std::string status = {};     ///< "stated", "planned", "denied", "alleged"
  std::string stated_by = {};  ///< who says so, where the article names one
  std::string time = {};       ///< when it was as this sentence says, ISO 8601 or TIMEX3: "2025-05-18T10:00"
  std::string place = {};      ///< and where, by name
  /// Which of the article's clusters of mentions (`cluster` of MENTIONS) the edge's ends were.
  std::uint32_t from_cluster = kNoCluster;
  std::uint32_t to_cluster = kNoCluster;
  static constexpr std::uint32_t kNoCluster = 0xFFFFFFFF;
  friend bool operator==(const Evidence&, const Evidence&) = default;
};

struct TransactionOptions {
  bool read_only = false;
  /// Commits only if nothing that it has read was changed meanwhile, so that serialisable transactions are
  /// equivalent to some order of them, one after the other. Otherwise only what it writes must be unchanged.
  bool serializable = false;
  std::optional<Durability> durability = {};  ///< the store's
};

/// Move-only, one thread at a time. Destruction rolls back what was not committed. Snapshot isolation:
/// reads see the view taken at begin plus this transaction's own writes. Any number may be open at once;
/// none waits for another, and of two that change the same the second to commit gets kConflict. Cursors
/// opened from it end with it. Until commit nothing is visible elsewhere.
class [[gnu::visibility("default")]] Transaction {
 public:
  Transaction(Transaction&&) noexcept;
  Transaction& operator=(Transaction&&) noexcept;
  ~Transaction();

  /// Runs one statement. An error in a writing statement takes back what that statement did and leaves
  /// the transaction open. Indexes and constraints may be changed if no data is, and the other way round (kSchema,
  /// detail "SchemaAndData"); data that violates a new constraint is found by commit(). CALL { … } IN TRANSACTIONS gives
  /// kUnsupported.
  Result<Cursor> run(std::string_view statement, const Parameters& parameters = {}, const RunOptions& options = {});

  /// The same with a statement that was prepared by the store of this transaction; kArgument if it was another.
  Result<Cursor> run(const Statement& statement, const Parameters& parameters = {}, const RunOptions& options = {});

  // The graph without a query language. Errors of all: kNotFound for ids that do not exist in this
  // transaction, kReadOnly in a read-only one, kClosed after its end, kLimit when the overlay is full.
  Result<NodeId> create_node(const std::vector<std::string>& labels, const Map& properties = {});
  Result<EdgeId> create_edge(NodeId from, NodeId to, std::string_view type, const Map& properties = {});
  Status set_property(NodeId node, std::string_view key, const Value& value);  ///< null removes
  Status set_property(EdgeId edge, std::string_view key, const Value& value);
  Status add_label(NodeId node, std::string_view label);
  Status remove_label(NodeId node, std::string_view label);
  Status delete_node(NodeId node, bool detach = false);  ///< kConstraintVerification if it has edges
  Status delete_edge(EdgeId edge);

  Result<std::optional<Node>> find_node(NodeId node);
  Result<std::optional<Edge>> find_edge(EdgeId edge);

  /// Nodes of `label` whose `key` equals `value` (or, with an index on the elements of a list, whose list
  /// contains it), by id. Uses an index if there is one, else reads every node of the label.
  Result<std::vector<NodeId>> find_nodes(std::string_view label, std::string_view key, const Value& value);

  /// Adds one reason to believe `edge`; the same (article, start, extractor) again replaces the former.
  /// Errors: kNotFound if the edge or the article does not exist.
  Status add_evidence(EdgeId edge, const Evidence& evidence);

  /// Takes back the reason of this article, start and extractor; the edge stays. Nothing if there is none.
  Status remove_evidence(EdgeId edge, const Evidence& evidence);

  /// The edge's reasons ordered by article, start, extractor.
  Result<std::vector<Evidence>> evidence(EdgeId edge);

  /// The edges that an article supports, by edge id, each once.
  Result<std::vector<EdgeId>> supported_by(NodeId article);

  /// Takes back an article: its evidence, the edges that nothing else supports, and the node itself.
  Status retract_article(NodeId article);

  /// Makes the writes durable and visible. kConflict: another was first, nothing was written, try again.
  /// kCommitUnknown: the disk failed and the store is read-only until it is opened again.
  Status commit();

  /// Forgets the writes. Never fails; a second call does nothing.
  void rollback() noexcept;

  bool is_open() const noexcept;

  struct Impl;
  explicit Transaction(std::unique_ptr<Impl> impl) noexcept;

 private:
  friend class GraphView;

  std::unique_ptr<Impl> impl_;
};

}  // namespace kith
