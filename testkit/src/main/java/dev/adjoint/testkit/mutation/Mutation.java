package dev.adjoint.testkit.mutation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

import dev.adjoint.Op;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.op.Arithmetic;
import dev.adjoint.op.Axes;
import dev.adjoint.op.Comparison;
import dev.adjoint.op.Indexing;
import dev.adjoint.op.Movement;
import dev.adjoint.op.Pointwise;
import dev.adjoint.op.Reductions;
import dev.adjoint.op.Slicing;
import dev.adjoint.testkit.graph.Trace;

/**
 * A mistake in a backward rule: at one node of the formula, or in the gradient that comes out of it. The formula is the graph of
 * the rule, so that the mistakes are those a person makes when writing it down.
 *
 * @param description what is wrong, as in "forgets the factor cos"
 * @param change what stands in place of the node, given its inputs and its value
 * @param node the number of the node in the formula, the last one for the gradient itself
 */
public record Mutation(String description, Change change, int node) {

  /** Puts a wrong value in place of a right one. */
  @FunctionalInterface
  public interface Change {
    /** The wrong value. */
    Tensor apply(List<Tensor> inputs, Tensor value);
  }

  /** All mistakes that can be made in a formula, each with a name of its own. */
  static List<Mutation> of(Trace formula) {
    var times = new HashMap<String, Integer>();
    return all(formula).stream().map(mutation -> {
      int time = times.merge(mutation.description, 1, Integer::sum);
      return time == 1
          ? mutation
          : new Mutation(mutation.description + " (" + time + ")", mutation.change, mutation.node);
    }).toList();
  }

  private static List<Mutation> all(Trace formula) {
    var nodes = formula.nodes();
    var mutations = new ArrayList<Mutation>();
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).isSymbolic() && !nodes.get(i).inputs().isEmpty()) {
        inside(nodes.get(i), i, mutations);
      }
    }
    ofGradient(formula.output().type(), nodes.size() - 1, mutations);
    return mutations;
  }

  /** Mistakes in the gradient as a whole. */
  private static void ofGradient(TensorType type, int last, List<Mutation> mutations) {
    mutations.add(new Mutation("flips the sign", (in, dx) -> dx.neg(), last));
    mutations.add(new Mutation("is twice as large", (in, dx) -> dx.mul(2), last));
    mutations.add(new Mutation("is 0", (in, dx) -> Tensor.zeros(dx.type()), last));
    mutations.add(new Mutation("is constant to the next differentiation", (in, dx) -> dx.detach(), last));
    mutations.add(new Mutation("is the mean of its elements", (in, dx) -> dx.mean().broadcastTo(dx.shape()), last));
    if (type.shape().rank() > 1) {
      mutations.add(new Mutation("is laid out as its transpose", (in, dx) -> dx.transpose().reshape(dx.shape()), last));
    }
    if (type.shape().rank() > 0) {
      mutations.add(new Mutation("is back to front", (in, dx) -> dx.flip(-1), last));
    }
  }

  /** Mistakes at one operation of the formula. */
  private static void inside(Tensor node, int at, List<Mutation> mutations) {
    var op = node.op();
    var name = op.name();
    var operands = node.inputs().size();
    switch (op) {
      case Arithmetic.Add sum ->
        mutations.add(new Mutation("subtracts a term", (in, y) -> in.get(0).sub(in.get(1)), at));
      case Arithmetic.Sub difference ->
        mutations.add(new Mutation("adds a term", (in, y) -> in.get(0).add(in.get(1)), at));
      case Arithmetic.Mul product ->
        mutations.add(new Mutation("divides by a factor", (in, y) -> in.get(0).div(in.get(1)), at));
      case Arithmetic.Div quotient ->
        mutations.add(new Mutation("multiplies by a divisor", (in, y) -> in.get(0).mul(in.get(1)), at));
      case Comparison.Where choice ->
        mutations.add(new Mutation("swaps both sides", (in, y) -> in.get(0).where(in.get(2), in.get(1)), at));
      case Reductions.Sum sum -> mutations.add(new Mutation("takes the mean for the sum", (in, y) -> in.get(0).mean(
          new Axes(sum.axes(), true)), at));
      case Slicing.Slice slice when slice.isBackward() -> mutations.add(forget(name, 0, at));
      default -> { // what follows can be forgotten in any operation
      }
    }
    for (int i = 0; i < operands; i++) {
      var x = node.inputs().get(i);
      if (x.dtype() == node.dtype() && canStandFor(x.type(), node.type()) && !keepsElements(node, x)) {
        mutations.add(operands == 1 ? forget(name, i, at) : keepOnly(name, i, at));
      }
    }
  }

  /** Whether an operation only gives its elements another shape here, so that it could not be forgotten. */
  private static boolean keepsElements(Tensor node, Tensor x) {
    return switch (node.op()) {
      case Movement.Reshape op -> true;
      case Movement.BroadcastTo op -> true;
      case Reductions.Sum op -> x.size() == node.size();
      case Indexing.Diagonal op -> x.size() == node.size();
      case Indexing.OnDiagonal op -> x.size() == node.size();
      default -> x.size() == 1 && node.inputs().size() == 1 && !(node.op() instanceof Pointwise.Map);
    };
  }

  private static Mutation forget(String name, int i, int at) {
    return new Mutation("forgets " + name, (in, y) -> shaped(in.get(i), y.shape()), at);
  }

  private static Mutation keepOnly(String name, int i, int at) {
    return new Mutation("keeps operand " + i + " of " + name + " only", (in, y) -> shaped(in.get(i), y.shape()), at);
  }

  private static boolean canStandFor(TensorType x, TensorType y) {
    return x.shape().broadcastsTo(y.shape()) || x.shape().size() == y.shape().size();
  }

  private static Tensor shaped(Tensor x, Shape shape) {
    return x.shape().broadcastsTo(shape) ? x.broadcastTo(shape) : x.reshape(shape);
  }

  /** The gradient by the wrong formula. */
  Tensor evaluate(Trace formula, List<Tensor> arguments) {
    var target = formula.nodes().get(node);
    var result = formula.<Tensor>evaluate(arguments, t -> t, (t, in) -> {
      var y = t.op().apply(in);
      return t.equals(target) ? change.apply(in, y) : y;
    });
    // A rule whose gradient is an input or a constant as it is has no node that could be changed on the way.
    return Optional.of(target).filter(t -> t.isSymbolic() && !(t.op() instanceof Op.Leaf)).isPresent()
        ? result
        : change.apply(List.of(), result);
  }

  @Override
  public String toString() {
    return description;
  }
}
