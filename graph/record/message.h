// Cap'n Proto messages of exactly one segment, without a segment table.
//
// Building: the caller computes the size in words first, so that the message never needs a second
// segment. Reading: the bytes that RocksDB gives are rarely aligned, so they are copied to scratch that is
// (about 10 ns), and read with limits on traversal and nesting. kj::Exception ends here.
#pragma once

#include <capnp/message.h>
#include <kj/exception.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "kith/status.h"

namespace kith::record {

inline constexpr std::size_t kWordBytes = sizeof(capnp::word);
inline constexpr std::size_t kScratchWords = 128;

constexpr std::size_t words_for(std::size_t bytes) { return (bytes + kWordBytes - 1) / kWordBytes; }

inline Error corrupt(std::string message) {
  return Error{.code = ErrorCode::kCorruption, .message = std::move(message), .detail = "Record"};
}

/// Aligned memory for a message; on the stack if it is small.
class Scratch {
 public:
  explicit Scratch(std::size_t words) {
    if (words > kScratchWords) {
      heap_ = std::make_unique_for_overwrite<std::uint64_t[]>(words);
      data_ = heap_.get();
    }
  }

  capnp::word* words() noexcept { return reinterpret_cast<capnp::word*>(data_); }

 private:
  std::uint64_t stack_[kScratchWords];
  std::unique_ptr<std::uint64_t[]> heap_;
  std::uint64_t* data_ = stack_;
};

/// Appends to `out` the message of root type Root that `fill` builds; `words` is its exact size.
template <class Root, class Fill>
void append_message(std::size_t words, std::string& out, Fill fill) {
  Scratch scratch(words);
  std::memset(scratch.words(), 0, words * kWordBytes);
  capnp::MallocMessageBuilder builder(kj::arrayPtr(scratch.words(), words), capnp::AllocationStrategy::FIXED_SIZE);
  fill(builder.initRoot<Root>());
  const auto segments = builder.getSegmentsForOutput();
  KJ_ASSERT(segments.size() == 1, "a record's size was computed wrongly");
  const auto bytes = segments[0].asBytes();
  out.append(reinterpret_cast<const char*>(bytes.begin()), bytes.size());
}

/// Calls `read` with the root of type Root; whatever it meets that is not well-formed is kCorruption.
template <class Root, class Read>
auto read_message(std::string_view bytes, Read read) -> decltype(read(std::declval<typename Root::Reader>())) {
  if (bytes.empty() || bytes.size() % kWordBytes != 0)
    return corrupt("a record of " + std::to_string(bytes.size()) + " bytes is cut short");
  const std::size_t words = bytes.size() / kWordBytes;
  Scratch scratch(words);
  std::memcpy(scratch.words(), bytes.data(), bytes.size());
  try {
    const kj::ArrayPtr<const capnp::word> segment(scratch.words(), words);
    capnp::ReaderOptions limits;
    limits.traversalLimitInWords = 8 * words + 1024;
    limits.nestingLimit = 128;  // a level of a list takes two
    capnp::SegmentArrayMessageReader reader(kj::arrayPtr(&segment, 1), limits);
    return read(reader.getRoot<Root>());
  } catch (const kj::Exception& e) {
    return corrupt("a record does not decode: " + std::string(e.getDescription().cStr()));
  }
}

}  // namespace kith::record
