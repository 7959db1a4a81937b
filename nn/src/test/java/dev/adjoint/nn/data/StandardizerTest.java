package dev.adjoint.nn.data;

import java.util.Arrays;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class StandardizerTest {

  @Property(tries = 200, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void whatItIsFitToHasMeanZeroAndDeviationOne(@ForAll @IntRange(min = 2, max = 40) int n,
      @ForAll @IntRange(min = 1, max = 5) int d, @ForAll @DoubleRange(min = -1000, max = 1000) double mean,
      @ForAll @DoubleRange(min = 0.01, max = 1000) double deviation, @ForAll @IntRange(max = 999) int seed) {
    var x = Tensor.normal(DType.FLOAT64.tensor(n, d), seed).mul(deviation).add(mean);
    var z = Standardizer.fit(x).apply(x);
    for (int c = 0; c < d; c++) {
      double[] column = z.select(1, c).toDoubles();
      double average = Arrays.stream(column).average().orElseThrow();
      double variance = Arrays.stream(column).map(v -> (v - average) * (v - average)).sum() / n;
      // Of a mean of 1000 and a deviation of 0.01, 10⁻¹¹ is what rounding leaves.
      assertEquals(0, average, 1e-9);
      assertEquals(1, variance, 1e-9);
    }
  }

  @Example
  void aMillionFloatsFarFromZeroAreScaledToDeviationOne() {
    var x = Tensor.normal(DType.FLOAT64.tensor(1_000_000, 2), 7).add(1000).cast(DType.FLOAT32);
    var exact = x.cast(DType.FLOAT64);
    var scale = Standardizer.fit(x);
    for (int c = 0; c < 2; c++) {
      assertEquals(exact.select(1, c).mean().item(), scale.mean().flatten().get(c).item(), 1e-4); // an ulp of 1000
      assertEquals(exact.select(1, c).standardDeviation().item(), scale.deviation().flatten().get(c).item(), 1e-6);
    }
  }

  @Property(tries = 300, seed = "2")
  void aColumnThatNeverVariesGivesZero(@ForAll @IntRange(min = 1, max = 100) int n,
      @ForAll @DoubleRange(min = -1e9, max = 1e9) double constant) {
    var x = Tensor.full(constant, DType.FLOAT64.tensor(n, 1));
    assertArrayEquals(new double[n], Standardizer.fit(x).apply(x).toDoubles(), 1e-300);
  }

  @Property(tries = 300, seed = "3")
  void aColumnOfFloatsThatNeverVariesGivesZero(@ForAll @IntRange(min = 1, max = 100) int n,
      @ForAll @DoubleRange(min = -1e9, max = 1e9) double constant) {
    var x = Tensor.full(constant, DType.FLOAT32.tensor(n, 1));
    assertArrayEquals(new float[n], Standardizer.fit(x).apply(x).toFloats(), 1e-30f);
  }

  @Example
  void aColumnThatVariesOnlyInWhatIsHeldOutStaysFinite() {
    var scale = Standardizer.fit(Tensor.of(new double[][]{{0.1}, {0.1}, {0.1}}));
    assertArrayEquals(new double[]{0.4}, scale.apply(Tensor.of(new double[][]{{0.5}})).toDoubles(), 1e-15);
  }

  @Example
  void whatIsHeldOutIsScaledByTheTrainingPartAndDoesNotShapeIt() {
    var train = Tensor.of(new double[][]{{1, 10}, {3, 30}});
    var scale = Standardizer.fit(train);
    assertArrayEquals(new double[]{2, 20}, scale.mean().toDoubles());
    assertArrayEquals(new double[]{1, 10}, scale.deviation().toDoubles());
    var test = new Dataset(Tensor.of(new double[][]{{2, 50}, {100, 0}}), Tensor.of(0, 1));
    var scaled = scale.apply(test);
    assertArrayEquals(new double[]{0, 3, 98, -2}, scaled.inputs().toDoubles());
    assertEquals(test.targets(), scaled.targets());
  }
}
