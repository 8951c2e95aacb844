#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

struct encoder {
  struct jpeg_error_mgr errors;
  struct jpeg_compress_struct info;
  jmp_buf escape;
  unsigned char *bytes;
  unsigned long count;
};

static void on_error(j_common_ptr common) {
  struct encoder *encoder = (struct encoder *)common->err;
  longjmp(encoder->escape, 1);
}

static void on_output(j_common_ptr common) { (void)common; }

int32_t cjpeg_encode(const uint8_t *rgb, uint32_t width, uint32_t height, int32_t quality,
                     uint8_t **bytes, size_t *count) {
  struct encoder *encoder = calloc(1, sizeof *encoder);
  if (encoder == NULL) return CJPEG_NO_MEMORY;
  encoder->info.err = jpeg_std_error(&encoder->errors);
  encoder->errors.error_exit = on_error;
  encoder->errors.output_message = on_output;
  if (setjmp(encoder->escape) != 0) {
    jpeg_destroy_compress(&encoder->info);
    free(encoder->bytes);
    free(encoder);
    return CJPEG_CORRUPT;
  }
  jpeg_create_compress(&encoder->info);
  jpeg_mem_dest(&encoder->info, &encoder->bytes, &encoder->count);
  encoder->info.image_width = width;
  encoder->info.image_height = height;
  encoder->info.input_components = 3;
  encoder->info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&encoder->info);
  jpeg_set_quality(&encoder->info, quality, TRUE);
  encoder->info.optimize_coding = TRUE;
  jpeg_start_compress(&encoder->info, TRUE);
  while (encoder->info.next_scanline < height) {
    // libjpeg's rows are not const, but it does not write to them.
    JSAMPROW row = (JSAMPROW)(rgb + (size_t)encoder->info.next_scanline * width * 3);
    jpeg_write_scanlines(&encoder->info, &row, 1);
  }
  jpeg_finish_compress(&encoder->info);
  jpeg_destroy_compress(&encoder->info);
  *bytes = encoder->bytes;
  *count = encoder->count;
  free(encoder);
  return CJPEG_OK;
}

void cjpeg_free(uint8_t *bytes) { free(bytes); }
