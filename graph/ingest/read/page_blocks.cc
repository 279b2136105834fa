#include "ingest/read/page_blocks.h"

#include <algorithm>
#include <utility>

namespace kith::ingest {

namespace {

/// Elements that hold no running text of the article.
bool is_never_text(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_MATH:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_CAPTION:
      return true;
    default:
      return false;
  }
}

bool is_inline(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_A:
    case GUMBO_TAG_ABBR:
    case GUMBO_TAG_B:
    case GUMBO_TAG_BDI:
    case GUMBO_TAG_BDO:
    case GUMBO_TAG_BIG:
    case GUMBO_TAG_CITE:
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_DATA:
    case GUMBO_TAG_DEL:
    case GUMBO_TAG_DFN:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_FONT:
    case GUMBO_TAG_I:
    case GUMBO_TAG_INS:
    case GUMBO_TAG_KBD:
    case GUMBO_TAG_LABEL:
    case GUMBO_TAG_MARK:
    case GUMBO_TAG_Q:
    case GUMBO_TAG_S:
    case GUMBO_TAG_SAMP:
    case GUMBO_TAG_SMALL:
    case GUMBO_TAG_SPAN:
    case GUMBO_TAG_STRIKE:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_SUB:
    case GUMBO_TAG_SUP:
    case GUMBO_TAG_TIME:
    case GUMBO_TAG_TT:
    case GUMBO_TAG_U:
    case GUMBO_TAG_VAR:
    case GUMBO_TAG_WBR:
    case GUMBO_TAG_IMG:
      return true;
    default:
      return false;
  }
}

bool is_heading(GumboTag tag) {
  return tag == GUMBO_TAG_H1 || tag == GUMBO_TAG_H2 || tag == GUMBO_TAG_H3 || tag == GUMBO_TAG_H4 ||
         tag == GUMBO_TAG_H5 || tag == GUMBO_TAG_H6;
}

bool is_hidden(const GumboNode* node) {
  // Pages that hide all of themselves are shown by a script when it is done.
  if (tag_of(node) == GUMBO_TAG_BODY || tag_of(node) == GUMBO_TAG_HTML) return false;
  // A style is the same in any case and with any blanks.
  std::string style;
  for (const char c : attribute(node, "style"))
    if (c != ' ' && c != '\t' && c != '\n') style += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return attribute(node, "aria-hidden") == "true" ||
         gumbo_get_attribute(&node->v.element.attributes, "hidden") != nullptr ||
         style.find("display:none") != std::string::npos || style.find("visibility:hidden") != std::string::npos;
}

/// A link that nobody closed goes on through the page; what the parser repeats it around is none.
bool is_link(const GumboNode* node) {
  return tag_of(node) == GUMBO_TAG_A && (node->parse_flags & (GUMBO_INSERTION_RECONSTRUCTED_FORMATTING_ELEMENT |
                                                              GUMBO_INSERTION_ADOPTION_AGENCY_CLONED)) == 0;
}

/// Figures are pictures, but for those that are made around a table.
bool holds_table(const GumboNode* node) {
  bool found = tag_of(node) == GUMBO_TAG_TABLE;
  for_each_child(node, [&](const GumboNode* child) { found = found || holds_table(child); });
  return found;
}

double score_of(const PageBlock& block) {
  constexpr std::size_t kShort = 8;
  if (block.kind == BlockKind::kHeading || block.words < kShort) return 0;
  const double commas = static_cast<double>(std::count(block.text.begin(), block.text.end(), ','));
  const double sentence = ends_sentence(block.text) ? 1 : 0.3;
  const double item = block.kind == BlockKind::kItem ? 0.5 : 1;
  return std::max(0.0, 1 - 2 * block.link_share()) * sentence * item * (static_cast<double>(block.words) + 2 * commas);
}

/// Cuts the page into blocks.
class Cutter {
 public:
  std::vector<PageBlock> run(const GumboNode* root) {
    walk(root, root);
    flush(root, BlockKind::kParagraph);
    return std::move(blocks_);
  }

 private:
  void flush(const GumboNode* parent, BlockKind kind) {
    std::string text = trimmed(std::move(text_));
    text_.clear();
    const std::size_t linked = std::exchange(linked_, 0);
    if (text.empty()) return;
    PageBlock block;
    block.parent = parent;
    block.kind = kind;
    block.text = std::move(text);
    block.linked = linked;
    block.words = words_in(block.text);
    block.score = score_of(block);
    blocks_.push_back(std::move(block));
  }

  void walk(const GumboNode* node, const GumboNode* parent) {
    if (is_text(node)) return add(node->v.text.text, parent);
    if (!is_element(node)) return;
    const GumboTag tag = tag_of(node);
    if (is_never_text(tag) || is_hidden(node) || (tag == GUMBO_TAG_FIGURE && !holds_table(node))) return;
    if (tag == GUMBO_TAG_BR) return line_break(parent);
    if (is_inline(tag)) {
      const bool was_in_link = std::exchange(in_link_, in_link_ || is_link(node));
      for_each_child(node, [&](const GumboNode* child) { walk(child, parent); });
      in_link_ = was_in_link;
      return;
    }
    flush(parent, BlockKind::kParagraph);
    const BlockKind kind = is_heading(tag)       ? BlockKind::kHeading
                           : tag == GUMBO_TAG_LI ? BlockKind::kItem
                                                 : BlockKind::kParagraph;
    // A paragraph counts for what it stands in; everything else stands in itself.
    const bool leaf = tag == GUMBO_TAG_P || is_heading(tag);
    const GumboNode* within = leaf ? parent : node;
    const bool was_preformatted = std::exchange(preformatted_, preformatted_ || tag == GUMBO_TAG_PRE);
    for_each_child(node, [&](const GumboNode* child) { walk(child, within); });
    preformatted_ = was_preformatted;
    flush(within, kind);
  }

  void add(std::string_view text, const GumboNode* parent) {
    // Where blanks are kept as they are an empty line parts paragraphs.
    if (preformatted_)
      for (std::size_t end = text.find("\n\n"); end != std::string_view::npos; end = text.find("\n\n")) {
        append(text.substr(0, end));
        flush(parent, BlockKind::kParagraph);
        text.remove_prefix(end + 2);
      }
    append(text);
  }

  void append(std::string_view text) {
    const std::size_t before = text_.size();
    append_collapsed(text_, text);
    if (in_link_) linked_ += text_.size() - before;
  }

  // Two breaks are a new paragraph, one is a blank.
  void line_break(const GumboNode* parent) {
    if (!text_.empty() && text_.back() == '\n') {
      flush(parent, BlockKind::kParagraph);
      return;
    }
    while (!text_.empty() && text_.back() == ' ') text_.pop_back();
    if (!text_.empty()) text_ += '\n';
  }

  std::vector<PageBlock> blocks_;
  std::string text_;
  std::size_t linked_ = 0;
  bool in_link_ = false;
  bool preformatted_ = false;
};

}  // namespace

std::size_t words_in(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n';
    words += !blank && !inside ? 1 : 0;
    inside = !blank;
  }
  return words;
}

bool ends_sentence(std::string_view text) {
  for (const std::string_view end : {".", "!", "?", "…", "\"", "”", "’", ".)", "»", "。", ":"})
    if (text.ends_with(end)) return true;
  return false;
}

std::vector<PageBlock> cut_page(const GumboNode* root) { return Cutter().run(root); }

}  // namespace kith::ingest
