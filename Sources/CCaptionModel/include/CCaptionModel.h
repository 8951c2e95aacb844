// The bytes of the built-in caption model, caption.model beside the source.
#pragma once
#include <stddef.h>
#include <stdint.h>

const uint8_t *cm_caption_model(void);
size_t cm_caption_model_size(void);
