package dev.adjoint.transform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import dev.adjoint.Program;
import dev.adjoint.Tensor;
import org.slf4j.LoggerFactory;

/**
 * A function that is traced at its first call for every combination of argument types, and replayed from then on.
 *
 * <p>Given a tracked or symbolic tensor, or closing over one, it is the function itself: it may be differentiated, batched and
 * compiled as a part of something larger. What it reads besides its argument counts as {@link Program} says. Where what the argument
 * holds besides tensors has changed, or the variables that the function captured, or the fields of the object it belongs to, and
 * whatever is reached from there, it is traced again. Static fields, and objects of other libraries, are not looked at. A function that
 * captured a source of random numbers or an iterator is never traced: it runs as it is.
 *
 * @param <P> what it takes
 * @param <R> what it gives
 */
public final class CompiledFunction<P, R> implements Function<P, R> {
  /** Programs kept, one for each combination of argument types; the one not used longest goes. */
  private static final int KEPT = 16;

  private final Function<? super P, ? extends R> function;
  private Optional<Captured> captured = Optional.empty();
  private final Map<Key<P>, Traced<R>> programs = new LinkedHashMap<>(16, 0.75f, true);
  private int calls;
  private int traces;

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

  /** Compiles a function. */
  public CompiledFunction(Function<? super P, ? extends R> function) {
    this.function = function;
  }

  /** What was compiled. */
  Function<? super P, ? extends R> function() {
    return function;
  }

  @Override
  public R apply(P x) {
    var argument = Structure.of(x);
    var tensors = argument.tensors();
    if (tensors.stream().anyMatch(t -> t.isTracked() || t.isSymbolic()) || captured().source().isPresent()) {
      return function.apply(x);
    }
    var traced = traced(argument);
    if (traced.program.isEmpty()) {
      return function.apply(x);
    }
    return traced.of(traced.program.get().run(tensors.toArray(Tensor[]::new)), argument);
  }

  private synchronized Traced<R> traced(Structure<P> argument) {
    calls++;
    var key = new Key<>(argument, captured().contents());
    var traced = programs.get(key);
    if (traced == null || !traced.isCurrent()) {
      warnIfInVain();
      traced = trace(argument);
      programs.put(key, traced);
    }
    if (programs.size() > KEPT) {
      programs.remove(programs.keySet().iterator().next());
    }
    return traced;
  }

  /** Looked for at the first call: a function may be compiled in the constructor of the object it belongs to. */
  private synchronized Captured captured() {
    if (captured.isEmpty()) {
      captured = Optional.of(Captured.by(function));
      captured.get().source().ifPresent(source -> LoggerFactory.getLogger(CompiledFunction.class).warn(
          "compile: {} captured {}, which gives something else in each run, so it runs as it is: make tensors of it outside and give "
              + "them as an argument",
          function, source));
    }
    return captured.get();
  }

  private void warnIfInVain() {
    traces++;
    if (traces == 2 * KEPT && 2 * traces > calls) {
      LoggerFactory.getLogger(CompiledFunction.class).warn(
          "compile: traced {} times in {} calls, as types, numbers or variables that it reads differ each time; what changes is "
              + "fast only as a tensor in the argument",
          traces, calls);
    }
  }

  private Traced<R> trace(Structure<P> argument) {
    var result = new ArrayList<Structure<R>>(1);
    var program = Program.traceIfClosed(argument.tensors().stream().map(Tensor::type).toList(), in -> {
      var inputs = in.iterator();
      result.add(Structure.of(function.apply(argument.map(t -> inputs.next()))));
      return result.getFirst().tensors();
    });
    var argumentBesides = argument.besides();
    var besides = program.isEmpty()
        ? List.<Besides>of()
        : result.getFirst().besides().stream().map(value -> Besides.of(value, argumentBesides, captured())).toList();
    return new Traced<>(program, result.getFirst(), besides);
  }
}
