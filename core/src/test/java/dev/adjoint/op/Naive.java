package dev.adjoint.op;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tensors read and made one index at a time: what operations are compared with. */
final class Naive {
  private Naive() {}

  /** The FLOAT64 tensor whose element at each index is f(index). */
  static Tensor tensor(Shape shape, ToDoubleFunction<int[]> f) {
    double[] elements = new double[shape.size()];
    Arrays.setAll(elements, i -> f.applyAsDouble(index(shape, i)));
    return Tensor.of(shape, elements);
  }

  /** Element i's index. */
  static int[] index(Shape shape, int i) {
    int[] index = new int[shape.rank()];
    int rest = i;
    for (int a = shape.rank() - 1; a >= 0; a--) {
      index[a] = rest % shape.dim(a);
      rest /= shape.dim(a);
    }
    return index;
  }

  /** The element at an index. */
  static double at(Tensor x, int... index) {
    assertEquals(x.shape().rank(), index.length);
    int position = 0;
    for (int a = 0; a < index.length; a++) {
      if (index[a] < 0 || index[a] >= x.shape().dim(a)) {
        throw new AssertionError(Arrays.toString(index) + " of " + x.shape());
      }
      position = position * x.shape().dim(a) + index[a];
    }
    return switch (x.dtype()) {
      case FLOAT64 -> x.value().doubles()[position];
      case FLOAT32 -> x.value().floats()[position];
      case INT32 -> x.value().ints()[position];
      case BOOL -> x.value().booleans()[position] ? 1 : 0;
    };
  }

  /** The element that stands at an index of a shape x is broadcast to. */
  static double repeated(Tensor x, int... index) {
    int[] own = Arrays.copyOfRange(index, index.length - x.shape().rank(), index.length);
    for (int a = 0; a < own.length; a++) {
      own[a] = x.shape().dim(a) == 1 ? 0 : own[a];
    }
    return at(x, own);
  }

  static int[] with(int[] index, int axis, int position) {
    int[] other = index.clone();
    other[axis] = position;
    return other;
  }

  static int[] insert(int[] index, int axis, int position) {
    int[] longer = new int[index.length + 1];
    System.arraycopy(index, 0, longer, 0, axis);
    longer[axis] = position;
    System.arraycopy(index, axis, longer, axis + 1, index.length - axis);
    return longer;
  }

  static int[] without(int[] index, int axis) {
    int[] shorter = new int[index.length - 1];
    System.arraycopy(index, 0, shorter, 0, axis);
    System.arraycopy(index, axis + 1, shorter, axis, shorter.length - axis);
    return shorter;
  }

  /** Normally distributed numbers that a float holds exactly. */
  static Tensor numbers(Shape shape, long seed) {
    var random = new Random(seed);
    return tensor(shape, index -> (float) random.nextGaussian());
  }

  /** INT32 numbers from 0 to n − 1. */
  static Tensor indices(Shape shape, int n, long seed) {
    return Tensor.of(shape, new Random(seed).ints(shape.size(), 0, Math.max(n, 1)).toArray());
  }

  /** Whole numbers that differ, as far as the element type allows. */
  static Tensor numbered(Shape shape) {
    return Tensor.arange(0, shape.size()).cast(DType.FLOAT64).reshape(shape);
  }

  /** That the operation does the expected with every element type. */
  static void assertMoves(Tensor expected, UnaryOperator<Tensor> operation, Tensor x) {
    for (var dtype : DType.values()) {
      assertSame(expected.cast(dtype), operation.apply(x.cast(dtype)));
    }
  }

  static void assertSame(Tensor expected, Tensor actual) {
    assertEquals(expected.value(), actual.value());
  }

  /** That types agree, and elements up to the tolerance, relative above 1 and absolute below. */
  static void assertClose(Tensor expected, Tensor actual, double tolerance) {
    assertEquals(expected.type(), actual.type());
    double[] e = expected.cast(DType.FLOAT64).toDoubles();
    double[] a = actual.cast(DType.FLOAT64).toDoubles();
    for (int i = 0; i < e.length; i++) {
      boolean close = Double.compare(e[i], a[i]) == 0
          || Math.abs(e[i] - a[i]) <= tolerance * Math.max(1, Math.abs(e[i]));
      if (!close) {
        throw new AssertionError("element " + i + " is " + a[i] + ", not " + e[i] + ", of " + actual);
      }
    }
  }
}
