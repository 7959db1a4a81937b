package dev.adjoint;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import dev.adjoint.internal.Message;

/**
 * The operands of an operation for a batch of examples. Some have the batch as their first axis, in front of the axes that the
 * operation knows; the others are the same for every example.
 */
public final class Batch {
  private final int size;
  private final List<Tensor> operands;
  private final List<Boolean> batched;

  /**
   * The operands for a batch.
   *
   * @param size the number of examples
   * @param batched for each operand, whether its first axis is the batch
   */
  public Batch(int size, List<Tensor> operands, List<Boolean> batched) {
    for (int i = 0; i < operands.size(); i++) {
      var type = operands.get(i).type();
      if (batched.get(i) && (type.shape().rank() == 0 || type.shape().dim(0) != size)) {
        throw Message.illegal("batch", "operand %d is %s, not a batch of %d", i, type, size);
      }
    }
    this.size = size;
    this.operands = List.copyOf(operands);
    this.batched = List.copyOf(batched);
  }

  /**
   * An operation on all examples, by its batching rule; on one example after another if it has none.
   *
   * @return the results, with the batch as the first axis
   */
  public Tensor apply(Op op) {
    return switch (op) {
      case Op.Multi several -> Tuple.together(several.batch(this));
      case Op.Batching rule -> rule.batch(this);
      default -> oneByOne(op).getFirst();
    };
  }

  /** Each result of an operation on one example after another. */
  List<Tensor> oneByOne(Op op) {
    var examples = IntStream.range(0, Math.max(size, 1)).mapToObj(k -> op.apply(size == 0
        ? examples(i -> Tensor.placeholder(get(i).type().with(example(i))))
        : examples(i -> differs(i) ? get(i).get(k) : get(i))).results()).toList();
    return IntStream.range(0, examples.getFirst().size()).mapToObj(j -> size == 0
        ? Tensor.zeros(examples.getFirst().get(j).type().with(examples.getFirst().get(j).shape().insert(0, 0)))
        : Tensor.stack(0, examples.stream().map(results -> results.get(j)).toArray(Tensor[]::new))).toList();
  }

  private List<Tensor> examples(IntFunction<Tensor> operand) {
    return IntStream.range(0, operands()).mapToObj(operand).toList();
  }

  /** The number of examples. */
  public int size() {
    return size;
  }

  /** The number of operands. */
  public int operands() {
    return operands.size();
  }

  /** Whether an operand differs from example to example. */
  public boolean differs(int i) {
    return batched.get(i);
  }

  /** An operand as it is, with the batch in front if it differs from example to example. */
  public Tensor get(int i) {
    return operands.get(i);
  }

  /** The shape of an operand in one example. */
  public Shape example(int i) {
    var shape = get(i).shape();
    return differs(i) ? shape.without(0) : shape;
  }

  /** An operand with the batch in front: one that is the same for every example is repeated. */
  public Tensor repeated(int i) {
    return differs(i) ? get(i) : get(i).broadcastTo(example(i).insert(0, size));
  }

  /** All operands with the batch in front. */
  public List<Tensor> repeated() {
    return examples(this::repeated);
  }

  /**
   * An operand made ready for broadcasting against examples of a rank: [b, m] becomes [b, 1, m] for rank 2; one that is the
   * same for every example stays as it is.
   */
  public Tensor aligned(int i, int rank) {
    var shape = get(i).shape();
    while (differs(i) && shape.rank() <= rank) {
      shape = shape.insert(1, 1);
    }
    return get(i).reshape(shape);
  }

  /** All operands made ready for broadcasting against each other. */
  public List<Tensor> aligned() {
    int rank = IntStream.range(0, operands()).map(i -> example(i).rank()).max().orElse(0);
    return examples(i -> aligned(i, rank));
  }
}
