#include "shell/session.h"

#include <cctype>
#include <string>
#include <utility>

namespace kith::tools {

namespace {

/// The statement's words in capitals, single spaces between, without `;` at the end; empty for a statement too
/// long to be one of ours.
std::string words_of(std::string_view statement) {
  constexpr std::size_t kLongest = 200;
  if (statement.size() > kLongest) return {};
  std::string words;
  bool space = false;
  for (const char c : statement) {
    if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      space = true;
      continue;
    }
    if (space && !words.empty()) words += ' ';
    space = false;
    words += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  while (!words.empty() && (words.back() == ';' || words.back() == ' ')) words.pop_back();
  return words;
}

Error transaction_error(const char* message, const char* detail) {
  return Error{.code = ErrorCode::kSemantic, .message = message, .detail = detail};
}

Error aborted_error() {
  return Error{.code = ErrorCode::kConflict,
               .message = "the transaction was rolled back after an error; ROLLBACK begins anew",
               .detail = std::string(kTransactionAborted)};
}

}  // namespace

Result<std::optional<Cursor>> Session::run(std::string_view statement, const Parameters& parameters,
                                           const RunOptions& options) {
  const std::string words = words_of(statement);
  const std::size_t space = words.find(' ');
  const std::string_view first = std::string_view(words).substr(0, space);
  if (first == "BEGIN" || first == "COMMIT" || first == "ROLLBACK") {
    Status status = control(first, space == std::string::npos ? "" : std::string_view(words).substr(space + 1));
    if (!status) {
      fail();
      return std::move(status).error();
    }
    return std::optional<Cursor>();
  }
  if (std::optional<Error> refused = refusal()) return *std::move(refused);
  Result<Cursor> cursor = transaction_ ? transaction_->run(statement, parameters, options)
                                       : store_.run(statement, parameters, options);
  if (!cursor) {
    fail();
    return std::move(cursor).error();
  }
  return std::optional<Cursor>(*std::move(cursor));
}

Result<Cursor> Session::run(const Statement& statement, const Parameters& parameters, const RunOptions& options) {
  if (std::optional<Error> refused = refusal()) return *std::move(refused);
  Result<Cursor> cursor =
      transaction_ ? transaction_->run(statement, parameters, options) : statement.run(parameters, options);
  if (!cursor) fail();
  return cursor;
}

std::optional<Error> Session::refusal() const {
  if (!aborted_) return std::nullopt;
  return aborted_error();
}

void Session::fail() {
  if (!transaction_) return;
  transaction_.reset();
  aborted_ = true;
}

Status Session::control(std::string_view word, std::string_view rest) {
  if (word == "BEGIN") {
    if (aborted_) return aborted_error();
    if (transaction_) return transaction_error("a transaction is open already", "TransactionOpen");
    TransactionOptions options;
    options.read_only = rest == "READ ONLY";
    options.serializable = rest == "SERIALIZABLE";
    if (!rest.empty() && !options.read_only && !options.serializable)
      return Error{.code = ErrorCode::kSyntax,
                   .message = "BEGIN is followed by nothing, READ ONLY or SERIALIZABLE",
                   .detail = "UnexpectedSyntax",
                   .phase = Phase::kCompileTime};
    KITH_TRY(Transaction transaction, store_.begin(options));
    transaction_.emplace(std::move(transaction));
    return ok();
  }
  if (!rest.empty())
    return Error{.code = ErrorCode::kSyntax,
                 .message = "nothing may follow " + std::string(word),
                 .detail = "UnexpectedSyntax",
                 .phase = Phase::kCompileTime};
  const bool was_aborted = std::exchange(aborted_, false);
  if (!transaction_ && !was_aborted) return transaction_error("no transaction is open", "NoTransaction");
  if (word == "ROLLBACK") {
    transaction_.reset();
    return ok();
  }
  if (was_aborted) return aborted_error();  // nothing was committed, and whoever asked has to know
  Transaction ending = *std::move(transaction_);
  transaction_.reset();
  return ending.commit();
}

}  // namespace kith::tools
