package dev.adjoint.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.ShrinkingDistance;

/**
 * Random tensors whose shapes belong together. A failing tuple shrinks as one: an axis that two of them share gets shorter in
 * both.
 *
 * @param each what each of them is
 * @param shapes draws shapes that belong together
 * @param fits whether shapes belong together
 */
public record Tensors(TensorArbitrary each, Function<Random, List<Shape>> shapes, Predicate<List<Shape>> fits)
    implements
      Arbitrary<List<Tensor>>,
      Simplifier<List<Tensor>> {

  /** Two tensors that broadcast to one shape by NumPy's rule. */
  public static Arbitrary<BroadcastPair> pairs(TensorArbitrary each) {
    return broadcasting(2, each).map(x -> new BroadcastPair(x.get(0), x.get(1)));
  }

  /** Three tensors that broadcast to one shape by NumPy's rule. */
  public static Arbitrary<BroadcastTriple> triples(TensorArbitrary each) {
    return broadcasting(3, each).map(x -> new BroadcastTriple(x.get(0), x.get(1), x.get(2)));
  }

  /** Matrices [n, k] and [k, m], or batches of them that broadcast. */
  public static Arbitrary<MatmulPair> factors(TensorArbitrary each) {
    return multiplying(each).map(x -> new MatmulPair(x.get(0), x.get(1)));
  }

  /** Matrices [n, k] and [k, m], or batches of them that broadcast. */
  public static Tensors multiplying(TensorArbitrary each) {
    var tensors = each.with(each.shapes().ofRank(2, Math.max(2, each.shapes().maxRank())));
    return new Tensors(tensors, random -> factors(tensors.shapes(), random), Tensors::multiply);
  }

  /** Any number of tensors that broadcast to one shape by NumPy's rule. */
  public static Tensors broadcasting(int count, TensorArbitrary each) {
    var parts = each.with(each.shapes().ofRank(0, each.shapes().maxRank()));
    return new Tensors(parts, random -> {
      var whole = parts.shapes().draw(random);
      return Stream.generate(() -> part(whole, random)).limit(count).toList();
    }, Tensors::broadcast);
  }

  /** A shape that broadcasts to the whole: it, without some of the leading axes and with 1 in place of some sizes. */
  public static Shape part(Shape whole, Random random) {
    int from = random.nextInt(3) > 0 ? 0 : random.nextInt(whole.rank() + 1);
    return Shape.of(IntStream.range(from, whole.rank()).map(a -> random.nextInt(4) == 0 ? 1 : whole.dim(a)).toArray());
  }

  /** Whether shapes broadcast to one by NumPy's rule. */
  public static boolean broadcast(List<Shape> shapes) {
    int rank = shapes.stream().mapToInt(Shape::rank).max().orElse(0);
    return IntStream.rangeClosed(1, rank).allMatch(a -> shapes.stream().filter(s -> s.rank() >= a)
        .mapToInt(s -> s.dim(-a)).filter(dim -> dim != 1).distinct().count() < 2);
  }

  private static List<Shape> factors(Shapes shapes, Random random) {
    var left = shapes.draw(random);
    var right = shapes.draw(random);
    var batch = left.slice(0, left.rank() - 2);
    return List.of(left, part(batch, random).concat(Shape.of(left.dim(-1), right.dim(-1))));
  }

  private static boolean multiply(List<Shape> shapes) {
    var left = shapes.get(0);
    var right = shapes.get(1);
    return left.dim(-1) == right.dim(-2)
        && broadcast(List.of(left.slice(0, left.rank() - 2), right.slice(0, right.rank() - 2)));
  }

  /** Random tensors. */
  public List<Tensor> draw(Random random) {
    return shapes.apply(random).stream().map(shape -> each.draw(shape, random)).toList();
  }

  @Override
  public RandomGenerator<List<Tensor>> generator(int tries) {
    return random -> shrinkable(draw(random));
  }

  @Override
  public EdgeCases<List<Tensor>> edgeCases(int most) {
    return EdgeCases.none();
  }

  @Override
  public Stream<List<Tensor>> simpler(List<Tensor> x) {
    var one = IntStream.range(0, x.size()).boxed()
        .flatMap(i -> each.simpler(x.get(i)).map(simpler -> replaced(x, i, simpler)));
    return Stream.concat(withShorterAxes(x), one).filter(this::contains);
  }

  private static List<Tensor> replaced(List<Tensor> x, int i, Tensor simpler) {
    var others = new ArrayList<>(x);
    others.set(i, simpler);
    return List.copyOf(others);
  }

  private boolean contains(List<Tensor> x) {
    var all = x.stream().map(Tensor::shape).toList();
    return all.stream().allMatch(s -> s.rank() >= each.shapes().minRank()) && fits.test(all);
  }

  /** With every axis of some size shorter, in all tensors alike; and all without their leading axes. */
  public static Stream<List<Tensor>> withShorterAxes(List<Tensor> x) {
    var sizes = new HashSet<Integer>();
    x.forEach(t -> Arrays.stream(t.shape().dims()).forEach(sizes::add));
    var shorter = sizes.stream().sorted((a, b) -> b - a)
        .flatMap(n -> Parts.of(n).map(part -> x.stream().map(t -> shortened(t, n, part)).toList()));
    int rank = x.stream().mapToInt(t -> t.shape().rank()).max().orElse(0);
    var flatter = rank == 0 || x.stream().anyMatch(t -> t.size() == 0)
        ? Stream.<List<Tensor>>of()
        : Stream.of(x.stream().map(t -> t.shape().rank() == rank ? t.get(0) : t).toList());
    return Stream.concat(flatter, shorter);
  }

  private static Tensor shortened(Tensor t, int n, Parts part) {
    var result = t;
    for (int a = 0; a < t.shape().rank(); a++) {
      result = t.shape().dim(a) == n ? part.of(result, a) : result;
    }
    return result;
  }

  @Override
  public ShrinkingDistance distance(List<Tensor> x) {
    return ShrinkingDistance.of(x.stream().mapToLong(Tensor::size).sum(),
        x.stream().mapToLong(t -> t.shape().rank()).sum(),
        x.stream().mapToLong(each::complexity).sum());
  }
}
