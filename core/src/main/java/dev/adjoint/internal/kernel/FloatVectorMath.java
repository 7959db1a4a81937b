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
 * in {@link FloatScalarMath}, where the formulas stand, one for one, and every element the same way, special or not; only sines of
 * huge arguments are taken one by one.
 *
 * <p>A loop is fast only if the compiler inlines all of it. When a loop grows long, it stops to inline methods that are not of the
 * Vector API itself: long loops are run as copies that {@link Inliner} makes.
 */
final class FloatVectorMath {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final VectorMath<float[]> ONE_BY_ONE = new FloatScalarLoops();

  /** How many floats are computed at a time. */
  static final int LANES = SPECIES.length();

  static FloatVector load(float[] x, int i) {
    return FloatVector.fromArray(SPECIES, x, i);
  }

  static IntVector bits(FloatVector x) {
    return x.reinterpretAsInts();
  }

  /** The numbers whose exponent is given, with its bias. */
  static FloatVector power(IntVector exponent) {
    return exponent.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  static FloatVector exp(FloatVector x) {
    var c = x.blend(EXP_HIGH, x.compare(VectorOperators.GT, EXP_HIGH));
    return expClamped(c.blend(EXP_LOW, x.compare(VectorOperators.LT, EXP_LOW)));
  }

  static FloatVector expClamped(FloatVector x) {
    var t = x.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    return scale(expm1Reduced(reduce(x, t)).add(1), bits(t));
  }

  static FloatVector scale(FloatVector y, IntVector bits) {
    var k = bits.sub(ROUND_BITS - 256);
    var half = k.lanewise(VectorOperators.LSHR, 1);
    return y.mul(power(half.sub(1))).mul(power(k.sub(half).sub(1)));
  }

  static FloatVector reduce(FloatVector x, FloatVector t) {
    var k = t.sub(ROUND);
    return k.fma(broadcast(SPECIES, -LN2_LO), k.fma(broadcast(SPECIES, -LN2_HI), x));
  }

  static FloatVector expm1Reduced(FloatVector r) {
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

  static FloatVector log(FloatVector x) {
    var subnormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    var u = bits(x.blend(x.mul(SUBNORMAL_SCALE), subnormal)).add(ONE_BITS - ROOT_HALF_BITS);
    var bias = broadcast(SPECIES, EXPONENT_BIAS).blend(SUBNORMAL_BIAS, subnormal);
    return logOf(logReduced(fraction(u).sub(1), exponent(u).sub(bias)), x, x);
  }

  /** The logarithm of an operand: y, but NaN, −∞ and x where it is negative or NaN, 0, and where x is ∞. */
  static FloatVector logOf(FloatVector y, FloatVector operand, FloatVector x) {
    var z = y.blend(x, x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
    z = z.blend(Float.NEGATIVE_INFINITY, operand.compare(VectorOperators.EQ, 0));
    return z.blend(Float.NaN, operand.compare(VectorOperators.GE, 0).not());
  }

  /** The exponent of u, with the bias of EXPONENT_BIAS. */
  static FloatVector exponent(IntVector u) {
    return u.lanewise(VectorOperators.LSHR, 23).or(EXPONENT_BITS).reinterpretAsFloats();
  }

  /** m. */
  static FloatVector fraction(IntVector u) {
    return u.and(FRACTION_BITS).add(ROOT_HALF_BITS).reinterpretAsFloats();
  }

  static FloatVector logReduced(FloatVector f, FloatVector k) {
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

  static FloatVector logReduced(FloatVector f, FloatVector k, FloatVector q) {
    var z = f.mul(f);
    var y = f.mul(z).fma(q, z.fma(broadcast(SPECIES, -0.5f), k.mul(LN2_LO)));
    return k.fma(broadcast(SPECIES, LN2_HI), f.add(y));
  }

  static FloatVector log1p(FloatVector x) {
    var one = x.add(1);
    var u = bits(one).add(ONE_BITS - ROOT_HALF_BITS);
    var scale = u.and(~FRACTION_BITS).neg().add(2 * ONE_BITS).reinterpretAsFloats();
    var c = x.sub(one.sub(1)).mul(scale);
    c = broadcast(SPECIES, 0).blend(c, x.compare(VectorOperators.LT, HUGE));
    var y = logOf(logReduced(fraction(u).sub(1).add(c), exponent(u).sub(EXPONENT_BIAS)), one, x);
    return y.blend(x, x.abs().compare(VectorOperators.LT, TINY));
  }

  /** Whether an x is finite and too large for three parts of π/2. */
  static boolean isHuge(FloatVector x) {
    var a = x.abs();
    return a.compare(VectorOperators.GT, TRIG_HIGH).and(a.compare(VectorOperators.LT, Float.POSITIVE_INFINITY))
        .anyTrue();
  }

  static FloatVector eachSin(FloatVector x) {
    float[] y = x.toArray();
    ONE_BY_ONE.sin(y, y, 0, LANES);
    return load(y, 0);
  }

  static FloatVector eachCos(FloatVector x) {
    float[] y = x.toArray();
    ONE_BY_ONE.cos(y, y, 0, LANES);
    return load(y, 0);
  }

  static FloatVector eachTan(FloatVector x) {
    float[] y = x.toArray();
    ONE_BY_ONE.tan(y, y, 0, LANES);
    return load(y, 0);
  }

  static FloatVector sin(FloatVector x) {
    if (isHuge(x)) {
      return eachSin(x);
    }
    return sine(x, 0).blend(x, x.abs().compare(VectorOperators.LT, SINE_TINY));
  }

  static FloatVector cos(FloatVector x) {
    return isHuge(x) ? eachCos(x) : sine(x, 1);
  }

  static FloatVector sine(FloatVector x, int quadrants) {
    var t = x.fma(broadcast(SPECIES, TWO_BY_PI), broadcast(SPECIES, ROUND));
    var j = t.sub(ROUND);
    var r = j.fma(broadcast(SPECIES, -PI_LO), j.fma(broadcast(SPECIES, -PI_MID), j.fma(broadcast(SPECIES, -PI_HI), x)));
    var z = r.mul(r);
    var sin = z.mul(r).fma(sinePolynomial(z), r);
    var one = broadcast(SPECIES, 1);
    var h = z.mul(0.5f);
    var w = one.sub(h);
    var cos = w.add(z.mul(z).fma(cosinePolynomial(z), one.sub(w).sub(h)));
    var quadrant = bits(t).add(quadrants);
    var sign = quadrant.and(2).lanewise(VectorOperators.LSHL, 30);
    return bits(sin.blend(cos, isOdd(quadrant))).lanewise(VectorOperators.XOR, sign).reinterpretAsFloats();
  }

  static VectorMask<Float> isOdd(IntVector quadrant) {
    return quadrant.and(1).compare(VectorOperators.NE, 0).cast(SPECIES);
  }

  static FloatVector sinePolynomial(FloatVector z) {
    var p = z.fma(broadcast(SPECIES, S3), broadcast(SPECIES, S2));
    p = p.fma(z, broadcast(SPECIES, S1));
    p = p.fma(z, broadcast(SPECIES, S0));
    return p;
  }

  static FloatVector cosinePolynomial(FloatVector z) {
    var q = z.fma(broadcast(SPECIES, C2), broadcast(SPECIES, C1));
    q = q.fma(z, broadcast(SPECIES, C0));
    return q;
  }

  static FloatVector tanh(FloatVector x) {
    var a = x.abs();
    var c = a.blend(TANH_HIGH, a.compare(VectorOperators.GT, TANH_HIGH)).mul(-2);
    var t = c.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    var p = expm1Reduced(reduce(c, t));
    var s = power(bits(t).add(127));
    var y = s.fma(p, s.sub(1)).div(s.fma(p, s.add(1)));
    return withSign(y, x);
  }

  static FloatVector expOfNegative(FloatVector x) {
    var c = x.abs().neg();
    return expClamped(c.blend(EXP_LOW, c.compare(VectorOperators.LT, EXP_LOW)));
  }

  static FloatVector sigmoid(FloatVector x) {
    var e = expOfNegative(x);
    return broadcast(SPECIES, 1).blend(e, x.compare(VectorOperators.LT, 0)).div(e.add(1));
  }

  static FloatVector softplus(FloatVector x) {
    return positive(x).add(softplusOfNegative(x));
  }

  static FloatVector positive(FloatVector x) {
    return broadcast(SPECIES, 0).blend(x, x.compare(VectorOperators.GT, 0));
  }

  static FloatVector softplusOfNegative(FloatVector x) {
    var e = expOfNegative(x);
    var half = e.compare(VectorOperators.GT, ROOT_TWO_LESS_ONE);
    return logReduced(e.blend(e.sub(1).mul(0.5f), half), broadcast(SPECIES, 0).blend(1, half));
  }

  static FloatVector sigmoidCrossEntropy(FloatVector x, FloatVector t) {
    var y = positive(x).sub(x.mul(t)).add(softplusOfNegative(x));
    var wrong = t.blend(broadcast(SPECIES, 1).sub(t), x.compare(VectorOperators.GT, 0));
    var cost = broadcast(SPECIES, 0).blend(x.abs().mul(wrong), wrong.compare(VectorOperators.NE, 0));
    return y.blend(cost, x.abs().compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
  }

  static FloatVector pow(FloatVector x, FloatVector y) {
    var a = x.abs();
    var subnormal = a.compare(VectorOperators.LT, Float.MIN_NORMAL);
    var u = bits(a.blend(a.mul(SUBNORMAL_SCALE), subnormal)).add(ONE_BITS - ROOT_HALF_BITS);
    var k = exponent(u).sub(broadcast(SPECIES, EXPONENT_BIAS).blend(SUBNORMAL_BIAS, subnormal));
    var m = fraction(u);

    var f = m.sub(1);
    var d = m.add(1);
    var reciprocal = broadcast(SPECIES, 1).div(d);
    var s = f.mul(reciprocal);
    var minus = s.neg();
    var sl = minus.fma(m.sub(d.sub(1)), minus.fma(d, f)).mul(reciprocal);
    var z = s.mul(s);
    var zl = s.mul(2).fma(sl, s.fma(s, z.neg()));
    var q = z.mul(powerPolynomial(z));
    var c = q.add(TWO_THIRDS);
    var cl = broadcast(SPECIES, TWO_THIRDS).sub(c).add(q).add(TWO_THIRDS_LO);
    var v = s.mul(z);
    var vl = s.fma(z, v.neg()).add(s.fma(zl, sl.mul(z)));
    var w = v.mul(c);
    var wl = v.fma(c, w.neg()).add(v.fma(cl, vl.mul(c)));
    var g = s.mul(2).add(w);
    var gl = s.mul(2).sub(g).add(w).add(sl.fma(broadcast(SPECIES, 2), wl));

    var e = k.mul(LN2_HI);
    var h = e.add(g);
    var l = k.fma(broadcast(SPECIES, LN2_LO), k.fma(broadcast(SPECIES, LN2_HI), e.neg())).add(gl);
    l = e.sub(h).add(g).add(l);
    var n = y.abs();
    var parity = n.fma(broadcast(SPECIES, 0.5f), broadcast(SPECIES, WHOLE)).sub(WHOLE).fma(broadcast(SPECIES, -2), n)
        .abs();
    h = h.blend(Float.NaN,
        parity.mul(parity).compare(VectorOperators.LT, parity).and(x.compare(VectorOperators.LT, 0)));
    h = a.blend(h, a.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
    h = h.blend(Float.NEGATIVE_INFINITY, a.compare(VectorOperators.EQ, 0));

    var p = y.mul(h);
    var pl = y.fma(h, p.neg()).add(y.mul(l));
    var b = p.blend(EXP_HIGH, p.compare(VectorOperators.GT, EXP_HIGH));
    b = b.blend(EXP_LOW, p.compare(VectorOperators.LT, EXP_LOW));
    var t = b.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    var r = reduce(b, t).add(broadcast(SPECIES, 0).blend(pl, b.compare(VectorOperators.EQ, p)));
    var result = scale(expm1Reduced(r).add(1), bits(t)).blend(1, y.compare(VectorOperators.EQ, 0));
    var sign = bits(broadcast(SPECIES, 0).blend(x, parity.compare(VectorOperators.EQ, 1))).and(SIGN_BIT);
    return bits(result).or(sign).reinterpretAsFloats();
  }

  static FloatVector tan(FloatVector x) {
    if (isHuge(x)) {
      return eachTan(x);
    }
    var t = x.fma(broadcast(SPECIES, TWO_BY_PI), broadcast(SPECIES, ROUND));
    var j = t.sub(ROUND);
    var a = j.fma(broadcast(SPECIES, -PI_HI), x);
    var p = j.mul(PI_MID);
    var b = a.sub(p);
    var c = b.sub(a);
    var bl = a.sub(b.sub(c)).sub(p.add(c)).sub(j.fma(broadcast(SPECIES, PI_MID), p.neg()));
    bl = j.fma(broadcast(SPECIES, -PI_LO), bl);
    var r = b.add(bl);
    var rl = b.sub(r).add(bl);
    var z = r.mul(r);

    var sw = z.mul(r).mul(sinePolynomial(z));
    var sin = r.add(sw);
    var sinl = r.sub(sin).add(sw);
    var one = broadcast(SPECIES, 1);
    var h = z.mul(0.5f);
    var w = one.sub(h);
    var cw = z.mul(z).fma(cosinePolynomial(z), one.sub(w).sub(h));
    var cos = w.add(cw);
    var cosl = w.sub(cos).add(cw);

    var odd = isOdd(bits(t));
    var n = sin.blend(cos.neg(), odd);
    var nl = sinl.blend(cosl.neg(), odd);
    var d = cos.blend(sin, odd);
    var dl = cosl.blend(sinl, odd);
    var reciprocal = one.div(d);
    var y = n.mul(reciprocal);
    var minus = y.neg();
    var rest = minus.fma(dl, minus.fma(d, n).add(nl));
    y = y.add(rl.fma(y.fma(y, one), rest.mul(reciprocal)));
    return y.blend(x, x.abs().compare(VectorOperators.LT, SINE_TINY));
  }

  static FloatVector atan(FloatVector x) {
    var a = x.abs();
    var middle = a.compare(VectorOperators.GT, 0.5f);
    var high = a.compare(VectorOperators.GT, 2);
    var n = a.blend(a.sub(1), middle).blend(-1, high);
    var d = broadcast(SPECIES, 1).blend(a.add(1), middle).blend(a, high);
    var t = n.div(d);
    var hi = broadcast(SPECIES, 0).blend(PI_BY_4, middle).blend(2 * PI_BY_4, high);
    var lo = broadcast(SPECIES, 0).blend(PI_BY_4_LO, middle).blend(2 * PI_BY_4_LO, high);
    var z = t.mul(t);
    return withSign(hi.add(t.add(z.mul(t).fma(arctangentPolynomial(z), lo))), x);
  }

  static FloatVector hypot(FloatVector x, FloatVector y) {
    var a = x.abs();
    var b = y.abs();
    var larger = a.compare(VectorOperators.GT, b);
    var m = b.blend(a, larger);
    var huge = m.compare(VectorOperators.GT, HYPOT_HIGH);
    var tiny = m.compare(VectorOperators.LT, HYPOT_LOW);
    var one = broadcast(SPECIES, 1);
    var scale = one.blend(1 / HYPOT_SCALE, huge).blend(HYPOT_SCALE, tiny);
    var back = one.blend(HYPOT_SCALE, huge).blend(1 / HYPOT_SCALE, tiny);
    var g = m.mul(scale);
    var h = a.blend(b, larger).mul(scale);
    var r = g.fma(g, h.mul(h)).sqrt().mul(back);
    return r.blend(Float.POSITIVE_INFINITY, a.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY)
        .or(b.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY)));
  }

  static FloatVector atan2(FloatVector y, FloatVector x) {
    var a = y.abs();
    var b = x.abs();
    var infinite = a.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY)
        .and(b.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
    var huge = a.compare(VectorOperators.GT, ATAN2_HIGH).or(b.compare(VectorOperators.GT, ATAN2_HIGH));
    var scale = broadcast(SPECIES, 1).blend(0.25f, huge);
    a = a.mul(scale).blend(1, infinite);
    b = b.mul(scale).blend(1, infinite);
    var middle = a.mul(2).compare(VectorOperators.GT, b);
    var high = a.compare(VectorOperators.GT, b.mul(2));
    var n = a.blend(a.sub(b), middle).blend(b.neg(), high);
    var d = b.blend(a.add(b), middle).blend(a, high);
    var t = n.div(d.blend(1, d.compare(VectorOperators.EQ, 0)));
    var negative = bits(x).compare(VectorOperators.LT, 0).cast(SPECIES);
    var zero = broadcast(SPECIES, 0);
    var hi = zero.blend(4 * PI_BY_4, negative)
        .blend(broadcast(SPECIES, PI_BY_4).blend(THREE_PI_BY_4, negative), middle).blend(2 * PI_BY_4, high);
    var lo = zero.blend(4 * PI_BY_4_LO, negative)
        .blend(broadcast(SPECIES, PI_BY_4_LO).blend(THREE_PI_BY_4_LO, negative), middle).blend(2 * PI_BY_4_LO, high);
    t = t.blend(t.neg(), negative);
    var z = t.mul(t);
    return withSign(hi.add(t.add(z.mul(t).fma(arctangentPolynomial(z), lo))), y);
  }

  static FloatVector asin(FloatVector x) {
    var a = x.abs();
    var high = a.compare(VectorOperators.GT, 0.5f);
    var z = a.mul(a).blend(a.fma(broadcast(SPECIES, -0.5f), broadcast(SPECIES, 0.5f)), high);
    var s = a.blend(z.sqrt(), high);
    var w = z.mul(s).mul(arcsinePolynomial(z));
    var half = broadcast(SPECIES, 2 * PI_BY_4);
    var twice = s.mul(2);
    var head = half.sub(twice);
    var tail = half.sub(head).sub(twice);
    var y = head.add(tail.add(w.fma(broadcast(SPECIES, -2), broadcast(SPECIES, 2 * PI_BY_4_LO))));
    return withSign(s.add(w).blend(y, high), x);
  }

  static FloatVector acos(FloatVector x) {
    var a = x.abs();
    var high = a.compare(VectorOperators.GT, 0.5f);
    var z = a.mul(a).blend(a.fma(broadcast(SPECIES, -0.5f), broadcast(SPECIES, 0.5f)), high);
    var s = x.blend(z.sqrt(), high);
    var small = x.compare(VectorOperators.GT, 0.5f);
    var w = s.add(z.mul(s).fma(arcsinePolynomial(z), broadcast(SPECIES, -2 * PI_BY_4_LO).blend(0, small)));
    var y = broadcast(SPECIES, 2 * PI_BY_4).sub(w).blend(w, small);
    return y.blend(y.mul(2), high);
  }

  static FloatVector sinh(FloatVector x) {
    var a = x.abs();
    var z = a.mul(a);
    var low = z.mul(a).fma(hyperbolicPolynomial(z), a);
    return withSign(halfExpPlus(a, -0.25f).blend(low, a.compare(VectorOperators.LT, 1)), x);
  }

  static FloatVector cosh(FloatVector x) {
    return halfExpPlus(x.abs(), 0.25f);
  }

  static FloatVector halfExpPlus(FloatVector x, float c) {
    var b = x.blend(HYPERBOLIC_HIGH, x.compare(VectorOperators.GT, HYPERBOLIC_HIGH));
    var t = b.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    var bits = bits(t).sub(1);
    var p = expm1Reduced(reduce(b, t));
    var one = p.add(1);
    var e = scale(one, bits);
    var el = scale(broadcast(SPECIES, 1).sub(one).add(p), bits);
    return e.add(broadcast(SPECIES, c).div(e).add(el));
  }

  static FloatVector erf(FloatVector x) {
    var a = x.abs();
    var c = a.blend(ERF_HIGH, a.compare(VectorOperators.GT, ERF_HIGH));
    var low = c.fma(erfPolynomial(c.mul(c)), c);
    var p = erfTailPolynomial(c).neg();
    var t = p.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    var s = power(bits(t).add(127));
    var high = s.neg().fma(expm1Reduced(reduce(p, t)), broadcast(SPECIES, 1).sub(s));
    return withSign(high.blend(low, c.compare(VectorOperators.LT, 1)), x);
  }

  static FloatVector sign(FloatVector x) {
    return x.blend(withSign(broadcast(SPECIES, 1), x), x.abs().compare(VectorOperators.GT, 0));
  }

  /** |y| with the sign of x. */
  static FloatVector withSign(FloatVector y, FloatVector x) {
    return bits(y.abs()).or(bits(x).and(SIGN_BIT)).reinterpretAsFloats();
  }

  static FloatVector powerPolynomial(FloatVector z) {
    var q = z.fma(broadcast(SPECIES, P2), broadcast(SPECIES, P1));
    return q.fma(z, broadcast(SPECIES, P0));
  }

  static FloatVector arctangentPolynomial(FloatVector z) {
    var q = z.fma(broadcast(SPECIES, A4), broadcast(SPECIES, A3));
    q = q.fma(z, broadcast(SPECIES, A2));
    q = q.fma(z, broadcast(SPECIES, A1));
    return q.fma(z, broadcast(SPECIES, A0));
  }

  static FloatVector arcsinePolynomial(FloatVector z) {
    var q = z.fma(broadcast(SPECIES, N4), broadcast(SPECIES, N3));
    q = q.fma(z, broadcast(SPECIES, N2));
    q = q.fma(z, broadcast(SPECIES, N1));
    return q.fma(z, broadcast(SPECIES, N0));
  }

  static FloatVector hyperbolicPolynomial(FloatVector z) {
    var q = z.fma(broadcast(SPECIES, H3), broadcast(SPECIES, H2));
    q = q.fma(z, broadcast(SPECIES, H1));
    return q.fma(z, broadcast(SPECIES, H0));
  }

  static FloatVector erfTailPolynomial(FloatVector x) {
    var q = x.fma(broadcast(SPECIES, G6), broadcast(SPECIES, G5));
    q = q.fma(x, broadcast(SPECIES, G4));
    q = q.fma(x, broadcast(SPECIES, G3));
    q = q.fma(x, broadcast(SPECIES, G2));
    q = q.fma(x, broadcast(SPECIES, G1));
    return q.fma(x, broadcast(SPECIES, G0));
  }

  static FloatVector erfPolynomial(FloatVector z) {
    var q = z.fma(broadcast(SPECIES, F6), broadcast(SPECIES, F5));
    q = q.fma(z, broadcast(SPECIES, F4));
    q = q.fma(z, broadcast(SPECIES, F3));
    q = q.fma(z, broadcast(SPECIES, F2));
    q = q.fma(z, broadcast(SPECIES, F1));
    return q.fma(z, broadcast(SPECIES, F0));
  }
}
