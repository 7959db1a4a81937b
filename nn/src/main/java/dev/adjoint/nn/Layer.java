package dev.adjoint.nn;

import java.util.function.UnaryOperator;

import dev.adjoint.Autodiff;
import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.Randomness;

/** A function of a batch, with parameters of its own. A model is a layer. */
public interface Layer {

  /** The output for a batch: rows of examples to rows of results. */
  Tensor forward(Tensor x, Mode mode);

  /** The parameters, always in the same order. */
  Parameters parameters();

  /** What summaries and pictures call it. */
  default String name() {
    var simple = getClass().getSimpleName();
    return simple.isEmpty() || getClass().isHidden() ? "Layer" : simple;
  }

  /** The layers and parameters of this model. */
  default Summary summary() {
    return Summary.of(this);
  }

  /** The layers and parameters of this model, and what each layer makes of a batch of this type. */
  default Summary summary(TensorType input) {
    return Summary.of(this, input);
  }

  /** The output for a batch, when the model is used and not trained. */
  default Tensor forward(Tensor x) {
    return forward(x, Mode.INFERENCE);
  }

  /**
   * The model in use as a program for each type of batch, which is faster; it reads the parameters anew at every call. Nothing is
   * differentiated by them.
   */
  default UnaryOperator<Tensor> compile() {
    return Autodiff.compile((Tensor x) -> forward(x).detach());
  }

  /** Draws first values for all parameters: the same for the same seed. */
  default Layer initialize(DType dtype, long seed) {
    var parameters = parameters();
    for (int i = 0; i < parameters.size(); i++) {
      parameters.get(i).initialize(dtype, Randomness.mix(seed, i));
    }
    return this;
  }

  /** A layer without parameters: {@code Layer.of(x -> x.leakyRelu(0.1))}. */
  static Layer of(UnaryOperator<Tensor> function) {
    return new Layer() {
      @Override
      public Tensor forward(Tensor x, Mode mode) {
        return function.apply(x);
      }

      @Override
      public Parameters parameters() {
        return Parameters.NONE;
      }
    };
  }
}
