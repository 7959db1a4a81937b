package dev.adjoint.transform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

import dev.adjoint.Batch;
import dev.adjoint.Tensor;
import dev.adjoint.Tracing;
import dev.adjoint.internal.Message;
import dev.adjoint.internal.PostOrder;

/**
 * Makes of a function of one example a function of a batch: f is traced once, on symbolic tensors of one example, and each node of
 * that graph is computed for the whole batch by the batching rule of its operation. Nodes that depend on no example, among them all
 * that f closes over, are used as they are.
 */
public final class Vmap {
  private final int size;
  private final Map<Tensor, Tensor> batches = new HashMap<>();
  private final Set<Tensor> same = new HashSet<>();

  private Vmap(int size) {
    this.size = size;
  }

  /**
   * f of every example in a batch.
   *
   * @param batch what f takes, each tensor of it with an axis more
   * @param in where that axis is: one number for all tensors or one for each
   * @param out where it is in the results
   */
  public static <P, R> R apply(Function<? super P, ? extends R> f, P batch, int[] in, int out) {
    var argument = Structure.of(batch);
    var given = argument.tensors();
    if (given.isEmpty()) {
      throw Message.illegal("vmap",
          "there is no tensor in %s; use a tensor, or a record, list, map or array of tensors",
          argument);
    }
    var front = new ArrayList<Tensor>();
    for (int i = 0; i < given.size(); i++) {
      var x = given.get(i);
      front.add(moved(x, x.shape().axis("vmap", in[in.length == 1 ? 0 : i]), 0));
      if (front.get(i).shape().dim(0) != front.get(0).shape().dim(0)) {
        throw Message.illegal("vmap", "the batches differ in size: %s along axis %d and %s along axis %d",
            given.get(0).type(),
            in[0], x.type(), in[in.length == 1 ? 0 : i]);
      }
    }
    var vmap = new Vmap(front.getFirst().shape().dim(0));
    var remaining = front.iterator();
    Structure<R> result = Tracing.once(tracing -> Structure.of(
        f.apply(argument.map(_ -> vmap.example(tracing, remaining.next())))));
    return result.map(y -> {
      var all = vmap.all(y);
      return moved(all, 0, out < 0 ? out + all.shape().rank() : out);
    });
  }

  private static Tensor moved(Tensor x, int from, int to) {
    int at = x.shape().axis("vmap", to);
    var order = new ArrayList<>(IntStream.range(0, x.shape().rank()).filter(axis -> axis != from).boxed().toList());
    order.add(at, from);
    return x.permute(order.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Stands for one example. */
  private Tensor example(Tracing tracing, Tensor batch) {
    var one = tracing.placeholder(batch.type().with(batch.shape().without(0)));
    batches.put(one, batch);
    return one;
  }

  /** A result for all examples. */
  private Tensor all(Tensor result) {
    PostOrder.of(List.of(result), Tensor::inputs, node -> !isKnown(node), new HashSet<>()).forEach(this::settle);
    var batch = batches.get(result);
    return batch != null ? batch : result.broadcastTo(result.shape().insert(0, size));
  }

  private boolean isKnown(Tensor node) {
    return !node.isSymbolic() || batches.containsKey(node) || same.contains(node);
  }

  private void settle(Tensor node) {
    if (node.inputs().stream().anyMatch(batches::containsKey)) {
      batches.put(node, batch(node));
    } else {
      same.add(node);
    }
  }

  private Tensor batch(Tensor node) {
    var x = new Batch(size, node.inputs().stream().map(input -> batches.getOrDefault(input, input)).toList(),
        node.inputs().stream().map(batches::containsKey).toList());
    var y = x.apply(node.op());
    var type = node.type().with(node.shape().insert(0, size));
    if (!y.type().equals(type)) {
      throw Message.state(node.op().name(), "the batching rule gives %s for %d examples of %s", y.type(), size,
          node.type());
    }
    return node.isTracked() ? y : y.detach();
  }
}
