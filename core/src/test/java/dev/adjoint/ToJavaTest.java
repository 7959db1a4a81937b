package dev.adjoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.op.Axes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A program written as Java compiles with nothing on the class path, and computes what the program computes. */
class ToJavaTest {
  private static final String NAME = "written.Step";

  @TempDir
  Path folder;

  /**
   * A function to be written.
   *
   * @param ulps how far results may be from the program's, in units in the last place of their largest element
   */
  record Case(String name, double ulps, List<TensorType> types, Function<List<Tensor>, List<Tensor>> function) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case exact(String name, Function<List<Tensor>, List<Tensor>> f, TensorType... types) {
    return new Case(name, 0, List.of(types), f);
  }

  private static Case close(String name, double ulps, Function<List<Tensor>, List<Tensor>> f, TensorType... types) {
    return new Case(name, ulps, List.of(types), f);
  }

  private static TensorType f(int... dims) {
    return DType.FLOAT64.tensor(dims);
  }

  private static TensorType n(int... dims) {
    return DType.INT32.tensor(dims);
  }

  static List<Case> cases() {
    return List.of(
        exact("arithmetic", x -> List.of(x.get(0).add(x.get(1)).mul(x.get(2)).sub(0.5).div(x.get(1)).neg(),
            x.get(0).square().abs().sqrt().sign(), x.get(0).reciprocal().relu(), x.get(0).maximum(x.get(1)).minimum(2)),
            f(3, 4), f(4), f(3, 1)),
        exact("numbers", x -> List.of(x.get(0).mul(x.get(1)).add(-0.25)), f(), f()),
        exact("comparisons", x -> List.of(x.get(0).less(x.get(1)), x.get(0).lessOrEqual(0),
            x.get(0).greater(x.get(1)).and(x.get(0).greaterOrEqual(0)), x.get(0).equal(x.get(0)).not(),
            x.get(0).notEqual(x.get(1)).or(x.get(0).less(0)), x.get(2).less(x.get(3)), x.get(2).equal(1)), f(3, 4),
            f(4),
            n(5), n(5)),
        exact("where", x -> List.of(x.get(0).greater(0).where(x.get(0), x.get(1)), x.get(2).equal(1).where(3, x.get(0)),
            x.get(2).greater(0).where(x.get(2), x.get(3))), f(3, 4), f(4), n(4), n(4)),
        exact("casts", x -> List.of(x.get(0).cast(DType.INT32), x.get(0).cast(DType.FLOAT32), x.get(0).cast(DType.BOOL),
            x.get(0).greater(0).cast(DType.FLOAT64), x.get(1).cast(DType.FLOAT32), x.get(0).less(0).cast(DType.INT32)),
            f(3, 4), n(5)),
        exact("whole numbers", x -> List.of(x.get(0).add(x.get(1)).mul(x.get(1)).sub(7).neg(), x.get(0).square().abs(),
            x.get(0).sub(1).sign(), x.get(0).floorDiv(x.get(1).add(1)), x.get(0).neg().mod(x.get(1).add(1)),
            x.get(0).maximum(x.get(1)).minimum(1), x.get(0).mul(1_000_000_007).mul(x.get(1)), x.get(0).sum(),
            x.get(0).add(1).sum(), x.get(0).sum(0), x.get(0).max(0), x.get(0).min(1), x.get(0).cumulativeSum(0),
            x.get(0).greater(0).count(), x.get(0).greater(0).any(1), x.get(0).less(2).all(0),
            x.get(0).greater(0).equal(x.get(1).greater(0)), x.get(0).indexAdd(0, x.get(2), x.get(0).slice(0, 0, 2)),
            x.get(0).prod(0)), n(3, 4), n(4), n(2)),
        exact("rounding", x -> each(x.get(0), t -> t.floor(), t -> t.ceil(), t -> t.round(), t -> t.trunc(),
            t -> t.floorDiv(x.get(1)), t -> t.mod(x.get(1)), t -> t.mod(0.75), t -> t.isNaN(), t -> t.isFinite()),
            f(40),
            f(40)),
        close("exponentials", 6, x -> each(x.get(0), Tensor::exp, Tensor::expm1, Tensor::tanh, Tensor::sigmoid,
            Tensor::softplus, Tensor::sinh, Tensor::cosh, t -> t.abs().log(), t -> t.abs().log1p()), f(40)),
        close("trigonometry", 6,
            x -> each(x.get(0), Tensor::sin, Tensor::cos, Tensor::tan, t -> t.tanh().mul(0.9).asin(),
                t -> t.tanh().mul(0.9).acos(), Tensor::atan, t -> t.atan2(x.get(1)), t -> t.hypot(x.get(1))),
            f(40), f(40)),
        close("powers", 6, x -> each(x.get(0), t -> t.abs().pow(x.get(1)), t -> t.pow(3), t -> t.pow(-2)), f(40),
            f(40)),
        close("error function", 6, x -> each(x.get(0), Tensor::erf, t -> t.mul(0.01).erf(), t -> t.mul(4).erf(),
            Tensor::gelu), f(400)),
        close("cross-entropy of logits", 6, x -> each(x.get(0), t -> t.sigmoidCrossEntropy(x.get(1).sigmoid())), f(40),
            f(40)),
        exact("sum of all", x -> List.of(x.get(0).sum(), x.get(1).sum(), x.get(1).mul(x.get(1)).sum(),
            x.get(2).mean()), f(3, 4), f(70, 1000), f(8200)),
        exact("sums along axes", x -> each(x.get(0), t -> t.sum(0), t -> t.sum(1), t -> t.sum(2), t -> t.sum(0, 2),
            t -> t.sum(1, 2), t -> t.sum(0, 1), t -> t.sum(-1).sum(Axes.keep(0))), f(5, 6, 7)),
        exact("long sums along axes", x -> List.of(x.get(0).sum(0), x.get(0).sum(1), x.get(1).sum(0), x.get(2).sum(0),
            x.get(2).sum(1), x.get(3).sum(1)), f(300, 2100), f(20_000, 3), f(70, 1500), f(3, 700, 2)),
        exact("extremes along axes", x -> each(x.get(0), t -> t.max(0), t -> t.min(1), t -> t.max(0, 2), Tensor::max,
            Tensor::min, t -> t.argmax(1), t -> t.argmin(0), Tensor::argmax), f(5, 6, 7)),
        exact("positions of integers", x -> each(x.get(0), t -> t.argmax(1), t -> t.argmin(0)), n(5, 6)),
        exact("norms and running sums", x -> each(x.get(0), t -> t.norm(0), t -> t.norm(0, 2), Tensor::norm,
            t -> t.mul(1e-200).norm(1), t -> t.cumulativeSum(0), t -> t.cumulativeSum(2), t -> t.variance(1),
            t -> t.standardDeviation(0), Tensor::prod), f(5, 6, 7)),
        close("softmax", 8, x -> each(x.get(0), Tensor::softmax, Tensor::logSoftmax, Tensor::logSumExp,
            t -> t.logSumExp(0), t -> t.softmax(0), t -> t.softmaxCrossEntropy(x.get(1)),
            t -> t.softmaxCrossEntropy(t.softmax())), f(5, 6), n(5)),
        close("products", 64, x -> List.of(x.get(0).matmul(x.get(1)), x.get(0).matmul(x.get(2).transpose()),
            x.get(0).transpose().matmul(x.get(3)), x.get(0).matmul(x.get(1)).add(x.get(3).matmul(x.get(4)))),
            f(9, 130), f(130, 7), f(5, 130), f(9, 6), f(6, 7)),
        close("products of batches", 64, x -> List.of(x.get(0).matmul(x.get(1)), x.get(0).matmul(x.get(2)),
            x.get(3).matmul(x.get(0).transpose())), f(4, 2, 3), f(4, 3, 5), f(1, 3, 5), f(3)),
        exact("movement",
            x -> each(x.get(0), Tensor::transpose, t -> t.permute(2, 0, 1), t -> t.reshape(6, -1).transpose(),
                t -> t.slice(1, 1, 3), t -> t.slice(2, 4, 0, -2), t -> t.flip(0),
                t -> t.broadcastTo(2, 3, 4, 5).copy().mul(2),
                t -> t.select(1, 2), t -> t.pad(1, 2, 1), t -> t.pad(2, 1, 0, 7), t -> t.repeat(0, 2),
                t -> t.tile(1, 2),
                t -> Tensor.concat(1, t, t.slice(1, 0, 1), t), t -> t.flatten()),
            f(3, 4, 5)),
        exact("integers and truth values are moved", x -> List.of(x.get(0).flip(0), x.get(0).permute(1, 0),
            Tensor.concat(0, x.get(0), x.get(0)), x.get(0).greater(0).transpose().slice(0, 1, 3)), n(3, 4)),
        exact("parts", x -> List.of(x.get(0).split(1, 2, 0, 3).get(2), x.get(0).split(0, 1, 3).get(0),
            x.get(0).square().split(1, 1, 4).getFirst().sum().backward().of(x.get(0)), x.get(1).split(0, 2, 1).get(1)),
            f(4, 5), n(3, 2)),
        exact("slices are put back",
            x -> List.of(x.get(0).slice(0, 0, 2).add(x.get(0).slice(0, 1, 3).mul(2)).square().sum()
                .backward().of(x.get(0))),
            f(3, 4)),
        exact("lookup", x -> List.of(x.get(0).indexSelect(0, x.get(1)), x.get(0).indexSelect(1, x.get(2)),
            x.get(0).indexAdd(0, x.get(1), x.get(3)), x.get(0).gather(1, x.get(4)),
            x.get(0).scatterAdd(1, x.get(4), x.get(5)), x.get(1).oneHot(4), x.get(1).oneHot(4, DType.FLOAT32),
            x.get(6).diagonal(), x.get(0).diagonalMatrix()), f(4, 4), n(5), n(2, 3), f(5, 4), n(4, 3), f(4, 3),
            f(2, 5, 3)),
        close("random numbers", 2, x -> List.of(x.get(0).drawUniform(f(50), 7), x.get(0).drawNormal(f(50), -3),
            x.get(0).drawUniform(DType.FLOAT32.tensor(50), 7), x.get(0).drawNormal(DType.FLOAT32.tensor(50), 5)), n()),
        exact("constants", x -> List.of(x.get(0).add(Tensor.uniform(f(4), 1)), x.get(0).matmul(Tensor.eye(4)),
            Tensor.of(1.0, Double.NaN, Double.NEGATIVE_INFINITY),
            x.get(0).add(Tensor.of(-0.0, Double.NaN, 1e300, Double.MIN_VALUE)),
            Tensor.zeros(f(2, 2)), Tensor.of(true, false)), f(4, 4)),
        exact("arguments are results", x -> List.of(x.get(0), x.get(0), x.get(0).reshape(2, 2), x.get(1)), f(4), n(3)),
        exact("nothing", x -> List.of(x.get(0).add(1), x.get(0).sum(), x.get(0).sum(0), x.get(1).sum(0),
            x.get(1).transpose().matmul(x.get(1)), Tensor.concat(0, x.get(1), x.get(1))), f(2, 0), f(0, 3)));
  }

  @SafeVarargs
  private static List<Tensor> each(Tensor x, UnaryOperator<Tensor>... functions) {
    var results = new ArrayList<Tensor>();
    for (var f : functions) {
      results.add(f.apply(x));
    }
    return results;
  }

  /** Numbers of both signs and of some size, and integers that are positions. */
  private static Tensor argument(TensorType type, Random random) {
    var x = Tensor.of(type.shape(), IntStream.range(0, type.shape().size())
        .mapToDouble(i -> type.dtype() == DType.INT32 ? random.nextInt(3) : random.nextGaussian() * 2).toArray());
    return x.cast(type.dtype());
  }

  private static List<Tensor> arguments(List<TensorType> types, int seed) {
    var random = new Random(seed);
    return types.stream().map(type -> argument(type, random)).toList();
  }

  private static List<TensorType> inFloats(List<TensorType> types) {
    return types.stream().map(type -> type.dtype() == DType.FLOAT64 ? type.with(DType.FLOAT32) : type).toList();
  }

  static Stream<Case> inBothTypes() {
    return cases().stream().flatMap(c -> c.types().equals(inFloats(c.types())) || c.name().equals("constants")
        ? Stream.of(c)
        : Stream.of(c, new Case(c.name() + " of floats", c.ulps(), inFloats(c.types()), c.function())));
  }

  @ParameterizedTest
  @MethodSource("inBothTypes")
  void computesWhatTheProgramComputes(Case c) {
    var program = Program.trace(c.types(), c.function());
    var written = new WrittenJava(program.toJava(NAME), NAME, 0, folder);
    for (int seed = 0; seed < 3; seed++) {
      var arguments = arguments(c.types(), seed);
      assertClose(program.run(arguments.toArray(Tensor[]::new)), written.run(arguments), c.ulps());
    }
  }

  private static void assertClose(List<Tensor> expected, List<Object> actual, double ulps) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      var value = WrittenJava.array(expected.get(i).type(), actual.get(i));
      double distance = WrittenJava.distance(expected.get(i).value(), value);
      int at = i;
      assertTrue(distance <= ulps,
          () -> "result " + at + " is " + distance + " ulp off:\n" + expected.get(at) + "\n" + value);
    }
  }

  /** Every function of one and two numbers, where it is exact, steep, flat, infinite or nothing. */
  @ParameterizedTest
  @MethodSource("floating")
  void functionsAgreeAtTheirEnds(DType dtype) {
    double[] values = {0, -0.0, 1, -1, 0.5, -2.5, 3, 30, -40, 1e-9, -1e9, 1e300, Double.MIN_VALUE, Double.NaN,
        Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 709.8, -745.2, 88.8, -104};
    var a = Tensor.of(IntStream.range(0, 400).mapToDouble(i -> values[i / 20]).toArray()).cast(dtype);
    var b = Tensor.of(IntStream.range(0, 400).mapToDouble(i -> values[i % 20]).toArray()).cast(dtype);
    Function<List<Tensor>, List<Tensor>> all = x -> each(x.get(0), Tensor::neg, Tensor::abs, Tensor::sign,
        Tensor::square,
        Tensor::sqrt, Tensor::reciprocal, Tensor::exp, Tensor::expm1, Tensor::log, Tensor::log1p, Tensor::asin,
        Tensor::acos, Tensor::atan, Tensor::sinh, Tensor::cosh, Tensor::tanh, Tensor::erf, Tensor::sigmoid,
        Tensor::softplus, Tensor::relu, t -> t.add(x.get(1)), t -> t.sub(x.get(1)), t -> t.mul(x.get(1)),
        t -> t.div(x.get(1)), t -> t.pow(x.get(1)), t -> t.maximum(x.get(1)), t -> t.minimum(x.get(1)),
        Tensor::floor, Tensor::ceil, Tensor::round, Tensor::trunc, t -> t.floorDiv(x.get(1)), t -> t.mod(x.get(1)),
        t -> t.hypot(x.get(1)), t -> t.atan2(x.get(1)), t -> t.less(x.get(1)).where(x.get(1), t),
        t -> t.notEqual(x.get(1)), t -> t.equal(x.get(1)));
    var program = Program.trace(List.of(a.type(), b.type()), all);
    var actual = new WrittenJava(program.toJava(NAME), NAME, 0, folder).run(List.of(a, b));
    var expected = program.run(a, b);
    for (int f = 0; f < expected.size(); f++) {
      var type = expected.get(f).type();
      for (int i = 0; i < a.size(); i++) {
        var e = expected.get(f).slice(0, i, i + 1).value();
        var value = WrittenJava.array(type, actual.get(f));
        var w = Tensor.of(value).slice(0, i, i + 1).value();
        double flushed = type.dtype().isFloating()
            ? Math.abs(e.uniform().getAsDouble() - w.uniform().getAsDouble())
            : 1;
        int function = f;
        int at = i;
        assertTrue(
            WrittenJava.distance(e, w) <= 4
                || flushed <= (dtype == DType.FLOAT32 ? Float.MIN_NORMAL : Double.MIN_NORMAL),
            () -> "function " + function + " of " + values[at / 20] + ", " + values[at % 20] + ": " + e + " and " + w);
      }
    }
  }

  static List<DType> floating() {
    return List.of(DType.FLOAT64, DType.FLOAT32);
  }

  /** Two layers, cross-entropy, Adam: what README trains, in small. */
  private static List<Tensor> trainingStep(List<Tensor> in) {
    var weights = in.subList(0, 4);
    var step = in.get(12).add(1);
    var h = in.get(13).named("images").matmul(weights.get(0).named("weights1")).addBias(weights.get(1)).relu();
    var logits = h.matmul(weights.get(2)).addBias(weights.get(3));
    var loss = logits.softmaxCrossEntropy(in.get(14).named("labels")).mean();
    var gradients = loss.backward();
    var next = new ArrayList<Tensor>();
    var first = new ArrayList<Tensor>();
    var second = new ArrayList<Tensor>();
    var b1 = step.scalar(0.9).pow(step).rsub(1);
    var b2 = step.scalar(0.999).pow(step).rsub(1);
    for (int i = 0; i < 4; i++) {
      var g = gradients.of(weights.get(i));
      first.add(in.get(4 + i).mul(0.9).add(g.mul(0.1)));
      second.add(in.get(8 + i).mul(0.999).add(g.square().mul(0.001)));
      next.add(weights.get(i).sub(first.get(i).div(b1).mul(0.01).div(second.get(i).div(b2).sqrt().add(1e-8))));
    }
    return Stream.of(next, first, second, List.of(step, loss.detach(), logits.argmax(1))).flatMap(List::stream)
        .toList();
  }

  private static List<TensorType> trainingTypes(DType dtype) {
    var weights = List.of(dtype.tensor(12, 16), dtype.tensor(16), dtype.tensor(16, 5), dtype.tensor(5));
    return Stream.of(weights, weights, weights, List.of(dtype.tensor(), dtype.tensor(10, 12), n(10)))
        .flatMap(List::stream).toList();
  }

  @ParameterizedTest
  @MethodSource("floating")
  void trainsAsTheProgramDoes(DType dtype) {
    var types = trainingTypes(dtype);
    int states = 13;
    var program = Program.trace(types, states, ToJavaTest::trainingStep);
    var written = new WrittenJava(program.toJava("Train"), "Train", states, folder);
    var random = new Random(1);
    var start = types.stream().limit(states).map(Tensor::zeros)
        .collect(Collectors.toCollection(ArrayList::new));
    for (int i = 0; i < 4; i++) {
      start.set(i, argument(types.get(i), random).mul(0.3));
    }
    var state = Program.State.of(start);
    written.start(start);
    for (int k = 0; k < 20; k++) {
      var batch = types.stream().skip(states).map(type -> argument(type, random)).toList();
      assertClose(program.step(state, batch.toArray(Tensor[]::new)), written.run(batch), 256);
    }
    assertClose(state.values(), written.states(), 4096);
    assertFalse(state.value(0).equals(start.getFirst()));
  }

  /** A state that is read after its place was taken, swapped with another, left as it is, and returned. */
  @Test
  void statesKeepTheirPlaces() {
    var types = List.of(f(5), f(5), f(5), f(5));
    Function<List<Tensor>, List<Tensor>> f = s -> List.of(s.get(1).mul(s.get(0)), s.get(0), s.get(2),
        s.get(0).add(s.get(1)).cumulativeSum(0), s.get(0).mul(s.get(3)), s.get(1), s.get(0).sum(),
        s.get(3).reshape(5, 1));
    var program = Program.trace(types, 4, f);
    var written = new WrittenJava(program.toJava(NAME), NAME, 4, folder);
    var start = arguments(types, 3);
    var state = Program.State.of(start);
    written.start(start);
    for (int k = 0; k < 4; k++) {
      var results = written.run(List.of());
      assertClose(program.step(state), results, 0);
      assertClose(state.values(), written.states(), 0);
      var kept = results.stream().map(r -> ((double[]) r).clone()).toList();
      ((double[]) results.getFirst())[0] = 7; // the caller's own
      assertEquals(1, kept.stream().filter(r -> Arrays.equals(r, (double[]) results.get(1))).count());
      assertClose(state.values(), written.states(), 0);
    }
  }

  @Test
  void allThatIsUnknownIsNamed() {
    var program = Program.trace(List.of(f(3, 3), n(4)), x -> List.of(x.get(0).sort(0), x.get(0).solve(x.get(0)),
        Tensor.apply(Op.custom("cube", t -> t.pow(3), (t, y, dy) -> dy.mul(3)), x.get(0)), x.get(0).tanh()));
    var error = assertThrows(UnsupportedOperationException.class, () -> program.toJava(NAME));
    assertEquals("toJava: no Java is known for cube, solve, sort: leave them out of the program, or run it as it is",
        error.getMessage());
  }

  @Test
  void largeConstantsBelongAmongTheArguments() {
    var program = Program.trace(List.of(f(100, 100)), x -> List.of(x.get(0).matmul(Tensor.uniform(f(100, 100), 1))));
    var error = assertThrows(UnsupportedOperationException.class, () -> program.toJava(NAME));
    assertTrue(error.getMessage().endsWith("make it an argument of the function"), error.getMessage());
    var same = Program.trace(List.of(f(100, 100)), x -> List.of(x.get(0).matmul(Tensor.ones(f(100, 100)))));
    assertTrue(same.toJava(NAME).contains("java.util.Arrays.fill(all, 1.0)"));
  }

  @Test
  void whatIsNoClassIsRefused() {
    var program = Program.trace(List.of(f()), x -> List.of(x.get(0).exp()));
    for (var name : List.of("", "a.", ".A", "a b", "class", "1A", "a..B")) {
      assertThrows(IllegalArgumentException.class, () -> program.toJava(name), name);
    }
    for (var name : List.of("Results", "a.Results", "Math", "a.Float", "String")) {
      var error = assertThrows(IllegalArgumentException.class, () -> program.toJava(name), name);
      assertEquals("toJava: " + name + " is the name of a class that the written one may use: give it another one",
          error.getMessage());
    }
    assertTrue(program.toJava("A").startsWith("/**"));
  }

  @Test
  void argumentsOfOtherSizesAreRefused() {
    var program = Program.trace(List.of(f(4), f(3)), x -> List.of(x.get(0).named("tall").exp(), x.get(1)));
    var written = new WrittenJava(program.toJava(NAME), NAME, 0, folder);
    var error = assertThrows(IllegalArgumentException.class, () -> written.run(arguments(List.of(f(5), f(3)), 1)));
    assertEquals("tall has 5 elements, not 4", error.getMessage());
    var index = Program.trace(List.of(f(4), n(1)), x -> List.of(x.get(0).indexSelect(0, x.get(1))));
    var looked = new WrittenJava(index.toJava("Look"), "Look", 0, folder);
    assertThrows(IndexOutOfBoundsException.class, () -> looked.run(List.of(Tensor.zeros(f(4)), Tensor.of(4))));
  }

  /** Whatever tensors are called, and however many are called the same. */
  @Test
  void anyNameWillDo() {
    var program = Program.trace(List.of(f(2), f(2), f(2), f(2)),
        x -> List.of(x.get(0).named("class").add(x.get(1).named("class")),
            x.get(2).named("a \"b\" */ π"), x.get(3).named("i").softmax().named("sum"),
            x.get(3).exp().named("").tanh().named("Step")));
    var written = new WrittenJava(program.toJava(NAME), NAME, 0, folder);
    var arguments = arguments(program.types(), 1);
    assertClose(program.run(arguments.toArray(Tensor[]::new)), written.run(arguments), 4);
  }

  /** The step of README as it is kept there; {@code -Dgolden.write=true} writes it anew. */
  @Test
  void theStepOfReadmeIsUpToDate() throws IOException {
    var step = Program.trace(List.of(f(100, 20), f(20, 5)), in -> {
      Tensor x = in.get(0);
      Tensor w = in.get(1);
      Tensor loss = x.matmul(w).tanh().square().sum();
      return List.of(loss, w.sub(loss.backward().of(w).mul(0.01)));
    });
    var file = Path.of("../docs/Step.java");
    var source = step.toJava("Step");
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(file, source);
    }
    assertEquals(Files.readString(file), source);
    var written = new WrittenJava(source, "Step", 0, folder);
    var arguments = arguments(step.types(), 1);
    assertClose(step.run(arguments.toArray(Tensor[]::new)), written.run(arguments), 64);
  }
}
