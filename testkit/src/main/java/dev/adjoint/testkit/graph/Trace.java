package dev.adjoint.testkit.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;

/**
 * The graph of a function, found by calling it once with symbolic tensors: what can be computed again with other operations or
 * other numbers.
 *
 * @param inputs the symbolic tensors
 * @param output what the function made of them
 */
public record Trace(List<Tensor> inputs, Tensor output) {

  /** Traces a function of arguments of these types; Java's control flow in it cannot depend on values. */
  public static Trace of(List<TensorType> types, Function<List<Tensor>, Tensor> function) {
    var inputs = types.stream().map(Tensor::placeholder).toList();
    return new Trace(inputs, function.apply(inputs));
  }

  /** The nodes that the output depends on, every node after its inputs. */
  public List<Tensor> nodes() {
    var order = new ArrayList<Tensor>();
    var open = new HashMap<Tensor, Boolean>();
    var stack = new ArrayDeque<Tensor>();
    stack.push(output);
    while (!stack.isEmpty()) {
      var node = stack.peek();
      if (open.putIfAbsent(node, true) == null) {
        node.inputs().stream().filter(x -> !open.containsKey(x)).forEach(stack::push);
      } else {
        stack.pop();
        if (open.put(node, false)) {
          order.add(node);
        }
      }
    }
    return order;
  }

  /**
   * Computes the output in another way.
   *
   * @param arguments the values of the inputs
   * @param constant the value of a tensor that depends on no input
   * @param apply the value of a node, given those of its inputs
   * @param <V> the kind of values
   */
  public <V> V evaluate(List<V> arguments, Function<Tensor, V> constant, BiFunction<Tensor, List<V>, V> apply) {
    Map<Tensor, V> values = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      values.put(inputs.get(i), arguments.get(i));
    }
    for (var node : nodes()) {
      if (!values.containsKey(node)) {
        values.put(node, node.isSymbolic()
            ? apply.apply(node, node.inputs().stream().map(values::get).toList())
            : constant.apply(node));
      }
    }
    return values.get(output);
  }

  /** Computes the output for other arguments, where loops and branches are operations of their own. */
  public Tensor replay(List<Tensor> arguments) {
    return replay(arguments, Tensor::op);
  }

  /** Computes the output with an operation in place of each. */
  public Tensor replay(List<Tensor> arguments, Function<Tensor, Op> operation) {
    return evaluate(arguments, node -> node, (node, x) -> operation.apply(node).apply(x));
  }
}
