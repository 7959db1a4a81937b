package dev.adjoint.nn;

import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Tensor;

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
  public Tensor forward(Tensor x, Phase phase) {
    var y = x;
    for (var layer : layers) {
      y = layer.forward(y, phase);
    }
    return y;
  }

  @Override
  public List<Parameter> parameters() {
    return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
  }

  @Override
  public Sequential initialize(DType dtype, long seed) {
    Layer.super.initialize(dtype, seed);
    return this;
  }
}
