package dev.adjoint.gradients;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.check.GradientCheck;
import dev.adjoint.op.Axes;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

import static dev.adjoint.gradients.RandomShapes.normal;

/** First and second derivatives at random shapes, axes and values, against central differences. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class GradientPropertiesTest {

  /** An operation under a name to be told. */
  record Named<F>(String name, F f) {
    @Override
    public String toString() {
      return name;
    }
  }

  interface Reduction {
    Tensor apply(Tensor x, Axes axes);
  }

  /** An operation whose parameters are drawn. */
  interface Drawn {
    Tensor apply(Tensor x, Random random);
  }

  @Provide
  Arbitrary<Shape> shapes() {
    return RandomShapes.shapes(0, 0);
  }

  @Provide
  Arbitrary<Shape> shapesWithAnAxis() {
    return RandomShapes.shapes(0, 1);
  }

  @Provide
  Arbitrary<Shape> shapesWithElements() {
    return RandomShapes.shapes(1, 0);
  }

  @Provide
  Arbitrary<List<Shape>> pairs() {
    return RandomShapes.broadcastable(2);
  }

  @Provide
  Arbitrary<List<Shape>> triples() {
    return RandomShapes.broadcastable(3);
  }

  @Property(tries = 300, seed = "1")
  void elementwise(@ForAll("shapes") Shape shape, @ForAll long seed,
      @ForAll("unaries") Named<UnaryOperator<Tensor>> op) {
    assertGradients(in -> op.f.apply(in.get(0)), normal(shape, seed));
  }

  @Provide
  Arbitrary<Named<UnaryOperator<Tensor>>> unaries() {
    return Arbitraries.of(List.of( //
        new Named<>("exp", Tensor::exp), //
        new Named<>("sin", Tensor::sin), //
        new Named<>("tanh", Tensor::tanh), //
        new Named<>("sigmoid", Tensor::sigmoid), //
        new Named<>("softplus", Tensor::softplus), //
        new Named<>("gelu", Tensor::gelu), //
        new Named<>("erf", Tensor::erf), //
        new Named<>("log of 1 + x²", x -> x.square().add(1).log()), //
        new Named<>("pow 3", x -> x.pow(3))));
  }

  @Property(tries = 600, seed = "2")
  void binaryWithBroadcasting(@ForAll("pairs") List<Shape> shapes, @ForAll long seed,
      @ForAll("binaries") Named<BinaryOperator<Tensor>> op) {
    assertGradients(in -> op.f.apply(in.get(0), in.get(1)), normal(shapes.get(0), seed), normal(shapes.get(1), ~seed));
  }

  @Provide
  Arbitrary<Named<BinaryOperator<Tensor>>> binaries() {
    return Arbitraries.of(List.of( //
        new Named<>("add", Tensor::add), //
        new Named<>("sub", Tensor::sub), //
        new Named<>("mul", Tensor::mul), //
        new Named<>("div by 1 + b²", (a, b) -> a.div(b.square().add(1))), //
        new Named<>("pow of 1 + a²", (a, b) -> a.square().add(1).pow(b)), //
        new Named<>("maximum", Tensor::maximum), //
        new Named<>("minimum", Tensor::minimum), //
        new Named<>("where a < b", (a, b) -> a.less(b).where(a.square(), b.sin())), //
        new Named<>("sigmoidCrossEntropy", Tensor::sigmoidCrossEntropy)));
  }

  @Property(tries = 300, seed = "3")
  void whereWithBroadcasting(@ForAll("triples") List<Shape> shapes, @ForAll long seed) {
    var c = normal(shapes.get(0), seed).greater(0);
    assertGradients(in -> in.get(0).where(in.get(1).sin(), in.get(2).exp()), c, normal(shapes.get(1), seed + 1),
        normal(shapes.get(2), seed + 2));
  }

  @Property(tries = 300, seed = "4")
  void sumsAndProductsOverAnyAxes(@ForAll("shapes") Shape shape, @ForAll long seed, @ForAll boolean keepDims,
      @ForAll("reductionsOfNothingToo") Named<Reduction> op) {
    var axes = new Axes(someAxes(shape, seed), keepDims);
    assertGradients(in -> op.f.apply(in.get(0), axes), normal(shape, seed));
  }

  @Provide
  Arbitrary<Named<Reduction>> reductionsOfNothingToo() {
    return Arbitraries.of(List.of( //
        new Named<>("sum of squares", (x, axes) -> x.square().sum(axes)), //
        new Named<>("prod", Tensor::prod), //
        new Named<>("norm", Tensor::norm)));
  }

  @Property(tries = 450, seed = "5")
  void reductionsOverAnyAxes(@ForAll("shapesWithElements") Shape shape, @ForAll long seed, @ForAll boolean keepDims,
      @ForAll("reductions") Named<Reduction> op) {
    var axes = new Axes(someAxes(shape, seed), keepDims);
    assertGradients(in -> op.f.apply(in.get(0), axes), normal(shape, seed));
  }

  @Provide
  Arbitrary<Named<Reduction>> reductions() {
    return Arbitraries.of(List.of( //
        new Named<>("mean of squares", (x, axes) -> x.square().mean(axes)), //
        new Named<>("max", (x, axes) -> x.max(axes).exp()), //
        new Named<>("min", (x, axes) -> x.min(axes).exp()), //
        new Named<>("variance", Tensor::variance), //
        new Named<>("standardDeviation", Tensor::standardDeviation), //
        new Named<>("logSumExp", Tensor::logSumExp)));
  }

  /** Some of the axes, in any order, some counted from the end. */
  private static List<Integer> someAxes(Shape shape, long seed) {
    var random = new Random(seed);
    var axes = new ArrayList<>(IntStream.range(0, shape.rank()).filter(a -> random.nextBoolean()).boxed().toList());
    Collections.shuffle(axes, random);
    axes.replaceAll(a -> random.nextBoolean() ? a : a - shape.rank());
    return axes;
  }

  @Property(tries = 900, seed = "6")
  void movement(@ForAll("shapesWithAnAxis") Shape shape, @ForAll long seed, @ForAll("movements") Named<Drawn> op) {
    // The square makes the second derivative more than 0, so that the rule of the rule is seen.
    assertGradients(in -> op.f.apply(in.get(0), new Random(seed)).square(), normal(shape, seed));
  }

  @Provide
  Arbitrary<Named<Drawn>> movements() {
    return Arbitraries.of(List.of( //
        new Named<>("permute", GradientPropertiesTest::permuted), //
        new Named<>("slice", GradientPropertiesTest::sliced), //
        new Named<>("slice backward", (x, random) -> sliced(x.flip(0), random).flip(0)), //
        new Named<>("flip", (x, random) -> x.flip(axis(x, random))), //
        new Named<>("pad", (x, random) -> x.pad(axis(x, random), random.nextInt(3), random.nextInt(3))), //
        new Named<>("pad with 2", (x, random) -> x.pad(axis(x, random), random.nextInt(3), random.nextInt(3), 2)), //
        new Named<>("repeat", (x, random) -> x.repeat(axis(x, random), random.nextInt(4))), //
        new Named<>("tile", (x, random) -> x.tile(axis(x, random), random.nextInt(4))), //
        new Named<>("cumulativeSum", (x, random) -> x.cumulativeSum(axis(x, random))), //
        new Named<>("softmax", (x, random) -> x.softmax(axis(x, random))), //
        new Named<>("logSoftmax", (x, random) -> x.logSoftmax(axis(x, random))), //
        new Named<>("broadcastTo", (x, random) -> x.broadcastTo(x.shape().insert(0, random.nextInt(4)))), //
        new Named<>("flatten", (x, random) -> x.flatten(axis(x, random))), //
        new Named<>("concat with itself", (x, random) -> Tensor.concat(axis(x, random), x, x.sin())), //
        new Named<>("stack with itself", (x, random) -> Tensor.stack(axis(x, random), x.sin(), x)), //
        new Named<>("indexSelect", GradientPropertiesTest::selected)));
  }

  private static int axis(Tensor x, Random random) {
    int axis = random.nextInt(x.shape().rank());
    return random.nextBoolean() ? axis : axis - x.shape().rank();
  }

  private static Tensor permuted(Tensor x, Random random) {
    var order = new ArrayList<>(IntStream.range(0, x.shape().rank()).boxed().toList());
    Collections.shuffle(order, random);
    return x.permute(order.stream().mapToInt(Integer::intValue).toArray());
  }

  private static Tensor sliced(Tensor x, Random random) {
    int axis = axis(x, random);
    int n = x.shape().dim(axis);
    int start = random.nextInt(n + 1);
    return x.slice(axis, start, random.nextInt(start, n + 1), random.nextInt(1, 4));
  }

  private static Tensor selected(Tensor x, Random random) {
    int axis = axis(x, random);
    int n = x.shape().dim(axis);
    int[] index = n == 0 ? new int[0] : random.ints(random.nextInt(5), 0, n).toArray();
    return x.indexSelect(axis, Tensor.of(index));
  }

  @Property(tries = 180, seed = "7")
  void matrixProducts(@ForAll("pairs") List<Shape> batches, @ForAll long seed) {
    var random = new Random(seed);
    int k = random.nextInt(4);
    var x = normal(batches.get(0).concat(Shape.of(random.nextInt(4), k)), seed);
    var w = normal(batches.get(1).concat(Shape.of(k, random.nextInt(4))), ~seed);
    assertGradients(in -> in.get(0).matmul(in.get(1)).sin(), x, w);
  }

  /** Every element of small inputs; two random directions of larger ones. */
  private static void assertGradients(Function<List<Tensor>, Tensor> f, Tensor... inputs) {
    int size = Arrays.stream(inputs).mapToInt(Tensor::size).sum();
    var check = size <= 24 ? GradientCheck.DEFAULT : GradientCheck.DEFAULT.inDirections(2);
    check.run(f, inputs).assertPassed();
    check.secondOrder().run(f, inputs).assertPassed();
  }
}
