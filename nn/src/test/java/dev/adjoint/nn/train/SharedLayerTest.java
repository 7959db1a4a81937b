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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.adjoint.nn.layer.Activation.TANH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** A layer that is used twice: its cells count once. */
class SharedLayerTest {
  private static final Dataset DATA = new Dataset(Tensor.normal(DType.FLOAT64.tensor(8, 3), 1),
      Tensor.normal(DType.FLOAT64.tensor(8, 3), 2));

  record Model(Layer layer, Dense shared) {
    Model(Layer layer, Dense shared) {
      this.layer = layer.initialize(DType.FLOAT64, 5);
      this.shared = shared;
    }

    static Model sequential() {
      var dense = new Dense(3, 3);
      return new Model(new Sequential(dense, TANH, new Sequential(dense)), dense);
    }

    static Model custom() {
      var dense = new Dense(3, 3);
      return new Model(new Layer() {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
          return dense.forward(dense.forward(x, mode).tanh(), mode);
        }

        @Override
        public Parameters parameters() {
          return Parameters.of(dense.weights(), dense.bias(), dense.weights(), dense.bias());
        }
      }, dense);
    }
  }

  static List<Model> models() {
    return List.of(Model.sequential(), Model.custom());
  }

  @ParameterizedTest
  @MethodSource("models")
  void itIsInitializedAndCountedOnce(Model model) {
    var alone = new Dense(3, 3);
    alone.initialize(DType.FLOAT64, 5);
    assertEquals(List.of(model.shared.weights(), model.shared.bias()), model.layer.parameters());
    assertArrayEquals(alone.weights().value().toDoubles(), model.shared.weights().value().toDoubles());
    assertEquals(12, model.layer.summary().size());
    assertEquals(12, model.layer.summary(DType.FLOAT64.tensor(8, 3)).size());
  }

  /** The gradient is the sum over both uses and has the penalty's λ w once. */
  @ParameterizedTest
  @MethodSource("models")
  void itHasOneGradientAndOnePenalty(Model model) {
    var gradients = new Trainer(model.layer, new MeanSquaredError(), new L2(1), new Sgd(0.1))
        .gradients(DATA, Mode.INFERENCE).gradients();
    assertEquals(2, gradients.size());
    var w = model.shared.weights();
    var expected = gradient(model, w).add(w.value().detach());
    assertArrayEquals(expected.toDoubles(), gradients.getFirst().toDoubles(), 1e-14);
    assertArrayEquals(gradient(model, model.shared.bias()).toDoubles(), gradients.getLast().toDoubles(), 1e-14);
  }

  private static Tensor gradient(Model model, Parameter by) {
    return new MeanSquaredError().of(model.layer.forward(DATA.inputs()), DATA.targets()).backward().of(by.value());
  }

  /** Steps as Adam's rule says, by hand, for the one pair of slots. */
  @Test
  void itHasOneSlotEagerAndCompiled() {
    var adam = new Adam(0.05);
    var byHand = Model.custom();
    var w = byHand.shared.weights();
    var b = byHand.shared.bias();
    var slots = List.of(adam.slots(w.value().detach()), adam.slots(b.value().detach()));
    for (int t = 1; t <= 5; t++) {
      var ofW = adam.update(w.value().detach(), gradient(byHand, w).add(w.value().detach()), slots.get(0),
          Tensor.of((double) t));
      var ofB = adam.update(b.value().detach(), gradient(byHand, b), slots.get(1), Tensor.of((double) t));
      w.set(ofW.w());
      b.set(ofB.w());
      slots = List.of(ofW.slots(), ofB.slots());
    }
    for (var plan : List.of(Plan.epochs(5).batchSize(Plan.WHOLE), Plan.epochs(5).batchSize(Plan.WHOLE).eager())) {
      for (var model : models()) {
        new Trainer(model.layer, new MeanSquaredError(), new L2(1), adam).fit(DATA, plan);
        assertArrayEquals(w.value().toDoubles(), model.shared.weights().value().toDoubles(), 1e-12);
        assertArrayEquals(b.value().toDoubles(), model.shared.bias().value().toDoubles(), 1e-12);
      }
    }
  }
}
