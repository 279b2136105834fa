// What is noted for warnings: names that are looked for, and patterns that nothing connects.
#include <algorithm>
#include <map>
#include <set>

#include "query/semantic/binding.h"
#include "query/semantic/walk.h"

namespace kith::semantic {

namespace {

bool is_of_kind(NameKind written, NameKind read) {
  if (read == NameKind::kLabelOrType) return written != NameKind::kKey;
  return written == read;
}

/// Which slots of a pattern hang together.
class Components {
 public:
  Slot root(Slot slot) {
    const auto [it, is_new] = parents_.try_emplace(slot, slot);
    if (it->second == slot) return slot;
    const Slot top = root(it->second);
    parents_[slot] = top;
    return top;
  }

  void join(Slot a, Slot b) { parents_[root(a)] = root(b); }

  bool has(Slot slot) const { return parents_.count(slot) != 0; }

 private:
  std::map<Slot, Slot> parents_;
};

/// A condition that few nodes meet: its part of the pattern is looked up, not enumerated.
bool looks_up(const Expr& predicate) {
  switch (predicate.kind) {
    case ExprKind::kCompare: return predicate.compare == CompareOp::kEqual;
    case ExprKind::kIn: return true;
    case ExprKind::kStringPredicate: return predicate.text_op == TextOp::kStartsWith;
    default: return false;
  }
}

}  // namespace

void Binder::note_read(NameKind kind, const std::string& name, const SourceSpan& span) {
  const bool is_there = std::any_of(names_read_.begin(), names_read_.end(), [&](const NameRead& read) {
    return read.kind == kind && read.name == name;
  });
  if (!is_there) names_read_.push_back({kind, name, span});
}

void Binder::note_types(const syntax::EdgePattern& edge) {
  if (!edge.types) return;
  for (const syntax::Name& name : plain_alternatives(*edge.types).value_or(std::vector<syntax::Name>()))
    note_read(NameKind::kType, name.text, name.span);
}

void Binder::note_written(NameKind kind, const std::string& name) { names_written_.emplace(kind, name); }

void Binder::note_written_keys(const syntax::Expression& properties) {
  if (properties.kind != syntax::ExpressionKind::kMap) return note_written_any(NameKind::kKey);
  for (const std::string& name : properties.names) note_written(NameKind::kKey, name);
}

void Binder::note_written_any(NameKind kind) { kinds_written_.insert(kind); }

void Binder::note_products(const Pattern& pattern) {
  if (pattern.parts.size() < 2) return;
  Components components;
  Slot given = kNoSlot;  // what earlier clauses bound comes in one row
  for (const PatternNode& node : pattern.nodes) {
    components.root(node.slot);
    if (!node.bound) continue;
    if (given != kNoSlot) components.join(node.slot, given);
    given = node.slot;
  }
  for (const PatternEdge& edge : pattern.edges) {
    components.join(edge.from, edge.to);
    components.join(edge.slot, edge.from);
    if (edge.path != kNoSlot) components.join(edge.path, edge.from);
    if (!edge.route) continue;
    for (Slot slot : outputs_of(*edge.route)) components.join(slot, edge.from);
  }
  for (const Projection& path : pattern.paths)
    for (Slot slot : path.expr.path_slots) components.join(slot, path.slot);
  std::set<Slot> looked_up;
  for (const Expr& predicate : pattern.predicates) {
    Slot first = kNoSlot;
    for (Slot slot : slots_of(predicate)) {
      if (!components.has(slot)) continue;
      if (first != kNoSlot) components.join(slot, first);
      first = slot;
    }
    if (first != kNoSlot && looks_up(predicate)) looked_up.insert(first);
  }
  std::set<Slot> few;
  for (Slot slot : looked_up) few.insert(components.root(slot));
  std::set<Slot> seen;
  for (const PatternPart& part : pattern.parts) {
    const Slot component = components.root(part.start);
    if (few.count(component) != 0 || !seen.insert(component).second || seen.size() == 1) continue;
    products_.push_back(part.span);
  }
}

NoticesPtr Binder::take_notices() {
  auto notices = std::make_shared<Notices>();
  for (NameRead& read : names_read_) {
    const bool may_be_made =
        std::any_of(kinds_written_.begin(), kinds_written_.end(),
                    [&](NameKind kind) { return is_of_kind(kind, read.kind); }) ||
        std::any_of(names_written_.begin(), names_written_.end(), [&](const auto& written) {
          return is_of_kind(written.first, read.kind) && written.second == read.name;
        });
    if (!may_be_made) notices->names.push_back(std::move(read));
  }
  notices->products = std::move(products_);
  if (notices->names.empty() && notices->products.empty()) return nullptr;
  return notices;
}

}  // namespace kith::semantic
