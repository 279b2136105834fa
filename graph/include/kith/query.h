// Running statements: parameters in, rows out.
//
//     kith::Store store = *kith::Store::open("news.db");
//     KITH_TRY(kith::Cursor people, store.run("MATCH (p:Person) WHERE p.name STARTS WITH $x RETURN p.name", {{"x", "V"}}));
//     while (true) {
//       KITH_TRY(bool more, people.next());
//       if (!more) break;
//       use(people.row()[0].as_string());
//     }
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "kith/element.h"
#include "kith/options.h"
#include "kith/status.h"
#include "kith/value.h"

namespace kith {

/// The rows of one statement, in the order of its ORDER BY if there is one. Move-only, one thread at a
/// time. Reads the view its statement began with. A writing statement has run to its end before the
/// cursor exists. Destruction ends the statement. After Store::close() every call gives kClosed.
class [[gnu::visibility("default")]] Cursor {
 public:
  Cursor(Cursor&&) noexcept;
  Cursor& operator=(Cursor&&) noexcept;
  ~Cursor();

  /// Column names in the order of RETURN; empty for a statement without RETURN. Live as long as the cursor.
  const std::vector<std::string>& columns() const noexcept;

  /// Moves to the next row; false after the last. Errors end the statement.
  Result<bool> next();

  /// The current row, a value a column; valid until the next call of next().
  std::span<const Value> row() const noexcept;

  /// All rows that are left. Convenience for small results.
  Result<std::vector<List>> rows();

  /// What the statement changed; complete once the cursor exists.
  const Changes& changes() const noexcept;

  struct Impl;
  explicit Cursor(std::unique_ptr<Impl> impl) noexcept;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace kith
