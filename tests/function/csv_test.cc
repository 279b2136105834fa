#include "function/csv.h"

#include <catch2/catch.hpp>

#include <fstream>

#include "function/load_csv.h"
#include "support/temporary_folder.h"

namespace kith::function {

namespace {

/// "a|b|-" a line: fields of a record, - for one that is missing; or the error.
std::string read(const std::string& text, const std::string& separator = ",") {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/f.csv";
  std::ofstream(path, std::ios::binary) << text;
  auto reader = CsvReader::open(path, separator);
  if (!reader.is_ok()) return reader.error().message;
  std::string out;
  std::vector<CsvField> record;
  while (true) {
    const Result<bool> more = reader->next(record);
    if (!more.is_ok()) return out + more.error().detail + more.error().message.substr(path.size());
    if (!*more) return out;
    for (std::size_t i = 0; i < record.size(); ++i)
      out += (i == 0 ? "" : "|") + (record[i].is_missing() ? std::string("-") : record[i].text);
    out += "/";
  }
}

}  // namespace

TEST_CASE("csv: fields and records", "[function][csv]") {
  CHECK(read("") == "");
  CHECK(read("\n\r\n\r") == "");
  CHECK(read("a,b\nc,d") == "a|b/c|d/");
  CHECK(read("a,b\r\nc,d\r\n") == "a|b/c|d/");
  CHECK(read("a\rb\r") == "a/b/");
  CHECK(read("a\n\nb\n") == "a/b/");
  CHECK(read("a,,\"\",\n") == "a|-||-/");
  CHECK(read(" a , b \n") == " a | b /");
  CHECK(read("\xEF\xBB\xBF" "a,b\n") == "a|b/");
  CHECK(read("\xEF\xBB\xBF") == "");
  CHECK(read("\"a,b\",\"c\"\"d\"\n") == "a,b|c\"d/");
  CHECK(read("\"one\ntwo\r\nthree\",x\ny\n") == "one\ntwo\r\nthree|x/y/");
  CHECK(read("5\" pipe,x\n") == "5\" pipe|x/");
  CHECK(read("a;b,c\n", ";") == "a|b,c/");
  CHECK(read("a\tb\n", "\t") == "a|b/");
  CHECK(read("a§b\xC2\xA3 c\n", "§") == "a|b\xC2\xA3 c/");
}

TEST_CASE("csv: what is wrong has a place", "[function][csv]") {
  CHECK(read("a\nb,\"c\"d\n") ==
        "a/CsvSyntax, line 2, column 6: behind the quote that closes a field only a separator or the end of the line can stand");
  CHECK(read("a\n\xC3\xA9\xC3\xA9" ",\"b\nc") == "a/CsvSyntax, line 2, column 4: the quote that opens a field here is never closed");
  CHECK(read("\"a\nb\"\nc,d\xFF\n") == "a\nb/CsvSyntax, line 3, column 4: the text is not UTF-8");
  CHECK(read("\xFF\xFE" "a") == "CsvSyntax, line 1, column 1: the text is not UTF-8");
  CHECK(read("x,\"" + std::string(kCsvRecordBytesMax + 1, 'y')).starts_with("CsvRecordLimit, line 1, column 3"));
  CHECK(CsvReader::open("/nowhere/f.csv", ",").error().code == ErrorCode::kIo);
  CHECK(CsvReader::open("/dev/zero", ",").error().message == "cannot read /dev/zero: it is no regular file");
}

TEST_CASE("csv: records are the same wherever a read ends", "[function][csv]") {
  std::string text, expected;
  for (int i = 0; i < 30000; ++i) {
    const std::string n = std::to_string(i);
    text += n + "§\"q\"\"\r\n" + n + "\"\r\n";
    expected += n + "|q\"\r\n" + n + "/";
  }
  CHECK(read(text, "§") == expected);
}

TEST_CASE("csv: places of files", "[function][csv]") {
  CHECK(*csv_path("people.csv") == "people.csv");
  CHECK(*csv_path("/data/a b%20.csv") == "/data/a b%20.csv");
  CHECK(*csv_path("file:///data/a%20b.csv") == "/data/a b.csv");
  CHECK(*csv_path("file://localhost/data/a.csv") == "/data/a.csv");
  CHECK(*csv_path("file:/data/a.csv") == "/data/a.csv");
  for (const char* bad : {"https://example.org/a.csv", "ftp://a/b", "file://host/a.csv", "file:///a%2", "file:///a%zz", "file:///a%00"})
    CHECK(csv_path(bad).error().detail == "CsvPlace");
}

}  // namespace kith::function
