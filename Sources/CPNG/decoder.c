#include "CPNG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

struct cpng_decoder {
  png_structp png;
  png_infop info;
  jmp_buf escape;
  const uint8_t *bytes;
  size_t count;
  size_t next;
  int32_t status;
  char warning[160];
  char message[360];
};

static void on_error(png_structp png, png_const_charp text) {
  cpng_decoder *decoder = png_get_error_ptr(png);
  const char *warning = decoder->warning;
  decoder->status = CPNG_CORRUPT;
  snprintf(decoder->message, sizeof decoder->message, warning[0] ? "%s (%s)" : "%s", text, warning);
  longjmp(decoder->escape, 1);
}

// Warnings are about chunks that pixels do not depend on, but for one: the checksum of the
// compressed pixels as a whole, which libpng only compares when all rows have come out.
static void on_warning(png_structp png, png_const_charp text) {
  cpng_decoder *decoder = png_get_error_ptr(png);
  if (strstr(text, "incorrect data check") != NULL) png_error(png, text);
  snprintf(decoder->warning, sizeof decoder->warning, "%s", text);
}

static void on_read(png_structp png, png_bytep target, size_t count) {
  cpng_decoder *decoder = png_get_io_ptr(png);
  if (count > decoder->count - decoder->next) png_error(png, "the file ends early");
  memcpy(target, decoder->bytes + decoder->next, count);
  decoder->next += count;
}

cpng_decoder *cpng_open(const uint8_t *bytes, size_t count) {
  cpng_decoder *decoder = calloc(1, sizeof *decoder);
  if (decoder == NULL) return NULL;
  decoder->bytes = bytes;
  decoder->count = count;
  if (setjmp(decoder->escape) != 0) return decoder;
  decoder->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, decoder, on_error, on_warning);
  if (decoder->png != NULL) decoder->info = png_create_info_struct(decoder->png);
  if (decoder->info == NULL) {
    decoder->status = CPNG_NO_MEMORY;
    return decoder;
  }
  png_structp png = decoder->png;
  png_set_read_fn(png, decoder, on_read);
  // The caller's limits are stricter; it checks them before rows are allocated.
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  // What pixels do not depend on is passed over, unpacked texts and profiles of any size above all.
  static const png_byte passed_over[] = "iCCP\0tEXt\0zTXt\0iTXt\0sPLT\0hIST";
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, passed_over, 6);
  png_read_info(png, decoder->info);
  int type = png_get_color_type(png, decoder->info);
  // Pillow keeps the upper byte of 16 bits, except of grey ones, which the caller cuts.
  if (type != PNG_COLOR_TYPE_GRAY) png_set_strip_16(png);
  png_set_strip_alpha(png);
  png_set_packing(png);
  return decoder;
}

int32_t cpng_status(const cpng_decoder *decoder) { return decoder->status; }

cpng_header cpng_get_header(const cpng_decoder *decoder) {
  int type = png_get_color_type(decoder->png, decoder->info);
  int depth = png_get_bit_depth(decoder->png, decoder->info);
  cpng_header header = {
      .width = png_get_image_width(decoder->png, decoder->info),
      .height = png_get_image_height(decoder->png, decoder->info),
      .bit_depth = depth,
      .components = type & PNG_COLOR_MASK_COLOR && type != PNG_COLOR_TYPE_PALETTE ? 3 : 1,
      .component_bytes = type == PNG_COLOR_TYPE_GRAY && depth == 16 ? 2 : 1,
  };
  png_colorp palette = NULL;
  int count = 0;
  if (type == PNG_COLOR_TYPE_PALETTE &&
      png_get_PLTE(decoder->png, decoder->info, &palette, &count) == PNG_INFO_PLTE) {
    for (int entry = 0; entry < count && entry < 256; entry++) {
      header.palette[3 * entry] = palette[entry].red;
      header.palette[3 * entry + 1] = palette[entry].green;
      header.palette[3 * entry + 2] = palette[entry].blue;
    }
    header.palette_count = count;
  }
  return header;
}

int32_t cpng_read(cpng_decoder *decoder, uint8_t *pixels, size_t capacity) {
  if (setjmp(decoder->escape) != 0) return decoder->status;
  png_structp png = decoder->png;
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, decoder->info);
  size_t stride = png_get_rowbytes(png, decoder->info);
  size_t height = png_get_image_height(png, decoder->info);
  if (stride * height > capacity) png_error(png, "rows are longer than the header says");
  for (int pass = 0; pass < passes; pass++) {
    for (size_t row = 0; row < height; row++) png_read_row(png, pixels + row * stride, NULL);
  }
  png_read_end(png, decoder->info);
  return CPNG_OK;
}

const uint8_t *cpng_exif(cpng_decoder *decoder, size_t *count) {
  png_uint_32 bytes = 0;
  png_bytep exif = NULL;
  *count = 0;
  if (setjmp(decoder->escape) != 0) return NULL;
  if (png_get_eXIf_1(decoder->png, decoder->info, &bytes, &exif) == 0) return NULL;
  *count = bytes;
  return exif;
}

const char *cpng_message(const cpng_decoder *decoder) { return decoder->message; }

void cpng_close(cpng_decoder *decoder) {
  png_destroy_read_struct(&decoder->png, &decoder->info, NULL);
  free(decoder);
}
