package dev.adjoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.adjoint.internal.Message;

/**
 * Walks a tape forward: from the directions ẋ in which some nodes move to the ones in which all others do, ẏ = Σ ∂y/∂xᵢ·ẋᵢ, the
 * chain rule from the other end (R. E. Wengert, 1964). A node that does not move has no tangent.
 */
final class ForwardPass {
  private final boolean differentiable;
  private final boolean remembers = DebugScope.keepsHistory();
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
    if (node.op() instanceof Op.Result(int place)) {
      tangents.put(node, ((Tuple) tangents.get(inputs.getFirst())).result(place));
      return;
    }
    // Unless it is to be differentiated again, a tangent is computed from constants and forgets how.
    var x = differentiable ? inputs : Tape.constants(inputs, remembers);
    if (node instanceof Tuple tuple && node.op() instanceof Op.Multi op) {
      tangents.put(node, Tuple.together(moved(op, tuple, x)));
      return;
    }
    var y = differentiable ? node : Tape.constant(node, remembers);
    if (node.op() instanceof Op.Forward op) {
      var dx = moving(inputs);
      var dy = checked(node, op.tangent(x, y, dx));
      boolean tracked = differentiable || dx.values().stream().anyMatch(Tensor::isTracked);
      tangents.put(node, tracked ? dy : Tape.constant(dy, remembers));
    } else if (node.op() instanceof Op.Linear) {
      // What is no floating-point number, such as an index, stays.
      var directions = inputs.stream().map(in -> in.dtype().isFloating() ? of(in) : in).toList();
      tangents.put(node, checked(node, node.op().apply(directions)));
    } else {
      for (int i = 0; i < x.size(); i++) {
        var dx = tangents.get(inputs.get(i));
        if (dx != null) {
          tangents.merge(node, checked(node, along(node.op(), i, x, y, dx)), Tensor::add);
        }
      }
    }
  }

  /** The tangents of several results. */
  private List<Tensor> moved(Op.Multi op, Tuple node, List<Tensor> x) {
    var y = differentiable ? node.results() : Tape.constants(node.results(), remembers);
    var dx = moving(node.inputs());
    var dy = op instanceof Op.Multi.Forward forward ? forward.tangents(x, y, dx) : transposed(op, x, y, dx);
    for (int j = 0; j < y.size(); j++) {
      checked(y.get(j), op, dy.get(j));
    }
    boolean tracked = differentiable || dx.values().stream().anyMatch(Tensor::isTracked);
    return tracked ? dy : Tape.constants(dy, remembers);
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

  private static Tensor checked(Tensor node, Tensor dy) {
    return checked(node, node.op(), dy);
  }

  private static Tensor checked(Tensor node, Op op, Tensor dy) {
    if (!dy.type().equals(node.type())) {
      throw Message.state(op.name(), "the forward rule gives the tangent %s for the result %s", dy.type(),
          node.type());
    }
    return dy;
  }

  /** What ẋᵢ adds to ẏ: ∂y/∂xᵢ·ẋᵢ. */
  private static Tensor along(Op operation, int i, List<Tensor> x, Tensor y, Tensor dx) {
    if (operation instanceof Op.PerElement) {
      return Tape.rule(operation, i, x, y, dx.broadcastTo(y.shape())).broadcastTo(y.shape());
    }
    if (operation instanceof Op.Bilinear) {
      var moved = new ArrayList<>(x);
      moved.set(i, dx);
      return operation.apply(moved);
    }
    return transposed(operation, i, x, y, dx);
  }

  /** ẏⱼ = ∇ of Σᵢ ⟨∇xᵢ, ẋᵢ⟩ by uⱼ, where the backward rule takes uⱼ for ∇yⱼ; 0 for what is no floating-point number. */
  private static List<Tensor> transposed(Op.Multi op, List<Tensor> x, List<Tensor> y, Map<Integer, Tensor> dx) {
    var u = y.stream().map(result -> Tensor.placeholder(result.type())).toList();
    var dual = op.grads(List.copyOf(dx.keySet()), x, y,
        u.stream().map(ui -> Optional.of(ui).filter(Tensor::isTracked)).toList());
    var known = Stream.of(x, y, u).flatMap(List::stream).toList();
    var ofU = Tape.downTo(known, dual).to(u.toArray(Tensor[]::new)).differentiableBackward(List.copyOf(dx.values()));
    return u.stream().map(ofU::orZero).toList();
  }

  /** J·ẋ = ∇ᵤ ⟨Jᵀ·u, ẋ⟩, for the backward rule u ↦ Jᵀ·u, which is linear: the value of u does not matter and is never made. */
  private static Tensor transposed(Op operation, int i, List<Tensor> x, Tensor y, Tensor dx) {
    var u = Tensor.placeholder(y.type());
    var dual = Tape.contribution(operation, i, x, y, u); // Jᵀ·u
    if (!dual.isTracked()) {
      return Tensor.zeros(y.type());
    }
    var known = new ArrayList<>(x);
    known.add(y);
    known.add(u);
    var dy = Tape.downTo(known, List.of(dual)).to(u).differentiableBackward(dx).orZero(u);
    if (dy.isSymbolic() && !dx.isSymbolic() && !y.isSymbolic() && x.stream().noneMatch(Tensor::isSymbolic)) {
      throw Message.state(operation.name(), "the backward rule for input %d of %s is not linear in ∇y, as every "
          + "derivative is, so forward mode cannot follow from it", i, x.get(i).type());
    }
    return dy;
  }
}
