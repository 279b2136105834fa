#include "ingest/read/dom.h"

namespace kith::ingest {

namespace {

void append_text(const GumboNode* node, std::string& out) {
  if (is_text(node)) return append_collapsed(out, node->v.text.text);
  const GumboTag tag = tag_of(node);
  if (tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE) return;
  if (tag == GUMBO_TAG_BR) out += ' ';
  for_each_child(node, [&](const GumboNode* child) { append_text(child, out); });
}

}  // namespace

std::string hints_of(const GumboNode* node) {
  std::string hints;
  for (const char* name : {"class", "id", "role", "itemprop", "data-component", "data-testid"}) {
    const std::string_view value = attribute(node, name);
    if (value.empty()) continue;
    if (!hints.empty()) hints += ' ';
    for (const char c : value) hints += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return hints;
}

std::string text_below(const GumboNode* node) {
  std::string out;
  append_text(node, out);
  return trimmed(std::move(out));
}

void append_collapsed(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool no_break = text[i] == '\xC2' && i + 1 < text.size() && text[i + 1] == '\xA0';
    if (no_break) ++i;
    if (no_break || text[i] == ' ' || text[i] == '\t' || text[i] == '\n' || text[i] == '\r' || text[i] == '\f') {
      if (!out.empty() && out.back() != ' ' && out.back() != '\n') out += ' ';
    } else {
      out += text[i];
    }
  }
}

std::string trimmed(std::string text) {
  const std::size_t first = text.find_first_not_of(" \n");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \n") - first + 1);
}

}  // namespace kith::ingest
