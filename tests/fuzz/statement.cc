// Any text as a statement: it parses or is refused with a place in the text; what parses is printed as text that
// parses to the same tree and prints the same.
#include <string>

#include "fuzz/input.h"
#include "query/syntax/parser.h"
#include "query/syntax/printer.h"

using namespace kith;
using namespace kith::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = Input(data, size).rest();
  const Result<syntax::Statement> statement = syntax::parse(text);
  if (!statement.is_ok()) {
    const Error& error = statement.error();
    promise(error.code == ErrorCode::kSyntax || error.code == ErrorCode::kLimit, "a refused text is wrong by its syntax");
    promise(error.phase == Phase::kCompileTime && !error.detail.empty(), "the error names its detail");
    promise(error.span && error.span->offset <= text.size() && error.span->length <= text.size() - error.span->offset,
            "the error lies inside the text");
    (void)error.to_text();
    return 0;
  }
  const std::string printed = syntax::to_text(*statement);
  const Result<syntax::Statement> again = syntax::parse(printed);
  promise(again.is_ok(), "what was printed parses: " + printed);
  promise(*again == *statement, "what was printed parses to the same tree: " + printed);
  promise(syntax::to_text(*again) == printed, "printing it again gives the same text: " + printed);
  return 0;
}
