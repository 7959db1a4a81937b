package dev.adjoint.nn.page;

import java.util.Arrays;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Mode;
import dev.adjoint.nn.Parameter;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.loss.MeanSquaredError;

/** A layer and a training loop of one's own: y = a·sin(ω x), where a and ω are learned. */
public final class OwnLoop {

  /** y = a·sin(ω x). */
  private static final class Wave implements Layer {
    private final Parameter a = Parameter.weights("a", Shape.of(1), Initializer.constant(1));
    private final Parameter omega = Parameter.weights("omega", Shape.of(1), Initializer.constant(1));

    @Override
    public Tensor forward(Tensor x, Mode mode) {
      return x.mul(omega.value()).sin().mul(a.value());
    }

    @Override
    public Parameters parameters() {
      return Parameters.of(a, omega);
    }
  }

  public static void main(String[] args) {
    var x = Tensor.linspace(-2, 2, 41).reshape(41, 1);
    var y = x.mul(1.5).sin().mul(3);
    var wave = new Wave();
    wave.initialize(DType.FLOAT64, 0);

    for (int step = 0; step < 500; step++) {
      var loss = new MeanSquaredError().of(wave.forward(x), y);
      var gradients = loss.backward();
      for (var parameter : wave.parameters()) { // w ← w − η ∇w
        parameter.set(parameter.value().detach().sub(gradients.of(parameter.value()).mul(0.05)));
      }
    }
    for (var parameter : wave.parameters()) {
      System.out.println(parameter.name() + " = " + Arrays.toString(parameter.value().toDoubles()));
    }
  }
}
