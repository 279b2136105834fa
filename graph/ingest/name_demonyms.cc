// Countries and towns that no list has, told by the adjectives that the text makes of them.
//
//     "Ostania's … the Ostanian Prime Minister"     Ostania is a place, Ostanian its adjective
//     "Luther … Lutheran hymns"                     is not: nobody is in Luther, and no minister is Lutheran
#include "ingest/name_scores.h"

namespace kith::ingest {

namespace {

// What states and towns have, and adherents of somebody do not.
constexpr std::array<std::string_view, 34> kOfStates = {
    "government", "parliament", "army",    "troops",      "forces",  "soldiers", "border",  "capital",  "officials",
    "citizens",   "voters",     "police",  "authorities", "city",    "town",     "village", "leader",   "side",
    "delegation", "embassy",    "economy", "currency",    "cabinet", "military", "navy",    "airspace", "territory",
    "media",      "passport",   "coast",   "bank",        "club",    "plain",    "players"};

// The places that `adjective` may be made of, in lower case: Kestrian -> kestria, Brazilian -> brazil, Nepalese ->
// nepal.
std::vector<std::string> stems_of(const std::string& adjective) {
  std::vector<std::string> stems;
  const auto cut = [&](std::string_view ending, std::string_view instead) {
    if (adjective.ends_with(ending) && adjective.size() >= ending.size() + 4)
      stems.push_back(adjective.substr(0, adjective.size() - ending.size()) + std::string(instead));
  };
  cut("an", "a");
  cut("ian", "");
  cut("ian", "y");
  cut("an", "");
  cut("an", "e");
  cut("ese", "");
  cut("ese", "a");
  return stems;
}

}  // namespace

void NameScorer::derive_places() {
  std::unordered_map<std::string, std::size_t> capitals;  // where each stands
  std::unordered_set<std::string> entered;                // "in Ostania"
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    if (at(i).kind != TokenKind::kWord || !at(i).capital) continue;
    capitals.emplace(at(i).lower, i);
    if (i > 0 && (is(i - 1, "in") || is(i - 1, "into") || is(i - 1, "across") || is(i - 1, "throughout")))
      entered.insert(at(i).lower);
  }
  for (std::size_t i = 0; i + 1 < tokens_.size(); ++i) {
    if (at(i).kind != TokenKind::kWord || !at(i).capital || at(i).all_caps || derived_.contains(at(i).lower)) continue;
    if (lexicon_.classes(at(i).lower) != 0 || lexicon_.name_at(tokens_, i, i + 1)) continue;
    const bool of_state = lexicon_.title_at(tokens_, i + 1, tokens_.size()) ||
                          lexicon_.titles_at(tokens_, i + 1, tokens_.size()) ||
                          std::find(kOfStates.begin(), kOfStates.end(), at(i + 1).lower) != kOfStates.end();
    if (!of_state && !is_plain_lower(i + 1)) continue;
    for (const std::string& stem : stems_of(at(i).lower)) {
      const auto place = capitals.find(stem);
      if (place == capitals.end() || lexicon_.classes(stem) != 0) continue;
      if ((!of_state && !entered.contains(stem)) || lexicon_.name_at(tokens_, place->second, place->second + 1))
        continue;
      std::string name = stem;
      if (name.front() >= 'a' && name.front() <= 'z') name.front() = static_cast<char>(name.front() - 'a' + 'A');
      derived_.emplace(stem, Phrase{.kind = PhraseKind::kCountry, .length = 1, .canonical = name});
      derived_.emplace(at(i).lower, Phrase{.kind = PhraseKind::kDemonym, .length = 1, .canonical = name});
      break;
    }
  }
}

std::optional<Phrase> NameScorer::listed_at(std::size_t i, std::size_t end) const {
  if (const auto listed = lexicon_.name_at(tokens_, i, end)) return listed;
  if (derived_.empty() || i >= end || !at(i).capital) return std::nullopt;
  const auto derived = derived_.find(at(i).lower);
  return derived == derived_.end() ? std::nullopt : std::optional<Phrase>(derived->second);
}

}  // namespace kith::ingest
