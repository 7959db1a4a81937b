package dev.adjoint.internal.kernel;

import static java.lang.Math.fma;

/**
 * The polynomials of {@link DoubleScalarMath}, from the highest power down by Horner's rule. The same for vectors are generated from
 * them. Precision decides their degree, so that they are written for each type.
 *
 * <p>Sources. The coefficients of logarithm, sine and cosine: fdlibm (Sun Microsystems, 1993), {@code e_log.c}, {@code k_sin.c},
 * {@code k_cos.c}. Those of exponential: our own interpolation; all others: our own minimax polynomials, rounded one by one from the
 * lowest power, the rest fitted anew each time.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // as published
final class DoublePolynomials {
  private DoublePolynomials() {}

  /** (e^r − 1 − r)/r² on |r| ≤ ½ ln 2, interpolated at the eleven Chebyshev nodes: e^r − 1 within 2⁻⁶⁰ of its value. */
  static double exponential(double r) {
    double q = fma(r, 2.0914686968086876e-09, 2.5105217004720745e-08);
    q = fma(q, r, 2.75572736431103e-07);
    q = fma(q, r, 2.7557255400206422e-06);
    q = fma(q, r, 2.4801587325547743e-05);
    q = fma(q, r, 0.00019841269874820627);
    q = fma(q, r, 0.0013888888888883748);
    q = fma(q, r, 0.008333333333326136);
    q = fma(q, r, 0.04166666666666667);
    q = fma(q, r, 0.1666666666666667);
    return fma(q, r, 0.5);
  }

  /** ((ln(1 + f) − f + f²/2)/s − f²/2)/s² in z = s², with s = f/(2 + f), on √½ ≤ 1 + f ≤ √2. */
  static double logarithm(double z) {
    double q = fma(z, 1.479819860511658591e-01, 1.531383769920937332e-01);
    q = fma(q, z, 1.818357216161805012e-01);
    q = fma(q, z, 2.222219843214978396e-01);
    q = fma(q, z, 2.857142874366239149e-01);
    q = fma(q, z, 3.999999999940941908e-01);
    return fma(q, z, 6.666666666666735130e-01);
  }

  /** (sin r − r)/r³ in z = r², on |r| ≤ π/4. */
  static double sine(double z) {
    double q = fma(z, 1.58969099521155010221e-10, -2.50507602534068634195e-08);
    q = fma(q, z, 2.75573137070700676789e-06);
    q = fma(q, z, -1.98412698298579493134e-04);
    q = fma(q, z, 8.33333333332248946124e-03);
    return fma(q, z, -1.66666666666666324348e-01);
  }

  /** (cos r − 1 + r²/2)/r⁴ in z = r², on |r| ≤ π/4. */
  static double cosine(double z) {
    double q = fma(z, -1.13596475577881948265e-11, 2.08757232129817482790e-09);
    q = fma(q, z, -2.75573143513906633035e-07);
    q = fma(q, z, 2.48015872894767294178e-05);
    q = fma(q, z, -1.38888888888741095749e-03);
    return fma(q, z, 4.16666666666666019037e-02);
  }

  /** (ln m − 2s − ⅔ s³)/s⁵ in z = s², for s = (m − 1)/(m + 1) and √½ ≤ m ≤ √2: ln m within 2⁻⁶⁶ of its value. */
  static double power(double z) {
    double q = fma(z, 0.13196276901189355, 0.13256822595838294);
    q = fma(q, z, 0.1538675715832062);
    q = fma(q, z, 0.18181784370023366);
    q = fma(q, z, 0.22222222519900245);
    q = fma(q, z, 0.28571428570099644);
    return fma(q, z, 0.40000000000002256);
  }

  /** (atan t − t)/t³ in z = t², on t ≤ ½: atan t within 2⁻⁵⁷ of its value. */
  static double arctangent(double z) {
    double q = fma(z, 0.010116123443026039, -0.027433953868727337);
    q = fma(q, z, 0.04186445049720819);
    q = fma(q, z, -0.05121985798868177);
    q = fma(q, z, 0.058582947138130295);
    q = fma(q, z, -0.06663810047296712);
    q = fma(q, z, 0.07692073862742468);
    q = fma(q, z, -0.09090896242010545);
    q = fma(q, z, 0.11111110659549157);
    q = fma(q, z, -0.14285714276384456);
    q = fma(q, z, 0.199999999999031);
    return fma(q, z, -0.3333333333333298);
  }

  /** (asin t − t)/t³ in z = t², on t ≤ ½: asin t within 2⁻⁵⁵ of its value. */
  static double arcsine(double z) {
    double q = fma(z, 0.031911948530634934, -0.016223817075232988);
    q = fma(q, z, 0.01952801616225854);
    q = fma(q, z, 0.006528052084639891);
    q = fma(q, z, 0.01216919832518935);
    q = fma(q, z, 0.013885236575422526);
    q = fma(q, z, 0.017359704778118455);
    q = fma(q, z, 0.022371758037724513);
    q = fma(q, z, 0.030381959138192565);
    q = fma(q, z, 0.04464285682827455);
    q = fma(q, z, 0.07500000000337118);
    return fma(q, z, 0.16666666666665408);
  }

  /** (sinh x − x)/x³ in z = x², on x ≤ 1: sinh x within 2⁻⁶¹ of its value. */
  static double hyperbolicSine(double z) {
    double q = fma(z, 7.776597956859834e-13, 1.6056659220789232e-10);
    q = fma(q, z, 2.5052130998257776e-08);
    q = fma(q, z, 2.7557319106758464e-06);
    q = fma(q, z, 0.00019841269841593408);
    q = fma(q, z, 0.008333333333332912);
    return fma(q, z, 0.16666666666666669);
  }

  /** erf x/x − 1 in z = x², on x ≤ 1: erf x within 2⁻⁵⁶ of its value. */
  static double erf(double z) {
    double q = fma(z, -7.594147156342458e-10, 1.3610158655276373e-08);
    q = fma(q, z, -1.6182662805863518e-07);
    q = fma(q, z, 1.644400136618541e-06);
    q = fma(q, z, -1.4924455514926307e-05);
    q = fma(q, z, 0.0001205528007098236);
    q = fma(q, z, -0.0008548325474083897);
    q = fma(q, z, 0.005223977596574611);
    q = fma(q, z, -0.02686617064194706);
    q = fma(q, z, 0.11283791670936917);
    q = fma(q, z, -0.37612638903183343);
    return fma(q, z, 0.12837916709551256);
  }

  /** −ln(1 − erf x) on 1 ≤ x ≤ 6: erf x within 2⁻⁵⁶ of its value. */
  static double erfTail(double x) {
    double q = fma(x, 4.928707403398806e-12, -2.0450074335122884e-10);
    q = fma(q, x, 3.93435078845355e-09);
    q = fma(q, x, -4.6423952943306544e-08);
    q = fma(q, x, 3.733112064494151e-07);
    q = fma(q, x, -2.135723995435423e-06);
    q = fma(q, x, 8.667358874232837e-06);
    q = fma(q, x, -2.282313084796156e-05);
    q = fma(q, x, 2.0268251274836245e-05);
    q = fma(q, x, 0.00013504719749514148);
    q = fma(q, x, -0.0007706382660711311);
    q = fma(q, x, 0.0019159373967238416);
    q = fma(q, x, -0.00041062248831643967);
    q = fma(q, x, -0.01899018251336777);
    q = fma(q, x, 0.10270344129412734);
    q = fma(q, x, 0.6366436275035381);
    q = fma(q, x, 1.1283740895925205);
    return fma(q, x, 5.02839260794243e-07);
  }

  /** (1 + 2x) e^x² (1 − erf x) in t = (x − c)/(x + c) for c = ERFC_CENTRE, on ½ ≤ x ≤ 28: within 2⁻⁵⁸ of its value. */
  static double erfcTail(double t) {
    double q = fma(t, -2.9847491806884973e-09, -6.913532130681882e-09);
    q = fma(q, t, 2.9545389423994365e-08);
    q = fma(q, t, 6.10093388221625e-08);
    q = fma(q, t, -2.242822878702611e-07);
    q = fma(q, t, -3.241357831106358e-07);
    q = fma(q, t, 1.7434525981097949e-06);
    q = fma(q, t, 7.101378373853854e-07);
    q = fma(q, t, -1.3465611679033875e-05);
    q = fma(q, t, 1.4373927970287676e-05);
    q = fma(q, t, 8.064407759586465e-05);
    q = fma(q, t, -0.0003006567568966329);
    q = fma(q, t, 0.0001101853153912706);
    q = fma(q, t, 0.002467910578825219);
    q = fma(q, t, -0.0112964738790559);
    q = fma(q, t, 0.03063056269095683);
    q = fma(q, t, -0.06081432180425053);
    q = fma(q, t, 0.09290774430760435);
    q = fma(q, t, -0.10697124619071957);
    q = fma(q, t, 0.07862435546319563);
    q = fma(q, t, 0.006738807450822612);
    q = fma(q, t, -0.14015514677325874);
    return fma(q, t, 1.2363539084541144);
  }
}
