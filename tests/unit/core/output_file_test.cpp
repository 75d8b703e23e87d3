#include "softwarp/core/output_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <iostream>
#include <sstream>

#include "softwarp/core/error.hpp"
#include "support/catch.hpp"
#include "support/message.hpp"
#include "support/temp_folder.hpp"

using namespace softwarp;

namespace {

std::string error_for(const std::string& path) {
  return message_of<Error>([&] { const OutputFile file(path); });
}

}  // namespace

TEST_CASE("a committed file holds exactly its content, and nothing else is left behind") {
  const TempFolder folder;
  const std::string path = folder.file("out.json");
  const std::string content("line\r\n\0 ±\n", 11);
  {
    OutputFile file(path);
    CHECK_FALSE(file.is_stdout());
    file.commit(content);
  }
  CHECK(read_file(path) == content);
  CHECK(folder.count() == 1);
}

TEST_CASE("the file has its name only once it is complete") {
  const TempFolder folder;
  const std::string path = folder.file("out.json");
  OutputFile file(path);
  CHECK_FALSE(std::filesystem::exists(path));
  file.commit("done");
  CHECK(read_file(path) == "done");
}

TEST_CASE("without a commit an older file stays unchanged, and nothing new appears") {
  const TempFolder folder;
  const std::string path = folder.write("out.json", "old");
  {
    const OutputFile file(path);
    CHECK(read_file(path) == "old");
  }
  CHECK(read_file(path) == "old");
  CHECK(folder.count() == 1);
  { const OutputFile other(folder.file("other.json")); }
  CHECK(folder.count() == 1);
}

TEST_CASE("a commit replaces an older file") {
  const TempFolder folder;
  const std::string path = folder.write("out.json", "old and longer");
  OutputFile(path).commit("new");
  CHECK(read_file(path) == "new");
  CHECK(folder.count() == 1);
}

TEST_CASE("a path that cannot be written is an immediate error and leaves nothing behind") {
  const TempFolder folder;
  CHECK(error_for(folder.file("none/out.json")) ==
        folder.file("none/out.json") + ": cannot be written: No such file or directory");
  CHECK(error_for(folder.path().string()) == folder.path().string() + ": cannot be written: it is a folder");
  const std::string file = folder.write("file", "");
  CHECK(error_for(file + "/out.json") == file + "/out.json: cannot be written: Not a directory");
  const std::string long_path = folder.file(std::string(300, 'x'));
  CHECK(error_for(long_path) == long_path + ": cannot be written: File name too long");
  CHECK(error_for("") == "output file: expected a name, found nothing");
  CHECK(folder.count() == 1);
}

TEST_CASE("a folder without write permission is an immediate error") {
  if (geteuid() == 0) return;  // root may write anywhere
  const TempFolder folder;
  chmod(folder.path().c_str(), 0555);
  CHECK(error_for(folder.file("out.json")) == folder.file("out.json") + ": cannot be written: Permission denied");
  chmod(folder.path().c_str(), 0755);
}

TEST_CASE("a commit that fails is an error and leaves nothing behind") {
  const TempFolder folder;
  const std::string path = folder.file("out.json");
  {
    OutputFile file(path);
    std::filesystem::create_directory(path);  // another process was faster
    CHECK(message_of<Error>([&] { file.commit("x"); }) == path + ": cannot be written: Is a directory");
  }
  CHECK(folder.count() == 1);
}

TEST_CASE("a device or pipe is written to, never replaced by a file") {
  const TempFolder folder;
  const std::string path = folder.file("pipe");
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  const int reader = open(path.c_str(), O_RDONLY | O_NONBLOCK);
  OutputFile(path).commit("text");
  char text[16] = {};
  CHECK(read(reader, text, sizeof text) == 4);
  close(reader);
  CHECK(std::string(text) == "text");
  CHECK(std::filesystem::is_fifo(path));
  CHECK(folder.count() == 1);

  OutputFile("/dev/null").commit("text");
  CHECK(std::filesystem::is_character_file("/dev/null"));
  CHECK(message_of<Error>([] { OutputFile("/dev/full").commit("text"); }) ==
        "/dev/full: cannot be written: No space left on device");
}

TEST_CASE("a link stays a link, and the file it points to is written") {
  const TempFolder folder;
  const std::string path = folder.write("elsewhere/real.json", "old");
  std::filesystem::create_symlink("elsewhere/real.json", folder.file("link.json"));
  OutputFile(folder.file("link.json")).commit("new");
  CHECK(std::filesystem::is_symlink(folder.file("link.json")));
  CHECK(read_file(path) == "new");
}

TEST_CASE("- is standard output") {
  std::ostringstream seen;
  std::streambuf* const before = std::cout.rdbuf(seen.rdbuf());
  OutputFile file("-");
  const bool is_stdout = file.is_stdout();
  file.commit("text\n");
  std::cout.rdbuf(before);
  CHECK(is_stdout);
  CHECK(seen.str() == "text\n");
  CHECK_FALSE(std::filesystem::exists("-"));
}

TEST_CASE("standard output that accepts nothing is an error") {
  std::streambuf* const before = std::cout.rdbuf(nullptr);  // as good as a full disk: every write fails
  const std::string message = message_of<Error>([&] { OutputFile("-").commit("text\n"); });
  std::cout.rdbuf(before);  // also clears the error
  CHECK(message == "standard output: cannot be written");
}
