package dev.adjoint.testkit.mutation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.testkit.graph.Trace;

/**
 * An operation whose backward rule has a mistake.
 *
 * @param kind the record that states the operation
 * @param input which input's gradient is wrong
 * @param mistake what the mistake is called
 */
public record Mutant(Class<? extends Op> kind, int input, String mistake) {
  private static final String ONE_COPY = "counts one copy of a repeated input only";

  /** Everything that can go wrong in the rules of the differentiable operations that a computation is made of. */
  public static List<Mutant> in(Trace computation) {
    var mutants = new ArrayList<Mutant>();
    for (var node : computation.nodes()) {
      if (node.isTracked() && !(node.op() instanceof Op.Leaf || node.op() instanceof Op.Result)) {
        for (int i = 0; i < node.inputs().size(); i++) {
          if (node.inputs().get(i).isTracked()) {
            mutants.addAll(of(node, i));
          }
        }
      }
    }
    return mutants.stream().distinct().toList();
  }

  private static List<Mutant> of(Tensor node, int input) {
    var mistakes = Mutation.of(formula(node, input)).stream()
        .map(Mutation::description);
    return Stream.concat(mistakes, node.op() instanceof Op.Broadcasting ? Stream.of(ONE_COPY) : Stream.empty())
        .map(mistake -> new Mutant(node.op().getClass(), input, mistake)).toList();
  }

  /** The rule for one input, as a graph of the inputs, the results and their gradients. */
  private static Trace formula(Tensor node, int input) {
    var x = types(node.inputs());
    var y = node.op() instanceof Op.Multi op ? op.types(x) : List.of(node.type());
    int n = x.size();
    int m = y.size();
    return Trace.of(Stream.of(x, y, y).flatMap(List::stream).toList(),
        in -> rule(node.op(), input, in.subList(0, n), in.subList(n, n + m), in.subList(n + m, n + 2 * m)));
  }

  private static Tensor rule(Op operation, int i, List<Tensor> x, List<Tensor> y, List<Tensor> dy) {
    return switch (operation) {
      case Op.Unary op -> op.grad(x.get(0), y.getFirst(), dy.getFirst());
      case Op.Binary op -> i == 0
          ? op.gradLeft(x.get(0), x.get(1), y.getFirst(), dy.getFirst())
          : op.gradRight(x.get(0), x.get(1), y.getFirst(), dy.getFirst());
      case Op.Nary op -> op.grads(List.of(i), x, y.getFirst(), dy.getFirst()).getFirst();
      case Op.Multi op -> op.grads(List.of(i), x, y, dy.stream().map(Mutant::ifFloating).toList()).getFirst();
      case Op.Leaf _,Op.Result _ -> throw new AssertionError(operation);
    };
  }

  private static Optional<Tensor> ifFloating(Tensor dy) {
    return Optional.of(dy).filter(t -> t.dtype().isFloating());
  }

  /** The same function, made of the same operations, but with the mistake in all of this kind. */
  public Function<List<Tensor>, Tensor> in(Function<List<Tensor>, Tensor> f) {
    var traces = new HashMap<List<TensorType>, Trace>();
    var operations = new HashMap<Tensor, Op>();
    return x -> traces.computeIfAbsent(types(x), t -> Trace.of(t, f)).replay(x,
        node -> operations.computeIfAbsent(node, this::replaced));
  }

  private static List<TensorType> types(List<Tensor> x) {
    return x.stream().map(Tensor::type).toList();
  }

  private Op replaced(Tensor node) {
    boolean isMet = node.op().getClass() == kind && node.isTracked() && input < node.inputs().size()
        && node.inputs().get(input).isTracked();
    return !isMet
        ? node.op()
        : node.op() instanceof Op.Multi op
            ? new BrokenMulti(op, input, rule(node))
            : new Broken(node.op(), input, rule(node));
  }

  /** A backward rule for one input. */
  private interface Rule {
    Tensor gradient(List<Tensor> x, List<Tensor> y, List<Tensor> dy);
  }

  /** The rule with the mistake; right where the formula has no place for it. */
  private Rule rule(Tensor node) {
    Rule right = (x, y, dy) -> rule(node.op(), input, x, y, dy);
    if (mistake.equals(ONE_COPY)) {
      return (x, y, dy) -> oneCopy(right.gradient(x, y, dy), x.get(input));
    }
    var formula = formula(node, input);
    return Mutation.of(formula).stream().filter(mutation -> mutation.description().equals(mistake)).findFirst()
        .<Rule>map(mutation -> (x, y, dy) -> mutation.evaluate(formula,
            Stream.of(x, y, dy).flatMap(List::stream).toList()))
        .orElse(right);
  }

  /** Of a gradient that is to be summed over the copies of x, the first copy; elsewhere 0. */
  private static Tensor oneCopy(Tensor dx, Tensor x) {
    var first = dx;
    int added = dx.shape().rank() - x.shape().rank();
    for (int a = 0; a < dx.shape().rank(); a++) {
      int n = dx.shape().dim(a);
      boolean isRepeated = n > 1 && (a < added || x.shape().dim(a - added) == 1);
      first = isRepeated ? first.slice(a, 0, 1).pad(a, 0, n - 1) : first;
    }
    return first;
  }

  @Override
  public String toString() {
    return kind.getSimpleName() + ", gradient of input " + input + ": " + mistake;
  }

  /**
   * The operation with the mistake. It broadcasts if the right one does.
   *
   * @param right the right one
   * @param input which input's gradient is wrong
   * @param wrong the rule for it
   */
  private record Broken(Op right, int input, Rule wrong) implements Op.Nary {
    @Override
    public String name() {
      return right.name();
    }

    @Override
    public TensorType type(List<TensorType> x) {
      return switch (right) {
        case Op.Unary op -> op.type(x.get(0));
        case Op.Binary op -> op.type(x.get(0), x.get(1));
        case Op.Nary op -> op.type(x);
        case Op.Leaf _,Op.Multi _,Op.Result _ -> throw new AssertionError(right);
      };
    }

    @Override
    public void compute(List<NdArray> x, NdArray y) {
      switch (right) {
        case Op.Unary op -> op.compute(x.get(0), y);
        case Op.Binary op -> op.compute(x.get(0), x.get(1), y);
        case Op.Nary op -> op.compute(x, y);
        case Op.Leaf _,Op.Multi _,Op.Result _ -> throw new AssertionError(right);
      }
    }

    @Override
    public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, Tensor y, Tensor dy) {
      var ys = List.of(y);
      var dys = List.of(dy);
      return wanted.stream().map(i -> {
        var dx = i == input ? wrong.gradient(x, ys, dys) : rule(right, i, x, ys, dys);
        return right instanceof Op.Broadcasting ? dx.sumTo(x.get(i).shape()) : dx;
      }).toList();
    }
  }

  /**
   * An operation of several results with the mistake.
   *
   * @param right the right one
   * @param input which input's gradient is wrong
   * @param wrong the rule for it
   */
  private record BrokenMulti(Op.Multi right, int input, Rule wrong) implements Op.Multi {
    @Override
    public String name() {
      return right.name();
    }

    @Override
    public List<TensorType> types(List<TensorType> x) {
      return right.types(x);
    }

    @Override
    public void compute(List<NdArray> x, List<NdArray> y) {
      right.compute(x, y);
    }

    @Override
    public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, List<Tensor> y, List<Optional<Tensor>> dy) {
      var all = IntStream.range(0, y.size()).mapToObj(j -> dy.get(j).orElseGet(() -> Tensor.zeros(y.get(j).type())))
          .toList();
      return wanted.stream()
          .map(i -> i == input ? wrong.gradient(x, y, all) : right.grads(List.of(i), x, y, dy).getFirst()).toList();
    }
  }
}
