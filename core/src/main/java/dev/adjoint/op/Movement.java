package dev.adjoint.op;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.adjoint.Batch;
import dev.adjoint.Op;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.internal.Message;

/**
 * The same elements in another shape or order: for every element type. Reshaping, transposing a matrix and broadcasting move
 * nothing until somebody needs the elements in their new place. Implemented by {@link Tensor} alone.
 */
public interface Movement {

  /** The elements in row-major order in another shape; one size may be −1, which is then what is left. */
  default Tensor reshape(int... dims) {
    var x = (Tensor) this;
    int open = Arrays.stream(dims).boxed().toList().indexOf(-1);
    if (open < 0) {
      return reshape(Shape.of(dims));
    }
    if (Arrays.stream(dims).filter(dim -> dim == -1).count() > 1) {
      throw Message.illegal("reshape", "only one size may be −1: %s", Arrays.toString(dims));
    }
    int[] known = dims.clone();
    known[open] = 1;
    int rest = Shape.of(known).size();
    if (rest == 0 || x.size() % rest != 0) {
      throw Message.illegal("reshape", "cannot infer −1 of %s for the %d elements of %s", Arrays.toString(dims),
          x.size(), x.shape());
    }
    known[open] = x.size() / rest;
    return reshape(Shape.of(known));
  }

  /** The elements in row-major order in another shape. */
  default Tensor reshape(Shape shape) {
    var x = (Tensor) this;
    return x.shape().equals(shape) ? x : Tensor.apply(new Reshape(shape), x);
  }

  /**
   * ∇x = ∇y in the shape of x.
   *
   * @param shape the shape of y
   */
  record Reshape(Shape shape) implements Op.View, Op.Linear, Op.Batching {
    @Override
    public TensorType type(TensorType x) {
      if (x.shape().size() != shape.size()) {
        throw Message.illegal(name(), "%s has %d elements, %s has %d", x.shape(), x.shape().size(), shape,
            shape.size());
      }
      return x.with(shape);
    }

    @Override
    public NdArray view(NdArray x, TensorType y) {
      return x.reshaped(shape);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.reshape(x.shape());
    }

    @Override
    public Tensor batch(Batch x) {
      return x.get(0).reshape(shape.insert(0, x.size()));
    }
  }

  /** All elements along one axis. */
  default Tensor flatten() {
    return reshape(Shape.of(((Tensor) this).size()));
  }

  /** The axes from {@code axis} on as one: a batch of images [n, h, w] becomes [n, h·w] with {@code flatten(1)}. */
  default Tensor flatten(int axis) {
    var shape = ((Tensor) this).shape();
    int from = shape.axis("flatten", axis);
    return reshape(shape.slice(0, from).insert(from, shape.slice(from, shape.rank()).size()));
  }

  /** With a new axis of size 1 in front of {@code axis}; −1 puts it last. */
  default Tensor expandDims(int axis) {
    var shape = ((Tensor) this).shape();
    return reshape(shape.insert(shape.place("expandDims", axis), 1));
  }

  /** Without the given axes, which must have size 1; without any, without all that have. */
  default Tensor squeeze(int... axes) {
    var shape = ((Tensor) this).shape();
    var over = axes.length == 0
        ? IntStream.range(0, shape.rank()).filter(a -> shape.dim(a) == 1).boxed().toList()
        : shape.axes("squeeze", axes);
    for (int axis : over) {
      if (shape.dim(axis) != 1) {
        throw Message.illegal("squeeze", "axis %d of %s has size %d, not 1", axis, shape, shape.dim(axis));
      }
    }
    return reshape(shape.without(over));
  }

  /** The transpose of a matrix, or of each matrix in a batch: the last two axes exchanged. */
  default Tensor transpose() {
    return Tensor.apply(new Transpose(), (Tensor) this);
  }

  /** ∇X = (∇Y)ᵀ. */
  record Transpose() implements Op.View, Op.Linear, Op.LastAxes {
    @Override
    public TensorType type(TensorType x) {
      int rank = x.shape().rank();
      if (rank < 2) {
        throw Message.illegal(name(), "needs a matrix, got %s; a vector becomes one with expandDims", x);
      }
      return x.with(x.shape().transposed());
    }

    @Override
    public NdArray view(NdArray x, TensorType y) {
      return x.transposed();
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.transpose();
    }
  }

  /** The axes in another order: axis a of the result is axis {@code axes[a]} of this. */
  default Tensor permute(int... axes) {
    var x = (Tensor) this;
    int rank = x.shape().rank();
    if (axes.length != rank || x.shape().axes("permute", axes).size() != rank) {
      throw Message.illegal("permute", "%s does not name each axis of %s once", Arrays.toString(axes), x.shape());
    }
    int[] order = Arrays.stream(axes).map(a -> x.shape().axis("permute", a)).toArray();
    int[] identity = IntStream.range(0, rank).toArray();
    if (Arrays.equals(order, identity)) {
      return x;
    }
    int[] swapped = identity.clone();
    if (rank >= 2) {
      swapped[rank - 1] = rank - 2;
      swapped[rank - 2] = rank - 1;
    }
    return Arrays.equals(order, swapped)
        ? x.transpose()
        : Tensor.apply(new Permute(Arrays.stream(order).boxed().toList()), x);
  }

  /** With two axes exchanged. */
  default Tensor swapAxes(int a, int b) {
    var shape = ((Tensor) this).shape();
    int[] order = IntStream.range(0, shape.rank()).toArray();
    int first = shape.axis("swapAxes", a);
    int second = shape.axis("swapAxes", b);
    order[first] = second;
    order[second] = first;
    return permute(order);
  }

  /**
   * ∇x = ∇y with the axes back in their places.
   *
   * @param order for each axis of y, the axis of x
   */
  record Permute(List<Integer> order) implements Op.Unary, Op.Linear, Op.Batching {
    @Override
    public TensorType type(TensorType x) {
      return x.with(Shape.of(order.stream().mapToInt(x.shape()::dim).toArray()));
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      int[] strides = x.shape().strides();
      dev.adjoint.array.StridedCopies.gather(x, 0, order.stream().mapToInt(a -> strides[a]).toArray(), y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.permute(IntStream.range(0, order.size()).map(order::indexOf).toArray());
    }

    @Override
    public Tensor batch(Batch x) {
      return x.get(0)
          .permute(IntStream.range(0, order.size() + 1).map(a -> a == 0 ? 0 : order.get(a - 1) + 1).toArray());
    }
  }

  /** Repeated to a larger shape by NumPy's rule. */
  default Tensor broadcastTo(Shape shape) {
    var x = (Tensor) this;
    return x.shape().equals(shape) ? x : Tensor.apply(new BroadcastTo(shape), x);
  }

  /** Repeated to a larger shape by NumPy's rule. */
  default Tensor broadcastTo(int... dims) {
    return broadcastTo(Shape.of(dims));
  }

  /**
   * ∇x = Σ of ∇y over the copies.
   *
   * @param shape the shape of y
   */
  record BroadcastTo(Shape shape) implements Op.View, Op.Linear, Op.Batching {
    @Override
    public TensorType type(TensorType x) {
      if (!x.shape().broadcastsTo(shape)) {
        throw Message.illegal(name(), "%s does not broadcast to %s", x.shape(), shape);
      }
      return x.with(shape);
    }

    @Override
    public NdArray view(NdArray x, TensorType y) {
      return x.broadcast(shape);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return dy.sumTo(x.shape());
    }

    @Override
    public Tensor batch(Batch x) {
      return x.aligned(0, shape.rank()).broadcastTo(shape.insert(0, x.size()));
    }
  }

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

  /** Each element {@code times} times in a row along an axis: 1 2 becomes 1 1 2 2. */
  default Tensor repeat(int axis, int times) {
    var x = (Tensor) this;
    int a = x.shape().axis("repeat", axis);
    return expandDims(a + 1).broadcastTo(x.shape().insert(a + 1, times))
        .reshape(x.shape().with(a, (long) x.shape().dim(a) * times));
  }

  /** The whole tensor {@code times} times in a row along an axis: 1 2 becomes 1 2 1 2. */
  default Tensor tile(int axis, int times) {
    var x = (Tensor) this;
    int a = x.shape().axis("tile", axis);
    return expandDims(a).broadcastTo(x.shape().insert(a, times))
        .reshape(x.shape().with(a, (long) x.shape().dim(a) * times));
  }

  /** Parts of the given sizes along an axis; together they are all of it. */
  default List<Tensor> split(int axis, int... sizes) {
    var x = (Tensor) this;
    int n = x.shape().dim(x.shape().axis("split", axis));
    if (Arrays.stream(sizes).anyMatch(size -> size < 0) || Arrays.stream(sizes).asLongStream().sum() != n) {
      throw Message.illegal("split", "sizes %s do not add up to axis %d of %s", Arrays.toString(sizes), axis,
          x.shape());
    }
    return sizes.length < 2
        ? List.of(x).subList(0, sizes.length)
        : Tensor.apply(new Split(x.shape().axis("split", axis), Arrays.stream(sizes).boxed().toList()), List.of(x));
  }

  /**
   * Parts one after another; ∇x = the ∇yⱼ one after another.
   *
   * @param axis the axis divided
   * @param sizes of the parts along it
   */
  record Split(int axis, List<Integer> sizes) implements Op.Multi, Op.Linear {
    @Override
    public List<TensorType> types(List<TensorType> in) {
      var x = in.getFirst();
      return sizes.stream().map(size -> x.with(x.shape().with(axis, size))).toList();
    }

    @Override
    public void compute(List<NdArray> x, List<NdArray> y) {
      int[] strides = x.getFirst().shape().strides();
      int at = 0;
      for (int j = 0; j < sizes.size(); j++) {
        dev.adjoint.array.StridedCopies.gather(x.getFirst(), at * strides[axis], strides.clone(), y.get(j));
        at += sizes.get(j);
      }
    }

    @Override
    public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, List<Tensor> y, List<Optional<Tensor>> dy) {
      return List.of(Tensor.concat(axis, IntStream.range(0, dy.size())
          .mapToObj(j -> dy.get(j).orElseGet(() -> Tensor.zeros(y.get(j).type()))).toArray(Tensor[]::new)));
    }

    @Override
    public List<Tensor> batch(Batch x) {
      return Tensor.apply(new Split(axis + 1, sizes), List.of(x.get(0)));
    }
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
