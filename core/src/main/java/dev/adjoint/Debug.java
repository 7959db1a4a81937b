package dev.adjoint;

import java.util.function.Supplier;

/**
 * Looking closer when something goes wrong. Each method looks while the given work runs on this thread (and on threads that
 * inherit its scoped values); scopes nest and add up. Inside, every node remembers the line of the user's code that made it, which
 * makes small operations many times slower; outside, nothing is paid.
 */
public final class Debug {

  private Debug() {}

  /**
   * Fails at the first NaN or infinity: in forward order, in the backward pass, and in programs, which then run operation by
   * operation. A NaN is found wherever it comes from; an infinity that a constant brings along, such as a mask of −∞, passes.
   *
   * @throws NonFiniteException with the operation, its operands in numbers and the user's line that made the node
   */
  public static <T> T nonFinite(Supplier<T> work) {
    return DebugScope.now().withNonFinite(true).during(work);
  }

  /** The same for work without a result. */
  public static void nonFinite(Runnable work) {
    nonFinite(result(work));
  }

  /**
   * Lets nodes that are not tracked remember what they were computed from, so that {@link Gradients#explain} can follow a path
   * to where it broke. Nothing that was computed inside is freed while something computed from it is held: for a few steps, not
   * for a training.
   */
  public static <T> T history(Supplier<T> work) {
    return DebugScope.now().withHistory().during(work);
  }

  /** The same for work without a result. */
  public static void history(Runnable work) {
    history(result(work));
  }

  private static Supplier<Boolean> result(Runnable work) {
    return () -> {
      work.run();
      return true;
    };
  }
}
