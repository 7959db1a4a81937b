package dev.adjoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.internal.Message;

/**
 * Walks a tape forward: from the directions ẋ in which some nodes move to the ones in which all others do, ẏ = Σ ∂y/∂xᵢ·ẋᵢ, the
 * chain rule from the other end (R. E. Wengert, 1964). A node that does not move has no tangent.
 */
final class ForwardPass {
  private final boolean differentiable;
  private final Map<Tensor, Tensor> tangents;

  ForwardPass(Map<Tensor, Tensor> directions, boolean differentiable) {
    directions.forEach((x, dx) -> {
      if (!dx.type().equals(x.type())) {
        throw Message.illegal("forward", "the tangent of %s is of type %s", x.type(), dx.type());
      }
    });
    this.tangents = new HashMap<>(directions);
    this.differentiable = differentiable;
  }

  /** Walks nodes, each of which comes after its inputs. */
  ForwardPass over(List<Tensor> nodes) {
    for (var node : nodes) {
      if (!tangents.containsKey(node)) {
        move(node);
      }
    }
    return this;
  }

  private void move(Tensor node) {
    var inputs = node.inputs();
    if (Collections.disjoint(tangents.keySet(), inputs)) {
      return;
    }
    // Unless it is to be differentiated again, a tangent is computed from constants and forgets how.
    var rule = LocalRule.of(node, differentiable);
    switch (node.op()) {
      case Op.Linear _ -> put(node, node.op().apply(directions(inputs)));
      case Op.Multi.Forward op ->
        put(node, Tuple.together(op.tangents(rule.x(), rule.y().results(), moving(inputs))));
      case Op.Multi _ -> put(node, transposed(rule, moving(inputs)));
      case Op.Forward op -> put(node, op.tangent(rule.x(), rule.y(), moving(inputs)));
      default -> { // operations are open
        for (int i = 0; i < inputs.size(); i++) {
          if (tangents.containsKey(inputs.get(i))) {
            put(node, along(rule, i, of(inputs.get(i))));
          }
        }
      }
    }
    var dy = tangents.get(node);
    if (dy.isTracked() && !differentiable
        && inputs.stream().noneMatch(x -> tangents.containsKey(x) && of(x).isTracked())) {
      tangents.put(node, dy.detach());
    }
  }

  private void put(Tensor node, Tensor dy) {
    var results = node.results();
    var tangent = dy.results();
    for (int j = 0; j < results.size(); j++) {
      if (!tangent.get(j).type().equals(results.get(j).type())) {
        throw Message.state(node.op().name(), "the forward rule gives the tangent %s for the result %s",
            tangent.get(j).type(), results.get(j).type());
      }
    }
    tangents.merge(node, dy, Tensor::add);
  }

  /** What is no floating-point number, such as an index, stays. */
  private List<Tensor> directions(List<Tensor> x) {
    return x.stream().map(in -> tangents.containsKey(in) || in.dtype().isFloating() ? of(in) : in).toList();
  }

  private Map<Integer, Tensor> moving(List<Tensor> inputs) {
    var moving = new TreeMap<Integer, Tensor>();
    for (int i = 0; i < inputs.size(); i++) {
      if (tangents.containsKey(inputs.get(i))) {
        moving.put(i, of(inputs.get(i)));
      }
    }
    return moving;
  }

  /** The tangent of a node, 0 if it does not move. */
  Tensor of(Tensor node) {
    var tangent = tangents.get(node);
    return tangent == null ? Tensor.zeros(node.type()) : tangent;
  }

  /** What ẋᵢ adds to ẏ: ∂y/∂xᵢ·ẋᵢ. */
  private static Tensor along(LocalRule rule, int i, Tensor dx) {
    var op = rule.node().op();
    if (op instanceof Op.PerElement) {
      var shape = rule.y().shape();
      return rule.stated(List.of(i), dx.broadcastTo(shape)).getFirst().broadcastTo(shape);
    }
    if (op instanceof Op.Bilinear) {
      var moved = new ArrayList<>(rule.x());
      moved.set(i, dx);
      return op.apply(moved);
    }
    return transposed(rule, Map.of(i, dx));
  }

  /**
   * ẏ = J·ẋ = ∇ᵤ ⟨Jᵀ·u, ẋ⟩, for the backward rule u ↦ Jᵀ·u, which is linear: the value of u does not matter and is never made. 0 for
   * a result that is no floating-point number.
   */
  private static Tensor transposed(LocalRule rule, Map<Integer, Tensor> dx) {
    var u = rule.y().results().stream().map(y -> Tensor.placeholder(y.type())).toList();
    var places = IntStream.range(0, u.size()).filter(j -> u.get(j).isTracked()).boxed().toList();
    var ofAll = rule.y() instanceof Tuple y ? y.gradient(places, places.stream().map(u::get).toList()) : u.getFirst();
    var dual = rule.gradients(List.copyOf(dx.keySet()), ofAll); // Jᵀ·u
    var known = Stream.of(rule.x(), List.of(rule.y()), u).flatMap(List::stream).toList();
    var ofU = Tape.downTo(known, dual).to(u.toArray(Tensor[]::new)).differentiableBackward(List.copyOf(dx.values()));
    var dy = u.stream().map(ofU::orZero).toList();
    if (dy.stream().anyMatch(Tensor::isSymbolic) && Stream.of(rule.x(), dx.values()).flatMap(Collection::stream)
        .noneMatch(Tensor::isSymbolic)) {
      throw Message.state(rule.node().op().name(), "the backward rule for input %d of %s is not linear in ∇y, as every "
          + "derivative is, so forward mode cannot follow from it", dx.keySet().iterator().next(),
          rule.x().get(dx.keySet().iterator().next()).type());
    }
    return rule.y() instanceof Tuple ? Tuple.together(dy) : dy.getFirst();
  }
}
