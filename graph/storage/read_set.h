// What a serialisable transaction has read, as rows and ranges of rows, and what others have written since.
//
//     reads.range(Family::kIndex, label_prefix(person), label_prefix(person).end());   // MATCH (:Person)
//     if (log.meets(reads, view.commit)) ...                                           // a phantom
//
// Every fact that can be asked for lies in rows: an entity in its record, the edges of a node under its
// adjacency prefix, a label or type under its membership prefix, the values between two bounds under an
// index. So a predicate is a range of keys, and a commit changes what it says only by writing a key inside:
// precision locking (Jordan, Banerjee, Batman, SIGMOD 1981) with keys in the place of tuples.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "storage/catalog.h"
#include "storage/keys.h"
#include "storage/kv.h"

namespace kith::storage {

class Overlay;

/// One thread at a time.
class ReadSet {
 public:
  void point(Family family, std::string_view key);
  /// [low, high); both may be rows that do not exist.
  void range(Family family, std::string_view low, std::string_view high);
  /// A name was asked for that nobody had made, so that there is no row yet to depend on.
  void unknown(Dictionary dictionary, std::string_view name);

  /// Names that have been made since they were unknown, by whomever, become ranges: what has the label or type, and
  /// for a property key, every record. Sealed if it was.
  void learn(const Catalog& newest);

  /// Sorts, before contains() is asked.
  void seal();
  bool contains(Family family, std::string_view key) const;

 private:
  struct Range {
    std::string low;
    std::string high;
  };

  struct OfFamily {
    std::vector<std::uint64_t> ids;  // keys of eight bytes
    std::vector<Range> ranges;       // after seal() ascending and apart
    bool has_all = false;            // too much to list
  };

  static void seal(OfFamily& family);

  std::array<OfFamily, kFamilyCount> families_;
  std::set<std::string, std::less<>> unknown_labels_, unknown_types_, unknown_keys_;
};

/// The keys that commits have written. One thread at a time.
class WriteLog {
 public:
  static constexpr std::size_t kBytesMax = std::size_t{64} << 20;

  explicit WriteLog(std::size_t bytes_max = kBytesMax) : bytes_max_(bytes_max) {}

  /// `commit` is greater than all before.
  void enter(std::uint64_t commit, const Overlay& written);

  /// Whether a commit after `since` wrote what was read, or is not known any more. `reads` is sealed.
  bool meets(const ReadSet& reads, std::uint64_t since) const;

  void forget_until(std::uint64_t commit);

 private:
  struct Row {
    Family family;
    std::uint32_t size;
  };

  struct Entered {
    std::uint64_t commit;
    std::vector<Row> rows;
    std::string keys;  // one behind the other
    std::size_t bytes() const noexcept { return keys.capacity() + rows.capacity() * sizeof(Row) + sizeof(Entered); }
  };

  void forget_oldest();

  std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  std::deque<Entered> commits_;
  std::uint64_t floor_ = 0;
};

}  // namespace kith::storage
