// A run that is watched and stopped from the outside.
#include <csignal>

#include "support/catch.hpp"
#include "support/temp_folder.hpp"
#include "support/train_program.hpp"
#include "support/waiting.hpp"

using namespace softwarp;

TEST_CASE("an interrupt ends a training with status 130 and leaves nothing behind") {
  const int number = GENERATE(SIGINT, SIGTERM);
  const TempFolder folder;
  Process process(SOFTWARP_TRAIN, {"--quiet", "--epochs", "1000000000", "--json", folder.file("out.json")});
  REQUIRE(comes_true([&] { return folder.count() > 0; }));  // it has begun
  process.send_signal(number);
  const ProcessResult result = process.wait();
  CHECK(result.status == 130);
  CHECK(result.out.empty());
  CHECK(result.err == "train: interrupted\n");
  CHECK(folder.count() == 0);
}

TEST_CASE("a long run tells its progress on stderr in lines, unless it is to be quiet") {
  const TempFolder folder;
  const std::string quiet = folder.file("quiet"), talking = folder.file("talking");
  const std::vector<std::string> arguments{"--loss", "euclidean", "--epochs", "1000000000", "--threads", "1"};
  auto quiet_arguments = arguments;
  quiet_arguments.push_back("--quiet");
  Process quiet_process(SOFTWARP_TRAIN, quiet_arguments, {.err_path = quiet});
  Process talking_process(SOFTWARP_TRAIN, arguments, {.err_path = talking});
  // The first line comes after two seconds; by then the quiet one, which began earlier, would have told its own.
  REQUIRE(comes_true([&] { return !read_file(talking).empty(); }));
  quiet_process.send_signal(SIGINT);
  talking_process.send_signal(SIGINT);
  quiet_process.wait();
  talking_process.wait();
  CHECK(read_file(quiet) == "train: interrupted\n");
  const std::string text = read_file(talking);
  CHECK(text.rfind("training: ", 0) == 0);
  CHECK(text.find(" of 1000000000 epochs, ") != std::string::npos);
  CHECK(text.substr(text.size() - 20) == "\ntrain: interrupted\n");
}

TEST_CASE("an interrupt while it waits for data is no end of the data") {
  const TempFolder folder;
  Process process(SOFTWARP_TRAIN, {"--quiet", "--data", "-", "--json", folder.file("out.json")},
                  {.keep_input_open = true});
  REQUIRE(comes_true([&] { return folder.count() > 0 && process.is_waiting(); }));
  process.send_signal(SIGINT);
  const ProcessResult result = process.wait();
  CHECK(result.status == 130);
  CHECK(result.err == "train: interrupted\n");
}
