package dev.adjoint.nn;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.nn.init.Initializer;

/** Something that training changes: a named cell around an immutable tensor, which is a variable to differentiate by. */
public final class Parameter {
  private static final ScopedValue<Map<Parameter, Tensor>> STAND_INS = ScopedValue.newInstance();

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
   * The present value, a variable.
   *
   * @throws IllegalStateException if it has none yet
   */
  public Tensor value() {
    if (STAND_INS.isBound() && STAND_INS.get().containsKey(this)) {
      return STAND_INS.get().get(this);
    }
    return value.orElseThrow(() -> new IllegalStateException(
        "parameter " + name + shape + " has no value yet: call initialize(dtype, seed) on its layer"));
  }

  /**
   * What a body gives while other tensors stand in for the values of parameters, on this thread: how a model becomes a function
   * of its parameters, to be traced or differentiated.
   */
  public static <T> T with(Map<Parameter, Tensor> standIns, Supplier<T> body) {
    return ScopedValue.where(STAND_INS, Map.copyOf(standIns)).call(body::get);
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
