package dev.adjoint.nn.train;

import java.util.List;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Parameter;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.nn.loss.CrossEntropy;
import dev.adjoint.nn.metric.Accuracy;
import dev.adjoint.nn.optim.Adam;
import org.junit.jupiter.api.Test;

import static dev.adjoint.nn.layer.Activation.RELU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** With dropout, an optimizer that remembers, floats, and batches that do not divide the data: down to the last bit. */
class ReproducibilityTest {
  private static final Dataset DATA = new Dataset(Tensor.normal(DType.FLOAT32.tensor(50, 6), 1),
      Tensor.uniform(DType.FLOAT64.tensor(50), 2).mul(3).cast(DType.INT32));

  private static final class Run {
    private final Sequential network = new Sequential(new Dense(6, 16), RELU, new Dropout(0.4), new Dense(16, 3))
        .initialize(DType.FLOAT32, 3);
    private final Trainer trainer = new Trainer(network, new CrossEntropy(), new Adam(0.01));

    private History fit(int epochs, long seed) {
      return trainer.fit(DATA, plan(epochs, seed));
    }

    private static Plan plan(int epochs, long seed) {
      return Plan.epochs(epochs).batchSize(8).seed(seed).metrics(new Accuracy());
    }

    private List<List<Float>> parameters() {
      return network.parameters().stream().map(Parameter::value).map(Run::list).toList();
    }

    private static List<Float> list(Tensor x) {
      float[] values = x.toFloats();
      return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    }
  }

  @Test
  void theSameSeedGivesTheSameParametersAndHistory() {
    var one = new Run();
    var two = new Run();
    assertEquals(one.fit(10, 7), two.fit(10, 7));
    assertEquals(one.parameters(), two.parameters());
  }

  @Test
  void aCompiledStepGivesTheSameParametersAndHistoryAsAnEagerOne() {
    var compiled = new Run();
    var eager = new Run();
    assertEquals(eager.trainer.fit(DATA, Run.plan(5, 7).eager()), compiled.trainer.fit(DATA, Run.plan(5, 7)));
    assertEquals(eager.parameters(), compiled.parameters());
  }

  @Test
  void aListenerThatThrowsLosesNoStep() {
    var compiled = new Run();
    var eager = new Run();
    assertThrows(IllegalStateException.class,
        () -> compiled.trainer.fit(DATA, Run.plan(5, 7).listener(new ThrowsAtBatch(9))));
    assertThrows(IllegalStateException.class,
        () -> eager.trainer.fit(DATA, Run.plan(5, 7).listener(new ThrowsAtBatch(9)).eager()));
    assertNotEquals(new Run().parameters(), compiled.parameters());
    assertEquals(eager.parameters(), compiled.parameters());
  }

  private static final class ThrowsAtBatch implements Listener {
    private int left;

    private ThrowsAtBatch(int batch) {
      left = batch;
    }

    @Override
    public void batch(int epoch, Scores soFar) {
      if (--left == 0) {
        throw new IllegalStateException("stop");
      }
    }
  }

  @Test
  void stepsMayBeCompiledAndEagerInTurn() {
    var turns = new Run();
    var eager = new Run();
    eager.trainer.fit(DATA, Run.plan(4, 7).eager());
    turns.trainer.fit(DATA, Run.plan(2, 7));
    turns.trainer.fit(DATA, Run.plan(1, 7).eager());
    turns.trainer.fit(DATA, Run.plan(1, 7));
    assertEquals(eager.parameters(), turns.parameters());
  }

  @Test
  void anotherSeedGivesOtherParameters() {
    var one = new Run();
    var two = new Run();
    one.fit(10, 7);
    two.fit(10, 8);
    assertNotEquals(one.parameters(), two.parameters());
  }

  @Test
  void fiveEpochsAndFiveMoreAreTen() {
    var whole = new Run();
    var parts = new Run();
    var ten = whole.fit(10, 7).epochs();
    assertEquals(ten.subList(0, 5), parts.fit(5, 7).epochs());
    assertEquals(ten.subList(5, 10), parts.fit(5, 7).epochs());
    assertEquals(whole.parameters(), parts.parameters());
  }
}
