package dev.adjoint.op;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import dev.adjoint.Autodiff;
import dev.adjoint.DType;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class OrderingTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  /** Against the JDK's stable sort of objects, with many ties. */
  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "INT32"})
  void asTheJdkSorts(DType dtype) {
    var random = new Random(5);
    for (int n : new int[]{0, 1, 2, 3, 7, 64, 1000}) {
      double[] numbers = random.doubles(n, -9, 9).map(Math::rint).toArray();
      var x = Tensor.of(numbers).cast(dtype);
      for (boolean descending : new boolean[]{false, true}) {
        Comparator<Integer> rising = Comparator.comparingDouble(i -> numbers[i] + 0.0);
        int[] expected = IntStream.range(0, n).boxed().sorted(descending ? rising.reversed() : rising)
            .mapToInt(Integer::intValue).toArray();
        var found = descending ? x.topK(n, 0).indices() : x.argsort(0);
        assertArrayEquals(expected, found.toInts());
        assertEquals(x.indexSelect(0, found).value(), (descending ? x.topK(n, 0).values() : x.sort(0)).value());
      }
    }
  }

  @Test
  void alongAnyAxis() {
    var x = Tensor.normal(DType.FLOAT64.tensor(3, 4, 5), 2);
    for (int axis = 0; axis < 3; axis++) {
      var last = x.swapAxes(axis, 2).sort(2).swapAxes(axis, 2);
      assertEquals(last.value(), x.sort(axis).value());
      assertEquals(x.sort(axis).value(), x.gather(axis, x.argsort(axis - 3)).value());
      assertEquals(x.sort(1).value(), Autodiff.vmap(matrix -> matrix.sort(0)).apply(x).value());
      assertEquals(x.max(axis).value(), x.topK(1, axis).values().squeeze(axis).value());
    }
  }

  @Test
  void specialValues() {
    var x = Tensor.of(NAN, 1, -0.0, 0.0, INF, -INF, NAN);
    assertArrayEquals(new double[]{-INF, -0.0, 0.0, 1, INF, NAN, NAN}, x.sort(0).toDoubles());
    assertArrayEquals(new int[]{5, 2, 3, 1, 4, 0, 6}, x.argsort(0).toInts());
    assertArrayEquals(new int[]{0, 6, 4}, x.topK(3, 0).indices().toInts());
    assertArrayEquals(new int[]{1, 0}, Tensor.of(0.0, 1).topK(2, 0).indices().toInts());
    assertEquals(0, x.topK(0, 0).values().size());
  }

  /** Ties: the first of all, the last until here, as in PyTorch; a NaN stays. */
  @Test
  void extremesWithIndices() {
    var x = Tensor.of(new double[][]{{2, 5, 5, 1}, {3, NAN, 7, NAN}, {0.0, -0.0, -1, -1}});
    assertArrayEquals(new double[]{5, NAN, 0}, x.maxWithIndices(1).values().toDoubles());
    assertArrayEquals(new int[]{1, 1, 0}, x.maxWithIndices(1).indices().toInts());
    assertArrayEquals(new double[]{1, NAN, -1}, x.minWithIndices(-1).values().toDoubles());
    assertArrayEquals(new int[]{3, 1, 2}, x.minWithIndices(1).indices().toInts());
    assertArrayEquals(new double[]{2, 5, 5, 5, 3, NAN, NAN, NAN, 0.0, -0.0, -0.0, -0.0},
        x.cumulativeMax(1).values().toDoubles());
    assertArrayEquals(new int[]{0, 1, 2, 2, 0, 1, 1, 3, 0, 1, 1, 1}, x.cumulativeMax(1).indices().toInts());
    assertArrayEquals(new double[]{2, 2, 2, 1, 3, NAN, NAN, NAN, 0.0, -0.0, -1, -1},
        x.cumulativeMin(1).values().toDoubles());
    assertArrayEquals(new int[]{0, 0, 0, 3, 0, 1, 1, 3, 0, 1, 2, 3}, x.cumulativeMin(1).indices().toInts());
    var whole = Tensor.of(3, Integer.MIN_VALUE, 4, 4);
    assertArrayEquals(new int[]{3, 3, 4, 4}, whole.cumulativeMax(0).values().toInts());
    assertEquals(2, whole.maxWithIndices(0).indices().item());
    assertEquals(Integer.MIN_VALUE, whole.minWithIndices(0).values().item());
    assertArrayEquals(new double[]{0, 1, 0},
        Autodiff.grad(t -> t.maxWithIndices(0).values()).apply(Tensor.of(1.0, 2, 2)).toDoubles());
    assertArrayEquals(new double[]{1, 1, 1},
        Autodiff.grad(t -> t.cumulativeMax(0).values().sum()).apply(Tensor.of(1.0, 2, 2)).toDoubles());
    assertEquals(0, Tensor.zeros(0, 3).cumulativeMax(0).values().size());
    assertEquals(0, Tensor.zeros(0, 3).maxWithIndices(1).indices().size());
  }

  @Test
  void cumulativeExtremesAlongAnyAxisAreThoseOfEachBeginning() {
    var x = Tensor.normal(DType.FLOAT64.tensor(3, 4, 5), 2).mul(2).cast(DType.INT32).cast(DType.FLOAT64); // with ties
    for (int axis = 0; axis < 3; axis++) {
      for (int k = 1; k <= x.shape().dim(axis); k++) {
        var until = x.slice(axis, 0, k);
        assertEquals(until.max(axis).value(), x.cumulativeMax(axis).values().select(axis, k - 1).value());
        assertEquals(until.min(axis).value(), x.cumulativeMin(axis).values().select(axis, k - 1).value());
      }
      var max = x.cumulativeMax(axis);
      assertEquals(max.values().value(), x.gather(axis, max.indices()).value());
    }
  }

  /** As numpy.quantile and numpy.median give them. */
  @Test
  void quantiles() {
    var x = Tensor.of(7.0, 1, 3, 9);
    assertEquals(5, x.median(0).item());
    assertEquals(3, x.slice(0, 0, 3).median(0).item());
    assertEquals(1, x.quantile(0, 0).item());
    assertEquals(9, x.quantile(1, 0).item());
    assertEquals(2.5, x.quantile(0.25, 0).item());
    assertEquals(1.6, x.quantile(0.1, 0).item(), 1e-15);
    assertEquals(NAN, Tensor.of(1, NAN, 3).median(0).item());
    assertEquals(INF, Tensor.of(1, INF, INF).median(0).item());
    assertEquals(INF, Tensor.of(INF, INF, INF, INF).median(0).item());
    assertArrayEquals(new double[]{0, 0.5, 0, 0.5},
        Autodiff.grad(t -> t.median(0)).apply(Tensor.of(1.0, 7, 9, 3)).toDoubles());
  }

  @Test
  void errors() {
    for (var message : List.of("sort: ", "topK: there are no 4 largest of 3", "quantile: q = 2.0",
        "maxWithIndices: there is no element along axis 1 of FLOAT64[3, 0]",
        "cumulativeMin: truth values have no order",
        "median: q = 0.5 of 0 elements")) {
      var e = assertThrows(IllegalArgumentException.class, () -> {
        var x = Tensor.of(1.0, 2, 3);
        switch (message) {
          case "sort: " -> Tensor.of(true, false).sort(0);
          case "topK: there are no 4 largest of 3" -> x.topK(4, 0);
          case "maxWithIndices: there is no element along axis 1 of FLOAT64[3, 0]" ->
            Tensor.zeros(3, 0).maxWithIndices(1);
          case "cumulativeMin: truth values have no order" -> Tensor.of(true, false).cumulativeMin(0);
          case "quantile: q = 2.0" -> x.quantile(2, 0);
          default -> Tensor.zeros(0).median(0);
        }
      });
      assertEquals(message, e.getMessage().substring(0, message.length()), Arrays.toString(e.getStackTrace()));
    }
  }
}
