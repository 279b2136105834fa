#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include "ingest/head.h"
#include "ingest/kit.h"
#include "ingest/reader.h"
#include "ingest/times.h"

using namespace kith::ingest;
using namespace kith::test;

namespace {

struct Read {
  std::vector<Article> articles;
  std::vector<std::string> failures;

  std::vector<std::string> keys() const {
    std::vector<std::string> out;
    for (const Article& article : articles) out.push_back(article.key);
    return out;
  }
};

Read read(const std::vector<std::string>& paths, const kith::LoadOptions& options = {}) {
  Read out;
  const kith::Status status = read_articles(
      paths, options,
      [&](Article&& article, const ReaderProgress&) {
        out.articles.push_back(std::move(article));
        return kith::ok();
      },
      [&](kith::LoadFailure&& failure) { out.failures.push_back(failure.to_text()); });
  REQUIRE(status.is_ok());
  return out;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("reader: folders in byte order of the path and keys below the argument", "[ingest]") {
  const Scratch scratch;
  for (const char* name : {"b.txt", "a/z.txt", "a.txt", "Z.txt", "a/b/c.txt", "skip.pdf"})
    write_file(scratch / name, "Some text.");
  CHECK(read({scratch.path().native()}).keys() == Strings{"Z.txt", "a.txt", "a/b/c.txt", "a/z.txt", "b.txt"});
  CHECK(read({(scratch / "a/z.txt").native()}).keys() == Strings{"z.txt"});
}

TEST_CASE("reader: a bad file is one failure and the rest goes on", "[ingest]") {
  const Scratch scratch;
  write_file(scratch / "a-good.txt", "Some text.");
  write_file(scratch / "b-empty.txt", "");
  write_file(scratch / "c-latin1.txt", "The caf\xe9 at the corner was closed on Sunday.");
  write_file(scratch / "d-binary.txt", std::string("ab\0cd", 5));
  write_file(scratch / "e-blank.txt", " \n\t\n");
  REQUIRE(mkfifo((scratch / "f-fifo.txt").c_str(), 0600) == 0);
  write_file(scratch / "g-good.txt", "More text.");
  const Read found = read({scratch.path().native(), (scratch / "missing.txt").native()});
  REQUIRE(found.keys() == Strings{"a-good.txt", "c-latin1.txt", "g-good.txt"});
  CHECK(found.articles[1].text == "The café at the corner was closed on Sunday.");
  const std::string folder = scratch.path().native() + "/";
  CHECK(found.failures ==
        Strings{folder + "b-empty.txt: the file is empty",
                folder + "d-binary.txt: the file is binary", folder + "e-blank.txt: the file is empty",
                folder + "f-fifo.txt: it is not a regular file", folder + "missing.txt: there is no such file"});
}

TEST_CASE("reader: devices are refused, and links inside folders named and not followed", "[ingest]") {
  const Scratch scratch;
  write_file(scratch / "in/a.txt", "Some text.");
  REQUIRE(symlink("/etc/hostname", (scratch / "in/b.txt").c_str()) == 0);
  REQUIRE(symlink(scratch.path().c_str(), (scratch / "in/loop").c_str()) == 0);
  REQUIRE(symlink("/etc/hostname", (scratch / "in/c.bin").c_str()) == 0);
  const Read found = read({(scratch / "in").native()});
  CHECK(found.keys() == Strings{"a.txt"});
  std::vector<std::string> failures = found.failures;
  std::sort(failures.begin(), failures.end());
  const std::string folder = (scratch / "in").native() + "/";
  CHECK(failures == Strings{folder + "b.txt: it is a symbolic link, which is not followed",
                            folder + "loop: it is a symbolic link, which is not followed"});
  CHECK(read({"/dev/zero"}).failures == Strings{"/dev/zero: it is not a regular file"});
}

TEST_CASE("reader: names with control characters cannot move the cursor", "[ingest]") {
  const Scratch scratch;
  write_file(scratch / "a\x1b[2J\n.txt", "");
  CHECK(read({scratch.path().native()}).failures ==
        Strings{scratch.path().native() + "/a\\x1b[2J\\x0a.txt: the file is empty"});
}

TEST_CASE("reader: JSON Lines with their fields", "[ingest]") {
  const Scratch scratch;
  write_file(scratch / "n.jsonl",
             "{\"id\":\"x1\",\"date\":\"2025-05-19\",\"text\":\"Hello "
             "\\u00e9.\",\"title\":\"T\",\"publisher\":\"P\",\"language\":\"en\"}\n"
             "\n"
             "{\"id\":7,\"url\":\"HTTPS://Example.COM:443/A?b#c\",\"text\":\"More.\",\"extra\":[1,{}]}\r\n"
             "{\"text\":\"No name.\"}");
  const Read found = read({(scratch / "n.jsonl").native()});
  CHECK(found.failures.empty());
  REQUIRE(found.keys() == Strings{"x1", "https://example.com/A?b", "n.jsonl:4"});
  const Article& first = found.articles[0];
  CHECK(first.text == "Hello é.");
  CHECK(first.title == "T");
  CHECK(first.publisher == "P");
  CHECK(first.language == "en");
  CHECK(first.reference == parse_iso_date("2025-05-19"));
  CHECK(found.articles[1].id == "7");
  CHECK(found.articles[1].reference == std::nullopt);
  CHECK(first.content_hash.size() == 32);
  CHECK(first.content_hash != found.articles[1].content_hash);
}

TEST_CASE("reader: a bad line is named by file line and column", "[ingest]") {
  const Scratch scratch;
  const std::string path = (scratch / "n.jsonl").native();
  write_file(path,
             "{\"id\":\"a\",\"text\":\"A.\"}\n"
             "{\"id\":\"é\",\"text\":nope}\n"
             "[1,2]\n"
             "{\"id\":\"b\"}\n"
             "{\"id\":\"c\",\"text\":\"C.\",\"date\":\"yesterday\"}\n"
             "{\"id\":\"d\",\"text\":\"D.\"\n"
             "{\"id\":\"e\",\"text\":\"E.\"}\n");
  const Read found = read({path});
  CHECK(found.keys() == Strings{"a", "e"});
  CHECK(found.failures == Strings{path + ":2:18: the line is not JSON", path + ":3:1: the line is not a JSON object",
                                  path + ":4:1: the record has no text",
                                  path + ":5:1: the record's date is not of the form 2025-05-18",
                                  path + ":6:22: the line is not JSON"});
}

TEST_CASE("reader: sizes are capped", "[ingest]") {
  const Scratch scratch;
  write_file(scratch / "a.txt", std::string(2000, 'a'));
  write_file(scratch / "b.jsonl",
             "{\"id\":\"x\",\"text\":\"" + std::string(5000, 'a') + "\"}\n{\"id\":\"y\",\"text\":\"B.\"}\n");
  kith::LoadOptions options;
  options.article_bytes_max = 1000;
  const Read found = read({scratch.path().native()}, options);
  CHECK(found.keys() == Strings{"y"});
  CHECK(found.failures.size() == 2);
}

TEST_CASE("reader: standard input is JSON Lines or one text", "[ingest]") {
  for (const std::string input : {"{\"id\":\"x\",\"text\":\"A.\"}\n{\"id\":\"y\",\"text\":\"B.\"}\n", "A text.\n"}) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    REQUIRE(write(ends[1], input.data(), input.size()) == static_cast<ssize_t>(input.size()));
    close(ends[1]);
    kith::LoadOptions options;
    options.standard_input = ends[0];
    CHECK(read({"-"}, options).keys() == (input[0] == '{' ? Strings{"x", "y"} : Strings{"-"}));
    close(ends[0]);
  }
}

TEST_CASE("reader: a stop ends it between two articles", "[ingest]") {
  const Scratch scratch;
  for (const char* name : {"a.txt", "b.txt", "c.txt"}) write_file(scratch / name, "Some text.");
  std::stop_source source;
  kith::LoadOptions options;
  options.stop = source.get_token();
  int count = 0;
  const std::vector<std::string> paths = {scratch.path().native()};
  const kith::Status status = read_articles(
      paths, options,
      [&](Article&&, const ReaderProgress&) {
        if (++count == 2) source.request_stop();
        return kith::ok();
      },
      [](kith::LoadFailure&&) {});
  REQUIRE_FALSE(status.is_ok());
  CHECK(status.error().code == kith::ErrorCode::kCancelled);
  CHECK(count == 2);
}

TEST_CASE("reader: the head of a text gives date title and body", "[ingest]") {
  const Head seed = read_head(" date 2025-05-19 US Vice President spoke.");
  CHECK(seed.date == parse_iso_date("2025-05-19"));
  CHECK(seed.body == 17);
  CHECK(seed.title == "US Vice President spoke.");
  const Head wiki = read_head("Rain stops play\n\nFriday, July 21, 2017\n\nIt rained. It was wet.");
  CHECK(wiki.date == parse_iso_date("2017-07-21"));
  CHECK(wiki.title == "Rain stops play");
  CHECK(wiki.body == 0);
  const Head plain = read_head(
      "It rained on 2017-07-21 and it was wet all day long in every single town of the whole region. Then it stopped.");
  CHECK(plain.date == std::nullopt);
  CHECK(plain.title == "It rained on 2017-07-21 and it was wet all day long in every single town of the");
  CHECK(read_head("").title.empty());
}

TEST_CASE("reader: the reference date is the option then the record then the head", "[ingest]") {
  Article article;
  article.text = "2020-01-02 It rained.";
  complete(article, std::nullopt);
  CHECK(article.reference == parse_iso_date("2020-01-02"));
  article.published = parse_iso_date("2021-01-01");
  complete(article, std::nullopt);
  CHECK(article.reference == parse_iso_date("2021-01-01"));
  complete(article, parse_iso_date("2022-02-02"));
  CHECK(article.reference == parse_iso_date("2022-02-02"));
}
