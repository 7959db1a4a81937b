package dev.adjoint.array;

import java.util.List;
import java.util.stream.IntStream;

import dev.adjoint.Shape;
import dev.adjoint.internal.Kernels;
import dev.adjoint.internal.kernel.Fold;

/** Operations along axes of an array. The result's storage is given. */
public final class Folds {

  private Folds() {}

  /** A loop along the middle one of three axes. */
  private interface Loop {
    void run(Object x, Object y, int outer, int n, int inner);
  }

  /**
   * y = fold of x over the axes, which rise.
   *
   * @param y of x's shape without the axes, or with size 1 in their place
   */
  public static void fold(Fold fold, NdArray x, List<Integer> axes, NdArray y) {
    if (axes.isEmpty()) {
      StridedCopies.copy(x, y);
      return;
    }
    var kernel = Kernels.reductions(x.dtype());
    over(axes, x, y, (from, to, outer, n, inner) -> kernel.fold(fold, from, to, outer, n, inner));
  }

  /**
   * y = √Σ x² over the axes, which rise; there is one at least.
   *
   * @param y of x's shape without the axes, or with size 1 in their place
   */
  public static void norm(NdArray x, List<Integer> axes, NdArray y) {
    over(axes, x, y, Kernels.floatingReductions(x.dtype())::norm);
  }

  private static void over(List<Integer> axes, NdArray x, NdArray y, Loop loop) {
    int first = axes.getFirst();
    int last = axes.getLast();
    if (last - first + 1 == axes.size()) {
      loop.run(x.data(), y.data(), outer(x, first), x.shape().size(first, last + 1), inner(x, last));
    } else {
      int n = y.size() == 0 ? 0 : x.size() / y.size();
      loop.run(axesLast(x, axes).data(), y.data(), y.size(), n, 1);
    }
  }

  /** x with the given axes moved behind the others. */
  private static NdArray axesLast(NdArray x, List<Integer> axes) {
    var order = IntStream.range(0, x.shape().rank()).boxed().filter(a -> !axes.contains(a))
        .collect(java.util.stream.Collectors.toCollection(java.util.ArrayList::new));
    order.addAll(axes);
    int[] own = x.shape().strides();
    var shape = Shape.of(order.stream().mapToInt(x.shape()::dim).toArray());
    var y = NdArray.allocate(x.type().with(shape));
    StridedCopies.gather(x, 0, order.stream().mapToInt(a -> own[a]).toArray(), y);
    return y;
  }

  /** y = running sum of x along an axis. */
  public static void cumulativeSum(NdArray x, int axis, NdArray y) {
    Kernels.reductions(x.dtype()).cumulativeSum(x.data(), y.data(), outer(x, axis), x.shape().dim(axis),
        inner(x, axis));
  }

  /** y[k] = a[k] y[k − 1] + b[k] along an axis. */
  public static void recurrence(NdArray a, NdArray b, int axis, NdArray y) {
    Kernels.recurrences(y.dtype()).forward(a.data(), b.data(), y.data(), outer(y, axis), y.shape().dim(axis),
        inner(y, axis));
  }

  /** y[k] = b[k] + a[k + 1] y[k + 1] along an axis. */
  public static void transposedRecurrence(NdArray a, NdArray b, int axis, NdArray y) {
    Kernels.recurrences(y.dtype()).backward(a.data(), b.data(), y.data(), outer(y, axis), y.shape().dim(axis),
        inner(y, axis));
  }

  /** y = running product of x along an axis. */
  public static void cumulativeProduct(NdArray x, int axis, NdArray y) {
    Kernels.recurrences(x.dtype()).cumulativeProduct(x.data(), y.data(), outer(x, axis), x.shape().dim(axis),
        inner(x, axis));
  }

  /** mean = Σ x / n and variance = Σ (x − mean)² / n over the axes, which rise. */
  public static void meanAndVariance(NdArray x, List<Integer> axes, NdArray mean, NdArray variance) {
    var kernel = Kernels.moments(x.dtype());
    if (axes.isEmpty()) {
      kernel.meanAndVariance(x.data(), mean.data(), variance.data(), x.size(), 1, 1);
    } else {
      over(axes, x, mean,
          (from, to, outer, n, inner) -> kernel.meanAndVariance(from, to, variance.data(), outer, n, inner));
    }
  }

  /** y = position of the largest element along an axis; a NaN counts as larger than all. */
  public static void argmax(NdArray x, int axis, NdArray y) {
    Kernels.comparisons(x.dtype()).argmax(x.data(), y.ints(), outer(x, axis), x.shape().dim(axis), inner(x, axis));
  }

  /** y = position of the smallest element along an axis; a NaN counts as smaller than all. */
  public static void argmin(NdArray x, int axis, NdArray y) {
    Kernels.comparisons(x.dtype()).argmin(x.data(), y.ints(), outer(x, axis), x.shape().dim(axis), inner(x, axis));
  }

  /** y = position of the largest element until here along an axis, the last one at ties; a NaN counts as larger than all. */
  public static void cumulativeArgmax(NdArray x, int axis, NdArray y) {
    Kernels.comparisons(x.dtype()).cumulativeArgmax(x.data(), y.ints(), outer(x, axis), x.shape().dim(axis),
        inner(x, axis));
  }

  /** y = position of the smallest element until here along an axis, the last one at ties; a NaN counts as smaller than all. */
  public static void cumulativeArgmin(NdArray x, int axis, NdArray y) {
    Kernels.comparisons(x.dtype()).cumulativeArgmin(x.data(), y.ints(), outer(x, axis), x.shape().dim(axis),
        inner(x, axis));
  }

  /** y = the positions that bring x into order along an axis; a NaN counts as larger than all. */
  public static void argsort(NdArray x, int axis, boolean descending, NdArray y) {
    Kernels.comparisons(x.dtype()).argsort(x.data(), y.ints(), outer(x, axis), x.shape().dim(axis), inner(x, axis),
        descending);
  }

  /** y = log Σ eˣ over the last axis. */
  public static void logSumExp(NdArray x, NdArray y) {
    Kernels.floatingReductions(x.dtype()).logSumExp(x.data(), y.data(), rows(x), x.shape().dim(-1));
  }

  /** y = eˣ / Σ eˣ over the last axis. */
  public static void softmax(NdArray x, NdArray y) {
    Kernels.floatingReductions(x.dtype()).softmax(x.data(), y.data(), rows(x), x.shape().dim(-1));
  }

  /** y = x − log Σ eˣ over the last axis. */
  public static void logSoftmax(NdArray x, NdArray y) {
    Kernels.floatingReductions(x.dtype()).logSoftmax(x.data(), y.data(), rows(x), x.shape().dim(-1));
  }

  /** y = −Σ p·logSoftmax(x) over the last axis. */
  public static void softmaxCrossEntropy(NdArray x, NdArray p, NdArray y) {
    Kernels.floatingReductions(x.dtype()).softmaxCrossEntropy(x.data(), p.data(), y.data(), rows(x), x.shape().dim(-1));
  }

  private static int rows(NdArray x) {
    return outer(x, x.shape().rank() - 1);
  }

  /** The number of elements in the axes before this one. */
  static int outer(NdArray x, int axis) {
    return x.shape().size(0, axis);
  }

  /** The number of elements in the axes after this one. */
  static int inner(NdArray x, int axis) {
    return x.shape().size(axis + 1, x.shape().rank());
  }
}
