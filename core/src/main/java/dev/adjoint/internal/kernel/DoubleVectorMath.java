package dev.adjoint.internal.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import static dev.adjoint.internal.kernel.DoubleConstants.*;
import static jdk.incubator.vector.DoubleVector.broadcast;

/**
 * The functions of as many numbers as a vector of the machine holds. Each method takes the steps of the method of the same name
 * in {@link DoubleScalarMath}, where the formulas stand, one for one, and every element the same way, special or not; only sines of
 * huge arguments are taken one by one.
 *
 * <p>A loop is fast only if the compiler inlines all of it. When a loop has many steps, it stops to inline methods that are not of
 * the Vector API itself: such loops are run as copies that {@link Inliner} makes.
 */
final class DoubleVectorMath {
  static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  static final VectorMath<double[]> ONE_BY_ONE = new DoubleScalarLoops();

  /** How many numbers are computed at a time. */
  static final int LANES = SPECIES.length();

  static DoubleVector load(double[] x, int i) {
    return DoubleVector.fromArray(SPECIES, x, i);
  }

  static LongVector bits(DoubleVector x) {
    return x.reinterpretAsLongs();
  }

  /** The numbers whose exponent is given, with its bias. */
  static DoubleVector power(LongVector exponent) {
    return exponent.lanewise(VectorOperators.LSHL, FRACTION_SIZE).reinterpretAsDoubles();
  }

  static DoubleVector exp(DoubleVector x) {
    var c = x.blend(EXP_HIGH, x.compare(VectorOperators.GT, EXP_HIGH));
    return expClamped(c.blend(EXP_LOW, x.compare(VectorOperators.LT, EXP_LOW)));
  }

  static DoubleVector expClamped(DoubleVector x) {
    var t = x.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    return scale(expm1Reduced(reduce(x, t)).add(1), bits(t));
  }

  static DoubleVector scale(DoubleVector y, LongVector bits) {
    var k = bits.sub(ROUND_BITS - 2 * (BIAS + 1));
    var half = k.lanewise(VectorOperators.LSHR, 1);
    return y.mul(power(half.sub(1))).mul(power(k.sub(half).sub(1)));
  }

  static DoubleVector reduce(DoubleVector x, DoubleVector t) {
    var k = t.sub(ROUND);
    return k.fma(broadcast(SPECIES, -LN2_LO), k.fma(broadcast(SPECIES, -LN2_HI), x));
  }

  static DoubleVector expm1Reduced(DoubleVector r) {
    return r.mul(r).fma(DoubleVectorPolynomials.exponential(r), r);
  }

  static DoubleVector expm1(DoubleVector x) {
    var c = x.blend(EXP_HIGH, x.compare(VectorOperators.GT, EXP_HIGH));
    c = c.blend(EXPM1_LOW, x.compare(VectorOperators.LT, EXPM1_LOW));
    var t = c.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    var p = expm1Reduced(reduce(c, t));
    var s = power(bits(t).add(BIAS - 1));
    var y = s.fma(p, s.sub(0.5)).mul(2);
    return y.blend(x, x.abs().compare(VectorOperators.LT, TINY));
  }

  static DoubleVector log(DoubleVector x) {
    var subnormal = x.compare(VectorOperators.LT, Double.MIN_NORMAL);
    var u = bits(x.blend(x.mul(SUBNORMAL_SCALE), subnormal)).add(ONE_BITS - ROOT_HALF_BITS);
    var bias = broadcast(SPECIES, EXPONENT_BIAS).blend(SUBNORMAL_BIAS, subnormal);
    return logOf(DoubleVectorLogarithm.reduced(fraction(u).sub(1), exponent(u).sub(bias)), x, x);
  }

  /** The logarithm of an operand: y, but NaN, −∞ and x where it is negative or NaN, 0, and where x is ∞. */
  static DoubleVector logOf(DoubleVector y, DoubleVector operand, DoubleVector x) {
    var z = y.blend(x, x.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY));
    z = z.blend(Double.NEGATIVE_INFINITY, operand.compare(VectorOperators.EQ, 0));
    return z.blend(Double.NaN, operand.compare(VectorOperators.GE, 0).not());
  }

  /** The exponent of u, with the bias of EXPONENT_BIAS. */
  static DoubleVector exponent(LongVector u) {
    return u.lanewise(VectorOperators.LSHR, FRACTION_SIZE).or(EXPONENT_BITS).reinterpretAsDoubles();
  }

  /** m. */
  static DoubleVector fraction(LongVector u) {
    return u.and(FRACTION_BITS).add(ROOT_HALF_BITS).reinterpretAsDoubles();
  }

  static DoubleVector log2(DoubleVector x) {
    return logTo(x, 1, 0, LOG2_E, LOG2_E_LO);
  }

  static DoubleVector log10(DoubleVector x) {
    return logTo(x, LOG10_2, LOG10_2_LO, LOG10_E, LOG10_E_LO);
  }

  static DoubleVector logTo(DoubleVector x, double two, double twol, double e, double el) {
    var subnormal = x.compare(VectorOperators.LT, Double.MIN_NORMAL);
    var u = bits(x.blend(x.mul(SUBNORMAL_SCALE), subnormal)).add(ONE_BITS - ROOT_HALF_BITS);
    var k = exponent(u).sub(broadcast(SPECIES, EXPONENT_BIAS).blend(SUBNORMAL_BIAS, subnormal));
    var f = fraction(u).sub(1);

    var square = f.mul(0.5).mul(f);
    var h = f.sub(square);
    var l = f.sub(h).sub(square).add(DoubleVectorLogarithm.rest(f));
    var p = h.mul(e);
    var pl = h.fma(broadcast(SPECIES, e), p.neg()).add(h.fma(broadcast(SPECIES, el), l.mul(e)));
    var q = k.mul(two);
    var ql = k.fma(broadcast(SPECIES, two), q.neg()).add(k.mul(twol));
    var s = q.add(p);
    return logOf(s.add(q.sub(s).add(p).add(ql.add(pl))), x, x);
  }

  static DoubleVector exp2(DoubleVector x) {
    var c = x.blend(EXP2_HIGH, x.compare(VectorOperators.GT, EXP2_HIGH));
    c = c.blend(EXP2_LOW, x.compare(VectorOperators.LT, EXP2_LOW));
    var t = c.add(ROUND);
    var r = c.sub(t.sub(ROUND));
    return scale(expm1Reduced(r.mul(LN2_HI)).add(1), bits(t));
  }

  static DoubleVector log1p(DoubleVector x) {
    var one = x.add(1);
    var u = bits(one).add(ONE_BITS - ROOT_HALF_BITS);
    var scale = u.and(~FRACTION_BITS).neg().add(2 * ONE_BITS).reinterpretAsDoubles();
    var c = x.sub(one.sub(1)).mul(scale);
    c = broadcast(SPECIES, 0).blend(c, x.compare(VectorOperators.LT, HUGE));
    var y = logOf(DoubleVectorLogarithm.reduced(fraction(u).sub(1).add(c), exponent(u).sub(EXPONENT_BIAS)), one, x);
    return y.blend(x, x.abs().compare(VectorOperators.LT, TINY));
  }

  /** Whether an x is finite and too large for three parts of π/2. */
  static boolean isHuge(DoubleVector x) {
    var a = x.abs();
    return a.compare(VectorOperators.GT, TRIG_HIGH).and(a.compare(VectorOperators.LT, Double.POSITIVE_INFINITY))
        .anyTrue();
  }

  static DoubleVector eachSin(DoubleVector x) {
    double[] y = x.toArray();
    ONE_BY_ONE.sin(y, y, 0, LANES);
    return load(y, 0);
  }

  static DoubleVector eachCos(DoubleVector x) {
    double[] y = x.toArray();
    ONE_BY_ONE.cos(y, y, 0, LANES);
    return load(y, 0);
  }

  static DoubleVector eachTan(DoubleVector x) {
    double[] y = x.toArray();
    ONE_BY_ONE.tan(y, y, 0, LANES);
    return load(y, 0);
  }

  static DoubleVector sin(DoubleVector x) {
    if (isHuge(x)) {
      return eachSin(x);
    }
    return sine(x, 0).blend(x, x.abs().compare(VectorOperators.LT, SINE_TINY));
  }

  static DoubleVector cos(DoubleVector x) {
    return isHuge(x) ? eachCos(x) : sine(x, 1);
  }

  static DoubleVector sine(DoubleVector x, int quadrants) {
    var t = x.fma(broadcast(SPECIES, TWO_BY_PI), broadcast(SPECIES, ROUND));
    var j = t.sub(ROUND);
    var r = j.fma(broadcast(SPECIES, -PI_LO), j.fma(broadcast(SPECIES, -PI_MID), j.fma(broadcast(SPECIES, -PI_HI), x)));
    var z = r.mul(r);
    var sin = z.mul(r).fma(DoubleVectorPolynomials.sine(z), r);
    var one = broadcast(SPECIES, 1);
    var h = z.mul(0.5);
    var w = one.sub(h);
    var cos = w.add(z.mul(z).fma(DoubleVectorPolynomials.cosine(z), one.sub(w).sub(h)));
    var quadrant = bits(t).add(quadrants);
    var sign = quadrant.and(2).lanewise(VectorOperators.LSHL, Double.SIZE - 2);
    return bits(sin.blend(cos, isOdd(quadrant))).lanewise(VectorOperators.XOR, sign).reinterpretAsDoubles();
  }

  static VectorMask<Double> isOdd(LongVector quadrant) {
    return quadrant.and(1).compare(VectorOperators.NE, 0).cast(SPECIES);
  }

  static DoubleVector tanh(DoubleVector x) {
    var a = x.abs();
    var c = a.blend(TANH_HIGH, a.compare(VectorOperators.GT, TANH_HIGH)).mul(-2);
    var t = c.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    var p = expm1Reduced(reduce(c, t));
    var s = power(bits(t).add(BIAS));
    var y = s.fma(p, s.sub(1)).div(s.fma(p, s.add(1)));
    return withSign(y, x);
  }

  static DoubleVector expOfNegative(DoubleVector x) {
    var c = x.abs().neg();
    return expClamped(c.blend(EXP_LOW, c.compare(VectorOperators.LT, EXP_LOW)));
  }

  static DoubleVector sigmoid(DoubleVector x) {
    var e = expOfNegative(x);
    return broadcast(SPECIES, 1).blend(e, x.compare(VectorOperators.LT, 0)).div(e.add(1));
  }

  static DoubleVector softplus(DoubleVector x) {
    return positive(x).add(softplusOfNegative(x));
  }

  static DoubleVector positive(DoubleVector x) {
    return broadcast(SPECIES, 0).blend(x, x.compare(VectorOperators.GT, 0));
  }

  static DoubleVector softplusOfNegative(DoubleVector x) {
    var e = expOfNegative(x);
    var half = e.compare(VectorOperators.GT, ROOT_TWO_LESS_ONE);
    return DoubleVectorLogarithm.reduced(e.blend(e.sub(1).mul(0.5), half), broadcast(SPECIES, 0).blend(1, half));
  }

  static DoubleVector logAddExp(DoubleVector a, DoubleVector b) {
    var m = a.max(b);
    var y = m.add(softplusOfNegative(a.sub(b)));
    return y.blend(m, m.abs().compare(VectorOperators.EQ, Double.POSITIVE_INFINITY));
  }

  static DoubleVector sigmoidCrossEntropy(DoubleVector x, DoubleVector t) {
    var y = positive(x).sub(x.mul(t)).add(softplusOfNegative(x));
    var wrong = t.blend(broadcast(SPECIES, 1).sub(t), x.compare(VectorOperators.GT, 0));
    var cost = broadcast(SPECIES, 0).blend(x.abs().mul(wrong), wrong.compare(VectorOperators.NE, 0));
    return y.blend(cost, x.abs().compare(VectorOperators.EQ, Double.POSITIVE_INFINITY));
  }

  static DoubleVector pow(DoubleVector x, DoubleVector y) {
    var a = x.abs();
    var subnormal = a.compare(VectorOperators.LT, Double.MIN_NORMAL);
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
    var q = z.mul(DoubleVectorPolynomials.power(z));
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
    var parity = n.fma(broadcast(SPECIES, 0.5), broadcast(SPECIES, WHOLE)).sub(WHOLE).fma(broadcast(SPECIES, -2), n)
        .abs();
    h = h.blend(Double.NaN,
        parity.mul(parity).compare(VectorOperators.LT, parity).and(x.compare(VectorOperators.LT, 0)));
    h = a.blend(h, a.compare(VectorOperators.LT, Double.POSITIVE_INFINITY));
    h = h.blend(Double.NEGATIVE_INFINITY, a.compare(VectorOperators.EQ, 0));

    var p = y.mul(h);
    var pl = y.fma(h, p.neg()).add(y.mul(l));
    var b = p.blend(EXP_HIGH, p.compare(VectorOperators.GT, EXP_HIGH));
    b = b.blend(EXP_LOW, p.compare(VectorOperators.LT, EXP_LOW));
    var t = b.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    var r = reduce(b, t).add(broadcast(SPECIES, 0).blend(pl, b.compare(VectorOperators.EQ, p)));
    var result = scale(expm1Reduced(r).add(1), bits(t)).blend(1, y.compare(VectorOperators.EQ, 0));
    var sign = bits(broadcast(SPECIES, 0).blend(x, parity.compare(VectorOperators.EQ, 1))).and(SIGN_BIT);
    return bits(result).or(sign).reinterpretAsDoubles();
  }

  static DoubleVector tan(DoubleVector x) {
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

    var sw = z.mul(r).mul(DoubleVectorPolynomials.sine(z));
    var sin = r.add(sw);
    var sinl = r.sub(sin).add(sw);
    var one = broadcast(SPECIES, 1);
    var h = z.mul(0.5);
    var w = one.sub(h);
    var cw = z.mul(z).fma(DoubleVectorPolynomials.cosine(z), one.sub(w).sub(h));
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

  static DoubleVector atan(DoubleVector x) {
    var a = x.abs();
    var middle = a.compare(VectorOperators.GT, 0.5);
    var high = a.compare(VectorOperators.GT, 2);
    var n = a.blend(a.sub(1), middle).blend(-1, high);
    var d = broadcast(SPECIES, 1).blend(a.add(1), middle).blend(a, high);
    var t = n.div(d);
    var hi = broadcast(SPECIES, 0).blend(PI_BY_4, middle).blend(2 * PI_BY_4, high);
    var lo = broadcast(SPECIES, 0).blend(PI_BY_4_LO, middle).blend(2 * PI_BY_4_LO, high);
    var z = t.mul(t);
    return withSign(hi.add(t.add(z.mul(t).fma(DoubleVectorPolynomials.arctangent(z), lo))), x);
  }

  static DoubleVector hypot(DoubleVector x, DoubleVector y) {
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
    return r.blend(Double.POSITIVE_INFINITY, a.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY)
        .or(b.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY)));
  }

  static DoubleVector atan2(DoubleVector y, DoubleVector x) {
    var a = y.abs();
    var b = x.abs();
    var infinite = a.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY)
        .and(b.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY));
    var huge = a.compare(VectorOperators.GT, ATAN2_HIGH).or(b.compare(VectorOperators.GT, ATAN2_HIGH));
    var scale = broadcast(SPECIES, 1).blend(0.25, huge);
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
    return withSign(hi.add(t.add(z.mul(t).fma(DoubleVectorPolynomials.arctangent(z), lo))), y);
  }

  static DoubleVector asin(DoubleVector x) {
    var a = x.abs();
    var high = a.compare(VectorOperators.GT, 0.5);
    var z = a.mul(a).blend(a.fma(broadcast(SPECIES, -0.5), broadcast(SPECIES, 0.5)), high);
    var s = a.blend(z.sqrt(), high);
    var w = z.mul(s).mul(DoubleVectorPolynomials.arcsine(z));
    var half = broadcast(SPECIES, 2 * PI_BY_4);
    var twice = s.mul(2);
    var head = half.sub(twice);
    var tail = half.sub(head).sub(twice);
    var y = head.add(tail.add(w.fma(broadcast(SPECIES, -2), broadcast(SPECIES, 2 * PI_BY_4_LO))));
    return withSign(s.add(w).blend(y, high), x);
  }

  static DoubleVector acos(DoubleVector x) {
    var a = x.abs();
    var high = a.compare(VectorOperators.GT, 0.5);
    var z = a.mul(a).blend(a.fma(broadcast(SPECIES, -0.5), broadcast(SPECIES, 0.5)), high);
    var s = x.blend(z.sqrt(), high);
    var small = x.compare(VectorOperators.GT, 0.5);
    var w = s
        .add(z.mul(s).fma(DoubleVectorPolynomials.arcsine(z), broadcast(SPECIES, -2 * PI_BY_4_LO).blend(0, small)));
    var y = broadcast(SPECIES, 2 * PI_BY_4).sub(w).blend(w, small);
    return y.blend(y.mul(2), high);
  }

  static DoubleVector sinh(DoubleVector x) {
    var a = x.abs();
    var z = a.mul(a);
    var low = z.mul(a).fma(DoubleVectorPolynomials.hyperbolicSine(z), a);
    return withSign(halfExpPlus(a, -0.25).blend(low, a.compare(VectorOperators.LT, 1)), x);
  }

  static DoubleVector cosh(DoubleVector x) {
    return halfExpPlus(x.abs(), 0.25);
  }

  static DoubleVector halfExpPlus(DoubleVector x, double c) {
    var b = x.blend(HYPERBOLIC_HIGH, x.compare(VectorOperators.GT, HYPERBOLIC_HIGH));
    var t = b.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    var bits = bits(t).sub(1);
    var p = expm1Reduced(reduce(b, t));
    var one = p.add(1);
    var e = scale(one, bits);
    var el = scale(broadcast(SPECIES, 1).sub(one).add(p), bits);
    return e.add(broadcast(SPECIES, c).div(e).add(el));
  }

  static DoubleVector asinh(DoubleVector x) {
    var a = x.abs();
    var z = a.mul(a);
    var huge = a.compare(VectorOperators.GT, HYPOT_HIGH);
    var w = a.add(z.div(z.add(1).sqrt().add(1)));
    return withSign(log1p(w.blend(a, huge)).add(broadcast(SPECIES, 0).blend(LN2_HI, huge)), x);
  }

  static DoubleVector acosh(DoubleVector x) {
    var t = x.sub(1);
    var huge = x.compare(VectorOperators.GT, HYPOT_HIGH);
    var w = t.add(t.mul(t.add(2)).sqrt());
    var y = log1p(w.blend(t, huge)).add(broadcast(SPECIES, 0).blend(LN2_HI, huge));
    return y.blend(Double.NaN, x.compare(VectorOperators.GE, 1).not());
  }

  static DoubleVector atanh(DoubleVector x) {
    var a = x.abs();
    return withSign(log1p(a.mul(2).div(broadcast(SPECIES, 1).sub(a))).mul(0.5), x);
  }

  static DoubleVector erfc(DoubleVector x) {
    var a = x.abs();
    var c = a.blend(ERFC_HIGH, a.compare(VectorOperators.GT, ERFC_HIGH));
    var low = c.fma(DoubleVectorPolynomials.erf(c.mul(c)), c);
    var p = c.mul(c).neg();
    var pl = c.neg().fma(c, p.neg());
    var t = p.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    var r = expm1Reduced(reduce(p, t).add(pl));
    var one = broadcast(SPECIES, 1);
    var e = r.add(1);
    var el = one.sub(e).add(r);
    var n = DoubleVectorPolynomials.erfcTail(c.sub(ERFC_CENTRE).div(c.add(ERFC_CENTRE)));
    var two = broadcast(SPECIES, 2);
    var d = c.fma(two, one);
    var dl = c.fma(two, one.sub(d));
    var reciprocal = one.div(d);
    var q = n.mul(reciprocal);
    var minus = q.neg();
    var ql = minus.fma(dl, minus.fma(d, n)).mul(reciprocal);
    var high = scale(e.fma(q, e.fma(ql, el.mul(q))), bits(t));
    var y = high.blend(two.sub(high), x.compare(VectorOperators.LT, 0));
    return y.blend(one.sub(withSign(low, x)), c.compare(VectorOperators.LT, 0.5));
  }

  static DoubleVector erf(DoubleVector x) {
    var a = x.abs();
    var c = a.blend(ERF_HIGH, a.compare(VectorOperators.GT, ERF_HIGH));
    var low = c.fma(DoubleVectorPolynomials.erf(c.mul(c)), c);
    var p = DoubleVectorPolynomials.erfTail(c).neg();
    var t = p.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    var s = power(bits(t).add(BIAS));
    var high = s.neg().fma(expm1Reduced(reduce(p, t)), broadcast(SPECIES, 1).sub(s));
    return withSign(high.blend(low, c.compare(VectorOperators.LT, 1)), x);
  }

  static DoubleVector sign(DoubleVector x) {
    return x.blend(withSign(broadcast(SPECIES, 1), x), x.abs().compare(VectorOperators.GT, 0));
  }

  /** |y| with the sign of x. */
  static DoubleVector withSign(DoubleVector y, DoubleVector x) {
    return bits(y.abs()).or(bits(x).and(SIGN_BIT)).reinterpretAsDoubles();
  }
}
