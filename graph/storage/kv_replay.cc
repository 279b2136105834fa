#include "storage/kv_replay.h"

#include <rocksdb/write_batch.h>

#include <cstring>

namespace kith::storage {

rocksdb::WalFilter::WalProcessingOption KvReplay::LogRecordFound(unsigned long long, const std::string&,
                                                                 const rocksdb::WriteBatch& batch,
                                                                 rocksdb::WriteBatch*, bool*) {
  // A batch begins with the number of its first row, little-endian; the others follow.
  const std::string& bytes = batch.Data();
  std::uint64_t first = 0;
  if (bytes.size() < sizeof first) return WalProcessingOption::kCorruptedRecord;
  std::memcpy(&first, bytes.data(), sizeof first);
  if (first < next_) return WalProcessingOption::kCorruptedRecord;
  next_ = first + batch.Count();
  return WalProcessingOption::kContinueProcessing;
}

}  // namespace kith::storage
