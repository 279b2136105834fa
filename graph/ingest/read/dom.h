// Looking through a parsed page: attributes, classes, texts. Nodes are gumbo's; nothing here owns one.
#pragma once

#include <gumbo.h>

#include <string>
#include <string_view>

namespace kith::ingest {

inline bool is_element(const GumboNode* node) noexcept {
  return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}

inline GumboTag tag_of(const GumboNode* node) noexcept {
  return is_element(node) ? node->v.element.tag : GUMBO_TAG_UNKNOWN;
}

inline bool is_text(const GumboNode* node) noexcept {
  return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA;
}

/// "" if it is not there.
inline std::string_view attribute(const GumboNode* node, const char* name) noexcept {
  if (!is_element(node)) return {};
  const GumboAttribute* found = gumbo_get_attribute(&node->v.element.attributes, name);
  return found == nullptr ? std::string_view() : std::string_view(found->value);
}

template <class Visit>
void for_each_child(const GumboNode* node, const Visit& visit) {
  if (!is_element(node)) return;
  const GumboVector& children = node->v.element.children;
  for (unsigned i = 0; i < children.length; ++i) visit(static_cast<const GumboNode*>(children.data[i]));
}

/// Class, id and role in lower case, parted by blanks.
std::string hints_of(const GumboNode* node);

/// All text below, blanks run together.
std::string text_below(const GumboNode* node);

/// Appends `text` with runs of blanks as one, none at the start of `out`.
void append_collapsed(std::string& out, std::string_view text);

/// Without blanks at both ends.
std::string trimmed(std::string text);

}  // namespace kith::ingest
