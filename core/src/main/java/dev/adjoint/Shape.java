package dev.adjoint;

import java.util.Arrays;
import java.util.List;

import dev.adjoint.internal.Message;

/**
 * The sizes of a tensor's axes, outermost first. A scalar has none; an axis of size 0 makes an empty tensor. Elements are
 * numbered in row-major order. Wherever an axis is asked for, −1 means the last one, −2 the one before.
 */
public final class Shape {
  /** The shape of a single number. */
  public static final Shape SCALAR = new Shape(new int[0]);

  private final int[] dims;
  private final int size;

  /**
   * The one place where sizes are multiplied. A size of 0 counts as 1, so that the product of any axes, which strides and loops are made
   * of, is an int whenever there is a shape.
   */
  private Shape(int[] dims) {
    long n = 1;
    boolean empty = false;
    for (int d : dims) {
      if (d < 0) {
        throw Message.illegal("shape", "sizes must not be negative: %s", Arrays.toString(dims));
      }
      empty |= d == 0;
      n *= Math.max(d, 1);
      if (n > Integer.MAX_VALUE) {
        throw tooLarge(Arrays.toString(dims));
      }
    }
    this.dims = dims;
    this.size = empty ? 0 : (int) n;
  }

  private static IllegalArgumentException tooLarge(String dims) {
    return Message.illegal("shape", "%s has more than 2^31 − 1 elements", dims);
  }

  /** A size that is the sum or product of others, for the axis of a shape that is made. */
  private static int dim(long dim, int axis, int[] dims) {
    if (dim != (int) dim) {
      var text = Arrays.stream(dims).mapToObj(Integer::toString).toArray(String[]::new);
      text[axis] = Long.toString(dim);
      throw tooLarge(Arrays.toString(text));
    }
    return (int) dim;
  }

  /**
   * A shape with these sizes.
   *
   * @throws IllegalArgumentException if one is negative, or if the product of all that are not 0 is larger than 2³¹ − 1
   */
  public static Shape of(int... dims) {
    return dims.length == 0 ? SCALAR : new Shape(dims.clone());
  }

  /** The number of axes. */
  public int rank() {
    return dims.length;
  }

  /** The number of elements. */
  public int size() {
    return size;
  }

  /** The number of elements in the axes {@code from} (inclusive) to {@code to} (exclusive); 1 if there are none. */
  public int size(int from, int to) {
    int n = 1;
    for (int a = from; a < to; a++) {
      n *= dims[a];
    }
    return n;
  }

  /** The size of an axis. */
  public int dim(int axis) {
    return dims[axis("dim", axis)];
  }

  /** The sizes of all axes, a copy. */
  public int[] dims() {
    return dims.clone();
  }

  /** For each axis, the distance in elements between neighbours along it. */
  public int[] strides() {
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int a = dims.length - 1; a >= 0; a--) {
      strides[a] = stride;
      stride *= dims[a];
    }
    return strides;
  }

  /**
   * The axis counted from the front.
   *
   * @throws IllegalArgumentException if there is no such axis, in the name of {@code operation}
   */
  public int axis(String operation, int axis) {
    if (axis < -dims.length || axis >= dims.length) {
      throw Message.illegal(operation, "axis %d is out of range: %s has rank %d", axis, this, dims.length);
    }
    return axis < 0 ? axis + dims.length : axis;
  }

  /**
   * The axes counted from the front, in rising order; no axes mean all of them.
   *
   * @throws IllegalArgumentException if an axis does not exist or is named twice
   */
  public List<Integer> axes(String operation, int... axes) {
    boolean[] named = new boolean[dims.length];
    if (axes.length == 0) {
      Arrays.fill(named, true);
    }
    for (int a : axes) {
      int axis = axis(operation, a);
      if (named[axis]) {
        throw Message.illegal(operation, "axis %d of %s is named twice in %s", a, this, Arrays.toString(axes));
      }
      named[axis] = true;
    }
    return java.util.stream.IntStream.range(0, dims.length).filter(a -> named[a]).boxed().toList();
  }

  /** This shape with one axis of another size, which is refused if it is too large for an int. */
  public Shape with(int axis, long dim) {
    int[] d = dims.clone();
    int at = axis("shape", axis);
    d[at] = dim(dim, at, d);
    return new Shape(d);
  }

  /** This shape with the last two axes exchanged. */
  public Shape transposed() {
    int[] d = dims.clone();
    d[d.length - 2] = dims[d.length - 1];
    d[d.length - 1] = dims[d.length - 2];
    return new Shape(d);
  }

  /** This shape with the given axes kept at size 1. */
  public Shape keeping(List<Integer> axes) {
    int[] d = dims.clone();
    axes.forEach(a -> d[a] = 1);
    return new Shape(d);
  }

  /** This shape without one axis. */
  public Shape without(int axis) {
    return without(List.of(axis("shape", axis)));
  }

  /** This shape without the given axes. */
  public Shape without(List<Integer> axes) {
    int[] d = new int[dims.length - axes.size()];
    int n = 0;
    for (int a = 0; a < dims.length; a++) {
      if (!axes.contains(a)) {
        d[n++] = dims[a];
      }
    }
    return new Shape(d);
  }

  /**
   * The place of a new axis counted from the front: in front of {@code axis}, which may be {@link #rank()} or, counted from the
   * end, −1.
   *
   * @throws IllegalArgumentException if there is no such place, in the name of {@code operation}
   */
  public int place(String operation, int axis) {
    int at = axis < 0 ? axis + dims.length + 1 : axis;
    if (at < 0 || at > dims.length) {
      throw Message.illegal(operation, "no place %d for a new axis in %s", axis, this);
    }
    return at;
  }

  /** This shape with a new axis in front of {@code axis}, which may be {@link #rank()} or, counted from the end, −1. */
  public Shape insert(int axis, int dim) {
    int at = place("shape", axis);
    int[] d = Arrays.copyOf(dims, dims.length + 1);
    System.arraycopy(dims, at, d, at + 1, dims.length - at);
    d[at] = dim;
    return new Shape(d);
  }

  /** The axes of this shape followed by those of another. */
  public Shape concat(Shape other) {
    int[] d = Arrays.copyOf(dims, dims.length + other.dims.length);
    System.arraycopy(other.dims, 0, d, dims.length, other.dims.length);
    return new Shape(d);
  }

  /** The axes {@code from} (inclusive) to {@code to} (exclusive). */
  public Shape slice(int from, int to) {
    return new Shape(Arrays.copyOfRange(dims, from, to));
  }

  /**
   * The shape of an elementwise operation on two tensors by NumPy's rule: axes are matched from the last one; sizes must be
   * equal or one of them 1.
   *
   * @throws IllegalArgumentException if the shapes do not match, in the name of {@code operation}
   */
  public Shape broadcast(String operation, Shape other) {
    if (equals(other)) {
      return this;
    }
    int rank = Math.max(rank(), other.rank());
    int[] d = new int[rank];
    for (int a = 1; a <= rank; a++) {
      int left = a <= rank() ? dims[rank() - a] : 1;
      int right = a <= other.rank() ? other.dims[other.rank() - a] : 1;
      if (left != right && left != 1 && right != 1) {
        throw Message.illegal(operation, "shapes do not broadcast: %s and %s (%d ≠ %d)", this, other, left, right);
      }
      d[rank - a] = left == 1 ? right : left;
    }
    var result = new Shape(d);
    return result.equals(this) ? this : result;
  }

  /** Whether a tensor of this shape can be broadcast to the other. */
  public boolean broadcastsTo(Shape other) {
    for (int a = 1; a <= rank(); a++) {
      int dim = dims[rank() - a];
      if (a > other.rank() || (dim != 1 && dim != other.dims[other.rank() - a])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object o) {
    return this == o || (o instanceof Shape s && Arrays.equals(dims, s.dims));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** For example {@code [32, 10]}; a scalar's is {@code []}. */
  @Override
  public String toString() {
    return Arrays.toString(dims);
  }
}
