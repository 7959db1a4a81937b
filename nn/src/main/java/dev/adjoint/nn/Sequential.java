package dev.adjoint.nn;

import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.view.Scope;

/** Layers one after another: y = fₙ(… f₂(f₁(x))). */
public final class Sequential implements Layer {
  private final List<Layer> layers;

  /** These layers, the first one first. */
  public Sequential(Layer... layers) {
    this.layers = List.of(layers);
  }

  /** The layers, the first one first. */
  public List<Layer> layers() {
    return layers;
  }

  @Override
  public Tensor forward(Tensor x, Mode mode) {
    var y = x;
    for (int i = 0; i < layers.size(); i++) {
      var layer = layers.get(i);
      y = Scope.named(i + 1 + " " + layer.name(), y, in -> layer.forward(in, mode));
    }
    return y;
  }

  @Override
  public Parameters parameters() {
    return Parameters.of(layers.toArray(Layer[]::new));
  }

  @Override
  public Sequential initialize(DType dtype, long seed) {
    Layer.super.initialize(dtype, seed);
    return this;
  }
}
