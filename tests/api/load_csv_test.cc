// LOAD CSV in statements: rows as lists and maps, streaming, errors.
#include <catch2/catch.hpp>

#include <fstream>
#include <string>

#include "kith/kith.h"
#include "support/temporary_folder.h"

namespace kith {

namespace {

struct Files {
  TemporaryFolder folder;
  Store store = *Store::open(folder.path() + "/db", {.durability = Durability::kNone});

  std::string write(const std::string& name, const std::string& text) const {
    const std::string path = folder.path() + "/" + name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  /// Rows as texts, or the error.
  std::string run(const std::string& statement, const Parameters& parameters = {}, const RunOptions& options = {}) {
    auto cursor = store.run(statement, parameters, options);
    auto rows = cursor.is_ok() ? cursor->rows() : Result<std::vector<List>>(cursor.error());
    if (!rows.is_ok()) {
      const Error& error = rows.error();
      return std::string(error_code_name(error.code)) + " " + error.detail +
             (error.span ? " " + std::to_string(error.span->column) : "");
    }
    std::string text;
    for (const List& row : *rows) text += Value(row).to_text() + "\n";
    return text;
  }
};

}  // namespace

TEST_CASE("load csv: lists without headers, maps with them", "[api][csv]") {
  Files f;
  const Parameters at = {{"f", f.write("a.csv", "name,age\nAnn,7\n\"B, b\",\nCy\nDi,1,2\n")}};
  CHECK(f.run("LOAD CSV FROM $f AS row RETURN row", at) ==
        "[['name', 'age']]\n[['Ann', '7']]\n[['B, b', null]]\n[['Cy']]\n[['Di', '1', '2']]\n");
  CHECK(f.run("LOAD CSV WITH HEADERS FROM $f AS row RETURN row.name, toInteger(row.age), size(keys(row))", at) ==
        "['Ann', 7, 2]\n['B, b', null, 2]\n['Cy', null, 2]\n['Di', 1, 2]\n");
  CHECK(f.run("LOAD CSV FROM 'file://' + $f AS row RETURN count(*)", at) == "[5]\n");
  f.write("b.csv", "x;y\n1;2\n");
  CHECK(f.run("LOAD CSV WITH HEADERS FROM $d + '/b.csv' AS r FIELDTERMINATOR ';' RETURN r", {{"d", f.folder.path()}}) ==
        "[{x: '1', y: '2'}]\n");
  CHECK(f.run("UNWIND ['a', 'b', 'a'] AS n LOAD CSV FROM $d + '/' + n + '.csv' AS r RETURN n, count(r)",
              {{"d", f.folder.path()}}) == "['a', 10]\n['b', 2]\n");
  CHECK(f.run("LOAD CSV WITH HEADERS FROM $f AS row CREATE (:P {name: row.name})", at).empty());
  CHECK(f.run("MATCH (p:P) RETURN p.name") == "['Ann']\n['B, b']\n['Cy']\n['Di']\n");
}

TEST_CASE("load csv: rows come as they are read", "[api][csv]") {
  Files f;
  std::string text;
  for (int i = 0; i < 200000; ++i) text += std::to_string(i) + ",some words to fill the line\n";
  text += "\"never closed";
  const Parameters at = {{"f", f.write("long.csv", text)}};
  // Far more than the statement may hold, and an error that is never come to.
  CHECK(f.run("LOAD CSV FROM $f AS row WITH row LIMIT 150000 RETURN count(*)", at, {.memory_bytes = 4 << 20}) ==
        "[150000]\n");
  CHECK(f.run("LOAD CSV FROM $f AS row RETURN count(*)", at) == "ArgumentError CsvSyntax 15");
}

TEST_CASE("load csv: errors", "[api][csv]") {
  Files f;
  const Parameters at = {{"f", f.write("a.csv", "a,a\n")}};
  CHECK(f.run("LOAD CSV WITH HEADERS FROM $f AS row RETURN row", at) == "ArgumentError CsvSyntax 28");
  CHECK(f.run("LOAD CSV FROM '/nowhere.csv' AS row RETURN row").ends_with(" CsvFile 15"));
  CHECK(f.run("LOAD CSV FROM 'http://x/a.csv' AS row RETURN row") == "ArgumentError CsvPlace 15");
  CHECK(f.run("LOAD CSV FROM 7 AS row RETURN row") == "SyntaxError InvalidArgumentType 15");
  CHECK(f.run("LOAD CSV FROM $f AS row RETURN row", {{"f", 7}}) == "TypeError InvalidArgumentType 15");
  CHECK(f.run("UNWIND [1] AS row LOAD CSV FROM 'a' AS row RETURN row") == "SyntaxError VariableAlreadyBound 40");
  CHECK(f.run("LOAD CSV FROM 'a' AS row") == "SyntaxError InvalidClauseComposition 1");
  CHECK(f.run("LOAD CSV FROM 'a' AS row FIELDTERMINATOR ';;' RETURN 1") == "SyntaxError UnexpectedSyntax 42");
  CHECK(f.run("LOAD CSV FROM 'a' AS row FIELDTERMINATOR '\"' RETURN 1") == "SyntaxError UnexpectedSyntax 42");
  CHECK(f.run("LOAD CSV FROM 'a' AS row FIELDTERMINATOR x RETURN 1") == "SyntaxError UnexpectedSyntax 42");
}

TEST_CASE("load csv: a store that allows no files refuses it before anything runs", "[api][csv]") {
  Files f;
  const Parameters at = {{"f", f.write("a.csv", "a,b\n")}};
  REQUIRE(f.store.close().is_ok());
  f.store = *Store::open(f.folder.path() + "/db", {.durability = Durability::kNone, .allow_files = false});
  CHECK(f.run("LOAD CSV FROM $f AS row RETURN row", at) == "Unsupported FilesNotAllowed 15");
  CHECK(f.run("CREATE (:A) WITH 1 AS a CALL (a) { LOAD CSV FROM $f AS row RETURN row } RETURN row", at) ==
        "Unsupported FilesNotAllowed 50");
  CHECK(f.run("EXPLAIN LOAD CSV FROM $f AS row RETURN row", at) == "Unsupported FilesNotAllowed 23");
  CHECK(f.store.prepare("LOAD CSV FROM $f AS row RETURN row").error().detail == "FilesNotAllowed");
  CHECK(f.run("MATCH (n) RETURN count(n)") == "[0]\n");
}

}  // namespace kith
