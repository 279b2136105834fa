// What the names of elements (class, id, role, itemprop) and short lines say about their place on a page.
#pragma once

#include <string>
#include <string_view>

namespace kith::ingest {

/// Of `hints` as hints_of() gives them: comments, questions of consent, offers to subscribe, and what else stands
/// beside an article.
bool is_comments(const std::string& hints);
bool is_consent(const std::string& hints);
bool is_offer(const std::string& hints);
bool is_beside_the_article(const std::string& hints);

/// Posts of other sites, shown inside an article.
bool is_embedded_post(const std::string& hints);

/// The article's text itself, as publishing systems call it.
bool is_body(const std::string& hints);

/// A live blog or one of its posts.
bool is_live(const std::string& hints);

/// Whether a line is one of those that pages put between paragraphs ("Read more: …", "Advertisement").
bool is_label(std::string_view line);

/// Whether a line asks for money or a password.
bool asks_to_subscribe(std::string_view line);

/// Whether a line at the foot says who wrote the article, how to reach them, or where else it was published.
bool tells_of_the_writer(std::string_view line);

/// Letters and digits in lower case (bytes above ASCII as they are), words parted by one blank each.
std::string plain_words(std::string_view text);

}  // namespace kith::ingest
