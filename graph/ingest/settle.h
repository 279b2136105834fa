// What the store says of an entity or a fact is what its articles say of it together, whatever their order.
//
//     "JD Vance" in one article and "James David Vance" in another   ->   name: the fuller one, aliases: all others
//
// The first mention of an entity in an article carries what that article adds to it: `name`, and where there are any
// `aliases`, `lookup` and `date`. A piece of evidence carries the time and place of its sentence. So adding an article is
// a merge in which order means nothing, and taking one back is the merge of those that are left.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ingest/document.h"
#include "kith/transaction.h"

namespace kith::ingest {

/// What is known of an entity.
struct Known {
  std::string name = {};
  std::vector<std::string> forms = {};   ///< all surface forms, the name among them, sorted, each once
  std::vector<std::string> lookup = {};  ///< sorted, each once
  std::vector<std::string> roles = {};   ///< persons: "Foreign Minister, Varna", sorted, each once
  std::optional<Date> date = {};         ///< events: the first day named
};

Known known_from(const Extraction& extraction, std::uint32_t entity);
Known known_from(const Map& properties);  ///< of a node, or of the first mention in an article

/// Both together; in either order the same.
Known merged(Known a, const Known& b);

/// The properties of its node.
Map entity_properties(const Known& known);

/// Sets the properties that `known` changes.
Status set_known(Transaction& tx, const Node& node, const Known& known);

/// Adds to the properties of a mention what its article says of the entity, and of what `type` it has it.
void add_contribution(Map& mention, const Known& known, EntityType type);

/// The strings of a list; of any other value none.
std::vector<std::string> strings_of(const Value& list);

/// The better of two values of a fact, either of which may be empty.
const std::string& better_time(const std::string& a, const std::string& b);
const std::string& better_place(const std::string& a, const std::string& b);

/// Sets place, time and confidence of a fact where those of `said` are better.
Status improve_fact(Transaction& tx, EdgeId fact, const std::string& time, const std::string& place, double confidence);

/// Says of a fact what its evidence says, after some was taken away.
Status settle_fact(Transaction& tx, EdgeId fact);

}  // namespace kith::ingest
