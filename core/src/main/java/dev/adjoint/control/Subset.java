package dev.adjoint.control;

import java.util.stream.IntStream;

import dev.adjoint.Batch;
import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;

/**
 * Some examples of a batch: those that take a branch, or that a loop goes on for. What is meant for them is computed for the whole
 * batch, but only at points where one of them is, so it is as safe as for each of them alone: a logarithm sees no 0 that a condition
 * kept away from it, an inner loop ends. What came out for the others is dropped, and nothing goes back to them, not even a NaN
 * from 0·∞.
 *
 * <p>An operand that is the same for all examples has nothing to be masked with: its gradient, a sum over the batch, is NaN
 * in place of infinite if the derivative by it is infinite for the first member.
 *
 * @param members whether an example belongs to them: [b]
 */
record Subset(Tensor members) {

  /** Whether any example does. */
  Tensor isAny() {
    return members.cast(DType.FLOAT64).sum().greater(0);
  }

  /** All others. */
  Subset others() {
    return new Subset(members.not());
  }

  /** The operands of a batch with members as they are, and copies of the first member in place of all others. */
  Batch only(Batch x) {
    if (x.size() == 0) {
      return x;
    }
    var first = members.cast(DType.FLOAT64).argmax(0);
    var operands = IntStream.range(0, x.operands())
        .mapToObj(i -> x.differs(i) ? choose(x.get(i), x.get(i).stopGradient().indexSelect(0, first)) : x.get(i))
        .toList();
    return new Batch(x.size(), operands, IntStream.range(0, x.operands()).mapToObj(x::differs).toList());
  }

  /** For each example one of two: the first if it is a member: [b, …], [b, …] or […] → [b, …]. */
  Tensor choose(Tensor ifMember, Tensor ifNot) {
    int rank = ifMember.shape().rank();
    var alone = Shape.of(IntStream.range(0, rank).map(a -> a == 0 ? members.size() : 1).toArray());
    return members.reshape(alone).where(ifMember, ifNot);
  }
}
