package dev.adjoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Functions of functions. */
public final class Autodiff {
  /** Programs kept by one compiled function, one for each combination of argument types; the one not used longest goes. */
  private static final int KEPT = 16;

  private Autodiff() {}

  /** The same function, traced at its first call for every combination of argument types, and replayed from then on. */
  public static UnaryOperator<Tensor> compile(UnaryOperator<Tensor> f) {
    var compiled = compileAll(x -> List.of(f.apply(x.get(0))));
    return x -> compiled.apply(List.of(x)).getFirst();
  }

  /** The same for a function of two tensors. */
  public static BinaryOperator<Tensor> compile(BinaryOperator<Tensor> f) {
    var compiled = compileAll(x -> List.of(f.apply(x.get(0), x.get(1))));
    return (a, b) -> compiled.apply(List.of(a, b)).getFirst();
  }

  /** The same for a function of several tensors with several results. */
  public static Function<List<Tensor>, List<Tensor>> compileAll(Function<List<Tensor>, List<Tensor>> f) {
    var programs = new Programs(f);
    return x -> programs.of(x.stream().map(Tensor::type).toList()).run(x.toArray(Tensor[]::new));
  }

  /**
   * The same function, which keeps only its argument and its result for the backward pass, and is computed again there: less
   * memory for one more run. It may close over variables. Cut a chain of n layers into √n of them to need memory for 2√n.
   */
  public static UnaryOperator<Tensor> checkpoint(UnaryOperator<Tensor> f) {
    return x -> Checkpoint.of(in -> f.apply(in.get(0)), List.of(x));
  }

  /** The same for a function of several tensors. */
  public static Function<List<Tensor>, Tensor> checkpointAll(Function<List<Tensor>, Tensor> f) {
    return x -> Checkpoint.of(f, List.copyOf(x));
  }

  private static final class Programs {
    private final Function<List<Tensor>, List<Tensor>> function;
    private final Map<List<TensorType>, Program> byTypes = new LinkedHashMap<>(16, 0.75f, true);

    private Programs(Function<List<Tensor>, List<Tensor>> function) {
      this.function = function;
    }

    private synchronized Program of(List<TensorType> types) {
      var program = byTypes.computeIfAbsent(types, t -> Program.trace(t, function));
      if (byTypes.size() > KEPT) {
        byTypes.remove(byTypes.keySet().iterator().next());
      }
      return program;
    }
  }
}
