package dev.adjoint.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Mode;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.MeanSquaredError;
import dev.adjoint.nn.optim.Sgd;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** Which examples a step sees. Example i of the data is the number i with the target −i. */
class BatchesTest {

  /** A weight times the input; writes down what it is given. */
  private static final class Witness implements Layer {
    private final Dense dense = new Dense(1, 1, Initializer.constant(-1));
    private final List<int[]> batches = new ArrayList<>();

    @Override
    public Tensor forward(Tensor x, Mode mode) {
      if (mode instanceof Mode.Training) {
        batches.add(x.cast(DType.INT32).toInts());
      }
      return dense.forward(x, mode);
    }

    @Override
    public Parameters parameters() {
      return dense.parameters();
    }
  }

  private static Dataset numbered(int n) {
    var x = Tensor.arange(0, n, 1.0).reshape(n, 1);
    return new Dataset(x, x.neg());
  }

  private static Witness seen(int n, Plan plan) {
    var witness = new Witness();
    witness.initialize(DType.FLOAT64, 1);
    // Targets belong to their inputs if and only if there is nothing to learn.
    var history = new Trainer(witness, new MeanSquaredError(), new Sgd(0.1)).fit(numbered(n), plan.eager());
    history.epochs().forEach(e -> assertEquals(0, e.train().loss()));
    return witness;
  }

  @Property(tries = 150, seed = "1")
  void anEpochUsesEveryExampleOnce(@ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll @IntRange(min = 1, max = 45) int size, @ForAll @IntRange(max = 999) int seed) {
    var batches = seen(n, Plan.epochs(2).batchSize(size).seed(seed)).batches;
    int steps = Math.ceilDiv(n, size);
    assertEquals(2 * steps, batches.size());
    for (int e = 0; e < 2; e++) {
      int[] used = batches.subList(e * steps, (e + 1) * steps).stream().flatMapToInt(Arrays::stream).sorted().toArray();
      assertArrayEquals(IntStream.range(0, n).toArray(), used);
    }
  }

  @Property(tries = 150, seed = "2")
  void allBatchesButTheLastAreFull(@ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll @IntRange(min = 1, max = 45) int size) {
    var sizes = seen(n, Plan.epochs(1).batchSize(size)).batches.stream().mapToInt(b -> b.length).toArray();
    for (int i = 0; i < sizes.length - 1; i++) {
      assertEquals(size, sizes[i]);
    }
    assertEquals(n - size * (sizes.length - 1), sizes[sizes.length - 1]);
  }

  @Example
  void wholeTakesAllExamplesAtOnce() {
    var batches = seen(7, Plan.epochs(3).batchSize(Plan.WHOLE)).batches;
    assertEquals(3, batches.size());
    batches.forEach(b -> assertEquals(7, b.length));
  }

  @Example
  void theOrderChangesWithEpochAndSeed() {
    var first = seen(50, Plan.epochs(2).batchSize(50).seed(1)).batches;
    var second = seen(50, Plan.epochs(2).batchSize(50).seed(2)).batches;
    assertFalse(Arrays.equals(first.get(0), first.get(1)));
    assertFalse(Arrays.equals(first.get(0), second.get(0)));
  }
}
