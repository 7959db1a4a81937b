package dev.adjoint.testkit.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.testkit.catalogue.Call;
import dev.adjoint.testkit.catalogue.Catalogue;
import dev.adjoint.testkit.catalogue.Operation;

/**
 * A computation: inputs, and calls on them and on each other. The result of the last call is the output, and every input and
 * call leads to it. It is smooth at the inputs: none of its operations is near a kink or a pole.
 *
 * @param inputs FLOAT64 or FLOAT32 tensors
 * @param steps the calls, each after its operands
 */
public record Graph(List<Tensor> inputs, List<Step> steps) {
  /** Larger numbers, and there is little left to compare. */
  private static final double LARGEST = 100;

  /**
   * A call on certain nodes: inputs are numbered first, then calls.
   *
   * @param call what is called
   * @param operands the numbers of the nodes it is called on
   */
  public record Step(Call call, List<Integer> operands) {
    /** Keeps the operands. */
    public Step {
      operands = List.copyOf(operands);
    }
  }

  /** Keeps inputs and steps. */
  public Graph {
    inputs = List.copyOf(inputs);
    steps = List.copyOf(steps);
  }

  /** The output as a function of the inputs. */
  public Tensor apply(List<Tensor> x) {
    return nodes(x).getLast();
  }

  /** The output, traced: loops and branches are operations of their own. */
  public Trace trace() {
    return Trace.of(inputs.stream().map(Tensor::type).toList(), this::apply);
  }

  /** All nodes as functions of the inputs. */
  public List<Tensor> nodes(List<Tensor> x) {
    var nodes = new ArrayList<>(x);
    for (var step : steps) {
      nodes.add(step.call.function().apply(step.operands.stream().map(nodes::get).toList()));
    }
    return nodes;
  }

  /** The same computation in operations of tensors alone: loops step by step, branches as both sides. */
  public Graph spelledOut() {
    return new Graph(inputs, steps.stream().map(step -> new Step(new Call(step.call.operation(), step.call.source(),
        step.call.spelledOut(), step.call.domain()), step.operands)).toList());
  }

  /** Whether it is in operations of tensors alone already. */
  public boolean isSpelledOut() {
    return equals(spelledOut());
  }

  /** Whether there are loops, branches, checkpoints or implicit functions in it, which programs have rules of their own for. */
  public boolean hasControlFlow() {
    var names = Catalogue.controlFlow().stream().map(Operation::name).toList();
    return steps.stream().anyMatch(step -> names.contains(step.call.operation().name()));
  }

  /** The inputs, as an array. */
  public Tensor[] at() {
    return inputs.toArray(Tensor[]::new);
  }

  /** Whether the same computation can be made of other inputs, gives numbers of ordinary size and is smooth there. */
  public boolean isSoundAt(List<Tensor> x) {
    return new Graph(x, steps).isSound();
  }

  /** Whether it can be computed, gives numbers of ordinary size, is smooth there and depends on an input. */
  boolean isSound() {
    try {
      return soundNodes().map(nodes -> nodes.getLast().isTracked()).orElse(false);
    } catch (IllegalArgumentException e) {
      return false; // an argument that a simpler operand leaves without sense, such as an axis that is gone
    }
  }

  private Optional<List<Tensor>> soundNodes() {
    var nodes = new ArrayList<Tensor>(inputs.stream().map(Tensor::variable).toList());
    for (var step : steps) {
      var operands = step.operands.stream().map(nodes::get).toList();
      var next = result(step.call, operands);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      nodes.add(next.get());
    }
    return Optional.of(nodes);
  }

  /** What a call gives, unless the operands are outside of its domain or the numbers too large. */
  static Optional<Tensor> result(Call call, List<Tensor> operands) {
    if (!call.operation().accepts(operands.stream().map(Tensor::type).toList()) || !call.domain().test(operands)) {
      return Optional.empty();
    }
    var y = call.function().apply(operands);
    return !y.dtype().isFloating() || Arrays.stream(y.detach().toDoubles()).allMatch(v -> Math.abs(v) <= LARGEST)
        ? Optional.of(y)
        : Optional.empty();
  }

  /** Without the inputs and calls that do not lead to a node, which becomes the output. */
  Graph endingAt(int node) {
    boolean[] needed = new boolean[node + 1];
    needed[node] = true;
    for (int i = node; i >= inputs.size(); i--) {
      if (needed[i]) {
        steps.get(i - inputs.size()).operands.forEach(operand -> needed[operand] = true);
      }
    }
    Map<Integer, Integer> moved = new HashMap<>();
    IntStream.rangeClosed(0, node).filter(i -> needed[i]).forEach(i -> moved.put(i, moved.size()));
    return new Graph(IntStream.range(0, inputs.size()).filter(moved::containsKey).mapToObj(inputs::get).toList(),
        IntStream.rangeClosed(inputs.size(), node).filter(moved::containsKey)
            .mapToObj(i -> steps.get(i - inputs.size()))
            .map(step -> new Step(step.call, step.operands.stream().map(moved::get).toList())).toList());
  }

  /** With another node in place of one; the last node stays the output. */
  Graph replacing(int node, int other) {
    return new Graph(inputs, steps.stream()
        .map(step -> new Step(step.call, step.operands.stream().map(i -> i == node ? other : i).toList())).toList())
        .endingAt(size() - 1);
  }

  /** With a new input in place of a call. */
  Graph cutAt(int node, Tensor value) {
    int at = inputs.size();
    var more = new ArrayList<>(inputs);
    more.add(value);
    var moved = steps.stream().map(step -> new Step(step.call,
        step.operands.stream().map(i -> i == node ? at : i < at ? i : i + 1).toList())).toList();
    return new Graph(more, moved).endingAt(size());
  }

  /** How many nodes there are, inputs included. */
  public int size() {
    return inputs.size() + steps.size();
  }

  // As Java

  private String name(int node) {
    return node < inputs.size() ? "x" + node : "y" + (node - inputs.size());
  }

  /** The calls as Java statements. */
  private String statements(String indent) {
    var text = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      var step = steps.get(i);
      text.append(indent).append("Tensor y").append(i).append(" = ")
          .append(step.call.on(step.operands.stream().map(this::name).toList())).append(";\n");
    }
    return text.toString();
  }

  private static String source(Tensor x) {
    boolean isFloat = x.dtype() == DType.FLOAT32;
    var elements = Arrays.stream(x.cast(DType.FLOAT64).toDoubles())
        .mapToObj(v -> isFloat ? (float) v + "f" : Double.toString(v)).collect(Collectors.joining(", "));
    if (x.shape().equals(Shape.SCALAR)) {
      return isFloat ? "Tensor.variable(Tensor.of(" + elements + "))" : "Tensor.variable(" + elements + ")";
    }
    var dims = Arrays.stream(x.shape().dims()).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    return "Tensor.variable(Tensor.of(Shape.of(" + dims + "), new " + (isFloat ? "float" : "double") + "[]{" + elements
        + "}))";
  }

  /** A class that computes the output at the inputs, to be compiled as it is. */
  public String toJava(String className) {
    var names = IntStream.range(0, inputs.size()).mapToObj(this::name).toList();
    return """
        import java.util.stream.Stream;

        import dev.adjoint.Autodiff;
        import dev.adjoint.Shape;
        import dev.adjoint.Tensor;
        import dev.adjoint.control.Carry;
        import dev.adjoint.op.Axes;
        import dev.adjoint.op.Index;
        import dev.adjoint.testkit.catalogue.RawLoops;

        import static dev.adjoint.DType.FLOAT64;
        import static dev.adjoint.DType.INT32;

        public final class %s {
          public static Tensor f(%s) {
        %s    return %s;
          }

          public static Tensor[] inputs() {
            return new Tensor[]{
                %s};
          }
        }
        """.formatted(className, names.stream().map(name -> "Tensor " + name).collect(Collectors.joining(", ")),
        statements("    "), name(size() - 1),
        inputs.stream().map(Graph::source).collect(Collectors.joining(",\n        ")));
  }

  /** Java statements that compute the output at the inputs. */
  @Override
  public String toString() {
    return IntStream.range(0, inputs.size()).mapToObj(i -> "\nTensor x" + i + " = " + source(inputs.get(i)) + ";")
        .collect(Collectors.joining()) + "\n" + statements("");
  }
}
