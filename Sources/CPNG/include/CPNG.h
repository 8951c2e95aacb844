// libpng behind functions that return: its fatal errors leave by longjmp, which Swift cannot cross.
#pragma once

#include <stddef.h>
#include <stdint.h>

// How a call ended.
enum {
  CPNG_OK = 0,
  CPNG_CORRUPT = 1,  // not decodable; `message` has libpng's words
  CPNG_NO_MEMORY = 2,
};

typedef struct cpng_decoder cpng_decoder;

// What the chunks in front of the pixels say, valid after cpng_open returned a decoder with CPNG_OK.
typedef struct {
  uint32_t width;
  uint32_t height;
  int32_t bit_depth;       // as stored: 1, 2, 4, 8, 16
  int32_t components;      // as delivered: 3 = RGB, 1 = grey or palette index
  int32_t component_bytes; // as delivered: 2 for 16-bit grey, big-endian, else 1
  int32_t palette_count;   // entries of `palette`, 0 for files that are not indexed
  uint8_t palette[256 * 3];
} cpng_header;

// Reads `bytes` up to the pixels; they must stay in place until cpng_close. NULL when out of memory.
cpng_decoder *cpng_open(const uint8_t *bytes, size_t count);
int32_t cpng_status(const cpng_decoder *decoder);
cpng_header cpng_get_header(const cpng_decoder *decoder);
// Writes height * width * components * component_bytes bytes, and reads the file to its end.
int32_t cpng_read(cpng_decoder *decoder, uint8_t *pixels, size_t capacity);
// The eXIf chunk's contents, NULL where there is none; call it after cpng_read, since the chunk may
// stand behind the pixels. Valid until cpng_close.
const uint8_t *cpng_exif(cpng_decoder *decoder, size_t *count);
// The fatal error's text, followed in brackets by the warning before it where there was one.
const char *cpng_message(const cpng_decoder *decoder);
void cpng_close(cpng_decoder *decoder);
