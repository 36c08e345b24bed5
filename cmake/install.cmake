# `cmake --install`: the program, the libraries with their headers, the scenarios, and what find_package(ayes) reads.
