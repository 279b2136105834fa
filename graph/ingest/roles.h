// What an article says a person is: titles and offices, by which persons of one name are told apart.
//
//     "Foreign Minister Jane Roe of Varna ..."   ->   "Foreign Minister, Varna"
//     roles_agree({"Foreign Minister, Varna"}, {"minister"})            true: of one walk of life, nothing speaks against it
//     roles_agree({"Foreign Minister, Varna"}, {"striker, FC Lund"})    false
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/document.h"

namespace kith::ingest {

/// "role" or "role, of whom", sorted, each once: the titles before a person's name and the roles of what is claimed of them.
std::vector<std::string> roles_of(const Extraction& extraction, std::uint32_t entity);

/// Whether two roles may be one person's: the same walk of life (politics, sport, ...; what is in no list, as "head",
/// goes with anything of the same place or organisation and else is its own), and not of two different places or organisations.
bool role_agrees(std::string_view a, std::string_view b);

/// Whether any of the one agrees with any of the other.
bool roles_agree(const std::vector<std::string>& a, const std::vector<std::string>& b);

/// Whether none agrees and some role of the one speaks against one of the other: two walks of life, or one of two places or
/// organisations. Roles that neither agree nor conflict ("biker") say nothing.
bool roles_conflict(const std::vector<std::string>& a, const std::vector<std::string>& b);

}  // namespace kith::ingest
