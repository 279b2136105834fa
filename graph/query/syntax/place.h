// Where a part of the tree stands in the text.
#pragma once

#include <string>

#include "kith/status.h"

namespace kith::syntax {

/// A span that says where, not what: all are equal to each other.
struct Place : SourceSpan {
  friend bool operator==(const Place&, const Place&) noexcept { return true; }
};

/// A name as it is meant (back quotes removed), and where it stands. Empty: left out.
struct Name {
  std::string text = {};
  Place span = {};

  bool empty() const noexcept { return text.empty(); }

  friend bool operator==(const Name&, const Name&) = default;
};

}  // namespace kith::syntax
