#include "io/state/gzip.h"

#include <array>
#include <new>
#include <zlib.h>

namespace ayes {
namespace {

constexpr int as_gzip = 16;  // added to the window's bits: with gzip's head and check sum
constexpr int window_bits = 15, usual_memory = 8;
constexpr int level = 4;  // beyond it packing takes twice the time and saves a hundredth

// zlib reads through a pointer that is not const, and doesn't write there.
Bytef* input_of(const std::string& bytes) {
  return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
}

}  // namespace

std::string gzip(const std::string& text) {
  z_stream stream{};
  if (deflateInit2(&stream, level, Z_DEFLATED, window_bits + as_gzip, usual_memory,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = input_of(text);
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);  // in one go, since the output has room for any input
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

bool is_gzip(const std::string& bytes) { return bytes.starts_with("\x1f\x8b"); }

std::optional<std::string> gunzip(const std::string& bytes, std::int64_t limit) {
  z_stream stream{};
  if (inflateInit2(&stream, window_bits + as_gzip) != Z_OK) throw std::bad_alloc();
  stream.next_in = input_of(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string text;
  std::array<char, 1 << 16> piece{};
  int status = Z_OK;
  while (status == Z_OK && static_cast<std::int64_t>(text.size()) <= limit) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    status = inflate(&stream, Z_NO_FLUSH);
    text.append(piece.data(), piece.size() - stream.avail_out);
  }
  const bool whole = status == Z_STREAM_END && stream.avail_in == 0;
  inflateEnd(&stream);
  if (!whole || static_cast<std::int64_t>(text.size()) > limit) return {};
  return text;
}

}  // namespace ayes
