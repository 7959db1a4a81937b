package dev.adjoint.nn.data;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

import dev.adjoint.Tensor;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Example i has the input i, so that a part tells which examples it holds. */
class SplitTest {

  private static Dataset numbered(int[] labels) {
    return new Dataset(ids(labels.length), Tensor.of(labels));
  }

  private static Dataset numbered(int n) {
    return new Dataset(ids(n), ids(n).mul(-1));
  }

  private static Tensor ids(int n) {
    return Tensor.arange(0, n, 1.0).reshape(n, 1);
  }

  private static int[] labels(int n, int classes, long seed) {
    return new Random(seed).ints(n, 0, classes).toArray();
  }

  private static double[] inputs(Dataset part) {
    return part.inputs().toDoubles();
  }

  @Property(tries = 1000, seed = "1")
  void everyExampleIsInOnePartWithItsTarget(@ForAll @IntRange(min = 1, max = 60) int n,
      @ForAll @IntRange(min = 1, max = 5) int classes, @ForAll @DoubleRange(max = 1) double heldOut,
      @ForAll @IntRange(max = 999) int seed) {
    int[] labels = labels(n, classes, seed);
    var split = numbered(labels).split(heldOut, seed);
    double[] all = Arrays.copyOf(inputs(split.train()), n);
    double[] test = inputs(split.test());
    assertEquals(n, split.train().size() + test.length);
    System.arraycopy(test, 0, all, split.train().size(), test.length);
    Arrays.sort(all);
    assertArrayEquals(IntStream.range(0, n).asDoubleStream().toArray(), all);
    for (var part : new Dataset[]{split.train(), split.test()}) {
      int[] expected = Arrays.stream(inputs(part)).mapToInt(id -> labels[(int) id]).toArray();
      assertArrayEquals(expected, part.targets().toInts());
    }
  }

  @Property(tries = 1000, seed = "2")
  void everyClassIsSplitByItself(@ForAll @IntRange(min = 1, max = 60) int n,
      @ForAll @IntRange(min = 1, max = 5) int classes, @ForAll @DoubleRange(max = 1) double heldOut,
      @ForAll @IntRange(max = 999) int seed) {
    int[] labels = labels(n, classes, seed);
    int[] test = numbered(labels).split(heldOut, seed).test().targets().toInts();
    for (int c = 0; c < classes; c++) {
      int label = c;
      long of = Arrays.stream(labels).filter(l -> l == label).count();
      assertEquals(Math.round(heldOut * of), Arrays.stream(test).filter(l -> l == label).count());
    }
  }

  @Property(tries = 1000, seed = "3")
  void whereTargetsAreNumbersTheSizeIsTheFraction(@ForAll @IntRange(min = 1, max = 60) int n,
      @ForAll @DoubleRange(max = 1) double heldOut, @ForAll @IntRange(max = 999) int seed) {
    var split = numbered(n).split(heldOut, seed);
    assertEquals(Math.round(heldOut * n), split.test().size());
    assertEquals(n - split.test().size(), split.train().size());
  }

  @Property(tries = 100, seed = "4")
  void theSeedAloneDecides(@ForAll @IntRange(min = 20, max = 60) int n, @ForAll @IntRange(max = 999) int seed) {
    var data = numbered(labels(n, 2, 5));
    double[] once = inputs(data.split(0.5, seed).test());
    assertArrayEquals(once, inputs(data.split(0.5, seed).test()));
    assertFalse(IntStream.range(1, 5).allMatch(i -> Arrays.equals(once, inputs(data.split(0.5, seed + i).test()))));
  }

  @Property(tries = 1000, seed = "5")
  void shuffledIsAPermutation(@ForAll @IntRange(max = 60) int n, @ForAll @IntRange(max = 999) int seed) {
    var data = numbered(n);
    int[] order = data.shuffled(seed);
    assertArrayEquals(order, data.shuffled(seed));
    Arrays.sort(order);
    assertArrayEquals(IntStream.range(0, n).toArray(), order);
  }

  @Example
  void eachOrderIsAsLikelyAsAnother() {
    // 6 orders of 3 examples, 6000 draws: 1000 each, five binomial deviations wide.
    int[] counts = new int[9];
    for (int seed = 0; seed < 6000; seed++) {
      int[] order = numbered(3).shuffled(seed * 7919L);
      counts[3 * order[0] + order[1]]++;
    }
    for (int first = 0; first < 3; first++) {
      for (int second = 0; second < 3; second++) {
        assertEquals(first == second ? 0 : 1000, counts[3 * first + second],
            5 * Math.sqrt(6000 * (1.0 / 6) * (5.0 / 6)));
      }
    }
  }

  @Example
  void aFractionOutsideOfZeroAndOneIsRefused() {
    for (double heldOut : new double[]{-0.1, 1.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> numbered(3).split(heldOut, 1));
    }
  }
}
