#include "app/report/gnuplot.hpp"

#include <cstdlib>

#include "app/report/line_panels.hpp"
#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;

namespace {

std::vector<Panel> panels() {
  const Matrix<double> flat = Matrix<double>::Zero(1, 5), two = Matrix<double>::Random(2, 4000);
  return {{"it's \"one\"", {{flat, kFaint}}}, {"two_2", {{two, kFaint}, {flat, kStrong, 2}}}};
}

}  // namespace

TEST_CASE("the extension determines the picture's format") {
  const TempFolder folder;
  const std::string ending = GENERATE(".svg", ".png", ".pdf");
  const std::string path = folder.file("picture" + ending);
  PictureFile picture(path);
  picture.commit(draw_panels(panels(), 2));
  const std::string bytes = read_file(path);
  const std::string magic = ending == ".svg" ? "<?xml" : ending == ".png" ? "\x89PNG" : "%PDF";
  CHECK(bytes.substr(0, magic.size()) == magic);
  CHECK(bytes.size() > 3000);
  CHECK(folder.count() == 1);
  if (ending == ".svg") CHECK(bytes.find("two_2") != std::string::npos);
}

TEST_CASE("other extensions and missing folders are reported immediately") {
  const TempFolder folder;
  CHECK(message_of<Error>([] { PictureFile("out.jpeg"); }) ==
        "out.jpeg: expected a picture's name to end in .svg, .png or .pdf, found \".jpeg\"");
  CHECK(message_of<Error>([&] { PictureFile(folder.file("none/out.svg")); }).find("cannot be written") !=
        std::string::npos);
}

TEST_CASE("an error of gnuplot is reported and leaves no file") {
  const TempFolder folder;
  PictureFile picture(folder.file("out.svg"));
  const std::string message = message_of<Error>([&] { picture.commit({100, 100, "plot nonsense(\n"}); });
  CHECK(message.rfind("gnuplot: expected a picture, found the error \"", 0) == 0);
  CHECK_FALSE(std::filesystem::exists(folder.file("out.svg")));
  // More than a pipe holds, sent to a gnuplot that no longer reads.
  CHECK_THROWS_AS(run_gnuplot("exit status 3\n" + std::string(1 << 20, '#')), Error);
}
