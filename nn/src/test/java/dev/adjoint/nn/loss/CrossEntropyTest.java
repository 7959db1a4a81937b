package dev.adjoint.nn.loss;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class CrossEntropyTest {
  private final Loss loss = new CrossEntropy();

  @Property(tries = 200, seed = "1")
  void isItsFormula(@ForAll @IntRange(min = 1, max = 7) int n, @ForAll @IntRange(min = 2, max = 7) int c,
      @ForAll long seed) {
    var x = logits(n, c, seed);
    var p = logits(n, c, seed + 1).softmax();
    double sum = 0;
    for (int r = 0; r < n; r++) {
      double[] row = x.get(r).toDoubles();
      double exponentials = 0;
      for (double v : row) {
        exponentials += Math.exp(v);
      }
      for (int k = 0; k < c; k++) {
        sum += p.get(r).get(k).item() * Math.log(Math.exp(row[k]) / exponentials);
      }
    }
    assertEquals(-sum / n, loss.of(x, p).item(), 1e-12);
  }

  @Property(tries = 200, seed = "2")
  void aClassIndexMeansAllProbabilityOnThatClass(@ForAll @IntRange(min = 1, max = 7) int n,
      @ForAll @IntRange(min = 2, max = 7) int c, @ForAll long seed) {
    var x = Tensor.variable(logits(n, c, seed));
    int[] labels = new int[n];
    var random = new java.util.Random(seed);
    for (int i = 0; i < n; i++) {
      labels[i] = random.nextInt(c);
    }
    var byIndex = loss.of(x, Tensor.of(labels));
    var byProbability = loss.of(x, Tensor.of(labels).oneHot(c));
    assertEquals(byProbability.item(), byIndex.item());
    assertArrayEquals(byProbability.backward().of(x).toDoubles(), byIndex.backward().of(x).toDoubles());
  }

  private static Tensor logits(int n, int c, long seed) {
    return Tensor.normal(DType.FLOAT64.tensor(n, c), seed).mul(2);
  }

  @Test
  void hugeLogitsDoNotOverflow() {
    var x = Tensor.variable(new double[][]{{1e4, 0}, {0, 1e4}});
    var l = loss.of(x, Tensor.of(0, 0));
    assertEquals(5000, l.item());
    assertArrayEquals(new double[]{0, 0, -0.5, 0.5}, l.backward().of(x).toDoubles());
  }

  @Test
  void aClassThatThereIsNotIsRefused() {
    assertThrows(RuntimeException.class, () -> loss.of(Tensor.zeros(1, 3), Tensor.of(new int[]{3})));
  }
}
