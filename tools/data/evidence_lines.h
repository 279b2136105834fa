// Evidence of edges as JSON: which article, where in its text, who said so.
//
//     ,"evidence":[{"article":"rome.txt","start":0,"end":57,"quote":"Vance met …","extractor":"rules/1","confidence":0.8,…}]
//
// Rows are ordered by their own text, so that the order of loading does not show. Texts of articles are kept for a
// while: the evidence of neighbouring edges is often from the same ones.
#pragma once

#include <list>
#include <string>
#include <unordered_map>
#include <vector>

#include "kith/status.h"
#include "kith/transaction.h"

namespace kith::tools {

/// Reads through one transaction, which outlives it. One thread at a time.
class EvidenceLines {
 public:
  explicit EvidenceLines(Transaction& tx) : tx_(tx) {}

  /// Appends `,"evidence":[…]`; nothing if the edge has none.
  Status append(std::string& out, EdgeId edge);

 private:
  struct Article {
    NodeId node = {};
    std::string key = {};
    std::string text = {};
    std::vector<std::uint32_t> points = {};  ///< code points before every 256th byte
  };

  Result<const Article*> article(NodeId node);

  Transaction& tx_;
  std::list<Article> articles_;  // the one used last is in front
  std::unordered_map<NodeId, std::list<Article>::iterator> at_;
  std::size_t held_bytes_ = 0;
};

}  // namespace kith::tools
