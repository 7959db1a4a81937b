package dev.adjoint;

/** The element types of tensors. The Java array decides: {@code double[]} makes FLOAT64, {@code int[]} makes INT32. */
public enum DType {
  /** 64-bit floating point, {@code double}. */
  FLOAT64,
  /** 32-bit floating point, {@code float}. */
  FLOAT32,
  /** 32-bit integers, {@code int}: indices, labels and counts, with arithmetic that wraps as in Java. */
  INT32,
  /** Truth values, {@code boolean}: masks. */
  BOOL;

  /** Whether derivatives exist with respect to elements of this type. */
  public boolean isFloating() {
    return this == FLOAT64 || this == FLOAT32;
  }

  /** What an element takes in an array. */
  public int bytes() {
    return switch (this) {
      case FLOAT64 -> Double.BYTES;
      case FLOAT32 -> Float.BYTES;
      case INT32 -> Integer.BYTES;
      case BOOL -> 1;
    };
  }

  /** The type of tensors of these elements and that shape. */
  public TensorType tensor(int... dims) {
    return new TensorType(this, Shape.of(dims));
  }
}
