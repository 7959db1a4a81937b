package dev.adjoint.nn;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The parameters of a model, always in the same order. One that is named several times, as by a layer used twice, is there once. */
public final class Parameters extends AbstractList<Parameter> {
  /** None. */
  public static final Parameters NONE = new Parameters(Stream.of());

  private final List<Parameter> cells;

  private Parameters(Stream<Parameter> named) {
    this.cells = named.distinct().toList();
  }

  /** These parameters. */
  public static Parameters of(Parameter... parameters) {
    return new Parameters(Arrays.stream(parameters));
  }

  /** The parameters of these layers. */
  public static Parameters of(Layer... layers) {
    return new Parameters(Arrays.stream(layers).flatMap(layer -> layer.parameters().stream()));
  }

  @Override
  public Parameter get(int i) {
    return cells.get(i);
  }

  @Override
  public int size() {
    return cells.size();
  }
}
