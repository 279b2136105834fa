// What happened to a store, as its users saw it: transactions of several sessions, each with the operations it
// did, what they answered, and the moments between which it began and ended.
//
// Two kinds of object are enough to judge isolation, and both can be read back whole:
//   register  a list that only grows. A read tells which writes came before it, and in which order (Kingsbury and
//             Alvaro, "Elle: inferring isolation anomalies from experimental observations", VLDB 2020).
//   set       what a predicate finds: the nodes of a label, of an index range, at a node. An element comes once and
//             goes once, for each write gives what it writes a number of its own.
//
// The text form, one transaction a line, is for people, for tests and for a reproduction in a report:
//
//     0-9 ok x<1 P+7         between moments 0 and 9: appended 1 to register x, put 7 into set P; committed
//     3:4-8:12 abort x=1,2   begin was called at 3 and returned at 4, the end at 8 and 12; x was read as [1, 2]
//     5-6 ok P?7,8 P-7       saw the set P as {7, 8}, took 7 out of it
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kith::model {

struct Operation {
  enum class Kind : std::uint8_t {
    kAppend,  ///< of `value` to the register `object`
    kRead,    ///< of the register: `seen`, in order
    kAdd,     ///< of `value` to the set `object`
    kRemove,  ///< of `value` from the set, where it was
    kSee,     ///< of the set: `seen`, in any order
  };
  Kind kind;
  std::string object;
  std::int64_t value = 0;
  std::vector<std::int64_t> seen = {};
  friend bool operator==(const Operation&, const Operation&) = default;
};

enum class Outcome : std::uint8_t {
  kCommitted,
  kAborted,  ///< rolled back, or refused with a conflict
  kUnknown,  ///< the commit was not answered
};

/// Moments are ticks of one counter that all sessions share. The view was taken between `begin_called` and
/// `begin_returned`; a commit became visible between `end_called` and `end_returned`.
struct RecordedTransaction {
  std::uint64_t begin_called = 0;
  std::uint64_t begin_returned = 0;
  std::uint64_t end_called = 0;
  std::uint64_t end_returned = 0;
  Outcome outcome = Outcome::kCommitted;
  std::vector<Operation> operations = {};
  friend bool operator==(const RecordedTransaction&, const RecordedTransaction&) = default;
};

using History = std::vector<RecordedTransaction>;

std::string to_text(const RecordedTransaction& transaction);
std::string to_text(const History& history);

/// Reads the text form. Throws std::invalid_argument naming the word that is wrong: a mistake in a test.
History parse_history(std::string_view text);

}  // namespace kith::model
