package dev.adjoint.nn;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import dev.adjoint.Cell;
import dev.adjoint.DType;
import dev.adjoint.Program;
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
  private static final ScopedValue<Frame> FRAME = ScopedValue.newInstance();

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
    return frame().standsIn(this) ? present() : read();
  }

  @Override
  public Tensor present() {
    return frame().value(this);
  }

  private static Frame frame() {
    return FRAME.orElse(new Frame.Own());
  }

  /** The value of the cell itself, whatever frame is open. */
  Tensor own() {
    return value.orElseThrow(() -> new IllegalStateException(
        "parameter " + name + shape + " has no value yet: call initialize(dtype, seed) on its layer"));
  }

  void own(Tensor newValue) {
    value = Optional.of(newValue);
  }

  /**
   * What a body gives while other tensors stand in for the values of parameters, on this thread: how a model becomes a function
   * of its parameters, to be traced or differentiated. Inside, these parameters cannot be set.
   */
  public static <T> T with(Map<Parameter, Tensor> standIns, Supplier<T> body) {
    return ScopedValue.where(FRAME, new Frame.StandIns(Map.copyOf(standIns), Tracing.ofProgram(), frame()))
        .call(body::get);
  }

  /**
   * Runs a body between two steps of a program that keeps the values of parameters in its state: on this thread they are read
   * from there, when the body asks for one, and set there.
   *
   * @param state of the program
   * @param places the parameters whose values it begins with, in its order
   */
  public static void within(Program.State state, List<Parameter> places, Runnable body) {
    ScopedValue.where(FRAME, new Frame.State(state, places, frame())).run(body);
  }

  /** Draws the first value. */
  public void initialize(DType dtype, long seed) {
    requireNoTrace();
    frame().set(this, variable(initializer.create(new TensorType(dtype, shape), seed)));
  }

  /**
   * Replaces the value.
   *
   * @throws IllegalArgumentException if the shape is another one, or the element type is not that of the present value
   * @throws IllegalStateException if another tensor stands in for the value, or a function is being traced
   */
  public void set(Tensor newValue) {
    requireNoTrace();
    if (!newValue.shape().equals(shape) || value.stream().anyMatch(present -> present.dtype() != newValue.dtype())) {
      throw new IllegalArgumentException("parameter " + value.map(present -> name + ": " + present.type())
          .orElse(name + shape) + " cannot be set to " + newValue.type());
    }
    frame().set(this, variable(newValue));
  }

  private void requireNoTrace() {
    if (Tracing.isOpen()) {
      throw new IllegalStateException(
          "parameter " + name + shape + " cannot be set by a function that is being traced: it would "
              + "be set once, and not in each run; let the function return it, or train with Plan.eager()");
    }
  }

  Tensor variable(Tensor newValue) {
    return Tensor.variable(newValue).named(name);
  }

  @Override
  public String toString() {
    return value.map(_ -> present().toString()).orElse(name + shape + " without a value");
  }
}
