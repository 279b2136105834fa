#include "ingest/read/html.h"

#include <gumbo.h>
#include <simdjson.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "ingest/read/dom.h"
#include "ingest/read/fragment.h"
#include "ingest/read/main_text.h"

namespace kith::ingest {

namespace {

constexpr std::size_t kDepthMax = 1000;

/// How deep the elements may be nested, by their tags alone: the parser's own limit is the stack.
std::size_t depth_of(std::string_view html) {
  std::size_t depth = 0, deepest = 0;
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    if (at + 1 >= html.size()) break;
    const char c = html[at + 1];
    if (c == '/') {
      depth -= depth > 0 ? 1 : 0;
    } else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') {
      std::size_t end = at + 1;
      while (end < html.size() && ((html[end] | 0x20) >= 'a' && (html[end] | 0x20) <= 'z')) ++end;
      std::string name(html.substr(at + 1, end - at - 1));
      std::transform(name.begin(), name.end(), name.begin(), [](char x) { return static_cast<char>(x | 0x20); });
      // Elements without an end, and those that the next of their kind ends.
      static constexpr std::string_view kFlat[] = {"br",   "img", "meta", "link", "input", "hr", "p",     "li",  "td",
                                                   "tr",   "th",  "dt",   "dd",   "option", "wbr", "source", "area", "col",
                                                   "base", "embed", "param", "track"};
      if (std::find(std::begin(kFlat), std::end(kFlat), name) != std::end(kFlat)) continue;
      deepest = std::max(deepest, ++depth);
    }
  }
  return deepest;
}

struct Metadata {
  std::string title, og_title, heading, page_title;
  std::string url, canonical, og_url;
  std::string published, meta_published, time;
  std::string publisher, site;
  std::string language;
  std::string body;
};

/// Keeps what came first.
void offer(std::string& place, std::string_view value) {
  if (place.empty()) place = trimmed(std::string(value));
}

bool is_article_type(std::string_view type) {
  return type.ends_with("Article") || type.ends_with("Posting") || type == "Report" || type == "NewsStory";
}

std::string text_of(simdjson::dom::object object, const char* key) {
  simdjson::dom::element value;
  if (object[key].get(value) != simdjson::SUCCESS) return {};
  if (std::string_view text; value.get(text) == simdjson::SUCCESS) return std::string(text);
  simdjson::dom::object inner;
  if (value.get(inner) == simdjson::SUCCESS)
    for (const char* name : {"name", "@id", "url"})
      if (std::string text = text_of(inner, name); !text.empty()) return text;
  simdjson::dom::array items;
  if (value.get(items) == simdjson::SUCCESS)
    for (simdjson::dom::element item : items) {
      if (std::string_view text; item.get(text) == simdjson::SUCCESS) return std::string(text);
      if (item.get(inner) == simdjson::SUCCESS) return text_of(inner, "name");
    }
  return {};
}

/// Appends the text of a heading up to the first paragraph, since some are never closed; false once that is reached.
bool append_heading(const GumboNode* node, std::string& out) {
  if (tag_of(node) == GUMBO_TAG_P) return false;
  if (is_text(node)) append_collapsed(out, node->v.text.text);
  if (tag_of(node) == GUMBO_TAG_BR) out += ' ';
  bool goes_on = true;
  for_each_child(node, [&](const GumboNode* child) { goes_on = goes_on && append_heading(child, out); });
  return goes_on;
}

std::string heading_of(const GumboNode* node) {
  std::string out;
  append_heading(node, out);
  return trimmed(std::move(out));
}

/// An articleBody as text: some are HTML, some have its entities alone, most are lines.
std::string stated_text(const std::string& body) {
  if (body.find_first_of("<&") == std::string::npos) return body;
  for (const char* tag : {"<p", "<div", "<br", "</"})
    if (body.find(tag) != std::string::npos) return fragment_text(body);
  std::string text;
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t end = std::min(body.find('\n', at), body.size());
    text += fragment_text(std::string_view(body).substr(at, end - at)) + '\n';
    at = end + 1;
  }
  return text;
}

void read_linked_data(simdjson::dom::element element, Metadata& out, int depth) {
  constexpr int kNestedMax = 8;
  if (depth > kNestedMax) return;
  simdjson::dom::array items;
  if (element.get(items) == simdjson::SUCCESS) {
    for (simdjson::dom::element item : items) read_linked_data(item, out, depth + 1);
    return;
  }
  simdjson::dom::object object;
  if (element.get(object) != simdjson::SUCCESS) return;
  simdjson::dom::element graph;
  if (object["@graph"].get(graph) == simdjson::SUCCESS) read_linked_data(graph, out, depth + 1);
  if (!is_article_type(text_of(object, "@type"))) return;
  offer(out.title, text_of(object, "headline"));
  offer(out.published, text_of(object, "datePublished"));
  offer(out.publisher, text_of(object, "publisher"));
  offer(out.language, text_of(object, "inLanguage"));
  offer(out.body, stated_text(text_of(object, "articleBody")));
  const std::string page = text_of(object, "mainEntityOfPage");
  if (page.find("://") != std::string::npos) offer(out.url, page);
  if (const std::string url = text_of(object, "url"); url.find("://") != std::string::npos) offer(out.url, url);
}

void read_metadata(const GumboNode* node, simdjson::dom::parser& parser, Metadata& out) {
  if (!is_element(node)) return;
  switch (tag_of(node)) {
    case GUMBO_TAG_HTML: offer(out.language, attribute(node, "lang")); break;
    case GUMBO_TAG_TITLE: offer(out.page_title, text_below(node)); return;
    case GUMBO_TAG_H1: offer(out.heading, heading_of(node)); break;
    case GUMBO_TAG_TIME: offer(out.time, attribute(node, "datetime")); break;
    case GUMBO_TAG_LINK:
      if (attribute(node, "rel") == "canonical") offer(out.canonical, attribute(node, "href"));
      break;
    case GUMBO_TAG_META: {
      std::string name(attribute(node, "property"));
      if (name.empty()) name = attribute(node, "name");
      if (name.empty()) name = attribute(node, "itemprop");
      std::transform(name.begin(), name.end(), name.begin(),
                     [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
      const std::string_view content = attribute(node, "content");
      if (name == "og:title") offer(out.og_title, content);
      if (name == "og:url") offer(out.og_url, content);
      if (name == "og:site_name") offer(out.site, content);
      if (name == "article:published_time" || name == "datepublished" || name == "date" || name == "pubdate" ||
          name == "publishdate" || name == "dc.date" || name == "dc.date.issued" || name == "dcterms.created" ||
          name == "parsely-pub-date" || name == "sailthru.date" || name == "publish-date")
        offer(out.meta_published, content);
      break;
    }
    case GUMBO_TAG_SCRIPT:
      if (attribute(node, "type") == "application/ld+json" && node->v.element.children.length > 0) {
        const auto* text = static_cast<const GumboNode*>(node->v.element.children.data[0]);
        simdjson::dom::element root;
        const std::string_view json = text->v.text.text;
        if (parser.parse(json.data(), json.size()).get(root) == simdjson::SUCCESS) read_linked_data(root, out, 0);
      }
      return;
    default: break;
  }
  for_each_child(node, [&](const GumboNode* child) { read_metadata(child, parser, out); });
}

/// "Talks begin | The Quillby Post": without the site's name.
std::string without_site(const std::string& title, const std::string& site) {
  for (const std::string_view mark : {" | ", " – ", " — ", " - ", " :: ", " » "}) {
    const std::size_t at = title.rfind(mark);
    if (at == std::string::npos) continue;
    const std::string_view behind = std::string_view(title).substr(at + mark.size());
    if (behind == site || (at > 20 && behind.size() < 40)) return title.substr(0, at);
  }
  return title;
}

}  // namespace

bool looks_like_html(std::string_view bytes) noexcept {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  std::string head;
  for (const char c : bytes.substr(0, 512))
    if (c != '\0') head += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  std::string_view text = head;
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) text.remove_prefix(2);
  while (true) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return false;
    text.remove_prefix(first);
    if (!text.starts_with("<!--")) break;
    const std::size_t end = text.find("-->");
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end + 3);
  }
  return text.starts_with("<!doctype html") || text.starts_with("<html") ||
         (text.starts_with("<?xml") && text.find("<html") != std::string_view::npos);
}

Result<HtmlArticle> read_html(std::string_view bytes) {
  const std::string html = decode_html(bytes);
  if (depth_of(html) > kDepthMax)
    return Error{.code = ErrorCode::kArgument, .message = "the page's elements are nested deeper than 1000"};
  const std::unique_ptr<GumboOutput, void (*)(GumboOutput*)> parsed(
      gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size()),
      [](GumboOutput* output) { gumbo_destroy_output(&kGumboDefaultOptions, output); });
  Metadata found;
  simdjson::dom::parser parser;
  read_metadata(parsed->root, parser, found);
  HtmlArticle article;
  article.publisher = !found.publisher.empty() ? found.publisher : found.site;
  article.title = !found.title.empty()      ? found.title
                  : !found.og_title.empty() ? without_site(found.og_title, article.publisher)
                  : !found.heading.empty()  ? found.heading
                                            : without_site(found.page_title, article.publisher);
  article.url = found.canonical.find("://") != std::string::npos ? found.canonical
                : !found.url.empty()                             ? found.url
                                                                 : found.og_url;
  article.published = !found.published.empty()        ? found.published
                      : !found.meta_published.empty() ? found.meta_published
                                                      : found.time;
  article.language = found.language.substr(0, found.language.find_first_of("-_"));
  article.text = main_text(parsed->root, found.body, found.heading.empty() ? article.title : found.heading);
  if (article.text.empty())
    return Error{.code = ErrorCode::kArgument, .message = "the page has no text that could be an article"};
  return article;
}

}  // namespace kith::ingest
