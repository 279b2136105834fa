#include "ingest/read/page_hints.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace kith::ingest {

namespace {

using Words = std::initializer_list<std::string_view>;

bool contains_any(std::string_view text, Words words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// Whether one of the parts of the hints, cut at what is no letter or digit, is one of the words.
bool has_part(std::string_view hints, Words words) {
  std::size_t at = 0;
  while (at < hints.size()) {
    std::size_t end = at;
    while (end < hints.size() && is_letter_or_digit(hints[end])) ++end;
    if (end > at && std::find(words.begin(), words.end(), hints.substr(at, end - at)) != words.end()) return true;
    at = end + 1;
  }
  return false;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string lower_of(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

}  // namespace

bool is_comments(const std::string& hints) {
  return (hints.find("comment") != std::string::npos && hints.find("commentary") == std::string::npos) ||
         contains_any(hints, {"disqus"}) || has_part(hints, {"replies", "reply"});
}

bool is_consent(const std::string& hints) {
  return contains_any(hints, {"cookie", "consent", "gdpr", "onetrust"}) ||
         has_part(hints, {"dialog", "alertdialog", "modal", "popup", "overlay"});
}

bool is_offer(const std::string& hints) {
  return contains_any(hints, {"paywall", "regwall", "pay-wall", "subscri", "premium", "piano"}) ||
         has_part(hints, {"wall", "offer", "offers", "barrier", "gate", "upsell", "metered", "membership"});
}

bool is_embedded_post(const std::string& hints) {
  return contains_any(hints, {"twitter-tweet", "twitter-video", "instagram-media", "tiktok-embed", "fb-post",
                              "reddit-card", "bluesky-embed", "mastodon-embed"});
}

bool is_beside_the_article(const std::string& hints) {
  if (hints.empty()) return false;
  if (contains_any(hints,
                   {"related",     "recommend",      "newsletter",   "breadcrumb",       "sidebar",     "advert",
                    "sponsored",   "outbrain",       "taboola",      "most-read",        "mostread",    "most-popular",
                    "trending",    "read-more",      "readmore",     "read-next",        "also-read",   "signup",
                    "sign-up",     "author-bio",     "authorbio",    "author-box",       "author-card", "author-info",
                    "author__bio", "author-profile", "about-author", "about-the-author", "taglist",     "tag-list",
                    "post-tags",   "entry-tags",     "pagination",   "visually-hidden",  "sr-only",     "screen-reader",
                    "skip-link",   "more-stories",   "morestories",  "more-from",        "up-next",     "disclaimer",
                    "copyright",   "pullquote",      "pull-quote",   "article-meta",     "post-meta",   "entry-meta",
                    "lightbox",    "social-",        "share-",       "-share",           "sharing",     "caption",
                    "dfp",         "googletag",      "ad-slot",      "adslot",           "ad-wrapper",  "app-promo",
                    "printfooter", "catlinks",       "noprint",      "no-print",         "jump-to-nav"}))
    return true;
  return is_comments(hints) || is_consent(hints) ||
         has_part(hints, {"nav",      "navbar",  "menu",          "footer",     "header",      "banner",  "ad",
                          "ads",      "aside",   "meta",          "tags",       "tools",       "search",  "tagline",
                          "login",    "logo",    "complementary", "navigation", "contentinfo", "alert",   "links",
                          "linklist", "crumbs",  "buttons",       "button",     "toc",         "poll",    "rating",
                          "ratings",  "embed",   "share",         "social",     "byline",      "caption", "credit",
                          "credits",  "kicker",  "donate",        "timestamp",  "teaser",      "teasers", "carousel",
                          "promo",    "sponsor", "feedback",      "playlist",   "metadata",    "toolbar", "infobox",
                          "player"});
}

bool is_body(const std::string& hints) {
  return contains_any(
      hints, {"articlebody",    "article-body",      "article_body",       "article__body",    "story-body",
              "storybody",      "story__body",       "story-text",         "storytext",        "story-content",
              "post-content",   "post_content",      "entry-content",      "article-content",  "article__content",
              "articlecontent", "article-text",      "article__text",      "articletext",      "body-text",
              "bodytext",       "post-body",         "postbody",           "post-text",        "rich-text",
              "richtext",       "body-copy",         "field-name-body",    "field--name-body", "release-body",
              "gh-content",     "available-content", "page-content__body", "story-area",       "text-content"});
}

bool is_live(const std::string& hints) {
  return contains_any(hints, {"liveblog", "live-blog", "live_blog", "livepost", "live-post", "live-update",
                              "liveupdate", "live-feed", "live-coverage"});
}

bool is_label(std::string_view line) {
  constexpr std::size_t kLabelBytes = 160;
  if (line.size() > kLabelBytes) return false;
  const std::string text = lower_of(line);
  static constexpr std::array<std::string_view, 52> kStarts = {"read more",
                                                               "read also",
                                                               "also read",
                                                               "see also",
                                                               "related:",
                                                               "related article",
                                                               "related stor",
                                                               "advertisement",
                                                               "sponsored",
                                                               "sign up",
                                                               "subscribe",
                                                               "follow us",
                                                               "share this",
                                                               "click here",
                                                               "copyright ©",
                                                               "©",
                                                               "all rights",
                                                               "photo:",
                                                               "image:",
                                                               "picture:",
                                                               "photograph:",
                                                               "getty images",
                                                               "watch:",
                                                               "listen:",
                                                               "more on this",
                                                               "more:",
                                                               "recommended",
                                                               "continue reading",
                                                               "story continues",
                                                               "loading…",
                                                               "loading...",
                                                               "most read",
                                                               "filed under",
                                                               "tags:",
                                                               "topics:",
                                                               "download the",
                                                               "get the latest",
                                                               "join our",
                                                               "newsletter",
                                                               "posted in",
                                                               "leave a comment",
                                                               "skip to",
                                                               "please enable",
                                                               "already a subscriber",
                                                               "published:",
                                                               "published on",
                                                               "last updated",
                                                               "image source",
                                                               "image caption",
                                                               "video:",
                                                               "skip advertisement",
                                                               "retrieved from"};
  return std::any_of(kStarts.begin(), kStarts.end(), [&](std::string_view start) { return text.starts_with(start); }) ||
         (text.starts_with("copyright") &&
          contains_any(text, {"rights reserved", "copyright 19", "copyright 20", "copyright (c)"}));
}

bool asks_to_subscribe(std::string_view line) {
  return contains_any(lower_of(line),
                      {"subscri", "log in", "sign in", "free trial", "sign up", "register to", "become a member",
                       "choose a plan", "unlimited access", "create an account", "create a free account"});
}

bool tells_of_the_writer(std::string_view line) {
  constexpr std::size_t kNoteBytes = 400;
  return line.size() <= kNoteBytes &&
         contains_any(lower_of(line),
                      {"follow him on ", "follow her on ", "follow them on ", "follow the author on ",
                       "can be reached at ", "on twitter: @", "on twitter at @", "article was originally published",
                       "story was originally published", "post was originally published"});
}

std::string plain_words(std::string_view text) {
  std::string out;
  bool apart = false;
  for (const char c : text) {
    const char low = lower(c);
    if (is_letter_or_digit(low) || static_cast<unsigned char>(c) >= 0x80) {
      if (apart && !out.empty()) out += ' ';
      out += low;
      apart = false;
    } else {
      apart = true;
    }
  }
  return out;
}

}  // namespace kith::ingest
