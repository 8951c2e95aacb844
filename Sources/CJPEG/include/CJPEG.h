// libjpeg behind functions that return: its fatal errors leave by longjmp, which Swift cannot cross.
#pragma once

#include <stddef.h>
#include <stdint.h>

// How a call ended.
enum {
  CJPEG_OK = 0,
  CJPEG_CORRUPT = 1,      // not decodable; `message` has libjpeg's words
  CJPEG_UNSUPPORTED = 2,  // a JPEG that this library cannot decode (12-bit, lossless, ...)
  CJPEG_TOO_LARGE = 3,    // sides beyond what the format's decoder takes
  CJPEG_TOO_MANY_SCANS = 4,
  CJPEG_NO_MEMORY = 5,
};

typedef struct cjpeg_decoder cjpeg_decoder;

// What the header says, valid after cjpeg_open returned CJPEG_OK.
typedef struct {
  uint32_t width;
  uint32_t height;
  int32_t file_components;  // as stored: 1, 3, 4 or odd
  int32_t components;       // as delivered: 3 = RGB, 4 = CMYK as stored, 0 = no conversion known
} cjpeg_header;

// Warnings met, in two kinds: pixels were made up, or only metadata was odd.
typedef struct {
  uint32_t pixel_warnings;
  uint32_t other_warnings;
  char message[200];  // the fatal error's text, else the first pixel warning's
} cjpeg_report;

// Reads the header of `bytes`, which must stay in place until cjpeg_close. NULL when out of memory.
cjpeg_decoder *cjpeg_open(const uint8_t *bytes, size_t count, int32_t scans_max);
int32_t cjpeg_status(const cjpeg_decoder *decoder);
cjpeg_header cjpeg_get_header(const cjpeg_decoder *decoder);
// The contents of the EXIF segment number `index` without its mark `Exif\0\0`; NULL behind the last.
// Valid until cjpeg_read.
const uint8_t *cjpeg_exif(const cjpeg_decoder *decoder, int32_t index, size_t *count);
// Writes height * width * components bytes.
int32_t cjpeg_read(cjpeg_decoder *decoder, uint8_t *pixels, size_t capacity);
const cjpeg_report *cjpeg_get_report(const cjpeg_decoder *decoder);
void cjpeg_close(cjpeg_decoder *decoder);

// Encodes RGB as baseline JPEG; *bytes is to be freed by cjpeg_free. Returns CJPEG_OK or an error.
int32_t cjpeg_encode(const uint8_t *rgb, uint32_t width, uint32_t height, int32_t quality,
                     uint8_t **bytes, size_t *count);
void cjpeg_free(uint8_t *bytes);
