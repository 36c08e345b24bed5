#define AYES_KERNEL_SET avx2
#define AYES_KERNEL_SET_NAME "avx2"
#include "models/kernels/kernels.inl"
