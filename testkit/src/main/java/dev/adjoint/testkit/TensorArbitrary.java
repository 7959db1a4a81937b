package dev.adjoint.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;

/**
 * Random tensors. A failing one shrinks to the smallest shape, and then to the roundest elements, that still fail.
 *
 * @param shapes their shapes
 * @param values their elements; INT32 ones are whole, and BOOL ones say which are above 0
 * @param dtypes their element types
 */
public record TensorArbitrary(Shapes shapes, Values values, List<DType> dtypes)
    implements
      Arbitrary<Tensor>,
      Simplifier<Tensor> {
  /** FLOAT64, up to 3 axes of 1 to 4 elements, from −10 to 10. */
  public static final TensorArbitrary TENSORS = new TensorArbitrary(Shapes.SMALL, Values.DEFAULT,
      List.of(DType.FLOAT64));

  /** Elements are rounded one by one up to here; beyond, only together. */
  private static final int FEW = 24;

  /** Keeps the element types. */
  public TensorArbitrary {
    dtypes = List.copyOf(dtypes);
  }

  /** With other shapes. */
  public TensorArbitrary with(Shapes other) {
    return new TensorArbitrary(other, values, dtypes);
  }

  /** With other elements. */
  public TensorArbitrary with(Values other) {
    return new TensorArbitrary(shapes, other, dtypes);
  }

  /** With other element types. */
  public TensorArbitrary with(DType... others) {
    return new TensorArbitrary(shapes, values, List.of(others));
  }

  /** A random tensor of a given shape. */
  public Tensor draw(Shape shape, Random random) {
    var dtype = dtypes.get(random.nextInt(dtypes.size()));
    return tensor(shape, values.draw(shape.size(), random), dtype);
  }

  private Tensor tensor(Shape shape, double[] elements, DType dtype) {
    return switch (dtype) {
      case FLOAT64 -> Tensor.of(shape, elements);
      case FLOAT32, INT32 -> Tensor.of(shape, elements).cast(dtype);
      case BOOL -> Tensor.of(shape, elements).greater(0);
    };
  }

  @Override
  public RandomGenerator<Tensor> generator(int tries) {
    return random -> shrinkable(draw(shapes.draw(random), random));
  }

  /** The simplest tensors, and ones of extreme elements. */
  @Override
  public EdgeCases<Tensor> edgeCases(int most) {
    var shape = shapes.draw(new Random(1));
    var smallest = Stream.concat(simplerShapes(zeros(shape)).map(Tensor::shape), Stream.of(shape))
        .filter(s -> s.size() > 0 && shapes.contains(s)).min((a, b) -> Integer.compare(a.size(), b.size()))
        .orElse(shape);
    return EdgeCases.fromSuppliers(Stream.of(values.simplest(), 1.0, -1.0, values.min(), values.max())
        .distinct().map(v -> filled(smallest, v)).filter(elements -> values.allow(elements)).limit(Math.max(most, 0))
        .map(elements -> (Supplier<Shrinkable<Tensor>>) () -> shrinkable(tensor(smallest, elements, dtypes.getFirst())))
        .toList());
  }

  private static double[] filled(Shape shape, double v) {
    double[] elements = new double[shape.size()];
    Arrays.fill(elements, v);
    return elements;
  }

  private Tensor zeros(Shape shape) {
    return Tensor.zeros(dtypes.getFirst().tensor(shape.dims()));
  }

  @Override
  public Stream<Tensor> simpler(Tensor x) {
    return Stream.concat(simplerShapes(x).filter(this::contains), rounder(x));
  }

  private boolean contains(Tensor x) {
    return shapes.contains(x.shape()) && values.allow(doubles(x));
  }

  private static double[] doubles(Tensor x) {
    return x.cast(DType.FLOAT64).toDoubles();
  }

  /** Without an axis, or with a shorter one. */
  private Stream<Tensor> simplerShapes(Tensor x) {
    int rank = x.shape().rank();
    var without = IntStream.range(0, rank).filter(a -> x.shape().dim(a) > 0).mapToObj(a -> x.select(a, 0));
    var shorter = IntStream.range(0, rank).boxed().flatMap(a -> Parts.of(x.shape().dim(a)).map(part -> part.of(x, a)));
    var squares = rank < 2
        ? Stream.<Tensor>of()
        : Parts.of(x.shape().dim(-1)).filter(part -> shapes.square()).map(part -> part.of(part.of(x, -1), -2));
    return Stream.of(without, squares, shorter).flatMap(s -> s);
  }

  /** Of the same shape, with rounder elements. */
  Stream<Tensor> rounder(Tensor x) {
    if (!x.dtype().isFloating()) {
      return Stream.of(Tensor.zeros(x.type())).filter(this::contains);
    }
    double[] elements = doubles(x);
    var together = Stream.<DoubleUnaryOperator>of(v -> values.simplest(), v -> 1, Math::rint,
        v -> Math.rint(v * 10) / 10, v -> Math.rint(v * 100) / 100)
        .map(round -> Arrays.stream(elements).map(round).map(v -> v + 0.0).toArray());
    var oneByOne = IntStream.range(0, Math.min(elements.length, FEW)).boxed()
        .flatMap(i -> values.rounder(elements[i]).mapToObj(v -> replaced(elements, i, v)));
    return Stream.concat(together, oneByOne).filter(values::allow)
        .map(rounded -> tensor(x.shape(), rounded, x.dtype()));
  }

  private static double[] replaced(double[] elements, int i, double v) {
    double[] others = elements.clone();
    others[i] = v;
    return others;
  }

  @Override
  public ShrinkingDistance distance(Tensor x) {
    return ShrinkingDistance.of(x.size(), x.shape().rank(), complexity(x));
  }

  /** How far the elements are from the roundest ones. */
  public long complexity(Tensor x) {
    return Arrays.stream(doubles(x)).mapToLong(values::complexity).sum();
  }
}
