package dev.adjoint.internal.kernel;

import static dev.adjoint.internal.kernel.FloatConstants.*;
import static java.lang.Math.fma;

/** The logarithm near 1: a series in f itself, unlike that of {@link DoubleLogarithm}. */
final class FloatLogarithm {
  private FloatLogarithm() {}

  /** k ln 2 + ln(1 + f) for √½ ≤ 1 + f &lt; √2. */
  static float reduced(float f, float k) {
    float z = f * f;
    float y = fma(f * z, FloatPolynomials.logarithm(f), fma(z, -0.5f, k * LN2_LO));
    return fma(k, LN2_HI, f + y);
  }

  /** ln(1 + f) − f + ½f². */
  static float rest(float f) {
    return f * f * f * FloatPolynomials.logarithm(f);
  }
}
