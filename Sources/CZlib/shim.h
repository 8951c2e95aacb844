#include <zlib.h>

// A macro in zlib, which Swift does not import. 15 + 16: the largest window, a gzip wrapper and no other.
static inline int czlib_gunzip_init(z_streamp stream) { return inflateInit2(stream, 15 + 16); }
