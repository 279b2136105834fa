// Verbs and what they say of their subjects and objects: the table behind the claims of clauses.
//
//     {"meet", "with", "MET_WITH", kActor, kActor}     A met with B  ->  A -[MET_WITH]-> B
//     {"bear", "in", "BORN_IN", kP, kL, true}          A was born in B  ->  A -[BORN_IN]-> B
#pragma once

#include <span>
#include <string_view>

namespace kith::ingest {

/// Kinds of entities, to be joined: a person, an organisation, a place, an event.
enum Ends : unsigned { kP = 1, kO = 2, kL = 4, kE = 8, kActor = kP | kO | kL, kAny = kActor | kE };

/// subject -[type]-> what stands in `slot`: "object", or a preposition. With `passive` the clause has to be passive and
/// its subject, who suffers, is the head.
struct VerbRule {
  std::string_view lemma;
  std::string_view slot;
  std::string_view type;
  unsigned head;
  unsigned tail;
  bool passive = false;
};

/// All rules; a verb may have several.
std::span<const VerbRule> verb_rules() noexcept;

}  // namespace kith::ingest
