// The fuzz targets over their corpora and over random mutations of them, with the ordinary compiler; KITH_ROUNDS
// says how many. A failure prints the input; KITH_SEED repeats it. The preset `fuzz` looks much further.
#include <catch2/catch.hpp>

#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/random.h"
#include "support/rounds.h"

// The targets, each compiled under a name of its own.
extern "C" int fuzz_record(const std::uint8_t* data, std::size_t size);
extern "C" int fuzz_key(const std::uint8_t* data, std::size_t size);
extern "C" int fuzz_lexer(const std::uint8_t* data, std::size_t size);
extern "C" int fuzz_statement(const std::uint8_t* data, std::size_t size);
extern "C" int fuzz_search(const std::uint8_t* data, std::size_t size);
extern "C" int fuzz_folder(const std::uint8_t* data, std::size_t size);

using namespace kith;

namespace {

using Target = int (*)(const std::uint8_t*, std::size_t);

std::string hex(const std::string& bytes) {
  static const char* digits = "0123456789abcdef";
  std::string out;
  for (char byte : bytes) {
    out += digits[static_cast<unsigned char>(byte) >> 4];
    out += digits[byte & 15];
  }
  return out;
}

std::vector<std::string> corpus(const std::string& target) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(KITH_SOURCE_DIR "/tests/fuzz/corpus/" + target))
    paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> inputs;
  for (const auto& path : paths) {
    std::ifstream in(path, std::ios::binary);
    inputs.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return inputs;
}

/// One to four small changes, some of them pieces of `other`.
std::string mutated(std::string input, const std::string& other, Random& random) {
  for (std::uint64_t left = 1 + random.below(4); left > 0; --left) {
    const std::size_t at = random.below(input.size() + 1);
    const std::size_t length = 1 + random.below(8);
    switch (random.below(6)) {
      case 0:
        if (at < input.size()) input[at] = static_cast<char>(input[at] ^ (1 << random.below(8)));
        break;
      case 1:
        if (at < input.size()) input[at] = static_cast<char>(random.next());
        break;
      case 2: input.erase(at, length); break;
      case 3: input.insert(at, input.substr(random.below(input.size() + 1), length)); break;
      case 4: input.replace(at, length, other.substr(random.below(other.size() + 1), length)); break;
      default:
        for (std::size_t i = 0; i < length; ++i) input.insert(at, 1, static_cast<char>(random.next()));
        break;
    }
  }
  return input;
}

void run(Target target, const std::string& input) {
  INFO("the input is " << hex(input));
  try {
    target(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
  } catch (const std::exception& e) {
    FAIL(e.what());
  }
}

void run_all(const std::string& name, Target target, std::size_t mutations) {
  const std::vector<std::string> inputs = corpus(name);
  REQUIRE(inputs.size() >= 4);
  run(target, "");
  for (const std::string& input : inputs) run(target, input);
  Random random(seed_or(20260701));
  for (std::size_t i = 0; i < mutations; ++i) {
    const std::string& input = inputs[random.below(inputs.size())];
    run(target, mutated(input, inputs[random.below(inputs.size())], random));
  }
  SUCCEED(mutations << " mutations kept their promises");
}

}  // namespace

TEST_CASE("fuzz: any bytes decode as a record that could have been stored or are corruption", "[fuzz][record]") {
  run_all("record", fuzz_record, rounds() * 100);
}

TEST_CASE("fuzz: keys are ordered as what they hold and are equal where it is equal", "[fuzz][storage]") {
  run_all("key", fuzz_key, rounds() * 100);
}

TEST_CASE("fuzz: any text is tokens that lie in it and are the same written apart", "[fuzz][syntax]") {
  run_all("lexer", fuzz_lexer, rounds() * 100);
}

TEST_CASE("fuzz: any text parses and prints to the same tree or is refused with a place in it", "[fuzz][syntax]") {
  run_all("statement", fuzz_statement, rounds() * 30);
}

TEST_CASE("fuzz: any text is a search that prints to the same or is refused with a place in it", "[fuzz][search]") {
  run_all("search", fuzz_search, rounds() * 100);
}

TEST_CASE("fuzz: a damaged folder is refused or reported or answers as it was", "[fuzz][api]") {
  run_all("folder", fuzz_folder, rounds());
}
