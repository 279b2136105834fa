// What loading articles costs: the whole pipeline, from JSON Lines to a store.
//
//     load_bench [ARTICLES] [JOBS] [FOLDER]     (2,000; 1; ../shared/extraction/ner beside the project)
//
// Joins the documents of FOLDER/*.jsonl, in an order that a fixed seed gives, to articles of about 3,000 bytes, and prints
//   extract  articles a second without a store, on one thread
//   load     articles a second into a new store with its default durability, by JOBS threads that extract
//   again    the same articles, all unchanged
//   memory   the peak of the process after each quarter of the load: flat, whatever the number of articles
#include <simdjson.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "kith/ingest.h"
#include "kith/json.h"
#include "kith/kith.h"
#include "support/temporary_folder.h"

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kArticleBytes = 3'000;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

template <class T>
T must(kith::Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s\n", result.error().to_text().c_str());
    std::exit(1);
  }
  return *std::move(result);
}

std::size_t peak_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::size_t>(usage.ru_maxrss) / 1024;
}

/// The texts of all documents, the files in the order of their names.
std::vector<std::string> documents_of(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> texts;
  simdjson::dom::parser parser;
  for (const fs::path& file : files) {
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
      std::string_view text;
      if (parser.parse(line)["text"].get(text) == simdjson::SUCCESS && !text.empty()) texts.emplace_back(text);
    }
  }
  return texts;
}

/// `articles` lines of JSON. Every round through the documents is shuffled anew, so that articles differ.
void write_articles(const std::string& path, std::vector<std::string> texts, std::size_t articles) {
  std::mt19937_64 random(20250519);
  std::ofstream out(path, std::ios::binary);
  std::size_t next = texts.size();
  for (std::size_t i = 0; i < articles; ++i) {
    std::string text;
    while (text.size() < kArticleBytes) {
      if (next == texts.size()) {
        for (std::size_t k = texts.size(); k > 1; --k) std::swap(texts[k - 1], texts[random() % k]);
        next = 0;
      }
      // A long document ends at a blank: an article is not much longer than it should be.
      std::string_view piece = texts[next++];
      if (const std::size_t room = kArticleBytes - text.size() + 100; piece.size() > room)
        piece = piece.substr(0, std::min(piece.size(), piece.rfind(' ', room)));
      text += std::string(piece) + "\n\n";
    }
    std::string line = "{\"id\":\"" + std::to_string(i) + "\",\"date\":\"2025-05-" + std::to_string(10 + i % 20) + "\",\"text\":";
    kith::append_json_string(line, text);
    out << line << "}\n";
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t articles = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 2'000;
  const unsigned jobs = argc > 2 ? static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10)) : 1;
  const std::string folder = argc > 3 ? argv[3] : KITH_SOURCE_DIR "/../shared/extraction/ner";
  const kith::TemporaryFolder scratch;
  const std::string paths[] = {scratch.path() + "/articles.jsonl"};
  write_articles(paths[0], documents_of(folder), articles);
  std::printf("%zu articles of %zu bytes, %u jobs\n", articles, fs::file_size(paths[0]) / std::max<std::size_t>(articles, 1), jobs);
  const auto rate = [&](Clock::time_point start) { return static_cast<double>(articles) / seconds_since(start); };

  auto start = Clock::now();
  must(kith::extract(paths, {}, [](std::string_view) { return kith::ok(); }));
  std::printf("extract  %8.1f a second\n", rate(start));

  // As `kith load` opens it.
  kith::Store store = must(kith::Store::open(scratch.path() + "/n.db", {.memory_bytes = std::uint64_t{128} << 20}));
  kith::LoadOptions options;
  options.jobs = jobs;
  std::vector<std::size_t> peaks;
  options.progress = [&](const kith::LoadProgress& progress) {
    if (progress.articles >= (peaks.size() + 1) * articles / 4) peaks.push_back(peak_mib());
  };
  start = Clock::now();
  const kith::LoadReport report = must(kith::load(store, paths, options));
  std::printf("load     %8.1f a second: %s\n", rate(start), report.to_text().c_str());
  start = Clock::now();
  must(kith::load(store, paths, {}));
  std::printf("again    %8.1f a second\n", rate(start));
  std::printf("memory  ");
  for (const std::size_t peak : peaks) std::printf(" %zu", peak);
  std::printf(" MiB\n");
  return 0;
}
