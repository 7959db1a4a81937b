package dev.adjoint;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import dev.adjoint.array.NdArray;
import dev.adjoint.internal.Message;
import dev.adjoint.internal.program.Compiled;

/**
 * A function that was traced once and is replayed: repeated operations are merged, elementwise chains run in one pass, buffers are
 * planned and reused, transposes are flags of matrix products. It computes what the function computes step by step.
 *
 * <p>The function is called once, with symbolic tensors, and may do everything that tensors do, {@link Tensor#backward()}
 * included; only Java's own control flow cannot depend on values. Any number of threads may run a program at a time.
 */
public final class Program {
  private final List<TensorType> types;
  private final int states;
  private final Compiled compiled;
  private final Trace trace;

  private Program(List<TensorType> types, int states, Function<List<Tensor>, List<Tensor>> function) {
    this.types = List.copyOf(types);
    this.states = states;
    var traced = new AtomicReference<Trace>();
    this.compiled = new Compiled(this.types, states, in -> {
      var out = function.apply(in);
      traced.set(Trace.of(in, out));
      return out;
    });
    this.trace = traced.get();
  }

  /** Traces a function of arguments of these types. */
  public static Program trace(List<TensorType> types, Function<List<Tensor>, List<Tensor>> function) {
    return trace(types, 0, function);
  }

  /**
   * Traces a function with state: its first arguments are kept between runs and updated in place, and its first results are
   * their next values.
   *
   * @param states how many arguments are state
   */
  public static Program trace(List<TensorType> types, int states, Function<List<Tensor>, List<Tensor>> function) {
    return new Program(types, states, function);
  }

  /** What a program with state keeps between runs. Programs with the same state types can take turns on one. */
  public static final class State {
    private final List<NdArray> values;

    private State(List<NdArray> values) {
      this.values = values;
    }

    /** A state with these values, copied. */
    public static State of(List<Tensor> values) {
      return new State(values.stream().map(value -> copy(value.value())).toList());
    }

    /** The present values, copied. */
    public List<Tensor> values() {
      return values.stream().map(value -> Tensor.of(copy(value))).toList();
    }

    private static NdArray copy(NdArray value) {
      var copy = NdArray.allocate(value.type());
      dev.adjoint.array.Movement.copy(value, copy);
      return copy;
    }
  }

  /**
   * The results for these arguments.
   *
   * @throws IllegalArgumentException if they are not of the types that were traced
   */
  public List<Tensor> run(Tensor... arguments) {
    if (states > 0) {
      throw Message.illegal("program", "it has %d states: run it with step(state, arguments)", states);
    }
    return replay(List.of(), arguments);
  }

  /**
   * The results for these arguments, but for the next state, which takes the place of the state given. One thread at a time may
   * use a state.
   *
   * @param arguments without the states
   */
  public List<Tensor> step(State state, Tensor... arguments) {
    return replay(state.values, arguments);
  }

  private List<Tensor> replay(List<NdArray> state, Tensor... arguments) {
    var inputs = new NdArray[state.size() + arguments.length];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = i < state.size() ? state.get(i) : arguments[i - state.size()].value();
    }
    if (state.size() != states || !fit(inputs)) {
      throw Message.illegal("program", "traced for %d states and arguments %s, given %d and %s", states, types,
          state.size(), Arrays.stream(inputs).map(NdArray::type).toList());
    }
    var results = Watch.now().nonFinite() ? runStepByStep(inputs) : compiled.run(inputs);
    var tensors = new Tensor[results.length];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = Tensor.of(results[i]);
    }
    return List.of(tensors);
  }

  /** The same operation by operation, as traced; the states change when all is computed. */
  private NdArray[] runStepByStep(NdArray[] inputs) {
    var outputs = trace.follow(Arrays.stream(inputs).map(Tensor::of).toList(), trace.captured());
    for (int i = 0; i < states; i++) {
      dev.adjoint.array.Movement.copy(outputs.get(i).value(), inputs[i]);
    }
    return outputs.stream().skip(states).map(Tensor::value).toArray(NdArray[]::new);
  }

  private boolean fit(NdArray[] inputs) {
    boolean fit = inputs.length == types.size();
    for (int i = 0; fit && i < inputs.length; i++) {
      fit = inputs[i].type().equals(types.get(i));
    }
    return fit;
  }

  /** The types of the arguments, states first. */
  public List<TensorType> types() {
    return types;
  }

  /** What this program does, step by step, as data. */
  public Listing listing() {
    return compiled.listing();
  }

  /** The steps, what is fused, the memory planned, and what was saved. */
  public String explain() {
    return compiled.explain();
  }
}
