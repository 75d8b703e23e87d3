#include <memory>
#include <variant>

#include "softwarp/c/bridge/batches.hpp"
#include "softwarp/c/bridge/status.hpp"
#include "softwarp/core/thread_scratch.hpp"
#include "softwarp/loss/registry.hpp"

using namespace softwarp;
using namespace softwarp::c;

struct softwarp_loss {
  softwarp_type type;
  std::variant<std::unique_ptr<Loss<float>>, std::unique_ptr<Loss<double>>> loss;

  template <class Real>
  const Loss<Real>& of() const {
    return *std::get<std::unique_ptr<Loss<Real>>>(loss);
  }
};

softwarp_status softwarp_loss_new(const char* text, softwarp_type type, softwarp_loss** loss) {
  return guarded([&] {
    require(text, "text");
    require(loss, "loss");
    with_real(type, [&]<class Real>() { *loss = new softwarp_loss{type, make_loss<Real>(parse_loss(text))}; });
  });
}

void softwarp_loss_free(softwarp_loss* loss) { delete loss; }

softwarp_status softwarp_loss_pairs(const softwarp_loss* loss, const softwarp_batch* x, const softwarp_batch* y,
                                    double* value, void* dx, void* dy) {
  return guarded([&] {
    require(loss, "loss");
    check(x, "x");
    check(y, "y");
    require(value, "value");
    check_same_type(loss->type, *x, "x");
    check_same_type(loss->type, *y, "y");
    with_real(loss->type, [&]<class Real>() {
      const auto matrix_at = [](void* values, const softwarp_batch& like) {
        return Eigen::Map<Matrix<Real>>(static_cast<Real*>(values), like.steps * like.dims, like.count);
      };
      const Batch<Real> batch_x = view_of<Real>(*x), batch_y = view_of<Real>(*y);
      Eigen::Map<Vector<double>> values(value, x->count);
      if (dx == nullptr && dy == nullptr) return loss->of<Real>().pairs(batch_x, batch_y, values);
      if (dy == nullptr) return loss->of<Real>().pairs(batch_x, batch_y, values, matrix_at(dx, *x));
      ThreadScratch<Matrix<Real>> unasked;
      if (dx == nullptr) unasked->resize(x->steps * x->dims, x->count);
      loss->of<Real>().pairs(batch_x, batch_y, values, matrix_at(dx == nullptr ? unasked->data() : dx, *x),
                             matrix_at(dy, *y));
    });
  });
}

softwarp_status softwarp_loss_cross(const softwarp_loss* loss, const softwarp_batch* x, const softwarp_batch* y,
                                    double* value) {
  return guarded([&] {
    require(loss, "loss");
    check(x, "x");
    require(value, "value");
    check_same_type(loss->type, *x, "x");
    if (y != nullptr) check(y, "y");
    if (y != nullptr) check_same_type(loss->type, *y, "y");
    with_real(loss->type, [&]<class Real>() {
      const softwarp_batch& other = y == nullptr ? *x : *y;
      const Batch<Real> batch_x = view_of<Real>(*x), batch_y = view_of<Real>(other);
      Eigen::Map<Matrix<double>> values(value, other.count, x->count);
      y == nullptr ? loss->of<Real>().cross(batch_x, values) : loss->of<Real>().cross(batch_x, batch_y, values);
    });
  });
}
