package dev.adjoint.testkit.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.op.Axes;
import dev.adjoint.op.ValuesAndIndices;
import dev.adjoint.testkit.Tensors;

import static dev.adjoint.DType.BOOL;
import static dev.adjoint.DType.INT32;

/**
 * Every operation, with the operands it accepts, random arguments, and where it is smooth; but for those whose gradient is not
 * that of their value, on purpose.
 */
public final class Catalogue {
  /** How far from kinks and poles. */
  private static final double CLEAR = 0.05;

  private Catalogue() {}

  /** Loops, branches, checkpoints and implicit functions, which {@link #operations} has among the others. */
  public static List<Operation> controlFlow() {
    return ControlFlow.operations().toList();
  }

  /** All operations. */
  public static List<Operation> operations() {
    return Stream.of(arithmetic(), elementary(), activations(), comparison(), reductions(), ordering(), movement(),
        indexing(), computedPositions(), linearAlgebra(), losses(), conversions(), sampling(), rawLoops(),
        ControlFlow.operations())
        .flatMap(Function.identity())
        .toList();
  }

  /** The mean of all elements. */
  static Call mean() {
    return call(reduction("mean", Tensor::mean, (x, axes) -> true), "$0.mean()", in -> in.get(0).mean(),
        Catalogue::everywhere);
  }

  /** A sum, difference or product of two numbers. */
  static Call joining(Random random) {
    var op = List.of(zip("add", Tensor::add, Catalogue::everywhere), zip("sub", Tensor::sub, Catalogue::everywhere),
        zip("mul", Tensor::mul, Catalogue::everywhere)).get(random.nextInt(3));
    return op.draw(List.of(), random);
  }

  private static Stream<Operation> arithmetic() {
    return Stream.of( //
        map("copy", Tensor::copy, Catalogue::everywhere), //
        zip("add", Tensor::add, Catalogue::everywhere), //
        withNumber("add", Tensor::add), //
        binary("addBias", Catalogue::batchAndRow, Tensor::addBias, Catalogue::everywhere), //
        zip("sub", Tensor::sub, Catalogue::everywhere), //
        withNumber("sub", Tensor::sub), //
        withNumber("rsub", Tensor::rsub), //
        zip("mul", Tensor::mul, Catalogue::everywhere), //
        withNumber("mul", Tensor::mul), //
        zip("div", Tensor::div, x -> isAbove(CLEAR * 2, x.get(1).abs())), //
        withNumber("div", Tensor::div), //
        unary("rdiv", Catalogue::floating, (op, x, random) -> {
          double a = number(random);
          return call(op, "$0.rdiv(" + a + ")", in -> in.get(0).rdiv(a), in -> isAbove(CLEAR * 2, in.get(0).abs()));
        }), //
        map("neg", Tensor::neg, Catalogue::everywhere), //
        map("reciprocal", Tensor::reciprocal, x -> isAbove(CLEAR * 2, x.getFirst().abs())), //
        map("square", Tensor::square, Catalogue::everywhere), //
        map("sqrt", Tensor::sqrt, x -> isAbove(CLEAR, x.getFirst())), //
        map("abs", Tensor::abs, x -> isAbove(CLEAR, x.getFirst().abs())), //
        map("sign", Tensor::sign, x -> isAbove(CLEAR, x.getFirst().abs())), //
        unary("pow", Catalogue::floating, (op, x, random) -> {
          double p = List.of(0.0, 1.0, 2.0, 3.0, -1.0, 0.5, -1.5).get(random.nextInt(7));
          return call(op, "$0.pow(" + p + ")", in -> in.get(0).pow(p),
              in -> p >= 0 && p == Math.rint(p) || isAbove(CLEAR * 2, p == -1 ? in.get(0).abs() : in.get(0)));
        }), //
        zip("pow", Tensor::pow, x -> isAbove(CLEAR * 2, x.get(0))));
  }

  private static Stream<Operation> elementary() {
    return Stream.of( //
        map("exp", Tensor::exp, Catalogue::everywhere), //
        map("expm1", Tensor::expm1, Catalogue::everywhere), //
        map("log", Tensor::log, x -> isAbove(CLEAR, x.getFirst())), //
        map("log1p", Tensor::log1p, x -> isAbove(CLEAR - 1, x.getFirst())), //
        map("sin", Tensor::sin, Catalogue::everywhere), //
        map("cos", Tensor::cos, Catalogue::everywhere), //
        map("tan", Tensor::tan, x -> isAbove(CLEAR * 4, x.getFirst().cos().abs())), //
        map("asin", Tensor::asin, x -> isAbove(CLEAR, x.getFirst().abs().rsub(1))), //
        map("acos", Tensor::acos, x -> isAbove(CLEAR, x.getFirst().abs().rsub(1))), //
        map("atan", Tensor::atan, Catalogue::everywhere), //
        zip("atan2", Tensor::atan2, x -> isAbove(CLEAR * 2, x.get(0).abs().maximum(x.get(1)))), //
        zip("hypot", Tensor::hypot, x -> isAbove(CLEAR * 2, x.get(0).abs().maximum(x.get(1).abs()))), //
        map("sinh", Tensor::sinh, Catalogue::everywhere), //
        map("cosh", Tensor::cosh, Catalogue::everywhere), //
        map("erf", Tensor::erf, Catalogue::everywhere));
  }

  private static Stream<Operation> activations() {
    Predicate<List<Tensor>> apartFromZero = x -> isAbove(CLEAR, x.getFirst().abs());
    return Stream.of( //
        map("sigmoid", Tensor::sigmoid, Catalogue::everywhere), //
        map("tanh", Tensor::tanh, Catalogue::everywhere), //
        map("relu", Tensor::relu, apartFromZero), //
        map("softplus", Tensor::softplus, Catalogue::everywhere), //
        map("logSigmoid", Tensor::logSigmoid, Catalogue::everywhere), //
        unary("leakyRelu", Catalogue::floating,
            (op, x, random) -> call(op, "$0.leakyRelu(0.1)", in -> in.get(0).leakyRelu(0.1), apartFromZero)), //
        unary("elu", Catalogue::floating,
            (op, x, random) -> call(op, "$0.elu(1.5)", in -> in.get(0).elu(1.5), apartFromZero)), //
        map("selu", Tensor::selu, apartFromZero), //
        map("gelu", Tensor::gelu, Catalogue::everywhere), //
        map("geluTanh", Tensor::geluTanh, Catalogue::everywhere), //
        map("silu", Tensor::silu, Catalogue::everywhere), //
        unary("softmax", Catalogue::floatingVector, alongLastAxis("softmax", Tensor::softmax)), //
        alongAxis("softmax", Tensor::softmax), //
        unary("logSoftmax", Catalogue::floatingVector, alongLastAxis("logSoftmax", Tensor::logSoftmax)), //
        alongAxis("logSoftmax", Tensor::logSoftmax));
  }

  private static Stream<Operation> comparison() {
    Predicate<List<Tensor>> apart = x -> isAbove(CLEAR, x.get(0).sub(x.get(1)).abs());
    return Stream.of( //
        comparison("equal", Tensor::equal, Tensor::equal), //
        comparison("notEqual", Tensor::notEqual, Tensor::notEqual), //
        comparison("less", Tensor::less, Tensor::less), //
        comparison("lessOrEqual", Tensor::lessOrEqual, Tensor::lessOrEqual), //
        comparison("greater", Tensor::greater, Tensor::greater), //
        comparison("greaterOrEqual", Tensor::greaterOrEqual, Tensor::greaterOrEqual), //
        Stream.of( //
            binary("and", Catalogue::masks, Tensor::and, Catalogue::everywhere).discrete("makes truth values"), //
            binary("or", Catalogue::masks, Tensor::or, Catalogue::everywhere).discrete("makes truth values"), //
            unary("not", x -> x.getFirst().dtype() == BOOL,
                (op, x, random) -> call(op, "$0.not()", in -> in.get(0).not(),
                    Catalogue::everywhere))
                .discrete("makes truth values"), //
            nary("where", 3, x -> x.getFirst().dtype() == BOOL && sameElements(x.subList(1, 3)) && broadcast(x),
                (op, x, random) -> call(op, "$0.where($1, $2)", in -> in.get(0).where(in.get(1), in.get(2)),
                    Catalogue::everywhere)), //
            binary("where", x -> x.getFirst().dtype() == BOOL && x.get(1).dtype().isFloating() && broadcast(x),
                (op, x, random) -> {
                  double b = number(random);
                  return random.nextBoolean()
                      ? call(op, "$0.where($1, " + b + ")", in -> in.get(0).where(in.get(1), b), Catalogue::everywhere)
                      : call(op, "$0.where(" + b + ", $1)", in -> in.get(0).where(b, in.get(1)), Catalogue::everywhere);
                }), //
            binary("whereSafe", Catalogue::broadcastingFloats, (op, x, random) -> call(op,
                "$0.greater(0).whereSafe(Tensor::log, $0, 1, $1)",
                in -> in.get(0).greater(0).whereSafe(Tensor::log, in.get(0), 1, in.get(1)),
                in -> isAbove(CLEAR, in.get(0).abs()))), //
            zip("maximum", Tensor::maximum, apart), //
            kinkAtNumber("maximum", Tensor::maximum), //
            zip("minimum", Tensor::minimum, apart), //
            kinkAtNumber("minimum", Tensor::minimum), //
            unary("clamp", Catalogue::floating, (op, x, random) -> call(op, "$0.clamp(-0.5, 1.25)",
                in -> in.get(0).clamp(-0.5, 1.25),
                in -> isAbove(CLEAR, in.get(0).add(0.5).abs()) && isAbove(CLEAR, in.get(0).sub(1.25).abs())))))
        .flatMap(Function.identity());
  }

  private interface WithNumber {
    Tensor apply(Tensor x, double number);
  }

  private static Stream<Operation> comparison(String name, BinaryOperator<Tensor> relation, WithNumber number) {
    return Stream.of(
        binary(name, x -> comparable(x) && broadcast(x), relation,
            x -> !x.get(0).dtype().isFloating() || isAbove(CLEAR, x.get(0).sub(x.get(1)).abs())),
        unary(name, Catalogue::floating, (op, x, random) -> {
          double b = number(random);
          return call(op, "$0." + name + "(" + b + ")", in -> number.apply(in.get(0), b),
              in -> isAbove(CLEAR, in.get(0).sub(b).abs()));
        })).map(op -> op.discrete("makes truth values"));
  }

  private static boolean comparable(List<TensorType> x) {
    return sameElements(x) && x.getFirst().dtype() != BOOL;
  }

  private static Operation kinkAtNumber(String name, WithNumber f) {
    return unary(name, Catalogue::floating, (op, x, random) -> {
      double b = number(random);
      return call(op, "$0." + name + "(" + b + ")", in -> f.apply(in.get(0), b),
          in -> isAbove(CLEAR, in.get(0).sub(b).abs()));
    });
  }

  private interface Reduction {
    Tensor apply(Tensor x, Axes axes);
  }

  private static Stream<Operation> reductions() {
    return Stream.of( //
        reduction("sum", Tensor::sum, (x, axes) -> true), //
        unary("sumTo", Catalogue::floating, (op, x, random) -> {
          var shape = Tensors.part(x.getFirst().shape(), random);
          return call(op, "$0.sumTo(" + source(shape) + ")", in -> in.get(0).sumTo(shape), Catalogue::everywhere);
        }), //
        reduction("mean", Tensor::mean, (x, axes) -> true), //
        reductionOfElements("max", Tensor::max, Catalogue::haveOneLargest), //
        reductionOfElements("min", Tensor::min, (x, axes) -> haveOneLargest(x.neg(), axes)), //
        reduction("prod", Tensor::prod, (x, axes) -> true), //
        reduction("variance", Tensor::variance, (x, axes) -> true), //
        reduction("standardDeviation", Tensor::standardDeviation,
            (x, axes) -> x.size() == x.sum(axes).size() || isAbove(CLEAR, x.variance(axes))), //
        reduction("meanAndVariance", ".mean()", (x, axes) -> x.meanAndVariance(axes).mean()), //
        reduction("meanAndVariance", ".variance()", (x, axes) -> x.meanAndVariance(axes).variance()), //
        reduction("norm", Tensor::norm, (x, axes) -> isAbove(CLEAR, x.square().sum(axes))), //
        reduction("logSumExp", Tensor::logSumExp, (x, axes) -> true), //
        alongAxis("cumulativeSum", Tensor::cumulativeSum), //
        alongAxis("cumulativeProduct", Tensor::cumulativeProduct), //
        binary("linearRecurrence", Catalogue::floatingAlike, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          return call(op, "$0.linearRecurrence($1, " + axis + ")", in -> in.get(0).linearRecurrence(in.get(1), axis),
              Catalogue::everywhere);
        }), //
        position("argmax", Tensor::argmax, Tensor::argmax, (x, axes) -> haveOneLargest(x, axes)), //
        position("argmin", Tensor::argmin, Tensor::argmin, (x, axes) -> haveOneLargest(x.neg(), axes)));
  }

  private interface ReductionDomain {
    boolean test(Tensor x, Axes axes);
  }

  private static boolean haveOneLargest(Tensor x, Axes axes) {
    var largest = x.max(new Axes(axes.axes(), true));
    return largest.sub(x).less(CLEAR).cast(x.dtype()).sum().item() == largest.size();
  }

  private static Operation reduction(String name, Reduction f, ReductionDomain domain) {
    return unary(name, Catalogue::floating, (op, x, random) -> reduce(op, x.getFirst().shape(), f, domain, random));
  }

  /** One of the results of a reduction that has several. */
  private static Operation reduction(String name, String result, Reduction f) {
    return unary(name, Catalogue::floating,
        (op, x, random) -> reduce(op, result, x.getFirst().shape(), f, (t, axes) -> true, random));
  }

  private static Operation reductionOfElements(String name, Reduction f, ReductionDomain domain) {
    return unary(name, x -> floating(x) && x.getFirst().shape().size() > 0,
        (op, x, random) -> reduce(op, x.getFirst().shape(), f, domain, random));
  }

  private static Call reduce(Operation op, Shape shape, Reduction f, ReductionDomain domain, Random random) {
    return reduce(op, "", shape, f, domain, random);
  }

  private static Call reduce(Operation op, String result, Shape shape, Reduction f, ReductionDomain domain,
      Random random) {
    var axes = new Axes(someAxes(shape, random), random.nextBoolean());
    var list = axes.axes().stream().map(String::valueOf).collect(Collectors.joining(", "));
    var source = axes.keepDims()
        ? "$0." + op.name() + "(Axes.keep(" + list + "))"
        : "$0." + op.name() + "(" + list + ")";
    return call(op, source + result, in -> f.apply(in.get(0), axes), in -> domain.test(in.get(0), axes));
  }

  private interface AlongAxis {
    Tensor apply(Tensor x, int axis);
  }

  private static Operation position(String name, AlongAxis f, UnaryOperator<Tensor> ofAll, ReductionDomain domain) {
    return unary(name, x -> floating(x) && x.getFirst().shape().size() > 0, (op, x, random) -> {
      if (x.getFirst().shape().rank() == 0 || random.nextInt(3) == 0) {
        return call(op, "$0." + name + "()", in -> ofAll.apply(in.get(0)), in -> domain.test(in.get(0), Axes.of()));
      }
      int axis = axis(x.getFirst().shape(), random);
      return call(op, "$0." + name + "(" + axis + ")", in -> f.apply(in.get(0), axis),
          in -> domain.test(in.get(0), Axes.of(axis)));
    }).discrete("a position jumps");
  }

  private static Stream<Operation> ordering() {
    return Stream.of( //
        alongApartAxis("sort", Catalogue::floatingVector, Tensor::sort), //
        alongApartAxis("argsort", Catalogue::floatingVector, Tensor::argsort).discrete("a position jumps"), //
        unary("topK", Catalogue::floatingVector, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          int k = random.nextInt(x.getFirst().shape().dim(axis) + 1);
          return call(op, "$0.topK(" + k + ", " + axis + ").values()", in -> in.get(0).topK(k, axis).values(),
              in -> areApart(in.get(0), axis));
        }), //
        picking("maxWithIndices", Catalogue::floatingElements, Tensor::maxWithIndices), //
        picking("minWithIndices", Catalogue::floatingElements, Tensor::minWithIndices), //
        picking("cumulativeMax", Catalogue::floatingVector, Tensor::cumulativeMax), //
        picking("cumulativeMin", Catalogue::floatingVector, Tensor::cumulativeMin), //
        alongApartAxis("median", Catalogue::floatingElements, Tensor::median), //
        unary("quantile", Catalogue::floatingElements, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          double q = random.nextInt(11) / 10.0;
          return call(op, "$0.quantile(" + q + ", " + axis + ")", in -> in.get(0).quantile(q, axis),
              in -> areApart(in.get(0), axis));
        }));
  }

  private static Operation alongApartAxis(String name, Predicate<List<TensorType>> type, AlongAxis f) {
    return unary(name, type, (op, x, random) -> {
      int axis = axis(x.getFirst().shape(), random);
      return call(op, "$0." + name + "(" + axis + ")", in -> f.apply(in.get(0), axis), in -> areApart(in.get(0), axis));
    });
  }

  private interface Picking {
    ValuesAndIndices apply(Tensor x, int axis);
  }

  private static Operation picking(String name, Predicate<List<TensorType>> type, Picking f) {
    return unary(name, type, (op, x, random) -> {
      int axis = axis(x.getFirst().shape(), random);
      return call(op, "$0." + name + "(" + axis + ").values()", in -> f.apply(in.get(0), axis).values(),
          in -> areApart(in.get(0), axis));
    });
  }

  private static boolean floatingElements(List<TensorType> x) {
    return floatingVector(x) && x.getFirst().shape().size() > 0;
  }

  /** Whether no two elements along an axis could change places if they moved a little. */
  private static boolean areApart(Tensor x, int axis) {
    int n = x.shape().dim(axis);
    var s = x.sort(axis);
    return n < 2 || isAbove(CLEAR, s.slice(axis, 1, n).sub(s.slice(axis, 0, n - 1)));
  }

  private static Stream<Operation> movement() {
    return Stream.of( //
        unary("reshape", x -> true, (op, x, random) -> {
          var shape = factored(x.getFirst().shape().size(), random);
          return call(op, "$0.reshape(" + list(shape.dims()) + ")", in -> in.get(0).reshape(shape),
              Catalogue::everywhere);
        }), //
        unary("flatten", x -> true,
            (op, x, random) -> call(op, "$0.flatten()", in -> in.get(0).flatten(), Catalogue::everywhere)), //
        unary("flatten", Catalogue::vector, (op, x, random) -> withAxis(op, x, random, Tensor::flatten)), //
        unary("expandDims", x -> true, (op, x, random) -> {
          int axis = random.nextInt(-x.getFirst().shape().rank() - 1, x.getFirst().shape().rank() + 1);
          return call(op, "$0.expandDims(" + axis + ")", in -> in.get(0).expandDims(axis), Catalogue::everywhere);
        }), //
        unary("squeeze", x -> true,
            (op, x, random) -> call(op, "$0.squeeze()", in -> in.get(0).squeeze(), Catalogue::everywhere)), //
        unary("squeeze", x -> Arrays.stream(x.getFirst().shape().dims()).anyMatch(n -> n == 1), (op, x, random) -> {
          int axis = IntStream.iterate(axis(x.getFirst().shape(), random), a -> axis(x.getFirst().shape(), random))
              .filter(a -> x.getFirst().shape().dim(a) == 1).findFirst().orElseThrow();
          return call(op, "$0.squeeze(" + axis + ")", in -> in.get(0).squeeze(axis), Catalogue::everywhere);
        }), //
        unary("transpose", Catalogue::matrix,
            (op, x, random) -> call(op, "$0.transpose()", in -> in.get(0).transpose(), Catalogue::everywhere)), //
        unary("permute", x -> true, (op, x, random) -> {
          var order = new ArrayList<>(IntStream.range(0, x.getFirst().shape().rank()).boxed().toList());
          Collections.shuffle(order, random);
          int[] axes = order.stream().mapToInt(Integer::intValue).toArray();
          return call(op, "$0.permute(" + list(axes) + ")", in -> in.get(0).permute(axes), Catalogue::everywhere);
        }), //
        unary("swapAxes", Catalogue::vector, (op, x, random) -> {
          int a = axis(x.getFirst().shape(), random);
          int b = axis(x.getFirst().shape(), random);
          return call(op, "$0.swapAxes(" + a + ", " + b + ")", in -> in.get(0).swapAxes(a, b), Catalogue::everywhere);
        }), //
        unary("broadcastTo", x -> true, (op, x, random) -> {
          var shape = Shape
              .of(IntStream.of(x.getFirst().shape().dims()).map(n -> n == 1 ? random.nextInt(1, 4) : n).toArray());
          var whole = random.nextBoolean() ? shape : shape.insert(0, random.nextInt(1, 4));
          return call(op, "$0.broadcastTo(" + source(whole) + ")", in -> in.get(0).broadcastTo(whole),
              Catalogue::everywhere);
        }), //
        unary("slice", Catalogue::vectorOfElements, Catalogue::slice), //
        unary("flip", Catalogue::vector, (op, x, random) -> withAxis(op, x, random, Tensor::flip)), //
        unary("get", x -> vector(x) && x.getFirst().shape().dim(0) > 0, (op, x, random) -> {
          int i = index(x.getFirst().shape().dim(0), random);
          return call(op, "$0.get(" + i + ")", in -> in.get(0).get(i), Catalogue::everywhere);
        }), //
        unary("select", Catalogue::vectorOfElements, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          int i = index(x.getFirst().shape().dim(axis), random);
          return call(op, "$0.select(" + axis + ", " + i + ")", in -> in.get(0).select(axis, i), Catalogue::everywhere);
        }), //
        unary("pad", Catalogue::vector, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          int before = random.nextInt(3);
          int after = random.nextInt(3);
          return call(op, "$0.pad(" + list(axis, before, after) + ")", in -> in.get(0).pad(axis, before, after),
              Catalogue::everywhere);
        }), //
        unary("pad", Catalogue::floatingVector, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          int before = random.nextInt(3);
          int after = random.nextInt(3);
          double v = number(random);
          return call(op, "$0.pad(" + list(axis, before, after) + ", " + v + ")",
              in -> in.get(0).pad(axis, before, after, v), Catalogue::everywhere);
        }), //
        unary("repeat", Catalogue::vector, (op, x, random) -> times(op, x, random, Tensor::repeat)), //
        unary("tile", Catalogue::vector, (op, x, random) -> times(op, x, random, Tensor::tile)), //
        unary("split", Catalogue::vectorOfElements, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          int n = x.getFirst().shape().dim(axis);
          int first = random.nextInt(n + 1);
          int part = random.nextInt(2);
          return call(op, "$0.split(" + list(axis, first, n - first) + ").get(" + part + ")",
              in -> in.get(0).split(axis, first, n - first).get(part), Catalogue::everywhere);
        }), //
        binary("concat", Catalogue::floatingAlike, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          return call(op, "Tensor.concat(" + axis + ", $0, $1, $0)",
              in -> Tensor.concat(axis, in.get(0), in.get(1), in.get(0)), Catalogue::everywhere);
        }), //
        binary("stack", x -> x.get(0).equals(x.get(1)), (op, x, random) -> {
          int axis = random.nextInt(-x.getFirst().shape().rank() - 1, x.getFirst().shape().rank() + 1);
          return call(op, "Tensor.stack(" + axis + ", $0, $1)", in -> Tensor.stack(axis, in.get(0), in.get(1)),
              Catalogue::everywhere);
        }));
  }

  private static Call slice(Operation op, List<TensorType> x, Random random) {
    int axis = axis(x.getFirst().shape(), random);
    int n = x.getFirst().shape().dim(axis);
    int a = random.nextInt(n);
    int b = random.nextInt(n);
    int step = random.nextInt(1, 3);
    return random.nextBoolean()
        ? call(op, "$0.slice(" + list(axis, Math.min(a, b), Math.max(a, b) + 1) + ")",
            in -> in.get(0).slice(axis, Math.min(a, b), Math.max(a, b) + 1), Catalogue::everywhere)
        : call(op, "$0.slice(" + list(axis, n - 1, Math.min(a, b) - n - 1, -step) + ")",
            in -> in.get(0).slice(axis, n - 1, Math.min(a, b) - n - 1, -step), Catalogue::everywhere);
  }

  private interface Times {
    Tensor apply(Tensor x, int axis, int times);
  }

  private static Call times(Operation op, List<TensorType> x, Random random, Times f) {
    int axis = axis(x.getFirst().shape(), random);
    int times = random.nextInt(1, 4);
    return call(op, "$0." + op.name() + "(" + list(axis, times) + ")", in -> f.apply(in.get(0), axis, times),
        Catalogue::everywhere);
  }

  private static Stream<Operation> indexing() {
    return Stream.of( //
        unary("indexSelect", Catalogue::vectorOfElements, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          int[] index = indices(random.nextInt(1, 4), x.getFirst().shape().dim(axis), random);
          return call(op, "$0.indexSelect(" + axis + ", Tensor.of(new int[]{" + list(index) + "}))",
              in -> in.get(0).indexSelect(axis, Tensor.of(index)), Catalogue::everywhere);
        }), //
        binary("indexSelect", x -> vectorOfElements(x) && x.get(1).dtype() == INT32, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          return call(op, "$0.indexSelect(" + axis + ", $1)", in -> in.get(0).indexSelect(axis, in.get(1)),
              in -> isBelow(in.get(0).shape().dim(axis), in.get(1)));
        }), //
        binary("indexAdd", Catalogue::floatingAlike, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          int n = x.getFirst().shape().dim(axis);
          int[] index = indices(x.get(1).shape().dim(axis), Math.max(n, 1), random);
          return call(op, "$0.indexAdd(" + axis + ", Tensor.of(new int[]{" + list(index) + "}), $1)",
              in -> in.get(0).indexAdd(axis, Tensor.of(index), in.get(1)), Catalogue::everywhere);
        }), //
        unary("gather", Catalogue::vectorOfElements, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          var shape = x.getFirst().shape().with(axis, random.nextInt(1, 4));
          int[] index = indices(shape.size(), x.getFirst().shape().dim(axis), random);
          return call(op, "$0.gather(" + axis + ", Tensor.of(" + source(shape) + ", new int[]{" + list(index) + "}))",
              in -> in.get(0).gather(axis, Tensor.of(shape, index)), Catalogue::everywhere);
        }), //
        binary("scatterAdd", Catalogue::floatingAlike, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          var shape = x.get(1).shape();
          int[] index = indices(shape.size(), Math.max(x.getFirst().shape().dim(axis), 1), random);
          return call(op,
              "$0.scatterAdd(" + axis + ", Tensor.of(" + source(shape) + ", new int[]{" + list(index) + "}), $1)",
              in -> in.get(0).scatterAdd(axis, Tensor.of(shape, index), in.get(1)), Catalogue::everywhere);
        }), //
        unary("oneHot", x -> x.getFirst().dtype() == INT32,
            (op, x, random) -> call(op, "$0.oneHot(4)", in -> in.get(0).oneHot(4), in -> isBelow(4, in.get(0))))
            .discrete("labels are whole numbers"), //
        unary("diagonal", Catalogue::matrix, (op, x, random) -> call(op, "$0.diagonal()", in -> in.get(0).diagonal(),
            Catalogue::everywhere)), //
        unary("diagonalMatrix", Catalogue::vector,
            (op, x, random) -> call(op, "$0.diagonalMatrix()", in -> in.get(0).diagonalMatrix(),
                Catalogue::everywhere)));
  }

  private interface ByPositions {
    Tensor apply(Tensor x, int axis, Tensor positions);
  }

  /**
   * What looks up positions that are computed: those of the largest along an axis.
   *
   * @param arguments as Java, with $a in place of the axis and $i of the positions
   */
  private static Operation byPositions(String name, String arguments, ByPositions f) {
    return unary(name, x -> floatingVector(x) && x.getFirst().shape().size() > 0, (op, x, random) -> {
      int axis = axis(x.getFirst().shape(), random);
      return call(op, "$0." + name + "("
          + arguments.replace("$a", "" + axis).replace("$i", "$0.argmax(" + axis + ")") + ")",
          in -> f.apply(in.get(0), axis, in.get(0).argmax(axis)), in -> haveOneLargest(in.get(0), Axes.of(axis)));
    });
  }

  private static Stream<Operation> computedPositions() {
    return Stream.of( //
        byPositions("indexSelect", "$a, $i.flatten()", (x, a, i) -> x.indexSelect(a, i.flatten())), //
        byPositions("indexAdd", "$a, $i.flatten(), $0.indexSelect($a, $i.flatten())",
            (x, a, i) -> x.indexAdd(a, i.flatten(), x.indexSelect(a, i.flatten()))), //
        byPositions("gather", "$a, $i.expandDims($a)", (x, a, i) -> x.gather(a, i.expandDims(a))), //
        byPositions("scatterAdd", "$a, $i.expandDims($a), $0.mean(Axes.keep($a))",
            (x, a, i) -> x.scatterAdd(a, i.expandDims(a), x.mean(Axes.keep(a)))));
  }

  /** Loops over raw arrays, as users write them. */
  private static Stream<Operation> rawLoops() {
    return Stream.of( //
        unary("squares", Catalogue::floating,
            (op, x, random) -> new Call(op, "RawLoops.squares($0)", in -> RawLoops.squares(in.get(0)),
                Catalogue::everywhere, in -> in.get(0).square().sum())), //
        unary("total", x -> !floating(x),
            (op, x, random) -> new Call(op, "RawLoops.total($0)", in -> RawLoops.total(in.get(0)),
                Catalogue::everywhere, in -> in.get(0).cast(DType.FLOAT64).sum().cast(INT32)))
            .discrete("whole numbers and truth values do not change a little"));
  }

  private static Stream<Operation> linearAlgebra() {
    return Stream.of( //
        binary("matmul", Catalogue::multiply, Tensor::matmul, Catalogue::everywhere), //
        unary("matmul", x -> matrix(x) && floating(x), (op, x, random) -> random.nextBoolean()
            ? call(op, "$0.matmul($0.transpose())", in -> in.get(0).matmul(in.get(0).transpose()),
                Catalogue::everywhere)
            : call(op, "$0.transpose().matmul($0)", in -> in.get(0).transpose().matmul(in.get(0)),
                Catalogue::everywhere)), //
        binary("outer",
            x -> floating(x) && sameElements(x) && x.get(0).shape().rank() == 1 && x.get(1).shape().rank() == 1,
            Tensor::outer, Catalogue::everywhere), //
        binary("dot", x -> floating(x) && x.get(0).equals(x.get(1)) && x.get(0).shape().rank() == 1, Tensor::dot,
            Catalogue::everywhere), //
        binary("solve", Catalogue::systems, Tensor::solve, x -> isRegular(x.getFirst())), //
        unary("trace", x -> matrix(x) && floating(x),
            (op, x, random) -> call(op, "$0.trace()", in -> in.get(0).trace(), Catalogue::everywhere)));
  }

  private static Stream<Operation> losses() {
    return Stream.of( //
        unary("softmaxCrossEntropy", x -> floatingVector(x) && x.getFirst().shape().dim(-1) > 0, (op, x, random) -> {
          var shape = x.getFirst().shape().without(-1);
          int[] labels = indices(shape.size(), x.getFirst().shape().dim(-1), random);
          return call(op, "$0.softmaxCrossEntropy(Tensor.of(" + source(shape) + ", new int[]{" + list(labels) + "}))",
              in -> in.get(0).softmaxCrossEntropy(Tensor.of(shape, labels)), Catalogue::everywhere);
        }), //
        binary("softmaxCrossEntropy", x -> floatingVector(x) && x.get(0).equals(x.get(1)), Tensor::softmaxCrossEntropy,
            Catalogue::everywhere), //
        zip("sigmoidCrossEntropy", Tensor::sigmoidCrossEntropy, Catalogue::everywhere));
  }

  private static Stream<Operation> conversions() {
    return Stream.of( //
        unary("cast", x -> x.getFirst().dtype().isFloating(),
            (op, x, random) -> call(op, "$0.cast(INT32)", in -> in.get(0).cast(INT32),
                in -> isClearOfWholeNumbers(in.get(0))))
            .discrete("fractions are dropped"), //
        unary("cast", x -> !x.getFirst().dtype().isFloating(),
            (op, x, random) -> call(op, "$0.cast(FLOAT64)", in -> in.get(0).cast(DType.FLOAT64), Catalogue::everywhere))
            .discrete("whole numbers and truth values do not change a little"));
  }

  private static Stream<Operation> sampling() {
    return Stream.of( //
        drawn("drawUniform", Tensor::drawUniform), //
        drawn("drawNormal", Tensor::drawNormal));
  }

  private interface Drawing {
    Tensor apply(Tensor counter, TensorType type, long seed);
  }

  private static Operation drawn(String name, Drawing f) {
    return unary(name, x -> x.getFirst().equals(TensorType.number(INT32)), (op, x, random) -> {
      int seed = random.nextInt(100);
      return call(op, "$0." + name + "(FLOAT64.tensor(2, 3), " + seed + ")",
          in -> f.apply(in.get(0), DType.FLOAT64.tensor(2, 3), seed), Catalogue::everywhere);
    }).discrete("random numbers are a function of a counter");
  }

  // Kinds of operations

  private static Call call(Operation op, String source, Function<List<Tensor>, Tensor> f,
      Predicate<List<Tensor>> domain) {
    return new Call(op, source, f, domain);
  }

  private static Operation nary(String name, int arity, Predicate<List<TensorType>> type,
      Operation.Arguments arguments) {
    return new Operation(name, arity, type, arguments, Optional.empty());
  }

  private static Operation unary(String name, Predicate<List<TensorType>> type, Operation.Arguments arguments) {
    return nary(name, 1, type, arguments);
  }

  private static Operation binary(String name, Predicate<List<TensorType>> type, Operation.Arguments arguments) {
    return nary(name, 2, type, arguments);
  }

  private static Operation binary(String name, Predicate<List<TensorType>> type, BinaryOperator<Tensor> f,
      Predicate<List<Tensor>> domain) {
    return binary(name, type,
        (op, x, random) -> call(op, "$0." + name + "($1)", in -> f.apply(in.get(0), in.get(1)), domain));
  }

  /** Elementwise on one tensor. */
  private static Operation map(String name, UnaryOperator<Tensor> f, Predicate<List<Tensor>> domain) {
    return unary(name, name.equals("copy") ? x -> true : Catalogue::floating,
        (op, x, random) -> call(op, "$0." + name + "()", in -> f.apply(in.get(0)), domain));
  }

  /** Elementwise on two tensors. */
  private static Operation zip(String name, BinaryOperator<Tensor> f, Predicate<List<Tensor>> domain) {
    return binary(name, Catalogue::broadcastingFloats, f, domain);
  }

  private static Operation withNumber(String name, WithNumber f) {
    return unary(name, Catalogue::floating, (op, x, random) -> {
      double b = number(random);
      return call(op, "$0." + name + "(" + b + ")", in -> f.apply(in.get(0), b), Catalogue::everywhere);
    });
  }

  private static Operation.Arguments alongLastAxis(String name, UnaryOperator<Tensor> f) {
    return (op, x, random) -> call(op, "$0." + name + "()", in -> f.apply(in.get(0)), Catalogue::everywhere);
  }

  private static Operation alongAxis(String name, AlongAxis f) {
    return unary(name, Catalogue::floatingVector, (op, x, random) -> withAxis(op, x, random, f));
  }

  private static Call withAxis(Operation op, List<TensorType> x, Random random, AlongAxis f) {
    int axis = axis(x.getFirst().shape(), random);
    return call(op, "$0." + op.name() + "(" + axis + ")", in -> f.apply(in.get(0), axis), Catalogue::everywhere);
  }

  // Type rules

  private static boolean floating(List<TensorType> x) {
    return x.getFirst().dtype().isFloating();
  }

  private static boolean vector(List<TensorType> x) {
    return x.getFirst().shape().rank() > 0;
  }

  private static boolean vectorOfElements(List<TensorType> x) {
    return vector(x) && x.getFirst().shape().size() > 0;
  }

  private static boolean floatingVector(List<TensorType> x) {
    return floating(x) && vector(x);
  }

  private static boolean matrix(List<TensorType> x) {
    return x.getFirst().shape().rank() > 1;
  }

  private static boolean sameElements(List<TensorType> x) {
    return x.stream().map(TensorType::dtype).distinct().count() == 1;
  }

  private static boolean broadcast(List<TensorType> x) {
    return Tensors.broadcast(x.stream().map(TensorType::shape).toList());
  }

  private static boolean broadcastingFloats(List<TensorType> x) {
    return floating(x) && sameElements(x) && broadcast(x);
  }

  private static boolean masks(List<TensorType> x) {
    return x.stream().allMatch(t -> t.dtype() == BOOL) && broadcast(x);
  }

  private static boolean floatingAlike(List<TensorType> x) {
    return floatingVector(x) && x.get(0).equals(x.get(1)) && x.get(0).shape().size() > 0;
  }

  private static boolean batchAndRow(List<TensorType> x) {
    return floatingVector(x) && sameElements(x) && x.get(1).shape().rank() == 1
        && x.get(0).shape().dim(-1) == x.get(1).shape().dim(0);
  }

  private static boolean multiply(List<TensorType> x) {
    var left = x.get(0).shape();
    var right = x.get(1).shape();
    if (!floating(x) || !sameElements(x) || left.rank() == 0 || right.rank() == 0) {
      return false;
    }
    return left.dim(-1) == right.dim(right.rank() == 1 ? 0 : -2)
        && broadcast(List.of(batch(x.get(0)), batch(x.get(1))));
  }

  private static TensorType batch(TensorType x) {
    return x.with(x.shape().slice(0, Math.max(0, x.shape().rank() - 2)));
  }

  /** [n, n] and [n, m], with axes in front that broadcast, or [n, n] and [n]. */
  private static boolean systems(List<TensorType> x) {
    var left = x.get(0).shape();
    var right = x.get(1).shape();
    if (!floating(x) || !sameElements(x) || left.rank() < 2 || left.dim(-1) != left.dim(-2) || right.rank() == 0) {
      return false;
    }
    return right.rank() == 1
        ? left.dim(-1) == right.dim(0)
        : left.dim(-1) == right.dim(-2) && broadcast(List.of(batch(x.get(0)), batch(x.get(1))));
  }

  // Domains

  private static boolean isAbove(double bound, Tensor x) {
    return x.size() == 0 || x.min().item() >= bound;
  }

  /** Clear of singular matrices: the nearest is 1/‖A⁻¹‖ away (C. Eckart and G. Young, 1936). */
  private static boolean isRegular(Tensor a) {
    var eye = Tensor.eye(a.shape().dim(-1)).cast(a.dtype());
    return isAbove(2 * CLEAR, a.detach().solve(eye).norm(-2, -1).reciprocal());
  }

  private static boolean everywhere(List<Tensor> x) {
    return true;
  }

  private static boolean isClearOfWholeNumbers(Tensor x) {
    return Arrays.stream(x.cast(DType.FLOAT64).toDoubles()).allMatch(v -> Math.abs(v - Math.rint(v)) >= CLEAR);
  }

  private static boolean isBelow(int n, Tensor index) {
    return Arrays.stream(index.toInts()).allMatch(i -> i >= 0 && i < n);
  }

  // Arguments

  private static double number(Random random) {
    return List.of(0.5, 1.0, 2.0, -1.5, 2.5, -0.25).get(random.nextInt(6));
  }

  private static int axis(Shape shape, Random random) {
    return random.nextInt(-shape.rank(), shape.rank());
  }

  /** Some of the axes, in any order, some counted from the end; none means all. */
  private static List<Integer> someAxes(Shape shape, Random random) {
    var axes = new ArrayList<>(IntStream.range(0, shape.rank()).filter(a -> random.nextBoolean()).boxed().toList());
    Collections.shuffle(axes, random);
    axes.replaceAll(a -> random.nextBoolean() ? a : a - shape.rank());
    return List.copyOf(axes);
  }

  private static int index(int n, Random random) {
    return random.nextInt(-n, n);
  }

  private static int[] indices(int count, int n, Random random) {
    return random.ints(count, 0, n).toArray();
  }

  private static Shape factored(int size, Random random) {
    int first = IntStream.rangeClosed(1, Math.max(size, 1)).filter(n -> size % n == 0).skip(random.nextInt(2))
        .findFirst()
        .orElse(1);
    return random.nextBoolean() ? Shape.of(first, size / first) : Shape.of(size / first, first);
  }

  private static String source(Shape shape) {
    return "Shape.of(" + list(shape.dims()) + ")";
  }

  private static String list(int... numbers) {
    return Arrays.stream(numbers).mapToObj(String::valueOf).collect(Collectors.joining(", "));
  }
}
