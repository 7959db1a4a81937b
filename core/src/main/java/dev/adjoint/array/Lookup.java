package dev.adjoint.array;

import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.TensorType;
import dev.adjoint.internal.Kernels;
import dev.adjoint.internal.Message;

/** Reading and adding at indices. The result's storage is given; indices are checked before anything is read. */
public final class Lookup {

  private Lookup() {}

  /** y[…, k, …] = x[…, index[k], …] along an axis, for an index of any shape. */
  public static void indexSelect(NdArray x, NdArray index, int axis, NdArray y) {
    int n = x.shape().dim(axis);
    check("indexSelect", index, n);
    Kernels.movements(x.dtype()).indexSelect(x.data(), index.ints(), y.data(), Folds.outer(x, axis), n,
        Folds.inner(x, axis));
  }

  /** y = base, and y[…, index[k], …] += x[…, k, …] along an axis. */
  public static void indexAdd(NdArray base, NdArray index, NdArray x, int axis, NdArray y) {
    int n = y.shape().dim(axis);
    check("indexAdd", index, n);
    StridedCopies.copy(base, y);
    Kernels.reductions(x.dtype()).indexAdd(x.data(), index.ints(), y.data(), Folds.outer(y, axis), n,
        Folds.inner(y, axis));
  }

  /** y[i, k, j] = x[i, index[i, k, j], j], where k is the position along the axis. */
  public static void gather(NdArray x, NdArray index, int axis, NdArray y) {
    int n = x.shape().dim(axis);
    check("gather", index, n);
    Kernels.movements(x.dtype()).gatherAlong(x.data(), index.ints(), y.data(), Folds.outer(x, axis), n,
        index.shape().dim(axis), Folds.inner(x, axis));
  }

  /** y = base, and y[i, index[i, k, j], j] += x[i, k, j], where k is the position along the axis. */
  public static void scatterAdd(NdArray base, NdArray index, NdArray x, int axis, NdArray y) {
    int n = y.shape().dim(axis);
    check("scatterAdd", index, n);
    StridedCopies.copy(base, y);
    Kernels.reductions(x.dtype()).scatterAddAlong(x.data(), index.ints(), y.data(), Folds.outer(y, axis), n,
        index.shape().dim(axis), Folds.inner(y, axis));
  }

  /** y[…, c] = 1 where c is the label at …, else 0. */
  public static void oneHot(NdArray labels, NdArray y, String operation, String columns) {
    int classes = y.shape().dim(-1);
    StridedCopies.zero(y);
    var one = NdArray.scalar(y.dtype(), 1).data();
    int[] label = labels.ints();
    for (int i = 0; i < labels.size(); i++) {
      if (label[i] < 0 || label[i] >= classes) {
        throw Message.illegal(operation, "label %d of row %d, but %d %s", label[i], i, classes, columns);
      }
      System.arraycopy(one, 0, y.data(), i * classes + label[i], 1);
    }
  }

  /** y[r, k] = how many elements of row r of x are smaller than values[r, k], or not larger; NaN is larger than all. */
  public static void searchSorted(NdArray x, NdArray values, boolean right, NdArray y) {
    int n = x.shape().dim(-1);
    int m = values.shape().dim(-1);
    for (int i = 0; i < y.size(); i++) {
      double value = Casts.number(values, i);
      int row = i / m * n;
      int from = 0;
      int to = n;
      while (from < to) {
        int middle = (from + to) >>> 1;
        double element = Casts.number(x, row + middle);
        if (isSmaller(element, value) || right && !isSmaller(value, element)) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      y.ints()[i] = from;
    }
  }

  private static boolean isSmaller(double a, double b) {
    return a < b || Double.isNaN(b) && !Double.isNaN(a);
  }

  /** The positions of the elements that are not 0, one row for each. */
  public static NdArray nonzero(NdArray x) {
    int[] at = IntStream.range(0, x.size()).filter(i -> Casts.number(x, i) != 0).toArray();
    int[] strides = x.shape().strides();
    var y = NdArray.allocate(new TensorType(DType.INT32, Shape.of(at.length, strides.length)));
    for (int i = 0; i < y.size(); i++) {
      int axis = i % strides.length;
      y.ints()[i] = at[i / strides.length] / strides[axis] % x.shape().dim(axis);
    }
    return y;
  }

  private static void check(String operation, NdArray index, int n) {
    int[] indices = index.ints();
    for (int i = 0; i < index.size(); i++) {
      if (indices[i] < 0 || indices[i] >= n) {
        throw Message.illegal(operation, "index %d (element %d of %s) is outside of 0 … %d", indices[i], i,
            index.type(), n - 1);
      }
    }
  }
}
