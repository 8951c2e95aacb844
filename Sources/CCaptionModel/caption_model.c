#include "CCaptionModel.h"

// #embed is C23; clang has it in every mode. The executable stays one file that way.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t model[] = {
#embed "caption.model"
};

const uint8_t *cm_caption_model(void) { return model; }
size_t cm_caption_model_size(void) { return sizeof model; }
