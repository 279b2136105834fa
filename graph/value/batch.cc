#include "value/batch.h"

#include <unordered_map>

namespace kith {

Batch Batch::gather(std::span<const std::uint32_t> rows_kept) const {
  Batch out(slots.size());
  out.rows = rows_kept.size();
  // Slots may share a column (WITH a AS b); they share the gathered one too.
  std::unordered_map<const Column*, ColumnPtr> gathered;
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    if (slots[slot] == nullptr) continue;
    ColumnPtr& column = gathered[slots[slot].get()];
    if (column == nullptr) column = std::make_shared<const Column>(slots[slot]->gather(rows_kept));
    out.slots[slot] = column;
  }
  return out;
}

std::string Batch::to_text() const {
  std::string text;
  for (std::size_t row = 0; row < rows; ++row) {
    bool first = true;
    auto separate = [&] {
      if (!first) text += " | ";
      first = false;
    };
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
      if (slots[slot] == nullptr) continue;
      separate();
      text += "#" + std::to_string(slot) + "=" + slots[slot]->value(row).to_text();
    }
    if (expansion) {
      separate();
      text += "#" + std::to_string(expansion->node) + " in {";
      bool first_node = true;
      for (const EdgeSlice& slice : expansion->slices.of(row)) {
        for (NodeId node : slice.nodes) {
          if (!first_node) text += ", ";
          first_node = false;
          text += std::to_string(raw(node));
        }
      }
      text += "}";
    }
    text += "\n";
  }
  return text;
}

}  // namespace kith
