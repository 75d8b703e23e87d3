/// The exercises of docs/exercises.md, and what they share.
///
/// Each is one file with one function, which prints what to look at and returns whether all is right. What is broken or
/// unfinished stands at the word EXERCISE; the same file in solutions/ has it mended.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "softwarp/core/gradient_check.hpp"
#include "softwarp/core/types.hpp"

namespace exercises {

bool factor_two();
bool trains_anyway();
bool wrong_sign();
bool averaged_twice();
bool equal_lengths();
bool gaps();
bool small_gamma();
bool three_ways();
bool lost_path();
bool precision();
bool step_h();
bool kink();
bool adam_start();
bool step_size();
bool soft_msm();

/// Prints "right: …" or "WRONG: …", and returns whether it holds.
bool expect(bool holds, const std::string& what);

/// Prints the table of the checks, and returns whether none is wrong.
bool expect_right(const std::vector<softwarp::GradientCheck>& checks);

/// Normal random numbers, for each seed the same on every machine.
softwarp::Matrix<double> random_matrix(softwarp::Index rows, softwarp::Index columns, std::uint64_t seed);

/// A bar of a curve that is `width` wide at `largest`; one that ends in > goes on.
std::string bar(double value, double largest, int width = 40);

}  // namespace exercises
