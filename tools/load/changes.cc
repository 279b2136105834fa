#include "load/changes.h"

#include "common/terminal_text.h"
#include "kith/value.h"

namespace kith::tools {

std::string lines_of(const ArticleChange& change, bool explained) {
  if (change.facts.empty() && change.kind == ArticleChange::Kind::kUnchanged) return {};
  std::string out = printable(change.key);
  switch (change.kind) {
    case ArticleChange::Kind::kNew:
      out += ": new\n";
      break;
    case ArticleChange::Kind::kUnchanged:
      out += ": claims\n";
      break;  // of others: its text stays
    case ArticleChange::Kind::kReplaced:
      out += ": replaced\n";
      break;
  }
  for (const FactChange& fact : change.facts) {
    switch (fact.kind) {
      case FactChange::Kind::kAdded:
        out += "  + ";
        break;
      case FactChange::Kind::kSupported:
        out += "  = ";
        break;
      case FactChange::Kind::kRemoved:
        out += "  - ";
        break;
    }
    out += printable(fact.fact) + "\n";
    if (!fact.quote.empty()) out += "    \"" + printable(fact.quote) + "\"\n";
    if (!explained || fact.rule.empty()) continue;
    out += "    rule: " + printable(fact.rule);
    if (!fact.words.empty()) out += ", by \"" + printable(fact.words) + "\"";
    out += ", confidence " + Value(fact.confidence).to_text() + "\n";
  }
  return out;
}

}  // namespace kith::tools
