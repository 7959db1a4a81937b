package dev.adjoint.internal.kernel;

import jdk.incubator.vector.DoubleVector;

import static dev.adjoint.internal.kernel.DoubleConstants.*;
import static dev.adjoint.internal.kernel.DoubleVectorMath.SPECIES;
import static jdk.incubator.vector.DoubleVector.broadcast;

/** {@link DoubleLogarithm} of vectors. */
final class DoubleVectorLogarithm {
  private DoubleVectorLogarithm() {}

  static DoubleVector reduced(DoubleVector f, DoubleVector k) {
    var s = f.div(f.add(2));
    var z = s.mul(s);
    var h = f.mul(0.5).mul(f);
    var t = s.fma(DoubleVectorPolynomials.logarithm(z).fma(z, h), k.mul(LN2_LO));
    return k.fma(broadcast(SPECIES, LN2_HI), f.sub(h.sub(t)));
  }

  static DoubleVector rest(DoubleVector f) {
    var s = f.div(f.add(2));
    var z = s.mul(s);
    return s.mul(DoubleVectorPolynomials.logarithm(z).fma(z, f.mul(0.5).mul(f)));
  }
}
