// Pages of the kinds that newspapers, agencies and blogs make, each with the text of its article marked by hand.
#include "ingest/read/html.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <string>

#include "ingest/extract.h"
#include "ingest/reader.h"
#include "support/temporary_folder.h"

using namespace kith::ingest;

namespace {

std::string text_of(const std::string& html) {
  auto article = read_html(html);
  return article ? article->text : "error: " + article.error().message;
}

// Three paragraphs that every page below has in some form.
const std::string kFirst = "The ferry between Quillby and Norhaven will stop running in May, its owner said on Tuesday, after two years of losses.";
const std::string kSecond = "Some four hundred people cross the strait each day, most of them to work, and there is no bridge.";
const std::string kThird = "\"We have asked for help and got none,\" said Ada Lund, who has run the line since 2009.";
const std::string kBody = "<p>" + kFirst + "</p><p>" + kSecond + "</p><p>" + kThird + "</p>";
const std::string kText = kFirst + "\n\n" + kSecond + "\n\n" + kThird;

}  // namespace

TEST_CASE("html: what stands around the article is left out", "[ingest][html]") {
  const auto [what, html] = GENERATE(table<const char*, std::string>({
      {"an article element",
       "<body><nav><a href=/>Home</a> <a href=/w>World</a></nav><article><h1>Ferry to stop</h1>" + kBody +
           "</article><footer>All about us, our staff, our history, and where to find us on a map.</footer></body>"},
      {"no article element, classes alone",
       "<body class='page has-sidebar'><div id=wrap><div class=top-menu><ul><li><a href=1>News of the day</a></li><li><a "
       "href=2>Sport and games</a></li></ul></div><div class='col-8 entry-content'>" +
           kBody +
           "</div><div class=sidebar><p>Subscribe to our letter, which we send on Fridays, and read it with your "
           "coffee.</p></div></div></body>"},
      {"comments longer than the article",
       "<main><div class=story>" + kBody + "</div><section id=comments><h3>Comments</h3>" + [] {
         std::string all;
         for (int i = 0; i < 40; ++i)
           all += "<div class=c><p>Comment " + std::to_string(i) +
                  ": they should have built the bridge long ago, as everybody said, and nobody wanted to hear, of "
                  "course.</p></div>";
         return all;
       }() + "</section></main>"},
      {"pictures with captions, and advertising between paragraphs",
       "<article><p>" + kFirst + "</p><figure><img src=f.jpg><figcaption>The ferry in April, with its crew on deck and the "
       "harbour behind. Photo: A. Rey</figcaption></figure><div class='ad ad-slot'>Buy shoes, they are good, and cheap, and "
       "they last you all the way to work.</div><p>" + kSecond + "</p><p>Advertisement</p><p>" + kThird + "</p></article>"},
      {"a list of related stories inside the article",
       "<article>" + kBody +
           "<h3>More on this</h3><ul><li><a href=1>How the harbour was lost, and who lost it to whom</a></li><li><a "
           "href=2>Ten ferries that ran for a hundred years and more</a></li></ul></article>"},
      {"broken tags",
       "<html><body><div class=article-body><p>" + kFirst + "<p>" + kSecond + "<p>" + kThird +
           "</b></i></div></div></span><div class=footer>Imprint, contact, and the rules of this house, which are many.</div>"},
      {"breaks instead of paragraphs",
       "<div id=nav><a href=1>One</a> | <a href=2>Two</a></div><table><tr><td width=600>" + kFirst + "<br><br>" + kSecond +
           "<br /><br />" + kThird + "</td><td><a href=3>A link to a story</a><br><a href=4>And one more link</a></td></tr></table>"},
      {"a wall for cookies and a bar for sharing",
       "<div class=cookie-banner><p>We use cookies, and so do our nine hundred partners, to make this page better for "
       "us.</p></div><main><div class='share-buttons'>Share on this, share on that</div><div>" +
           kBody + "</div><div class=newsletter-signup><p>Get our letter every morning, with all that happened while you "
                   "slept, and more.</p></div></main>"},
      {"by-line, date and labels",
       "<article><h1>Ferry to stop</h1><div>By Ada Rey</div><div>3 March 2021</div>" + kBody +
           "<p>Tags: ferry, Quillby</p><p>Follow us</p></article>"},
      {"a pull quote that says a sentence twice",
       "<article><p>" + kFirst + "</p><aside class=pullquote><p>" + kThird + "</p></aside><p>" + kSecond + "</p><p>" + kThird +
           "</p></article>"},
  }));
  INFO(what);
  CHECK(text_of("<!DOCTYPE html>" + html) == kText);
}

TEST_CASE("html: headings, quotations and lists inside the article are its text", "[ingest][html]") {
  CHECK(text_of("<article><h1>Ferry to stop</h1><p>" + kFirst + "</p><h2>No bridge</h2><p>" + kSecond + "</p><blockquote>" +
                kThird + "</blockquote><ul><li>The last boat leaves on 30 May at noon.</li></ul></article>") ==
        kFirst + "\n\nNo bridge\n\n" + kSecond + "\n\n" + kThird + "\n\nThe last boat leaves on 30 May at noon.");
}

TEST_CASE("html: all posts of a live blog belong to it", "[ingest][html]") {
  std::string html = "<main><h1>The ferry: live</h1><div class=live-blog>", expected;
  for (int i = 1; i <= 5; ++i) {
    const std::string post = "At " + std::to_string(i) +
                             " o'clock the boat left the harbour of Quillby again, with some forty people on board, and waited.";
    html += "<div class=post><time datetime='2021-03-03T0" + std::to_string(i) + ":00'>0" + std::to_string(i) + ":00</time><p>" +
            post + "</p></div>";
    expected += (i == 1 ? "" : "\n\n") + post;
  }
  CHECK(text_of(html + "</div></main>") == expected);
}

TEST_CASE("html: what a page states for machines is believed", "[ingest][html]") {
  std::string stated;
  for (const std::string& part : {kFirst, kSecond, kThird, kFirst, kSecond}) stated += part + " ";
  const std::string linked =
      R"(<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"x"},{"@type":"NewsArticle",)"
      R"("headline":"Ferry to stop","datePublished":"2021-03-03T10:00:00+01:00","publisher":{"@type":"Organization","name":"The Strait"},)"
      R"("mainEntityOfPage":{"@id":"https://Strait.example/ferry"}}]}</script>)";
  const auto article = read_html("<html lang=en-GB><head><title>Ferry to stop | The Strait</title>" + linked +
                                 "<meta property=og:title content='Other'></head><body><article>" + kBody + "</article></body>");
  REQUIRE(article.is_ok());
  CHECK(article->title == "Ferry to stop");
  CHECK(article->published == "2021-03-03T10:00:00+01:00");
  CHECK(article->publisher == "The Strait");
  CHECK(article->url == "https://Strait.example/ferry");
  CHECK(article->language == "en");
  CHECK(article->text == kText);
  // A stub behind a wall: the text is there for machines alone.
  std::string body = stated;
  for (std::size_t at = 0; (at = body.find('"', at)) != std::string::npos; at += 2) body.replace(at, 1, "\\\"");
  CHECK(text_of("<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":\"" + body +
                "\"}</script><div class=teaser><p>" + kFirst + "</p></div><div class=paywall><p>Subscribe to read on, for a small "
                "sum each month, and support our work.</p></div>") == stated.substr(0, stated.size() - 1));
}

TEST_CASE("html: metadata without linked data", "[ingest][html]") {
  const auto article = read_html(
      "<html><head><title>Ferry to stop - The Strait</title><link rel=canonical href='https://strait.example/f?id=1'>"
      "<meta name=date content=2021-03-03><meta property='og:site_name' content='The Strait'></head><body><article>" +
      kBody + "</article></body></html>");
  REQUIRE(article.is_ok());
  CHECK(article->title == "Ferry to stop");
  CHECK(article->url == "https://strait.example/f?id=1");
  CHECK(article->published == "2021-03-03");
  CHECK(article->publisher == "The Strait");
}

TEST_CASE("html: pages in other encodings become UTF-8", "[ingest][html]") {
  const std::string before = "<html><head><meta charset=";
  const std::string around = "></head><body><article><p>The caf", after = " in Malm\xF6 has been closed since March, its owner, a widow, said on Sunday.</p></article>";
  const std::string expected = "The café in Malmö has been closed since March, its owner, a widow, said on Sunday.";
  CHECK(text_of(before + "iso-8859-1" + around + "\xE9" + after) == expected);
  CHECK(text_of(before + "windows-1252" + around + "\xE9" + after) == expected);
  CHECK(decode_html("<meta charset=koi8-r>\xF0\xC1\xD2") == "<meta charset=koi8-r>Пар");
  CHECK(decode_html("<meta charset=shift_jis>\x93\xFA\x96\x7B") == "<meta charset=shift_jis>日本");
  CHECK(decode_html(std::string("\xFF\xFE<\0p\0>\0\xE9\0", 10)) == "<p>é");
  CHECK(decode_html("\xEF\xBB\xBF<p>é") == "<p>é");
  // Declared and nearly so, or declared and not so at all.
  CHECK(decode_html("<meta charset=utf-8>é\xFF" "b") == "<meta charset=utf-8>é\xEF\xBF\xBD" "b");
  CHECK(decode_html("<meta charset=utf-8>caf\xE9 \x93ja\x94") == "<meta charset=utf-8>café “ja”");
}

TEST_CASE("html: pages that are no articles, and hostile ones", "[ingest][html]") {
  CHECK(text_of("<html><body></body></html>") == "error: the page has no text that could be an article");
  CHECK(text_of("") == "error: the page has no text that could be an article");
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<div>";
  CHECK(text_of(deep + kBody) == "error: the page's elements are nested deeper than 1000");
  std::string bold;
  for (int i = 0; i < 900; ++i) bold += "<b>";
  CHECK(text_of("<article>" + bold + kBody + "</article>") == kText);
  CHECK(text_of("<article>" + kBody + "</article>" + std::string(1000, '<')) == kText);
}

TEST_CASE("html: what looks like a page", "[ingest][html]") {
  CHECK(looks_like_html("<!DOCTYPE html><p>"));
  CHECK(looks_like_html("\xEF\xBB\xBF \n<!-- made by hand --><HTML>"));
  CHECK(looks_like_html("<?xml version='1.0'?><html xmlns='x'>"));
  CHECK_FALSE(looks_like_html("The tag <html> opens a page."));
  CHECK_FALSE(looks_like_html("<p>Less than a page"));
  CHECK_FALSE(looks_like_html(""));
  CHECK_FALSE(looks_like_html("<!-- never closed"));
}

TEST_CASE("html: a page in a folder is an article under its own address", "[ingest][html]") {
  const kith::TemporaryFolder folder;
  std::ofstream(folder.path() + "/ferry.html")
      << "<!doctype html><link rel=canonical href='https://Strait.example/ferry#top'><article>" + kBody + "</article>";
  std::ofstream(folder.path() + "/record.jsonl") << R"({"id": "r1", "html": "<article><p>A short note on the ferry of Quillby, which stops in May, and on its crew.</p></article>"})";
  std::vector<std::string> seen;
  const std::string paths[] = {folder.path()};
  REQUIRE(read_articles(paths, {}, [&](Article&& article, const ReaderProgress&) {
            seen.push_back(article.key + " " + article.id + " " + article.text.substr(0, 10));
            return kith::ok();
          }, [&](kith::LoadFailure&& failed) { seen.push_back(failed.to_text()); }).is_ok());
  CHECK(seen == std::vector<std::string>{"https://strait.example/ferry ferry.html The ferry ", "r1 r1 A short no"});
}
