package dev.adjoint.testkit;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A set of numbers for the elements of a tensor.
 *
 * @param min the smallest
 * @param max the largest
 * @param avoided numbers that no element comes close to
 * @param margin how close is too close
 * @param kind what else is special about them
 */
public record Values(double min, double max, List<Double> avoided, double margin, Kind kind) {
  /** From −10 to 10. */
  public static final Values DEFAULT = new Values(-10, 10, List.of(), 0, Kind.ANY);

  private static final List<Double> SPECIALS = List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
      0.0,
      -0.0, Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, 0x1p-1022);

  /** What is special about the elements. */
  public enum Kind {
    /** Nothing: most have many digits, some are whole, so that ties and zeros occur now and then. */
    ANY,
    /** Whole numbers: in a small range, ties and zeros abound. */
    WHOLE,
    /** No two are closer than a hundredth of the range divided by their number: no ties. */
    APART,
    /** One in four is not a number, infinite, a zero of either sign, or as large or small as there are; the range does not bind it. */
    SPECIAL
  }

  /** Checks the bounds. */
  public Values {
    if (!(min <= max) || Double.isInfinite(min) || Double.isInfinite(max)) {
      throw new IllegalArgumentException("values: there is no range from " + min + " to " + max);
    }
    avoided = List.copyOf(avoided);
  }

  /** Within a range. */
  public Values between(double smallest, double largest) {
    return new Values(smallest, largest, avoided, margin, kind);
  }

  /** Not close to these. */
  public Values awayFrom(double by, double... numbers) {
    return new Values(min, max, Arrays.stream(numbers).boxed().toList(), by, kind);
  }

  /** Of another kind. */
  public Values of(Kind other) {
    return new Values(min, max, avoided, margin, other);
  }

  /** Whether these can be the elements of one tensor. */
  public boolean allow(double[] elements) {
    return Arrays.stream(elements).allMatch(this::allow)
        && (kind != Kind.APART || smallestGap(elements) >= gap(elements.length));
  }

  private boolean allow(double v) {
    if (kind == Kind.SPECIAL && isSpecial(v)) {
      return true;
    }
    return v >= min && v <= max && avoided.stream().allMatch(a -> Math.abs(v - a) >= margin)
        && (kind != Kind.WHOLE || v == Math.rint(v));
  }

  private static boolean isSpecial(double v) {
    return SPECIALS.stream().anyMatch(s -> s.equals(v));
  }

  private double gap(int n) {
    return (max - min) / n / 100;
  }

  private static double smallestGap(double[] elements) {
    double[] sorted = elements.clone();
    Arrays.sort(sorted);
    return IntStream.range(1, sorted.length).mapToDouble(i -> sorted[i] - sorted[i - 1]).min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** The elements of one tensor. */
  public double[] draw(int n, Random random) {
    for (int attempt = 0; attempt < 1000; attempt++) {
      boolean whole = kind == Kind.WHOLE || (kind != Kind.APART && random.nextInt(8) == 0);
      double[] elements = DoubleStream.generate(() -> drawOne(whole, random)).limit(n).toArray();
      if (kind != Kind.APART || smallestGap(elements) >= gap(n)) {
        return elements;
      }
    }
    throw new IllegalArgumentException("values: found no " + n + " numbers of " + this);
  }

  private double drawOne(boolean whole, Random random) {
    for (int attempt = 0; attempt < 1000; attempt++) {
      double v = kind == Kind.SPECIAL && random.nextInt(4) == 0
          ? SPECIALS.get(random.nextInt(SPECIALS.size()))
          : inRange(whole, random);
      if (allow(v)) {
        return v;
      }
    }
    throw new IllegalArgumentException("values: found no number among " + this);
  }

  private double inRange(boolean whole, Random random) {
    double v = min + (max - min) * random.nextDouble();
    double rounded = Math.clamp(Math.rint(v), min, max);
    return whole && allow(rounded) ? rounded + 0.0 : v;
  }

  /** The number closest to 0: the simplest of them. */
  double simplest() {
    return Math.clamp(0.0, min, max);
  }

  /** How many digits a number takes to write, and how far it is from the simplest; not a number is as complicated as can be. */
  long complexity(double v) {
    if (v == simplest()) {
      return 0;
    }
    if (Double.isNaN(v) || Double.isInfinite(v) || Math.abs(v) > 1e15) {
      return 100_000_000;
    }
    int decimals = Math.clamp(BigDecimal.valueOf(v).stripTrailingZeros().scale(), 0, 30);
    return 1 + (v < 0 ? 1 : 0) + 2 * (long) Math.min(Math.abs(v), 499_999) + decimals * 1_000_000L;
  }

  /** Rounder numbers in place of one, the roundest first. */
  DoubleStream rounder(double v) {
    return Double.isFinite(v)
        ? DoubleStream.of(simplest(), Math.signum(v), Math.rint(v), Math.rint(v / 2), Math.rint(v) - Math.signum(v),
            Math.rint(v * 10) / 10,
            Math.rint(v * 100) / 100, -v).map(r -> r + 0.0)
        : DoubleStream.of(simplest(), 1);
  }
}
