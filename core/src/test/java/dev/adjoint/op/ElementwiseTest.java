package dev.adjoint.op;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.Erf;
import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.InverseErf;
import org.apache.commons.numbers.gamma.LogGamma;

import static org.junit.jupiter.api.Assertions.assertSame;

/** Every elementwise operation of floating-point numbers against its formula in plain Java. */
@Domain(Shapes.class)
@Domain(DomainContext.Global.class)
class ElementwiseTest {
  private static final double CLOSE = 1e-14;
  private static final double FLOAT_CLOSE = 1e-6;

  /**
   * y = f(x).
   *
   * @param formula what it is for the numbers of a normal distribution
   */
  record Function(String name, UnaryOperator<Tensor> operation, DoubleUnaryOperator formula) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Function> FUNCTIONS = List.of(
      new Function("copy", Tensor::copy, x -> x), //
      new Function("neg", Tensor::neg, x -> -x), //
      new Function("reciprocal", Tensor::reciprocal, x -> 1 / x), //
      new Function("square", Tensor::square, x -> x * x), //
      new Function("sqrt", x -> x.abs().sqrt(), x -> StrictMath.sqrt(Math.abs(x))), //
      new Function("abs", Tensor::abs, Math::abs), //
      new Function("sign", Tensor::sign, x -> x > 0 ? 1 : -1), //
      new Function("floor", Tensor::floor, StrictMath::floor), //
      new Function("ceil", Tensor::ceil, StrictMath::ceil), //
      new Function("round", Tensor::round, StrictMath::rint), //
      new Function("trunc", Tensor::trunc, x -> (int) x), //
      new Function("floorDiv", x -> x.floorDiv(0.3), x -> StrictMath.floor(x / 0.3)), //
      new Function("mod", x -> x.mod(0.25), x -> x - 0.25 * StrictMath.floor(4 * x)), //
      new Function("cube", x -> x.pow(3), x -> x * x * x), //
      new Function("root", x -> x.abs().pow(1.5), x -> StrictMath.pow(Math.abs(x), 1.5)), //
      new Function("one", x -> x.pow(0), x -> 1), //
      new Function("addNumber", x -> x.add(2.5), x -> x + 2.5), //
      new Function("subNumber", x -> x.sub(2.5), x -> x - 2.5), //
      new Function("rsubNumber", x -> x.rsub(2.5), x -> 2.5 - x), //
      new Function("mulNumber", x -> x.mul(2.5), x -> x * 2.5), //
      new Function("divNumber", x -> x.div(2.5), x -> x / 2.5), //
      new Function("rdivNumber", x -> x.rdiv(2.5), x -> 2.5 / x), //
      new Function("exp", Tensor::exp, StrictMath::exp), //
      new Function("expm1", Tensor::expm1, StrictMath::expm1), //
      new Function("log", x -> x.abs().log(), x -> StrictMath.log(Math.abs(x))), //
      new Function("log1p", x -> x.abs().log1p(), x -> StrictMath.log1p(Math.abs(x))), //
      new Function("exp2", Tensor::exp2, x -> StrictMath.pow(2, x)), //
      new Function("log2", x -> x.abs().log2(), x -> StrictMath.log(Math.abs(x)) / StrictMath.log(2)), //
      new Function("log10", x -> x.abs().log10(), x -> StrictMath.log10(Math.abs(x))), //
      new Function("sin", Tensor::sin, StrictMath::sin), //
      new Function("cos", Tensor::cos, StrictMath::cos), //
      new Function("tan", x -> x.sin().tan(), x -> StrictMath.tan(StrictMath.sin(x))), //
      new Function("asin", x -> x.tanh().asin(), x -> StrictMath.asin(StrictMath.tanh(x))), //
      new Function("acos", x -> x.tanh().acos(), x -> StrictMath.acos(StrictMath.tanh(x))), //
      new Function("atan", Tensor::atan, StrictMath::atan), //
      new Function("sinh", Tensor::sinh, StrictMath::sinh), //
      new Function("cosh", Tensor::cosh, StrictMath::cosh), //
      new Function("tanh", Tensor::tanh, StrictMath::tanh), //
      new Function("asinh", x -> x.sinh().asinh(), x -> x), //
      new Function("acosh", x -> x.abs().add(1).acosh(),
          x -> StrictMath.log(Math.abs(x) + 1 + StrictMath.sqrt(x * x + 2 * Math.abs(x)))), //
      new Function("atanh", x -> x.sin().mul(0.5).atanh(),
          x -> 0.5 * StrictMath.log((2 + StrictMath.sin(x)) / (2 - StrictMath.sin(x)))), //
      new Function("erf", Tensor::erf, Erf::value), //
      new Function("erfc", Tensor::erfc, Erfc::value), //
      new Function("erfInv", x -> x.sin().mul(0.5).erfInv(), x -> InverseErf.value(StrictMath.sin(x) / 2)), //
      new Function("lgamma", x -> x.abs().lgamma(), x -> LogGamma.value(Math.abs(x))), //
      new Function("digamma", x -> x.abs().digamma(), x -> Digamma.value(Math.abs(x))), //
      new Function("sinc", Tensor::sinc, x -> x == 0 ? 1 : StrictMath.sin(Math.PI * x) / (Math.PI * x)), //
      new Function("sigmoid", Tensor::sigmoid, x -> 1 / (1 + StrictMath.exp(-x))), //
      new Function("relu", Tensor::relu, x -> x > 0 ? x : 0), //
      new Function("softplus", Tensor::softplus, x -> StrictMath.log1p(StrictMath.exp(x))), //
      new Function("logSigmoid", Tensor::logSigmoid, x -> -StrictMath.log1p(StrictMath.exp(-x))), //
      new Function("leakyRelu", x -> x.leakyRelu(0.1), x -> x > 0 ? x : 0.1 * x), //
      new Function("elu", x -> x.elu(0.7), x -> x > 0 ? x : 0.7 * (StrictMath.exp(x) - 1)), //
      new Function("selu", Tensor::selu,
          x -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (StrictMath.exp(x) - 1))), //
      new Function("gelu", Tensor::gelu, x -> x / 2 * (1 + Erf.value(x / Math.sqrt(2)))), //
      new Function("geluTanh", Tensor::geluTanh,
          x -> x / 2 * (1 + StrictMath.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))), //
      new Function("silu", Tensor::silu, x -> x / (1 + StrictMath.exp(-x))), //
      new Function("maximumNumber", x -> x.maximum(0.3), x -> Math.max(x, 0.3)), //
      new Function("minimumNumber", x -> x.minimum(0.3), x -> Math.min(x, 0.3)), //
      new Function("clamp", x -> x.clamp(-0.5, 0.5), x -> x < -0.5 ? -0.5 : x > 0.5 ? 0.5 : x));

  /** y = f(a, b), with broadcasting. */
  record Pairing(String name, BinaryOperator<Tensor> operation, DoubleBinaryOperator formula) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Pairing> PAIRINGS = List.of(
      new Pairing("add", Tensor::add, Double::sum), //
      new Pairing("sub", Tensor::sub, (a, b) -> a - b), //
      new Pairing("mul", Tensor::mul, (a, b) -> a * b), //
      new Pairing("div", Tensor::div, (a, b) -> a / b), //
      new Pairing("atan2", Tensor::atan2, StrictMath::atan2), //
      new Pairing("hypot", Tensor::hypot, StrictMath::hypot), //
      new Pairing("logAddExp", Tensor::logAddExp, (a, b) -> StrictMath.log(StrictMath.exp(a) + StrictMath.exp(b))), //
      new Pairing("xlogy", (a, b) -> a.xlogy(b.abs()), (a, b) -> a == 0 ? 0 : a * StrictMath.log(Math.abs(b))), //
      new Pairing("pow", (a, b) -> a.abs().pow(b), (a, b) -> StrictMath.pow(Math.abs(a), b)), //
      new Pairing("maximum", Tensor::maximum, (a, b) -> a > b ? a : b), //
      new Pairing("minimum", Tensor::minimum, (a, b) -> a < b ? a : b), //
      new Pairing("sigmoidCrossEntropy", (x, t) -> x.sigmoidCrossEntropy(t.sigmoid()),
          ElementwiseTest::binaryCrossEntropy));

  @Provide
  Arbitrary<Function> functions() {
    return Arbitraries.of(FUNCTIONS);
  }

  @Provide
  Arbitrary<Pairing> pairings() {
    return Arbitraries.of(PAIRINGS);
  }

  private static double binaryCrossEntropy(double x, double logit) {
    double t = 1 / (1 + StrictMath.exp(-logit));
    double p = 1 / (1 + StrictMath.exp(-x));
    return -t * StrictMath.log(p) - (1 - t) * StrictMath.log(1 - p);
  }

  @Property(tries = 1000, seed = "1")
  void functionsAreTheirFormula(@ForAll("functions") Function f, @ForAll Shape shape, @ForAll long seed) {
    var x = Naive.numbers(shape, seed);
    var expected = Naive.tensor(shape, index -> f.formula.applyAsDouble(Naive.at(x, index)));
    Naive.assertClose(expected, f.operation.apply(x), CLOSE);
    Naive.assertClose(expected.cast(DType.FLOAT32), f.operation.apply(x.cast(DType.FLOAT32)), FLOAT_CLOSE);
  }

  @Property(tries = 1000, seed = "2")
  void pairingsBroadcast(@ForAll("pairings") Pairing f, @ForAll Shapes.Pair shapes, @ForAll long seed) {
    var a = Naive.numbers(shapes.left(), seed);
    var b = Naive.numbers(shapes.right(), seed + 1);
    var expected = Naive.tensor(shapes.result(),
        index -> f.formula.applyAsDouble(Naive.repeated(a, index), Naive.repeated(b, index)));
    Naive.assertClose(expected, f.operation.apply(a, b), CLOSE);
    Naive.assertClose(expected.cast(DType.FLOAT32), f.operation.apply(a.cast(DType.FLOAT32), b.cast(DType.FLOAT32)),
        FLOAT_CLOSE);
  }

  @Property(tries = 200, seed = "3")
  void operandsMayBeLazyViews(@ForAll Shapes.Pair shapes, @ForAll long seed) {
    var a = Naive.numbers(shapes.left(), seed);
    var b = Naive.numbers(shapes.right(), seed + 1);
    var expected = a.add(b);
    Naive.assertSame(expected, a.broadcastTo(shapes.result()).add(b));
    Naive.assertSame(expected, a.add(b.broadcastTo(shapes.result())));
    Naive.assertSame(expected, a.broadcastTo(shapes.result()).add(b.broadcastTo(shapes.result())));
    if (shapes.result().rank() >= 2) {
      var turned = a.broadcastTo(shapes.result()).transpose().copy();
      Naive.assertSame(expected, turned.transpose().add(b));
    }
  }

  @Example
  void largeOperandsBroadcastInBlocks() {
    var x = Naive.numbers(Shape.of(60, 11, 101), 1);
    for (var shape : new Shape[]{Shape.of(101), Shape.of(11, 1), Shape.of(60, 1, 101), Shape.of(60, 1, 1),
        Shape.of(1)}) {
      var b = Naive.numbers(shape, 2);
      var expected = Naive.tensor(x.shape(), index -> Naive.at(x, index) - Naive.repeated(b, index));
      Naive.assertSame(expected, x.sub(b));
      Naive.assertSame(expected, b.sub(x).neg());
    }
  }

  @Property(tries = 100, seed = "4")
  void biasIsAddedToEveryRow(@ForAll Shape shape, @ForAll long seed) {
    if (shape.rank() > 0) {
      var x = Naive.numbers(shape, seed);
      var b = Naive.numbers(Shape.of(shape.dim(-1)), seed + 1);
      Naive.assertSame(Naive.tensor(shape, index -> Naive.at(x, index) + Naive.at(b, index[index.length - 1])),
          x.addBias(b));
    }
  }

  /** α = 1.67326324…, λ = 1.05070098… fix mean 0 and variance 1 (Klambauer et al., 2017); the limit at −∞ is −λα. */
  @Example
  void seluHasThePublishedConstants() {
    Naive.assertClose(Tensor.of(1.0507009873554805, 0, -1.7580993408473766), Tensor.of(1.0, 0.0, -1000.0).selu(),
        1e-15);
  }

  @Example
  void zerosToThePowerOfZeroAreOne() {
    Naive.assertSame(Tensor.of(1.0, 1, 1), Tensor.of(0.0, Double.NaN, Double.POSITIVE_INFINITY).pow(0));
    Naive.assertSame(Tensor.of(1.0, 0), Tensor.of(0.0, 0.0).pow(Tensor.of(0.0, 2.0)));
  }

  @Example
  void extremeLogitsDoNotOverflow() {
    double inf = Double.POSITIVE_INFINITY;
    var x = Tensor.of(-inf, -1e300, -1000, 1000, 1e300, inf);
    Naive.assertSame(Tensor.of(0.0, 0, 0, 1, 1, 1), x.sigmoid());
    Naive.assertSame(Tensor.of(0.0, 0, 0, 1000, 1e300, inf), x.softplus());
    Naive.assertSame(Tensor.of(-inf, -1e300, -1000, -0.0, -0.0, -0.0), x.logSigmoid());
    Naive.assertSame(Tensor.of(1e300, 1000, 0.0, 0.0),
        Tensor.of(1e300, -1000, -1000, 1000).sigmoidCrossEntropy(Tensor.of(0.0, 1, 0, 1)));
  }

  @Example
  void operandsStayAsTheyAre() {
    var x = Tensor.of(1.0, 2);
    x.add(x).mul(3).neg();
    assertSame(x.value(), x.copy().value());
    Naive.assertSame(Tensor.of(1.0, 2), x);
  }
}
