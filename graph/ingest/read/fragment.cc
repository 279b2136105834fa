#include "ingest/read/fragment.h"

#include <memory>

#include "ingest/read/dom.h"

namespace kith::ingest {

namespace {

constexpr int kDepthMax = 500;

class Paragraphs {
 public:
  void visit(const GumboNode* node, int depth) {
    if (is_text(node)) {
      append_collapsed(paragraph_, node->v.text.text);
      return;
    }
    if (!is_element(node) || depth > kDepthMax) return;
    switch (tag_of(node)) {
      case GUMBO_TAG_SCRIPT:
      case GUMBO_TAG_STYLE:
      case GUMBO_TAG_NOSCRIPT:
      case GUMBO_TAG_FORM:
      case GUMBO_TAG_FIGCAPTION:
      case GUMBO_TAG_IFRAME:
      case GUMBO_TAG_VIDEO:
      case GUMBO_TAG_AUDIO:
      case GUMBO_TAG_SVG:
        return;
      case GUMBO_TAG_P:
      case GUMBO_TAG_DIV:
      case GUMBO_TAG_LI:
      case GUMBO_TAG_UL:
      case GUMBO_TAG_OL:
      case GUMBO_TAG_BLOCKQUOTE:
      case GUMBO_TAG_H1:
      case GUMBO_TAG_H2:
      case GUMBO_TAG_H3:
      case GUMBO_TAG_H4:
      case GUMBO_TAG_H5:
      case GUMBO_TAG_H6:
      case GUMBO_TAG_TABLE:
      case GUMBO_TAG_TR:
      case GUMBO_TAG_SECTION:
      case GUMBO_TAG_ARTICLE:
      case GUMBO_TAG_FIGURE:
      case GUMBO_TAG_HR:
      case GUMBO_TAG_PRE:
        end_paragraph();
        for_each_child(node, [&](const GumboNode* child) { visit(child, depth + 1); });
        end_paragraph();
        return;
      case GUMBO_TAG_BR:
        append_collapsed(paragraph_, " ");
        // Two of them are how some write paragraphs.
        if (after_break_) end_paragraph();
        after_break_ = true;
        return;
      default:
        for_each_child(node, [&](const GumboNode* child) { visit(child, depth + 1); });
    }
    after_break_ = false;
  }

  std::string text() {
    end_paragraph();
    return std::move(out_);
  }

 private:
  void end_paragraph() {
    after_break_ = false;
    const std::string paragraph = trimmed(std::move(paragraph_));
    paragraph_.clear();
    if (paragraph.empty()) return;
    if (!out_.empty()) out_ += "\n\n";
    out_ += paragraph;
  }

  std::string out_;
  std::string paragraph_;
  bool after_break_ = false;
};

}  // namespace

std::string fragment_text(std::string_view html) {
  const std::unique_ptr<GumboOutput, void (*)(GumboOutput*)> parsed(
      gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size()),
      [](GumboOutput* output) { gumbo_destroy_output(&kGumboDefaultOptions, output); });
  Paragraphs paragraphs;
  paragraphs.visit(parsed->root, 0);
  return paragraphs.text();
}

}  // namespace kith::ingest
