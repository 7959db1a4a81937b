package dev.adjoint.check;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a {@link GradientCheck} found.
 *
 * @param order 1 for gradients, 2 for gradients of gradients
 * @param tolerance the largest relative error allowed
 * @param elements every comparison made
 */
public record Report(int order, double tolerance, List<Element> elements) {

  /**
   * One comparison.
   *
   * @param input the name of the input, or its position, or the direction
   * @param index of the element in the input
   * @param analytic the derivative by the tape
   * @param numeric the derivative by differences
   * @param relativeError how far they are apart
   */
  public record Element(String input, List<Integer> index, double analytic, double numeric, double relativeError) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s%s: tape %.10g, differences %.10g, relative error %.2g", input,
          index.isEmpty() ? "" : index, analytic, numeric, relativeError);
    }
  }

  /** Keeps the elements. */
  public Report {
    elements = List.copyOf(elements);
  }

  /** The comparison with the largest relative error; NaN is the largest. */
  public Optional<Element> worst() {
    return elements.stream().max(Comparator.comparingDouble(Element::relativeError));
  }

  /** Whether every relative error is within the tolerance. */
  public boolean passed() {
    return elements.stream().allMatch(e -> e.relativeError <= tolerance);
  }

  /**
   * Fails unless {@link #passed}.
   *
   * @throws AssertionError with this report
   */
  public void assertPassed() {
    if (!passed()) {
      throw new AssertionError(this);
    }
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "gradient check of order %d %s: %d compared, tolerance %.2g%s", order,
        passed() ? "passed" : "FAILED", elements.size(), tolerance, worst().map(w -> "; worst at " + w).orElse(""));
  }
}
