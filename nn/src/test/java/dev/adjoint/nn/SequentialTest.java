package dev.adjoint.nn;

import java.util.Arrays;
import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.layer.Dense;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

class SequentialTest {
  private final Dense first = new Dense(4, 4);
  private final Dense second = new Dense(4, 4);
  private final Dense third = new Dense(4, 4);
  private final Sequential network = new Sequential(first, new Sequential(second, Layer.of(Tensor::tanh)), third);

  @Test
  void appliesItsLayersInOrder() {
    var twiceAndOneMore = new Sequential(Layer.of(x -> x.mul(2)), Layer.of(x -> x.add(1)));
    assertEquals(7, twiceAndOneMore.forward(Tensor.of(3.0)).item());
  }

  @Test
  void handsThePhaseToItsLayers() {
    var seen = new Mode[1];
    Layer spy = new Layer() {
      @Override
      public Tensor forward(Tensor x, Mode mode) {
        seen[0] = mode;
        return x;
      }

      @Override
      public Parameters parameters() {
        return Parameters.NONE;
      }
    };
    var training = new Mode.Training(1, 0);
    new Sequential(spy).forward(Tensor.of(1.0), training);
    assertSame(training, seen[0]);
    new Sequential(spy).forward(Tensor.of(1.0));
    assertSame(Mode.INFERENCE, seen[0]);
  }

  @Test
  void listsParametersFirstLayerFirst() {
    assertEquals(List.of(first.weights(), first.bias(), second.weights(), second.bias(), third.weights(), third.bias()),
        network.parameters());
  }

  @Test
  void initializeDependsOnTheSeedAlone() {
    network.initialize(DType.FLOAT64, 7);
    double[] once = second.weights().value().toDoubles();
    network.initialize(DType.FLOAT64, 7);
    assertArrayEquals(once, second.weights().value().toDoubles());
    network.initialize(DType.FLOAT64, 8);
    assertFalse(Arrays.equals(once, second.weights().value().toDoubles()));
  }

  @Test
  void initializeGivesEachParameterValuesOfItsOwn() {
    network.initialize(DType.FLOAT64, 7);
    double[] one = first.weights().value().toDoubles();
    double[] two = second.weights().value().toDoubles();
    double[] three = third.weights().value().toDoubles();
    assertFalse(Arrays.equals(one, two) || Arrays.equals(two, three) || Arrays.equals(one, three));
  }

  @Test
  void aLayerOfAFunctionIsThatFunctionAndOwnsNothing() {
    var layer = Layer.of(x -> x.leakyRelu(0.1));
    assertArrayEquals(new double[]{-0.1, 2}, layer.forward(Tensor.of(-1.0, 2.0)).toDoubles());
    assertEquals(List.of(), layer.parameters());
  }
}
