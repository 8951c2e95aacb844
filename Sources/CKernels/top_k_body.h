// Running top-K and log-sum-exp of a row whose scores come block by block.

static void top_k(const float *scores, size_t count, uint32_t first_id, float inverse_temperature,
                  size_t k, size_t *filled, uint32_t *ids, float *best, float *maximum,
                  double *sum) {
  size_t whole = count / CK_LANES * CK_LANES;
  float block_max = -INFINITY;
  if (whole) {
    vf m = load(scores);
    for (size_t i = CK_LANES; i < whole; i += CK_LANES) m = larger(m, load(scores + i));
    block_max = lane_max(m);
  }
  for (size_t i = whole; i < count; i++) block_max = scores[i] > block_max ? scores[i] : block_max;
  if (block_max > *maximum) {
    *sum *= exp(((double)*maximum - (double)block_max) * (double)inverse_temperature);
    *maximum = block_max;
  }

  vd total = (vd)(0.0);
  vf shift = fill(*maximum), factor = fill(inverse_temperature);
  for (size_t i = 0; i < whole; i += CK_LANES)
    total += __builtin_convertvector(exponential((load(scores + i) - shift) * factor), vd);
  double lanes[CK_LANES];
  __builtin_memcpy(lanes, &total, sizeof lanes);
  double block_sum = 0.0;
  for (int i = 0; i < CK_LANES; i++) block_sum += lanes[i];
  for (size_t i = whole; i < count; i++)
    block_sum += exp((double)((scores[i] - *maximum) * inverse_temperature));
  *sum += block_sum;

  // Ids ascend, so a score equal to a kept one has the higher id and goes behind it.
  for (size_t i = 0; i < count; i++) {
    if (*filled == k && i + CK_LANES <= count && i % CK_LANES == 0 &&
        !(lane_max(load(scores + i)) > best[k - 1])) {
      i += CK_LANES - 1;
      continue;
    }
    float score = scores[i];
    if (*filled == k && !(score > best[k - 1])) continue;
    size_t at = *filled < k ? (*filled)++ : k - 1;
    for (; at > 0 && best[at - 1] < score; at--) {
      best[at] = best[at - 1];
      ids[at] = ids[at - 1];
    }
    best[at] = score;
    ids[at] = first_id + (uint32_t)i;
  }
}
