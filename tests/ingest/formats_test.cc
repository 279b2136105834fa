// What articles come in, beside text and pages: feeds, news documents, Markdown, archives, web archives, other languages.
#include <archive.h>
#include <archive_entry.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "ingest/kit.h"
#include "ingest/language.h"
#include "ingest/read/feed.h"
#include "ingest/read/fragment.h"
#include "ingest/read/markdown.h"
#include "ingest/reader.h"
#include "ingest/times.h"

using namespace kith::ingest;
using namespace kith::test;

namespace {

struct Read {
  std::vector<Article> articles;
  std::vector<std::string> failures;
  std::vector<std::string> stages;

  std::vector<std::string> keys() const {
    std::vector<std::string> out;
    for (const Article& article : articles) out.push_back(article.key);
    return out;
  }
};

Read read(const std::string& path, const kith::LoadOptions& options = {}) {
  Read out;
  const std::string paths[] = {path};
  const kith::Status status = read_articles(
      paths, options,
      [&](Article&& article, const ReaderProgress&) {
        out.articles.push_back(std::move(article));
        return kith::ok();
      },
      [&](kith::LoadFailure&& failure) {
        out.stages.push_back(failure.stage);
        out.failures.push_back(failure.to_text());
      });
  REQUIRE(status.is_ok());
  return out;
}

Read read_as(const Scratch& scratch, const std::string& name, const std::string& content) {
  write_file(scratch / name, content);
  return read((scratch / name).native());
}

using Strings = std::vector<std::string>;
using Members = std::vector<std::pair<std::string, std::string>>;

// An archive in memory: a tar (gzip'ed if asked for), a zip, or one packed file.
std::string packed(const Members& members, int format, int filter) {
  std::string out(std::size_t{64} << 20, '\0');
  std::size_t used = 0;
  archive* writer = archive_write_new();
  archive_write_add_filter(writer, filter);
  archive_write_set_format(writer, format);
  archive_write_set_bytes_in_last_block(writer, 1);
  REQUIRE(archive_write_open_memory(writer, out.data(), out.size(), &used) == ARCHIVE_OK);
  for (const auto& [name, content] : members) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    REQUIRE(archive_write_header(writer, entry) == ARCHIVE_OK);
    REQUIRE(archive_write_data(writer, content.data(), content.size()) == static_cast<la_ssize_t>(content.size()));
    archive_entry_free(entry);
  }
  REQUIRE(archive_write_close(writer) == ARCHIVE_OK);
  archive_write_free(writer);
  out.resize(used);
  return out;
}

std::string tar(const Members& members, int filter = ARCHIVE_FILTER_NONE) {
  return packed(members, ARCHIVE_FORMAT_TAR_USTAR, filter);
}

std::string zip(const Members& members) { return packed(members, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE); }

std::string gzip(const std::string& content) { return packed({{"x", content}}, ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP); }

std::string warc_record(const std::string& type, const std::string& url, const std::string& content_type, const std::string& body) {
  return "WARC/1.0\r\nWARC-Type: " + type + "\r\nWARC-Target-URI: " + url + "\r\nContent-Type: " + content_type +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body + "\r\n\r\n";
}

const std::string kPage =
    "<html lang=en><head><title>Talks</title></head><body><article><h1>Talks</h1><p>Ann Brody met Omar Said in Oslo on Sunday, the "
    "harbour board said, and the two agreed to meet again.</p><p>They spoke of the treaty for an hour before Mr. Said left for "
    "Lund by train.</p></article></body></html>";

}  // namespace

// ---- feeds and news documents ----

TEST_CASE("feed: RSS 2.0 with its items", "[ingest][feed]") {
  const Scratch scratch;
  const Read found = read_as(scratch, "f.xml", R"(<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>The Quillby Post</title><language>en-gb</language>
<item><title>Talks &amp; trade</title><link>https://Quillby.example/1#top</link><guid>tag:1</guid>
<pubDate>Mon, 19 May 2025 10:00:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>Ann Brody met <b>Omar Said</b> in Oslo.</p><p>They spoke.</p>]]></content:encoded></item>
<item><guid>https://quillby.example/2</guid><dc:date>2025-05-20T08:00:00Z</dc:date><description>Ann Brody left.</description></item>
<item><guid isPermaLink="false">https://quillby.example/3</guid><description>Omar Said left.</description></item>
<item><title>Nothing</title><link>https://quillby.example/4</link></item>
</channel></rss>)");
  REQUIRE(found.keys() == Strings{"https://quillby.example/1", "https://quillby.example/2", "https://quillby.example/3"});
  const Article& first = found.articles[0];
  CHECK(first.id == "tag:1");
  CHECK(first.title == "Talks & trade");
  CHECK(first.text == "Ann Brody met Omar Said in Oslo.\n\nThey spoke.");
  CHECK(first.publisher == "The Quillby Post");
  CHECK(first.language == "en-gb");
  CHECK(first.published == parse_iso_date("2025-05-19"));
  CHECK(found.articles[1].published == parse_iso_date("2025-05-20"));
  CHECK(found.articles[1].url == "https://quillby.example/2");
  CHECK(found.articles[2].url.empty());
  CHECK(found.failures == Strings{(scratch / "f.xml").native() + ":9: the item has no text"});
}

TEST_CASE("feed: Atom, RSS 1.0 and JSON Feed", "[ingest][feed]") {
  const Scratch scratch;
  const Read atom = read_as(scratch, "f.atom", R"(<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Post</title>
<entry><id>urn:1</id><title type="html">&lt;b&gt;Talks&lt;/b&gt;</title><link rel="self" href="x"/><link href="https://p.example/1"/>
<published>2025-05-19T10:00:00Z</published><summary>Ann.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Ann Brody met Omar Said.</p></div></content></entry></feed>)");
  REQUIRE(atom.keys() == Strings{"https://p.example/1"});
  CHECK(atom.articles[0].title == "Talks");
  CHECK(atom.articles[0].text == "Ann Brody met Omar Said.");
  CHECK(atom.articles[0].language == "en");
  CHECK(atom.articles[0].published == parse_iso_date("2025-05-19"));
  const Read rdf = read_as(scratch, "f.rdf", R"(<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="c"><title>Post</title></channel><item rdf:about="https://p.example/2"><title>T</title><description>Ann left.</description></item></rdf:RDF>)");
  REQUIRE(rdf.keys() == Strings{"https://p.example/2"});
  CHECK(rdf.articles[0].publisher == "Post");
  const Read json = read_as(scratch, "f.json", R"({"version": "https://jsonfeed.org/version/1.1", "title": "Post", "items": [
{"id": "1", "content_html": "<p>Ann Brody left.</p>", "date_published": "2025-05-19T10:00:00Z"}, {"id": "2"},
{"id": "https://p.example/3", "content_text": "Omar Said left.", "title": "T"}]})");
  CHECK(json.keys() == Strings{"1", "https://p.example/3"});
  CHECK(json.articles[0].text == "Ann Brody left.");
  CHECK(json.articles[1].title == "T");
  CHECK(json.failures == Strings{(scratch / "f.json").native() + ":item 2: the item has no text"});
}

TEST_CASE("feed: NITF and NewsML-G2", "[ingest][feed]") {
  const Scratch scratch;
  const std::string nitf = R"(<nitf xml:lang="en"><head><title>x</title><docdata><doc-id id-string="n7"/><date.issue norm="20250519T100000Z"/>
</docdata></head><body><body.head><hedline><hl1>Talks begin</hl1></hedline><distributor>Harbour Wire</distributor><dateline><location>OSLO</location>
</dateline></body.head><body.content><block><p>Ann Brody met Omar Said.</p><p>They <em>spoke</em>.</p></block></body.content></body></nitf>)";
  const Read found = read_as(scratch, "n.xml", nitf);
  REQUIRE(found.keys() == Strings{"n7"});
  CHECK(found.articles[0].title == "Talks begin");
  CHECK(found.articles[0].text == "OSLO — Ann Brody met Omar Said.\n\nThey spoke.");
  CHECK(found.articles[0].publisher == "Harbour Wire");
  CHECK(found.articles[0].published == parse_iso_date("2025-05-19"));
  const Read g2 = read_as(scratch, "g2.xml", R"(<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet><newsItem guid="urn:g2:1">
<itemMeta><provider><name>Harbour Wire</name></provider><versionCreated>2025-05-20T10:00:00Z</versionCreated></itemMeta>
<contentMeta><contentCreated>2025-05-19</contentCreated><language tag="en"/><headline>Talks end</headline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Ann Brody left.</p></body></html></inlineXML>
</contentSet></newsItem></itemSet></newsMessage>)");
  REQUIRE(g2.keys() == Strings{"urn:g2:1"});
  CHECK(g2.articles[0].title == "Talks end");
  CHECK(g2.articles[0].text == "Ann Brody left.");
  CHECK(g2.articles[0].published == parse_iso_date("2025-05-19"));
}

TEST_CASE("feed: hostile and broken XML is named with its line", "[ingest][feed]") {
  const Scratch scratch;
  std::string bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\">";
  for (char c = 'b'; c <= 'j'; ++c) {
    bomb += std::string("<!ENTITY ") + c + " \"";
    for (int i = 0; i < 10; ++i) bomb += std::string("&") + static_cast<char>(c - 1) + ";";
    bomb += "\">";
  }
  bomb += "]>\n<rss><channel><item><title>x</title><description>&j;</description></item></channel></rss>";
  const Read entities = read_as(scratch, "bomb.xml", bomb);
  CHECK(entities.articles.empty());
  REQUIRE(entities.failures.size() == 1);
  CHECK(entities.failures[0].find("bomb.xml:3: the XML is not well-formed: ") != std::string::npos);
  CHECK(read_as(scratch, "own.xml", "<!DOCTYPE r [<!ENTITY s \"x\">]><rss><channel><item><description>&s;</description></item></channel></rss>")
            .failures == Strings{(scratch / "own.xml").native() + ": the XML declares entities of its own, which are not read"});
  write_file(scratch / "secret.txt", "secret");
  const Read outside = read_as(scratch, "x.xml", "<!DOCTYPE r [<!ENTITY s SYSTEM \"file://" + (scratch / "secret.txt").native() +
                                                     "\">]><rss><channel><item><description>&s;</description></item></channel></rss>");
  CHECK(outside.articles.empty());
  CHECK(outside.failures.size() == 1);
  const Read cut = read_as(scratch, "cut.xml", "<rss><channel>\n<item>\n<title>x");
  REQUIRE(cut.failures.size() == 1);
  CHECK(cut.failures[0].find("cut.xml:3: the XML is not well-formed: ") != std::string::npos);
  CHECK(cut.stages == Strings{"parse"});
  CHECK(read_as(scratch, "other.xml", "<svg><g/></svg>").failures ==
        Strings{(scratch / "other.xml").native() + ":1: the XML is no feed and no news document: its root is <svg>"});
}

TEST_CASE("feed: dates as feeds write them", "[ingest][feed]") {
  const std::pair<const char*, const char*> rows[] = {
      {"Mon, 19 May 2025 10:00:00 GMT", "2025-05-19"}, {"9 Jan 2024 01:00 +0200", "2024-01-09"},
      {"2025-05-19T10:00:00Z", "2025-05-19"},          {"20250519T100000Z", "2025-05-19"},
      {"20250519", "2025-05-19"}};
  for (const auto& [text, day] : rows) {
    INFO(text);
    CHECK(parse_feed_date(text) == parse_iso_date(day));
  }
  for (const char* text : {"", "yesterday", "31 Feb 2025 10:00", "Mon, May", "20251340", "19 Mai 2025 00:00"}) {
    INFO(text);
    CHECK_FALSE(parse_feed_date(text));
  }
}

TEST_CASE("feed: what a piece of HTML says", "[ingest][feed]") {
  CHECK(fragment_text("plain &amp; simple") == "plain & simple");
  CHECK(fragment_text("<p>One <i>two</i>.</p>\n<p>Three<br>four<br><br>five</p>") == "One two.\n\nThree four\n\nfive");
  CHECK(fragment_text("<ul><li>a</li><li>b</li></ul><script>x</script><figure><img><figcaption>c</figcaption></figure>d") == "a\n\nb\n\nd");
}

// ---- Markdown ----

TEST_CASE("markdown: words stay at their place and markup becomes blanks", "[ingest][markdown]") {
  struct Row {
    const char* file;
    const char* text;
  };
  static constexpr Row kRows[] = {
      {"# Talks\n\n**Ann Brody** met [Omar Said](https://x.example/7).\n",
       "  Talks\n\n  Ann Brody   met  Omar Said                      .\n"},
      {"> _Ann_ said: 2 * 3\n", "   Ann  said: 2   3\n"},
      {"- one\n2. two\n+ three\n", "  one\n   two\n  three\n"},
      {"![a map](m.png) Ann\n", "                Ann\n"},
      {"<b>Ann</b> &amp; snake_case a < b\n", "   Ann     &amp; snake_case a < b\n"},
      {"Ann\n\n```\ncode\n```\nleft\n", "Ann\n\n   \n    \n   \nleft\n"},
      {"[1]: https://x.example\nAnn [met][1] Omar\\*\n", "                      \nAnn  met     Omar *\n"},
      {"---\n", "   \n"}};
  for (const Row& row : kRows) {
    INFO(row.file);
    CHECK(read_markdown(row.file).text == row.text);
    CHECK(read_markdown(row.file).text.size() == std::string_view(row.file).size());
  }
}

TEST_CASE("markdown: front matter and headings tell what an article is called", "[ingest][markdown]") {
  const Scratch scratch;
  const Read found = read_as(scratch, "a.md",
                             "---\ntitle: \"Talks: a start\"\ndate: 2025-05-19\nurl: https://q.example/1\nsource: The Post\nlang: en\n---\n\n# "
                             "Other\n\nAnn Brody met Omar Said.\n");
  REQUIRE(found.keys() == Strings{"https://q.example/1"});
  const Article& article = found.articles[0];
  CHECK(article.title == "Talks: a start");
  CHECK(article.published == parse_iso_date("2025-05-19"));
  CHECK(article.publisher == "The Post");
  CHECK(article.text.starts_with("---\ntitle:"));
  CHECK(article.words.size() == article.text.size());
  CHECK(article.words.find("Ann Brody") == article.text.find("Ann Brody"));
  CHECK(read_as(scratch, "b.md", "# The *Talks*\n\nAnn.").articles.at(0).title == "The  Talks");
}

// ---- archives ----

TEST_CASE("archive: members are read as files are", "[ingest][archive]") {
  const Scratch scratch;
  const Members members = {{"a/one.txt", "Ann Brody left."},
                           {"two.jsonl", "{\"id\":\"x\",\"text\":\"Omar Said left.\"}\n{bad\n"},
                           {"picture.png", "\x89PNG"},
                           {"three.html", kPage}};
  for (const auto& [name, bytes] : {std::pair{"n.tar", tar(members)}, {"n.tgz", tar(members, ARCHIVE_FILTER_GZIP)},
                                    {"n.tar.xz", tar(members, ARCHIVE_FILTER_XZ)}, {"n.tar.zst", tar(members, ARCHIVE_FILTER_ZSTD)},
                                    {"n.tar.bz2", tar(members, ARCHIVE_FILTER_BZIP2)}, {"n.zip", zip(members)}}) {
    INFO(name);
    const Read found = read_as(scratch, name, bytes);
    const std::string key = name;
    CHECK(found.keys() == Strings{key + "/a/one.txt", "x", key + "/three.html"});
    CHECK(found.failures == Strings{(scratch / name).native() + "/two.jsonl:2:2: the line is not JSON"});
  }
  const Read one = read_as(scratch, "one.txt.gz", gzip("Ann Brody left."));
  REQUIRE(one.keys() == Strings{"one.txt.gz"});
  CHECK(one.articles[0].text == "Ann Brody left.");
  CHECK(read_as(scratch, "two.jsonl.gz", gzip(members[1].second)).keys() == Strings{"x"});
  CHECK(read_as(scratch, "in.zip", zip({{"b.tar", tar(members)}})).keys() ==
        Strings{"in.zip/b.tar/a/one.txt", "x", "in.zip/b.tar/three.html"});
}

TEST_CASE("archive: what is cut off or too deep is named, and what was read before stays", "[ingest][archive]") {
  const Scratch scratch;
  std::string noise;  // so that the archive has more than a block
  for (unsigned i = 0, x = 7; i < 400'000; ++i) noise += static_cast<char>('a' + (x = x * 1103515245 + 12345) / 65536 % 26);
  const std::string whole = tar({{"a.txt", "Ann Brody left."}, {"b.txt", noise}}, ARCHIVE_FILTER_GZIP);
  const Read cut = read_as(scratch, "cut.tgz", whole.substr(0, whole.size() / 2));
  CHECK(cut.keys() == Strings{"cut.tgz/a.txt"});
  REQUIRE(cut.failures.size() >= 1);
  CHECK(cut.failures[0].find("cut.tgz/b.txt: the archive is damaged: ") != std::string::npos);
  CHECK(cut.stages[0] == "unpack");
  std::string lines;
  for (int i = 0; i < 3000; ++i) lines += "{\"id\":\"" + std::to_string(i) + "\",\"text\":\"Ann left, " + noise.substr(static_cast<std::size_t>(i), 90) + "\"}\n";
  const std::string packed_lines = gzip(lines);
  const Read some = read_as(scratch, "l.jsonl.gz", packed_lines.substr(0, packed_lines.size() / 2));
  CHECK(some.articles.size() > 100);
  CHECK(some.articles.back().text.size() == 100);
  CHECK(some.failures.size() == 1);
  CHECK(read_as(scratch, "bad.zip", "PK\x03\x04 and no more").failures.size() == 1);
  const std::string deep = zip({{"c.zip", zip({{"b.zip", zip({{"a.txt", "Ann."}})}})}});
  CHECK(read_as(scratch, "deep.zip", deep).failures ==
        Strings{(scratch / "deep.zip").native() + "/c.zip/b.zip: archives are read 2 deep and no deeper"});
}

TEST_CASE("archive: what expands too far ends", "[ingest][archive]") {
  const Scratch scratch;
  const std::string lines(std::size_t{1} << 20, '\n');
  Members members;
  for (int i = 0; i < 300; ++i) members.emplace_back("a" + std::to_string(i) + ".jsonl", lines);
  const Read found = read_as(scratch, "bomb.zip", zip(members));
  CHECK(found.articles.empty());
  REQUIRE_FALSE(found.failures.empty());
  CHECK(std::any_of(found.failures.begin(), found.failures.end(), [](const std::string& failure) {
    return failure.find("the archive expands more than 250 times") != std::string::npos;
  }));
  const Read large = read_as(scratch, "large.txt.gz", gzip(std::string(std::size_t{20} << 20, 'a')));
  CHECK(large.failures == Strings{(scratch / "large.txt.gz").native() + ": it is larger than the limit of 16777216 bytes"});
}

TEST_CASE("warc: pages that were answered well, under their addresses", "[ingest][archive]") {
  const Scratch scratch;
  const std::string html = "application/http; msgtype=response";
  std::string chunked = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n";
  char size[16];
  std::snprintf(size, sizeof size, "%zx\r\n", kPage.size());
  chunked += size + kPage + "\r\n0\r\n\r\n";
  const std::string warc =
      warc_record("warcinfo", "", "application/warc-fields", "software: x") +
      warc_record("response", "https://q.example/1", html, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + kPage) +
      warc_record("response", "https://q.example/gone", html, "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n" + kPage) +
      warc_record("response", "https://q.example/p.png", html, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx") +
      warc_record("request", "https://q.example/2", "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n") +
      warc_record("response", "https://q.example/2", html, chunked) +
      warc_record("response", "https://q.example/3", html,
                  "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip(kPage)) +
      warc_record("response", "https://q.example/4", html, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\nx") +
      warc_record("conversion", "https://q.example/5", "text/plain", "Ann Brody left.");
  for (const auto& [name, bytes] : {std::pair{"w.warc", warc}, {"w.warc.gz", gzip(warc)}}) {
    INFO(name);
    const Read found = read_as(scratch, name, bytes);
    CHECK(found.keys() == Strings{"https://q.example/1", "https://q.example/2", "https://q.example/3", "https://q.example/5"});
    for (std::size_t i = 0; i < 3; ++i) CHECK(found.articles.at(i).text.starts_with("Ann Brody met Omar Said in Oslo on Sunday"));
    CHECK(found.failures == Strings{(scratch / name).native() + ":record 8: the page is packed as `br`, which is not read"});
  }
  const Read cut = read_as(scratch, "cut.warc", warc.substr(0, warc.size() - 8));
  CHECK(cut.articles.size() == 3);
  CHECK(cut.failures.back() == (scratch / "cut.warc").native() + ":record 9: the record 9 is cut off");
}

TEST_CASE("json: a record, a list of records, and what is neither", "[ingest][reader]") {
  const Scratch scratch;
  CHECK(read_as(scratch, "a.json", "{\"id\": \"x\",\n \"text\": \"Ann left.\"}").keys() == Strings{"x"});
  const Read list = read_as(scratch, "b.json", "[{\"text\": \"Ann left.\"},\n {\"title\": \"no text\"}]");
  CHECK(list.keys() == Strings{"b.json:1"});
  CHECK(list.failures == Strings{(scratch / "b.json").native() + ":record 2: the record has no text"});
  CHECK(read_as(scratch, "c.json", "[1,\n{]").failures == Strings{(scratch / "c.json").native() + ":2:2: the file is not JSON"});
  CHECK(read_as(scratch, "d.json", "{\"id\": \"é\",\n\"text\": \"é\xFF\"}").failures ==
        Strings{(scratch / "d.json").native() + ":2:11: the file is not UTF-8"});
}

// ---- languages ----

TEST_CASE("json: records in UTF-16 are read as they are in UTF-8", "[ingest][reader]") {
  const bool big = GENERATE(false, true);
  const auto utf16 = [&](const std::u16string& text) {
    std::string out = big ? "\xFE\xFF" : "\xFF\xFE";
    for (const char16_t unit : text) {
      const char high = static_cast<char>(unit >> 8);
      const char low = static_cast<char>(unit & 0xFF);
      out += {big ? high : low, big ? low : high};
    }
    return out;
  };
  const Scratch scratch;
  // So many that characters of two units lie across the ends of blocks.
  std::u16string lines;
  std::string expected;
  for (int i = 0; i < 4000; ++i) {
    lines += u"{\"text\": \"Zo\u00EB \U0001F600" + std::u16string(static_cast<std::size_t>(i % 7), u'x') + u"\"}\r\n";
    expected += "Zo\u00EB \U0001F600" + std::string(static_cast<std::size_t>(i % 7), 'x') + "\n";
  }
  const Read found = read_as(scratch, "a.jsonl", utf16(lines));
  CHECK(found.failures == Strings{});
  std::string texts;
  for (const Article& article : found.articles) texts += article.text + "\n";
  CHECK(texts == expected);
  const Read one = read_as(scratch, "a.json", utf16(u"[{\"text\": \"Ann.\", \"id\": \"k\"}]"));
  CHECK(one.keys() == Strings{"k"});
  const std::string bad = (scratch / "b.jsonl").native();
  CHECK(read_as(scratch, "b.jsonl", utf16(u"\n{\"text\": nope}\n")).failures == Strings{bad + ":2:10: the line is not JSON"});
}

TEST_CASE("language: by script and small words", "[ingest][language]") {
  const std::pair<const char*, const char*> rows[] = {
      {"The minister met the mayor of the town on Monday and they agreed on a plan for the harbour.", "en"},
      {"Der Minister traf am Montag die Bürgermeisterin der Stadt und sie einigten sich auf einen Plan für den Hafen.", "de"},
      {"Le ministre a rencontré lundi la maire de la ville et ils se sont mis d'accord sur un plan pour le port.", "fr"},
      {"El ministro se reunió el lunes con la alcaldesa de la ciudad y acordaron un plan para el puerto.", "es"},
      {"Il ministro ha incontrato lunedì la sindaca della città e i due hanno concordato un piano per il porto.", "it"},
      {"O ministro reuniu-se na segunda-feira com a presidente da câmara e os dois não chegaram a um plano para o porto.", "pt"},
      {"De minister sprak maandag met de burgemeester van de stad en ze werden het eens over een plan voor de haven.", "nl"},
      {"Министр встретился в понедельник с мэром города, и они договорились о плане для порта.", "ru"},
      {"Міністр зустрівся в понеділок з мером міста, і вони домовилися про план для порту.", "uk"},
      {"部长周一会见了市长，双方就港口计划达成一致。", "zh"},
      {"大臣は月曜日に市長と会い、港の計画について合意した。", "ja"},
      {"التقى الوزير يوم الاثنين رئيسة البلدية واتفقا على خطة للميناء.", "ar"},
      {"Ann Brody, Omar Said, Tom Hill, Jane Roe", ""},
      {"Ann Brody left.", ""},
      {"2025-05-19 10:00", ""}};
  for (const auto& [text, language] : rows) {
    INFO(text);
    CHECK(language_of(text) == language);
  }
}

TEST_CASE("language: the text tells where the page says otherwise", "[ingest][language]") {
  const Scratch scratch;
  const std::string german = "Der Minister traf am Montag die Bürgermeisterin der Stadt und sie einigten sich auf einen Plan.";
  const Read found = read_as(scratch, "a.jsonl", "{\"language\":\"en\",\"text\":\"" + german + "\"}\n{\"language\":\"de-AT\",\"text\":\"" + german +
                                                     "\"}\n{\"language\":\"fr\",\"text\":\"Ann Brody left.\"}\n{\"text\":\"Ann Brody left.\"}\n");
  REQUIRE(found.articles.size() == 4);
  Strings languages;
  for (const Article& article : found.articles) languages.push_back(article.language + (article.is_english ? "" : "!"));
  CHECK(languages == Strings{"de!", "de-AT!", "fr!", ""});
}
