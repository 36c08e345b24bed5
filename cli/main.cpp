#include "cli/program.h"

int main(int argc, char** argv) { return ayes::run_program(argc, argv); }
