// Feeds and news documents in XML to their articles: RSS 2.0, RSS 1.0 (RDF), Atom, NITF, NewsML-G2; and JSON Feed.
//
//     <item><guid>7</guid><title>…</title><pubDate>Mon, 19 May 2025 10:00:00 GMT</pubDate><description>…</description></item>
//
// An item's id is its guid, its URL its permanent link; its text the fullest of what it carries, HTML as text. XML is hostile: no
// document type is read, no entity beyond the five of XML, nothing from the network.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "ingest/article.h"
#include "kith/status.h"

namespace kith::ingest {

/// Whether the bytes begin as XML that is no web page.
bool looks_like_xml(std::string_view bytes) noexcept;

/// Whether the text is a JSON Feed: an object that says so near its start.
bool looks_like_json_feed(std::string_view text) noexcept;

/// An item, or why it is none, and its line (0: not known).
using OnItem = std::function<Status(Result<Article>&& item, std::uint32_t line)>;

/// Gives the items in their order; the first error that `item` returns ends it. kSyntax with `line` set: it is no XML, or none
/// that is known here.
Status read_xml(std::string_view bytes, const OnItem& item, std::uint32_t& line);

/// The same of a JSON Feed.
Status read_json_feed(std::string_view text, const OnItem& item);

/// The day of "Mon, 19 May 2025 10:00:00 GMT" (RFC 5322) or of ISO 8601, extended or basic.
std::optional<Date> parse_feed_date(std::string_view text);

}  // namespace kith::ingest
