package dev.adjoint.view;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.adjoint.Program;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;

/**
 * A graph to look at: how a tensor was computed, or what a program does. Nothing in it can be computed with; the arrays are those
 * of the tensors.
 *
 * <pre>{@code
 * System.out.println(Graph.of(f));             // every node, its value and its gradient
 * System.out.println(Graph.of(f).wengert());   // forward trace beside reverse trace
 * }</pre>
 *
 * @param nodes every node after its operands; a node's number is its place
 * @param groups of nodes that belong together, such as the layers of a network; a group's number is its place
 */
public record Graph(List<Node> nodes, List<Group> groups) {

  /** Keeps the nodes and groups. */
  public Graph {
    nodes = List.copyOf(nodes);
    groups = List.copyOf(groups);
  }

  /** How a tensor was computed; with gradients if it is a number that depends on a variable. */
  public static Graph of(Tensor output) {
    boolean differentiable = output.isTracked() && !output.isSymbolic() && output.size() == 1;
    return differentiable
        ? of(output, Tensor.ones(output.type()))
        : new Drawing(List.of(output), List.of()).graph();
  }

  /** How a tensor was computed, with the gradients of Σ cotangent ⊙ output. */
  public static Graph of(Tensor output, Tensor cotangent) {
    return new Drawing(List.of(output), List.of()).differentiated(cotangent).graph();
  }

  /** How several tensors were computed, without gradients. */
  public static Graph of(List<Tensor> outputs) {
    return new Drawing(outputs, List.of()).graph();
  }

  /** What this computes, with the {@linkplain Scope scopes} it runs through, such as the layers of a network, as groups. */
  public static Graph of(Supplier<Tensor> computation) {
    var recorded = Scope.record(computation);
    var output = recorded.output();
    var drawing = new Drawing(List.of(output), recorded.scopes());
    boolean differentiable = output.isTracked() && !output.isSymbolic() && output.size() == 1;
    return (differentiable ? drawing.differentiated(Tensor.ones(output.type())) : drawing).graph();
  }

  /** A function of arguments of these types, as it is traced: what a program starts from. */
  public static Graph traced(List<TensorType> types, Function<List<Tensor>, List<Tensor>> function) {
    return of(function.apply(types.stream().map(Tensor::placeholder).toList()));
  }

  /** The steps of a program, after fusion, and the buffers they write. */
  public static Graph of(Program program) {
    return ProgramDrawing.of(program.listing());
  }

  /** The nodes that nothing reads. */
  public List<Node> outputs() {
    var read = new java.util.BitSet();
    nodes.forEach(node -> node.operands().forEach(operand -> read.set(operand.node())));
    return nodes.stream().filter(node -> !read.get(node.number())).toList();
  }

  /** Whether gradients are there to be seen. */
  public boolean isDifferentiated() {
    return nodes.stream().anyMatch(node -> node.gradient().isPresent());
  }

  /** As an indented tree, from the output down to what it was computed from. */
  public String text() {
    return Outline.of(this);
  }

  /** The forward trace, numbered, and beside it the reverse trace, to be read from the bottom up. */
  public String wengert() {
    return WengertList.of(this).toString();
  }

  /** In the language of Graphviz. */
  public String dot() {
    return Dot.of(this);
  }

  /** As a flowchart in the language of Mermaid. */
  public String mermaid() {
    return Mermaid.of(this);
  }

  /** {@link #text()}. */
  @Override
  public String toString() {
    return text();
  }
}
