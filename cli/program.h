// The program `ayes`: its commands, and what it says and returns when something goes wrong.
//
// A command is one file: a struct with its options, `add_NAME` that declares them, and `carry_out`
// that does it. Two lines in program.cpp make it known.
#pragma once

namespace ayes {

// What the program returns to the shell.
namespace exit_code {
inline constexpr int done = 0;
inline constexpr int no_file = 1;        // could not read or write
inline constexpr int mistake = 2;        // in the command or the scenario
inline constexpr int stopped_short = 3;  // of the precision wanted
inline constexpr int interrupted = 130;
}  // namespace exit_code

// Runs the command that the arguments name; returns its exit code. Throws nothing.
int run_program(int argc, const char* const* argv);

}  // namespace ayes
