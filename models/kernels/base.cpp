#define AYES_KERNEL_SET base
#define AYES_KERNEL_SET_NAME "base"
#include "models/kernels/kernels.inl"
