#include "load/changes.h"

#include "common/terminal_text.h"
#include "kith/value.h"

namespace kith::tools {

std::string lines_of(const ArticleChange& change, bool explained) {
  if (change.kind == ArticleChange::Kind::kUnchanged) return {};
  std::string out = printable(change.key) + (change.kind == ArticleChange::Kind::kNew ? ": new\n" : ": replaced\n");
  for (const FactChange& fact : change.facts) {
    switch (fact.kind) {
      case FactChange::Kind::kAdded: out += "  + "; break;
      case FactChange::Kind::kSupported: out += "  = "; break;
      case FactChange::Kind::kRemoved: out += "  - "; break;
    }
    out += printable(fact.fact) + "\n";
    if (!fact.quote.empty()) out += "    \"" + printable(fact.quote) + "\"\n";
    if (!explained || fact.rule.empty()) continue;
    out += "    rule: " + printable(fact.rule) + ", by \"" + printable(fact.words) + "\", confidence " +
           Value(fact.confidence).to_text() + "\n";
  }
  return out;
}

}  // namespace kith::tools
