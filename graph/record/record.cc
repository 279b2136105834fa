#include "record/record.h"

#include <utility>

#include "catalog.capnp.h"
#include "record.capnp.h"
#include "record/message.h"
#include "record/property.h"

namespace kith::record {

namespace {

template <class T>
constexpr std::size_t root_words() {
  return 1 + T::_capnpPrivate::dataWordSize + T::_capnpPrivate::pointerCount;
}

void start(std::string& out) { out.assign(kHeaderBytes, '\0'); }

template <class Root, class Read>
auto read_stored(std::string_view stored, Read read) {
  stored.remove_prefix(std::min(stored.size(), kHeaderBytes));
  return read_message<Root>(stored, read);
}

}  // namespace

void encode(const NodeImage& image, std::string& out) {
  start(out);
  const std::size_t words =
      root_words<schema::NodeRecord>() + (image.labels.size() + 1) / 2 + words_of(image.properties);
  append_message<schema::NodeRecord>(words, out, [&](schema::NodeRecord::Builder to) {
    if (!image.labels.empty()) {
      auto labels = to.initLabels(static_cast<unsigned>(image.labels.size()));
      for (unsigned i = 0; i < image.labels.size(); ++i) labels.set(i, raw(image.labels[i]));
    }
    if (!image.properties.empty())
      write(image.properties, to.initProperties(static_cast<unsigned>(image.properties.size())));
  });
}

void encode(const EdgeImage& image, std::string& out) {
  start(out);
  const std::size_t words = root_words<schema::EdgeRecord>() + words_of(image.properties);
  append_message<schema::EdgeRecord>(words, out, [&](schema::EdgeRecord::Builder to) {
    to.setSource(raw(image.from));
    to.setTarget(raw(image.to));
    to.setType(raw(image.type));
    to.setValidFrom(image.valid_from);
    to.setValidTo(image.valid_to);
    if (!image.properties.empty())
      write(image.properties, to.initProperties(static_cast<unsigned>(image.properties.size())));
  });
}

void encode(const EvidenceImage& image, std::string& out) {
  start(out);
  const std::size_t words =
      root_words<schema::EvidenceRecord>() + words_for(image.status.size()) + words_for(image.stated_by.size()) +
      words_for(image.time.size()) + words_for(image.place.size());
  append_message<schema::EvidenceRecord>(words, out, [&](schema::EvidenceRecord::Builder to) {
    to.setEndByte(image.end_byte);
    to.setConfidence(image.confidence);
    if (!image.status.empty()) to.setStatus(data_of(image.status));
    if (!image.stated_by.empty()) to.setStatedBy(data_of(image.stated_by));
    if (!image.time.empty()) to.setTime(data_of(image.time));
    if (!image.place.empty()) to.setPlace(data_of(image.place));
    to.setFromCluster(image.from_cluster);
    to.setToCluster(image.to_cluster);
  });
}

void encode(const IndexImage& image, std::string& out) {
  out.clear();
  const std::size_t words =
      root_words<schema::IndexRow>() + words_for(image.name.size()) + words_for(image.language.size()) +
      (image.keys.size() + 1) / 2 + (image.owners.size() + 1) / 2;
  append_message<schema::IndexRow>(words, out, [&](schema::IndexRow::Builder to) {
    to.setName(data_of(image.name));
    to.setKind(image.kind);
    to.setState(image.state);
    to.setOnEdges(image.on_edges);
    to.setLabelOrType(image.label_or_type);
    auto keys = to.initKeys(static_cast<unsigned>(image.keys.size()));
    for (unsigned i = 0; i < image.keys.size(); ++i) keys.set(i, raw(image.keys[i]));
    if (image.owners.empty()) return;
    auto owners = to.initOwners(static_cast<unsigned>(image.owners.size()));
    for (unsigned i = 0; i < image.owners.size(); ++i) owners.set(i, image.owners[i]);
    to.setLanguage(data_of(image.language));
    to.setFold(image.fold);
  });
}

void encode(const ConstraintImage& image, std::string& out) {
  out.clear();
  const std::size_t words = root_words<schema::ConstraintRow>() + words_for(image.name.size()) +
                            (image.keys.size() + 1) / 2 + (image.lists.size() + 1) / 2;
  append_message<schema::ConstraintRow>(words, out, [&](schema::ConstraintRow::Builder to) {
    to.setName(data_of(image.name));
    to.setKind(image.kind);
    to.setState(image.state);
    to.setOnEdges(image.on_edges);
    to.setLabelOrType(image.label_or_type);
    auto keys = to.initKeys(static_cast<unsigned>(image.keys.size()));
    for (unsigned i = 0; i < image.keys.size(); ++i) keys.set(i, raw(image.keys[i]));
    to.setKinds(image.kinds);
    if (image.lists.empty()) return;
    auto lists = to.initLists(static_cast<unsigned>(image.lists.size()));
    for (unsigned i = 0; i < image.lists.size(); ++i) lists.set(i, image.lists[i]);
  });
}

Result<NodeImage> decode_node(std::string_view stored) {
  return read_stored<schema::NodeRecord>(stored, [](schema::NodeRecord::Reader in) -> Result<NodeImage> {
    NodeImage image;
    for (std::uint32_t label : in.getLabels()) {
      if (!image.labels.empty() && raw(image.labels.back()) >= label) return corrupt("labels are out of order");
      image.labels.push_back(LabelId{label});
    }
    KITH_DO(read(in.getProperties(), image.properties));
    return image;
  });
}

Result<EdgeImage> decode_edge(std::string_view stored) {
  return read_stored<schema::EdgeRecord>(stored, [](schema::EdgeRecord::Reader in) -> Result<EdgeImage> {
    EdgeImage image{.from = NodeId{in.getSource()},
                    .to = NodeId{in.getTarget()},
                    .type = TypeId{in.getType()},
                    .valid_from = in.getValidFrom(),
                    .valid_to = in.getValidTo()};
    KITH_DO(read(in.getProperties(), image.properties));
    return image;
  });
}

Result<EvidenceImage> decode_evidence(std::string_view stored) {
  return read_stored<schema::EvidenceRecord>(stored, [](schema::EvidenceRecord::Reader in) -> Result<EvidenceImage> {
    return EvidenceImage{.end_byte = in.getEndByte(),
                         .confidence = in.getConfidence(),
                         .status = std::string(view_of(in.getStatus())),
                         .stated_by = std::string(view_of(in.getStatedBy())),
                         .time = std::string(view_of(in.getTime())),
                         .place = std::string(view_of(in.getPlace())),
                         .from_cluster = in.getFromCluster(),
                         .to_cluster = in.getToCluster()};
  });
}

Result<IndexImage> decode_index(std::string_view stored) {
  return read_message<schema::IndexRow>(stored, [](schema::IndexRow::Reader in) -> Result<IndexImage> {
    IndexImage image{.name = std::string(view_of(in.getName())),
                     .kind = in.getKind(),
                     .state = in.getState(),
                     .on_edges = in.getOnEdges(),
                     .label_or_type = in.getLabelOrType(),
                     .keys = {},
                     .owners = {},
                     .language = std::string(view_of(in.getLanguage())),
                     .fold = in.getFold()};
    for (std::uint32_t key : in.getKeys()) image.keys.push_back(KeyId{key});
    for (std::uint32_t owner : in.getOwners()) image.owners.push_back(owner);
    return image;
  });
}

Result<ConstraintImage> decode_constraint(std::string_view stored) {
  return read_message<schema::ConstraintRow>(stored, [](schema::ConstraintRow::Reader in) -> Result<ConstraintImage> {
    ConstraintImage image{.name = std::string(view_of(in.getName())),
                          .kind = in.getKind(),
                          .state = in.getState(),
                          .on_edges = in.getOnEdges(),
                          .label_or_type = in.getLabelOrType(),
                          .kinds = in.getKinds()};
    for (std::uint32_t key : in.getKeys()) image.keys.push_back(KeyId{key});
    for (std::uint32_t elements : in.getLists()) image.lists.push_back(elements);
    return image;
  });
}

Status decode_labels(std::string_view stored, std::vector<LabelId>& out) {
  return read_stored<schema::NodeRecord>(stored, [&](schema::NodeRecord::Reader in) -> Status {
    out.clear();
    for (std::uint32_t label : in.getLabels()) out.push_back(LabelId{label});
    return ok();
  });
}

Result<EdgeEnds> decode_ends(std::string_view stored) {
  return read_stored<schema::EdgeRecord>(stored, [](schema::EdgeRecord::Reader in) -> Result<EdgeEnds> {
    return EdgeEnds{NodeId{in.getSource()}, NodeId{in.getTarget()}, TypeId{in.getType()}};
  });
}

Result<Property> find_node_property(std::string_view stored, KeyId key) {
  return read_stored<schema::NodeRecord>(
      stored, [&](schema::NodeRecord::Reader in) -> Result<Property> { return find(in.getProperties(), key); });
}

Result<Property> find_edge_property(std::string_view stored, KeyId key) {
  return read_stored<schema::EdgeRecord>(
      stored, [&](schema::EdgeRecord::Reader in) -> Result<Property> { return find(in.getProperties(), key); });
}

}  // namespace kith::record
