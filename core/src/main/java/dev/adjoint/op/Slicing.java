package dev.adjoint.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.adjoint.Batch;
import dev.adjoint.Op;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.internal.Message;

/**
 * Parts of a tensor, and tensors put together of parts: for every element type. Implemented by {@link Tensor} alone.
 */
public interface Slicing {

  /** The elements {@code start} (inclusive) to {@code stop} (exclusive) along an axis; negative ones count from the end. */
  default Tensor slice(int axis, int start, int stop) {
    return slice(axis, start, stop, 1);
  }

  /**
   * Every {@code step}-th element from {@code start} (inclusive) to {@code stop} (exclusive) along an axis, where negative
   * bounds count from the end, as in Python. With a negative step it walks backward; to include element 0 of an axis of size
   * n, stop at −n − 1, or use {@link #flip}.
   *
   * @throws IllegalArgumentException if a bound is outside of the axis or the step is 0
   */
  default Tensor slice(int axis, int start, int stop, int step) {
    var x = (Tensor) this;
    int a = x.shape().axis("slice", axis);
    int n = x.shape().dim(a);
    int from = start < 0 ? start + n : start;
    int to = stop < 0 ? stop + n : stop;
    boolean within = step > 0
        ? from >= 0 && from <= n && to >= 0 && to <= n
        : step < 0 && from >= 0 && from < Math.max(n, 1) && to >= -1 && to <= n;
    if (!within) {
      throw Message.illegal("slice", "%d:%d:%d is not within axis %d of %s", start, stop, step, axis, x.shape());
    }
    int size = Math.clamp(Math.ceilDiv(to - from, step), 0, n);
    return size == n && step == 1 ? x : Tensor.apply(new Slice(a, from, size, step), x);
  }

  /** The elements along an axis in reverse order. */
  default Tensor flip(int axis) {
    var x = (Tensor) this;
    int a = x.shape().axis("flip", axis);
    int n = x.shape().dim(a);
    return n < 2 ? x : Tensor.apply(new Slice(a, n - 1, n, -1), x);
  }

  /** The element at a position along the first axis, which is dropped: {@code x.get(0)} of a matrix is its first row. */
  default Tensor get(int index) {
    return select(0, index);
  }

  /** The element at a position along an axis, which is dropped; negative positions count from the end. */
  default Tensor select(int axis, int index) {
    var shape = ((Tensor) this).shape();
    int n = shape.dim(shape.axis("select", axis));
    if (index < -n || index >= n) {
      throw Message.illegal("select", "index %d is outside of axis %d of %s", index, axis, shape);
    }
    int at = index < 0 ? index + n : index;
    return slice(axis, at, at + 1).reshape(shape.without(axis));
  }

  /**
   * ∇x = ∇y in its place in x, 0 elsewhere.
   *
   * @param axis the axis sliced
   * @param start the position of the first element taken
   * @param size how many are taken
   * @param step how far it is from one to the next
   */
  record Slice(int axis, int start, int size, int step) implements Op.Unary, Op.Selection, Op.Linear, Op.Batching {
    @Override
    public TensorType type(TensorType x) {
      return x.with(x.shape().with(axis, size));
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      int[] strides = x.shape().strides();
      int offset = start * strides[axis];
      strides[axis] *= step;
      dev.adjoint.array.StridedCopies.gather(x, offset, strides, y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return gradOfAll(List.of(this), x, List.of(dy));
    }

    @Override
    public Tensor gradOfAll(List<Op.Selection> all, Tensor x, List<Tensor> dy) {
      return Tensor.apply(new Unslice(all.stream().map(Slice.class::cast).toList(), x.shape()), dy);
    }

    @Override
    public Tensor batch(Batch x) {
      return Tensor.apply(behindBatch(), x.get(0));
    }

    private Slice behindBatch() {
      return new Slice(axis + 1, start, size, step);
    }
  }

  /**
   * Puts elements where slices would take them from a tensor, and 0 elsewhere; where slices overlap they add up. ∇xᵢ = the i-th slice
   * of ∇y.
   *
   * @param slices the slices undone
   * @param whole the shape of the tensor
   */
  record Unslice(List<Slice> slices, Shape whole) implements Op.Nary, Op.Linear, Op.Batching {
    @Override
    public TensorType type(List<TensorType> x) {
      return x.getFirst().with(whole);
    }

    @Override
    public void compute(List<NdArray> x, NdArray y) {
      for (int i = 0; i < slices.size(); i++) {
        var slice = slices.get(i);
        int[] strides = whole.strides();
        int offset = slice.start * strides[slice.axis];
        strides[slice.axis] *= slice.step;
        if (i == 0) {
          dev.adjoint.array.StridedCopies.scatter(x.get(i), offset, strides, y);
        } else {
          dev.adjoint.array.StridedCopies.scatterAdd(x.get(i), offset, strides, y);
        }
      }
    }

    @Override
    public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, Tensor y, Tensor dy) {
      return wanted.stream().map(i -> Tensor.apply(slices.get(i), dy)).toList();
    }

    @Override
    public Tensor batch(Batch x) {
      var behindBatch = slices.stream().map(Slice::behindBatch).toList();
      return Tensor.apply(new Unslice(behindBatch, whole.insert(0, x.size())), x.repeated());
    }
  }

  /** With zeros added at both ends of an axis. */
  default Tensor pad(int axis, int before, int after) {
    var x = (Tensor) this;
    int a = x.shape().axis("pad", axis);
    requirePadding(x.shape(), before, after);
    int n = x.shape().dim(a);
    var whole = x.shape().with(a, (long) before + n + after);
    return whole.equals(x.shape())
        ? x
        : Tensor.apply(new Unslice(List.of(new Slice(a, before, n, 1)), whole), List.of(x));
  }

  private static void requirePadding(Shape shape, int before, int after) {
    if (before < 0 || after < 0) {
      throw Message.illegal("pad", "negative padding of %s: %d before, %d after; use slice to take away", shape, before,
          after);
    }
  }

  /** With copies of a number added at both ends of an axis. */
  default Tensor pad(int axis, int before, int after, double value) {
    var x = (Tensor) this;
    int a = x.shape().axis("pad", axis);
    requirePadding(x.shape(), before, after);
    var number = x.scalar(value);
    return Tensor.concat(a, number.broadcastTo(x.shape().with(a, before)), x,
        number.broadcastTo(x.shape().with(a, after)));
  }

  /** Parts of the given sizes along an axis; together they are all of it. */
  default List<Tensor> split(int axis, int... sizes) {
    var x = (Tensor) this;
    int n = x.shape().dim(x.shape().axis("split", axis));
    if (Arrays.stream(sizes).anyMatch(size -> size < 0) || Arrays.stream(sizes).asLongStream().sum() != n) {
      throw Message.illegal("split", "sizes %s do not add up to axis %d of %s", Arrays.toString(sizes), axis,
          x.shape());
    }
    var parts = new ArrayList<Tensor>();
    int at = 0;
    for (int size : sizes) {
      parts.add(slice(axis, at, at + size));
      at += size;
    }
    return List.copyOf(parts);
  }

  /**
   * Tensors one after another along an axis. ∇xᵢ = its part of ∇y.
   *
   * @param axis the axis they are joined along
   */
  record Concat(int axis) implements Op.Nary, Op.Linear, Op.Batching {
    @Override
    public TensorType type(List<TensorType> x) {
      var first = x.getFirst();
      long n = 0;
      for (var part : x) {
        if (part.dtype() != first.dtype()) {
          throw first.elementsDiffer(name(), part);
        }
        if (part.shape().rank() != first.shape().rank()
            || !part.shape().with(axis, 0).equals(first.shape().with(axis, 0))) {
          throw Message.illegal(name(), "%s and %s differ in more than axis %d", first, part, axis);
        }
        n += part.shape().dim(axis);
      }
      return first.with(first.shape().with(axis, n));
    }

    @Override
    public void compute(List<NdArray> x, NdArray y) {
      dev.adjoint.array.StridedCopies.concat(x, axis, y);
    }

    @Override
    public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, Tensor y, Tensor dy) {
      int[] starts = new int[x.size() + 1];
      Arrays.setAll(starts, i -> i == 0 ? 0 : starts[i - 1] + x.get(i - 1).shape().dim(axis));
      return wanted.stream().map(i -> dy.slice(axis, starts[i], starts[i + 1])).toList();
    }

    @Override
    public Tensor batch(Batch x) {
      return Tensor.apply(new Concat(axis + 1), x.repeated());
    }
  }
}
