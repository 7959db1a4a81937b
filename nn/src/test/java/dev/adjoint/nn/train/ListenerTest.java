package dev.adjoint.nn.train;

import java.util.ArrayList;
import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.loss.MeanSquaredError;
import dev.adjoint.nn.optim.Sgd;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ListenerTest {
  private static final Dataset FIVE = new Dataset(Tensor.normal(DType.FLOAT64.tensor(5, 2), 1), Tensor.zeros(5, 1));

  private final List<String> heard = new ArrayList<>();
  private final List<Epoch> epochs = new ArrayList<>();
  private final List<Scores> soFar = new ArrayList<>();

  private final Listener listener = new Listener() {
    @Override
    public void started(int most, int batchesPerEpoch) {
      heard.add("started " + most + "x" + batchesPerEpoch);
    }

    @Override
    public void batch(int epoch, Scores scores) {
      heard.add("batch of " + epoch);
      soFar.add(scores);
    }

    @Override
    public void epoch(Epoch epoch) {
      heard.add("epoch " + epoch.number());
      epochs.add(epoch);
    }

    @Override
    public void finished() {
      heard.add("finished");
    }
  };

  private static Trainer trainer(Loss loss) {
    var dense = new Dense(2, 1);
    dense.initialize(DType.FLOAT64, 1);
    return new Trainer(dense, loss, new Sgd(0.1));
  }

  @Test
  void hearsEverythingInOrder() {
    var history = trainer(new MeanSquaredError()).fit(FIVE, FIVE, Plan.epochs(2).batchSize(3).listener(listener));
    assertEquals(List.of("started 2x2", "batch of 1", "batch of 1", "epoch 1", "batch of 2", "batch of 2", "epoch 2",
        "finished"), heard);
    assertEquals(history.epochs(), epochs);
    assertEquals(history.last().train(), soFar.getLast());
  }

  @Test
  void hearsThatItIsOverWhenItStopsEarly() {
    trainer(new MeanSquaredError()).fit(FIVE, Plan.epochs(9).batchSize(5).stopWhen(e -> true).listener(listener));
    assertEquals(List.of("started 9x1", "batch of 1", "epoch 1", "finished"), heard);
  }

  @Test
  void hearsThatItIsOverAfterAnException() {
    var failure = new IllegalStateException("third batch");
    Loss fails = (output, target) -> {
      if (soFar.size() == 2) {
        throw failure;
      }
      return new MeanSquaredError().of(output, target);
    };
    var plan = Plan.epochs(2).batchSize(2).listener(listener);
    var thrown = assertThrows(IllegalStateException.class, () -> trainer(fails).fit(FIVE, plan));
    assertSame(failure, thrown);
    assertEquals(List.of("started 2x3", "batch of 1", "batch of 1", "finished"), heard);
  }

  @Test
  void epochsAreCountedOnWhenFitIsCalledAgain() {
    var trainer = trainer(new MeanSquaredError());
    trainer.fit(FIVE, Plan.epochs(2).batchSize(5));
    trainer.fit(FIVE, Plan.epochs(1).batchSize(5).listener(listener));
    assertEquals(List.of("started 1x1", "batch of 3", "epoch 3", "finished"), heard);
  }
}
