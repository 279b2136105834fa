// Where a part of the tree stands in the text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kith/status.h"

namespace kith::syntax {

/// A span that says where, not what: all are equal to each other.
struct Place : SourceSpan {
  friend bool operator==(const Place&, const Place&) noexcept { return true; }
};

/// The span of these bytes of `text`, with line and column as the lexer counts them.
SourceSpan span_in(std::string_view text, std::uint32_t offset, std::uint32_t length);

/// A name as it is meant (back quotes removed), and where it stands. Empty: left out.
struct Name {
  std::string text = {};
  Place span = {};

  bool empty() const noexcept { return text.empty(); }

  friend bool operator==(const Name&, const Name&) = default;
};

}  // namespace kith::syntax
