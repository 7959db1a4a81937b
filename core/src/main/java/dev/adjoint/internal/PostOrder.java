package dev.adjoint.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The nodes of a graph without cycles, every node after its inputs. */
public final class PostOrder {
  private PostOrder() {}

  /**
   * The nodes of a kind under some roots. Depth first, with a stack of its own: a node stays on it until everything that it waits
   * for is in order. The last of its inputs comes first.
   *
   * @param seen receives the nodes; what is in it already is left out, and what is below
   */
  public static <T> List<T> of(List<T> roots, Function<T, List<T>> inputs, Predicate<T> belongs, Set<T> seen) {
    var order = new ArrayList<T>();
    var stack = new ArrayDeque<T>();
    var open = new ArrayDeque<T>();
    for (int k = roots.size() - 1; k >= 0; k--) {
      if (belongs.test(roots.get(k))) {
        stack.push(roots.get(k));
      }
    }
    while (!stack.isEmpty()) {
      var node = stack.peek();
      if (node.equals(open.peek())) {
        order.add(node);
        open.pop();
        stack.pop();
      } else if (seen.add(node)) {
        open.push(node);
        for (var x : inputs.apply(node)) {
          if (belongs.test(x) && !seen.contains(x)) {
            stack.push(x);
          }
        }
      } else {
        stack.pop();
      }
    }
    return order;
  }
}
