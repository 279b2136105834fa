// Plans of recent statements, found by text and, where only lifted literals differ, by the text after lifting.
//
//     const PlanConditions conditions{.parameters = &parameters, .schema_version = 3};
//     KnownPtr known = cache.find("MATCH (p:Person {name: 'Bo'}) RETURN p", conditions);   // null: never seen
//     ... compile, with the literals lifted that syntax::lift_literals() says ...
//     known = cache.add("MATCH (p:Person {name: 'Bo'}) RETURN p", conditions, lifted, plan);
//     cache.find("MATCH (p:Person {name: 'Ann'}) RETURN p", conditions)                    // the same plan
//
// Three maps, asked in this order:
//   texts    the very text: everything that is needed to run it
//   shapes   the text with every literal replaced by its kind: which of the literals are lifted
//   plans    the text with these replaced: the plan
// A hit in the first reads the text once, to hash it; in the others the lexer reads it. Neither parses nor binds.
//
// A plan depends on the text after lifting (which tells the kinds of the literals), and on PlanConditions, all of
// which are part of the key; never on the values of parameters or lifted literals.
//
// Bounded by number and by an estimate of the bytes of texts and plans; the least recently used go first. Any
// thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/known_statement.h"
#include "api/lru_map.h"
#include "kith/options.h"
#include "query/syntax/lift.h"

namespace kith::api {

/// What a plan depends on beside the text.
struct PlanConditions {
  const Parameters* parameters = nullptr;  ///< their names and kinds; null: not known yet
  std::uint64_t schema_version = 0;
  std::uint64_t procedures_version = 0;
  std::uint32_t rules_off = 0;
};

class PlanCache {
 public:
  /// In longer texts no literal is lifted: finding them would cost more than a plan that is shared saves.
  static constexpr std::size_t kLiftedTextMaxBytes = std::size_t{1} << 20;

  explicit PlanCache(std::size_t entries_max = 1024, std::size_t bytes_max = std::size_t{32} << 20)
      : texts_(entries_max, bytes_max), shapes_(entries_max, bytes_max / 8), plans_(entries_max, bytes_max) {}

  /// Null if it has to be compiled (which also tells what is wrong with it).
  KnownPtr find(std::string_view text, const PlanConditions& conditions);

  /// Keeps the plan of `text`, made with `lifted` of the literals `tokens` left open; gives what find() will.
  KnownPtr add(std::string_view text, const PlanConditions& conditions, const std::vector<syntax::LiteralToken>& tokens,
               const std::vector<syntax::LiftedLiteral>& lifted, PlanPtr plan);

  /// Entries of all maps.
  std::size_t size() const { return texts_.size() + shapes_.size() + plans_.size(); }

  /// An estimate of what they hold.
  std::size_t size_bytes() const { return texts_.size_bytes() + shapes_.size_bytes() + plans_.size_bytes(); }

 private:
  using Lifting = std::shared_ptr<const std::vector<syntax::LiftedLiteral>>;

  KnownPtr find_lifted(std::string_view text, const std::string& conditions);
  void keep_text(std::string_view text, std::string conditions, const KnownPtr& known, std::size_t plan_bytes);

  LruMap<KnownPtr> texts_;
  LruMap<Lifting> shapes_;
  LruMap<LiftedPlanPtr> plans_;
};

}  // namespace kith::api
