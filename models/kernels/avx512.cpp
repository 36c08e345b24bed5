#define AYES_KERNEL_SET avx512
#define AYES_KERNEL_SET_NAME "avx512"
#include "models/kernels/kernels.inl"
