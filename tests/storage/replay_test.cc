// What is replayed of the logs of a store whose process died.
#include <catch2/catch.hpp>

#include <filesystem>

#include "storage/must.h"
#include "support/temporary_folder.h"

using namespace kith;
using namespace kith::storage;
using namespace kith::testing;

namespace fs = std::filesystem;

TEST_CASE("replay: a log that is there twice is replayed once", "[storage][replay]") {
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  const std::string path = folder.path() + "/db";
  const std::string died = folder.path() + "/died";
  auto store = must(Store::open(path, {}));
  std::vector<NodeId> made;
  for (int i = 0; i < 5; ++i) {
    Transaction tx = must(store->begin(false));
    made.push_back(must(tx.create_node({}, {{must(tx.key("n")), i}})));
    must(tx.commit(Durability::kNone));
  }
  fs::copy(path, died);
  fs::path log;
  for (const auto& entry : fs::directory_iterator(died))
    if (entry.path().extension() == ".log" && entry.file_size() > 0) log = entry.path();
  REQUIRE_FALSE(log.empty());
  fs::copy(log, died + "/900000.log");

  auto again = must(Store::open(died, {}));
  {
    Transaction tx = must(again->begin(true));
    CHECK(all(tx.reader().scan_nodes()) == made);
  }
  CHECK(damage_of(*again).empty());
  must(again->close());
  must(store->close());
}
