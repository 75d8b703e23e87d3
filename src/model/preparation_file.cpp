#include "softwarp/model/preparation_file.hpp"

#include <vector>

#include "softwarp/core/error.hpp"

namespace softwarp {
namespace {

using Shape = std::vector<std::uint64_t>;

enum class Sign { any, positive };

std::uint64_t extent(Index size) { return static_cast<std::uint64_t>(size); }

// Calls visit(name, shape, numbers, sign) for each tensor; the numbers are a matrix, a vector or a double.
template <class AnyPreparation, class Visit>
void each_tensor(AnyPreparation& preparation, const ForecastShape& steps, Index dims, Index covariates, Visit visit) {
  const std::uint64_t I = extent(steps.input), O = extent(steps.target), D = extent(dims),
                      inputs = extent(dims + covariates);
  auto& scaling = preparation.scaling;
  if (scaling.kind != Scale::none) {
    visit("scaling.squared_unit", Shape{}, scaling.squared_unit, Sign::positive);
    visit("scaling.target_deviation", Shape{D}, scaling.target_deviation, Sign::positive);
  }
  if (scaling.kind == Scale::set || scaling.kind == Scale::step) {
    visit("scaling.input_centre", Shape{I, inputs}, scaling.input_centre, Sign::any);
    visit("scaling.input_factor", Shape{I, inputs}, scaling.input_factor, Sign::any);
    visit("scaling.target_centre", Shape{D}, scaling.target_centre, Sign::any);
  }
  if (scaling.kind == Scale::last)
    visit("scaling.input_factor", Shape{I, inputs}, scaling.input_factor, Sign::positive);
  if (scaling.kind == Scale::step) visit("scaling.mean_target", Shape{O, D}, scaling.mean_target, Sign::any);
  if (preparation.kernel) {
    auto& kernel = *preparation.kernel;
    const std::uint64_t M = extent(kernel.centres.cols());
    visit("kernel.centres", Shape{M, I, inputs}, kernel.centres, Sign::any);
    visit("kernel.weights", Shape{M, O, D}, kernel.weights, Sign::any);
    visit("kernel.mean", Shape{O, D}, kernel.mean, Sign::any);
    visit("kernel.width", Shape{}, kernel.width, Sign::positive);
    visit("kernel.deviation", Shape{}, kernel.deviation, Sign::positive);
  }
}

Matrix<double> as_matrix(double number) { return Matrix<double>::Constant(1, 1, number); }
Matrix<double> as_matrix(const Matrix<double>& numbers) { return numbers; }

void assign(const Vector<double>& numbers, const Shape&, double& to) { to = numbers[0]; }
void assign(const Vector<double>& numbers, const Shape&, Vector<double>& to) { to = numbers; }
void assign(const Vector<double>& numbers, const Shape& shape, Matrix<double>& to) {
  const auto columns = static_cast<Index>(shape[0]);
  to = numbers.reshaped(columns > 0 ? numbers.size() / columns : 0, columns);
}

}  // namespace

std::map<std::string, Tensor> preparation_tensors(const Preparation& preparation, const ForecastShape& steps,
                                                  Index dims, Index covariates) {
  std::map<std::string, Tensor> tensors;
  each_tensor(preparation, steps, dims, covariates,
              [&](const char* name, const Shape& shape, const auto& numbers, Sign) {
                tensors[name] = to_tensor<double>(as_matrix(numbers), shape);
              });
  return tensors;
}

Preparation take_preparation(std::map<std::string, Tensor>& tensors, Scale scale, const ForecastShape& steps,
                             Index dims, Index covariates, const std::string& path) {
  Preparation preparation;
  preparation.scaling.kind = scale;
  if (const auto centres = tensors.find("kernel.centres"); centres != tensors.end()) {
    const Shape& shape = centres->second.shape;
    if (shape.empty() || shape[0] == 0)
      throw Error(path + ": kernel.centres: expected shape MxIxD with M of at least 1, found " + shape_in_words(shape));
    preparation.kernel.emplace().centres.resize(0, static_cast<Index>(shape[0]));
  }
  each_tensor(preparation, steps, dims, covariates,
              [&](const char* name, const Shape& shape, auto& numbers, Sign sign) {
                const std::string where = path + ": " + name;
                const auto found = tensors.find(name);
                if (found == tensors.end()) throw Error(where + ": expected a tensor, found none");
                if (found->second.shape != shape)
                  throw Error(where + ": expected shape " + shape_in_words(shape) + ", found " +
                              shape_in_words(found->second.shape));
                const Vector<double> read = from_tensor<double>(found->second, where);
                if (!read.allFinite()) throw Error(where + ": expected finite numbers, found others");
                if (sign == Sign::positive && !(read.array() > 0).all())
                  throw Error(where + ": expected numbers above 0, found others");
                assign(read, shape, numbers);
                tensors.erase(found);
              });
  return preparation;
}

}  // namespace softwarp
