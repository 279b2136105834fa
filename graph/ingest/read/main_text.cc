#include "ingest/read/main_text.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "ingest/read/page_blocks.h"
#include "ingest/read/page_hints.h"

namespace kith::ingest {

namespace {

using Nodes = std::unordered_set<const GumboNode*>;
using Scores = std::unordered_map<const GumboNode*, double>;

/// Runs of four words, in lower case without punctuation.
std::unordered_set<std::string> runs_of(std::string_view text) {
  constexpr std::size_t kRun = 4;
  const std::string words = plain_words(text);
  std::vector<std::size_t> starts = {0};
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == ' ') starts.push_back(i + 1);
  starts.push_back(words.size() + 1);
  std::unordered_set<std::string> runs;
  for (std::size_t i = 0; i + kRun < starts.size(); ++i)
    runs.insert(words.substr(starts[i], starts[i + kRun] - 1 - starts[i]));
  return runs;
}

std::string written(const std::vector<const PageBlock*>& blocks) {
  std::string text;
  for (const PageBlock* block : blocks) {
    if (!text.empty()) text += "\n\n";
    text += block->text;
  }
  return text;
}

/// Lines as paragraphs.
std::string as_paragraphs(std::string_view stated) {
  std::string text;
  for (std::size_t at = 0; at < stated.size();) {
    const std::size_t end = std::min(stated.find('\n', at), stated.size());
    std::string paragraph;
    append_collapsed(paragraph, stated.substr(at, end - at));
    paragraph = trimmed(std::move(paragraph));
    if (!paragraph.empty()) text += (text.empty() ? "" : "\n\n") + paragraph;
    at = end + 1;
  }
  return text;
}

/// Whether a text stops before its end: "and then the mayor..."
bool is_cut_off(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
  return text.ends_with("...") || text.ends_with("…") || text.ends_with("[…]") || text.ends_with("[...]") ||
         !ends_sentence(text);
}

class MainText {
 public:
  MainText(const GumboNode* root, std::string_view stated, std::string_view title)
      : root_(root), stated_(stated), title_(plain_words(title)), blocks_(cut_page(root)) {}

  std::string run() {
    drop_what_is_beside();
    drop_cards();
    std::string shown = written(trim_ends(clean(chosen())));
    std::string by_statement = as_stated(shown);
    return by_statement.empty() ? shown : by_statement;
  }

 private:
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

  static bool is_below_any(const GumboNode* node, const Nodes& ancestors) {
    for (; node != nullptr; node = node->parent)
      if (ancestors.contains(node)) return true;
    return false;
  }

  bool is_dropped(const PageBlock& block) const { return is_below_any(block.parent, dropped_); }

  bool is_title(const PageBlock& block) const { return !title_.empty() && plain_words(block.text) == title_; }

  bool is_text_body(const GumboNode* node) { return attribute(node, "name") == "articleBody" || is_body(hints(node)); }

  void drop_what_is_beside();
  void drop_cards();
  std::vector<const PageBlock*> chosen();
  Nodes bodies();
  const GumboNode* article() const;
  const GumboNode* densest(const GumboNode* root);
  std::vector<const PageBlock*> clean(std::vector<const PageBlock*> blocks) const;
  std::string as_stated(std::string_view shown) const;
  static std::vector<const PageBlock*> trim_ends(std::vector<const PageBlock*> blocks);

  const GumboNode* root_;
  std::string_view stated_;
  std::string title_;
  std::vector<PageBlock> blocks_;
  std::unordered_map<const GumboNode*, std::string> hints_;
  Nodes dropped_;
};

// Elements beside the article go, but for one that holds most of what there is: a body of class "has-sidebar".
void MainText::drop_what_is_beside() {
  constexpr double kMost = 0.6;
  constexpr double kNearlyAll = 0.95;
  double all = 0;
  Scores held;
  Nodes asking;
  for (const PageBlock& block : blocks_) {
    all += block.score;
    const bool asks = asks_to_subscribe(block.text);
    for (const GumboNode* node = block.parent; node != nullptr; node = node->parent) {
      held[node] += block.score;
      if (asks) asking.insert(node);
    }
  }
  for (const auto& [node, score] : held) {
    const GumboTag tag = tag_of(node);
    if (tag == GUMBO_TAG_BODY || tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_MAIN || tag == GUMBO_TAG_UNKNOWN) continue;
    const std::string& says = hints(node);
    // However long the comments are, or what is to be agreed to, they are not the article.
    const bool never = is_comments(says) || is_consent(says) || tag == GUMBO_TAG_ASIDE || is_embedded_post(says);
    // What only subscribers read may stand in an element of the same name as the offer to subscribe.
    const bool offer = is_offer(says) && asking.contains(node);
    const bool beside = tag == GUMBO_TAG_FOOTER || tag == GUMBO_TAG_HEADER || tag == GUMBO_TAG_FORM || offer ||
                        (is_beside_the_article(says) && !is_text_body(node));
    if ((beside && score < kMost * all) || (never && score < kNearlyAll * all)) dropped_.insert(node);
  }
}

// A linked headline with a line or two under it is another story.
void MainText::drop_cards() {
  constexpr double kLinked = 0.9;
  constexpr std::size_t kBlocksMax = 4;
  constexpr std::size_t kWordsMax = 60;
  constexpr std::size_t kKickerMax = 5;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    const PageBlock& headline = blocks_[i];
    if (headline.link_share() < kLinked || headline.words < 3 || headline.words > 30 || is_title(headline)) continue;
    for (const GumboNode* card = headline.parent; card != nullptr; card = card->parent) {
      std::size_t first = i, last = i + 1, words = 0;
      while (first > 0 && last - first <= kBlocksMax && is_below(blocks_[first - 1].parent, card)) --first;
      while (last < blocks_.size() && last - first <= kBlocksMax && is_below(blocks_[last].parent, card)) ++last;
      bool titled = false, led = false;
      for (std::size_t b = first; b < last; ++b) {
        if (b != i) words += blocks_[b].words;
        led = led || (b < i && blocks_[b].words > kKickerMax);
        titled = titled || is_title(blocks_[b]);
      }
      if (last - first > kBlocksMax || words > kWordsMax || led || titled) break;
      if (words > 0) {
        dropped_.insert(card);
        break;
      }
    }
  }
}

/// The elements that are called the text of the article, the outermost of each; empty if they hold next to nothing.
Nodes MainText::bodies() {
  constexpr double kEnough = 0.25;
  constexpr double kLong = 100;

  // Of several articles on a page each has its own.
  struct Group {
    const GumboNode* of = nullptr;
    double score = 0;
    Nodes nodes;
  };

  std::vector<Group> groups;
  double all = 0, matched = 0;
  for (const PageBlock& block : blocks_) {
    if (block.score <= 0 || is_dropped(block)) continue;
    all += block.score;
    const GumboNode* body = nullptr;
    bool live = false;
    for (const GumboNode* node = block.parent; node != nullptr && tag_of(node) != GUMBO_TAG_BODY; node = node->parent) {
      if (is_text_body(node)) body = node;
      live = live || is_live(hints(node));
    }
    if (live) return {};
    if (body == nullptr) continue;
    matched += block.score;
    const GumboNode* of = body;
    while (of != nullptr && tag_of(of) != GUMBO_TAG_ARTICLE) of = of->parent;
    auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& g) { return g.of == of; });
    if (group == groups.end()) group = groups.insert(groups.end(), {of, 0, {}});
    group->score += block.score;
    group->nodes.insert(body);
  }
  if (matched < std::min(kEnough * all, kLong)) return {};
  double most = 0;
  for (const Group& group : groups) most = std::max(most, group.score);
  for (Group& group : groups)
    if (group.score >= most / 3) return std::move(group.nodes);
  return {};
}

/// The one <article> under whose title the page stands, or that holds most of it; the root if there is none.
const GumboNode* MainText::article() const {
  constexpr double kMost = 0.5;
  constexpr double kTitled = 0.1;
  Scores held;
  Nodes titled;
  double all = 0;
  for (const PageBlock& block : blocks_) {
    if (is_dropped(block)) continue;
    const GumboNode* outermost = nullptr;
    for (const GumboNode* node = block.parent; node != nullptr; node = node->parent)
      if (tag_of(node) == GUMBO_TAG_ARTICLE) outermost = node;
    all += block.score;
    if (outermost == nullptr) continue;
    held[outermost] += block.score;
    if (is_title(block)) titled.insert(outermost);
  }
  const GumboNode* best = root_;
  double most = 0;
  for (const auto& [node, score] : held) {
    const bool fits = score >= kMost * all || (titled.contains(node) && titled.size() == 1 && score >= kTitled * all);
    if (fits && score > most) {
      best = node;
      most = score;
    }
  }
  return best;
}

/// The smallest element below `root` that holds most of its score.
const GumboNode* MainText::densest(const GumboNode* root) {
  constexpr double kMost = 0.8;
  Scores held;
  double all = 0;
  for (const PageBlock& block : blocks_) {
    if (block.score <= 0 || is_dropped(block) || !is_below(block.parent, root)) continue;
    all += block.score;
    for (const GumboNode* node = block.parent; node != nullptr; node = node->parent) held[node] += block.score;
  }
  const GumboNode* best = root;
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

std::vector<const PageBlock*> MainText::chosen() {
  Nodes within = bodies();
  if (within.empty()) within.insert(densest(article()));
  std::vector<const PageBlock*> out;
  for (const PageBlock& block : blocks_)
    if (!is_dropped(block) && is_below_any(block.parent, within)) out.push_back(&block);
  return out;
}

std::vector<const PageBlock*> MainText::clean(std::vector<const PageBlock*> blocks) const {
  constexpr double kMostlyLinks = 0.5;
  std::unordered_set<std::string> seen;
  std::vector<const PageBlock*> out;
  bool announced = false;
  for (const PageBlock* block : blocks) {
    if (block->link_share() > kMostlyLinks && (block->words < 40 || block->kind == BlockKind::kItem)) continue;
    if (is_label(block->text) || is_title(*block)) continue;
    // The hour of a post.
    if (block->words <= 3 && block->text[0] >= '0' && block->text[0] <= '9' && !ends_sentence(block->text)) continue;
    // Lists of stories and of facts about the page have no sentences; a list that the text announces may be of names.
    const bool item = block->kind == BlockKind::kItem;
    announced = item && block->linked == 0 && !out.empty() && (announced || out.back()->text.ends_with(':'));
    if (item && !announced && block->words < 4 && !ends_sentence(block->text)) continue;
    if (block->words > 5 && !seen.insert(block->text).second) continue;
    out.push_back(block);
  }
  return out;
}

// By-lines and dates at the head, labels and who wrote it at the foot; a list that ends the text stays; a heading needs
// a paragraph below it.
std::vector<const PageBlock*> MainText::trim_ends(std::vector<const PageBlock*> blocks) {
  constexpr std::size_t kRunning = 12;
  const auto is_running = [](const PageBlock* block) {
    return block->kind != BlockKind::kHeading &&
           (block->words >= kRunning || (block->words >= 5 && ends_sentence(block->text)));
  };
  const auto first = std::find_if(blocks.begin(), blocks.end(), is_running);
  auto last = std::find_if(blocks.rbegin(), blocks.rend(), is_running).base();
  if (first >= last) return blocks;
  while (last - first > 1 && tells_of_the_writer((*(last - 1))->text)) --last;
  if ((*(last - 1))->text.ends_with(':') || (*(last - 1))->kind == BlockKind::kItem)
    while (last != blocks.end() && (*last)->kind == BlockKind::kItem) ++last;
  std::vector<const PageBlock*> out;
  // A heading right before the first paragraph belongs to it, the title does not come here.
  for (auto it = first; it != last; ++it) {
    const bool heading = (*it)->kind == BlockKind::kHeading;
    if (heading && (it + 1 == last || (*(it + 1))->kind == BlockKind::kHeading)) continue;
    out.push_back(*it);
  }
  return out;
}

// By the text that the page states for machines: the blocks whose words run in it, or else it itself; "" if what is
// shown is as good.
std::string MainText::as_stated(std::string_view shown) const {
  constexpr std::size_t kEnough = 60;
  if (words_in(stated_) < kEnough) return {};
  if (is_cut_off(stated_) && words_in(shown) > words_in(stated_)) return {};
  const std::unordered_set<std::string> runs = runs_of(stated_);
  std::vector<const PageBlock*> kept;
  std::size_t covered = 0;
  for (const PageBlock& block : blocks_) {
    const std::unordered_set<std::string> own = runs_of(block.text);
    std::size_t shared = 0;
    for (const std::string& run : own) shared += runs.count(run);
    if (own.empty() || shared * 2 < own.size()) continue;
    kept.push_back(&block);
    covered += shared;
  }
  if (covered * 10 >= runs.size() * 8) return written(trim_ends(clean(std::move(kept))));
  return as_paragraphs(stated_);
}

}  // namespace

std::string main_text(const GumboNode* root, std::string_view stated, std::string_view title) {
  return MainText(root, stated, title).run();
}

}  // namespace kith::ingest
