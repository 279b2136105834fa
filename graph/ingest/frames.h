// Frames: what verbs say of their subjects, objects and complements, read from a table that analysts can add to.
//
//     meet   with   MET_WITH   actor   actor              A met with B         ->  A -[MET_WITH]-> B
//     bear   in     BORN_IN    PER     LOC     passive    A was born in B      ->  A -[BORN_IN]-> B
//     hold:talks  with  NEGOTIATED_WITH  actor  actor     A held talks with B  ->  A -[NEGOTIATED_WITH]-> B
//     go:to+war   with   CONFLICT_WITH    actor  actor     A went to war with B
//
// graph/ingest/frames.txt says the form, line by line; it is compiled in.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kith/status.h"

namespace kith::ingest {

/// Kinds of entities, to be joined: a person, an organisation, a place, an event.
enum Ends : unsigned { kP = 1, kO = 2, kL = 4, kE = 8, kActor = kP | kO | kL, kAny = kActor | kE };

struct Frame {
  std::string verb;
  std::string object = {};     ///< the noun it needs as its object, in the singular; empty: none
  std::string object_in = {};  ///< the preposition before that noun: "went to war"; empty: it is the object itself
  std::string slot;         ///< "object", or the preposition before the other end
  std::string type;
  unsigned head = 0;      ///< Ends of the subject
  unsigned tail = 0;      ///< Ends of what stands in the slot
  bool turned = false;    ///< the edge runs from the slot to the subject
  bool passive = false;   ///< the clause has to be passive
  std::uint32_t line = 0;  ///< of the table, from 1
};

/// Immutable; any thread.
class Frames {
 public:
  /// The table that is compiled in.
  static const Frames& built_in();

  /// `text`, and behind it what is compiled in. Of a line that is wrong kArgument with its place in the span.
  static Result<Frames> with(std::string_view text);

  /// Frames of a verb in the order of the table.
  std::span<const Frame> of(std::string_view verb) const { return found(verbs_, verb); }

  /// Frames of `'s` with a noun, in the singular or with the plural's s, in the order of the table.
  std::span<const Frame> of_noun(std::string_view noun) const { return found(nouns_, noun); }

  /// Calls `visit` for each verb.
  void for_each_verb(const std::function<void(std::string_view)>& visit) const;

 private:
  using Table = std::map<std::string, std::vector<Frame>, std::less<>>;

  static std::span<const Frame> found(const Table& table, std::string_view word);
  static void append(Table& to, const Table& from);
  Status read(std::string_view text);
  void add(const Frame& frame);
  /// The words that `@name` stands for, or the word itself; none if it is neither.
  std::vector<std::string> members(std::string_view word) const;

  std::map<std::string, std::vector<std::string>, std::less<>> words_alike_;
  Table verbs_;
  Table nouns_;
};

}  // namespace kith::ingest
