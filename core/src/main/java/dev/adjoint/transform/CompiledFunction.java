package dev.adjoint.transform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import dev.adjoint.Program;
import dev.adjoint.Tensor;

/**
 * A function that is traced at its first call for every combination of argument types, and replayed from then on.
 *
 * <p>Given a tracked or symbolic tensor, or closing over one, it is the function itself: it may be differentiated, batched and
 * compiled as a part of something larger. What it reads besides its argument counts as {@link Program} says; where an array has
 * changed, it is traced again.
 *
 * @param <P> what it takes
 * @param <R> what it gives
 */
public final class CompiledFunction<P, R> implements Function<P, R> {
  /** Programs kept, one for each combination of argument types; the one not used longest goes. */
  private static final int KEPT = 16;

  private final Function<? super P, ? extends R> function;
  private final Map<Structure<P>, Traced<R>> byTypes = new LinkedHashMap<>(16, 0.75f, true);

  /** No program if the function closes over a tensor that is tracked or symbolic. */
  private record Traced<R>(Optional<Program> program, Structure<R> result) {
    boolean isCurrent() {
      return program.isEmpty() || program.get().isCurrent();
    }
  }

  /** Compiles a function. */
  public CompiledFunction(Function<? super P, ? extends R> function) {
    this.function = function;
  }

  @Override
  public R apply(P x) {
    var argument = Structure.of(x);
    var tensors = argument.tensors();
    if (tensors.stream().anyMatch(t -> t.isTracked() || t.isSymbolic())) {
      return function.apply(x);
    }
    var traced = traced(argument);
    if (traced.program.isEmpty()) {
      return function.apply(x);
    }
    var results = traced.program.get().run(tensors.toArray(Tensor[]::new)).iterator();
    return traced.result.map(y -> results.next());
  }

  private synchronized Traced<R> traced(Structure<P> argument) {
    var traced = byTypes.get(argument);
    if (traced == null || !traced.isCurrent()) {
      traced = trace(argument);
      byTypes.put(argument, traced);
    }
    if (byTypes.size() > KEPT) {
      byTypes.remove(byTypes.keySet().iterator().next());
    }
    return traced;
  }

  private Traced<R> trace(Structure<P> argument) {
    var result = new ArrayList<Structure<R>>(1);
    var program = Program.traceIfClosed(argument.tensors().stream().map(Tensor::type).toList(), in -> {
      var inputs = in.iterator();
      result.add(Structure.of(function.apply(argument.map(t -> inputs.next()))));
      return result.getFirst().tensors();
    });
    return new Traced<>(program, result.getFirst());
  }
}
