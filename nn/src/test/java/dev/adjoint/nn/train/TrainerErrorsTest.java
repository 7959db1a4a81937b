package dev.adjoint.nn.train;

import java.util.List;
import java.util.NoSuchElementException;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.CrossEntropy;
import dev.adjoint.nn.loss.MeanSquaredError;
import dev.adjoint.nn.metric.Accuracy;
import dev.adjoint.nn.metric.BinaryAccuracy;
import dev.adjoint.nn.optim.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** What cannot be trained is said in the words of training. */
class TrainerErrorsTest {
  private final Dense dense = new Dense(2, 3);
  private final Trainer trainer;

  TrainerErrorsTest() {
    dense.initialize(DType.FLOAT64, 1);
    trainer = new Trainer(dense, new CrossEntropy(), new Sgd(0.1));
  }

  private static void assertSays(String message, Executable work) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, work).getMessage());
  }

  @Test
  void noExamples() {
    var none = new Dataset(Tensor.zeros(0, 2), Tensor.zeros(DType.INT32.tensor(0)));
    var some = new Dataset(Tensor.zeros(1, 2), Tensor.of(Shape.of(1), 0));
    assertSays("fit: no examples: inputs FLOAT64[0, 2], targets INT32[0]", () -> trainer.fit(none, Plan.epochs(1)));
    assertSays("fit: no examples: inputs FLOAT64[0, 2], targets INT32[0]",
        () -> trainer.fit(some, none, Plan.epochs(1)));
    assertSays("evaluate: no examples: inputs FLOAT64[0, 2], targets INT32[0]",
        () -> trainer.evaluate(none, java.util.List.of()));
  }

  @Test
  void noParameters() {
    assertSays("trainer: RELU has no parameters, so there is nothing to train",
        () -> new Trainer(Activation.RELU, new MeanSquaredError(), new Sgd(0.1)));
  }

  @Test
  void aLabelThatIsNoClass() {
    var data = new Dataset(Tensor.zeros(4, 2), Tensor.of(0, 1, 2, 642));
    var plan = Plan.epochs(1).batchSize(4);
    for (var each : new Plan[]{plan, plan.eager()}) {
      var e = assertThrows(IllegalArgumentException.class, () -> trainer.fit(data, each));
      assertEquals("crossEntropy: label 642 of row N, but 3 logits", e.getMessage().replaceAll("row \\d", "row N"));
    }
    assertSays("crossEntropy: label 642 of row 3, but 3 logits",
        () -> new CrossEntropy().of(dense.forward(data.inputs()), data.targets()));
    assertSays("softmaxCrossEntropy: label 642 of row 3, but 3 logits",
        () -> dense.forward(data.inputs()).softmaxCrossEntropy(data.targets()));
  }

  @Test
  void aLossThatIsNotOneNumber() {
    var rows = new Trainer(dense, (output, target) -> output.softmaxCrossEntropy(target), new Sgd(0.1));
    var data = new Dataset(Tensor.zeros(4, 2), Tensor.of(0, 1, 2, 0));
    var plan = Plan.epochs(1).batchSize(4);
    for (var each : new Plan[]{plan, plan.eager()}) {
      assertSays("trainer: the loss of a batch is FLOAT64[4], not one number", () -> rows.fit(data, each));
    }
  }

  @Test
  void twoMetricsOfOneName() {
    var data = new Dataset(Tensor.zeros(4, 2), Tensor.of(0, 1, 2, 0));
    assertSays("scores: two metrics are called 'accuracy'",
        () -> trainer.fit(data, Plan.epochs(1).metrics(new Accuracy(), new BinaryAccuracy(0))));
  }

  @Test
  void anotherNumberOfGradients() {
    assertSays(
        "trainer: 1 gradients for 2 parameters; it takes one for each, in their order, as gradients(batch, mode) "
            + "gives them",
        () -> trainer.update(List.of(Tensor.zeros(2, 3))));
  }

  @Test
  void noLastEpoch() {
    var data = new Dataset(Tensor.zeros(4, 2), Tensor.of(0, 1, 2, 0));
    var history = trainer.fit(data, Plan.epochs(0));
    assertEquals("history: there is no last epoch, as there was none",
        assertThrows(NoSuchElementException.class, history::last).getMessage());
  }

  @Test
  void impossiblePlans() {
    assertSays("plan: batches of 0 examples; it takes at least 1, or Plan.WHOLE", () -> Plan.epochs(1).batchSize(0));
    assertSays("plan: -1 epochs; it takes at least 0", () -> Plan.epochs(-1));
  }
}
