// What a statement does that is no error, but may not be what was meant. The graph decides at each run which of it is
// worth a warning: a name that nobody knows today may be there tomorrow.
//
//     MATCH (p:Persom), (c:City) RETURN p.name
//     names      label Persom, label City, key name
//     products   (c:City), which nothing connects with (p:Persom)
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kith/status.h"

namespace kith::semantic {

enum class NameKind : std::uint8_t { kLabel, kType, kLabelOrType, kKey };

/// A name that the statement looks for.
struct NameRead {
  NameKind kind;
  std::string name;
  SourceSpan span;
};

/// Shared by the plans of a statement.
struct Notices {
  std::vector<NameRead> names = {};       ///< each once, without those that the statement itself may make
  std::vector<SourceSpan> products = {};  ///< paths of a MATCH that nothing connects with those before them
  /// Set once all names were known: names never go away, so that nobody has to look again.
  mutable std::atomic<bool> names_are_known = false;
};

using NoticesPtr = std::shared_ptr<const Notices>;

}  // namespace kith::semantic
