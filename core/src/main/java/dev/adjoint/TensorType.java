package dev.adjoint;

import java.util.Objects;

import dev.adjoint.internal.Message;

/**
 * What is known of a tensor before its values are: element type and shape.
 *
 * @param dtype the type of the elements
 * @param shape the sizes of the axes
 */
public record TensorType(DType dtype, Shape shape) {
  private static final TensorType DOUBLE = new TensorType(DType.FLOAT64, Shape.SCALAR);
  private static final TensorType FLOAT = new TensorType(DType.FLOAT32, Shape.SCALAR);
  private static final TensorType INT = new TensorType(DType.INT32, Shape.SCALAR);
  private static final TensorType BOOLEAN = new TensorType(DType.BOOL, Shape.SCALAR);

  /** An element type and a shape. */
  public TensorType {
    Objects.requireNonNull(dtype, "type: the element type is null");
    Objects.requireNonNull(shape, "type: the shape is null");
  }

  /** The type of a single number. */
  public static TensorType number(DType dtype) {
    return switch (dtype) {
      case FLOAT64 -> DOUBLE;
      case FLOAT32 -> FLOAT;
      case INT32 -> INT;
      case BOOL -> BOOLEAN;
    };
  }

  /** What an array of this type takes. */
  public long bytes() {
    return (long) shape.size() * dtype.bytes();
  }

  /** The same shape with other elements. */
  public TensorType with(DType other) {
    return dtype == other ? this : new TensorType(other, shape);
  }

  /** The same elements in another shape. */
  public TensorType with(Shape other) {
    return new TensorType(dtype, other);
  }

  /**
   * This type, if its elements are floating-point numbers.
   *
   * @throws IllegalArgumentException otherwise, in the name of {@code operation}
   */
  public TensorType requireFloating(String operation) {
    if (!dtype.isFloating()) {
      throw Message.illegal(operation, "needs floating-point elements, got %s; convert with cast(FLOAT64)", this);
    }
    return this;
  }

  /**
   * This type, if its elements are numbers, floating-point or whole.
   *
   * @throws IllegalArgumentException otherwise, in the name of {@code operation}
   */
  public TensorType requireNumbers(String operation) {
    if (dtype == DType.BOOL) {
      throw Message.illegal(operation, "needs numbers, got %s; convert with cast(INT32)", this);
    }
    return this;
  }

  /**
   * This type, if its elements are of the given type.
   *
   * @throws IllegalArgumentException otherwise, in the name of {@code operation}
   */
  public TensorType require(String operation, DType needed) {
    if (dtype != needed) {
      throw Message.illegal(operation, "needs %s elements, got %s", needed, this);
    }
    return this;
  }

  /**
   * The type of an elementwise operation on two tensors: the same elements, the broadcast shape.
   *
   * @throws IllegalArgumentException if the element types differ or the shapes do not broadcast
   */
  public TensorType broadcast(String operation, TensorType other) {
    if (this.equals(other)) {
      return this;
    }
    if (dtype != other.dtype) {
      throw elementsDiffer(operation, other);
    }
    return with(shape.broadcast(operation, other.shape));
  }

  /** What is wrong if an operation needs two tensors of one element type and has not: the advice loses nothing where it can. */
  public IllegalArgumentException elementsDiffer(String operation, TensorType other) {
    return Message.illegal(operation, "element types differ: %s and %s; convert one of them, e.g. with cast(%s)", this,
        other,
        dtype.isFloating() || !other.dtype.isFloating() && dtype == DType.INT32 ? dtype : other.dtype);
  }

  @Override
  public boolean equals(Object o) {
    return this == o || (o instanceof TensorType t && dtype == t.dtype && shape.equals(t.shape));
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + dtype.name().hashCode(); // the same in every JVM, which an enum's own hash is not
  }

  /** For example {@code FLOAT64[32, 10]}. */
  @Override
  public String toString() {
    return dtype + shape.toString();
  }
}
