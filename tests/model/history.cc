#include "model/history.h"

#include <charconv>
#include <sstream>
#include <stdexcept>

namespace kith::model {
namespace {

constexpr char sign_of(Operation::Kind kind) {
  switch (kind) {
    case Operation::Kind::kAppend:
      return '<';
    case Operation::Kind::kRead:
      return '=';
    case Operation::Kind::kAdd:
      return '+';
    case Operation::Kind::kRemove:
      return '-';
    case Operation::Kind::kSee:
      return '?';
  }
  return ' ';
}

const char* name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::kCommitted:
      return "ok";
    case Outcome::kAborted:
      return "abort";
    case Outcome::kUnknown:
      return "unknown";
  }
  return "";
}

[[noreturn]] void refuse(std::string_view word) {
  throw std::invalid_argument("a history cannot have the word '" + std::string(word) + "'");
}

template <class Number>
Number number_of(std::string_view text, std::string_view word) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) refuse(word);
  return number;
}

/// "3" or "3:4".
void parse_moments(std::string_view text, std::uint64_t& called, std::uint64_t& returned) {
  const std::size_t colon = text.find(':');
  called = number_of<std::uint64_t>(text.substr(0, colon), text);
  returned = colon == std::string_view::npos ? called : number_of<std::uint64_t>(text.substr(colon + 1), text);
}

Operation parse_operation(std::string_view word) {
  const std::size_t at = word.find_first_of("<=+-?");
  if (at == std::string_view::npos || at == 0) refuse(word);
  Operation operation{Operation::Kind::kAppend, std::string(word.substr(0, at)), 0, {}};
  std::string_view rest = word.substr(at + 1);
  switch (word[at]) {
    case '<':
      break;
    case '=':
      operation.kind = Operation::Kind::kRead;
      break;
    case '+':
      operation.kind = Operation::Kind::kAdd;
      break;
    case '-':
      operation.kind = Operation::Kind::kRemove;
      break;
    default:
      operation.kind = Operation::Kind::kSee;
  }
  if (operation.kind != Operation::Kind::kRead && operation.kind != Operation::Kind::kSee) {
    operation.value = number_of<std::int64_t>(rest, word);
    return operation;
  }
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    operation.seen.push_back(number_of<std::int64_t>(rest.substr(0, comma), word));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return operation;
}

RecordedTransaction parse_transaction(const std::string& line) {
  std::istringstream words(line);
  RecordedTransaction transaction;
  std::string word;
  words >> word;
  const std::size_t dash = word.find('-');
  if (dash == std::string::npos) refuse(word);
  parse_moments(std::string_view(word).substr(0, dash), transaction.begin_called, transaction.begin_returned);
  parse_moments(std::string_view(word).substr(dash + 1), transaction.end_called, transaction.end_returned);
  words >> word;
  if (word == name_of(Outcome::kCommitted))
    transaction.outcome = Outcome::kCommitted;
  else if (word == name_of(Outcome::kAborted))
    transaction.outcome = Outcome::kAborted;
  else if (word == name_of(Outcome::kUnknown))
    transaction.outcome = Outcome::kUnknown;
  else
    refuse(word);
  while (words >> word) transaction.operations.push_back(parse_operation(word));
  return transaction;
}

}  // namespace

std::string to_text(const RecordedTransaction& transaction) {
  std::ostringstream out;
  out << transaction.begin_called << ':' << transaction.begin_returned << '-' << transaction.end_called << ':'
      << transaction.end_returned << ' ' << name_of(transaction.outcome);
  for (const Operation& operation : transaction.operations) {
    out << ' ' << operation.object << sign_of(operation.kind);
    if (operation.kind != Operation::Kind::kRead && operation.kind != Operation::Kind::kSee) out << operation.value;
    for (std::size_t i = 0; i < operation.seen.size(); ++i) out << (i == 0 ? "" : ",") << operation.seen[i];
  }
  return out.str();
}

std::string to_text(const History& history) {
  std::string text;
  for (const RecordedTransaction& transaction : history) text += to_text(transaction) + '\n';
  return text;
}

History parse_history(std::string_view text) {
  History history;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);)
    if (line.find_first_not_of(' ') != std::string::npos) history.push_back(parse_transaction(line));
  return history;
}

}  // namespace kith::model
