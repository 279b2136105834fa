#include "api/warnings.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/suggest.h"

namespace kith::api {

namespace {

using semantic::NameKind;
using semantic::NameRead;

bool is_known(const NameRead& read, const storage::Catalog& catalog) {
  switch (read.kind) {
    case NameKind::kLabel: return catalog.labels.find(read.name).has_value();
    case NameKind::kType: return catalog.types.find(read.name).has_value();
    case NameKind::kKey: return catalog.keys.find(read.name).has_value();
    case NameKind::kLabelOrType:
      return catalog.labels.find(read.name).has_value() || catalog.types.find(read.name).has_value();
  }
  return true;
}

/// A name that is like it; the nearest is looked for only where that takes no time to speak of.
std::string suggestion(const NameRead& read, const storage::Catalog& catalog) {
  constexpr std::size_t kCandidatesMax = 10'000;
  std::vector<std::string> candidates;
  const auto add = [&](const auto& tokens) {
    if (tokens.size() > kCandidatesMax) return;
    for (std::string& name : tokens.names()) candidates.push_back(std::move(name));
  };
  if (read.kind == NameKind::kLabel || read.kind == NameKind::kLabelOrType) add(catalog.labels);
  if (read.kind == NameKind::kType || read.kind == NameKind::kLabelOrType) add(catalog.types);
  if (read.kind == NameKind::kKey) add(catalog.keys);
  return suggest(read.name, candidates);
}

Warning unknown(const NameRead& read) {
  const std::string name = "`" + read.name + "`";
  switch (read.kind) {
    case NameKind::kLabel: return {.gqlstatus = "01N50", .message = "no node has the label " + name};
    case NameKind::kType: return {.gqlstatus = "01N51", .message = "no relationship has the type " + name};
    case NameKind::kKey: return {.gqlstatus = "01N52", .message = "nothing has the property " + name};
    case NameKind::kLabelOrType:
      return {.gqlstatus = "01N50", .message = "no node has the label and no relationship the type " + name};
  }
  return {};
}

}  // namespace

std::vector<Warning> warnings_of(const KnownStatement& statement, const storage::Catalog& catalog) {
  std::vector<Warning> warnings;
  const semantic::Notices* notices = statement.plan->notices.get();
  if (notices == nullptr) return warnings;
  if (!notices->names_are_known.load(std::memory_order_relaxed)) {
    for (const NameRead& read : notices->names) {
      if (is_known(read, catalog)) continue;
      Warning warning = unknown(read);
      warning.hint = suggestion(read, catalog);
      warning.span = statement.placed(read.span);
      warnings.push_back(std::move(warning));
    }
    if (warnings.empty()) notices->names_are_known.store(true, std::memory_order_relaxed);
  }
  for (const SourceSpan& span : notices->products)
    warnings.push_back({.gqlstatus = "03N90",
                        .message = "nothing connects this part of the pattern with the others, so that each of its "
                                   "matches is combined with each of theirs",
                        .hint = "connect them by a relationship, or by a condition in WHERE",
                        .span = statement.placed(span)});
  std::stable_sort(warnings.begin(), warnings.end(),
                   [](const Warning& a, const Warning& b) { return a.span->offset < b.span->offset; });
  return warnings;
}

}  // namespace kith::api
