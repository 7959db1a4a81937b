package dev.adjoint.array;

import java.util.List;

import dev.adjoint.Shape;
import dev.adjoint.internal.Kernels;
import dev.adjoint.internal.kernel.Strided;
import dev.adjoint.op.BinaryFunction;

/** Moving elements: strided grids read or written, arrays joined. The result's storage is given. */
public final class StridedCopies {

  private StridedCopies() {}

  /**
   * y[i₀, i₁, …] = x[offset + Σ iₐ·strides[a]]: permutes, slices, flips, repeats.
   *
   * @param offset where element 0 of y is in x
   * @param strides for each axis of y, the distance between neighbours in x
   */
  public static void gather(NdArray x, int offset, int[] strides, NdArray y) {
    var grid = new Strided(offset, y.shape().dims(), strides);
    Kernels.movements(x.dtype()).gather(x.data(), grid, 0, y.size(), y.data(), 0);
  }

  /**
   * y[offset + Σ iₐ·strides[a]] = x[i₀, i₁, …] and 0 elsewhere: the adjoint of {@link #gather} for grids without repeats.
   *
   * @param offset where element 0 of x goes in y
   * @param strides for each axis of x, the distance between neighbours in y
   */
  public static void scatter(NdArray x, int offset, int[] strides, NdArray y) {
    zero(y);
    put(x, offset, strides, y);
  }

  /** The same, but added to what is in y. */
  public static void scatterAdd(NdArray x, int offset, int[] strides, NdArray y) {
    var sum = NdArray.allocate(x.type());
    gather(y, offset, strides, sum);
    Loops.zip(BinaryFunction.ADD, sum, x, sum);
    put(sum, offset, strides, y);
  }

  private static void put(NdArray x, int offset, int[] strides, NdArray y) {
    if (x.size() > 0) {
      var grid = new Strided(offset, x.shape().dims(), strides);
      Kernels.movements(x.dtype()).scatter(x.data(), y.data(), grid);
    }
  }

  /** y = the parts one after another along an axis. */
  public static void concat(List<NdArray> parts, int axis, NdArray y) {
    int inner = Folds.inner(y, axis);
    int outer = Folds.outer(y, axis);
    int row = y.shape().dim(axis) * inner;
    int at = 0;
    for (var part : parts) {
      int length = part.shape().dim(axis) * inner;
      for (int o = 0; o < outer; o++) {
        System.arraycopy(part.data(), o * length, y.data(), o * row + at, length);
      }
      at += length;
    }
  }

  /** y = x. */
  public static void copy(NdArray x, NdArray y) {
    System.arraycopy(x.data(), 0, y.data(), 0, y.size());
  }

  /** The same elements in a storage of their own. */
  public static NdArray copied(NdArray x) {
    var y = NdArray.allocate(x.type());
    copy(x, y);
    return y;
  }

  /** y = 0. */
  static void zero(NdArray y) {
    Kernels.movements(y.dtype()).clear(y.data(), y.size());
  }

  /** The storage of x with its last two axes exchanged. */
  static Object transpose(NdArray x) {
    int rows = x.shape().dim(-2);
    int columns = x.shape().dim(-1);
    var movements = Kernels.movements(x.dtype());
    var y = Kernels.allocate(x.type());
    for (int at = 0; at < x.size(); at += rows * columns) {
      movements.transpose(x.data(), at, rows, columns, y, at);
    }
    return y;
  }

  /** The storage of x repeated to a larger shape. */
  static Object repeat(NdArray x, Shape shape) {
    var movements = Kernels.movements(x.dtype());
    var y = Kernels.allocate(x.type().with(shape));
    movements.gather(x.data(), repeating(x.shape(), shape), 0, shape.size(), y, 0);
    return y;
  }

  /** Reads an array of one shape as if it had the other, which it broadcasts to. */
  public static Strided repeating(Shape from, Shape to) {
    int[] strides = new int[to.rank()];
    int[] own = from.strides();
    for (int a = 1; a <= from.rank(); a++) {
      strides[to.rank() - a] = from.dim(-a) == 1 ? 0 : own[from.rank() - a];
    }
    return new Strided(0, to.dims(), strides);
  }
}
