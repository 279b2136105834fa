#include "ingest/roles.h"

#include <algorithm>
#include <iterator>

#include "base/fold.h"

namespace kith::ingest {

namespace {

// Words of one walk of life. A person goes from one to another in it, and less often into another.
constexpr std::string_view kWalks[] = {
    " president premier chancellor minister secretary undersecretary senator representative congressman congresswoman deputy "
    "councillor councilor speaker leader ambassador envoy consul diplomat commissioner governor mayor taoiseach mp vp lawmaker "
    "legislator politician candidate president-elect secretary-general attorney-general governor-general vice-president "
    "whip king queen emperor prince princess emir sultan sheikh shah spokesman spokeswoman spokesperson adviser advisor "
    "negotiator mediator representative-elect mayor-elect ",
    " general brigadier colonel major lieutenant sergeant corporal private admiral commander marshal soldier ",
    " judge justice magistrate prosecutor lawyer attorney solicitor barrister ",
    " sheriff inspector superintendent detective constable officer ",
    " professor lecturer rector scientist researcher economist historian physicist chemist biologist geologist engineer "
    "glaciologist virologist epidemiologist doctor surgeon nurse physician astronaut analyst scholar ",
    " pope archbishop bishop cardinal patriarch rabbi imam ayatollah reverend father sister brother pastor mullah vicar ",
    " ceo chairman chairwoman chairperson chief director founder co-founder executive owner banker investor ",
    " coach striker midfielder goalkeeper forward winger defender driver champion footballer player captain manager sprinter "
    "swimmer cyclist boxer batsman bowler golfer ",
    " author actor actress singer journalist conductor composer pianist violinist painter sculptor novelist poet writer "
    "filmmaker musician editor reporter ",
};

struct Role {
  std::string title;  // folded
  std::string of;     // folded, empty: not told
};

Role parsed(std::string_view role) {
  const std::size_t comma = role.rfind(", ");
  if (comma == std::string_view::npos) return {.title = fold(role), .of = {}};
  return {.title = fold(role.substr(0, comma)), .of = fold(role.substr(comma + 2))};
}

// The number of a walk, or nothing.
std::ptrdiff_t walk_of(std::string_view word) {
  const std::string wanted = " " + std::string(word) + " ";
  const auto* at = std::find_if(std::begin(kWalks), std::end(kWalks), [&](std::string_view words) {
    return words.find(wanted) != std::string_view::npos;
  });
  return at == std::end(kWalks) ? -1 : at - std::begin(kWalks);
}

// "chief prosecutor": that of the last word that is in a list, of what stands before "of" and "for".
std::ptrdiff_t walk_of_title(std::string_view title) {
  for (const std::string_view cut : {" of ", " for ", " to "}) title = title.substr(0, title.find(cut));
  while (!title.empty()) {
    const std::size_t blank = title.rfind(' ');
    const std::string_view word = blank == std::string_view::npos ? title : title.substr(blank + 1);
    if (const std::ptrdiff_t walk = walk_of(word); walk >= 0) return walk;
    title = blank == std::string_view::npos ? std::string_view() : title.substr(0, blank);
  }
  return -1;
}

}  // namespace

std::vector<std::string> roles_of(const Extraction& extraction, std::uint32_t entity) {
  std::vector<std::string> roles;
  std::vector<std::string> told;  // folded titles that a claim has with an office's place
  for (const Claim& claim : extraction.claims) {
    if (claim.head != entity || claim.role.empty() || claim.status != "stated") continue;
    const std::string& of = extraction.entities[claim.tail].name;
    roles.push_back(of.empty() ? claim.role : claim.role + ", " + of);
    told.push_back(fold(claim.role));
  }
  // "Mr" and the like are no roles.
  for (const std::string& title : extraction.entities[entity].titles) {
    const std::string folded = fold(title);
    if (walk_of_title(folded) >= 0 && std::find(told.begin(), told.end(), folded) == told.end()) roles.push_back(title);
  }
  std::sort(roles.begin(), roles.end());
  roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
  return roles;
}

bool role_agrees(std::string_view a, std::string_view b) {
  const Role left = parsed(a);
  const Role right = parsed(b);
  if (!left.of.empty() && !right.of.empty() && left.of != right.of) return false;
  if (left.title == right.title) return true;
  const std::ptrdiff_t walk = walk_of_title(left.title);
  const std::ptrdiff_t other = walk_of_title(right.title);
  // The head of a union may be its chairman; the judge of a city is not its governor.
  if (walk < 0 || other < 0) return !left.of.empty() && left.of == right.of;
  return walk == other;
}

bool roles_agree(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& one) {
    return std::any_of(b.begin(), b.end(), [&](const std::string& other) { return role_agrees(one, other); });
  });
}

bool roles_conflict(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  const auto conflict = [](const Role& left, const Role& right) {
    const std::ptrdiff_t walk = walk_of_title(left.title);
    const std::ptrdiff_t other = walk_of_title(right.title);
    if (walk >= 0 && other >= 0 && walk != other) return true;
    const bool same = left.title == right.title || (walk >= 0 && walk == other);
    return same && !left.of.empty() && !right.of.empty() && left.of != right.of;
  };
  return !roles_agree(a, b) && std::any_of(a.begin(), a.end(), [&](const std::string& one) {
    return std::any_of(b.begin(), b.end(), [&](const std::string& other) { return conflict(parsed(one), parsed(other)); });
  });
}

}  // namespace kith::ingest
