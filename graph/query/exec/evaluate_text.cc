// STARTS WITH, ENDS WITH, CONTAINS and =~. Anything but two texts gives null.
#include <re2/re2.h>

#include <optional>

#include "query/exec/evaluate.h"

namespace kith::exec {
namespace {

using semantic::TextOp;

/// The regular expression of the last pattern met: most statements have one for all rows.
class PatternCache {
 public:
  Result<const re2::RE2*> get(std::string_view pattern) {
    if (regex_ == nullptr || regex_->pattern() != pattern) {
      re2::RE2::Options options;
      options.set_log_errors(false);
      options.set_max_mem(8 << 20);
      regex_ = std::make_unique<re2::RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
    }
    if (!regex_->ok())
      return Error{.code = ErrorCode::kSyntax,
                   .message = "the regular expression " + describe(Value(pattern)) + " is not valid",
                   .detail = "InvalidRegularExpression",
                   .cause = regex_->error()};
    return regex_.get();
  }

 private:
  std::unique_ptr<re2::RE2> regex_;
};

Result<bool> test(TextOp op, std::string_view text, std::string_view pattern, PatternCache& patterns) {
  switch (op) {
    case TextOp::kStartsWith:
      return text.starts_with(pattern);
    case TextOp::kEndsWith:
      return text.ends_with(pattern);
    case TextOp::kContains:
      return text.find(pattern) != std::string_view::npos;
    case TextOp::kMatches:
      break;
  }
  KITH_TRY(const re2::RE2* regex, patterns.get(pattern));
  return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *regex);
}

}  // namespace

Result<Truths> evaluate_text_predicate(Runtime& runtime, const Expr& expr, const Batch& batch) {
  KITH_TRY(ColumnPtr texts, evaluate(runtime, expr.children[0], batch));
  KITH_TRY(ColumnPtr patterns, evaluate(runtime, expr.children[1], batch));
  Truths out(batch.rows, Ternary::kUnknown);
  PatternCache cache;
  StopCheck stop(runtime.control());
  bool typed = texts->kind() == ColumnKind::kString && patterns->kind() == ColumnKind::kString;
  for (std::size_t row = 0; row < batch.rows; ++row) {
    KITH_DO(stop.step());
    if (texts->is_null(row) || patterns->is_null(row)) continue;
    if (typed) {
      KITH_TRY(bool truth, test(expr.text_op, texts->strings()[row], patterns->strings()[row], cache));
      out[row] = ternary(truth);
      continue;
    }
    Value text = texts->value(row), pattern = patterns->value(row);
    if (text.kind() != Kind::kString || pattern.kind() != Kind::kString) continue;
    KITH_TRY(bool truth, test(expr.text_op, text.as_string(), pattern.as_string(), cache));
    out[row] = ternary(truth);
  }
  return out;
}

}  // namespace kith::exec
