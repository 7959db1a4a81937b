package dev.adjoint.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import static dev.adjoint.internal.kernel.FloatScalarMath.*;
import static jdk.incubator.vector.FloatVector.broadcast;

/**
 * The functions of as many floats as a vector of the machine holds. Each method takes the steps of the method of the same name
 * in {@link FloatScalarMath}, where the formulas stand, one for one; that class also takes the elements that fill no vector, and vectors with an element out
 * of the ordinary.
 *
 * <p>A loop is fast only if the compiler inlines all of it. When a loop grows long, it stops to inline methods that are not of the
 * Vector API itself, so these are few, and rare cases are left out.
 */
final class FloatVectorMath implements VectorMath<float[]> {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final VectorMath<float[]> ONE_BY_ONE = new FloatScalarMath();

  /** How many floats are computed at a time. */
  static final int LANES = SPECIES.length();

  /** Up to here e^−x is a normal number. */
  private static final float EXP_NORMAL = 87;
  private static final float[] EXPM1 = {E5, E4, E3, E2, E1, E0};
  private static final float[] LOG = {L8, L7, L6, L5, L4, L3, L2, L1, L0};

  private static FloatVector load(float[] x, int i) {
    return FloatVector.fromArray(SPECIES, x, i);
  }

  private static IntVector bits(FloatVector x) {
    return x.reinterpretAsInts();
  }

  /** The numbers whose exponent is given, with its bias. */
  private static FloatVector power(IntVector exponent) {
    return exponent.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  static FloatVector exp(FloatVector x) {
    var c = x.blend(EXP_HIGH, x.compare(VectorOperators.GT, EXP_HIGH));
    return expClamped(c.blend(EXP_LOW, x.compare(VectorOperators.LT, EXP_LOW)));
  }

  private static FloatVector expClamped(FloatVector x) {
    var t = x.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    var y = expm1Reduced(reduce(x, t)).add(1);
    var k = bits(t).sub(ROUND_BITS - 256);
    var half = k.lanewise(VectorOperators.LSHR, 1);
    return y.mul(power(half.sub(1))).mul(power(k.sub(half).sub(1)));
  }

  private static FloatVector reduce(FloatVector x, FloatVector t) {
    var k = t.sub(ROUND);
    return k.fma(broadcast(SPECIES, -LN2_LO), k.fma(broadcast(SPECIES, -LN2_HI), x));
  }

  private static FloatVector expm1Reduced(FloatVector r) {
    var q = r.fma(broadcast(SPECIES, E5), broadcast(SPECIES, E4));
    q = q.fma(r, broadcast(SPECIES, E3));
    q = q.fma(r, broadcast(SPECIES, E2));
    q = q.fma(r, broadcast(SPECIES, E1));
    q = q.fma(r, broadcast(SPECIES, E0));
    return r.mul(r).fma(q, r);
  }

  static FloatVector expm1(FloatVector x) {
    var c = x.blend(EXP_HIGH, x.compare(VectorOperators.GT, EXP_HIGH));
    c = c.blend(EXPM1_LOW, x.compare(VectorOperators.LT, EXPM1_LOW));
    var t = c.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    var p = expm1Reduced(reduce(c, t));
    var s = power(bits(t).add(126));
    var y = s.fma(p, s.sub(0.5f)).mul(2);
    return y.blend(x, x.abs().compare(VectorOperators.LT, TINY));
  }

  /** Whether every x is positive, normal and finite. */
  private static boolean isLogOrdinary(FloatVector x) {
    return x.compare(VectorOperators.GE, Float.MIN_NORMAL).and(x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY))
        .allTrue();
  }

  private static FloatVector log(FloatVector x) {
    var u = bits(x).add(ONE_BITS - ROOT_HALF_BITS);
    return logReduced(fraction(u).sub(1), exponent(u).sub(EXPONENT_BIAS));
  }

  /** The exponent of u, with the bias of EXPONENT_BIAS. */
  private static FloatVector exponent(IntVector u) {
    return u.lanewise(VectorOperators.LSHR, 23).or(EXPONENT_BITS).reinterpretAsFloats();
  }

  /** m. */
  private static FloatVector fraction(IntVector u) {
    return u.and(FRACTION_BITS).add(ROOT_HALF_BITS).reinterpretAsFloats();
  }

  private static FloatVector logReduced(FloatVector f, FloatVector k) {
    var q = f.fma(broadcast(SPECIES, L8), broadcast(SPECIES, L7));
    q = q.fma(f, broadcast(SPECIES, L6));
    q = q.fma(f, broadcast(SPECIES, L5));
    q = q.fma(f, broadcast(SPECIES, L4));
    q = q.fma(f, broadcast(SPECIES, L3));
    q = q.fma(f, broadcast(SPECIES, L2));
    q = q.fma(f, broadcast(SPECIES, L1));
    q = q.fma(f, broadcast(SPECIES, L0));
    return logReduced(f, k, q);
  }

  private static FloatVector logReduced(FloatVector f, FloatVector k, FloatVector q) {
    var z = f.mul(f);
    var y = f.mul(z).fma(q, z.fma(broadcast(SPECIES, -0.5f), k.mul(LN2_LO)));
    return k.fma(broadcast(SPECIES, LN2_HI), f.add(y));
  }

  /** Whether −1 &lt; x &lt; HUGE for every x. */
  private static boolean isLog1pOrdinary(FloatVector x) {
    return x.compare(VectorOperators.GT, -1).and(x.compare(VectorOperators.LT, HUGE)).allTrue();
  }

  private static FloatVector log1p(FloatVector x) {
    var one = x.add(1);
    var u = bits(one).add(ONE_BITS - ROOT_HALF_BITS);
    var scale = u.and(~FRACTION_BITS).neg().add(2 * ONE_BITS).reinterpretAsFloats();
    var c = x.sub(one.sub(1)).mul(scale);
    var y = logReduced(fraction(u).sub(1).add(c), exponent(u).sub(EXPONENT_BIAS));
    return y.blend(x, x.abs().compare(VectorOperators.LT, TINY));
  }

  /** Whether |x| is small enough for every x. */
  private static boolean isSineOrdinary(FloatVector x) {
    return x.abs().compare(VectorOperators.LE, TRIG_HIGH).allTrue();
  }

  private static FloatVector sin(FloatVector x) {
    return sine(x, 0).blend(x, x.abs().compare(VectorOperators.LT, SINE_TINY));
  }

  private static FloatVector cos(FloatVector x) {
    return sine(x, 1);
  }

  private static FloatVector sine(FloatVector x, int quadrants) {
    var t = x.fma(broadcast(SPECIES, TWO_BY_PI), broadcast(SPECIES, ROUND));
    var j = t.sub(ROUND);
    var r = j.fma(broadcast(SPECIES, -PI_LO), j.fma(broadcast(SPECIES, -PI_MID), j.fma(broadcast(SPECIES, -PI_HI), x)));
    var z = r.mul(r);
    var quadrant = bits(t).add(quadrants);
    VectorMask<Float> odd = quadrant.and(1).compare(VectorOperators.NE, 0).cast(SPECIES);
    var sign = quadrant.and(2).lanewise(VectorOperators.LSHL, 30);
    return bits(sineReduced(r, z).blend(cosineReduced(z), odd)).lanewise(VectorOperators.XOR, sign)
        .reinterpretAsFloats();
  }

  private static FloatVector sineReduced(FloatVector r, FloatVector z) {
    var p = z.fma(broadcast(SPECIES, S3), broadcast(SPECIES, S2));
    p = p.fma(z, broadcast(SPECIES, S1));
    p = p.fma(z, broadcast(SPECIES, S0));
    return z.mul(r).fma(p, r);
  }

  private static FloatVector cosineReduced(FloatVector z) {
    var q = z.fma(broadcast(SPECIES, C2), broadcast(SPECIES, C1));
    q = q.fma(z, broadcast(SPECIES, C0));
    var h = z.mul(0.5f);
    var one = broadcast(SPECIES, 1);
    var w = one.sub(h);
    return w.add(z.mul(z).fma(q, one.sub(w).sub(h)));
  }

  static FloatVector tanh(FloatVector x) {
    var a = x.abs();
    var c = a.blend(TANH_HIGH, a.compare(VectorOperators.GT, TANH_HIGH)).mul(-2);
    var t = c.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    var p = expm1Reduced(reduce(c, t));
    var s = power(bits(t).add(127));
    var y = s.fma(p, s.sub(1)).div(s.fma(p, s.add(1)));
    return bits(y.abs()).or(bits(x).and(SIGN_BIT)).reinterpretAsFloats();
  }

  private static FloatVector expOfNegative(FloatVector x) {
    var c = x.abs().neg();
    return expClamped(c.blend(EXP_LOW, c.compare(VectorOperators.LT, EXP_LOW)));
  }

  static FloatVector sigmoid(FloatVector x) {
    var e = expOfNegative(x);
    return broadcast(SPECIES, 1).blend(e, x.compare(VectorOperators.LT, 0)).div(e.add(1));
  }

  private static FloatVector positive(FloatVector x) {
    return broadcast(SPECIES, 0).blend(x, x.compare(VectorOperators.GT, 0));
  }

  /** Whether e^−|x| is a normal number for every x. */
  private static boolean isSoftplusOrdinary(FloatVector x) {
    return x.abs().compare(VectorOperators.LT, EXP_NORMAL).allTrue();
  }

  /** Both polynomials are loops here, which the compiler unrolls: written out, they are more than it inlines. */
  private static FloatVector softplusOfNegative(FloatVector x) {
    var c = x.abs().neg();
    var t = c.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    var r = reduce(c, t);
    var e = r.mul(r).fma(polynomial(EXPM1, r), r).add(1).mul(power(bits(t).add(127)));
    var half = e.compare(VectorOperators.GT, ROOT_TWO_LESS_ONE);
    var f = e.blend(e.sub(1).mul(0.5f), half);
    var k = broadcast(SPECIES, 0).blend(1, half);
    return logReduced(f, k, polynomial(LOG, f));
  }

  private static FloatVector polynomial(float[] c, FloatVector x) {
    var y = broadcast(SPECIES, c[0]);
    for (int i = 1; i < c.length; i++) {
      y = y.fma(x, broadcast(SPECIES, c[i]));
    }
    return y;
  }

  @Override
  public void exp(float[] x, float[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      exp(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.exp(x, y, i, to);
  }

  @Override
  public void expm1(float[] x, float[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      expm1(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.expm1(x, y, i, to);
  }

  @Override
  public void log(float[] x, float[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      var v = load(x, i);
      if (isLogOrdinary(v)) {
        log(v).intoArray(y, i);
      } else {
        ONE_BY_ONE.log(x, y, i, i + LANES);
      }
    }
    ONE_BY_ONE.log(x, y, i, to);
  }

  @Override
  public void log1p(float[] x, float[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      var v = load(x, i);
      if (isLog1pOrdinary(v)) {
        log1p(v).intoArray(y, i);
      } else {
        ONE_BY_ONE.log1p(x, y, i, i + LANES);
      }
    }
    ONE_BY_ONE.log1p(x, y, i, to);
  }

  @Override
  public void sin(float[] x, float[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      var v = load(x, i);
      if (isSineOrdinary(v)) {
        sin(v).intoArray(y, i);
      } else {
        ONE_BY_ONE.sin(x, y, i, i + LANES);
      }
    }
    ONE_BY_ONE.sin(x, y, i, to);
  }

  @Override
  public void cos(float[] x, float[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      var v = load(x, i);
      if (isSineOrdinary(v)) {
        cos(v).intoArray(y, i);
      } else {
        ONE_BY_ONE.cos(x, y, i, i + LANES);
      }
    }
    ONE_BY_ONE.cos(x, y, i, to);
  }

  @Override
  public void tanh(float[] x, float[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      tanh(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.tanh(x, y, i, to);
  }

  @Override
  public void sigmoid(float[] x, float[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      sigmoid(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.sigmoid(x, y, i, to);
  }

  @Override
  public void softplus(float[] x, float[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      var v = load(x, i);
      if (isSoftplusOrdinary(v)) {
        positive(v).add(softplusOfNegative(v)).intoArray(y, i);
      } else {
        ONE_BY_ONE.softplus(x, y, i, i + LANES);
      }
    }
    ONE_BY_ONE.softplus(x, y, i, to);
  }

  @Override
  public void sigmoidCrossEntropy(float[] x, float[] t, float[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      var v = load(x, i);
      if (isSoftplusOrdinary(v)) {
        positive(v).sub(v.mul(load(t, i))).add(softplusOfNegative(v)).intoArray(y, i);
      } else {
        ONE_BY_ONE.sigmoidCrossEntropy(x, t, y, i, i + LANES);
      }
    }
    ONE_BY_ONE.sigmoidCrossEntropy(x, t, y, i, to);
  }
}
