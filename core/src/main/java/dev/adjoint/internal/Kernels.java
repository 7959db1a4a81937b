package dev.adjoint.internal;

import dev.adjoint.DType;
import dev.adjoint.TensorType;
import dev.adjoint.internal.kernel.BooleanMovements;
import dev.adjoint.internal.kernel.Comparisons;
import dev.adjoint.internal.kernel.DoubleComparisons;
import dev.adjoint.internal.kernel.DoubleFunctions;
import dev.adjoint.internal.kernel.DoubleMoments;
import dev.adjoint.internal.kernel.DoubleMovements;
import dev.adjoint.internal.kernel.DoubleRecurrences;
import dev.adjoint.internal.kernel.DoubleReductions;
import dev.adjoint.internal.kernel.FloatComparisons;
import dev.adjoint.internal.kernel.FloatFunctions;
import dev.adjoint.internal.kernel.FloatMoments;
import dev.adjoint.internal.kernel.FloatMovements;
import dev.adjoint.internal.kernel.FloatRecurrences;
import dev.adjoint.internal.kernel.FloatReductions;
import dev.adjoint.internal.kernel.FloatingReductions;
import dev.adjoint.internal.kernel.Functions;
import dev.adjoint.internal.kernel.IntComparisons;
import dev.adjoint.internal.kernel.IntFunctions;
import dev.adjoint.internal.kernel.IntMovements;
import dev.adjoint.internal.kernel.IntReductions;
import dev.adjoint.internal.kernel.Moments;
import dev.adjoint.internal.kernel.Movements;
import dev.adjoint.internal.kernel.Recurrences;
import dev.adjoint.internal.kernel.Reductions;

/** The one place where an element type chooses its loops. */
public final class Kernels {
  private static final Functions<?> DOUBLE_FUNCTIONS = new DoubleFunctions();
  private static final Functions<?> FLOAT_FUNCTIONS = new FloatFunctions();
  private static final Functions<?> INT_FUNCTIONS = new IntFunctions();
  private static final FloatingReductions<?> DOUBLE_REDUCTIONS = new DoubleReductions();
  private static final FloatingReductions<?> FLOAT_REDUCTIONS = new FloatReductions();
  private static final Reductions<?> INT_REDUCTIONS = new IntReductions();
  private static final Recurrences<?> DOUBLE_RECURRENCES = new DoubleRecurrences();
  private static final Recurrences<?> FLOAT_RECURRENCES = new FloatRecurrences();
  private static final Moments<?> DOUBLE_MOMENTS = new DoubleMoments();
  private static final Moments<?> FLOAT_MOMENTS = new FloatMoments();
  private static final Comparisons<?> DOUBLE_COMPARISONS = new DoubleComparisons();
  private static final Comparisons<?> FLOAT_COMPARISONS = new FloatComparisons();
  private static final Comparisons<?> INT_COMPARISONS = new IntComparisons();
  private static final Movements<?> DOUBLE_MOVEMENTS = new DoubleMovements();
  private static final Movements<?> FLOAT_MOVEMENTS = new FloatMovements();
  private static final Movements<?> INT_MOVEMENTS = new IntMovements();
  private static final Movements<?> BOOLEAN_MOVEMENTS = new BooleanMovements();

  private Kernels() {}

  /** The elementwise loops. */
  @SuppressWarnings("unchecked") // the arrays passed are the storage of arrays of this type
  public static Functions<Object> functions(DType dtype) {
    return (Functions<Object>) switch (dtype) {
      case FLOAT64 -> DOUBLE_FUNCTIONS;
      case FLOAT32 -> FLOAT_FUNCTIONS;
      case INT32 -> INT_FUNCTIONS;
      case BOOL -> throw Message.illegal("kernel", "no elementwise functions of %s", dtype);
    };
  }

  /** The loops along an axis. */
  @SuppressWarnings("unchecked")
  public static Reductions<Object> reductions(DType dtype) {
    return (Reductions<Object>) switch (dtype) {
      case FLOAT64 -> DOUBLE_REDUCTIONS;
      case FLOAT32 -> FLOAT_REDUCTIONS;
      case INT32 -> INT_REDUCTIONS;
      case BOOL -> throw Message.illegal("kernel", "no reductions of %s", dtype);
    };
  }

  /** The loops along an axis of floating-point numbers. */
  @SuppressWarnings("unchecked")
  public static FloatingReductions<Object> floatingReductions(DType dtype) {
    return (FloatingReductions<Object>) switch (dtype) {
      case FLOAT64 -> DOUBLE_REDUCTIONS;
      case FLOAT32 -> FLOAT_REDUCTIONS;
      case INT32, BOOL -> throw Message.illegal("kernel", "no floating-point numbers among %s", dtype);
    };
  }

  /** The loops in which each step needs the one before it. */
  @SuppressWarnings("unchecked")
  public static Recurrences<Object> recurrences(DType dtype) {
    return (Recurrences<Object>) switch (dtype) {
      case FLOAT64 -> DOUBLE_RECURRENCES;
      case FLOAT32 -> FLOAT_RECURRENCES;
      case INT32, BOOL -> throw Message.illegal("kernel", "no recurrences of %s", dtype);
    };
  }

  /** Mean and variance. */
  @SuppressWarnings("unchecked")
  public static Moments<Object> moments(DType dtype) {
    return (Moments<Object>) switch (dtype) {
      case FLOAT64 -> DOUBLE_MOMENTS;
      case FLOAT32 -> FLOAT_MOMENTS;
      case INT32, BOOL -> throw Message.illegal("kernel", "no moments of %s", dtype);
    };
  }

  /** The comparing loops. */
  @SuppressWarnings("unchecked")
  public static Comparisons<Object> comparisons(DType dtype) {
    return (Comparisons<Object>) switch (dtype) {
      case FLOAT64 -> DOUBLE_COMPARISONS;
      case FLOAT32 -> FLOAT_COMPARISONS;
      case INT32 -> INT_COMPARISONS;
      case BOOL -> throw Message.illegal("kernel", "no order among %s", dtype);
    };
  }

  /**
   * A Java array for the elements of this type.
   *
   * @throws OutOfMemoryError if there is no room for it, which says for what and how much
   */
  public static Object allocate(TensorType type) {
    try {
      return movements(type.dtype()).allocate(type.shape().size());
    } catch (OutOfMemoryError e) {
      throw Message.memory("array", "%s takes %,d bytes, and there is no room for them in a heap of %,d (%s)", type,
          type.bytes(), Runtime.getRuntime().maxMemory(), e.getMessage());
    }
  }

  /** The moving loops. */
  @SuppressWarnings("unchecked")
  public static Movements<Object> movements(DType dtype) {
    return (Movements<Object>) switch (dtype) {
      case FLOAT64 -> DOUBLE_MOVEMENTS;
      case FLOAT32 -> FLOAT_MOVEMENTS;
      case INT32 -> INT_MOVEMENTS;
      case BOOL -> BOOLEAN_MOVEMENTS;
    };
  }
}
