// Vectors of CK_LANES elements and the elementary functions on them.
#define INLINE static inline __attribute__((always_inline))

typedef float vf __attribute__((ext_vector_type(CK_LANES)));
typedef int32_t vi __attribute__((ext_vector_type(CK_LANES)));
typedef double vd __attribute__((ext_vector_type(CK_LANES)));
typedef uint8_t vb __attribute__((ext_vector_type(CK_LANES)));
typedef float quad __attribute__((ext_vector_type(4)));

INLINE vf load(const float *p) {
  vf v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}
INLINE void store(float *p, vf v) { __builtin_memcpy(p, &v, sizeof v); }
INLINE vf fill(float x) { return (vf)(x); }
INLINE vf larger(vf a, vf b) { return a > b ? a : b; }
INLINE vf smaller(vf a, vf b) { return a < b ? a : b; }
INLINE vf from_bits(vi v) {
  vf r;
  __builtin_memcpy(&r, &v, sizeof r);
  return r;
}

// The first `count` floats at p, zeros behind them.
INLINE vf load_part(const float *p, size_t count) {
  float t[CK_LANES] = {0};
  __builtin_memcpy(t, p, count * sizeof(float));
  return load(t);
}
INLINE void store_part(float *p, vf v, size_t count) {
  float t[CK_LANES];
  store(t, v);
  __builtin_memcpy(p, t, count * sizeof(float));
}

// Sum and maximum of the lanes, folded by halves: a fixed order.
typedef float pair __attribute__((ext_vector_type(2)));
#define LANES_FOLDED(name, add)                                                                   \
  INLINE float name(vf v) {                                                                       \
    quad q = FOLD_TO_QUAD(v, add);                                                                \
    pair p = add(q.lo, q.hi);                                                                     \
    return add(p.x, p.y);                                                                         \
  }
#define PLUS(a, b) ((a) + (b))
#define LARGER(a, b) ((a) > (b) ? (a) : (b))
#if CK_LANES == 16
typedef float eight __attribute__((ext_vector_type(8)));
#define FOLD_TO_QUAD(v, add)                                                                      \
  ({                                                                                              \
    eight e = add(v.lo, v.hi);                                                                    \
    add(e.lo, e.hi);                                                                              \
  })
#elif CK_LANES == 8
#define FOLD_TO_QUAD(v, add) add(v.lo, v.hi)
#else
#define FOLD_TO_QUAD(v, add) v
#endif
LANES_FOLDED(lane_sum, PLUS)
LANES_FOLDED(lane_max, LARGER)

INLINE vi bits_of(vf v) {
  vi r;
  __builtin_memcpy(&r, &v, sizeof r);
  return r;
}

// exp(x) = 2^n * exp(r), n = round(x / ln 2), |r| <= ln 2 / 2, by a polynomial of degree 5 with the
// least relative error among those with exp(0) = 1: 1.6e-7 with its roundings. Arguments are clamped
// to -87.3...88.3, so the result is never 0, infinite or subnormal.
INLINE vf exponential(vf x) {
  x = smaller(larger(x, fill(-87.3f)), fill(88.3f));
  // Adding 1.5 * 2^23 leaves no fraction bits: the rounding of the addition is the rounding to
  // the nearest whole number, which then stands in the lowest bits.
  const vf shifter = fill(12582912.0f);
  vf shifted = CK_FMA(x, fill(1.44269504f), shifter), n = shifted - shifter;
  // ln 2 in two parts; the first has few enough bits for n * part to be exact.
  vf r = CK_FMA(n, fill(-0.693145752f), x);
  r = CK_FMA(n, fill(-1.42860677e-6f), r);
  vf p = fill(0.008312501f);
  p = CK_FMA(p, r, fill(0.04189033f));
  p = CK_FMA(p, r, fill(0.16667116f));
  p = CK_FMA(p, r, fill(0.4999923f));
  p = CK_FMA(p, r, fill(1.0f));
  p = CK_FMA(p, r, fill(1.0f));
  return from_bits(bits_of(p) + (bits_of(shifted) << 23));
}

// x * sigmoid(1.702 x), OpenAI CLIP's approximation of GELU, with exp(-1.702 x) as 2^t: the nearest
// whole number of t is the exponent, and the rest r, at most a half, goes through the polynomial of
// degree 5 with the least relative error among those with 2^0 = 1: 1.7e-7 with its roundings.
// Rounding t itself adds up to |x| * 1.1e-7.
INLINE vf quick_gelu(vf x) {
  vf t = smaller(larger(x * fill(-2.45546696f), fill(-126.0f)), fill(126.0f));
  // As above.
  const vf shifter = fill(12582912.0f);
  vf shifted = t + shifter, r = t - (shifted - shifter);
  vf p = fill(0.0013264659f);
  p = CK_FMA(p, r, fill(0.009671566f));
  p = CK_FMA(p, r, fill(0.055507343f));
  p = CK_FMA(p, r, fill(0.24022241f));
  p = CK_FMA(p, r, fill(0.693147f));
  p = CK_FMA(p, r, fill(1.0f));
  return x / (from_bits(bits_of(p) + (bits_of(shifted) << 23)) + fill(1.0f));
}

// x * Phi(x). erf by Abramowitz and Stegun 7.1.26, absolute error below 1.5e-7.
INLINE vf gelu(vf x) {
  vf z = x * fill(0.70710678f);
  vf a = larger(z, -z);
  vf t = fill(1.0f) / CK_FMA(a, fill(0.3275911f), fill(1.0f));
  vf p = fill(1.061405429f);
  p = CK_FMA(p, t, fill(-1.453152027f));
  p = CK_FMA(p, t, fill(1.421413741f));
  p = CK_FMA(p, t, fill(-0.284496736f));
  p = CK_FMA(p, t, fill(0.254829592f));
  vf tail = p * t * exponential(-a * a);
  vf phi = z < fill(0.0f) ? tail : fill(2.0f) - tail;
  return x * fill(0.5f) * phi;
}

INLINE vf activate(vf x, enum ck_activation activation) {
  if (activation == CK_QUICK_GELU) return quick_gelu(x);
  if (activation == CK_GELU) return gelu(x);
  if (activation == CK_RELU) return x < fill(0.0f) ? fill(0.0f) : x;
  return x;
}
