// A page cut into paragraphs, headings and list items.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ingest/read/dom.h"

namespace kith::ingest {

enum class BlockKind : std::uint8_t { kParagraph, kHeading, kItem };

/// A run of text that is shown as one.
struct PageBlock {
  const GumboNode* parent = nullptr;  ///< the element it stands in; for <p> and headings, what these stand in
  BlockKind kind = BlockKind::kParagraph;
  std::string text;        ///< blanks run together
  std::size_t words = 0;   ///< of it
  std::size_t linked = 0;  ///< bytes of it inside of links
  double score = 0;        ///< how much of an article's running text it is, about a point a word

  double link_share() const noexcept { return static_cast<double>(linked) / static_cast<double>(text.size()); }
};

/// In the order of the page, without what is hidden, scripts, pictures and their captions. The nodes must outlive them.
std::vector<PageBlock> cut_page(const GumboNode* root);

/// Whether the text ends as sentences do.
bool ends_sentence(std::string_view text);

std::size_t words_in(std::string_view text);

}  // namespace kith::ingest
