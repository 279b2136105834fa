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
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kith/element.h"
#include "kith/options.h"
#include "kith/plan.h"
#include "kith/status.h"
#include "kith/value.h"

namespace kith {

/// Something about a statement that is no error, but is probably not what was meant.
struct Warning {
  /// As GQL and Neo4j number it: 01N50 an unknown label, 01N51 an unknown relationship type, 01N52 an unknown property
  /// (of a graph that has none of the name when the statement begins, which does not give it either), 03N90 parts of
  /// a MATCH that nothing connects.
  std::string gqlstatus;
  std::string message;    ///< one sentence, in lower case
  std::string hint = {};  ///< what to do, "did you mean `Person`?"; may be empty
  std::optional<SourceSpan> span = {};

  friend bool operator==(const Warning&, const Warning&) = default;
};

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

  /// What is doubtful about the statement, in the order of its text; the rows are what it asks for all the same.
  const std::vector<Warning>& warnings() const noexcept;

  /// What EXPLAIN and PROFILE ask for, else nothing. Under PROFILE with what was measured by now: complete after the
  /// last row, and after an error or an interruption what had been done until then. Plan times are without parsing,
  /// planning and the commit.
  std::optional<Plan> plan() const;

  struct Impl;
  explicit Cursor(std::unique_ptr<Impl> impl) noexcept;

 private:
  std::unique_ptr<Impl> impl_;
};

/// A statement that was prepared once, to be run often: compiled, and its plan at hand.
///
///     KITH_TRY(const kith::Statement by_name, store.prepare("MATCH (p:Person {name: $name}) RETURN p.born"));
///     KITH_TRY(kith::Cursor born, by_name.run({{"name", "Marie Curie"}}));
///
/// Move-only; `const` calls are safe from many threads at once, each with a cursor of its own. An index, constraint or
/// procedure that comes or goes is heeded at the next run, which compiles again by itself. It may outlive its
/// store: then every run gives kClosed.
class [[gnu::visibility("default")]] Statement {
 public:
  Statement(Statement&&) noexcept;
  Statement& operator=(Statement&&) noexcept;
  ~Statement();

  /// As it was prepared.
  std::string_view text() const noexcept;

  /// The names of its parameters without `$`, in the order in which the text first has them. CALL without arguments
  /// takes further ones, which the text does not name.
  const std::vector<std::string>& parameters() const noexcept;

  /// Column names in the order of RETURN, as of when it was prepared; empty for a statement without RETURN.
  const std::vector<std::string>& columns() const noexcept;

  /// It may change the graph, an index or a constraint.
  bool writes() const noexcept;

  /// As Store::run() of its text. To run it inside of a transaction: Transaction::run().
  Result<Cursor> run(const Parameters& parameters = {}, const RunOptions& options = {}) const;

  struct Impl;
  explicit Statement(std::unique_ptr<Impl> impl) noexcept;

 private:
  friend class Transaction;

  std::unique_ptr<Impl> impl_;
};

}  // namespace kith
