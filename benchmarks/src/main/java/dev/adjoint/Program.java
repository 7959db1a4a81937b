package dev.adjoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Stands in for the program of core, with the same methods, until that is there: it evaluates line by line. To be deleted. */
public final class Program {
  private final int stateCount;
  private final Function<List<Tensor>, List<Tensor>> fn;

  private Program(int stateCount, Function<List<Tensor>, List<Tensor>> fn) {
    this.stateCount = stateCount;
    this.fn = fn;
    System.err.println("Program is a stand-in: what is called adjoint is adjoint-eager");
  }

  /** Without state. */
  public static Program trace(List<TensorType> inputs, Function<List<Tensor>, List<Tensor>> fn) {
    return trace(inputs, 0, fn);
  }

  /** With state. */
  public static Program trace(List<TensorType> inputs, int stateCount, Function<List<Tensor>, List<Tensor>> fn) {
    return new Program(stateCount, fn);
  }

  /** Evaluates. */
  public List<Tensor> run(Tensor... inputs) {
    return fn.apply(Arrays.stream(inputs).map(x -> x.dtype().isFloating() ? Tensor.variable(x) : x).toList())
        .stream().map(Tensor::detach).toList();
  }

  /** Starts from a state. */
  public State start(List<Tensor> initialState) {
    return new State(initialState);
  }

  /** State. */
  public final class State {
    private List<Tensor> values;

    private State(List<Tensor> values) {
      this.values = values;
    }

    /** A step. */
    public List<Tensor> step(Tensor... otherInputs) {
      var inputs = new ArrayList<>(values);
      inputs.addAll(List.of(otherInputs));
      var outputs = run(inputs.toArray(Tensor[]::new));
      values = outputs.subList(0, stateCount);
      return outputs.subList(stateCount, outputs.size());
    }

    /** Copies. */
    public List<Tensor> values() {
      return values;
    }
  }
}
