// Rows as people and programs want them.
//
//     std::unique_ptr<RowFormat> format = make_format(Format::kCsv, false, out);
//     KITH_DO(format->begin({"name", "x"}));
//     KITH_DO(format->row(values));
//     KITH_DO(format->end());
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kith/status.h"
#include "kith/value.h"

namespace kith::tools {

enum class Format : std::uint8_t {
  kTable,  ///< aligned columns; control characters spelt out
  kCsv,    ///< RFC 4180 with a header; null is an empty field, an empty text is ""
  kJson,   ///< one array of objects a statement
  kJsonl,  ///< an object a line
};

/// Takes a piece of output; kIo if it cannot be written.
using Output = std::function<Status(std::string_view)>;

/// The rows of one statement after the other.
class RowFormat {
 public:
  virtual ~RowFormat() = default;
  virtual Status begin(const std::vector<std::string>& columns) = 0;
  virtual Status row(std::span<const Value> values) = 0;
  virtual Status end() = 0;
};

/// `typed`: values as in `kith pipe` (of JSON and JSON Lines only).
std::unique_ptr<RowFormat> make_format(Format format, bool typed, Output output);

}  // namespace kith::tools
