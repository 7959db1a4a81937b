package dev.adjoint.internal.source;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

import dev.adjoint.op.BinaryFunction;
import dev.adjoint.op.UnaryFunction;

/** The functions that can be written, as Java. What is not in here is refused. */
final class Functions {
  /**
   * How a function is written.
   *
   * @param pattern with a and b in it for the operands
   * @param isDouble whether the result is a double whatever the operands are
   * @param isForIntegers whether it is the same of integers
   */
  record Java(String pattern, boolean isDouble, boolean isForIntegers, Optional<Helper> helper) {
    private static Java of(String pattern) {
      return new Java(pattern, false, false, Optional.empty());
    }

    private static Java ofIntegersToo(String pattern) {
      return new Java(pattern, false, true, Optional.empty());
    }

    private static Java ofMath(String name) {
      return new Java("Math." + name + "(a)", true, false, Optional.empty());
    }

    private static Java calling(Helper helper, String pattern) {
      return new Java(pattern, true, false, Optional.of(helper));
    }
  }

  private static final Map<UnaryFunction, Java> UNARY = new EnumMap<>(Map.ofEntries(
      Map.entry(UnaryFunction.NEG, Java.ofIntegersToo("-a")),
      Map.entry(UnaryFunction.ABS, Java.of("Math.abs(a)")),
      Map.entry(UnaryFunction.SIGN, Java.of("Math.signum(a)")),
      Map.entry(UnaryFunction.SQUARE, Java.of("a * a")),
      Map.entry(UnaryFunction.SQRT, Java.ofMath("sqrt")),
      Map.entry(UnaryFunction.RECIPROCAL, Java.of("1 / a")),
      Map.entry(UnaryFunction.EXP, Java.ofMath("exp")),
      Map.entry(UnaryFunction.EXPM1, Java.ofMath("expm1")),
      Map.entry(UnaryFunction.LOG, Java.ofMath("log")),
      Map.entry(UnaryFunction.LOG1P, Java.ofMath("log1p")),
      Map.entry(UnaryFunction.EXP2, new Java("Math.pow(2, a)", true, false, Optional.empty())),
      Map.entry(UnaryFunction.LOG2, new Java("(Math.log(a) / Math.log(2))", true, false, Optional.empty())),
      Map.entry(UnaryFunction.LOG10, Java.ofMath("log10")),
      Map.entry(UnaryFunction.ASINH, Java.calling(Helper.ASINH, "asinh(a)")),
      Map.entry(UnaryFunction.ACOSH, Java.calling(Helper.ACOSH, "acosh(a)")),
      Map.entry(UnaryFunction.ATANH, Java.calling(Helper.ATANH, "atanh(a)")),
      Map.entry(UnaryFunction.SIN, Java.ofMath("sin")),
      Map.entry(UnaryFunction.COS, Java.ofMath("cos")),
      Map.entry(UnaryFunction.TAN, Java.ofMath("tan")),
      Map.entry(UnaryFunction.ASIN, Java.ofMath("asin")),
      Map.entry(UnaryFunction.ACOS, Java.ofMath("acos")),
      Map.entry(UnaryFunction.ATAN, Java.ofMath("atan")),
      Map.entry(UnaryFunction.SINH, Java.ofMath("sinh")),
      Map.entry(UnaryFunction.COSH, Java.ofMath("cosh")),
      Map.entry(UnaryFunction.TANH, Java.ofMath("tanh")),
      Map.entry(UnaryFunction.ERF, Java.calling(Helper.ERF, "erf(a)")),
      Map.entry(UnaryFunction.SIGMOID, Java.calling(Helper.SIGMOID, "sigmoid(a)")),
      Map.entry(UnaryFunction.SOFTPLUS, Java.calling(Helper.SOFTPLUS, "softplus(a)")),
      Map.entry(UnaryFunction.RELU, Java.of("Math.max(a, 0)"))));

  private static final Map<BinaryFunction, Java> BINARY = new EnumMap<>(Map.ofEntries(
      Map.entry(BinaryFunction.ADD, Java.ofIntegersToo("a + b")),
      Map.entry(BinaryFunction.SUB, Java.ofIntegersToo("a - b")),
      Map.entry(BinaryFunction.MUL, Java.ofIntegersToo("a * b")),
      Map.entry(BinaryFunction.DIV, Java.of("a / b")),
      Map.entry(BinaryFunction.MAX, Java.ofIntegersToo("Math.max(a, b)")),
      Map.entry(BinaryFunction.MIN, Java.ofIntegersToo("Math.min(a, b)")),
      Map.entry(BinaryFunction.POW, new Java("Math.pow(a, b)", true, false, Optional.empty())),
      Map.entry(BinaryFunction.HYPOT, new Java("Math.hypot(a, b)", true, false, Optional.empty())),
      Map.entry(BinaryFunction.ATAN2, new Java("Math.atan2(a, b)", true, false, Optional.empty())),
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
