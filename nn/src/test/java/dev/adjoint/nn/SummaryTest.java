package dev.adjoint.nn;

import dev.adjoint.DType;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Dropout;
import org.junit.jupiter.api.Test;

import static dev.adjoint.nn.layer.Activation.RELU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class SummaryTest {
  private static final Layer MODEL = new Sequential(new Dense(64, 128), RELU,
      new Sequential(new Dense(128, 10), new Dropout(0.1)), Layer.of(x -> x.sum(-1)));

  @Test
  void aRowPerLayerWithItsOutput() {
    assertEquals(
        """
            layer        output              parameters                      size
            1 Dense      FLOAT32[32, 128]  weights [64, 128], bias [128]  8,320
            2 RELU       FLOAT32[32, 128]
            3.1 Dense    FLOAT32[32, 10]   weights [128, 10], bias [10]   1,290
            3.2 Dropout  FLOAT32[32, 10]
            4 Layer      FLOAT32[32]
            9,610 numbers in 4 parameters
            """.replace("output              parameters                      size",
            "output            parameters                      size"),
        MODEL.summary(DType.FLOAT32.tensor(32, 64)).toString());
  }

  @Test
  void withoutAnInputTheOutputsAreLeftOut() {
    assertEquals("""
        layer        parameters                      size
        1 Dense      weights [64, 128], bias [128]  8,320
        2 RELU
        3.1 Dense    weights [128, 10], bias [10]   1,290
        3.2 Dropout
        4 Layer
        9,610 numbers in 4 parameters
        """, MODEL.summary().toString());
  }

  @Test
  void aParameterThatLayersShareCountsOnce() {
    var dense = new Dense(5, 5);
    assertEquals(30, new Sequential(dense, RELU, dense).summary().size());
  }

  @Test
  void anInputThatDoesNotFitIsAnError() {
    assertThrows(IllegalArgumentException.class, () -> MODEL.summary(DType.FLOAT32.tensor(32, 63)));
  }
}
