package dev.adjoint.nn.train;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

import dev.adjoint.DType;
import dev.adjoint.Debug;
import dev.adjoint.NonFiniteException;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Parameter;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.MeanSquaredError;
import dev.adjoint.nn.optim.Adam;
import dev.adjoint.nn.optim.Sgd;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.adjoint.nn.layer.Activation.TANH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Training that meets a loss that is no number says where, and leaves a model that can be trained on. */
class NonFiniteLossTest {
  private static final Dataset GOOD = new Dataset(Tensor.normal(DType.FLOAT32.tensor(12, 3), 1),
      Tensor.zeros(DType.FLOAT32.tensor(12, 1)));
  /** One example is NaN. */
  private static final Dataset BAD = new Dataset(
      Tensor.arange(0, 12).equal(7).expandDims(-1).where(Float.NaN, GOOD.inputs()), GOOD.targets());

  private final Sequential network = new Sequential(new Dense(3, 4), TANH, new Dense(4, 1))
      .initialize(DType.FLOAT32, 3);
  private final Trainer trainer = new Trainer(network, new MeanSquaredError(), new Adam(0.01));

  private static Plan plan(boolean compiled) {
    var plan = Plan.epochs(5).batchSize(4);
    return compiled ? plan : plan.eager();
  }

  private List<List<Double>> parameters() {
    return network.parameters().stream().map(Parameter::value)
        .map(w -> Arrays.stream(w.detach().cast(DType.FLOAT64).toDoubles()).boxed().toList()).toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void itStopsBeforeTheStepAndSaysWhere(boolean compiled) {
    trainer.fit(GOOD, plan(compiled));
    var last = new Object() {
      List<List<Double>> parameters = parameters();
      int batches;
      double loss;
    };
    var listener = new Listener() {
      @Override
      public void batch(int epoch, Scores soFar) {
        last.parameters = parameters();
        last.batches++;
        last.loss = last.batches * soFar.loss() - last.loss; // of this batch, for the first two of an epoch
      }
    };
    var e = assertThrows(NonFiniteLossException.class, () -> trainer.fit(BAD, plan(compiled).listener(listener)));
    assertTrue(Double.isNaN(e.loss()));
    assertEquals(6, e.epoch());
    assertEquals(last.batches + 1, e.batch());
    assertEquals(15 + last.batches + 1, e.step());
    assertTrue(last.batches > 0, "the seed puts it in the first batch");
    assertEquals(last.loss, e.lastFinite().orElseThrow(), 1e-6);
    assertEquals(last.parameters, parameters());
    assertTrue(
        e.getMessage().startsWith("training: the loss is NaN in epoch 6, batch " + e.batch() + " (step " + e.step()
            + " of all); the last finite one was "),
        e.getMessage());
    assertTrue(e.getMessage().contains("Debug.nonFinite"), e.getMessage());
    assertTrue(trainer.fit(GOOD, plan(compiled)).last().train().loss() < 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theAdviceFindsWhereItBegins(boolean compiled) {
    assertThrows(NonFiniteLossException.class, () -> trainer.fit(BAD, plan(compiled)));
    var e = assertThrows(NonFiniteException.class, () -> Debug.nonFinite(() -> trainer.fit(BAD, plan(compiled))));
    assertEquals("indexSelect", e.operation()); // the rows of the batch
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFirstLossHasNoneBefore(boolean compiled) {
    var e = assertThrows(NonFiniteLossException.class,
        () -> trainer.fit(BAD, plan(compiled).batchSize(Plan.WHOLE)));
    assertEquals(OptionalDouble.empty(), e.lastFinite());
    assertTrue(e.getMessage().contains("(step 1 of all); no loss was finite before."), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void infinityStopsItToo(boolean compiled) {
    var steep = new Trainer(network, new MeanSquaredError(), new Sgd(1e30));
    var data = new Dataset(GOOD.inputs(), Tensor.ones(DType.FLOAT32.tensor(12, 1)));
    var e = assertThrows(NonFiniteLossException.class, () -> steep.fit(data, plan(compiled)));
    assertEquals(Double.POSITIVE_INFINITY, e.loss());
    assertEquals(2, e.step());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPlanMayGoOn(boolean compiled) {
    var history = trainer.fit(BAD, plan(compiled).throughNonFinite());
    assertEquals(5, history.epochs().size());
    assertTrue(Double.isNaN(history.last().train().loss()));
  }
}
