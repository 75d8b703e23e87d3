#include "app/report/alignment_picture.hpp"

#include "softwarp/core/number.hpp"

namespace softwarp {
namespace {

// Draws every dimension of a series as a line. `columns`: which of step number (1) and value (2) is x and which is y.
std::string lines(const Matrix<double>& series, const std::string& columns) {
  std::string plots, data;
  for (Index d = 0; d < series.rows(); ++d) {
    plots += (d == 0 ? "plot " : ", ") + std::string("'-' using ") + columns +
             " with lines linewidth 1.5 linecolor rgb '#333333' notitle";
    for (Index t = 0; t < series.cols(); ++t) data += std::to_string(t) + " " + to_text(series(d, t)) + "\n";
    data += "e\n";
  }
  return plots + "\n" + data;
}

std::string margins(double left, double right, double bottom, double top) {
  return "set lmargin at screen " + to_text(left) + "\nset rmargin at screen " + to_text(right) +
         "\nset bmargin at screen " + to_text(bottom) + "\nset tmargin at screen " + to_text(top) + "\n";
}

}  // namespace

Drawing draw_alignment(const Matrix<double>& E, const Matrix<double>& x, const Matrix<double>& y) {
  const std::string x_steps = to_text(static_cast<double>(x.cols()) - 0.5),
                    y_steps = to_text(static_cast<double>(y.cols()) - 0.5);
  std::string plots = "set multiplot\nunset key\nunset colorbox\nset border 0\nunset tics\n";
  plots += margins(0.26, 0.97, 0.81, 0.98) + "set xrange [-0.5:" + y_steps + "]\n" + lines(y, "1:2");
  plots += margins(0.02, 0.15, 0.09, 0.79) + "set xrange [*:*] reverse\nset yrange [" + x_steps + ":-0.5]\n" +
           lines(x, "2:1");

  const auto place = [](const char* column, Index all, Index drawn) {  // the centre of what a row or column stands for
    const std::string share = to_text(static_cast<double>(all) / static_cast<double>(drawn));
    return std::string("(($") + column + "+0.5)*" + share + "-0.5)";
  };
  plots += margins(0.26, 0.97, 0.09, 0.79) +
           "set border 15\nset xtics out nomirror\nset ytics out nomirror\nset xrange [-0.5:" + y_steps +
           "] noreverse\n";
  plots += "set palette defined (0 '#ffffff', 0.3 '#9ecae1', 1 '#08306b')\nset cbrange [0:*]\n";
  plots += "plot '-' matrix using " + place("1", y.cols(), E.cols()) + ":" + place("2", x.cols(), E.rows()) +
           ":3 with image\n";
  for (const auto& row : E.rowwise()) {
    for (const double e : row) plots += to_text(static_cast<double>(static_cast<float>(e))) + " ";
    plots += "\n";
  }
  return {.width = 720, .height = 720, .plots = plots + "e\nunset multiplot\n"};
}

}  // namespace softwarp
