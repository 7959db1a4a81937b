package dev.adjoint.testkit.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.testkit.Shapes;
import dev.adjoint.testkit.Simplifier;
import dev.adjoint.testkit.TensorArbitrary;
import dev.adjoint.testkit.Tensors;
import dev.adjoint.testkit.Values;
import dev.adjoint.testkit.catalogue.Call;
import dev.adjoint.testkit.catalogue.Catalogue;
import dev.adjoint.testkit.catalogue.Operation;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.ShrinkingDistance;

/**
 * Random graphs over all operations, with fan-out and broadcasting. A failing one shrinks to the fewest operations, then to the
 * smallest inputs, then to the roundest elements: by ending earlier, by an input in place of an operation, by leaving an
 * operation out.
 *
 * @param operations the operations used
 * @param most how many of them at most
 */
public record GraphArbitrary(List<Operation> operations, int most) implements Arbitrary<Graph>, Simplifier<Graph> {
  /** Up to 12 operations of any kind. */
  public static final GraphArbitrary GRAPHS = new GraphArbitrary(12);

  private static final TensorArbitrary INPUTS = TensorArbitrary.TENSORS.with(Shapes.SMALL.ofSize(1, 3))
      .with(Values.DEFAULT.between(-3, 3));

  /** What makes truth values and positions. */
  private static final List<Operation> DISCRETE = Catalogue.operations().stream()
      .filter(op -> Set.of("greater", "less", "argmax", "argmin").contains(op.name())).toList();

  /** What reads them. */
  private static final Set<String> READ_DISCRETE = Set.of("where", "and", "or", "xor", "not", "ofIntegers", "ofMasks",
      "count", "any",
      "all", "indexSelect", "oneHot", "cast",
      "drawUniform", "drawNormal", "total");

  private static final int LARGEST = 100;
  private static final int ATTEMPTS = 300;

  /** Keeps the operations. */
  public GraphArbitrary {
    operations = List.copyOf(operations);
  }

  /** Up to so many operations of any kind. */
  public GraphArbitrary(int most) {
    this(Catalogue.operations(), most);
  }

  @Override
  public RandomGenerator<Graph> generator(int tries) {
    return random -> shrinkable(draw(random));
  }

  @Override
  public EdgeCases<Graph> edgeCases(int max) {
    return EdgeCases.none();
  }

  /** A random graph. */
  public Graph draw(Random random) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var graph = grown(inputs(random), random.nextInt(1, most + 1), random);
      if (graph.isPresent()) {
        return graph.get();
      }
    }
    throw new IllegalArgumentException("graph: found none of at most " + most + " of " + operations);
  }

  /** Random calls of one of these operations each, on operands at which it is smooth. */
  public static Arbitrary<Graph> calls(List<Operation> operations) {
    return Arbitraries.fromGenerator(
        random -> GRAPHS.shrinkable(drawCall(operations.get(random.nextInt(operations.size())), random)));
  }

  /** A random call of one operation, with nothing before it but what makes the truth values or positions that it needs. */
  public static Graph drawCall(Operation operation, Random random) {
    for (int attempt = 0; attempt < ATTEMPTS * ATTEMPTS; attempt++) {
      var builder = new Builder(inputs(random));
      DISCRETE.forEach(op -> builder.add(op, random));
      if (builder.add(operation, random)) {
        var graph = builder.graph().endingAt(builder.nodes.size() - 1);
        if (graph.isSound() || operation.notDifferentiable().isPresent()) {
          return graph;
        }
      }
    }
    throw new IllegalArgumentException("graph: found no operands for " + operation);
  }

  /** One to four tensors that broadcast, or two that multiply: of any sign, above 0, or within (−1, 1), where functions want them. */
  private static List<Tensor> inputs(Random random) {
    var each = switch (random.nextInt(4)) {
      case 0 -> INPUTS.with(INPUTS.values().between(0.125, 3));
      case 1 -> INPUTS.with(INPUTS.values().between(-0.875, 0.875));
      default -> INPUTS;
    };
    boolean product = random.nextInt(3) == 0;
    var arbitrary = product ? Tensors.multiplying(each) : Tensors.broadcasting(random.nextInt(1, 5), each);
    return arbitrary.draw(random);
  }

  private Optional<Graph> grown(List<Tensor> inputs, int size, Random random) {
    var builder = new Builder(inputs);
    var readers = operations.stream().filter(op -> READ_DISCRETE.contains(op.name())).toList();
    for (int attempt = 0; attempt < ATTEMPTS && builder.steps.size() < size; attempt++) {
      var some = !readers.isEmpty() && builder.hasDiscreteEnd() && random.nextBoolean() ? readers : operations;
      builder.add(some.get(random.nextInt(some.size())), random);
    }
    builder.join(random);
    return builder.largest();
  }

  /** A graph as it grows. */
  private static final class Builder {
    private final List<Tensor> inputs;
    private final List<Tensor> nodes;
    private final List<Graph.Step> steps = new ArrayList<>();
    private final Set<Integer> unused;

    private Builder(List<Tensor> inputs) {
      this.inputs = inputs;
      this.nodes = new ArrayList<>(inputs.stream().map(Tensor::variable).toList());
      this.unused = IntStream.range(0, inputs.size()).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    private Graph graph() {
      return new Graph(inputs, steps);
    }

    /** Adds a random call, if there are operands for it. */
    private boolean add(Operation operation, Random random) {
      for (int attempt = 0; attempt < 8; attempt++) {
        var operands = IntStream.range(0, operation.arity()).mapToObj(i -> operand(random)).toList();
        if (operation.accepts(types(operands)) && add(operation.draw(types(operands), random), operands)) {
          return true;
        }
      }
      return false;
    }

    private List<TensorType> types(List<Integer> operands) {
      return operands.stream().map(i -> nodes.get(i).type()).toList();
    }

    private boolean add(Call call, List<Integer> operands) {
      var y = Graph.result(call, operands.stream().map(nodes::get).toList()).filter(result -> result.size() <= LARGEST);
      if (y.isPresent()) {
        unused.removeAll(operands);
        unused.add(nodes.size());
        nodes.add(y.get());
        steps.add(new Graph.Step(call, operands));
      }
      return y.isPresent();
    }

    /** Brings what leads nowhere together in one number. */
    private void join(Random random) {
      var ends = unused.stream().filter(i -> nodes.get(i).isTracked() && nodes.get(i).size() > 0).toList();
      var numbers = new ArrayList<Integer>();
      for (int end : ends) {
        if (add(Catalogue.mean(), List.of(end))) {
          numbers.add(nodes.size() - 1);
        }
      }
      for (int i = 1; i < numbers.size(); i++) {
        if (add(Catalogue.joining(random), List.of(numbers.get(i - 1), numbers.get(i)))) {
          numbers.set(i, nodes.size() - 1);
        }
      }
    }

    private boolean hasDiscreteEnd() {
      return unused.stream().anyMatch(i -> !nodes.get(i).dtype().isFloating());
    }

    /** A node that leads nowhere yet, as often as any other, so that graphs hang together. */
    private int operand(Random random) {
      return random.nextBoolean() && !unused.isEmpty()
          ? unused.stream().skip(random.nextInt(unused.size())).findFirst().orElseThrow()
          : random.nextInt(nodes.size());
    }

    /** All that leads to the node that most leads to. */
    private Optional<Graph> largest() {
      return IntStream.range(inputs.size(), nodes.size())
          .filter(i -> nodes.get(i).isTracked() && nodes.get(i).size() > 0)
          .mapToObj(graph()::endingAt).max(Comparator.comparingInt(Graph::size));
    }
  }

  @Override
  public Stream<Graph> simpler(Graph graph) {
    int n = graph.inputs().size();
    var nodes = graph.nodes(graph.inputs());
    var steps = IntStream.range(n, graph.size()).boxed().toList();
    var ended = steps.stream().filter(i -> i < graph.size() - 1).map(graph::endingAt);
    var cut = steps.reversed().stream().filter(i -> i < graph.size() - 1 && nodes.get(i).dtype() == DType.FLOAT64)
        .map(i -> graph.cutAt(i, nodes.get(i)));
    var bypassed = steps.stream().flatMap(i -> IntStream.range(0, i).filter(j -> i < graph.size() - 1)
        .filter(j -> nodes.get(j).type().equals(nodes.get(i).type())).mapToObj(j -> graph.replacing(i, j)));
    var merged = IntStream.range(1, n).boxed().flatMap(i -> IntStream.range(0, i)
        .filter(j -> nodes.get(j).type().equals(nodes.get(i).type())).mapToObj(j -> graph.replacing(i, j)));
    var inputs = Stream.concat(Tensors.withShorterAxes(graph.inputs()), oneByOne(graph.inputs()))
        .map(x -> new Graph(x, graph.steps()));
    return Stream.of(ended, cut, bypassed, merged, inputs).flatMap(graphs -> graphs).filter(Graph::isSound);
  }

  private static Stream<List<Tensor>> oneByOne(List<Tensor> inputs) {
    return IntStream.range(0, inputs.size()).boxed()
        .flatMap(i -> INPUTS.simpler(inputs.get(i)).map(simpler -> replaced(inputs, i, simpler)));
  }

  private static List<Tensor> replaced(List<Tensor> inputs, int i, Tensor simpler) {
    var others = new ArrayList<>(inputs);
    others.set(i, simpler);
    return others;
  }

  @Override
  public ShrinkingDistance distance(Graph graph) {
    return ShrinkingDistance.of(graph.steps().size(), graph.inputs().size(),
        graph.inputs().stream().mapToLong(Tensor::size).sum(),
        graph.inputs().stream().mapToLong(x -> x.shape().rank()).sum(),
        graph.inputs().stream().mapToLong(INPUTS::complexity).sum());
  }
}
