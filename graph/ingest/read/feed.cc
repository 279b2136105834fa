#include "ingest/read/feed.h"

#include <fmt/format.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <simdjson.h>

#include <array>
#include <charconv>
#include <memory>
#include <optional>

#include "ingest/json_record.h"
#include "ingest/read/fragment.h"
#include "ingest/times.h"

namespace kith::ingest {

namespace {

constexpr int kParseOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES;

// ---- looking through the tree ----

std::string_view name_of(const xmlNode* node) {
  return node->type == XML_ELEMENT_NODE ? std::string_view(reinterpret_cast<const char*>(node->name)) : std::string_view();
}

// The prefix of the namespace counts, whatever the document calls it: "content:encoded" is `encoded`.
bool is(const xmlNode* node, std::string_view name) { return name_of(node) == name; }

const xmlNode* child(const xmlNode* node, std::string_view name) {
  for (const xmlNode* one = node == nullptr ? nullptr : node->children; one != nullptr; one = one->next)
    if (is(one, name)) return one;
  return nullptr;
}

// The first of a name below, in the order of the document.
const xmlNode* below(const xmlNode* node, std::string_view name) {
  for (const xmlNode* one = node == nullptr ? nullptr : node->children; one != nullptr; one = one->next) {
    if (is(one, name)) return one;
    if (const xmlNode* found = below(one, name)) return found;
  }
  return nullptr;
}

template <class Visit>
void each_below(const xmlNode* node, std::string_view name, const Visit& visit) {
  for (const xmlNode* one = node == nullptr ? nullptr : node->children; one != nullptr; one = one->next) {
    if (is(one, name))
      visit(one);
    else
      each_below(one, name, visit);
  }
}

std::string trimmed_text(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

std::string content_of(const xmlNode* node) {
  if (node == nullptr) return {};
  const std::unique_ptr<xmlChar, void (*)(void*)> content(xmlNodeGetContent(node), [](void* text) { xmlFree(text); });
  return content ? trimmed_text(reinterpret_cast<const char*>(content.get())) : std::string();
}

std::string text_of(const xmlNode* node, std::string_view name) { return content_of(child(node, name)); }

std::string attribute_of(const xmlNode* node, const char* name) {
  if (node == nullptr) return {};
  const std::unique_ptr<xmlChar, void (*)(void*)> value(
      xmlGetProp(const_cast<xmlNode*>(node), reinterpret_cast<const xmlChar*>(name)), [](void* text) { xmlFree(text); });
  return value ? trimmed_text(reinterpret_cast<const char*>(value.get())) : std::string();
}

// The elements below as they were written, for XHTML inside of XML.
std::string markup_below(const xmlNode* node) {
  std::string out;
  const std::unique_ptr<xmlBuffer, void (*)(xmlBuffer*)> buffer(xmlBufferCreate(), xmlBufferFree);
  for (xmlNode* one = node->children; one != nullptr; one = one->next) {
    xmlBufferEmpty(buffer.get());
    if (xmlNodeDump(buffer.get(), node->doc, one, 0, 0) >= 0)
      out.append(reinterpret_cast<const char*>(xmlBufferContent(buffer.get())), static_cast<std::size_t>(xmlBufferLength(buffer.get())));
  }
  return out;
}

std::uint32_t line_of(const xmlNode* node) { return static_cast<std::uint32_t>(std::max(xmlGetLineNo(node), 0L)); }

// ---- to articles ----

bool is_address(std::string_view text) { return text.starts_with("http://") || text.starts_with("https://"); }

Result<Article> finished(Article article) {
  if (article.text.empty()) return Error{.code = ErrorCode::kArgument, .message = "the item has no text"};
  if (!article.published_at.empty()) article.published = parse_feed_date(article.published_at);
  article.key = !article.url.empty() ? canonical_url(article.url) : article.id;
  article.is_made = true;
  return article;
}

// The first of two texts that says more.
std::string fuller(std::string a, std::string b) { return b.size() > a.size() ? std::move(b) : std::move(a); }

Result<Article> rss_item(const xmlNode* item, const xmlNode* channel) {
  Article article;
  article.title = text_of(item, "title");
  article.publisher = text_of(channel, "title");
  article.language = text_of(channel, "language");
  article.published_at = text_of(item, "pubDate");
  if (article.published_at.empty()) article.published_at = text_of(item, "date");
  const xmlNode* guid = child(item, "guid");
  article.id = content_of(guid);
  article.url = text_of(item, "link");
  if (article.url.empty() && attribute_of(guid, "isPermaLink") != "false" && is_address(article.id)) article.url = article.id;
  if (article.id.empty()) article.id = attribute_of(item, "about");
  article.text = fuller(fragment_text(text_of(item, "description")), fragment_text(text_of(item, "encoded")));
  return finished(std::move(article));
}

std::string atom_text(const xmlNode* node) {
  if (node == nullptr) return {};
  const std::string type = attribute_of(node, "type");
  if (type == "xhtml") return fragment_text(markup_below(node));
  return type == "html" ? fragment_text(content_of(node)) : content_of(node);
}

Result<Article> atom_entry(const xmlNode* entry, const xmlNode* feed) {
  Article article;
  article.id = text_of(entry, "id");
  article.title = atom_text(child(entry, "title"));
  const xmlNode* source = child(entry, "source");
  article.publisher = atom_text(child(source == nullptr ? feed : source, "title"));
  article.published_at = text_of(entry, "published");
  if (article.published_at.empty()) article.published_at = text_of(entry, "updated");
  for (const xmlNode* node : {entry, feed})
    if (article.language.empty()) article.language = attribute_of(node, "lang");
  for (const xmlNode* link = entry->children; link != nullptr; link = link->next) {
    if (!is(link, "link")) continue;
    const std::string rel = attribute_of(link, "rel");
    if (article.url.empty() && (rel.empty() || rel == "alternate")) article.url = attribute_of(link, "href");
  }
  article.text = fuller(atom_text(child(entry, "summary")), atom_text(child(entry, "content")));
  return finished(std::move(article));
}

// Paragraphs of the body, and of what stands in it.
std::string paragraphs_below(const xmlNode* body) {
  std::string out;
  each_below(body, "p", [&](const xmlNode* paragraph) {
    std::string text = content_of(paragraph);
    if (text.empty()) return;
    if (!out.empty()) out += "\n\n";
    out += text;
  });
  return out;
}

Result<Article> nitf_article(const xmlNode* root) {
  Article article;
  const xmlNode* head = child(root, "head");
  const xmlNode* data = child(head, "docdata");
  article.id = attribute_of(child(data, "doc-id"), "id-string");
  article.title = content_of(below(child(root, "body"), "hl1"));
  if (article.title.empty()) article.title = text_of(head, "title");
  article.published_at = attribute_of(child(data, "date.issue"), "norm");
  if (article.published_at.empty()) article.published_at = attribute_of(below(child(root, "body"), "story.date"), "norm");
  article.publisher = content_of(below(child(root, "body"), "distributor"));
  article.language = attribute_of(root, "lang");
  article.text = paragraphs_below(below(root, "body.content"));
  if (const std::string dateline = content_of(below(below(root, "body.head"), "location")); !dateline.empty() && !article.text.empty())
    article.text = dateline + " — " + article.text;
  return finished(std::move(article));
}

Result<Article> news_item(const xmlNode* item) {
  Article article;
  article.id = attribute_of(item, "guid");
  const xmlNode* meta = child(item, "itemMeta");
  const xmlNode* content = child(item, "contentMeta");
  article.title = text_of(content, "headline");
  if (article.title.empty()) article.title = text_of(meta, "title");
  article.published_at = text_of(content, "contentCreated");
  for (const char* name : {"firstCreated", "versionCreated"})
    if (article.published_at.empty()) article.published_at = text_of(meta, name);
  article.publisher = text_of(child(meta, "provider"), "name");
  article.language = attribute_of(child(content, "language"), "tag");
  const xmlNode* set = child(item, "contentSet");
  const xmlNode* inside = child(set, "inlineXML");
  article.text = paragraphs_below(inside == nullptr ? set : inside);
  if (article.text.empty()) article.text = text_of(set, "inlineData");
  return finished(std::move(article));
}

Error no_xml(std::uint32_t& line) {
  const xmlError* error = xmlGetLastError();
  std::string why = error == nullptr || error->message == nullptr ? "it is damaged" : trimmed_text(error->message);
  line = error == nullptr ? 0 : static_cast<std::uint32_t>(std::max(error->line, 0));
  return {.code = ErrorCode::kSyntax, .message = "the XML is not well-formed: " + why};
}

}  // namespace

bool looks_like_xml(std::string_view bytes) noexcept {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (bytes.starts_with("\xFF\xFE<") || bytes.starts_with(std::string_view("\xFE\xFF\0<", 4))) return true;
  const std::size_t begin = bytes.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return false;
  bytes.remove_prefix(begin);
  for (const std::string_view start : {"<?xml", "<rss", "<feed", "<rdf:RDF", "<nitf", "<newsItem", "<newsMessage"})
    if (bytes.starts_with(start)) return true;
  return false;
}

bool looks_like_json_feed(std::string_view text) noexcept {
  const std::size_t begin = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return begin != std::string_view::npos && text[begin] == '{' &&
         text.substr(0, 2000).find("jsonfeed.org/version/") != std::string_view::npos;
}

Status read_xml(std::string_view bytes, const OnItem& item, std::uint32_t& line) {
  static const bool initialised = (xmlInitParser(), true);
  (void)initialised;
  line = 0;
  xmlResetLastError();
  const std::unique_ptr<xmlDoc, void (*)(xmlDoc*)> document(
      xmlReadMemory(bytes.data(), static_cast<int>(std::min<std::size_t>(bytes.size(), 0x7FFFFFFF)), "feed", nullptr, kParseOptions),
      xmlFreeDoc);
  if (!document) return no_xml(line);
  if (const xmlDtd* dtd = document->intSubset; dtd != nullptr && dtd->entities != nullptr)
    return Error{.code = ErrorCode::kSyntax, .message = "the XML declares entities of its own, which are not read"};
  const xmlNode* root = xmlDocGetRootElement(document.get());
  if (root == nullptr) return no_xml(line);
  Status status = ok();
  bool any = false;
  const auto give = [&](Result<Article>&& article, const xmlNode* at) {
    any = true;
    if (status) status = item(std::move(article), line_of(at));
  };
  if (is(root, "rss")) {
    const xmlNode* channel = child(root, "channel");
    each_below(channel, "item", [&](const xmlNode* one) { give(rss_item(one, channel), one); });
    any = any || channel != nullptr;
  } else if (is(root, "RDF")) {
    each_below(root, "item", [&](const xmlNode* one) { give(rss_item(one, child(root, "channel")), one); });
  } else if (is(root, "feed")) {
    each_below(root, "entry", [&](const xmlNode* one) { give(atom_entry(one, root), one); });
    any = true;
  } else if (is(root, "nitf")) {
    give(nitf_article(root), root);
  } else if (is(root, "newsItem")) {
    give(news_item(root), root);
  } else {
    each_below(root, "newsItem", [&](const xmlNode* one) { give(news_item(one), one); });
    each_below(root, "nitf", [&](const xmlNode* one) {
      if (!any) give(nitf_article(one), one);
    });
  }
  if (!any) {
    line = line_of(root);
    return Error{.code = ErrorCode::kSyntax,
                 .message = "the XML is no feed and no news document: its root is <" + std::string(name_of(root)) + ">"};
  }
  return status;
}

Status read_json_feed(std::string_view text, const OnItem& item) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (parser.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS)
    return Error{.code = ErrorCode::kSyntax, .message = "the feed is not JSON", .span = json_fault(text)};
  const auto string_of = [](simdjson::dom::element object, const char* key) {
    std::string_view value;
    std::int64_t number = 0;
    if (object[key].get(value) == simdjson::SUCCESS) return std::string(value);
    return object[key].get(number) == simdjson::SUCCESS ? std::to_string(number) : std::string();
  };
  simdjson::dom::array items;
  if (root["items"].get(items) != simdjson::SUCCESS) return Error{.code = ErrorCode::kSyntax, .message = "the feed has no items"};
  for (const simdjson::dom::element one : items) {
    Article article;
    article.id = string_of(one, "id");
    article.url = string_of(one, "url");
    article.title = string_of(one, "title");
    article.publisher = string_of(root, "title");
    article.language = string_of(one, "language");
    if (article.language.empty()) article.language = string_of(root, "language");
    article.published_at = string_of(one, "date_published");
    if (article.published_at.empty()) article.published_at = string_of(one, "date_modified");
    article.text = string_of(one, "content_text");
    if (article.text.empty()) article.text = fragment_text(string_of(one, "content_html"));
    if (article.text.empty()) article.text = string_of(one, "summary");
    if (article.url.empty() && is_address(article.id)) article.url = article.id;
    KITH_DO(item(finished(std::move(article)), 0));
  }
  return ok();
}

std::optional<Date> parse_feed_date(std::string_view text) {
  if (const std::optional<Date> iso = parse_iso_date(text)) return iso;
  const auto number = [](std::string_view digits) {
    int value = -1;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc() && end == digits.data() + digits.size() ? value : -1;
  };
  const auto date = [](int year, std::ptrdiff_t month, int day) {
    return parse_iso_date(fmt::format("{:04}-{:02}-{:02}", year, month, day));
  };
  // 20250519T100000Z, as news agencies write it.
  if (text.size() >= 8 && number(text.substr(0, 8)) > 0 && (text.size() == 8 || text[8] == 'T'))
    return date(number(text.substr(0, 4)), number(text.substr(4, 2)), number(text.substr(6, 2)));
  if (const std::size_t comma = text.find(", "); comma != std::string_view::npos) text.remove_prefix(comma + 2);
  static constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::size_t first = text.find(' ');
  if (first == std::string_view::npos || text.size() < first + 9) return std::nullopt;
  const auto* month = std::find(kMonths.begin(), kMonths.end(), text.substr(first + 1, 3));
  const std::size_t second = text.find(' ', first + 1);
  if (month == kMonths.end() || second == std::string_view::npos) return std::nullopt;
  const int day = number(text.substr(0, first));
  const int year = number(text.substr(second + 1, 4));
  if (day < 1 || year < 1) return std::nullopt;
  return date(year, month - kMonths.begin() + 1, day);
}

}  // namespace kith::ingest
