package dev.adjoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.adjoint.internal.Message;

/**
 * The backward rule of an operation where a node of a tape has it, whatever the number of inputs and results: one term of the chain
 * rule for each input.
 *
 * @param x the inputs
 * @param y the result, or all of them as one
 * @param differentiable whether x and y are tracked; else they are constants, and what comes out forgets how
 */
record LocalRule(Tensor node, List<Tensor> x, Tensor y, boolean differentiable) {

  /** The rule of a node. */
  static LocalRule of(Tensor node, boolean differentiable) {
    return differentiable
        ? new LocalRule(node, node.inputs(), node, true)
        : new LocalRule(node, constants(node.inputs()), node.detach(), false);
  }

  static List<Tensor> constants(List<Tensor> x) {
    return switch (x.size()) {
      case 0 -> x;
      case 1 -> List.of(x.get(0).detach());
      case 2 -> List.of(x.get(0).detach(), x.get(1).detach());
      default -> x.stream().map(Tensor::detach).toList();
    };
  }

  /** What ∇y adds to the gradients of some inputs, in that order. */
  List<Tensor> gradients(List<Integer> wanted, Tensor dy) {
    var stated = DebugScope.isScope() ? DebugScope.gradients(this, wanted, dy) : stated(wanted, dy);
    if (stated.size() != wanted.size()) {
      throw Message.state(node.op().name(), "the backward rule gives %d gradients for the inputs %s%s", stated.size(),
          wanted,
          node.origin().line());
    }
    var gradients = new ArrayList<Tensor>(wanted.size());
    for (int k = 0; k < wanted.size(); k++) {
      var dx = fitted(wanted.get(k), stated.get(k));
      gradients.add(differentiable || dy.isTracked() ? dx : dx.detach());
    }
    return gradients;
  }

  /** As the operation states it. */
  List<Tensor> stated(List<Integer> wanted, Tensor dy) {
    return switch (node.op()) {
      case Op.Unary unary -> List.of(unary.grad(x.getFirst(), y, dy));
      case Op.Binary binary when wanted.size() == 2 -> List.of(stated(binary, 0, dy), stated(binary, 1, dy));
      case Op.Binary binary -> List.of(stated(binary, wanted.getFirst(), dy));
      case Op.Nary nary -> nary.grads(wanted, x, y, dy);
      case Op.Multi multi -> multi.grads(wanted, x, y.results(), dy.known());
      case Op.Leaf _,Op.Result _ -> throw new AssertionError(node);
    };
  }

  private Tensor stated(Op.Binary binary, int i, Tensor dy) {
    return i == 0 ? binary.gradLeft(x.get(0), x.get(1), y, dy) : binary.gradRight(x.get(0), x.get(1), y, dy);
  }

  /** A gradient in the type of its input, summed over the copies that broadcasting made. */
  private Tensor fitted(int i, Tensor dx) {
    var type = x.get(i).type();
    var sum = node.op() instanceof Op.Broadcasting ? dx.sumTo(type.shape()) : dx;
    if (!sum.type().equals(type)) {
      throw Message.state(node.op().name(), "the backward rule gives %s for input %d, which is %s%s", sum.type(), i,
          type,
          node.origin().line());
    }
    return sum;
  }

  /** What selections from y add to its gradient, those of one kind together. */
  List<Tensor> together(List<Tensor> selections, Map<Tensor, Tensor> gradients) {
    var kinds = selections.stream()
        .collect(Collectors.groupingBy(part -> part.op().getClass(), LinkedHashMap::new, Collectors.toList()));
    return kinds.values().stream().map(kind -> {
      var ops = kind.stream().map(part -> (Op.Selection) part.op()).toList();
      return ops.getFirst().gradOfAll(ops, y, kind.stream().map(gradients::get).toList());
    }).toList();
  }
}
