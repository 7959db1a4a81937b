package dev.adjoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

import dev.adjoint.array.NdArray;
import dev.adjoint.array.StridedCopies;
import dev.adjoint.internal.Message;
import dev.adjoint.internal.cpu.CpuBackend;
import dev.adjoint.internal.program.Compiled;
import dev.adjoint.internal.source.JavaClass;

/**
 * A function that was traced once and is replayed: repeated operations are merged, elementwise chains run in one pass, buffers are
 * planned and reused, transposes are flags of matrix products. It computes what the function computes step by step.
 *
 * <p>The function is called once, with symbolic tensors, and may do everything that tensors do, {@link Tensor#backward()}
 * included; only Java's own control flow cannot depend on values. What it reads besides its arguments is part of the contract. A
 * constant tensor is a constant, and so is a number that it reads from a variable of Java: {@link Autodiff#compile} looks at what a
 * function captured, a program does not. What it reads from a {@link Cell} is read anew at every run. A Java array that it makes a
 * tensor of must not change. A tensor that is tracked or symbolic outside of it is no constant: a result that depends on one is refused. So are
 * writes to cells. Any number of threads may run a program at a time.
 */
public final class Program {
  private final List<TensorType> types;
  private final int states;
  private final List<Cell> cells;
  private final List<TensorType> cellTypes;
  private final Set<Cell> constantCells;
  private final List<Tracing.ArrayRead> arrays;
  private final Compiled compiled;
  private final Trace trace;

  private Program(int states, List<Tensor> arguments, Tracing tracing, List<Tensor> results) {
    var inputs = new ArrayList<>(arguments);
    inputs.addAll(tracing.cells().values());
    this.types = arguments.stream().map(Tensor::type).toList();
    this.states = states;
    this.cells = List.copyOf(tracing.cells().keySet());
    this.cellTypes = tracing.cells().values().stream().map(Tensor::type).toList();
    this.constantCells = tracing.constants(results);
    this.arrays = tracing.arrays();
    this.compiled = new Compiled(inputs, states, results, tracing.elapsed(), new CpuBackend());
    this.trace = Trace.of(inputs, results);
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
    Objects.requireNonNull(function, "trace: the function is null");
    if (states < 0 || states > types.size()) {
      throw Message.illegal("trace", "%d states among %d arguments", states, types.size());
    }
    return trace(types, states, function, (tracing, x) -> {
      throw Message.illegal("trace",
          "a result depends on %s, which %s: give it as an argument, or detach() what is meant as a constant",
          x, x.isSymbolic() && !tracing.cells().containsValue(x)
              ? "has no value here, as it belongs to another trace"
              : "somebody may differentiate by, and a program's results are constants");
    }).orElseThrow();
  }

  /** The same of a function that may turn out to close over a tensor that is tracked or symbolic; then there is no program. */
  public static Optional<Program> traceIfClosed(List<TensorType> types, Function<List<Tensor>, List<Tensor>> function) {
    return trace(types, 0, function, (_, _) -> {});
  }

  private static Optional<Program> trace(List<TensorType> types, int states,
      Function<List<Tensor>, List<Tensor>> function, BiConsumer<Tracing, Tensor> ifOpen) {
    return Tracing.replayed(tracing -> {
      var arguments = types.stream().map(tracing::placeholder).toList();
      var results = function.apply(arguments);
      var foreign = tracing.foreign(results);
      foreign.ifPresent(x -> ifOpen.accept(tracing, x));
      return foreign.isPresent() ? Optional.empty() : Optional.of(new Program(states, arguments, tracing, results));
    });
  }

  /** What a program with state keeps between runs. Programs with the same state types can take turns on one. */
  public static final class State {
    private final List<NdArray> values;
    private final List<Cell> cells;

    private State(List<NdArray> values) {
      this.values = values;
      this.cells = values.stream().<Cell>map(value -> () -> Tensor.constant(StridedCopies.copied(value))).toList();
    }

    /** A state with these values, copied. */
    public static State of(List<Tensor> values) {
      return new State(values.stream().map(value -> StridedCopies.copied(value.value())).toList());
    }

    /** The present values, copied; a program that reads them reads them anew at every run. */
    public List<Tensor> values() {
      return cells.stream().map(Cell::read).toList();
    }

    /** The i-th present value, copied; a program that reads it reads it anew at every run. */
    public Tensor value(int i) {
      return cells.get(i).read();
    }

    /** The place of the i-th value. */
    public Cell cell(int i) {
      return cells.get(i);
    }

    /**
     * Replaces the i-th value by a copy of another.
     *
     * @throws IllegalArgumentException if that is of another type
     * @throws IllegalStateException while a function is traced: it would be replaced once, and not in each run
     */
    public void set(int i, Tensor value) {
      if (Tracing.isOpen()) {
        throw Message.state("state",
            "value %d would be set once, while a function is traced, and not in each of its runs: let the "
                + "function return what it is to be",
            i);
      }
      if (!value.type().equals(values.get(i).type())) {
        throw Message.illegal("state", "value %d is %s and cannot be set to %s", i, values.get(i).type(), value.type());
      }
      StridedCopies.copy(value.value(), values.get(i));
    }
  }

  /**
   * The results for these arguments. For arguments that are tracked or symbolic it is the traced function itself, operation by
   * operation, and so are the results.
   *
   * @throws IllegalArgumentException if they are not of the types that were traced
   * @throws IllegalStateException if what was read besides has changed, see {@link #isCurrent}
   */
  public List<Tensor> run(Tensor... arguments) {
    if (states > 0) {
      throw Message.illegal("program", "it has %d states: run it with step(state, arguments)", states);
    }
    var inputs = inputs(List.of(), arguments);
    return isOpen(inputs, arguments.length) || DebugScope.now().nonFinite()
        ? trace.follow(inputs, trace.captured())
        : constants(compiled.run(values(inputs)));
  }

  /**
   * The results for these arguments, but for the next state, which takes the place of the state given. One thread at a time may
   * use a state.
   *
   * @param arguments without the states
   * @throws IllegalArgumentException if they are not of the types that were traced, or tracked or symbolic: a state is a constant
   * @throws IllegalStateException if what was read besides has changed, see {@link #isCurrent}
   */
  public List<Tensor> step(State state, Tensor... arguments) {
    if (Tracing.isOpen()) {
      throw Message.state("program",
          "a state would be stepped once, while a function is traced, and not in each of its runs: "
              + "make it an argument and a result of that function");
    }
    var inputs = inputs(state.values, arguments);
    if (isOpen(inputs, states + arguments.length)) {
      throw Message.illegal("program",
          "a state is constant, so its arguments must be: detach() those that are tracked of %s",
          Arrays.asList(arguments));
    }
    return constants(DebugScope.now().nonFinite() ? stepByStep(inputs) : compiled.run(values(inputs)));
  }

  private List<Tensor> inputs(List<NdArray> state, Tensor... arguments) {
    requireCurrent();
    Tracing.read(arrays);
    var inputs = new ArrayList<Tensor>(types.size() + cells.size());
    state.forEach(value -> inputs.add(Tensor.constant(value)));
    inputs.addAll(Arrays.asList(arguments));
    if (state.size() != states || !isOf(types, inputs)) {
      throw Message.illegal("program", "traced for %d states and arguments %s, given %d and %s", states, types,
          state.size(), inputs.stream().map(Tensor::type).toList());
    }
    cells.forEach(cell -> inputs.add(cell.read()));
    return inputs;
  }

  private static boolean isOf(List<TensorType> types, List<Tensor> tensors) {
    boolean fit = tensors.size() == types.size();
    for (int i = 0; fit && i < types.size(); i++) {
      fit = tensors.get(i).type().equals(types.get(i));
    }
    return fit;
  }

  /** Whether an argument is tracked or symbolic, or a cell symbolic. By cells no result can be differentiated: that was refused. */
  private static boolean isOpen(List<Tensor> inputs, int arguments) {
    boolean open = false;
    for (int i = 0; !open && i < inputs.size(); i++) {
      open = inputs.get(i).isSymbolic() || (i < arguments && inputs.get(i).isTracked());
    }
    return open;
  }

  private static NdArray[] values(List<Tensor> inputs) {
    var values = new NdArray[inputs.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = inputs.get(i).value();
    }
    return values;
  }

  private static List<Tensor> constants(NdArray[] results) {
    var tensors = new Tensor[results.length];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = Tensor.constant(results[i]);
    }
    return List.of(tensors);
  }

  /** The same operation by operation, as traced; the states change when all is computed. */
  private NdArray[] stepByStep(List<Tensor> inputs) {
    var outputs = trace.follow(inputs, trace.captured());
    for (int i = 0; i < states; i++) {
      StridedCopies.copy(outputs.get(i).value(), inputs.get(i).value());
    }
    return outputs.stream().skip(states).map(Tensor::value).toArray(NdArray[]::new);
  }

  /**
   * Whether what the function read besides its arguments is as it was: the Java arrays that it made tensors of hold the same elements,
   * and what is in the cells is of the same types. If not, it must be traced again.
   */
  public boolean isCurrent() {
    return changed().isEmpty();
  }

  private Optional<String> changed() {
    for (int i = 0; i < cells.size(); i++) {
      var present = cells.get(i).present();
      if (!present.type().equals(cellTypes.get(i))) {
        return Optional.of("a cell held " + cellTypes.get(i) + " and holds " + present.type());
      }
      if (constantCells.contains(cells.get(i)) && present.isTracked()) {
        return Optional.of("a cell held a constant and holds a variable, which the results can be differentiated by");
      }
    }
    for (var array : arrays) {
      if (!array.isUnchanged().getAsBoolean()) {
        return Optional.of("the array that became " + array.type() + " has other elements");
      }
    }
    return Optional.empty();
  }

  private void requireCurrent() {
    changed().ifPresent(what -> {
      throw Message.state("program",
          "since it was traced, what it read has changed: %s; give it as an argument, or trace again",
          what);
    });
  }

  /** The types of the arguments, states first. */
  public List<TensorType> types() {
    return types;
  }

  /** How large this program is, and what it took to make it. */
  public Footprint footprint() {
    return compiled.footprint();
  }

  /** What this program does, step by step, as data. */
  public Listing listing() {
    return compiled.listing();
  }

  /**
   * This program as one Java class that needs nothing but the JDK: a method {@code run} of arrays, with a method for each step, so that
   * one sees what was fused. States are fields, and what is read from a {@link Cell} is an argument after the others. Variables are called
   * what tensors were {@linkplain Tensor#named named}.
   *
   * <p>It computes the same bits in sums and in whatever is one operation of an element. Matrix products, and sums at indices, are added up
   * one by one, and exp, tanh and their like are those of {@link Math}: there the last digits may differ. An index that is outside of
   * its axis is an {@link IndexOutOfBoundsException}.
   *
   * @param className the name of the class, after that of its package and a dot if it is to be in one
   * @throws UnsupportedOperationException if the program has operations that no Java is known for, all of which it names; or constants
   *         of thousands of elements, which are better arguments
   */
  public String toJava(String className) {
    return JavaClass.of(compiled.plan(), className);
  }

  /** The steps, what is fused, the memory planned, and what was saved. */
  public String explain() {
    return compiled.explain();
  }
}
