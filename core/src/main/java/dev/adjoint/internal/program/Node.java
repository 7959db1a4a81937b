package dev.adjoint.internal.program;

import java.util.List;

import dev.adjoint.Op;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;

/** A value in a program: an input of it, a constant, or the result of an operation. Two nodes are equal only if they are one. */
sealed interface Node {

  TensorType type();

  /** The k-th input of the program. */
  final class Input implements Node {
    private final TensorType type;
    private final int position;

    Input(TensorType type, int position) {
      this.type = type;
      this.position = position;
    }

    @Override
    public TensorType type() {
      return type;
    }

    int position() {
      return position;
    }
  }

  /** A value that is known when the program is made. */
  final class Constant implements Node {
    private final NdArray value;

    Constant(NdArray value) {
      this.value = value;
    }

    @Override
    public TensorType type() {
      return value.type();
    }

    NdArray value() {
      return value;
    }

    /** Whether every element is this number. */
    boolean isAll(double number) {
      return type().dtype().isFloating() && Double.compare(value.uniform().orElse(Double.NaN), number) == 0;
    }
  }

  /** The result of an operation. */
  final class Result implements Node {
    private final Op op;
    private final List<Node> inputs;
    private final TensorType type;

    Result(Op op, List<Node> inputs, TensorType type) {
      this.op = op;
      this.inputs = List.copyOf(inputs);
      this.type = type;
    }

    @Override
    public TensorType type() {
      return type;
    }

    Op op() {
      return op;
    }

    List<Node> inputs() {
      return inputs;
    }
  }
}
