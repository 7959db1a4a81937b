package dev.adjoint.array;

import java.util.Locale;

import dev.adjoint.TensorType;

/**
 * The elements of an array at a glance.
 *
 * @param type of the array
 * @param min the smallest finite element; NaN if there is none
 * @param max the largest finite element; NaN if there is none
 * @param mean of the finite elements; NaN if there is none
 * @param nan how many elements are NaN
 * @param infinite how many elements are ±∞
 */
public record Statistics(TensorType type, double min, double max, double mean, int nan, int infinite) {

  /** The statistics of an array; true counts as 1. */
  public static Statistics of(NdArray x) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    int nan = 0;
    int infinite = 0;
    for (int i = 0; i < x.size(); i++) {
      double element = Casts.number(x, i);
      if (Double.isNaN(element)) {
        nan++;
      } else if (Double.isInfinite(element)) {
        infinite++;
      } else {
        min = Math.min(min, element);
        max = Math.max(max, element);
        sum += element;
      }
    }
    int finite = x.size() - nan - infinite;
    return finite == 0
        ? new Statistics(x.type(), Double.NaN, Double.NaN, Double.NaN, nan, infinite)
        : new Statistics(x.type(), min, max, sum / finite, nan, infinite);
  }

  /** Whether there is no NaN and no infinity. */
  public boolean isFinite() {
    return nan == 0 && infinite == 0;
  }

  /** Whether every element is 0, of which an empty array has none. */
  public boolean isZero() {
    return isFinite() && (type.shape().size() == 0 || (min == 0 && max == 0));
  }

  /** For example {@code FLOAT64[2, 3] min -1, max 2.5, mean 0.75, 1 NaN, 0 infinite}. */
  @Override
  public String toString() {
    return type + " " + numbers();
  }

  /** The same without the type. */
  public String numbers() {
    return String.format("min %s, max %s, mean %s, %d NaN, %d infinite", text(min), text(max), text(mean), nan,
        infinite);
  }

  private static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e6
        ? Long.toString((long) number)
        : String.format(Locale.ROOT, "%.4g", number);
  }
}
