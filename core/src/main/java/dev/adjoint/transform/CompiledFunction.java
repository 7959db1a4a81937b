package dev.adjoint.transform;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import dev.adjoint.Program;
import dev.adjoint.Tensor;
import dev.adjoint.internal.Message;
import dev.adjoint.internal.flight.Flight;
import dev.adjoint.internal.flight.TraceEvent;
import org.slf4j.LoggerFactory;

/**
 * A function that is traced at its first call for every combination of argument types, and replayed from then on.
 *
 * <p>Given a tracked or symbolic tensor, or closing over one, it is the function itself: it may be differentiated, batched and
 * compiled as a part of something larger. What it reads besides its argument counts as {@link Program} says. Where what the argument
 * holds besides tensors has changed, or the variables that the function captured, or the fields of the object it belongs to, and
 * whatever is reached from there, it is traced again. Static fields, and objects of other libraries, are not looked at. A function from
 * which a source of random numbers, an iterator or a clock is reached is never traced: it runs as it is.
 *
 * @param <P> what it takes
 * @param <R> what it gives
 */
public final class CompiledFunction<P, R> implements Function<P, R> {
  private static final int KEPT = 16;

  /** Why a function was traced. */
  public enum Why {
    /** It had not been called before. */
    FIRST_CALL,
    /** The tensors in the argument are of types that are new. */
    TYPES,
    /** The argument is built in another way, or holds something else besides tensors. */
    ARGUMENT,
    /** What the function captured holds something else. */
    CAPTURED,
    /** A Java array that it made a tensor of holds something else, or a cell that it read a tensor of another kind. */
    READ
  }

  private final Function<? super P, ? extends R> function;
  private final int kept;
  private Optional<Captured> captured = Optional.empty();
  private final Map<Key<P>, Traced<R>> programs = new LinkedHashMap<>(16, 0.75f, true);
  private Optional<Key<P>> last = Optional.empty();
  private final Map<Why, Integer> traces = new EnumMap<>(Why.class);
  private int calls;
  private boolean warned;

  private record Key<P>(Structure<P> argument, List<Contents> captured) {
  }

  /** No program if the function closes over a tensor that is tracked or symbolic. */
  private record Traced<R>(Optional<Program> program, Structure<R> result, List<Besides> besides) {
    boolean isCurrent() {
      return program.isEmpty() || program.get().isCurrent();
    }

    R of(List<Tensor> tensors, Structure<?> argument) {
      if (besides.isEmpty()) {
        var each = tensors.iterator();
        return result.map(y -> each.next());
      }
      var given = argument.besides();
      var others = besides.iterator();
      return result.with(tensors, y -> others.next().value(given));
    }
  }

  /** Compiles a function, keeping 16 programs. */
  public CompiledFunction(Function<? super P, ? extends R> function) {
    this(function, KEPT);
  }

  /**
   * Compiles a function.
   *
   * @param kept how many programs are kept, one for each combination of argument types; the one not used longest goes
   */
  public CompiledFunction(Function<? super P, ? extends R> function, int kept) {
    if (kept < 1) {
      throw Message.illegal("compile", "%d programs kept; it takes at least 1", kept);
    }
    this.function = function;
    this.kept = kept;
  }

  /** What was compiled. */
  Function<? super P, ? extends R> function() {
    return function;
  }

  @Override
  public R apply(P x) {
    var argument = Structure.of(x);
    var tensors = argument.tensors();
    if (tensors.stream().anyMatch(t -> t.isTracked() || t.isSymbolic())) {
      return function.apply(x);
    }
    var traced = traced(argument);
    if (traced.isEmpty() || traced.get().program.isEmpty()) {
      return function.apply(x);
    }
    return traced.get().of(traced.get().program.get().run(tensors.toArray(Tensor[]::new)), argument);
  }

  /** None if the function reads what gives something else in each run. */
  private synchronized Optional<Traced<R>> traced(Structure<P> argument) {
    calls++;
    var key = new Key<>(argument, captured().contents());
    var source = captured().source()
        .or(() -> key.captured.stream().flatMap(contents -> contents.source().stream()).findFirst())
        .or(argument::source);
    if (source.isPresent()) {
      warnOf(source.get());
      return Optional.empty();
    }
    var traced = programs.get(key);
    if (traced == null || !traced.isCurrent()) {
      count(traced == null ? whyNot(key) : Why.READ, argument);
      traced = trace(argument);
      if (captured().contents().equals(key.captured)) {
        programs.put(key, traced);
      } // else it writes to what it captured, and must do so at every call
    }
    last = Optional.of(key);
    if (programs.size() > kept) {
      programs.remove(programs.keySet().iterator().next());
    }
    return Optional.of(traced);
  }

  private void warnOf(Object source) {
    if (!warned) {
      warned = true;
      LoggerFactory.getLogger(CompiledFunction.class).warn(
          "compile: {} reaches {}, which gives something else in each run, so it runs as it is: draw outside, and give tensors as an "
              + "argument; or capture what it needs in variables of their own",
          function, source);
    }
  }

  /** How often it was traced, and why. */
  public synchronized Map<Why, Integer> traces() {
    return new EnumMap<>(traces);
  }

  /** Why there is no program, by comparison with the last call. */
  private Why whyNot(Key<P> key) {
    if (last.isEmpty()) {
      return Why.FIRST_CALL;
    }
    if (!last.get().argument.types().equals(key.argument.types())) {
      return Why.TYPES;
    }
    return last.get().argument.equals(key.argument) ? Why.CAPTURED : Why.ARGUMENT;
  }

  private void count(Why why, Structure<P> argument) {
    traces.merge(why, 1, Integer::sum);
    if (Flight.recordsTraces()) {
      TraceEvent.began(why, argument);
    }
    int all = traces.values().stream().mapToInt(Integer::intValue).sum();
    if (all == 2 * KEPT && 2 * all > calls) {
      LoggerFactory.getLogger(CompiledFunction.class).warn(
          "compile: traced {} times in {} calls, by reason {}: what changes is fast only as a tensor in the argument, and {} programs "
              + "are kept",
          all, calls, traces, kept);
    }
  }

  /** Looked for at the first call: a function may be compiled in the constructor of the object it belongs to. */
  private Captured captured() {
    if (captured.isEmpty()) {
      captured = Optional.of(Captured.by(function));
    }
    return captured.get();
  }

  private Traced<R> trace(Structure<P> argument) {
    var result = new ArrayList<Structure<R>>(1);
    var program = Program.traceIfClosed(argument.types(), in -> {
      var inputs = in.iterator();
      result.add(Structure.of(function.apply(argument.map(t -> inputs.next()))));
      return result.getFirst().tensors();
    });
    var argumentBesides = argument.besides();
    var besides = program.isEmpty()
        ? List.<Besides>of()
        : result.getFirst().besides().stream().map(value -> Besides.of(value, argumentBesides, captured())).toList();
    boolean runs = besides.stream().noneMatch(Besides.OfFunction.class::isInstance);
    return new Traced<>(runs ? program : Optional.empty(), result.getFirst(), besides);
  }
}
