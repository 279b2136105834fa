#include "golden/golden.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace kith::golden {

void compare(const std::string& name, const std::string& actual) {
  const std::string path = KITH_SOURCE_DIR "/tests/golden/" + name;
  if (std::getenv("KITH_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << actual;
    return;
  }
  std::ifstream in(path, std::ios::binary);
  INFO("golden file " << path);
  REQUIRE(in.is_open());
  const std::string expected{std::istreambuf_iterator<char>(in), {}};
  CHECK(actual == expected);
}

}  // namespace kith::golden
