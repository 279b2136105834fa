// Statements, errors and values as text: what a shell or a service needs beside running statements.
//
//     for (const kith::ScriptStatement& s : kith::split_script("CREATE (:A); MATCH (n) RETURN n;").statements)
//       KITH_DO(store.run(s.text));
//     std::puts(kith::caret_text("RETURN nosuch", *error.span).c_str());
//     // RETURN nosuch
//     //        ^^^^^^
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "kith/status.h"
#include "kith/value.h"

namespace kith {

struct ScriptStatement {
  std::string_view text;   ///< from its first token to its last, without the `;`
  std::size_t offset = 0;  ///< bytes, in the script
  bool complete = true;    ///< ended by `;`
};

struct Script {
  std::vector<ScriptStatement> statements = {};
  /// The text ended inside a string, a back-quoted name or a comment: whoever types it has more to come.
  bool open = false;
};

/// The statements of `text`, which outlives the result; empty ones and comments between are left out. Only the
/// last can be incomplete. A faulty statement is found when it runs. Any thread, as all functions here.
[[gnu::visibility("default")]] Script split_script(std::string_view text);

/// Two lines, the second without an end of line: the line of `statement` in which `span` begins, and carets under
/// what of `span` lies in it. Columns are those of a terminal; control characters are shown as `?`.
[[gnu::visibility("default")]] std::string caret_text(std::string_view statement, const SourceSpan& span);

/// The value of a literal of Cypher: null, true, 1, -2.5, 'text', [1, 2], {a: 1}. kSyntax for anything else.
[[gnu::visibility("default")]] Result<Value> parse_literal(std::string_view text);

/// The temporal value or duration of kind `kind` that `text` says in ISO 8601, as to_text() writes it. kArgument
/// if it says none; kType for other kinds.
[[gnu::visibility("default")]] Result<Value> temporal_from_text(Kind kind, std::string_view text);

}  // namespace kith
