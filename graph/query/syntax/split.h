// Scripts: several statements in one text, each ended by `;`.
//
//     split_statements("RETURN ';'; // one\nRETURN 2").statements  // [RETURN ';'] complete, [RETURN 2] not
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace kith::syntax {

struct ScriptStatement {
  std::string_view text;   ///< from its first token to its last, without the `;`
  std::size_t offset = 0;  ///< bytes, in the script
  bool complete = true;    ///< ended by `;`
};

struct Script {
  std::vector<ScriptStatement> statements;
  /// The text ended inside a string, a back-quoted name or a comment: whoever types it has more to come.
  bool open = false;
};

/// The statements of `text`, which outlives the result; empty ones (`;;`) and comments between are left out. Only
/// the last can be incomplete. Nothing is parsed: a faulty statement is found by parse(). One pass.
Script split_statements(std::string_view text);

}  // namespace kith::syntax
