package dev.adjoint.internal.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import static dev.adjoint.internal.kernel.DoubleScalarMath.*;
import static jdk.incubator.vector.DoubleVector.broadcast;

/**
 * The functions of as many doubles as a vector of the machine holds. Each method takes the steps of the method of the same name
 * in {@link DoubleScalarMath}, where the formulas stand, one for one; that class also takes the elements that fill no vector, and vectors with an element out
 * of the ordinary.
 *
 * <p>A loop is fast only if the compiler inlines all of it. When a loop grows long, it stops to inline methods that are not of the
 * Vector API itself, so these are few, and rare cases are left out.
 */
final class DoubleVectorMath implements VectorMath<double[]> {
  static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorMath<double[]> ONE_BY_ONE = new DoubleScalarMath();

  /** How many doubles are computed at a time. */
  static final int LANES = SPECIES.length();

  /** Up to here e^−x is a normal number. */
  private static final double EXP_NORMAL = 708;
  private static final double[] EXPM1 = {E10, E9, E8, E7, E6, E5, E4, E3, E2, E1, E0};
  private static final double[] LOG = {L7, L6, L5, L4, L3, L2, L1};

  private static DoubleVector load(double[] x, int i) {
    return DoubleVector.fromArray(SPECIES, x, i);
  }

  private static LongVector bits(DoubleVector x) {
    return x.reinterpretAsLongs();
  }

  /** The numbers whose exponent is given, with its bias. */
  private static DoubleVector power(LongVector exponent) {
    return exponent.lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles();
  }

  static DoubleVector exp(DoubleVector x) {
    var c = x.blend(EXP_HIGH, x.compare(VectorOperators.GT, EXP_HIGH));
    return expClamped(c.blend(EXP_LOW, x.compare(VectorOperators.LT, EXP_LOW)));
  }

  private static DoubleVector expClamped(DoubleVector x) {
    var t = x.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    var y = expm1Reduced(reduce(x, t)).add(1);
    var k = bits(t).sub(ROUND_BITS - 2048);
    var half = k.lanewise(VectorOperators.LSHR, 1);
    return y.mul(power(half.sub(1))).mul(power(k.sub(half).sub(1)));
  }

  private static DoubleVector reduce(DoubleVector x, DoubleVector t) {
    var k = t.sub(ROUND);
    return k.fma(broadcast(SPECIES, -LN2_LO), k.fma(broadcast(SPECIES, -LN2_HI), x));
  }

  private static DoubleVector expm1Reduced(DoubleVector r) {
    var q = r.fma(broadcast(SPECIES, E10), broadcast(SPECIES, E9));
    q = q.fma(r, broadcast(SPECIES, E8));
    q = q.fma(r, broadcast(SPECIES, E7));
    q = q.fma(r, broadcast(SPECIES, E6));
    q = q.fma(r, broadcast(SPECIES, E5));
    q = q.fma(r, broadcast(SPECIES, E4));
    q = q.fma(r, broadcast(SPECIES, E3));
    q = q.fma(r, broadcast(SPECIES, E2));
    q = q.fma(r, broadcast(SPECIES, E1));
    q = q.fma(r, broadcast(SPECIES, E0));
    return r.mul(r).fma(q, r);
  }

  static DoubleVector expm1(DoubleVector x) {
    var c = x.blend(EXP_HIGH, x.compare(VectorOperators.GT, EXP_HIGH));
    c = c.blend(EXPM1_LOW, x.compare(VectorOperators.LT, EXPM1_LOW));
    var t = c.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    var p = expm1Reduced(reduce(c, t));
    var s = power(bits(t).add(1022));
    var y = s.fma(p, s.sub(0.5)).mul(2);
    return y.blend(x, x.abs().compare(VectorOperators.LT, TINY));
  }

  /** Whether every x is positive, normal and finite. */
  private static boolean isLogOrdinary(DoubleVector x) {
    return x.compare(VectorOperators.GE, Double.MIN_NORMAL).and(x.compare(VectorOperators.LT, Double.POSITIVE_INFINITY))
        .allTrue();
  }

  private static DoubleVector log(DoubleVector x) {
    var u = bits(x).add(ONE_BITS - ROOT_HALF_BITS);
    return logReduced(fraction(u).sub(1), exponent(u).sub(EXPONENT_BIAS));
  }

  /** The exponent of u, with the bias of EXPONENT_BIAS. */
  private static DoubleVector exponent(LongVector u) {
    return u.lanewise(VectorOperators.LSHR, 52).or(EXPONENT_BITS).reinterpretAsDoubles();
  }

  /** m. */
  private static DoubleVector fraction(LongVector u) {
    return u.and(FRACTION_BITS).add(ROOT_HALF_BITS).reinterpretAsDoubles();
  }

  private static DoubleVector logReduced(DoubleVector f, DoubleVector k) {
    var s = f.div(f.add(2));
    var z = s.mul(s);
    var q = z.fma(broadcast(SPECIES, L7), broadcast(SPECIES, L6));
    q = q.fma(z, broadcast(SPECIES, L5));
    q = q.fma(z, broadcast(SPECIES, L4));
    q = q.fma(z, broadcast(SPECIES, L3));
    q = q.fma(z, broadcast(SPECIES, L2));
    q = q.fma(z, broadcast(SPECIES, L1));
    return logReduced(f, k, s, z, q);
  }

  private static DoubleVector logReduced(DoubleVector f, DoubleVector k, DoubleVector s, DoubleVector z,
      DoubleVector q) {
    var h = f.mul(0.5).mul(f);
    return k.fma(broadcast(SPECIES, LN2_HI), f.sub(h.sub(s.fma(q.fma(z, h), k.mul(LN2_LO)))));
  }

  /** Whether −1 &lt; x &lt; HUGE for every x. */
  private static boolean isLog1pOrdinary(DoubleVector x) {
    return x.compare(VectorOperators.GT, -1).and(x.compare(VectorOperators.LT, HUGE)).allTrue();
  }

  private static DoubleVector log1p(DoubleVector x) {
    var one = x.add(1);
    var u = bits(one).add(ONE_BITS - ROOT_HALF_BITS);
    var scale = u.and(~FRACTION_BITS).neg().add(2 * ONE_BITS).reinterpretAsDoubles();
    var c = x.sub(one.sub(1)).mul(scale);
    var y = logReduced(fraction(u).sub(1).add(c), exponent(u).sub(EXPONENT_BIAS));
    return y.blend(x, x.abs().compare(VectorOperators.LT, TINY));
  }

  /** Whether |x| is small enough for every x. */
  private static boolean isSineOrdinary(DoubleVector x) {
    return x.abs().compare(VectorOperators.LE, TRIG_HIGH).allTrue();
  }

  private static DoubleVector sin(DoubleVector x) {
    return sine(x, 0).blend(x, x.abs().compare(VectorOperators.LT, SINE_TINY));
  }

  private static DoubleVector cos(DoubleVector x) {
    return sine(x, 1);
  }

  private static DoubleVector sine(DoubleVector x, int quadrants) {
    var t = x.fma(broadcast(SPECIES, TWO_BY_PI), broadcast(SPECIES, ROUND));
    var j = t.sub(ROUND);
    var r = j.fma(broadcast(SPECIES, -PI_LO), j.fma(broadcast(SPECIES, -PI_MID), j.fma(broadcast(SPECIES, -PI_HI), x)));
    var z = r.mul(r);
    var quadrant = bits(t).add(quadrants);
    VectorMask<Double> odd = quadrant.and(1).compare(VectorOperators.NE, 0).cast(SPECIES);
    var sign = quadrant.and(2).lanewise(VectorOperators.LSHL, 62);
    return bits(sineReduced(r, z).blend(cosineReduced(z), odd)).lanewise(VectorOperators.XOR, sign)
        .reinterpretAsDoubles();
  }

  private static DoubleVector sineReduced(DoubleVector r, DoubleVector z) {
    var p = z.fma(broadcast(SPECIES, S6), broadcast(SPECIES, S5));
    p = p.fma(z, broadcast(SPECIES, S4));
    p = p.fma(z, broadcast(SPECIES, S3));
    p = p.fma(z, broadcast(SPECIES, S2));
    p = p.fma(z, broadcast(SPECIES, S1));
    return z.mul(r).fma(p, r);
  }

  private static DoubleVector cosineReduced(DoubleVector z) {
    var q = z.fma(broadcast(SPECIES, C6), broadcast(SPECIES, C5));
    q = q.fma(z, broadcast(SPECIES, C4));
    q = q.fma(z, broadcast(SPECIES, C3));
    q = q.fma(z, broadcast(SPECIES, C2));
    q = q.fma(z, broadcast(SPECIES, C1));
    var h = z.mul(0.5);
    var one = broadcast(SPECIES, 1);
    var w = one.sub(h);
    return w.add(z.mul(z).fma(q, one.sub(w).sub(h)));
  }

  static DoubleVector tanh(DoubleVector x) {
    var a = x.abs();
    var c = a.blend(TANH_HIGH, a.compare(VectorOperators.GT, TANH_HIGH)).mul(-2);
    var t = c.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    var p = expm1Reduced(reduce(c, t));
    var s = power(bits(t).add(1023));
    var y = s.fma(p, s.sub(1)).div(s.fma(p, s.add(1)));
    return bits(y.abs()).or(bits(x).and(SIGN_BIT)).reinterpretAsDoubles();
  }

  private static DoubleVector expOfNegative(DoubleVector x) {
    var c = x.abs().neg();
    return expClamped(c.blend(EXP_LOW, c.compare(VectorOperators.LT, EXP_LOW)));
  }

  static DoubleVector sigmoid(DoubleVector x) {
    var e = expOfNegative(x);
    return broadcast(SPECIES, 1).blend(e, x.compare(VectorOperators.LT, 0)).div(e.add(1));
  }

  private static DoubleVector positive(DoubleVector x) {
    return broadcast(SPECIES, 0).blend(x, x.compare(VectorOperators.GT, 0));
  }

  /** Whether e^−|x| is a normal number for every x. */
  private static boolean isSoftplusOrdinary(DoubleVector x) {
    return x.abs().compare(VectorOperators.LT, EXP_NORMAL).allTrue();
  }

  /** Both polynomials are loops here, which the compiler unrolls: written out, they are more than it inlines. */
  private static DoubleVector softplusOfNegative(DoubleVector x) {
    var c = x.abs().neg();
    var t = c.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    var r = reduce(c, t);
    var e = r.mul(r).fma(polynomial(EXPM1, r), r).add(1).mul(power(bits(t).add(1023)));
    var half = e.compare(VectorOperators.GT, ROOT_TWO_LESS_ONE);
    var f = e.blend(e.sub(1).mul(0.5), half);
    var k = broadcast(SPECIES, 0).blend(1, half);
    var s = f.div(f.add(2));
    var z = s.mul(s);
    return logReduced(f, k, s, z, polynomial(LOG, z));
  }

  private static DoubleVector polynomial(double[] c, DoubleVector x) {
    var y = broadcast(SPECIES, c[0]);
    for (int i = 1; i < c.length; i++) {
      y = y.fma(x, broadcast(SPECIES, c[i]));
    }
    return y;
  }

  @Override
  public void exp(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      exp(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.exp(x, y, i, to);
  }

  @Override
  public void expm1(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      expm1(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.expm1(x, y, i, to);
  }

  @Override
  public void log(double[] x, double[] y, int from, int to) {
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
  public void log1p(double[] x, double[] y, int from, int to) {
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
  public void sin(double[] x, double[] y, int from, int to) {
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
  public void cos(double[] x, double[] y, int from, int to) {
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
  public void tanh(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      tanh(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.tanh(x, y, i, to);
  }

  @Override
  public void sigmoid(double[] x, double[] y, int from, int to) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      sigmoid(load(x, i)).intoArray(y, i);
    }
    ONE_BY_ONE.sigmoid(x, y, i, to);
  }

  @Override
  public void softplus(double[] x, double[] y, int from, int to) {
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
  public void sigmoidCrossEntropy(double[] x, double[] t, double[] y, int from, int to) {
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
