#include <iostream>

#include "models/version.h"

int main() {
  std::cout << "Ayes " << ayes::version() << '\n';
}
