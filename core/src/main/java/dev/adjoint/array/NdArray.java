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
 *
 * <p>Its subclasses are the kinds of place that elements can be in. A further one, such as a mapped file, says how its elements come into
 * a Java array, which is what kernels run on.
 */
public abstract sealed class NdArray {

  /** Elements in the heap: a Java array of the element type, of these elements and no others. */
  private static final class InHeap extends NdArray {
    private final Object data;

    private InHeap(TensorType type, Object data) {
      super(type);
      this.data = data;
    }

    @Override
    Object data() {
      return data;
    }
  }

  /** Elements of another array, brought into the heap in the order of this one once somebody asks for a Java array. */
  private abstract static sealed class Lazy extends NdArray {
    final NdArray of;
    private volatile Object filled;

    private Lazy(TensorType type, NdArray of) {
      super(type);
      this.of = of;
    }

    abstract Object fill();

    @Override
    Object data() {
      var d = filled;
      if (d == null) {
        filled = d = fill(); // two threads may both fill one; they write the same elements
      }
      return d;
    }
  }

  private static final class Transposed extends Lazy {
    private Transposed(NdArray of) {
      super(of.type().with(of.shape().transposed()), of);
    }

    @Override
    Object fill() {
      return StridedCopies.transpose(of);
    }
  }

  private static final class Broadcast extends Lazy {
    private Broadcast(NdArray of, Shape shape) {
      super(of.type().with(shape), of);
    }

    @Override
    Object fill() {
      return StridedCopies.repeat(of, shape());
    }
  }

  private final TensorType type;

  private NdArray(TensorType type) {
    this.type = type;
  }

  /** On a Java array of exactly the elements: who loops over it meets no others. */
  private static NdArray inHeap(TensorType type, Object data) {
    requireSize(type.shape(), switch (type.dtype()) {
      case FLOAT64 -> ((double[]) data).length;
      case FLOAT32 -> ((float[]) data).length;
      case INT32 -> ((int[]) data).length;
      case BOOL -> ((boolean[]) data).length;
    });
    return new InHeap(type, data);
  }

  private static void requireSize(Shape shape, int length) {
    if (length != shape.size()) {
      throw Message.illegal("array", "%d elements given for shape %s, which has %d", length, shape, shape.size());
    }
  }

  /** Zeros (or false) of this type, to be written to. */
  public static NdArray allocate(TensorType type) {
    return new InHeap(type, Kernels.allocate(type));
  }

  /** Wraps the array; it is not copied. */
  public static NdArray wrap(Shape shape, double... data) {
    return inHeap(new TensorType(DType.FLOAT64, shape), data);
  }

  /** Wraps the array; it is not copied. */
  public static NdArray wrap(Shape shape, float... data) {
    return inHeap(new TensorType(DType.FLOAT32, shape), data);
  }

  /** Wraps the array; it is not copied. */
  public static NdArray wrap(Shape shape, int... data) {
    return inHeap(new TensorType(DType.INT32, shape), data);
  }

  /** Wraps the array; it is not copied. */
  public static NdArray wrap(Shape shape, boolean... data) {
    return inHeap(new TensorType(DType.BOOL, shape), data);
  }

  /** Wraps a Java array of the element type, as {@link #storage()} gives it; it is not copied. */
  public static NdArray wrap(TensorType type, Object data) {
    return inHeap(type, data);
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
    return inHeap(TensorType.number(dtype), data);
  }

  /** The same elements in another shape of the same size; the storage is shared. */
  public NdArray reshaped(Shape shape) {
    if (this instanceof Broadcast b && b.of.size() == 1) {
      requireSize(shape, size());
      return b.of.reshaped(Shape.SCALAR).broadcast(shape);
    }
    return inHeap(type.with(shape), data());
  }

  /** With the last two axes exchanged; filled only if something else than a matrix product reads it. */
  public NdArray transposed() {
    return this instanceof Transposed t ? t.of : new Transposed(this);
  }

  /** Repeated to a larger shape by NumPy's rule; filled only if something else than an elementwise operation reads it. */
  public NdArray broadcast(Shape shape) {
    if (shape.equals(type.shape())) {
      return this;
    }
    if (!type.shape().broadcastsTo(shape)) {
      throw Message.illegal("array", "%s does not broadcast to %s", type.shape(), shape);
    }
    return new Broadcast(unrepeated(), shape);
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

  /** The elements as a Java array, whatever its type. */
  abstract Object data();

  boolean isTransposed() {
    return this instanceof Transposed;
  }

  /** The matrix that this is the transpose of, or this one. */
  NdArray untransposed() {
    return this instanceof Transposed t ? t.of : this;
  }

  /** What elementwise loops read: the smaller array that this one repeats, or this one. */
  NdArray unrepeated() {
    return this instanceof Broadcast b ? b.of : this;
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
