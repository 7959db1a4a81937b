package dev.adjoint.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.Batch;
import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.array.StridedCopies;
import dev.adjoint.internal.Message;

/**
 * Parts of a tensor, and tensors put together of parts: for every element type. Implemented by {@link Tensor} alone.
 */
public interface Slicing {

  /**
   * The elements {@code start} (inclusive) to {@code stop} (exclusive) along an axis; negative ones count from the end. NumPy's
   * {@code x[start:stop:step]}, PyTorch's {@code narrow}.
   */
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
    return sliced(x, Index.range(start, stop, step).along(a, Slice.all(x.shape()), x.shape()));
  }

  private static Tensor sliced(Tensor x, Slice slice) {
    return slice.equals(Slice.all(x.shape())) ? x : Tensor.apply(slice, x);
  }

  /**
   * The elements {@code starts[a]} (inclusive) to {@code stops[a]} (exclusive) along each axis a, where negative bounds count from the end.
   * JAX's {@code lax.slice}.
   */
  default Tensor slice(int[] starts, int[] stops) {
    var x = (Tensor) this;
    int rank = x.shape().rank();
    if (starts.length != rank || stops.length != rank) {
      throw Message.illegal("slice", "%s to %s are not one bound for each axis of %s", Arrays.toString(starts),
          Arrays.toString(stops), x.shape());
    }
    var ranges = IntStream.range(0, rank).mapToObj(a -> Index.range(starts[a], stops[a])).toArray();
    return sliced(x, Region.of(x.shape(), ranges).slice());
  }

  /** The elements along the axes in reverse order; along all without any. NumPy's and PyTorch's {@code flip}. */
  default Tensor flip(int... axes) {
    var x = (Tensor) this;
    var slice = Slice.all(x.shape());
    for (int a : x.shape().axes("flip", axes)) {
      int n = x.shape().dim(a);
      slice = n < 2 ? slice : slice.along(a, n - 1, n, -1);
    }
    return sliced(x, slice);
  }

  /**
   * The elements at a place for each axis: a whole number drops its axis, a range keeps some of it, and axes that are not named stay whole.
   * With the static methods of {@link Index}, {@code x.at(all(), from(2), -1)} is NumPy's and PyTorch's {@code x[:, 2:, -1]}.
   *
   * @param index {@link Index} or whole numbers
   * @throws IllegalArgumentException if one is outside of its axis, where NumPy would take what is there of a range
   */
  default Tensor at(Object... index) {
    var x = (Tensor) this;
    var region = Region.of(x.shape(), index);
    return sliced(x, region.slice()).reshape(region.shape());
  }

  /**
   * This tensor with other elements at the place that {@link #at} reads; a new tensor, as no tensor changes. JAX's {@code
   * x.at[index].set(value)}, what {@code x[index] = value} leaves in NumPy and PyTorch.
   *
   * @param value broadcasts to what is there
   */
  default Tensor setAt(Tensor value, Object... index) {
    var x = (Tensor) this;
    var region = Region.of(x.shape(), index);
    var place = region.placed(Tensor.ones(new TensorType(DType.BOOL, region.shape())), x.shape());
    return place.where(region.placed(value.broadcastTo(region.shape()), x.shape()), x);
  }

  /** This tensor with a number at the place that {@link #at} reads. */
  default Tensor setAt(double value, Object... index) {
    return setAt(((Tensor) this).scalar(value), index);
  }

  /**
   * This tensor with something added to the elements at the place that {@link #at} reads; a new tensor. JAX's {@code
   * x.at[index].add(value)}.
   *
   * @param value broadcasts to what is there
   */
  default Tensor addAt(Tensor value, Object... index) {
    var x = (Tensor) this;
    var region = Region.of(x.shape(), index);
    return x.add(region.placed(value.broadcastTo(region.shape()), x.shape()));
  }

  /** This tensor with a number added to the elements at the place that {@link #at} reads. */
  default Tensor addAt(double value, Object... index) {
    return addAt(((Tensor) this).scalar(value), index);
  }

  /**
   * The element at a position along the first axis, which is dropped: {@code x.get(0)} of a matrix is its first row. NumPy's and
   * PyTorch's {@code x[i]}.
   */
  default Tensor get(int index) {
    return select(0, index);
  }

  /**
   * The element at a position along an axis, which is dropped; negative positions count from the end. NumPy's {@code take}, PyTorch's
   * {@code select}.
   */
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
   * Some elements along each axis: ∇x = ∇y in its place in x, 0 elsewhere.
   *
   * @param starts for each axis, the position of the first element taken
   * @param sizes how many are taken
   * @param steps how far it is from one to the next
   */
  record Slice(List<Integer> starts, List<Integer> sizes, List<Integer> steps)
      implements
        Op.Unary,
        Op.Selection,
        Op.Linear,
        Op.Batching {

    /** All elements of a shape. */
    public static Slice all(Shape shape) {
      return new Slice(Collections.nCopies(shape.rank(), 0), Arrays.stream(shape.dims()).boxed().toList(),
          Collections.nCopies(shape.rank(), 1));
    }

    /** The same but for one axis. */
    public Slice along(int axis, int start, int size, int step) {
      return new Slice(with(starts, axis, start), with(sizes, axis, size), with(steps, axis, step));
    }

    private static List<Integer> with(List<Integer> list, int axis, int value) {
      var others = new ArrayList<>(list);
      others.set(axis, value);
      return List.copyOf(others);
    }

    /** Whether it walks backward along an axis. */
    public boolean isBackward() {
      return steps.stream().anyMatch(step -> step < 0);
    }

    /** Elements in their places, and 0 elsewhere. */
    Tensor undone(Shape whole, Tensor elements) {
      return Tensor.apply(new Unslice(List.of(this), whole), List.of(elements.reshape(shape())));
    }

    private Slice behindBatch(int size) {
      return new Slice(inFront(0, starts), inFront(size, sizes), inFront(1, steps));
    }

    private static List<Integer> inFront(int first, List<Integer> rest) {
      return Stream.concat(Stream.of(first), rest.stream()).toList();
    }

    private Shape shape() {
      return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Where the first element lies among all. */
    public int offset(Shape whole) {
      int[] strides = whole.strides();
      return IntStream.range(0, strides.length).map(a -> starts.get(a) * strides[a]).sum();
    }

    /** How far it is along each axis from one element taken to the next. */
    public int[] strides(Shape whole) {
      int[] strides = whole.strides();
      Arrays.setAll(strides, a -> strides[a] * steps.get(a));
      return strides;
    }

    @Override
    public TensorType type(TensorType x) {
      return x.with(shape());
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      StridedCopies.gather(x, offset(x.shape()), strides(x.shape()), y);
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
      return Tensor.apply(behindBatch(x.size()), x.get(0));
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
        if (i == 0) {
          StridedCopies.scatter(x.get(i), slice.offset(whole), slice.strides(whole), y);
        } else {
          StridedCopies.scatterAdd(x.get(i), slice.offset(whole), slice.strides(whole), y);
        }
      }
    }

    @Override
    public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, Tensor y, Tensor dy) {
      return wanted.stream().map(i -> Tensor.apply(slices.get(i), dy)).toList();
    }

    @Override
    public Tensor batch(Batch x) {
      var behindBatch = slices.stream().map(slice -> slice.behindBatch(x.size())).toList();
      return Tensor.apply(new Unslice(behindBatch, whole.insert(0, x.size())), x.repeated());
    }
  }

  /** With zeros added at both ends of an axis. NumPy's and PyTorch's {@code pad}. */
  default Tensor pad(int axis, int before, int after) {
    return pad(widths(axis, before, after));
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

  private int[][] widths(int axis, int before, int after) {
    var shape = ((Tensor) this).shape();
    int[][] widths = new int[shape.rank()][2];
    widths[shape.axis("pad", axis)] = new int[]{before, after};
    return widths;
  }

  /**
   * With zeros added at both ends of each axis.
   *
   * @param widths how many for each axis: {before, after}
   */
  default Tensor pad(int[][] widths) {
    var x = (Tensor) this;
    requirePadding(x.shape(), widths);
    var whole = x.shape();
    var slice = Slice.all(whole);
    for (int a = 0; a < widths.length; a++) {
      int n = x.shape().dim(a);
      whole = whole.with(a, (long) widths[a][0] + n + widths[a][1]);
      slice = slice.along(a, widths[a][0], n, 1);
    }
    return whole.equals(x.shape()) ? x : slice.undone(whole, x);
  }

  /**
   * With copies of a number added at both ends of each axis.
   *
   * @param widths how many for each axis: {before, after}
   */
  default Tensor pad(int[][] widths, double value) {
    var y = (Tensor) this;
    requirePadding(y.shape(), widths);
    for (int a = 0; a < widths.length; a++) {
      y = y.pad(a, widths[a][0], widths[a][1], value);
    }
    return y;
  }

  private static void requirePadding(Shape shape, int[][] widths) {
    if (widths.length != shape.rank() || Arrays.stream(widths).anyMatch(width -> width.length != 2)) {
      throw Message.illegal("pad", "%s is not {before, after} for each axis of %s", Arrays.deepToString(widths), shape);
    }
    for (int[] width : widths) {
      requirePadding(shape, width[0], width[1]);
    }
  }

  private static void requirePadding(Shape shape, int before, int after) {
    if (before < 0 || after < 0) {
      throw Message.illegal("pad", "negative padding of %s: %d before, %d after; use slice to take away", shape, before,
          after);
    }
  }

  /** The elements moved along an axis; those that leave at one end come in at the other. NumPy's and PyTorch's {@code roll}. */
  default Tensor roll(int axis, int shift) {
    var x = (Tensor) this;
    int a = x.shape().axis("roll", axis);
    int n = x.shape().dim(a);
    int at = n == 0 ? 0 : Math.floorMod(-shift, n); // of the element that comes first
    return at == 0 ? x : Tensor.concat(a, x.slice(a, at, n), x.slice(a, 0, at));
  }

  /** The elements moved along several axes, each by its own shift. */
  default Tensor roll(int[] axes, int... shifts) {
    var y = (Tensor) this;
    if (axes.length != shifts.length) {
      throw Message.illegal("roll", "axes %s of %s need a shift each, got %s", Arrays.toString(axes), y.shape(),
          Arrays.toString(shifts));
    }
    for (int i = 0; i < axes.length; i++) {
      y = y.roll(axes[i], shifts[i]);
    }
    return y;
  }

  /**
   * Windows of neighbours along an axis: y[…, w, …, k] = x[…, w·step + k, …], where k runs along a new last axis. [b, n, d] unfolded along
   * axis 1 is [b, (n − size)/step + 1, d, size]. PyTorch's {@code unfold}, NumPy's {@code sliding_window_view}.
   *
   * @param size how many elements a window has
   * @param step how far it is from one window to the next
   */
  default Tensor unfold(int axis, int size, int step) {
    var x = (Tensor) this;
    int a = x.shape().axis("unfold", axis);
    if (size < 1 || size > x.shape().dim(a) || step < 1) {
      throw Message.illegal("unfold", "no windows of %d elements, every %d, along axis %d of %s", size, step, axis,
          x.shape());
    }
    return Tensor.apply(new Unfold(a, size, step), x);
  }

  /**
   * ∇x[…, i, …] = Σ ∇y[…, w, …, k] over the windows that see it: w·step + k = i.
   *
   * @param axis the axis the windows lie along
   * @param size how many elements a window has
   * @param step how far it is from one window to the next
   */
  record Unfold(int axis, int size, int step) implements Op.Unary, Op.Linear, Op.Batching {
    @Override
    public TensorType type(TensorType x) {
      return x.with(x.shape().with(axis, windows(x.shape())).insert(-1, size));
    }

    private int windows(Shape x) {
      return (x.dim(axis) - size) / step + 1;
    }

    @Override
    public void compute(NdArray x, NdArray y) {
      int rank = x.shape().rank();
      int[] strides = Arrays.copyOf(x.shape().strides(), rank + 1);
      strides[rank] = strides[axis];
      strides[axis] *= step;
      StridedCopies.gather(x, 0, strides, y);
    }

    @Override
    public Tensor grad(Tensor x, Tensor y, Tensor dy) {
      var slices = IntStream.range(0, size)
          .mapToObj(k -> Slice.all(x.shape()).along(axis, k, windows(x.shape()), step)).toList();
      return Tensor.apply(new Unslice(slices, x.shape()),
          IntStream.range(0, size).mapToObj(k -> dy.select(-1, k)).toList());
    }

    @Override
    public Tensor batch(Batch x) {
      return Tensor.apply(new Unfold(axis + 1, size, step), x.get(0));
    }
  }

  /** Parts of the given sizes along an axis; together they are all of it. NumPy's and PyTorch's {@code split}. */
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
        StridedCopies.gather(x.getFirst(), at * strides[axis], strides.clone(), y.get(j));
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
      StridedCopies.concat(x, axis, y);
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
