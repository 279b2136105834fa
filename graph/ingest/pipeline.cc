#include "ingest/pipeline.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace kith::ingest {

namespace {

constexpr std::size_t kHeldBytesMax = std::size_t{64} << 20;
constexpr std::size_t kHeldPerJob = 16;

// One thing that was read: an article or a failure, with what was found in it once it is done.
struct Item {
  Article article = {};
  std::optional<LoadFailure> failure = {};
  ReaderProgress progress = {};
  bool wanted = false;
  bool done = false;
  std::optional<Extraction> extraction = {};
};

Error cancelled() {
  return Error{.code = ErrorCode::kCancelled, .message = "the load was stopped", .detail = "Cancelled"};
}

class Pipeline {
 public:
  Pipeline(std::span<const std::string> paths, const LoadOptions& options, const Wanted& wanted,
           ReadFrom* from, unsigned jobs)
      : paths_(paths), options_(options), wanted_(wanted), from_(from), held_max_(jobs * kHeldPerJob) {}

  Status run(std::vector<Extractor>& extractors, const Taker& taker) {
    std::vector<std::jthread> threads;
    threads.emplace_back([this] { guarded([this] { read(); }); });
    for (Extractor& extractor : extractors)
      threads.emplace_back([this, &extractor] { guarded([&] { extract(extractor); }); });
    Status status = ok();
    try {
      status = take(taker);
    } catch (...) {
      end();
      throw;
    }
    end();
    threads.clear();
    if (thrown_) std::rethrow_exception(thrown_);
    return status;
  }

 private:
  // What a thread throws ends the run and is thrown again on the calling one.
  template <class Work>
  void guarded(const Work& work) {
    try {
      work();
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!thrown_) thrown_ = std::current_exception();
      ended_ = true;
      changed_.notify_all();
    }
  }

  void end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }

  void read();
  void extract(Extractor& extractor);
  Status take(const Taker& taker);
  Status push(std::shared_ptr<Item> item);

  std::span<const std::string> paths_;
  const LoadOptions& options_;
  const Wanted& wanted_;
  ReadFrom* const from_;
  const std::size_t held_max_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::shared_ptr<Item>> in_order_;    // read and not yet taken
  std::deque<std::shared_ptr<Item>> to_extract_;  // those of them that no thread has begun with
  std::size_t held_bytes_ = 0;
  bool all_read_ = false;
  bool ended_ = false;
  Status read_status_ = ok();
  std::exception_ptr thrown_;
};

Status Pipeline::push(std::shared_ptr<Item> item) {
  const std::size_t bytes = item->article.text.size();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] {
    return ended_ || in_order_.empty() || (in_order_.size() < held_max_ && held_bytes_ + bytes <= kHeldBytesMax);
  });
  if (ended_) return cancelled();
  held_bytes_ += bytes;
  if (item->wanted) to_extract_.push_back(item);
  item->done = !item->wanted;
  in_order_.push_back(std::move(item));
  changed_.notify_all();
  return ok();
}

void Pipeline::read() {
  const auto article = [&](Article&& read, const ReaderProgress& at) -> Status {
    auto item = std::make_shared<Item>();
    KITH_TRY(item->wanted, wanted_(read));
    item->article = std::move(read);
    item->progress = at;
    return push(std::move(item));
  };
  const auto failure = [&](LoadFailure&& failed) {
    auto item = std::make_shared<Item>();
    item->failure = std::move(failed);
    (void)push(std::move(item));  // an end is noticed with the next article
  };
  Status status = read_articles(paths_, options_, article, failure, from_);
  const std::lock_guard lock(mutex_);
  read_status_ = std::move(status);
  all_read_ = true;
  changed_.notify_all();
}

void Pipeline::extract(Extractor& extractor) {
  while (true) {
    std::shared_ptr<Item> item;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return ended_ || all_read_ || !to_extract_.empty(); });
      if (ended_ || to_extract_.empty()) return;
      item = std::move(to_extract_.front());
      to_extract_.pop_front();
    }
    Extraction extraction = extractor.extract(item->article);
    const std::lock_guard lock(mutex_);
    item->extraction = std::move(extraction);
    item->done = true;
    changed_.notify_all();
  }
}

Status Pipeline::take(const Taker& taker) {
  while (true) {
    std::shared_ptr<Item> item;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] {
        return ended_ || (in_order_.empty() ? all_read_ : in_order_.front()->done);
      });
      if (ended_) return ok();  // a thread has thrown
      if (in_order_.empty()) return std::move(read_status_);
      item = std::move(in_order_.front());
      in_order_.pop_front();
      held_bytes_ -= item->article.text.size();
      changed_.notify_all();
    }
    if (options_.stop.stop_requested()) return cancelled();
    if (item->failure)
      taker.failure(std::move(*item->failure));
    else
      KITH_DO(taker.article(item->article, std::move(item->extraction), item->progress));
  }
}

// The same without threads.
Status run_alone(std::span<const std::string> paths, const LoadOptions& options, const Wanted& wanted,
                 const Taker& taker, ReadFrom* from, Extractor& extractor) {
  const auto article = [&](Article&& read, const ReaderProgress& at) -> Status {
    KITH_TRY(const bool is_wanted, wanted(read));
    std::optional<Extraction> extraction;
    if (is_wanted) extraction = extractor.extract(read);
    return taker.article(read, std::move(extraction), at);
  };
  return read_articles(paths, options, article, taker.failure, from);
}

}  // namespace

Status run_pipeline(std::span<const std::string> paths, const LoadOptions& options, const Wanted& wanted,
                    const Taker& taker, ReadFrom* from) {
  const unsigned jobs = options.jobs == 0 ? std::max(1U, std::thread::hardware_concurrency()) : options.jobs;
  std::vector<Extractor> extractors;
  for (unsigned job = 0; job < std::min(jobs, 256U); ++job) {
    KITH_TRY(Extractor extractor, Extractor::make(options.frames, options.open));
    extractors.push_back(std::move(extractor));
  }
  if (jobs == 1) return run_alone(paths, options, wanted, taker, from, extractors.front());
  return Pipeline(paths, options, wanted, from, jobs).run(extractors, taker);
}

}  // namespace kith::ingest
