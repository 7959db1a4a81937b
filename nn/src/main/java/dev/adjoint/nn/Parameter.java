package dev.adjoint.nn;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import dev.adjoint.Cell;
import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.Tracing;
import dev.adjoint.nn.init.Initializer;

/**
 * Something that training changes: a named cell around an immutable tensor, which is a variable to differentiate by. A program that
 * reads it reads it anew at every run.
 */
public final class Parameter implements Cell {
  private static final ScopedValue<StandIns> STAND_INS = ScopedValue.newInstance();

  /**
   * Tensors in place of values.
   *
   * @param program the one that was being traced when they were put there: to that one they are no cells
   */
  private record StandIns(Map<Parameter, Tensor> byParameter, Optional<Tracing> program) {
  }

  private final String name;
  private final Shape shape;
  private final Initializer initializer;
  private final boolean bias;
  private volatile Optional<Tensor> value = Optional.empty();

  private Parameter(String name, Shape shape, Initializer initializer, boolean bias) {
    this.name = name;
    this.shape = shape;
    this.initializer = initializer;
    this.bias = bias;
  }

  /** Weights, which regularization holds small. */
  public static Parameter weights(String name, Shape shape, Initializer initializer) {
    return new Parameter(name, shape, initializer, false);
  }

  /** A bias, which starts at 0 and which regularization leaves alone. */
  public static Parameter bias(String name, Shape shape) {
    return new Parameter(name, shape, Initializer.zeros(), true);
  }

  /** The name within its layer. */
  public String name() {
    return name;
  }

  /** The sizes of the axes. */
  public Shape shape() {
    return shape;
  }

  /** Whether regularization leaves it alone. */
  public boolean isBias() {
    return bias;
  }

  /**
   * The value that a function is to read, a variable: the present one, or what stands for it in a {@linkplain #with body} or in a
   * program that is being traced.
   *
   * @throws IllegalStateException if it has none yet
   */
  public Tensor value() {
    return standIn().filter(_ -> STAND_INS.get().program.equals(Tracing.ofProgram())).orElseGet(this::read);
  }

  @Override
  public Tensor present() {
    return standIn().or(() -> value).orElseThrow(() -> new IllegalStateException(
        "parameter " + name + shape + " has no value yet: call initialize(dtype, seed) on its layer"));
  }

  private Optional<Tensor> standIn() {
    return STAND_INS.isBound() ? Optional.ofNullable(STAND_INS.get().byParameter.get(this)) : Optional.empty();
  }

  /**
   * What a body gives while other tensors stand in for the values of parameters, on this thread: how a model becomes a function
   * of its parameters, to be traced or differentiated.
   */
  public static <T> T with(Map<Parameter, Tensor> standIns, Supplier<T> body) {
    return ScopedValue.where(STAND_INS, new StandIns(Map.copyOf(standIns), Tracing.ofProgram())).call(body::get);
  }

  /** Draws the first value. */
  public void initialize(DType dtype, long seed) {
    value = Optional.of(variable(initializer.create(new TensorType(dtype, shape), seed)));
  }

  /**
   * Replaces the value.
   *
   * @throws IllegalArgumentException if the shape is another one, or the element type is not that of the present value
   */
  public void set(Tensor newValue) {
    if (!newValue.shape().equals(shape) || value.stream().anyMatch(present -> present.dtype() != newValue.dtype())) {
      throw new IllegalArgumentException("parameter " + value.map(present -> name + ": " + present.type())
          .orElse(name + shape) + " cannot be set to " + newValue.type());
    }
    value = Optional.of(variable(newValue));
  }

  private Tensor variable(Tensor newValue) {
    return Tensor.variable(newValue).named(name);
  }

  @Override
  public String toString() {
    return value.map(Tensor::toString).orElse(name + shape + " without a value");
  }
}
