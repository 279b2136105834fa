// A piece of HTML, all of which is text of an article, to its paragraphs: the content of a feed's item.
//
//     fragment_text("<p>Ann Brody met <b>Omar Said</b>.</p><p>They spoke.</p>")   ->   "Ann Brody met Omar Said.\n\nThey spoke."
#pragma once

#include <string>
#include <string_view>

namespace kith::ingest {

/// Paragraphs parted by blank lines. Scripts, styles, forms, captions and what is embedded are left out. `html` is UTF-8.
std::string fragment_text(std::string_view html);

}  // namespace kith::ingest
