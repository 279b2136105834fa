// Property lists in Cap'n Proto; shared by node and edge records and private to this layer.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "kith/status.h"
#include "record.capnp.h"
#include "record/record.h"

namespace kith::record {

using PropertyListReader = capnp::List<schema::Property>::Reader;
using PropertyListBuilder = capnp::List<schema::Property>::Builder;

inline std::string_view view_of(capnp::Data::Reader data) {
  return {reinterpret_cast<const char*>(data.begin()), data.size()};
}

inline capnp::Data::Reader data_of(std::string_view text) {
  return {reinterpret_cast<const kj::byte*>(text.data()), text.size()};
}

/// Words of the list itself and of all it points to.
std::size_t words_of(const std::vector<Property>& properties);
void write(const std::vector<Property>& properties, PropertyListBuilder builder);

Status read(PropertyListReader reader, std::vector<Property>& out);
/// By binary search; a null value if there is none.
Result<Property> find(PropertyListReader reader, KeyId key);

}  // namespace kith::record
