package dev.adjoint.internal.kernel;

import static dev.adjoint.internal.kernel.DoubleConstants.*;
import static java.lang.Math.fma;

/**
 * The logarithm near 1. Doubles and floats differ in method here, not in numbers alone: a series in s = f/(2 + f), as fdlibm has it
 * (Sun Microsystems, 1993, {@code e_log.c}), gains two powers a term for one division; floats need few terms and do without.
 */
final class DoubleLogarithm {
  private DoubleLogarithm() {}

  /** k ln 2 + ln(1 + f) for √½ ≤ 1 + f &lt; √2. */
  static double reduced(double f, double k) {
    double s = f / (2 + f);
    double z = s * s;
    double h = 0.5 * f * f;
    return fma(k, LN2_HI, f - (h - fma(s, fma(DoublePolynomials.logarithm(z), z, h), k * LN2_LO)));
  }

  /** ln(1 + f) − f + ½f². */
  static double rest(double f) {
    double s = f / (2 + f);
    double z = s * s;
    return s * fma(DoublePolynomials.logarithm(z), z, 0.5 * f * f);
  }
}
