#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

struct cjpeg_decoder {
  // The manager is first, so that a pointer to it is a pointer to the decoder.
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  struct jpeg_decompress_struct info;
  jmp_buf escape;
  int32_t status;
  int32_t scans_max;
  cjpeg_report report;
};

static void on_error(j_common_ptr common) {
  cjpeg_decoder *decoder = (cjpeg_decoder *)common->err;
  switch (common->err->msg_code) {
    case JERR_BAD_PRECISION:
    case JERR_SOF_UNSUPPORTED:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_ARITH_NOTIMPL:
    case JERR_COMPONENT_COUNT:
    case JERR_CCIR601_NOTIMPL:
    case JERR_FRACT_SAMPLE_NOTIMPL:
      decoder->status = CJPEG_UNSUPPORTED;
      break;
    case JERR_IMAGE_TOO_BIG:
    case JERR_WIDTH_OVERFLOW:
    case JERR_NO_BACKING_STORE:
      decoder->status = CJPEG_TOO_LARGE;
      break;
    case JERR_OUT_OF_MEMORY:
      decoder->status = CJPEG_NO_MEMORY;
      break;
    default:
      decoder->status = CJPEG_CORRUPT;
  }
  common->err->format_message(common, decoder->report.message);
  longjmp(decoder->escape, 1);
}

// Warnings that leave every coefficient as the file has it. All others mean made-up pixels.
static int spares_pixels(int code) {
  return code == JWRN_EXTRANEOUS_DATA || code == JWRN_ADOBE_XFORM || code == JWRN_JFIF_MAJOR ||
         code == JWRN_TOO_MUCH_DATA || code == JWRN_BOGUS_ICC;
}

static void on_message(j_common_ptr common, int level) {
  cjpeg_decoder *decoder = (cjpeg_decoder *)common->err;
  if (level >= 0) return;  // traces
  if (spares_pixels(common->err->msg_code)) {
    decoder->report.other_warnings++;
    return;
  }
  if (decoder->report.pixel_warnings++ == 0) {
    common->err->format_message(common, decoder->report.message);
  }
}

static void on_output(j_common_ptr common) { (void)common; }

// A legal file can ask for tens of thousands of passes over all coefficients.
static void on_progress(j_common_ptr common) {
  cjpeg_decoder *decoder = (cjpeg_decoder *)common->err;
  if (decoder->info.input_scan_number > decoder->scans_max) {
    decoder->status = CJPEG_TOO_MANY_SCANS;
    longjmp(decoder->escape, 1);
  }
}

cjpeg_decoder *cjpeg_open(const uint8_t *bytes, size_t count, int32_t scans_max) {
  cjpeg_decoder *decoder = calloc(1, sizeof *decoder);
  if (decoder == NULL) return NULL;
  decoder->scans_max = scans_max;
  decoder->info.err = jpeg_std_error(&decoder->errors);
  decoder->errors.error_exit = on_error;
  decoder->errors.emit_message = on_message;
  decoder->errors.output_message = on_output;
  if (setjmp(decoder->escape) != 0) return decoder;
  jpeg_create_decompress(&decoder->info);
  // The library's own default depends on an environment variable.
  decoder->info.mem->max_memory_to_use = 1L << 30;
  decoder->progress.progress_monitor = on_progress;
  decoder->info.progress = &decoder->progress;
  jpeg_mem_src(&decoder->info, bytes, count);
  jpeg_save_markers(&decoder->info, JPEG_APP0 + 1, 0xFFFF);
  jpeg_read_header(&decoder->info, TRUE);
  if (decoder->info.num_components == 4) {
    decoder->info.out_color_space = JCS_CMYK;
  } else if (decoder->info.num_components == 1 || decoder->info.num_components == 3) {
    decoder->info.out_color_space = JCS_RGB;
  }
  return decoder;
}

int32_t cjpeg_status(const cjpeg_decoder *decoder) { return decoder->status; }

cjpeg_header cjpeg_get_header(const cjpeg_decoder *decoder) {
  int components = decoder->info.num_components;
  cjpeg_header header = {
      .width = decoder->info.image_width,
      .height = decoder->info.image_height,
      .file_components = components,
      .components = components == 4 ? 4 : components == 1 || components == 3 ? 3 : 0,
  };
  return header;
}

const uint8_t *cjpeg_exif(const cjpeg_decoder *decoder, int32_t index, size_t *count) {
  static const char mark[6] = "Exif\0";
  for (jpeg_saved_marker_ptr marker = decoder->info.marker_list; marker; marker = marker->next) {
    if (marker->marker != JPEG_APP0 + 1 || marker->data_length < sizeof mark ||
        memcmp(marker->data, mark, sizeof mark) != 0 || index-- > 0) {
      continue;
    }
    *count = marker->data_length - sizeof mark;
    return marker->data + sizeof mark;
  }
  return NULL;
}

int32_t cjpeg_read(cjpeg_decoder *decoder, uint8_t *pixels, size_t capacity) {
  if (setjmp(decoder->escape) != 0) return decoder->status;
  jpeg_start_decompress(&decoder->info);
  size_t stride = (size_t)decoder->info.output_width * (size_t)decoder->info.output_components;
  if (stride * decoder->info.output_height > capacity) return decoder->status = CJPEG_TOO_LARGE;
  while (decoder->info.output_scanline < decoder->info.output_height) {
    JSAMPROW row = pixels + stride * decoder->info.output_scanline;
    jpeg_read_scanlines(&decoder->info, &row, 1);
  }
  jpeg_finish_decompress(&decoder->info);
  return CJPEG_OK;
}

const cjpeg_report *cjpeg_get_report(const cjpeg_decoder *decoder) { return &decoder->report; }

void cjpeg_close(cjpeg_decoder *decoder) {
  jpeg_destroy_decompress(&decoder->info);
  free(decoder);
}
