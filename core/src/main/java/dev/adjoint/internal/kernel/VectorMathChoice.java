package dev.adjoint.internal.kernel;

import org.slf4j.LoggerFactory;

/**
 * Chooses the vector math once: the Vector API if its module is there, else plain loops. The classes that name the API are
 * loaded only in the first case, so nothing fails in the second.
 */
final class VectorMathChoice {
  private static final String MODULE = "jdk.incubator.vector";
  private static final boolean PRESENT = ModuleLayer.boot().findModule(MODULE).isPresent();

  static {
    if (!PRESENT) {
      var log = LoggerFactory.getLogger(VectorMath.class);
      log.warn("no module {}: exp, log, tanh and the like run one element at a time; java --add-modules {} is faster",
          MODULE,
          MODULE);
    }
  }

  private VectorMathChoice() {}

  /** Made when doubles are first computed with. */
  static final class Doubles {
    static final VectorMath<double[]> CHOSEN = PRESENT ? VectorApi.doubles() : new DoubleScalarLoops();

    private Doubles() {}
  }

  /** Made when floats are first computed with. */
  static final class Floats {
    static final VectorMath<float[]> CHOSEN = PRESENT ? VectorApi.floats() : new FloatScalarLoops();

    private Floats() {}
  }

  /** Whether the machine computes several elements at a time. */
  static boolean hasVectors() {
    return PRESENT && VectorApi.hasLanes();
  }

  /** What is in use, and the flag that would make it faster. */
  static String describe() {
    return PRESENT
        ? VectorApi.describe()
        : "one element at a time; --add-modules " + MODULE + " would make it faster";
  }

  /** What is touched only when the module is there. */
  private static final class VectorApi {
    private VectorApi() {}

    static boolean hasLanes() {
      return DoubleVectorMath.LANES > 1 && FloatVectorMath.LANES > 1;
    }

    static VectorMath<double[]> doubles() {
      return DoubleVectorMath.LANES > 1 ? new DoubleLongLoops() : new DoubleScalarLoops();
    }

    static VectorMath<float[]> floats() {
      return FloatVectorMath.LANES > 1 ? new FloatLongLoops() : new FloatScalarLoops();
    }

    static String describe() {
      return "%d doubles or %d floats at a time (%s)".formatted(DoubleVectorMath.LANES, FloatVectorMath.LANES, MODULE);
    }
  }
}
