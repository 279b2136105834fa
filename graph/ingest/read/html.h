// A web page to the article on it: its text without what stands around it, and what the page says of it.
//
//     KITH_TRY(HtmlArticle page, read_html(bytes));
//     page.text       // "Ann Brody met Omar Said in Oslo.\n\nThe two spoke of …", paragraphs parted by blank lines
//     page.url        // the canonical address; "" if the page names none
//
// Metadata is taken from JSON-LD first, then from OpenGraph and other meta elements, then from <time> and the title.
// The text is found by density (main_text.h).
#pragma once

#include <string>
#include <string_view>

#include "kith/status.h"

namespace kith::ingest {

struct HtmlArticle {
  std::string title;
  std::string url;
  std::string published;  ///< as the page has it
  std::string publisher;
  std::string language;
  std::string text;
};

/// Whether the bytes begin as a page does: a doctype or <html>, behind blanks, comments and a byte order mark.
bool looks_like_html(std::string_view bytes) noexcept;

/// kArgument: elements are nested deeper than 1,000, or there is no text that could be an article.
Result<HtmlArticle> read_html(std::string_view bytes);

/// To UTF-8: by byte order mark, by what the page declares, else by what it looks like. Never fails: what is no
/// character becomes U+FFFD.
std::string decode_html(std::string_view bytes);

}  // namespace kith::ingest
