// What is let through when RocksDB replays its logs after a crash.
//
// Every record of a log begins where the one before it ended. A log that says something again (a copy that a
// tool for files has left, say) would make RocksDB abort the process; it is taken for the torn end of the log.
//
//     KvReplay replay;
//     options.wal_filter = &replay;  // lives as long as the database
#pragma once

#include <rocksdb/wal_filter.h>

#include <cstdint>
#include <string>

namespace kith::storage {

/// For one open, in one thread.
class KvReplay final : public rocksdb::WalFilter {
 public:
  const char* Name() const override { return "KithReplay"; }

  WalProcessingOption LogRecordFound(unsigned long long log, const std::string& path, const rocksdb::WriteBatch& batch,
                                     rocksdb::WriteBatch* replacement, bool* is_replaced) override;

 private:
  std::uint64_t next_ = 0;  // the least number that the next row may have
};

}  // namespace kith::storage
