// Everything of one level. The file that includes this sets the vector width and the names.
#include "CKernels.h"
#include <math.h>
#include <string.h>

#include "vectors.h"
#include "rows_body.h"
#include "gemm_body.h"
#include "attention_body.h"
#include "top_k_body.h"
#include "resample_body.h"
#include "mix_body.h"

extern const ck_table CK_TABLE;
const ck_table CK_TABLE = {
    .name = CK_NAME,
    .lanes = CK_LANES,
    .has_fast_gemm = CK_FAST_GEMM,
    .packed_count = packed_count,
    .pack = pack,
    .gemm = gemm,
    .bias_activation = bias_activation,
    .layer_norm = layer_norm,
    .attention_scratch = attention_scratch,
    .attention = attention,
    .top_k = top_k,
    .resample_rows = resample_rows,
    .resample_columns = resample_columns,
    .mix_rows = mix_rows,
};
