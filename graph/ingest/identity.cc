#include "ingest/identity.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/fold.h"
#include "ingest/roles.h"

namespace kith::ingest {

namespace {

// A yearly event has one name; two days this far apart are two of them.
constexpr std::int64_t kSameEventDaysMax = 31;
constexpr std::size_t kAcronymLettersMax = 6;

// Names that were decided to be of one: each stands for the first of them.
class NameGroups {
 public:
  void join(const std::string& a, const std::string& b) {
    std::string x = of(a);
    std::string y = of(b);
    if (y < x) std::swap(x, y);
    if (x != y) first_[y] = x;
  }

  std::string of(std::string name) const {
    for (auto it = first_.find(name); it != first_.end(); it = first_.find(name)) name = it->second;
    return name;
  }

 private:
  std::map<std::string, std::string> first_;
};

class Partition {
 public:
  Partition(std::span<const Appearance> all, std::vector<Decision> decisions)
      : all_(all), decisions_(std::move(decisions)), parent_(all.size()), sides_(all.size()), has_strong_(all.size()),
        is_described_(all.size()) {
    std::iota(parent_.begin(), parent_.end(), 0);
    std::sort(decisions_.begin(), decisions_.end());
    for (std::uint32_t i = 0; i < all_.size(); ++i) {
      has_strong_[i] = !all_[i].strong.empty();
      is_described_[i] = is_described(all_[i]);
    }
  }

  std::vector<std::uint32_t> run() {
    take_decisions();
    name_all();
    join_families();
    join_the_undescribed();
    join_acronyms();
    return numbered();
  }

 private:
  using Name = std::pair<EntityType, std::string>;

  static bool is_described(const Appearance& one) {
    if (one.type == EntityType::kPerson) return !one.roles.empty();
    if (one.type == EntityType::kEvent) return one.date.has_value();
    return true;
  }

  std::uint32_t find(std::uint32_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }

  bool join(std::uint32_t a, std::uint32_t b);

  // What was parted off takes no others if they may go to the rest.
  bool is_parted_off(std::uint32_t i) {
    const std::vector<std::uint32_t>& sides = sides_[find(i)];
    return std::any_of(sides.begin(), sides.end(), [](std::uint32_t side) { return side % 2 == 0; });
  }

  // Joins with the first of them that it may.
  bool join_first(const std::vector<std::uint32_t>& firsts, std::uint32_t i) {
    for (const bool parted_off : {false, true})
      for (const std::uint32_t first : firsts)
        if (is_parted_off(first) == parted_off && join(first, i)) return true;
    return false;
  }

  // The same; else it is one of them.
  void join_to_any(std::vector<std::uint32_t>& firsts, std::uint32_t i) {
    if (!join_first(firsts, i)) firsts.push_back(i);
  }

  // Joins with each of them that it may.
  void join_each(std::vector<std::uint32_t> others, std::uint32_t i) {
    std::stable_partition(others.begin(), others.end(), [&](std::uint32_t other) { return !is_parted_off(other); });
    for (const std::uint32_t other : others) join(other, i);
  }

  void take_decisions();
  void name_all();
  void join_families();
  void join_all(const std::vector<std::uint32_t>& members);
  void join_persons(const std::vector<std::uint32_t>& named);
  void join_company(const std::vector<std::uint32_t>& named);
  void join_events(const std::vector<std::uint32_t>& named);
  void join_the_undescribed();
  void join_acronyms();
  std::vector<std::uint32_t> numbered();

  std::span<const Appearance> all_;
  std::vector<Decision> decisions_;
  std::vector<std::uint32_t> parent_;               // the root of a group is its first member
  std::vector<std::vector<std::uint32_t>> sides_;   // of roots: sides of decisions of difference, two a decision, the even one parted off
  std::vector<bool> has_strong_;                    // of roots
  std::vector<bool> is_described_;                  // of roots
  NameGroups names_;
  std::vector<std::vector<Name>> strong_;                         // of appearances
  std::map<std::uint32_t, std::vector<std::uint32_t>> families_;  // those that names tie together, by the first
  std::map<Name, std::vector<std::uint32_t>> by_any_;             // by names of both kinds
};

bool Partition::join(std::uint32_t a, std::uint32_t b) {
  a = find(a);
  b = find(b);
  if (a == b) return true;
  if (b < a) std::swap(a, b);
  for (const std::uint32_t side : sides_[a])
    if (std::find(sides_[b].begin(), sides_[b].end(), side ^ 1) != sides_[b].end()) return false;
  parent_[b] = a;
  sides_[a].insert(sides_[a].end(), sides_[b].begin(), sides_[b].end());
  has_strong_[a] = has_strong_[a] || has_strong_[b];
  is_described_[a] = is_described_[a] || is_described_[b];
  return true;
}

void Partition::take_decisions() {
  for (std::uint32_t d = 0; d < decisions_.size(); ++d) {
    const Decision& decision = decisions_[d];
    if (decision.same) continue;
    for (std::uint32_t i = 0; i < all_.size(); ++i) {
      if (is_about(decision.left, all_[i])) sides_[i].push_back(2 * d);
      if (is_about(decision.right, all_[i])) sides_[i].push_back(2 * d + 1);
    }
  }
  for (const Decision& decision : decisions_) {
    if (!decision.same) continue;
    if (decision.wide && decision.left.type == decision.right.type) names_.join(decision.left.name, decision.right.name);
    std::uint32_t first = kNone;
    for (std::uint32_t i = 0; i < all_.size(); ++i) {
      if (!is_about(decision.left, all_[i]) && !is_about(decision.right, all_[i])) continue;
      if (first != kNone) join(first, i);
      first = std::min(first, i);
    }
  }
}

void Partition::name_all() {
  std::map<Name, std::uint32_t> families;  // by name, one of those that have it
  std::vector<std::uint32_t> family(all_.size());
  std::iota(family.begin(), family.end(), 0);
  const auto find = [&](std::uint32_t i) {
    while (family[i] != i) i = family[i] = family[family[i]];
    return i;
  };
  strong_.resize(all_.size());
  for (std::uint32_t i = 0; i < all_.size(); ++i) {
    for (const std::string& name : all_[i].strong) strong_[i].emplace_back(all_[i].type, names_.of(name));
    std::set<Name> any(strong_[i].begin(), strong_[i].end());
    for (const std::string& name : all_[i].weak) any.emplace(all_[i].type, names_.of(name));
    for (const Name& name : any) by_any_[name].push_back(i);
    for (const Name& name : strong_[i]) {
      const std::uint32_t other = find(families.try_emplace(name, i).first->second);
      const std::uint32_t own = find(i);
      family[std::max(other, own)] = std::min(other, own);
    }
  }
  for (std::uint32_t i = 0; i < all_.size(); ++i)
    if (!strong_[i].empty()) families_[find(i)].push_back(i);
}

void Partition::join_families() {
  for (const auto& [first, members] : families_) {
    if (all_[first].type == EntityType::kPerson) {
      join_persons(members);
    } else if (all_[first].type == EntityType::kEvent) {
      join_events(members);
    } else {
      join_all(members);
    }
  }
}

// More than one group is left only where a decision keeps them apart.
void Partition::join_all(const std::vector<std::uint32_t>& members) {
  std::vector<std::uint32_t> firsts;
  for (const std::uint32_t i : members) join_to_any(firsts, i);
}

void Partition::join_persons(const std::vector<std::uint32_t>& named) {
  // Of those that have the same roles, one of each group stands for all.
  std::map<std::vector<std::string>, std::vector<std::uint32_t>> by_roles;
  for (const std::uint32_t i : named) {
    if (all_[i].roles.empty()) continue;
    std::vector<std::uint32_t> agreeing;
    for (const auto& [roles, firsts] : by_roles)
      if (roles_agree(roles, all_[i].roles)) agreeing.insert(agreeing.end(), firsts.begin(), firsts.end());
    join_each(std::move(agreeing), i);
    std::vector<std::uint32_t>& alike = by_roles[all_[i].roles];
    if (std::none_of(alike.begin(), alike.end(), [&](std::uint32_t first) { return find(first) == find(i); }))
      alike.push_back(i);
  }
  join_company(named);
}

// Whoever keeps the same company is one, unless what they are said to be speaks against it. Groups by their first members, each
// with what all of it is said to be, so that nobody between them makes a judge and a governor one.
void Partition::join_company(const std::vector<std::uint32_t>& named) {
  std::map<std::uint32_t, std::vector<std::string>> roles;  // by group
  std::unordered_map<std::string, std::set<std::uint32_t>> by_company;
  for (const std::uint32_t i : named) {
    if (!is_described_[find(i)]) continue;
    std::vector<std::string>& all = roles[find(i)];
    for (const std::string& role : all_[i].roles)
      if (std::find(all.begin(), all.end(), role) == all.end()) all.push_back(role);
    for (const std::string& other : all_[i].company) by_company[other].insert(find(i));
  }
  std::set<std::pair<std::uint32_t, std::uint32_t>> beside;
  for (const auto& [other, groups] : by_company)
    for (const std::uint32_t a : groups)
      for (const std::uint32_t b : groups)
        if (a < b) beside.emplace(a, b);
  for (const auto& [first, second] : beside) {
    const std::uint32_t a = find(first);
    const std::uint32_t b = find(second);
    if (a == b || roles_conflict(roles[a], roles[b]) || !join(a, b)) continue;
    std::vector<std::string>& all = roles[find(a)];
    const std::vector<std::string>& more = roles[find(a) == a ? b : a];
    all.insert(all.end(), more.begin(), more.end());
  }
  // Those without roles go each to the first of these groups.
  std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>> met;
  for (const std::uint32_t i : named) {
    if (is_described_[find(i)]) continue;
    std::set<std::uint32_t> groups;
    for (const std::string& other : all_[i].company)
      if (const auto it = by_company.find(other); it != by_company.end())
        for (const std::uint32_t group : it->second) groups.insert(find(group));
    if (!groups.empty()) met.emplace_back(i, std::vector<std::uint32_t>(groups.begin(), groups.end()));
  }
  for (const auto& [i, groups] : met)
    if (!is_described_[find(i)]) join_first(groups, i);
}

void Partition::join_events(const std::vector<std::uint32_t>& named) {
  std::map<std::int64_t, std::vector<std::uint32_t>> by_day;
  for (const std::uint32_t i : named) {
    if (!all_[i].date) continue;
    const std::int64_t day = all_[i].date->days;
    std::vector<std::uint32_t> near;
    for (auto it = by_day.lower_bound(day - kSameEventDaysMax); it != by_day.end() && it->first <= day + kSameEventDaysMax; ++it)
      near.insert(near.end(), it->second.begin(), it->second.end());
    join_each(std::move(near), i);
    std::vector<std::uint32_t>& same_day = by_day[day];
    if (std::none_of(same_day.begin(), same_day.end(), [&](std::uint32_t first) { return find(first) == find(i); }))
      same_day.push_back(i);
  }
}

// Each goes to the first, by first members, of those that are described and have one of its names; then those that share a
// name with it may follow, and so on.
void Partition::join_the_undescribed() {
  std::map<Name, std::set<std::uint32_t>> described;  // by their first members
  std::vector<std::uint32_t> waiting;
  for (std::uint32_t i = 0; i < all_.size(); ++i) {
    if (is_described_[find(i)])
      for (const Name& name : strong_[i]) described[name].insert(find(i));
    else if (!strong_[i].empty())
      waiting.push_back(i);
  }
  std::vector<std::uint32_t> found;
  do {
    found.clear();
    std::vector<std::uint32_t> still;
    for (const std::uint32_t i : waiting) {
      std::set<std::uint32_t> targets;
      for (const Name& name : strong_[i])
        if (const auto it = described.find(name); it != described.end()) targets.insert(it->second.begin(), it->second.end());
      if (join_first({targets.begin(), targets.end()}, i))
        found.push_back(i);
      else
        still.push_back(i);
    }
    for (const std::uint32_t i : found)
      for (const Name& name : strong_[i]) described[name].insert(find(i));
    waiting = std::move(still);
  } while (!found.empty());
  std::map<Name, std::vector<std::uint32_t>> alone;
  for (const std::uint32_t i : waiting)
    for (const Name& name : strong_[i]) join_to_any(alone[name], i);
}

// Those that have an acronym and no other name are one, and are the one organisation that has it, if there is just one.
void Partition::join_acronyms() {
  for (const auto& [name, named] : by_any_) {
    std::vector<std::uint32_t> firsts;
    for (const std::uint32_t i : named)
      if (!has_strong_[find(i)]) join_to_any(firsts, i);
  }
  std::map<std::uint32_t, std::set<std::uint32_t>> owners;  // by group of those without a name
  for (const auto& [name, named] : by_any_) {
    std::set<std::uint32_t> strong;
    std::set<std::uint32_t> without;
    for (const std::uint32_t i : named) (has_strong_[find(i)] ? strong : without).insert(find(i));
    for (const std::uint32_t group : without) owners[group].insert(strong.begin(), strong.end());
  }
  for (const auto& [group, candidates] : owners)
    if (candidates.size() == 1) join(*candidates.begin(), group);
}

std::vector<std::uint32_t> Partition::numbered() {
  std::vector<std::uint32_t> out(all_.size());
  std::map<std::uint32_t, std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < all_.size(); ++i)
    out[i] = numbers.try_emplace(find(i), static_cast<std::uint32_t>(numbers.size())).first->second;
  return out;
}

}  // namespace

bool is_about(const Anchor& anchor, const Appearance& appearance) {
  if (anchor.type != appearance.type || anchor.article != appearance.article) return false;
  const auto has = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), anchor.name) != names.end();
  };
  return anchor.name == appearance.name || has(appearance.strong) || has(appearance.weak);
}

std::vector<std::uint32_t> partition(std::span<const Appearance> appearances, std::vector<Decision> decisions) {
  return Partition(appearances, std::move(decisions)).run();
}

bool days_agree(const std::optional<Date>& a, const std::optional<Date>& b) {
  if (!a || !b) return true;
  const std::int64_t apart = a->days - b->days;
  return apart <= kSameEventDaysMax && -apart <= kSameEventDaysMax;
}

std::vector<std::string_view> words_of(std::string_view name) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t blank = std::min(name.find(' ', at), name.size());
    if (blank > at) out.push_back(name.substr(at, blank - at));
    at = blank + 1;
  }
  return out;
}

bool is_acronym(std::string_view form) {
  std::size_t letters = 0;
  for (const char c : form) {
    if (c == '.') continue;
    if ((c < 'A' || c > 'Z') && (c < '0' || c > '9')) return false;
    ++letters;
  }
  return letters >= 2 && letters <= kAcronymLettersMax;
}

std::string joining_key(std::string_view form) {
  std::string key = fold(form);
  if (is_acronym(form)) std::erase(key, '.');
  return key;
}

std::vector<std::string> joining_keys(EntityType type, std::string_view name) {
  std::string key = joining_key(name);
  if (type != EntityType::kPerson) return {std::move(key)};
  if (key.find(' ') == std::string::npos) return {};
  std::string spelling = spelling_key(key);
  return {std::move(key), std::move(spelling)};
}

JoiningNames joining_names(EntityType type, const std::vector<std::string>& forms, const std::vector<std::string>& lookup) {
  JoiningNames names;
  std::set<std::string> weak;
  std::set<std::string> strong;
  if (type == EntityType::kOrganization)
    for (const std::string& form : forms) (is_acronym(form) ? weak : strong).insert(joining_key(form));
  for (const std::string& name : lookup)
    (weak.count(name) != 0 && strong.count(name) == 0 ? names.weak : names.strong).push_back(name);
  return names;
}

std::string spelling_key(std::string_view folded) {
  if (folded.find(' ') == std::string_view::npos || folded.empty() || folded.front() == '~') return "";
  std::string key = "~";
  // Letters that transliterations choose between; doubled ones count once.
  static constexpr std::pair<std::string_view, std::string_view> kAlike[] = {
      {"shch", "s"}, {"sch", "s"}, {"tch", "c"}, {"kh", "h"}, {"zh", "z"}, {"sh", "s"}, {"ch", "c"}, {"ph", "f"},
      {"th", "t"},   {"ts", "c"},  {"tz", "c"},  {"ck", "k"}, {"ks", "x"}, {"ou", "u"}, {"oo", "u"}, {"ee", "i"},
      {"ae", "e"},   {"oe", "o"},  {"ue", "u"},  {"ij", "i"}, {"yi", "i"}, {"iy", "i"}, {"ey", "i"}, {"ei", "i"},
      {"ie", "i"},   {"y", "i"},   {"j", "i"},   {"w", "v"},  {"q", "k"},  {"c", "k"}};
  for (std::size_t at = 0; at < folded.size();) {
    const std::string_view rest = folded.substr(at);
    std::string_view to = rest.substr(0, 1);
    std::size_t length = 1;
    for (const auto& [from, stands_for] : kAlike) {
      if (!rest.starts_with(from)) continue;
      to = stands_for;
      length = from.size();
      break;
    }
    at += length;
    if (to != "-" && to != "'" && to != "." && (key.back() != to.front())) key += to;
  }
  return key;
}

}  // namespace kith::ingest
