package dev.adjoint.array;

import java.util.Arrays;
import java.util.OptionalDouble;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.TensorType;
import dev.adjoint.internal.Kernels;
import dev.adjoint.internal.Message;

/**
 * Values: an element type, a shape, and one contiguous Java array in row-major order. Knows no graph.
 *
 * <p>An operation reads its operands and writes into the storage it is given; {@link #doubles()} and its sisters are the
 * storage itself, not a copy, and hold these elements and no others. Nothing but the operation that was given an array to fill may write to it.
 *
 * <p>Two cheap forms wait with filling their storage until someone reads it: the {@linkplain #transposed() transpose} of a
 * matrix, which a matrix product takes as it is, and the {@linkplain #broadcast broadcast} of a smaller array, which
 * elementwise operations take as it is.
 */
public final class NdArray {

  /** Where the elements of an array that is not yet filled come from. */
  sealed interface Source {
    NdArray of();
  }

  record Transposed(NdArray of) implements Source {
  }

  record Broadcast(NdArray of) implements Source {
  }

  private final TensorType type;
  private final Source source;
  private final Object data; // null if there is a source
  private volatile Object filledLater; // written only if there is a source: a volatile write in every constructor would cost

  /** On a storage of exactly the elements: who loops over it meets no others. */
  private NdArray(TensorType type, Object data) {
    requireSize(type.shape(), switch (type.dtype()) {
      case FLOAT64 -> ((double[]) data).length;
      case FLOAT32 -> ((float[]) data).length;
      case INT32 -> ((int[]) data).length;
      case BOOL -> ((boolean[]) data).length;
    });
    this.type = type;
    this.source = null;
    this.data = data;
  }

  private NdArray(TensorType type, Source source) {
    this.type = type;
    this.source = source;
    this.data = null;
  }

  private static void requireSize(Shape shape, int length) {
    if (length != shape.size()) {
      throw Message.illegal("array", "%d elements given for shape %s, which has %d", length, shape, shape.size());
    }
  }

  /** Zeros (or false) of this type, to be written to. */
  public static NdArray allocate(TensorType type) {
    return new NdArray(type, Kernels.allocate(type));
  }

  /** Wraps the array; it is not copied. */
  public static NdArray wrap(Shape shape, double... data) {
    return new NdArray(new TensorType(DType.FLOAT64, shape), data);
  }

  /** Wraps the array; it is not copied. */
  public static NdArray wrap(Shape shape, float... data) {
    return new NdArray(new TensorType(DType.FLOAT32, shape), data);
  }

  /** Wraps the array; it is not copied. */
  public static NdArray wrap(Shape shape, int... data) {
    return new NdArray(new TensorType(DType.INT32, shape), data);
  }

  /** Wraps the array; it is not copied. */
  public static NdArray wrap(Shape shape, boolean... data) {
    return new NdArray(new TensorType(DType.BOOL, shape), data);
  }

  /** Wraps a Java array of the element type, as {@link #storage()} gives it; it is not copied. */
  public static NdArray wrap(TensorType type, Object storage) {
    return new NdArray(type, storage);
  }

  /**
   * One number of the given type; INT32 drops its fraction, BOOL is whether it differs from 0.
   *
   * @throws IllegalArgumentException if the number is not a finite one within the range of INT32
   */
  public static NdArray scalar(DType dtype, double value) {
    Object data = switch (dtype) {
      case FLOAT64 -> new double[]{value};
      case FLOAT32 -> new float[]{(float) value};
      case INT32 -> new int[]{Casts.toInt(value)};
      case BOOL -> new boolean[]{value != 0};
    };
    return new NdArray(TensorType.number(dtype), data);
  }

  /** The same elements in another shape of the same size; the storage is shared. */
  public NdArray reshaped(Shape shape) {
    if (source instanceof Broadcast(NdArray of) && of.size() == 1) {
      requireSize(shape, size());
      return of.reshaped(Shape.SCALAR).broadcast(shape);
    }
    return new NdArray(type.with(shape), data());
  }

  /** With the last two axes exchanged; filled only if something else than a matrix product reads it. */
  public NdArray transposed() {
    if (source instanceof Transposed(NdArray of)) {
      return of;
    }
    return new NdArray(type.with(type.shape().transposed()), new Transposed(this));
  }

  /** Repeated to a larger shape by NumPy's rule; filled only if something else than an elementwise operation reads it. */
  public NdArray broadcast(Shape shape) {
    if (shape.equals(type.shape())) {
      return this;
    }
    if (!type.shape().broadcastsTo(shape)) {
      throw Message.illegal("array", "%s does not broadcast to %s", type.shape(), shape);
    }
    var smallest = source instanceof Broadcast(NdArray of) ? of : this;
    return new NdArray(type.with(shape), new Broadcast(smallest));
  }

  /** The type of the elements. */
  public DType dtype() {
    return type.dtype();
  }

  /** The sizes of the axes. */
  public Shape shape() {
    return type.shape();
  }

  /** Element type and shape. */
  public TensorType type() {
    return type;
  }

  /** The number of elements. */
  public int size() {
    return type.shape().size();
  }

  /** The storage of a FLOAT64 array. */
  public double[] doubles() {
    return (double[]) data(DType.FLOAT64);
  }

  /** The storage of a FLOAT32 array. */
  public float[] floats() {
    return (float[]) data(DType.FLOAT32);
  }

  /** The storage of an INT32 array. */
  public int[] ints() {
    return (int[]) data(DType.INT32);
  }

  /** The storage of a BOOL array. */
  public boolean[] booleans() {
    return (boolean[]) data(DType.BOOL);
  }

  private Object data(DType asked) {
    if (dtype() != asked) {
      throw Message.illegal("array", "%s asked for as %s; convert with cast(%s)", type, asked, asked);
    }
    return data();
  }

  /** The storage as a Java array of the element type. */
  public Object storage() {
    return data();
  }

  /** Whether both are in the same storage. */
  @SuppressWarnings("ReferenceEquality")
  public boolean shares(NdArray other) {
    return storage() == other.storage();
  }

  /** The number that every element is, where that is known without looking at them. */
  public OptionalDouble uniform() {
    var smallest = unrepeated();
    return smallest.size() == 1 ? OptionalDouble.of(Casts.number(smallest, 0)) : OptionalDouble.empty();
  }

  /** The storage, whatever its type. */
  Object data() {
    return data != null ? data : dataFromSource();
  }

  private Object dataFromSource() {
    var d = filledLater;
    if (d == null) {
      // Two threads may both fill one; they write the same elements.
      filledLater = d = switch (source) {
        case Transposed(NdArray of) -> StridedCopies.transpose(of);
        case Broadcast(NdArray of) -> StridedCopies.repeat(of, shape());
      };
    }
    return d;
  }

  boolean isTransposed() {
    return source instanceof Transposed;
  }

  /** The matrix that this is the transpose of. */
  NdArray untransposed() {
    return source.of();
  }

  /** What elementwise loops read: the smaller array that this one repeats, or this one. */
  NdArray unrepeated() {
    return source instanceof Broadcast(NdArray of) ? of : this;
  }

  /** Equal if type and elements are; NaN equals itself, and 0.0 differs from −0.0. */
  @Override
  public boolean equals(Object o) {
    return o instanceof NdArray a && type.equals(a.type) && switch (dtype()) {
      case FLOAT64 -> Arrays.equals(doubles(), a.doubles());
      case FLOAT32 -> Arrays.equals(floats(), a.floats());
      case INT32 -> Arrays.equals(ints(), a.ints());
      case BOOL -> Arrays.equals(booleans(), a.booleans());
    };
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + switch (dtype()) {
      case FLOAT64 -> Arrays.hashCode(doubles());
      case FLOAT32 -> Arrays.hashCode(floats());
      case INT32 -> Arrays.hashCode(ints());
      case BOOL -> Arrays.hashCode(booleans());
    };
  }

  /** As NumPy prints it: nested brackets, aligned, long axes elided. */
  @Override
  public String toString() {
    return Printing.print(this);
  }
}
