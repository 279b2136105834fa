// What is written while the disk fails, and what must be there afterwards.
//
//     Workload work(seed, 3);                 // three writers
//     work.prepare(*store);                   // the constraint
//     work.run(*store, 20, [&](auto step) {}); // each commits up to 20 steps, until its first error
//     work.verify(*store, Workload::kExactly); // what was acknowledged is there, whole, and nothing else
//
// Writer w's step n is one transaction: a node (:Step {key, writer, n, text}) with a unique key, now and then
// with a long text; an edge from the step before with a reason to believe it; a node (:Mark) on a new edge; and the
// mark of the step before is deleted with its edge. So the steps of a writer are a chain without gaps with
// one mark, at its end, whatever failed.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "storage/store.h"

namespace kith::fault {

class Workload {
 public:
  /// What a store may hold of a writer's steps.
  enum class Expect : std::uint8_t {
    kExactly,   ///< those acknowledged
    kDurable,   ///< those, and perhaps the one whose commit is unknown
    kPromised,  ///< after lost power: those that a sync commit has made durable, and perhaps later ones
  };

  Workload(std::uint64_t seed, std::size_t writers);

  /// The constraint that Step.key is unique.
  static Status prepare(storage::Store& store);

  /// Every writer in its thread commits up to `steps` further steps, and stops at its first error.
  /// `before_step` is called with the number of steps begun so far, by any of the threads.
  void run(storage::Store& store, std::size_t steps, const std::function<void(std::size_t)>& before_step = {});

  /// Fails the running test where the store does not hold what it must. What it holds is what is continued.
  void verify(const storage::Store& store, Expect expect);

  /// Reads everything as verify() does; the first error, ok if there was none and all was right. Fails the
  /// running test for a wrong answer.
  Status read_all(const storage::Store& store, Expect expect, std::vector<std::int64_t>* found = nullptr) const;

  /// Takes what the store holds for what was acknowledged.
  Status resume(const storage::Store& store);
  /// Another process has told that it committed so many steps of a writer; one more may be on its way.
  void acknowledge(std::size_t writer, std::int64_t steps);

  /// What ended each writer's last run, if anything did.
  std::vector<Error> errors() const;
  bool has_unknown() const;
  std::uint64_t acknowledged() const;

  /// Called after each commit, by its thread, with the number of the writer's steps.
  std::function<void(std::size_t writer, std::int64_t steps)> on_commit = {};
  bool mixes_durability = false;          ///< each commit is sync, group or none by chance
  std::size_t long_text_bytes = 3000;     ///< of every fourth step's text, kept in a row of its own

 private:
  struct Writer {
    std::int64_t acknowledged = 0;  ///< steps
    std::int64_t promised = 0;      ///< steps that outlive a power cut
    bool is_unknown = false;        ///< whether one more was written is not known
    std::optional<Error> error = {};
  };

  std::string step_text(std::size_t writer, std::int64_t n) const;
  Status write_step(storage::Store& store, std::size_t writer, std::int64_t n, Durability durability,
                    std::vector<std::int64_t>& before);

  std::uint64_t seed_;
  mutable std::mutex mutex_;
  std::vector<Writer> writers_;
};

/// "kIo"-like names of the codes that a failing disk may give: anything else is a test failure.
bool is_disk_error(const Error& error);

}  // namespace kith::fault
