#include "ingest/read/main_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace kith::ingest {

namespace {

enum class BlockKind : std::uint8_t { kParagraph, kHeading, kItem };

struct Block {
  const GumboNode* parent = nullptr;  ///< the element it stands in
  BlockKind kind = BlockKind::kParagraph;
  std::string text;
  std::size_t linked = 0;  ///< bytes of it inside of links
  double score = 0;
};

bool contains_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

/// Whether one of the parts of the hints, cut at what is no letter or number, is one of the words.
bool has_part(std::string_view hints, std::initializer_list<std::string_view> words) {
  std::size_t at = 0;
  while (at < hints.size()) {
    std::size_t end = at;
    while (end < hints.size() && ((hints[end] >= 'a' && hints[end] <= 'z') || (hints[end] >= '0' && hints[end] <= '9')))
      ++end;
    if (end > at && std::find(words.begin(), words.end(), hints.substr(at, end - at)) != words.end()) return true;
    at = end + 1;
  }
  return false;
}

bool is_comments(const std::string& hints) {
  return (hints.find("comment") != std::string::npos && hints.find("commentary") == std::string::npos) ||
         contains_any(hints, {"disqus"}) || has_part(hints, {"replies", "reply"});
}

bool is_beside_the_article(const std::string& hints) {
  if (hints.empty()) return false;
  if (contains_any(hints, {"related", "recommend", "newsletter", "subscri", "cookie", "breadcrumb", "sidebar", "advert",
                           "sponsored", "outbrain", "taboola", "most-read", "mostread", "most-popular", "trending",
                           "read-more", "readmore", "read-next", "also-read", "paywall", "regwall", "signup", "sign-up",
                           "author-bio", "authorbio", "author-box", "about-author", "taglist", "tag-list", "post-tags",
                           "entry-tags", "pagination", "visually-hidden", "sr-only", "screen-reader", "skip-link",
                           "more-stories", "morestories", "more-from", "up-next", "disclaimer", "copyright", "pullquote",
                           "pull-quote", "consent", "gdpr", "article-meta", "post-meta", "entry-meta", "lightbox",
                           "social-", "share-", "-share", "sharing"}))
    return true;
  return is_comments(hints) ||
         has_part(hints, {"nav",       "navbar",     "menu",      "footer",        "header",     "banner",      "ad",
                          "ads",       "adslot",     "aside",     "meta",          "tags",       "tools",       "search",
                          "login",     "logo",       "dialog",    "complementary", "navigation", "contentinfo", "alert",
                          "links",     "linklist",   "crumbs",    "buttons",       "button",     "toc",         "poll",
                          "rating",    "ratings",    "embed",     "share",         "social",     "byline",      "caption",
                          "credit",    "credits",    "kicker",    "donate",        "timestamp",  "teaser",      "teasers",
                          "carousel",  "modal",      "popup",     "promo",         "sponsor",    "feedback",    "playlist",
                          "metadata",  "toolbar",    "infobox",   "gallery-nav"});
}

bool is_about_the_article(const std::string& hints) {
  return contains_any(hints, {"articlebody", "article-body", "article_body", "article__body", "story-body", "storybody",
                              "story__body", "post-content", "post_content", "entry-content", "article-content",
                              "article__content", "article-text", "body-text", "bodytext", "post-body", "rich-text",
                              "richtext", "main-content", "live-blog", "liveblog", "story-content"});
}

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
    case GUMBO_TAG_FIGURE:
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

std::string lower_of(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

/// What pages say between the paragraphs.
bool is_label(const Block& block) {
  constexpr std::size_t kLabelBytes = 160;
  if (block.text.size() > kLabelBytes) return false;
  const std::string text = lower_of(block.text);
  static constexpr std::array<std::string_view, 44> kStarts = {
      "read more",     "read also",     "also read",   "see also",      "related:",       "related article", "related stor",
      "advertisement", "sponsored",     "sign up",     "subscribe",     "follow us",      "share this",      "click here",
      "copyright",     "©",             "all rights",  "photo:",        "image:",         "picture:",        "photograph:",
      "getty images",  "watch:",        "listen:",     "more on this",  "more:",          "recommended",     "continue reading",
      "story continues", "loading",     "most read",   "filed under",   "tags:",          "topics:",         "download the",
      "get the latest", "join our",     "newsletter",  "posted in",     "leave a comment", "skip to",        "please enable",
      "already a subscriber", "published"};
  for (const std::string_view start : kStarts)
    if (text.starts_with(start)) return true;
  return false;
}

/// Cuts the page into blocks.
class Cutter {
 public:
  std::vector<Block> run(const GumboNode* root) {
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
    Block block;
    block.parent = parent;
    block.kind = kind;
    block.text = std::move(text);
    block.linked = linked;
    blocks_.push_back(std::move(block));
  }

  void walk(const GumboNode* node, const GumboNode* parent) {
    if (is_text(node)) {
      const std::size_t before = text_.size();
      append_collapsed(text_, node->v.text.text);
      if (in_link_) linked_ += text_.size() - before;
      return;
    }
    if (!is_element(node)) return;
    const GumboTag tag = tag_of(node);
    if (is_never_text(tag) || attribute(node, "aria-hidden") == "true" || !attribute(node, "hidden").empty() ||
        gumbo_get_attribute(&node->v.element.attributes, "hidden") != nullptr ||
        contains_any(attribute(node, "style"), {"display:none", "display: none"}))
      return;
    if (tag == GUMBO_TAG_BR) return line_break(parent);
    if (is_inline(tag)) {
      const bool was_in_link = std::exchange(in_link_, in_link_ || tag == GUMBO_TAG_A);
      for_each_child(node, [&](const GumboNode* child) { walk(child, parent); });
      in_link_ = was_in_link;
      return;
    }
    flush(parent, BlockKind::kParagraph);
    const BlockKind kind = is_heading(tag) ? BlockKind::kHeading : tag == GUMBO_TAG_LI ? BlockKind::kItem : BlockKind::kParagraph;
    // A paragraph counts for what it stands in; everything else stands in itself.
    const bool leaf = tag == GUMBO_TAG_P || is_heading(tag);
    const GumboNode* within = leaf ? parent : node;
    for_each_child(node, [&](const GumboNode* child) { walk(child, within); });
    flush(within, kind);
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

  std::vector<Block> blocks_;
  std::string text_;
  std::size_t linked_ = 0;
  bool in_link_ = false;
};

class MainText {
 public:
  MainText(const GumboNode* root, std::string_view stated, std::string_view title)
      : root_(root), stated_(stated), title_(lower_of(title)), blocks_(Cutter().run(root)) {}

  std::string run() {
    for (Block& block : blocks_) block.score = score_of(block);
    if (std::string by_statement = as_stated(); !by_statement.empty()) return by_statement;
    drop_what_is_beside();
    const GumboNode* container = best_container();
    std::vector<const Block*> kept;
    for (const Block& block : blocks_)
      if (!is_dropped(block) && is_below(block.parent, container)) kept.push_back(&block);
    return written(trim_ends(clean(std::move(kept))));
  }

 private:
  static double score_of(const Block& block) {
    constexpr std::size_t kShort = 8;
    const std::size_t words = words_in(block.text);
    if (block.kind == BlockKind::kHeading || words < kShort) return 0;
    const double links = static_cast<double>(block.linked) / static_cast<double>(block.text.size());
    const double commas = static_cast<double>(std::count(block.text.begin(), block.text.end(), ','));
    const double sentence = ends_sentence(block.text) ? 1 : 0.3;
    const double item = block.kind == BlockKind::kItem ? 0.5 : 1;
    return std::max(0.0, 1 - 2 * links) * sentence * item * (static_cast<double>(words) + 2 * commas);
  }

  const std::string& hints(const GumboNode* node) {
    const auto [it, is_new] = hints_.try_emplace(node);
    if (is_new) it->second = hints_of(node);
    return it->second;
  }

  static bool is_below(const GumboNode* node, const GumboNode* ancestor) {
    for (; node != nullptr; node = node->parent)
      if (node == ancestor) return true;
    return false;
  }

  bool is_dropped(const Block& block) const {
    for (const GumboNode* node = block.parent; node != nullptr; node = node->parent)
      if (dropped_.count(node) != 0) return true;
    return false;
  }

  // Elements beside the article go, but for one that holds most of what there is: a body of class "has-sidebar".
  void drop_what_is_beside() {
    constexpr double kMost = 0.6;
    double all = 0;
    std::unordered_map<const GumboNode*, double> held;
    for (const Block& block : blocks_) {
      all += block.score;
      for (const GumboNode* node = block.parent; node != nullptr; node = node->parent) held[node] += block.score;
    }
    for (const auto& [node, score] : held) {
      const GumboTag tag = tag_of(node);
      if (tag == GUMBO_TAG_BODY || tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_MAIN || tag == GUMBO_TAG_UNKNOWN) continue;
      const std::string& says = hints(node);
      const bool comments = is_comments(says) || tag == GUMBO_TAG_ASIDE;
      const bool beside = tag == GUMBO_TAG_ASIDE || tag == GUMBO_TAG_FOOTER || tag == GUMBO_TAG_HEADER ||
                          tag == GUMBO_TAG_FORM || (is_beside_the_article(says) && !is_about_the_article(says));
      // However long the comments are, they are not the article.
      if (beside && (score < kMost * all || (comments && score < 0.95 * all))) dropped_.insert(node);
    }
  }

  /// The smallest element that holds most of the score.
  const GumboNode* best_container() {
    std::unordered_map<const GumboNode*, double> held;
    double all = 0;
    for (const Block& block : blocks_) {
      if (block.score <= 0 || is_dropped(block)) continue;
      double weight = block.score;
      for (const GumboNode* node = block.parent; node != nullptr; node = node->parent) {
        const GumboTag tag = tag_of(node);
        if (tag == GUMBO_TAG_ARTICLE || is_about_the_article(hints(node))) {
          weight *= 1.5;
          break;
        }
      }
      all += weight;
      for (const GumboNode* node = block.parent; node != nullptr; node = node->parent) held[node] += weight;
    }
    constexpr double kMost = 0.7;
    const GumboNode* best = root_;
    while (true) {
      const GumboNode* next = nullptr;
      for_each_child(best, [&](const GumboNode* child) {
        const auto it = held.find(child);
        if (it != held.end() && it->second >= kMost * all) next = child;
      });
      if (next == nullptr) return best;
      best = next;
    }
  }

  std::vector<const Block*> clean(std::vector<const Block*> blocks) const {
    constexpr double kMostlyLinks = 0.5;
    std::unordered_set<std::string> seen;
    std::vector<const Block*> out;
    for (const Block* block : blocks) {
      const double links = static_cast<double>(block->linked) / static_cast<double>(block->text.size());
      const std::size_t words = words_in(block->text);
      if (links > kMostlyLinks && (words < 40 || block->kind == BlockKind::kItem)) continue;
      if (is_label(*block)) continue;
      // The hour of a post.
      if (words <= 3 && block->text[0] >= '0' && block->text[0] <= '9' && !ends_sentence(block->text)) continue;
      if (block->kind == BlockKind::kHeading && lower_of(block->text) == title_) continue;
      // Lists of stories and of facts about the page have no sentences.
      if (block->kind == BlockKind::kItem && words < 4 && !ends_sentence(block->text)) continue;
      if (words > 5 && !seen.insert(block->text).second) continue;
      out.push_back(block);
    }
    return out;
  }

  // By-lines and dates at the head, labels at the foot; a heading needs a paragraph below it.
  static std::vector<const Block*> trim_ends(std::vector<const Block*> blocks) {
    constexpr std::size_t kRunning = 12;
    const auto is_running = [](const Block* block) {
      const std::size_t words = words_in(block->text);
      return block->kind != BlockKind::kHeading && (words >= kRunning || (words >= 5 && ends_sentence(block->text)));
    };
    const auto first = std::find_if(blocks.begin(), blocks.end(), is_running);
    const auto last = std::find_if(blocks.rbegin(), blocks.rend(), is_running).base();
    if (first >= last) return blocks;
    std::vector<const Block*> out;
    // A heading right before the first paragraph belongs to it, the title does not come here.
    for (auto it = first; it != last; ++it) {
      const bool heading = (*it)->kind == BlockKind::kHeading;
      if (heading && (it + 1 == last || (*(it + 1))->kind == BlockKind::kHeading)) continue;
      out.push_back(*it);
    }
    return out;
  }

  static std::string written(const std::vector<const Block*>& blocks) {
    std::string text;
    for (const Block* block : blocks) {
      if (!text.empty()) text += "\n\n";
      text += block->text;
    }
    return text;
  }

  // By the text that the page states for machines: the blocks whose words run in it, or else it itself.
  std::string as_stated() const {
    constexpr std::size_t kEnough = 60;
    if (words_in(stated_) < kEnough) return {};
    const std::unordered_set<std::string> runs = runs_of(stated_);
    std::vector<const Block*> kept;
    std::size_t covered = 0;
    for (const Block& block : blocks_) {
      const std::unordered_set<std::string> own = runs_of(block.text);
      std::size_t shared = 0;
      for (const std::string& run : own) shared += runs.count(run);
      if (own.empty() || shared * 2 < own.size()) continue;
      kept.push_back(&block);
      covered += shared;
    }
    if (covered * 10 >= runs.size() * 8) return written(trim_ends(clean(std::move(kept))));
    std::string text;
    std::size_t at = 0;
    while (at < stated_.size()) {
      const std::size_t end = std::min(stated_.find('\n', at), stated_.size());
      std::string paragraph;
      append_collapsed(paragraph, stated_.substr(at, end - at));
      paragraph = trimmed(std::move(paragraph));
      if (!paragraph.empty()) text += (text.empty() ? "" : "\n\n") + paragraph;
      at = end + 1;
    }
    return text;
  }

  /// Runs of four words, in lower case without punctuation.
  static std::unordered_set<std::string> runs_of(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || byte >= 0x80;
      if (letter) {
        word += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      } else if (!word.empty()) {
        words.push_back(std::exchange(word, {}));
      }
    }
    if (!word.empty()) words.push_back(std::move(word));
    std::unordered_set<std::string> runs;
    constexpr std::size_t kRun = 4;
    for (std::size_t i = 0; i + kRun <= words.size(); ++i)
      runs.insert(words[i] + ' ' + words[i + 1] + ' ' + words[i + 2] + ' ' + words[i + 3]);
    return runs;
  }

  const GumboNode* root_;
  std::string_view stated_;
  std::string title_;
  std::vector<Block> blocks_;
  std::unordered_map<const GumboNode*, std::string> hints_;
  std::unordered_set<const GumboNode*> dropped_;
};

}  // namespace

std::string main_text(const GumboNode* root, std::string_view stated, std::string_view title) {
  return MainText(root, stated, title).run();
}

}  // namespace kith::ingest
