// Random transactions of one thread beside others, remembered as what they would do to a plain graph.
//
// A transaction changes what it sees, and nothing is known of what others do meanwhile. Each change leaves a function
// that does the same to a plain graph; applied in the order of commits, all of them together must give what the
// store holds. The order is told by a node that each transaction makes and nobody changes: its record carries the
// number of the commit.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/plain_graph.h"
#include "model/random_history.h"
#include "storage/store.h"

namespace kith::model {

using Change = std::function<void(PlainGraph&)>;

struct CommittedChanges {
  NodeId marker = {};
  std::vector<Change> changes;
};

/// One thread.
class ThreadedHistory {
 public:
  ThreadedHistory(storage::Store& store, std::uint64_t seed) : store_(store), random_(seed) {}

  /// One transaction. Only what nobody may cause is an error: a conflict is counted.
  Status run_transaction();

  std::vector<CommittedChanges> committed;
  std::size_t conflicts = 0;

 private:
  struct Seen {
    std::vector<NodeId> nodes;
    std::vector<EdgeId> edges;
  };

  Status change(storage::Transaction& transaction, std::vector<Change>& changes);
  Status create_node(storage::Transaction& transaction, std::vector<Change>& changes);
  Status create_edge(storage::Transaction& transaction, const Seen& seen, std::vector<Change>& changes);
  Status set_property(storage::Transaction& transaction, const Seen& seen, std::vector<Change>& changes);
  Status change_label(storage::Transaction& transaction, const Seen& seen, std::vector<Change>& changes);
  Status delete_node(storage::Transaction& transaction, const Seen& seen, std::vector<Change>& changes);
  Status delete_edge(storage::Transaction& transaction, const Seen& seen, std::vector<Change>& changes);
  Status add_evidence(storage::Transaction& transaction, const Seen& seen, std::vector<Change>& changes);

  template <class Id>
  Id pick(const std::vector<Id>& ids) {
    return ids[random_.below(ids.size())];
  }

  storage::Store& store_;
  RandomHistory random_;
};

/// The number of the commit that wrote `marker`, as `view` holds it.
Result<std::uint64_t> commit_of(const storage::View& view, NodeId marker);

/// Every node and edge with its properties and evidence, as text.
Result<std::string> text_of(const storage::Reader& reader);

}  // namespace kith::model
