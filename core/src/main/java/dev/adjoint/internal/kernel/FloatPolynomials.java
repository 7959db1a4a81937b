package dev.adjoint.internal.kernel;

import static java.lang.Math.fma;

/** {@link DoublePolynomials} for floats: shorter ones, all of our own. */
final class FloatPolynomials {
  private FloatPolynomials() {}

  /** (e^r − 1 − r)/r² on |r| ≤ ½ ln 2: e^r − 1 within 2⁻²⁹ of its value. */
  static float exponential(float r) {
    float q = fma(r, 0.00019890991f, 0.001393365f);
    q = fma(q, r, 0.0083333105f);
    q = fma(q, r, 0.041666467f);
    q = fma(q, r, 0.16666667f);
    return fma(q, r, 0.5f);
  }

  /** (ln(1 + f) − f + f²/2)/f³ on √½ ≤ 1 + f ≤ √2: ln(1 + f) within 2⁻²⁸ of its value. */
  static float logarithm(float f) {
    float q = fma(f, 0.06971612f, -0.11479734f);
    q = fma(q, f, 0.1168542f);
    q = fma(q, f, -0.12425687f);
    q = fma(q, f, 0.14249058f);
    q = fma(q, f, -0.16667803f);
    q = fma(q, f, 0.20000716f);
    q = fma(q, f, -0.24999997f);
    return fma(q, f, 0.3333333f);
  }

  /** (sin r − r)/r³ in z = r², on |r| ≤ π/4: sin r within 2⁻²⁸ of its value. */
  static float sine(float z) {
    float q = fma(z, 2.7243811e-06f, -0.00019840039f);
    q = fma(q, z, 0.008333332f);
    return fma(q, z, -0.16666667f);
  }

  /** (cos r − 1 + r²/2)/r⁴ in z = r², on |r| ≤ π/4: cos r within 2⁻³⁰ of its value. */
  static float cosine(float z) {
    float q = fma(z, 2.4542896e-05f, -0.0013888279f);
    return fma(q, z, 0.041666664f);
  }

  /** (ln m − 2s − ⅔ s³)/s⁵ in z = s², for s = (m − 1)/(m + 1) and √½ ≤ m ≤ √2: ln m within 2⁻³⁶ of its value. */
  static float power(float z) {
    float q = fma(z, 0.23419566f, 0.2854709f);
    return fma(q, z, 0.40000153f);
  }

  /** (atan t − t)/t³ in z = t², on t ≤ ½: atan t within 2⁻²⁷ of its value. */
  static float arctangent(float z) {
    float q = fma(z, -0.05124785f, 0.10155718f);
    q = fma(q, z, -0.14174205f);
    q = fma(q, z, 0.19994168f);
    return fma(q, z, -0.33333233f);
  }

  /** (asin t − t)/t³ in z = t², on t ≤ ½: asin t within 2⁻²⁷ of its value. */
  static float arcsine(float z) {
    float q = fma(z, 0.04215829f, 0.024184782f);
    q = fma(q, z, 0.04546915f);
    q = fma(q, z, 0.074953094f);
    return fma(q, z, 0.16666752f);
  }

  /** (sinh x − x)/x³ in z = x², on x ≤ 1: sinh x within 2⁻³¹ of its value. */
  static float hyperbolicSine(float z) {
    float q = fma(z, 2.7822118e-06f, 0.00019842896f);
    q = fma(q, z, 0.0083333105f);
    return fma(q, z, 0.16666667f);
  }

  /** erf x/x − 1 in z = x², on x ≤ 1: erf x within 2⁻²⁹ of its value. */
  static float erf(float z) {
    float q = fma(z, 7.8068966e-05f, -0.00079978525f);
    q = fma(q, z, 0.005187162f);
    q = fma(q, z, -0.026853347f);
    q = fma(q, z, 0.11283579f);
    q = fma(q, z, -0.37612626f);
    return fma(q, z, 0.12837917f);
  }

  /** −ln(1 − erf x) on 1 ≤ x ≤ 4: erf x within 2⁻²⁹ of its value. */
  static float erfTail(float x) {
    float q = fma(x, -0.0001863565f, 0.0029474779f);
    q = fma(q, x, -0.021837458f);
    q = fma(q, x, 0.10310565f);
    q = fma(q, x, 0.638146f);
    q = fma(q, x, 1.1270885f);
    return fma(q, x, 0.00034167315f);
  }

  /** (1 + 2x) e^x² (1 − erf x) in t = (x − c)/(x + c) for c = ERFC_CENTRE, on ½ ≤ x ≤ 11: within 2⁻²⁷ of its value. */
  static float erfcTail(float t) {
    float q = fma(t, 0.00059896865f, 0.00314903f);
    q = fma(q, t, -0.012842192f);
    q = fma(q, t, 0.032192323f);
    q = fma(q, t, -0.062243003f);
    q = fma(q, t, 0.09327253f);
    q = fma(q, t, -0.10554986f);
    q = fma(q, t, 0.07592916f);
    q = fma(q, t, 0.009011579f);
    q = fma(q, t, -0.14005883f);
    return fma(q, t, 1.2354978f);
  }
}
