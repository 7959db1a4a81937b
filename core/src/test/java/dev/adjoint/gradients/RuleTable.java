package dev.adjoint.gradients;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.Autodiff;
import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.check.GradientCheck;
import dev.adjoint.control.Carry;
import dev.adjoint.op.Axes;
import dev.adjoint.op.Index;

import static dev.adjoint.DType.FLOAT32;
import static dev.adjoint.DType.FLOAT64;
import static dev.adjoint.DType.INT32;
import static dev.adjoint.op.Index.all;
import static dev.adjoint.op.Index.ellipsis;
import static dev.adjoint.op.Index.newAxis;
import static dev.adjoint.op.Index.range;
import static dev.adjoint.op.Index.to;

/**
 * Every operation, in the ways it is meant to be used, at inputs where it has derivatives. A new operation needs a row here;
 * {@link RuleTableCompletenessTest} says so.
 */
final class RuleTable {

  /**
   * One way to use an operation.
   *
   * @param title begins with the name of the fluent method
   * @param f takes inputs in either floating element type
   * @param inputs in FLOAT64, and INT32 or BOOL where f needs them
   * @param isDifferentiable whether f is differentiable, any number of times; otherwise its result is never tracked
   * @param check what compares the rule with differences
   */
  record Row(String title, Function<List<Tensor>, Tensor> f, List<Tensor> inputs, boolean isDifferentiable,
      GradientCheck check) {

    String operation() {
      return title.replaceFirst("\\W.*", "");
    }

    /** The inputs with the floating ones in another element type. */
    List<Tensor> inputs(DType dtype) {
      return inputs.stream().map(x -> x.dtype().isFloating() ? x.cast(dtype) : x).toList();
    }

    Row discrete() {
      return new Row(title, f, inputs, false, check);
    }

    Row checkedBy(GradientCheck other) {
      return new Row(title, f, inputs, isDifferentiable, other);
    }

    @Override
    public String toString() {
      return title;
    }
  }

  private static final Tensor A = normal(1, 2, 3);
  private static final Tensor B = normal(2, 2, 3);
  private static final Tensor ROW = normal(3, 3);
  private static final Tensor COLUMN = normal(4, 2, 1);
  private static final Tensor NUMBER = normal(5);
  private static final Tensor CUBE = normal(6, 2, 3, 4);
  private static final Tensor VECTOR = normal(7, 4);
  private static final Tensor SQUARE = normal(8, 3, 3);
  private static final Tensor POSITIVE = Tensor.uniform(FLOAT64.tensor(2, 3), 9).add(0.5);
  private static final Tensor POSITIVE_ROW = Tensor.uniform(FLOAT64.tensor(3), 10).add(0.5);
  /** Within (−0.9, 0.9). */
  private static final Tensor INSIDE = Tensor.uniform(FLOAT64.tensor(2, 3), 11).sub(0.5).mul(1.8);
  private static final Tensor APART = apart(12, 2, 3);
  /** Clear of the elements of {@link #APART} too. */
  private static final Tensor BETWEEN = apart(13, 2, 3).add(0.09375);
  /** Clear of whole numbers and of halves, doubled too. */
  private static final Tensor ROUGH = APART.mul(2.1);
  /** Of which no whole multiple is near an element of {@link #APART}. */
  private static final Tensor DIVISORS = Tensor.of(new double[][]{{0.3, -0.4, 0.23}, {-0.17, 0.7, -0.9}});
  private static final Tensor APART_CUBE = apart(14, 2, 3, 4);
  private static final Tensor MASK = Tensor.of(new boolean[][]{{true, false, true}, {false, false, true}});
  private static final Tensor OTHER_MASK = Tensor.of(new boolean[][]{{true, true, false}, {false, true, true}});
  private static final Tensor MASK_ROW = Tensor.of(true, false, true);
  private static final Tensor LABELS = Tensor.of(2, 0);
  private static final Tensor WHOLE = Tensor.of(new int[][]{{7, -3, 5}, {-8, 2, 1}});
  private static final Tensor WHOLE_ROW = Tensor.of(3, -2, 5);
  private static final Tensor COUNTER = Tensor.of(7);

  private RuleTable() {}

  static Stream<Row> rows() {
    return Stream
        .of(arithmetic(), elementary(), special(), activations(), comparison(), reductions(), recurrences(), ordering(),
            movement(),
            indexing(),
            linearAlgebra(), losses(), conversions(), sampling(), gradientFlow(), controlFlow())
        .flatMap(Function.identity());
  }

  private static Stream<Row> arithmetic() {
    return Stream.of( //
        row("copy", Tensor::copy, A), //
        row("add", Tensor::add, A, B), //
        row("add, row broadcast", Tensor::add, A, ROW), //
        row("add, both broadcast", Tensor::add, COLUMN, ROW), //
        row("add, number broadcast", Tensor::add, NUMBER, A), //
        row("add a Java number", x -> x.add(2.5), A), //
        row("add to itself", x -> x.add(x), A), //
        row("addBias", Tensor::addBias, A, ROW), //
        row("addBias of a batch of batches", Tensor::addBias, CUBE, VECTOR), //
        row("sub", Tensor::sub, A, B), //
        row("sub, both broadcast", Tensor::sub, ROW, COLUMN), //
        row("sub a Java number", x -> x.sub(2.5), A), //
        row("rsub", x -> x.rsub(2.5), A), //
        row("mul", Tensor::mul, A, B), //
        row("mul, row broadcast", Tensor::mul, A, ROW), //
        row("mul, both broadcast", Tensor::mul, COLUMN, ROW), //
        row("mul a Java number", x -> x.mul(-2.5), A), //
        row("mul by itself", x -> x.mul(x), A), //
        row("div", Tensor::div, A, POSITIVE), //
        row("div, both broadcast", Tensor::div, COLUMN, POSITIVE_ROW), //
        row("div by a Java number", x -> x.div(-2.5), A), //
        row("rdiv", x -> x.rdiv(2.5), POSITIVE), //
        row("add of whole numbers", Tensor::add, WHOLE, WHOLE_ROW).discrete(), //
        row("add a Java number to whole numbers", x -> x.add(3), WHOLE).discrete(), //
        row("sub of whole numbers", Tensor::sub, WHOLE_ROW, WHOLE).discrete(), //
        row("rsub of whole numbers", x -> x.rsub(3), WHOLE).discrete(), //
        row("mul of whole numbers", Tensor::mul, WHOLE, WHOLE).discrete(), //
        row("mul of whole numbers, wrapped", x -> x.mul(Integer.MAX_VALUE).add(x), WHOLE).discrete(), //
        row("floorDiv", Tensor::floorDiv, APART, DIVISORS), //
        row("floorDiv, both broadcast", Tensor::floorDiv, COLUMN, POSITIVE_ROW), //
        row("floorDiv by a Java number", x -> x.floorDiv(-0.4), APART), //
        row("floorDiv of whole numbers", Tensor::floorDiv, WHOLE, WHOLE_ROW).discrete(), //
        row("floorDiv of whole numbers by a Java number", x -> x.floorDiv(-3), WHOLE).discrete(), //
        row("mod", Tensor::mod, APART, DIVISORS), //
        row("mod, both broadcast", Tensor::mod, COLUMN, POSITIVE_ROW), //
        row("mod by a Java number", x -> x.mod(-0.4), APART), //
        row("mod of whole numbers", Tensor::mod, WHOLE, WHOLE_ROW).discrete(), //
        row("mod of whole numbers by a Java number", x -> x.mod(-3), WHOLE).discrete(), //
        row("neg", Tensor::neg, A), //
        row("neg of whole numbers", Tensor::neg, WHOLE).discrete(), //
        row("reciprocal", Tensor::reciprocal, POSITIVE), //
        row("square", Tensor::square, A), //
        row("square of whole numbers", Tensor::square, WHOLE).discrete(), //
        row("sqrt", Tensor::sqrt, POSITIVE), //
        row("abs", Tensor::abs, APART), //
        row("abs of whole numbers", Tensor::abs, WHOLE).discrete(), //
        row("sign", Tensor::sign, APART), //
        row("sign of whole numbers", Tensor::sign, WHOLE).discrete(), //
        row("floor", Tensor::floor, ROUGH), //
        row("ceil", Tensor::ceil, ROUGH), //
        row("round", Tensor::round, ROUGH), //
        row("trunc", Tensor::trunc, ROUGH), //
        row("round in the middle of others", x -> x.mul(3).sub(x.mul(2).round()).mul(x), ROUGH), //
        row("pow 0", x -> x.pow(0), A), //
        row("pow 1", x -> x.pow(1), A), //
        row("pow 3", x -> x.pow(3), A), //
        row("pow -1.5", x -> x.pow(-1.5), POSITIVE), //
        row("pow", Tensor::pow, POSITIVE, B), //
        row("pow, both broadcast", Tensor::pow, POSITIVE_ROW, COLUMN), //
        row("pow of negative elements", x -> x.pow(x.scalar(3)), A));
  }

  private static Stream<Row> elementary() {
    return Stream.of( //
        row("exp", Tensor::exp, A), //
        row("expm1", Tensor::expm1, A), //
        row("exp2", Tensor::exp2, A), //
        row("log", Tensor::log, POSITIVE), //
        row("log1p", Tensor::log1p, INSIDE), //
        row("log2", Tensor::log2, POSITIVE), //
        row("log10", Tensor::log10, POSITIVE), //
        row("sin", Tensor::sin, A), //
        row("cos", Tensor::cos, A), //
        row("tan", Tensor::tan, INSIDE), //
        row("asin", Tensor::asin, INSIDE), //
        row("acos", Tensor::acos, INSIDE), //
        row("atan", Tensor::atan, A), //
        row("atan2", Tensor::atan2, APART, BETWEEN), //
        row("atan2, both broadcast", Tensor::atan2, COLUMN, POSITIVE_ROW), //
        row("hypot", Tensor::hypot, APART, BETWEEN), //
        row("hypot, both broadcast", Tensor::hypot, COLUMN, POSITIVE_ROW), //
        row("sinh", Tensor::sinh, A), //
        row("cosh", Tensor::cosh, A), //
        row("asinh", Tensor::asinh, A), //
        row("acosh", x -> x.add(1).acosh(), POSITIVE), //
        row("atanh", Tensor::atanh, INSIDE), //
        row("logAddExp", Tensor::logAddExp, A, B), //
        row("logAddExp, both broadcast", Tensor::logAddExp, COLUMN, ROW), //
        row("logAddExp with itself", x -> x.logAddExp(x), A));
  }

  private static Stream<Row> special() {
    return Stream.of( //
        row("erf", Tensor::erf, A), //
        row("erfc", Tensor::erfc, A), //
        row("erfInv", Tensor::erfInv, INSIDE), //
        row("lgamma", Tensor::lgamma, POSITIVE), //
        row("lgamma between poles", x -> x.mul(0.5).sub(1.5).lgamma(), INSIDE), //
        row("digamma", Tensor::digamma, POSITIVE), //
        row("digamma between poles", x -> x.mul(0.5).sub(1.5).digamma(), INSIDE), //
        row("polygamma 0", x -> x.polygamma(0), POSITIVE), //
        row("polygamma 1", x -> x.polygamma(1), POSITIVE), //
        row("polygamma 2 between poles", x -> x.mul(0.25).sub(1.5).polygamma(2), INSIDE), //
        row("sinc", Tensor::sinc, A), //
        row("sinc at 0", x -> x.mul(Tensor.of(0.0, 1, 1e-9).cast(x.dtype())).sinc(), ROW), //
        row("xlogy", Tensor::xlogy, A, POSITIVE), //
        row("xlogy, both broadcast", Tensor::xlogy, COLUMN, POSITIVE_ROW), //
        row("xlogy of zeros", (x, y) -> x.mul(Tensor.of(0.0, 1, 0).cast(x.dtype())).xlogy(y), A, POSITIVE));
  }

  private static Stream<Row> activations() {
    return Stream.of( //
        row("sigmoid", Tensor::sigmoid, A), //
        row("tanh", Tensor::tanh, A), //
        row("relu", Tensor::relu, APART), //
        row("softplus", Tensor::softplus, A), //
        row("logSigmoid", Tensor::logSigmoid, A), //
        row("leakyRelu", x -> x.leakyRelu(0.1), APART), //
        row("elu", x -> x.elu(1.5), APART), //
        row("selu", Tensor::selu, APART), //
        row("gelu", Tensor::gelu, A), //
        row("geluTanh", Tensor::geluTanh, A), //
        row("silu", Tensor::silu, A), //
        row("softmax", x -> x.softmax(), A), //
        row("softmax of a vector", x -> x.softmax(), VECTOR), //
        row("softmax along axis 1", x -> x.softmax(1), CUBE), //
        row("logSoftmax", x -> x.logSoftmax(), A), //
        row("logSoftmax along axis 0", x -> x.logSoftmax(0), CUBE));
  }

  private static Stream<Row> comparison() {
    return Stream.of( //
        row("equal", Tensor::equal, APART, BETWEEN).discrete(), //
        row("equal to a Java number", x -> x.equal(0.125), APART).discrete(), //
        row("notEqual", Tensor::notEqual, APART, BETWEEN).discrete(), //
        row("notEqual to a Java number", x -> x.notEqual(0.125), APART).discrete(), //
        row("less", Tensor::less, APART, BETWEEN).discrete(), //
        row("less than a Java number", x -> x.less(0.125), APART).discrete(), //
        row("lessOrEqual", Tensor::lessOrEqual, APART, BETWEEN).discrete(), //
        row("lessOrEqual to a Java number", x -> x.lessOrEqual(0.125), APART).discrete(), //
        row("greater", Tensor::greater, APART, BETWEEN).discrete(), //
        row("greater than a Java number", x -> x.greater(0.125), APART).discrete(), //
        row("greaterOrEqual", Tensor::greaterOrEqual, APART, BETWEEN).discrete(), //
        row("greaterOrEqual to a Java number", x -> x.greaterOrEqual(0.125), APART).discrete(), //
        row("less, whole numbers", Tensor::less, WHOLE, WHOLE_ROW).discrete(), //
        row("equal, truth values", Tensor::equal, MASK, OTHER_MASK).discrete(), //
        row("equal, a truth value", x -> x.equal(1), MASK).discrete(), //
        row("notEqual, truth values", Tensor::notEqual, MASK, MASK_ROW).discrete(), //
        row("isNaN", Tensor::isNaN, A).discrete(), //
        row("isInfinite", Tensor::isInfinite, A).discrete(), //
        row("isFinite", Tensor::isFinite, A).discrete(), //
        row("xor", Tensor::xor, MASK, OTHER_MASK).discrete(), //
        row("and", Tensor::and, MASK, OTHER_MASK).discrete(), //
        row("or", Tensor::or, MASK, OTHER_MASK).discrete(), //
        row("not", Tensor::not, MASK).discrete(), //
        row("where", Tensor::where, MASK, A, B), //
        row("where, all broadcast", Tensor::where, MASK_ROW, COLUMN, NUMBER), //
        row("where, else a Java number", (c, a) -> c.where(a, 0.5), MASK, A), //
        row("where, a Java number else", (c, b) -> c.where(0.5, b), MASK, B), //
        row("where, whole numbers", Tensor::where, MASK, WHOLE, WHOLE_ROW).discrete(), //
        row("whereSafe", (x, b) -> x.greater(0).whereSafe(Tensor::log, x, 1, b), APART, B), //
        row("maximum", Tensor::maximum, APART, BETWEEN), //
        row("maximum, both broadcast", Tensor::maximum, apart(15, 3), BETWEEN), //
        row("maximum of a Java number", x -> x.maximum(0.25), APART), //
        row("minimum", Tensor::minimum, APART, BETWEEN), //
        row("minimum, both broadcast", Tensor::minimum, apart(15, 3), BETWEEN), //
        row("minimum of a Java number", x -> x.minimum(0.25), APART), //
        row("maximum, whole numbers", Tensor::maximum, WHOLE, WHOLE_ROW).discrete(), //
        row("minimum, whole numbers", Tensor::minimum, WHOLE, WHOLE_ROW).discrete(), //
        row("clamp", x -> x.clamp(-0.5, 0.5), APART), //
        row("clamp, whole numbers", x -> x.clamp(-2, 3), WHOLE).discrete());
  }

  private static Stream<Row> reductions() {
    return Stream.of( //
        row("sum", x -> x.sum(), CUBE), //
        row("sum over axis 1", x -> x.sum(1), CUBE), //
        row("sum over the outer axes", x -> x.sum(0, -1), CUBE), //
        row("sum keeping axis 0", x -> x.sum(Axes.keep(0)), CUBE), //
        row("sumTo", x -> x.sumTo(Shape.of(3, 1)), CUBE), //
        row("mean", x -> x.mean(), CUBE), //
        row("mean over axis 0", x -> x.mean(0), CUBE), //
        row("mean keeping the last axis", x -> x.mean(Axes.keep(-1)), CUBE), //
        row("max", x -> x.max(), APART_CUBE), //
        row("max over axis 1", x -> x.max(1), APART_CUBE), //
        row("max keeping the outer axes", x -> x.max(Axes.keep(0, 2)), APART_CUBE), //
        row("min", x -> x.min(), APART_CUBE), //
        row("min over axis 1", x -> x.min(1), APART_CUBE), //
        row("min keeping the outer axes", x -> x.min(Axes.keep(0, 2)), APART_CUBE), //
        row("prod", x -> x.prod(), A), //
        row("prod over axis 1", x -> x.prod(1), CUBE), //
        row("prod keeping the outer axes", x -> x.prod(Axes.keep(0, 2)), CUBE), //
        row("variance", x -> x.variance(), CUBE), //
        row("variance over axis 0", x -> x.variance(0), CUBE), //
        row("variance keeping axis 1", x -> x.variance(Axes.keep(1)), CUBE), //
        row("standardDeviation", x -> x.standardDeviation(), CUBE), //
        row("standardDeviation over axis 1", x -> x.standardDeviation(1), CUBE), //
        row("standardDeviation keeping the last axis", x -> x.standardDeviation(Axes.keep(-1)), CUBE), //
        row("meanAndVariance, mean", x -> x.meanAndVariance().mean(), CUBE), //
        row("meanAndVariance, variance over axis 0", x -> x.meanAndVariance(0).variance(), CUBE), //
        row("meanAndVariance, both keeping the outer axes", x -> {
          var y = x.meanAndVariance(Axes.keep(0, 2));
          return x.sub(y.mean()).mul(y.variance());
        }, CUBE), //
        row("norm", x -> x.norm(), CUBE), //
        row("norm over axis 1", x -> x.norm(1), CUBE), //
        row("norm keeping the last axis", x -> x.norm(Axes.keep(-1)), CUBE), //
        row("logSumExp", x -> x.logSumExp(), CUBE), //
        row("logSumExp over axis 0", x -> x.logSumExp(0), CUBE), //
        row("logSumExp keeping the outer axes", x -> x.logSumExp(Axes.keep(0, 2)), CUBE), //
        row("cumulativeSum", x -> x.cumulativeSum(1), CUBE), //
        row("sum of whole numbers", x -> x.sum(), WHOLE).discrete(), //
        row("sum of whole numbers that are computed", x -> x.mul(x).sum(), WHOLE).discrete(), //
        row("sum of whole numbers over axis 0", x -> x.sum(0), WHOLE).discrete(), //
        row("sumTo, whole numbers", x -> x.sumTo(Shape.of(2, 1)), WHOLE).discrete(), //
        row("prod of whole numbers", x -> x.prod(1), WHOLE).discrete(), //
        row("max of whole numbers", x -> x.max(Axes.keep(1)), WHOLE).discrete(), //
        row("min of whole numbers", x -> x.min(0), WHOLE).discrete(), //
        row("cumulativeSum of whole numbers", x -> x.cumulativeSum(-1), WHOLE).discrete(), //
        row("count", x -> x.count(1), MASK).discrete(), //
        row("count of all", x -> x.count(), MASK).discrete(), //
        row("any", x -> x.any(Axes.keep(1)), MASK).discrete(), //
        row("any of all", x -> x.any(), MASK).discrete(), //
        row("all", x -> x.all(0), MASK).discrete(), //
        row("all of all", x -> x.all(), MASK).discrete(), //
        row("argmax", x -> x.argmax(), APART).discrete(), //
        row("argmax along axis 1", x -> x.argmax(1), APART_CUBE).discrete(), //
        row("argmin", x -> x.argmin(), APART).discrete(), //
        row("argmin along axis 1", x -> x.argmin(1), APART_CUBE).discrete());
  }

  private static Stream<Row> recurrences() {
    return Stream.of( //
        row("cumulativeProduct", x -> x.cumulativeProduct(1), CUBE), //
        row("cumulativeProduct along the last axis", x -> x.cumulativeProduct(-1).mul(x), CUBE), //
        row("cumulativeProduct with zeros", x -> x.mul(MASK.cast(x.dtype())).cumulativeProduct(1), A), //
        row("linearRecurrence", (a, b) -> a.linearRecurrence(b, 1), A, B), //
        row("linearRecurrence along axis 0", (a, b) -> a.linearRecurrence(b, 0).mul(a), CUBE, CUBE), //
        row("linearRecurrence of itself", x -> x.linearRecurrence(x, -1), CUBE));
  }

  private static Stream<Row> ordering() {
    return Stream.of( //
        row("sort", x -> x.sort(0), APART), //
        row("sort along the last axis", x -> x.sort(-1).mul(x), APART_CUBE), //
        row("argsort", x -> x.argsort(1), APART_CUBE).discrete(), //
        row("topK", x -> x.topK(2, 1).values(), APART_CUBE), //
        row("topK, positions", x -> x.topK(1, 0).indices(), APART_CUBE).discrete(), //
        row("topK, read at the positions of another", (x, y) -> y.gather(1, x.topK(2, 1).indices()), APART, B), //
        row("maxWithIndices", x -> x.maxWithIndices(1).values(), APART_CUBE), //
        row("maxWithIndices, indices", x -> x.maxWithIndices(0).indices(), APART).discrete(), //
        row("maxWithIndices, read at the indices", (x, y) -> y.gather(0, x.maxWithIndices(0).indices().expandDims(0)),
            APART,
            B), //
        row("minWithIndices", x -> x.minWithIndices(-1).values().mul(x.sum(-1)), APART), //
        row("cumulativeMax", x -> x.cumulativeMax(1).values().mul(x), APART_CUBE), //
        row("cumulativeMax, indices", x -> x.cumulativeMax(0).indices(), APART).discrete(), //
        row("cumulativeMin", x -> x.cumulativeMin(2).values(), APART_CUBE), //
        row("median of an odd number", x -> x.median(1), APART), //
        row("median of an even number", x -> x.median(0), APART), //
        row("quantile", x -> x.quantile(0.3, 2), APART_CUBE), //
        row("quantile at an element", x -> x.quantile(1, 1), APART_CUBE));
  }

  private static Stream<Row> movement() {
    return Stream.of( //
        row("reshape", x -> x.reshape(4, -1), CUBE), //
        row("reshape to a shape", x -> x.reshape(Shape.of(3, 2)), A), //
        row("flatten", x -> x.flatten(), CUBE), //
        row("flatten from axis 1", x -> x.flatten(1), CUBE), //
        row("expandDims", x -> x.expandDims(-1), A), //
        row("squeeze", x -> x.squeeze(), COLUMN), //
        row("squeeze axis 1", x -> x.squeeze(1), COLUMN), //
        row("transpose", Tensor::transpose, A), //
        row("transpose of a batch", Tensor::transpose, CUBE), //
        row("permute", x -> x.permute(2, 0, 1), CUBE), //
        row("swapAxes", x -> x.swapAxes(0, -1), CUBE), //
        row("broadcastTo", x -> x.broadcastTo(4, 2, 3), COLUMN), //
        row("broadcastTo a shape", x -> x.broadcastTo(Shape.of(2, 3)), ROW), //
        row("slice", x -> x.slice(1, 1, 3), CUBE), //
        row("slice with a step", x -> x.slice(-1, 0, 4, 2), CUBE), //
        row("slice backward", x -> x.slice(2, 3, 0, -2), CUBE), //
        row("slice, parts that overlap", x -> x.slice(2, 0, 3).mul(x.slice(2, 1, 4)).mul(x.slice(2, 3, 0, -1)), CUBE), //
        row("slice along two axes", x -> x.slice(0, 0, 1).matmul(x.slice(1, 0, 1).transpose()), CUBE), //
        row("flip", x -> x.flip(1), CUBE), //
        row("flip of all axes", x -> x.flip(), CUBE), //
        row("slice along all axes", x -> x.slice(new int[]{0, 1, -3}, new int[]{2, 3, -1}), CUBE), //
        row("at", x -> x.at(all(), Index.from(1), -1), CUBE), //
        row("at, backward and with new axes", x -> x.at(newAxis(), 1, ellipsis(), all().by(-2)), CUBE), //
        row("at, parts that overlap", x -> x.at(0, all(), to(3)).mul(x.at(1, all(), Index.from(1))), CUBE), //
        row("setAt", (x, v) -> x.setAt(v, 1, all(), range(1, 4, 2)), CUBE, normal(41, 3, 2)), //
        row("setAt, broadcast", (x, v) -> x.setAt(v, all(), 1).mul(x), CUBE, VECTOR), //
        row("setAt a Java number", x -> x.setAt(2.5, all(), -1), A), //
        row("addAt", (x, v) -> x.addAt(v, 1, to(2)), CUBE, normal(42, 2, 4)), //
        row("addAt a Java number", x -> x.addAt(2.5, 0), A), //
        row("roll", x -> x.roll(1, 2), CUBE), //
        row("roll along two axes", x -> x.roll(new int[]{0, 2}, 1, -3), CUBE), //
        row("unfold", x -> x.unfold(2, 3, 1), CUBE), //
        row("unfold with a step", x -> x.unfold(1, 2, 1).square(), CUBE), //
        row("unfold, windows that leave elements out", x -> x.unfold(-1, 1, 2), CUBE), //
        row("get", x -> x.get(1), CUBE), //
        row("select", x -> x.select(1, -1), CUBE), //
        row("pad", x -> x.pad(1, 2, 1), A), //
        row("pad all axes", x -> x.pad(new int[][]{{1, 0}, {0, 2}}), A), //
        row("pad all axes with a Java number", x -> x.pad(new int[][]{{1, 0}, {0, 2}}, -1.5), A), //
        row("pad with a Java number", x -> x.pad(0, 1, 2, 7.5), A), //
        row("repeat", x -> x.repeat(0, 3), A), //
        row("tile", x -> x.tile(1, 2), A), //
        row("split", x -> x.split(1, 1, 2).get(1), A), //
        row("split, all parts", x -> weightedSum(x.split(2, 1, 0, 3)), CUBE), //
        row("meshgrid", (a, b) -> product(Tensor.meshgrid(a, b)), ROW, VECTOR), //
        row("meshgridXy", (a, b) -> product(Tensor.meshgridXy(a, b)), ROW, VECTOR), //
        row("concat", (a, b, c) -> Tensor.concat(1, a, b, c), A, COLUMN, B), //
        row("concat of one twice", x -> Tensor.concat(0, x, x), A), //
        row("stack", (a, b) -> Tensor.stack(0, a, b), A, B), //
        row("stack on a last axis", (a, b, c) -> Tensor.stack(-1, a, b, c), A, B, POSITIVE));
  }

  private static Tensor product(List<Tensor> parts) {
    return parts.stream().reduce(Tensor::mul).orElseThrow();
  }

  private static Tensor weightedSum(List<Tensor> parts) {
    return IntStream.range(0, parts.size()).mapToObj(i -> parts.get(i).sum().mul(i + 1)).reduce(Tensor::add)
        .orElseThrow();
  }

  private static Stream<Row> indexing() {
    var repeated = Tensor.of(new int[][]{{2, 0}, {2, 1}, {2, 0}});
    var along = Tensor.of(new int[][]{{2, 0, 1, 1}, {0, 0, 2, 1}});
    return Stream.of( //
        row("indexSelect", (x, i) -> x.indexSelect(0, i), CUBE, Tensor.of(1, 0, 1)), //
        row("indexSelect by a matrix", (x, i) -> x.indexSelect(1, i), CUBE, repeated), //
        row("indexAdd", (x, i, s) -> x.indexAdd(1, i, s), CUBE, Tensor.of(2, 0, 2, 2, 1), normal(16, 2, 5, 4)), //
        row("gather", (x, i) -> x.gather(1, i), A, along), //
        row("scatterAdd", (x, i, s) -> x.scatterAdd(1, i, s), A, along, normal(17, 2, 4)), //
        row("indexAdd of whole numbers", (x, i, s) -> x.indexAdd(1, i, s), WHOLE, Tensor.of(2, 0, 2), WHOLE).discrete(), //
        row("scatterAdd of whole numbers", (x, i, s) -> x.scatterAdd(1, i, s), WHOLE, along.slice(1, 0, 3), WHOLE)
            .discrete(), //
        row("tril", x -> x.tril(), CUBE), //
        row("tril with a diagonal", x -> x.tril(-1), SQUARE), //
        row("triu", x -> x.triu(), SQUARE), //
        row("triu with a diagonal", x -> x.triu(1), CUBE), //
        row("bincount", x -> x.bincount(3), LABELS).discrete(), //
        row("bincount with weights", (x, w) -> x.bincount(4, w), Tensor.of(2, 0, 2), ROW), //
        row("segmentSum", (x, i) -> x.segmentSum(i, 4), SQUARE, Tensor.of(2, 0, 2)), //
        row("segmentMean", (x, i) -> x.segmentMean(i, 4), SQUARE, Tensor.of(2, 0, 2)), //
        row("searchSorted", (x, v) -> x.searchSorted(v), Tensor.of(-1.0, 0.2, 1.5), A).discrete(), //
        row("searchSorted of rows, from the right", (x, v) -> x.searchSorted(v, true), A.sort(-1), B).discrete(), //
        row("oneHot", x -> x.oneHot(3), LABELS).discrete(), //
        row("oneHot FLOAT32", x -> x.oneHot(4, FLOAT32), LABELS).discrete(), //
        row("diagonal", Tensor::diagonal, SQUARE), //
        row("diagonal of a batch of wide matrices", Tensor::diagonal, CUBE), //
        row("diagonalMatrix", Tensor::diagonalMatrix, ROW), //
        row("diagonalMatrix of a batch", Tensor::diagonalMatrix, A));
  }

  private static Stream<Row> linearAlgebra() {
    return Stream.of( //
        row("matmul", Tensor::matmul, A, normal(18, 3, 4)), //
        row("matmul of transposes", (x, w) -> x.transpose().matmul(w.transpose()), A, normal(19, 4, 2)), //
        row("matmul row", Tensor::matmul, ROW, SQUARE), //
        row("matmul column", Tensor::matmul, SQUARE, ROW), //
        row("matmul of vectors", Tensor::matmul, ROW, normal(20, 3)), //
        row("matmul of a batch and a matrix", Tensor::matmul, CUBE, normal(21, 4, 2)), //
        row("matmul of a matrix and a batch", Tensor::matmul, A, CUBE), //
        row("matmul of a batch and a vector", Tensor::matmul, CUBE, VECTOR), //
        row("matmul of batches", Tensor::matmul, CUBE, normal(22, 2, 4, 2)), //
        row("matmul, batches broadcast", Tensor::matmul, normal(23, 2, 1, 1, 3), normal(24, 2, 3, 2)), //
        row("matmul by itself", x -> x.matmul(x), SQUARE), //
        row("outer", Tensor::outer, ROW, VECTOR), //
        row("dot", Tensor::dot, ROW, normal(25, 3)), //
        row("solve", (a, b) -> regular(a).solve(b), SQUARE, normal(29, 3, 2)), //
        row("solve for a vector", (a, b) -> regular(a).solve(b), SQUARE, ROW), //
        row("solve for a batch", (a, b) -> regular(a).solve(b), CUBE, normal(30, 2, 3, 2)), //
        row("solve, batches broadcast", (a, b) -> regular(a).solve(b), normal(35, 2, 1, 2, 2), normal(36, 3, 2, 2)), //
        row("solve of a batch for a vector", (a, b) -> regular(a).solve(b), normal(37, 2, 3, 3), ROW), //
        row("solve of a matrix for a batch", (a, b) -> regular(a).solve(b), SQUARE, normal(38, 2, 3, 2)), //
        row("trace", Tensor::trace, SQUARE), //
        row("trace of a batch", Tensor::trace, CUBE));
  }

  private static Tensor regular(Tensor a) {
    return a.matmul(a.transpose()).add(Tensor.eye(a.shape().dim(-2)).cast(a.dtype()));
  }

  private static Stream<Row> losses() {
    return Stream.of( //
        row("softmaxCrossEntropy of class indices", Tensor::softmaxCrossEntropy, A, LABELS), //
        row("softmaxCrossEntropy of probabilities", Tensor::softmaxCrossEntropy, A, normal(26, 2, 3).softmax()), //
        row("softmaxCrossEntropy of weights that add up to anything", Tensor::softmaxCrossEntropy, A, POSITIVE), //
        row("softmaxCrossEntropy of one row", Tensor::softmaxCrossEntropy, ROW, POSITIVE_ROW), //
        row("sigmoidCrossEntropy", Tensor::sigmoidCrossEntropy, A, normal(27, 2, 3).sigmoid()), //
        row("sigmoidCrossEntropy, broadcast", Tensor::sigmoidCrossEntropy, COLUMN, POSITIVE_ROW));
  }

  private static Stream<Row> conversions() {
    // Elements and step are eighths and sixty-fourths, which both element types hold exactly.
    var exact = GradientCheck.DEFAULT.withStep(1 / 64.0);
    return Stream.of( //
        row("cast there and back", x -> x.cast(x.dtype() == FLOAT64 ? FLOAT32 : FLOAT64).sum().cast(x.dtype()), APART)
            .checkedBy(exact), //
        row("cast to INT32", x -> x.cast(INT32), APART).discrete());
  }

  private static Stream<Row> sampling() {
    return Stream.of( //
        row("drawUniform", n -> n.drawUniform(FLOAT64.tensor(2, 3), 42), COUNTER).discrete(), //
        row("drawNormal", n -> n.drawNormal(FLOAT32.tensor(5), 42), COUNTER).discrete());
  }

  /** What scales a gradient is no derivative, unless something scales it back. */
  private static Stream<Row> gradientFlow() {
    return Stream.of( //
        row("stopGradient", Tensor::stopGradient, A).discrete(), //
        row("scaleGradient", x -> x.scaleGradient(4).scaleGradient(0.25).sin(), A), //
        row("reverseGradient", x -> x.reverseGradient().reverseGradient().sin(), A), //
        row("reverseGradient by λ", x -> x.reverseGradient(0.5).reverseGradient(2).sin(), A));
  }

  /** Step by step with known values; as one operation in programs and under vmap. */
  private static Stream<Row> controlFlow() {
    return Stream.of( //
        row("scan", (c, x, w) -> {
          var all = Autodiff.scan((h, t) -> next(h.mul(w).add(t).tanh()), c, x);
          return all.carry().add(all.output().mul(all.output()).sum(0));
        }, ROW, A, normal(28, 3)), //
        row("scan with a truth value", (c, x) -> Autodiff.fold((State s, Tensor t) -> new State(
            s.turn().where(s.h().mul(t.sin()), s.h().exp().sub(t)), s.turn().not()), new State(c, Tensor.of(true)), x)
            .h(), ROW, A), //
        row("scan within a scan", (c, x) -> Autodiff.fold((h, row) -> Autodiff.fold((k, t) -> k.sin().mul(t), h, row),
            c, x), NUMBER, A), //
        row("whileLoop with a limit", (x, w) -> Autodiff.whileLoop(y -> y.square().sum().less(40), y -> y.mul(w).exp(),
            x, 5), INSIDE, POSITIVE), //
        row("cond", (c, x, w) -> Autodiff.cond(c, y -> y.mul(w).sin(), y -> y.exp(), x), Tensor.of(true), A, B), //
        row("cond, false", (c, x, w) -> Autodiff.cond(c, y -> y.exp(), y -> y.mul(w).sin(), x), Tensor.of(false), A,
            B));
  }

  private static Carry<Tensor, Tensor> next(Tensor h) {
    return new Carry<>(h, h);
  }

  private record State(Tensor h, Tensor turn) {
  }

  private interface Ternary {
    Tensor apply(Tensor a, Tensor b, Tensor c);
  }

  private static Row row(String title, UnaryOperator<Tensor> f, Tensor x) {
    return new Row(title, in -> f.apply(in.get(0)), List.of(x), true, GradientCheck.DEFAULT);
  }

  private static Row row(String title, BinaryOperator<Tensor> f, Tensor a, Tensor b) {
    return new Row(title, in -> f.apply(in.get(0), in.get(1)), List.of(a, b), true, GradientCheck.DEFAULT);
  }

  private static Row row(String title, Ternary f, Tensor a, Tensor b, Tensor c) {
    return new Row(title, in -> f.apply(in.get(0), in.get(1), in.get(2)), List.of(a, b, c), true,
        GradientCheck.DEFAULT);
  }

  private static Tensor normal(long seed, int... dims) {
    return Tensor.normal(FLOAT64.tensor(dims), seed);
  }

  /** Elements in random order that are a quarter apart from each other, and an eighth from 0. */
  private static Tensor apart(long seed, int... dims) {
    int n = Shape.of(dims).size();
    var order = new ArrayList<>(IntStream.range(-n / 2, n - n / 2).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    return Tensor.of(order.stream().mapToDouble(k -> 0.25 * k + 0.125).toArray()).reshape(dims);
  }
}
