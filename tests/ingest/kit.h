// The extraction kit beside the project, and temporary folders.
#pragma once

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace kith::test {

inline const std::filesystem::path& kit_folder() {
  static const std::filesystem::path folder = std::filesystem::path(KITH_SOURCE_DIR) / "../shared/extraction";
  return folder;
}

/// Whether the kit is there; without it a test ends, or fails if KITH_REQUIRE_SHARED is set.
inline bool has_kit() {
  if (std::filesystem::exists(kit_folder() / "gold/open.jsonl")) return true;
  const char* required = std::getenv("KITH_REQUIRE_SHARED");
  if (required != nullptr && std::string(required) == "1") FAIL("../shared/extraction is not there");
  WARN("skipped: ../shared/extraction is not there");
  return false;
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

inline void write_file(const std::filesystem::path& path, const std::string& content) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
}

/// A new folder that goes with this object.
class Scratch {
 public:
  Scratch() {
    std::string pattern = (std::filesystem::temp_directory_path() / "kith-ingest-XXXXXX").native();
    if (mkdtemp(pattern.data()) == nullptr) FAIL("no temporary folder");
    path_ = pattern;
  }

  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const std::filesystem::path& path() const { return path_; }

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace kith::test
