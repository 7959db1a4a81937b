package dev.adjoint.internal.kernel;

import jdk.incubator.vector.FloatVector;

import static dev.adjoint.internal.kernel.FloatConstants.*;
import static dev.adjoint.internal.kernel.FloatVectorMath.SPECIES;
import static jdk.incubator.vector.FloatVector.broadcast;

/** {@link FloatLogarithm} of vectors. */
final class FloatVectorLogarithm {
  private FloatVectorLogarithm() {}

  static FloatVector reduced(FloatVector f, FloatVector k) {
    var z = f.mul(f);
    var y = f.mul(z).fma(FloatVectorPolynomials.logarithm(f), z.fma(broadcast(SPECIES, -0.5f), k.mul(LN2_LO)));
    return k.fma(broadcast(SPECIES, LN2_HI), f.add(y));
  }

  static FloatVector rest(FloatVector f) {
    return f.mul(f).mul(f).mul(FloatVectorPolynomials.logarithm(f));
  }
}
