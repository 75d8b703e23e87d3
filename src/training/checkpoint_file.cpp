#include "softwarp/training/checkpoint_file.hpp"

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

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

// The tensors of one training, each to be taken once; what is wrong with them is said in one line.
class Parts {
 public:
  Parts(std::map<std::string, Tensor> tensors, std::string where)
      : tensors_(std::move(tensors)), where_(std::move(where)) {}

  bool has(const std::string& part) const { return tensors_.contains(part); }

  /// The extents of a tensor, which must have so many.
  const std::vector<std::uint64_t>& shape(const std::string& part, std::size_t rank) const {
    const auto found = tensors_.find(part);
    if (found == tensors_.end()) reject(part, "a tensor", "none");
    const auto& shape = found->second.shape;
    if (shape.size() != rank) reject(part, std::to_string(rank) + " extents", shape_in_words(shape));
    return shape;
  }

  /// Takes out a tensor of this shape.
  template <class Number>
  Vector<Number> take(const std::string& part, const std::vector<std::uint64_t>& expected) {
    const auto& found = shape(part, expected.size());
    if (found != expected) reject(part, "shape " + shape_in_words(expected), shape_in_words(found));
    Vector<Number> numbers = from_tensor<Number>(tensors_.at(part), where_ + part);
    tensors_.erase(part);
    return numbers;
  }

  /// Likewise; its numbers must be finite.
  template <class Number>
  Vector<Number> take_finite(const std::string& part, const std::vector<std::uint64_t>& expected) {
    Vector<Number> numbers = take<Number>(part, expected);
    expect(numbers.allFinite(), part, "finite numbers");
    return numbers;
  }

  void expect_none_left() const {
    if (!tensors_.empty()) reject(tensors_.begin()->first, "no tensor of this name", "one");
  }

  void expect(bool condition, const std::string& part, const std::string& expected) const {
    if (!condition) reject(part, expected, "others");
  }

 private:
  [[noreturn]] void reject(const std::string& part, const std::string& expected, const std::string& found) const {
    throw Error(where_ + part + ": expected " + expected + ", found " + found);
  }

  std::map<std::string, Tensor> tensors_;
  std::string where_;
};

bool is_count(double number) {
  constexpr double kLargest = 1e15;  // doubles hold every whole number up to here
  return number >= 0 && number <= kLargest && number == std::floor(number);
}

bool is_finite_and_not_negative(double number) { return std::isfinite(number) && number >= 0; }

// A row of the history, that of epoch `number`.
EpochRecord record_of(const ConstVectorRef<double>& row, double number, const Parts& parts) {
  parts.expect(row[0] == number, kHistory, "a row for each epoch, numbered from 1");
  // The norm of a gradient that overflows is infinite.
  parts.expect(
      std::isfinite(row[1]) && row[2] >= 0 && is_finite_and_not_negative(row[3]) && is_finite_and_not_negative(row[4]),
      kHistory, "finite losses, and norms, rates and seconds of at least 0");
  EpochRecord record{
      .epoch = static_cast<Index>(number), .loss = row[1], .gradient_norm = row[2], .rate = row[3], .seconds = row[4]};
  const auto validation = row.tail(3);
  if (validation.array().isNaN().all()) return record;
  parts.expect(validation.allFinite(), kHistory, "three finite errors of validation or none");
  record.validation = ValidationErrors{validation[0], validation[1], validation[2]};
  return record;
}

template <class Real>
TrainingSoFar<Real> training_of(Parts parts) {
  TrainingSoFar<Real> so_far;
  Training<Real>& training = so_far.training;
  const Vector<double> state = parts.take<double>(kState, {size_of(kStateSize)});
  parts.expect(is_count(state[0]) && (state[1] == 0 || state[1] == 1) && is_count(state[2]) && is_count(state[3]) &&
                   std::isfinite(state[4]),
               kState, "epochs, 0 or 1, steps, the best epoch and its error");
  training.finished = state[1] == 1;
  training.optimizer.steps = static_cast<Index>(state[2]);

  const std::uint64_t size = parts.shape(kTheta, 1)[0];
  training.theta = parts.take_finite<Real>(kTheta, {size});
  for (std::string moment = kMoment + std::string("0"); parts.has(moment);
       moment = kMoment + std::to_string(training.optimizer.moments.size())) {
    training.optimizer.moments.push_back(parts.take<Real>(moment, {size}));
  }

  // So many epochs that going through them would never end need a history as long.
  const std::uint64_t epochs = parts.shape(kHistory, 2)[0];
  const Vector<double> history = parts.take<double>(kHistory, {epochs, size_of(kRecordSize)});
  parts.expect(state[0] == static_cast<double>(epochs), kState,
               "as many epochs as rows in the history, " + std::to_string(epochs));
  training.epochs = static_cast<Index>(epochs);
  for (Index e = 0; e < training.epochs; ++e) {
    const EpochRecord& record = so_far.history.emplace_back(
        record_of(history.segment(e * kRecordSize, kRecordSize), static_cast<double>(e + 1), parts));
    parts.expect(record.validation.has_value() == so_far.history.front().validation.has_value(), kHistory,
                 "errors of validation in every row or in none");
  }

  if (!so_far.history.empty() && so_far.history.front().validation) {
    parts.expect(state[3] >= 1 && state[3] <= state[0], kState, "the best epoch among those that are done");
    training.best = BestEpoch<Real>{
        .epoch = static_cast<Index>(state[3]), .error = state[4], .theta = parts.take_finite<Real>(kBest, {size})};
  } else {
    parts.expect(state[3] == 0 && state[4] == 0, kState, "no best epoch where there is no validation");
  }
  parts.expect_none_left();
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

std::string write_with_checksum(TensorFile file) {
  file.metadata["checksum"] = kNoChecksum;
  const std::string bytes = write_safetensors(file);
  return with_checksum(bytes, kNoChecksum, checksum_of(bytes));
}

template <class Real>
std::string write_checkpoint(const CheckpointContent<Real>& content) {
  TensorFile file{.metadata = {{"format", kFormat}}, .tensors = {}};
  for (const auto& [name, value] : content.identity) file.metadata[kIdentity + name] = value;
  for (const auto& [key, so_far] : content.trainings) add_tensors(key, so_far, file.tensors);
  return write_with_checksum(std::move(file));
}

template <class Real>
CheckpointContent<Real> parse_checkpoint(std::string_view bytes, const std::string& path) {
  TensorFile file = read_safetensors(bytes, path);
  check_format(file, path);
  const auto checksum = file.metadata.find("checksum");
  if (checksum == file.metadata.end()) throw Error(path + ": expected a checksum, found none");
  const std::string found = checksum_of(with_checksum(bytes, checksum->second, kNoChecksum));
  if (found != checksum->second) {
    throw Error(path + ": expected bytes of checksum " + in_quotes(checksum->second) + ", found " + found +
                ": it was changed");
  }
  CheckpointContent<Real> content;
  const std::string_view prefix = kIdentity;
  for (const auto& [name, value] : file.metadata) {
    if (name.starts_with(prefix)) content.identity[name.substr(prefix.size())] = value;
  }
  std::map<std::string, std::map<std::string, Tensor>> parts;
  for (auto& [name, tensor] : file.tensors) {
    const std::size_t slash = name.rfind('/');
    if (slash == name.npos) throw Error(path + ": expected tensors named KEY/PART, found " + in_quotes(name));
    parts[name.substr(0, slash)][name.substr(slash + 1)] = std::move(tensor);
  }
  for (auto& [key, tensors] : parts)
    content.trainings[key] = training_of<Real>(Parts(std::move(tensors), path + ": " + key + '/'));
  return content;
}

#define SOFTWARP_INSTANTIATE(Real)                                             \
  template std::string write_checkpoint<Real>(const CheckpointContent<Real>&); \
  template CheckpointContent<Real> parse_checkpoint<Real>(std::string_view, const std::string&);
SOFTWARP_INSTANTIATE(float)
SOFTWARP_INSTANTIATE(double)
#undef SOFTWARP_INSTANTIATE

}  // namespace softwarp
