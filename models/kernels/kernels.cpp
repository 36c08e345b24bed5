#include "models/kernels/kernels.h"

namespace ayes::kernels {

namespace base {
extern const Kernels set;
}
namespace avx2 {
extern const Kernels set;
}
namespace avx512 {
extern const Kernels set;
}

std::span<const Kernels* const> all() {
  static constexpr const Kernels* sets[] = {
      &base::set,
#ifdef AYES_HAVE_AVX2
      &avx2::set,
#endif
#ifdef AYES_HAVE_AVX512
      &avx512::set,
#endif
  };
  std::size_t runnable = 1;
#ifdef AYES_HAVE_AVX2
  if (__builtin_cpu_supports("avx2")) runnable = 2;
#endif
#ifdef AYES_HAVE_AVX512
  if (runnable == 2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl")) {
    runnable = 3;
  }
#endif
  return {sets, runnable};
}

const Kernels& best() {
  static const Kernels& chosen = *all().back();
  return chosen;
}

}  // namespace ayes::kernels
