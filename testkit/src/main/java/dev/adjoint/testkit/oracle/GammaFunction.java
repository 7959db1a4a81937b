package dev.adjoint.testkit.oracle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.hipparchus.CalculusFieldElement;
import org.hipparchus.fraction.BigFraction;
import org.hipparchus.util.CombinatoricsUtils;

/**
 * ln |Γ| and its derivatives by the Euler-Maclaurin formula at x + 30, and the recurrence from there down (M. Abramowitz and I. Stegun,
 * "Handbook of Mathematical Functions", 1964, 6.1.40, 6.3.18, 6.4.11): 50 digits, on either side of 0.
 *
 * @param <T> the numbers
 */
final class GammaFunction<T extends CalculusFieldElement<T>> {
  private static final int SHIFT = 30;
  private static final int TERMS = 26;
  /** B₂, B₄, … */
  private static final List<BigFraction> BERNOULLI = bernoulli();

  private final T zero;

  GammaFunction(T number) {
    zero = number.newInstance(0);
  }

  /** From Σ C(m + 1, j) Bⱼ = 0 over j ≤ m. */
  private static List<BigFraction> bernoulli() {
    var b = new ArrayList<>(List.of(BigFraction.ONE));
    for (int m = 1; m <= 2 * TERMS; m++) {
      var sum = BigFraction.ZERO;
      for (int j = 0; j < m; j++) {
        sum = sum.add(b.get(j).multiply(CombinatoricsUtils.binomialCoefficient(m + 1, j)));
      }
      b.add(sum.divide(-m - 1));
    }
    return IntStream.rangeClosed(1, TERMS).mapToObj(k -> b.get(2 * k)).toList();
  }

  private T bernoulli(int k) {
    var b = BERNOULLI.get(k - 1);
    return whole(b.getNumerator()).divide(whole(b.getDenominator()));
  }

  private T whole(double n) {
    return zero.newInstance(n);
  }

  private T whole(BigInteger n) {
    return n.bitLength() <= 53
        ? whole(n.doubleValue())
        : whole(n.shiftRight(50)).multiply(whole(0x1p50)).add(whole(n.subtract(n.shiftRight(50).shiftLeft(50))));
  }

  private Stream<T> steps(T x) {
    return IntStream.range(0, SHIFT).mapToObj(k -> x.add(whole(k)));
  }

  private T sum(Stream<T> terms) {
    return terms.reduce(zero, CalculusFieldElement::add);
  }

  private T power(T x, int n) {
    return Stream.generate(() -> x).limit(n).reduce(whole(1), CalculusFieldElement::multiply);
  }

  T logarithm(T x) {
    var a = x.add(whole(SHIFT));
    var square = a.multiply(a).reciprocal();
    var series = zero;
    for (int k = TERMS; k > 0; k--) {
      series = series.multiply(square).add(bernoulli(k).divide(whole(2 * k * (2 * k - 1))));
    }
    var half = whole(1).divide(whole(2));
    var circle = x.getPi().multiply(whole(2)).log().multiply(half);
    var product = steps(x).reduce(whole(1), CalculusFieldElement::multiply);
    var down = (product.getReal() < 0 ? product.negate() : product).log();
    return a.subtract(half).multiply(a.log()).subtract(a).add(circle).add(series.divide(a)).subtract(down);
  }

  T digamma(T x) {
    var a = x.add(whole(SHIFT));
    var square = a.multiply(a).reciprocal();
    var series = zero;
    for (int k = TERMS; k > 0; k--) {
      series = series.add(bernoulli(k).divide(whole(2 * k))).multiply(square);
    }
    return a.log().subtract(a.multiply(whole(2)).reciprocal()).subtract(series)
        .subtract(sum(steps(x).map(CalculusFieldElement::reciprocal)));
  }

  /** (−1)ⁿ⁺¹ n! Σ (x + k)⁻ⁿ⁻¹, for n ≥ 1. */
  T polygamma(int n, T x) {
    var a = x.add(whole(SHIFT));
    var sum = sum(steps(x).map(t -> power(t, n + 1).reciprocal()))
        .add(power(a, n).multiply(whole(n)).reciprocal())
        .add(power(a, n + 1).multiply(whole(2)).reciprocal());
    var square = a.multiply(a).reciprocal();
    var factor = power(a, n + 2).reciprocal().multiply(whole(n + 1)).divide(whole(2)); // (n + 1)…(n + 2k − 1)/(2k)! a⁻ⁿ⁻²ᵏ
    for (int k = 1; k <= TERMS; k++) {
      sum = sum.add(bernoulli(k).multiply(factor));
      factor = factor.multiply(square).multiply(whole((n + 2 * k) * (n + 2 * k + 1)))
          .divide(whole((2 * k + 1) * (2 * k + 2)));
    }
    for (int k = 2; k <= n; k++) {
      sum = sum.multiply(whole(k));
    }
    return n % 2 == 0 ? sum.negate() : sum;
  }
}
