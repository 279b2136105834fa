// The article's text on a page, by density.
//
// The page is cut into blocks (paragraphs, headings, list items). What is called navigation, comments, related
// stories, sharing, captions or advertising by its element, class, id or role is left out; so are blocks that are
// mostly links. Each block of running text has a score that its containers share; the smallest container that holds
// most of the score of the page is the article, live blogs with a container for each post included. At its ends,
// short blocks that are no sentences (by-lines, dates, labels) are left out. The ideas are those of text density
// (Kohlschütter et al., Boilerplate Detection using Shallow Text Features, WSDM 2010) and of scoring containers.
#pragma once

#include <string>
#include <string_view>

#include "ingest/read/dom.h"

namespace kith::ingest {

/// Paragraphs in the order of the page, parted by blank lines; "" if there are none. `stated` is the text that the
/// page gives to machines (JSON-LD articleBody), if it does: it tells which blocks belong to the article, and stands in
/// where the page itself does not show it. `title` is left out.
std::string main_text(const GumboNode* root, std::string_view stated, std::string_view title);

}  // namespace kith::ingest
