package dev.adjoint.internal.program;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.adjoint.Op;
import dev.adjoint.op.LinearAlgebra.Matmul;

/** What a program does in one go: from values that are there to new ones. Values are numbered. */
public sealed interface Step permits Step.Call, Step.CallMulti, Step.Multiply, Step.Commit, Fused {

  /** The values read. */
  List<Integer> reads();

  /** The values written. */
  List<Integer> writes();

  /** The values read where a result of their size may lie, if nobody else reads them afterwards. */
  default Set<Integer> replaceable() {
    return Set.of();
  }

  /** What {@code explain()} says of it. */
  String describe();

  /**
   * Any operation of one result, with inputs.
   *
   * @param op a {@link Op.Unary}, {@link Op.Binary} or {@link Op.Nary}
   */
  record Call(Op op, List<Integer> reads, int y) implements Step {
    @Override
    public List<Integer> writes() {
      return List.of(y);
    }

    @Override
    public String describe() {
      return op.name();
    }
  }

  /**
   * An operation of several results.
   *
   * @param writes its results; those that nobody reads too
   */
  record CallMulti(Op.Multi op, List<Integer> reads, List<Integer> writes) implements Step {
    @Override
    public String describe() {
      return op.name();
    }
  }

  /**
   * Y = op(A)·op(B) or Y = op(A)·op(B) + C for matrices, transposed by flags.
   *
   * @param c added to the product; Y mostly takes its place
   */
  record Multiply(boolean transposeA, boolean transposeB, int m, int n, int k, int a, int b, Optional<Integer> c, int y)
      implements
        Step {
    @Override
    public List<Integer> reads() {
      return c.isPresent() ? List.of(a, b, c.get()) : List.of(a, b);
    }

    @Override
    public List<Integer> writes() {
      return List.of(y);
    }

    @Override
    public Set<Integer> replaceable() {
      return c.map(Set::of).orElse(Set.of());
    }

    @Override
    public String describe() {
      return "%s [%d, %d]%s · [%d, %d]%s%s".formatted(new Matmul().name(), transposeA ? k : m, transposeA ? m : k,
          transposeA ? "ᵀ" : "", transposeB ? n : k, transposeB ? k : n, transposeB ? "ᵀ" : "",
          c.isPresent() ? " added to what is there" : "");
    }
  }

  /** The next value of a state slot, from where it was computed to where it stays. */
  record Commit(int from, int state) implements Step {
    @Override
    public List<Integer> reads() {
      return List.of(from);
    }

    @Override
    public List<Integer> writes() {
      return List.of();
    }

    @Override
    public String describe() {
      return "copy to state " + state;
    }
  }
}
