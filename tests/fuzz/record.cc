// Any bytes as a record of every kind: each decoder gives a value or kCorruption, and what decodes is something
// that could have been stored: it encodes, and to bytes that decode to the same.
//
// The input is a byte that says how the rest is read, and the record. Bit 0: the record's 16 bytes in front are
// there; without it they are put there, so that a mutation reaches the message at once. Bit 1: the size is made
// whole words.
#include <string>
#include <vector>

#include "fuzz/input.h"
#include "record/record.h"

using namespace kith;
using namespace kith::fuzz;

namespace {

template <class T>
bool decodes(const Result<T>& result) {
  promise(result.is_ok() || result.error().code == ErrorCode::kCorruption, "what does not decode is corruption");
  return result.is_ok();
}

void expect_storable(const std::vector<record::Property>& properties) {
  for (const record::Property& p : properties) {
    promise(p.big.has_value() || !p.value.is_null(), "a property is not null");
    promise(record::check_storable(p.value).is_ok(), "a property that was decoded can be stored");
    (void)p.value.to_text();
  }
}

void expect_storable(const record::NodeImage& image) { expect_storable(image.properties); }

void expect_storable(const record::EdgeImage& image) { expect_storable(image.properties); }

void expect_storable(const record::EvidenceImage&) {}

void expect_storable(const record::IndexImage&) {}

void expect_storable(const record::ConstraintImage&) {}

/// Compares bytes: a NaN is not equal to itself, and must be kept all the same.
template <class Image>
void expect_same_again(const Image& image, Result<Image> (*decode)(std::string_view)) {
  expect_storable(image);
  std::string once;
  record::encode(image, once);
  const Result<Image> again = decode(once);
  promise(again.is_ok(), "what was encoded decodes");
  std::string twice;
  record::encode(*again, twice);
  promise(once == twice, "a record encodes to the same bytes again");
}

/// Looking for one property agrees with reading all of them, wherever all of them can be read.
void expect_same_property(const std::vector<record::Property>& properties, std::string_view stored,
                          Result<record::Property> (*find)(std::string_view, KeyId)) {
  for (const record::Property& p : properties) {
    const Result<record::Property> found = find(stored, p.key);
    promise(found.is_ok() && found->key == p.key && found->big == p.big, "a property of the record is found");
    promise(found->value.to_text() == p.value.to_text(), "the property found is the one of the record");
  }
}

void decode_everything(std::string_view stored) {
  const Result<record::NodeImage> node = record::decode_node(stored);
  std::vector<LabelId> labels;
  const Status labels_alone = record::decode_labels(stored, labels);
  promise(labels_alone.is_ok() || labels_alone.error().code == ErrorCode::kCorruption, "labels decode or are corrupt");
  if (decodes(node)) {
    promise(labels_alone.is_ok() && labels == node->labels, "the labels alone are those of the record");
    expect_same_property(node->properties, stored, record::find_node_property);
    expect_same_again(*node, record::decode_node);
  }
  (void)decodes(record::find_node_property(stored, KeyId{3}));

  const Result<record::EdgeImage> edge = record::decode_edge(stored);
  const Result<record::EdgeEnds> ends = record::decode_ends(stored);
  (void)decodes(ends);
  if (decodes(edge)) {
    promise(ends.is_ok() && ends->from == edge->from && ends->to == edge->to && ends->type == edge->type,
            "the ends alone are those of the record");
    expect_same_property(edge->properties, stored, record::find_edge_property);
    expect_same_again(*edge, record::decode_edge);
  }
  (void)decodes(record::find_edge_property(stored, KeyId{3}));

  if (const auto evidence = record::decode_evidence(stored); decodes(evidence))
    expect_same_again(*evidence, record::decode_evidence);
  if (const auto index = record::decode_index(stored); decodes(index)) expect_same_again(*index, record::decode_index);
  if (const auto constraint = record::decode_constraint(stored); decodes(constraint))
    expect_same_again(*constraint, record::decode_constraint);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  const std::uint8_t how = input.byte();
  std::string stored((how & 1) != 0 ? 0 : record::kHeaderBytes, '\0');
  stored += input.rest();
  if ((how & 2) != 0) stored.resize((stored.size() + 7) / 8 * 8);
  decode_everything(stored);
  return 0;
}
