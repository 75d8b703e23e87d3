#include "softwarp/training/checkpoint_file.hpp"

#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "softwarp/core/error.hpp"
#include "softwarp/core/fnv1a.hpp"
#include "softwarp/core/in_quotes.hpp"

namespace softwarp {
namespace {

constexpr const char* kFormat = "softwarp-checkpoint-2";
constexpr const char* kFormerFormat = "softwarp-checkpoint-1";
constexpr const char* kIdentity = "identity.";
constexpr const char* kNoChecksum = "0000000000000000";

// Tensors of a training are named KEY/PART.
constexpr const char* kState = "state";      // [5]: epochs, finished, optimizer steps, best epoch, its error
constexpr const char* kTheta = "theta";      // [S]
constexpr const char* kBest = "best";        // [S]; absent without validation
constexpr const char* kMoment = "moment";    // moment0 …, [S] each
constexpr const char* kHistory = "history";  // [E×8], one row per epoch
constexpr Index kStateSize = 5, kRecordSize = 8;

std::uint64_t size_of(Index size) { return static_cast<std::uint64_t>(size); }

std::string checksum_field(const std::string& checksum) { return "\"checksum\":\"" + checksum + '"'; }

// The file's bytes with one checksum in place of another.
std::string with_checksum(std::string_view bytes, const std::string& old, const std::string& checksum) {
  std::string changed(bytes);
  const std::string field = checksum_field(old);
  // Only the metadata can hold it in this form: within a text, its quotes would be escaped.
  if (const std::size_t at = changed.find(field); at != changed.npos)
    changed.replace(at, field.size(), checksum_field(checksum));
  return changed;
}

std::string checksum_of(std::string_view bytes) {
  Fnv1a mark;
  mark.add(bytes);
  return mark.text();
}

Vector<double> numbers_of(const EpochRecord& record) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  const ValidationErrors validation = record.validation.value_or(ValidationErrors{none, none, none});
  Vector<double> numbers(kRecordSize);
  numbers << static_cast<double>(record.epoch), record.loss, record.gradient_norm, record.rate, record.seconds,
      validation.loss, validation.dtw, validation.euclidean;
  return numbers;
}

template <class Real>
void add_tensors(const std::string& key, const TrainingSoFar<Real>& so_far, std::map<std::string, Tensor>& tensors) {
  const Training<Real>& training = so_far.training;
  const auto add = [&]<class Number>(const std::string& part, const Vector<Number>& numbers) {
    tensors[key + '/' + part] = to_tensor<Number>(numbers, {size_of(numbers.size())});
  };
  Vector<double> state(kStateSize);
  state << static_cast<double>(training.epochs), training.finished ? 1 : 0,
      static_cast<double>(training.optimizer.steps), training.best ? static_cast<double>(training.best->epoch) : 0,
      training.best ? training.best->error : 0;
  add(kState, state);
  add(kTheta, training.theta);
  if (training.best) add(kBest, training.best->theta);
  for (std::size_t k = 0; k < training.optimizer.moments.size(); ++k)
    add(kMoment + std::to_string(k), training.optimizer.moments[k]);
  const auto epochs = static_cast<Index>(so_far.history.size());
  Matrix<double> history(kRecordSize, epochs);
  for (Index e = 0; e < epochs; ++e) history.col(e) = numbers_of(so_far.history[static_cast<std::size_t>(e)]);
  tensors[key + '/' + kHistory] = to_tensor<double>(history, {size_of(epochs), size_of(kRecordSize)});
}

// The tensors of one training, and one line that says what is wrong with them.
class Parts {
 public:
  Parts(const std::map<std::string, Tensor>& tensors, std::string where)
      : tensors_(tensors), where_(std::move(where)) {}

  bool has(const std::string& part) const { return tensors_.contains(part); }

  template <class Number>
  Vector<Number> numbers(const std::string& part, std::optional<Index> size) const {
    const auto found = tensors_.find(part);
    if (found == tensors_.end()) throw Error(where_ + part + ": expected a tensor, found none");
    Vector<Number> numbers = from_tensor<Number>(found->second, where_ + part);
    if (size && numbers.size() != *size)
      throw Error(where_ + part + ": expected " + std::to_string(*size) + " numbers, found " +
                  std::to_string(numbers.size()));
    return numbers;
  }

  [[noreturn]] void reject(const std::string& part, const std::string& expected) const {
    throw Error(where_ + part + ": expected " + expected + ", found others");
  }

 private:
  const std::map<std::string, Tensor>& tensors_;
  std::string where_;
};

template <class Real>
TrainingSoFar<Real> training_of(const Parts& parts) {
  TrainingSoFar<Real> so_far;
  Training<Real>& training = so_far.training;
  const Vector<double> state = parts.numbers<double>(kState, kStateSize);
  constexpr double kLargest = 1e15;  // doubles hold every whole number up to here
  const auto is_count = [&](double number) {
    return number >= 0 && number <= kLargest && number == std::floor(number);
  };
  if (!is_count(state[0]) || !is_count(state[1]) || !is_count(state[2]) || !is_count(state[3]) || std::isnan(state[4]))
    parts.reject(kState, "counts and an error");
  training.epochs = static_cast<Index>(state[0]);
  training.finished = state[1] != 0;
  training.optimizer.steps = static_cast<Index>(state[2]);
  training.theta = parts.numbers<Real>(kTheta, std::nullopt);
  const Index size = training.theta.size();
  if (parts.has(kBest)) {
    training.best = BestEpoch<Real>{
        .epoch = static_cast<Index>(state[3]), .error = state[4], .theta = parts.numbers<Real>(kBest, size)};
  }
  for (int k = 0; parts.has(kMoment + std::to_string(k)); ++k)
    training.optimizer.moments.push_back(parts.numbers<Real>(kMoment + std::to_string(k), size));
  const Vector<double> history = parts.numbers<double>(kHistory, std::nullopt);
  if (history.size() % kRecordSize != 0) parts.reject(kHistory, "rows of 8 numbers");
  for (Index at = 0; at < history.size(); at += kRecordSize) {
    const auto row = history.segment(at, kRecordSize);
    if (!is_count(row[0])) parts.reject(kHistory, "a count of epochs at the front of each row");
    EpochRecord& record = so_far.history.emplace_back();
    record = {.epoch = static_cast<Index>(row[0]),
              .loss = row[1],
              .gradient_norm = row[2],
              .rate = row[3],
              .seconds = row[4]};
    if (!std::isnan(row[5])) record.validation = ValidationErrors{row[5], row[6], row[7]};
  }
  return so_far;
}

void check_format(const TensorFile& file, const std::string& path) {
  const auto format = file.metadata.find("format");
  const std::string found = format == file.metadata.end() ? "" : format->second;
  if (found == kFormat) return;
  throw Error(path + ": expected a checkpoint (" + kFormat + "), found " +
              (found == kFormerFormat ? "one of an earlier version, which cannot be resumed" : "another file"));
}

}  // namespace

template <class Real>
std::string write_checkpoint(const CheckpointContent<Real>& content) {
  TensorFile file{.metadata = {{"format", kFormat}, {"checksum", kNoChecksum}}, .tensors = {}};
  for (const auto& [name, value] : content.identity) file.metadata[kIdentity + name] = value;
  for (const auto& [key, so_far] : content.trainings) add_tensors(key, so_far, file.tensors);
  const std::string bytes = write_safetensors(file);
  return with_checksum(bytes, kNoChecksum, checksum_of(bytes));
}

template <class Real>
CheckpointContent<Real> parse_checkpoint(std::string_view bytes, const std::string& path) {
  const TensorFile file = read_safetensors(bytes, path);
  check_format(file, path);
  const auto checksum = file.metadata.find("checksum");
  if (checksum == file.metadata.end()) throw Error(path + ": expected a checksum, found none");
  const std::string found = checksum_of(with_checksum(bytes, checksum->second, kNoChecksum));
  if (found != checksum->second)
    throw Error(path + ": expected bytes of checksum " + checksum->second + ", found " + found + ": it was changed");
  return parse_checkpoint<Real>(file, path);
}

template <class Real>
CheckpointContent<Real> parse_checkpoint(const TensorFile& file, const std::string& path) {
  check_format(file, path);
  CheckpointContent<Real> content;
  const std::string_view prefix = kIdentity;
  for (const auto& [name, value] : file.metadata) {
    if (name.starts_with(prefix)) content.identity[name.substr(prefix.size())] = value;
  }
  std::map<std::string, std::map<std::string, Tensor>> parts;
  for (const auto& [name, tensor] : file.tensors) {
    const std::size_t slash = name.rfind('/');
    if (slash == name.npos) throw Error(path + ": expected tensors named KEY/PART, found " + in_quotes(name));
    parts[name.substr(0, slash)][name.substr(slash + 1)] = tensor;
  }
  for (const auto& [key, tensors] : parts)
    content.trainings[key] = training_of<Real>(Parts(tensors, path + ": " + key + '/'));
  return content;
}

#define SOFTWARP_INSTANTIATE(Real)                                                               \
  template std::string write_checkpoint<Real>(const CheckpointContent<Real>&);                   \
  template CheckpointContent<Real> parse_checkpoint<Real>(std::string_view, const std::string&); \
  template CheckpointContent<Real> parse_checkpoint<Real>(const TensorFile&, const std::string&);
SOFTWARP_INSTANTIATE(float)
SOFTWARP_INSTANTIATE(double)
#undef SOFTWARP_INSTANTIATE

}  // namespace softwarp
