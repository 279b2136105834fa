#include "base/suggest.h"

#include <algorithm>
#include <cstddef>

namespace kith {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Optimal string alignment: Levenshtein's distance with swaps of neighbours as one step. Three rows suffice.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), previous(b.size() + 1), current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
        current[j] = std::min(current[j], before[j - 2] + 1);
    }
    before.swap(previous);
    previous.swap(current);
  }
  return previous[b.size()];
}

// One goes on where the other ends: `toUpperCase` for `toUpper`, `born` for `bornOn`.
bool is_longer_form(std::string_view a, std::string_view b) {
  constexpr std::size_t kLeast = 4;
  const std::size_t shorter = std::min(a.size(), b.size());
  return shorter >= kLeast && std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(shorter), b.begin(),
                                         [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

std::string suggest(std::string_view wrong, const std::vector<std::string>& candidates) {
  const std::size_t allowed = std::max<std::size_t>(1, wrong.size() / 3);
  const std::string* best = nullptr;
  std::size_t best_distance = allowed + 1;
  for (const std::string& candidate : candidates) {
    std::size_t d = allowed + 1;
    if (candidate.size() <= wrong.size() + allowed && wrong.size() <= candidate.size() + allowed)
      d = distance(wrong, candidate);
    if (d > allowed && is_longer_form(wrong, candidate)) d = allowed;
    if (d < best_distance) {
      best = &candidate;
      best_distance = d;
    }
  }
  if (best == nullptr || best_distance >= std::max(wrong.size(), std::size_t{2})) return {};
  return "did you mean `" + *best + "`?";
}

}  // namespace kith
