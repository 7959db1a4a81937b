package dev.adjoint.internal.kernel;

/**
 * The elementary functions that are worth an algorithm of our own, element by element: y[i] = f(x[i]) for from ≤ i &lt; to; y may
 * be an operand. One implementation computes with vectors, the other with one element at a time.
 *
 * <p>Both take the same steps, each of them exact to the last bit by IEEE 754 (+, −, ·, /, fma, comparisons, integer
 * operations on the bits). So a result depends on the element alone: not on the implementation, the lanes of the machine, the
 * place in the array, how a loop was split, or whether it has been compiled yet. The functions of {@code Math} and of
 * {@code VectorOperators} do not promise that.
 *
 * <p>Within 1 unit in the last place (ulp) of StrictMath on a million doubles of all sizes: exp, log, log1p, sin, cos; within 2:
 * expm1, and sigmoid and softplus of their formulas; within 3: tanh, where StrictMath is itself off by up to 2.1 ulp of the true
 * value and this by up to 1.96. Floats within 1 ulp of the double result, rounded: exp, expm1, log, log1p, sin, cos; within 2: tanh,
 * sigmoid, softplus. Against 70 digits, on 30,000 doubles and floats: pow 1.07 and 1.07, tan 0.78 and 0.79, asin 1.17 and 1.07, acos
 * 1.11 and 1.05, atan 0.89 and 1.16, sinh and cosh 0.94 and 0.89, erf 0.89 and 0.87; against 60, on 4,000 (of erfc; 1,500 of the
 * others): log2 0.57 and 0.51, log10 0.52 and 0.51, exp2 0.87 and 0.80, asinh 1.08 and 1.29, acosh 1.89 and 1.48, atanh 1.28 and
 * 1.47, erfc 1.69 and 1.39. From 2²⁸, in floats 2¹⁶, on sin, cos and tan are StrictMath's.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
public interface VectorMath<A> {

  /** The implementation for doubles, chosen once. */
  static VectorMath<double[]> of(@SuppressWarnings("unused") double[] x) {
    return VectorMathChoice.Doubles.CHOSEN;
  }

  /** The implementation for floats, chosen once. */
  static VectorMath<float[]> of(@SuppressWarnings("unused") float[] x) {
    return VectorMathChoice.Floats.CHOSEN;
  }

  /** What is in use, and the flag that would make it faster. */
  static String describe() {
    return VectorMathChoice.describe();
  }

  /** e^x. */
  void exp(A x, A y, int from, int to);

  /** e^x − 1. */
  void expm1(A x, A y, int from, int to);

  /** ln x. */
  void log(A x, A y, int from, int to);

  /** ln(1 + x). */
  void log1p(A x, A y, int from, int to);

  /** sin x. */
  void sin(A x, A y, int from, int to);

  /** cos x. */
  void cos(A x, A y, int from, int to);

  /** tan x. */
  void tan(A x, A y, int from, int to);

  /** arcsin x. */
  void asin(A x, A y, int from, int to);

  /** arccos x. */
  void acos(A x, A y, int from, int to);

  /** arctan x. */
  void atan(A x, A y, int from, int to);

  /** sinh x. */
  void sinh(A x, A y, int from, int to);

  /** cosh x. */
  void cosh(A x, A y, int from, int to);

  /** tanh x. */
  void tanh(A x, A y, int from, int to);

  /** The error function, 2/√π ∫₀ˣ e^−t² dt. */
  void erf(A x, A y, int from, int to);

  /** log₂ x. */
  void log2(A x, A y, int from, int to);

  /** log₁₀ x. */
  void log10(A x, A y, int from, int to);

  /** 2^x. */
  void exp2(A x, A y, int from, int to);

  /** arsinh x. */
  void asinh(A x, A y, int from, int to);

  /** arcosh x. */
  void acosh(A x, A y, int from, int to);

  /** artanh x. */
  void atanh(A x, A y, int from, int to);

  /** 1 − erf x, with all its digits where that is small. */
  void erfc(A x, A y, int from, int to);

  /** The number of which x is the error function. */
  void erfInv(A x, A y, int from, int to);

  /** ln |Γ(x)|. */
  void lgamma(A x, A y, int from, int to);

  /** The derivative of ln Γ(x). */
  void digamma(A x, A y, int from, int to);

  /** 1/(1 + e^−x). */
  void sigmoid(A x, A y, int from, int to);

  /** ln(1 + e^x). */
  void softplus(A x, A y, int from, int to);

  /** y[i] = ln(e^a[i] + e^b[i]). */
  void logAddExp(A a, A b, A y, int from, int to);

  /** y[i] = a[i]^b[i], in every special case what {@link Math#pow} says. */
  void pow(A a, A b, A y, int from, int to);

  /** y[i] = √(a[i]² + b[i]²), in every special case what {@link Math#hypot} says. */
  void hypot(A a, A b, A y, int from, int to);

  /** z[i] = the angle of the point (x[i], y[i]), in every special case what {@link Math#atan2} says. */
  void atan2(A y, A x, A z, int from, int to);

  /** y[i] = max(x, 0) − x·t + ln(1 + e^−|x|) for x = x[i], t = t[i]. */
  void sigmoidCrossEntropy(A x, A t, A y, int from, int to);
}
