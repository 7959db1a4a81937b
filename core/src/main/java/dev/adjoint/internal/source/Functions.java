package dev.adjoint.internal.source;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.adjoint.op.BinaryFunction;
import dev.adjoint.op.UnaryFunction;

/** The functions that can be written, as Java. What is not in here is refused. */
final class Functions {
  /**
   * How a function is written.
   *
   * @param pattern with a and b in it for the operands
   * @param isDouble whether the result is a double whatever the operands are
   * @param ofIntegers how the function of whole numbers is written, if there is one
   */
  record Java(String pattern, boolean isDouble, Optional<String> ofIntegers, Optional<Helper> helper) {
    private static Java of(String pattern) {
      return new Java(pattern, false, Optional.empty(), Optional.empty());
    }

    private static Java ofAll(String pattern) {
      return new Java(pattern, false, Optional.of(pattern), Optional.empty());
    }

    private static Java ofMath(String pattern) {
      return new Java("Math." + pattern, true, Optional.empty(), Optional.empty());
    }

    private static Java calling(Helper helper, String pattern) {
      return new Java(pattern, !helper.isTyped(), Optional.empty(), Optional.of(helper));
    }

    private Java andOfIntegers(String ofThem) {
      return new Java(pattern, isDouble, Optional.of(ofThem), helper);
    }

    /** How often it reads its first operand. */
    long uses() {
      return Pattern.compile("\\ba\\b").matcher(pattern).results().count();
    }
  }

  private static final Map<UnaryFunction, Java> UNARY = new EnumMap<>(Map.ofEntries(
      Map.entry(UnaryFunction.NEG, Java.ofAll("-a")),
      Map.entry(UnaryFunction.ABS, Java.ofAll("Math.abs(a)")),
      Map.entry(UnaryFunction.SIGN, Java.of("Math.signum(a)").andOfIntegers("Integer.signum(a)")),
      Map.entry(UnaryFunction.SQUARE, Java.ofAll("a * a")),
      Map.entry(UnaryFunction.SQRT, Java.ofMath("sqrt(a)")),
      Map.entry(UnaryFunction.RECIPROCAL, Java.of("1 / a")),
      Map.entry(UnaryFunction.FLOOR, Java.ofMath("floor(a)")),
      Map.entry(UnaryFunction.CEIL, Java.ofMath("ceil(a)")),
      Map.entry(UnaryFunction.ROUND, Java.ofMath("rint(a)")),
      Map.entry(UnaryFunction.TRUNC, Java.ofMath("copySign(Math.floor(Math.abs(a)), a)")),
      Map.entry(UnaryFunction.EXP, Java.ofMath("exp(a)")),
      Map.entry(UnaryFunction.EXPM1, Java.ofMath("expm1(a)")),
      Map.entry(UnaryFunction.LOG, Java.ofMath("log(a)")),
      Map.entry(UnaryFunction.LOG1P, Java.ofMath("log1p(a)")),
      Map.entry(UnaryFunction.EXP2, Java.ofMath("pow(2, a)")),
      Map.entry(UnaryFunction.LOG2, new Java("(Math.log(a) / Math.log(2))", true, Optional.empty(), Optional.empty())),
      Map.entry(UnaryFunction.LOG10, Java.ofMath("log10(a)")),
      Map.entry(UnaryFunction.ASINH, Java.calling(Helper.ASINH, "asinh(a)")),
      Map.entry(UnaryFunction.ACOSH, Java.calling(Helper.ACOSH, "acosh(a)")),
      Map.entry(UnaryFunction.ATANH, Java.calling(Helper.ATANH, "atanh(a)")),
      Map.entry(UnaryFunction.SIN, Java.ofMath("sin(a)")),
      Map.entry(UnaryFunction.COS, Java.ofMath("cos(a)")),
      Map.entry(UnaryFunction.TAN, Java.ofMath("tan(a)")),
      Map.entry(UnaryFunction.ASIN, Java.ofMath("asin(a)")),
      Map.entry(UnaryFunction.ACOS, Java.ofMath("acos(a)")),
      Map.entry(UnaryFunction.ATAN, Java.ofMath("atan(a)")),
      Map.entry(UnaryFunction.SINH, Java.ofMath("sinh(a)")),
      Map.entry(UnaryFunction.COSH, Java.ofMath("cosh(a)")),
      Map.entry(UnaryFunction.TANH, Java.ofMath("tanh(a)")),
      Map.entry(UnaryFunction.ERF, Java.calling(Helper.ERF, "erf(a)")),
      Map.entry(UnaryFunction.SIGMOID, Java.calling(Helper.SIGMOID, "sigmoid(a)")),
      Map.entry(UnaryFunction.SOFTPLUS, Java.calling(Helper.SOFTPLUS, "softplus(a)")),
      Map.entry(UnaryFunction.RELU, Java.of("Math.max(a, 0)"))));

  private static final Map<BinaryFunction, Java> BINARY = new EnumMap<>(Map.ofEntries(
      Map.entry(BinaryFunction.ADD, Java.ofAll("a + b")),
      Map.entry(BinaryFunction.SUB, Java.ofAll("a - b")),
      Map.entry(BinaryFunction.MUL, Java.ofAll("a * b")),
      Map.entry(BinaryFunction.DIV, Java.of("a / b")),
      Map.entry(BinaryFunction.MAX, Java.ofAll("Math.max(a, b)")),
      Map.entry(BinaryFunction.MIN, Java.ofAll("Math.min(a, b)")),
      Map.entry(BinaryFunction.FLOOR_DIV,
          Java.calling(Helper.FLOOR_DIV, "floorDiv(a, b)").andOfIntegers("Math.floorDiv(a, b)")),
      Map.entry(BinaryFunction.MOD, Java.calling(Helper.MOD, "mod(a, b)").andOfIntegers("Math.floorMod(a, b)")),
      Map.entry(BinaryFunction.POW, Java.ofMath("pow(a, b)")),
      Map.entry(BinaryFunction.HYPOT, Java.ofMath("hypot(a, b)")),
      Map.entry(BinaryFunction.ATAN2, Java.ofMath("atan2(a, b)")),
      Map.entry(BinaryFunction.LOG_ADD_EXP, Java.calling(Helper.LOG_ADD_EXP, "logAddExp(a, b)")),
      Map.entry(BinaryFunction.SIGMOID_CROSS_ENTROPY,
          Java.calling(Helper.SIGMOID_CROSS_ENTROPY, "sigmoidCrossEntropy(a, b)"))));

  private Functions() {}

  static Optional<Java> of(UnaryFunction f) {
    return Optional.ofNullable(UNARY.get(f));
  }

  static Optional<Java> of(BinaryFunction f) {
    return Optional.ofNullable(BINARY.get(f));
  }
}
