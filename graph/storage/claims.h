// What a transaction relies on and what it changes, as numbers that two transactions can be compared by.
//
//     claims.check(claim(Claimed::kNodeExists, raw(node)));    // an edge ends here: nobody may delete the node
//     claims.write(claim(Claimed::kNodeTouched, raw(node)));   // whoever deletes the node has to look again
//
// A commit is refused if a claim it checks was written by a commit that its view does not have. The pairs
// exists/touched let many transactions add edges at one node at once, and yet keep an edge and the deletion
// of its end apart. A claim is a 64-bit hash: two things with one number cost a needless retry, nothing else.
#pragma once

#include <xxhash.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace kith::storage {

using Claim = std::uint64_t;

enum class Claimed : std::uint8_t {
  kNodeRecord = 1,  ///< checked and written by every change of a node
  kEdgeRecord,      ///< the same of an edge
  kNodeExists,      ///< written by a deletion; checked by an edge that ends here and evidence that cites it
  kNodeTouched,     ///< written by an edge that ends here and evidence that cites it; checked by a deletion
  kEdgeExists,      ///< written by a deletion; checked by evidence for the edge
  kEdgeTouched,     ///< written by evidence for the edge; checked by a deletion
  kEvidence,        ///< checked and written by every change of an evidence row
  kEdgeSupport,     ///< checked and written by whoever takes evidence away: two may each leave the other's as the last
  kUnique,          ///< checked and written by whoever takes a key of a unique index, or leaves one while it is built
  kMerge,           ///< checked and written by a MERGE that creates
};

inline Claim claim(Claimed what, std::uint64_t number) noexcept {
  const std::uint64_t parts[2] = {static_cast<std::uint64_t>(what), number};
  return XXH3_64bits(parts, sizeof parts);
}

inline Claim claim(Claimed what, std::string_view bytes) noexcept {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), static_cast<std::uint64_t>(what));
}

/// The claims of one transaction, in the order they arose; some more than once.
struct Claims {
  /// Where the two lists end, to come back to.
  struct Mark {
    std::size_t checked = 0;
    std::size_t written = 0;
  };

  void check(Claim claim) { checked.push_back(claim); }

  void write(Claim claim) { written.push_back(claim); }

  /// What only one of two transactions may change.
  void take(Claim claim) {
    check(claim);
    write(claim);
  }

  Mark mark() const noexcept { return {checked.size(), written.size()}; }

  void roll_back_to(const Mark& mark) {
    checked.resize(mark.checked);
    written.resize(mark.written);
  }

  std::size_t bytes() const noexcept { return (checked.capacity() + written.capacity()) * sizeof(Claim); }

  std::vector<Claim> checked;
  std::vector<Claim> written;
};

}  // namespace kith::storage
