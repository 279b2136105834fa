// What the words around a run say of its being a body of people, for names that are spelt as any name is.
//
//     "the flour maker Redfern", "Redfern, a lender based in Turin,"   called by a kind of body
//     "Redfern's chief executive", "Redfern shareholders"              has what only a body has
//     "the chairman of Redfern", "joined Redfern", "bought by Redfern" is done to bodies
#include "ingest/name_scores.h"

namespace kith::ingest {

namespace {

template <std::size_t n>
bool any(const std::array<std::string_view, n>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Kinds of bodies whose words are too common to speak inside a name.
constexpr std::array<std::string_view, 62> kKinds = {
    "maker",      "manufacturer", "producer",  "competitor", "rival",       "lender",      "outfit",    "side",
    "chain",      "shipper",      "operator",  "supplier",   "developer",   "builder",     "insurer",   "broker",
    "subsidiary", "conglomerate", "giant",     "firm",       "company",     "group",       "club",      "team",
    "startup",    "start-up",     "retailer",  "carmaker",   "brewer",      "miner",       "publisher", "distributor",
    "wholesaler", "grocer",       "bank",      "newspaper",  "daily",       "weekly",      "tabloid",   "broadcaster",
    "magazine",   "website",      "charity",   "nonprofit",  "non-profit",  "watchdog",    "regulator", "agency",
    "union",      "party",        "airline",   "utility",    "contractor",  "consultancy", "thinktank", "newswire",
    "label",      "band",         "orchestra", "ensemble",   "cooperative", "consortium"};

// What bodies have and persons hardly do.
constexpr std::array<std::string_view, 48> kBelongings = {
    "shareholders", "shareholder",  "shares",       "share",   "board",     "employees",  "staff",      "customers",
    "customer",     "subsidiary",   "headquarters", "profits", "profit",    "revenue",    "sales",      "fans",
    "supporters",   "squad",        "players",      "player",  "striker",   "midfielder", "defender",   "goalkeeper",
    "winger",       "captain",      "skipper",      "coach",   "manager",   "chairman",   "chairwoman", "chief",
    "ceo",          "director",     "boss",         "founder", "president", "executives", "executive",  "spokesman",
    "spokeswoman",  "spokesperson", "workers",      "members", "analyst",   "branch",     "factory",    "plant"};

// What companies and units call themselves by, as last words of their names.
constexpr std::array<std::string_view, 124> kTrades = {
    "ferries",       "foods",        "mills",       "milling",       "brewing",        "breweries",
    "brewery",       "shipping",     "coal",        "steel",         "energy",         "oil",
    "gas",           "marine",       "lines",       "stores",        "brands",         "logistics",
    "capital",       "ventures",     "equity",      "securities",    "financial",      "finance",
    "electric",      "electronics",  "railways",    "railway",       "rail",           "telecom",
    "telecoms",      "telekom",      "mobile",      "wireless",      "software",       "robotics",
    "aerospace",     "aviation",     "engineering", "construction",  "cement",         "properties",
    "estates",       "homes",        "farms",       "dairy",         "dairies",        "publishing",
    "entertainment", "interactive",  "games",       "therapeutics",  "biotech",        "biosciences",
    "pharma",        "healthcare",   "health",      "resources",     "minerals",       "metals",
    "gold",          "copper",       "mining",      "petroleum",     "petrochemicals", "chemicals",
    "paper",         "textiles",     "fashion",     "cosmetics",     "toys",           "retail",
    "supermarkets",  "cargo",        "freight",     "transport",     "trucking",       "shipyards",
    "shipyard",      "shipbuilding", "yachts",      "semiconductor", "semiconductors", "networks",
    "solutions",     "dynamics",     "analytics",   "consulting",    "advisors",       "communications",
    "productions",   "investments",  "investment",  "asset",         "wealth",         "holding",
    "trading",       "water",        "power",       "solar",         "wind",           "nuclear",
    "fuels",         "agro",         "seeds",       "fisheries",     "seafood",        "catering",
    "hotels",        "resorts",      "travel",      "tours",         "motors",         "automotive",
    "tyres",         "tires",        "trucks",      "insurance",     "assurance",      "reinsurance",
    "command",       "squadron",     "fleet",       "alliance"};

// Kinds of places, behind a name: "Quillby, a town in the north".
constexpr std::array<std::string_view, 35> kPlaceKinds = {
    "city",          "town",       "village",      "capital",    "port",       "island",       "suburb",
    "district",      "province",   "region",       "county",     "resort",     "municipality", "hamlet",
    "township",      "settlement", "territory",    "enclave",    "commune",    "archipelago",  "peninsula",
    "valley",        "river",      "lake",         "mountain",   "volcano",    "seaport",      "borough",
    "neighbourhood", "metropolis", "neighborhood", "stronghold", "birthplace", "hometown",     "parish"};

constexpr std::array<std::string_view, 20> kDoneToBodies = {
    "acquire", "buy",    "join",     "found",     "co-found", "own",    "sue",    "chair", "nationalise", "nationalize",
    "list",    "delist", "bankroll", "liquidate", "quit",     "manage", "advise", "hire",  "fine",        "sponsor"};

}  // namespace

void NameScorer::score_body(Candidate& candidate, const Sentence& sentence) const {
  if (candidate.title_last > candidate.title_first) return;
  const auto body = [&](double strength) {
    candidate.scores.add(EntityType::kOrganization, strength);
    candidate.scores.add(EntityType::kPerson, -strength / 2);
  };
  const std::uint32_t words = candidate.last - candidate.first;
  if (words > 1 && any(kTrades, at(candidate.last - 1).lower)) body(6);
  const auto lower = [&](std::size_t i) { return i < sentence.last_token && !at(i).capital; };
  // Behind: "Redfern's chief executive", "Falcons head coach".
  std::size_t next = candidate.last;
  const bool owns = is(next, "'s") || is(next, "'") || is(next, "’");
  if (owns) ++next;
  if (owns || (lower(next) && at(next).space_before)) {
    std::size_t i = next;
    while (lower(i) && i < next + 3 && (has(i, Word::kAdjective) || any_head(at(i).lower))) ++i;
    if (lower(i) && any(kBelongings, at(i).lower)) body(4);
  }
  // "DAB's Ivo Rey".
  if (owns && words == 1 && at(candidate.first).all_caps && next < sentence.last_token && at(next).capital) body(4);
  // ", a lender based in", ", which owns", ", the family-owned flour maker".
  if (is(candidate.last, ",")) {
    std::size_t i = candidate.last + 1;
    if (is(i, "a") || is(i, "an") || is(i, "the") || is(i, "another"))
      for (++i; i < sentence.last_token && i < candidate.last + 8 && at(i).kind == TokenKind::kWord; ++i) {
        if (has(i, Word::kPreposition) || has(i, Word::kRelative) || is(i, "'s")) break;
        if (!lower(i)) continue;
        const bool last = i + 1 >= sentence.last_token || !lower(i + 1) || at(i + 1).kind != TokenKind::kWord ||
                          has(i + 1, Word::kPreposition) || has(i + 1, Word::kRelative) ||
                          lexicon_.verb(at(i + 1).lower) != nullptr;
        if (last && (any(kKinds, at(i).lower) || (has(i, Word::kOrganisation) && !has(i, Word::kPlace)))) body(8);
        if (last) break;
      }
    else if (is(i, "owned") || is(i, "founded") || (is(i, "based") && is(i + 1, "in")))
      body(4);
  }
  score_kind_of_place(candidate, sentence);
  // Before: "the flour maker Redfern", "chairman of Redfern", "bought by Redfern".
  if (candidate.first <= sentence.first_token) return;
  std::size_t before = candidate.first - 1;
  if (is(before, "the") && before > sentence.first_token) --before;
  if (before + 1 == candidate.first && lower(before) && any(kKinds, at(before).lower)) body(4);
  const std::string& word = at(before).lower;
  if ((word == "of" || word == "for" || word == "at") && before > sentence.first_token) {
    const std::string& whose = at(before - 1).lower;
    const bool works = whose == "work" || whose == "works" || whose == "worked" || whose == "working" ||
                       whose == "played" || whose == "plays" || whose == "play" || whose == "spokesman" ||
                       whose == "spokeswoman" || whose == "spokesperson" || whose == "chairman" ||
                       whose == "chairwoman" || whose == "executive" || whose == "shareholders" || whose == "shares" ||
                       whose == "founder" || whose == "analyst" || whose == "board";
    if (works) body(3);
  }
  const VerbForm* verb = lexicon_.verb(word);
  if (verb != nullptr && !at(before).capital && any(kDoneToBodies, verb->lemma)) body(2.5);
  // "was bought by": by whom may be a person as well.
  const VerbForm* after = candidate.last + 1 < sentence.last_token && has(candidate.last, Word::kAuxiliary)
                              ? lexicon_.verb(at(candidate.last + 1).lower)
                              : nullptr;
  if (after != nullptr && after->participle && any(kDoneToBodies, after->lemma)) body(4);
}

// ", a town in the north", " is the capital of Troms", ", in the Norwegian county of Troms".
void NameScorer::score_kind_of_place(Candidate& candidate, const Sentence& sentence) const {
  std::size_t i = candidate.last;
  const bool comma = is(i, ",");
  if (!comma && !is(i, "is") && !is(i, "was") && !is(i, "remains")) return;
  ++i;
  const bool within = comma && is(i, "in");
  if (within) ++i;
  if (!is(i, "a") && !is(i, "an") && !is(i, "the") && !is(i, "its")) return;
  for (++i; i < sentence.last_token && i < candidate.last + 9 && at(i).kind == TokenKind::kWord; ++i) {
    if (has(i, Word::kPreposition) || has(i, Word::kRelative) || is(i, "'s")) return;
    if (at(i).capital || !any(kPlaceKinds, at(i).lower)) continue;
    const bool goes_on = i + 1 < sentence.last_token && at(i + 1).kind == TokenKind::kWord &&
                         !has(i + 1, Word::kPreposition) && !has(i + 1, Word::kRelative) &&
                         !has(i + 1, Word::kAuxiliary);
    if (goes_on || (within && !is(i + 1, "of"))) continue;
    candidate.scores.add(EntityType::kPlace, 6);
    candidate.scores.add(EntityType::kPerson, -4);
    return;
  }
}

bool NameScorer::any_head(std::string_view word) {
  static constexpr std::array<std::string_view, 12> kBefore = {"head",     "chief",      "managing", "executive",
                                                               "sporting", "technical",  "majority", "club",
                                                               "former",   "operations", "finance",  "deputy"};
  return any(kBefore, word);
}

}  // namespace kith::ingest
