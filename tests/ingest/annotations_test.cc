// What others found in articles: names marked by other programs, claims line by line.
#include <catch2/catch.hpp>

#include "data/graph_lines.h"
#include "ingest/kit.h"
#include "kith/ingest.h"
#include "kith/store.h"
#include "storage/must.h"

using namespace kith;
using namespace kith::test;
using kith::testing::must;

namespace {

Store open_store(const Scratch& scratch, const std::string& name = "n.db") {
  return must(Store::open((scratch / name).native(), {.durability = Durability::kNone}));
}

struct Loaded {
  std::string report;  // without the numbers of nodes and edges
  std::vector<std::string> failures;
};

Loaded loaded(Store& store, const std::filesystem::path& path, LoadFormat format) {
  LoadOptions options;
  options.format = format;
  Loaded out;
  options.failure = [&](const LoadFailure& one) {
    out.failures.push_back(std::to_string(one.line) + ":" + std::to_string(one.column) + " " + one.stage + ": " +
                           one.message);
  };
  const std::string paths[] = {path.native()};
  const std::string text = must(load(store, paths, options)).to_text();
  out.report = text.substr(0, text.find(';'));
  return out;
}

std::vector<std::string> rows(Store& store, const std::string& statement) {
  Cursor cursor = must(store.run(statement));
  std::vector<std::string> out;
  for (const List& row : must(cursor.rows())) {
    std::string line;
    for (const Value& value : row)
      line += (line.empty() ? "" : " | ") +
              (value.kind() == Kind::kString ? std::string(value.as_string()) : value.to_text());
    out.push_back(std::move(line));
  }
  return out;
}

std::string graph_of(Store& store) {
  std::string graph;
  must(tools::export_graph(store, false, [&](std::string_view line) {
    graph += line;
    return ok();
  }));
  return graph;
}

using Rows = std::vector<std::string>;

constexpr const char* kMentions =
    "MATCH (:Article)-[m:MENTIONS]->(e) RETURN m.start, m.end, m.text, [l IN labels(e) WHERE l <> 'Entity'][0] ORDER "
    "BY m.start";
constexpr const char* kFacts =
    "MATCH (a)-[r]->(b) WHERE type(r) <> 'MENTIONS' "
    "RETURN a.name, type(r), b.name, r.confidence, [e IN evidence(r) | split(e.extractor, '/2+english')[0] + ': ' + e.quote] ORDER BY type(r), "
    "a.name";

}  // namespace

TEST_CASE("annotations: spaCy's names take the place of kith's own", "[ingest][annotations]") {
  const Scratch scratch;
  // "tin pan" is a name since the record says so; Lima is none since it does not.
  write_file(
      scratch / "a.jsonl",
      R"({"id": "7", "date": "2025-05-19", "text": "Zoë Brody met tin pan in Lima.", "ents": [)"
      R"({"start": 14, "end": 21, "label": "PERSON"}, {"start": 0, "end": 9, "label": "PERSON", "text": "Zoë Brody"}, )"
      R"({"start": 25, "end": 29, "label": "DATE"}]})"
      "\n");
  Store store = open_store(scratch);
  const Loaded out = loaded(store, scratch / "a.jsonl", LoadFormat::kSpacy);
  CHECK(out.failures.empty());
  CHECK(out.report == "1 articles: 1 new, 0 unchanged, 0 replaced, 0 failed");
  CHECK(rows(store, kMentions) == Rows{"0 | 9 | Zoë Brody | Person", "14 | 21 | tin pan | Person"});
  CHECK(rows(store, "MATCH (a)-[r:MET_WITH]-(b) WHERE a.name < b.name RETURN a.name, b.name") ==
        Rows{"Zoë Brody | tin pan"});
}

TEST_CASE("annotations: a name of spaCy's that is not in the text refuses the record", "[ingest][annotations]") {
  const auto [ents, message] = GENERATE(table<const char*, const char*>({
      {R"([{"start": 0, "end": 99, "label": "PERSON"}])", "the name at 0 to 99 is not in the text"},
      {R"([{"start": 4, "end": 4, "label": "PERSON"}])", "the name at 4 to 4 is not in the text"},
      {R"([{"start": -1, "end": 4, "label": "PERSON"}])", "the name at -1 to 4 is not in the text"},
      {R"([{"start": 0, "end": 3, "label": "PERSON", "text": "Tim"}])", "the name `Tim` is not at 0 to 3 of the text"},
      {R"([{"start": 0, "label": "PERSON"}])", "a name of `ents` lacks start, end or label"},
      {R"("none")", "the record has no `ents`"},
  }));
  const Scratch scratch;
  write_file(scratch / "a.jsonl",
             R"({"id": "1", "text": "Ann left.", "ents": [{"start": 0, "end": 3, "label": "PERSON"}]})"
             "\n"
             R"({"id": "2", "text": "Ann Roe left.", "ents": )" +
                 std::string(ents) + "}\n");
  Store store = open_store(scratch);
  const Loaded out = loaded(store, scratch / "a.jsonl", LoadFormat::kSpacy);
  CHECK(out.failures == Rows{"2:1 parse: " + std::string(message)});
  CHECK(rows(store, "MATCH (a:Article) RETURN a.key") == Rows{"1"});
}

TEST_CASE("annotations: documents of CoNLL-U with the names of their last column", "[ingest][annotations]") {
  const Scratch scratch;
  write_file(scratch / "a.conllu",
             "# newdoc id = n1\n# date = 2025-05-19\n# text = Ann Brody met Zed's uncle.\n"
             "1\tAnn\t_\t_\t_\t_\t_\t_\t_\tNER=B-PER\n"
             "2\tBrody\t_\t_\t_\t_\t_\t_\t_\tNER=E-PER\n"
             "3\tmet\t_\t_\t_\t_\t_\t_\t_\t_\n"
             "4-5\tZed's\t_\t_\t_\t_\t_\t_\t_\tNER=O\n"
             "4\tZed\t_\t_\t_\t_\t_\t_\t_\tNER=S-PER\n"
             "5\t's\t_\t_\t_\t_\t_\t_\t_\t_\n"
             "6\tuncle\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"
             "7\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
             "# newpar\n# text = tin pan won.\n"
             "1\ttin\t_\t_\t_\t_\t_\t_\t_\tNER=B-ORG\n"
             "2\tpan\t_\t_\t_\t_\t_\t_\t_\tNER=I-ORG\n"
             "3\twon\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"
             "4\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
             "# newdoc id = n2\n# text = Omar left.\n"
             "1\tOmar\t_\t_\t_\t_\t_\t_\t_\tNER=B-PER\n"
             "2\tcame\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
             "# newdoc id = n3\n# text = Lima slept.\n"
             "1\tLima\t_\t_\t_\t_\t_\t_\t_\tNER=U-GPE\n"
             "2\tslept\t_\t_\t_\n");
  Store store = open_store(scratch);
  const Loaded out = loaded(store, scratch / "a.conllu", LoadFormat::kConllu);
  CHECK(out.failures == Rows{"23:0 parse: the word `came` is not in the text of its sentence",
                             "28:0 parse: the line has no ten columns"});
  CHECK(rows(store, "MATCH (a:Article) RETURN a.key, a.published, a.text") ==
        Rows{"n1 | 2025-05-19 | Ann Brody met Zed's uncle.\n\ntin pan won."});
  CHECK(rows(store, kMentions) == Rows{"0 | 9 | Ann Brody | Person", "28 | 35 | tin pan | Organization"});
}

TEST_CASE("annotations: claims stand beside those of the loader, with their own extractor", "[ingest][annotations]") {
  const Scratch scratch;
  write_file(scratch / "a.txt",
             "2025-05-19\nAnn Brody met Omar Said on Sunday.\n\nBrody likes Tidal Works Ltd, which nobody knows.\n");
  write_file(
      scratch / "c.jsonl",
      R"({"article": "a.txt", "subject": "Ann Brody", "type": "OWNS", "object": "Tidal Works Ltd", "object_type": "ORG", )"
      R"("confidence": 0.5, "extractor": "desk/2", "status": "alleged", "stated_by": "Omar Said"})"
      "\n"
      R"({"article": "a.txt", "subject": "Ann Brody", "type": "MET_WITH", "object": "Omar Said", "confidence": 0.95, )"
      R"("valid": "2025-05-18", "span": [11, 45]})"
      "\n"
      R"({"article": "b", "text": "Joe Reno runs it.\nHe runs Tidal Works Ltd.", "date": "2025-05-20", "subject": "Joe Reno", )"
      R"("subject_type": "PER", "type": "HEAD_OF", "object": "Tidal Works Ltd", "object_type": "ORG", "span": [18, 42]})"
      "\n");
  Store store = open_store(scratch);
  loaded(store, scratch / "a.txt", LoadFormat::kArticles);
  const std::string before = graph_of(store);
  const Loaded out = loaded(store, scratch / "c.jsonl", LoadFormat::kClaims);
  CHECK(out.failures.empty());
  CHECK(out.report == "2 articles: 1 new, 1 unchanged, 0 replaced, 0 failed");
  CHECK(
      rows(store, kFacts) ==
      Rows{
          R"(Joe Reno | HEAD_OF | Tidal Works Ltd | 1.0 | ['claims: He runs Tidal Works Ltd.'])",
          R"(Ann Brody | MET_WITH | Omar Said | 0.95 | ['claims: Ann Brody met Omar Said on Sunday.', 'rules: Ann Brody met Omar Said on Sunday.'])",
          R"(Ann Brody | OWNS | Tidal Works Ltd | 0.5 | ['desk/2: Brody likes Tidal Works Ltd, which nobody knows.'])"});
  CHECK(rows(store, "MATCH ()-[r:OWNS]->() RETURN r.status, evidence(r)[0].stated_by") == Rows{"alleged | Omar Said"});
  CHECK(rows(store, "MATCH (e:Organization)<-[m:MENTIONS]-(a) RETURN e.name, a.key, m.text ORDER BY a.key") ==
        Rows{"Tidal Works Ltd | a.txt | Tidal Works Ltd", "Tidal Works Ltd | b | Tidal Works Ltd"});

  SECTION("told again they change nothing") {
    const std::string once = graph_of(store);
    CHECK(loaded(store, scratch / "c.jsonl", LoadFormat::kClaims).report ==
          "2 articles: 0 new, 2 unchanged, 0 replaced, 0 failed");
    CHECK(graph_of(store) == once);
  }
  SECTION("they go with their articles") {
    for (const char* key : {"a.txt", "b"}) must(retract(store, key));
    CHECK(rows(store, "MATCH (n) RETURN count(n)") == Rows{"0"});
  }
  CHECK(must(store.check()).damage.empty());
}

TEST_CASE("annotations: a claim that cannot be is refused with its line", "[ingest][annotations]") {
  const auto [line, expected] = GENERATE(table<const char*, const char*>({
      {R"({"article": "a.txt", "subject": "Ann Brody", "type": "OWNS", "object": "Nemo", "object_type": "PER"})",
       "2:1 parse: the name `Nemo` is not in the text"},
      {R"({"article": "a.txt", "subject": "Ann Brody", "type": "OWNS", "object": "Said O"})",
       "2:1 parse: the name `Said O` is not in the text"},
      {R"({"article": "a.txt", "subject": "Ann Brody", "type": "OWNS", "object": "tins"})",
       "2:1 parse: `tins` is no name that was found in the article: say its object_type (PER, ORG, LOC or EVENT)"},
      {R"({"article": "a.txt", "subject": "Ann Brody", "type": "OWNS", "object": "tins", "object_type": "THING"})",
       "2:1 parse: `THING` is none of PER, ORG, LOC and EVENT"},
      {R"({"article": "a.txt", "subject": "Omar Said", "type": "OWNS", "object": "tins", "object_type": "ORG"})",
       "2:1 parse: no sentence has both names: give the span that says so"},
      {R"({"article": "a.txt", "subject": "Ann Brody", "type": "OWNS", "object": "Omar Said", "span": [5, 900]})",
       "2:1 parse: the span is not in the text"},
      {R"({"article": "a.txt", "subject": "Ann Brody", "type": "OWNS", "object": "Omar Said", "span": [9, 5]})",
       "2:1 parse: the span is not in the text"},
      {R"({"article": "a.txt", "subject": "Ann Brody", "type": "OWNS", "object": "Omar Said", "span": 5})",
       "2:1 parse: `span` is two numbers, [start, end]"},
      {R"({"article": "a.txt", "subject": "Ann Brody", "type": "OWNS", "object": "Brody"})",
       "2:1 parse: both names are the same in this article"},
      {R"({"article": "a.txt", "subject": "Ann Brody", "type": "owns", "object": "Omar Said"})",
       "2:1 parse: `owns` is no name of a type"},
      {R"({"article": "a.txt", "subject": "Ann Brody", "type": "MENTIONS", "object": "Omar Said"})",
       "2:1 parse: `MENTIONS` is no fact but the loader's own"},
      {R"({"article": "a.txt", "subject": "Ann Brody", "type": "OWNS", "object": "Omar Said", "valid": "soon"})",
       "2:1 parse: `valid` is no date: 2025, 2025-05, 2025-05-18, or two with / between"},
      {R"({"article": "a.txt", "subject": "Ann Brody", "type": "OWNS", "object": "Omar Said", "confidence": 7})",
       "2:1 parse: `confidence` is between 0 and 1"},
      {R"({"article": "a.txt", "subject": "Ann Brody", "type": "OWNS"})",
       "2:1 parse: a claim has a subject, a type and an object"},
      {R"({"subject": "Ann Brody", "type": "OWNS", "object": "Omar Said"})",
       "2:1 parse: the claim does not say of which `article` it is"},
      {R"({"article": "z", "subject": "Ann Brody", "type": "OWNS", "object": "Omar Said"})",
       "2:1 parse: there is no article `z` and the line has no text"},
      {R"({"article": "a.txt", "subject")", "2:31 parse: the line is not a JSON object"},
      {R"([1])", "2:4 parse: the line is not a JSON object"},
  }));
  const Scratch scratch;
  write_file(scratch / "a.txt", "2025-05-19\nAnn Brody called Omar Said.\n\nBrody likes tins.\n");
  write_file(scratch / "c.jsonl",
             R"({"article": "a.txt", "subject": "Ann Brody", "type": "ADMIRES", "object": "Omar Said"})"
             "\n" +
                 std::string(line) +
                 "\n"
                 R"({"article": "a.txt", "subject": "Omar Said", "type": "ADMIRES", "object": "Ann Brody"})");
  Store store = open_store(scratch);
  loaded(store, scratch / "a.txt", LoadFormat::kArticles);
  CHECK(loaded(store, scratch / "c.jsonl", LoadFormat::kClaims).failures == Rows{expected});
  CHECK(rows(store, "MATCH (a)-[:ADMIRES]->(b) RETURN a.name, b.name ORDER BY a.name") ==
        Rows{"Ann Brody | Omar Said", "Omar Said | Ann Brody"});
}

TEST_CASE("annotations: a claim that brings other words replaces its article", "[ingest][annotations]") {
  const Scratch scratch;
  const auto claim = [](const std::string& text, const std::string& type) {
    return R"({"article": "b", "text": ")" + text + R"(", "subject": "Joe Reno", "subject_type": "PER", "type": ")" +
           type + R"(", "object": "Tidal Works", "object_type": "ORG"})";
  };
  write_file(scratch / "1.jsonl", claim("Joe Reno owns Tidal Works.", "OWNS"));
  write_file(scratch / "2.jsonl", claim("Joe Reno left Tidal Works.", "LEFT"));
  Store store = open_store(scratch);
  loaded(store, scratch / "1.jsonl", LoadFormat::kClaims);
  loaded(store, scratch / "2.jsonl", LoadFormat::kClaims);
  CHECK(rows(store, kFacts) == Rows{R"(Joe Reno | LEFT | Tidal Works | 1.0 | ['claims: Joe Reno left Tidal Works.'])"});
  Store fresh = open_store(scratch, "fresh.db");
  loaded(fresh, scratch / "2.jsonl", LoadFormat::kClaims);
  CHECK(graph_of(store) == graph_of(fresh));
}
