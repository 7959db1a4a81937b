package dev.adjoint.internal.program;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.internal.PostOrder;
import dev.adjoint.op.Arithmetic;
import dev.adjoint.op.Movement;
import dev.adjoint.op.Reductions;

/**
 * Turns a traced graph into nodes, each at most once: the same operation on the same inputs is the same node, x − 0, x·1, x/1
 * and their like are x, a transpose of a transpose is nothing. What no output needs is never visited; what depends on constants
 * alone was computed while tracing.
 */
final class Simplifier {

  private record Key(Op op, List<Node> inputs) {
  }

  private final IdentityHashMap<Tensor, Node> nodes = new IdentityHashMap<>();

  private record NumberKey(TensorType type, double number) {
  }

  private final Map<NumberKey, Node> numbers = new HashMap<>();
  private final Map<Node, String> names = new HashMap<>();
  private final Map<Key, Node> known = new HashMap<>();
  private final Map<String, Integer> removed = new LinkedHashMap<>();
  private int traced;

  Simplifier(List<Tensor> placeholders) {
    for (int i = 0; i < placeholders.size(); i++) {
      nodes.put(placeholders.get(i), new Node.Input(placeholders.get(i).type(), i));
    }
  }

  /** The nodes of the outputs. */
  List<Node> nodesOf(List<Tensor> outputs) {
    PostOrder.of(outputs, t -> t.isSymbolic() ? t.inputs() : List.of(), t -> !nodes.containsKey(t), new HashSet<>())
        .forEach(t -> {
          nodes.put(t, node(t));
          t.name().ifPresent(name -> names.putIfAbsent(nodes.get(t), name));
        });
    return outputs.stream().map(nodes::get).toList();
  }

  /** How many operations were traced. */
  int traced() {
    return traced;
  }

  /** The names that were given to nodes. */
  Map<Node, String> names() {
    return names;
  }

  /** How many operations were left out, by reason. */
  Map<String, Integer> removed() {
    return removed;
  }

  private Node node(Tensor t) {
    if (!t.isSymbolic()) {
      return constant(t.value());
    }
    if (t.op() instanceof Op.Leaf) {
      throw new IllegalArgumentException(
          "trace: " + t + " is a placeholder of another trace; a program can use only its own "
              + "inputs and constants");
    }
    traced++;
    return node(t.op(), t.inputs().stream().map(nodes::get).toList(), t.type());
  }

  /** Numbers, and copies of a number, are the same constant if they are equal. */
  private Node constant(NdArray value) {
    return value.uniform().isPresent()
        ? numbers.computeIfAbsent(new NumberKey(value.type(), value.uniform().getAsDouble()),
            n -> new Node.Constant(value))
        : new Node.Constant(value);
  }

  private Node node(Op op, List<Node> inputs, TensorType type) {
    var simpler = simpler(op, inputs, type);
    if (simpler.isPresent()) {
      return simpler.get();
    }
    var key = new Key(op, inputs);
    var same = known.get(key);
    if (same != null) {
      count("repeated");
      return same;
    }
    var node = new Node.Result(op, inputs, type);
    known.put(key, node);
    return node;
  }

  private void count(String reason) {
    removed.merge(reason, 1, Integer::sum);
  }

  private Optional<Node> simpler(Op op, List<Node> in, TensorType type) {
    var x = in.getFirst();
    var result = switch (op) {
      case Op.Identity _ -> x;
      case Op.Result(int place) when x instanceof Node.Result r && r.op() instanceof Op.Precomputed all ->
        r.inputs().get(r.inputs().size() - all.results() + place);
      case Arithmetic.Add() when isAll(in.get(1), -0.0) -> x; // not for 0: −0 + 0 is 0
      case Arithmetic.Add() when isAll(x, -0.0) -> in.get(1);
      case Arithmetic.Sub() when isAll(in.get(1), 0) -> x;
      case Arithmetic.Mul() when isAll(in.get(1), 1) -> x;
      case Arithmetic.Mul() when isAll(x, 1) -> in.get(1);
      case Arithmetic.Div() when isAll(in.get(1), 1) -> x;
      case Arithmetic.Neg() when x instanceof Node.Result r && r.op() instanceof Arithmetic.Neg ->
        r.inputs().getFirst();
      case Movement.Transpose() when x instanceof Node.Result r && r.op() instanceof Movement.Transpose ->
        r.inputs().getFirst();
      case Movement.Reshape(var shape) when x instanceof Node.Result r && r.op() instanceof Movement.Reshape ->
        shape.equals(r.inputs().getFirst().type().shape())
            ? r.inputs().getFirst()
            : node(op, List.of(r.inputs().getFirst()), type);
      case Movement.BroadcastTo b when x instanceof Node.Result r && r.op() instanceof Movement.BroadcastTo ->
        node(op, List.of(r.inputs().getFirst()), type);
      case Reductions.Sum(var axes) when type.equals(x.type()) ->
        node(new Arithmetic.Add(), List.of(x, constant(NdArray.scalar(type.dtype(), 0))), type); // a sum of −0 is 0
      default -> null; // every other operation stays as it is
    };
    // A number takes part in broadcasting: 1·x is x only if x has the type of the result.
    if (result == null || !result.type().equals(type)) {
      return Optional.empty();
    }
    count("neutral");
    return Optional.of(result);
  }

  private static boolean isAll(Node node, double number) {
    return node instanceof Node.Constant c && c.isAll(number);
  }

  /** All nodes under the outputs, every node after its inputs. */
  static List<Node> inOrder(List<Node> outputs) {
    return PostOrder.of(outputs.reversed(), Simplifier::lastToFirst, node -> true, new HashSet<>());
  }

  private static List<Node> lastToFirst(Node node) {
    return node instanceof Node.Result r ? r.inputs().reversed() : List.of();
  }
}
