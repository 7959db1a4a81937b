package dev.adjoint.nn.train;

import java.util.ArrayList;
import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Mode;
import dev.adjoint.nn.Parameter;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.MeanSquaredError;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optim.Adam;
import org.junit.jupiter.api.Test;

import static dev.adjoint.nn.layer.Activation.TANH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

/** Listeners and metrics see the parameters between two steps as they are, and what they set counts; compiled as by steps. */
class ListenerStateTest {
  private static final Dataset DATA = new Dataset(Tensor.normal(DType.FLOAT64.tensor(20, 3), 1),
      Tensor.normal(DType.FLOAT64.tensor(20, 2), 2));

  /** A run, and what somebody saw in it. */
  private static final class Run {
    private final Dense first = new Dense(3, 5);
    private final Sequential network = new Sequential(first, TANH, new Dense(5, 2)).initialize(DType.FLOAT64, 3);
    private final Trainer trainer = new Trainer(network, new MeanSquaredError(), new Adam(0.05));
    private final List<Object> seen = new ArrayList<>();
    private int batches;

    private static Plan plan(boolean compiled) {
      var plan = Plan.epochs(3).batchSize(6).seed(4);
      return compiled ? plan : plan.eager();
    }

    private Run fit(boolean compiled, Runnable afterEachBatch) {
      trainer.fit(DATA, plan(compiled).listener(after(afterEachBatch)));
      return finished();
    }

    private Listener after(Runnable batch) {
      return new Listener() {
        @Override
        public void batch(int epoch, Scores soFar) {
          batches++;
          batch.run();
        }
      };
    }

    private Run finished() {
      network.parameters().forEach(this::see);
      return this;
    }

    private void see(Parameter parameter) {
      seen.add(list(parameter.value()));
      seen.add(parameter.toString());
    }
  }

  private static List<Double> list(Tensor x) {
    return java.util.Arrays.stream(x.toDoubles()).boxed().toList();
  }

  private interface Look {
    void at(Run run);
  }

  /** Asserts that both kinds of training show the same. */
  private static Run assertSameSeen(Look look) {
    var eager = new Run();
    eager.fit(false, () -> look.at(eager));
    var compiled = new Run();
    compiled.fit(true, () -> look.at(compiled));
    assertEquals(12, compiled.batches);
    assertEquals(eager.seen, compiled.seen);
    return compiled;
  }

  @Test
  void whatIsReadIsThePresentValue() {
    var run = assertSameSeen(r -> r.see(r.first.weights()));
    assertEquals(24, run.seen.subList(0, 24).stream().distinct().count());
  }

  @Test
  void whatIsSetCounts() {
    var changed = assertSameSeen(r -> {
      var w = r.first.weights();
      if (r.batches % 2 == 0) {
        w.set(w.value().clamp(-0.5, 0.5));
        r.see(w);
      }
    });
    var unchanged = new Run().fit(true, () -> {});
    assertNotEquals(unchanged.seen.getLast(), changed.seen.getLast());
  }

  @Test
  void initializeCountsToo() {
    assertSameSeen(r -> {
      if (r.batches == 7) {
        r.network.initialize(DType.FLOAT64, 9);
      }
    });
  }

  /** It is one variable until the next step, so that what is computed from it can be differentiated by it. */
  @Test
  void theModelCanBeUsedAndDifferentiated() {
    var run = assertSameSeen(r -> {
      var w = r.first.weights();
      assertSame(w.value(), w.value());
      r.seen.add(list(r.network.forward(DATA.inputs()).square().sum().backward().of(w.value())));
      r.seen.add(list(r.trainer.gradients(DATA, Mode.INFERENCE).gradients().getFirst()));
      r.seen.add(r.trainer.evaluate(DATA, List.of()));
    });
    assertEquals(36, run.seen.subList(0, 36).stream().distinct().count());
  }

  /** What the optimizer remembers is present as well. */
  @Test
  void aStepByHandInBetweenIsAStep() {
    assertSameSeen(r -> r.trainer.update(r.trainer.gradients(DATA, Mode.INFERENCE).gradients()));
  }

  @Test
  void aTrainingWithinATrainingGoesOnFromThere() {
    assertSameSeen(r -> {
      if (r.batches == 5) {
        r.trainer.fit(DATA, Plan.epochs(1).batchSize(10));
      }
    });
  }

  @Test
  void metricsSeeTheModelAfterTheStep() {
    var histories = new ArrayList<History>();
    for (boolean compiled : new boolean[]{false, true}) {
      var run = new Run();
      var norm = new Metric() {
        @Override
        public String name() {
          return "norm";
        }

        @Override
        public double of(Tensor output, Tensor target) {
          return run.first.weights().value().square().sum().item();
        }
      };
      histories.add(run.trainer.fit(DATA, Run.plan(compiled).metrics(norm)));
    }
    assertEquals(histories.getFirst(), histories.getLast());
    assertEquals(3, histories.getLast().epochs().stream().map(e -> e.train().metric("norm")).distinct().count());
  }

  /** Others see the values of the last epoch's end: the ones that are computed belong to the training. */
  @Test
  void afterTheEpochTheCellsHaveThem() {
    assertSameSeen(r -> {
      if (r.batches % 4 == 0) {
        r.first.weights().set(r.first.weights().value().mul(2));
      }
    });
  }
}
