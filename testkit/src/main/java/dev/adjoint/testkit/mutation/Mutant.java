package dev.adjoint.testkit.mutation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.testkit.graph.Trace;

/**
 * An operation of which one rule has a mistake.
 *
 * @param kind the record that states the operation
 * @param rule which of its rules is wrong
 * @param mistake what the mistake is called
 */
public record Mutant(Class<? extends Op> kind, Rule rule, String mistake) {
  private static final String ONE_COPY = "counts one copy of a repeated input only";

  /** One formula among the rules of an operation. */
  public sealed interface Rule {

    /** Of the backward rule: ∇xᵢ. */
    record Gradient(int input) implements Rule {
      @Override
      public String toString() {
        return "gradient of input " + input;
      }
    }

    /** Of the forward rule: what the direction of one input adds to that of one result. */
    record Tangent(int input, int result) implements Rule {
      @Override
      public String toString() {
        return "tangent of result " + result + " by input " + input;
      }
    }

    /** The input that it is of. */
    int input();

    /**
     * What the right rule gives.
     *
     * @param y the results
     * @param directions ∇y of all results, or ẋ of the one input
     */
    private Tensor of(Op op, List<Tensor> x, List<Tensor> y, List<Tensor> directions) {
      return switch (this) {
        case Gradient(int i) -> gradient(op, i, x, y, directions);
        case Tangent(int i, int j) -> tangents(op, x, y, Map.of(i, directions.getFirst())).get(j);
      };
    }
  }

  private static Tensor gradient(Op operation, int i, List<Tensor> x, List<Tensor> y, List<Tensor> dy) {
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

  private static List<Tensor> tangents(Op operation, List<Tensor> x, List<Tensor> y, Map<Integer, Tensor> dx) {
    return operation instanceof Op.Multi.Forward op
        ? op.tangents(x, y, dx)
        : List.of(((Op.Forward) operation).tangent(x, y.getFirst(), dx));
  }

  /** Everything that can go wrong in the rules of the differentiable operations that a computation is made of. */
  public static List<Mutant> in(Trace computation) {
    return computation.nodes().stream()
        .filter(node -> node.isTracked() && !(node.op() instanceof Op.Leaf || node.op() instanceof Op.Result))
        .flatMap(node -> rules(node).flatMap(rule -> of(node, rule))).distinct().toList();
  }

  /** The rules that a node can be looked through by. */
  private static Stream<Rule> rules(Tensor node) {
    boolean isForward = node.op() instanceof Op.Forward || node.op() instanceof Op.Multi.Forward;
    var y = results(node);
    return IntStream.range(0, node.inputs().size()).boxed().filter(i -> node.inputs().get(i).isTracked())
        .flatMap(i -> Stream.concat(Stream.of(new Rule.Gradient(i)), IntStream.range(0, isForward ? y.size() : 0)
            .filter(j -> y.get(j).dtype().isFloating()).mapToObj(j -> new Rule.Tangent(i, j))));
  }

  private static List<TensorType> results(Tensor node) {
    return node.op() instanceof Op.Multi op ? op.types(types(node.inputs())) : List.of(node.type());
  }

  private static Stream<Mutant> of(Tensor node, Rule rule) {
    boolean isSummed = node.op() instanceof Op.Broadcasting && rule instanceof Rule.Gradient;
    return Stream
        .concat(Mutation.of(formula(node, rule)).stream().map(Mutation::description),
            isSummed ? Stream.of(ONE_COPY) : Stream.empty())
        .map(mistake -> new Mutant(node.op().getClass(), rule, mistake));
  }

  /** A rule as a graph of the inputs, the results and the directions. */
  private static Trace formula(Tensor node, Rule rule) {
    var x = types(node.inputs());
    var y = results(node);
    var directions = switch (rule) {
      case Rule.Gradient _ -> y;
      case Rule.Tangent(int i, int _) -> List.of(x.get(i));
    };
    int n = x.size();
    int m = n + y.size();
    return Trace.of(Stream.of(x, y, directions).flatMap(List::stream).toList(),
        in -> rule.of(node.op(), in.subList(0, n), in.subList(n, m), in.subList(m, in.size())));
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
    boolean isMet = node.op().getClass() == kind && node.isTracked() && rules(node).anyMatch(rule::equals);
    if (!isMet) {
      return node.op();
    }
    return switch (rule) {
      case Rule.Gradient(int i) -> node.op() instanceof Op.Multi op
          ? new BrokenMulti(op, i, wrong(node))
          : new Broken(node.op(), i, wrong(node));
      case Rule.Tangent(int i, int j) -> node.op() instanceof Op.Multi op
          ? new BrokenForwardMulti(op, i, j, wrong(node))
          : new BrokenForward(node.op(), i, wrong(node));
    };
  }

  /** What a rule with a mistake gives. */
  private interface Wrong {
    Tensor of(List<Tensor> x, List<Tensor> y, List<Tensor> directions);
  }

  /** The rule with the mistake; right where the formula has no place for it. */
  private Wrong wrong(Tensor node) {
    Wrong right = (x, y, directions) -> rule.of(node.op(), x, y, directions);
    if (mistake.equals(ONE_COPY)) {
      return (x, y, dy) -> oneCopy(right.of(x, y, dy), x.get(rule.input()));
    }
    var formula = formula(node, rule);
    return Mutation.of(formula).stream().filter(mutation -> mutation.description().equals(mistake)).findFirst()
        .<Wrong>map(mutation -> (x, y, directions) -> mutation.evaluate(formula,
            Stream.of(x, y, directions).flatMap(List::stream).toList()))
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
    return kind.getSimpleName() + ", " + rule + ": " + mistake;
  }

  /** An operation of one result that does as another does. It broadcasts if that one does. */
  private interface Like extends Op.Nary {
    Op right();

    @Override
    default String name() {
      return right().name();
    }

    @Override
    default TensorType type(List<TensorType> x) {
      return switch (right()) {
        case Op.Unary op -> op.type(x.get(0));
        case Op.Binary op -> op.type(x.get(0), x.get(1));
        case Op.Nary op -> op.type(x);
        case Op.Leaf _,Op.Multi _,Op.Result _ -> throw new AssertionError(right());
      };
    }

    @Override
    default void compute(List<NdArray> x, NdArray y) {
      switch (right()) {
        case Op.Unary op -> op.compute(x.get(0), y);
        case Op.Binary op -> op.compute(x.get(0), x.get(1), y);
        case Op.Nary op -> op.compute(x, y);
        case Op.Leaf _,Op.Multi _,Op.Result _ -> throw new AssertionError(right());
      }
    }

    /** What the backward rule gives for one input. */
    default Tensor gradient(int i, List<Tensor> x, Tensor y, Tensor dy) {
      return Mutant.gradient(right(), i, x, List.of(y), List.of(dy));
    }

    @Override
    default List<Tensor> grads(List<Integer> wanted, List<Tensor> x, Tensor y, Tensor dy) {
      return wanted.stream().map(i -> {
        var dx = gradient(i, x, y, dy);
        return right() instanceof Op.Broadcasting ? dx.sumTo(x.get(i).shape()) : dx;
      }).toList();
    }
  }

  /** With a wrong gradient of one input. */
  private record Broken(Op right, int input, Wrong wrong) implements Like {
    @Override
    public Tensor gradient(int i, List<Tensor> x, Tensor y, Tensor dy) {
      return i == input ? wrong.of(x, List.of(y), List.of(dy)) : Like.super.gradient(i, x, y, dy);
    }
  }

  /** With a wrong tangent by one input. */
  private record BrokenForward(Op right, int input, Wrong wrong) implements Like, Op.Forward {
    @Override
    public Tensor tangent(List<Tensor> x, Tensor y, Map<Integer, Tensor> dx) {
      return dx.entrySet().stream().map(moving -> moving.getKey() == input
          ? wrong.of(x, List.of(y), List.of(moving.getValue()))
          : tangents(right, x, List.of(y), Map.ofEntries(moving)).getFirst()).reduce(Tensor::add).orElseThrow();
    }
  }

  /** An operation of several results that does as another does. */
  private interface LikeMulti extends Op.Multi {
    Op.Multi right();

    @Override
    default String name() {
      return right().name();
    }

    @Override
    default List<TensorType> types(List<TensorType> x) {
      return right().types(x);
    }

    @Override
    default void compute(List<NdArray> x, List<NdArray> y) {
      right().compute(x, y);
    }

    @Override
    default List<Tensor> grads(List<Integer> wanted, List<Tensor> x, List<Tensor> y, List<Optional<Tensor>> dy) {
      return right().grads(wanted, x, y, dy);
    }
  }

  /** With a wrong gradient of one input. */
  private record BrokenMulti(Op.Multi right, int input, Wrong wrong) implements LikeMulti {
    @Override
    public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, List<Tensor> y, List<Optional<Tensor>> dy) {
      var all = IntStream.range(0, y.size()).mapToObj(j -> dy.get(j).orElseGet(() -> Tensor.zeros(y.get(j).type())))
          .toList();
      return wanted.stream()
          .map(i -> i == input ? wrong.of(x, y, all) : right.grads(List.of(i), x, y, dy).getFirst()).toList();
    }
  }

  /** With a wrong tangent of one result by one input. */
  private record BrokenForwardMulti(Op.Multi right, int input, int result, Wrong wrong)
      implements
        LikeMulti,
        Op.Multi.Forward {
    @Override
    public List<Tensor> tangents(List<Tensor> x, List<Tensor> y, Map<Integer, Tensor> dx) {
      var all = new ArrayList<>(Mutant.tangents(right, x, y, dx));
      if (dx.containsKey(input)) {
        var others = new TreeMap<>(dx);
        var moving = others.remove(input);
        var wronged = wrong.of(x, y, List.of(moving));
        all.set(result, others.isEmpty()
            ? wronged
            : Mutant.tangents(right, x, y, others).get(result).add(wronged));
      }
      return all;
    }
  }
}
