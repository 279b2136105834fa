#include "ingest/model/model_file.h"

#include <xxhash.h>

#include <array>
#include <cstring>

namespace kith::ingest {

namespace {

constexpr std::string_view kMagic = "KITHMODL";
constexpr std::size_t kSections = 4;
constexpr std::size_t kChecksumAt = 16;
constexpr std::size_t kTableAt = 24;
constexpr std::size_t kHeadBytes = kTableAt + 16 * kSections;
constexpr std::size_t kAlign = 8;

template <class Number>
Number load(std::span<const std::byte> bytes, std::size_t at) {
  Number value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

template <class Number>
void store(std::string& out, std::size_t at, Number value) {
  std::memcpy(out.data() + at, &value, sizeof value);
}

Error damaged(const std::string& what) {
  return Error{.code = ErrorCode::kCorruption, .message = "the language model " + what};
}

}  // namespace

Result<ModelParts> read_model(std::span<const std::byte> bytes) {
  if (bytes.size() < kHeadBytes) return damaged("is cut short");
  if (std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0) return damaged("does not begin as one");
  const auto format = load<std::uint32_t>(bytes, 8);
  if (format != kModelFormat)
    return Error{.code = ErrorCode::kUnsupported,
                 .message = "the language model has format " + std::to_string(format) + ", not " +
                            std::to_string(kModelFormat)};
  if (load<std::uint32_t>(bytes, 12) != kSections) return damaged("has another number of sections");
  ModelParts parts;
  parts.checksum = load<std::uint64_t>(bytes, kChecksumAt);
  if (XXH64(bytes.data() + kTableAt, bytes.size() - kTableAt, 0) != parts.checksum)
    return damaged("does not match its checksum");
  std::array<std::span<const std::byte>, kSections> sections;
  for (std::size_t i = 0; i < kSections; ++i) {
    const auto begin = load<std::uint64_t>(bytes, kTableAt + 16 * i);
    const auto size = load<std::uint64_t>(bytes, kTableAt + 16 * i + 8);
    if (begin > bytes.size() || size > bytes.size() - begin) return damaged("has a section outside itself");
    sections[i] = bytes.subspan(begin, size);
  }
  parts.names = sections[0];
  parts.tags = sections[1];
  parts.trees = sections[2];
  parts.about = {reinterpret_cast<const char*>(sections[3].data()), sections[3].size()};
  return parts;
}

std::string write_model(std::string_view names, std::string_view tags, std::string_view trees, std::string_view about) {
  std::string out(kHeadBytes, '\0');
  std::memcpy(out.data(), kMagic.data(), kMagic.size());
  store(out, 8, kModelFormat);
  store(out, 12, static_cast<std::uint32_t>(kSections));
  std::size_t i = 0;
  for (const std::string_view section : {names, tags, trees, about}) {
    out.resize((out.size() + kAlign - 1) / kAlign * kAlign);
    store(out, kTableAt + 16 * i, static_cast<std::uint64_t>(out.size()));
    store(out, kTableAt + 16 * i + 8, static_cast<std::uint64_t>(section.size()));
    out += section;
    ++i;
  }
  store(out, kChecksumAt, static_cast<std::uint64_t>(XXH64(out.data() + kTableAt, out.size() - kTableAt, 0)));
  return out;
}

}  // namespace kith::ingest
