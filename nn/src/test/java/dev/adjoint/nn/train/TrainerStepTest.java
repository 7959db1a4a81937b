package dev.adjoint.nn.train;

import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Mode;
import dev.adjoint.nn.Parameter;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.MeanSquaredError;
import dev.adjoint.nn.optim.Adam;
import dev.adjoint.nn.optim.Sgd;
import dev.adjoint.nn.regularization.L2;
import org.junit.jupiter.api.Test;

import static dev.adjoint.nn.layer.Activation.TANH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** The two halves of a step: gradients, which only look, and update, which only moves. */
class TrainerStepTest {
  private final Dense first = new Dense(3, 4);
  private final Dense second = new Dense(4, 2);
  private final Sequential network = new Sequential(first, TANH, second).initialize(DType.FLOAT64, 1);
  private final Dataset data = new Dataset(Tensor.normal(DType.FLOAT64.tensor(5, 3), 2),
      Tensor.normal(DType.FLOAT64.tensor(5, 2), 3));

  private List<Tensor> values() {
    return network.parameters().stream().map(Parameter::value).toList();
  }

  @Test
  void gradientsChangesNothing() {
    var trainer = new Trainer(network, new MeanSquaredError(), new Adam(0.1));
    var before = values();
    var once = trainer.gradients(data, Mode.INFERENCE);
    var again = trainer.gradients(data, Mode.INFERENCE);
    assertEquals(before, values());
    assertEquals(once.loss(), again.loss());
    for (int i = 0; i < before.size(); i++) {
      assertArrayEquals(once.gradients().get(i).toDoubles(), again.gradients().get(i).toDoubles());
    }
  }

  @Test
  void gradientsAreThoseOfLossAndPenaltyInTheOrderOfTheParameters() {
    var trainer = new Trainer(network, new MeanSquaredError(), new L2(0.5), new Sgd(0.1));
    var step = trainer.gradients(data, Mode.INFERENCE);
    for (int i = 0; i < values().size(); i++) {
      var parameter = network.parameters().get(i);
      var plain = new MeanSquaredError().of(network.forward(data.inputs()), data.targets()).backward();
      var expected = plain.of(parameter.value());
      expected = parameter.isBias() ? expected : expected.add(parameter.value().detach().mul(0.5));
      assertArrayEquals(expected.toDoubles(), step.gradients().get(i).toDoubles(), 1e-14, parameter.name());
    }
  }

  @Test
  void theLossOfAStepIsWithoutThePenalty() {
    var plain = new MeanSquaredError().of(network.forward(data.inputs()), data.targets()).item();
    var trainer = new Trainer(network, new MeanSquaredError(), new L2(100), new Sgd(0.1));
    assertEquals(plain, trainer.gradients(data, Mode.INFERENCE).loss());
  }

  @Test
  void theOutputOfAStepIsThatOfTheModelAndKeepsNoGraph() {
    var step = new Trainer(network, new MeanSquaredError(), new Sgd(0.1)).gradients(data, Mode.INFERENCE);
    assertArrayEquals(network.forward(data.inputs()).toDoubles(), step.output().toDoubles());
    assertFalse(step.output().isTracked());
  }

  @Test
  void aParameterThatTheLossDoesNotDependOnHasAZeroGradient() {
    var unused = new Layers(first, second);
    var step = new Trainer(unused, new MeanSquaredError(), new Sgd(0.1))
        .gradients(new Dataset(data.inputs(), Tensor.zeros(5, 4)), Mode.INFERENCE);
    assertArrayEquals(new double[8], step.gradients().get(2).toDoubles());
  }

  /** Uses one layer and owns two. */
  record Layers(Dense used, Dense idle) implements Layer {
    @Override
    public Tensor forward(Tensor x, Mode mode) {
      return used.forward(x, mode);
    }

    @Override
    public Parameters parameters() {
      return Parameters.of(used.weights(), used.bias(), idle.weights(), idle.bias());
    }
  }

  @Test
  void updateMovesEachParameterByItsOwnGradient() {
    var trainer = new Trainer(network, new MeanSquaredError(), new Sgd(0.1));
    var before = values();
    var gradients = before.stream().map(w -> Tensor.normal(w.type(), w.size())).toList();
    trainer.update(gradients);
    for (int i = 0; i < before.size(); i++) {
      var expected = before.get(i).detach().sub(gradients.get(i).mul(0.1));
      assertArrayEquals(expected.toDoubles(), values().get(i).toDoubles(), 1e-15);
    }
  }

  @Test
  void updateCountsStepsAndKeepsWhatTheOptimizerRemembers() {
    var trainer = new Trainer(second, new MeanSquaredError(), new Adam(0.1));
    var w = second.weights().value().detach();
    var adam = new Adam(0.1);
    var slots = adam.slots(w);
    for (int t = 1; t <= 3; t++) {
      var g = Tensor.normal(w.type(), t);
      var update = adam.update(w, g, slots, Tensor.of((double) t));
      w = update.w();
      slots = update.slots();
      trainer.update(List.of(g, Tensor.zeros(2)));
      assertArrayEquals(w.toDoubles(), second.weights().value().toDoubles(), "step " + t);
    }
  }

  @Test
  void aModelWithoutValuesIsRefused() {
    var blank = new Dense(1, 1);
    assertThrows(IllegalStateException.class, () -> new Trainer(blank, new MeanSquaredError(), new Sgd(0.1)));
  }
}
