package dev.adjoint.array;

import dev.adjoint.Shape;
import dev.adjoint.internal.kernel.Gemm;

/** Matrix products of arrays. The result's storage is given. */
public final class Product {

  private Product() {}

  /**
   * Y = A·B over the last two axes, broadcasting the axes before them. A {@linkplain NdArray#transposed() transposed} operand
   * is read where it lies.
   */
  public static void matmul(NdArray a, NdArray b, NdArray y) {
    int m = y.shape().dim(-2);
    int n = y.shape().dim(-1);
    int k = a.shape().dim(-1);
    boolean turnA = a.isTransposed();
    boolean turnB = b.isTransposed();
    var storedA = a.untransposed();
    var storedB = b.untransposed();
    var batch = leading(y.shape());
    var gemm = Gemm.get();
    for (int i = 0; i < batch.size(); i++) {
      int aAt = source(i, batch, leading(a.shape())) * m * k;
      int bAt = source(i, batch, leading(b.shape())) * k * n;
      int yAt = i * m * n;
      if (storedA.data() instanceof double[] x) {
        gemm.multiply(turnA, turnB, m, n, k, x, aAt, storedB.doubles(), bAt, 0, y.doubles(), yAt);
      } else {
        gemm.multiply(turnA, turnB, m, n, k, storedA.floats(), aAt, storedB.floats(), bAt, 0, y.floats(), yAt);
      }
    }
  }

  /** The axes before the last two. */
  static Shape leading(Shape shape) {
    return shape.slice(0, shape.rank() - 2);
  }

  /** Which element of a smaller shape stands for element i of the shape it is broadcast to. */
  static int source(int i, Shape shape, Shape smaller) {
    int[] strides = smaller.strides();
    int position = 0;
    int rest = i;
    for (int a = 1; a <= smaller.rank(); a++) {
      int index = rest % shape.dim(-a);
      rest /= shape.dim(-a);
      position += smaller.dim(-a) == 1 ? 0 : index * strides[smaller.rank() - a];
    }
    return position;
  }
}
