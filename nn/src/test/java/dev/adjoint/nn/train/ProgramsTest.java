package dev.adjoint.nn.train;

import java.util.ArrayList;
import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Mode;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.nn.loss.MeanSquaredError;
import dev.adjoint.nn.optim.Adam;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A step is traced for the type of its batch: neither the number of examples nor the seed makes another program. */
class ProgramsTest {

  /** Dropout and a dense layer; writes down the batches it is traced for. */
  private static final class Traced implements Layer {
    private final Dense dense = new Dense(2, 1);
    private final Dropout dropout = new Dropout(0.5);
    private final List<Shape> traces = new ArrayList<>();

    @Override
    public Tensor forward(Tensor x, Mode mode) {
      if (x.isSymbolic()) {
        traces.add(x.shape());
      }
      return dense.forward(dropout.forward(x, mode), mode);
    }

    @Override
    public Parameters parameters() {
      return dense.parameters();
    }
  }

  private final Traced model = new Traced();
  private final Trainer trainer;

  ProgramsTest() {
    model.initialize(DType.FLOAT64, 1);
    trainer = new Trainer(model, new MeanSquaredError(), new Adam(0.01));
  }

  private static Dataset examples(int n) {
    return new Dataset(Tensor.normal(DType.FLOAT64.tensor(n, 2), n), Tensor.zeros(n, 1));
  }

  @Test
  void dataOfOtherSizesAndOtherSeedsRunTheSameProgram() {
    for (int i = 1; i <= 20; i++) {
      trainer.fit(examples(4 * i), Plan.epochs(2).batchSize(4).seed(i));
    }
    assertEquals(List.of(Shape.of(4, 2)), model.traces);
  }

  @Test
  void fiftyFitsOfOtherSizesHoldAFewPrograms() {
    for (int n = 1; n <= 50; n++) {
      trainer.fit(examples(n), Plan.epochs(1).batchSize(Plan.WHOLE));
      assertTrue(trainer.programs() <= 8, () -> trainer.programs() + " programs");
    }
    assertEquals(50, model.traces.size());
    assertEquals(8, trainer.programs());
  }

  @Test
  void theOnesUsedLastAreKept() {
    for (int n = 1; n <= 20; n++) {
      trainer.fit(examples(30), Plan.epochs(1).batchSize(Plan.WHOLE));
      trainer.fit(examples(n), Plan.epochs(1).batchSize(Plan.WHOLE));
    }
    assertEquals(21, model.traces.size());
  }
}
