// What a call runs: a text that is looked up in the cache, or a statement that was prepared.
#pragma once

#include <memory>
#include <string_view>

#include "api/engine.h"
#include "api/known_statement.h"
#include "kith/options.h"
#include "kith/query.h"
#include "kith/status.h"
#include "storage/reader.h"

namespace kith::api {

/// Any thread.
class Source {
 public:
  /// The plan for what `reader` reads. Errors: those of compiling.
  virtual Result<KnownPtr> plan(const Parameters& parameters, const RunOptions& options,
                                const storage::Reader& reader) const = 0;

 protected:
  ~Source() = default;
};

/// Both outlive it.
class TextSource final : public Source {
 public:
  TextSource(Store::Impl& store, std::string_view text) : store_(store), text_(text) {}

  Result<KnownPtr> plan(const Parameters& parameters, const RunOptions& options,
                        const storage::Reader& reader) const override {
    return store_.prepare(text_, &parameters, options, reader);
  }

 private:
  Store::Impl& store_;
  std::string_view text_;
};

/// Runs it in a transaction of its own. Takes hold of the store by Store::Impl::enter().
Result<Cursor> run(const std::shared_ptr<Store::Impl>& store, const Source& source, const Parameters& parameters,
                   const RunOptions& options);

}  // namespace kith::api
