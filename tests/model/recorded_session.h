// A session that does random transactions through the public interface and records what it did and saw.
//
// The graph is small, so that transactions meet: registers (:Register {key, list}) that are appended to, items
// (:Item:Hot {group, score}) found by label, index and id, edges (:Hub {key})-[:LINK]->(:Item), tags made by MERGE,
// and evidence of articles for a few claims. Everything that is written carries a stamp of its own; a change of an
// item gives it a new one. The set of a predicate is the stamps of what it finds, so that a change takes the
// old stamp out of all sets that held it and puts the new one where it belongs now.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "kith/store.h"
#include "model/history.h"

namespace kith::model {

/// What all sessions of a run share. The store outlives it.
struct Setting {
  Store& store;
  bool serializable = false;
  std::vector<NodeId> registers = {};
  std::vector<NodeId> hubs = {};
  std::vector<EdgeId> claims = {};
  std::atomic<std::uint64_t> clock = 0;
  std::atomic<std::int64_t> stamp = 0;
};

/// Registers, hubs and claims, with indexes on items, and a unique constraint on tags if `constrained`.
Status prepare_setting(Setting& setting, bool constrained);

/// One thread at a time.
class RecordedSession {
 public:
  RecordedSession(Setting& setting, std::uint64_t seed) : setting_(setting), random_(seed) {}

  /// Begins a transaction, does an operation of the open one, or ends it; or a statement of its own.
  void step();

  bool is_idle() const { return !transaction_; }

  /// Reads every register and every set, in a transaction that only reads.
  void read_everything();

  History history;
  std::vector<std::string> complaints;  ///< answers that no isolation allows: errors, counts that are not those of rows

 private:
  struct Look {
    std::string set;
    std::string statement;
    Parameters parameters = {};
  };
  using Seen = std::vector<Node>;

  void begin();
  void operate();
  void end();
  void run_alone();
  /// Records the outcome; the transaction has ended.
  void close_record(Outcome outcome);
  void run_operation(Status status);

  std::uint64_t tick() { return ++setting_.clock; }
  std::int64_t next_stamp() { return ++setting_.stamp; }
  Result<std::vector<List>> rows(std::string_view statement, const Parameters& parameters = {});
  Look random_look();

  void record(Operation::Kind kind, std::string object, std::int64_t value);
  void record_read(std::string object, const Value& list);
  void record_see(std::string set, std::vector<std::int64_t> stamps);
  /// An item, tag or article that is no longer as it was, or is now.
  void record_node(Operation::Kind kind, const Node& node);
  void record_link(Operation::Kind kind, std::int64_t stamp, std::size_t hub, NodeId item);

  Result<Seen> look(const Look& look);
  /// Of what a random look finds, the items.
  Result<Seen> look_for_items();
  Result<std::vector<Evidence>> look_at_claim(std::size_t claim);
  Status look_at_links();

  Status append_by_statement();
  Status append_by_call();
  Status read_register(std::size_t which);
  Status read_registers();
  Status create_item();
  Status change_item();
  Status delete_item();
  Status look_up_item();
  Status link();
  Status unlink();
  Status merge_tag();
  Status delete_tag();
  Status create_article();
  Status add_evidence();
  Status retract_article();

  Setting& setting_;
  Random random_;
  std::optional<Transaction> transaction_;
  std::size_t steps_left_ = 0;
  bool read_only_ = false;
  bool failed_ = false;
  RecordedTransaction record_;
  std::vector<NodeId> known_;  ///< items met before
};

}  // namespace kith::model
