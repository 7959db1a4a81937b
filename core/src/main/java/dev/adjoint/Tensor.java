package dev.adjoint;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import dev.adjoint.array.NdArray;
import dev.adjoint.array.NestedArrays;
import dev.adjoint.array.Randomness;
import dev.adjoint.internal.Message;
import dev.adjoint.op.Activations;
import dev.adjoint.op.Arithmetic;
import dev.adjoint.op.Comparison;
import dev.adjoint.op.Conversions;
import dev.adjoint.op.Elementary;
import dev.adjoint.op.GradientFlow;
import dev.adjoint.op.Indexing;
import dev.adjoint.op.LinearAlgebra;
import dev.adjoint.op.Losses;
import dev.adjoint.op.Movement;
import dev.adjoint.op.Ordering;
import dev.adjoint.op.Recurrences;
import dev.adjoint.op.Reductions;
import dev.adjoint.op.Rounding;
import dev.adjoint.op.Sampling;
import dev.adjoint.op.Slicing;
import dev.adjoint.op.Special;

/**
 * A node of a computation graph: a type, the operation that made it, its inputs, and its value.
 *
 * <p>A tensor is immutable and free to share between threads; two are equal only if they are the same node. Operations are the
 * methods of the families it implements, such as {@link Arithmetic} and {@link LinearAlgebra}. They are evaluated at once: a
 * value is there when the line has run, and a mistake fails on the line that made it. A tensor is <em>tracked</em> if it is a
 * {@linkplain #variable(double) variable} or was computed from one by a differentiable operation; {@link #backward()} then
 * differentiates by it. An untracked tensor forgets how it was made. A tensor computed from a {@linkplain #placeholder
 * placeholder} is <em>symbolic</em>: it has a type and no value yet.
 */
public sealed class Tensor
    implements Arithmetic, Rounding, Elementary, Special, Activations, Comparison, Reductions, Recurrences, Movement,
    Slicing,
    Indexing,
    Ordering,
    LinearAlgebra, Losses, Conversions, Sampling, GradientFlow permits Tuple {
  private static final AtomicLong MADE = new AtomicLong();

  private final TensorType type;
  private final Op op;
  private final List<Tensor> inputs;
  private final NdArray value; // null if symbolic
  private final boolean tracked;
  private final Origin origin;
  /** How many tensors were made before. */
  private final long number = MADE.getAndIncrement();

  Tensor(TensorType type, Op op, List<Tensor> inputs, NdArray value, boolean tracked, Origin origin) {
    this.type = type;
    this.op = op;
    this.inputs = inputs;
    this.value = value;
    this.tracked = tracked;
    this.origin = origin;
  }

  // Constants

  /** A constant with these values; the storage is shared, and nobody may write to it. */
  public static Tensor of(NdArray value) {
    return constant(Tracing.share(value));
  }

  static Tensor constant(NdArray value) {
    return new Tensor(value.type(), Op.Leaf.CONSTANT, List.of(), value, false, Origin.NONE);
  }

  /** A FLOAT64 number. */
  public static Tensor of(double value) {
    return constant(NdArray.scalar(DType.FLOAT64, value));
  }

  /** A FLOAT32 number. */
  public static Tensor of(float value) {
    return constant(NdArray.scalar(DType.FLOAT32, value));
  }

  /** An INT32 number. */
  public static Tensor of(int value) {
    return constant(NdArray.scalar(DType.INT32, value));
  }

  /** A truth value. */
  public static Tensor of(boolean value) {
    return constant(NdArray.wrap(Shape.SCALAR, value));
  }

  /** A FLOAT64 vector. */
  public static Tensor of(double... values) {
    return constant(Tracing.read(values, v -> NdArray.wrap(Shape.of(v.length), v.clone())));
  }

  /** A FLOAT32 vector. */
  public static Tensor of(float... values) {
    return constant(Tracing.read(values, v -> NdArray.wrap(Shape.of(v.length), v.clone())));
  }

  /** An INT32 vector. */
  public static Tensor of(int... values) {
    return constant(Tracing.read(values, v -> NdArray.wrap(Shape.of(v.length), v.clone())));
  }

  /** A BOOL vector. */
  public static Tensor of(boolean... values) {
    return constant(Tracing.read(values, v -> NdArray.wrap(Shape.of(v.length), v.clone())));
  }

  /** A FLOAT64 matrix, given by its rows. */
  public static Tensor of(double[][] rows) {
    return constant(Tracing.read(rows, NestedArrays::pack));
  }

  /** A FLOAT32 matrix, given by its rows. */
  public static Tensor of(float[][] rows) {
    return constant(Tracing.read(rows, NestedArrays::pack));
  }

  /** An INT32 matrix, given by its rows. */
  public static Tensor of(int[][] rows) {
    return constant(Tracing.read(rows, NestedArrays::pack));
  }

  /** A BOOL matrix, given by its rows. */
  public static Tensor of(boolean[][] rows) {
    return constant(Tracing.read(rows, NestedArrays::pack));
  }

  /** A FLOAT64 tensor of three axes. */
  public static Tensor of(double[][][] values) {
    return constant(Tracing.read(values, NestedArrays::pack));
  }

  /** A FLOAT32 tensor of three axes. */
  public static Tensor of(float[][][] values) {
    return constant(Tracing.read(values, NestedArrays::pack));
  }

  /** An INT32 tensor of three axes. */
  public static Tensor of(int[][][] values) {
    return constant(Tracing.read(values, NestedArrays::pack));
  }

  /** A FLOAT64 tensor of any shape, given by its elements in row-major order. */
  public static Tensor of(Shape shape, double... values) {
    return constant(Tracing.read(values, v -> NdArray.wrap(shape, v.clone())));
  }

  /** A FLOAT32 tensor of any shape, given by its elements in row-major order. */
  public static Tensor of(Shape shape, float... values) {
    return constant(Tracing.read(values, v -> NdArray.wrap(shape, v.clone())));
  }

  /** An INT32 tensor of any shape, given by its elements in row-major order. */
  public static Tensor of(Shape shape, int... values) {
    return constant(Tracing.read(values, v -> NdArray.wrap(shape, v.clone())));
  }

  /** A BOOL tensor of any shape, given by its elements in row-major order. */
  public static Tensor of(Shape shape, boolean... values) {
    return constant(Tracing.read(values, v -> NdArray.wrap(shape, v.clone())));
  }

  /**
   * Copies of a number.
   *
   * @throws IllegalArgumentException if the elements are INT32 and the number is not, or BOOL and it is neither 0 nor 1
   */
  public static Tensor full(double value, TensorType type) {
    return constant(number("full", value, type).broadcast(type.shape()));
  }

  private static NdArray number(String operation, double value, TensorType type) {
    boolean fits = switch (type.dtype()) {
      case FLOAT64, FLOAT32 -> true;
      case INT32 -> value == Math.rint(value);
      case BOOL -> value == 0 || value == 1;
    };
    if (!fits) {
      throw Message.illegal(operation, "%s is not a %s; convert %s with cast(FLOAT64)", value,
          type.dtype() == DType.BOOL ? "truth value, 0 or 1" : "whole number", type);
    }
    return NdArray.scalar(type.dtype(), value);
  }

  /** Zeros. */
  public static Tensor zeros(TensorType type) {
    return full(0, type);
  }

  /** FLOAT64 zeros. */
  public static Tensor zeros(int... dims) {
    return zeros(DType.FLOAT64.tensor(dims));
  }

  /** Ones. */
  public static Tensor ones(TensorType type) {
    return full(1, type);
  }

  /** FLOAT64 ones. */
  public static Tensor ones(int... dims) {
    return ones(DType.FLOAT64.tensor(dims));
  }

  /** The FLOAT64 identity matrix of n rows. */
  public static Tensor eye(int n) {
    return ones(n).diagonalMatrix();
  }

  /** The INT32 numbers from {@code start} (inclusive) to {@code stop} (exclusive). */
  public static Tensor arange(int start, int stop) {
    long n = Math.max(0, (long) stop - start);
    if (n > Integer.MAX_VALUE) {
      throw Message.illegal("arange", "%d to %d are more than 2^31 − 1 numbers", start, stop);
    }
    var numbers = NdArray.allocate(DType.INT32.tensor((int) n));
    Arrays.setAll(numbers.ints(), i -> start + i);
    return constant(numbers);
  }

  /** The FLOAT64 numbers start, start + step, … up to {@code stop} (exclusive). */
  public static Tensor arange(double start, double stop, double step) {
    double n = Math.ceil((stop - start) / step);
    if (!(n <= Integer.MAX_VALUE)) {
      throw Message.illegal("arange", "%s to %s by %s has no end, or more than 2^31 − 1 numbers", start, stop, step);
    }
    var numbers = NdArray.allocate(DType.FLOAT64.tensor(Math.max(0, (int) n)));
    Arrays.setAll(numbers.doubles(), i -> start + i * step);
    return constant(numbers);
  }

  /** n FLOAT64 numbers at equal distances from {@code start} to {@code stop}, both included. */
  public static Tensor linspace(double start, double stop, int n) {
    if (n < 0) {
      throw Message.illegal("linspace", "cannot make %d numbers", n);
    }
    var numbers = NdArray.allocate(DType.FLOAT64.tensor(n));
    double[] values = numbers.doubles();
    Arrays.setAll(values, i -> n == 1 ? start : start + (stop - start) * i / (n - 1));
    if (n > 1) {
      values[n - 1] = stop;
    }
    return constant(numbers);
  }

  /** Random numbers evenly distributed in [0, 1): the same for the same seed. */
  public static Tensor uniform(TensorType type, long seed) {
    var value = NdArray.allocate(type.requireFloating("uniform"));
    Randomness.uniform(seed, value);
    return constant(value);
  }

  /** Random numbers of the standard normal distribution: the same for the same seed. */
  public static Tensor normal(TensorType type, long seed) {
    var value = NdArray.allocate(type.requireFloating("normal"));
    Randomness.normal(seed, value);
    return constant(value);
  }

  /**
   * A number as a constant of this tensor's element type.
   *
   * @throws IllegalArgumentException if the elements are INT32 and the number is not, or BOOL and it is neither 0 nor 1
   */
  public Tensor scalar(double number) {
    return constant(number("scalar", number, type));
  }

  // Variables and placeholders

  /** A FLOAT64 number to differentiate by. */
  public static Tensor variable(double value) {
    return variable(of(value));
  }

  /** A FLOAT64 vector to differentiate by. */
  public static Tensor variable(double... values) {
    return variable(of(values));
  }

  /** A FLOAT64 matrix to differentiate by. */
  public static Tensor variable(double[][] rows) {
    return variable(of(rows));
  }

  /**
   * A tensor to differentiate by, with the value of another; nothing is differentiated through to that one.
   *
   * @throws IllegalArgumentException if the elements are not floating-point numbers
   */
  public static Tensor variable(Tensor value) {
    value.type.requireFloating("variable");
    if (DebugScope.isScope()) {
      return DebugScope.variable(value);
    }
    var origin = value.origin.unmade().in(Tracing.current());
    return value.isSymbolic()
        ? new Tensor(value.type, new Copy(), List.of(value.detach()), null, true, origin)
        : new Tensor(value.type, Op.Leaf.VARIABLE, List.of(), value.value, true, origin);
  }

  /** A tensor that has a type and no value yet; what is computed from it is symbolic too. Floating ones are tracked. */
  public static Tensor placeholder(TensorType type) {
    return placeholder(type, Optional.empty());
  }

  static Tensor placeholder(TensorType type, Optional<Tracing> trace) {
    return new Tensor(type, Op.Leaf.PLACEHOLDER, List.of(), null, type.dtype().isFloating(),
        DebugScope.origin().in(trace));
  }

  /** The value of this tensor as a constant: {@link #stopGradient}, which costs nothing where the value is known. */
  public Tensor detach() {
    return tracked && DebugScope.keepsHistory() ? stopGradient() : forget();
  }

  /** The same, without a past wherever the value is known. */
  Tensor forget() {
    if (!tracked) {
      return this;
    }
    return value != null ? constant(value) : stopGradient();
  }

  /** This node under a name, which errors and pictures show; use the result in place of this. */
  public Tensor named(String newName) {
    Objects.requireNonNull(newName, "named: the name is null");
    if (op == Op.Leaf.PLACEHOLDER) { // the trace knows its inputs by their identity
      return new Tensor(type, new Copy(), List.of(this), null, tracked, origin.named(newName));
    }
    return new Tensor(type, op, inputs, value, tracked, origin.named(newName));
  }

  // Operations

  /** The node op(x). */
  public static Tensor apply(Op.Unary op, Tensor x) {
    return Evaluation.of(op, List.of(x));
  }

  /** The node op(a, b). */
  public static Tensor apply(Op.Binary op, Tensor a, Tensor b) {
    return Evaluation.of(op, List.of(a, b));
  }

  /** The node op(x₀, x₁, …). */
  public static Tensor apply(Op.Nary op, List<Tensor> x) {
    return Evaluation.of(op, List.copyOf(x));
  }

  /** The results op(x₀, x₁, …). */
  public static List<Tensor> apply(Op.Multi op, List<Tensor> x) {
    return Evaluation.of(op, List.copyOf(x)).results();
  }

  static boolean isDifferentiable(Op op, TensorType result) {
    return result.dtype().isFloating() && !(op instanceof Op.Discrete);
  }

  /** Tensors one after another along an axis; they must agree in all others. NumPy's {@code concatenate}, PyTorch's {@code cat}. */
  public static Tensor concat(int axis, Tensor... parts) {
    if (parts.length == 0) {
      throw Message.illegal("concat", "needs at least one tensor");
    }
    return apply(new Slicing.Concat(parts[0].shape().axis("concat", axis)), List.of(parts));
  }

  /** Tensors one after another along an axis. */
  public static Tensor concat(int axis, List<Tensor> parts) {
    return concat(axis, parts.toArray(Tensor[]::new));
  }

  /** Tensors of one shape side by side along a new axis; −1 puts it last. NumPy's and PyTorch's {@code stack}. */
  public static Tensor stack(int axis, Tensor... parts) {
    if (parts.length == 0) {
      throw Message.illegal("stack", "needs at least one tensor");
    }
    int at = parts[0].shape().place("stack", axis);
    return concat(at, Arrays.stream(parts).map(part -> part.expandDims(at)).toArray(Tensor[]::new));
  }

  /** Tensors of one shape side by side along a new axis. */
  public static Tensor stack(int axis, List<Tensor> parts) {
    return stack(axis, parts.toArray(Tensor[]::new));
  }

  /**
   * Vectors as the coordinates of a grid: of n, m, … elements they become tensors of shape [n, m, …], where the k-th changes along axis k
   * only. PyTorch's {@code meshgrid}, NumPy's {@code meshgrid(indexing="ij")}.
   */
  public static List<Tensor> meshgrid(Tensor... axes) {
    int rank = axes.length;
    var shape = Shape.of(Arrays.stream(axes).mapToInt(axis -> vector("meshgrid", axis).dim(0)).toArray());
    return IntStream.range(0, rank).mapToObj(k -> {
      int[] alone = new int[rank];
      Arrays.fill(alone, 1);
      alone[k] = shape.dim(k);
      return axes[k].reshape(alone).broadcastTo(shape);
    }).toList();
  }

  /**
   * The coordinates of a picture, of which the first is along the second axis: x of n and y of m elements become two tensors of shape
   * [m, n]. NumPy's {@code meshgrid}, PyTorch's {@code meshgrid(indexing="xy")}.
   */
  public static List<Tensor> meshgridXy(Tensor x, Tensor y) {
    return meshgrid(y, x).reversed();
  }

  private static Shape vector(String operation, Tensor x) {
    if (x.shape().rank() != 1) {
      throw Message.illegal(operation, "needs vectors, got %s", x.type());
    }
    return x.shape();
  }

  // Differentiation

  /**
   * The gradients of this number with respect to every tracked tensor it was computed from. They are constants.
   *
   * @throws IllegalStateException if this is not a number or not tracked
   */
  public Gradients backward() {
    return Tape.of(this).backward();
  }

  /**
   * The gradients of Σ cotangent ⊙ this with respect to every tracked tensor it was computed from.
   *
   * @param cotangent of this tensor's type
   */
  public Gradients backward(Tensor cotangent) {
    return Tape.of(this).backward(cotangent);
  }

  // Properties

  /** Element type and shape. */
  public TensorType type() {
    return type;
  }

  /** The type of the elements. */
  public DType dtype() {
    return type.dtype();
  }

  /** The sizes of the axes. */
  public Shape shape() {
    return type.shape();
  }

  /** The number of elements. */
  public int size() {
    return type.shape().size();
  }

  /** The operation that made this node. */
  public Op op() {
    return op;
  }

  /** What the operation was applied to; none for a leaf. */
  public List<Tensor> inputs() {
    return inputs;
  }

  /** Whether derivatives with respect to this tensor, or through it, can be taken. */
  public boolean isTracked() {
    return tracked;
  }

  /** Whether this tensor has no value yet. */
  public boolean isSymbolic() {
    return value == null;
  }

  /** The name given with {@link #named}. */
  public Optional<String> name() {
    return origin.name().isEmpty() ? Optional.empty() : Optional.of(origin.name());
  }

  /** The line of the user's code that made this node, if that was in a {@link Debug} scope. */
  public Optional<StackTraceElement> line() {
    return origin.made().stream().findFirst();
  }

  Origin origin() {
    return origin;
  }

  /** The results of the operation that made this node, which is all of them as one if there are several. */
  List<Tensor> results() {
    return List.of(this);
  }

  /** What stands for these results; none for one that is symbolic, or a gradient that is not there. */
  List<Optional<Tensor>> known() {
    return List.of(Optional.of(this));
  }

  /** Whether it knows what it was computed from, or leads there. */
  boolean hasPast() {
    return tracked || !inputs.isEmpty();
  }

  // Values

  /**
   * The value; its storage is shared and must not be written to.
   *
   * @throws IllegalStateException if this tensor is symbolic
   */
  public NdArray value() {
    if (value == null) {
      throw Tracing.noValue(this);
    }
    return value;
  }

  /**
   * The only element, as a double.
   *
   * @throws IllegalStateException if there is not exactly one
   */
  public double item() {
    if (size() != 1) {
      throw Message.state("item", "%s has %d elements, not one", type, size());
    }
    return cast(DType.FLOAT64).value().doubles()[0];
  }

  /** The elements of a FLOAT64 tensor in row-major order, copied. */
  public double[] toDoubles() {
    return value().doubles().clone();
  }

  /** The elements of a FLOAT32 tensor in row-major order, copied. */
  public float[] toFloats() {
    return value().floats().clone();
  }

  /** The elements of an INT32 tensor in row-major order, copied. */
  public int[] toInts() {
    return value().ints().clone();
  }

  /** The elements of a BOOL tensor in row-major order, copied. */
  public boolean[] toBooleans() {
    return value().booleans().clone();
  }

  /**
   * The elements as a Java array with as many levels as this tensor has axes, copied: {@code double[][] rows =
   * x.toArray(double[][].class)}.
   *
   * @throws IllegalArgumentException if the tensor is of another element type or rank
   */
  public <A> A toArray(Class<A> arrayType) {
    var nested = shape().rank() == 0 ? null : NestedArrays.unpack(value());
    if (!arrayType.isInstance(nested)) {
      throw Message.illegal("toArray", "%s does not fit %s%s", type, arrayType.getSimpleName(),
          nested == null ? "; read its one element with item()" : "");
    }
    return arrayType.cast(nested);
  }

  /** Nodes are equal only if they are one. */
  @Override
  public boolean equals(Object o) {
    return this == o;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number); // the JVM's identity hash takes ten times as long
  }

  /** How many tensors there have been. */
  static long made() {
    return MADE.get();
  }

  /** Whether this was not among the first so many tensors. */
  boolean isMadeSince(long then) {
    return number >= then;
  }

  /** Name, type, what made it if it is tracked or symbolic, and the values, long ones elided. */
  @Override
  public String toString() {
    var text = new StringBuilder(origin.name().isEmpty() ? "" : origin.name() + ": ").append(type);
    if (tracked || value == null) {
      text.append(' ').append(op instanceof Op.Leaf ? op : op.name());
    }
    if (value != null) {
      text.append(shape().rank() > 1 ? "\n" : " ").append(value);
    }
    return text.toString();
  }
}
