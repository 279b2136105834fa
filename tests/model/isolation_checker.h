// Whether a history could have come from a store of the isolation it promises.
//
//     for (const Anomaly& anomaly : check_isolation(history, Isolation::kSnapshot)) FAIL_CHECK(anomaly.text);
//
// Nothing legal is reported. What is illegal is found as far as the reads tell: a history should end with a
// transaction that reads everything, so that every write is in some read.
#pragma once

#include <vector>

#include "model/dependency_graph.h"

namespace kith::model {

enum class Isolation : std::uint8_t {
  kSnapshot,      ///< views of begin, first committer wins, in the order of real time
  kSerialisable,  ///< the same, and as if one after another
};

std::vector<Anomaly> check_isolation(const History& history, Isolation isolation);

/// The texts of all of them, for a message; empty if there is none.
std::string to_text(const std::vector<Anomaly>& anomalies);

}  // namespace kith::model
